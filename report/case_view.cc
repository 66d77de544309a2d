// SPDX-License-Identifier: Apache-2.0
#include "report/case_view.h"

#include <map>
#include <vector>

#include "custody/erasure.h"
#include "custody/exercise.h"
#include "custody/private_entry.h"

namespace report {

using core::json::Value;

std::string readable(const Value& value) {
  if (const std::string* text = value.string()) {
    return *text;
  }
  return value.text_of("shown").value_or("");
}

std::string CaseView::watermark() const {
  return custody::exercise_of(ledger_.store()) ? "EXERCISE / 演習" : "";
}

std::string CaseView::language() const {
  const auto row = ledger_.store().get("case", "case");
  return row ? row->text_of("lang").value_or("en") : "en";
}

std::optional<Value> CaseView::value(std::uint64_t seq, const std::string& path) const {
  auto found = committed_only_ ? std::nullopt : ledger_.store().disclosed(seq, path);
  return found ? found : in_its_place(seq, path);
}

std::optional<Value> CaseView::in_its_place(std::uint64_t seq, const std::string& path) const {
  if (const auto by = custody::erased_by(ledger_.store(), seq, path)) {
    return Value(told("erased (", "消去済み（") + entry_words(*by) + told(")", "）"));
  }
  if (!committed_only_) {
    return std::nullopt;
  }
  constexpr std::size_t kShown = 8;  // digits of the commitment
  const custody::Entry entry = ledger_.entry(seq);
  const Value* field = entry.object.at_path(path);
  const auto hash = field == nullptr ? std::nullopt : custody::commitment_in(*field);
  if (!hash) {
    return std::nullopt;
  }
  const std::string digits = hash->hex().substr(0, kShown);
  return Value(told("withheld (" + digits + "...)", "非開示（" + digits + "…）"));
}

std::string CaseView::text(std::uint64_t seq, const std::string& path) const {
  const auto found = value(seq, path);
  return found ? readable(*found) : "";
}

std::vector<std::string> CaseView::texts(std::uint64_t seq, const std::string& path) const {
  std::vector<std::string> out;
  const auto found = value(seq, path);
  if (found && found->string() != nullptr) {
    out.push_back(*found->string());  // what stands in the place of the list
  }
  if (found && found->array() != nullptr) {
    for (const Value& item : *found->array()) {
      out.push_back(readable(item));
    }
  }
  return out;
}

namespace {

std::string enrolled_text(const CaseView& view, const std::string& key_name, const char* path) {
  const auto row = view.ledger().store().get("key", key_name);
  return row ? view.text(static_cast<std::uint64_t>(row->integer_of("enrolled").value_or(0)), path) : "";
}

std::string joined_ids(const custody::Entry& entry) {
  std::string out;
  for (const custody::About& about : entry.about) {
    out += (out.empty() ? "" : ", ") + about.id;
  }
  return out;
}

using Telling = std::map<std::string, std::vector<std::string>>;

const Telling& legal_members() {
  static const Telling members = {
      {"action_recorded", {"incident", "name", "text", "override"}},
      {"advice_recorded", {"incident", "action", "answer"}},
      {"agreement_ended", {"reason"}},
      {"agreement_recorded", {"kind", "name", "party", "scope"}},
      {"artifact_linked", {"incident", "kind", "shows"}},
      {"artifact_recorded", {"kind", "path", "text"}},
      {"indicator_recorded", {"incident", "kind", "value", "confidence"}},
      {"brief_made", {"incident", "lang"}},
      {"mapping_opened", {"incident", "reason"}},
      {"awareness_recorded", {"incident", "event", "at", "text"}},
      {"contact_recorded", {"direction", "party", "agency", "text"}},
      {"decision_addendum", {"incident", "text"}},
      {"decision_recorded", {"incident", "question", "decision", "decider"}},
      {"delegation_ended", {"reason"}},
      {"delegation_recorded", {"key", "power", "until"}},
      {"element_set_aside", {"rule", "element", "reason"}},
      {"exhibit_designated", {"number", "title", "purpose"}},
      {"figure_recorded", {"incident", "name", "unit", "basis"}},
      {"improvement_done", {"incident", "text"}},
      {"improvement_recorded", {"incident", "kind", "text", "owner"}},
      {"incident_assigned", {"incident", "response", "owner", "due"}},
      {"incident_closed", {"incident", "reason", "waiver"}},
      {"incident_related", {"incident", "kind", "other", "reason"}},
      {"incident_reviewed", {"incident", "findings"}},
      {"incident_triaged", {"incident", "priority", "criterion", "reason", "override"}},
      {"intake_recorded", {"collection", "kind", "source", "text"}},
      {"intent_noticed", {"party", "served_at", "inspect"}},
      {"loss_recorded", {"incident", "currency", "basis"}},
      {"notification_recorded", {"incident", "duty", "decision", "at", "reason"}},
      {"outside_review_recorded", {"firm", "reviewer", "outcome"}},
      {"package_received", {"receiver", "at"}},
      {"policy_fixed", {"kind", "name", "version"}},
      {"readiness_recorded", {"register", "name", "expires"}},
      {"request_answered", {"reason"}},
      {"request_received", {"kind", "authority", "reference", "items"}},
      {"review_asked", {"title"}},
      {"review_done", {"outcome"}},
      {"rules_confirmed", {"rule", "digest", "reason"}},
      {"selftest_recorded", {"program"}},
      {"sharing_recorded", {"party", "purpose", "tlp"}},
      {"statement_drafted", {"incident", "title"}},
      {"statement_released", {"incident", "channel"}},
      {"statement_reviewed", {"incident", "changes"}},
      {"suspect_named", {"incident", "name", "basis"}},
      {"use_released", {"purpose", "basis", "text"}},
  };
  return members;
}

/// Members of the body that tell most of an entry, in order; a text in clear, a key or a committed text.
const Telling& telling_members() {
  static const Telling members = {
      {"accessed", {"action", "reason"}},
      {"acquisition_failed", {"error"}},
      {"acquisition_resumed", {"continued_in", "reason"}},
      {"acquisition_suspended", {"error"}},
      {"corrected", {"field", "value", "reason"}},
      {"derived", {"kind", "parent", "range", "reason"}},
      {"disclosure_erased", {"field", "reason"}},
      {"disposal_approved", {"reason"}},
      {"disposal_asked", {"action", "method", "authority", "reason"}},
      {"disposal_carried_out", {"method"}},
      {"document_issued", {"file"}},
      {"hold_lifted", {"reason"}},
      {"hold_placed", {"authority", "reason"}},
      {"key_revoked", {"key", "reason"}},
      {"key_rotated", {"name"}},
      {"moved", {"place", "reason"}},
      {"noted", {"text"}},
      {"package_made", {"recipient"}},
      {"received", {"answer.key", "answer.reason"}},
      {"refused", {"answer.key", "answer.reason"}},
      {"release_withdrawn", {"reason"}},
      {"released", {"to", "reason"}},
      {"restricted", {"kind", "reason"}},
      {"restriction_lifted", {"recipient", "reason"}},
      {"role_withdrawn", {"role", "key"}},
      {"seal_applied", {"number", "reason"}},
      {"seal_broken", {"condition", "reason"}},
      {"thing_registered", {"kind", "description"}},
  };
  return members;
}

std::string members_told(const CaseView& view, const custody::Entry& entry) {
  std::string out;
  std::vector<std::string> names;
  for (const Telling* members : {&telling_members(), &legal_members()}) {
    if (const auto found = members->find(entry.type); found != members->end()) {
      names = found->second;
    }
  }
  for (const std::string& name : names) {
    const Value* value = entry.body().at_path(name.c_str());
    const std::string* clear = value == nullptr ? nullptr : value->string();
    const bool key = clear != nullptr && clear->starts_with("exhibit.evidence/actor/");
    const std::string text = clear == nullptr ? view.text(entry.number, "body." + name)
                             : key            ? view.person(*clear)
                                              : *clear;
    out += (out.empty() || text.empty() ? "" : ", ") + text;
  }
  return out;
}

/// What a private entry holds, where its content is disclosed.
std::string private_text(const std::optional<Value>& content) {
  if (!content || content->string() != nullptr) {
    return content ? *content->string() : "";
  }
  std::string out = content->text_of("type").value_or("");
  const Value* about = content->find("about");
  for (const Value& id :
       about == nullptr || about->array() == nullptr ? core::json::Array{} : *about->array()) {
    out += " [" + readable(id) + "]";
  }
  const Value* body = content->find("body");
  for (const char* name : {"text", "title", "scope", "shows", "reason", "value"}) {
    const auto words = body == nullptr ? std::nullopt : body->text_of(name);
    out += words ? "  " + *words : "";
  }
  const Value* withheld = body == nullptr ? nullptr : body->find("withheld");
  if (withheld != nullptr && withheld->array() != nullptr) {
    out += "  parts held back: " + std::to_string(withheld->array()->size());
  }
  return out;
}

std::string import_text(const CaseView& view, const Value& body) {
  const Value* sha256 = body.at_path("digests.sha256");
  const Value* faults = body.at_path("faults.count");
  const bool faultless = faults != nullptr && *faults == Value(0);
  return (body.find("unsigned") != nullptr
              ? view.told("no start entry existed: imported from an image taken unsigned, ",
                          "取得の開始の記録なし。署名なしで取得されたイメージを取込み、")
              : view.told("no start entry existed: imported from another tool's image, ",
                          "取得の開始の記録なし。他のツールで作成されたイメージを取込み、")) +
         std::to_string(body.integer_of("bytes").value_or(0)) + view.told(" bytes", "バイト") +
         (sha256 == nullptr ? "" : view.told(", SHA-256 ", "、SHA-256 ") + readable(*sha256)) +
         (faultless ? "" : view.told(", FAULTS of the image recorded", "、【イメージの異常を記録】"));
}

/// What a type says beyond the identifiers it is about.
std::string detail(const CaseView& view, const custody::Entry& entry) {
  const Value& body = entry.body();
  const auto disclosed = [&](const char* path) { return view.text(entry.number, path); };
  const auto in_clear = [&](const char* name) { return body.text_of(name).value_or(""); };
  if (entry.type == "case_opened") {
    return disclosed("body.number") + ", " + disclosed("body.title");
  }
  if (entry.type == "key_enrolled") {
    return disclosed("body.name") + " as " + in_clear("role");
  }
  if (entry.type == "role_granted") {
    return in_clear("role") + " to " + view.person(in_clear("key"));
  }
  if (entry.type == "acquisition_finished") {
    const Value* sha256 = body.at_path("digests.sha256");
    return std::to_string(body.integer_of("bytes").value_or(0)) +
           view.told(" bytes as read", "バイトを読み取り") +
           (sha256 == nullptr ? "" : view.told(", SHA-256 ", "、SHA-256 ") + readable(*sha256));
  }
  if (entry.type == "image_imported") {
    return import_text(view, body);
  }
  if (entry.type == "image_verified") {
    return body.boolean_of("match").value_or(false) ? view.told("read back, same as read from the source",
                                                                "読み戻し、原媒体から読み取ったデータと一致")
                                                    : view.told("read back, DIFFERS", "読み戻し、【不一致】");
  }
  if (entry.type == "transferred") {
    return view.person(in_clear("from")) + " to " + view.person(in_clear("to")) + ": " +
           disclosed("body.reason");
  }
  if (entry.type == "transferred_to_outside" || entry.type == "transferred_from_outside") {
    const std::string party = disclosed("body.party.name") + ", " + disclosed("body.party.agency");
    return entry.type == "transferred_to_outside" ? "to " + party + " (paper receipt)"
                                                  : "from " + party + " (paper receipt)";
  }
  if (entry.type == custody::kPrivateType) {
    return private_text(view.value(entry.number, custody::kPrivateContent));
  }
  if (entry.type == "artifact_linked") {
    return "incident " + in_clear("incident") + ": " + disclosed("body.shows");
  }
  if (entry.type == "incident_opened") {
    return in_clear("number") + ", " + disclosed("body.title");
  }
  if (entry.type == "authority_recorded") {
    return in_clear("kind") + " by " + disclosed("body.issuer") + ": " + disclosed("body.scope");
  }
  if (entry.type == "fact_added") {
    return in_clear("fact") + " (added later): " + disclosed("body.value");
  }
  return members_told(view, entry);
}

}  // namespace

std::string CaseView::person(const std::string& key_name) const {
  const std::string name = enrolled_text(*this, key_name, "body.name");
  return name.empty() ? std::string(custody::fingerprint_of(key_name)) : name;
}

std::string CaseView::organisation(const std::string& key_name) const {
  return enrolled_text(*this, key_name, "body.org");
}

std::string CaseView::holder_text(const Value& thing_row) const {
  const Value* holder = thing_row.find("holder");
  if (holder == nullptr) {
    return "";
  }
  if (holder->integer_of("disposed")) {
    return told("nobody (disposed of)", "なし（処分済み）");
  }
  if (const auto key = holder->text_of("key")) {
    return person(*key);
  }
  const auto since = static_cast<std::uint64_t>(thing_row.integer_of("holder_since").value_or(0));
  const std::string party = text(since, "body.party.name");
  return (party.empty() ? text(since, "body.holder.outside")
                        : party + told(", ", "、") + text(since, "body.party.agency")) +
         told(" (outside)", "（外部）");
}

std::string CaseView::words(const std::vector<std::string>& of_entry) const {
  std::string out;
  for (const std::string& each : of_entry) {
    out += (out.empty() ? "" : told(", ", "、")) + word(each);
  }
  return out;
}

std::string CaseView::summary(const custody::Entry& entry) const {
  const std::string ids = joined_ids(entry);
  const std::string more = detail(*this, entry);
  return shown_type(entry.type, told_in_) + (ids.empty() ? "" : " [" + ids + "]") +
         (more.empty() ? "" : "  " + more);
}

}  // namespace report
