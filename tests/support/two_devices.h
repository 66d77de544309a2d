// SPDX-License-Identifier: Apache-2.0
// A case on two devices, each with keys and trust of its own.
#pragma once

#include <catch2/catch.hpp>

#include "custody/handover.h"
#include "custody/store_source.h"
#include "tests/support/small_case.h"

namespace support {

/// A case that a second device has a copy of, each with keys and trust of its own.
struct TwoDevices : SmallCase {
  TwoDevices() {
    { const custody::Ledger made = begin(); }
    copy_folder(path(), other_path());
  }
  static void copy_folder(const core::Path& from, const core::Path& to) {
    core::fs::create_directory(to);
    for (const char* name : {"evidence", "attachments", "documents"}) {
      core::fs::create_directory(to / name);
    }
    support::fold(from);
    core::fs::copy_file(from / "case.db", to / "case.db");
  }

  core::Path other_path() const { return folder / "other"; }
  custody::KeyStore other_keys{folder / "other-home"};
  custody::Ledger open_other() {
    return custody::Ledger::open(other_path(), {other_keys, clock, random, {}});
  }

  std::vector<custody::Appended> take_in(custody::Ledger& into, const custody::Ledger& from,
                                         const custody::UnlockedKey& by) {
    const custody::StoreSources logs(from.store());
    return into.take_in(logs.all(), by).entries;
  }
  /// Both know all that the other does.
  void exchange(custody::Ledger& here, custody::Ledger& there) {
    take_in(here, there, bob);
    take_in(there, here, carol);
  }
  custody::VerifyReport verify(const core::Path& of) const {
    custody::VerifyOptions options;
    options.quick = true;
    return custody::verify_case(of, options);
  }
  custody::Draft access(const std::string& thing, const custody::UnlockedKey& by) const {
    return custody::draft_access(thing, "viewed", "all", "look", by);
  }
  custody::Draft hand_over(const std::string& thing, const custody::UnlockedKey& from,
                           const custody::UnlockedKey& to) const {
    return custody::draft_transfer({thing}, from, to, {"shift"});
  }
};

inline void check_forks(const custody::VerifyReport& report, std::size_t count) {
  const auto faults = support::faults_of(report.findings);
  INFO(Catch::rangeToString(faults));
  CHECK(faults.size() == count);
  for (const std::string& fault : faults) {
    CHECK_THAT(fault, Catch::StartsWith("forked "));
  }
}

inline void check_intact(const custody::VerifyReport& report) {
  INFO(Catch::rangeToString(support::faults_of(report.findings)));
  CHECK(report.intact());
}

}  // namespace support
