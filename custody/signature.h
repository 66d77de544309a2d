// SPDX-License-Identifier: Apache-2.0
// Ed25519 (RFC 8032) keys and signatures, and the encrypted PKCS#8 files private keys are kept in.
#pragma once

#include <array>
#include <compare>
#include <memory>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/path.h"
#include "core/secret.h"

namespace custody {

using SignatureBytes = std::array<std::uint8_t, 64>;

class PublicKey {
 public:
  static std::optional<PublicKey> from(core::ByteView raw);
  core::ByteView raw() const { return raw_; }
  /// True when the signature is valid over exactly these bytes; false for anything else.
  bool verify(core::ByteView message, core::ByteView signature) const;
  /// SubjectPublicKeyInfo in PEM, as `openssl pkey -pubin` reads it.
  std::string pem() const;
  /// Seals a text so that only the holder of the private key can open it (libsodium's sealed box, under the X25519 key that
  /// follows from this one); nullopt for a key that nothing can be sealed under.
  std::optional<core::Bytes> seal(core::ByteView text) const;
  auto operator<=>(const PublicKey&) const = default;

 private:
  std::array<std::uint8_t, 32> raw_{};
};

/// Checks many signatures. What is valid is what OpenSSL takes for valid; libsodium, which is faster and refuses more
/// (keys and signatures of small order), is asked first. Not for several threads at once.
class SignatureChecker {
 public:
  SignatureChecker();
  ~SignatureChecker();
  SignatureChecker(const SignatureChecker&) = delete;
  SignatureChecker& operator=(const SignatureChecker&) = delete;
  /// As PublicKey::verify().
  bool verify(const PublicKey& key, core::ByteView message, core::ByteView signature);

 private:
  bool openssl_verify(const PublicKey& key, core::ByteView message, core::ByteView signature);

  struct Prepared;
  std::unique_ptr<Prepared> prepared_;
};

/// A private key in memory; cleansed by OpenSSL when let go. Signing is safe from several threads.
class PrivateKey {
 public:
  static PrivateKey generate();
  /// RFC 8032 seed of 32 bytes; for golden vectors.
  static PrivateKey from_seed(core::ByteView seed);
  /// Decrypts PKCS#8 PEM. Nullopt when the passphrase is wrong or the text is no such key.
  static std::optional<PrivateKey> decrypt(std::string_view pem, std::string_view passphrase);

  PublicKey public_key() const;
  SignatureBytes sign(core::ByteView message) const;
  /// What PublicKey::seal() sealed; nullopt when it is sealed under another key, was changed, or this key only signs.
  std::optional<core::Bytes> open_sealed(core::ByteView sealed) const;
  /// PKCS#8 PEM under PBES2: PBKDF2 with HMAC-SHA-256 and `iterations`, AES-256-CBC.
  std::string encrypt(std::string_view passphrase, int iterations) const;

 private:
  struct Key;
  explicit PrivateKey(std::shared_ptr<Key> key) : key_(std::move(key)) {}
  std::shared_ptr<Key> key_;
};

/// From now on private keys of this process are kept in memory that is not swapped out. False when the system does not allow it.
/// To be called before the first key is made or read, and again in no process that was started from this one by fork().
bool keep_private_keys_locked();

}  // namespace custody
