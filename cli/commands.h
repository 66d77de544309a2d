// SPDX-License-Identifier: Apache-2.0
// What each command takes and the function that runs it. The functions return the exit status: 0 done, 3 faults found;
// everything else is thrown as core::Error.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace legal {
struct Form;
}

namespace cli {

/// An entry is given as its label, as a person reads it in 'exhibit log'; empty: not given. What reads it is
/// custody::entry_labelled().

/// Options of every command that signs.
struct Signing {
  std::string as;               // key to sign with; empty: $EXHIBIT_KEY or the only one
  std::string passphrase_file;  // empty: $EXHIBIT_PASSPHRASE or a prompt
};

struct Common {
  bool json = false;
  Signing signing;
  std::vector<std::string> command_line;  // as typed, for the record
};

struct KeyCreate {
  std::string name, role, org;
  bool exercise = false;
};
struct KeyEnrol {
  std::string folder, key, role;
};
struct RoleGrant {
  std::string folder, key, role;
};
struct CaseCreate {
  std::string folder, number, title, lang = "en", exercise;
};
/// In which form an image is written.
struct ImageForm {
  std::string format = "e01", compression = "fast", hash = "md5,sha1,sha256", segment_size;
};
struct Acquire : ImageForm {
  std::string source, folder, item;
  std::string carrier, description, reason, facts, playbook, checkpoint_every, second, continue_in;
  std::string fill = "zero", map, map_out;
  int retries = 2, read_timeout = 30;
  bool no_verify = false, again = false, no_questions = false, resume = false, profile = false;
  bool write_block = false, live = false, is_unsigned = false;
  std::string out;  // of an unsigned image
};
struct Import {
  std::string image, folder, item;
  std::string carrier, description, reason, holder_outside;
  std::string sheet;  // digest of the sheet of an unsigned image, as written down
  bool sign = false, again = false;
};
struct Disks {};
struct Verify {
  std::string target, case_id, reason, policy, tsa_ca, crl;
  std::vector<std::string> heads;
  bool strict = false, ledger_only = false, quick = false, record = false, due = false, second_reader = false;
};
/// Which entries, and where to: the terminal, or a CSV file.
struct EntryFilter {
  std::string person, place, type, item, from, to, csv;
};
struct Log {
  std::string folder;
  EntryFilter filter;
};
struct Search {
  std::string folder, text;
  EntryFilter filter;
};
struct LabelMake {
  std::string folder, item, out;
};
struct LabelCheck {
  std::string folder, text;
};
/// What stays out of what is handed over.
struct Redact {
  std::string redact;  // "all", or empty
  std::vector<std::string> disclosures, entries;
};
struct LogExport {
  Redact redact;
  std::string folder, out, policy, format = "ledger";
};
struct LogCheckpoint {
  std::string folder, out;
  std::uint64_t since = 0;
  bool since_set = false;
};
struct WitnessCosign {
  std::string checkpoint, from, proof, key, out;
  std::vector<std::string> logs;
};
struct WitnessServe {
  std::string key, listen = "127.0.0.1";
  std::uint16_t port = 0;
  std::vector<std::string> logs;
};
struct WitnessAsk {
  std::string folder, url, witness;
};
struct WitnessAdd {
  std::string folder, answer, witness, policy;
};
struct Prove {
  std::string folder, entry, out, leaf_out, check, leaf, policy, log;
};
struct Stamp {
  std::string folder, tsa, query_out, reply_in, tsa_ca, crl;
  bool renew = false, due = false;
};
/// What every handover asks.
struct HandoverWords {
  std::string reason, method, carrier, purpose, authority;
  std::string seal = "not stated", digest = "not checked", condition;
};
struct Erase {
  std::string folder, entry, field, reason, authority;
  bool yes = false;
};
struct Transfer {
  std::string folder, from, to, to_outside, agency, badge, receipt, witness;
  std::string to_passphrase_file, witness_passphrase_file;
  HandoverWords words;
  std::vector<std::string> items;
  bool seized = false, from_outside_set = false;
  std::string from_outside;
};
struct FactAdd {
  std::string folder, item, fact, value, observed_at;
  bool secret = false;
};
struct Access {
  std::string folder, item, action = "viewed", range = "not stated", reason;
  bool secret = false;
};
struct ThingRegister {
  std::string folder, item, kind = "source", description, power, lock, collected_at, holder_outside;
  std::map<std::string, std::string> texts, collected;  // by name in the format
  std::vector<std::string> photographs;
  std::uint64_t quantity = 0;
  bool quantity_set = false;
};
struct Derive {
  std::string folder, parent, item, kind, file, range, reason;
};
struct Authority {
  bool secret = false;
  std::string folder, kind, scope, issuer, expires, document;
  std::vector<std::string> items;
};
struct IncidentOpen {
  bool secret = false;
  std::string folder, number, title;
};
struct SelfTest {
  std::string folder;  // empty: recorded nowhere
};
struct IncidentRead {
  std::string folder, number;
};
struct TimelineRead {
  std::string folder, number, csv, svg, lang;
  bool with_private = false;
};
struct ReadinessRead {
  std::string folder;
};
struct OptionsRead {
  std::string name, folder;
};
struct DeadlinesRead {
  std::string folder, incident, at, ics, lang;
  std::vector<std::string> jurisdictions, roles;
};
struct Assess {
  std::string folder, item, rules, lang;
  bool record = false;
};
struct Facts {
  std::string folder, item, lang;
};
struct ExerciseRead {
  std::string folder, at;
  bool with_protected = false;
};
struct FormFill {
  const legal::Form* form = nullptr;
  std::string folder;
  std::map<std::string, std::vector<std::string>> given;  // by option
  std::map<std::string, bool> flags;
  std::vector<std::string> items;
  bool secret = false;
};
struct Mount {
  std::string folder, item, at, reason;
  bool foreground = false;
};
struct Export {
  std::string folder, item, out, reason;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> length;
};
/// Of an image alone, or of one of a case.
struct Convert : ImageForm {
  std::string image, out, folder, item, reason;
  std::optional<std::uint32_t> sector_size;  // of raw media
};
struct Copy {
  std::string folder, item, to, reason;
};
struct View {
  std::string folder, item, reason;
  std::uint64_t offset = 0, length = 0;
};
/// Names in a folder inside an image.
struct Files {
  std::string folder, item, path, reason;
  std::optional<std::uint64_t> volume;
};
/// One file out of an image.
struct Disclose {
  std::string folder, item, path, out, reason;
  std::optional<std::uint64_t> volume, inode;
};
struct Cite {
  std::string folder, item, path, reason, text, occurred_at;
  std::optional<std::uint64_t> volume, inode;
};
/// Who else signs on this device.
struct SecondSigner {
  std::string key, passphrase_file;
};
/// An anonymised brief for a decision body.
struct BriefMake {
  std::string folder, incident, lang, out, profile, salt_file, counsel, keeper, at;
  std::vector<std::string> ask, allow;
};
struct BriefOpen {
  std::string folder, brief, reason;
  SecondSigner second;
};
/// A package for a coordination centre.
struct SharePackMake {
  std::string folder, incident, profile, out, party, purpose, agreement, duty, tlp, lang, anonymise,
      salt_file;
  std::vector<std::string> allow;
};
struct StatisticsRead {
  std::vector<std::string> folders;
  std::string zone = "UTC";
  int year = 0;
  std::int64_t at_least = 0;
  bool csv = false;
};
struct ImprovementsRead {
  std::string folder, kind;
  bool csv = false;
};
struct Release {
  std::string folder, to, out, withdraw;
  HandoverWords words;
  std::vector<std::string> items;
};
struct Receive {
  std::string folder, request, answer, out;
  HandoverWords words;
  bool refuse = false;
};
struct Move {
  std::string folder, place, reason;
  std::vector<std::string> items;
};
struct Seal {
  std::string folder, item, number, broken, condition, reason;
  SecondSigner witness;
};
struct Note {
  bool secret = false;
  std::string folder, text;
  std::vector<std::string> items;
};
struct Correct {
  std::string folder, entry, field, value, reason;
};
/// Placing, or lifting what entry `lift` placed.
struct Hold {
  std::string folder, authority, reason, lift;
  std::vector<std::string> items;
};
struct Restrict {
  std::string folder, kind, reason, recipient, lift;
  std::vector<std::string> items;
};
struct Dispose {
  std::string folder, action, method, authority, reason, receipt, approve, carried_out;
  std::vector<std::string> items;
  SecondSigner witness;
};
struct KeyRevoke {
  std::string folder, key, reason;
  std::vector<std::string> last;
  SecondSigner approver;
};
struct KeyRotate {
  std::string folder, key, new_key;
};
struct Sync {
  std::string folder, with, out;
  bool no_images = false;
};
struct CaseMirror {
  std::string folder, from;
  bool no_images = false;
};
struct CaseContinue {
  std::string folder, log, reason;
};
struct CaseRestore {
  std::string folder, reason;
  SecondSigner approver;
};
struct CustodyResolve {
  std::string folder, item, holder, reason;
  SecondSigner approver;
};
struct DocumentMake {
  bool committed_only = false, secret = false, without_protected = false;
  std::string folder, kind, lang, item, incident, entry, rules, from, to, out, released_to;
};
struct PackageMake {
  Redact redact;
  std::string folder, recipient, out, policy;
  std::string name, agreement, duty, override_reason, purpose, tlp, approved_by, transfer_basis;
  std::vector<std::string> requests, documents, without;
  bool personal_data = false, with_images = false, tell_withheld = false, dry_run = false;
};
struct SignReview {
  std::string package, review, out;
};
struct CustodyGaps {
  std::string folder, at;
};
struct CaseSet {
  std::string folder, reason;
  std::int64_t recheck_days = 0;
};
struct DeadlineCompute {
  std::string duty, at, zone, calendar;
};
struct Demo {
  bool full = false;
  std::string folder;
};
struct RulesList {
  std::string kind, jurisdiction;  // empty: all
};
struct RulesShow {
  std::string id, lang = "en";
};
struct RulesCheck {
  std::vector<std::string> files;
};
struct RulesDiff {
  std::vector<std::string> files;
};

int run(const KeyCreate& args, const Common& common);
int run_key_list(const Common& common);
int run_key_export(const std::string& key, bool card, const Common& common);
int run_key_passwd(const std::string& key, const std::string& new_passphrase_file, const Common& common);
int run(const KeyEnrol& args, const Common& common);
int run(const RoleGrant& args, const Common& common);
int run(const CaseCreate& args, const Common& common);
int run_case_show(const std::string& folder, const Common& common);
int run(const Acquire& args, const Common& common);
int run(const Import& args, const Common& common);
int run(const Disks& args, const Common& common);
int run(const Verify& args, const Common& common);
int run(const Log& args, const Common& common);
int run(const Search& args, const Common& common);
int run(const LabelMake& args, const Common& common);
int run(const LabelCheck& args, const Common& common);
int run(const LogExport& args, const Common& common);
int run(const LogCheckpoint& args, const Common& common);
int run_witness_key_create(const std::string& name, const Common& common);
int run_witness_key_list(const Common& common);
int run_witness_key_export(const std::string& key, const Common& common);
int run(const WitnessCosign& args, const Common& common);
int run(const WitnessServe& args, const Common& common);
int run(const WitnessAsk& args, const Common& common);
int run(const WitnessAdd& args, const Common& common);
int run(const Prove& args, const Common& common);
int run(const Stamp& args, const Common& common);
int run(const Erase& args, const Common& common);
int run(const Transfer& args, const Common& common);
int run(const FactAdd& args, const Common& common);
int run(const Access& args, const Common& common);
int run(const ThingRegister& args, const Common& common);
int run_thing_show(const std::string& folder, const std::string& item, const Common& common);
int run(const Derive& args, const Common& common);
int run(const Mount& args, const Common& common);
int run(const Export& args, const Common& common);
int run(const Convert& args, const Common& common);
int run(const Copy& args, const Common& common);
int run(const View& args, const Common& common);
int run(const Files& args, const Common& common);
int run(const Cite& args, const Common& common);
int run(const Disclose& args, const Common& common);
int run(const Authority& args, const Common& common);
int run(const IncidentOpen& args, const Common& common);
int run(const FormFill& args, const Common& common);
int run(const Assess& args, const Common& common);
int run(const SelfTest& args, const Common& common);
int run(const BriefMake& args, const Common& common);
int run(const BriefOpen& args, const Common& common);
int run(const SharePackMake& args, const Common& common);
int run(const StatisticsRead& args, const Common& common);
int run(const ImprovementsRead& args, const Common& common);
int run(const IncidentRead& args, const Common& common);
int run_exercise_next(const ExerciseRead& args, const Common& common);
int run_exercise_score(const ExerciseRead& args, const Common& common);
int run(const TimelineRead& args, const Common& common);
int run(const ReadinessRead& args, const Common& common);
int run(const OptionsRead& args, const Common& common);
int run(const DeadlinesRead& args, const Common& common);
int run(const Facts& args, const Common& common);
int run(const Release& args, const Common& common);
int run(const Receive& args, const Common& common);
int run(const Move& args, const Common& common);
int run(const Seal& args, const Common& common);
int run(const Note& args, const Common& common);
int run(const Correct& args, const Common& common);
int run(const Hold& args, const Common& common);
int run(const Restrict& args, const Common& common);
int run(const Dispose& args, const Common& common);
int run(const KeyRevoke& args, const Common& common);
int run(const KeyRotate& args, const Common& common);
int run_role_withdraw(const RoleGrant& args, const Common& common);
int run(const Sync& args, const Common& common);
int run(const CaseMirror& args, const Common& common);
int run(const CaseContinue& args, const Common& common);
int run(const CaseRestore& args, const Common& common);
int run(const CustodyResolve& args, const Common& common);
int run(const DocumentMake& args, const Common& common);
int run_document_kinds(const Common& common);
int run(const PackageMake& args, const Common& common);
int run(const SignReview& args, const Common& common);
int run(const CustodyGaps& args, const Common& common);
int run(const CaseSet& args, const Common& common);
int run(const DeadlineCompute& args, const Common& common);
int run(const Demo& args, const Common& common);
int run(const RulesList& args, const Common& common);
int run(const RulesShow& args, const Common& common);
int run(const RulesCheck& args, const Common& common);
int run(const RulesDiff& args, const Common& common);

}  // namespace cli
