// SPDX-License-Identifier: Apache-2.0
// F01 to F18: what the item is, how it was collected and copied, and what is known of the means.
#include <algorithm>

#include "custody/reference.h"
#include "legal/fact.h"

namespace legal {

using core::json::Value;

namespace {

using Entry = custody::Entry;

/// Finished acquisitions of the item that nothing overtook, newest last.
const Entry* finished(const ItemCase& item) { return item.newest("acquisition_finished"); }
const Entry* started(const ItemCase& item) { return item.newest("acquisition_started"); }

/// The comparison of the newest finished acquisition; null when there is none.
const Entry* compared(const ItemCase& item) {
  const Entry* last = finished(item);
  const Entry* check = item.newest("image_verified");
  return last != nullptr && check != nullptr && check->number > last->number ? check : nullptr;
}

std::string digest_words(const Value* digests) {
  std::string out;
  for (const char* name : {"sha256", "sha1", "md5"}) {
    if (const auto text = digests == nullptr ? std::nullopt : digests->text_of(name)) {
      out += (out.empty() ? "" : ", ") + std::string(name) + " " + *text;
    }
  }
  return out;
}

Fact f01(const ItemCase& item) {
  std::vector<std::uint64_t> entries;
  for (const char* type : {"thing_registered", "image_registered"}) {
    for (const Entry* entry : item.of(type)) {
      entries.push_back(entry->number);
    }
  }
  return entries.empty()
             ? Fact{}
             : recorded(entries, item.item() + " of " + item.thing(), item.thing() + " の " + item.item());
}

Fact f02(const ItemCase& item) {
  const auto things = item.of("thing_registered");
  if (things.empty() || item.view().text(things[0]->number, "body.description").empty()) {
    return late_fact(item, "F02");
  }
  std::vector<std::uint64_t> entries = {things[0]->number};
  if (const Entry* start = started(item)) {
    entries.push_back(start->number);
  }
  const std::string text = item.view().text(things[0]->number, "body.description");
  return recorded(entries, text, text);
}

Fact f03(const ItemCase& item) {
  const auto things = item.of("thing_registered");
  const auto has = [&](const char* path) {
    return !things.empty() && things[0]->body().at_path(path) != nullptr;
  };
  if (!has("collected.at") || !has("collected.by") || !has("collected.place") || !has("power")) {
    return late_fact(item, "F03");
  }
  const std::string text = things[0]->body().text_of("power").value_or("") + ", " +
                           item.view().text(things[0]->number, "body.collected.place") + ", " +
                           things[0]->body().at_path("collected.at")->string()->substr(0, 16) + "Z, " +
                           item.view().text(things[0]->number, "body.collected.by");
  return recorded({things[0]->number}, text, text);
}

/// Authorities for the case or the item.
std::vector<Record> authorities(const ItemCase& item, bool consent_only) {
  std::vector<Record> out;
  for (const auto& [id, row] : item.records().ledger().store().list("authority", "")) {
    const auto number = static_cast<std::uint64_t>(row.integer_of("entry").value_or(0));
    const Entry& entry = item.records().entry(number);
    const bool here = entry.about.empty() || entry.is_about(item.item()) || entry.is_about(item.thing());
    const std::string kind = entry.body().text_of("kind").value_or("");
    if (here && (!consent_only || kind == "consent" || kind == "voluntary")) {
      out.push_back({number, "authority_recorded", "", "", false, false});
    }
  }
  for (const Record& record : item.records().of("authority_recorded")) {
    const std::string kind = item.records().text(record, "kind");
    if (record.is_private && (!consent_only || kind == "consent" || kind == "voluntary")) {
      out.push_back(record);
    }
  }
  return out;
}

/// Contradictory where every authority had ended before the collection.
Fact of_authorities(const ItemCase& item, const std::vector<Record>& found) {
  if (found.empty()) {
    return {};
  }
  const auto starts = item.of("acquisition_started");
  std::vector<std::uint64_t> live, ended;
  std::string words;
  for (const Record& record : found) {
    const auto expires = item.records().time(record, "expires");
    const bool late = expires && std::any_of(starts.begin(), starts.end(),
                                             [&](const Entry* start) { return start->time > *expires; });
    (late ? ended : live).push_back(record.number);
    words += (words.empty() ? "" : "; ") + item.records().text(record, "kind") + ", " +
             item.records().text(record, "issuer") + ", " + item.records().text(record, "scope");
  }
  if (live.empty()) {
    return against(ended, "the authority had ended before the collection: " + words,
                   "収集時に権限の期限が切れていた：" + words);
  }
  return recorded(live, words, words);
}

/// Contradictory where the item was collected and every authority of the case names others: collected outside of its scope.
Fact of_others(const ItemCase& item) {
  if (item.of("acquisition_started").empty()) {
    return {};
  }
  std::vector<std::uint64_t> entries;
  std::string others;
  for (const auto& [id, row] : item.records().ledger().store().list("authority", "")) {
    const Entry& entry =
        item.records().entry(static_cast<std::uint64_t>(row.integer_of("entry").value_or(0)));
    entries.push_back(entry.number);
    for (const custody::About& about : entry.about) {
      others += (others.empty() ? "" : ", ") + about.id;
    }
  }
  return entries.empty() ? Fact{}
                         : against(entries, "collected outside of the scope: the authorities name " + others,
                                   "権限の範囲外の収集：記録された権限の対象は" + others);
}

Fact f04(const ItemCase& item) {
  const auto found = authorities(item, false);
  return or_late(found.empty() ? of_others(item) : of_authorities(item, found), item, "F04");
}
Fact f05(const ItemCase& item) { return or_late(of_authorities(item, authorities(item, true)), item, "F05"); }
Fact f06(const ItemCase& item) { return late_fact(item, "F06"); }

Fact f07(const ItemCase& item) {
  const Entry* start = started(item);
  if (start == nullptr) {
    return late_fact(item, "F07");
  }
  const std::string tool = start->object.at_path("tool.name")->string() == nullptr
                               ? ""
                               : *start->object.at_path("tool.name")->string() + " " +
                                     start->object.at_path("tool.version")->string()->c_str();
  const std::string text = tool + ": " + item.view().text(start->number, "body.command");
  return recorded({start->number}, text, text);
}

bool held_read_only(const Entry& entry) {
  const Value* flag = entry.body().at_path("source.read_only");
  return flag != nullptr && flag->boolean() != nullptr && *flag->boolean();
}

/// Each time that reading of the source began: a device that was unplugged meanwhile has lost the kernel's flag.
Fact f08(const ItemCase& item) {
  const Entry* start = started(item);
  std::vector<std::uint64_t> held, not_held;
  if (start != nullptr) {
    (held_read_only(*start) ? held : not_held).push_back(start->number);
    for (const Entry* again : item.of("acquisition_resumed")) {
      if (again->number > start->number) {
        (held_read_only(*again) ? held : not_held).push_back(again->number);
      }
    }
  }
  if (!held.empty() && not_held.empty()) {
    return recorded(held,
                    "the source was read-only, by the kernel's flag of a device or the mode of a file; "
                    "software, not a write blocker",
                    "読取専用（装置についてのカーネルの設定又はファイルの属性。ソフトウェアによるもので、書込"
                    "防止装置ではない）");
  }
  const Fact blocker = late_fact(item, "F47");
  Fact told = or_late(blocker.state == FactState::recorded ? blocker : Fact{}, item, "F08");
  if (told.state == FactState::recorded || held.empty()) {
    return told;
  }
  const std::size_t times = held.size() + not_held.size();
  held.insert(held.end(), not_held.begin(), not_held.end());
  std::sort(held.begin(), held.end());
  const std::string without = std::to_string(not_held.size()), of = std::to_string(times);
  return against(held,
                 "of " + of + " times that reading began, the source was not read-only " + without + " times",
                 "読取りを開始した" + of + "回のうち" + without + "回は、読取専用でなかった");
}

Fact f09(const ItemCase& item) {
  const Entry* end = finished(item);
  if (end == nullptr) {
    return late_fact(item, "F09");
  }
  const std::string bytes = std::to_string(end->body().integer_of("bytes").value_or(0));
  const std::string bad = std::to_string(*end->body().at_path("unreadable.count")->integer());
  return recorded({end->number}, bytes + " bytes from offset 0; unreadable ranges: " + bad,
                  "先頭から" + bytes + "バイト、読取不能範囲" + bad + "件");
}

Fact f10(const ItemCase& item) {
  const Entry* end = finished(item);
  if (end == nullptr) {
    return {};
  }
  const std::string words = digest_words(end->body().find("digests"));
  return words.empty() ? Fact{} : recorded({end->number}, words, words);
}

/// The import that the newest image of the item came by; null when it was acquired here. It says nothing of the reading of the
/// source.
const Entry* imported(const ItemCase& item) {
  const Entry* last = item.newest_image();
  return last != nullptr && last->type == "image_imported" ? last : nullptr;
}

Fact f11(const ItemCase& item) {
  if (const Entry* import = imported(item)) {
    const std::string digests = digest_words(import->body().find("digests"));
    return digests.empty() ? Fact{}
                           : recorded({import->number}, "at the import: " + digests, "取込み時：" + digests);
  }
  const Entry* check = compared(item);
  const std::string words = check == nullptr ? "" : digest_words(check->body().find("digests"));
  return words.empty() ? Fact{} : recorded({check->number}, words, words);
}

/// Contradictory where what the image stores is not what its data give; otherwise nothing was compared with data as read.
Fact comparison_of_import(const Entry& import) {
  for (const char* name : {"md5", "sha1"}) {
    const Value* stored = import.body().at_path(std::string("stored.") + name);
    const Value* computed = import.body().at_path(std::string("digests.") + name);
    if (stored != nullptr && computed != nullptr && *stored != *computed) {
      return against({import.number}, "the digest that the imported image stores is not that of its data",
                     "取り込んだイメージに格納されたハッシュ値が、そのデータのハッシュ値と一致しなかった");
    }
  }
  return {};
}

Fact f12(const ItemCase& item) {
  if (const Entry* import = imported(item)) {
    return comparison_of_import(*import);
  }
  const Entry* check = compared(item);
  if (check == nullptr) {
    return {};
  }
  const Entry* end = finished(item);
  if (end == nullptr) {
    return {};
  }
  if (!check->body().boolean_of("match").value_or(false)) {
    return against({end->number, check->number}, "the image, read back, differs from the data as read",
                   "読み戻した複製が読取時のデータと一致しなかった");
  }
  return recorded({end->number, check->number},
                  "equal; compared by " + item.view().person(check->signers.front().key),
                  "一致。照合者：" + item.view().person(check->signers.front().key));
}

Fact f13(const ItemCase& item) {
  const Entry* end = finished(item);
  if (end == nullptr) {
    return late_fact(item, "F13");
  }
  std::vector<std::uint64_t> entries = {end->number};
  for (const Entry* failed : item.of("acquisition_failed")) {
    entries.push_back(failed->number);
  }
  const std::string failures = std::to_string(entries.size() - 1);
  const auto resumed = item.of("acquisition_resumed");
  for (const Entry* again : resumed) {
    entries.push_back(again->number);
  }
  std::sort(entries.begin(), entries.end());
  const std::string bad = std::to_string(*end->body().at_path("unreadable.count")->integer());
  const std::string times = std::to_string(resumed.size());
  return recorded(
      entries,
      "unreadable ranges: " + bad + "; failed attempts: " + failures + "; interrupted and gone on: " + times,
      "読取不能範囲：" + bad + "件、失敗した試行：" + failures + "件、中断後の再開：" + times + "回");
}

/// The steps stand in the ledger itself.
Fact f14(const ItemCase& item) {
  const Entry *start = started(item), *end = finished(item);
  if (start == nullptr || end == nullptr) {
    return late_fact(item, "F14");
  }
  std::vector<std::uint64_t> entries = {start->number, end->number};
  if (const Entry* check = compared(item)) {
    entries.push_back(check->number);
  }
  return recorded(entries, "start, finish and comparison stand in the ledger",
                  "開始・完了・照合が台帳に記録されている");
}

Fact f15(const ItemCase& item) {
  const Entry* start = started(item);
  Fact late = late_fact(item, "F15");
  if (start == nullptr || late.state != FactState::missing) {
    return late;
  }
  const bool synchronised = start->object.at_path("clock.synchronised")->boolean() != nullptr &&
                            *start->object.at_path("clock.synchronised")->boolean();
  return recorded(
      {start->number},
      std::string("libraries and clock are recorded; clock synchronised: ") + (synchronised ? "yes" : "no"),
      std::string("ライブラリと時計の状態が記録されている。時刻同期：") + (synchronised ? "有" : "無"));
}

/// A self-test of the very program that acquired.
Fact f16(const ItemCase& item) {
  const Entry* start = started(item);
  const Value* digest = start == nullptr ? nullptr : start->object.at_path("tool.digest");
  const std::string program = digest == nullptr || digest->string() == nullptr ? "" : *digest->string();
  Fact out;
  for (const Record& test : item.records().of("selftest_recorded")) {
    if (program.empty() || item.records().text(test, "program") != program) {
      continue;
    }
    const auto failed = item.records().integer(test, "failed").value_or(0);
    const std::string counts = std::to_string(item.records().integer(test, "passed").value_or(0)) +
                               " passed, " + std::to_string(failed) + " failed";
    const std::string ja = "成功" + std::to_string(item.records().integer(test, "passed").value_or(0)) +
                           "、失敗" + std::to_string(failed);
    out = failed > 0 ? against({test.number}, "a self-test of this program failed: " + counts,
                               "自己試験に失敗：" + ja)
                     : recorded({test.number}, "self-test of this program: " + counts,
                                "同一プログラムの自己試験：" + ja);
  }
  return or_late(out, item, "F16");
}

Fact f17(const ItemCase& item) { return late_fact(item, "F17"); }
Fact f18(const ItemCase& item) { return late_fact(item, "F18"); }

}  // namespace

std::vector<FactRule> acquisition_facts() {
  return {{"F01", {"number of the item, and its parent", "物件番号と親物件"}, &f01},
          {"F02", {"description of the item", "物件の説明"}, &f02},
          {"F03", {"collected by whom, when, where, in what state", "収集の者・日時・場所・状態"}, &f03},
          {"F04", {"authority to collect", "収集の権限"}, &f04},
          {"F05", {"consent", "同意"}, &f05},
          {"F06", {"scope and limits: what was left out, and why", "範囲と限界（除外したものと理由）"}, &f06},
          {"F07", {"method, tool, command and settings", "方法・ツール・コマンド・設定"}, &f07},
          {"F08", {"write protection", "書込防止"}, &f08},
          {"F09", {"range read", "読取範囲"}, &f09},
          {"F10", {"digest of the data as read", "読取時のハッシュ値"}, &f10},
          {"F11", {"digest of the image, computed again", "複製から再計算したハッシュ値"}, &f11},
          {"F12", {"comparison", "照合結果"}, &f12},
          {"F13", {"errors, gaps, anomalies", "誤り・欠落・異常"}, &f13},
          {"F14", {"log of the acquisition", "取得作業の記録"}, &f14},
          {"F15", {"workstation and its clock", "作業端末と時計"}, &f15},
          {"F16", {"test of the tool", "ツールの検証"}, &f16},
          {"F17", {"known limits of the method", "方法の既知の限界"}, &f17},
          {"F18", {"clock offset of the source", "対象機器の時計のずれ"}, &f18}};
}

}  // namespace legal
