// SPDX-License-Identifier: Apache-2.0
// brief make, brief open-mapping: an anonymised brief for a decision body, and who is behind its pseudonyms.
#include "cli/commands.h"
#include "cli/entries.h"
#include "cli/sharing.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/entry_label.h"
#include "legal/law/law_files.h"
#include "legal/sharing/brief_record.h"
#include "legal/sharing/share_pack.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

std::string rendered(const legal::Brief& brief, const std::string& out) {
  if (out.ends_with(".pdf")) {
    const core::Bytes pdf = legal::brief_pdf(brief);
    return {pdf.begin(), pdf.end()};
  }
  return out.ends_with(".json") ? core::json::encode_indented(legal::brief_json(brief)) + "\n"
         : out.ends_with(".md") ? legal::brief_markdown(brief)
                                : legal::brief_plain(brief);
}

void need_known_ending(const std::string& out) {
  if (!out.ends_with(".md") && !out.ends_with(".txt") && !out.ends_with(".json") && !out.ends_with(".pdf")) {
    core::fail_usage("--out ends in .pdf, .md, .txt or .json");
  }
}

}  // namespace

int run(const BriefMake& args, const Common& common) {
  need_known_ending(args.out);
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const report::CaseView view(ledger);
  const legal::Records records(view);
  const core::UtcTime at = time_of(args.at, "--at").value_or(session.clock().now());
  const FixedPolicy file = anonymisation_policy(ledger, args.profile);
  const core::Bytes salt = salt_of(session, args.salt_file);
  legal::Anonymiser anonymiser = anonymiser_of(records, file, args.lang.empty() ? view.language() : args.lang,
                                               salt, {args.incident, args.allow});
  const legal::LawFiles law(session.keys().home());  // clocks point into it
  std::vector<std::string> questions;
  for (const std::string& question : args.ask) {
    questions.push_back(needed_text(question, "--ask"));
  }
  const auto facts = legal::brief_facts(
      records, legal::clocks_of(records, law.rules(), law.calendars(), {at, args.incident, {}, {}}),
      {args.incident, at, questions});
  const legal::Brief brief = legal::make_brief(facts, anonymiser, salt);
  const std::string text = rendered(brief, args.out);
  std::vector<legal::Residue> residues = legal::residues_of(brief, anonymiser);
  if (residues.empty()) {
    residues = anonymiser.residues("the file", text, true);
  }
  legal::refuse_residues(residues, "brief");
  const auto enrolled = [&](const std::string& key) {
    return key.empty() ? key : enrolled_key(key, ledger, session.keys());
  };
  const legal::BriefRecord record{args.incident,
                                  brief.language,
                                  file.reference,
                                  core::sha256(core::as_bytes(file.bytes)),
                                  core::sha256(core::as_bytes(text)),
                                  args.allow,
                                  legal::brief_keys(ledger, {enrolled(args.counsel), enrolled(args.keeper)})};
  const std::string mapping = legal::mapping_text(brief, anonymiser, salt, record.sha256);
  const custody::UnlockedKey by = session.signer();
  core::write_new_file(args.out, core::as_bytes(text));
  custody::Appended done;
  try {
    done = ledger.append([&](const custody::Ledger& open) {
      return Drafts{legal::draft_brief(open, record, mapping, by)};
    })[0];
  } catch (...) {
    boost::system::error_code ignored;
    core::fs::remove(args.out, ignored);
    throw;
  }
  tell(done, "brief on " + args.incident + " made; who is behind its pseudonyms is sealed for two people",
       common,
       Object{{"counsel", record.keys.counsel},
              {"keeper", record.keys.keeper},
              {"pseudonyms", Value(std::uint64_t{anonymiser.used().size()})},
              {"series", brief.series},
              {"sha256", record.sha256.hex()}});
  return 0;
}

int run(const BriefOpen& args, const Common& common) {
  const std::string reason = needed_text(args.reason, "--reason");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const std::uint64_t brief = custody::entry_labelled(ledger, args.brief);
  const custody::UnlockedKey one = session.signer();
  const custody::UnlockedKey other =
      session.unlock(args.second.key, args.second.passphrase_file, "--second-passphrase-file");
  const core::Secret mapping = legal::open_mapping(ledger, brief, one, other);
  const auto value = core::json::parse(mapping.view());
  const Value* names = value ? value->find("names") : nullptr;
  if (names == nullptr || names->array() == nullptr) {
    core::fail("what is sealed is no mapping of pseudonyms");
  }
  // Nobody sees a name before the ledger says that they do.
  const auto done = ledger.append([&](const custody::Ledger& open) {
    return Drafts{legal::draft_opened(open, brief, reason, one, other)};
  });
  tell(done[0], "the names behind the brief of entry " + ledger.label(brief) + " were opened", common,
       Object{{"names", *names}, {"salt", value->text_of("salt").value_or("")}});
  for (const Value& name : *names->array()) {
    std::string spellings;
    for (const std::string& one_name : custody::texts_in(name, "names")) {
      spellings += (spellings.empty() ? "" : ", ") + core::shown(one_name);
    }
    if (!common.json) {
      print(name.text_of("pseudonym").value_or("") + ": " + spellings);
    }
  }
  return 0;
}

}  // namespace cli
