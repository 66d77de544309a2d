// SPDX-License-Identifier: Apache-2.0
// Things and images: how they come into being, how an image is made and compared, facts and accesses.
#include <algorithm>
#include <iterator>

#include "custody/acquired.h"
#include "custody/entry_check.h"
#include "custody/log_view.h"
#include "custody/restriction.h"
#include "custody/role_groups.h"
#include "custody/thing.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using K = MemberKind;

namespace {

void check_thing(EntryCheck& entry) {
  entry.need_enrolled("holder.key", "the holder's key is not enrolled in this case");
  const Value* photographs = entry.member("photographs");
  for (const Value& sha256 : photographs == nullptr ? Array{} : *photographs->array()) {
    entry.need_attached(*sha256.string(), "body.photographs");
  }
}

void put_thing(EntryEffect& entry) {
  if (entry.entry().about.size() != 1) {
    return;
  }
  entry.rows().put("thing", entry.entry().about.front().id,
                   Object{{"holder", *entry.entry().body().find("holder")},
                          {"holder_since", entry.seq()},
                          {"kind", entry.text("kind")},
                          {"registered", entry.seq()}});
}

void check_image(EntryCheck& entry) {
  entry.need_thing("image_of");
  entry.need_thing("carrier");
}

void put_image(EntryEffect& entry) {
  if (entry.entry().about.size() != 1) {
    return;
  }
  entry.rows().put("image", entry.entry().about.front().id,
                   Object{{"carrier", entry.text("carrier")},
                          {"format", entry.text("format")},
                          {"image_of", entry.text("image_of")},
                          {"registered", entry.seq()},
                          {"state", "registered"}});
}

void check_derivation(EntryCheck& entry) {
  const std::string item = entry.text("item");
  const std::string parent = entry.text("parent");
  if (item == parent || !entry.entry().is_about(item) || !entry.entry().is_about(parent)) {
    entry.tampered("about", "a derivation is about its parent and what was derived");
  }
  const std::string file = entry.text("file");
  if (file != item && !file.starts_with(item + ".")) {
    entry.tampered("body.file", "the file is not named after what was derived");
  }
  for (const char* kind : {"thing", "image"}) {
    const auto row = entry.rows().get(kind, parent);
    if (row && row->integer_of("disposed")) {
      entry.tampered("body.parent", parent + " was disposed of; nothing can be derived from it");
    }
  }
  need_unrestricted(entry);
}

void put_derivation(EntryEffect& entry) {
  const std::string parent = entry.text("parent");
  const auto image = entry.rows().get("image", parent);
  entry.rows().put("image", entry.text("item"),
                   Object{{"derived_from", parent},
                          {"file", entry.text("file")},
                          {"image_of", image ? image->text_of("image_of").value_or("") : parent},
                          {"kind", entry.text("kind")},
                          {"registered", entry.seq()},
                          {"sha256", entry.text("digests.sha256")},
                          {"state", "derived"}});
}

/// The row of the image that the body names and the entry is about; nullopt, with a fault, when it is not.
std::optional<Value> named_image(EntryCheck& entry) {
  const std::string id = entry.text("image");
  auto image = entry.rows().get("image", id);
  if (!image || !entry.entry().is_about(id)) {
    entry.report("tampered", "body.image", id, "the image is not what the entry is about");
    return std::nullopt;
  }
  return image;
}

void check_step(EntryCheck& entry, const std::vector<std::string>& states) {
  const auto image = named_image(entry);
  if (!image) {
    return;
  }
  const std::string id = entry.text("image");
  if (!entry.entry().is_about(image->text_of("image_of").value_or("")) ||
      !entry.entry().is_about(image->text_of("carrier").value_or(""))) {
    entry.report("tampered", "about", id, "an acquisition is about its source, its carrier and its image");
  }
  const std::string state = image->text_of("state").value_or("");
  if (std::find(states.begin(), states.end(), state) == states.end()) {
    entry.report("tampered", "type", id,
                 "'" + entry.entry().type + "' cannot follow the state '" + state + "' of " + id);
  }
}

void check_start(EntryCheck& entry) {
  check_step(entry, {"registered", "failed"});
  if (entry.member("playbook") != nullptr && !entry.rows().get("policy_fixed", entry.text("playbook"))) {
    entry.not_there("body.playbook", "no earlier entry of the type policy_fixed has that leaf hash");
  }
}
void check_end(EntryCheck& entry) { check_step(entry, {"started", "resumed"}); }
void check_failure(EntryCheck& entry) { check_step(entry, {"started", "resumed", "suspended"}); }
/// A power cut leaves no entry: what goes on may follow the start itself.
void check_resumption(EntryCheck& entry) { check_step(entry, {"started", "resumed", "suspended"}); }

void put_state(EntryEffect& entry, const std::string& state) {
  const std::string id = entry.text("image");
  const auto row = entry.rows().get("image", id);
  Array steps = row ? list_in(*row, "state_steps") : Array{};
  steps.emplace_back(Object{{"entry", entry.seq()}, {"state", state}});
  entry.set("image", id, "state_steps", std::move(steps));
  entry.set("image", id, "state", state);
  entry.set("image", id, state.c_str(), entry.seq());
}

void put_step(EntryEffect& entry) {
  const std::string& type = entry.entry().type;
  put_state(entry, type.substr(type.find('_') + 1));
}

/// What an image says of its own data and what its data say may differ only where that is among the faults.
void check_import(EntryCheck& entry) {
  check_step(entry, {"registered"});
  const bool faultless = entry.integer("faults.count") == 0;
  for (const char* digest : {"md5", "sha1", "sha256"}) {
    const std::string stored = entry.text((std::string("stored.") + digest).c_str());
    const std::string computed = entry.text((std::string("digests.") + digest).c_str());
    if (faultless && !stored.empty() && !computed.empty() && stored != computed) {
      entry.report("mismatch", "body.stored", entry.text("image"),
                   std::string("the ") + digest +
                       " that the image stores is not that of its data, and no fault is recorded");
    }
  }
  if (entry.integer("files.bytes") != entry.integer("segments.bytes") ||
      entry.integer("files.count") != entry.integer("segments.count")) {
    entry.tampered("body.files", "the files listed are not the segments counted");
  }
  for (const char* file : {"unsigned.facts_file", "unsigned.sheet"}) {
    if (entry.member(file) != nullptr) {
      entry.need_attached(entry.text(file), std::string("body.") + file);
    }
  }
}

/// An imported image is finished, and was read back whole.
void put_import(EntryEffect& entry) {
  const std::string id = entry.text("image");
  put_state(entry, "finished");
  entry.set("image", id, "imported", entry.seq());
  entry.set("image", id, "verified", entry.seq());
  const Value* faults = entry.entry().body().at_path("faults.count");
  entry.set("image", id, "match", *faults == Value(0));
}

void check_comparison(EntryCheck& entry) {
  const auto image = named_image(entry);
  const std::string log =
      entry.member("against_log") != nullptr ? entry.text("against_log") : entry.entry().log;
  const auto index = index_of_log(entry.rows(), log);
  const auto against = static_cast<std::uint64_t>(entry.integer("against").value_or(0));
  const auto named = static_cast<std::int64_t>(entry_number(index.value_or(0), against));
  if (image && (!index || image->integer_of("finished") != named)) {
    const std::string id = entry.text("image");
    entry.report("tampered", "body.against", id,
                 "the entry compared against is not the finished acquisition or the import of " + id);
  }
}

void put_comparison(EntryEffect& entry) {
  entry.set("image", entry.text("image"), "verified", entry.seq());
  entry.set("image", entry.text("image"), "match", *entry.entry().body().find("match"));
}

/// `after` is what marks a fact as added later: it lists every finished acquisition of the item, rising; those in other
/// logs stand in `after_elsewhere`.
void check_late_fact(EntryCheck& entry) {
  if (entry.entry().about.size() != 1) {
    return;  // said already
  }
  const auto finished =
      finished_acquisitions(entry.rows(), entry.entry().about.front().id, log_index_of(entry.entry().number));
  const Value* elsewhere = entry.member("after_elsewhere");
  if (*entry.member("after") != Value(Array(finished.own.begin(), finished.own.end())) ||
      (elsewhere == nullptr ? Value(Array{}) : *elsewhere) !=
          Value(Array(finished.elsewhere.begin(), finished.elsewhere.end()))) {
    entry.tampered("body.after", "'after' does not list the finished acquisitions of the item");
  }
}

/// What takes evidence out of the ledger's sight is refused while it is restricted; looking and comparing are not.
void check_access(EntryCheck& entry) {
  const std::string action = entry.text("action");
  if (action == "viewed" || action == "verified") {
    return;
  }
  need_unrestricted(entry);
}

std::vector<MemberRule> committed_members(const std::vector<std::string>& names) {
  std::vector<MemberRule> out;
  out.reserve(names.size());
  for (const std::string& name : names) {
    out.push_back(optional_member(name, K::committed));
  }
  return out;
}

/// What a collector can say of a thing besides what it is may all be absent.
std::vector<MemberRule> thing_body() {
  std::vector<MemberRule> collected = committed_members(collection_texts());
  collected.push_back(optional_member("at", K::time));
  std::vector<MemberRule> out = committed_members(thing_texts());
  for (MemberRule& rule :
       std::vector<MemberRule>{{"description", K::committed},
                               {"facts", K::fact_map},
                               {"holder", K::holder},
                               one_of("kind", {"source", "carrier", "paper"}),
                               optional_member(object_with("collected", std::move(collected))),
                               optional_member(one_of("lock", {"locked", "unlocked", "none", "not known"})),
                               optional_member("photographs", K::hex_list),
                               optional_member(one_of("power", {"on", "off", "standby", "not known"})),
                               optional_member("quantity", K::integer)}) {
    out.push_back(std::move(rule));
  }
  return out;
}

/// What may come between the start and the finish of an acquisition, or instead of the finish.
void add_interruptions(TypeRules& out) {
  out["acquisition_failed"] = {{{"error", K::committed}, {"image", K::identifier}},
                               AboutRule::acquisition,
                               kImagers,
                               &check_failure,
                               &put_step};
  out["acquisition_suspended"] = {{{"bytes", K::integer}, {"error", K::committed}, {"image", K::identifier}},
                                  AboutRule::acquisition,
                                  kImagers,
                                  &check_end,
                                  &put_step};
  out["acquisition_resumed"] = {{{"bytes", K::integer},
                                 optional_member("changed", K::integer),
                                 {"command", K::committed},
                                 {"compared", K::integer},
                                 optional_member("continued_in", K::committed),
                                 {"destination", K::committed},
                                 {"image", K::identifier},
                                 optional_member("reason", K::committed),
                                 {"source", K::fact_map}},
                                AboutRule::acquisition,
                                kImagers,
                                &check_resumption,
                                &put_step};
}

std::vector<MemberRule> joined(std::vector<MemberRule> rules, std::vector<MemberRule> more) {
  std::move(more.begin(), more.end(), std::back_inserter(rules));
  return rules;
}

/// Members that say what was imaged or imported, and how it lies in the case.
std::vector<MemberRule> image_members() {
  return {object_with("blocks", {{"block_size", K::integer},
                                 {"count", K::integer},
                                 {"file", K::name},
                                 {"root", K::hex},
                                 {"sha256", K::hex}}),
          {"bytes", K::integer},
          {"digests", K::digests},
          {"finished", K::time},
          {"image", K::identifier},
          object_with("segments", {{"bytes", K::integer}, {"count", K::integer}}),
          {"started", K::time},
          object_with("unreadable", {{"bytes", K::integer},
                                     {"count", K::integer},
                                     optional_member("file", K::name),
                                     optional_member("sha256", K::hex)})};
}

MemberRule files_member() {
  return object_with("files",
                     {{"bytes", K::integer}, {"count", K::integer}, {"file", K::name}, {"sha256", K::hex}});
}

/// An image that another tool made, or that was made unsigned.
TypeRule import_rule() {
  std::vector<MemberRule> own = {
      {"command", K::committed},
      {"examiner", K::committed},
      object_with("faults", {{"count", K::integer}, {"list", K::committed}}),
      files_member(),
      {"from", K::committed},
      object_with("header", committed_members({"acquired_at", "case_number", "description", "evidence_number",
                                               "examiner", "notes", "software"})),
      {"libraries", K::text_list},
      {"names", K::committed},
      optional_member("reason", K::committed),
      optional_member("stored", K::digests),
      optional_member(object_with(
          "unsigned",
          {{"facts", K::committed}, {"facts_file", K::hex}, {"sheet", K::hex}, {"sheet_told", K::boolean}}))};
  return {joined(image_members(), std::move(own)), AboutRule::acquisition, kImagers, &check_import,
          &put_import};
}

TypeRules acquisition_rules() {
  TypeRules out;
  out["acquisition_started"] = {{{"command", K::committed},
                                 {"destination", K::committed},
                                 {"examiner", K::committed},
                                 {"image", K::identifier},
                                 {"libraries", K::text_list},
                                 optional_member("playbook", K::hex),
                                 optional_member("reason", K::committed),
                                 {"settings", K::setting_map},
                                 {"source", K::fact_map}},
                                AboutRule::acquisition,
                                kImagers,
                                &check_start,
                                &put_step};
  out["acquisition_finished"] = {
      joined(image_members(), {{"compared", K::boolean},
                               optional_member(object_with(
                                   "log", {{"file", K::name}, {"sha256", K::hex}, {"size", K::integer}})),
                               optional_member("source_after", K::fact_map)}),
      AboutRule::acquisition, kImagers, &check_end, &put_step};
  out["image_imported"] = import_rule();
  add_interruptions(out);
  out["image_verified"] = {{{"against", K::integer},
                            optional_member("against_log", K::text),
                            {"blocks_root", K::hex},
                            {"bytes", K::integer},
                            {"digests", K::digests},
                            files_member(),
                            {"image", K::identifier},
                            {"match", K::boolean},
                            object_with("mismatches", {{"count", K::integer}, {"list", K::committed}})},
                           AboutRule::one_image,
                           kAnyRole,
                           &check_comparison,
                           &put_comparison};
  return out;
}

}  // namespace

TypeRules evidence_rules() {
  TypeRules out = acquisition_rules();
  out["derived"] = {{{"bytes", K::integer},
                     object_with("digests", {{"sha256", K::hex}}),
                     {"file", K::name},
                     {"item", K::identifier},
                     one_of("kind", {"working copy", "extract"}),
                     {"parent", K::identifier},
                     optional_member("range", K::committed),
                     {"reason", K::committed},
                     optional_member("source", K::committed)},
                    AboutRule::derivation,
                    kKeepers,
                    &check_derivation,
                    &put_derivation,
                    nullptr,
                    false,
                    true};
  out["thing_registered"] = {thing_body(), AboutRule::one_new_thing, kKeepers, &check_thing, &put_thing};
  out["image_registered"] = {
      {{"carrier", K::identifier}, one_of("format", {"e01", "raw"}), {"image_of", K::identifier}},
      AboutRule::one_new_image,
      kKeepers,
      &check_image,
      &put_image};
  out["fact_added"] = {{{"after", K::integer_list},
                        optional_member("after_elsewhere", K::text_list),
                        {"fact", K::identifier},
                        optional_member("observed_at", K::time),
                        {"value", K::committed}},
                       AboutRule::one_thing_or_image,
                       kHandlers,
                       &check_late_fact};
  out["accessed"] = {{one_of("action", {"viewed", "mounted", "exported", "copied", "verified"}),
                      {"range", K::text},
                      {"reason", K::committed}},
                     AboutRule::one_thing_or_image,
                     kAnyRole,
                     &check_access};
  for (const char* type : {"accessed", "fact_added"}) {
    out[type].discreet = out[type].may_be_private = true;
  }
  return out;
}

}  // namespace custody
