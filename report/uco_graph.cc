// SPDX-License-Identifier: Apache-2.0
#include "report/uco_graph.h"

#include "core/uuid.h"

namespace report {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// Of RFC 4122 appendix C: the namespace of URLs.
constexpr core::Uuid kUrls = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
                              0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};

Value typed(const char* type, const std::string& text) { return Object{{"@type", type}, {"@value", text}}; }

/// The prefixes, all of them here: a reader needs no network.
Object context() {
  const std::string uco = "https://ontology.unifiedcyberontology.org/uco/";
  Object out{{"case-investigation", "https://ontology.caseontology.org/case/investigation/"},
             {"exhibit", UcoGraph::kOwnTerms},
             {"xsd", "http://www.w3.org/2001/XMLSchema#"}};
  for (const char* part : {"action", "core", "identity", "location", "observable", "tool", "types"}) {
    out[std::string("uco-") + part] = uco + part + "/";
  }
  return out;
}

}  // namespace

Value uco_time(const core::UtcTime& time) { return typed("xsd:dateTime", time.text()); }
Value uco_hex(const std::string& hex) { return typed("xsd:hexBinary", hex); }

UcoNode& UcoNode::add(const std::string& property, Value literal) {
  std::string text = core::json::encode(literal);
  literals_[property].emplace(std::move(text), std::move(literal));
  return *this;
}

UcoNode& UcoNode::put(const std::string& property, const std::optional<std::string>& text) {
  return text && !literals_.contains(property) ? add(property, *text) : *this;
}

UcoNode& UcoNode::link(const std::string& property, const std::string& iri) {
  links_[property].insert(iri);
  return *this;
}

UcoNode& UcoNode::part(const std::string& property, const std::string& iri,
                       const std::vector<std::string>& types) {
  return parts_[property].try_emplace(iri, iri, types).first->second;
}

Value UcoNode::value() const {
  Object out{{"@id", iri_}, {"@type", Array(types_.begin(), types_.end())}};
  for (const auto& [property, literals] : literals_) {
    Array list;
    for (const auto& [text, literal] : literals) {
      list.push_back(literal);
    }
    out[property] = list.size() == 1 ? list[0] : Value(std::move(list));
  }
  for (const auto& [property, iris] : links_) {
    Array list;
    for (const std::string& iri : iris) {
      list.emplace_back(Object{{"@id", iri}});
    }
    out[property] = std::move(list);
  }
  for (const auto& [property, parts] : parts_) {
    Array list;
    for (const auto& [iri, part] : parts) {
      list.push_back(part.value());
    }
    out[property] = std::move(list);
  }
  return out;
}

std::string UcoGraph::iri(std::string_view kind, std::string_view key) const {
  return "urn:uuid:" +
         core::uuid5_text(kUrls, kOwnTerms + case_id_ + "/" + std::string(kind) + "/" + std::string(key));
}

UcoNode& UcoGraph::node(std::string_view kind, std::string_view key, const std::vector<std::string>& types) {
  const std::string iri = this->iri(kind, key);
  return nodes_.try_emplace(iri, iri, types).first->second;
}

UcoNode& UcoGraph::facet(UcoNode& owner, std::string_view kind, const std::string& type) {
  std::vector<std::string> types{type};
  if (type.starts_with("exhibit:")) {
    types.emplace_back("uco-core:Facet");
  }
  return owner.part("uco-core:hasFacet", iri(kind, owner.iri()), types);
}

std::vector<std::string> UcoGraph::iris() const {
  std::vector<std::string> out;
  for (const auto& [iri, node] : nodes_) {
    out.push_back(iri);
  }
  return out;
}

std::string UcoGraph::json_ld() const {
  Array graph;
  for (const auto& [iri, node] : nodes_) {
    graph.push_back(node.value());
  }
  return core::json::encode_indented(Object{{"@context", context()}, {"@graph", std::move(graph)}}) + "\n";
}

}  // namespace report
