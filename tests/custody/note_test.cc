// SPDX-License-Identifier: Apache-2.0
// C2SP signed notes: the specification's example, keys with their names, and notes that are none.
#include "custody/note.h"

#include <catch2/catch.hpp>

#include "tests/support/shared_files.h"

using custody::Note;
using custody::PrivateKey;
using custody::VerifierKey;

namespace {

const std::string kDash = "\u2014 ";
const std::string kVkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const std::string kSignature =
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=";
const std::string kNote = "This is an example message.\n\n" + kDash + "example.com/foo " + kSignature + "\n";

}  // namespace

TEST_CASE("the example of the signed-note specification verifies", "[custody]") {
  const auto key = VerifierKey::parse(kVkey);
  REQUIRE(key);
  CHECK(key->name == "example.com/foo");
  CHECK(core::to_hex(key->id()) == "530d903a");
  CHECK(key->text() == kVkey);
  const auto note = Note::parse(kNote);
  REQUIRE(note);
  CHECK(note->text == "This is an example message.\n");
  CHECK(note->encode() == kNote);
  CHECK(verify_signature(note->text, note->signatures.at(0), *key));
  CHECK_FALSE(verify_signature("This is an example message", note->signatures.at(0), *key));
}

TEST_CASE("a signature by another name, with another key id or of another length does not verify",
          "[custody]") {
  const VerifierKey key = *VerifierKey::parse(kVkey);
  const Note note = *Note::parse(kNote);
  custody::NoteSignature signature = note.signatures[0];
  signature.name = "example.com/bar";
  CHECK_FALSE(verify_signature(note.text, signature, key));
  for (std::size_t at = 0; at < signature.bytes.size(); ++at) {
    signature = note.signatures[0];
    signature.bytes[at] ^= 0x01;
    CHECK_FALSE(verify_signature(note.text, signature, key));
  }
  signature = note.signatures[0];
  signature.bytes.push_back(0);
  CHECK_FALSE(verify_signature(note.text, signature, key));
  signature.bytes.resize(5);
  CHECK_FALSE(verify_signature(note.text, signature, key));
}

TEST_CASE("a verifier key in another form than its own is refused", "[custody]") {
  for (const std::string& text :
       {std::string(""), std::string("example.com/foo"), std::string("example.com/foo+530d903a"),
        std::string("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"),
        std::string("example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"),
        std::string("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"),
        std::string("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"),
        std::string("example.com/foo+0530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"),
        std::string("example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"),
        std::string("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U0="), kVkey + "\n",
        " " + kVkey, kVkey + "=", kVkey + "+"}) {
    INFO(text);
    CHECK_FALSE(VerifierKey::parse(text));
  }
}

TEST_CASE("key names, ids and fingerprints are those that an independent script computed", "[custody]") {
  const auto file = support::golden("format.json");
  for (const auto& golden : *file.find("keys")->array()) {
    const auto key = *custody::PublicKey::from(*core::from_hex(*golden.text_of("public")));
    const VerifierKey named =
        golden.text_of("kind") == "log" ? custody::log_key(key) : custody::actor_key(key);
    CHECK(named.name == golden.text_of("name"));
    CHECK(named.text() == golden.text_of("vkey"));
    CHECK(VerifierKey::parse(*golden.text_of("vkey")) == named);
    CHECK(custody::fingerprint_of(named.name) == custody::fingerprint(key));
    CHECK(custody::fingerprint(key).size() == 32);
  }
}

TEST_CASE("notes that are malformed are refused", "[custody]") {
  const std::string line = kDash + "example.com/foo " + kSignature + "\n";
  const std::vector<std::string> kBad = {"",
                                         "\n",
                                         "\n\n",
                                         "text\n",
                                         "text\n\n",
                                         "text\n\n\n",
                                         "text\n" + line,
                                         "text\n\n" + line + "\n",
                                         "text\n\n" + line.substr(0, line.size() - 1),
                                         "text\n\n" + line + "trailing",
                                         "text\n\n" + line + "trailing\n",
                                         "text\n\nno signature\n" + line,
                                         "text\n\n" + line + "no signature\n",
                                         "text\n\n\u2014example.com/foo " + kSignature + "\n",
                                         "text\n\n- example.com/foo " + kSignature + "\n",
                                         "text\n\n" + kDash + "example.com/foo\n",
                                         "text\n\n" + kDash + "example.com/foo \n",
                                         "text\n\n" + kDash + " " + kSignature + "\n",
                                         "text\n\n" + kDash + "a+b " + kSignature + "\n",
                                         "text\n\n" + kDash + "a\u00a0b " + kSignature + "\n",
                                         "text\n\n" + kDash + "a\u2028b " + kSignature + "\n",
                                         "text\n\n" + kDash + "example.com/foo  " + kSignature + "\n",
                                         "text\n\n" + kDash + "example.com/foo " + kSignature + " \n",
                                         "text\n\n" + kDash + "example.com/foo AAAA\n",
                                         "text\n\n" + kDash + "example.com/foo Uw2QOkn8srU\n",
                                         "te\txt\n\n" + line,
                                         "text\r\n\n" + line,
                                         "te\xffxt\n\n" + line,
                                         std::string("te\0xt\n\n", 7) + line,
                                         "text\n\n" + line.substr(0, 20) + "\r\n"};
  for (const std::string& text : kBad) {
    INFO(text);
    CHECK_FALSE(Note::parse(text));
  }
  std::string many = "text\n\n";
  for (int i = 0; i < 64; ++i) {
    many += line;
  }
  CHECK(Note::parse(many));
  CHECK_FALSE(Note::parse(many + line));
}

TEST_CASE("text is separated from the signatures by the last empty line", "[custody]") {
  const PrivateKey key = PrivateKey::generate();
  const VerifierKey as = custody::actor_key(key.public_key());
  for (const std::string text : {"one\n\ntwo\n", "\n", "a\n\n\n", "one\n\n\u2014 fake AAAAAAA=\n"}) {
    Note note{text, {sign_note(text, as, key)}};
    const auto parsed = Note::parse(note.encode());
    REQUIRE(parsed);
    CHECK(parsed->text == text);
    REQUIRE(parsed->signatures.size() == 1);
    CHECK(verify_signature(parsed->text, parsed->signatures[0], as));
  }
}

TEST_CASE("whatever parses as a note encodes to the same bytes", "[custody]") {
  const std::string whole = kNote;
  int parsed = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char c : {'\n', ' ', 'A', '=', '\t', '\x7f', '\xe2', '+'}) {
      std::string changed = whole;
      changed[at] = c;
      if (const auto note = Note::parse(changed)) {
        ++parsed;
        REQUIRE(note->encode() == changed);
      }
      changed = whole;
      changed.insert(at, 1, c);
      if (const auto note = Note::parse(changed)) {
        ++parsed;
        REQUIRE(note->encode() == changed);
      }
    }
  }
  CHECK(parsed > 0);
}
