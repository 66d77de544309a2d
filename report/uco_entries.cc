// SPDX-License-Identifier: Apache-2.0
#include "report/uco_entries.h"

#include "custody/private_entry.h"
#include "report/case_view.h"

namespace report {

using core::json::Value;

namespace {

/// No name in a disclosed value becomes a term.
void add_disclosed(UcoNode& facet, const std::string& property, const Value& value) {
  if (const auto* list = value.array()) {
    for (const Value& item : *list) {
      add_disclosed(facet, property, item);
    }
  } else if (const auto bytes = value.text_of("b64"); bytes && value.text_of("shown")) {
    facet.add(property, readable(value));
    facet.add(property + ".bytes", core::json::Object{{"@type", "xsd:base64Binary"}, {"@value", *bytes}});
  } else if (value.object() != nullptr) {
    facet.add(property, core::json::encode(value));
  } else if (!value.is_null()) {
    facet.add(property, value);
  }
}

}  // namespace

UcoEntries::UcoEntries(const custody::Ledger& ledger, const custody::Redaction& redaction) {
  const custody::Store& store = ledger.store();
  for (std::uint64_t log = 0; log < store.logs().size(); ++log) {
    const auto hashes = store.leaf_hashes(log);
    for (std::uint64_t seq = 0; seq < hashes.size(); ++seq) {
      const std::uint64_t number = custody::entry_number(log, seq);
      custody::Entry entry = ledger.entry(number);
      if (!redaction.leaves.contains(number) && entry.type != custody::kPrivateType) {
        by_hash_.emplace(hashes[seq].hex(), number);
        entries_.emplace(number, UcoEntry{std::move(entry), hashes[seq].hex(), ledger.label(number)});
      }
    }
    store.each_disclosure(log, [&](const custody::Disclosure& it) {
      const std::uint64_t number = custody::entry_number(log, it.seq);
      if (!redaction.hides(number, it.name)) {
        disclosed_.insert_or_assign({number, it.name}, it.value);
      }
    });
  }
}

const UcoEntry* UcoEntries::numbered(std::uint64_t number) const {
  const auto found = entries_.find(number);
  return found == entries_.end() ? nullptr : &found->second;
}

const UcoEntry* UcoEntries::with_hash(const std::string& leaf_hash) const {
  const auto found = by_hash_.find(leaf_hash);
  return found == by_hash_.end() ? nullptr : numbered(found->second);
}

const Value* UcoEntries::disclosed(const custody::Entry& entry, const std::string& path) const {
  const auto found = disclosed_.find({entry.number, path});
  return found == disclosed_.end() ? nullptr : &found->second;
}

std::optional<std::string> UcoEntries::text(const custody::Entry& entry, const std::string& path) const {
  const Value* value = entry.object.at_path(path);
  if (value != nullptr && custody::commitment_in(*value)) {
    value = disclosed(entry, path);
  }
  const std::string found = value == nullptr ? "" : readable(*value);
  return found.empty() ? std::nullopt : std::optional(found);
}

UcoNode& UcoEntries::add_source(UcoGraph& graph, UcoNode& node, const UcoEntry& from, bool whole) const {
  const custody::Entry& entry = from.entry;
  UcoNode& facet = graph.facet(node, "entry/" + from.leaf_hash, "exhibit:EntryFacet");
  facet.add("exhibit:entry", from.label)
      .add("exhibit:type", entry.type)
      .add("exhibit:leafHash", uco_hex(from.leaf_hash))
      .add("exhibit:seq", Value(entry.seq))
      .add("exhibit:chain", uco_hex(entry.chain.hex()))
      .add("exhibit:claimedTime", uco_time(entry.time))
      .link("exhibit:log", graph.iri("log", entry.log));
  for (const custody::Signer& signer : entry.signers) {
    facet.add("exhibit:signer." + signer.capacity, signer.key);
  }
  if (whole) {
    add_members(facet, entry, "body", "exhibit:body", entry.body());
    add_attachments(graph, facet, from);
  }
  return facet;
}

void UcoEntries::add_members(UcoNode& facet, const custody::Entry& entry, const std::string& path,
                             const std::string& property, const Value& value) const {
  if (custody::commitment_in(value)) {
    if (const Value* found = disclosed(entry, path)) {
      add_disclosed(facet, property, *found);
    } else {
      facet.add("exhibit:absentValue", path);
    }
  } else if (const auto* members = value.object()) {
    for (const auto& [name, member] : *members) {
      add_members(facet, entry, path + "." + name, property + "." + name, member);
    }
  } else if (const auto* list = value.array()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      add_members(facet, entry, path + "." + std::to_string(i), property, (*list)[i]);
    }
  } else if (!value.is_null()) {
    facet.add(property, value);
  }
}

void UcoEntries::add_attachments(UcoGraph& graph, UcoNode& facet, const UcoEntry& from) const {
  for (std::size_t i = 0; i < from.entry.attachments.size(); ++i) {
    const custody::Attachment& attachment = from.entry.attachments[i];
    UcoNode& file =
        graph.node("attachment", from.leaf_hash + "/" + std::to_string(i), {"uco-observable:File"});
    graph.facet(file, "file", "uco-observable:FileFacet")
        .put("uco-observable:fileName", text(from.entry, "attachments." + std::to_string(i) + ".name"));
    add_uco_content(graph, file, Value(attachment.size), {{"SHA256", attachment.sha256.hex()}});
    facet.link("exhibit:attachment", file.iri());
  }
}

void add_uco_content(UcoGraph& graph, UcoNode& node, const Value& size,
                     const std::map<std::string, std::string>& digests) {
  UcoNode& content = graph.facet(node, "content", "uco-observable:ContentDataFacet");
  if (size.integer() != nullptr) {
    content.add("uco-observable:sizeInBytes", size);
  }
  for (const auto& [method, hex] : digests) {
    content.part("uco-observable:hash", graph.iri("hash", node.iri() + "/" + method), {"uco-types:Hash"})
        .put("uco-types:hashMethod", method)
        .add("uco-types:hashValue", uco_hex(hex));
  }
}

}  // namespace report
