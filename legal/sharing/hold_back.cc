// SPDX-License-Identifier: Apache-2.0
// What stays behind of a case when a package leaves it: legal/sharing/disclosure.h.
#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/text.h"
#include "custody/entry_label.h"
#include "custody/reference.h"
#include "custody/restriction.h"
#include "custody/type_rule.h"
#include "legal/fixed_files.h"
#include "legal/sharing/disclosure.h"
#include "legal/sharing/sharing.h"
#include "report/issue_document.h"

namespace legal {

namespace {

enum class Depth { values, whole };  // its disclosures; the entry itself, of which then only the hash goes

/// What is looked at of every entry.
struct Seen {
  std::uint64_t number = 0;
  std::string type, hash;
  std::string names;  // leaf hash of the entry it corrects, answers, releases or erases from; empty: none
  std::vector<std::string> about, attachments;
};

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

/// The member by which an entry speaks of another one, whose values it may repeat.
const char* speaks_by(const std::string& type) {
  static const std::map<std::string, const char*> members = {{"corrected", "entry"},
                                                             {"disclosure_erased", "leaf"},
                                                             {"request_answered", "request"},
                                                             {"use_released", "intake"}};
  const auto found = members.find(type);
  return found == members.end() ? nullptr : found->second;
}

Seen seen_of(const custody::Ledger& ledger, const custody::Entry& entry) {
  Seen out{entry.number, entry.type, custody::reference_to(ledger, entry.number), "", {}, {}};
  if (const char* member = speaks_by(entry.type)) {
    out.names = entry.body().text_of(member).value_or("");
  }
  for (const custody::About& about : entry.about) {
    out.about.push_back(about.id);
  }
  for (const custody::Attachment& attachment : entry.attachments) {
    out.attachments.push_back(attachment.sha256.hex());
  }
  return out;
}

class HoldBack {
 public:
  HoldBack(const Records& records, const DisclosureRequest& request)
      : records_(records), ledger_(records.ledger()), request_(request) {}

  report::Withholding work_out() {
    look_at_all();
    hold_private();
    hold_privileged();
    hold_secret();
    hold_received();
    hold_items();
    hold_images();
    follow();
    hold_documents();
    name_fields();
    return std::move(out_);
  }

 private:
  std::string entry_text(std::uint64_t number) const { return "entry " + ledger_.label(number); }

  void look_at_all() {
    for (std::uint64_t log = 0; log < ledger_.store().logs().size(); ++log) {
      const std::uint64_t size = ledger_.store().head(log).size;
      for (std::uint64_t seq = 0; seq < size; ++seq) {
        seen_.push_back(seen_of(ledger_, ledger_.entry(custody::entry_number(log, seq))));
        by_number_[seen_.back().number] = seen_.size() - 1;
      }
    }
  }

  /// The entry and the files attached to it.
  void hold(std::uint64_t number, Depth depth, const std::string& reason, const std::string& words) {
    const Seen& seen = seen_[by_number_.at(number)];
    const auto [place, added] = held_.emplace(number, depth);
    if (!added) {
      place->second = std::max(place->second, depth);
      return;
    }
    hashes_.insert(seen.hash);
    out_.held.push_back({entry_text(number), reason, words});
    hold_attachments(seen, reason);
  }

  void hold_attachments(const Seen& seen, const std::string& reason) {
    for (const std::string& sha256 : seen.attachments) {
      if (out_.attachments.insert(sha256).second) {
        out_.held.push_back({"attachments/" + sha256, reason, "attached to " + entry_text(seen.number)});
      }
    }
  }

  void hold_private() {
    for (const auto& [id, row] : ledger_.store().list("private", "")) {
      hold(static_cast<std::uint64_t>(row.integer_of("entry").value_or(0)), Depth::values, "privilege",
           "a private entry: only its commitment goes");
    }
  }

  /// Counsel's words, and texts for which privilege is claimed, where they were not recorded as private.
  void hold_privileged() {
    for (const char* type : {"advice_recorded", "review_done", "review_asked"}) {
      for (const Record& record : records_.of(type)) {
        const bool claimed =
            std::string_view(type) != "review_asked" || records_.flag(record, "litigation") ||
            !records_.value(record, "privilege_basis").is_null() ||
            !records_.value(record, "privilege_by").is_null() ||
            !records_.value(record, "privilege_jurisdiction").is_null() || is_found_privileged(record);
        if (!record.is_private && claimed) {
          hold(record.number, Depth::values, "privilege", "privilege is claimed for it");
        }
      }
    }
  }

  bool is_found_privileged(const Record& asked) const {
    const auto& done = records_.of("review_done");
    return std::any_of(done.begin(), done.end(), [&](const Record& review) {
      return records_.text(review, "request") == asked.hash && records_.flag(review, "privileged");
    });
  }

  void hold_secret() {
    std::vector<std::uint64_t> included;
    for (const std::string& label : request_.requests) {
      included.push_back(custody::entry_labelled(ledger_, label));
    }
    const core::UtcTime now = ledger_.environment().clock.now();
    for (const Record& record : records_.of("request_received")) {
      const auto asked = std::find(included.begin(), included.end(), record.number);
      const bool goes = asked != included.end();
      if (goes) {
        included.erase(asked);
      }
      const auto until = records_.time(record, "secrecy_until");
      if (goes && record.is_private) {
        core::fail("entry " + ledger_.label(record.number) +
                   " is private and goes into no package; counsel exports it with 'exhibit log export'");
      }
      if (record.is_private || !until || *until <= now) {
        continue;
      }
      const std::string words = "a request that is secret until " + until->text();
      if (goes) {
        out_.included.push_back({entry_text(record.number), "secrecy", words});
      } else {
        hold(record.number, Depth::whole, "secrecy", words);
      }
    }
    if (!included.empty()) {
      core::fail("--include-request: entry " + ledger_.label(included.front()) +
                 " is no request of an authority");
    }
  }

  std::vector<std::string> purposes() const {
    std::vector<std::string> out = {recipient_class(request_.recipient), request_.recipient};
    for (const std::string& more : {request_.name, request_.purpose}) {
      if (!more.empty()) {
        out.push_back(more);
      }
    }
    return out;
  }

  /// Whether this use meets what a report came under: its purpose, a release, or within a live agreement its colour.
  bool meets_conditions(const Record& intake) const {
    if (!records_.value(intake, "purpose").is_null()) {
      return may_be_used(records_, intake, purposes());
    }
    const bool only_colour = records_.value(intake, "received_under").is_null();
    return (only_colour && !request_.agreement.empty() && tlp_rank(request_.tlp)) ||
           is_released(records_, intake, purposes());
  }

  /// Reports that came with a purpose, a rule or a colour go only where that fits.
  void hold_received() {
    const auto ceiling = tlp_rank(request_.tlp);
    for (const Record& intake : records_.of("intake_recorded")) {
      const std::string tlp = records_.text(intake, "tlp");
      const int rank = tlp_rank(tlp).value_or(0);
      const bool free = rank == 0 && records_.value(intake, "purpose").is_null() &&
                        records_.value(intake, "received_under").is_null();
      if (intake.is_private || free) {
        continue;
      }
      if (!request_.duty.empty()) {
        out_.included.push_back(
            {entry_text(intake.number), "conditions", "the duty " + request_.duty + " is named"});
      } else if (ceiling && rank > *ceiling) {
        hold(intake.number, Depth::values, "conditions",
             "received under TLP:" + tlp + ", above TLP:" + request_.tlp + " of this package");
      } else if (!meets_conditions(intake)) {
        hold(
            intake.number, Depth::values, "conditions",
            "received under conditions that this use does not meet; 'exhibit use-release' records a release");
      }
    }
  }

  bool is_left_out(const std::string& item) const {
    const auto origins = custody::origins_of(ledger_.store(), item);
    return std::any_of(origins.begin(), origins.end(),
                       [&](const std::string& origin) { return contains(request_.without, origin); });
  }

  /// A left-out item keeps its place in custody; what was said, drawn or attached about it stays behind.
  void hold_items() {
    for (const std::string& item : request_.without) {
      if (!ledger_.store().get("thing", item) && !ledger_.store().get("image", item)) {
        core::fail("--without: no item '" + core::shown(item) + "' in this case");
      }
      const auto by = custody::restricted_by(ledger_.store(), item);
      out_.held.push_back(
          {"item " + item, by ? "restriction" : "choice",
           by ? custody::restriction_words(ledger_.store(), item, *by) : "left out by the sender"});
    }
    for (const char* kind : {"thing", "image"}) {
      for (const auto& [id, row] : ledger_.store().list(kind, "")) {
        if (is_left_out(id)) {
          out_.items.insert(id);
        }
      }
    }
    for (const Seen& seen : seen_) {
      const auto of = std::find_if(seen.about.begin(), seen.about.end(),
                                   [&](const std::string& id) { return out_.items.contains(id); });
      if (of == seen.about.end()) {
        continue;
      }
      const custody::TypeRule* rule = custody::rule_of(seen.type);
      const bool telling = seen.type == "restricted" || seen.type == "restriction_lifted";
      const std::string words = "about " + *of + ", which is left out";
      if (seen.type == "document_issued") {
        hold_document(seen, "item", words);
      } else if (telling || (rule != nullptr && rule->discreet)) {
        hold(seen.number, Depth::values, "item", words);
      } else {
        hold_attachments(seen, "item");
      }
    }
  }

  void hold_images() {
    const bool none = recipient_class(request_.recipient) == "csirt" && !request_.with_images;
    for (const auto& [id, row] : ledger_.store().list("image", "")) {
      const bool left_out = out_.items.contains(id);
      const bool has_files =
          (row.integer_of("finished") || row.text_of("file")) && !row.integer_of("disposed");
      if (!has_files || (!left_out && !none)) {
        continue;
      }
      out_.images.insert(id);
      out_.held.push_back(
          {"evidence/" + row.text_of("image_of").value_or("") + "/" + id, left_out ? "item" : "images",
           left_out ? "its item is left out"
                    : "evidence stays: no image goes to a CSIRT unless --with-images is given"});
    }
  }

  /// Entries that correct, answer, release or erase what is held back speak of it.
  void follow() {
    for (bool more = true; more;) {
      more = false;
      for (const Seen& seen : seen_) {
        if (seen.names.empty() || held_.contains(seen.number) || !hashes_.contains(seen.names)) {
          continue;
        }
        const auto of = std::find_if(seen_.begin(), seen_.end(),
                                     [&](const Seen& other) { return other.hash == seen.names; });
        const custody::TypeRule* rule = custody::rule_of(seen.type);
        const bool may_go = rule != nullptr && rule->discreet;
        hold(seen.number, may_go ? held_.at(of->number) : Depth::values, "follows",
             "speaks of " + entry_text(of->number));
        more = true;
      }
    }
  }

  void hold_document(const Seen& seen, const std::string& reason, const std::string& words) {
    const std::string file = ledger_.entry(seen.number).body().text_of("file").value_or("");
    out_.documents.insert(file);
    hold(seen.number, Depth::whole, reason, words);
    out_.held.push_back({"documents/" + file, reason, words});
  }

  /// A document that prints records of the legal work may repeat what is held back; nobody can tell by its digest.
  void hold_documents() {
    for (const std::string& file : request_.documents) {
      if (!ledger_.store().get("document", file)) {
        core::fail("--include-document: no document '" + core::shown(file) + "' was issued in this case");
      }
    }
    const bool anything = !held_.empty();
    for (const Seen& seen : seen_) {
      if (!anything || seen.type != "document_issued" || held_.contains(seen.number)) {
        continue;
      }
      const custody::Entry entry = ledger_.entry(seen.number);
      const std::string file = entry.body().text_of("file").value_or("");
      if (report::prints_one_thing(entry.body().text_of("kind").value_or(""))) {
        continue;
      }
      const std::string words = "it may print what is held back";
      if (contains(request_.documents, file)) {
        out_.included.push_back({"documents/" + file, "document", words});
      } else {
        hold_document(seen, "document", words);
      }
    }
  }

  /// Names what the export leaves out: values of held entries, and wherever a held file is attached, its name.
  void name_fields() {
    for (const auto& [number, depth] : held_) {
      if (depth == Depth::whole) {
        out_.redaction.leaves.insert(number);
      }
    }
    for (const Seen& seen : seen_) {
      for (std::size_t i = 0; i < seen.attachments.size(); ++i) {
        if (out_.attachments.contains(seen.attachments[i])) {
          out_.redaction.disclosures.emplace(seen.number, "attachments." + std::to_string(i) + ".name");
        }
      }
    }
    for (std::uint64_t log = 0; log < ledger_.store().logs().size(); ++log) {
      ledger_.store().each_disclosure(log, [&](const custody::Disclosure& value) {
        const std::uint64_t number = custody::entry_number(log, value.seq);
        if (held_.contains(number)) {
          out_.redaction.disclosures.emplace(number, value.name);
        }
      });
    }
  }

  const Records& records_;
  const custody::Ledger& ledger_;
  const DisclosureRequest& request_;
  std::vector<Seen> seen_;
  std::map<std::uint64_t, std::size_t> by_number_;
  std::map<std::uint64_t, Depth> held_;
  std::set<std::string> hashes_;  // of held entries
  report::Withholding out_;
};

}  // namespace

report::Withholding hold_back(const Records& records, const DisclosureRequest& request) {
  return HoldBack(records, request).work_out();
}

}  // namespace legal
