// SPDX-License-Identifier: Apache-2.0
#include "acquire/device/mounts.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <charconv>

#include "core/durable_file.h"
#include "core/error.h"

namespace acquire {
namespace {

/// \040 and the like: three octal digits.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '\\' && i + 3 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 4, value, 8).ptr == text.data() + i + 4) {
      out += static_cast<char>(value);
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::optional<dev_t> parse_number(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, ':');
  unsigned major_number = 0;
  unsigned minor_number = 0;
  if (parts.size() != 2 ||
      std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), major_number).ec != std::errc() ||
      std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), minor_number).ec != std::errc()) {
    return std::nullopt;
  }
  return makedev(major_number, minor_number);
}

/// Fields: id, parent, major:minor, root, mount point, options, optional ones, "-", type, source, super options.
std::optional<Mount> parse_line(std::string_view line) {
  const std::vector<std::string_view> fields = split(line, ' ');
  std::size_t dash = 6;
  while (dash < fields.size() && fields[dash] != "-") {
    ++dash;
  }
  if (dash + 2 >= fields.size()) {
    return std::nullopt;
  }
  const auto device = parse_number(fields[2]);
  if (!device) {
    return std::nullopt;
  }
  return Mount{*device, unescaped(fields[4]), std::string(fields[5]), unescaped(fields[dash + 1]),
               unescaped(fields[dash + 2])};
}

}  // namespace

std::vector<Mount> parse_mountinfo(std::string_view text) {
  std::vector<Mount> mounts;
  for (const std::string_view line : split(text, '\n')) {
    if (auto mount = parse_line(line)) {
      mounts.push_back(*std::move(mount));
    }
  }
  return mounts;
}

std::vector<Mount> current_mounts(const core::Path& mountinfo) {
  try {
    return parse_mountinfo(core::read_text_file(mountinfo));
  } catch (const core::Error&) {
    return {};
  }
}

dev_t block_device_of(const Mount& mount) {
  struct stat status {};
  if (major(mount.device) != 0) {
    return mount.device;
  }
  if (mount.source.compare(0, 5, "/dev/") == 0 && ::stat(mount.source.c_str(), &status) == 0 &&
      S_ISBLK(status.st_mode)) {
    return status.st_rdev;
  }
  return 0;
}

std::optional<Mount> mount_of(dev_t device) {
  std::optional<Mount> found;
  for (Mount& mount : current_mounts()) {
    if (mount.device == device) {
      found = std::move(mount);
    }
  }
  return found;
}

bool is_writable(const Mount& mount) {
  const std::vector<std::string_view> options = split(mount.options, ',');
  return std::find(options.begin(), options.end(), "rw") != options.end();
}

}  // namespace acquire
