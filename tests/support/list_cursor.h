// SPDX-License-Identifier: Apache-2.0
// The leaves of a log kept in memory, one after the other.
#pragma once

#include "custody/log_source.h"

namespace support {

class ListCursor final : public custody::LeafCursor {
 public:
  explicit ListCursor(std::vector<custody::FoundLeaf> leaves) : leaves_(std::move(leaves)) {}
  std::optional<custody::FoundLeaf> next() override {
    return at_ < leaves_.size() ? std::optional(leaves_[at_++]) : std::nullopt;
  }

 private:
  std::vector<custody::FoundLeaf> leaves_;
  std::size_t at_ = 0;
};

}  // namespace support
