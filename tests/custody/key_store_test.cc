// SPDX-License-Identifier: Apache-2.0
// Keys and trust of this device.
#include "custody/key_store.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "core/durable_file.h"
#include "core/error.h"
#include "tests/support/log_maker.h"
#include "tests/support/temp_folder.h"

using core::Secret;
using custody::KeyCard;
using custody::KeyStore;
using custody::Role;

namespace {

Secret word(const char* text) { return Secret(std::string(text)); }

unsigned mode_of(const core::Path& path) {
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 0777;
}

}  // namespace

TEST_CASE("a key is found by id, name, key name and vkey, and two of a name are ambiguous", "[custody]") {
  const support::TempFolder folder;
  KeyStore keys(folder / "home");
  CHECK(keys.list().empty());
  const KeyCard ann = keys.create("Ann", "Lab", Role::examiner, word("one"));
  const KeyCard ben = keys.create("Ben", "", Role::counsel, word("two"));
  CHECK(keys.list().size() == 2);
  for (const std::string& what :
       {ann.id(), ann.id().substr(0, 6), ann.key.name, ann.key.text(), std::string("Ann")}) {
    CHECK(keys.find(what).key == ann.key);
  }
  CHECK(keys.find("Ben").role == Role::counsel);
  CHECK(keys.find("Ann").org == "Lab");
  for (const std::string& what :
       {std::string(), ann.id().substr(0, 5), std::string("An"), std::string("ann"), ann.id() + "0"}) {
    INFO(what);
    CHECK_THROWS_WITH(keys.find(what), Catch::Contains("no key"));
  }
  keys.create("Ann", "Other", Role::auditor, word("three"));
  CHECK_THROWS_WITH(keys.find("Ann"), Catch::Contains("more than one key"));
  CHECK(keys.find(ann.id()).key == ann.key);
}

TEST_CASE("names that a card could not hold make no key", "[custody]") {
  const support::TempFolder folder;
  KeyStore keys(folder / "home");
  for (const std::string& bad : {std::string(501, 'n'), std::string("A\nB")}) {
    CHECK_THROWS_WITH(keys.create(bad, "", Role::examiner, word("one")), Catch::Contains("one line"));
    CHECK_THROWS_WITH(keys.create("Ann", bad, Role::examiner, word("one")), Catch::Contains("one line"));
  }
  CHECK(keys.list().empty());
  keys.create(std::string(500, 'n'), std::string(500, 'o'), Role::examiner, word("one"));
  CHECK(keys.list().size() == 1);
}

TEST_CASE("keys are private files and open with their passphrase alone", "[custody]") {
  const support::TempFolder folder;
  KeyStore keys(folder / "home");
  CHECK_THROWS_AS(keys.create("Ann", "", Role::examiner, Secret()), core::Error);
  CHECK_FALSE(core::fs::exists(folder / "home"));
  const KeyCard card = keys.create("Ann", "", Role::examiner, word("one"));
  CHECK(mode_of(folder / "home") == 0700);
  CHECK(mode_of(folder / "home/keys") == 0700);
  CHECK(mode_of(folder / "home/keys" / (card.id() + ".pem")) == 0600);
  const auto unlocked = keys.unlock(card, word("one"));
  CHECK(unlocked.private_key.public_key() == card.key.key);
  CHECK_THROWS_WITH(keys.unlock(card, word("two")), Catch::Contains("passphrase is wrong"));
  CHECK_THROWS_AS(keys.unlock(card, Secret()), core::Error);
  SECTION("the passphrase can be changed by who knows it") {
    CHECK_THROWS_AS(keys.change_passphrase(card, word("two"), word("three")), core::Error);
    CHECK_THROWS_AS(keys.change_passphrase(card, word("one"), Secret()), core::Error);
    keys.change_passphrase(card, word("one"), word("three"));
    CHECK_THROWS_AS(keys.unlock(card, word("one")), core::Error);
    CHECK(keys.unlock(card, word("three")).private_key.public_key() == card.key.key);
    CHECK(mode_of(folder / "home/keys" / (card.id() + ".pem")) == 0600);
  }
  SECTION("another key's file under its name does not open") {
    const KeyCard other = keys.create("Ben", "", Role::examiner, word("one"));
    core::replace_file(folder / "home/keys" / (card.id() + ".pem"),
                       core::read_file(folder / "home/keys" / (other.id() + ".pem")));
    CHECK_THROWS_AS(keys.unlock(card, word("one")), core::Error);
  }
}

TEST_CASE("a card whose key, role or proof was changed is refused", "[custody]") {
  const auto ann = support::person("ann");
  const KeyCard& card = ann.card;
  const auto same = KeyCard::parse(card.text() + "\n");
  REQUIRE(same);
  CHECK(same->key == card.key);
  CHECK(same->name == "ann");
  KeyCard changed = card;
  changed.key = support::person("ben").card.key;
  CHECK_FALSE(KeyCard::parse(changed.text()));
  changed = card;
  changed.possession[0] ^= 1;
  CHECK_FALSE(KeyCard::parse(changed.text()));
  changed = card;
  changed.key.name = "exhibit.evidence/actor/somebody";
  CHECK_FALSE(KeyCard::parse(changed.text()));
  changed.key = custody::log_key(card.key.key);
  CHECK_FALSE(KeyCard::parse(changed.text()));
  for (const char* text : {"", "{}", "[]", "null", "{\"key\":1}", "not json"}) {
    CHECK_FALSE(KeyCard::parse(text));
  }
  std::string text = card.text();
  text.replace(text.find("examiner"), 8, "emperor!");
  CHECK_FALSE(KeyCard::parse(text));
}

TEST_CASE("a card with a name that cannot stand in a ledger is refused", "[custody]") {
  auto ann = support::person("ann");
  for (const char* name : {"tab\there", "line\rfeed", "\x1b[2J"}) {
    ann.card.name = name;
    CHECK_FALSE(KeyCard::parse(ann.card.text()));
  }
}

TEST_CASE("a damaged card is told by its file name", "[custody]") {
  const support::TempFolder folder;
  KeyStore keys(folder / "home");
  const KeyCard card = keys.create("Ann", "", Role::examiner, word("one"));
  const core::Path file = folder / "home/keys" / (card.id() + ".card");
  std::string text = core::read_text_file(file);
  text[text.find("possession") + 15] ^= 1;
  core::replace_file(file, core::as_bytes(text));
  CHECK_THROWS_WITH(keys.list(), Catch::Contains(card.id()) && Catch::Contains("damaged"));
}

TEST_CASE("log keys belong to the device", "[custody]") {
  const support::TempFolder folder;
  support::FixedRandom random;
  KeyStore keys(folder / "home");
  const auto key = keys.create_log_key(random);
  const auto log = custody::log_key(key.public_key());
  REQUIRE(keys.log_key(log));
  CHECK(keys.log_key(log)->public_key() == key.public_key());
  CHECK_FALSE(keys.log_key(custody::log_key(support::person("ann").card.key.key)));
  CHECK(mode_of(folder / "home/device.secret") == 0600);
  const auto second = keys.create_log_key(random);
  CHECK(keys.log_key(log));
  core::replace_file(folder / "home/device.secret", core::as_bytes(std::string(64, '0')));
  CHECK_FALSE(keys.log_key(log));
  CHECK_FALSE(keys.log_key(custody::log_key(second.public_key())));
}

TEST_CASE("the highest head seen moves forward only", "[custody]") {
  const support::TempFolder folder;
  const support::LogMaker log;
  KeyStore keys(folder / "home");
  const auto note = [&](std::uint64_t size) {
    return custody::Checkpoint{log.log.name, size, core::sha256({})}.signed_by(log.log, log.log_private);
  };
  CHECK_FALSE(keys.seen_head(log.log));
  keys.see_head(log.log, note(5));
  CHECK(keys.seen_head(log.log)->size == 5);
  keys.see_head(log.log, note(3));
  CHECK(keys.seen_head(log.log)->size == 5);
  keys.see_head(log.log, note(7));
  CHECK(keys.seen_head(log.log)->size == 7);
  keys.see_head(log.log,
                custody::Checkpoint{log.log.name, 9, {}}.signed_by(log.bob.card.key, log.bob.private_key));
  CHECK(keys.seen_head(log.log)->size == 7);
}

TEST_CASE("of the head seen two notes are kept: one torn by a crash leaves the other", "[custody]") {
  const support::TempFolder folder;
  const support::LogMaker log;
  KeyStore keys(folder / "home");
  const auto note = [&](std::uint64_t size) {
    return custody::Checkpoint{log.log.name, size, core::sha256({})}.signed_by(log.log, log.log_private);
  };
  const core::Path first = folder / "home/trust" / custody::fingerprint(log.log.key);
  const core::Path second = first.native() + ".2";
  keys.see_head(log.log, note(5));
  for (std::uint64_t size = 6; size < 12; ++size) {
    keys.see_head(log.log, note(size));
    CHECK(keys.seen_head(log.log)->size == size);
    const std::string kept = core::read_text_file(first), other = core::read_text_file(second);
    const bool newest_is_first = kept == note(size);
    CHECK(newest_is_first != (other == note(size)));
    core::overwrite_file(newest_is_first ? first : second, core::as_bytes(note(size).substr(0, 100)));
    CHECK(keys.seen_head(log.log)->size == size - 1);
    keys.see_head(log.log, note(size));
    CHECK(keys.seen_head(log.log)->size == size);
  }
  core::replace_file(first, core::as_bytes("gone bad"));
  CHECK(keys.seen_head(log.log));
  core::replace_file(second, core::as_bytes("gone bad"));
  CHECK_THROWS_WITH(keys.seen_head(log.log), Catch::Contains("damaged"));
  core::fs::remove(second);
  CHECK_THROWS_WITH(keys.seen_head(log.log), Catch::Contains("damaged"));
}
