// SPDX-License-Identifier: Apache-2.0
// Projections as rows (kind, id, value): what replay knows of a case. The database keeps a copy that `verify` rebuilds
// and compares; nothing in them is truth of its own.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/json.h"
#include "custody/history_rows.h"

namespace custody {

/// Kinds: case, key, thing, image, incident, authority, document, package, attachment, head, about, correction; and, by leaf
/// hash, release, seal, hold, restriction, disposal (custody/pending.h).
class Rows {
 public:
  virtual ~Rows() = default;
  virtual std::optional<core::json::Value> get(const std::string& kind, const std::string& id) const = 0;
  virtual void put(const std::string& kind, const std::string& id, core::json::Value value) = 0;
  /// All rows of a kind whose id starts with `prefix`, by id.
  virtual std::vector<std::pair<std::string, core::json::Value>> list(const std::string& kind,
                                                                      const std::string& prefix) const = 0;
};

class MemoryRows final : public Rows {
 public:
  std::optional<core::json::Value> get(const std::string& kind, const std::string& id) const override;
  void put(const std::string& kind, const std::string& id, core::json::Value value) override;
  std::vector<std::pair<std::string, core::json::Value>> list(const std::string& kind,
                                                              const std::string& prefix) const override;
  /// All rows by kind and id.
  void each(const std::function<void(const std::string& kind, const std::string& id,
                                     const core::json::Value& value)>& visit) const;
  std::uint64_t size() const;

 private:
  using OfKind = std::map<std::string, core::json::Value>;

  std::map<std::string, OfKind> kinds_;
  HistoryRows about_;  // likewise, the rows of kind "about"
};

/// The elements of a list member; nothing when the row has another shape (a damaged database).
core::json::Array list_in(const core::json::Value& row, std::string_view member);
/// The texts of a list member; nothing when the row has another shape (a damaged database).
std::vector<std::string> texts_in(const core::json::Value& row, std::string_view member);

/// Row id of "entry `seq` is about `id`" (empty: about nothing): sorts by seq below one id.
std::string about_row(const std::string& id, std::uint64_t seq);

}  // namespace custody
