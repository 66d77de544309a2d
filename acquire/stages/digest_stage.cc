// SPDX-License-Identifier: Apache-2.0
#include "acquire/stages/digest_stage.h"

#include <algorithm>

#include "acquire/stages/cut.h"
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
  return take();
}

DigestStage::DigestStage(DigestChoice choice, std::size_t queue_capacity, DigestStates states,
                         StageTimes* times)
    : choice_(choice),
      is_joint_(choice.joint && choice.count() == 3 && core::JointHasher::is_available()),
      states_(std::move(states)),
      times_(times) {
  const std::array<bool, kLanes> used{!is_joint_ && choice.md5, !is_joint_ && choice.sha1,
                                      !is_joint_ && choice.sha256, !is_joint_ && choice.blocks, is_joint_};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (used[lane]) {
      queues_[lane] = std::make_unique<Queue>(queue_capacity);
    }
  }
}

void DigestStage::start(ThreadGroup& group) {
  if (is_joint_) {
    group.run([this] { hash_jointly(); });
    return;
  }
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

core::JointHasher DigestStage::joint_hasher() const {
  return states_.md5.empty() ? core::JointHasher(kBlockSize)
                             : core::JointHasher(kBlockSize, states_.md5, states_.sha1, states_.sha256);
}

void DigestStage::hash_jointly() {
  core::JointHasher hasher = joint_hasher();
  while (const auto buffer = queues_[kJoint]->pop()) {
    StageTimes::count(times_, &StageTimes::digests, [&] { hasher.update((*buffer)->view()); });
    if (choice_.blocks) {
      blocks_.add(hasher.take_parts());
    } else if ((*buffer)->size % kBlockSize != 0) {
      hasher.end_part();  // the last of the media
    }
    if ((*buffer)->cut) {
      (*buffer)->cut->put(&DigestStates::md5, hasher.state<core::Md5>());
      (*buffer)->cut->put(&DigestStates::sha1, hasher.state<core::Sha1>());
      (*buffer)->cut->put(&DigestStates::sha256, hasher.state<core::Sha256>());
    }
    const std::lock_guard lock(mutex_);
    if (!choice_.blocks) {
      (*buffer)->blocks = hasher.take_parts();
    }
    (*buffer)->is_hashed = true;
    hashed_.notify_all();
  }
  hasher.end_part();
  blocks_.add(hasher.take_parts());
  digests_ = {hasher.digest<core::Md5>(), hasher.digest<core::Sha1>(), hasher.digest<core::Sha256>()};
}

bool DigestStage::wait_for_blocks(const MediaBuffer& buffer) {
  if (!is_joint_) {
    return true;
  }
  std::unique_lock lock(mutex_);
  hashed_.wait(lock, [&] { return stopped_ || buffer.is_hashed; });
  return !stopped_;
}

void DigestStage::hash_blocks() {
  BlockHasher blocks;
  while (const auto buffer = queues_[kBlocks]->pop()) {
    blocks.update((*buffer)->view());
    blocks_.add(blocks.take());
  }
  blocks_.add(blocks.finish());
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
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  hashed_.notify_all();
}

}  // namespace acquire
