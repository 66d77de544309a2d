// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/brief.h"

#include <algorithm>
#include <map>

#include "legal/sharing/generalise.h"
#include "legal/sharing/pseudonym.h"

namespace legal {

namespace {

constexpr std::int64_t kDay = 86'400'000'000;

std::string day(core::UtcTime time) { return time.text().substr(0, 10); }

/// A word of the format in both languages; unknown words stay as they are.
std::string named(const std::string& word, const std::string& language) {
  static const std::map<std::string, Bilingual> words = {
      {"leak", {"leak of information", "情報漏えい"}},
      {"unauthorised_access", {"unauthorised access", "不正アクセス"}},
      {"system_failure", {"system failure", "システム障害"}},
      {"detected", {"detected, not triaged", "検知済み・トリアージ前"}},
      {"triaged", {"triaged, not assigned", "トリアージ済み・担当未定"}},
      {"responding", {"responding", "対応中"}},
      {"reviewed", {"reviewed", "事後見直し済み"}},
      {"closed", {"closed", "終結"}},
      {"critical", {"critical", "最優先"}},
      {"high", {"high", "高"}},
      {"medium", {"medium", "中"}},
      {"low", {"low", "低"}},
      {"technical", {"technical response", "技術的対応"}},
      {"management", {"management response", "マネジメント対応"}},
      {"legal", {"legal response", "法的対応"}}};
  const auto found = words.find(word);
  return found == words.end() ? word : found->second.in(language);
}

class Making {
 public:
  Making(const BriefFacts& facts, Anonymiser& anonymiser)
      : facts_(facts), anonymiser_(anonymiser), ja_(anonymiser.language() == "ja") {}

  std::vector<BriefSection> sections() {
    happened();
    state();
    impact();
    decisions();
    deadlines();
    unknown();
    return std::move(out_);
  }

 private:
  const std::string& lang() const { return anonymiser_.language(); }
  const char* colon() const { return ja_ ? "：" : ": "; }
  std::string in(const char* en, const char* ja) const { return ja_ ? ja : en; }

  void begin(const char* id, const Bilingual& heading) { out_.push_back({id, heading, {}}); }
  void say(const std::string& text, const std::vector<std::string>& entries) {
    out_.back().statements.push_back({text, entries});
  }

  bool allowed(const BriefText& text) const {
    const auto& parts = anonymiser_.profile().texts;
    return text.part == "asked" || std::find(parts.begin(), parts.end(), text.part) != parts.end();
  }

  void say_texts(const std::vector<std::string>& parts) {
    for (const BriefText& text : facts_.texts) {
      if (std::find(parts.begin(), parts.end(), text.part) != parts.end() && allowed(text)) {
        const std::string when = text.at ? day(*text.at) + (ja_ ? " " : ", ") : "";
        say(when + text.lead.in(lang()) + colon() + anonymiser_.text(text.words),
            text.entry.empty() ? std::vector<std::string>{} : std::vector{text.entry});
      }
    }
  }

  std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
      out += (out.empty() ? "" : in(", ", "、")) + anonymiser_.text(named(word, lang()));
    }
    return out;
  }

  void happened() {
    begin("happened", {"What happened", "事案の概要"});
    say(in("opened on ", "受付・開始日：") + day(facts_.opened_at), {facts_.opened});
    if (!facts_.view.families.empty()) {
      say(in("kind of incident: ", "事案の種類：") + joined(facts_.view.families), {facts_.triaged});
    }
    if (!facts_.view.categories.empty()) {
      say(in("category: ", "分類：") + joined(facts_.view.categories), {facts_.triaged});
    }
    say_texts({"title", "reports"});
  }

  void state() {
    begin("state", {"State of the response", "対応の状況"});
    say(in("state: ", "状況：") + named(facts_.view.state, lang()), {facts_.opened});
    if (!facts_.view.priority.empty()) {
      say(in("priority: ", "優先度：") + named(facts_.view.priority, lang()), {facts_.triaged});
    }
    std::vector<std::string> responses = facts_.responses;
    std::sort(responses.begin(), responses.end());
    responses.erase(std::unique(responses.begin(), responses.end()), responses.end());
    if (!responses.empty()) {
      say(in("assigned to: ", "担当：") + joined(responses), {facts_.opened});
    }
    say_texts({"actions", "findings", "improvements"});
  }

  void impact() {
    begin("impact", {"Impact", "影響"});
    std::map<std::string, std::vector<std::string>> classes;
    for (const BriefThing& thing : facts_.things) {
      classes[class_of_thing(thing.description).in(lang())].push_back(thing.entry);
    }
    const auto& counts = anonymiser_.profile().counts;
    for (const auto& [name, entries] : classes) {
      say(in("evidence linked from: ", "関連する証拠の所在：") + name + in(", number: ", "、数：") +
              band_of(static_cast<std::int64_t>(entries.size()), counts).in(lang()),
          entries);
    }
    for (const BriefNumber& figure : facts_.figures) {
      say(anonymiser_.text(figure.name) + colon() + band_of(figure.value, counts).in(lang()) + " " +
              anonymiser_.text(figure.unit),
          {figure.entry});
    }
    std::map<std::string, std::pair<std::int64_t, std::vector<std::string>>> sums;
    for (const BriefNumber& loss : facts_.losses) {
      auto& [sum, entries] = sums[loss.unit];
      sum = loss.value > INT64_MAX - sum ? INT64_MAX : sum + loss.value;
      entries.push_back(loss.entry);
    }
    for (const auto& [currency, sum] : sums) {
      say(in("losses recorded so far: ", "記録済みの損害：") +
              sum_band(sum.first, currency, anonymiser_.profile().sums).in(lang()),
          sum.second);
    }
  }

  void decisions() {
    begin("decisions", {"Options and decisions", "選択肢と判断"});
    say_texts({"asked", "decisions"});
  }

  void deadlines() {
    begin("deadlines", {"Deadlines", "期限"});
    for (const BriefFacts::Due& due : facts_.deadlines) {
      std::string line = due.stage + " (" + due.title.in(lang()) + ", " + due.name.in(lang()) + ")" +
                         colon() + words_of(due.state).in(lang());
      if (due.due && (due.state == ClockState::runs || due.state == ClockState::overdue)) {
        const std::int64_t left = (due.due->micros - facts_.as_of.micros) / kDay;
        line += in(", due on ", "、期限日 ") + day(*due.due) +
                in(", whole days left: ", "、残り日数（丸一日単位）：") +
                std::to_string(std::max<std::int64_t>(left, 0));
      }
      say(line + (due.unconfirmed ? in(", date not confirmed by counsel", "、期日は弁護士未確認") : ""),
          {due.entry});
    }
  }

  void missing(bool is, const char* en, const char* ja) {
    if (is) {
      say(in(en, ja), {});
    }
  }

  void unknown() {
    begin("unknown", {"Not known, or not recorded", "不明・未記録の事項"});
    const IncidentView& view = facts_.view;
    missing(facts_.triaged.empty(), "the incident is not triaged", "トリアージが行われていない");
    missing(view.families.empty(), "the kind of incident is not recorded", "事案の種類が記録されていない");
    missing(facts_.responses.empty(), "nobody is assigned", "担当が割り当てられていない");
    missing(view.artifacts == 0, "no evidence is linked to the incident", "証拠が関連付けられていない");
    missing(facts_.figures.empty(), "how many are affected is not recorded",
            "影響を受けた数が記録されていない");
    missing(facts_.losses.empty(), "no loss is recorded", "損害が記録されていない");
    missing(facts_.deadlines.empty(), "no event that starts a legal clock is recorded",
            "法定期限の起算となる事由が記録されていない");
    missing(std::any_of(facts_.deadlines.begin(), facts_.deadlines.end(),
                        [](const BriefFacts::Due& due) { return due.state == ClockState::no_date; }),
            "a duty gives no date; see the deadlines", "期日の定まらない義務がある（期限の項参照）");
    missing(view.state != "reviewed" && view.state != "closed", "the incident is not reviewed yet",
            "事後見直しが行われていない");
    if (out_.back().statements.empty()) {
      say(in("nothing that the record asks for is missing", "記録上の欠落はない"), {});
    }
  }

  const BriefFacts& facts_;
  Anonymiser& anonymiser_;
  bool ja_;
  std::vector<BriefSection> out_;
};

}  // namespace

Brief make_brief(const BriefFacts& facts, Anonymiser& anonymiser, core::ByteView salt) {
  Brief out{facts.incident,  anonymiser.language(), anonymiser.profile().body,
            series_of(salt), day(facts.as_of),      {}};
  out.sections = Making(facts, anonymiser).sections();
  return out;
}

std::vector<Residue> residues_of(const Brief& brief, const Anonymiser& anonymiser) {
  std::vector<Residue> out = anonymiser.residues("incident", brief.incident);
  const auto add = [&](std::vector<Residue> found) { out.insert(out.end(), found.begin(), found.end()); };
  add(anonymiser.residues("body", brief.body));
  for (const BriefSection& section : brief.sections) {
    for (std::size_t i = 0; i < section.statements.size(); ++i) {
      const BriefStatement& statement = section.statements[i];
      std::string where = section.id + ", statement " + std::to_string(i + 1);
      for (const std::string& entry : statement.entries) {
        where += ", entry " + entry;
      }
      add(anonymiser.residues(where, statement.text));
      if (section.id != "deadlines") {
        add(anonymiser.host_like(where, statement.text));
      }
    }
  }
  return out;
}

}  // namespace legal
