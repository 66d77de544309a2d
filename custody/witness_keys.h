// SPDX-License-Identifier: Apache-2.0
// Keys of witnesses on this device, apart from the keys of persons: $EXHIBIT_HOME/witness/<fingerprint>.pem and .vkey.
#pragma once

#include <string>
#include <vector>

#include "core/path.h"
#include "core/secret.h"
#include "custody/cosignature.h"

namespace custody {

/// A witness's key ready to cosign.
struct UnlockedWitness {
  WitnessKey key;
  PrivateKey private_key;
};

class WitnessKeys {
 public:
  /// REQUIRES nothing of the folder: it is made when first written to.
  explicit WitnessKeys(const core::Path& home) : folder_(home / "witness") {}

  /// Makes a key under a name that is a key name (a URL without scheme, by custom) and that no key here has yet.
  WitnessKey create(const std::string& name, const core::Secret& passphrase) const;
  std::vector<WitnessKey> list() const;
  /// By name, vkey or the first 6 or more digits of the fingerprint; empty: the only one there is. Throws Error otherwise.
  WitnessKey find(const std::string& what) const;
  /// Throws Error when the passphrase is wrong.
  UnlockedWitness unlock(const WitnessKey& key, const core::Secret& passphrase) const;
  /// Where the witness keeps the newest head it cosigned of each log.
  core::Path heads_folder(const WitnessKey& key) const;

 private:
  core::Path file(const WitnessKey& key, const char* extension) const;

  core::Path folder_;
};

}  // namespace custody
