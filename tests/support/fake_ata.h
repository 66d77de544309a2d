// SPDX-License-Identifier: Apache-2.0
// An ATA device in memory: identifies itself, and keeps as many sectors back as it is told.
#pragma once

#include <numeric>
#include <string>
#include <vector>

#include "acquire/survey/ata_device.h"

namespace support {

class FakeAta final : public acquire::AtaDevice {
 public:
  FakeAta() {
    set_word(82, 1U << 10U | 1U << 1U);               // host-protected area, security
    set_word(83, 1U << 14U | 1U << 11U | 1U << 10U);  // valid, overlay, 48 bits
    set_word(119, 1U << 14U);
    set_text(10, 10, "FAKE-0001");
    set_text(23, 4, "FW12");
    set_text(27, 20, "Fake Disk 9000");
  }
  void set_word(std::size_t number, unsigned value) { put_word(identity_, number, value); }
  void set_native(std::uint64_t sectors) { native_ = sectors; }
  void set_factory(std::uint64_t sectors) { factory_ = sectors; }
  void leave_unanswered(std::uint8_t command) { silent_.push_back(command); }
  void refuse(std::uint8_t command) { refused_.push_back(command); }
  void spoil_checksums() { spoilt_ = true; }
  const std::vector<std::uint8_t>& asked() const { return asked_; }

  std::optional<acquire::AtaAnswer> ask(const acquire::AtaCommand& command) override {
    asked_.push_back(command.command);
    if (holds(silent_, command.command)) {
      return std::nullopt;
    }
    acquire::AtaAnswer answer;
    answer.status = 0x50;
    if (holds(refused_, command.command)) {
      answer.status = 0x51;
      answer.error = 0x04;
      return answer;
    }
    switch (command.command) {
      case 0xEC: answer.sector = summed(identity_); break;
      case 0x27:
      case 0x78: answer.lba = native_ - 1; break;
      case 0xF8: answer.lba = (native_ - 1) & 0x0FFFFFFFU; break;
      case 0xB1: answer.sector = overlay(); break;
      default: return std::nullopt;  // it knows no other, least of all one that sets anything
    }
    return answer;
  }

 private:
  using Sector = std::array<std::uint8_t, 512>;
  static bool holds(const std::vector<std::uint8_t>& list, std::uint8_t command) {
    return std::find(list.begin(), list.end(), command) != list.end();
  }
  static void put_word(Sector& sector, std::size_t number, unsigned value) {
    sector[number * 2] = static_cast<std::uint8_t>(value);
    sector[number * 2 + 1] = static_cast<std::uint8_t>(value >> 8U);
  }
  void set_text(std::size_t first, std::size_t words, std::string text) {
    text.resize(words * 2, ' ');
    for (std::size_t i = 0; i < text.size(); i += 2) {
      identity_[first * 2 + i] = static_cast<std::uint8_t>(text[i + 1]);
      identity_[first * 2 + i + 1] = static_cast<std::uint8_t>(text[i]);
    }
  }
  Sector summed(Sector sector) const {
    sector[510] = 0xA5;
    sector[511] = 0;
    const unsigned sum = std::accumulate(sector.begin(), sector.end(), 0U);
    sector[511] = static_cast<std::uint8_t>(0x100U - (sum & 0xFFU) + (spoilt_ ? 1U : 0U));
    return sector;
  }
  Sector overlay() const {
    Sector sector{};
    for (std::size_t i = 0; i < 4; ++i) {
      put_word(sector, 3 + i, static_cast<unsigned>((factory_ - 1) >> 16 * i));
    }
    return summed(sector);
  }

  Sector identity_{};
  std::uint64_t native_ = 1000, factory_ = 1000;
  std::vector<std::uint8_t> silent_, refused_, asked_;
  bool spoilt_ = false;
};

}  // namespace support
