// SPDX-License-Identifier: Apache-2.0
#include "custody/witness.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/merkle.h"
#include "core/text.h"
#include "custody/checkpoint.h"
#include "custody/key_store.h"

namespace custody {
namespace {

constexpr std::uint64_t kMostNoteBytes = 1U << 20U;

WitnessAnswer refused(WitnessVerdict verdict, std::string why, std::uint64_t last_size = 0) {
  return {verdict, "", "", last_size, std::move(why)};
}

/// What is wrong between two heads, or nothing.
std::string inconsistency(const Checkpoint& now, std::uint64_t old_size,
                          const std::optional<core::Sha256>& old_root,
                          const std::vector<core::Sha256>& proof) {
  if (now.size == 0 && now.root != core::merkle::empty_root()) {
    return "a checkpoint of size 0 does not have the root of the empty tree";
  }
  if (old_size == 0) {
    return proof.empty() ? "" : "a consistency proof from size 0 is not empty";
  }
  if (old_size == now.size && *old_root != now.root) {
    return "the root at size " + std::to_string(now.size) + " is not the one cosigned before";
  }
  return core::merkle::verify_consistency(old_size, now.size, *old_root, now.root, proof)
             ? ""
             : "the consistency proof from size " + std::to_string(old_size) + " does not verify";
}

}  // namespace

struct Witness::Head {
  Checkpoint checkpoint;
  std::string note;
};

Witness::Witness(core::Path heads_folder, UnlockedWitness key, std::vector<VerifierKey> logs,
                 const core::Clock& clock)
    : folder_(std::move(heads_folder)), key_(std::move(key)), logs_(std::move(logs)), clock_(clock) {
  make_private_folder(folder_);
}

core::Path Witness::head_file(const std::string& origin) const {
  return folder_ / core::sha256(core::as_bytes(origin)).hex();
}

std::optional<Witness::Head> Witness::last_head(const std::string& origin) const {
  const core::Path file = head_file(origin);
  if (!core::fs::exists(file)) {
    return std::nullopt;
  }
  Head out{{}, core::read_text_file(file, kMostNoteBytes)};
  const auto note = Note::parse(out.note);
  const auto checkpoint = note ? Checkpoint::parse_head(note->text) : std::nullopt;
  const bool ours =
      note && std::any_of(note->signatures.begin(), note->signatures.end(), [&](const auto& line) {
        return verify_cosignature(note->text, line, key_.key).has_value();
      });
  if (!checkpoint || checkpoint->origin != origin || !ours) {
    core::fail("the record of the newest head this witness cosigned, " + core::shown(file.native()) +
               ", is damaged; nothing was cosigned, restore it from a backup");
  }
  out.checkpoint = *checkpoint;
  return out;
}

std::optional<NoteSignature> Witness::trusted_signature(const Note& note, const std::string& origin) const {
  std::optional<NoteSignature> out;
  for (const NoteSignature& line : note.signatures) {
    for (const VerifierKey& log : logs_) {
      const auto id = log.id();
      const bool named = log.name == origin && line.name == log.name && line.bytes.size() >= id.size() &&
                         std::equal(id.begin(), id.end(), line.bytes.begin());
      if (named && !verify_signature(note.text, line, log)) {
        return std::nullopt;
      }
      if (named && !out) {
        out = line;
      }
    }
  }
  return out;
}

WitnessAnswer Witness::add_checkpoint(const CheckpointRequest& request) const {
  const auto note = Note::parse(request.note);
  const auto checkpoint = note ? Checkpoint::parse_head(note->text) : std::nullopt;
  if (!checkpoint) {
    return refused(WitnessVerdict::malformed, "the checkpoint is malformed");
  }
  const bool known = std::any_of(logs_.begin(), logs_.end(),
                                 [&](const VerifierKey& log) { return log.name == checkpoint->origin; });
  if (!known) {
    return refused(WitnessVerdict::unknown_log,
                   "the log '" + core::shown(checkpoint->origin) + "' is unknown");
  }
  const auto by_log = trusted_signature(*note, checkpoint->origin);
  if (!by_log) {
    return refused(WitnessVerdict::bad_signature, "the checkpoint is not signed by a key known for its log");
  }
  if (request.old_size > checkpoint->size) {
    return refused(WitnessVerdict::malformed, "the old size is larger than that of the checkpoint");
  }
  return check_and_keep(request, *note, *by_log);
}

WitnessAnswer Witness::check_and_keep(const CheckpointRequest& request, const Note& note,
                                      const NoteSignature& by_log) const {
  const Checkpoint now = *Checkpoint::parse_head(note.text);
  const core::Fd lock(::open((folder_ / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.valid() || ::flock(lock.get(), LOCK_EX) != 0) {
    core::fail_errno("cannot lock", folder_ / ".lock", errno);
  }
  const auto last = last_head(now.origin);
  const std::uint64_t last_size = last ? last->checkpoint.size : 0;
  if (request.old_size != last_size) {
    return refused(WitnessVerdict::other_size,
                   "this witness cosigned size " + std::to_string(last_size) + " last, not " +
                       std::to_string(request.old_size),
                   last_size);
  }
  const auto old_root = last ? std::optional(last->checkpoint.root) : std::nullopt;
  if (std::string why = inconsistency(now, last_size, old_root, request.proof); !why.empty()) {
    return refused(WitnessVerdict::inconsistent, std::move(why), last_size);
  }
  const auto seconds = static_cast<std::uint64_t>(clock_.now().micros / 1'000'000);
  const NoteSignature ours = cosign(note.text, key_.key, key_.private_key, seconds);
  WitnessAnswer out{WitnessVerdict::cosigned, signature_line(ours), Note{note.text, {by_log, ours}}.encode(),
                    last_size, ""};
  core::replace_file(head_file(now.origin), core::as_bytes(out.note));
  return out;
}

std::optional<std::string> Witness::newest(std::string_view origin_hash) const {
  if (!core::Sha256::parse(origin_hash)) {
    return std::nullopt;
  }
  const core::Path file = folder_ / std::string(origin_hash);
  return core::fs::exists(file) ? std::optional(core::read_text_file(file, kMostNoteBytes)) : std::nullopt;
}

std::uint64_t Witness::last_size(const std::string& origin) const {
  const auto last = last_head(origin);
  return last ? last->checkpoint.size : 0;
}

}  // namespace custody
