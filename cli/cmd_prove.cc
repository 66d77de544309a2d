// SPDX-License-Identifier: Apache-2.0
// prove: writes a C2SP tlog-proof of one entry, or checks one.
#include "cli/policy_file.h"
#include "cli/session.h"
#include "custody/cosigning.h"
#include "custody/entry_label.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr std::uint64_t kMostBytes = 1U << 20U;

int check(const Prove& args, const Common& common) {
  if (args.leaf.empty() || args.policy.empty() == args.log.empty()) {
    core::fail_usage("prove --check needs --leaf FILE and either --policy FILE or --log VKEY");
  }
  const custody::Policy policy =
      args.policy.empty() ? custody::Policy::of_log(vkey_of<custody::VerifierKey>(args.log, "--log"))
                          : policy_of(args.policy).policy;
  const auto proof = custody::TlogProof::parse(core::read_text_file(args.check, kMostBytes));
  const core::Bytes leaf = core::read_file(args.leaf, kMostBytes);
  const custody::Findings findings =
      proof ? custody::check_proof(*proof, leaf, policy)
            : custody::Findings{custody::fault("tampered", "the proof is malformed")};
  Array list;
  for (const custody::Finding& finding : findings) {
    list.emplace_back(Object{{"class", finding.class_name}, {"text", finding.text}});
    if (!common.json) {
      print("FAULT  " + finding.class_name + ": " + core::shown(finding.text));
    }
  }
  if (common.json) {
    print_json(Object{{"findings", std::move(list)}, {"holds", findings.empty()}});
  } else if (findings.empty()) {
    print("the proof holds: the leaf is entry " + std::to_string(proof->index) + " of the log");
  }
  return findings.empty() ? 0 : 3;
}

}  // namespace

int run(const Prove& args, const Common& common) {
  if (!args.check.empty()) {
    return check(args, common);
  }
  if (args.folder.empty() || args.entry.empty()) {
    core::fail_usage("prove needs DIR and ENTRY, or --check FILE");
  }
  Session session(common);
  const custody::Ledger ledger = session.open(args.folder);
  const std::uint64_t entry = custody::entry_labelled(ledger, args.entry);
  const custody::TlogProof proof = custody::prove_entry(ledger, entry);
  if (!args.leaf_out.empty()) {
    core::write_new_file(args.leaf_out, *ledger.store().leaf(entry));
  }
  if (!args.out.empty()) {
    core::write_new_file(args.out, core::as_bytes(proof.text()));
  }
  const auto note = custody::Note::parse(proof.checkpoint);
  const std::size_t witnesses = note ? note->signatures.size() - 1 : 0;
  if (common.json) {
    print_json(Object{{"cosignatures", Value(std::uint64_t{witnesses})},
                      {"entry", Value(entry)},
                      {"label", ledger.label(entry)},
                      {"proof", proof.text()}});
  } else if (args.out.empty()) {
    print(proof.text().substr(0, proof.text().size() - 1));
  } else {
    print("proof of entry " + ledger.label(entry) + " in " + core::shown(args.out) + ", under a head with " +
          std::to_string(witnesses) + (witnesses == 1 ? " cosignature" : " cosignatures"));
  }
  return 0;
}

}  // namespace cli
