// SPDX-License-Identifier: Apache-2.0
// A new case to be measured, with a key of its own from the key folder of the environment.
#pragma once

#include <cstdlib>
#include <string>

#include "custody/ledger.h"

namespace bench {

/// All that a ledger needs while it is open. The passphrase is read from EXHIBIT_PASSPHRASE. Throws core::Error.
struct NewCase {
  NewCase(const core::Path& folder, const std::string& title)
      : ledger(custody::Ledger::create(folder, "1", title, "en", by, {keys, clock, random, {}})) {}

  static core::Secret passphrase() {
    const char* word = std::getenv("EXHIBIT_PASSPHRASE");
    return core::Secret{std::string(word == nullptr ? "" : word)};
  }
  custody::UnlockedKey new_key() {
    return keys.unlock(keys.create("measurement", "", custody::Role::responder, passphrase()), passphrase());
  }

  custody::KeyStore keys{custody::KeyStore::default_home()};
  core::SystemClock clock;
  core::SystemRandom random;
  custody::UnlockedKey by = new_key();
  custody::Ledger ledger;
};

}  // namespace bench
