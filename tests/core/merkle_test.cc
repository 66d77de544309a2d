// SPDX-License-Identifier: Apache-2.0
// Tree, frontier and proofs against RFC 6962 section 2.1 written down naively, and against golden roots.
#include "core/merkle.h"

#include <bit>
#include <catch2/catch.hpp>

#include "tests/support/shared_files.h"

using core::Sha256;
using core::merkle::Tree;
using Hashes = std::vector<Sha256>;

namespace {

constexpr std::uint64_t kMost = 300;

Hashes numbered_leaves(std::uint64_t count) {
  Hashes out;
  for (std::uint64_t i = 0; i < count; ++i) {
    out.push_back(core::merkle::leaf_hash(core::as_bytes("leaf " + std::to_string(i))));
  }
  return out;
}

/// MTH of RFC 6962 section 2.1, as it stands there.
Sha256 naive_root(std::span<const Sha256> leaves) {
  if (leaves.empty()) {
    return core::sha256({});
  }
  if (leaves.size() == 1) {
    return leaves[0];
  }
  const std::size_t k = std::bit_floor(leaves.size() - 1);
  core::Bytes joined{0x01};
  for (const Sha256& half : {naive_root(leaves.first(k)), naive_root(leaves.subspan(k))}) {
    joined.insert(joined.end(), half.bytes.begin(), half.bytes.end());
  }
  return core::sha256(joined);
}

/// PATH of RFC 6962 section 2.1.1.
Hashes naive_path(std::size_t m, std::span<const Sha256> leaves) {
  if (leaves.size() <= 1) {
    return {};
  }
  const std::size_t k = std::bit_floor(leaves.size() - 1);
  Hashes out = m < k ? naive_path(m, leaves.first(k)) : naive_path(m - k, leaves.subspan(k));
  out.push_back(naive_root(m < k ? leaves.subspan(k) : leaves.first(k)));
  return out;
}

/// SUBPROOF of RFC 6962 section 2.1.2.
Hashes naive_subproof(std::size_t m, std::span<const Sha256> leaves, bool whole) {
  if (m == leaves.size()) {
    return whole ? Hashes{} : Hashes{naive_root(leaves)};
  }
  const std::size_t k = std::bit_floor(leaves.size() - 1);
  Hashes out =
      m <= k ? naive_subproof(m, leaves.first(k), whole) : naive_subproof(m - k, leaves.subspan(k), false);
  out.push_back(naive_root(m <= k ? leaves.subspan(k) : leaves.first(k)));
  return out;
}

Sha256 flipped(Sha256 hash) {
  hash.bytes[hash.bytes[0] % 32] ^= 0x10;
  return hash;
}

/// Proofs like `proof` that must not verify: cut, longer, swapped, one bit off.
std::vector<Hashes> broken_proofs(const Hashes& proof) {
  std::vector<Hashes> out;
  out.push_back(proof);
  out.back().push_back(core::merkle::empty_root());
  out.push_back(proof);
  out.back().insert(out.back().begin(), core::merkle::empty_root());
  for (std::size_t i = 0; i < proof.size(); ++i) {
    out.push_back(proof);
    out.back().erase(out.back().begin() + static_cast<std::ptrdiff_t>(i));
    out.push_back(proof);
    out.back()[i] = flipped(proof[i]);
    if (i > 0) {
      out.push_back(proof);
      std::swap(out.back()[i - 1], out.back()[i]);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("the roots of the eight classic leaves are those that Certificate Transparency publishes",
          "[core]") {
  const std::vector<std::string> kLeaves = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const std::vector<std::string> kRoots = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  CHECK(core::merkle::empty_root().hex() ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  core::merkle::Frontier frontier;
  CHECK(frontier.root() == core::merkle::empty_root());
  for (std::size_t i = 0; i < kLeaves.size(); ++i) {
    frontier.push_leaf(core::merkle::leaf_hash(*core::from_hex(kLeaves[i])));
    CHECK(frontier.root().hex() == kRoots[i]);
  }
}

TEST_CASE("roots are those that an independent script computed", "[core]") {
  const auto file = support::golden("merkle.json");
  const auto& roots = *file.find("roots")->array();
  REQUIRE(roots.size() > 256);
  const Hashes leaves = numbered_leaves(roots.size());
  for (std::size_t n = 0; n < roots.size(); ++n) {
    REQUIRE(core::merkle::root_of(std::span(leaves).first(n)).hex() == *roots[n].string());
  }
}

TEST_CASE("tree, frontier and the naive recursion agree for all sizes up to 300", "[core]") {
  const Hashes leaves = numbered_leaves(kMost);
  for (std::size_t n = 0; n <= kMost; ++n) {
    const auto part = std::span(leaves).first(n);
    const Sha256 root = naive_root(part);
    REQUIRE(core::merkle::root_of(part) == root);
    const Tree tree{Hashes(part.begin(), part.end())};
    REQUIRE(tree.size() == n);
    REQUIRE(tree.root(n) == root);
    Tree grown;
    for (const Sha256& leaf : part) {
      grown.push_leaf(leaf);
    }
    REQUIRE(grown.size() == n);
    REQUIRE(grown.root(n) == root);
    REQUIRE(grown.root(n / 2) == naive_root(part.first(n / 2)));
    core::merkle::Frontier frontier;  // from the largest complete subtrees
    for (unsigned height = 9; height-- > 0;) {
      const std::uint64_t width = std::uint64_t{1} << height;
      while (frontier.size() + width <= n && frontier.size() % width == 0) {
        frontier.push_subtree(naive_root(part.subspan(frontier.size(), width)), height);
      }
    }
    REQUIRE(frontier.size() == n);
    REQUIRE(frontier.root() == root);
  }
}

TEST_CASE("every inclusion proof up to 300 leaves is that of the RFC and verifies, for its own place only",
          "[core]") {
  const Hashes leaves = numbered_leaves(kMost);
  for (std::size_t n = 1; n <= kMost; n += n < 70 ? 1 : 23) {
    const auto part = std::span(leaves).first(n);
    const Tree tree{Hashes(part.begin(), part.end())};
    const Sha256 root = tree.root(0, n);
    for (std::size_t i = 0; i < n; ++i) {
      const Hashes proof = tree.inclusion_proof(i);
      REQUIRE(proof == naive_path(i, part));
      REQUIRE(core::merkle::verify_inclusion(i, n, leaves[i], proof, root));
      REQUIRE_FALSE(core::merkle::verify_inclusion(n, n, leaves[i], proof, root));
      REQUIRE_FALSE(core::merkle::verify_inclusion(i, n, flipped(leaves[i]), proof, root));
      REQUIRE_FALSE(core::merkle::verify_inclusion(i, n, leaves[i], proof, flipped(root)));
      REQUIRE_FALSE((i > 0 && core::merkle::verify_inclusion(i - 1, n, leaves[i], proof, root)));
      REQUIRE_FALSE((i + 1 < n && core::merkle::verify_inclusion(i + 1, n, leaves[i], proof, root)));
      REQUIRE_FALSE(core::merkle::verify_inclusion(i, 0, leaves[i], proof, root));
    }
    for (const std::size_t i : {std::size_t{0}, n / 3, n - 1}) {
      for (const Hashes& broken : broken_proofs(tree.inclusion_proof(i))) {
        REQUIRE_FALSE(core::merkle::verify_inclusion(i, n, leaves[i], broken, root));
      }
    }
  }
}

TEST_CASE("every leaf of every tree up to 300 leaves has a proof that verifies", "[core]") {
  const Hashes leaves = numbered_leaves(kMost);
  for (std::size_t n = 1; n <= kMost; ++n) {
    const Tree tree{Hashes(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(n))};
    const Sha256 root = tree.root(0, n);
    for (std::size_t i = 0; i < n; ++i) {
      REQUIRE(core::merkle::verify_inclusion(i, n, leaves[i], tree.inclusion_proof(i), root));
    }
  }
}

TEST_CASE("every consistency proof up to 300 leaves verifies and broken ones do not", "[core]") {
  const Hashes leaves = numbered_leaves(kMost);
  std::vector<Sha256> roots;
  for (std::size_t n = 0; n <= kMost; ++n) {
    roots.push_back(core::merkle::root_of(std::span(leaves).first(n)));
  }
  for (std::size_t n = 1; n <= kMost; ++n) {
    const Tree tree{Hashes(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(n))};
    for (std::size_t m = 1; m <= n; ++m) {
      const Hashes proof = tree.consistency_proof(m);
      REQUIRE(core::merkle::verify_consistency(m, n, roots[m], roots[n], proof));
      REQUIRE_FALSE(core::merkle::verify_consistency(m, n, flipped(roots[m]), roots[n], proof));
      REQUIRE_FALSE(core::merkle::verify_consistency(m, n, roots[m], flipped(roots[n]), proof));
      REQUIRE_FALSE((m < n && core::merkle::verify_consistency(n, m, roots[n], roots[m], proof)));
    }
  }
  for (const std::size_t n : {2U, 3U, 7U, 8U, 13U, 64U, 65U, 255U, 300U}) {
    const Tree tree{Hashes(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(n))};
    for (std::size_t m = 1; m < n; ++m) {
      const Hashes proof = tree.consistency_proof(m);
      REQUIRE(proof == naive_subproof(m, std::span(leaves).first(n), true));
      for (const Hashes& broken : broken_proofs(proof)) {
        REQUIRE_FALSE(core::merkle::verify_consistency(m, n, roots[m], roots[n], broken));
      }
    }
  }
}

TEST_CASE("nothing is proved about the empty tree", "[core]") {
  const Hashes leaves = numbered_leaves(4);
  const Sha256 root = core::merkle::root_of(leaves);
  CHECK_FALSE(core::merkle::verify_consistency(0, 4, core::merkle::empty_root(), root, {}));
  CHECK_FALSE(core::merkle::verify_consistency(0, 4, core::merkle::empty_root(), root, leaves));
  CHECK_FALSE(core::merkle::verify_inclusion(0, 0, leaves[0], {}, leaves[0]));
  CHECK_FALSE(
      core::merkle::verify_inclusion(~std::uint64_t{0} - 1, ~std::uint64_t{0}, leaves[0], leaves, root));
}
