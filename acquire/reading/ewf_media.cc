// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/ewf_media.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>

#include "acquire/reading/ewf_chunks.h"
#include "acquire/stages/thread_group.h"

namespace acquire {
namespace {

// Deflate packs at most 1032 to 1.
constexpr std::uint64_t kHighestRatio = 1040;

/// Cuts the tables of a set into runs of chunks: none crosses a table, and all but those at the end of a table end at a
/// multiple of `most` chunks.
class RunCutter {
 public:
  RunCutter(const EwfStructure& structure, std::uint64_t chunks, std::uint32_t most)
      : structure_(structure), chunks_(chunks), most_(most) {}

  /// Nullopt when all chunks are out.
  std::optional<ChunkRun> next() {
    while (table_ < structure_.tables.size() && index_ == structure_.tables[table_].count) {
      ++table_;
      index_ = 0;
    }
    if (table_ == structure_.tables.size() || number_ == chunks_) {
      return std::nullopt;
    }
    const EwfTable& table = structure_.tables[table_];
    const std::uint64_t count =
        std::min({most_ - number_ % most_, std::uint64_t{table.count} - index_, chunks_ - number_});
    const ChunkRun run{&table, index_, static_cast<std::uint32_t>(count), number_};
    index_ += run.count;
    number_ += count;
    return run;
  }

 private:
  const EwfStructure& structure_;
  const std::uint64_t chunks_;
  const std::uint64_t most_;
  std::size_t table_ = 0;
  std::uint32_t index_ = 0;  // in the table
  std::uint64_t number_ = 0;
};

class EwfMedia {
 public:
  EwfMedia(const std::vector<core::Path>& segments, const EwfStructure& structure, std::uint64_t size,
           MediaSlots& slots, FaultList& faults)
      : segments_(segments),
        structure_(structure),
        chunk_size_(structure.volume->chunk_size()),
        slots_(slots),
        faults_(faults),
        runs_(structure, size / chunk_size_ + (size % chunk_size_ == 0 ? 0 : 1),
              static_cast<std::uint32_t>(std::max<std::uint64_t>(1, kSlotSize / chunk_size_))) {}

  void send(unsigned threads) {
    if (chunk_size_ > kSlotSize) {
      send_large_chunks();
      return;
    }
    ThreadGroup group([this] {
      if (!done_) {
        stopped_ = true;
        slots_.stop();
      }
    });
    for (unsigned i = 0; i < threads; ++i) {
      group.run([this] { work(); });
    }
    group.join();
    done_ = true;
  }

 private:
  /// A run on its way. Numbered as they are cut; the slot is taken at the same time, so the first one that is not sent yet
  /// always has one.
  struct Job {
    std::uint64_t sequence = 0;
    ChunkRun run;
    MediaSlots::Slot slot;
    std::size_t length = 0;
    std::vector<std::string> faults;
  };

  std::optional<Job> next_job() {
    const std::lock_guard lock(taking_);
    const auto run = stopped_ ? std::nullopt : runs_.next();
    return run ? std::optional(Job{taken_++, *run, slots_.take(), 0, {}}) : std::nullopt;
  }

  void work() {
    ChunkDecoder decoder(segments_, structure_);
    while (auto job = next_job()) {
      job->length = decoder.media_size(job->run);
      job->faults = decode(decoder, job->run, job->slot.room.first(job->length));
      finish(std::move(*job));
    }
  }

  std::vector<std::string> decode(ChunkDecoder& decoder, const ChunkRun& run,
                                  std::span<std::uint8_t> out) const {
    std::vector<std::string> words;
    if (run.index == 0) {
      if (auto fault = decoder.check_start(*run.table)) {
        words.push_back(std::move(*fault));
      }
    }
    for (const ChunkFault& fault : decoder.decode(run, out)) {
      words.push_back("chunk " + std::to_string(fault.number) + " (media bytes from offset " +
                      std::to_string(fault.number * chunk_size_) + "): " + fault.what);
    }
    return words;
  }

  /// Sends it and those that waited for it.
  void finish(Job done) {
    const std::lock_guard lock(sending_);
    waiting_.emplace(done.sequence, std::move(done));
    for (auto first = waiting_.begin(); first != waiting_.end() && first->first == sent_;
         first = waiting_.erase(first), ++sent_) {
      slots_.send(first->second.slot, first->second.length);
      add_faults(std::move(first->second.faults));
    }
  }

  /// One thread, so that the memory for chunks is needed once.
  void send_large_chunks() {
    ChunkDecoder decoder(segments_, structure_);
    core::Bytes media;
    while (const auto run = runs_.next()) {
      media.resize(decoder.media_size(*run));
      add_faults(decode(decoder, *run, media));
      slots_.write(media);
    }
  }

  void add_faults(std::vector<std::string> faults) {
    for (std::string& fault : faults) {
      faults_.add(std::move(fault));
    }
  }

  const std::vector<core::Path>& segments_;
  const EwfStructure& structure_;
  const std::uint64_t chunk_size_;
  MediaSlots& slots_;
  FaultList& faults_;
  std::atomic<bool> stopped_{false}, done_{false};
  std::mutex taking_;
  RunCutter runs_;           // guarded by taking_
  std::uint64_t taken_ = 0;  // guarded by taking_
  std::mutex sending_;
  std::map<std::uint64_t, Job> waiting_;  // guarded by sending_; at most one for each slot
  std::uint64_t sent_ = 0;                // guarded by sending_
};

}  // namespace

std::uint64_t decodable_size(const EwfStructure& structure, FaultList& faults) {
  if (!structure.volume) {
    return 0;
  }
  std::uint64_t tabled = 0;
  if (__builtin_mul_overflow(structure.tabled_chunks, structure.volume->chunk_size(), &tabled)) {
    tabled = structure.media_size;
  }
  const std::uint64_t size = std::min(structure.media_size, tabled);
  if (size / kHighestRatio > structure.stored_size) {
    faults.add("the image declares " + std::to_string(size) + " bytes, more than its files of " +
               std::to_string(structure.stored_size) + " bytes can hold; it was not decoded");
    return 0;
  }
  return size;
}

void send_ewf_media(const std::vector<core::Path>& segments, const EwfStructure& structure,
                    std::uint64_t size, unsigned threads, MediaSlots& slots, FaultList& faults) {
  if (size > 0) {
    EwfMedia(segments, structure, size, slots, faults).send(std::max(1U, threads));
  }
}

}  // namespace acquire
