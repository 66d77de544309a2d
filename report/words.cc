// SPDX-License-Identifier: Apache-2.0
#include "report/words.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace report {

namespace {

struct Word {
  std::string_view word, ja;
};
/// By word, so that it can be looked up.
constexpr Word kWords[] = {
    {"active", "能動"},
    {"administrator", "管理者"},
    {"approving", "承認者"},
    {"auditor", "監査者"},
    {"author", "作成者"},
    {"authority", "権限"},
    {"broken", "破損"},
    {"carrier", "複製先媒体"},
    {"certain", "確実"},
    {"closed", "終結"},
    {"consent", "同意"},
    {"contact", "連絡先"},
    {"context", "背景"},
    {"continues", "継続"},
    {"contract", "契約"},
    {"contradicts", "矛盾する"},
    {"copied", "複製"},
    {"copy", "写し"},
    {"counsel", "法務担当（弁護士）"},
    {"critical", "最優先"},
    {"custodian", "保管担当者"},
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
    {"examiner", "解析担当者"},
    {"exercise", "演習"},
    {"exercise plan", "演習計画"},
    {"exported", "書出し"},
    {"extended", "復旧の見込みが立たない"},
    {"extract", "抽出物"},
    {"failed", "失敗"},
    {"faults found", "異常あり"},
    {"file", "ファイル"},
    {"finished", "完了"},
    {"high", "高"},
    {"incident", "インシデント"},
    {"inquiry", "照会"},
    {"intact", "異常なし"},
    {"item", "物件全体"},
    {"key ceremony", "鍵の生成・管理手続"},
    {"leak", "情報漏えい"},
    {"ledger and file names", "台帳及びファイル名"},
    {"ledger only", "台帳のみ"},
    {"legal", "法務"},
    {"legal-lead", "法務責任者"},
    {"locked", "ロックあり"},
    {"log line", "ログの行"},
    {"low", "低"},
    {"made", "発信"},
    {"management", "マネジメント"},
    {"matches", "一致"},
    {"medium", "中"},
    {"memory finding", "メモリ上の所見"},
    {"mismatch", "不一致"},
    {"mounted", "マウント"},
    {"nda", "秘密保持契約"},
    {"no fault found", "異常は検出されず"},
    {"none", "回答なし"},
    {"not checked", "照合せず"},
    {"not known", "不明"},
    {"not permitted", "許容されない"},
    {"not recoverable", "復旧不能"},
    {"not required", "通知不要と判断"},
    {"not stated", "記載なし"},
    {"off", "オフ"},
    {"on", "オン"},
    {"order", "命令"},
    {"organisation", "組織体制"},
    {"original", "原本"},
    {"other", "その他"},
    {"outside-counsel", "外部弁護士"},
    {"ownership", "所有"},
    {"paper", "書面"},
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
    {"receiving", "受領者"},
    {"regular", "通常の手段で復旧可能"},
    {"related", "関連"},
    {"release-statement", "公表文の公開"},
    {"releasing", "引渡者"},
    {"respond", "対応"},
    {"responder", "初動対応者"},
    {"responding", "対応中"},
    {"reviewed", "見直し済み"},
    {"seizure", "差押え"},
    {"self-test", "自己試験"},
    {"sent", "通知済み"},
    {"sharing", "情報共有協定"},
    {"sharing profile", "共有プロファイル"},
    {"source", "証拠源（原媒体）"},
    {"standby", "スタンバイ"},
    {"started", "開始済み"},
    {"statute", "法令"},
    {"supplemented", "追加の手段で復旧可能"},
    {"system", "システム時計"},
    {"system_failure", "システム障害"},
    {"technical", "技術"},
    {"template", "ひな型"},
    {"training", "訓練"},
    {"triage", "トリアージ"},
    {"triage criteria", "トリアージ基準"},
    {"triaged", "トリアージ済み"},
    {"unauthorised_access", "不正アクセス"},
    {"unlocked", "ロックなし"},
    {"verified", "照合"},
    {"viewed", "閲覧"},
    {"voluntary", "任意提出"},
    {"vulnerability", "脆弱性"},
    {"waive-review", "事後見直しの免除"},
    {"warrant", "令状"},
    {"whole image", "イメージ全体"},
    {"witness", "立会人"},
    {"working copy", "作業用複製"},
};

/// What entries of a type record, by type.
constexpr Word kTypes[] = {
    {"accessed", "取扱いの記録"},
    {"acquisition_failed", "取得の失敗"},
    {"acquisition_finished", "取得の完了"},
    {"acquisition_started", "取得の開始"},
    {"action_recorded", "対応の記録"},
    {"advice_recorded", "助言の記録"},
    {"agreement_ended", "合意の終了"},
    {"agreement_recorded", "合意の記録"},
    {"artifact_linked", "インシデントへの関連付け"},
    {"artifact_recorded", "痕跡の記録"},
    {"assessment_recorded", "対照結果の記録"},
    {"authority_recorded", "権限の記録"},
    {"awareness_recorded", "覚知の記録"},
    {"brief_made", "匿名化した報告書の作成"},
    {"case_opened", "事案の開始"},
    {"case_setting", "事案の設定"},
    {"conflict_resolved", "競合の解決"},
    {"contact_recorded", "連絡の記録"},
    {"continued", "記録の継続"},
    {"corrected", "訂正"},
    {"decision_addendum", "意思決定の補足"},
    {"decision_recorded", "意思決定の記録"},
    {"delegation_ended", "委任の終了"},
    {"delegation_recorded", "委任の記録"},
    {"derived", "複製・抽出物の登録"},
    {"disclosure_erased", "開示値の消去"},
    {"disposal_approved", "処分の承認"},
    {"disposal_asked", "処分の申請"},
    {"disposal_carried_out", "処分の実施"},
    {"document_issued", "文書の発行"},
    {"element_set_aside", "要件の適用除外"},
    {"exercise_ended", "演習の終了"},
    {"exercise_improvement_recorded", "演習の改善事項"},
    {"exercise_started", "演習の開始"},
    {"exhibit_designated", "書証番号の指定"},
    {"fact_added", "事実の追記"},
    {"figure_recorded", "数値の記録"},
    {"hold_lifted", "保全措置の解除"},
    {"hold_notice_acknowledged", "証拠保存通知の確認"},
    {"hold_notice_recorded", "証拠保存通知"},
    {"hold_notice_released", "証拠保存通知の解除"},
    {"hold_placed", "保全措置"},
    {"image_registered", "イメージの登録"},
    {"image_verified", "イメージの照合"},
    {"impact_recorded", "影響及び原因の記録"},
    {"imported", "取込み"},
    {"improvement_done", "改善の完了"},
    {"improvement_recorded", "改善項目の記録"},
    {"incident_assigned", "インシデントの割当て"},
    {"incident_closed", "インシデントの終結"},
    {"incident_opened", "インシデントの登録"},
    {"incident_related", "インシデントの関連付け"},
    {"incident_reviewed", "インシデントの事後見直し"},
    {"incident_triaged", "インシデントのトリアージ"},
    {"indicator_recorded", "痕跡情報の記録"},
    {"inject_delivered", "演習の状況付与"},
    {"intake_recorded", "報告の受付"},
    {"intent_noticed", "証拠提出の予告"},
    {"key_enrolled", "鍵の登録"},
    {"key_revoked", "鍵の失効"},
    {"key_rotated", "鍵の更新"},
    {"log_opened", "ログの開始"},
    {"loss_recorded", "損害の記録"},
    {"mapping_opened", "仮名対応表の開封"},
    {"moved", "移動"},
    {"noted", "付記"},
    {"notification_recorded", "通知の記録"},
    {"observation_recorded", "所見の記録"},
    {"outside_review_recorded", "外部確認の記録"},
    {"package_made", "証拠一式の作成"},
    {"package_received", "証拠一式の受領"},
    {"package_withheld", "証拠一式の非開示"},
    {"policy_fixed", "規程の確定"},
    {"private", "非公開の記録"},
    {"readiness_recorded", "備えの記録"},
    {"received", "受領"},
    {"referral_prepared", "捜査機関への申告の準備"},
    {"refused", "受領拒否"},
    {"release_withdrawn", "引渡しの撤回"},
    {"released", "引渡し（受領待ち）"},
    {"request_answered", "要請への回答"},
    {"request_received", "要請の受領"},
    {"restored", "復元"},
    {"restricted", "取扱制限"},
    {"restriction_lifted", "取扱制限の解除"},
    {"review_asked", "文書確認の依頼"},
    {"review_done", "文書確認"},
    {"role_granted", "役割の付与"},
    {"role_withdrawn", "役割の取消し"},
    {"rules_confirmed", "ルールの確認"},
    {"seal_applied", "封印"},
    {"seal_broken", "封印の解除又は破損"},
    {"selftest_recorded", "自己試験の記録"},
    {"sharing_recorded", "情報共有の記録"},
    {"statement_drafted", "公表文案"},
    {"statement_released", "公表"},
    {"statement_reviewed", "公表文の確認"},
    {"suspect_named", "被疑者の記録"},
    {"thing_registered", "物件の登録"},
    {"transferred", "引渡し及び受領"},
    {"transferred_from_outside", "外部からの受領"},
    {"transferred_to_outside", "外部への引渡し"},
    {"use_released", "利用の許可"},
};

template <std::size_t n>
const Word* find(const Word (&table)[n], const std::string& word) {
  const Word* found =
      std::lower_bound(std::begin(table), std::end(table), word,
                       [](const Word& each, const std::string& of) { return each.word < of; });
  return found != std::end(table) && found->word == word ? found : nullptr;
}

}  // namespace

std::string shown_word(const std::string& word, const std::string& language) {
  const Word* found = language == "ja" ? find(kWords, word) : nullptr;
  return found == nullptr ? word : std::string(found->ja);
}

std::string shown_type(const std::string& type, const std::string& language) {
  if (const Word* found = language == "ja" ? find(kTypes, type) : nullptr) {
    return std::string(found->ja);
  }
  std::string words = type;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string shown_phrases(const std::string& text, const std::string& language) {
  if (language != "ja") {
    return text;
  }
  constexpr std::string_view kBetween = "; ";
  std::string out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(kBetween, at), text.size());
    out += (at == 0 ? "" : "；") + shown_word(text.substr(at, end - at), language);
    at = end + kBetween.size();
  }
  return out;
}

}  // namespace report
