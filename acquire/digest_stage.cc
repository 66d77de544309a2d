// SPDX-License-Identifier: Apache-2.0
#include "acquire/digest_stage.h"

#include <algorithm>

#include "acquire/cut.h"
#include "core/resumable_digest.h"

namespace acquire {
namespace {

/// Hashes all that comes, and leaves its state at each cut that goes by.
template <typename D>
std::optional<D> digest_all(BoundedQueue<BufferRef>& queue, core::Bytes DigestStates::*own,
                            const DigestStates& states, StageTimes* times,
                            std::atomic<std::int64_t> StageTimes::*stage) {
  core::ResumableHasher<D> hasher =
      (states.*own).empty() ? core::ResumableHasher<D>() : core::ResumableHasher<D>(states.*own);
  while (const auto buffer = queue.pop()) {
    StageTimes::count(times, stage, [&] { hasher.update((*buffer)->view()); });
    if ((*buffer)->cut) {
      (*buffer)->cut->put(own, hasher.state());
    }
  }
  return hasher.finish();
}

}  // namespace

void BlockHasher::update(core::ByteView data) {
  while (!data.empty()) {
    const std::size_t part = std::min<std::size_t>(data.size(), kBlockSize - in_block_);
    hasher_.update(data.first(part));
    data = data.subspan(part);
    in_block_ += part;
    if (in_block_ == kBlockSize) {
      done_.push_back(hasher_.finish());
      in_block_ = 0;
    }
  }
}

std::vector<core::Sha256> BlockHasher::finish() {
  if (in_block_ > 0) {
    done_.push_back(hasher_.finish());
    in_block_ = 0;
  }
  return std::move(done_);
}

DigestStage::DigestStage(DigestChoice choice, std::size_t queue_capacity, DigestStates states,
                         StageTimes* times)
    : choice_(choice), states_(std::move(states)), times_(times) {
  const std::array<bool, kLanes> used{choice.md5, choice.sha1, choice.sha256, choice.blocks};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (used[lane]) {
      queues_[lane] = std::make_unique<Queue>(queue_capacity);
    }
  }
}

void DigestStage::start(ThreadGroup& group) {
  if (choice_.md5) {
    group.run([this] {
      digests_.md5 =
          digest_all<core::Md5>(*queues_[kMd5], &DigestStates::md5, states_, times_, &StageTimes::md5);
    });
  }
  if (choice_.sha1) {
    group.run([this] {
      digests_.sha1 =
          digest_all<core::Sha1>(*queues_[kSha1], &DigestStates::sha1, states_, times_, &StageTimes::sha1);
    });
  }
  if (choice_.sha256) {
    group.run([this] {
      digests_.sha256 = digest_all<core::Sha256>(*queues_[kSha256], &DigestStates::sha256, states_, times_,
                                                 &StageTimes::sha256);
    });
  }
  if (choice_.blocks) {
    group.run([this] { hash_blocks(); });
  }
}

void DigestStage::hash_blocks() {
  BlockHasher blocks;
  while (const auto buffer = queues_[kBlocks]->pop()) {
    blocks.update((*buffer)->view());
  }
  blocks_ = blocks.finish();
}

bool DigestStage::push(const BufferRef& buffer) {
  return std::all_of(queues_.begin(), queues_.end(),
                     [&](const auto& queue) { return !queue || queue->push(buffer); });
}

void DigestStage::close() {
  for (const auto& queue : queues_) {
    if (queue) {
      queue->close();
    }
  }
}

void DigestStage::stop() {
  for (const auto& queue : queues_) {
    if (queue) {
      queue->stop();
    }
  }
}

}  // namespace acquire
