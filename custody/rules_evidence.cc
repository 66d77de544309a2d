// SPDX-License-Identifier: Apache-2.0
// Things and images: how they come into being, how an image is made and compared, facts and accesses.
#include <algorithm>
#include <set>

#include "custody/entry_check.h"
#include "custody/restriction.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using K = MemberKind;

namespace {

void check_thing(EntryCheck& entry) {
  entry.need_enrolled("holder.key", "the holder's key is not enrolled in this case");
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

void check_start(EntryCheck& entry) { check_step(entry, {"registered", "failed"}); }
void check_end(EntryCheck& entry) { check_step(entry, {"started"}); }

void put_step(EntryEffect& entry) {
  const std::string& type = entry.entry().type;
  const std::string state = type.substr(type.find('_') + 1);
  entry.set("image", entry.text("image"), "state", state);
  entry.set("image", entry.text("image"), state.c_str(), entry.seq());
}

void check_comparison(EntryCheck& entry) {
  const auto image = named_image(entry);
  if (image && image->integer_of("finished") != entry.integer("against")) {
    const std::string id = entry.text("image");
    entry.report("tampered", "body.against", id,
                 "the entry compared against is not the finished acquisition of " + id);
  }
}

void put_comparison(EntryEffect& entry) {
  entry.set("image", entry.text("image"), "verified", entry.seq());
  entry.set("image", entry.text("image"), "match", *entry.entry().body().find("match"));
}

/// `after` is what marks a fact as added later: it lists every finished acquisition of the item, rising.
void check_late_fact(EntryCheck& entry) {
  std::set<std::int64_t> finished;
  for (const auto& [image, row] : entry.rows().list("image", "")) {
    const auto seq = row.integer_of("finished");
    if (seq &&
        (entry.entry().is_about(image) || entry.entry().is_about(row.text_of("image_of").value_or("")))) {
      finished.insert(*seq);
    }
  }
  if (*entry.member("after") != Value(Array(finished.begin(), finished.end()))) {
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

TypeRules acquisition_rules() {
  TypeRules out;
  out["acquisition_started"] = {{{"command", K::committed},
                                 {"destination", K::committed},
                                 {"examiner", K::committed},
                                 {"image", K::identifier},
                                 {"libraries", K::text_list},
                                 optional_member("reason", K::committed),
                                 {"settings", K::setting_map},
                                 {"source", K::fact_map}},
                                AboutRule::acquisition,
                                kImagers,
                                &check_start,
                                &put_step};
  out["acquisition_finished"] = {{object_with("blocks", {{"block_size", K::integer},
                                                         {"count", K::integer},
                                                         {"file", K::name},
                                                         {"root", K::hex},
                                                         {"sha256", K::hex}}),
                                  {"bytes", K::integer},
                                  {"compared", K::boolean},
                                  {"digests", K::digests},
                                  {"finished", K::time},
                                  {"image", K::identifier},
                                  object_with("segments", {{"bytes", K::integer}, {"count", K::integer}}),
                                  {"started", K::time},
                                  object_with("unreadable", {{"bytes", K::integer},
                                                             {"count", K::integer},
                                                             optional_member("file", K::name),
                                                             optional_member("sha256", K::hex)})},
                                 AboutRule::acquisition,
                                 kImagers,
                                 &check_end,
                                 &put_step};
  out["acquisition_failed"] = {{{"error", K::committed}, {"image", K::identifier}},
                               AboutRule::acquisition,
                               kImagers,
                               &check_end,
                               &put_step};
  out["image_verified"] = {
      {{"against", K::integer},
       {"blocks_root", K::hex},
       {"bytes", K::integer},
       {"digests", K::digests},
       object_with("files",
                   {{"bytes", K::integer}, {"count", K::integer}, {"file", K::name}, {"sha256", K::hex}}),
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
  out["thing_registered"] = {{{"description", K::committed},
                              {"facts", K::fact_map},
                              {"holder", K::holder},
                              one_of("kind", {"source", "carrier", "paper"})},
                             AboutRule::one_new_thing,
                             kKeepers,
                             &check_thing,
                             &put_thing};
  out["image_registered"] = {
      {{"carrier", K::identifier}, one_of("format", {"e01", "raw"}), {"image_of", K::identifier}},
      AboutRule::one_new_image,
      kKeepers,
      &check_image,
      &put_image};
  out["fact_added"] = {{{"after", K::integer_list},
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
