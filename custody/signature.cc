// SPDX-License-Identifier: Apache-2.0
#include "custody/signature.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <sodium/core.h>
#include <sodium/crypto_box.h>
#include <sodium/crypto_sign_ed25519.h>
#include <sodium/utils.h>

#include <algorithm>
#include <map>

#include "core/error.h"

namespace custody {
namespace {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* p) const {
    Free(p);
  }
};
using PKey = std::unique_ptr<EVP_PKEY, Deleter<&EVP_PKEY_free>>;
using MdContext = std::unique_ptr<EVP_MD_CTX, Deleter<&EVP_MD_CTX_free>>;
using Bio = std::unique_ptr<BIO, Deleter<&BIO_free_all>>;
using KeyInfo = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Deleter<&PKCS8_PRIV_KEY_INFO_free>>;
using Sealed = std::unique_ptr<X509_SIG, Deleter<&X509_SIG_free>>;

template <typename T>
T required(T pointer, const char* what) {
  if (!pointer) {
    core::fail(std::string("the cryptographic library failed to ") + what);
  }
  return pointer;
}

std::string text_in(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

struct PrivateKey::Key {
  PKey pkey;
};

std::optional<PublicKey> PublicKey::from(core::ByteView raw) {
  PublicKey out;
  if (raw.size() != out.raw_.size()) {
    return std::nullopt;
  }
  std::copy(raw.begin(), raw.end(), out.raw_.begin());
  return out;
}

bool PublicKey::verify(core::ByteView message, core::ByteView signature) const {
  return SignatureChecker().verify(*this, message, signature);
}

/// EVP_DigestVerifyInit() looks the algorithm up each time, which takes locks; copying a context does not.
struct SignatureChecker::Prepared {
  std::map<PublicKey, MdContext> contexts;
  MdContext work{EVP_MD_CTX_new()};

  const EVP_MD_CTX* context_of(const PublicKey& key) {
    constexpr std::size_t kMostKept = 64;  // a ledger can name any number of keys
    if (const auto found = contexts.find(key); found != contexts.end()) {
      return found->second.get();
    }
    const PKey pkey(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.raw().data(), key.raw().size()));
    MdContext made(EVP_MD_CTX_new());
    if (!pkey || !made || EVP_DigestVerifyInit(made.get(), nullptr, nullptr, nullptr, pkey.get()) != 1) {
      return nullptr;
    }
    if (contexts.size() == kMostKept) {
      contexts.clear();
    }
    return contexts.emplace(key, std::move(made)).first->second.get();
  }
};

SignatureChecker::SignatureChecker() : prepared_(std::make_unique<Prepared>()) {}
SignatureChecker::~SignatureChecker() = default;

bool SignatureChecker::verify(const PublicKey& key, core::ByteView message, core::ByteView signature) {
  static const bool ready = sodium_init() >= 0;
  const bool good = ready && signature.size() == crypto_sign_ed25519_BYTES &&
                    crypto_sign_ed25519_verify_detached(signature.data(), message.data(), message.size(),
                                                        key.raw().data()) == 0;
  return good || openssl_verify(key, message, signature);
}

bool SignatureChecker::openssl_verify(const PublicKey& key, core::ByteView message,
                                      core::ByteView signature) {
  const EVP_MD_CTX* context = prepared_->context_of(key);
  EVP_MD_CTX* work = prepared_->work.get();
  const bool good =
      context != nullptr && work != nullptr && EVP_MD_CTX_copy_ex(work, context) == 1 &&
      EVP_DigestVerify(work, signature.data(), signature.size(), message.data(), message.size()) == 1;
  ERR_clear_error();
  return good;
}

std::string PublicKey::pem() const {
  const PKey key(required(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw_.data(), raw_.size()),
                          "load a public key"));
  const Bio bio(required(BIO_new(BIO_s_mem()), "reserve memory"));
  if (PEM_write_bio_PUBKEY(bio.get(), key.get()) != 1) {
    core::fail("the cryptographic library failed to write a public key");
  }
  return text_in(bio.get());
}

std::optional<core::Bytes> PublicKey::seal(core::ByteView text) const {
  std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> box{};
  core::Bytes out(text.size() + crypto_box_SEALBYTES);
  const bool good = sodium_init() >= 0 &&
                    crypto_sign_ed25519_pk_to_curve25519(box.data(), raw_.data()) == 0 &&
                    crypto_box_seal(out.data(), text.data(), text.size(), box.data()) == 0;
  return good ? std::optional(std::move(out)) : std::nullopt;
}

PrivateKey PrivateKey::generate() {
  PKey key(required(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), "make a key"));
  return PrivateKey(std::make_shared<Key>(Key{std::move(key)}));
}

PrivateKey PrivateKey::from_seed(core::ByteView seed) {
  PKey key(required(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()),
                    "load a key from its seed"));
  return PrivateKey(std::make_shared<Key>(Key{std::move(key)}));
}

std::optional<PrivateKey> PrivateKey::decrypt(std::string_view pem, std::string_view passphrase) {
  const Bio bio(required(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), "reserve memory"));
  const Sealed sealed(PEM_read_bio_PKCS8(bio.get(), nullptr, nullptr, nullptr));
  const KeyInfo info(
      sealed ? PKCS8_decrypt(sealed.get(), passphrase.data(), static_cast<int>(passphrase.size())) : nullptr);
  PKey key(info ? EVP_PKCS82PKEY(info.get()) : nullptr);
  ERR_clear_error();
  if (!key || EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519) {
    return std::nullopt;
  }
  return PrivateKey(std::make_shared<Key>(Key{std::move(key)}));
}

PublicKey PrivateKey::public_key() const {
  std::array<std::uint8_t, 32> raw{};
  std::size_t size = raw.size();
  if (EVP_PKEY_get_raw_public_key(key_->pkey.get(), raw.data(), &size) != 1) {
    core::fail("the cryptographic library failed to give the public key");
  }
  return *PublicKey::from(raw);
}

SignatureBytes PrivateKey::sign(core::ByteView message) const {
  const MdContext context(required(EVP_MD_CTX_new(), "reserve memory"));
  SignatureBytes out{};
  std::size_t size = out.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_->pkey.get()) != 1 ||
      EVP_DigestSign(context.get(), out.data(), &size, message.data(), message.size()) != 1) {
    core::fail("the cryptographic library failed to sign");
  }
  return out;
}

std::optional<core::Bytes> PrivateKey::open_sealed(core::ByteView sealed) const {
  std::array<std::uint8_t, crypto_sign_ed25519_SEEDBYTES> seed{};
  std::array<std::uint8_t, crypto_sign_ed25519_SECRETKEYBYTES> secret{};
  std::array<std::uint8_t, crypto_sign_ed25519_PUBLICKEYBYTES> open{};
  std::array<std::uint8_t, crypto_box_SECRETKEYBYTES> box{};
  std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> box_open{};
  std::size_t size = seed.size();
  core::Bytes out(sealed.size() < crypto_box_SEALBYTES ? 0 : sealed.size() - crypto_box_SEALBYTES);
  const bool good =
      sodium_init() >= 0 && sealed.size() >= crypto_box_SEALBYTES &&
      EVP_PKEY_get_raw_private_key(key_->pkey.get(), seed.data(), &size) == 1 && size == seed.size() &&
      crypto_sign_ed25519_seed_keypair(open.data(), secret.data(), seed.data()) == 0 &&
      crypto_sign_ed25519_sk_to_curve25519(box.data(), secret.data()) == 0 &&
      crypto_sign_ed25519_pk_to_curve25519(box_open.data(), open.data()) == 0 &&
      crypto_box_seal_open(out.data(), sealed.data(), sealed.size(), box_open.data(), box.data()) == 0;
  sodium_memzero(seed.data(), seed.size());
  sodium_memzero(secret.data(), secret.size());
  sodium_memzero(box.data(), box.size());
  ERR_clear_error();
  return good ? std::optional(std::move(out)) : std::nullopt;
}

std::string PrivateKey::encrypt(std::string_view passphrase, int iterations) const {
  const KeyInfo info(required(EVP_PKEY2PKCS8(key_->pkey.get()), "encode a key"));
  X509_ALGOR* scheme =
      required(PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), iterations, nullptr, 16, nullptr, NID_hmacWithSHA256),
               "choose an encryption");
  const Sealed sealed(
      required(PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), info.get(), scheme),
               "encrypt a key"));
  const Bio bio(required(BIO_new(BIO_s_mem()), "reserve memory"));
  if (PEM_write_bio_PKCS8(bio.get(), sealed.get()) != 1) {
    core::fail("the cryptographic library failed to write an encrypted key");
  }
  return text_in(bio.get());
}

bool keep_private_keys_locked() {
  constexpr std::size_t kHeap = 64U << 10U;
  constexpr std::size_t kSmallest = 32;
  return ::CRYPTO_secure_malloc_init(kHeap, kSmallest) == 1;
}

}  // namespace custody
