// SPDX-License-Identifier: Apache-2.0
#include "custody/key_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace custody {

using core::json::Object;
using core::json::Value;

namespace {

// A guess at a passphrase costs a fifth of a second of one core (measured); the device secret needs no stretching.
constexpr int kPassphraseIterations = 600'000;
constexpr int kSecretIterations = 1;

}  // namespace

void make_private_folder(const core::Path& folder) {
  core::fs::create_directories(folder);
  if (::chmod(folder.c_str(), 0700) != 0) {
    core::fail_errno("cannot protect", folder, errno);
  }
}

void check_passphrase(const core::Secret& passphrase) {
  if (passphrase.empty()) {
    core::fail_usage("the passphrase is empty; a private key is never kept without one");
  }
}

void keep_private_key(const core::Path& file, const PrivateKey& key, const core::Secret& passphrase) {
  core::write_new_file(file, core::as_bytes(key.encrypt(passphrase.view(), kPassphraseIterations)), 0600);
}

std::string KeyCard::text() const {
  Object out{{"key", key.text()},
             {"name", name},
             {"org", org},
             {"possession", core::to_base64(possession)},
             {"role", text_of(role)}};
  if (use == KeyUse::exercise) {
    out["exercise"] = true;
  }
  return encode(Value(std::move(out)));
}

std::optional<KeyCard> KeyCard::parse(std::string_view text) {
  const auto value = core::json::parse(text.substr(0, text.find('\n')));
  const auto key = value ? VerifierKey::parse(value->text_of("key").value_or("")) : std::nullopt;
  const auto proof = value ? core::from_base64(value->text_of("possession").value_or("")) : std::nullopt;
  const auto role = value ? parse_role(value->text_of("role").value_or("")) : std::nullopt;
  const KeyUse use =
      value && value->boolean_of("exercise").value_or(false) ? KeyUse::exercise : KeyUse::evidence;
  const bool good = key && proof && role && *key == actor_key(key->key) && proof->size() == 64 &&
                    key->key.verify(core::as_bytes(possession_text(key->text(), use)), *proof);
  if (!good) {
    return std::nullopt;
  }
  KeyCard out{*key, value->text_of("name").value_or(""), value->text_of("org").value_or(""), *role, {}, use};
  if (core::json::profile_fault(Value(out.name)) || core::json::profile_fault(Value(out.org))) {
    return std::nullopt;  // a name that cannot stand in a ledger
  }
  std::copy(proof->begin(), proof->end(), out.possession.begin());
  return out;
}

core::Path KeyStore::default_home() {
  if (const char* home = std::getenv("EXHIBIT_HOME"); home != nullptr && *home != '\0') {
    return home;
  }
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0') {
    return core::Path(data) / "exhibit";
  }
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') {
    core::fail("cannot tell where keys are kept: neither EXHIBIT_HOME nor HOME is set; set EXHIBIT_HOME");
  }
  return core::Path(home) / ".local/share/exhibit";
}

void KeyStore::make_folders() const {
  for (const char* name : {"", "keys", "logs", "trust"}) {
    make_private_folder(home_ / name);
  }
}

core::Path KeyStore::key_file(const KeyCard& card) const { return home_ / "keys" / (card.id() + ".pem"); }

namespace {

constexpr std::size_t kLongestName = 500;

/// Names stand on cards, in lists and on documents: one line, of a length that a card can hold.
void check_name(const std::string& what, const std::string& text) {
  if (text.size() > kLongestName || text.find('\n') != std::string::npos) {
    core::fail_usage("the " + what + " has to be one line of at most " + std::to_string(kLongestName) +
                     " bytes; no key was made");
  }
}

}  // namespace

KeyCard KeyStore::create(const std::string& name, const std::string& org, Role role,
                         const core::Secret& passphrase, KeyUse use) {
  check_passphrase(passphrase);
  check_name("name", name);
  check_name("organisation", org);
  make_folders();
  const PrivateKey key = PrivateKey::generate();
  KeyCard card{actor_key(key.public_key()), name, org, role, {}, use};
  card.possession = key.sign(core::as_bytes(possession_text(card.key.text(), use)));
  keep_private_key(key_file(card), key, passphrase);
  core::write_new_file(home_ / "keys" / (card.id() + ".card"), core::as_bytes(card.text() + "\n"), 0600);
  return card;
}

std::vector<KeyCard> KeyStore::list() const {
  std::vector<KeyCard> out;
  const core::Path folder = home_ / "keys";
  if (!core::fs::exists(folder)) {
    return out;
  }
  for (const auto& file : core::fs::directory_iterator(folder)) {
    if (file.path().extension() == ".card") {
      auto card = KeyCard::parse(core::read_text_file(file.path(), 64U << 10U));
      if (!card) {
        core::fail("the key card " + core::shown(file.path().native()) +
                   " is damaged; restore it from a backup");
      }
      out.push_back(std::move(*card));
    }
  }
  std::sort(out.begin(), out.end(), [](const KeyCard& a, const KeyCard& b) { return a.id() < b.id(); });
  return out;
}

KeyCard KeyStore::find(const std::string& what) const {
  std::vector<KeyCard> found;
  for (const KeyCard& card : list()) {
    const bool by_id = what.size() >= 6 && card.id().starts_with(what);
    if (by_id || card.key.name == what || card.key.text() == what || card.name == what) {
      found.push_back(card);
    }
  }
  if (found.empty()) {
    core::fail("no key '" + core::shown(what) + "' in " + core::shown(home_.native()) +
               "; 'exhibit key list' shows those there are");
  }
  if (found.size() > 1) {
    core::fail("more than one key is called '" + core::shown(what) +
               "'; name it by its id (exhibit key list)");
  }
  return found.front();
}

UnlockedKey KeyStore::unlock(const KeyCard& card, const core::Secret& passphrase) const {
  const std::string pem = core::read_text_file(key_file(card), 64U << 10U);
  auto key = PrivateKey::decrypt(pem, passphrase.view());
  if (!key || !(key->public_key() == card.key.key)) {
    core::fail("cannot unlock the key " + card.id() + " (" + core::shown(card.name) +
               "): the passphrase is wrong or the key file is damaged; nothing was recorded");
  }
  return {card, std::move(*key)};
}

void KeyStore::change_passphrase(const KeyCard& card, const core::Secret& before, const core::Secret& after) {
  if (after.empty()) {
    core::fail_usage("the new passphrase is empty; a private key is never kept without one");
  }
  const UnlockedKey key = unlock(card, before);
  core::replace_file(key_file(card),
                     core::as_bytes(key.private_key.encrypt(after.view(), kPassphraseIterations)));
}

core::Secret KeyStore::device_secret() const {
  return core::Secret(core::read_text_file(home_ / "device.secret", 1024));
}

PrivateKey KeyStore::create_log_key(core::Random& random) {
  make_folders();
  const core::Path secret = home_ / "device.secret";
  if (!core::fs::exists(secret)) {
    core::Bytes bytes(32);
    random.fill(bytes);
    core::Secret text(core::to_hex(bytes));
    core::write_new_file(secret, core::as_bytes(text.view()), 0600);
  }
  PrivateKey key = PrivateKey::generate();
  const core::Path file = home_ / "logs" / (fingerprint(key.public_key()) + ".pem");
  core::write_new_file(file, core::as_bytes(key.encrypt(device_secret().view(), kSecretIterations)), 0600);
  return key;
}

std::optional<PrivateKey> KeyStore::log_key(const VerifierKey& log) const {
  const core::Path file = home_ / "logs" / (fingerprint(log.key) + ".pem");
  if (!core::fs::exists(file)) {
    return std::nullopt;
  }
  auto key = PrivateKey::decrypt(core::read_text_file(file, 64U << 10U), device_secret().view());
  return key && key->public_key() == log.key ? std::move(key) : std::nullopt;
}

std::array<core::Path, 2> KeyStore::trust_files(const VerifierKey& log) const {
  const std::string name = fingerprint(log.key);
  return {home_ / "trust" / name, home_ / "trust" / (name + ".2")};
}

namespace {

/// Nullopt when there is no such file, or one that was torn while it was written.
std::optional<Checkpoint> head_in(const core::Path& file, const VerifierKey& log) {
  return core::fs::exists(file) ? Checkpoint::open(core::read_text_file(file, 64U << 10U), log)
                                : std::nullopt;
}

}  // namespace

std::optional<Checkpoint> KeyStore::seen_head(const VerifierKey& log) const {
  const auto files = trust_files(log);
  const auto first = head_in(files[0], log);
  const auto second = head_in(files[1], log);
  if (!first && !second && (core::fs::exists(files[0]) || core::fs::exists(files[1]))) {
    core::fail("the record of the highest head seen, " + core::shown(files[0].native()) +
               ", is damaged; restore it from a backup");
  }
  return first && second ? (first->size < second->size ? second : first) : first ? first : second;
}

void KeyStore::see_head(const VerifierKey& log, const std::string& checkpoint_note) {
  make_folders();
  const core::Fd lock(::open((home_ / "trust/.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.valid() || ::flock(lock.get(), LOCK_EX) != 0) {
    core::fail_errno("cannot lock", home_ / "trust/.lock", errno);
  }
  const auto before = seen_head(log);
  const auto now = Checkpoint::open(checkpoint_note, log);
  if (!now || (before && before->size >= now->size)) {
    return;
  }
  const auto files = trust_files(log);
  const core::ByteView bytes = core::as_bytes(checkpoint_note);
  if (!core::fs::exists(files[0]) || !core::fs::exists(files[1])) {
    core::replace_file(files[0], bytes);
    core::replace_file(files[1], bytes);
    return;
  }
  const auto first = head_in(files[0], log);
  const bool keep_first = first && first->size == before->size;
  core::overwrite_file(files[keep_first ? 1 : 0], bytes);
}

}  // namespace custody
