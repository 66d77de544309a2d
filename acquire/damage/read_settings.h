// SPDX-License-Identifier: Apache-2.0
// How a source is read where it is damaged, and who is told of it.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "acquire/acquisition.h"

namespace acquire {

/// Told of every trouble with reading, from one thread at a time.
class ReadWatcher {
 public:
  virtual ~ReadWatcher() = default;
  /// These bytes are unreadable: `attempts` failed, the last with `error_number`. 0: the source ends before them.
  virtual void unreadable(Range part, int error_number, int attempts) = 0;
  /// These bytes could be read at this attempt, after others had failed.
  virtual void read_at_last(Range part, int attempts) = 0;
  /// A read that is longer under way than the limit, and not answered yet; told again each second.
  virtual void waiting(Range part, std::chrono::milliseconds since) = 0;
  /// A read that took longer than the limit was answered.
  virtual void slow(Range part, std::chrono::milliseconds took) = 0;
};

struct ReadSettings {
  int retries = 2;  // further attempts at a sector that could not be read
  Fill fill = Fill::zero;
  /// Not to be read, and to be listed as unreadable; ascending, not touching, inside the source.
  std::vector<Range> left_out;
  /// Another reading could not read them: they are taken as they stand, and listed as unreadable. Inside the source.
  std::vector<Range> recorded;
  std::string map_sha256;          // of the rescue map that says so; empty: none
  ReadWatcher* watcher = nullptr;  // null: nobody is told
};

}  // namespace acquire
