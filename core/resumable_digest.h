// SPDX-License-Identifier: Apache-2.0
// A running digest that can be put down and taken up again by another process, as an interrupted acquisition needs.
#pragma once

#include <memory>

#include "core/bytes.h"
#include "core/digest.h"

namespace core {

/// D is Md5, Sha1 or Sha256. One thread at a time. The state is what FIPS 180-4 and RFC 1321 call the intermediate hash value,
/// with the length so far and the bytes of the block that is not full: it gives nothing away that the data do not.
template <typename D>
class ResumableHasher {
 public:
  ResumableHasher();
  /// Goes on behind what `state` has taken in. Throws Error when it is none.
  explicit ResumableHasher(ByteView state);
  ~ResumableHasher();
  ResumableHasher(ResumableHasher&&) noexcept;
  ResumableHasher& operator=(ResumableHasher&&) noexcept;

  void update(ByteView data);
  /// The same on every machine: words and length in big endian, then the bytes of the block that is not full.
  Bytes state() const;
  /// Bytes taken in so far.
  std::uint64_t length() const;
  /// REQUIRES: nothing is called afterwards.
  D finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace core
