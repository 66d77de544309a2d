// SPDX-License-Identifier: Apache-2.0
// Randomness as an argument, so that tests and golden vectors can be repeated.
#pragma once

#include <span>

#include "core/bytes.h"

namespace core {

class Random {
 public:
  virtual ~Random() = default;
  /// Fills with bytes nobody can foresee, or throws Error.
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

/// OpenSSL's generator, seeded by the operating system.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace core
