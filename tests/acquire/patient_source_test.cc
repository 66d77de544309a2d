// SPDX-License-Identifier: Apache-2.0
#include "acquire/damage/patient_source.h"

#include <condition_variable>
#include <mutex>

#include "acquire/damage/acquisition_log.h"
#include "tests/acquire/imaging.h"
#include "tests/support/left_behind.h"

namespace {

using namespace imaging;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

/// A door at which a read waits, as one that hangs in the kernel does, until somebody opens it.
class Door {
 public:
  void wait_until_open() {
    std::unique_lock lock(mutex_);
    at_door_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    passed_ = true;
    changed_.notify_all();
  }
  void wait_for_somebody() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return at_door_; });
  }
  void open_and_let_pass() {
    std::unique_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return passed_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool at_door_ = false, open_ = false, passed_ = false;
};

std::unique_ptr<support::MemorySource> disk(std::size_t size, std::function<void(std::uint64_t)> hook = {}) {
  auto out = std::make_unique<support::MemorySource>(support::random_bytes(size));
  if (hook) {
    out->on_read(std::move(hook));
  }
  return out;
}

std::string lines_with(const std::string& text, const std::string& word) {
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.find(word) != std::string::npos) {
      out += line.substr(line.find(' ') + 1) + "\n";
    }
  }
  return out;
}

}  // namespace

TEST_CASE("a source read through a thread of its own is the same source", "[acquire]") {
  const support::TempFolder folder;
  auto inner = disk(3'000'320);
  inner->add_bad({1'000'000, 1});
  const core::Bytes media = inner->media();
  const core::CancelToken cancel;
  acquire::PatientSource source(std::move(inner), 30s, cancel, nullptr);
  CHECK(source.facts().size == media.size());
  const Acquisition acquisition = image(source, settings_for(folder.path(), ImageFormat::raw));
  CHECK(acquisition.unreadable == std::vector<acquire::Range>{{999'936, 512}});
  core::Bytes wanted = media;
  std::fill_n(wanted.begin() + 999'936, 512, std::uint8_t{0});
  CHECK(core::read_file(folder / "EV-1.raw") == wanted);
  CHECK_FALSE(source.is_reading());
}

TEST_CASE("cancelling ends an acquisition whose read hangs, and leaves what can be gone on from",
          "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const support::TempFolder folder;
  Door door;
  core::CancelToken cancel;
  std::thread person([&] {
    door.wait_for_somebody();
    cancel.cancel();
  });
  const support::FakeClock clock;
  core::NoProgress progress;
  {
    const support::LeftBehind left_to_the_read;
    acquire::PatientSource source(disk(20U << 20U,
                                       [&](std::uint64_t offset) {
                                         if (offset >= 5U << 20U) {
                                           door.wait_until_open();
                                         }
                                       }),
                                  30s, cancel, nullptr);
    const auto start = steady_clock::now();
    try {
      acquire::acquire_image(source, settings_for(folder.path(), format), clock, progress, cancel);
      FAIL("the acquisition went on");
    } catch (const core::Error& error) {
      CHECK(error.code() == core::ErrorCode::interrupted);
    }
    CHECK(steady_clock::now() - start < 20s);
    CHECK(source.is_reading());
    const auto journal = acquire::read_journal(folder.path(), "EV-1");
    REQUIRE(journal);
    CHECK(journal->cut.offset == 5U << 20U);
  }
  person.join();
  door.open_and_let_pass();  // the read comes back to a buffer and a source that are still there
  std::this_thread::sleep_for(50ms);
}

TEST_CASE("a read that takes long is told while it lasts and when it is done, and once aloud", "[acquire]") {
  const support::TempFolder folder;
  const core::CancelToken cancel;
  const support::FakeClock clock;
  std::vector<std::string> aloud;
  std::atomic<int> waits{0};
  acquire::AcquisitionLog log(
      folder / "EV-1.log", clock, [&](const std::string& text) { aloud.push_back(text); }, [&] { ++waits; });
  acquire::PatientSource source(disk(4U << 20U,
                                     [&](std::uint64_t offset) {
                                       if (offset == 1U << 20U || offset == 3U << 20U) {
                                         std::this_thread::sleep_for(1300ms);
                                       }
                                     }),
                                200ms, cancel, &log);
  core::NoProgress progress;
  core::fs::create_directory(folder / "out");
  acquire::ReadSettings reading;
  reading.watcher = &log;
  const Acquisition acquisition =
      acquire::acquire_image(source, settings_for(folder / "out"), clock, progress, cancel, reading);
  log.end(acquisition);
  CHECK(acquisition.unreadable.empty());
  CHECK(log.slow_reads() == 2);
  CHECK(waits >= 2);
  REQUIRE(aloud.size() == 1);
  CHECK_THAT(aloud[0], Catch::Matchers::Contains(
                           "the device answers slowly: the read of 1048576 bytes at offset 1048576"));
  const std::string text = core::read_text_file(folder / "EV-1.log");
  CHECK_THAT(lines_with(text, "no answer yet"),
             Catch::Matchers::Matches("no answer yet: offset 1048576, length 1048576, since 0\\.[2-9] s\n"
                                      "no answer yet: offset 3145728, length 1048576, since 0\\.[2-9] s\n"));
  CHECK_THAT(lines_with(text, "slow read:"),
             Catch::Matchers::Matches("slow read: offset 1048576, length 1048576, took [1-9]\\.[0-9] s\n"
                                      "slow read: offset 3145728, length 1048576, took [1-9]\\.[0-9] s\n"));
}
