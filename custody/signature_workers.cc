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
  filling_.jobs.push_back(std::move(job));
  ++added_;
  if (filling_.jobs.size() == kBatch) {
    hand_over();
  }
}

void SignatureWorkers::hand_over() {
  if (filling_.jobs.empty()) {
    return;
  }
  {
    std::unique_lock lock(mutex_);
    room_ready_.wait(lock, [this] { return waiting_.size() < kMostWaiting; });
    waiting_.push_back(std::move(filling_));
    ++under_way_;
  }
  filling_ = {added_, {}};
  work_ready_.notify_one();
}

std::vector<SignatureTicket> SignatureWorkers::failed() {
  hand_over();
  std::unique_lock lock(mutex_);
  room_ready_.wait(lock, [this] { return under_way_ == 0; });
  std::vector<SignatureTicket> out;
  for (const auto& [number, ticket] : failed_) {
    out.push_back(ticket);
  }
  return out;
}

void SignatureWorkers::work() {
  SignatureChecker checker;
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
    check(batch, checker);
    {
      const std::lock_guard lock(mutex_);
      --under_way_;
    }
    room_ready_.notify_all();
  }
}

void SignatureWorkers::check(const Batch& batch, SignatureChecker& checker) {
  for (std::size_t i = 0; i < batch.jobs.size(); ++i) {
    const Job& job = batch.jobs[i];
    if (!checker.verify(job.key, core::as_bytes(job.text), job.signature)) {
      const std::lock_guard lock(mutex_);
      failed_.emplace(batch.first + i, job.ticket);
    }
  }
}

}  // namespace custody
