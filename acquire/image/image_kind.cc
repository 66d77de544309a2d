// SPDX-License-Identifier: Apache-2.0
#include "acquire/image/image_kind.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kStartSize = 16;

struct Kind {
  std::string_view signature;
  std::string_view extension;  // in lower case; "#" stands for a digit
  std::string_view name;
};

constexpr std::array kOtherKinds = {
    Kind{"EVF2\r\n\x81\0"sv, "ex##", "an EnCase 7 image (Ex01)"},
    Kind{"LEF2\r\n\x81\0"sv, "lx##", "a logical evidence file (Lx01)"},
    Kind{"LVF\x09\r\n\xff\0"sv, "l##", "a logical evidence file (L01)"},
    Kind{"AFF10\r\n\0"sv, "aff", "an AFF image"},
    Kind{"ADSEGMENTEDFILE\0"sv, "ad#", "an AD1 logical image"},
    Kind{"ADCRYPT\0"sv, "", "an encrypted AccessData image"},
    Kind{"", "aff4", "an AFF4 image"},
};

constexpr Kind kE01{"EVF\x09\r\n\xff\0"sv, "e##", ""};
constexpr Kind kSmart{kE01.signature, "s##", ""};

std::string start_of(const core::Path& file) {
  const core::Fd fd = core::open_for_reading(file);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    core::fail("cannot read the image " + core::shown(file.native()) + ": it is not a file");
  }
  std::string start(kStartSize, '\0');
  const ssize_t n = ::pread(fd.get(), start.data(), start.size(), 0);
  start.resize(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
  return start;
}

bool is_named(const Kind& kind, std::string_view extension) {
  return std::equal(extension.begin(), extension.end(), kind.extension.begin(), kind.extension.end(),
                    [](char given, char wanted) {
                      const auto c = static_cast<unsigned char>(given);
                      return wanted == '#' ? std::isdigit(c) != 0 : std::tolower(c) == wanted;
                    });
}

bool is_signed(const Kind& kind, std::string_view start) {
  return !kind.signature.empty() && start.substr(0, kind.signature.size()) == kind.signature;
}

}  // namespace

ImageFormat image_kind(const core::Path& file) {
  const std::string start = start_of(file);
  if (is_signed(kE01, start)) {
    return ImageFormat::e01;
  }
  const std::string suffix = file.extension().native();
  const std::string_view extension = suffix.empty() ? ""sv : std::string_view(suffix).substr(1);
  for (const Kind& kind : kOtherKinds) {
    if (is_signed(kind, start) || (!extension.empty() && is_named(kind, extension))) {
      core::fail("cannot read the image " + core::shown(file.native()) + ": it is " + std::string(kind.name) +
                 ", a format that is not read here; nothing of it was checked, and it was not changed");
    }
  }
  return is_named(kE01, extension) || is_named(kSmart, extension) ? ImageFormat::e01 : ImageFormat::raw;
}

}  // namespace acquire
