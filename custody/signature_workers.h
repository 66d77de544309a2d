// SPDX-License-Identifier: Apache-2.0
// Checks signatures on all cores while the ledger is replayed on one: most of the time a verification takes is Ed25519.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "custody/note.h"

namespace custody {

/// One thread adds jobs; destruction or failed() waits for those under way. Memory is bounded: add() waits while the
/// workers are behind.
class SignatureWorkers {
 public:
  struct Job {
    std::string text;
    core::Bytes signature;  // without the key id
    PublicKey key;
    std::uint64_t ticket = 0;  // the caller's
  };

  explicit SignatureWorkers(unsigned threads = std::thread::hardware_concurrency());
  ~SignatureWorkers();
  SignatureWorkers(const SignatureWorkers&) = delete;
  SignatureWorkers& operator=(const SignatureWorkers&) = delete;

  void add(Job job);
  /// Waits for all jobs; tickets of those whose signature does not verify, rising.
  std::vector<std::uint64_t> failed();

 private:
  using Batch = std::vector<Job>;
  void hand_over();
  void work();
  void check(const Batch& batch);

  Batch filling_;
  std::mutex mutex_;
  std::condition_variable work_ready_, room_ready_;
  std::deque<Batch> waiting_;
  std::size_t under_way_ = 0;
  bool ending_ = false;
  std::vector<std::uint64_t> failed_;
  std::vector<std::thread> threads_;
};

}  // namespace custody
