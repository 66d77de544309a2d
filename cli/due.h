// SPDX-License-Identifier: Apache-2.0
// verify --due: which images are to be read again now, and which is next.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "custody/recheck.h"

namespace cli {

struct DueImages {
  std::vector<custody::ImageDue> now;
  std::optional<custody::ImageDue> next;  // that is not due yet
  std::int64_t days = 0;                  // the case's interval
  bool days_set = false;                  // false: the default

  std::set<std::string> names() const;
  /// Members `due`, `next`, `recheck_days` and `recheck_days_set` of the JSON output.
  core::json::Object object() const;
  /// Which images were read and why, and which is next.
  void print(const custody::Ledger& ledger) const;
};

DueImages due_images(const custody::Ledger& ledger, core::UtcTime now);

}  // namespace cli
