// SPDX-License-Identifier: Apache-2.0
#include "core/digest.h"

#include <openssl/evp.h>

#include "core/error.h"

namespace core {
namespace {

/// Fetched once for the whole process: each implicit fetch takes locks and searches.
const EVP_MD* fetched(const char* name) {
  EVP_MD* out = EVP_MD_fetch(nullptr, name, nullptr);
  if (out == nullptr) {
    fail(std::string("the cryptographic library has no ") + name);
  }
  return out;
}

const EVP_MD* algorithm(const Md5* /*tag*/) {
  static const EVP_MD* const md = fetched("MD5");
  return md;
}
const EVP_MD* algorithm(const Sha1* /*tag*/) {
  static const EVP_MD* const md = fetched("SHA1");
  return md;
}
const EVP_MD* algorithm(const Sha256* /*tag*/) {
  static const EVP_MD* const md = fetched("SHA2-256");
  return md;
}
const EVP_MD* algorithm(const Sha3* /*tag*/) {
  static const EVP_MD* const md = fetched("SHA3-256");
  return md;
}

void require(int result, const char* what) {
  if (result != 1) {
    fail(std::string("the cryptographic library failed to ") + what);
  }
}

}  // namespace

template <typename D>
struct Hasher<D>::Context {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> evp{EVP_MD_CTX_new(), &EVP_MD_CTX_free};

  void start() {
    require(EVP_DigestInit_ex(evp.get(), algorithm(static_cast<const D*>(nullptr)), nullptr),
            "start a digest");
  }
};

template <typename D>
Hasher<D>::Hasher() : context_(std::make_unique<Context>()) {
  context_->start();
}
template <typename D>
Hasher<D>::~Hasher() = default;
template <typename D>
Hasher<D>::Hasher(Hasher&&) noexcept = default;
template <typename D>
Hasher<D>& Hasher<D>::operator=(Hasher&&) noexcept = default;

template <typename D>
void Hasher<D>::update(ByteView data) {
  require(EVP_DigestUpdate(context_->evp.get(), data.data(), data.size()), "continue a digest");
}

template <typename D>
D Hasher<D>::finish() {
  D out;
  require(EVP_DigestFinal_ex(context_->evp.get(), out.bytes.data(), nullptr), "finish a digest");
  context_->start();
  return out;
}

template class Hasher<Md5>;
template class Hasher<Sha1>;
template class Hasher<Sha256>;
template class Hasher<Sha3>;

namespace {

/// One context for each thread: most digests are of a few bytes, and making a context takes longer than those.
template <typename D>
D digest_of(ByteView data) {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                                     &EVP_MD_CTX_free};
  D out;
  const bool good =
      EVP_DigestInit_ex(context.get(), algorithm(static_cast<const D*>(nullptr)), nullptr) == 1 &&
      EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1 &&
      EVP_DigestFinal_ex(context.get(), out.bytes.data(), nullptr) == 1;
  require(good ? 1 : 0, "make a digest");
  return out;
}

}  // namespace

Sha256 sha256(ByteView data) { return digest_of<Sha256>(data); }
Sha3 sha3(ByteView data) { return digest_of<Sha3>(data); }

}  // namespace core
