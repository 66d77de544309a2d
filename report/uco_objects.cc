// SPDX-License-Identifier: Apache-2.0
#include "report/uco_objects.h"

#include "custody/person.h"

namespace report {

using core::json::Value;

namespace {

Value member(const custody::Entry& entry, const char* path) {
  const Value* found = entry.object.at_path(path);
  return found == nullptr ? Value(nullptr) : *found;
}

std::string clear_text(const custody::Entry& entry, const char* name) {
  return entry.body().text_of(name).value_or("");
}

/// Digests of a body by the names CASE/UCO has for them.
std::map<std::string, std::string> digests_of(const custody::Entry& entry) {
  std::map<std::string, std::string> out;
  for (const auto& [name, method] : {std::pair("md5", "MD5"), {"sha1", "SHA1"}, {"sha256", "SHA256"}}) {
    const Value hex = member(entry, (std::string("body.digests.") + name).c_str());
    if (hex.string() != nullptr) {
      out.emplace(method, *hex.string());
    }
  }
  return out;
}

}  // namespace

void UcoObjects::add_all() {
  add_logs();
  add_people();
  for (const auto& [number, from] : entries_.all()) {
    const custody::Entry& entry = from.entry;
    if (entry.type == "thing_registered") {
      add_thing(from, entry.about.at(0).id);
    } else if (entry.type == "image_registered") {
      add_image(from, entry.about.at(0).id);
    } else if (entry.type == "acquisition_finished" || entry.type == "image_imported") {
      add_contents(from);
    } else if (entry.type == "derived") {
      add_derived(from);
    } else if (entry.type == "authority_recorded") {
      add_authority(from);
    }
  }
}

void UcoObjects::add_logs() {
  const auto heads = ledger_.checkpoints();
  const auto keys = ledger_.store().logs();
  for (std::uint64_t log = 0; log < heads.size(); ++log) {
    UcoNode& node = graph_.node("log", heads[log].origin, {"exhibit:Log", "uco-core:UcoObject"});
    node.put("uco-core:name", heads[log].origin);
    graph_.facet(node, "head", "exhibit:HeadFacet")
        .add("exhibit:size", Value(heads[log].size))
        .add("exhibit:root", uco_hex(heads[log].root.hex()))
        .add("exhibit:chainHead", uco_hex(ledger_.store().head(log).chain.hex()))
        .add("exhibit:vkey", keys.at(log).text());
  }
}

std::string UcoObjects::person(const std::string& key_name) const {
  return graph_.iri("person", custody::first_key_of(ledger_.store(), key_name));
}

void UcoObjects::add_people() {
  for (const auto& [key, row] : ledger_.store().list("key", "")) {
    const std::string first = custody::first_key_of(ledger_.store(), key);
    UcoNode& node = graph_.node("person", first, {"uco-identity:Person"});
    if (const UcoEntry* named = row_entry("key", first, "enrolled")) {
      node.put("uco-core:name", entries_.text(named->entry, "body.name"));
    }
    if (const UcoEntry* from = row_entry("key", key, "enrolled")) {
      node.put("uco-core:name", entries_.text(from->entry, "body.name"));
      entries_.add_source(graph_, node, *from, true).add("exhibit:keyName", key);
      add_organisation_of(node.iri(), entries_.text(from->entry, "body.org"));
    }
  }
}

UcoNode& UcoObjects::organisation(const std::string& name) {
  return graph_.node("organisation", name, {"uco-identity:Organization"}).put("uco-core:name", name);
}

void UcoObjects::add_organisation_of(const std::string& person, const std::optional<std::string>& name) {
  if (name) {
    relate(person, "Affiliated_With", organisation(*name).iri());
  }
}

void UcoObjects::relate(const std::string& from, const char* kind, const std::string& to) {
  graph_.node("relationship", from + "/" + kind + "/" + to, {"uco-core:Relationship"})
      .link("uco-core:source", from)
      .link("uco-core:target", to)
      .put("uco-core:kindOfRelationship", kind)
      .add("uco-core:isDirectional", true);
}

std::string UcoObjects::outsider(const UcoEntry& from, const std::string& name_path,
                                 const std::string& agency_path) {
  const auto name = entries_.text(from.entry, name_path);
  const auto agency = agency_path.empty() ? std::nullopt : entries_.text(from.entry, agency_path);
  if (!name && !agency) {
    return "";
  }
  const char* type = agency_path.empty() ? "uco-identity:Identity" : "uco-identity:Person";
  UcoNode& node = graph_.node("outsider", from.leaf_hash + "/" + name_path, {type});
  node.put("uco-core:name", name);
  entries_.add_source(graph_, node, from, false);
  add_organisation_of(node.iri(), agency);
  return node.iri();
}

std::string UcoObjects::place(const UcoEntry& from, const std::string& path) {
  const auto name = entries_.text(from.entry, path);
  return name ? graph_.node("place", *name, {"uco-location:Location"}).put("uco-core:name", name).iri() : "";
}

std::string UcoObjects::tool(const custody::Entry& entry) {
  const Value* tool = entry.object.find("tool");
  const std::string name = tool->text_of("name").value_or("");
  const std::string version = tool->text_of("version").value_or("");
  const std::string digest = tool->text_of("digest").value_or("");
  UcoNode& node =
      graph_.node("tool", core::json::encode(core::json::Array{name, version, digest}), {"uco-tool:Tool"});
  node.put("uco-core:name", name).put("uco-tool:version", version);
  if (!digest.empty()) {
    add_uco_content(graph_, node, nullptr, {{"SHA256", digest}});
  }
  return node.iri();
}

namespace {

/// A block device is storage; what somebody described without having read it is equipment; of a file or what is kept back
/// no more is said than that it can be observed; paper is an article.
std::string type_of_thing(const std::string& kind, bool read, const std::string& told) {
  if (kind == "paper") {
    return "uco-core:Item";
  }
  if (kind == "carrier" || told == "block device") {
    return "uco-observable:StorageMedium";
  }
  return read ? "uco-observable:ObservableObject" : "uco-observable:Device";
}

}  // namespace

void UcoObjects::add_thing(const UcoEntry& from, const std::string& id) {
  const custody::Entry& entry = from.entry;
  const auto said = [&](const char* name) { return entries_.text(entry, std::string("body.") + name); };
  const std::string told = said("facts.kind").value_or("");
  const bool read = member(entry, "body.facts.logical_sector_size").integer() != nullptr;
  const std::string type = type_of_thing(clear_text(entry, "kind"), read, told);
  UcoNode& node = graph_.node("item", id, {type});
  node.put("uco-core:name", id).put("uco-core:description", said("description"));
  entries_.add_source(graph_, node, from, false);
  if (type == "uco-core:Item") {
    return;
  }
  UcoNode& device = graph_.facet(node, "device", "uco-observable:DeviceFacet");
  device.put("uco-observable:deviceType", said("type"));
  for (const auto& [property, name, fact] : {std::tuple("uco-observable:model", "model", "facts.model"),
                                             {"uco-observable:serialNumber", "serial", "facts.serial"}}) {
    device.put(property, said(name)).put(property, said(fact));
  }
  if (const auto make = said("make") ? said("make") : said("facts.vendor")) {
    device.link("uco-observable:manufacturer", organisation(*make).iri());
  }
  if (told == "block device") {
    graph_.facet(node, "disk", "uco-observable:DiskFacet")
        .add("uco-observable:diskSize", member(entry, "body.facts.size"));
  }
}

void UcoObjects::add_image(const UcoEntry& from, const std::string& id) {
  UcoNode& node = graph_.node("item", id, {"uco-observable:Image"});
  node.put("uco-core:name", id)
      .link("case-investigation:wasDerivedFrom", item(clear_text(from.entry, "image_of")));
  graph_.facet(node, "image", "uco-observable:ImageFacet")
      .put("uco-observable:imageType", clear_text(from.entry, "format") == "raw" ? "RAW" : "EnCase");
  entries_.add_source(graph_, node, from, false);
  relate(node.iri(), "Stored_On", item(clear_text(from.entry, "carrier")));
}

void UcoObjects::add_contents(const UcoEntry& from) {
  UcoNode& node = graph_.node("item", clear_text(from.entry, "image"), {"uco-observable:Image"});
  add_uco_content(graph_, node, member(from.entry, "body.bytes"), digests_of(from.entry));
}

void UcoObjects::add_derived(const UcoEntry& from) {
  const std::string id = clear_text(from.entry, "item");
  UcoNode& node = graph_.node("item", id, {"uco-observable:File"});
  node.put("uco-core:name", id)
      .link("case-investigation:wasDerivedFrom", item(clear_text(from.entry, "parent")));
  graph_.facet(node, "file", "uco-observable:FileFacet")
      .put("uco-observable:fileName", clear_text(from.entry, "file"));
  add_uco_content(graph_, node, member(from.entry, "body.bytes"), digests_of(from.entry));
  entries_.add_source(graph_, node, from, false);
}

void UcoObjects::add_authority(const UcoEntry& from) {
  const custody::Entry& entry = from.entry;
  UcoNode& node = graph_.node("authority", from.leaf_hash, {"case-investigation:Authorization"});
  node.put("case-investigation:authorizationType", clear_text(entry, "kind"))
      .put("uco-core:description", entries_.text(entry, "body.scope"));
  if (const auto expires = core::UtcTime::parse(clear_text(entry, "expires"))) {
    node.add("uco-core:endTime", uco_time(*expires));
  }
  entries_.add_source(graph_, node, from, true);
}

const UcoEntry* UcoObjects::row_entry(const char* kind, const std::string& id, const char* member) const {
  const auto row = ledger_.store().get(kind, id);
  const auto number = row ? row->integer_of(member) : std::nullopt;
  return number ? entries_.numbered(static_cast<std::uint64_t>(*number)) : nullptr;
}

std::string UcoObjects::exhibit_number(const std::string& id) const {
  const UcoEntry* from = row_entry("thing", id, "registered");
  return (from == nullptr ? std::nullopt : entries_.text(from->entry, "body.exhibit")).value_or(id);
}

std::string UcoObjects::root_exhibit_number(const std::string& id) const {
  const auto image = ledger_.store().get("image", id);
  const std::string thing = image ? image->text_of("image_of").value_or(id) : id;
  const UcoEntry* from = row_entry("thing", thing, "registered");
  return (from == nullptr ? std::nullopt : entries_.text(from->entry, "body.root_exhibit"))
      .value_or(exhibit_number(thing));
}

}  // namespace report
