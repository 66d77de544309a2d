// SPDX-License-Identifier: Apache-2.0
#include "legal/documents/disclosure_register.h"

#include <algorithm>
#include <set>

#include "legal/documents/record_facts.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using report::text_or_null;

namespace {

class Disclosures {
 public:
  explicit Disclosures(const DocumentWork& work) : work_(work), records_(work.records) {}

  Array run() {
    for (const Record& package : records_.of("package_made")) {
      add_package(package);
    }
    for (const char* kind : {"thing", "image"}) {
      for (const auto& [id, row] : work_.ledger().store().list(kind, "")) {
        add_item(id);
      }
    }
    add_shares();
    add_answers();
    add_notifications();
    add_statements();
    std::sort(rows_.begin(), rows_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    Array out;
    for (auto& [entry, row] : rows_) {
      row["number"] = Value(std::uint64_t{out.size() + 1});
      out.emplace_back(std::move(row));
    }
    return out;
  }

 private:
  bool ja() const { return work_.language() == "ja"; }

  /// A row with everything that the entry itself gives.
  Object& row_of(std::uint64_t number, const Bilingual& form) {
    const custody::Entry& entry = records_.entry(number);
    rows_.emplace_back(number,
                       Object{{"approved_by", text_or_null(work_.view().person(entry.signers.front().key))},
                              {"basis", nullptr},
                              {"digest", nullptr},
                              {"entry", work_.view().entry_value(number)},
                              {"form", form.in(work_.language())},
                              {"receipt", nullptr},
                              {"recipient", nullptr},
                              {"time", to_the_second(entry.time)},
                              {"time_local", core::local_text(entry.time)},
                              {"tlp", nullptr},
                              {"what", nullptr}});
    return rows_.back().second;
  }

  Value text(std::uint64_t number, const char* path) const {
    return text_or_null(work_.view().text(number, path));
  }
  static std::string in_clear(const custody::Entry& entry, const char* member) {
    return entry.body().text_of(member).value_or("");
  }
  Value items_of(const custody::Entry& entry) const {
    std::string out;
    for (const custody::About& about : entry.about) {
      out += (out.empty() ? "" : ", ") + about.id;
    }
    return text_or_null(out);
  }

  void add_package(const Record& package) {
    Object& row = row_of(package.number, {"package", "証拠一式"});
    row["basis"] = basis_of(package);
    row["digest"] = text_or_null(records_.text(package, "manifest_sha256"));
    row["receipt"] = receipt_of(package);
    row["recipient"] = text_or_null(records_.text(package, "recipient"));
    row["tlp"] = text_or_null(records_.text(package, "tlp"));
    row["what"] = items_of(records_.entry(package.number));
    const std::string approved = records_.text(package, "approved_by");
    row["approved_by"] = approved.empty() ? row["approved_by"] : Value(approved);
  }

  /// Who received a package, and the entry that records it.
  Value receipt_of(const Record& package) const {
    std::string out;
    for (const Record& received : shown_records(work_, "package_received")) {
      if (records_.text(received, "package") == package.hash) {
        out += (out.empty() ? "" : "; ") + records_.text(received, "receiver") +
               (ja() ? "（項番" + work_.ledger().label(received.number) + "）"
                     : " (entry " + work_.ledger().label(received.number) + ")");
      }
    }
    return text_or_null(out);
  }

  void add_item(const std::string& id) {
    for (const std::uint64_t number : work_.ledger().entries_about(id)) {
      const custody::Entry& entry = records_.entry(number);
      const bool first = seen_.insert(number).second;
      if (first && entry.type == "transferred_to_outside") {
        add_handover(number, entry);
      } else if (first && entry.type == "accessed" && is_taken_out(entry)) {
        Object& row = row_of(number, {"file or copy taken out", "ファイル又は複製の持出し"});
        row["basis"] = text(number, "body.reason");
        row["what"] = id + ": " + in_clear(entry, "range");
      }
    }
  }
  static bool is_taken_out(const custody::Entry& entry) {
    const std::string action = in_clear(entry, "action");
    return action == "exported" || action == "copied";
  }

  void add_handover(std::uint64_t number, const custody::Entry& entry) {
    const bool seized = entry.body().boolean_of("seized").value_or(false);
    Object& row = row_of(number, seized ? Bilingual{"seized", "差押え"} : Bilingual{"handed over", "引渡し"});
    const std::string agency = work_.view().text(number, "body.party.agency");
    const std::string name = work_.view().text(number, "body.party.name");
    row["basis"] = text(number, "body.authority");
    row["receipt"] = text_or_null(in_clear(entry, "receipt"));
    row["recipient"] = text_or_null(name + (agency.empty() ? "" : ", " + agency));
    row["what"] = items_of(entry);
  }

  /// "agreement of entry 12", the duty, or the reason to go without either.
  Value basis_of(const Record& share) const {
    const auto agreement = records_.find("agreement_recorded", records_.text(share, "agreement"));
    const std::string duty = records_.text(share, "duty");
    if (!agreement) {
      return text_or_null(duty.empty() ? records_.text(share, "override") : duty);
    }
    const std::string label = work_.ledger().label(agreement->number);
    return {ja() ? "契約（項番" + label + "）" : "agreement of entry " + label};
  }

  void add_shares() {
    for (const Record& share : shown_records(work_, "sharing_recorded")) {
      Object& row = row_of(share.number, {"shared", "情報共有"});
      row["basis"] = basis_of(share);
      row["digest"] = text_or_null(records_.text(share, "sha256"));
      row["recipient"] = text_or_null(records_.text(share, "party"));
      row["tlp"] = text_or_null(records_.text(share, "tlp"));
      row["what"] = text_or_null(records_.text(share, "purpose"));
    }
  }

  void add_answers() {
    for (const Record& answer : shown_records(work_, "request_answered")) {
      if (!records_.flag(answer, "answered")) {
        continue;
      }
      const auto request = records_.find("request_received", records_.text(answer, "request"));
      Object& row = row_of(answer.number, {"answer to an authority", "照会等への回答"});
      row["digest"] = text_or_null(records_.text(answer, "document"));
      row["what"] = text_or_null(records_.text(answer, "reason"));
      if (request && (!request->is_private || work_.with_private)) {
        row["basis"] = text_or_null(shown_word(records_.text(*request, "kind"), work_.language()) + ", " +
                                    records_.text(*request, "reference"));
        row["recipient"] = text_or_null(records_.text(*request, "authority"));
        row["secrecy_until"] = text_or_null(records_.text(*request, "secrecy_until"));
      }
    }
  }

  void add_notifications() {
    for (const Record& notification : shown_records(work_, "notification_recorded")) {
      if (records_.text(notification, "decision") != "sent") {
        continue;
      }
      const std::string duty = records_.text(notification, "duty");
      Object& row = row_of(notification.number, {"notification", "通知・報告"});
      row["basis"] = text_or_null(duty);
      row["digest"] = text_or_null(records_.text(notification, "document"));
      const Rule* rule = work_.law.rules().find(duty);
      const auto* content = rule == nullptr ? nullptr : std::get_if<Duty>(&rule->content);
      row["recipient"] = content == nullptr ? Value(nullptr) : Value(content->recipient.in(work_.language()));
    }
  }

  void add_statements() {
    for (const Record& released : shown_records(work_, "statement_released")) {
      Object& row = row_of(released.number, {"statement to the public", "公表"});
      row["recipient"] = text_or_null(records_.text(released, "channel"));
      const auto review = records_.find("statement_reviewed", records_.text(released, "review"));
      const auto draft =
          review ? records_.find("statement_drafted", records_.text(*review, "statement")) : std::nullopt;
      if (draft && (!draft->is_private || work_.with_private)) {
        row["digest"] = text_or_null(records_.text(*draft, "document"));
        row["what"] = text_or_null(records_.text(*draft, "title"));
      }
    }
  }

  const DocumentWork& work_;
  const Records& records_;
  std::set<std::uint64_t> seen_;
  std::vector<std::pair<std::uint64_t, Object>> rows_;
};

}  // namespace

Array disclosure_list(const DocumentWork& work) { return Disclosures(work).run(); }

}  // namespace legal
