// SPDX-License-Identifier: Apache-2.0
// The rows of kind "about" in memory, one for each entry about a thing: packed, since a long log has as many as entries.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/digest.h"
#include "core/json.h"

namespace custody {

/// Gives back what was put, value for value. Row ids are those of about_row().
class HistoryRows {
 public:
  std::optional<core::json::Value> get(const std::string& id) const;
  void put(const std::string& id, core::json::Value value);
  std::vector<std::pair<std::string, core::json::Value>> list(const std::string& prefix) const;
  void each(const std::function<void(const std::string& id, const core::json::Value& value)>& visit) const;
  std::uint64_t size() const;

 private:
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};
  struct Step {
    std::uint64_t number = 0, order = kNone, prev = kNone;
    core::Sha256 hash;
    std::unique_ptr<core::json::Value>
        whole;  // of a row that is more than a hash, an order and at most one head
  };
  /// By index of their log, so that the newest entry of each log is put at an end.
  using Steps = std::map<std::uint64_t, std::vector<Step>>;

  static Step packed(std::uint64_t number, core::json::Value value);
  static core::json::Value unpacked(const Step& step);
  static void visit_all(const std::string& thing, const Steps& steps,
                        const std::function<void(const std::string& id, const Step& step)>& visit);

  std::map<std::string, Steps> things_;  // by the row id up to its slash
};

}  // namespace custody
