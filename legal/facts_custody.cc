// SPDX-License-Identifier: Apache-2.0
// F19 to F27, F38, F40 and F44 to F49: what the ledger itself proves, custody, copies, and what was handed out.
#include <algorithm>

#include "custody/checkpoint.h"
#include "custody/gaps.h"
#include "custody/outsider_rows.h"
#include "legal/fact.h"

namespace legal {

namespace {

using Entry = custody::Entry;

std::vector<std::uint64_t> numbers_of(const ItemCase& item, const std::vector<const char*>& types) {
  std::vector<std::uint64_t> out;
  for (const char* type : types) {
    for (const Entry* entry : item.of(type)) {
      out.push_back(entry->number);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string count(std::size_t number) { return std::to_string(number); }

/// The size that a note's head names; 0 when it is no head.
std::uint64_t size_in(const std::string& note) {
  const auto end = note.find("\n\n");
  const auto head =
      end == std::string::npos ? std::nullopt : custody::Checkpoint::parse_head(note.substr(0, end + 1));
  return head ? head->size : 0;
}

/// A token over a head that covers the finish of the acquisition or the import, or the registration where nothing was acquired.
Fact f19(const ItemCase& item) {
  const Entry* end = item.newest_image();
  const Entry* since = end != nullptr ? end : item.newest("thing_registered");
  if (since == nullptr) {
    return {};
  }
  const std::uint64_t log = custody::log_index_of(since->number);
  for (const auto& stamp : custody::time_stamps(item.records().ledger().store().database(), log)) {
    const std::uint64_t size = size_in(stamp.note);
    if (stamp.reply && !stamp.renews && size > since->seq) {
      return recorded(
          {since->number},
          "time stamp over the head of size " + std::to_string(size) +
              "; whether the authority is qualified or "
              "accredited is not recorded",
          "サイズ" + std::to_string(size) + "のヘッドに対するタイムスタンプ。認定・適格の有無は未記録");
    }
  }
  return {};
}

/// A check of the whole case that somebody recorded.
Fact f20(const ItemCase& item) {
  for (const Entry* entry : item.of("accessed")) {
    if (entry->body().text_of("action") == "verified") {
      return recorded({entry->number}, "the ledger was checked, and the check recorded",
                      "台帳の検証が記録されている");
    }
  }
  return late_fact(item, "F20");
}

Fact f21(const ItemCase& item) {
  const Entry* end = item.newest_image();
  const Entry* signed_entry = end != nullptr ? end : item.newest("thing_registered");
  const auto key = signed_entry == nullptr
                       ? std::nullopt
                       : item.records().ledger().store().get("key", signed_entry->signers.front().key);
  if (!key || !key->integer_of("enrolled")) {
    return {};
  }
  const auto enrolled = static_cast<std::uint64_t>(*key->integer_of("enrolled"));
  const std::string who = item.view().person(signed_entry->signers.front().key);
  return recorded({enrolled, signed_entry->number}, "signed by " + who + ", enrolled in the case",
                  who + "の署名（登録された鍵による）");
}

const std::vector<const char*> kHandovers = {
    "transferred", "transferred_to_outside", "transferred_from_outside", "released", "received", "refused"};

Fact f22(const ItemCase& item) {
  const auto found = numbers_of(item, kHandovers);
  if (!found.empty()) {
    return recorded(found, "handovers recorded: " + count(found.size()),
                    "引渡しの記録：" + count(found.size()) + "件");
  }
  const auto registered = numbers_of(item, {"thing_registered"});
  return registered.empty()
             ? Fact{}
             : recorded(registered, "no handover; held by who registered it", "引渡しなし。登録者が保管");
}

Fact f23(const ItemCase& item) {
  const auto registered = numbers_of(item, {"thing_registered"});
  if (registered.empty()) {
    return {};
  }
  Fact out;
  for (const custody::Gap& gap : custody::find_gaps(item.records().ledger(), {item.newest_time(), false})) {
    if (gap.item == item.thing() && custody::is_of_holding(gap)) {
      out.state = FactState::contradictory;
      out.entries.insert(out.entries.end(), gap.entries.begin(), gap.entries.end());
      out.text.en += (out.text.en.empty() ? "" : "; ") + gap.text;
      out.text.ja += (out.text.ja.empty() ? "" : "；") + gap.text_ja;
    }
  }
  std::sort(out.entries.begin(), out.entries.end());
  return out.state == FactState::contradictory
             ? out
             : recorded(registered, "no interval without a recorded holder since the registration",
                        "登録以降、保管者不明の期間なし");
}

Fact f24(const ItemCase& item) {
  const auto found = numbers_of(item, {"moved", "seal_applied"});
  return found.empty() ? late_fact(item, "F24")
                       : recorded(found, "place or seal recorded", "保管場所または封印の記録あり");
}

Fact f25(const ItemCase& item) {
  const auto found = numbers_of(item, {"accessed"});
  if (!found.empty()) {
    return recorded(found, "accesses recorded: " + count(found.size()),
                    "アクセスの記録：" + count(found.size()) + "件");
  }
  const auto registered = numbers_of(item, {"thing_registered"});
  return registered.empty() ? Fact{} : recorded(registered, "no access is recorded", "アクセスの記録なし");
}

/// Comparisons beyond the first.
Fact f26(const ItemCase& item) {
  auto found = numbers_of(item, {"image_verified"});
  for (const Entry* entry : item.of("accessed")) {
    if (entry->body().text_of("action") == "verified") {
      found.push_back(entry->number);
    }
  }
  if (found.size() < 2) {
    return late_fact(item, "F26");
  }
  std::sort(found.begin(), found.end());
  found.erase(found.begin());
  return recorded(found, "compared again: " + count(found.size()), "再照合：" + count(found.size()) + "回");
}

Fact f27(const ItemCase& item) {
  const auto masters = numbers_of(item, {"acquisition_finished", "image_imported"});
  if (masters.empty()) {
    return late_fact(item, "F27");
  }
  auto all = masters;
  const auto copies = numbers_of(item, {"derived"});
  all.insert(all.end(), copies.begin(), copies.end());
  return recorded(all, "master with digest; copies and extracts with digests: " + count(copies.size()),
                  "ハッシュ値付きの原複製。作業用複製・抽出：" + count(copies.size()) + "件");
}

Fact f38(const ItemCase& item) {
  for (const Entry* entry : item.of("thing_registered")) {
    const std::string witness = item.view().text(entry->number, "body.collected.witness");
    if (!witness.empty()) {
      return recorded({entry->number}, witness, witness);
    }
  }
  return late_fact(item, "F38");
}

Fact f40(const ItemCase& item) {
  auto found = numbers_of(item, {"package_made", "transferred_to_outside"});
  for (const Record& record : item.records().of("sharing_recorded")) {
    found.push_back(record.number);
  }
  for (const auto& [id, row] : item.records().ledger().store().list("package", "")) {
    const auto number = static_cast<std::uint64_t>(row.integer_of("entry").value_or(0));
    if (item.records().entry(number).about.empty()) {
      found.push_back(number);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found.empty() ? late_fact(item, "F40")
                       : recorded(found, "disclosures recorded: " + count(found.size()),
                                  "開示の記録：" + count(found.size()) + "件");
}

Fact f44(const ItemCase& item) {
  const auto found = numbers_of(item, {"disposal_carried_out"});
  return found.empty() ? late_fact(item, "F44")
                       : recorded(found, "disposal or return recorded", "処分・返却の記録あり");
}

Fact f46(const ItemCase& item) {
  Fact late = late_fact(item, "F46");
  const Entry* start = item.newest("acquisition_started");
  if (late.state != FactState::missing || start == nullptr) {
    return late;
  }
  const std::string who = item.view().text(start->number, "body.examiner");
  return who.empty() ? late : recorded({start->number}, who, who);
}

template <int Number>
Fact told(const ItemCase& item) {
  return late_fact(item, "F" + std::to_string(Number));
}

}  // namespace

std::vector<FactRule> custody_facts() {
  return {{"F19", {"time stamp over the head of the log", "台帳ヘッドのタイムスタンプ"}, &f19},
          {"F20", {"check of the ledger", "台帳の検証"}, &f20},
          {"F21", {"who signed, and their key", "署名者と鍵"}, &f21},
          {"F22", {"handovers", "引渡し"}, &f22},
          {"F23", {"no gap in custody", "保管の連続性"}, &f23},
          {"F24", {"storage: place, access, seal", "保管場所・封印"}, &f24},
          {"F25", {"access after the acquisition", "取得後のアクセス"}, &f25},
          {"F26", {"later comparisons", "再照合"}, &f26},
          {"F27", {"master and copies", "原複製と複製の系統"}, &f27},
          {"F38", {"witness", "立会人"}, &f38},
          {"F40", {"disclosures", "開示の記録"}, &f40},
          {"F44", {"return, end of retention, destruction", "返却・保存期間の終了・廃棄"}, &f44},
          {"F45", {"handling before collection", "収集前の取扱い"}, &told<45>},
          {"F46", {"who carried out the work", "作業の実施者"}, &f46},
          {"F47", {"write blocker or bridge", "書込防止装置"}, &told<47>},
          {"F48", {"medium written to, and its check", "複製先媒体とその確認"}, &told<48>},
          {"F49", {"virtual or cloud source", "仮想・クラウドの取得元"}, &told<49>}};
}

}  // namespace legal
