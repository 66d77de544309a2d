// SPDX-License-Identifier: Apache-2.0
#include "cli/stage_profile.h"

#include <cstdio>
#include <string>
#include <vector>

namespace cli {

using core::json::Object;

namespace {

struct Stage {
  const char* name;
  double seconds;    // of work
  unsigned threads;  // that share it
};

std::vector<Stage> stages_of(const acquire::StageTimes& times) {
  const auto seconds = [](std::int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e9; };
  return {{"reading", seconds(times.reading), 1}, {"digests", seconds(times.digests), 1},
          {"md5", seconds(times.md5), 1},         {"sha1", seconds(times.sha1), 1},
          {"sha256", seconds(times.sha256), 1},   {"packing", seconds(times.packing), times.packing_threads},
          {"writing", seconds(times.writing), 1}, {"whole", seconds(times.whole), 1}};
}

/// Of the media, if the stage's threads did nothing else.
double rate_of(const acquire::StageTimes& times, const Stage& stage) {
  return stage.seconds > 0 ? static_cast<double>(times.bytes) * stage.threads / stage.seconds : 0;
}

}  // namespace

Object profile_object(const acquire::StageTimes& times) {
  Object out;
  for (const Stage& stage : stages_of(times)) {
    if (stage.seconds > 0) {
      out[stage.name] = Object{{"bytes_per_second", rate_of(times, stage)},
                               {"seconds", stage.seconds},
                               {"threads", static_cast<int>(stage.threads)}};
    }
  }
  return out;
}

void print_profile(const acquire::StageTimes& times) {
  (void)std::fprintf(stderr, "profile: %llu bytes; work of each stage, and its rate by itself\n",
                     static_cast<unsigned long long>(times.bytes));
  for (const Stage& stage : stages_of(times)) {
    if (stage.seconds > 0) {
      (void)std::fprintf(
          stderr, "  %-8s %9.3f s  %8.1f MB/s%s\n", stage.name, stage.seconds, rate_of(times, stage) / 1e6,
          stage.threads > 1 ? (", " + std::to_string(stage.threads) + " threads").c_str() : "");
    }
  }
}

}  // namespace cli
