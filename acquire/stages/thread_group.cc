// SPDX-License-Identifier: Apache-2.0
#include "acquire/stages/thread_group.h"

namespace acquire {

ThreadGroup::~ThreadGroup() {
  {
    const std::lock_guard lock(mutex_);
    stop_();
  }
  wait_for_all();
}

void ThreadGroup::run(std::function<void()> body) {
  threads_.emplace_back([this, body = std::move(body)]() noexcept {
    try {
      body();
    } catch (...) {
      fail(std::current_exception());
    }
  });
}

void ThreadGroup::fail(std::exception_ptr error) noexcept {
  const std::lock_guard lock(mutex_);
  if (!first_error_) {
    first_error_ = std::move(error);
  }
  stop_();
}

void ThreadGroup::join() {
  wait_for_all();
  if (first_error_) {
    std::rethrow_exception(first_error_);
  }
}

void ThreadGroup::wait_for_all() noexcept {
  for (std::thread& thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
}

}  // namespace acquire
