// SPDX-License-Identifier: Apache-2.0
// Images whose writing was interrupted: another writer goes on from the last checkpoint.
#include <fstream>

#include "core/error.h"
#include "tests/acquire/small_file_system.h"
#include "tests/acquire/writing.h"

namespace {

using namespace imaging;
using namespace writing;
using acquire::WriterState;
using Catch::Matchers::Contains;

/// What a journal would give back.
WriterState through_journal(const WriterState& state) {
  WriterState out = state;
  out.details = core::json::parse(core::json::encode(state.details)).value();
  return out;
}

/// An image being made in a folder of its own.
struct Run {
  explicit Run(ImageFormat format, std::uint64_t segment_size, std::uint32_t seed = 1)
      : media(support::mixed_bytes((8U << 20U) + 512, seed)), facts(facts_for(media.size())) {
    settings = settings_for(folder.path(), format, Compression::fast, segment_size);
    settings.chunk_size = 32U << 10U;  // many in little media
    settings.acquired =
        *core::UtcTime::parse("2026-11-22T01:02:03.000000Z");  // a header packs differently each second
  }
  core::Path first() const { return folder / state.files.front().name; }
  core::Path last() const { return folder / state.files.back().name; }
  /// Writes `chunks` chunks and a checkpoint, then `more` chunks, and leaves.
  void begin(std::size_t chunks, std::size_t more) {
    const auto writer = acquire::make_image_writer(settings, facts);
    const std::size_t size = writer->chunk_size();
    feed(*writer, media, 0, chunks * size);
    state = through_journal(writer->checkpoint());
    feed(*writer, media, chunks * size, (chunks + more) * size);
    writer->leave();
  }
  std::vector<acquire::ImageFile> go_on() {
    const auto writer = acquire::resume_image_writer(settings, facts, state);
    feed(*writer, media, static_cast<std::size_t>(state.media_bytes), media.size());
    return writer->finish(digests_of(media), {});
  }
  void check_whole(const std::vector<acquire::ImageFile>& files) const {
    const ImageReading reading = read(folder / files.front().name);
    INFO(joined(reading.faults));
    CHECK(reading.faults.empty());
    CHECK(reading.digests.sha256 == core::sha256(media));
    CHECK(reading.files.size() == files_in(folder.path()));
    for (const acquire::ImageFile& file : files) {
      CHECK((settings.segment_size == 0 || file.size <= settings.segment_size));
      CHECK(core::fs::file_size(folder / file.name) == file.size);
    }
    if (settings.format == ImageFormat::e01 && have_program("ewfverify")) {
      CHECK(run("ewfverify -q " + (folder / files.front().name).native()));
    }
  }
  std::string refusal() const {
    try {
      acquire::resume_image_writer(settings, facts, state);
    } catch (const core::Error& error) {
      return error.what();
    }
    return {};
  }
  /// Names and digests of all files.
  std::string listing() const {
    std::map<std::string, std::string> files;
    for (const core::fs::directory_entry& entry : core::fs::directory_iterator(folder.path())) {
      files[entry.path().filename().native()] = core::sha256(core::read_file(entry.path())).hex();
    }
    std::string out;
    for (const auto& [name, digest] : files) {
      out += name + " " + digest + "\n";
    }
    return out;
  }

  support::TempFolder folder;
  core::Bytes media;
  acquire::SourceFacts facts;
  ImageSettings settings;
  WriterState state;
};

void append_to(const core::Path& path, const std::string& bytes) {
  std::ofstream(path.native(), std::ios::app | std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("an image goes on from its last checkpoint, wherever it was interrupted", "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const std::uint64_t segment_size = GENERATE(0U, (1U << 20U) + 4321U);
  const std::size_t chunks = GENERATE(0U, 1U, 3U);
  const std::size_t more = GENERATE(0U, 2U);
  CAPTURE(static_cast<int>(format), segment_size, chunks, more);
  Run run(format, segment_size);
  run.begin(format == ImageFormat::e01 ? chunks * 25 : chunks, format == ImageFormat::e01 ? more * 40 : more);
  run.check_whole(run.go_on());
}

TEST_CASE("what a crash left behind the checkpoint does not count", "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const std::string left = GENERATE("nothing", "noise", "a later segment cut short", "an empty later segment",
                                    "a later segment of zero bytes");
  CAPTURE(static_cast<int>(format), left);
  Run run(format, 1U << 20U);
  run.begin(format == ImageFormat::e01 ? 70 : 2, format == ImageFormat::e01 ? 100 : 2);
  const std::string start = format == ImageFormat::e01 ? "EV-1.E0" : "EV-1.00";
  const core::Path later = run.folder / (start + std::to_string(run.state.files.size() + 1));
  REQUIRE(core::fs::exists(later));
  if (left == "nothing") {
    core::fs::resize_file(run.last(), run.state.files.back().size);
  } else if (left == "noise") {
    append_to(run.last(), "noise that no section describes");
  } else {
    core::fs::resize_file(later, left == "a later segment cut short" ? 700 : 0);
    core::fs::resize_file(later, left == "a later segment of zero bytes" ? 4096 : core::fs::file_size(later));
  }
  run.check_whole(run.go_on());
}

TEST_CASE("an image may be interrupted again and again", "[acquire]") {
  const auto seed = GENERATE(range(1U, 7U));
  std::mt19937 random(seed);
  const ImageFormat format = seed % 3 == 0 ? ImageFormat::raw : ImageFormat::e01;
  Run run(format, (1U << 20U) + random() % 200'000, seed);
  run.begin(0, 0);
  std::size_t at = 0;
  while (at < run.media.size()) {
    const auto writer = acquire::resume_image_writer(run.settings, run.facts, run.state);
    const std::size_t chunk = writer->chunk_size();
    for (std::size_t i = random() % (30 * (1U << 20U) / chunk / 16) + 1; i > 0 && at < run.media.size();
         --i) {
      const std::size_t end = std::min(at + chunk, run.media.size());
      feed(*writer, run.media, at, end);
      at = end;
      if (random() % 8 == 0) {
        run.state = through_journal(writer->checkpoint());
      }
    }
    if (random() % 2 == 0) {
      writer->leave();
    }
    // Without leave() the destructor, as a killed process would, keeps what was checkpointed.
    at = at < run.media.size() ? static_cast<std::size_t>(run.state.media_bytes) : at;
  }
  run.check_whole(run.go_on());
}

TEST_CASE("an image in which every chunk was written before the interruption is only finished", "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  Run run(format, 0);
  {
    const auto writer = acquire::make_image_writer(run.settings, run.facts);
    feed(*writer, run.media, 0, run.media.size());
    run.state = through_journal(writer->checkpoint());
  }
  CHECK(run.state.media_bytes == run.media.size());
  run.check_whole(run.go_on());
}

TEST_CASE("a resumed image holds the sections that one made in one go with the same checkpoints holds",
          "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  Run interrupted(format, 1U << 20U);
  const std::size_t chunks = format == ImageFormat::e01 ? 70 : 2;
  interrupted.begin(chunks, chunks / 2);
  interrupted.go_on();
  Run straight(format, 1U << 20U);
  const auto writer = acquire::make_image_writer(straight.settings, straight.facts);
  feed(*writer, straight.media, 0, chunks * writer->chunk_size());
  writer->checkpoint();
  feed(*writer, straight.media, chunks * writer->chunk_size(), straight.media.size());
  const auto files = writer->finish(digests_of(straight.media), {});
  REQUIRE(files_in(straight.folder.path()) == files_in(interrupted.folder.path()));
  for (const acquire::ImageFile& file : files) {
    CHECK(core::fs::file_size(interrupted.folder / file.name) == file.size);
  }
}

TEST_CASE(
    "going on with a file that is missing, short, another or a link is refused by its name, and changes "
    "nothing",
    "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const std::string damage = GENERATE("missing", "short", "another", "link", "longer");
  const std::size_t index = GENERATE(0U, 1U, 2U);
  CAPTURE(static_cast<int>(format), damage, index);
  Run run(format, 1U << 20U);
  run.begin(format == ImageFormat::e01 ? 150 : 3, 1);
  REQUIRE(run.state.files.size() == 3);
  const std::string name = run.state.files[index].name;
  if (damage == "missing") {
    core::fs::remove(run.folder / name);
  } else if (damage == "short") {
    core::fs::resize_file(run.folder / name, run.state.files[index].size - 1);
  } else if (damage == "longer") {
    append_to(run.folder / name, "x");
  } else if (damage == "link") {
    core::fs::rename(run.folder / name, run.folder / "elsewhere");
    core::fs::create_symlink("elsewhere", run.folder / name);
  } else {
    Run other(format, 1U << 20U, 2);
    other.begin(format == ImageFormat::e01 ? 160 : 3, 1);
    core::fs::copy_file(other.folder / name, run.folder / name, core::fs::copy_options::overwrite_existing);
    core::fs::resize_file(run.folder / name, run.state.files[index].size);
  }
  const std::string before = run.listing();
  if (damage == "longer" && index == 2) {
    run.check_whole(run.go_on());  // what follows the checkpoint does not count
    return;
  }
  CHECK_THAT(run.refusal(), Contains("cannot go on with the image") && Contains(name));
  CHECK(run.listing() == before);
}

TEST_CASE("a later segment that is not ours is not removed", "[acquire]") {
  Run run(ImageFormat::e01, 0);
  run.begin(10, 0);
  core::write_new_file(run.folder / "EV-1.E02", core::as_bytes("precious"));
  CHECK_THAT(run.refusal(), Contains("EV-1.E02") && Contains("is not that segment of this image"));
  CHECK(core::read_text_file(run.folder / "EV-1.E02") == "precious");
}

TEST_CASE("notes of an image that do not fit it are refused", "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  Run run(format, 0);
  run.begin(3, 0);
  const WriterState good = run.state;
  const std::string before = run.listing();
  const auto refused = [&](const std::function<void(WriterState&)>& change) {
    run.state = good;
    change(run.state);
    CHECK_THAT(run.refusal(), Contains("cannot go on with the image"));
    CHECK(run.listing() == before);
  };
  refused([](WriterState& state) { state.files.clear(); });
  refused([](WriterState& state) { state.details = {}; });
  refused([](WriterState& state) { state.media_bytes += 1; });
  refused([](WriterState& state) { state.media_bytes = std::uint64_t{1} << 40U; });
  refused([](WriterState& state) { state.files[0].name = "../" + state.files[0].name; });
  refused([](WriterState& state) { state.files[0].name = "other"; });
  run.state = good;
  CHECK(run.refusal().empty());
}

TEST_CASE("other settings than those an E01 was begun with are refused", "[acquire]") {
  Run run(ImageFormat::e01, 0);
  run.begin(3, 0);
  const ImageSettings good = run.settings;
  run.settings.compression = Compression::best;
  CHECK_THAT(run.refusal(), Contains("EV-1.E01") && Contains("is not that segment of this image"));
  run.settings = good;
  run.settings.chunk_size = 64U << 10U;
  CHECK_THAT(run.refusal(), Contains("cannot go on with the image"));
  run.settings = good;
  CHECK(run.refusal().empty());
}

TEST_CASE("a writer removes its files unless it was finished, checkpointed or left", "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const std::string end = GENERATE("nothing", "checkpoint", "leave");
  CAPTURE(static_cast<int>(format), end);
  Run run(format, 1U << 20U);
  {
    const auto writer = acquire::make_image_writer(run.settings, run.facts);
    feed(*writer, run.media, 0, 4U << 20U);
    if (end == "checkpoint") {
      writer->checkpoint();
    } else if (end == "leave") {
      writer->leave();
    }
  }
  CHECK((files_in(run.folder.path()) > 1) == (end != "nothing"));
}

TEST_CASE("a full disk in mid-run leaves what was checkpointed, and the image goes on where there is room",
          "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  Run run(format, 0);
  run.settings.compression = Compression::none;
  const support::TempFolder roomy;
  {
    const SmallFileSystem small(run.folder.path());
    if (!small.mounted()) {
      WARN("skipped: mounting a small file system needs root");
      return;
    }
    const auto writer = acquire::make_image_writer(run.settings, run.facts);
    feed(*writer, run.media, 0, 1U << 20U, Compression::none);
    run.state = through_journal(writer->checkpoint());
    try {
      feed(*writer, run.media, 1U << 20U, run.media.size(), Compression::none);
      FAIL("a file system of 2 MiB held 8 MiB");
    } catch (const core::Error& error) {
      CHECK(error.code() == core::ErrorCode::no_space);
      CHECK_THAT(error.what(), Contains(run.first().native()));
    }
    writer->leave();
    core::copy_to_new_file(run.first(), roomy / run.state.files.front().name);
  }
  run.settings.folder = roomy.path();
  const auto writer = acquire::resume_image_writer(run.settings, run.facts, run.state);
  feed(*writer, run.media, 1U << 20U, run.media.size(), Compression::none);
  const auto files = writer->finish(digests_of(run.media), {});
  const ImageReading reading = read(roomy / files.front().name);
  INFO(joined(reading.faults));
  CHECK(reading.faults.empty());
  CHECK(reading.digests.sha256 == core::sha256(run.media));
}
