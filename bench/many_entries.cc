// SPDX-License-Identifier: Apache-2.0
// many_entries FOLDER ENTRIES BATCH: makes a case of that many signed entries through the ledger's own append, BATCH of them in
// each transaction, with one checkpoint. Prints entries, signatures, and the seconds that appending took.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>

#include "bench/new_case.h"
#include "custody/handover.h"
#include "custody/thing.h"

namespace {

constexpr std::uint64_t kThings = 100;

std::string item(std::uint64_t number) { return "EV-" + std::to_string(number); }

class Maker {
 public:
  Maker(custody::Ledger& ledger, const custody::UnlockedKey& by) : ledger_(ledger), by_(by) {}

  /// A hundred things; then somebody looks at all but the first, one after the other.
  void make(std::uint64_t entries, std::uint64_t batch) {
    std::uint64_t made = ledger_.checkpoint().size;
    for (std::uint64_t next = 0; made < entries; ++checkpoints_) {
      const std::uint64_t until = next + std::min(batch, entries - made);
      made += ledger_.append([&](const custody::Ledger&) { return drafts(next, until); }).size();
      next = until;
    }
  }
  std::uint64_t checkpoints() const { return checkpoints_; }

 private:
  custody::Draft thing(const std::string& id) const {
    custody::ThingDescription out;
    out.id = id;
    out.kind = "source";
    out.description = "one of many";
    return custody::draft_thing(out, by_);
  }

  std::vector<custody::Draft> drafts(std::uint64_t from, std::uint64_t until) const {
    std::vector<custody::Draft> out;
    for (std::uint64_t i = from; i < until; ++i) {
      out.push_back(i < kThings ? thing(item(i))
                                : custody::draft_access(item(1 + i % (kThings - 1)), "viewed", "all",
                                                        "look " + std::to_string(i), by_));
    }
    return out;
  }

  custody::Ledger& ledger_;
  const custody::UnlockedKey& by_;
  std::uint64_t checkpoints_ = 0;
};

void run(const core::Path& folder, std::uint64_t entries, std::uint64_t batch) {
  bench::NewCase opened(folder, "many entries");
  custody::Ledger& ledger = opened.ledger;
  const std::uint64_t at_first = ledger.checkpoint().size;
  Maker maker(ledger, opened.by);
  const auto start = std::chrono::steady_clock::now();
  maker.make(entries, batch);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  const std::uint64_t made = ledger.checkpoint().size;
  // Each entry has one signer; the case was opened with one checkpoint.
  std::printf("%llu %llu %.3f %llu\n", static_cast<unsigned long long>(made),
              static_cast<unsigned long long>(made + 1 + maker.checkpoints()), taken.count(),
              static_cast<unsigned long long>(made - at_first));
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count != 4) {
      (void)std::fprintf(stderr, "usage: many_entries FOLDER ENTRIES BATCH\n");
      return 2;
    }
    const std::uint64_t batch = std::stoull(words[3]);
    run(words[1], std::stoull(words[2]), std::max<std::uint64_t>(1, batch));
    return 0;
  } catch (const std::exception& error) {
    (void)std::fprintf(stderr, "many_entries: %s\n", error.what());
    return 1;
  }
}
