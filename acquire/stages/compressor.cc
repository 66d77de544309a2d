// SPDX-License-Identifier: Apache-2.0
#include "acquire/stages/compressor.h"

#include <isa-l.h>
#include <libdeflate.h>

#include <cstring>
#include <new>

namespace acquire {
namespace {

/// The lowest that makes an image no larger than the peer's best, which is level 9 of zlib (docs/performance.md).
constexpr int kBestLevel = 7;

class IsalCompressor final : public Compressor {
 public:
  std::optional<std::size_t> compress(core::ByteView media, std::span<std::uint8_t> room) override {
    ::isal_deflate_stateless_init(&stream_);
    stream_.level = 1;
    stream_.level_buf = level_buffer_.data();
    stream_.level_buf_size = static_cast<std::uint32_t>(level_buffer_.size());
    stream_.gzip_flag = IGZIP_ZLIB;
    stream_.end_of_stream = 1;
    stream_.flush = NO_FLUSH;
    // The library declares its input as writable memory but only reads it.
    stream_.next_in = const_cast<std::uint8_t*>(media.data());
    stream_.avail_in = static_cast<std::uint32_t>(media.size());
    stream_.next_out = room.data();
    stream_.avail_out = static_cast<std::uint32_t>(room.size());
    if (::isal_deflate_stateless(&stream_) != COMP_OK || stream_.avail_in != 0) {
      return std::nullopt;
    }
    return stream_.total_out;
  }

 private:
  isal_zstream stream_{};
  core::Bytes level_buffer_ = core::Bytes(ISAL_DEF_LVL1_DEFAULT);
};

class LibdeflateCompressor final : public Compressor {
 public:
  LibdeflateCompressor() : compressor_(::libdeflate_alloc_compressor(kBestLevel)) {
    if (!compressor_) {
      throw std::bad_alloc();
    }
  }
  std::optional<std::size_t> compress(core::ByteView media, std::span<std::uint8_t> room) override {
    const std::size_t length =
        ::libdeflate_zlib_compress(compressor_.get(), media.data(), media.size(), room.data(), room.size());
    return length == 0 ? std::nullopt : std::optional(length);
  }

 private:
  struct Free {
    void operator()(libdeflate_compressor* compressor) const { ::libdeflate_free_compressor(compressor); }
  };
  std::unique_ptr<libdeflate_compressor, Free> compressor_;
};

}  // namespace

std::unique_ptr<Compressor> make_compressor(Compression compression) {
  switch (compression) {
    case Compression::none: return nullptr;
    case Compression::fast: return std::make_unique<IsalCompressor>();
    case Compression::best: return std::make_unique<LibdeflateCompressor>();
  }
  return nullptr;
}

std::uint32_t adler32(core::ByteView data, std::uint32_t before) {
  // A null pointer asks the library for the value to start with.
  return data.empty() ? before : ::libdeflate_adler32(before, data.data(), data.size());
}

bool is_all_zero(core::ByteView data) {
  return data.empty() || (data[0] == 0 && std::memcmp(data.data(), data.data() + 1, data.size() - 1) == 0);
}

std::string libdeflate_version() { return std::string("libdeflate ") + LIBDEFLATE_VERSION_STRING; }

std::string isal_version() {
  return "ISA-L " + std::to_string(ISAL_MAJOR_VERSION) + "." + std::to_string(ISAL_MINOR_VERSION) + "." +
         std::to_string(ISAL_PATCH_VERSION);
}

}  // namespace acquire
