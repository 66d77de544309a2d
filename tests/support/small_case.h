// SPDX-License-Identifier: Apache-2.0
// A case folder with its key store, clock, randomness and people, all of them a test's own.
#pragma once

#include "core/durable_file.h"
#include "custody/enrolment.h"
#include "custody/handover.h"
#include "custody/ledger.h"
#include "custody/verify_case.h"
#include "tests/support/log_maker.h"
#include "tests/support/temp_folder.h"

namespace support {

class SmallCase {
 public:
  SmallCase() = default;

  TempFolder folder;
  custody::KeyStore keys{folder / "home"};
  StepClock clock;
  FixedRandom random;
  custody::UnlockedKey alice = person("alice", custody::Role::administrator);
  custody::UnlockedKey bob = person("bob");
  custody::UnlockedKey carol = person("carol", custody::Role::custodian);

  custody::Environment environment() { return {keys, clock, random, {}}; }
  core::Path path() const { return folder / "case"; }
  custody::Ledger create() {
    return custody::Ledger::create(path(), "2026-1", "A small case", "en", alice, environment());
  }
  custody::Ledger open() { return custody::Ledger::open(path(), environment()); }

  custody::Draft enrolment(const custody::UnlockedKey& key) const {
    return custody::draft_enrolment(key.card, key.card.role, alice);
  }
  custody::Draft thing(const std::string& id, const char* kind = "source") const {
    return {"thing_registered",
            {id},
            core::json::Object{{"description", custody::committed("thing " + id)},
                               {"facts", core::json::Object{{"size", 1}}},
                               {"holder", core::json::Object{{"key", bob.card.key.name}}},
                               {"kind", kind}},
            {{&bob, "author"}},
            {}};
  }
  custody::Draft incident(const std::string& number) const {
    return {"incident_opened",
            {},
            core::json::Object{{"number", number}, {"title", custody::committed("t")}},
            {{&bob, "author"}},
            {}};
  }
  /// A case with bob and carol enrolled and D-1, D-2 registered: six entries.
  custody::Ledger begin() {
    custody::Ledger ledger = create();
    add(ledger, {enrolment(bob), enrolment(carol)});
    add(ledger, {thing("D-1"), thing("D-2", "carrier")});
    return ledger;
  }
  static std::vector<custody::Appended> add(custody::Ledger& ledger,
                                            const std::vector<custody::Draft>& drafts) {
    return ledger.append([&](const custody::Ledger&) { return drafts; });
  }
  custody::VerifyReport verify(bool ledger_only = true) const {
    custody::VerifyOptions options;
    options.ledger_only = ledger_only;
    options.keys = &keys;
    return custody::verify_case(path(), options);
  }
};

/// Folds the write-ahead log back, so that case.db holds all of the case by itself. REQUIRES: nobody has it open.
inline void fold(const core::Path& case_folder) {
  const core::Path file = custody::Ledger::database_file(case_folder);
  custody::Database(file, custody::Database::Mode::read_write).execute("PRAGMA wal_checkpoint(TRUNCATE)");
  for (const char* beside : {"-wal", "-shm"}) {
    core::fs::remove(file.native() + beside);
  }
}

inline void copy_folder(const core::Path& from, const core::Path& to) {
  core::fs::create_directories(to);
  for (const auto& file : core::fs::directory_iterator(from)) {
    const core::Path target = to / file.path().filename();
    if (core::fs::is_directory(file.path())) {
      copy_folder(file.path(), target);
    } else {
      core::fs::copy_file(file.path(), target);
    }
  }
}

}  // namespace support
