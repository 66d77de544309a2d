// SPDX-License-Identifier: Apache-2.0
#include "custody/unsigned_sheet.h"

#include <algorithm>

#include "core/clock.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/ids.h"
#include "core/text.h"

namespace custody {

using core::json::Object;
using core::json::Value;

namespace {

constexpr std::uint64_t kLargestSheet = 4U << 20U;
constexpr std::uint64_t kLargestFacts = 16U << 20U;
constexpr std::size_t kMostRanges = 100'000;
constexpr std::size_t kDigestWidth = 64;
constexpr std::uint64_t kNamedByErrors = std::uint64_t{512} << 32U;  // bytes; the smallest sector

[[noreturn]] void refuse_facts(const std::string& name, const std::string& why) {
  core::fail("the facts " + core::shown(name) + " are not what an unsigned acquisition writes: " + why +
             "; nothing was recorded");
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && name.size() <= 255 && name.front() != '.' && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

bool is_hex_or_null(const Value& value, std::size_t digits) {
  return value.is_null() || (value.string() != nullptr && value.string()->size() == digits &&
                             value.string()->find_first_not_of("0123456789abcdef") == std::string::npos);
}

bool is_count(const Value& value) { return value.integer() != nullptr && *value.integer() >= 0; }
bool is_time(const Value& value) {
  return value.string() != nullptr && core::UtcTime::parse(*value.string()).has_value();
}
bool is_text(const Value& value) { return value.string() != nullptr && value.string()->size() <= 4096; }
bool is_object(const Value& value) { return value.object() != nullptr; }
bool is_item(const Value& value) { return value.string() != nullptr && core::is_identifier(*value.string()); }

struct FactKind {
  const char* name;
  bool (*good)(const Value&);
};
constexpr FactKind kFacts[] = {
    {"blocks_root",
     [](const Value& value) { return !value.is_null() && is_hex_or_null(value, 2 * core::Sha256::kSize); }},
    {"bytes", &is_count},
    {"finished", &is_time},
    {"item", &is_item},
    {"md5", [](const Value& value) { return is_hex_or_null(value, 2 * core::Md5::kSize); }},
    {"notice", &is_text},
    {"program", &is_text},
    {"sha1", [](const Value& value) { return is_hex_or_null(value, 2 * core::Sha1::kSize); }},
    {"sha256", [](const Value& value) { return is_hex_or_null(value, 2 * core::Sha256::kSize); }},
    {"smart_after", &is_object},
    {"source", &is_object},
    {"started", &is_time},
    {"unreadable", [](const Value& value) { return value.array() != nullptr; }},
};

/// Ascending, not touching, inside the media.
std::vector<acquire::Range> ranges_of(const Value& list, std::uint64_t bytes, const std::string& name) {
  if (list.array()->size() > kMostRanges) {
    refuse_facts(name, "'unreadable' lists more than " + std::to_string(kMostRanges) + " ranges");
  }
  std::vector<acquire::Range> out;
  std::uint64_t end = 0;
  for (const Value& item : *list.array()) {
    const auto offset = item.integer_of("offset").value_or(-1);
    const auto length = item.integer_of("length").value_or(-1);
    const auto from = static_cast<std::uint64_t>(offset);
    const auto size = static_cast<std::uint64_t>(length);
    if (item.object() == nullptr || item.object()->size() != 2 || offset < 0 || length <= 0 || from < end ||
        from > bytes || size > bytes - from) {
      refuse_facts(name, "a range in 'unreadable' does not lie in the media, or not behind the one before");
    }
    out.push_back({from, size});
    end = from + size;
  }
  return out;
}

}  // namespace

core::Path sheet_path(const core::Path& first) { return core::Path(first).replace_extension(".sha256"); }

std::map<std::string, core::Sha256> parse_sheet(const std::string& text, const std::string& sheet) {
  std::map<std::string, core::Sha256> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = end == std::string::npos ? "" : text.substr(at, end - at);
    const auto digest = core::Sha256::parse(line.substr(0, std::min(line.size(), kDigestWidth)));
    const bool spaced = line.size() > kDigestWidth + 2 && line.substr(kDigestWidth, 2) == "  ";
    const std::string name = spaced ? line.substr(kDigestWidth + 2) : "";
    if (!digest || !is_plain_name(name) || !out.emplace(name, *digest).second) {
      core::fail("the sheet " + core::shown(sheet) + " is not a list of digests and names: line " +
                 std::to_string(out.size() + 1) + "; nothing was recorded");
    }
    at = end + 1;
  }
  return out;
}

void parse_facts(UnsignedSheet& sheet) {
  const auto parsed = core::json::parse(sheet.facts_text, {16, kLargestFacts});
  if (!parsed || parsed->object() == nullptr) {
    refuse_facts(sheet.facts_name, "they are no JSON object");
  }
  for (const auto& [name, value] : *parsed->object()) {
    const auto* known = std::find_if(std::begin(kFacts), std::end(kFacts),
                                     [&n = name](const FactKind& kind) { return n == kind.name; });
    if (known == std::end(kFacts) || !known->good(value)) {
      refuse_facts(sheet.facts_name, "'" + core::shown(name) + "' is unknown or not of its kind");
    }
  }
  if (parsed->object()->size() != std::size(kFacts)) {
    refuse_facts(sheet.facts_name, "a member is missing");
  }
  Object kept = *parsed->object();
  std::erase_if(kept, [](const auto& member) { return member.second.is_null(); });
  sheet.facts = std::move(kept);
  if (const auto fault = core::json::profile_fault(sheet.facts)) {
    refuse_facts(sheet.facts_name, *fault);
  }
  sheet.unreadable =
      ranges_of(*sheet.facts.find("unreadable"),
                static_cast<std::uint64_t>(sheet.facts.integer_of("bytes").value_or(0)), sheet.facts_name);
}

void need_as_listed(const UnsignedSheet& sheet, const std::string& name, const core::Sha256& digest) {
  if (sheet.digests.at(name) != digest) {
    core::fail(core::shown(name) + " is not the file that the sheet " + core::shown(sheet.name) +
               " lists: its SHA-256 differs; nothing was recorded");
  }
}

UnsignedSheet read_sheet(const core::Path& first, const std::vector<core::Path>& segments) {
  const core::Path folder = first.parent_path();
  const core::Path path = sheet_path(first);
  UnsignedSheet out;
  out.name = path.filename().native();
  out.facts_name = first.stem().native() + ".facts.json";
  if (!core::fs::exists(core::fs::symlink_status(path))) {
    core::fail("there is no sheet " + core::shown(out.name) + " beside " +
               core::shown(first.filename().native()) +
               ": it was not made by 'acquire --live --unsigned'; leave --sign out");
  }
  out.text = core::read_plain_text(path, kLargestSheet);
  out.sha256 = core::sha256(core::as_bytes(out.text));
  out.digests = parse_sheet(out.text, out.name);
  std::vector<std::string> needed = {out.facts_name};
  for (const core::Path& segment : segments) {
    needed.push_back(segment.filename().native());
  }
  for (const std::string& name : needed) {
    if (!out.digests.contains(name)) {
      core::fail("the sheet " + core::shown(out.name) + " does not list " + core::shown(name) +
                 "; nothing was recorded");
    }
  }
  for (const auto& [name, digest] : out.digests) {
    if (std::find(needed.begin() + 1, needed.end(), name) != needed.end()) {
      continue;
    }
    boost::system::error_code ignored;
    if (core::fs::symlink_status(folder / name, ignored).type() != core::fs::regular_file) {
      core::fail("the sheet " + core::shown(out.name) + " lists " + core::shown(name) +
                 ", and there is no such file beside it; nothing was recorded");
    }
    need_as_listed(out, name, core::digest_file(folder / name).sha256);
  }
  out.facts_text = core::read_plain_text(folder / out.facts_name, kLargestFacts);
  if (core::sha256(core::as_bytes(out.facts_text)) != out.digests.at(out.facts_name)) {
    core::fail(core::shown(out.facts_name) + " changed while it was read; nothing was recorded");
  }
  parse_facts(out);
  return out;
}

std::vector<std::string> differences(const UnsignedSheet& sheet, const acquire::ImageReading& reading) {
  std::vector<std::string> out;
  const auto compare = [&](const char* name, const std::string& computed) {
    const auto reported = sheet.facts.text_of(name);
    if (reported && *reported != computed) {
      out.push_back(std::string("the host reported the ") + name + " " + *reported + ", the data have " +
                    computed);
    }
  };
  const std::int64_t bytes = sheet.facts.integer_of("bytes").value_or(0);
  if (static_cast<std::uint64_t>(bytes) != reading.bytes) {
    out.push_back("the host reported " + std::to_string(bytes) + " bytes, the image holds " +
                  std::to_string(reading.bytes));
  }
  compare("md5", reading.digests.md5.value_or(core::Md5{}).hex());
  compare("sha1", reading.digests.sha1.value_or(core::Sha1{}).hex());
  compare("sha256", reading.digests.sha256.value_or(core::Sha256{}).hex());
  compare("blocks_root", reading.blocks.root().hex());
  // A raw image has no place for its unreadable ranges, and an E01 none for those beyond sector 2^32.
  if (!reading.recorded_errors.empty() && reading.bytes <= kNamedByErrors &&
      reading.recorded_errors != sheet.unreadable) {
    out.push_back("the host reported other unreadable ranges than the image lists");
  }
  return out;
}

}  // namespace custody
