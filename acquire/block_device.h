// SPDX-License-Identifier: Apache-2.0
// A block device opened read-only, and what the kernel tells of it.
#pragma once

#include "acquire/source.h"
#include "core/durable_file.h"

namespace acquire {

/// `fd` is the device opened for reading. Throws Error when its size cannot be told or is 0.
std::unique_ptr<Source> make_block_device(core::Fd fd, const core::Path& path);

/// True when the path names a partition and not a whole device.
bool is_partition(const std::string& path);

/// Throws Error for a source without content.
void refuse_empty(std::uint64_t size, const core::Path& path);

}  // namespace acquire
