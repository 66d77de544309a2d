// SPDX-License-Identifier: Apache-2.0
#include "legal/timeline.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/error.h"
#include "core/text.h"
#include "legal/forms/form.h"
#include "report/csv.h"

namespace legal {

namespace {

/// How a type shows in a timeline.
struct Shown {
  Bilingual title;
  const char* track;
  const char* at;  // member with the time it happened; null: when it was recorded
  std::vector<const char*> words;
};

const std::map<std::string, Shown>& shown_types() {
  static const std::map<std::string, Shown> types = {
      {"intake_recorded", {{"report", "報告の受付"}, "detect", "received_at", {"kind", "source", "text"}}},
      {"incident_triaged",
       {{"triaged", "トリアージ"},
        "triage",
        nullptr,
        {"priority", "families", "categories", "reason", "override"}}},
      {"incident_assigned", {{"assigned", "割当て"}, "triage", nullptr, {"response", "owner"}}},
      {"incident_related", {{"related", "関連付け"}, "triage", nullptr, {"kind", "other", "reason"}}},
      {"action_recorded", {{"action", "対応"}, "respond", "taken_at", {"name", "text", "override"}}},
      {"decision_recorded",
       {{"decision", "意思決定"}, "respond", "decided_at", {"question", "decision", "decider"}}},
      {"decision_addendum", {{"addendum", "補足"}, "respond", nullptr, {"text"}}},
      {"artifact_linked",
       {{"evidence linked", "証拠の関連付け"}, "evidence", nullptr, {"kind", "shows", "confidence"}}},
      {"indicator_recorded",
       {{"indicator", "痕跡情報"}, "evidence", "first_seen", {"kind", "value", "confidence", "note"}}},
      {"brief_made", {{"anonymised brief", "匿名化報告"}, "legal", nullptr, {"lang"}}},
      {"mapping_opened", {{"pseudonyms opened", "仮名対応の開封"}, "legal", nullptr, {"reason"}}},
      {"advice_recorded", {{"advice", "助言"}, "legal", nullptr, {"action", "answer", "question"}}},
      {"review_asked", {{"review asked", "文書確認の依頼"}, "legal", "prepared_at", {"title"}}},
      {"review_done", {{"reviewed", "文書確認"}, "legal", nullptr, {"outcome"}}},
      {"statement_drafted", {{"statement drafted", "公表文案"}, "legal", nullptr, {"title"}}},
      {"statement_reviewed", {{"statement reviewed", "公表文の確認"}, "legal", nullptr, {"changes"}}},
      {"statement_released", {{"statement released", "公表"}, "legal", nullptr, {"channel"}}},
      {"figure_recorded", {{"figure", "数値"}, "respond", nullptr, {"name", "value", "unit"}}},
      {"loss_recorded", {{"loss", "損害"}, "respond", nullptr, {"amount", "currency", "basis"}}},
      {"contact_recorded", {{"contact", "連絡"}, "legal", "at", {"direction", "party", "agency", "text"}}},
      {"request_received",
       {{"request received", "要請の受領"}, "legal", "received_at", {"kind", "authority", "items"}}},
      {"request_answered", {{"request answered", "要請への回答"}, "legal", "at", {"reason"}}},
      {"awareness_recorded", {{"awareness", "覚知"}, "detect", "at", {"event", "text"}}},
      {"notification_recorded", {{"notification", "通知"}, "legal", "at", {"duty", "decision", "reason"}}},
      {"sharing_recorded", {{"shared", "情報共有"}, "legal", nullptr, {"party", "purpose"}}},
      {"incident_reviewed", {{"reviewed", "事後見直し"}, "review", nullptr, {"findings"}}},
      {"improvement_recorded", {{"improvement", "改善項目"}, "review", nullptr, {"kind", "text", "owner"}}},
      {"improvement_done", {{"improvement done", "改善の完了"}, "review", nullptr, {"text"}}},
      {"incident_closed", {{"closed", "終結"}, "review", nullptr, {"reason", "waiver"}}},
  };
  return types;
}

std::string words_of(const Records& records, const Record& record, const std::vector<const char*>& members) {
  std::string out;
  for (const char* member : members) {
    std::string text = records.text(record, member);
    if (const auto number = records.integer(record, member)) {
      text = std::to_string(*number);
    }
    out += text.empty() ? "" : (out.empty() ? "" : ": ") + text;
  }
  return out;
}

class Timeline {
 public:
  Timeline(const Records& records, const std::string& incident, bool with_private)
      : records_(records), incident_(incident), with_private_(with_private) {}

  std::vector<Happening> run(std::uint64_t opened) {
    add(opened, "incident_opened", {"opened", "発生の登録"}, "detect", std::nullopt,
        records_.view().text(opened, "body.title"), "", false);
    for (const auto& [type, shown] : shown_types()) {
      for (const Record& record : records_.of(type, incident_)) {
        if (with_private_ || !record.is_private) {
          add_record(record, shown);
        }
      }
    }
    add_intakes();
    for (const std::string& item : items_) {
      add_acquisitions(item);
    }
    std::sort(out_.begin(), out_.end(), [](const Happening& a, const Happening& b) {
      return std::pair(a.at, a.entry) < std::pair(b.at, b.entry);
    });
    return std::move(out_);
  }

 private:
  void add(std::uint64_t entry, const std::string& type, const Bilingual& title, const char* track,
           std::optional<core::UtcTime> at, const std::string& text, const std::string& item,
           bool is_private) {
    const core::UtcTime recorded = records_.entry(entry).time;
    out_.push_back({at.value_or(recorded), !at, recorded, entry, type, track, title, item, text, is_private});
  }

  void add_record(const Record& record, const Shown& shown) {
    const auto items = records_.items(record);
    items_.insert(items.begin(), items.end());
    auto at = shown.at == nullptr ? std::nullopt : records_.time(record, shown.at);
    if (record.type == "artifact_linked") {
      const auto artifact = records_.find("artifact_recorded", records_.text(record, "artifact"));
      at = artifact ? records_.time(*artifact, "occurred_at") : at;
    }
    add(record.number, record.type, shown.title, shown.track, at, words_of(records_, record, shown.words),
        items.empty() ? "" : items.front(), record.is_private);
  }

  /// Reports that the triage of the incident names.
  void add_intakes() {
    std::set<std::string> named;
    for (const Record& triage : records_.of("incident_triaged", incident_)) {
      const auto intakes = records_.texts(triage, "intakes");
      named.insert(intakes.begin(), intakes.end());
    }
    for (const std::string& hash : named) {
      if (const auto intake = records_.find("intake_recorded", hash)) {
        add_record(*intake, shown_types().at("intake_recorded"));
      }
    }
  }

  void add_acquisitions(const std::string& item) {
    for (const std::uint64_t number : records_.ledger().entries_about(item)) {
      const std::string& type = records_.entry(number).type;
      if ((type.starts_with("acquisition_") || type == "image_imported" || type == "image_verified") &&
          seen_.insert(number).second) {
        add(number, type, {}, "evidence", std::nullopt,
            records_.view().summary(records_.entry(number)) + playbook_of(records_.entry(number)), item,
            false);
      }
    }
  }

  /// Which playbook an acquisition follows, where it names one.
  std::string playbook_of(const custody::Entry& entry) const {
    const auto playbook = records_.find("policy_fixed", entry.body().text_of("playbook").value_or(""));
    return playbook ? "; playbook " + records_.text(*playbook, "name") + " " +
                          records_.text(*playbook, "version") + " (entry " +
                          records_.ledger().label(playbook->number) + ")"
                    : "";
  }

  const Records& records_;
  const std::string& incident_;
  bool with_private_;
  std::set<std::string> items_;
  std::set<std::uint64_t> seen_;
  std::vector<Happening> out_;
};

}  // namespace

std::vector<Happening> timeline_of(const Records& records, const std::string& incident, bool with_private) {
  const auto row = records.ledger().store().get("incident", incident);
  if (!row) {
    core::fail("no incident '" + core::shown(incident) +
               "' is opened in this case; 'exhibit incident list' lists them");
  }
  return Timeline(records, incident, with_private)
      .run(static_cast<std::uint64_t>(row->integer_of("opened").value_or(0)));
}

std::string timeline_csv(const Records& records, const std::vector<Happening>& timeline) {
  std::string out = "at,at_is,recorded_at,entry,type,track,item,text\r\n";
  for (const Happening& row : timeline) {
    for (const std::string& field :
         {row.at.text(), std::string(row.by_entry ? "recorded" : "stated"), row.recorded_at.text(),
          records.ledger().label(row.entry), row.type, row.track, row.item}) {
      out += report::csv_field(field) + ",";
    }
    out += report::csv_field(core::shown(row.text, true)) + "\r\n";
  }
  return out;
}

}  // namespace legal
