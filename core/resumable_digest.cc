// SPDX-License-Identifier: Apache-2.0
// OpenSSL's EVP digests cannot be saved; its older interface, which it still has and marks as such, can.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "core/resumable_digest.h"

#include <openssl/md5.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "core/error.h"

namespace core {
namespace {

constexpr std::size_t kBlock = 64;  // of all three

struct Md5Calls {
  using State = MD5_CTX;
  static constexpr std::size_t kWords = 4;
  static int start(State* s) { return MD5_Init(s); }
  static int update(State* s, ByteView data) { return MD5_Update(s, data.data(), data.size()); }
  static int finish(State* s, std::uint8_t* out) { return MD5_Final(out, s); }
  static std::array<MD5_LONG*, kWords> words(State& s) { return {&s.A, &s.B, &s.C, &s.D}; }
};
struct Sha1Calls {
  using State = SHA_CTX;
  static constexpr std::size_t kWords = 5;
  static int start(State* s) { return SHA1_Init(s); }
  static int update(State* s, ByteView data) { return SHA1_Update(s, data.data(), data.size()); }
  static int finish(State* s, std::uint8_t* out) { return SHA1_Final(out, s); }
  static std::array<SHA_LONG*, kWords> words(State& s) { return {&s.h0, &s.h1, &s.h2, &s.h3, &s.h4}; }
};
struct Sha256Calls {
  using State = SHA256_CTX;
  static constexpr std::size_t kWords = 8;
  static int start(State* s) { return SHA256_Init(s); }
  static int update(State* s, ByteView data) { return SHA256_Update(s, data.data(), data.size()); }
  static int finish(State* s, std::uint8_t* out) { return SHA256_Final(out, s); }
  static std::array<SHA_LONG*, kWords> words(State& s) {
    return {&s.h[0], &s.h[1], &s.h[2], &s.h[3], &s.h[4], &s.h[5], &s.h[6], &s.h[7]};
  }
};

template <typename D>
struct CallsOf;
template <>
struct CallsOf<Md5> : Md5Calls {};
template <>
struct CallsOf<Sha1> : Sha1Calls {};
template <>
struct CallsOf<Sha256> : Sha256Calls {};

void require(int result) {
  if (result != 1) {
    fail("the cryptographic library failed to make a digest");
  }
}

void put(Bytes& out, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = bytes; i-- > 0;) {
    out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
}

std::uint64_t big(ByteView bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) {
    value = value << 8U | byte;
  }
  return value;
}

}  // namespace

template <typename D>
struct ResumableHasher<D>::Context {
  using Calls = CallsOf<D>;
  typename Calls::State state{};
  std::uint64_t length = 0;                 // bytes
  std::array<std::uint8_t, kBlock> open{};  // bytes of the block that is not full

  void take(ByteView data) {
    // What the library holds of an open block is kept beside it, so that nothing depends on how it does so.
    for (ByteView left = data; !left.empty();) {
      const std::size_t filled = static_cast<std::size_t>(length % kBlock);
      const std::size_t whole = filled == 0 ? left.size() / kBlock * kBlock : 0;
      const std::size_t part = whole > 0 ? whole : std::min(kBlock - filled, left.size());
      if (whole == 0) {
        std::copy_n(left.begin(), part, open.begin() + static_cast<std::ptrdiff_t>(filled));
      }
      length += part;
      left = left.subspan(part);
    }
    require(Calls::update(&state, data));
  }
};

template <typename D>
ResumableHasher<D>::ResumableHasher() : context_(std::make_unique<Context>()) {
  require(Context::Calls::start(&context_->state));
}

template <typename D>
ResumableHasher<D>::ResumableHasher(ByteView state) : ResumableHasher() {
  constexpr std::size_t kHead = Context::Calls::kWords * 4 + 8;
  const std::uint64_t length = state.size() < kHead ? 0 : big(state.subspan(kHead - 8, 8));
  if (state.size() != kHead + length % kBlock) {
    fail("the saved state of a digest is none");
  }
  std::size_t at = 0;
  for (auto* word : Context::Calls::words(context_->state)) {
    *word = static_cast<std::uint32_t>(big(state.subspan(at, 4)));
    at += 4;
  }
  // The library counts bits, in two words.
  const std::uint64_t whole = length / kBlock * kBlock * 8;
  context_->state.Nl = static_cast<std::uint32_t>(whole);
  context_->state.Nh = static_cast<std::uint32_t>(whole >> 32U);
  context_->length = length / kBlock * kBlock;
  context_->take(state.subspan(kHead));
}

template <typename D>
ResumableHasher<D>::~ResumableHasher() = default;
template <typename D>
ResumableHasher<D>::ResumableHasher(ResumableHasher&&) noexcept = default;
template <typename D>
ResumableHasher<D>& ResumableHasher<D>::operator=(ResumableHasher&&) noexcept = default;

template <typename D>
void ResumableHasher<D>::update(ByteView data) {
  context_->take(data);
}

template <typename D>
Bytes ResumableHasher<D>::state() const {
  Bytes out;
  for (const auto* word : Context::Calls::words(context_->state)) {
    put(out, *word, 4);
  }
  put(out, context_->length, 8);
  const auto end = context_->open.begin() + static_cast<std::ptrdiff_t>(context_->length % kBlock);
  out.insert(out.end(), context_->open.begin(), end);
  return out;
}

template <typename D>
std::uint64_t ResumableHasher<D>::length() const {
  return context_->length;
}

template <typename D>
D ResumableHasher<D>::finish() {
  D out;
  require(Context::Calls::finish(&context_->state, out.bytes.data()));
  return out;
}

template class ResumableHasher<Md5>;
template class ResumableHasher<Sha1>;
template class ResumableHasher<Sha256>;

}  // namespace core
