// SPDX-License-Identifier: Apache-2.0
#include "custody/store_source.h"

#include <algorithm>

#include "core/error.h"

namespace custody {

namespace {

constexpr std::uint64_t kAtOnce = 512;
constexpr std::int64_t kMostLogs = 1000;  // of a damaged database

class StoreCursor final : public LeafCursor {
 public:
  StoreCursor(const Store& store, std::uint64_t log) : store_(store), log_(log) {}

  std::optional<FoundLeaf> next() override {
    if (at_ == read_.size()) {
      read_ = store_.entries(log_, from_, kAtOnce);
      at_ = 0;
      if (read_.empty()) {
        return std::nullopt;
      }
    }
    StoredEntry& entry = read_[at_++];
    if (entry.seq < from_) {
      core::fail("its rows are out of order");  // a damaged table: reading on from here would never end
    }
    from_ = entry.seq + 1;
    return FoundLeaf{
        entry.seq,
        std::move(entry.leaf),
        {},
        std::nullopt,
        StoredDigests{std::move(entry.leaf_hash), std::move(entry.leaf_sha3), std::move(entry.chain)}};
  }

 private:
  const Store& store_;
  std::uint64_t log_, from_ = 0;
  std::vector<StoredEntry> read_;
  std::size_t at_ = 0;
};

class StoreSource final : public LogSource {
 public:
  StoreSource(const Store& store, std::uint64_t log) : store_(store), log_(log) {}
  std::unique_ptr<LeafCursor> leaves() const override { return std::make_unique<StoreCursor>(store_, log_); }
  void each_checkpoint(const std::function<void(const std::string&)>& visit) const override {
    store_.each_checkpoint(log_, [&](std::uint64_t /*size*/, const std::string& note) { visit(note); });
  }
  void each_disclosure(const std::function<void(const Disclosure&)>& visit) const override {
    Statement rows = store_.database().prepare(
        "SELECT seq, name, salt, value FROM disclosure WHERE log=? ORDER BY seq, name");
    rows.bind(1, static_cast<std::int64_t>(log_) + 1);
    while (rows.step()) {
      auto value = core::json::decode_canonical(rows.text(3));
      // What is no value matches no commitment: the fault is then that of this field.
      visit({static_cast<std::uint64_t>(rows.integer(0)), rows.text(1), value ? rows.text(2) : "",
             value ? std::move(*value) : core::json::Value(nullptr)});
    }
  }
  Outsiders outsiders(Findings& findings) const override {
    Outsiders out;
    try {
      out.cosigned = cosigned_heads(store_.database(), log_);
      out.stamps = time_stamps(store_.database(), log_);
    } catch (const core::Error& error) {
      findings.push_back(
          fault("tampered", std::string("cosignatures or time stamps cannot be read: ") + error.what()));
    }
    return out;
  }
  bool is_export() const override { return false; }

 private:
  const Store& store_;
  std::uint64_t log_;
};

}  // namespace

StoreSources::StoreSources(const Store& store) {
  const auto named = store.database().number("SELECT max(id) FROM log").value_or(1);
  for (std::int64_t log = 0; log < std::clamp<std::int64_t>(named, 1, kMostLogs); ++log) {
    owned_.push_back(std::make_unique<StoreSource>(store, static_cast<std::uint64_t>(log)));
    all_.push_back(owned_.back().get());
  }
}

}  // namespace custody
