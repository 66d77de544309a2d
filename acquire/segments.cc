// SPDX-License-Identifier: Apache-2.0
#include "acquire/segments.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr unsigned kLetters = 26;
constexpr std::uint64_t kLastNumbered = 99;

std::string two_digits(std::uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

bool is_digits(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_file(const core::Path& path) {
  boost::system::error_code ignored;
  return core::fs::is_regular_file(path, ignored);
}

bool has_evf_signature(const core::Path& path) {
  static constexpr std::array<std::uint8_t, 8> kSignature{'E', 'V', 'F', 0x09, 0x0d, 0x0a, 0xff, 0x00};
  const core::Fd fd = core::open_for_reading(path);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    core::fail("cannot read the image " + core::shown(path.native()) + ": it is not a file");
  }
  std::array<std::uint8_t, 8> start{};
  return ::pread(fd.get(), start.data(), start.size(), 0) == static_cast<ssize_t>(start.size()) &&
         start == kSignature;
}

/// How a set names its segments: extension of the n-th and back.
struct Naming {
  std::function<std::string(std::uint64_t)> extension;
  std::function<std::optional<std::uint64_t>(const std::string&)> number;
};

std::optional<Naming> ewf_naming(const std::string& first_extension) {
  if (first_extension.size() != 3 || first_extension.substr(1) != "01" ||
      std::isalpha(static_cast<unsigned char>(first_extension[0])) == 0) {
    return std::nullopt;
  }
  const char letter = first_extension[0];
  return Naming{[letter](std::uint64_t n) { return ewf_extension(n, letter); },
                [letter](const std::string& text) { return ewf_segment_number(text, letter); }};
}

/// Digits of the same width, counted from those of the first.
std::optional<Naming> raw_naming(const std::string& first_extension) {
  if (!is_digits(first_extension) || first_extension.size() < 2 || first_extension.size() > 6) {
    return std::nullopt;
  }
  const std::size_t width = first_extension.size();
  const std::uint64_t start = std::stoull(first_extension);
  return Naming{[width, start](std::uint64_t n) {
                  const std::string digits = std::to_string(start + n - 1);
                  return digits.size() > width ? "" : std::string(width - digits.size(), '0') + digits;
                },
                [width, start](const std::string& text) -> std::optional<std::uint64_t> {
                  if (!is_digits(text) || text.size() != width || std::stoull(text) < start) {
                    return std::nullopt;
                  }
                  return std::stoull(text) - start + 1;
                }};
}

core::Path folder_of(const core::Path& file) {
  return file.parent_path().empty() ? core::Path(".") : file.parent_path();
}

/// The highest segment number among the files of the folder, at least `known`.
std::uint64_t highest_present(const core::Path& first, const Naming& naming, std::uint64_t known) {
  boost::system::error_code error;
  core::fs::directory_iterator entry(folder_of(first), error);
  for (const core::fs::directory_iterator end; !error && entry != end; entry.increment(error)) {
    const core::Path& path = entry->path();
    const std::string extension = path.extension().native();
    if (path.stem() == first.stem() && extension.size() > 1 && is_file(path)) {
      known = std::max(known, naming.number(extension.substr(1)).value_or(0));
    }
  }
  return known;
}

void find_others(const core::Path& first, const Naming& naming, SegmentSet& set) {
  const auto path_of = [&](std::uint64_t n) {
    return core::Path(first).replace_extension(naming.extension(n));
  };
  for (std::uint64_t n = 2; !naming.extension(n).empty() && is_file(path_of(n)); ++n) {
    set.files.push_back(path_of(n));
  }
  const std::uint64_t last = highest_present(first, naming, set.files.size());
  for (std::uint64_t n = set.files.size() + 1; n < last && set.faults.size() < 100; ++n) {
    if (!is_file(path_of(n))) {
      set.faults.push_back("segment " + std::to_string(n) + " of the set is missing: " +
                           core::shown(path_of(n).filename().native()) + "; later segments are not read");
    }
  }
}

}  // namespace

std::string ewf_extension(std::uint64_t number, char first_letter) {
  if (number == 0) {
    return {};
  }
  if (number <= kLastNumbered) {
    return first_letter + two_digits(number);
  }
  const bool lower = std::islower(static_cast<unsigned char>(first_letter)) != 0;
  const char a = lower ? 'a' : 'A';
  const std::uint64_t index = number - kLastNumbered - 1;
  const std::uint64_t first =
      static_cast<std::uint64_t>(first_letter - a) + index / (std::uint64_t{kLetters} * kLetters);
  if (first >= kLetters) {
    return {};
  }
  return {static_cast<char>(a + static_cast<char>(first)),
          static_cast<char>(a + static_cast<char>(index / kLetters % kLetters)),
          static_cast<char>(a + static_cast<char>(index % kLetters))};
}

std::optional<std::uint64_t> ewf_segment_number(const std::string& extension, char first_letter) {
  if (extension.size() != 3) {
    return std::nullopt;
  }
  if (is_digits(extension.substr(1))) {
    const std::uint64_t number = std::stoull(extension.substr(1));
    return extension[0] == first_letter && number > 0 ? std::optional(number) : std::nullopt;
  }
  const bool lower = std::islower(static_cast<unsigned char>(first_letter)) != 0;
  const char a = lower ? 'a' : 'A';
  const char z = lower ? 'z' : 'Z';
  if (!std::all_of(extension.begin(), extension.end(), [&](char c) { return c >= a && c <= z; }) ||
      extension[0] < first_letter) {
    return std::nullopt;
  }
  const auto digit = [&](std::size_t i) { return static_cast<std::uint64_t>(extension[i] - a); };
  return kLastNumbered + 1 + static_cast<std::uint64_t>(extension[0] - first_letter) * kLetters * kLetters +
         digit(1) * kLetters + digit(2);
}

std::string raw_extension(std::uint64_t number) { return (number < 100 ? "0" : "") + two_digits(number); }

SegmentSet find_segments(const core::Path& first, std::optional<ImageFormat> format) {
  SegmentSet set;
  const std::string extension = first.extension().native();
  const std::string letters = extension.empty() ? extension : extension.substr(1);
  // A damaged signature must not turn an E01 into a raw image without faults.
  const bool e01 = has_evf_signature(first) || letters == "E01" || letters == "e01";
  set.format = format.value_or(e01 ? ImageFormat::e01 : ImageFormat::raw);
  set.files.push_back(first);
  if (const auto naming = set.format == ImageFormat::e01 ? ewf_naming(letters) : raw_naming(letters)) {
    find_others(first, *naming, set);
  }
  return set;
}

}  // namespace acquire
