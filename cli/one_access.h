// SPDX-License-Identifier: Apache-2.0
// What commands that read images have in common: the entry comes first, and what fails after it is an entry too.
#pragma once

#include <functional>
#include <string>

#include "cli/entries.h"

namespace cli {

/// One access: who, to what, why.
struct Reading {
  custody::Ledger& ledger;
  const custody::UnlockedKey& by;
  std::string image, action, reason;

  custody::Appended record(const std::string& range, const std::string& why) const;
};

/// Runs what follows the entry. A failure is recorded and told.
void after_entry(const Reading& access, const custody::Appended& entry, const std::function<void()>& work);

/// Fails when something is there, or there is no folder for it.
void need_free_file(const std::string& out);

}  // namespace cli
