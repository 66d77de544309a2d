// SPDX-License-Identifier: Apache-2.0
#include "acquire/image/segments.h"

#include <algorithm>
#include <cctype>
#include <functional>

#include "acquire/image/image_kind.h"
#include "core/error.h"
#include "core/set_places.h"
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

/// How a set names its segments: extension of the n-th and back.
struct Naming {
  std::function<std::string(std::uint64_t)> extension;
  std::function<std::optional<std::uint64_t>(const std::string&)> number;
};

/// Where in its set a file stands, and the naming that counts from it.
struct Place {
  std::uint64_t number = 1;
  core::Path start;  // of the set, as far as the names tell
  Naming naming;
};

std::optional<Place> ewf_place(const core::Path& file, const std::string& extension) {
  if (extension.size() != 3 || std::isalpha(static_cast<unsigned char>(extension[0])) == 0) {
    return std::nullopt;
  }
  const bool numbered = is_digits(extension.substr(1));
  const bool lower = std::islower(static_cast<unsigned char>(extension[0])) != 0;
  const char letter = numbered ? extension[0] : lower ? 'e' : 'E';
  const auto number = ewf_segment_number(extension, letter);
  const core::Path start = core::Path(file).replace_extension(ewf_extension(1, letter));
  if (!number || (!numbered && !is_file(start))) {
    return std::nullopt;  // any three letters could be a place in a set
  }
  const std::uint64_t before = *number - 1;
  return Place{*number, start,
               Naming{[=](std::uint64_t n) { return ewf_extension(before + n, letter); },
                      [=](const std::string& text) -> std::optional<std::uint64_t> {
                        const auto found = ewf_segment_number(text, letter);
                        return found && *found > before ? std::optional(*found - before) : std::nullopt;
                      }}};
}

/// Numbers written with a fixed number of digits or letters: "007", "aab".
class Counter {
 public:
  /// nullopt when the text is no such number.
  static std::optional<Counter> of(const std::string& text) {
    const char zero = text.empty() || is_digits(text) ? '0' : text[0] >= 'a' ? 'a' : 'A';
    const Counter counter(zero, text.size());
    const std::size_t longest = zero == '0' ? 6 : 3;
    return text.size() >= 2 && text.size() <= longest && counter.number(text) ? std::optional(counter)
                                                                              : std::nullopt;
  }
  bool is_of_digits() const { return zero_ == '0'; }
  std::optional<std::uint64_t> number(const std::string& text) const {
    std::uint64_t out = 0;
    for (const char c : text) {
      if (c < zero_ || static_cast<unsigned>(c - zero_) >= base()) {
        return std::nullopt;
      }
      out = out * base() + static_cast<unsigned>(c - zero_);
    }
    return text.size() == width_ ? std::optional(out) : std::nullopt;
  }
  /// Empty when the width is too small for it.
  std::string text(std::uint64_t number) const {
    std::string out(width_, zero_);
    for (std::size_t i = width_; i-- > 0; number /= base()) {
      out[i] = static_cast<char>(zero_ + static_cast<char>(number % base()));
    }
    return number == 0 ? out : "";
  }

 private:
  Counter(char zero, std::size_t width) : zero_(zero), width_(width) {}
  unsigned base() const { return zero_ == '0' ? 10 : kLetters; }

  char zero_;
  std::size_t width_;
};

/// Sets start at 0 or 1, or at "aa" or "aaa". When no such start is there, only a leading zero tells a place in a set: any
/// other number could be a year, and any letters a word.
std::optional<Place> raw_place(const core::Path& file, const std::string& extension) {
  const auto counter = Counter::of(extension);
  if (!counter) {
    return std::nullopt;
  }
  const std::uint64_t start = *counter->number(extension);
  const auto path_of = [&](std::uint64_t number) {
    return core::Path(file).replace_extension(counter->text(number));
  };
  const std::uint64_t first = !counter->is_of_digits() || is_file(path_of(0)) ? 0 : 1;
  if (start > first && extension[0] != '0' && !is_file(path_of(first))) {
    return std::nullopt;
  }
  return Place{start < first ? 1 : start - first + 1, path_of(std::min(first, start)),
               Naming{[=](std::uint64_t n) { return counter->text(start + n - 1); },
                      [=](const std::string& text) -> std::optional<std::uint64_t> {
                        const auto number = counter->number(text);
                        return number && *number >= start ? std::optional(*number - start + 1) : std::nullopt;
                      }}};
}

core::Path folder_of(const core::Path& file) {
  return file.parent_path().empty() ? core::Path(".") : file.parent_path();
}

/// The highest segment number among the files of the folder, at least `known`.
std::uint64_t highest_present(const core::Path& folder, const core::Path& first, const Naming& naming,
                              std::uint64_t known) {
  boost::system::error_code error;
  core::fs::directory_iterator entry(folder, error);
  for (const core::fs::directory_iterator end; !error && entry != end; entry.increment(error)) {
    const core::Path& path = entry->path();
    const std::string extension = path.extension().native();
    if (path.stem() == first.stem() && extension.size() > 1 && is_file(path)) {
      known = std::max(known, naming.number(extension.substr(1)).value_or(0));
    }
  }
  return known;
}

void find_others(const core::Path& first, const Place& place, SegmentSet& set) {
  const Naming& naming = place.naming;
  const core::SetPlaces places(folder_of(first), first.stem().native());
  const auto path_of = [&](std::uint64_t n) {
    return places.find(core::Path(first.filename()).replace_extension(naming.extension(n)).native());
  };
  for (std::uint64_t n = 2; !naming.extension(n).empty() && is_file(path_of(n)); ++n) {
    set.files.push_back(path_of(n));
  }
  std::uint64_t last = highest_present(folder_of(first), first, naming, set.files.size());
  for (const core::Path& folder : places.further()) {
    last = highest_present(folder, first, naming, last);
  }
  for (std::uint64_t n = set.files.size() + 1; n < last && set.faults.size() < 100; ++n) {
    if (!is_file(path_of(n))) {
      set.faults.push_back("segment " + std::to_string(place.number + n - 1) + " of the set is missing: " +
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
  set.format = format ? *format : image_kind(first);
  set.files.push_back(first);
  const std::string suffix = first.extension().native();
  const std::string extension = suffix.empty() ? suffix : suffix.substr(1);
  const auto place =
      set.format == ImageFormat::e01 ? ewf_place(first, extension) : raw_place(first, extension);
  if (!place) {
    return set;
  }
  const bool later = place->number > 1;
  const bool start_is_there = later && is_file(place->start);
  const std::string start = core::shown(place->start.filename().native());
  if (start_is_there && !format) {
    core::fail("cannot read the image " + core::shown(first.native()) + ": by its name it is segment " +
               std::to_string(place->number) + " of a set; name the first segment, " + start);
  }
  if (later && !start_is_there) {
    set.faults.push_back("segment 1 of the set is missing: " + start);
  }
  find_others(first, *place, set);
  return set;
}

/// Every tool cuts a disk into parts of one size and a rest; `split -n` makes the last one larger by less than their
/// number.
void add_raw_size_faults(const std::vector<core::Path>& files, const std::vector<std::uint64_t>& sizes,
                         FaultList& faults) {
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const bool last = i + 1 == sizes.size();
    const std::string name = core::shown(files[i].filename().native());
    if (sizes[i] == 0) {
      faults.add_of_set(name + ": the file is empty (0 bytes)");
    } else if (last ? sizes[i] >= sizes.front() + sizes.size() : sizes[i] != sizes.front()) {
      faults.add_of_set(name + ": it has " + std::to_string(sizes[i]) + " bytes, the first segment " +
                        std::to_string(sizes.front()) + ": one of them is not whole");
    }
  }
}

}  // namespace acquire
