// SPDX-License-Identifier: Apache-2.0
// An entry before its place in the log is known. Drafts are made by functions named draft_...; Ledger::append() checks,
// signs and appends them.
#pragma once

#include <string>
#include <vector>

#include "core/digest.h"
#include "core/json.h"
#include "custody/commitment.h"
#include "custody/key_store.h"

namespace custody {

struct DraftSigner {
  const UnlockedKey* key = nullptr;
  std::string capacity = "author";
};

/// A file that is already at attachments/<sha256> or staged to go there.
struct DraftAttachment {
  std::string name;
  core::Sha256 sha256;
  std::uint64_t size = 0;
};

/// Values marked with committed() leave the ledger for the disclosures.
struct Draft {
  std::string type;
  std::vector<std::string> about;
  core::json::Value body;
  std::vector<DraftSigner> signers;
  std::vector<DraftAttachment> attachments;
  std::vector<Disclosure> disclosures =
      {};  // of commitments that somebody else made; their seq does not matter
};

}  // namespace custody
