// SPDX-License-Identifier: Apache-2.0
#include "core/merkle.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

namespace core::merkle {
namespace {

constexpr std::uint8_t kLeafPrefix = 0x00;
constexpr std::uint8_t kNodePrefix = 0x01;

/// Largest power of two smaller than n. REQUIRES: n > 1.
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

}  // namespace

Sha256 leaf_hash(ByteView data) {
  Bytes bytes(1 + data.size());
  bytes[0] = kLeafPrefix;
  std::copy(data.begin(), data.end(), bytes.begin() + 1);
  return sha256(bytes);
}

Sha256 node_hash(const Sha256& left, const Sha256& right) {
  std::array<std::uint8_t, 1 + sizeof left.bytes + sizeof right.bytes> bytes{kNodePrefix};
  std::copy(right.bytes.begin(), right.bytes.end(),
            std::copy(left.bytes.begin(), left.bytes.end(), bytes.begin() + 1));
  return sha256(bytes);
}

Sha256 empty_root() { return sha256({}); }

void Frontier::push_subtree(const Sha256& root, unsigned height) {
  assert(size_ % (std::uint64_t{1} << height) == 0);
  size_ += std::uint64_t{1} << height;
  Sha256 top = root;
  while (!peaks_.empty() && peaks_.back().first == height) {
    top = node_hash(peaks_.back().second, top);
    peaks_.pop_back();
    ++height;
  }
  peaks_.emplace_back(height, top);
}

Sha256 Frontier::root() const {
  if (peaks_.empty()) {
    return empty_root();
  }
  Sha256 top = peaks_.back().second;
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) {
    top = node_hash(peaks_[i].second, top);
  }
  return top;
}

Sha256 root_of(std::span<const Sha256> leaf_hashes) {
  Frontier frontier;
  for (const Sha256& hash : leaf_hashes) {
    frontier.push_leaf(hash);
  }
  return frontier.root();
}

Tree::Tree(std::vector<Sha256> leaf_hashes) {
  levels_.push_back(std::move(leaf_hashes));
  while (levels_.back().size() > 1) {
    const std::vector<Sha256>& below = levels_.back();
    std::vector<Sha256> level(below.size() / 2);
    for (std::size_t i = 0; i < level.size(); ++i) {
      level[i] = node_hash(below[2 * i], below[2 * i + 1]);
    }
    levels_.push_back(std::move(level));
  }
}

void Tree::push_leaf(const Sha256& leaf_hash) {
  levels_.front().push_back(leaf_hash);
  for (std::size_t k = 0; levels_[k].size() % 2 == 0; ++k) {
    const Sha256 node = node_hash(*(levels_[k].end() - 2), levels_[k].back());
    if (k + 1 == levels_.size()) {
      levels_.emplace_back();
    }
    levels_[k + 1].push_back(node);
  }
}

Sha256 Tree::root(std::uint64_t first, std::uint64_t count) const {
  if (count == 0) {
    return empty_root();
  }
  if (std::has_single_bit(count)) {
    const auto level = static_cast<unsigned>(std::countr_zero(count));
    return levels_[level][first >> level];
  }
  const std::uint64_t k = split_of(count);
  return node_hash(root(first, k), root(first + k, count - k));
}

std::vector<Sha256> Tree::inclusion_proof(std::uint64_t index) const {
  assert(index < size());
  std::vector<Sha256> from_root;
  std::uint64_t first = 0;
  std::uint64_t count = size();
  while (count > 1) {
    const std::uint64_t k = split_of(count);
    if (index < first + k) {
      from_root.push_back(root(first + k, count - k));
      count = k;
    } else {
      from_root.push_back(root(first, k));
      first += k;
      count -= k;
    }
  }
  return {from_root.rbegin(), from_root.rend()};
}

std::vector<Sha256> Tree::consistency_proof(std::uint64_t first_size) const {
  assert(first_size > 0 && first_size <= size());
  // SUBPROOF of RFC 6962 section 2.1.2, from the root down; `complete` as there.
  std::vector<Sha256> from_root;
  std::uint64_t first = 0;
  std::uint64_t count = size();
  std::uint64_t m = first_size;
  bool complete = true;
  while (m != count) {
    const std::uint64_t k = split_of(count);
    if (m <= k) {
      from_root.push_back(root(first + k, count - k));
      count = k;
    } else {
      from_root.push_back(root(first, k));
      first += k;
      count -= k;
      m -= k;
      complete = false;
    }
  }
  if (!complete) {
    from_root.push_back(root(first, count));
  }
  return {from_root.rbegin(), from_root.rend()};
}

bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Sha256& leaf_hash,
                      std::span<const Sha256> proof, const Sha256& root) {
  if (index >= size) {
    return false;
  }
  std::uint64_t fn = index;
  std::uint64_t sn = size - 1;
  Sha256 hash = leaf_hash;
  for (const Sha256& sibling : proof) {
    if (sn == 0) {
      return false;
    }
    if ((fn & 1U) != 0 || fn == sn) {
      hash = node_hash(sibling, hash);
      while ((fn & 1U) == 0 && fn != 0) {
        fn >>= 1U;
        sn >>= 1U;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  return sn == 0 && hash == root;
}

bool verify_consistency(std::uint64_t size1, std::uint64_t size2, const Sha256& root1, const Sha256& root2,
                        std::span<const Sha256> proof) {
  if (size1 == 0 || size1 > size2) {
    return false;  // nothing is proved about a tree that nobody signed
  }
  if (size1 == size2) {
    return proof.empty() && root1 == root2;
  }
  if (proof.empty()) {
    return false;
  }
  std::uint64_t fn = size1 - 1;
  std::uint64_t sn = size2 - 1;
  while ((fn & 1U) != 0) {
    fn >>= 1U;
    sn >>= 1U;
  }
  std::size_t next = 0;
  Sha256 old_hash = fn == 0 ? root1 : proof[next++];
  Sha256 new_hash = old_hash;
  for (; next < proof.size(); ++next) {
    if (sn == 0) {
      return false;
    }
    if ((fn & 1U) != 0 || fn == sn) {
      old_hash = node_hash(proof[next], old_hash);
      new_hash = node_hash(proof[next], new_hash);
      while ((fn & 1U) == 0 && fn != 0) {
        fn >>= 1U;
        sn >>= 1U;
      }
    } else {
      new_hash = node_hash(new_hash, proof[next]);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  return sn == 0 && old_hash == root1 && new_hash == root2;
}

}  // namespace core::merkle
