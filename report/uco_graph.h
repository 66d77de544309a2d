// SPDX-License-Identifier: Apache-2.0
// A graph of CASE/UCO nodes and its one JSON-LD text: each node has an IRI made from the case, values are literals, links are
// IRIs, and all of it is sorted.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/digest.h"
#include "core/json.h"

namespace report {

/// Literals that are no plain text, number or truth.
core::json::Value uco_time(const core::UtcTime& time);
core::json::Value uco_hex(const std::string& hex);

class UcoNode {
 public:
  UcoNode(std::string iri, std::vector<std::string> types) : iri_(std::move(iri)), types_(std::move(types)) {}
  const std::string& iri() const { return iri_; }

  /// Adds a literal: a string, integer, boolean, or one of the above. Given twice it stands once.
  UcoNode& add(const std::string& property, core::json::Value literal);
  /// The same for the one value that a property can have; nothing where there is none, and the first given stays.
  UcoNode& put(const std::string& property, const std::optional<std::string>& text);
  UcoNode& link(const std::string& property, const std::string& iri);
  /// A node that stands inside this one and belongs to it alone, such as a facet.
  UcoNode& part(const std::string& property, const std::string& iri, const std::vector<std::string>& types);
  core::json::Value value() const;

 private:
  std::string iri_;
  std::vector<std::string> types_;
  std::map<std::string, std::map<std::string, core::json::Value>> literals_;  // by their text
  std::map<std::string, std::set<std::string>> links_;
  std::map<std::string, std::map<std::string, UcoNode>> parts_;
};

class UcoGraph {
 public:
  /// Namespace of the terms that CASE/UCO does not have.
  static constexpr const char* kOwnTerms = "https://exhibit.evidence/case-uco/v1#";

  explicit UcoGraph(const core::Sha256& case_id) : case_id_(case_id.hex()) {}

  /// urn:uuid of version 5 (RFC 4122), namespace URL, over kOwnTerms, case id, "/", kind, "/" and key.
  std::string iri(std::string_view kind, std::string_view key) const;
  /// The node of that kind and key, made with the types when it is not there.
  UcoNode& node(std::string_view kind, std::string_view key, const std::vector<std::string>& types);
  /// The part of `owner` of that kind, of which it has one.
  UcoNode& facet(UcoNode& owner, std::string_view kind, const std::string& type);
  /// IRIs of all nodes that are no part of another.
  std::vector<std::string> iris() const;
  std::string json_ld() const;

 private:
  std::string case_id_;
  std::map<std::string, UcoNode> nodes_;
};

}  // namespace report
