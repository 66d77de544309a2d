// SPDX-License-Identifier: Apache-2.0
// The history of a thing or image: the entries about it, and their heads. docs/ledger-format.md section 8.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/digest.h"
#include "custody/log_view.h"

namespace custody {

struct HistoryHead {
  std::uint64_t number = 0;
  core::Sha256 hash;
};

/// All heads of the history as far as it is in the rows, by hash; none when the identifier is not registered.
std::vector<HistoryHead> history_heads(const Rows& rows, const std::string& id);
/// Those an author with that view saw.
std::vector<HistoryHead> history_heads(const Rows& rows, const std::string& id, const LogView& view);

/// The newest exclusive entry of the history (or its registration) among those that the view knows, with the thing's row
/// after it. One that contends with another of them is not the newest.
struct CustodyTip {
  std::uint64_t number = 0;
  core::json::Value thing;
};
std::optional<CustodyTip> custody_tip(const Rows& rows, const std::string& id, const LogView& view);

/// Puts an entry at the end of the history. `order` is its place in the replay; `prev` are the heads it lists; `thing` is
/// the thing's row after it, where custody moved.
struct HistoryStep {
  std::uint64_t number = 0, order = 0;
  core::Sha256 hash;
  std::vector<core::Sha256> prev;
  std::optional<core::json::Value> thing;
};
void extend_history(Rows& rows, const std::string& id, const HistoryStep& step);

/// Numbers of the entries about an identifier, in the order of the replay.
std::vector<std::uint64_t> history_of(const Rows& rows, const std::string& id);
/// Leaf hash of entry `number`, which is about `id`.
std::optional<core::Sha256> hash_in_history(const Rows& rows, const std::string& id, std::uint64_t number);

}  // namespace custody
