// SPDX-License-Identifier: Apache-2.0
// Feeds kept samples to their targets: replay FOLDER... where FOLDER/<target>/<sample>. A target without any sample in
// all of the folders is a failure; folders that name no target are passed over.
#include <algorithm>
#include <cstdio>

#include "core/durable_file.h"
#include "tests/fuzz/targets.h"

namespace {

/// Samples of one target, sorted by name.
std::vector<core::Path> samples_in(const core::Path& folder) {
  std::vector<core::Path> out;
  if (core::fs::is_directory(folder)) {
    for (const auto& entry : core::fs::directory_iterator(folder)) {
      out.push_back(entry.path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Of the name of each sample one line, before it is fed: the last line names the one that ended the process.
std::size_t replay(const fuzz::Target& target, const core::Path& folder) {
  const auto samples = samples_in(folder / std::string(target.name));
  for (const core::Path& sample : samples) {
    std::printf("%s\n", sample.c_str());
    std::fflush(stdout);
    target.run(core::read_file(sample));
  }
  return samples.size();
}

}  // namespace

int main(int argc, char** argv) {
  fuzz::send_sample_if_child(argc, argv);
  const std::vector<core::Path> folders(argv + 1, argv + argc);
  int failed = 0;
  for (const fuzz::Target& target : fuzz::targets()) {
    std::size_t count = 0;
    for (const core::Path& folder : folders) {
      count += replay(target, folder);
    }
    if (count == 0) {
      std::fprintf(stderr, "there is no sample for %s\n", std::string(target.name).c_str());
      failed = 1;
    }
  }
  return failed;
}
