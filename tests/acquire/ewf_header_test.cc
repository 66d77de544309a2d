// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/ewf_header.h"

#include "acquire/image/segments.h"
#include "acquire/reading/ewf_reader.h"
#include "tests/acquire/imaging.h"

namespace {

using acquire::FaultList;
using acquire::HeaderText;
using acquire::ImageReading;
using Catch::Matchers::Contains;

ImageReading::Header parsed(const std::string& text) {
  FaultList faults;
  const auto header = acquire::parse_ewf_header(core::as_bytes(text), HeaderText::bytes, faults);
  CHECK(faults.empty());
  return header;
}

core::Bytes utf16(const std::u16string& text, bool high_first) {
  core::Bytes out;
  for (const char16_t unit : text) {
    const auto low = static_cast<std::uint8_t>(unit);
    const auto high = static_cast<std::uint8_t>(unit >> 8U);
    out.insert(out.end(), {high_first ? high : low, high_first ? low : high});
  }
  return out;
}

void check_same(const ImageReading::Header& ours, const ImageReading::Header& theirs) {
  CHECK(ours.case_number == theirs.case_number);
  CHECK(ours.description == theirs.description);
  CHECK(ours.examiner == theirs.examiner);
  CHECK(ours.evidence_number == theirs.evidence_number);
  CHECK(ours.notes == theirs.notes);
  CHECK(ours.software == theirs.software);
  CHECK(ours.model == theirs.model);
  CHECK(ours.serial == theirs.serial);
  // libewf leaves out the Z of a time that is known to be UTC.
  CHECK(ours.acquired_at.substr(0, 19) == theirs.acquired_at);
}

}  // namespace

TEST_CASE("the header of images that other tools made says what libewf reads in it", "[acquire]") {
  const core::Path folder = core::Path(EXHIBIT_SHARED_DIR) / "evidence";
  if (!core::fs::exists(folder)) {
    WARN("skipped: the folder of sample images is absent");
    return;
  }
  for (const char* name : {"CFReDS001.E01", "imageformat_mmls_1.E01", "gpt_130_partitions.E01", "ext2.E01",
                           "multiseg_v1.E01", "incomplete/email_test.E01"}) {
    CAPTURE(name);
    const auto files = acquire::find_segments(folder / name, std::nullopt).files;
    FaultList faults;
    const acquire::EwfStructure structure = acquire::walk_ewf(files, faults);
    const auto nowhere = [](core::ByteView) {};
    const acquire::EwfContent content = acquire::read_through_libewf(files, structure, 0, nowhere, faults);
    CHECK_FALSE(structure.header.software.empty());
    check_same(structure.header, content.header);
    CHECK(structure.recorded_errors == content.recorded_errors);
  }
}

TEST_CASE("values of a header are found by the names of their columns", "[acquire]") {
  const auto header = parsed(
      "1\r\nmain\r\nav\tm\tzz\tc\tn\ta\te\tt\r\n4.19a\t2004 11 4 3 56 "
      "35\tx\tCASE\tNO\twhat\twho\twhy\r\n\r\n");
  CHECK(header.software == "4.19a");
  CHECK(header.acquired_at == "2004-11-04T03:56:35");
  CHECK(header.case_number == "CASE");
  CHECK(header.evidence_number == "NO");
  CHECK(header.description == "what");
  CHECK(header.examiner == "who");
  CHECK(header.notes == "why");
}

TEST_CASE("times of a header that are none stay as they are", "[acquire]") {
  const auto time = [](const std::string& text) { return parsed("3\nmain\nm\n" + text + "\n").acquired_at; };
  CHECK(time("1626967998") == "2021-07-22T15:33:18Z");
  CHECK(time("2004 13 4 3 56 35") == "2004 13 4 3 56 35");
  CHECK(time("2004 11 4 3 56") == "2004 11 4 3 56");
  CHECK(time("2004 11 4 3 56 35 1") == "2004 11 4 3 56 35 1");
  CHECK(time("99999999999999999999") == "99999999999999999999");
  CHECK(time("-5") == "-5");
  CHECK(time("").empty());
}

TEST_CASE("header2 is UTF-16 in either order, and halves of pairs do no harm", "[acquire]") {
  FaultList faults;
  for (const bool high_first : {false, true}) {
    const auto header = acquire::parse_ewf_header(utf16(u"\xfeff"
                                                        u"3\nmain\ne\tt\n佐藤 \xd83d\xde00\t\xd83dx\xde00\n",
                                                        high_first),
                                                  HeaderText::utf16, faults);
    CHECK(header.examiner == "佐藤 😀");
    CHECK(header.notes == "\xef\xbf\xbdx\xef\xbf\xbd");
  }
  core::Bytes odd = utf16(u"3\nmain\ne\nZ\xd83d", false);
  odd.push_back(0);
  CHECK(acquire::parse_ewf_header(odd, HeaderText::utf16, faults).examiner == "Z\xef\xbf\xbd");
  CHECK(faults.empty());
}

TEST_CASE("a header without a table, or with half of one, gives no values", "[acquire]") {
  for (const std::string text : {"", "main", "main\n", "1\nmain\n\n", "1\nmain\nc\te\n", "c\te\nA\tB\n"}) {
    const auto header = parsed(text);
    CHECK(header.case_number.empty());
    CHECK(header.examiner.empty());
  }
}

TEST_CASE("a header value without bound is a fault and left out", "[acquire]") {
  FaultList faults;
  const std::string text = "1\nmain\nc\te\n" + std::string(acquire::kHeaderValueLimit + 1, 'x') + "\twho\n";
  const auto header = acquire::parse_ewf_header(core::as_bytes(text), HeaderText::bytes, faults);
  CHECK(header.case_number.empty());
  CHECK(header.examiner == "who");
  CHECK_THAT(imaging::joined(faults.all()), Contains("the header value \"c\" has 65537 bytes"));
}
