// SPDX-License-Identifier: Apache-2.0
#include "acquire/damage/acquisition_log.h"

#include "tests/acquire/imaging.h"

namespace {

using namespace imaging;
using Catch::Matchers::Contains;

struct Logged {
  Acquisition acquisition;
  acquire::ImageFile file;
  std::string text;
};

Logged logged_image(support::MemorySource& source, const core::Path& folder,
                    acquire::ReadSettings reading = {}) {
  const support::FakeClock clock;
  core::NoProgress progress;
  const core::CancelToken cancel;
  acquire::AcquisitionLog log(folder / "EV-1.log", clock, {}, {});
  reading.watcher = &log;
  core::fs::create_directory(folder / "out");
  const ImageSettings settings = settings_for(folder / "out");
  log.begin(source.facts(), settings, reading, std::chrono::seconds(30));
  Logged out;
  out.acquisition = acquire::acquire_image(source, settings, clock, progress, cancel, reading);
  log.end(out.acquisition);
  out.file = log.file();
  out.text = core::read_text_file(folder / "EV-1.log");
  return out;
}

std::vector<acquire::Range> listed(const std::string& text) {
  std::vector<acquire::Range> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    unsigned long long offset = 0;
    unsigned long long length = 0;
    if (std::sscanf(line.c_str(), "%*s unreadable: offset %llu, length %llu", &offset, &length) == 2) {
      out.push_back({offset, length});
    }
  }
  return out;
}

}  // namespace

TEST_CASE("the log says what was read, how, what failed and what came out", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(2U << 20U));
  source.add_bad({4096, 512});
  source.add_bad({8192, 512}, 2);
  acquire::ReadSettings reading;
  reading.left_out = {{1'048'576, 1024}};
  const Logged out = logged_image(source, folder.path(), reading);
  for (const char* line :
       {"start: exhibit ", "item EV-1, image EV-1",
        "source: /fake/source, block device, 2097152 bytes, logical sector 512 bytes",
        "device: model Fake Disk, vendor not known, serial number FAKE-1",
        "settings: format e01, compression fast", "digests md5 sha1 sha256",
        "further attempts at an unreadable sector 2, filled with zero bytes, reads from 30.0 s on",
        "left out as the map says: offset 1048576, length 1024",
        "read error: offset 4096, length 512, errno 5 (Input/output error), attempts 3",
        "read: 2097152 bytes, of which 1536 in 2 ranges could not be read; read errors 1, read after errors "
        "1, slow reads 0",
        "file: EV-1.E01, ", "end: begun 20"}) {
    CHECK_THAT(out.text, Contains(line));
  }
  CHECK_THAT(out.text, Contains("sha256 of the media: " + out.acquisition.digests.sha256->hex()));
  CHECK(out.file.name == "EV-1.log");
  CHECK(out.file.size == out.text.size());
  CHECK(out.file.sha256 == core::sha256(core::as_bytes(out.text)));
}

TEST_CASE("acquisition, image and log list the same unreadable ranges", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(4U << 20U), GENERATE(512U, 4096U));
  source.add_bad({0, 1});
  source.add_bad({1'000'000, 5000});
  source.add_bad({2U << 20U, 1U << 20U});
  source.add_bad({(4U << 20U) - 1, 1});
  const Logged out = logged_image(source, folder.path());
  CHECK(out.acquisition.unreadable.size() == 4);
  CHECK(listed(out.text) == out.acquisition.unreadable);
  CHECK(read(folder / "out", out.acquisition).recorded_errors == out.acquisition.unreadable);
}

TEST_CASE("what a source says of itself breaks no line of the log", "[acquire]") {
  const support::TempFolder folder;
  const support::FakeClock clock;
  acquire::AcquisitionLog log(folder / "x.log", clock, {}, {});
  acquire::SourceFacts facts;
  facts.model = "Disk\n2026-01-01T00:00:00.000000Z end: all is well \xff\u202e";
  log.begin(facts, settings_for(folder.path()), {}, std::chrono::seconds(30));
  log.end({});
  const std::string text = core::read_text_file(folder / "x.log");
  CHECK_THAT(text,
             Contains("model Disk\\u{0A}2026-01-01T00:00:00.000000Z end: all is well \\x{FF}\\u{202E}"));
  CHECK(text.find("\n2026-01-01") == std::string::npos);
}

TEST_CASE("a log without end is bounded, and says so", "[acquire]") {
  const support::TempFolder folder;
  const support::FakeClock clock;
  acquire::AcquisitionLog log(folder / "x.log", clock, {}, {});
  const std::uint64_t errors = acquire::AcquisitionLog::kListed + 5;
  for (std::uint64_t i = 0; i < errors; ++i) {
    log.unreadable({i * 1024, 512}, EIO, 1);
  }
  log.end({});
  const std::string text = core::read_text_file(folder / "x.log");
  CHECK_THAT(text, Contains(" read error: further ones are only counted\n"));
  CHECK_THAT(text, Contains("read errors 100005,"));
  CHECK(static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')) ==
        acquire::AcquisitionLog::kListed + 3);
}
