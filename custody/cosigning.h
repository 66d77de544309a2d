// SPDX-License-Identifier: Apache-2.0
// A case and its witnesses: what they are asked, what they answer, and proofs of entries under what they cosigned.
#pragma once

#include <variant>

#include "custody/checkpoint_request.h"
#include "custody/finding.h"
#include "custody/ledger.h"
#include "custody/outsider_rows.h"
#include "custody/policy.h"
#include "custody/tlog_proof.h"

namespace custody {

/// Asks to cosign the newest head, with the proof that it continues the one of `since` entries.
/// Throws Error when the log has fewer entries.
CheckpointRequest cosigning_request(const Ledger& ledger, std::uint64_t since);

struct CosignatureTaken {
  WitnessKey witness;
  std::uint64_t size = 0;
  core::UtcTime time;
};

/// Takes in an answer: signature lines over a checkpoint of this log, or a whole cosigned note. Only cosignatures by
/// the witnesses given are kept; lines of others are passed over. Gives those kept, or a fault of the log: the note is
/// signed by its key and yet not one of its heads. Throws Error, with nothing kept, when there is nothing to keep.
std::variant<std::vector<CosignatureTaken>, Finding> take_cosignatures(
    Ledger& ledger, const std::string& answer, const std::vector<WitnessKey>& witnesses);

/// Proof of the entry of that number under the newest cosigned head of its log that covers it, with all its cosignatures;
/// where there is none, under the newest head. Throws Error when there is no such entry.
TlogProof prove_entry(const Ledger& ledger, std::uint64_t number);

/// Checks a proof for a leaf: the log's signature, cosignatures and quorum, the path. Empty: it holds.
Findings check_proof(const TlogProof& proof, core::ByteView leaf, const Policy& policy);

}  // namespace custody
