// SPDX-License-Identifier: Apache-2.0
// many_records FOLDER INCIDENTS ARTIFACTS: makes a case of that many incidents, each with an awareness event, and that many
// artifacts of one thing, each linked to an incident. Prints the number of entries.
#include <algorithm>
#include <cstdio>
#include <exception>

#include "bench/new_case.h"
#include "custody/handover.h"
#include "custody/thing.h"

namespace {

constexpr std::uint64_t kBatch = 500;

using core::json::Object;
using custody::committed;

std::string incident(std::uint64_t number) { return "INC-" + std::to_string(number); }

class Maker {
 public:
  Maker(custody::Ledger& ledger, const custody::UnlockedKey& by) : ledger_(ledger), by_(by) {}

  void make(std::uint64_t incidents, std::uint64_t artifacts) {
    custody::ThingDescription thing;
    thing.id = "EV-1";
    thing.kind = "source";
    thing.description = "the one thing";
    ledger_.append([&](const custody::Ledger&) { return std::vector{custody::draft_thing(thing, by_)}; });
    in_batches(incidents, [&](std::uint64_t i) {
      return entry("incident_opened", {},
                   Object{{"number", incident(i)}, {"title", committed("one of many")}});
    });
    in_batches(incidents, [&](std::uint64_t i) {
      return entry("awareness_recorded", {},
                   Object{{"at", ledger_.environment().clock.now().text()},
                          {"event", "aware_personal_data"},
                          {"incident", incident(i)}});
    });
    in_batches(artifacts, [&](std::uint64_t i) {
      return entry("artifact_linked", {"EV-1"},
                   Object{{"incident", incident(i % incidents)},
                          {"shows", committed("artifact " + std::to_string(i))}});
    });
  }

 private:
  custody::Draft entry(const char* type, std::vector<std::string> about, Object body) const {
    return {type, std::move(about), std::move(body), {{&by_, "author"}}, {}};
  }
  template <typename Make>
  void in_batches(std::uint64_t count, const Make& make) {
    for (std::uint64_t next = 0; next < count; next += kBatch) {
      ledger_.append([&](const custody::Ledger&) {
        std::vector<custody::Draft> out;
        for (std::uint64_t i = next; i < std::min(count, next + kBatch); ++i) {
          out.push_back(make(i));
        }
        return out;
      });
    }
  }

  custody::Ledger& ledger_;
  const custody::UnlockedKey& by_;
};

void run(const core::Path& folder, std::uint64_t incidents, std::uint64_t artifacts) {
  bench::NewCase opened(folder, "many records");
  custody::Ledger& ledger = opened.ledger;
  Maker(ledger, opened.by).make(incidents, artifacts);
  std::printf("%llu\n", static_cast<unsigned long long>(ledger.checkpoint().size));
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count != 4) {
      (void)std::fprintf(stderr, "usage: many_records FOLDER INCIDENTS ARTIFACTS\n");
      return 2;
    }
    run(words[1], std::max<std::uint64_t>(1, std::stoull(words[2])), std::stoull(words[3]));
    return 0;
  } catch (const std::exception& error) {
    (void)std::fprintf(stderr, "many_records: %s\n", error.what());
    return 1;
  }
}
