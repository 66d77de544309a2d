// SPDX-License-Identifier: Apache-2.0
// F28 to F37, F39, F41 to F43: what only a person can say, and what was said.
#include <algorithm>

#include "custody/reference.h"
#include "legal/fact.h"

namespace legal {

namespace {

template <int Number>
Fact told(const ItemCase& item) {
  return late_fact(item, "F" + std::to_string(Number));
}

/// Records of a type that stand and are about the item or its images.
std::vector<std::uint64_t> about_item(const ItemCase& item, const char* type) {
  std::vector<std::uint64_t> out;
  for (const custody::Entry* entry : item.of(type)) {
    out.push_back(entry->number);
  }
  return out;
}

/// A procedure that was fixed, or one that was named for the item.
Fact f30(const ItemCase& item) {
  Fact late = late_fact(item, "F30");
  if (late.state != FactState::missing) {
    return late;
  }
  for (const Record& record : item.records().of("policy_fixed")) {
    if (item.records().text(record, "kind") == "procedure") {
      const std::string text =
          item.records().text(record, "name") + " " + item.records().text(record, "version");
      return recorded({record.number}, text + "; deviations are not recorded", text + "（逸脱は未記録）");
    }
  }
  return late;
}

/// Extracts and artifacts with their digests: what another person can repeat.
Fact f31(const ItemCase& item) {
  auto found = about_item(item, "derived");
  for (const custody::Entry* entry : item.of("artifact_recorded")) {
    if (entry->body().find("digest") != nullptr) {
      found.push_back(entry->number);
    }
  }
  return found.empty() ? late_fact(item, "F31")
                       : recorded(found, "steps with digests: " + std::to_string(found.size()),
                                  "ハッシュ値付きの手順：" + std::to_string(found.size()) + "件");
}

Fact f32(const ItemCase& item) {
  std::vector<std::uint64_t> standing, against;
  const auto& store = item.records().ledger().store();
  for (const custody::Entry* entry : item.of("artifact_linked")) {
    const Record record{entry->number, "artifact_linked", "", "", false, false};
    const std::string hash = custody::reference_to(item.records().ledger(), entry->number);
    const auto row = store.get("artifact_linked", hash);
    if (row && row->find("ended") == nullptr) {
      (entry->body().text_of("kind") == "contradicts" ? against : standing).push_back(record.number);
    }
  }
  const std::string en = "links: " + std::to_string(standing.size()) +
                         ", of them contradicted by: " + std::to_string(against.size());
  const std::string ja = "関連付け：" + std::to_string(standing.size()) + "件、反対の記録：" +
                         std::to_string(against.size()) + "件";
  if (standing.empty() && against.empty()) {
    return late_fact(item, "F32");
  }
  standing.insert(standing.end(), against.begin(), against.end());
  std::sort(standing.begin(), standing.end());
  return against.empty() ? recorded(standing, en, ja) : Fact{FactState::contradictory, standing, {en, ja}};
}

Fact f35(const ItemCase& item) {
  auto found = about_item(item, "restricted");
  found.erase(std::remove_if(found.begin(), found.end(),
                             [&](std::uint64_t number) {
                               return item.records().entry(number).body().text_of("kind") != "privilege";
                             }),
              found.end());
  return found.empty() ? late_fact(item, "F35")
                       : recorded(found, "restricted as privileged", "秘匿特権による制限");
}

/// Notices that were served and name a designation of the item.
Fact f41(const ItemCase& item) {
  const Records& records = item.records();
  const auto is_here = [&](const std::string& id) {
    return id == item.thing() ||
           std::find(item.images().begin(), item.images().end(), id) != item.images().end();
  };
  Fact out;
  for (const Record& notice : records.standing("intent_noticed")) {
    const auto served = records.time(notice, "served_at");
    for (const std::string& hash : records.texts(notice, "exhibits")) {
      const auto designation = records.find("exhibit_designated", hash);
      const auto items = designation ? records.items(*designation) : std::vector<std::string>{};
      if (served && std::any_of(items.begin(), items.end(), is_here)) {
        const std::string when = served->text(), to = records.text(notice, "party");
        out = recorded({notice.number, designation->number}, "notice served on " + to + ", " + when,
                       to + "への通知、" + when);
      }
    }
  }
  return or_late(out, item, "F41");
}

/// Training recorded in the readiness register counts for whoever it names; the item's own record comes first.
Fact f28(const ItemCase& item) {
  Fact late = late_fact(item, "F28");
  if (late.state != FactState::missing) {
    return late;
  }
  Fact out;
  for (const Record& record : item.records().standing("readiness_recorded")) {
    const auto expires = item.records().time(record, "expires");
    if (item.records().text(record, "register") == "training" &&
        (!expires || *expires > item.newest_time())) {
      out =
          recorded({record.number}, item.records().text(record, "name"), item.records().text(record, "name"));
    }
  }
  return out;
}

}  // namespace

std::vector<FactRule> person_facts() {
  return {{"F28", {"examiner: training and experience", "作業者の資格・経験"}, &f28},
          {"F29", {"interest and independence", "利害関係・独立性"}, &told<29>},
          {"F30", {"procedure and deviations", "手順書と逸脱"}, &f30},
          {"F31", {"steps that another can repeat", "第三者が再現できる手順"}, &f31},
          {"F32", {"links from artifact to what it is said to show", "証拠と主張事実の関連付け"}, &f32},
          {"F33", {"source system: how it makes the record", "記録を作成したシステム"}, &told<33>},
          {"F34", {"regular course of business", "業務の通常の過程"}, &told<34>},
          {"F35", {"privilege class and its basis", "秘匿特権の区分と根拠"}, &f35},
          {"F36", {"review of personal data", "個人データの確認"}, &told<36>},
          {"F37", {"statement of a person, or output of a machine", "人の供述か機械の出力か"}, &told<37>},
          {"F39", {"translation", "翻訳"}, &told<39>},
          {"F41", {"notice to the other side", "相手方への通知"}, &f41},
          {"F42", {"changes by a live acquisition", "稼働中取得による変更"}, &told<42>},
          {"F43", {"review by a second person", "第二者による確認"}, &told<43>}};
}

}  // namespace legal
