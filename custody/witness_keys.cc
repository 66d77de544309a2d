// SPDX-License-Identifier: Apache-2.0
#include "custody/witness_keys.h"

#include <algorithm>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/key_store.h"

namespace custody {

core::Path WitnessKeys::file(const WitnessKey& key, const char* extension) const {
  return folder_ / (fingerprint(key.key) + extension);
}

core::Path WitnessKeys::heads_folder(const WitnessKey& key) const { return file(key, ".heads"); }

WitnessKey WitnessKeys::create(const std::string& name, const core::Secret& passphrase) const {
  if (!is_key_name(name) || core::shown(name) != name) {
    core::fail_usage("'" + core::shown(name) +
                     "' cannot name a witness: use a name without spaces and '+', by custom a URL without "
                     "scheme, for example witness.example.org/w1");
  }
  for (const WitnessKey& known : list()) {
    if (known.name == name) {
      core::fail("there is a witness key named " + name + " already; no key was made");
    }
  }
  check_passphrase(passphrase);
  make_private_folder(folder_);
  const PrivateKey key = PrivateKey::generate();
  WitnessKey out{name, key.public_key()};
  keep_private_key(file(out, ".pem"), key, passphrase);
  core::write_new_file(file(out, ".vkey"), core::as_bytes(out.text() + "\n"), 0600);
  return out;
}

std::vector<WitnessKey> WitnessKeys::list() const {
  std::vector<WitnessKey> out;
  if (!core::fs::exists(folder_)) {
    return out;
  }
  for (const auto& entry : core::fs::directory_iterator(folder_)) {
    if (entry.path().extension() != ".vkey") {
      continue;
    }
    const std::string text = core::read_text_file(entry.path(), 64U << 10U);
    auto key = WitnessKey::parse(std::string_view(text).substr(0, text.find('\n')));
    if (!key) {
      core::fail("the witness key " + core::shown(entry.path().native()) +
                 " is damaged; restore it from a backup");
    }
    out.push_back(std::move(*key));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return out;
}

WitnessKey WitnessKeys::find(const std::string& what) const {
  const std::vector<WitnessKey> all = list();
  std::vector<WitnessKey> found;
  for (const WitnessKey& key : all) {
    const bool by_id = what.size() >= 6 && fingerprint(key.key).starts_with(what);
    if (what.empty() || by_id || key.name == what || key.text() == what) {
      found.push_back(key);
    }
  }
  if (all.empty()) {
    core::fail(
        "there is no witness key on this device; make one with 'exhibit witness key create --name NAME'");
  }
  if (found.empty()) {
    core::fail("no witness key '" + core::shown(what) +
               "' on this device; 'exhibit witness key list' shows those there are");
  }
  if (found.size() > 1) {
    core::fail_usage("there is more than one witness key" +
                     (what.empty() ? "" : " '" + core::shown(what) + "'") +
                     "; choose with --key NAME (exhibit witness key list)");
  }
  return found.front();
}

UnlockedWitness WitnessKeys::unlock(const WitnessKey& key, const core::Secret& passphrase) const {
  auto private_key =
      PrivateKey::decrypt(core::read_text_file(file(key, ".pem"), 64U << 10U), passphrase.view());
  if (!private_key || !(private_key->public_key() == key.key)) {
    core::fail("cannot unlock the witness key " + key.name +
               ": the passphrase is wrong or the key file is damaged; nothing was cosigned");
  }
  return {key, std::move(*private_key)};
}

}  // namespace custody
