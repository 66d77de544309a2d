// SPDX-License-Identifier: Apache-2.0
// The kernel's read-only flags of a source. Software blocking: the kernel keeps programs from writing, nothing more.
#pragma once

#include "acquire/acquisition.h"

namespace acquire {

/// The flags as they are, of the device and its partitions; of a partition, of its disk too. Empty for a file.
std::vector<WriteBlock::State> write_block_state(const SourceFacts& source);

/// Those, with nothing asked for.
WriteBlock found_write_block(const SourceFacts& source);

/// Sets the flag (BLKROSET) of the device and of all its partitions; of a partition, of that alone, as its disk serves others too.
/// The flags stay set. Throws Error when the source is no block device, when one of them is mounted writable, or when the kernel
/// refuses or does not keep a flag.
WriteBlock set_write_block(const SourceFacts& source);

}  // namespace acquire
