// SPDX-License-Identifier: Apache-2.0
// Words that the forms and the states of an incident use in clear, in Japanese.
#include <algorithm>
#include <iterator>

#include "legal/record_facts.h"

namespace legal {

namespace {

struct Word {
  std::string_view word, ja;
};
/// By word, so that it can be looked up.
constexpr Word kWords[] = {
    {"active", "能動"},
    {"authority", "権限"},
    {"certain", "確実"},
    {"closed", "終結"},
    {"consent", "同意"},
    {"contact", "連絡先"},
    {"context", "背景"},
    {"continues", "継続"},
    {"contract", "契約"},
    {"contradicts", "矛盾する"},
    {"copy", "写し"},
    {"critical", "最優先"},
    {"decide-notification", "通知の要否判断"},
    {"deferred", "保留"},
    {"delayed by request", "要請により延期"},
    {"detect", "検知"},
    {"detected", "検知"},
    {"doubtful", "疑わしい"},
    {"duplicate-of", "重複"},
    {"duty", "法的義務"},
    {"engagement", "委任契約"},
    {"epoc", "欧州提出命令（EPOC）"},
    {"epoc-pr", "欧州保全命令（EPOC-PR）"},
    {"equipment", "機材"},
    {"evidences", "裏付ける"},
    {"exercise", "演習"},
    {"exercise plan", "演習計画"},
    {"file", "ファイル"},
    {"high", "高"},
    {"incident", "インシデント"},
    {"inquiry", "照会"},
    {"item", "物件全体"},
    {"key ceremony", "鍵の生成・管理手続"},
    {"leak", "情報漏えい"},
    {"legal", "法務"},
    {"log line", "ログの行"},
    {"low", "低"},
    {"made", "発信"},
    {"management", "マネジメント"},
    {"medium", "中"},
    {"memory finding", "メモリ上の所見"},
    {"nda", "秘密保持契約"},
    {"none", "回答なし"},
    {"not permitted", "許容されない"},
    {"not required", "通知不要と判断"},
    {"not stated", "記載なし"},
    {"order", "命令"},
    {"organisation", "組織体制"},
    {"original", "原本"},
    {"other", "その他"},
    {"ownership", "所有"},
    {"part-of", "一部"},
    {"passive", "受動"},
    {"permitted", "許容される"},
    {"permitted with conditions", "条件付きで許容される"},
    {"playbook", "手順書（プレイブック）"},
    {"policy", "規程"},
    {"possible", "可能性あり"},
    {"prepare", "準備"},
    {"preservation", "保全要請"},
    {"probable", "おそらく確か"},
    {"procedure", "手続"},
    {"processing", "取扱委託契約"},
    {"production order", "提供命令"},
    {"protect", "防護"},
    {"range", "範囲"},
    {"received", "受信"},
    {"related", "関連"},
    {"release-statement", "公表文の公開"},
    {"respond", "対応"},
    {"responding", "対応中"},
    {"reviewed", "見直し済み"},
    {"seizure", "差押え"},
    {"self-test", "自己試験"},
    {"sent", "通知済み"},
    {"sharing", "情報共有協定"},
    {"sharing profile", "共有プロファイル"},
    {"statute", "法令"},
    {"system_failure", "システム障害"},
    {"technical", "技術"},
    {"template", "ひな型"},
    {"training", "訓練"},
    {"triage", "トリアージ"},
    {"triage criteria", "トリアージ基準"},
    {"triaged", "トリアージ済み"},
    {"unauthorised_access", "不正アクセス"},
    {"voluntary", "任意提出"},
    {"vulnerability", "脆弱性"},
    {"waive-review", "事後見直しの免除"},
    {"warrant", "令状"},
};

}  // namespace

std::string shown_word(const std::string& word, const std::string& language) {
  const Word* found =
      std::lower_bound(std::begin(kWords), std::end(kWords), word,
                       [](const Word& each, const std::string& of) { return each.word < of; });
  const bool known = language == "ja" && found != std::end(kWords) && found->word == word;
  return known ? std::string(found->ja) : word;
}

}  // namespace legal
