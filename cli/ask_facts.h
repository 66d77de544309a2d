// SPDX-License-Identifier: Apache-2.0
// Questions on the terminal, while an image is made, about facts that nobody can tell later.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/progress.h"
#include "legal/fact_file.h"

namespace cli {

/// Asks one question after the other beside the work; an empty line skips one, end of input all. It never holds the work up,
/// and once that is done waits for a person no longer than kPatience for each answer.
class FactQuestions {
 public:
  static constexpr int kPatience = 20'000;  // milliseconds

  /// Whether there is a person to ask: standard input and standard error are a terminal.
  static bool can_ask();

  explicit FactQuestions(std::vector<const legal::FactRule*> facts);
  /// Stops asking.
  ~FactQuestions();
  FactQuestions(const FactQuestions&) = delete;
  FactQuestions& operator=(const FactQuestions&) = delete;

  /// Progress that shows in the questions as long as there are any, and then as `shown` does.
  std::unique_ptr<core::Progress> beside(std::unique_ptr<core::Progress> shown);
  /// What was answered since this was last asked for.
  std::vector<legal::ToldFact> take();
  /// The work is done: waits for the questions that are left.
  void finish();

 private:
  class Beside;
  enum class Answer { line, none, closed };
  void ask_all();
  void ask(const legal::FactRule& fact);
  Answer read_line(std::string& line);
  int wait_for_input();
  void tell(char what);

  std::vector<const legal::FactRule*> facts_;
  std::atomic<bool> asking_{true};
  std::atomic<int> percent_{0};
  bool closed_ = false, work_done_ = false;  // of the asking thread
  int told_[2] = {-1, -1};                   // a pipe that wakes the asking thread
  std::mutex lock_;
  std::vector<legal::ToldFact> answered_;  // under lock_
  std::string rest_;                       // read behind the end of a line
  std::thread thread_;
};

}  // namespace cli
