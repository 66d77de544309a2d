// SPDX-License-Identifier: Apache-2.0
// A witness: cosigns heads of logs, each only when it continues what this witness cosigned before
// (c2sp.org/tlog-witness). Its memory lies in a folder, under a lock, and moves forward only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/path.h"
#include "custody/checkpoint_request.h"
#include "custody/witness_keys.h"

namespace custody {

/// The protocol's answers; the numbers are its HTTP status codes.
enum class WitnessVerdict {
  cosigned = 200,
  malformed = 400,
  bad_signature = 403,
  unknown_log = 404,
  other_size = 409,
  inconsistent = 422
};

struct WitnessAnswer {
  WitnessVerdict verdict = WitnessVerdict::malformed;
  std::string lines;  // when cosigned: the signature line
  std::string note;   // when cosigned: the log's signature line and ours under the checkpoint's text
  std::uint64_t last_size = 0;  // of the newest head cosigned before
  std::string why;              // in words; empty when cosigned
};

class Witness {
 public:
  /// `logs`: those it cosigns for.
  Witness(core::Path heads_folder, UnlockedWitness key, std::vector<VerifierKey> logs,
          const core::Clock& clock);

  /// Checks a request and answers. The new head is durable before the answer exists. Throws Error when the memory of
  /// the witness is damaged or cannot be written; nothing is cosigned then.
  WitnessAnswer add_checkpoint(const CheckpointRequest& request) const;
  /// The newest head cosigned, by SHA-256 of the origin in hexadecimal; nullopt when there is none.
  std::optional<std::string> newest(std::string_view origin_hash) const;
  /// The size of the newest head cosigned of that log; 0 when there is none.
  std::uint64_t last_size(const std::string& origin) const;
  const WitnessKey& key() const { return key_.key; }

 private:
  struct Head;
  std::optional<Head> last_head(const std::string& origin) const;
  core::Path head_file(const std::string& origin) const;
  /// The line of a log key we know; nullopt when there is none, or when one that names such a key fails to verify.
  std::optional<NoteSignature> trusted_signature(const Note& note, const std::string& origin) const;
  WitnessAnswer check_and_keep(const CheckpointRequest& request, const Note& note,
                               const NoteSignature& by_log) const;

  core::Path folder_;
  UnlockedWitness key_;
  std::vector<VerifierKey> logs_;
  const core::Clock& clock_;
};

}  // namespace custody
