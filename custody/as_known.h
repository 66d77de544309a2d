// SPDX-License-Identifier: Apache-2.0
// The rows as the author of an entry knew them: without what stands in entries their log had not taken in.
#pragma once

#include <functional>
#include <map>

#include "custody/log_view.h"

namespace custody {

/// Reads through to `rows`, which it must not outlive; put() is for nobody.
class AsKnown final : public Rows {
 public:
  AsKnown(const Rows& rows, const LogView& view) : rows_(rows), view_(view) {}

  /// The row of a thing as it was before entries that the author had not seen.
  void set_thing(const std::string& id, core::json::Value row) { things_[id] = std::move(row); }

  std::optional<core::json::Value> get(const std::string& kind, const std::string& id) const override;
  void put(const std::string& kind, const std::string& id, core::json::Value value) override;
  std::vector<std::pair<std::string, core::json::Value>> list(const std::string& kind,
                                                              const std::string& prefix) const override;

 private:
  bool knows(const core::json::Value& row, const char* member) const;
  bool was_made(const core::json::Value& row) const;
  static const core::json::Value* again(const core::json::Value& row, const char* list,
                                        const std::function<bool(const core::json::Value&)>& is_known);
  static void take_over(core::json::Value& row, const core::json::Value* from);
  bool is_known(const core::json::Value& row) const;
  void forget_roles(core::json::Value& row) const;
  void forget_steps(core::json::Value& row) const;
  /// Without what an entry the author had not seen says of the row.
  core::json::Value as_known(core::json::Value row) const;

  const Rows& rows_;
  const LogView& view_;
  std::map<std::string, core::json::Value> things_;
};

}  // namespace custody
