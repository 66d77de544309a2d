// SPDX-License-Identifier: Apache-2.0
// How a demo is told and run: every step is the command that a person would type, run as a child process.
#pragma once

#include <string>
#include <vector>

#include "core/path.h"

namespace cli {

using Words = std::vector<std::string>;

/// Runs a program found on the path and waits; returns its exit status, 127 when it cannot be started.
int run_program(const Words& words, bool quiet);
/// Likewise, quietly. Throws Error when it fails or is not installed.
void must(const Words& words);

class DemoSteps {
 public:
  /// Works in a folder that exists. Keys and passphrases are the demo's own from now on.
  explicit DemoSteps(core::Path folder);

  void say(const std::string& text) const;
  /// Runs one command of this program; throws Error when its status is not the one expected.
  void step(const Words& words, int expected = 0) const;
  /// A file or folder of the demo.
  std::string at(const std::string& name) const { return (folder_ / name).native(); }
  void write_text(const std::string& name, const std::string& text) const;
  const core::Path& folder() const { return folder_; }

 private:
  core::Path folder_;
};

/// An incident from intake to review in the demo's case, and its documents in both languages. REQUIRES: the case with its
/// people and the image EV-001-I1.
void demo_incident(const DemoSteps& demo);

}  // namespace cli
