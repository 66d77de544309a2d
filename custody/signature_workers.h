// SPDX-License-Identifier: Apache-2.0
// Checks signatures on all cores while the ledger is replayed on one: most of the time a verification takes is Ed25519.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "custody/note.h"

namespace custody {

/// A signature under way to the workers: what is reported should it not verify.
struct SignatureTicket {
  std::uint64_t log = 0, entry = 0;
  std::size_t which = 0;             // of the entry's signatures
  const std::string* key = nullptr;  // its name, owned by who adds the job; none: a checkpoint of the log
};

/// One thread adds jobs; destruction or failed() waits for those under way. Memory is bounded: add() waits while the
/// workers are behind.
class SignatureWorkers {
 public:
  struct Job {
    std::string text;
    core::Bytes signature;  // without the key id
    PublicKey key;
    SignatureTicket ticket;
  };

  explicit SignatureWorkers(unsigned threads = std::thread::hardware_concurrency());
  ~SignatureWorkers();
  SignatureWorkers(const SignatureWorkers&) = delete;
  SignatureWorkers& operator=(const SignatureWorkers&) = delete;

  void add(Job job);
  /// Waits for all jobs; tickets of those whose signature does not verify, in the order they were added.
  std::vector<SignatureTicket> failed();

 private:
  struct Batch {
    std::uint64_t first = 0;  // number of its first job
    std::vector<Job> jobs;
  };
  void hand_over();
  void work();
  void check(const Batch& batch, SignatureChecker& checker);

  Batch filling_;
  std::mutex mutex_;
  std::condition_variable work_ready_, room_ready_;
  std::deque<Batch> waiting_;
  std::size_t under_way_ = 0;
  bool ending_ = false;
  std::uint64_t added_ = 0;
  std::map<std::uint64_t, SignatureTicket> failed_;  // by number of the job
  std::vector<std::thread> threads_;
};

}  // namespace custody
