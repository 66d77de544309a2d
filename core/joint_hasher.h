// SPDX-License-Identifier: Apache-2.0
// MD5, SHA-1 and SHA-256 of a stream, and the SHA-256 of each part of it, in one pass: where the processor has instructions
// for SHA, all four take hardly longer than MD5 alone.
#pragma once

#include <vector>

#include "core/bytes.h"
#include "core/digest.h"
#include "core/joint_rounds.h"

namespace core {

/// One thread at a time.
class JointHasher {
 public:
  /// True when the processor has the instructions and they give, for a known text, what the cryptographic library gives.
  static bool is_available();

  /// `part_size`: bytes, a multiple of kJointBlock. REQUIRES: is_available().
  explicit JointHasher(std::uint64_t part_size);
  /// Goes on behind what the three states (ResumableHasher<D>::state()) have taken in, at the start of a part. Throws Error
  /// when they are none, or not of the same length. After a length that is no multiple of kJointBlock nothing may follow.
  JointHasher(std::uint64_t part_size, ByteView md5, ByteView sha1, ByteView sha256);

  void update(ByteView data);
  /// Ends a part that is shorter; nothing may follow but another call of this. Nothing when no part is open.
  void end_part();
  /// Digests of the parts that ended since the last call.
  std::vector<Sha256> take_parts();
  /// As ResumableHasher<D> has it: D is Md5, Sha1 or Sha256.
  template <typename D>
  Bytes state() const;
  template <typename D>
  D digest() const;

 private:
  void take_whole(ByteView data);

  const std::uint64_t part_size_;
  JointWords words_;
  std::uint64_t length_ = 0;   // bytes taken in
  std::uint64_t in_part_ = 0;  // of them, in the open part
  Bytes open_;                 // bytes of the block that is not full
  std::vector<Sha256> parts_;
};

}  // namespace core
