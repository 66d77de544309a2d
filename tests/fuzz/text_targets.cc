// SPDX-License-Identifier: Apache-2.0
// JSON, signed notes, checkpoints, keys and key cards: what is accepted encodes back to the same bytes.
#include "core/json.h"
#include "custody/checkpoint.h"
#include "custody/key_store.h"
#include "custody/label.h"
#include "tests/fuzz/golden.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

using core::as_text;

void run_json(core::ByteView input) {
  const auto canonical = core::json::decode_canonical(as_text(input));
  if (canonical) {
    require(core::json::encode(*canonical) == as_text(input),
            "canonical JSON encodes back to the same bytes");
    require(!core::json::profile_fault(*canonical), "canonical JSON is within the profile");
  }
  const auto value = core::json::parse(as_text(input));
  require(value || !canonical, "what decode_canonical() accepts parse() accepts");
  if (!value) {
    return;
  }
  const std::string text = core::json::encode(*value);
  const auto again = core::json::parse(text);
  require(again && core::json::encode(*again) == text, "encoded JSON parses and encodes to the same text");
  const auto indented = core::json::parse(core::json::encode_indented(*value));
  require(indented && core::json::encode(*indented) == text, "indented JSON holds the same value");
  if (!core::json::profile_fault(*value)) {
    const auto decoded = core::json::decode_canonical(text);
    require(decoded && *decoded == *value, "a value within the profile survives its canonical form");
  }
}

void run_note(core::ByteView input) {
  if (const auto note = custody::Note::parse(as_text(input))) {
    require(note->encode() == as_text(input), "a note encodes back to the same bytes");
    require(!note->signatures.empty() && note->text.ends_with('\n'), "a note has text and signatures");
    for (const auto& signature : note->signatures) {
      require(signature.bytes.size() >= 5, "a signature line holds a key id and a signature");
    }
  }
}

void run_checkpoint(core::ByteView input) {
  if (const auto parsed = custody::Checkpoint::parse_text(as_text(input))) {
    require(parsed->text() == as_text(input), "a checkpoint encodes back to the same text");
  }
  const Golden& golden = Golden::get();
  if (const auto opened = custody::Checkpoint::open(as_text(input), golden.log())) {
    require(golden.signed_heads().contains(opened->text()), "a checkpoint that opens was signed by the log");
  }
}

void run_label(core::ByteView input) {
  if (const auto label = custody::Label::parse(as_text(input))) {
    require(label->text() == as_text(input), "a label encodes back to the same text");
  }
}

void run_verifier_key(core::ByteView input) {
  if (const auto key = custody::VerifierKey::parse(as_text(input))) {
    require(key->text() == as_text(input), "a verifier key encodes back to the same text");
  }
}

void run_key_card(core::ByteView input) {
  if (const auto card = custody::KeyCard::parse(as_text(input))) {
    const auto again = custody::KeyCard::parse(card->text());
    require(again && again->text() == card->text() && again->key == card->key,
            "a key card parses again from its own text");
  }
}

}  // namespace fuzz
