// SPDX-License-Identifier: Apache-2.0
#include "report/uco_actions.h"

#include <algorithm>

#include "core/merkle.h"

namespace report {

namespace {

using Time = UcoActionRule::Time;
using Chain = UcoActionRule::Chain;

std::string member_text(const custody::Entry& entry, const char* path) {
  const core::json::Value* found = entry.object.at_path(path);
  return found == nullptr || found->string() == nullptr ? "" : *found->string();
}

bool is_acquisition(const std::string& type) {
  return type.starts_with("acquisition_") || type == "image_imported";
}
bool is_answer(const std::string& type) { return type == "received" || type == "refused"; }

/// What the entry brings into being, and what it is done to; of an acquisition the latter is the source alone, and of an
/// import nothing: the source had no part in it.
bool is_result(const custody::Entry& entry, const std::string& id) {
  return ((entry.type == "acquisition_finished" || entry.type == "image_imported") &&
          id == member_text(entry, "body.image")) ||
         (entry.type == "derived" && id == member_text(entry, "body.item"));
}

}  // namespace

const UcoActionRule* uco_action_rule(const std::string& type) {
  static const std::map<std::string, UcoActionRule> rules = {
      {"accessed", {"accessed"}},
      {"acquisition_failed", {"acquisition-failed", Time::end, Chain::image}},
      {"acquisition_finished", {"acquired", Time::end, Chain::image, true}},
      {"acquisition_resumed", {"acquisition-resumed", Time::moment, Chain::image}},
      {"acquisition_started", {"acquisition-started", Time::start, Chain::image}},
      {"acquisition_suspended", {"acquisition-suspended", Time::moment, Chain::image}},
      {"conflict_resolved", {"custody-conflict-resolved", Time::moment, Chain::custody, true}},
      {"corrected", {"corrected"}},
      {"derived", {"derived", Time::end, Chain::custody, true}},
      {"disposal_approved", {"disposal-approved"}},
      {"disposal_asked", {"disposal-requested"}},
      {"disposal_carried_out", {"disposed", Time::end, Chain::custody, true}},
      {"hold_lifted", {"hold-lifted"}},
      {"hold_placed", {"hold-placed"}},
      {"image_imported", {"imported", Time::end, Chain::image, true}},
      {"image_registered", {"registered", Time::moment, Chain::image}},
      {"image_verified", {"verified", Time::end}},
      {"moved", {"moved", Time::moment, Chain::custody, true}},
      {"received", {"custody-receive", Time::moment, Chain::custody, true}},
      {"refused", {"custody-refuse", Time::moment, Chain::custody, true}},
      {"release_withdrawn", {"custody-release-withdrawn", Time::moment, Chain::custody, true}},
      {"released", {"custody-release", Time::moment, Chain::custody, true}},
      {"restricted", {"restricted"}},
      {"restriction_lifted", {"restriction-lifted"}},
      {"seal_applied", {"sealed", Time::moment, Chain::custody, true}},
      {"seal_broken", {"seal-broken", Time::moment, Chain::custody, true}},
      {"thing_registered", {"registered", Time::moment, Chain::custody, true}},
      {"transferred", {"custody-transfer", Time::moment, Chain::custody, true}},
      {"transferred_from_outside", {"custody-receive", Time::moment, Chain::custody, true}},
      {"transferred_to_outside", {"custody-release", Time::moment, Chain::custody, true}},
  };
  const auto found = rules.find(type);
  return found == rules.end() ? nullptr : &found->second;
}

std::uint64_t UcoActions::add_all() {
  std::uint64_t done = 0;
  for (const auto& [number, from] : entries_.all()) {
    if (const UcoActionRule* rule = uco_action_rule(from.entry.type)) {
      add_action(from, *rule);
      ++done;
    }
    if (from.entry.type == "thing_registered") {
      add_collection(from);
    }
  }
  for (const char* kind : {"thing", "image"}) {
    for (const auto& [id, row] : ledger_.store().list(kind, "")) {
      link_history(id, kind == std::string("image"));
    }
  }
  return done;
}

UcoNode& UcoActions::action(const UcoEntry& from, const char* kind, const std::string& name) {
  return graph_.node(kind, from.leaf_hash, {"case-investigation:InvestigativeAction"})
      .put("uco-core:name", name);
}

void UcoActions::add_action(const UcoEntry& from, const UcoActionRule& rule) {
  const custody::Entry& entry = from.entry;
  UcoNode& node = action(from, "action", rule.name);
  node.put("uco-core:description",
           entries_.text(entry, is_answer(entry.type) ? "body.answer.reason" : "body.reason"))
      .link("uco-action:instrument", objects_.tool(entry));
  if (entry.type == "acquisition_failed") {
    node.put("uco-action:actionStatus", "Fail");
  }
  if (const std::string place = objects_.place(from, "body.place"); !place.empty()) {
    node.link("uco-action:location", place);
  }
  add_times(node, entry, rule);
  add_people(node, from);
  add_items(node, from, rule);
  entries_.add_source(graph_, node, from, true);
}

void UcoActions::add_times(UcoNode& node, const custody::Entry& entry, const UcoActionRule& rule) const {
  const auto told = [&](const char* path) { return core::UtcTime::parse(member_text(entry, path)); };
  std::optional<core::UtcTime> start = told("body.started");
  std::optional<core::UtcTime> end = told("body.finished");
  if (const auto answered = told("body.answer.time")) {
    start = end = answered;
  }
  start = start || rule.time == Time::end ? start : entry.time;
  end = end || rule.time == Time::start ? end : entry.time;
  if (start) {
    node.add("uco-action:startTime", uco_time(*start));
  }
  if (end) {
    node.add("uco-action:endTime", uco_time(*end));
  }
}

/// The performer is who answers a release, or else who signed first; all others that the entry names took part.
void UcoActions::add_people(UcoNode& node, const UcoEntry& from) {
  const custody::Entry& entry = from.entry;
  const bool answer = is_answer(entry.type);
  const std::string performer =
      objects_.person(answer ? member_text(entry, "body.answer.key") : entry.signers.at(0).key);
  node.link("uco-action:performer", performer);
  std::vector<std::string> keys{member_text(entry, "body.from"), member_text(entry, "body.to"),
                                member_text(entry, "body.holder.key")};
  for (const custody::Signer& signer : entry.signers) {
    keys.push_back(signer.key);
  }
  if (const UcoEntry* release = entries_.with_hash(member_text(entry, "body.answer.release"))) {
    keys.push_back(member_text(release->entry, "body.from"));
  }
  for (const std::string& key : keys) {
    if (const std::string person = key.empty() ? "" : objects_.person(key);
        !person.empty() && person != performer) {
      node.link("uco-action:participant", person);
    }
  }
  for (const std::string& outsider : {objects_.outsider(from, "body.party.name", "body.party.agency"),
                                      objects_.outsider(from, "body.holder.outside")}) {
    if (!outsider.empty()) {
      node.link("uco-action:participant", outsider);
    }
  }
}

void UcoActions::add_items(UcoNode& node, const UcoEntry& from, const UcoActionRule& rule) {
  const custody::Entry& entry = from.entry;
  const std::string image = is_acquisition(entry.type) ? member_text(entry, "body.image") : "";
  const auto row = image.empty() ? std::nullopt : ledger_.store().get("image", image);
  const std::string source = row ? row->text_of("image_of").value_or("") : "";
  for (const custody::About& about : entry.about) {
    if (is_result(entry, about.id)) {
      node.link("uco-action:result", objects_.item(about.id));
      add_record(node, from, about.id);
    } else if (image.empty() || (about.id == source && entry.type != "image_imported")) {
      node.link("uco-action:object", objects_.item(about.id));
      if (rule.recorded && image.empty() && entry.type != "derived") {
        add_record(node, from, about.id);
      }
    }
  }
  if (entry.about.empty()) {
    node.link("uco-action:object", graph_.iri("case", ""));
  }
}

void UcoActions::add_record(UcoNode& node, const UcoEntry& from, const std::string& id) {
  UcoNode& record =
      graph_.node("provenance", from.leaf_hash + "/" + id, {"case-investigation:ProvenanceRecord"});
  record.put("uco-core:name", id)
      .put("case-investigation:exhibitNumber", objects_.exhibit_number(id))
      .put("case-investigation:rootExhibitNumber", objects_.root_exhibit_number(id))
      .link("uco-core:object", objects_.item(id));
  entries_.add_source(graph_, record, from, false);
  node.link("uco-action:result", record.iri());
}

void UcoActions::add_collection(const UcoEntry& from) {
  const custody::Entry& entry = from.entry;
  if (entry.object.at_path("body.collected") == nullptr) {
    return;
  }
  UcoNode& node = action(from, "collection", "collected");
  const std::string by = objects_.outsider(from, "body.collected.by");
  if (!by.empty()) {
    node.link("uco-action:performer", by);
  }
  for (const char* path : {"body.collected.from", "body.collected.witness"}) {
    if (const std::string other = objects_.outsider(from, path); !other.empty()) {
      node.link("uco-action:participant", other);
    }
  }
  if (const std::string place = objects_.place(from, "body.collected.place"); !place.empty()) {
    node.link("uco-action:location", place);
  }
  if (const auto at = core::UtcTime::parse(member_text(entry, "body.collected.at"))) {
    node.add("uco-action:startTime", uco_time(*at)).add("uco-action:endTime", uco_time(*at));
  }
  node.link("uco-action:object", objects_.item(entry.about.at(0).id));
  entries_.add_source(graph_, node, from, false);
  graph_.node("action", from.leaf_hash, {}).link("case-investigation:wasInformedBy", node.iri());
}

void UcoActions::link_history(const std::string& id, bool image) {
  std::map<std::string, std::set<std::string>>
      resting;  // leaf hash of an entry: the actions that rest is on after it
  for (const std::uint64_t number : ledger_.entries_about(id)) {
    const custody::Entry entry = ledger_.entry(number);  // withheld ones too: the way leads through them
    const auto about = std::find_if(entry.about.begin(), entry.about.end(),
                                    [&](const custody::About& a) { return a.id == id; });
    std::set<std::string> before;
    for (const core::Sha256& prev : about->prev) {
      const auto& those = resting[prev.hex()];
      before.insert(those.begin(), those.end());
    }
    const std::string hash = core::merkle::leaf_hash(*ledger_.store().leaf(number)).hex();
    const UcoActionRule* rule = uco_action_rule(entry.type);
    if (rule != nullptr && entries_.numbered(number) != nullptr) {
      UcoNode& node = graph_.node("action", hash, {});
      for (const std::string& iri : before) {
        node.link("case-investigation:wasInformedBy", iri);
      }
    }
    const bool chained =
        rule != nullptr && (rule->chain == Chain::custody || (image && rule->chain == Chain::image));
    resting[hash] = chained ? std::set<std::string>{action_iri(hash)} : before;
  }
}

}  // namespace report
