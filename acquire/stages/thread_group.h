// SPDX-License-Identifier: Apache-2.0
// The threads of one piece of work: the first error any of them meets stops all and is rethrown at join.
#pragma once

#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace acquire {

class ThreadGroup {
 public:
  /// `stop` makes every thread of the group return soon; called at most from one thread at a time, maybe again.
  explicit ThreadGroup(std::function<void()> stop) : stop_(std::move(stop)) {}
  ~ThreadGroup();
  ThreadGroup(const ThreadGroup&) = delete;
  ThreadGroup& operator=(const ThreadGroup&) = delete;

  void run(std::function<void()> body);
  /// Keeps the first error of all and stops the group.
  void fail(std::exception_ptr error) noexcept;
  /// Waits for every thread; throws the first error when there was one.
  void join();

 private:
  void wait_for_all() noexcept;

  std::function<void()> stop_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::exception_ptr first_error_;
};

}  // namespace acquire
