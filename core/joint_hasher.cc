// SPDX-License-Identifier: Apache-2.0
#include "core/joint_hasher.h"

#include <algorithm>
#include <cassert>

#include "core/error.h"
#include "core/resumable_digest.h"

namespace core {
namespace {

/// Words and length, as ResumableHasher<D>::state() begins.
template <std::size_t N>
Bytes head_of(const std::array<std::uint32_t, N>& words, std::uint64_t length) {
  Bytes out;
  for (const std::uint32_t word : words) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.push_back(static_cast<std::uint8_t>(word >> shift));
    }
  }
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(length >> shift));
  }
  return out;
}

template <std::size_t N>
std::array<std::uint32_t, N> words_of(ByteView state) {
  std::array<std::uint32_t, N> out{};
  for (std::size_t i = 0; i < N * 4; ++i) {
    out[i / 4] = out[i / 4] << 8U | state[i];
  }
  return out;
}

/// Of no bytes.
JointWords first_words() {
  JointWords out;
  out.md5 = words_of<4>(ResumableHasher<Md5>().state());
  out.sha1 = words_of<5>(ResumableHasher<Sha1>().state());
  out.part = out.sha256 = words_of<8>(ResumableHasher<Sha256>().state());
  return out;
}

const auto& words_in(const JointWords& words, const Md5* /*which*/) { return words.md5; }
const auto& words_in(const JointWords& words, const Sha1* /*which*/) { return words.sha1; }
const auto& words_in(const JointWords& words, const Sha256* /*which*/) { return words.sha256; }

bool gives_what_the_library_gives() {
  constexpr std::size_t kLength = 3 * kJointBlock + 7;
  Bytes text;
  for (std::size_t i = 0; i < kLength; ++i) {
    text.push_back(static_cast<std::uint8_t>(i * i + 11));
  }
  JointHasher joint(2 * kJointBlock);
  joint.update(text);
  joint.end_part();
  const auto library = [&](auto hasher) {
    hasher.update(text);
    return hasher.finish();
  };
  const ByteView all(text);
  return joint.digest<Md5>() == library(ResumableHasher<Md5>()) &&
         joint.digest<Sha1>() == library(ResumableHasher<Sha1>()) &&
         joint.digest<Sha256>() == library(ResumableHasher<Sha256>()) &&
         joint.take_parts() ==
             std::vector{sha256(all.first(2 * kJointBlock)), sha256(all.subspan(2 * kJointBlock))};
}

}  // namespace

bool JointHasher::is_available() {
  static const bool available = has_joint_rounds() && gives_what_the_library_gives();
  return available;
}

JointHasher::JointHasher(std::uint64_t part_size) : part_size_(part_size), words_(first_words()) {
  assert(part_size > 0 && part_size % kJointBlock == 0);
}

JointHasher::JointHasher(std::uint64_t part_size, ByteView md5, ByteView sha1, ByteView sha256)
    : JointHasher(part_size) {
  length_ = ResumableHasher<Md5>(md5).length();  // throws when it is none
  if (ResumableHasher<Sha1>(sha1).length() != length_ ||
      ResumableHasher<Sha256>(sha256).length() != length_) {
    fail("the saved states of the digests are not of the same bytes");
  }
  words_.md5 = words_of<4>(md5);
  words_.sha1 = words_of<5>(sha1);
  words_.sha256 = words_of<8>(sha256);
  const ByteView rest = md5.last(static_cast<std::size_t>(length_ % kJointBlock));
  open_.assign(rest.begin(), rest.end());
}

void JointHasher::update(ByteView data) {
  while (!data.empty()) {
    const std::size_t left =
        static_cast<std::size_t>(std::min<std::uint64_t>(part_size_ - in_part_, data.size()));
    ByteView now = data.first(left);
    data = data.subspan(left);
    length_ += left;
    in_part_ += left;
    if (!open_.empty()) {
      const std::size_t missing = std::min(kJointBlock - open_.size(), now.size());
      open_.insert(open_.end(), now.begin(), now.begin() + static_cast<std::ptrdiff_t>(missing));
      now = now.subspan(missing);
      if (open_.size() == kJointBlock) {
        take_whole(open_);
        open_.clear();
      }
    }
    take_whole(now.first(now.size() / kJointBlock * kJointBlock));
    now = now.subspan(now.size() / kJointBlock * kJointBlock);
    open_.insert(open_.end(), now.begin(), now.end());
    if (in_part_ == part_size_) {
      end_part();
    }
  }
}

void JointHasher::take_whole(ByteView data) {
  if (!data.empty()) {
    joint_rounds(words_, data.data(), data.size() / kJointBlock);
  }
}

void JointHasher::end_part() {
  if (in_part_ == 0) {
    return;
  }
  Bytes state = head_of(words_.part, in_part_);
  state.insert(state.end(), open_.begin(), open_.end());
  parts_.push_back(ResumableHasher<Sha256>(state).finish());
  static const JointWords kFirst = first_words();
  words_.part = kFirst.part;
  in_part_ = 0;
}

std::vector<Sha256> JointHasher::take_parts() { return std::exchange(parts_, {}); }

template <typename D>
Bytes JointHasher::state() const {
  Bytes out = head_of(words_in(words_, static_cast<const D*>(nullptr)), length_);
  out.insert(out.end(), open_.begin(), open_.end());
  return out;
}

template <typename D>
D JointHasher::digest() const {
  return ResumableHasher<D>(state<D>()).finish();
}

template Bytes JointHasher::state<Md5>() const;
template Bytes JointHasher::state<Sha1>() const;
template Bytes JointHasher::state<Sha256>() const;
template Md5 JointHasher::digest<Md5>() const;
template Sha1 JointHasher::digest<Sha1>() const;
template Sha256 JointHasher::digest<Sha256>() const;

}  // namespace core
