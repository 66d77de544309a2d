// SPDX-License-Identifier: Apache-2.0
// share-pack, statistics, improvements: what of a case goes to others.
#include "cli/commands.h"
#include "cli/entries.h"
#include "cli/sharing.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "legal/exercise/improvement_list.h"
#include "legal/forms/form.h"
#include "legal/law/law_files.h"
#include "legal/sharing/share_pack.h"
#include "legal/sharing/statistics.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

Array texts(const std::vector<std::string>& list) { return {list.begin(), list.end()}; }

using Given = std::map<std::string, std::vector<std::string>>;

/// The answers to the form of a share, as if somebody had filled it in.
Given share_answers(const SharePackMake& args, const legal::SharePack& pack) {
  Given out{{"--incident", {args.incident}},
            {"--party", {args.party}},
            {"--purpose", {args.purpose}},
            {"--profile", {args.profile}},
            {"--tlp", {args.tlp}},
            {"--field", pack.fields},
            {"--file", {(core::Path(args.out) / "manifest.txt").native()}}};
  const std::vector<std::pair<const char*, std::vector<std::string>>> optional = {
      {"--agreement", {args.agreement}}, {"--duty", {args.duty}}, {"--intake", pack.reports}};
  for (const auto& [option, texts] : optional) {
    if (!texts.empty() && !texts.front().empty()) {
      out[option] = texts;
    }
  }
  return out;
}

void write_pack(const core::Path& folder, const legal::SharePack& pack) {
  core::create_new_directory(folder);
  for (const auto& [name, bytes] : pack.files) {
    core::write_new_file(folder / name, core::as_bytes(bytes));
  }
}

/// What the answers do not say: the words that the anonymiser was told to let stand.
Object share_body(const SharePackMake& args) {
  return args.allow.empty() ? Object{} : Object{{"allowed", custody::committed(texts(args.allow))}};
}

/// Takes away what was written, unless it is kept.
class Unrecorded {
 public:
  explicit Unrecorded(core::Path folder) : folder_(std::move(folder)) {}
  ~Unrecorded() {
    boost::system::error_code ignored;
    if (!kept_) {
      core::fs::remove_all(folder_, ignored);
    }
  }
  Unrecorded(const Unrecorded&) = delete;
  Unrecorded& operator=(const Unrecorded&) = delete;
  void keep() { kept_ = true; }

 private:
  core::Path folder_;
  bool kept_ = false;
};

}  // namespace

int run(const SharePackMake& args, const Common& common) {
  if (core::fs::exists(args.out)) {
    core::fail("'" + core::shown(args.out) + "' is there already; name a folder that is not");
  }
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const report::CaseView view(ledger);
  const legal::Records records(view);
  const FixedPolicy sharing = fixed_policy(ledger, args.profile);
  const legal::SharingProfile profile = legal::parse_profile(sharing.bytes, "the sharing profile");
  const core::Bytes salt = salt_of(session, args.salt_file);
  std::vector<std::string> allowed = args.allow;
  allowed.insert(allowed.end(), {profile.body, args.party});
  legal::Anonymiser anonymiser =
      anonymiser_of(records, anonymisation_policy(ledger, args.anonymise),
                    args.lang.empty() ? view.language() : args.lang, salt, {args.incident, allowed});
  const legal::SharePack pack = legal::make_share_pack(records, profile, anonymiser, salt,
                                                       {args.incident, args.tlp, session.clock().now()});
  const legal::Form* form = legal::form_of("sharing_recorded");
  const legal::LawFiles law(session.keys().home());
  const custody::UnlockedKey by = session.signer();
  Unrecorded written(args.out);
  write_pack(args.out, pack);
  const auto done = ledger.append([&](const custody::Ledger& open) {
    legal::Answers answers{open,
                           [&]() -> const legal::RuleSet& { return law.rules(); },
                           *form,
                           share_answers(args, pack),
                           {},
                           nullptr,
                           share_body(args)};
    return Drafts{legal::fill_form(answers, by)};
  });
  written.keep();
  for (const std::string& entry : pack.left_out) {
    (void)std::fprintf(stderr,
                       "note: the indicator of entry %s may not be shared at TLP:%s and is left out\n",
                       entry.c_str(), args.tlp.c_str());
  }
  tell(done[0],
       "package of " + args.incident + " made and recorded as shared with " + core::shown(args.party), common,
       Object{{"fields", texts(pack.fields)},
              {"indicators", Value(std::uint64_t{pack.indicators})},
              {"left_out", texts(pack.left_out)}});
  return 0;
}

int run(const StatisticsRead& args, const Common& common) {
  Session session(common);
  const legal::Zone zone = legal::Zone::find(args.zone);
  const legal::LawFiles law(session.keys().home());
  legal::Statistics statistics(args.year, zone);
  const core::UtcTime now = session.clock().now();
  for (const std::string& folder : args.folders) {
    const custody::Ledger ledger = session.open(folder);
    const report::CaseView view(ledger);
    const legal::Records records(view);
    statistics.add(records, legal::clocks_of(records, law.rules(), law.calendars(), {now, "", {}, {}}), now);
  }
  const auto cells = statistics.cells(args.at_least);
  if (args.csv) {
    (void)std::fputs(legal::statistics_csv(cells).c_str(), stdout);
    return 0;
  }
  Array list;
  for (const legal::StatisticsCell& cell : cells) {
    if (common.json) {
      list.emplace_back(Object{{"group", cell.group},
                               {"measure", cell.measure},
                               {"name", cell.name},
                               {"value", cell.withheld ? Value(nullptr) : Value(cell.value)},
                               {"withheld", cell.withheld}});
    } else {
      print(cell.group + ": " + cell.name + (cell.measure == "count" ? "" : ", " + cell.measure) + "  " +
            (cell.withheld ? "withheld" : grouped(static_cast<std::uint64_t>(cell.value))));
    }
  }
  if (common.json) {
    print_json(Object{{"at_least", args.at_least},
                      {"cases", Value(std::uint64_t{args.folders.size()})},
                      {"cells", std::move(list)},
                      {"year", args.year},
                      {"zone", zone.name()}});
  }
  return 0;
}

int run(const ImprovementsRead& args, const Common& common) {
  Session session(common);
  const custody::Ledger ledger = session.open(args.folder);
  const report::CaseView view(ledger);
  const legal::Records records(view);
  const auto items = legal::improvement_list(records, args.kind, session.clock().now());
  if (args.csv) {
    (void)std::fputs(legal::improvement_csv(records, items).c_str(), stdout);
    return 0;
  }
  Array list;
  for (const legal::ImprovementItem& item : items) {
    const std::string state = item.done ? "done" : item.overdue ? "overdue" : "open";
    if (common.json) {
      list.emplace_back(Object{{"due", item.due ? Value(item.due->text()) : Value(nullptr)},
                               {"entry", Value(item.entry)},
                               {"incident", item.incident},
                               {"kind", item.kind},
                               {"owner", item.owner},
                               {"state", state},
                               {"text", item.text}});
    } else {
      print(state + "  " + item.kind + "  " + item.incident + "  " + core::shown(item.text) + ", " +
            core::shown(item.owner) + (item.due ? ", by " + item.due->text().substr(0, 10) : "") +
            " (entry " + ledger.label(item.entry) + ")");
    }
  }
  if (common.json) {
    print_json(Object{{"improvements", std::move(list)}});
  }
  return 0;
}

}  // namespace cli
