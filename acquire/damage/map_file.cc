// SPDX-License-Identifier: Apache-2.0
#include "acquire/damage/map_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "acquire/damage/reader.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "core/version.h"

namespace acquire {
namespace {

/// No medium is larger: offsets are signed 64-bit numbers.
constexpr std::uint64_t kMostMedia = (std::uint64_t{1} << 63U) - 1;

/// Decimal, or hexadecimal behind 0x. A leading zero would be octal to ddrescue and decimal to people: refused.
std::optional<std::uint64_t> number_of(std::string_view text) {
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  if (!hex && text.size() > 1 && text.front() == '0') {
    return std::nullopt;
  }
  const std::string_view digits = hex ? text.substr(2) : text;
  std::uint64_t out = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), out, hex ? 16 : 10);
  if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() || out > kMostMedia) {
    return std::nullopt;
  }
  return out;
}

/// The words of a line in front of a comment; at most `most` and one.
std::vector<std::string_view> words_of(std::string_view line, std::size_t most) {
  line = line.substr(0, line.find('#'));
  std::vector<std::string_view> out;
  while (out.size() <= most) {
    const std::size_t start = line.find_first_not_of(" \t\r");
    if (start == std::string_view::npos) {
      break;
    }
    line.remove_prefix(start);
    const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
    out.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return out;
}

bool is_one_of(std::string_view word, std::string_view all) {
  return word.size() == 1 && all.find(word.front()) != std::string_view::npos;
}

class MapParser {
 public:
  explicit MapParser(const std::string& name) : name_(name) {}

  RescueMap parse(std::string_view text) {
    while (!text.empty()) {
      ++line_;
      const std::size_t end = std::min(text.find('\n'), text.size());
      take(words_of(text.substr(0, end), 3));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!started_ || map_.blocks.empty()) {
      fail("it ends before the first block");
    }
    return std::move(map_);
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    core::fail("cannot use the map " + core::shown(name_) + ": line " +
               std::to_string(std::max<std::size_t>(line_, 1)) + ": " + why);
  }

  void take(const std::vector<std::string_view>& words) {
    if (words.empty()) {
      return;
    }
    started_ ? take_block(words) : take_state(words);
    started_ = true;
  }

  /// current_pos, current_status and, since ddrescue 1.22, current_pass.
  void take_state(const std::vector<std::string_view>& words) const {
    const bool pass = words.size() == 3;
    if ((words.size() != 2 && !pass) || !number_of(words[0]) || !is_one_of(words[1], "?*/-FG+") ||
        (pass && !number_of(words[2]))) {
      fail("a position and a status of the rescue are expected, as in '0x00000000 + 1'");
    }
  }

  void take_block(const std::vector<std::string_view>& words) {
    const auto offset = words.size() == 3 ? number_of(words[0]) : std::nullopt;
    const auto length = words.size() == 3 ? number_of(words[1]) : std::nullopt;
    if (!offset || !length || !is_one_of(words[2], "?*/-+")) {
      fail("an offset, a length and one of ? * / - + are expected, as in '0x00000000 0x00000200 -'");
    }
    if (*length == 0 || *length > kMostMedia - *offset) {
      fail("the length of a block is 0 or leads beyond any medium");
    }
    if (!map_.blocks.empty() && *offset != map_.end()) {
      fail(*offset < map_.end() ? "the block begins before the end of the one above it"
                                : "there is a gap between the block and the one above it");
    }
    add({{*offset, *length}, words[2].front()});
  }

  void add(const RescueMap::Block& block) {
    if (!map_.blocks.empty() && map_.blocks.back().status == block.status) {
      map_.blocks.back().range.length += block.range.length;
      return;
    }
    if (map_.blocks.size() == RescueMap::kMostBlocks) {
      fail("more than " + core::grouped(RescueMap::kMostBlocks) + " blocks");
    }
    map_.blocks.push_back(block);
  }

  const std::string& name_;
  std::size_t line_ = 0;
  bool started_ = false;
  RescueMap map_;
};

}  // namespace

std::uint64_t RescueMap::end() const {
  return blocks.empty() ? 0 : blocks.back().range.offset + blocks.back().range.length;
}

RescueMap parse_map(std::string_view text, const std::string& name) { return MapParser(name).parse(text); }

RescueMap read_map(const core::Path& file) {
  return parse_map(core::read_plain_text(file, RescueMap::kMostBytes), file.native());
}

std::vector<Range> not_read(const RescueMap& map, std::uint64_t size) {
  std::vector<Range> out;
  const std::uint64_t start = map.blocks.empty() ? size : map.blocks.front().range.offset;
  append_range(out, {0, std::min(start, size)});
  for (const RescueMap::Block& block : map.blocks) {
    if (block.status != '+' && block.range.offset < size) {
      append_range(out, {block.range.offset, std::min(block.range.length, size - block.range.offset)});
    }
  }
  if (!map.blocks.empty() && map.end() < size) {
    append_range(out, {map.end(), size - map.end()});
  }
  return out;
}

RescueMap map_of(const std::vector<Range>& unreadable, std::uint64_t size) {
  RescueMap out;
  std::uint64_t at = 0;
  const auto add = [&](std::uint64_t end, char status) {
    if (end > at) {
      out.blocks.push_back({{at, end - at}, status});
    }
    at = end;
  };
  for (const Range& range : unreadable) {
    add(range.offset, '+');
    add(range.offset + range.length, '-');
  }
  add(size, '+');
  return out;
}

std::string map_text(const RescueMap& map) {
  std::string out = fmt::format("# Mapfile. Created by {} {}\n", core::kProgramName, core::kProgramVersion);
  out += "# current_pos  current_status  current_pass\n";
  out += fmt::format("0x{:08X}     +               1\n", map.end());
  out += "#      pos        size  status\n";
  for (const RescueMap::Block& block : map.blocks) {
    out += fmt::format("0x{:08X}  0x{:08X}  {}\n", block.range.offset, block.range.length, block.status);
  }
  return out;
}

}  // namespace acquire
