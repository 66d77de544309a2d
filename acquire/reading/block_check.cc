// SPDX-License-Identifier: Apache-2.0
// check_blocks(): the parent's side. The child decodes in order; threads here hash blocks in any order, right where the child
// put them.
#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

#include "acquire/device/sector_reader.h"
#include "acquire/image/segment_file.h"
#include "acquire/image/segments.h"
#include "acquire/reading/media_receiver.h"
#include "acquire/reading/read_image.h"
#include "acquire/stages/bounded_queue.h"
#include "acquire/stages/compressor.h"
#include "acquire/stages/thread_group.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::size_t kQueueCapacity = 8;
constexpr unsigned kMostThreads = 16;
constexpr std::size_t kDigestSize = core::Sha256::kSize;

/// The list of recorded digests, read from start to end.
class RecordedBlocks {
 public:
  explicit RecordedBlocks(const core::Path& path)
      : path_(path), fd_(core::open_for_reading(path)), count_(core::fs::file_size(path) / kDigestSize) {}

  std::uint64_t count() const { return count_; }
  /// The next ones, at most `most`, one after the other.
  core::Bytes next(std::uint64_t most) {
    core::Bytes out(static_cast<std::size_t>(std::min(most, count_ - taken_)) * kDigestSize);
    if (read_fully_at(fd_.get(), taken_ * kDigestSize, out) != static_cast<std::ptrdiff_t>(out.size())) {
      core::fail("cannot read the list of block digests " + core::shown(path_.native()));
    }
    for (std::size_t at = 0; at < out.size(); at += kDigestSize) {
      frontier_.push_leaf(core::merkle::leaf_hash(core::ByteView(out).subspan(at, kDigestSize)));
    }
    taken_ += out.size() / kDigestSize;
    return out;
  }
  /// Of the whole list.
  core::Sha256 root() {
    while (taken_ < count_) {
      next(kWindow);
    }
    return frontier_.root();
  }

 private:
  static constexpr std::uint64_t kWindow = 4096;

  const core::Path path_;
  const core::Fd fd_;
  const std::uint64_t count_;
  std::uint64_t taken_ = 0;
  core::merkle::Frontier frontier_;
};

/// Blocks that follow one another, the last one of the media maybe shorter, with what they should hash to.
struct Stretch {
  std::uint64_t offset = 0;  // in the media
  core::ByteView media;      // in `own` or in the lease
  core::Bytes own;
  std::optional<SlotLease> lease;
  core::Bytes expected;
};

/// Compares one image; used once.
class BlockCheck {
 public:
  BlockCheck(const core::Path& first, const SegmentSet& set, const core::Path& blocks_file,
             core::Progress& progress, const core::CancelToken& cancel)
      : recorded_(blocks_file),
        zero_block_(core::sha256(core::Bytes(kBlockSize))),
        receiver_(first, set.format, ReaderJob::whole, progress, cancel),
        stretches_(kQueueCapacity),
        group_([this] { stretches_.stop(); }) {
    out_.faults = set.faults;
  }

  BlockReading run() {
    const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
    for (unsigned i = 0; i < threads; ++i) {
      group_.run([this] { work(); });
    }
    try {
      receiver_.receive([this](SlotLease lease) { take(std::move(lease)); });
      hand_on_carried();
    } catch (...) {
      group_.fail(std::current_exception());
    }
    stretches_.close();
    group_.join();
    return result();
  }

 private:
  /// Whole blocks stay where they are; what is cut by the end of the slot is carried into the next.
  void take(SlotLease lease) {
    core::ByteView media = lease.media();
    if (!carried_.empty()) {
      const auto part = media.first(std::min(media.size(), kBlock - carried_.size()));
      carried_.insert(carried_.end(), part.begin(), part.end());
      media = media.subspan(part.size());
      if (carried_.size() == kBlock) {
        hand_on_carried();
      }
    }
    const core::ByteView rest = media.last(media.size() % kBlock);
    carried_.insert(carried_.end(), rest.begin(), rest.end());
    media = media.first(media.size() - rest.size());
    if (!media.empty()) {
      hand_on({offset_, media, {}, std::move(lease), {}});
    }
  }

  void hand_on_carried() {
    if (!carried_.empty()) {
      Stretch stretch{offset_, {}, std::exchange(carried_, {}), std::nullopt, {}};
      stretch.media = stretch.own;
      hand_on(std::move(stretch));
    }
  }

  void hand_on(Stretch stretch) {
    const std::uint64_t blocks = stretch.media.size() / kBlock + (stretch.media.size() % kBlock == 0 ? 0 : 1);
    stretch.expected = recorded_.next(blocks);
    offset_ += stretch.media.size();
    stretches_.push(std::move(stretch));
  }

  void work() {
    while (const auto stretch = stretches_.pop()) {
      compare(*stretch);
    }
  }

  void compare(const Stretch& stretch) {
    core::ByteView media = stretch.media;
    std::uint64_t offset = stretch.offset;
    for (std::size_t at = 0; at < stretch.expected.size(); at += kDigestSize) {
      const core::ByteView block = media.first(std::min(media.size(), kBlock));
      const core::ByteView expected = core::ByteView(stretch.expected).subspan(at, kDigestSize);
      count(offset, digest_of(block) == *core::Sha256::from(expected));
      media = media.subspan(block.size());
      offset += block.size();
    }
  }

  core::Sha256 digest_of(core::ByteView block) const {
    return block.size() == kBlock && is_all_zero(block) ? zero_block_ : core::sha256(block);
  }

  void count(std::uint64_t offset, bool same) {
    const std::lock_guard lock(mutex_);
    ++out_.compared;
    if (!same) {
      ++out_.differing;
      first_.insert(offset);
      if (first_.size() > BlockReading::kListed) {
        first_.erase(std::prev(first_.end()));
      }
    }
  }

  BlockReading result() {
    out_.bytes = receiver_.bytes();
    out_.recorded = recorded_.count();
    out_.recorded_root = recorded_.root();
    out_.first.assign(first_.begin(), first_.end());
    FaultList faults = receiver_.faults();
    if (const MediaHead* head = receiver_.whole()) {
      add_disagreements(*head, out_.bytes, {}, faults);
      out_.recorded_errors = receiver_.take_errors();
    }
    for (std::string& fault : faults.all()) {
      out_.faults.push_back(std::move(fault));
    }
    return std::move(out_);
  }

  static constexpr std::size_t kBlock = kBlockSize;

  RecordedBlocks recorded_;
  const core::Sha256 zero_block_;
  MediaReceiver receiver_;  // outlives the leases in the queue
  BoundedQueue<Stretch> stretches_;
  std::uint64_t offset_ = 0;  // in the media, of what is carried
  core::Bytes carried_;       // the start of a block
  std::mutex mutex_;
  std::set<std::uint64_t> first_;  // guarded by mutex_
  BlockReading out_;               // its counts guarded by mutex_
  ThreadGroup group_;              // last: its destructor joins before what the threads use goes
};

}  // namespace

BlockReading check_blocks(const core::Path& first_file, ImageFormat format, const core::Path& blocks_file,
                          core::Progress& progress, const core::CancelToken& cancel) {
  cancel.check();
  const SegmentSet set = find_segments(first_file, format);
  forget_cached(set.files);
  return BlockCheck(first_file, set, blocks_file, progress, cancel).run();
}

}  // namespace acquire
