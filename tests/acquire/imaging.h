// SPDX-License-Identifier: Apache-2.0
// Short ways to image, read back and look, for the tests of this folder.
#pragma once

#include <catch2/catch.hpp>

#include "acquire/acquire.h"
#include "core/durable_file.h"
#include "core/progress.h"
#include "tests/support/fakes.h"
#include "tests/support/temp_folder.h"

namespace imaging {

using acquire::Acquisition;
using acquire::Compression;
using acquire::ImageFormat;
using acquire::ImageReading;
using acquire::ImageSettings;

inline ImageSettings settings_for(const core::Path& folder, ImageFormat format = ImageFormat::e01,
                                  Compression compression = Compression::fast,
                                  std::uint64_t segment_size = 0) {
  ImageSettings settings;
  settings.format = format;
  settings.compression = compression;
  settings.segment_size = segment_size;
  settings.folder = folder;
  settings.base = "EV-1";
  settings.labels = {"CASE-7", "Ä. Examiner", "a test disk", "EV-1", "no notes"};
  return settings;
}

inline Acquisition image(acquire::Source& source, const ImageSettings& settings) {
  core::NoProgress progress;
  const core::CancelToken cancel;
  const support::FakeClock clock;
  return acquire::acquire_image(source, settings, clock, progress, cancel);
}

inline ImageReading read(const core::Path& first) {
  core::NoProgress progress;
  const core::CancelToken cancel;
  return acquire::read_image(first, std::nullopt, progress, cancel);
}

inline ImageReading read(const core::Path& folder, const Acquisition& acquisition) {
  return read(folder / acquisition.files.front().name);
}

inline std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    out += text + "\n";
  }
  return out;
}

inline std::size_t files_in(const core::Path& folder) {
  return static_cast<std::size_t>(
      std::distance(core::fs::directory_iterator(folder), core::fs::directory_iterator()));
}

inline bool have_program(const std::string& name) {
  return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

/// Exit status 0 of a shell command, its output thrown away.
inline bool run(const std::string& command) {
  return std::system(("{ " + command + " ; } >/dev/null 2>&1").c_str()) == 0;
}

/// First line a shell command prints.
inline std::string line_of(const std::string& command) {
  std::string out;
  if (FILE* pipe = ::popen(command.c_str(), "r")) {
    char buffer[512] = {};
    if (std::fgets(buffer, sizeof buffer, pipe) != nullptr) {
      out = buffer;
    }
    ::pclose(pipe);
  }
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) {
    out.pop_back();
  }
  return out;
}

}  // namespace imaging
