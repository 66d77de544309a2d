// SPDX-License-Identifier: Apache-2.0
// Images that other tools made, with digests that other tools computed.
#include <sstream>

#include "tests/acquire/imaging.h"

namespace {

using namespace imaging;
using Catch::Matchers::Contains;

const core::Path kFolder = core::Path(EXHIBIT_SHARED_DIR) / "evidence";

bool absent() {
  if (core::fs::exists(kFolder)) {
    return false;
  }
  WARN("skipped: the folder of sample images is absent");
  return true;
}

struct Row {
  std::string file;
  std::uint64_t bytes = 0;
  std::string md5, sha256;
};

/// The rows of the table in the folder's README that give digests.
std::vector<Row> documented() {
  std::vector<Row> rows;
  std::istringstream text(core::read_text_file(kFolder / "README.md"));
  for (std::string line; std::getline(text, line);) {
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, '|');) {
      const std::size_t first = cell.find_first_not_of(' ');
      cells.push_back(
          first == std::string::npos ? "" : cell.substr(first, cell.find_last_not_of(' ') - first + 1));
    }
    if (cells.size() >= 6 && core::Sha256::parse(cells[5])) {
      rows.push_back(
          {cells[1].substr(0, cells[1].find_first_of(", ")), std::stoull(cells[3]), cells[4], cells[5]});
    }
  }
  return rows;
}

}  // namespace

TEST_CASE("images of other tools read without fault and with the documented digests", "[acquire]") {
  if (absent()) {
    return;
  }
  const std::vector<Row> rows = documented();
  REQUIRE(rows.size() >= 6);
  for (const Row& row : rows) {
    CAPTURE(row.file);
    const ImageReading reading = read(kFolder / row.file);
    INFO(joined(reading.faults));
    CHECK(reading.faults.empty());
    CHECK(reading.bytes == row.bytes);
    CHECK(reading.digests.md5->hex() == row.md5);
    CHECK(reading.digests.sha256->hex() == row.sha256);
  }
}

TEST_CASE("a set whose end is missing is reported by segment", "[acquire]") {
  if (absent()) {
    return;
  }
  const ImageReading reading = read(kFolder / "incomplete/email_test.E01");
  CHECK_THAT(joined(reading.faults), Contains("segment 3 of the set is missing: email_test.E03") &&
                                         Contains("the image declares 108 chunks, but its tables list 62"));
  CHECK(reading.files.size() == 2);
}

TEST_CASE("hostile images give faults", "[acquire]") {
  if (absent()) {
    return;
  }
  std::size_t count = 0;
  for (const auto& entry : core::fs::directory_iterator(kFolder / "hostile")) {
    CAPTURE(entry.path().native());
    CHECK_FALSE(read(entry.path()).faults.empty());
    ++count;
  }
  CHECK(count > 0);
}
