// SPDX-License-Identifier: Apache-2.0
// The proofs, good and mutated, of the transparency-dev/merkle corpus.
#include <catch2/catch.hpp>

#include "core/merkle.h"
#include "tests/support/shared_files.h"

using core::Sha256;
using core::json::Value;

namespace {

/// The corpus has words in the place of some hashes ("don't care"): each such word is stood in for by its own digest.
/// Nullopt when the field is empty: such a vector cannot even be asked about.
std::optional<Sha256> hash_in(const std::string& base64) {
  const auto bytes = core::from_base64(base64);
  if (!bytes || bytes->empty()) {
    return std::nullopt;
  }
  return bytes->size() == Sha256::kSize ? Sha256::from(*bytes) : core::sha256(*bytes);
}

std::optional<Sha256> hash_of(const Value& vector, const char* name) {
  return hash_in(vector.text_of(name).value_or(""));
}

std::optional<std::vector<Sha256>> proof_of(const Value& vector) {
  std::vector<Sha256> out;
  const Value* proof = vector.find("proof");
  if (proof == nullptr || proof->array() == nullptr) {
    return out;  // null: no hashes
  }
  for (const Value& item : *proof->array()) {
    const auto hash = hash_in(item.string() == nullptr ? "" : *item.string());
    if (!hash) {
      return std::nullopt;
    }
    out.push_back(*hash);
  }
  return out;
}

std::uint64_t number_of(const Value& vector, const char* name) {
  const Value* number = vector.find(name);
  REQUIRE(number != nullptr);
  if (number->real() != nullptr) {
    REQUIRE(*number->real() >= 0x1p63);  // the corpus wraps below zero to 2^64-1
    return ~std::uint64_t{0};
  }
  REQUIRE(number->integer() != nullptr);
  return static_cast<std::uint64_t>(*number->integer());
}

bool includes(const Value& vector) {
  const auto leaf = hash_of(vector, "leafHash");
  const auto root = hash_of(vector, "root");
  const auto proof = proof_of(vector);
  return leaf && root && proof &&
         core::merkle::verify_inclusion(number_of(vector, "leafIdx"), number_of(vector, "treeSize"), *leaf,
                                        *proof, *root);
}

bool consistent(const Value& vector) {
  const auto root1 = hash_of(vector, "root1");
  const auto root2 = hash_of(vector, "root2");
  const auto proof = proof_of(vector);
  return root1 && root2 && proof &&
         core::merkle::verify_consistency(number_of(vector, "size1"), number_of(vector, "size2"), *root1,
                                          *root2, *proof);
}

template <typename Verify>
void check_corpus(const std::string& name, const Verify& verify) {
  if (!support::has_shared(name)) {
    return;
  }
  int good = 0;
  for (const core::Path& file : support::shared_files(name, ".json")) {
    const Value vector = support::json_file(file);
    INFO(file.native());
    const auto want_error = vector.boolean_of("wantErr");
    REQUIRE(want_error);
    CHECK(verify(vector) != *want_error);
    good += *want_error ? 0 : 1;
  }
  CHECK(good > 0);
}

}  // namespace

TEST_CASE("the corpus of inclusion proofs gives its expected answers", "[core]") {
  check_corpus("rfc6962/inclusion", includes);
}

TEST_CASE("the corpus of consistency proofs gives its expected answers", "[core]") {
  check_corpus("rfc6962/consistency", consistent);
}
