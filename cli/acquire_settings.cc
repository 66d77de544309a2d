// SPDX-License-Identifier: Apache-2.0
#include "cli/acquire_settings.h"

#include <charconv>

#include "cli/session.h"
#include "core/error.h"
#include "core/text.h"

namespace cli {

namespace {

/// "1500MiB", "2G", "4096": bytes.
std::uint64_t parse_size(const std::string& text) {
  std::uint64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  std::string unit(parsed.ptr, text.data() + text.size());
  const std::size_t power = unit.empty() ? 0 : std::string("KMGT").find(unit.front()) + 1;
  const bool known =
      unit.empty() || (power > 0 && power <= 4 && (unit.size() == 1 || unit.substr(1) == "iB"));
  if (parsed.ec != std::errc() || !known || number == 0 ||
      number > (std::uint64_t{1} << 62U) >> (10 * power)) {
    core::fail_usage("'" + core::shown(text) +
                     "' is no size; write a number of bytes or, for example, 2000M or 4GiB");
  }
  return number << (10 * power);
}

}  // namespace

acquire::ImageSettings settings_of(const ImageForm& args) {
  acquire::ImageSettings out;
  if (args.format != "e01" && args.format != "raw") {
    core::fail_usage("--format is e01 or raw, not '" + core::shown(args.format) + "'");
  }
  out.format = args.format == "raw" ? acquire::ImageFormat::raw : acquire::ImageFormat::e01;
  if (args.compression != "none" && args.compression != "fast" && args.compression != "best") {
    core::fail_usage("--compression is none, fast or best, not '" + core::shown(args.compression) + "'");
  }
  out.compression = args.compression == "none"   ? acquire::Compression::none
                    : args.compression == "best" ? acquire::Compression::best
                                                 : acquire::Compression::fast;
  out.segment_size = args.segment_size.empty() ? 0 : parse_size(args.segment_size);
  out.md5 = out.sha1 = out.sha256 = false;
  std::string rest = args.hash + ",";
  while (!rest.empty()) {
    const std::string name = rest.substr(0, rest.find(','));
    rest.erase(0, name.size() + 1);
    bool* chosen = name == "md5"      ? &out.md5
                   : name == "sha1"   ? &out.sha1
                   : name == "sha256" ? &out.sha256
                                      : nullptr;
    if (chosen == nullptr) {
      core::fail_usage("'" + core::shown(name) + "' is no digest; choose among md5, sha1 and sha256");
    }
    *chosen = true;
  }
  if (!out.sha256 && !out.sha1 && !out.md5) {
    core::fail_usage("--hash names no digest");
  }
  return out;
}

acquire::ImageSettings settings_of(const Acquire& args) {
  acquire::ImageSettings out = settings_of(static_cast<const ImageForm&>(args));
  if (!args.checkpoint_every.empty()) {
    out.checkpoint_bytes = parse_size(args.checkpoint_every);
  }
  return out;
}

std::vector<std::string> hash_names(const acquire::ImageSettings& settings) {
  std::vector<std::string> out;
  if (settings.md5) {
    out.emplace_back("md5");
  }
  if (settings.sha1) {
    out.emplace_back("sha1");
  }
  if (settings.sha256) {
    out.emplace_back("sha256");
  }
  return out;
}

void check_room(const acquire::ImageSettings& settings, std::uint64_t bytes) {
  const auto space = core::fs::space(settings.folder);
  const bool is_raw = settings.format == acquire::ImageFormat::raw;
  if ((is_raw || settings.compression == acquire::Compression::none) && space.available < bytes) {
    throw core::Error(core::ErrorCode::no_space,
                      "cannot image to " + core::shown(settings.folder.native()) + ": " +
                          grouped(space.available) + " bytes are free, the " +
                          (is_raw ? "raw image" : "image without compression") + " needs " + grouped(bytes) +
                          "; choose a larger disk or " + (is_raw ? "--format e01" : "--compression fast"));
  }
}

std::string as_typed(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    const bool plain = word.find_first_of(" \t\"'\\$") == std::string::npos && !word.empty();
    out += (out.empty() ? "" : " ") + (plain ? word : "'" + word + "'");
  }
  return out;
}

}  // namespace cli
