// SPDX-License-Identifier: Apache-2.0
// The rounds of MD5 (RFC 1321), SHA-1 and SHA-256 (FIPS 180-4) over the same bytes, woven into each other: MD5 waits for its
// own results most of the time, and the SHA instructions of the processor run in that time (docs/decisions/0013-joint-digests.md).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace core {

/// Intermediate hash values, as the standards number their words.
struct JointWords {
  std::array<std::uint32_t, 4> md5{};
  std::array<std::uint32_t, 5> sha1{};
  std::array<std::uint32_t, 8> sha256{};
  std::array<std::uint32_t, 8> part{};  // a second SHA-256 over the same bytes, begun elsewhere
};

/// Bytes that one application of the rounds takes in.
inline constexpr std::size_t kJointBlock = 64;

/// True when this processor has the instructions.
bool has_joint_rounds();

/// Takes in `count` times kJointBlock bytes. REQUIRES: has_joint_rounds().
void joint_rounds(JointWords& words, const std::uint8_t* data, std::size_t count);

}  // namespace core
