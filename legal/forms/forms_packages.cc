// SPDX-License-Identifier: Apache-2.0
// Forms for what follows a package: its receipt, and the review that an outside firm sends back.
#include "legal/forms/form.h"
#include "legal/forms/form_checks.h"

namespace legal {

namespace {

using K = FieldKind;

Form package_receipt() {
  return {"package-receipt",
          "package_received",
          "record that a package was received, for the register of disclosures",
          "exhibit package-receipt 2026-0042 --package 61 --receiver 'Insp. Kato' --at "
          "2026-11-29T10:00:00+09:00 --document receipt.pdf",
          {{"--package", "package", K::entry, "entry of the package", true},
           {"--receiver", "receiver", K::text, "who received it", true},
           {"--at", "at", K::time, "when, with zone", true},
           {"--text", "text", K::text, "how, and what was said"},
           {"--document", "document", K::file, "the receipt; kept by its digest"}},
          FormItems::none,
          false,
          &check_past};
}

Form outside_review() {
  return {"outside-review",
          "outside_review_recorded",
          "record the review that an outside firm made of a package; refused when it reviewed another one",
          "exhibit outside-review 2026-0042 --package 61 --firm 'Forensic firm' --reviewer 'L. Cole' --at "
          "2026-12-05T17:00:00+09:00 --review review.pdf --manifest 9f86d0... --signature review.note --card "
          "cole.card",
          {{"--package", "package", K::entry, "entry of the package", true},
           {"--firm", "firm", K::text, "which firm", true},
           {"--reviewer", "reviewer", K::text, "who reviewed it", true},
           {"--at", "at", K::time, "when it came back, with zone", true},
           {"--review", "document", K::file, "the review as it came back; kept by its digest", true},
           {"--manifest", "manifest_sha256", K::own,
            "SHA-256 of tagmanifest-sha256.txt of the package that the reviewer states", true},
           {"--outcome", "outcome", K::text, "what it comes to"},
           {"--signature", "signature", K::file, "the reviewer's signature file; kept by its digest"},
           {"--card", "fingerprint", K::own,
            "the reviewer's key card, where the key is not enrolled in the case"}},
          FormItems::none,
          false,
          &check_outside_review};
}

}  // namespace

std::vector<Form> package_forms() { return {package_receipt(), outside_review()}; }

}  // namespace legal
