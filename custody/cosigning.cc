// SPDX-License-Identifier: Apache-2.0
#include "custody/cosigning.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/text.h"

namespace custody {
namespace {

core::Sha256 root_at(const Ledger& ledger, std::uint64_t size) {
  const auto hashes = ledger.store().leaf_hashes(ledger.log_index());
  return core::merkle::root_of(std::span(hashes).first(size));
}

bool signed_by_log(const Note& note, const VerifierKey& log) {
  return std::any_of(note.signatures.begin(), note.signatures.end(),
                     [&](const auto& line) { return verify_signature(note.text, line, log); });
}

/// The text of the stored checkpoint that these lines cosign.
std::optional<std::string> text_cosigned(const Ledger& ledger, const std::vector<NoteSignature>& lines,
                                         const std::vector<WitnessKey>& witnesses) {
  std::optional<std::string> out;
  ledger.store().each_checkpoint(ledger.log_index(), [&](std::uint64_t /*size*/, const std::string& stored) {
    const auto note = Note::parse(stored);
    for (const NoteSignature& line : lines) {
      for (const WitnessKey& witness : witnesses) {
        if (note && names_witness(line, witness) && verify_cosignature(note->text, line, witness)) {
          out = stored;
        }
      }
    }
  });
  return out;
}

class Taking {
 public:
  Taking(Ledger& ledger, const std::vector<WitnessKey>& witnesses) : ledger_(ledger), witnesses_(witnesses) {}

  std::variant<std::vector<CosignatureTaken>, Finding> take(const Note& note) {
    const auto head = Checkpoint::parse_text(note.text);
    if (!head || head->origin != ledger_.log().name || !signed_by_log(note, ledger_.log())) {
      core::fail("the cosigned note is not a checkpoint signed by the log of this case; nothing was kept");
    }
    const std::uint64_t entries = ledger_.checkpoint().size;
    if (head->size > entries) {
      return fault("rolled back", "the witness has seen " + std::to_string(head->size) +
                                      " entries; there are only " + std::to_string(entries));
    }
    if (root_at(ledger_, head->size) != head->root) {
      return fault("forked",
                   "the first " + std::to_string(head->size) + " entries are not those the witness has seen");
    }
    for (const NoteSignature& line : note.signatures) {
      take_line(note, line, head->size);
    }
    if (taken_.empty()) {
      core::fail("the answer holds no cosignature by the witness given; nothing was kept");
    }
    keep(note, head->size);
    return std::move(taken_);
  }

 private:
  void take_line(const Note& note, const NoteSignature& line, std::uint64_t size) {
    for (const WitnessKey& witness : witnesses_) {
      if (!names_witness(line, witness)) {
        continue;
      }
      const auto time = verify_cosignature(note.text, line, witness);
      if (!time) {
        core::fail("the cosignature by " + witness.name + " does not verify; nothing was kept");
      }
      taken_.push_back({witness, size, utc_of_seconds(*time)});
      lines_.push_back(line);
    }
  }

  void keep(const Note& note, std::uint64_t size) {
    const auto by_log = std::find_if(note.signatures.begin(), note.signatures.end(), [&](const auto& line) {
      return verify_signature(note.text, line, ledger_.log());
    });
    Transaction transaction(ledger_.database());
    for (std::size_t i = 0; i < taken_.size(); ++i) {
      add_cosigned(ledger_.database(), ledger_.log_index(), size,
                   {Note{note.text, {*by_log, lines_[i]}}.encode(), taken_[i].witness.text()});
    }
    transaction.commit();
  }

  Ledger& ledger_;
  const std::vector<WitnessKey>& witnesses_;
  std::vector<CosignatureTaken> taken_;
  std::vector<NoteSignature> lines_;
};

/// The newest cosigned head that covers an entry and is one of its log, with the cosignatures of all its witnesses.
std::optional<Note> newest_cosigned(const Store& store, std::uint64_t number,
                                    const std::vector<core::Sha256>& hashes) {
  const VerifierKey log = store.logs().at(log_index_of(number));
  std::map<std::uint64_t, Note> by_size;
  for (const CosignedHead& head : cosigned_heads(store.database(), log_index_of(number))) {
    auto note = Note::parse(head.note);
    const auto checkpoint = note ? Checkpoint::open(head.note, log) : std::nullopt;
    const bool ours = checkpoint && checkpoint->size > seq_of(number) && checkpoint->size <= hashes.size() &&
                      core::merkle::root_of(std::span(hashes).first(checkpoint->size)) == checkpoint->root;
    if (!ours) {
      continue;  // verification says what is wrong with it
    }
    const auto [at, added] = by_size.try_emplace(checkpoint->size, *note);
    if (!added) {
      at->second.signatures.push_back(note->signatures.back());
    }
  }
  return by_size.empty() ? std::nullopt : std::optional(by_size.rbegin()->second);
}

}  // namespace

CheckpointRequest cosigning_request(const Ledger& ledger, std::uint64_t since) {
  CheckpointRequest out{since, {}, ledger.store().newest_checkpoint(ledger.log_index()).value_or("")};
  const auto head = Checkpoint::open(out.note, ledger.log());  // others may append meanwhile
  if (!head) {
    core::fail("the newest checkpoint of the case is damaged; run 'exhibit verify' on the case");
  }
  const std::uint64_t size = head->size;
  if (since > size) {
    core::fail("the log has only " + std::to_string(size) +
               " entries, and the witness is said to have seen " + std::to_string(since) +
               ": the folder was rolled back or cut; run 'exhibit verify' on it");
  }
  if (since > 0) {
    auto hashes = ledger.store().leaf_hashes(ledger.log_index());
    hashes.resize(size);
    out.proof = core::merkle::Tree(std::move(hashes)).consistency_proof(since);
  }
  return out;
}

std::variant<std::vector<CosignatureTaken>, Finding> take_cosignatures(
    Ledger& ledger, const std::string& answer, const std::vector<WitnessKey>& witnesses) {
  if (auto note = Note::parse(answer)) {
    return Taking(ledger, witnesses).take(*note);
  }
  const auto lines = parse_signature_lines(answer);
  if (!lines) {
    core::fail("the answer is neither a cosigned checkpoint nor lines of cosignatures; nothing was kept");
  }
  const auto stored = text_cosigned(ledger, *lines, witnesses);
  if (!stored) {
    core::fail(
        "the answer holds no cosignature by the witness given over a checkpoint of this case; nothing was "
        "kept");
  }
  Note note = *Note::parse(*stored);
  note.signatures.insert(note.signatures.end(), lines->begin(), lines->end());
  return Taking(ledger, witnesses).take(note);
}

TlogProof prove_entry(const Ledger& ledger, std::uint64_t number) {
  TlogProof out;
  ledger.read_consistently([&] {
    const Store& store = ledger.store();
    const std::uint64_t log = log_index_of(number);
    auto hashes = store.leaf_hashes(log);
    if (seq_of(number) >= hashes.size()) {
      core::fail("there is no entry " + ledger.label(number) + "; 'exhibit log' lists the entries");
    }
    const auto cosigned = newest_cosigned(store, number, hashes);
    out.checkpoint = cosigned ? cosigned->encode() : store.newest_checkpoint(log).value_or("");
    if (cosigned) {
      hashes.resize(Checkpoint::parse_text(cosigned->text)->size);
    }
    out.index = seq_of(number);
    out.path = core::merkle::Tree(std::move(hashes)).inclusion_proof(out.index);
  });
  return out;
}

Findings check_proof(const TlogProof& proof, core::ByteView leaf, const Policy& policy) {
  const auto note = Note::parse(proof.checkpoint);
  const auto head = note ? Checkpoint::parse_head(note->text) : std::nullopt;
  if (!head) {
    return {fault("tampered", "the checkpoint in the proof is malformed")};
  }
  Findings out;
  const bool by_log = std::any_of(policy.logs().begin(), policy.logs().end(), [&](const Policy::Log& log) {
    return log.key.name == head->origin && signed_by_log(*note, log.key);
  });
  if (!by_log) {
    out.push_back(fault("unauthorised", "the checkpoint in the proof is not signed by a log that you named"));
  }
  std::set<std::string> seen;
  for (const Policy::Witness& witness : policy.witnesses()) {
    for (const NoteSignature& line : note->signatures) {
      if (!names_witness(line, witness.key)) {
        continue;
      }
      if (verify_cosignature(note->text, line, witness.key)) {
        seen.insert(witness.name);
      } else {
        out.push_back(
            fault("tampered", "the cosignature by " + core::shown(witness.name) + " does not verify"));
      }
    }
  }
  if (!policy.met_by(seen)) {
    out.push_back(
        fault("unauthorised", "the checkpoint in the proof is not cosigned by the quorum of the policy"));
  }
  if (!core::merkle::verify_inclusion(proof.index, head->size, core::merkle::leaf_hash(leaf), proof.path,
                                      head->root)) {
    out.push_back(fault("mismatch", "the proof does not lead from the leaf to the root of the checkpoint"));
  }
  return out;
}

}  // namespace custody
