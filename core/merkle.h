// SPDX-License-Identifier: Apache-2.0
// RFC 6962 section 2.1: Merkle tree hash over SHA-256, audit paths and consistency proofs.
// Leaves are hashed with a 0x00 prefix, inner nodes with 0x01.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/digest.h"

namespace core::merkle {

/// SHA-256(0x00 || data).
Sha256 leaf_hash(ByteView data);
/// SHA-256(0x01 || left || right).
Sha256 node_hash(const Sha256& left, const Sha256& right);
/// Root of the empty tree: SHA-256 of nothing.
Sha256 empty_root();

/// The right edge of a growing tree: all that is needed to append and to know the root.
class Frontier {
 public:
  void push_leaf(const Sha256& leaf_hash) { push_subtree(leaf_hash, 0); }
  /// Appends a complete subtree of 2^height leaves.
  /// REQUIRES: size() is a multiple of 2^height.
  void push_subtree(const Sha256& root, unsigned height);
  std::uint64_t size() const { return size_; }
  Sha256 root() const;

 private:
  std::vector<std::pair<unsigned, Sha256>> peaks_;  // heights strictly falling
  std::uint64_t size_ = 0;
};

/// Root over leaf hashes.
Sha256 root_of(std::span<const Sha256> leaf_hashes);

/// A tree with its inner nodes kept, so that each proof takes time in the order of log(n)^2.
class Tree {
 public:
  Tree() : levels_(1) {}
  explicit Tree(std::vector<Sha256> leaf_hashes);
  void push_leaf(const Sha256& leaf_hash);
  std::uint64_t size() const { return levels_.front().size(); }
  /// Root of the first `count` leaves. REQUIRES: count <= size().
  Sha256 root(std::uint64_t count) const { return root(0, count); }
  /// Root of the `count` leaves from `first` on. REQUIRES: `first` is a multiple of the smallest power of two >= count.
  Sha256 root(std::uint64_t first, std::uint64_t count) const;
  /// PATH(index, D[n]) from the leaf's sibling up. REQUIRES: index < size().
  std::vector<Sha256> inclusion_proof(std::uint64_t index) const;
  /// PROOF(first, D[n]). REQUIRES: 0 < first <= size().
  std::vector<Sha256> consistency_proof(std::uint64_t first) const;

 private:
  std::vector<std::vector<Sha256>> levels_;  // levels_[k][i]: root of the complete subtree of 2^k leaves
};

/// True when `proof` leads from the leaf to the root; false for any other input, never throws.
bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Sha256& leaf_hash,
                      std::span<const Sha256> proof, const Sha256& root);
/// True when the tree (size1, root1) is a prefix of (size2, root2); false for any other input.
bool verify_consistency(std::uint64_t size1, std::uint64_t size2, const Sha256& root1, const Sha256& root2,
                        std::span<const Sha256> proof);

}  // namespace core::merkle
