// SPDX-License-Identifier: Apache-2.0
// primitives FILE: what each step of imaging that file costs by itself, on one core, in seconds for the whole file: reading it,
// each digest, the block digests, all of these in one step where the processor can, each compression, unpacking what `fast`
// packed, and writing what comes out. One pass over up to BENCH_SAMPLE_MIB (256) of it, spread evenly, is timed, and the rest
// is reckoned from that.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "acquire/device/sector_reader.h"
#include "acquire/reading/inflate.h"
#include "acquire/stages/compressor.h"
#include "acquire/writing/image_writer.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/joint_hasher.h"
#include "core/resumable_digest.h"

namespace {

constexpr std::size_t kPiece = 1U << 20U;
constexpr std::size_t kChunk = acquire::kUsualChunkSize;

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Pieces of the file at even distances.
class Sample {
 public:
  explicit Sample(const core::Path& file) : fd_(core::open_for_reading(file)) {
    struct stat status {};
    if (::fstat(fd_.get(), &status) != 0) {
      core::fail("cannot look at the file");
    }
    size_ = static_cast<std::uint64_t>(status.st_size);
    const char* wanted = std::getenv("BENCH_SAMPLE_MIB");
    const std::uint64_t most = wanted == nullptr ? 256 : std::stoull(wanted);
    const std::uint64_t pieces = std::max<std::uint64_t>(1, std::min(most, size_ / kPiece));
    bytes_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(size_, pieces * kPiece)));
    read_ = seconds([&] {
      for (std::uint64_t i = 0; i < pieces; ++i) {
        const std::uint64_t offset = (size_ / pieces) * i / kPiece * kPiece;
        const std::size_t at = static_cast<std::size_t>(i * kPiece);
        const auto part = std::span(bytes_).subspan(at, std::min(kPiece, bytes_.size() - at));
        if (acquire::read_fully_at(fd_.get(), offset, part) < 0) {
          core::fail("cannot read the file");
        }
      }
    });
  }
  /// For the whole file.
  double reckoned(double of_sample) const {
    return of_sample * static_cast<double>(size_) / static_cast<double>(bytes_.size());
  }
  double read_seconds() const { return reckoned(read_); }
  double time(const std::function<void(core::ByteView)>& work, std::size_t piece) const {
    return reckoned(seconds([&] {
      for (std::size_t at = 0; at < bytes_.size(); at += piece) {
        work(core::ByteView(bytes_).subspan(at, std::min(piece, bytes_.size() - at)));
      }
    }));
  }

 private:
  core::Fd fd_;
  std::uint64_t size_ = 0;
  core::Bytes bytes_;
  double read_ = 0;
};

void print(const char* name, double value) { std::printf("%s %.4f\n", name, value); }

template <typename D>
void digest(const Sample& sample, const char* name) {
  core::ResumableHasher<D> hasher;
  print(name, sample.time([&](core::ByteView piece) { hasher.update(piece); }, kPiece));
}

/// Packs as the pipeline does, and keeps what came out.
std::vector<core::Bytes> pack(const Sample& sample, acquire::Compression compression, const char* name) {
  const auto compressor = acquire::make_compressor(compression);
  std::vector<core::Bytes> out;
  core::Bytes room(kChunk);
  print(name, sample.time(
                  [&](core::ByteView chunk) {
                    if (acquire::is_all_zero(chunk)) {
                      return;
                    }
                    const auto length = compressor->compress(chunk, std::span(room).first(chunk.size() - 1));
                    if (length) {
                      out.emplace_back(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(*length));
                    } else {
                      (void)acquire::adler32(chunk);
                    }
                  },
                  kChunk));
  return out;
}

void write(const Sample& sample, const core::Path& folder) {
  const core::Path path = folder / "primitives.out";
  auto file = core::DurableFile::create(path);
  print("write", sample.time([&](core::ByteView piece) { file.write(piece); }, kPiece));
}

void run(const core::Path& path, const core::Path& folder) {
  const Sample sample(path);
  print("read", sample.read_seconds());
  digest<core::Md5>(sample, "md5");
  digest<core::Sha1>(sample, "sha1");
  digest<core::Sha256>(sample, "sha256");
  print("blocks", sample.time(
                      [](core::ByteView block) {
                        if (!acquire::is_all_zero(block)) {
                          (void)core::sha256(block);
                        }
                      },
                      acquire::kBlockSize));
  if (core::JointHasher::is_available()) {
    core::JointHasher joint(acquire::kBlockSize);
    print("joint", sample.time([&](core::ByteView piece) { joint.update(piece); }, kPiece));
  }
  const auto packed = pack(sample, acquire::Compression::fast, "fast");
  core::Bytes room(kChunk);
  print("unpack", sample.reckoned(seconds([&] {
    for (const core::Bytes& chunk : packed) {
      (void)acquire::inflate_strictly(chunk, room);
    }
  })));
  (void)pack(sample, acquire::Compression::best, "best");
  write(sample, folder);
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count != 3) {
      (void)std::fprintf(stderr, "usage: primitives FILE FOLDER\n");
      return 2;
    }
    run(words[1], words[2]);
    return 0;
  } catch (const std::exception& error) {
    (void)std::fprintf(stderr, "primitives: %s\n", error.what());
    return 1;
  }
}
