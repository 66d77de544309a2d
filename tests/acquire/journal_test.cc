// SPDX-License-Identifier: Apache-2.0
#include "acquire/resume/journal.h"

#include "core/error.h"
#include "tests/acquire/imaging.h"

namespace {

using acquire::Journal;
using Catch::Matchers::Contains;

Journal sample() {
  Journal out;
  out.source.kind = "block device";
  out.source.model = "Disk \xff";
  out.source.serial = "S-1";
  out.source.size = 4U << 20U;
  out.source.logical_sector_size = 512;
  out.segment_size = 1U << 20U;
  out.second = "/mnt/\xff/.partial-EV-1";
  out.sha1 = false;
  out.started = *core::UtcTime::parse("2026-11-22T01:02:03.000000Z");
  out.cut = {2U << 20U, {core::Bytes(24), {}, core::Bytes(40)}, {{512, 1024}, {4096, 512}}};
  out.writer.media_bytes = out.cut.offset;
  out.writer.files = {{"EV-1.E01", 100, std::nullopt}, {"EV-1.E02", 7, std::nullopt}};
  out.writer.details = core::json::Object{{"chunks", 64}};
  return out;
}

std::string with(const std::string& before, const std::string& after) {
  std::string text = acquire::encode_journal(sample());
  const std::size_t at = text.find(before);
  REQUIRE(at != std::string::npos);
  return text.replace(at, before.size(), after);
}

}  // namespace

TEST_CASE("a journal tells what it was told", "[acquire]") {
  const std::string text = acquire::encode_journal(sample());
  const auto back = acquire::parse_journal(text);
  REQUIRE(back);
  CHECK(acquire::encode_journal(*back) == text);
  CHECK(back->source.model == "Disk \xff");
  CHECK(back->second == sample().second);
  CHECK(back->md5);
  CHECK_FALSE(back->sha1);
  CHECK(back->cut.unreadable == sample().cut.unreadable);
  CHECK(back->writer.files.size() == 2);
}

TEST_CASE("a journal that says what cannot be is none", "[acquire]") {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"\"version\":1", "\"version\":2"},
      {"\"offset\":2097152", "\"offset\":2097153"},
      {"\"offset\":2097152", "\"offset\":8388608"},
      {"\"media_bytes\":2097152", "\"media_bytes\":0"},
      {"[512,1024]", "[512,0]"},
      {"[512,1024]", "[512,3584]"},
      {"[4096,512]", "[2097152,512]"},
      {"[4096,512]", "[4096,9007199254740991]"},
      {"[4096,512]", "[4096]"},
      {"[4096,512]", "[-1,512]"},
      {"EV-1.E02", "../E02"},
      {"EV-1.E02", ""},
      {"\"format\":\"e01\"", "\"format\":\"ex01\""},
      {"\"compression\":\"fast\"", "\"compression\":\"most\""},
      {"\"sector\":512", "\"sector\":0"},
      {"\"md5\":\"00", "\"md5\":\"0"},
      {"2026-11-22", "2026-13-22"},
      {"\"fill\":\"zero\"", "\"fill\":\"one\""},
      {"\"map\":\"\"", "\"map\":\"00\""},
  };
  for (const auto& [before, after] : bad) {
    INFO(before << " as " << after);
    CHECK_FALSE(acquire::parse_journal(with(before, after)));
  }
  CHECK_FALSE(acquire::parse_journal(""));
  CHECK_FALSE(acquire::parse_journal("[]"));
}

TEST_CASE("a damaged journal is an error and not as if there were none", "[acquire]") {
  const support::TempFolder folder;
  CHECK_FALSE(acquire::read_journal(folder.path(), "EV-1"));
  acquire::write_journal(folder.path(), "EV-1", sample());
  CHECK(acquire::read_journal(folder.path(), "EV-1"));
  acquire::write_journal(folder.path(), "EV-1", sample());  // in the place of the first
  core::fs::remove(folder / "EV-1.journal");
  core::write_new_file(folder / "EV-1.journal", core::as_bytes("{}"));
  CHECK_THROWS_WITH(acquire::read_journal(folder.path(), "EV-1"), Contains("is damaged"));
}
