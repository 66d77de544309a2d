// SPDX-License-Identifier: Apache-2.0
#include "acquire/files/file_request.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "core/bytes.h"
#include "core/clock.h"

namespace acquire {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr std::array kJobs = {"volumes", "folder", "content"};
constexpr std::array kKinds = {"file", "folder", "link", "other", "view"};
constexpr std::array kStates = {"allocated", "deleted", "reused"};
constexpr std::size_t kMostVolumes = 10'000;
constexpr std::int64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z

std::string hex_of(const std::string& text) { return core::to_hex(core::as_bytes(text)); }

std::optional<std::string> bytes_of(const Value& from, std::string_view name) {
  const auto hex = from.text_of(name);
  const auto bytes = hex ? core::from_hex(*hex) : std::nullopt;
  return bytes ? std::optional(std::string(core::as_text(*bytes))) : std::nullopt;
}

/// Numbers of 64 bits stand as text: JSON's own are exact up to 53 only.
Value value_of(std::uint64_t number) { return std::to_string(number); }

std::optional<std::uint64_t> number_in(const Value& value) {
  const std::string* text = value.string();
  std::uint64_t out = 0;
  if (text == nullptr) {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), out);
  return error == std::errc() && std::to_string(out) == *text ? std::optional(out) : std::nullopt;
}

std::optional<std::uint64_t> number_of(const Value& from, std::string_view name) {
  const Value* found = from.find(name);
  return found != nullptr ? number_in(*found) : std::nullopt;
}

/// True when the member is absent or a number.
bool may_be_number(const Value& from, std::string_view name) {
  return from.find(name) == nullptr || number_of(from, name);
}

/// The position of the word in its list.
template <typename Enum, std::size_t N>
std::optional<Enum> word_of(const Value& from, std::string_view name,
                            const std::array<const char*, N>& words) {
  const auto word = from.text_of(name);
  for (std::size_t i = 0; word && i < words.size(); ++i) {
    if (*word == words[i]) {
      return static_cast<Enum>(i);
    }
  }
  return std::nullopt;
}

template <typename Enum, std::size_t N>
const char* word(Enum value, const std::array<const char*, N>& words) {
  return words.at(static_cast<std::size_t>(value));
}

void set_number(Object& out, const char* name, const std::optional<std::uint64_t>& number) {
  if (number) {
    out[name] = value_of(*number);
  }
}

Object object_of(const Place& place) {
  return {{"address", value_of(place.address)},
          {"file_system", place.file_system},
          {"volume", value_of(place.volume)}};
}

void set_time(Object& out, const char* name, const std::optional<FileTime>& time) {
  if (time) {
    out[name] = Array{Value(time->seconds), Value(std::uint64_t{time->nanoseconds})};
  }
}

std::optional<FileTime> time_of(const Value& times, std::string_view name) {
  const Value* found = times.find(name);
  const Array* pair = found != nullptr ? found->array() : nullptr;
  if (pair == nullptr || pair->size() != 2 || (*pair)[0].integer() == nullptr ||
      (*pair)[1].integer() == nullptr) {
    return std::nullopt;
  }
  const std::int64_t seconds = *(*pair)[0].integer();
  const std::int64_t nanoseconds = *(*pair)[1].integer();
  if (seconds < 0 || seconds > kLastSecond || nanoseconds < 0 || nanoseconds >= 1'000'000'000) {
    return std::nullopt;
  }
  return FileTime{seconds, static_cast<std::uint32_t>(nanoseconds)};
}

}  // namespace

std::string file_time_text(const FileTime& time, bool utc) {
  const std::string text = core::UtcTime{time.seconds * 1'000'000}.text();  // ...:01.000000Z
  return text.substr(0, text.find('.')) + fmt::format(".{:09}", time.nanoseconds) + (utc ? "Z" : "");
}

std::string encode(const FileRequest& request) {
  Object out{{"job", word(request.job, kJobs)},
             {"path", hex_of(request.query.path)},
             {"seconds", value_of(request.seconds)}};
  set_number(out, "address", request.query.address);
  set_number(out, "volume", request.query.volume);
  return core::json::encode(out);
}

std::optional<FileRequest> decode_request(std::string_view text) {
  const auto request = core::json::parse(text);
  const auto job = request ? word_of<FileJob>(*request, "job", kJobs) : std::nullopt;
  const auto path = request ? bytes_of(*request, "path") : std::nullopt;
  const auto seconds = request ? number_of(*request, "seconds") : std::nullopt;
  if (!job || !path || !seconds || !may_be_number(*request, "address") ||
      !may_be_number(*request, "volume")) {
    return std::nullopt;
  }
  return FileRequest{*job, {*path, number_of(*request, "address"), number_of(*request, "volume")}, *seconds};
}

std::string encode(const std::vector<Volume>& volumes) {
  Array list;
  for (const Volume& volume : volumes) {
    list.emplace_back(Object{{"description", hex_of(volume.description)},
                             {"fault", hex_of(volume.fault)},
                             {"file_system", volume.file_system},
                             {"length", value_of(volume.range.length)},
                             {"offset", value_of(volume.range.offset)}});
  }
  return core::json::encode(Object{{"volumes", std::move(list)}});
}

std::optional<std::vector<Volume>> decode_volumes(const Value& report) {
  const Value* list = report.find("volumes");
  if (list == nullptr || list->array() == nullptr || list->array()->size() > kMostVolumes) {
    return std::nullopt;
  }
  std::vector<Volume> out;
  for (const Value& volume : *list->array()) {
    const auto offset = number_of(volume, "offset");
    const auto length = number_of(volume, "length");
    const auto description = bytes_of(volume, "description");
    const auto fault = bytes_of(volume, "fault");
    const auto file_system = volume.text_of("file_system");
    if (!offset || !length || !description || !fault || !file_system) {
      return std::nullopt;
    }
    out.push_back({{*offset, *length}, *description, *file_system, *fault});
  }
  return out;
}

std::string encode(const FolderEntry& entry) {
  Object out{{"address", value_of(entry.address)},
             {"kind", word(entry.kind, kKinds)},
             {"name", hex_of(entry.name)},
             {"state", word(entry.state, kStates)}};
  set_number(out, "size", entry.size);
  return core::json::encode(out);
}

std::optional<FolderEntry> decode_entry(std::string_view text) {
  const auto entry = core::json::parse(text);
  const auto address = entry ? number_of(*entry, "address") : std::nullopt;
  const auto name = entry ? bytes_of(*entry, "name") : std::nullopt;
  const auto kind = entry ? word_of<FileKind>(*entry, "kind", kKinds) : std::nullopt;
  const auto state = entry ? word_of<NameState>(*entry, "state", kStates) : std::nullopt;
  if (!address || !name || !kind || !state || !may_be_number(*entry, "size")) {
    return std::nullopt;
  }
  return FolderEntry{*name, *address, number_of(*entry, "size"), *kind, *state};
}

std::string encode_folder(const Place& place, std::uint64_t left_out) {
  Object out = object_of(place);
  out["left_out"] = value_of(left_out);
  return core::json::encode(out);
}

std::optional<Place> decode_place(const Value& report) {
  const auto volume = number_of(report, "volume");
  const auto address = number_of(report, "address");
  const auto file_system = report.text_of("file_system");
  if (!volume || !address || !file_system || file_system->size() > 20) {
    return std::nullopt;
  }
  return Place{*volume, *file_system, *address};
}

std::optional<std::uint64_t> decode_left_out(const Value& report) { return number_of(report, "left_out"); }

std::string encode(const FileReport& report) {
  Object out = object_of(report.place);
  out["allocated"] = report.allocated;
  out["attribute"] = report.attribute;
  out["encrypted"] = report.encrypted;
  out["packed"] = value_of(report.packed);
  out["path"] = hex_of(report.path);
  out["recovered"] = report.recovered;
  out["size"] = value_of(report.size);
  out["stream"] = hex_of(report.stream);
  Object times;
  set_time(times, "accessed", report.times.accessed);
  set_time(times, "changed", report.times.changed);
  set_time(times, "created", report.times.created);
  set_time(times, "modified", report.times.modified);
  out["times"] = std::move(times);
  out["utc"] = report.times.utc;
  return core::json::encode(out);
}

std::optional<FileReport> decode_file(const Value& report) {
  const auto place = decode_place(report);
  const auto path = bytes_of(report, "path");
  const auto stream = bytes_of(report, "stream");
  const auto attribute = report.text_of("attribute");
  const auto size = number_of(report, "size");
  const auto packed = number_of(report, "packed");
  const auto allocated = report.boolean_of("allocated");
  const auto recovered = report.boolean_of("recovered");
  const auto encrypted = report.boolean_of("encrypted");
  const auto utc = report.boolean_of("utc");
  const Value* times = report.find("times");
  if (!place || !path || !stream || !attribute || attribute->size() > 20 || !size || !packed || !allocated ||
      !recovered || !encrypted || !utc || times == nullptr) {
    return std::nullopt;
  }
  return FileReport{*place,
                    *path,
                    *stream,
                    *attribute,
                    *size,
                    *packed,
                    *allocated,
                    *recovered,
                    *encrypted,
                    {time_of(*times, "modified"), time_of(*times, "accessed"), time_of(*times, "changed"),
                     time_of(*times, "created"), *utc}};
}

std::string encode_refusal(const std::string& why) { return core::json::encode(Object{{"refused", why}}); }

}  // namespace acquire
