// SPDX-License-Identifier: Apache-2.0
// A queue between two stages: holds back the faster one and lets both be stopped.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace acquire {

template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  /// Waits for room. Returns false when the queue was stopped; then the value is dropped.
  bool push(T value) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return stopped_ || values_.size() < capacity_; });
    if (stopped_) {
      return false;
    }
    values_.push_back(std::move(value));
    filled_.notify_one();
    return true;
  }

  /// Waits for a value. Returns nullopt when the queue is closed and empty, or stopped.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return stopped_ || closed_ || !values_.empty(); });
    if (stopped_ || values_.empty()) {
      return std::nullopt;
    }
    std::optional<T> value(std::move(values_.front()));
    values_.pop_front();
    room_.notify_one();
    return value;
  }

  /// No more values will come; those inside are still handed out.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    filled_.notify_all();
  }

  /// Ends every wait, now and later; values inside are dropped.
  void stop() {
    std::deque<T> dropped;
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    dropped.swap(values_);
    filled_.notify_all();
    room_.notify_all();
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable filled_, room_;
  std::deque<T> values_;
  bool closed_ = false, stopped_ = false;
};

}  // namespace acquire
