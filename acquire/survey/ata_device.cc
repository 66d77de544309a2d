// SPDX-License-Identifier: Apache-2.0
#include "acquire/survey/ata_device.h"

#include <fcntl.h>
#include <scsi/sg.h>
#include <sys/ioctl.h>

#include <algorithm>

#include "core/durable_file.h"

namespace acquire {
namespace {

constexpr unsigned kPatience = 5000;  // milliseconds
constexpr std::uint8_t kPassThrough16 = 0x85;

/// SAT-4, table "ATA PASS-THROUGH (16) command".
std::array<std::uint8_t, 16> request_of(const AtaCommand& command) {
  constexpr std::uint8_t kNonData = 3, kPioIn = 4;
  std::array<std::uint8_t, 16> out{};
  out[0] = kPassThrough16;
  out[1] = static_cast<std::uint8_t>((command.reads_sector ? kPioIn : kNonData) << 1U |
                                     (command.extended ? 1U : 0U));
  // Check condition: the registers come back. Transfer length in blocks, given by the sector count.
  out[2] = command.reads_sector ? 0x2E : 0x20;
  out[4] = command.features;
  out[6] = command.reads_sector ? 1 : 0;
  out[13] = command.device;
  out[14] = command.command;
  return out;
}

class PassThrough final : public AtaDevice {
 public:
  explicit PassThrough(core::Fd fd) : fd_(std::move(fd)) {}

  std::optional<AtaAnswer> ask(const AtaCommand& command) override {
    std::array<std::uint8_t, 16> request = request_of(command);
    std::array<std::uint8_t, 64> sense{};
    std::array<std::uint8_t, 512> sector{};
    ::sg_io_hdr_t header{};
    header.interface_id = 'S';
    header.cmdp = request.data();
    header.cmd_len = request.size();
    header.sbp = sense.data();
    header.mx_sb_len = sense.size();
    header.timeout = kPatience;
    header.dxfer_direction = command.reads_sector ? SG_DXFER_FROM_DEV : SG_DXFER_NONE;
    header.dxferp = command.reads_sector ? sector.data() : nullptr;
    header.dxfer_len = command.reads_sector ? sector.size() : 0;
    if (::ioctl(fd_.get(), SG_IO, &header) != 0 || header.host_status != 0) {
      return std::nullopt;
    }
    auto answer = registers_in_sense(
        core::ByteView(sense).first(std::min<std::size_t>(header.sb_len_wr, sense.size())));
    if (!answer && command.reads_sector && header.status == 0 && header.resid == 0) {
      answer.emplace();  // the sector came, the registers did not
    }
    if (answer) {
      answer->sector = sector;
    }
    return answer;
  }

 private:
  core::Fd fd_;
};

}  // namespace

std::optional<AtaAnswer> registers_in_sense(core::ByteView sense) {
  constexpr std::uint8_t kDescriptorFormat = 0x72, kAtaReturn = 0x09, kAtaLength = 12;
  if (sense.size() < 8 || (sense[0] & 0x7FU) != kDescriptorFormat) {
    return std::nullopt;
  }
  std::size_t at = 8;
  const std::size_t end = std::min(sense.size(), std::size_t{8} + sense[7]);
  while (at + 2 <= end) {
    const core::ByteView descriptor = sense.subspan(at, std::min<std::size_t>(end - at, 2U + sense[at + 1]));
    if (descriptor[0] == kAtaReturn && descriptor[1] == kAtaLength && descriptor.size() == 14) {
      AtaAnswer out;
      out.error = descriptor[3];
      out.status = descriptor[13];
      // Low bytes at 7, 9, 11; high bytes, of a 48-bit answer, before them.
      const bool extended = (descriptor[2] & 1U) != 0;
      for (const std::size_t byte : {10U, 8U, 6U}) {
        out.lba = out.lba << 8U | (extended ? descriptor[byte] : 0U);
      }
      for (const std::size_t byte : {11U, 9U, 7U}) {
        out.lba = out.lba << 8U | descriptor[byte];
      }
      return out;
    }
    at += 2U + sense[at + 1];
  }
  return std::nullopt;
}

std::unique_ptr<AtaDevice> open_ata(const core::Path& disk) {
  core::Fd fd(::open(disk.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  return fd.valid() ? std::make_unique<PassThrough>(std::move(fd)) : nullptr;
}

}  // namespace acquire
