// SPDX-License-Identifier: Apache-2.0
// What a person, or a program, is told of an acquisition that was made.
#pragma once

#include <vector>

#include "acquire/acquisition.h"
#include "acquire/stages/stage_times.h"
#include "cli/acquire_reading.h"
#include "cli/commands.h"
#include "cli/second_copy.h"
#include "custody/acquisition_record.h"
#include "legal/fact_file.h"

namespace cli {

struct AcquiredTold {
  const Acquire& args;
  bool json = false;
  const custody::AcquisitionIds& ids;
  const acquire::Acquisition& acquisition;
  const acquire::CheckedAcquisition* checked = nullptr;  // null: not read back
  const SecondCopy* second = nullptr;                    // null: none
  const AcquireReading& reading;
  const acquire::StageTimes& times;
  std::uint64_t entry = 0;  // the last one
};

void tell_acquired(const custody::Ledger& ledger, const AcquiredTold& told);

/// Facts asked for at an acquisition of the item that nothing shows.
std::vector<const legal::FactRule*> facts_not_told(const custody::Ledger& ledger, const std::string& item);

}  // namespace cli
