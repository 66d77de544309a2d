// SPDX-License-Identifier: Apache-2.0
#include "acquire/digest_stage.h"

#include <algorithm>

namespace acquire {
namespace {

template <typename D>
std::optional<D> digest_all(BoundedQueue<BufferRef>& queue) {
  core::Hasher<D> hasher;
  while (const auto buffer = queue.pop()) {
    hasher.update((*buffer)->view());
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
      done_.blocks.push_back(hasher_.finish());
      in_block_ = 0;
    }
  }
}

BlockDigests BlockHasher::finish() {
  if (in_block_ > 0) {
    done_.blocks.push_back(hasher_.finish());
    in_block_ = 0;
  }
  return std::move(done_);
}

DigestStage::DigestStage(DigestChoice choice, std::size_t queue_capacity) : choice_(choice) {
  const std::array<bool, kLanes> used{choice.md5, choice.sha1, choice.sha256 || choice.blocks};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (used[lane]) {
      queues_[lane] = std::make_unique<Queue>(queue_capacity);
    }
  }
}

void DigestStage::start(ThreadGroup& group) {
  if (choice_.md5) {
    group.run([this] { digests_.md5 = digest_all<core::Md5>(*queues_[kMd5]); });
  }
  if (choice_.sha1) {
    group.run([this] { digests_.sha1 = digest_all<core::Sha1>(*queues_[kSha1]); });
  }
  if (queues_[kSha256] == nullptr) {
    return;
  }
  group.run([this] {
    core::Hasher<core::Sha256> whole;
    BlockHasher blocks;
    while (const auto buffer = queues_[kSha256]->pop()) {
      if (choice_.blocks) {
        blocks.update((*buffer)->view());
      }
      if (choice_.sha256) {
        whole.update((*buffer)->view());
      }
    }
    blocks_ = blocks.finish();
    if (choice_.sha256) {
      digests_.sha256 = whole.finish();
    }
  });
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
