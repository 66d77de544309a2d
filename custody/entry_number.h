// SPDX-License-Identifier: Apache-2.0
// Numbers of entries within one case that holds several logs: those of the log that opened the case are its seq; those of
// log k (k = 1, 2, ... in the order the logs came to this folder) are its seq + k * 2^32. They stay on the device: signed
// entries name others by leaf hash, or by log and seq.
#pragma once

#include <cstdint>

namespace custody {

inline constexpr unsigned kSeqBits = 32;

constexpr std::uint64_t entry_number(std::uint64_t log_index, std::uint64_t seq) {
  return (log_index << kSeqBits) | seq;
}
constexpr std::uint64_t log_index_of(std::uint64_t number) { return number >> kSeqBits; }
constexpr std::uint64_t seq_of(std::uint64_t number) { return number & ((1ULL << kSeqBits) - 1); }

}  // namespace custody
