// SPDX-License-Identifier: Apache-2.0
// The logs of a case database as they are verified.
#pragma once

#include <memory>
#include <vector>

#include "custody/log_source.h"
#include "custody/store.h"

namespace custody {

/// All logs of a store, which must outlive this.
class StoreSources {
 public:
  explicit StoreSources(const Store& store);
  /// By index; at least one, even where the database names none.
  const std::vector<const LogSource*>& all() const { return all_; }
  std::uint64_t count() const { return all_.size(); }

 private:
  std::vector<std::unique_ptr<LogSource>> owned_;
  std::vector<const LogSource*> all_;
};

}  // namespace custody
