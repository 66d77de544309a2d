// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/outside_review.h"

#include <algorithm>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "legal/forms/form.h"
#include "legal/forms/form_checks.h"
#include "legal/records.h"

namespace legal {

namespace {

constexpr std::uint64_t kMostNote = 64U << 10U;  // bytes of a signature file or card that is read

/// Key and name of who signed, from a card or among the people of the case.
struct Reviewer {
  custody::VerifierKey key;
  std::string name;
};

std::optional<Reviewer> reviewer_of(const Answers& answers, const std::string& key_name) {
  if (answers.has("--card")) {
    const auto card = custody::KeyCard::parse(core::read_text_file(answers.text("--card"), kMostNote));
    if (!card) {
      core::fail("the key card " + core::shown(answers.text("--card")) +
                 " is damaged or its proof of possession does not verify");
    }
    return card->key.name == key_name ? std::optional(Reviewer{card->key, card->name}) : std::nullopt;
  }
  const auto row = answers.ledger.store().get("key", key_name);
  const auto key = row ? custody::VerifierKey::parse(row->text_of("vkey").value_or("")) : std::nullopt;
  return key ? std::optional(Reviewer{*key, report::CaseView(answers.ledger).person(key_name)})
             : std::nullopt;
}

/// What a signature file says that is no signed note of a known key is not for Exhibit to judge; one that is has to verify.
void check_signature(Answers& answers, const core::Sha256& review, const std::string& manifest) {
  const core::Bytes bytes = core::read_file(answers.text("--signature"));
  const auto note = custody::Note::parse(core::as_text(bytes));
  const auto signer = note ? reviewer_of(answers, note->signatures.front().name) : std::nullopt;
  if (!signer) {
    answers.notices.emplace_back(
        "signature not verified by Exhibit: it is no signed note of a key that the case or --card knows");
    return;
  }
  if (note->text != review_text(review, manifest)) {
    core::fail("not recorded: the signature of " + core::shown(signer->name) +
               " is over another review or another package");
  }
  if (!custody::verify_signature(note->text, note->signatures.front(), signer->key)) {
    core::fail("not recorded: the signature of " + core::shown(signer->name) + " does not verify");
  }
  answers.body["signature_verified"] = true;
  answers.body["fingerprint"] = std::string(custody::fingerprint_of(signer->key.name));
  answers.notices.push_back("signature verified: " + core::shown(signer->name) + ", " +
                            std::string(custody::fingerprint_of(signer->key.name)));
}

}  // namespace

std::string review_text(const core::Sha256& review, const std::string& manifest_sha256) {
  return "exhibit.evidence/outside-review/v1\n" + review.hex() + "\n" + manifest_sha256 + "\n";
}

std::string signed_review(const core::Sha256& review, const std::string& manifest_sha256,
                          const custody::UnlockedKey& by) {
  const std::string text = review_text(review, manifest_sha256);
  return custody::Note{text, {custody::sign_note(text, by.card.key, by.private_key)}}.encode();
}

std::string stated_digest(const std::string& text, const char* flag) {
  std::string out = text;
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (out.size() != 2 * core::Sha256::kSize ||
      out.find_first_not_of("0123456789abcdef") != std::string::npos) {
    core::fail_usage(std::string(flag) + " '" + core::shown(text) +
                     "' is no SHA-256 of 64 hexadecimal digits");
  }
  return out;
}

void check_outside_review(Answers& answers) {
  check_past(answers);
  const std::string stated = stated_digest(answers.text("--manifest"), "--manifest");
  const report::CaseView view(answers.ledger);
  const Records records(view);
  const auto package = records.find("package_made", answers.in_body("package"));
  if (!package) {
    core::fail("--package names no package of this case; 'exhibit log --type package_made' lists them");
  }
  if (records.text(*package, "manifest_sha256") != stated) {
    core::fail("not recorded: the reviewer states a package whose tagmanifest-sha256.txt has the SHA-256 " +
               stated + "; that of entry " + answers.ledger.label(package->number) + " has " +
               records.text(*package, "manifest_sha256"));
  }
  answers.body["manifest_sha256"] = stated;
  answers.body["signature_verified"] = false;
  if (answers.has("--signature")) {
    check_signature(answers, core::digest_file(answers.text("--review")).sha256, stated);
  } else {
    answers.notices.emplace_back("no signature came with the review");
  }
}

}  // namespace legal
