// SPDX-License-Identifier: Apache-2.0
// The privilege log: what privilege is claimed for, by whom and on what ground. Questions, answers, advice and outcomes never
// come into it; whether a claim holds is not said.
#include <algorithm>
#include <set>

#include "core/text.h"
#include "custody/reference.h"
#include "legal/documents/counsel_facts.h"
#include "legal/documents/record_facts.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using report::text_or_null;

namespace {

class PrivilegeLog {
 public:
  explicit PrivilegeLog(const DocumentWork& work) : work_(work), records_(work.records) {
    for (const Record& done : records_.of("review_done")) {
      if (claims(done)) {
        reviewed_.insert(records_.text(done, "request"));
      }
    }
  }

  Array rows() {
    for (const Record& asked : records_.of("review_asked")) {
      if (claims(asked) || reviewed_.count(asked.hash) != 0) {
        add_request(asked);
      }
    }
    for (const Record& done : records_.of("review_done")) {
      if (claims(done)) {
        add_review(done);
      }
    }
    for (const Record& advice : records_.of("advice_recorded")) {
      add_advice(advice);
    }
    for (const char* kind : {"thing", "image"}) {
      for (const auto& [id, row] : work_.ledger().store().list(kind, "")) {
        add_restricted(id, row.text_of("restricted").value_or(""));
      }
    }
    return in_order();
  }

 private:
  bool claims(const Record& record) const {
    return records_.flag(record, "privileged") || !records_.text(record, "privilege_by").empty() ||
           !records_.text(record, "privilege_basis").empty();
  }

  std::string in_language(const Bilingual& words) const { return words.in(work_.language()); }

  Object row(const Record& record, const Bilingual& kind, const std::string& subject) const {
    const auto said = [&](const char* member) { return text_or_null(records_.text(record, member)); };
    const auto written = records_.time(record, "prepared_at");
    const core::UtcTime at = written.value_or(records_.recorded_at(record));
    return Object{{"author", text_or_null(work_.view().person(records_.author(record)))},
                  {"basis", said("privilege_basis")},
                  {"claimed_by", said("privilege_by")},
                  {"date", at.text().substr(0, 10) + " " + at.text().substr(11, 5) + "Z"},
                  {"document", said("document")},
                  {"entry", work_.view().entry_value(record.number)},
                  {"family", work_.view().entry_value(record.number)},

                  {"jurisdiction", said("privilege_jurisdiction")},
                  {"kind", in_language(kind)},
                  {"of_incident", text_or_null(record.incident)},
                  {"private", record.is_private},
                  {"recipients", nullptr},
                  {"stated_date", written.has_value()},
                  {"subject", text_or_null(subject)}};
  }

  void add(std::uint64_t entry, Object row) { found_.emplace_back(entry, std::move(row)); }

  void add_request(const Record& asked) {
    Object out = row(asked, {"document given to counsel for review", "弁護士に確認を依頼した文書"},
                     records_.text(asked, "title"));
    out["recipients"] = text_or_null(records_.text(asked, "recipients"));
    out["litigation"] = records_.flag(asked, "litigation");
    add(asked.number, std::move(out));
  }

  /// Counsel wrote it; the star marks a lawyer.
  Object of_counsel(Object row) const {
    row["author"] = text_or_null(row["author"].string() == nullptr ? "" : *row["author"].string() + "*");
    return row;
  }

  void add_review(const Record& done) {
    const auto asked = records_.find("review_asked", records_.text(done, "request"));
    Object out = of_counsel(row(done, {"counsel's review of a document", "文書に対する弁護士の確認結果"},
                                asked ? records_.text(*asked, "title") : ""));
    if (asked) {
      out["recipients"] = text_or_null(work_.view().person(records_.author(*asked)));
      out["family"] = work_.view().entry_value(asked->number);
    }
    add(done.number, std::move(out));
  }

  void add_advice(const Record& advice) {
    const std::string subject = advice.incident.empty()
                                    ? in_language({"legal advice", "法的助言"})
                                    : in_language({"legal advice on the incident " + advice.incident,
                                                   "インシデント" + advice.incident + "に関する法的助言"});
    add(advice.number,
        of_counsel(row(advice, {"record of counsel's advice", "弁護士の助言の記録"}, subject)));
  }

  void add_restricted(const std::string& id, const std::string& restriction) {
    const auto about = restriction.empty() ? std::vector<std::uint64_t>{} : work_.ledger().entries_about(id);
    for (const std::uint64_t number : about) {
      const custody::Entry& entry = records_.entry(number);
      if (entry.type == "restricted" && entry.body().text_of("kind") == "privilege" &&
          custody::reference_to(work_.ledger(), number) == restriction) {
        add(number, row({number, "restricted", restriction, "", false, false},
                        {"item under a restriction of privilege", "秘匿特権による制限のある物件"}, id));
      }
    }
  }

  Array in_order() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    Array out;
    for (auto& [entry, row] : found_) {
      row["no"] = Value(static_cast<std::int64_t>(out.size() + 1));
      out.emplace_back(std::move(row));
    }
    return out;
  }

  const DocumentWork& work_;
  const Records& records_;
  std::set<std::string> reviewed_;  // requests whose review claims privilege, by leaf hash
  std::vector<std::pair<std::uint64_t, Object>> found_;
};

}  // namespace

Object privilege_log_facts(const DocumentWork& work) { return {{"claims", PrivilegeLog(work).rows()}}; }

}  // namespace legal
