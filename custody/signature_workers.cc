// SPDX-License-Identifier: Apache-2.0
#include "custody/signature_workers.h"

#include <algorithm>

namespace custody {

namespace {
constexpr std::size_t kBatch = 64;
constexpr std::size_t kMostWaiting = 64;  // batches; an entry has at most 64 KiB
}  // namespace

SignatureWorkers::SignatureWorkers(unsigned threads) {
  threads_.reserve(std::max(1U, threads));
  for (unsigned i = 0; i < std::max(1U, threads); ++i) {
    threads_.emplace_back([this] { work(); });
  }
}

SignatureWorkers::~SignatureWorkers() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  work_ready_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

void SignatureWorkers::add(Job job) {
  filling_.push_back(std::move(job));
  if (filling_.size() == kBatch) {
    hand_over();
  }
}

void SignatureWorkers::hand_over() {
  if (filling_.empty()) {
    return;
  }
  {
    std::unique_lock lock(mutex_);
    room_ready_.wait(lock, [this] { return waiting_.size() < kMostWaiting; });
    waiting_.push_back(std::move(filling_));
    ++under_way_;
  }
  filling_.clear();
  work_ready_.notify_one();
}

std::vector<std::uint64_t> SignatureWorkers::failed() {
  hand_over();
  std::unique_lock lock(mutex_);
  room_ready_.wait(lock, [this] { return under_way_ == 0; });
  std::sort(failed_.begin(), failed_.end());
  return std::move(failed_);
}

void SignatureWorkers::work() {
  for (;;) {
    Batch batch;
    {
      std::unique_lock lock(mutex_);
      work_ready_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
      if (waiting_.empty()) {
        return;
      }
      batch = std::move(waiting_.front());
      waiting_.pop_front();
    }
    room_ready_.notify_all();
    check(batch);
    {
      const std::lock_guard lock(mutex_);
      --under_way_;
    }
    room_ready_.notify_all();
  }
}

void SignatureWorkers::check(const Batch& batch) {
  for (const Job& job : batch) {
    if (!job.key.verify(core::as_bytes(job.text), job.signature)) {
      const std::lock_guard lock(mutex_);
      failed_.push_back(job.ticket);
    }
  }
}

}  // namespace custody
