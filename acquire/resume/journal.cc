// SPDX-License-Identifier: Apache-2.0
#include "acquire/resume/journal.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr std::uint64_t kVersion = 1;
constexpr std::uint64_t kMostBytes = 64U << 20U;
constexpr std::size_t kMostDepth = 12;

const char* text_of(ImageFormat format) { return format == ImageFormat::e01 ? "e01" : "raw"; }
const char* text_of(Compression compression) {
  switch (compression) {
    case Compression::none: return "none";
    case Compression::fast: return "fast";
    case Compression::best: return "best";
  }
  return "";
}

/// Texts of a device are bytes.
Value text_value(const std::string& text) { return core::to_hex(core::as_bytes(text)); }

Value source_value(const SourceFacts& source) {
  return Object{{"kind", source.kind},
                {"model", text_value(source.model)},
                {"sector", Value(std::uint64_t{source.logical_sector_size})},
                {"serial", text_value(source.serial)},
                {"size", Value(source.size)},
                {"vendor", text_value(source.vendor)}};
}

Value cut_value(const Cut& cut) {
  Array ranges;
  for (const Range& range : cut.unreadable) {
    ranges.emplace_back(Array{Value(range.offset), Value(range.length)});
  }
  return Object{{"md5", core::to_hex(cut.digests.md5)},
                {"offset", Value(cut.offset)},
                {"sha1", core::to_hex(cut.digests.sha1)},
                {"sha256", core::to_hex(cut.digests.sha256)},
                {"unreadable", std::move(ranges)}};
}

Value writer_value(const WriterState& writer) {
  Array files;
  for (const ImageFile& file : writer.files) {
    files.emplace_back(Object{{"name", file.name}, {"size", Value(file.size)}});
  }
  return Object{
      {"details", writer.details}, {"files", std::move(files)}, {"media_bytes", Value(writer.media_bytes)}};
}

/// Reads members; after a fault everything is empty, and good() is false.
class Members {
 public:
  explicit Members(const Value* value) : value_(value) {
    need(value != nullptr && value->object() != nullptr);
  }
  bool good() const { return good_; }

  const Value* find(const char* name) {
    const Value* found = good_ ? value_->find(name) : nullptr;
    need(found != nullptr);
    return found;
  }
  std::uint64_t number(const char* name) {
    const Value* found = find(name);
    const bool is_number = found != nullptr && found->integer() && *found->integer() >= 0;
    need(is_number);
    return is_number ? static_cast<std::uint64_t>(*found->integer()) : 0;
  }
  std::string text(const char* name) {
    const Value* found = find(name);
    const bool is_text = found != nullptr && found->string() != nullptr;
    need(is_text);
    return is_text ? *found->string() : "";
  }
  core::Bytes bytes(const char* name) {
    const auto raw = core::from_hex(text(name));
    need(raw.has_value());
    return raw.value_or(core::Bytes());
  }
  std::string device_text(const char* name) {
    const core::Bytes raw = bytes(name);
    return {raw.begin(), raw.end()};
  }
  const Array& list(const char* name) {
    static const Array none;
    const Value* found = find(name);
    need(found != nullptr && found->array() != nullptr);
    return good_ ? *found->array() : none;
  }
  void need(bool condition) { good_ = good_ && condition; }

 private:
  const Value* value_;
  bool good_ = true;
};

bool take_source(const Value* value, SourceFacts& out) {
  Members members(value);
  out.kind = members.text("kind");
  out.model = members.device_text("model");
  out.serial = members.device_text("serial");
  out.vendor = members.device_text("vendor");
  out.size = members.number("size");
  const std::uint64_t sector = members.number("sector");
  members.need(sector > 0 && sector <= (1U << 20U));
  out.logical_sector_size = static_cast<std::uint32_t>(sector);
  return members.good();
}

/// Ranges ascend, do not touch and end before the cut.
bool take_ranges(const Array& list, Cut& out) {
  for (const Value& value : list) {
    const Array* pair = value.array();
    if (pair == nullptr || pair->size() != 2 || !(*pair)[0].integer() || !(*pair)[1].integer() ||
        *(*pair)[0].integer() < 0 || *(*pair)[1].integer() <= 0) {
      return false;
    }
    const Range range{static_cast<std::uint64_t>(*(*pair)[0].integer()),
                      static_cast<std::uint64_t>(*(*pair)[1].integer())};
    const std::uint64_t least =
        out.unreadable.empty() ? 0 : out.unreadable.back().offset + out.unreadable.back().length + 1;
    if (range.offset < least || range.offset > out.offset || range.length > out.offset - range.offset) {
      return false;
    }
    out.unreadable.push_back(range);
  }
  return true;
}

bool take_cut(const Value* value, Cut& out) {
  Members members(value);
  out.offset = members.number("offset");
  out.digests = {members.bytes("md5"), members.bytes("sha1"), members.bytes("sha256")};
  members.need(take_ranges(members.list("unreadable"), out));
  return members.good();
}

/// Names are names: nothing in them leads out of the folder.
bool is_file_name(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

bool take_writer(const Value* value, WriterState& out) {
  Members members(value);
  out.media_bytes = members.number("media_bytes");
  for (const Value& file : members.list("files")) {
    Members one(&file);
    out.files.push_back({one.text("name"), one.number("size"), std::nullopt});
    members.need(one.good() && is_file_name(out.files.back().name));
  }
  const Value* details = members.find("details");
  if (details != nullptr) {
    out.details = *details;
  }
  return members.good();
}

bool take_settings(Members& members, Journal& out) {
  const std::string format = members.text("format");
  const std::string compression = members.text("compression");
  members.need(format == "e01" || format == "raw");
  members.need(compression == "none" || compression == "fast" || compression == "best");
  out.format = format == "raw" ? ImageFormat::raw : ImageFormat::e01;
  out.compression = compression == "none"   ? Compression::none
                    : compression == "best" ? Compression::best
                                            : Compression::fast;
  const std::string fill = members.text("fill");
  members.need(fill == "zero" || fill == "pattern");
  out.fill = fill == "zero" ? Fill::zero : Fill::pattern;
  out.map_sha256 = members.text("map");
  members.need(out.map_sha256.empty() || core::Sha256::parse(out.map_sha256).has_value());
  out.second = members.device_text("second");
  out.segment_size = members.number("segment_size");
  const auto started = core::UtcTime::parse(members.text("started"));
  members.need(started.has_value());
  out.started = started.value_or(core::UtcTime());
  out.md5 = !out.cut.digests.md5.empty();
  out.sha1 = !out.cut.digests.sha1.empty();
  out.sha256 = !out.cut.digests.sha256.empty();
  return members.good();
}

}  // namespace

std::string journal_name(const std::string& base) { return base + ".journal"; }

std::string encode_journal(const Journal& journal) {
  return core::json::encode(Object{{"compression", text_of(journal.compression)},
                                   {"cut", cut_value(journal.cut)},
                                   {"fill", journal.fill == Fill::zero ? "zero" : "pattern"},
                                   {"format", text_of(journal.format)},
                                   {"map", journal.map_sha256},
                                   {"second", text_value(journal.second.native())},
                                   {"segment_size", Value(journal.segment_size)},
                                   {"source", source_value(journal.source)},
                                   {"started", journal.started.text()},
                                   {"version", Value(kVersion)},
                                   {"writer", writer_value(journal.writer)}});
}

std::optional<Journal> parse_journal(std::string_view text) {
  const auto value = core::json::parse(text, {kMostDepth, kMostBytes});
  Members members(value ? &*value : nullptr);
  Journal out;
  members.need(members.number("version") == kVersion);
  const bool good = take_source(members.find("source"), out.source) &&
                    take_cut(members.find("cut"), out.cut) &&
                    take_writer(members.find("writer"), out.writer) && take_settings(members, out);
  const bool fits = good && members.good() && out.cut.offset <= out.source.size &&
                    out.writer.media_bytes == out.cut.offset &&
                    (out.cut.offset % kBlockSize == 0 || out.cut.offset == out.source.size);
  return fits ? std::optional(std::move(out)) : std::nullopt;
}

void write_journal(const core::Path& folder, const std::string& base, const Journal& journal) {
  core::replace_file(folder / journal_name(base), core::as_bytes(encode_journal(journal)), 0644);
}

std::optional<Journal> read_journal(const core::Path& folder, const std::string& base) {
  const core::Path path = folder / journal_name(base);
  boost::system::error_code ignored;
  if (!core::fs::exists(path, ignored)) {
    return std::nullopt;
  }
  auto journal = parse_journal(core::read_plain_text(path, kMostBytes));
  if (!journal) {
    core::fail("cannot go on: the journal " + core::shown(path.native()) +
               " is damaged or of another version of the program; the source was not changed");
  }
  return journal;
}

void remove_journal(const core::Path& folder, const std::string& base) {
  const core::Path path = folder / journal_name(base);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
    core::fail_errno("cannot remove", path, errno);
  }
  core::sync_directory(folder);
}

std::string difference(const SourceFacts& begun, const SourceFacts& now) {
  const auto differs = [](const char* what, const std::string& before, const std::string& after) {
    return std::string(what) + " was " + (before.empty() ? "not told" : core::shown(before)) + " and is " +
           (after.empty() ? "not told" : core::shown(after)) + " now";
  };
  if (begun.size != now.size) {
    return differs("its size in bytes", std::to_string(begun.size), std::to_string(now.size));
  }
  if (begun.logical_sector_size != now.logical_sector_size) {
    return differs("its sector size", std::to_string(begun.logical_sector_size),
                   std::to_string(now.logical_sector_size));
  }
  if (begun.kind != now.kind) {
    return differs("its kind", begun.kind, now.kind);
  }
  if (begun.serial != now.serial) {
    return differs("its serial number", begun.serial, now.serial);
  }
  return begun.model == now.model && begun.vendor == now.vendor
             ? ""
             : differs("its model", begun.vendor + " " + begun.model, now.vendor + " " + now.model);
}

}  // namespace acquire
