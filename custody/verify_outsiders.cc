// SPDX-License-Identifier: Apache-2.0
#include "custody/verify_outsiders.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/merkle.h"
#include "core/text.h"
#include "custody/checkpoint.h"
#include "custody/verify_stamps.h"

namespace custody {
namespace {

/// What one witness has seen: its newest head, and when it said so.
struct Sight {
  std::uint64_t size = 0, time = 0;
};

class OutsiderVerifier {
 public:
  OutsiderVerifier(const Outsiders& outsiders, const LogFacts& facts)
      : outsiders_(outsiders), facts_(facts) {}

  OutsiderReport run() {
    check_log_key();
    for (const CosignedHead& head : outsiders_.cosigned) {
      check_recorded(head);
      take_head(head.note, "cosignature", WitnessKey::parse(head.vkey));
    }
    for (const std::string& head : outsiders_.heads) {
      take_head(head, "head", std::nullopt);
    }
    answer_witnesses();
    answer_time();
    if (out_.seen.empty()) {
      out_.seen = "nobody outside this log is recorded as having seen it";
    }
    return std::move(out_);
  }

 private:
  std::uint64_t total() const { return facts_.tree.size(); }

  void report(Finding finding, const char* field, std::optional<std::uint64_t> entry = std::nullopt) {
    finding.field = field;
    finding.entry = entry;
    out_.findings.push_back(std::move(finding));
  }

  void check_log_key() {
    if (!outsiders_.policy || outsiders_.policy->logs().empty() || !facts_.log || !facts_.opened_case) {
      return;
    }
    out_.policy_fixes_log = outsiders_.policy->accepts_log(*facts_.log);
    if (!out_.policy_fixes_log) {
      report(fault("unauthorised", "the policy does not name the key of this log"), "log");
    }
  }

  /// The note, when the log's key signed it and what it says of the log is so; otherwise reports and gives nothing.
  std::optional<Note> consistent(const std::string& text, const char* field) {
    auto note = Note::parse(text);
    const auto head = note ? Checkpoint::parse_text(note->text) : std::nullopt;
    const bool by_log = head && facts_.log && head->origin == facts_.log->name &&
                        std::any_of(note->signatures.begin(), note->signatures.end(), [&](const auto& line) {
                          return verify_signature(note->text, line, *facts_.log);
                        });
    if (!by_log) {
      report(
          fault("tampered", "a head that outsiders hold is malformed or not signed by the key of this log"),
          field);
      return std::nullopt;
    }
    if (head->size > total()) {
      report(fault("rolled back", "outsiders hold a head of " + std::to_string(head->size) +
                                      " entries; there are only " + std::to_string(total())),
             field, total());
      return std::nullopt;
    }
    const core::Sha256 root = facts_.tree.root(head->size);
    if (head->size <= facts_.known_roots && root != head->root) {
      report(fault("forked", "the first " + std::to_string(head->size) +
                                 " entries are not those whose head outsiders hold"),
             field, head->size == 0 ? 0 : head->size - 1);
      return std::nullopt;
    }
    return note;
  }

  /// What is kept as a cosignature holds one by the key kept with it.
  void check_recorded(const CosignedHead& head) {
    const auto witness = WitnessKey::parse(head.vkey);
    const auto note = Note::parse(head.note);
    const bool there =
        witness && note && note->signatures.size() == 2 && names_witness(note->signatures[1], *witness);
    if (!there) {
      report(fault("tampered", "what is kept as a cosignature holds none by the key kept with it"),
             "cosignature");
    }
  }

  void take_head(const std::string& text, const char* field, const std::optional<WitnessKey>& recorded) {
    const auto note = consistent(text, field);
    if (!note) {
      return;
    }
    const std::uint64_t size = Checkpoint::parse_text(note->text)->size;
    for (const NoteSignature& line : note->signatures) {
      if (outsiders_.policy) {
        for (const Policy::Witness& witness : outsiders_.policy->witnesses()) {
          take_line(*note, line, witness.key, size, sights_[witness.name]);
        }
      }
      if (recorded && !in_policy(*recorded)) {
        take_line(*note, line, *recorded, size, others_[recorded->name]);
      }
    }
  }

  bool in_policy(const WitnessKey& key) const {
    return outsiders_.policy &&
           std::any_of(outsiders_.policy->witnesses().begin(), outsiders_.policy->witnesses().end(),
                       [&](const Policy::Witness& witness) { return witness.key == key; });
  }

  void take_line(const Note& note, const NoteSignature& line, const WitnessKey& key, std::uint64_t size,
                 Sight& sight) {
    if (!names_witness(line, key)) {
      return;
    }
    const auto time = verify_cosignature(note.text, line, key);
    if (!time) {
      report(fault("tampered", "the cosignature by " + core::shown(key.name) + " does not verify"),
             "cosignature", size == 0 ? 0 : size - 1);
    } else if (size > sight.size || sight.time == 0) {
      sight = {size, *time};
    }
  }

  void answer_witnesses() {
    std::string unknown;
    for (const auto& [name, sight] : others_) {
      unknown += sight.time == 0 ? "" : (unknown.empty() ? "" : "; ") + told(name, sight);
    }
    if (!outsiders_.policy) {
      report(limit("unwitnessed", unknown.empty()
                                      ? "no outside witness has signed a head of the log"
                                      : "no policy names the witness whose cosignature is kept (" + unknown +
                                            "): give --policy FILE with its key, had from the witness"),
             "");
      return;
    }
    for (const auto& [name, sight] : sights_) {
      say(sight.time == 0 ? "" : told(name, sight));
    }
    answer_quorum();
  }

  static std::string told(const std::string& name, const Sight& sight) {
    return "witness " + core::shown(name) + ", " +
           (sight.size == 0 ? "the empty log" : "up to entry " + std::to_string(sight.size - 1)) + ", at " +
           utc_of_seconds(sight.time).text();
  }

  /// A cosignature of a head vouches for every smaller head of the same log.
  void answer_quorum() {
    if (outsiders_.policy->quorum() == "none") {
      say("the policy asks for no witness");
      return;
    }
    std::uint64_t seen = 0;
    for (const auto& [name, sight] : sights_) {
      std::set<std::string> those;
      for (const auto& [other, theirs] : sights_) {
        if (theirs.time != 0 && theirs.size >= sight.size) {
          those.insert(other);
        }
      }
      if (sight.time != 0 && outsiders_.policy->met_by(those)) {
        seen = std::max(seen, sight.size);
      }
    }
    if (seen < total()) {
      report(limit("unwitnessed",
                   seen == 0 ? "no head of the log is cosigned by the quorum of the policy"
                             : "entries from " + std::to_string(seen) +
                                   " on are not covered by a head that the quorum of the policy cosigned"),
             "", seen == 0 ? std::nullopt : std::optional(seen));
    }
  }

  void answer_time() {
    const StampReport stamps =
        verify_stamps(outsiders_, [this](const std::string& text) -> std::optional<std::uint64_t> {
          const auto note = consistent(text, "time_stamp");
          return note ? std::optional(Checkpoint::parse_text(note->text)->size) : std::nullopt;
        });
    out_.findings.insert(out_.findings.end(), stamps.findings.begin(), stamps.findings.end());
    out_.tokens = stamps.tokens;
    const std::string queued = stamps.waiting == 0
                                   ? ""
                                   : "; a time stamp over " + std::to_string(stamps.waiting_size) +
                                         " entries is asked for and "
                                         "not answered yet";
    if (stamps.good.empty()) {
      report(limit("time unproven", "no outside time stamp bounds the claimed times" + queued), "");
      return;
    }
    std::uint64_t covered = 0;
    for (const auto& [size, head] : earliest(stamps.good)) {
      covered = size;
      say("the first " + std::to_string(size) + " entries existed no later than " +
          head.no_later_than.text() + ", by the time stamp of " + core::shown(head.authority));
    }
    if (outsiders_.tsa_ca.empty()) {
      report(
          limit("time unproven",
                "the authorities of the time stamps are those the case itself names; give --tsa-ca FILE with "
                "their certificates, had from elsewhere"),
          "");
    }
    if (covered < total()) {
      report(limit("time unproven",
                   "entries from " + std::to_string(covered) + " on are covered by no time stamp" + queued),
             "", covered);
    }
  }

  /// By size, only those that say more than a larger head of an earlier time does; the newest three.
  static std::map<std::uint64_t, StampedHead> earliest(const std::vector<StampedHead>& good) {
    std::map<std::uint64_t, StampedHead> out;
    for (const StampedHead& head : good) {
      const bool implied = std::any_of(good.begin(), good.end(), [&](const StampedHead& other) {
        return (other.size > head.size && other.no_later_than <= head.no_later_than) ||
               (other.size == head.size && other.no_later_than < head.no_later_than);
      });
      if (!implied) {
        out.emplace(head.size, head);
      }
    }
    while (out.size() > 3) {
      out.erase(out.begin());
    }
    return out;
  }

  void say(const std::string& words) {
    if (!words.empty()) {
      out_.seen += (out_.seen.empty() ? "" : "; ") + words;
    }
  }

  const Outsiders& outsiders_;
  const LogFacts& facts_;
  OutsiderReport out_;
  std::map<std::string, Sight> sights_, others_;  // by name in the policy; by name of the key
};

}  // namespace

Outsiders outsiders_of(const Outsiders& all, const std::string& origin, bool opened_case,
                       const std::vector<std::string>& known) {
  const auto elsewhere = [&](const std::string& note) {
    const std::string named = note.substr(0, note.find('\n'));
    const bool of_none = std::find(known.begin(), known.end(), named) == known.end();
    return named != origin && !(opened_case && of_none);
  };
  Outsiders out = all;
  std::erase_if(out.cosigned, [&](const CosignedHead& head) { return elsewhere(head.note); });
  std::erase_if(out.stamps, [&](const TimeStamp& stamp) { return elsewhere(stamp.note); });
  std::erase_if(out.heads, elsewhere);
  return out;
}

OutsiderReport verify_outsiders(const Outsiders& outsiders, const LogFacts& facts) {
  return OutsiderVerifier(outsiders, facts).run();
}

}  // namespace custody
