// SPDX-License-Identifier: Apache-2.0
// The heads of a log under verification: its checkpoints, the heads its entries name, the one this device has seen.
#include <algorithm>

#include "custody/log_check.h"
#include "custody/store.h"

namespace custody {

namespace {

Finding bad_checkpoint() {
  return fault("tampered", "a checkpoint is malformed or not signed by the log's key");
}

bool carries_id_of(const NoteSignature& signature, const VerifierKey& key) {
  const auto id = key.id();
  return signature.name == key.name && signature.bytes.size() == id.size() + 64 &&
         std::equal(id.begin(), id.end(), signature.bytes.begin());
}

}  // namespace

void LogCheck::report_signature(const SignatureTicket& ticket) {
  if (ticket.key == nullptr) {
    add_finding(bad_checkpoint(), std::nullopt, "checkpoint");
  } else {
    add_finding(fault("tampered", "signature " + std::to_string(ticket.which + 1) + " by " + *ticket.key +
                                      " does not verify"),
                ticket.entry, "signatures");
  }
}

/// Heads that documents and packages name are heads this log had by then.
void LogCheck::check_heads() {
  for (const auto& [entry, head] : heads_) {
    const auto size = static_cast<std::uint64_t>(head.integer_of("size").value_or(0));
    const bool good = size > 0 && size <= entry && size <= taken() &&
                      (size > withheld_from_ || report().tree.root(size).hex() == head.text_of("root"));
    if (!good) {
      add_finding(fault("mismatch", "the head that the entry names is not one this log had"), entry,
                  "body.head");
    }
  }
}

/// The newest checkpoint is verified here, since others build on it; the older ones beside.
void LogCheck::check_checkpoints() {
  std::uint64_t size_before = 0;
  std::optional<std::string> last;
  guarded("checkpoints", [&] {
    source_.each_checkpoint([&](const std::string& note) {
      if (last) {
        take_checkpoint(report().log ? claimed_checkpoint(*last) : std::nullopt, size_before);
      }
      last = note;
    });
  });
  if (last && report().log) {
    report().newest = Checkpoint::open(*last, *report().log);
  }
  if (last) {
    take_checkpoint(report().newest, size_before);
  }
  if (!report().newest) {
    report().newest = newest_good();
  }
  if (!report().newest) {
    add_finding(fault("missing", "there is no checkpoint that verifies"), std::nullopt, "checkpoint");
  } else if (report().newest->size < taken()) {
    add_finding(fault("uncovered", "entries from " + std::to_string(report().newest->size) +
                                       " on are covered by no checkpoint"),
                report().newest->size, "checkpoint");
  }
}

void LogCheck::take_checkpoint(const std::optional<Checkpoint>& checkpoint, std::uint64_t& size_before) {
  if (!checkpoint) {
    add_finding(bad_checkpoint(), std::nullopt, "checkpoint");
    return;
  }
  if (checkpoint->size <= size_before) {
    add_finding(fault("tampered", "the checkpoints are not in rising order"), std::nullopt, "checkpoint");
  }
  size_before = checkpoint->size;
  check_root(*checkpoint);
}

/// What a checkpoint says, while its signature is checked beside; nullopt when it is malformed or by another key.
std::optional<Checkpoint> LogCheck::claimed_checkpoint(const std::string& note) {
  const auto parsed = Note::parse(note);
  auto out = parsed ? Checkpoint::parse_text(parsed->text) : std::nullopt;
  const VerifierKey& log = *report().log;
  if (!out || out->origin != log.name || parsed->signatures.empty() ||
      !carries_id_of(parsed->signatures.front(), log)) {
    return std::nullopt;
  }
  const core::Bytes& bytes = parsed->signatures.front().bytes;
  all_.workers.add({parsed->text, {bytes.begin() + 4, bytes.end()}, log.key, {index_}});
  return out;
}

/// When the last one does not verify: the newest before it that does.
std::optional<Checkpoint> LogCheck::newest_good() const {
  std::optional<Checkpoint> out;
  const auto take = [&](const std::string& note) {
    if (auto checkpoint = Checkpoint::open(note, *report().log)) {
      out = std::move(checkpoint);
    }
  };
  try {
    if (report().log) {
      source_.each_checkpoint(take);
    }
  } catch (const core::Error&) {
    return out;  // said when they were read first
  }
  return out;
}

void LogCheck::check_root(const Checkpoint& checkpoint) {
  if (checkpoint.size > taken()) {
    add_finding(fault("truncated", "a checkpoint covers " + std::to_string(checkpoint.size) +
                                       " entries, but there are only " + std::to_string(taken())),
                checkpoint.size - 1, "checkpoint");
  } else if (checkpoint.size <= withheld_from_ && checkpoint.size > 0 &&
             report().tree.root(checkpoint.size) != checkpoint.root &&
             root_breaks_.first(checkpoint.size - 1)) {
    add_finding(fault("tampered", "the tree of the first " + std::to_string(checkpoint.size) +
                                      " entries is not the one that was signed"),
                checkpoint.size - 1, "checkpoint");
  }
}

void LogCheck::check_leftover_disclosures() {
  for (const auto& value : disclosed_.items()) {
    if (!value.met) {
      add_finding(fault("mismatch", "a value is disclosed that no entry committed to"), value.seq,
                  *value.name);
    }
  }
}

void LogCheck::check_seen_head() {
  const auto& heads = all_.trust.seen_heads;
  const auto seen = std::find_if(heads.begin(), heads.end(),
                                 [&](const Checkpoint& head) { return head.origin == origin(); });
  if (seen == heads.end()) {
    if (all_.trust.paper_heads.empty()) {
      add_finding(
          limit("no earlier head known", "this device knows no earlier head of the log to compare with"));
    }
    return;
  }
  if (taken() < seen->size) {
    const auto row = all_.report.rows.get("log", origin());
    const core::json::Value* lost = row ? row->find("lost") : nullptr;
    const bool restored =
        lost != nullptr && lost->integer_of("size").value_or(0) >= static_cast<std::int64_t>(seen->size);
    const std::string text = "this device has seen " + std::to_string(seen->size) +
                             " entries; there are only " + std::to_string(taken());
    add_finding(restored ? limit("restored", text + "; two people recorded that an older copy was put back")
                         : fault("rolled back", text),
                taken());
  } else if (seen->size > 0 && seen->size <= withheld_from_ && report().tree.root(seen->size) != seen->root) {
    add_finding(fault("forked", "the first " + std::to_string(seen->size) +
                                    " entries are not those this device has seen"),
                seen->size - 1);
  }
}

/// A log that another has taken the place of ends where that one says.
void LogCheck::check_ended() {
  const auto row = all_.report.rows.get("log", origin());
  const auto end = row ? row->integer_of("ended_at") : std::nullopt;
  if (end && static_cast<std::uint64_t>(*end) < taken()) {
    add_finding(fault("unauthorised",
                      "the log was ended at " + std::to_string(*end) + " entries, but goes on after that"),
                static_cast<std::uint64_t>(*end));
  }
}

bool LogCheck::had_root(std::uint64_t size, const std::string& root_hex) const {
  return size > 0 && size <= taken() && (size > withheld_from_ || report().tree.root(size).hex() == root_hex);
}

void LogCheck::finish() {
  check_checkpoints();
  report_rest(chain_breaks_, "entries", "chain");
  report_rest(root_breaks_, "checkpoints", "checkpoint");
  check_leftover_disclosures();
  check_heads();
  check_seen_head();
  check_ended();
}

}  // namespace custody
