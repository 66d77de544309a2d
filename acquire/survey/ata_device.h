// SPDX-License-Identifier: Apache-2.0
// Questions to an ATA device by pass-through (SCSI / ATA Translation, SAT-4). Only commands that change nothing.
#pragma once

#include <array>
#include <memory>
#include <optional>

#include "core/bytes.h"
#include "core/path.h"

namespace acquire {

struct AtaCommand {
  std::uint8_t command = 0, features = 0;
  bool reads_sector = false;  // 512 bytes come back
  bool extended = false;      // 48 bits
  std::uint8_t device = 0;
};

struct AtaAnswer {
  std::uint8_t status = 0, error = 0;
  std::uint64_t lba = 0;
  std::array<std::uint8_t, 512> sector{};  // of a command that reads one
};

class AtaDevice {
 public:
  virtual ~AtaDevice() = default;
  /// Nullopt when the device or what lies between does not answer, refuses, or takes too long.
  virtual std::optional<AtaAnswer> ask(const AtaCommand& command) = 0;
};

/// The device behind a whole disk, opened read-only; each command has five seconds. Null when it cannot be opened.
std::unique_ptr<AtaDevice> open_ata(const core::Path& disk);

/// The registers in the sense data that answer a pass-through: descriptor format with the ATA status return descriptor.
/// Nullopt for anything else.
std::optional<AtaAnswer> registers_in_sense(core::ByteView sense);

}  // namespace acquire
