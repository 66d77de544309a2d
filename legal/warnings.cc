// SPDX-License-Identifier: Apache-2.0
#include "legal/warnings.h"

#include <algorithm>
#include <map>

namespace legal {

using core::json::Value;

namespace {

using Entry = custody::Entry;

bool is_recorded(const ItemCase& item, const char* number) {
  return item.fact(number).state == FactState::recorded;
}

bool weak_digest_only(const ItemCase& item) {
  const Entry* end = item.newest("acquisition_finished");
  return end != nullptr && end->body().at_path("digests.sha256") == nullptr;
}

bool no_comparison(const ItemCase& item) {
  const Entry* end = item.newest("acquisition_finished");
  const Entry* check = item.newest("image_verified");
  return end != nullptr && (check == nullptr || check->number < end->number);
}

bool has_import_faults(const Entry* import) {
  const Value* count = import->body().at_path("faults.count");
  return count != nullptr && *count != Value(0);
}

bool digest_mismatch(const ItemCase& item) {
  const auto checks = item.of("image_verified");
  const auto imports = item.of("image_imported");
  return std::any_of(imports.begin(), imports.end(), &has_import_faults) ||
         std::any_of(checks.begin(), checks.end(),
                     [](const Entry* check) { return !check->body().boolean_of("match").value_or(false); });
}

bool unreadable_ranges(const ItemCase& item) {
  auto ends = item.of("acquisition_finished");
  const auto imports = item.of("image_imported");
  ends.insert(ends.end(), imports.begin(), imports.end());
  return std::any_of(ends.begin(), ends.end(), [](const Entry* end) {
    const Value* count = end->body().at_path("unreadable.count");
    return count != nullptr && count->integer() != nullptr && *count->integer() > 0;
  });
}

/// Facts about the item that were recorded after its acquisition.
bool facts_recorded_later(const ItemCase& item) {
  const auto facts = item.of("fact_added");
  return std::any_of(facts.begin(), facts.end(), [](const Entry* fact) {
    const Value* after = fact->body().find("after");
    return (after != nullptr && after->array() != nullptr && !after->array()->empty()) ||
           fact->body().find("after_elsewhere") != nullptr;
  });
}

bool live_source(const ItemCase& item) {
  const Entry* start = item.newest("acquisition_started");
  const Value* mounts = start == nullptr ? nullptr : start->body().at_path("source.mounts");
  const auto named =
      start == nullptr ? std::vector<std::string>{} : item.view().texts(start->number, "body.source.mounts");
  return is_recorded(item, "F42") || (mounts != nullptr && !named.empty());
}

bool secrecy_runs(const ItemCase& item) {
  const auto requests = item.records().of("request_received");
  return std::any_of(requests.begin(), requests.end(), [&](const Record& request) {
    const auto until = item.records().time(request, "secrecy_until");
    return until && *until > item.newest_time();
  });
}

bool is_privileged(const ItemCase& item) {
  const auto marks = item.of("restricted");
  return std::any_of(marks.begin(), marks.end(),
                     [](const Entry* mark) { return mark->body().text_of("kind") == "privilege"; });
}

bool mentions_model(const ItemCase& item) {
  const auto& told = item.late("F37");
  return std::any_of(told.begin(), told.end(), [](const ItemCase::Late& late) {
    return late.value.find("model") != std::string::npos || late.value.find("モデル") != std::string::npos;
  });
}

struct Warning {
  Bilingual text;
  bool (*holds)(const ItemCase& item);
};

bool always(const ItemCase& /*item*/) { return true; }
bool lacks_authority(const ItemCase& item) { return !is_recorded(item, "F04"); }
bool lacks_clock_offset(const ItemCase& item) { return !is_recorded(item, "F18"); }
bool lacks_time_stamp(const ItemCase& item) { return !is_recorded(item, "F19"); }
bool has_gap(const ItemCase& item) { return !is_recorded(item, "F23"); }
bool lacks_data_review(const ItemCase& item) { return !is_recorded(item, "F36"); }
bool was_handled(const ItemCase& item) { return is_recorded(item, "F45"); }

const std::map<std::string, Warning>& table() {
  static const std::map<std::string, Warning> warnings = {
      {"authority_missing",
       {{"no authority that lasted through the collection is recorded", "収集時に有効な権限の記録がない"},
        &lacks_authority}},
      {"certificate_signed_abroad",
       {{"a certificate signed abroad: counsel first, and plan for live testimony",
         "国外で署名する証明書：弁護士に確認し、証人尋問に備える"},
        &always}},
      {"clock_offset_unknown",
       {{"the clock of the source was not compared", "対象機器の時計のずれが未記録"}, &lacks_clock_offset}},
      {"custody_gap",
       {{"custody shows an interval without a recorded holder", "保管者不明の期間がある"}, &has_gap}},
      {"digest_mismatch",
       {{"a comparison of an image failed; it stays recorded", "不一致となった照合が記録されている"},
        &digest_mismatch}},
      {"facts_recorded_later",
       {{"facts were recorded after the acquisition", "取得後に記録された事実がある"},
        &facts_recorded_later}},
      {"handled_before_collection",
       {{"the item was handled before it was collected", "収集前に取り扱われている"}, &was_handled}},
      {"ledger_not_qualified",
       {{"the ledger is no qualified electronic ledger", "この台帳は適格電子台帳ではない"}, &always}},
      {"live_source",
       {{"the source was in use while it was read", "稼働中の機器から取得されている"}, &live_source}},
      {"model_output",
       {{"the output of a model, without an expert", "モデルの出力（専門家なし）"}, &mentions_model}},
      {"no_comparison",
       {{"the newest image was not compared with the data as read",
         "最新の複製は読取時のデータと照合されていない"},
        &no_comparison}},
      {"personal_data_not_reviewed",
       {{"no review of personal data is recorded", "個人データの確認が未記録"}, &lacks_data_review}},
      {"personal_signature_needed",
       {{"a presumption rests on an electronic signature by the person, which a key of the ledger is not",
         "推定には本人の電子署名が必要であり、台帳の鍵はこれに当たらない"},
        &always}},
      {"privileged_material",
       {{"the item is restricted as privileged", "秘匿特権により制限されている"}, &is_privileged}},
      {"report_made_for_litigation",
       {{"a report written for this incident or for litigation is weak here",
         "この事案又は訴訟のために作成された報告書は、ここでは弱い"},
        &always}},
      {"secrecy_order_running", {{"a duty of secrecy runs", "秘密保持の期間中"}, &secrecy_runs}},
      {"time_not_proven",
       {{"no time stamp covers the acquisition", "取得を覆うタイムスタンプがない"}, &lacks_time_stamp}},
      {"unreadable_ranges",
       {{"parts of the source could not be read", "読取不能範囲がある"}, &unreadable_ranges}},
      {"weak_digest_only",
       {{"no SHA-256 was computed, only weaker digests", "SHA-256がなく、弱いハッシュ値のみ"},
        &weak_digest_only}},
  };
  return warnings;
}

}  // namespace

std::vector<Bilingual> warnings_of(const ItemCase& item, const Element& element) {
  std::vector<Bilingual> out;
  for (const std::string& name : element.warn_if) {
    const auto found = table().find(name);
    if (found != table().end() && found->second.holds(item)) {
      out.push_back(found->second.text);
    }
  }
  return out;
}

}  // namespace legal
