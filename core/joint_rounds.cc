// SPDX-License-Identifier: Apache-2.0
#include "core/joint_rounds.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#include <cstring>
#include <utility>

// No function of its own: only so are the steps of the three woven into each other.
#define EXHIBIT_JOINT __attribute__((target("sha,sse4.1,avx,bmi")))
#define EXHIBIT_STEP __attribute__((target("sha,sse4.1,avx,bmi"), always_inline)) inline

namespace core {
namespace {

/// RFC 1321, 3.4: the integer part of 2^32 times abs(sin(i + 1)).
constexpr std::array<std::uint32_t, 64> kSines = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

/// FIPS 180-4, 4.2.2.
alignas(16) constexpr std::array<std::uint32_t, 64> kRoots = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// Of MD5: bits to rotate by, for each of its four kinds of step.
constexpr std::array<std::array<int, 4>, 4> kRotations = {
    {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};

constexpr std::size_t kQuarter = kJointBlock / 4;  // bytes of a vector

struct Md5State {
  std::uint32_t a, b, c, d;
};
struct Sha1State {
  __m128i abcd, e;
  __m128i schedule[4];
};
struct Sha256State {
  __m128i abef, cdgh;  // in the order that the instructions want
  __m128i part_abef, part_cdgh;
  __m128i schedule[4];
};

EXHIBIT_STEP __m128i load(const void* from) { return _mm_loadu_si128(static_cast<const __m128i*>(from)); }
EXHIBIT_STEP void store(void* to, __m128i value) { _mm_storeu_si128(static_cast<__m128i*>(to), value); }

template <int Step>
constexpr int word_of_step() {
  constexpr int kKind = Step / 16;
  return kKind == 0   ? Step
         : kKind == 1 ? (5 * Step + 1) % 16
         : kKind == 2 ? (3 * Step + 5) % 16
                      : 7 * Step % 16;
}

/// Of each function what does not need `b`, which comes last, is worked out first.
template <int Step>
EXHIBIT_STEP void md5_step(Md5State& s, const std::uint8_t* data) {
  constexpr int kKind = Step / 16;
  constexpr int kTurn = kRotations[kKind][Step % 4];
  std::uint32_t word = 0;
  std::memcpy(&word, data + std::size_t{4} * word_of_step<Step>(),
              sizeof word);  // this processor is little endian, as MD5 is
  std::uint32_t sum = s.a + word + kSines[Step];
  if constexpr (kKind == 0) {
    sum += s.d ^ (s.b & (s.c ^ s.d));
  } else if constexpr (kKind == 1) {
    sum += s.c & ~s.d;
    sum += s.b & s.d;
  } else if constexpr (kKind == 2) {
    sum += s.b ^ (s.c ^ s.d);
  } else {
    sum += s.c ^ (s.b | ~s.d);
  }
  s.a = s.d;
  s.d = s.c;
  s.c = s.b;
  s.b += sum << kTurn | sum >> (32 - kTurn);
}

/// Four rounds.
template <int Group>
EXHIBIT_STEP void sha1_group(Sha1State& s, const std::uint8_t* data) {
  const __m128i turned = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
  __m128i& words = s.schedule[Group % 4];
  if constexpr (Group < 4) {
    words = _mm_shuffle_epi8(load(data + kQuarter * Group), turned);
  } else {
    const __m128i mixed =
        _mm_xor_si128(_mm_sha1msg1_epu32(words, s.schedule[(Group + 1) % 4]), s.schedule[(Group + 2) % 4]);
    words = _mm_sha1msg2_epu32(mixed, s.schedule[(Group + 3) % 4]);
  }
  const __m128i e = Group == 0 ? _mm_add_epi32(s.e, words) : _mm_sha1nexte_epu32(s.e, words);
  s.e = s.abcd;
  s.abcd = _mm_sha1rnds4_epu32(s.abcd, e, Group / 5);
}

/// Four rounds of both: what they are fed is the same.
template <int Group>
EXHIBIT_STEP void sha256_group(Sha256State& s, const std::uint8_t* data) {
  const __m128i turned = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i& words = s.schedule[Group % 4];
  if constexpr (Group < 4) {
    words = _mm_shuffle_epi8(load(data + kQuarter * Group), turned);
  } else {
    const __m128i& last = s.schedule[(Group + 3) % 4];
    const __m128i mixed = _mm_add_epi32(_mm_sha256msg1_epu32(words, s.schedule[(Group + 1) % 4]),
                                        _mm_alignr_epi8(last, s.schedule[(Group + 2) % 4], 4));
    words = _mm_sha256msg2_epu32(mixed, last);
  }
  const __m128i first = _mm_add_epi32(words, load(kRoots.data() + std::size_t{4} * Group));
  const __m128i second = _mm_shuffle_epi32(first, 0x0e);
  s.cdgh = _mm_sha256rnds2_epu32(s.cdgh, s.abef, first);
  s.abef = _mm_sha256rnds2_epu32(s.abef, s.cdgh, second);
  s.part_cdgh = _mm_sha256rnds2_epu32(s.part_cdgh, s.part_abef, first);
  s.part_abef = _mm_sha256rnds2_epu32(s.part_abef, s.part_cdgh, second);
}

/// A sixteenth of each: MD5 has 64 steps, SHA-256 16 groups of rounds, SHA-1 20 of them.
template <int Part>
EXHIBIT_STEP void sixteenth(Md5State& md5, Sha1State& sha1, Sha256State& sha256, const std::uint8_t* data) {
  md5_step<4 * Part>(md5, data);
  sha256_group<Part>(sha256, data);
  md5_step<4 * Part + 1>(md5, data);
  sha1_group<Part + Part / 4>(sha1, data);
  md5_step<4 * Part + 2>(md5, data);
  if constexpr (Part % 4 == 3) {
    sha1_group<Part + Part / 4 + 1>(sha1, data);
  }
  md5_step<4 * Part + 3>(md5, data);
}

template <int... Part>
EXHIBIT_STEP void all_rounds(Md5State& md5, Sha1State& sha1, Sha256State& sha256, const std::uint8_t* data,
                             std::integer_sequence<int, Part...> /*parts*/) {
  (sixteenth<Part>(md5, sha1, sha256, data), ...);
}

EXHIBIT_STEP void load_sha256(const std::uint32_t* words, __m128i& abef, __m128i& cdgh) {
  const __m128i cdab = _mm_shuffle_epi32(load(words), 0xb1);
  const __m128i efgh = _mm_shuffle_epi32(load(words + 4), 0x1b);
  abef = _mm_alignr_epi8(cdab, efgh, 8);
  cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
}

EXHIBIT_STEP void store_sha256(std::uint32_t* words, __m128i abef, __m128i cdgh) {
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  store(words, _mm_blend_epi16(feba, dchg, 0xf0));
  store(words + 4, _mm_alignr_epi8(dchg, feba, 8));
}

EXHIBIT_STEP void take_in(Md5State& md5, Sha1State& sha1, Sha256State& sha256, const std::uint8_t* data) {
  const Md5State md5_before = md5;
  const Sha1State sha1_before = sha1;
  const Sha256State sha256_before = sha256;
  all_rounds(md5, sha1, sha256, data, std::make_integer_sequence<int, 16>());
  md5 = {md5.a + md5_before.a, md5.b + md5_before.b, md5.c + md5_before.c, md5.d + md5_before.d};
  sha1.e = _mm_sha1nexte_epu32(sha1.e, sha1_before.e);
  sha1.abcd = _mm_add_epi32(sha1.abcd, sha1_before.abcd);
  sha256.abef = _mm_add_epi32(sha256.abef, sha256_before.abef);
  sha256.cdgh = _mm_add_epi32(sha256.cdgh, sha256_before.cdgh);
  sha256.part_abef = _mm_add_epi32(sha256.part_abef, sha256_before.part_abef);
  sha256.part_cdgh = _mm_add_epi32(sha256.part_cdgh, sha256_before.part_cdgh);
}

}  // namespace

bool has_joint_rounds() {
  static const bool has = [] {
    constexpr unsigned kLeaf = 7;         // structured extended features
    constexpr unsigned kSha = 1U << 29U;  // in EBX
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid_count(kLeaf, 0, &a, &b, &c, &d) != 0 && (b & kSha) != 0 &&
           __builtin_cpu_supports("sse4.1") != 0 && __builtin_cpu_supports("avx") != 0 &&
           __builtin_cpu_supports("bmi") != 0;
  }();
  return has;
}

EXHIBIT_JOINT void joint_rounds(JointWords& words, const std::uint8_t* data, std::size_t count) {
  // The SHA instructions know nothing of the upper halves of the vector registers. Where earlier code of this thread, or of the
  // one that started it, left something in them, each of these instructions waits for it: a hundred times slower.
  _mm256_zeroupper();
  Md5State md5{words.md5[0], words.md5[1], words.md5[2], words.md5[3]};
  Sha1State sha1{};
  sha1.abcd = _mm_shuffle_epi32(load(words.sha1.data()), 0x1b);
  sha1.e = _mm_set_epi32(static_cast<int>(words.sha1[4]), 0, 0, 0);
  Sha256State sha256{};
  load_sha256(words.sha256.data(), sha256.abef, sha256.cdgh);
  load_sha256(words.part.data(), sha256.part_abef, sha256.part_cdgh);
  for (; count > 0; --count, data += kJointBlock) {
    take_in(md5, sha1, sha256, data);
  }
  words.md5 = {md5.a, md5.b, md5.c, md5.d};
  store(words.sha1.data(), _mm_shuffle_epi32(sha1.abcd, 0x1b));
  words.sha1[4] = static_cast<std::uint32_t>(_mm_extract_epi32(sha1.e, 3));
  store_sha256(words.sha256.data(), sha256.abef, sha256.cdgh);
  store_sha256(words.part.data(), sha256.part_abef, sha256.part_cdgh);
}

}  // namespace core

#else

#include "core/error.h"

namespace core {

bool has_joint_rounds() { return false; }

void joint_rounds(JointWords& /*words*/, const std::uint8_t* /*data*/, std::size_t /*count*/) {
  fail("this processor has no instructions for joint digests");
}

}  // namespace core

#endif
