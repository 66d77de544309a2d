// SPDX-License-Identifier: Apache-2.0
// The partition table of a medium: GPT (UEFI specification, chapter 5) or MBR with its chain of logical partitions.
#pragma once

#include "acquire/survey/media_view.h"

namespace acquire {

/// Reads within bounds whatever the table says; what is wrong with it stands among its faults. Volumes are not looked into.
PartitionTableFacts read_partition_table(MediaView& media);

/// "Linux" for "0x83"; empty when the type is not known.
std::string partition_type_name(const std::string& type);

}  // namespace acquire
