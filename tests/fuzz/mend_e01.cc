// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "acquire/image/segment_file.h"
#include "acquire/stages/compressor.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

constexpr std::size_t kFileHeader = 13;
constexpr std::size_t kDescriptor = 76;

/// Writes the Adler-32 of [from, from + covered) behind it, where there is room for both.
void mend(core::Bytes& file, std::size_t from, std::size_t covered) {
  if (from + covered + 4 > file.size() || from + covered + 4 < from) {
    return;
  }
  const std::uint32_t sum = acquire::adler32(core::ByteView(file).subspan(from, covered));
  for (unsigned i = 0; i < 4; ++i) {
    file[from + covered + i] = static_cast<std::uint8_t>(sum >> (8 * i));
  }
}

void mend_content(core::Bytes& file, std::size_t at, std::size_t size) {
  const std::string_view name = core::as_text(core::ByteView(file).subspan(at, 16));
  const std::string_view type = name.substr(0, name.find('\0'));
  const std::size_t data = at + kDescriptor;
  if (type == "volume" || type == "disk" || type == "data") {
    mend(file, data, size == kDescriptor + 94 ? 90 : 1048);
  } else if (type == "hash") {
    mend(file, data, 32);
  } else if (type == "digest") {
    mend(file, data, 76);
  } else if ((type == "table" || type == "table2") && data + 24 <= file.size()) {
    mend(file, data, 20);
    const std::size_t count = acquire::little32(file, data);
    mend(file, data + 24, count * 4);
  } else if (type == "error2" && data + 520 <= file.size()) {
    mend(file, data, 516);
    mend(file, data + 520, std::size_t{acquire::little32(file, data)} * 8);
  }
}

void mend_segment(core::Bytes& file) {
  std::size_t at = kFileHeader;
  for (int sections = 0; sections < 1000 && at < file.size() && file.size() - at >= kDescriptor; ++sections) {
    const std::uint64_t next = acquire::little64(file, at + 16);
    mend(file, at, kDescriptor - 4);
    mend_content(file, at, static_cast<std::size_t>(acquire::little64(file, at + 24)));
    if (next <= at || next >= file.size()) {
      return;
    }
    at = static_cast<std::size_t>(next);
  }
}

}  // namespace

core::Bytes mend_e01(core::ByteView input, unsigned /*chance*/) {
  core::Bytes whole(input.begin(), input.end());
  if (whole.empty() || whole[0] != 's') {
    mend_segment(whole);
    return whole;
  }
  std::vector<Record> segments = split_records(input);
  for (Record& segment : segments) {
    mend_segment(segment.bytes);
  }
  return join_records(segments);
}

}  // namespace fuzz
