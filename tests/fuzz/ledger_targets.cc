// SPDX-License-Identifier: Apache-2.0
// Entries and whole ledgers. A ledger that is found without fault under the case id from paper can hold only what the
// keepers of its keys signed: no sample holds those keys.
#include <algorithm>

#include "custody/entry.h"
#include "custody/verify_ledger.h"
#include "tests/fuzz/golden.h"
#include "tests/fuzz/targets.h"
#include "tests/support/list_cursor.h"

namespace fuzz {
namespace {

using core::json::Value;

/// Records: 'L' a leaf, 'W' a withheld leaf's SHA3, 'C' a checkpoint, 'D' [seq, name, salt, value], 'E' makes it an
/// export, 'P' gives the case id from paper, 'S' the newest head as seen before.
class SampleLedger final : public custody::LogSource {
 public:
  explicit SampleLedger(core::ByteView input) {
    for (Record& record : split_records(input)) {
      take(std::move(record));
    }
  }

  std::unique_ptr<custody::LeafCursor> leaves() const override {
    std::vector<custody::FoundLeaf> out;
    for (std::size_t seq = 0; seq < all_leaves.size(); ++seq) {
      out.push_back({seq, all_leaves[seq], withheld[seq]});
    }
    return std::make_unique<support::ListCursor>(std::move(out));
  }
  void each_checkpoint(const std::function<void(const std::string&)>& visit) const override {
    std::for_each(checkpoints.begin(), checkpoints.end(), visit);
  }
  void each_disclosure(const std::function<void(const custody::Disclosure&)>& visit) const override {
    std::for_each(disclosures.begin(), disclosures.end(), visit);
  }
  bool is_export() const override { return exported; }

  custody::LedgerTrust trust() const {
    custody::LedgerTrust out;
    const Golden& golden = Golden::get();
    out.case_id = on_paper ? std::optional(golden.case_id()) : std::nullopt;
    if (seen) {
      out.seen_heads = {*custody::Checkpoint::open(golden.checkpoints().back(), golden.log())};
    }
    return out;
  }

  std::vector<std::optional<core::Bytes>> all_leaves;
  std::vector<core::Bytes> withheld;
  std::vector<std::string> checkpoints;
  std::vector<custody::Disclosure> disclosures;
  bool exported = false, on_paper = false, seen = false;

 private:
  void take(Record record) {
    switch (record.tag) {
      case 'L':
        all_leaves.emplace_back(std::move(record.bytes));
        withheld.emplace_back();
        break;
      case 'W':
        all_leaves.emplace_back();
        withheld.push_back(std::move(record.bytes));
        break;
      case 'C': checkpoints.emplace_back(core::as_text(record.bytes)); break;
      case 'D': take_disclosure(core::json::decode_canonical(core::as_text(record.bytes))); break;
      case 'E': exported = true; break;
      case 'P': on_paper = true; break;
      case 'S': seen = true; break;
      default: break;
    }
  }

  void take_disclosure(const std::optional<Value>& value) {
    const auto* parts = value ? value->array() : nullptr;
    if (parts == nullptr || parts->size() != 4 || (*parts)[0].integer() == nullptr ||
        (*parts)[1].string() == nullptr || (*parts)[2].string() == nullptr) {
      return;
    }
    disclosures.push_back({static_cast<std::uint64_t>(*(*parts)[0].integer()), *(*parts)[1].string(),
                           *(*parts)[2].string(), (*parts)[3]});
  }
};

void check_sound(const SampleLedger& ledger) {
  const Golden& golden = Golden::get();
  require(ledger.all_leaves.size() <= golden.leaves().size(),
          "a ledger without fault has no entry that nobody signed");
  for (std::size_t seq = 0; seq < ledger.all_leaves.size(); ++seq) {
    require(!ledger.all_leaves[seq] || *ledger.all_leaves[seq] == golden.leaves()[seq],
            "every entry of a ledger without fault is as it was signed");
  }
  for (const custody::Disclosure& d : ledger.disclosures) {
    const Value line = core::json::Array{d.seq, d.name, d.salt, d.value};
    require(golden.disclosures().contains(core::json::encode(line)),
            "every disclosed value of a ledger without fault is the one committed to");
  }
  require(!ledger.seen || ledger.all_leaves.size() == golden.leaves().size(),
          "a ledger shorter than the head seen before is not without fault");
}

/// Without this the checks below could pass because nothing is ever found without fault.
bool golden_ledger_has_no_fault() {
  const Golden& golden = Golden::get();
  std::vector<Record> records = {{'P', {}}, {'S', {}}};
  for (const core::Bytes& leaf : golden.leaves()) {
    records.push_back({'L', leaf});
  }
  for (const std::string& note : golden.checkpoints()) {
    records.push_back({'C', core::Bytes(note.begin(), note.end())});
  }
  for (const std::string& line : golden.disclosures()) {
    records.push_back({'D', core::Bytes(line.begin(), line.end())});
  }
  const core::Bytes whole = join_records(records);
  const SampleLedger ledger(whole);
  const custody::LedgerReport report = custody::verify_ledger(ledger, ledger.trust());
  check_sound(ledger);
  return !custody::has_fault(report.findings);
}

}  // namespace

void run_entry(core::ByteView input) {
  const auto parsed = custody::parse_entry(input);
  if (const auto* entry = std::get_if<custody::Entry>(&parsed)) {
    require(entry->note.encode() == core::as_text(input), "an entry encodes back to the same leaf");
    require(custody::entry_text(entry->object) == entry->note.text, "an entry's object is all of its text");
    require(input.size() <= custody::kMostEntryBytes, "an entry keeps to its limit of size");
    require(entry->signers.size() == entry->note.signatures.size(),
            "every signer of an entry has a signature");
  } else {
    require(!std::get<std::string>(parsed).empty(), "a refused entry comes with a reason");
  }
}

void run_ledger(core::ByteView input) {
  static const bool golden_is_sound = golden_ledger_has_no_fault();
  require(golden_is_sound, "the golden ledger is without fault");
  const SampleLedger ledger(input);
  const custody::LedgerTrust trust = ledger.trust();
  const custody::LedgerReport report = custody::verify_ledger(ledger, trust);
  require(report.first().tree.size() == ledger.all_leaves.size(), "every entry is counted");
  if (ledger.on_paper && !custody::has_fault(report.findings)) {
    check_sound(ledger);
  }
}

}  // namespace fuzz
