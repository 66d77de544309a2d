// SPDX-License-Identifier: Apache-2.0
// The table of commands, the one catch, and the exit status.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "acquire/acquire.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "core/error.h"
#include "core/text.h"
#include "core/version.h"
#include "legal/incident.h"

namespace {

constexpr const char* kStatus =
    "Exit status: 0 done, or verified and intact; 1 could not be done; 2 wrong usage; 3 faults found.";

/// Collects what was chosen on the command line; exactly one command runs.
class Table {
 public:
  explicit Table(cli::Common& common) : common_(common) {
    app_.name("exhibit");
    app_.description("exhibit preserves digital evidence so that anybody can check it.");
    app_.footer(std::string("Start with 'exhibit demo'. Each command tells more with --help.\n") + kStatus);
    app_.set_version_flag("--version", std::string(core::kProgramName) + " " + core::kProgramVersion);
    app_.require_subcommand(1);
    app_.option_defaults()->take_last();
    keys();
    cases();
    evidence();
    handling();
    legal_part();
    output();
  }

  int run(int argc, char** argv) {
    const auto all = app_.get_subcommands(std::function<bool(CLI::App*)>());
    const bool named = argc > 1 && argv[1][0] != '-';
    if (named &&
        std::none_of(all.begin(), all.end(), [&](CLI::App* a) { return a->get_name() == argv[1]; })) {
      core::fail_usage("there is no command '" + core::shown(argv[1]) +
                       "'; 'exhibit --help' lists the commands");
    }
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      const int status = app_.exit(error);
      return status == 0 ? 0 : 2;
    }
    refuse_empty(app_);
    return chosen_();
  }

 private:
  /// An empty word is a variable that was never set: left alone it would pass for an option not given.
  static void refuse_empty(const CLI::App& app) {
    for (const CLI::Option* option : app.get_options()) {
      const auto given = option->results();
      if (!option->empty() && std::find(given.begin(), given.end(), "") != given.end()) {
        core::fail_usage(option->get_name() + " is empty");
      }
    }
    for (const CLI::App* command : app.get_subcommands()) {
      refuse_empty(*command);
    }
  }
  CLI::App* command(CLI::App* parent, const char* name, const char* what, const char* example,
                    std::function<int()> action, bool signs = true) {
    CLI::App* out = parent->add_subcommand(name, what);
    out->footer(std::string("Example:\n  ") + example + "\n" + kStatus);
    out->add_flag("--json", common_.json, "one JSON object on standard output");
    if (signs) {
      out->add_option("--as", common_.signing.as,
                      "key that signs: id, or name if only one key has it (default: the "
                      "only key, or $EXHIBIT_KEY)");
      out->add_option("--passphrase-file", common_.signing.passphrase_file,
                      "file whose first line is the passphrase (default: $EXHIBIT_PASSPHRASE, or a prompt)");
    }
    // A parent command's callback runs after that of its subcommand, which is the one meant.
    out->callback([this, action = std::move(action)] { chosen_ = chosen_ ? chosen_ : action; });
    return out;
  }
  CLI::App* group(const char* name, const char* what) {
    CLI::App* out = app_.add_subcommand(name, what);
    out->require_subcommand(1);
    out->footer(kStatus);
    return out;
  }
  template <typename Args>
  std::function<int()> runs(Args& args) {
    return [this, &args] { return cli::run(args, common_); };
  }
  static void folder(CLI::App* command, std::string& into) {
    command->add_option("DIR", into, "the case folder")->required();
  }

  void keys() {
    CLI::App* key = group("key", "people's keys on this device");
    CLI::App* create = command(key, "create", "make a key; prints its id",
                               "exhibit key create --name 'R. Sato' --role responder", runs(key_create_));
    create->add_option("--name", key_create_.name, "the person's name")->required();
    create
        ->add_option("--role", key_create_.role,
                     "administrator, responder, examiner, custodian, counsel or auditor")
        ->required();
    create->add_option("--org", key_create_.org, "organisation");
    command(
        key, "list", "list the keys of this device", "exhibit key list",
        [this] { return cli::run_key_list(common_); }, false);
    CLI::App* exported = command(
        key, "export", "print a key's public half", "exhibit key export 'R. Sato'",
        [this] { return cli::run_key_export(text_, flag_, common_); }, false);
    exported->add_option("KEY", text_, "id or name")->required();
    exported->add_flag("--card", flag_,
                       "print the card (key, name, role, proof of possession) that another device enrols");
    CLI::App* passwd = command(key, "passwd", "change a key's passphrase", "exhibit key passwd 'R. Sato'",
                               [this] { return cli::run_key_passwd(text_, second_text_, common_); });
    passwd->add_option("KEY", text_, "id or name")->required();
    passwd->add_option("--new-passphrase-file", second_text_,
                       "file whose first line is the new passphrase (default: a prompt)");
    CLI::App* enrol = command(key, "enrol", "admit a key to a case (administrators)",
                              "exhibit key enrol 2026-0042 'H. Mori' --role custodian", runs(key_enrol_));
    folder(enrol, key_enrol_.folder);
    enrol
        ->add_option(
            "VKEY", key_enrol_.key,
            "the key: id, name or vkey of a key on this device, or a file made with 'key export --card'")
        ->required();
    enrol->add_option("--role", key_enrol_.role, "the role the key gets in the case")->required();
    CLI::App* role = group("role", "roles in a case");
    CLI::App* grant = command(role, "grant", "give an enrolled key a further role (administrators)",
                              "exhibit role grant 2026-0042 'H. Mori' administrator", runs(role_grant_));
    folder(grant, role_grant_.folder);
    grant->add_option("KEY", role_grant_.key, "id, name or vkey")->required();
    grant->add_option("ROLE", role_grant_.role, "the role")->required();
  }

  void cases() {
    CLI::App* group_case = group("case", "case folders");
    CLI::App* create =
        command(group_case, "create", "make a case folder with its own ledger",
                "exhibit case create 2026-0042 --number 2026-0042 --title 'Intrusion, file server'",
                runs(case_create_));
    create->add_option("DIR", case_create_.folder, "the folder to make; it must not exist")->required();
    create->add_option("--number", case_create_.number, "the case's number")->required();
    create->add_option("--title", case_create_.title, "the case's title")->required();
    create->add_option("--lang", case_create_.lang, "language of documents: en or ja");
    CLI::App* show = command(
        group_case, "show", "what the case holds and who holds what", "exhibit case show 2026-0042",
        [this] { return cli::run_case_show(text_, common_); }, false);
    folder(show, text_);
    CLI::App* log = command(
        &app_, "log", "the ledger, readable", "exhibit log 2026-0042 --item EV-001",
        [this] {
          return log_.folder.empty()
                     ? throw core::Error(core::ErrorCode::usage, "log needs DIR, the case folder")
                     : cli::run(log_, common_);
        },
        false);
    log->add_option("DIR", log_.folder, "the case folder");
    log->add_option("--item", log_.item, "only entries about this thing or image");
    log->require_subcommand(0, 1);
    CLI::App* exported =
        command(log, "export", "write the ledger for other verifiers, with proofs and a guide",
                "exhibit log export 2026-0042 ledger-2026-0042", runs(log_export_), false);
    folder(exported, log_export_.folder);
    exported->add_option("OUT", log_export_.out, "the folder to make")->required();
  }

  void evidence() {
    CLI::App* acquire = command(&app_, "acquire", "image a disk or file, hash it, compare it and record it",
                                "exhibit acquire /dev/sdb --case 2026-0042 --item EV-001", runs(acquire_));
    acquire->add_option("SOURCE", acquire_.source, "block device or file; opened read-only")->required();
    acquire->add_option("--case", acquire_.folder, "the case folder")->required();
    acquire->add_option("--item", acquire_.item, "exhibit number, for example EV-001")->required();
    acquire->add_option("--format", acquire_.format, "e01 (default) or raw");
    acquire->add_option("--compression", acquire_.compression, "none, fast (default) or best");
    acquire->add_option("--hash", acquire_.hash, "digests, separated by commas (default md5,sha1,sha256)");
    acquire->add_option("--segment-size", acquire_.segment_size,
                        "largest file of the image, for example 2000M (default E01 1500M, raw unsplit)");
    acquire->add_option("--carrier", acquire_.carrier, "what the image is written on, in your words");
    acquire->add_option("--description", acquire_.description, "what the source is");
    acquire->add_option("--reason", acquire_.reason, "why it is imaged");
    acquire->add_flag("--no-verify", acquire_.no_verify,
                      "do not read the image back; it is recorded as not compared");
    acquire->add_flag("--again", acquire_.again, "make a further image of an item that has one");
    CLI::App* verify = command(&app_, "verify", "check a case folder, a package or an image; writes nothing",
                               "exhibit verify 2026-0042", runs(verify_));
    verify
        ->add_option("TARGET", verify_.target,
                     "case folder, package (folder or ZIP), ledger export or first file of an image")
        ->required();
    verify->add_option("--case-id", verify_.case_id,
                       "case id from paper: fixes the first administrator and the log's key");
    verify->add_option("--head", verify_.head,
                       "SIZE:ROOT, an earlier head from paper: fixes the entries that it covers");
    verify->add_flag("--strict", verify_.strict, "limits count as faults for the exit status");
    verify->add_flag("--ledger-only", verify_.ledger_only, "check the ledger, not the files");
    verify->add_flag("--quick", verify_.quick, "do not read the media of images");
    CLI::Option* reason =
        verify->add_option("--reason", verify_.reason, "why, for the entry that --record writes");
    verify->add_flag("--record", verify_.record, "also write an entry that the case was verified")
        ->needs(reason);
  }

  void handling() {
    CLI::App* transfer = command(
        &app_, "transfer", "hand a thing over: two signatures inside, a paper receipt outside",
        "exhibit transfer 2026-0042 --item EV-001 --from 'R. Sato' --to 'H. Mori' --reason 'to the safe'",
        [this] {
          transfer_.from_outside_set = from_outside_->count() > 0;
          return cli::run(transfer_, common_);
        });
    folder(transfer, transfer_.folder);
    transfer->add_option("--item", transfer_.items, "the thing; may be given more than once")
        ->required()
        ->take_all();
    transfer->add_option("--from", transfer_.from, "key of who hands over");
    transfer->add_option("--to", transfer_.to, "key of who receives");
    transfer->add_option("--reason", transfer_.reason, "why");
    transfer->add_option("--to-passphrase-file", transfer_.to_passphrase_file,
                         "passphrase of the receiver's key");
    transfer->add_option("--to-outside", transfer_.to_outside, "name of the receiver, who has no key here");
    from_outside_ = transfer->add_option("--from-outside", transfer_.from_outside,
                                         "name of the giver, who has no key here");
    transfer->add_option("--agency", transfer_.agency, "the outside party's agency or firm");
    transfer->add_option("--badge", transfer_.badge, "the outside party's badge or staff number");
    transfer->add_option("--receipt", transfer_.receipt, "the signed paper receipt, scanned");
    transfer->add_flag("--seized", transfer_.seized, "taken without anybody here willing to hand it over");
    transfer->add_option("--witness", transfer_.witness, "key of a witness who signs too");
    transfer->add_option("--witness-passphrase-file", transfer_.witness_passphrase_file,
                         "passphrase of the witness's key");
    transfer->add_option("--seal", transfer_.seal, "intact, broken, none or 'not stated'")
        ->check(CLI::IsMember({"intact", "broken", "none", "not stated"}));
    transfer->add_option("--digest", transfer_.digest, "matches, mismatch or 'not checked'")
        ->check(CLI::IsMember({"matches", "mismatch", "not checked"}));
    transfer->add_option("--condition", transfer_.condition, "condition of the thing");
    CLI::App* access = command(
        &app_, "access", "record that evidence was looked at or copied by other means",
        "exhibit access 2026-0042 --item EV-001-I1 --action copied --reason 'working copy for the lab'",
        runs(access_));
    folder(access, access_.folder);
    access->add_option("--item", access_.item, "thing or image")->required();
    access->add_option("--action", access_.action, "viewed, mounted, exported or copied")
        ->check(CLI::IsMember({"viewed", "mounted", "exported", "copied"}));
    access->add_option("--range", access_.range, "which part");
    access->add_option("--reason", access_.reason, "why")->required();
    CLI::App* fact = group("fact", "facts about an item");
    CLI::App* add =
        command(fact, "add", "record a fact afterwards; it is marked as added later",
                "exhibit fact add 2026-0042 --item EV-001 --fact F18 --value 'clock of the host 3 s slow'",
                runs(fact_add_));
    folder(add, fact_add_.folder);
    add->add_option("--item", fact_add_.item, "thing or image")->required();
    add->add_option("--fact", fact_add_.fact, "number of the fact, for example F18 (clock of the source)")
        ->required();
    add->add_option("--value", fact_add_.value, "the fact")->required();
    add->add_option("--observed-at", fact_add_.observed_at,
                    "when it was observed, with zone: 2026-11-22T18:53:00+09:00");
  }

  void legal_part() {
    CLI::App* authority = command(&app_, "authority", "record what entitles us to collect",
                                  "exhibit authority 2026-0042 --kind consent --scope 'server FS-1' --issuer "
                                  "'K. Abe, owner' --document consent.pdf",
                                  runs(authority_));
    folder(authority, authority_.folder);
    const auto& kinds = legal::authority_kinds();
    authority
        ->add_option("--kind", authority_.kind,
                     "consent, ownership, policy, contract, warrant, order, voluntary, statute or other")
        ->required()
        ->check(CLI::IsMember(std::vector<std::string>(kinds.begin(), kinds.end())));
    authority->add_option("--scope", authority_.scope, "what it covers")->required();
    authority->add_option("--issuer", authority_.issuer, "who gave it")->required();
    authority->add_option("--expires", authority_.expires, "when it ends, with zone");
    authority->add_option("--document", authority_.document, "the paper, scanned; kept by its digest");
    authority
        ->add_option("--item", authority_.items, "thing or image it is about; may be given more than once")
        ->take_all();
    CLI::App* incident = group("incident", "incidents of a case");
    CLI::App* open = command(incident, "open", "open an incident",
                             "exhibit incident open 2026-0042 --number INC-7 --title 'Ransom note on FS-1'",
                             runs(incident_open_));
    folder(open, incident_open_.folder);
    open->add_option("--number", incident_open_.number, "the incident's number")->required();
    open->add_option("--title", incident_open_.title, "the incident's title")->required();
    CLI::App* link = command(&app_, "link", "link a thing or image to an incident",
                             "exhibit link 2026-0042 --item EV-001-I1 --incident INC-7 --shows 'the ransom "
                             "note, written at 02:14'",
                             runs(link_));
    folder(link, link_.folder);
    link->add_option("--item", link_.item, "thing or image")->required();
    link->add_option("--incident", link_.incident, "the incident's number")->required();
    link->add_option("--shows", link_.shows, "what it is said to show")->required();
  }

  void output() {
    CLI::App* document =
        command(&app_, "document", "draw up a document from the ledger",
                "exhibit document 2026-0042 custody-form --item EV-001 --out custody-form.pdf", [this] {
                  const bool kinds = document_.folder == "kinds" && document_.kind.empty();
                  if (kinds) {
                    return cli::run_document_kinds(common_);
                  }
                  if (document_.kind.empty() || document_.out.empty()) {
                    throw core::Error(
                        core::ErrorCode::usage,
                        "document needs DIR, KIND and --out FILE ('exhibit document kinds' lists the kinds)");
                  }
                  return cli::run(document_, common_);
                });
    document->add_option("DIR", document_.folder, "the case folder; or the word 'kinds' to list the kinds")
        ->required();
    document->add_option("KIND", document_.kind, "kind of document");
    document->add_option("--lang", document_.lang, "en or ja (default: the case's)");
    document->add_option("--item", document_.item, "the thing it is about");
    document->add_option("--out", document_.out, "PDF file to make");
    CLI::App* package =
        command(&app_, "package", "put images, ledger, documents and a guide together for handing over",
                "exhibit package 2026-0042 --for police --out HANDOVER-2026-0042", runs(package_));
    folder(package, package_.folder);
    package->add_option("--for", package_.recipient, "who it is for: police, court, auditor or a name")
        ->required();
    package->add_option("--out", package_.out, "folder or FILE.zip to make")->required();
    CLI::App* demo = command(&app_, "demo", "a whole case on sample data, each step explained",
                             "exhibit demo", runs(demo_), false);
    demo->add_option("DIR", demo_.folder, "folder to make (default: a new one below the temporary folder)");
  }

  cli::Common& common_;
  CLI::App app_;
  CLI::Option* from_outside_ = nullptr;
  std::function<int()> chosen_;
  std::string text_, second_text_;
  bool flag_ = false;
  cli::KeyCreate key_create_;
  cli::KeyEnrol key_enrol_;
  cli::RoleGrant role_grant_;
  cli::CaseCreate case_create_;
  cli::Log log_;
  cli::LogExport log_export_;
  cli::Acquire acquire_;
  cli::Verify verify_;
  cli::Transfer transfer_;
  cli::Access access_;
  cli::FactAdd fact_add_;
  cli::Authority authority_;
  cli::IncidentOpen incident_open_;
  cli::Link link_;
  cli::DocumentMake document_;
  cli::PackageMake package_;
  cli::Demo demo_;
};

int status_of(core::ErrorCode code) { return code == core::ErrorCode::usage ? 2 : 1; }

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = acquire::run_if_reader_child(argc, argv)) {
    return *status;
  }
  cli::Common common;
  common.command_line.assign(argv, argv + argc);
  try {
    cli::install_cancel();
    return Table(common).run(argc, argv);
  } catch (const core::Error& error) {
    (void)std::fprintf(stderr, "exhibit: %s\n", core::shown(error.what(), true).c_str());
    return status_of(error.code());
  } catch (const std::exception& error) {
    (void)std::fprintf(stderr, "exhibit: cannot go on: %s\n", core::shown(error.what()).c_str());
    return 1;
  }
}
