// SPDX-License-Identifier: Apache-2.0
// What an ATA device answers about sectors it keeps back.
#include "acquire/survey/hidden_areas.h"

#include "tests/acquire/imaging.h"
#include "tests/support/fake_ata.h"

namespace {

using acquire::HiddenAreas;
using Answer = HiddenAreas::Answer;

}  // namespace

TEST_CASE("a device that shows all its sectors hides none", "[acquire]") {
  support::FakeAta device;
  const HiddenAreas found = acquire::hidden_areas(device, 1000);
  CHECK(found.why_not.empty());
  CHECK(found.host_protected == Answer::none);
  CHECK(found.overlay == Answer::none);
  CHECK_FALSE(found.hides());
  CHECK(found.model == "Fake Disk 9000");
  CHECK(found.serial == "FAKE-0001");
  CHECK(found.firmware == "FW12");
  CHECK(found.security == "off");
}

TEST_CASE("a host-protected area and an overlay are told apart, with their sectors", "[acquire]") {
  support::FakeAta device;
  device.set_native((std::uint64_t{1} << 33U) + 5);
  device.set_factory((std::uint64_t{1} << 33U) + 105);
  const HiddenAreas found = acquire::hidden_areas(device, 1000);
  CHECK(found.host_protected == Answer::hidden);
  CHECK(found.overlay == Answer::hidden);
  CHECK(found.native_sectors == (std::uint64_t{1} << 33U) + 5);
  CHECK(found.factory_sectors == (std::uint64_t{1} << 33U) + 105);
  // Asked are IDENTIFY DEVICE, READ NATIVE MAX ADDRESS EXT and DEVICE CONFIGURATION IDENTIFY; nothing was set.
  CHECK(device.asked() == std::vector<std::uint8_t>{0xEC, 0x27, 0xB1});
}

TEST_CASE("the command for the highest address is the one that the device knows", "[acquire]") {
  support::FakeAta newer;
  newer.set_word(82, 0);
  newer.set_word(119, 1U << 14U | 1U << 8U);
  newer.set_native(2000);
  CHECK(acquire::hidden_areas(newer, 1000).host_protected == Answer::hidden);
  CHECK(newer.asked()[1] == 0x78);
  support::FakeAta older;
  older.set_word(83, 1U << 14U);
  older.set_native(2000);
  const HiddenAreas found = acquire::hidden_areas(older, 1000);
  CHECK(found.native_sectors == 2000U);
  CHECK(found.overlay == Answer::not_supported);
  CHECK(older.asked() == std::vector<std::uint8_t>{0xEC, 0xF8});
}

TEST_CASE("a device that knows neither is not asked", "[acquire]") {
  support::FakeAta device;
  device.set_word(82, 0);
  device.set_word(83, 1U << 14U);
  const HiddenAreas found = acquire::hidden_areas(device, 1000);
  CHECK(found.host_protected == Answer::not_supported);
  CHECK(found.overlay == Answer::not_supported);
  CHECK(found.security == "not supported");
  CHECK(device.asked() == std::vector<std::uint8_t>{0xEC});
}

TEST_CASE("what a device does not answer, or answers with an error, is not told", "[acquire]") {
  support::FakeAta silent;
  silent.leave_unanswered(0xEC);
  const HiddenAreas nothing = acquire::hidden_areas(silent, 1000);
  CHECK(nothing.why_not == "the device does not answer IDENTIFY DEVICE");
  CHECK(nothing.host_protected == Answer::not_told);
  support::FakeAta refusing;
  refusing.refuse(0x27);
  refusing.refuse(0xB1);
  const HiddenAreas found = acquire::hidden_areas(refusing, 1000);
  CHECK(found.host_protected == Answer::not_told);
  CHECK(found.overlay == Answer::not_told);
  CHECK_FALSE(found.native_sectors);
  support::FakeAta garbled;
  garbled.spoil_checksums();
  CHECK_FALSE(acquire::hidden_areas(garbled, 1000).why_not.empty());
}

TEST_CASE("a device locked by a password is told as locked", "[acquire]") {
  support::FakeAta device;
  device.set_word(128, 1U << 1U | 1U << 2U);
  CHECK(acquire::hidden_areas(device, 1000).security == "locked");
  device.set_word(128, 1U << 1U);
  CHECK(acquire::hidden_areas(device, 1000).security == "on");
}

TEST_CASE("only a device connected by ATA is asked, and why not is said", "[acquire]") {
  acquire::SourceFacts facts;
  facts.path = "/nowhere";
  facts.size = 5120;
  facts.transport = "usb";
  const HiddenAreas found = acquire::hidden_areas_of(facts);
  CHECK(found.why_not == "only a device connected by ATA is asked");
  CHECK(found.visible_sectors == 10);
  CHECK(found.host_protected == Answer::not_told);
}

TEST_CASE("registers are read from sense data of the one right form only", "[acquire]") {
  // SAT-4, "ATA Status Return descriptor": EXTEND set, LBA 0x0605_0403_0201, status 0x50.
  const core::Bytes sense{0x72, 0x01, 0x00, 0x1D, 0,    0,    0,    14,   0x09, 0x0C, 0x01,
                          0x00, 0x00, 0x01, 0x04, 0x01, 0x05, 0x02, 0x06, 0x03, 0xE0, 0x50};
  const auto answer = acquire::registers_in_sense(sense);
  REQUIRE(answer);
  CHECK(answer->lba == 0x060504030201U);
  CHECK(answer->status == 0x50);
  CHECK(answer->error == 0);
  for (std::size_t length = 0; length < sense.size(); ++length) {
    CHECK_FALSE(acquire::registers_in_sense(core::ByteView(sense).first(length)));
  }
  core::Bytes fixed = sense;
  fixed[0] = 0x70;
  CHECK_FALSE(acquire::registers_in_sense(fixed));
  // Behind another descriptor; and without EXTEND the high bytes count for nothing.
  core::Bytes second(sense.begin(), sense.begin() + 8);
  second[7] = 18;
  second.insert(second.end(), {0x00, 0x02, 0xFF, 0xFF});
  second.insert(second.end(), sense.begin() + 8, sense.end());
  second[14] = 0;
  CHECK(acquire::registers_in_sense(second)->lba == 0x030201U);
}
