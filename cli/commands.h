// SPDX-License-Identifier: Apache-2.0
// What each command takes and the function that runs it. The functions return the exit status: 0 done, 3 faults found;
// everything else is thrown as core::Error.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cli {

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
};
struct KeyEnrol {
  std::string folder, key, role;
};
struct RoleGrant {
  std::string folder, key, role;
};
struct CaseCreate {
  std::string folder, number, title, lang = "en";
};
struct Acquire {
  std::string source, folder, item;
  std::string format = "e01", compression = "fast", hash = "md5,sha1,sha256", segment_size;
  std::string carrier, description, reason;
  bool no_verify = false, again = false;
};
struct Verify {
  std::string target, case_id, reason;
  bool strict = false, ledger_only = false, quick = false, record = false;
};
struct Log {
  std::string folder, item;
};
/// What stays out of what is handed over.
struct Redact {
  std::string redact;  // "all", or empty
  std::vector<std::string> disclosures, entries;
};
struct LogExport {
  std::string folder, out;
  Redact redact;
};
struct Erase {
  std::string folder, entry, field, reason, authority;
  bool yes = false;
};
struct Transfer {
  std::string folder, from, to, reason, to_outside, agency, badge, receipt, witness;
  std::string to_passphrase_file, witness_passphrase_file;
  std::string seal = "not stated", digest = "not checked", condition;
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
struct Authority {
  bool secret = false;
  std::string folder, kind, scope, issuer, expires, document;
  std::vector<std::string> items;
};
struct IncidentOpen {
  bool secret = false;
  std::string folder, number, title;
};
struct Link {
  bool secret = false;
  std::string folder, item, incident, shows;
};
/// Who else signs on this device.
struct SecondSigner {
  std::string key, passphrase_file;
};
struct Release {
  std::string folder, to, reason, out, seal = "not stated", digest = "not checked", condition;
  std::vector<std::string> items;
  std::uint64_t withdraw = 0;
  bool withdraw_set = false;
};
struct Receive {
  std::string folder, request, answer, out, reason, seal = "not stated", digest = "not checked", condition;
  bool refuse = false;
};
struct Move {
  std::string folder, place, reason;
  std::vector<std::string> items;
};
struct Seal {
  std::string folder, item, number, condition, reason;
  std::uint64_t broken = 0;
  bool broken_set = false;
  SecondSigner witness;
};
struct Note {
  bool secret = false;
  std::string folder, text;
  std::vector<std::string> items;
};
struct Correct {
  std::string folder, field, value, reason;
  std::uint64_t entry = 0;
};
/// Placing, or with `lift_set` lifting what entry `lift` placed.
struct Hold {
  std::string folder, authority, reason;
  std::vector<std::string> items;
  std::uint64_t lift = 0;
  bool lift_set = false;
};
struct Restrict {
  std::string folder, kind, reason, recipient;
  std::vector<std::string> items;
  std::uint64_t lift = 0;
  bool lift_set = false;
};
struct Dispose {
  std::string folder, action, method, authority, reason, receipt;
  std::vector<std::string> items;
  std::uint64_t approve = 0, carried_out = 0;
  bool approve_set = false, carried_out_set = false;
  SecondSigner witness;
};
struct KeyRevoke {
  std::string folder, key, reason;
  std::uint64_t last = 0;
  bool last_set = false;
  SecondSigner approver;
};
struct KeyRotate {
  std::string folder, key, new_key;
};
struct DocumentMake {
  bool committed_only = false;
  std::string folder, kind, lang, item, out;
};
struct PackageMake {
  Redact redact;
  std::string folder, recipient, out;
};
struct Demo {
  std::string folder;
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
int run(const Verify& args, const Common& common);
int run(const Log& args, const Common& common);
int run(const LogExport& args, const Common& common);
int run(const Erase& args, const Common& common);
int run(const Transfer& args, const Common& common);
int run(const FactAdd& args, const Common& common);
int run(const Access& args, const Common& common);
int run(const Authority& args, const Common& common);
int run(const IncidentOpen& args, const Common& common);
int run(const Link& args, const Common& common);
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
int run(const DocumentMake& args, const Common& common);
int run_document_kinds(const Common& common);
int run(const PackageMake& args, const Common& common);
int run(const Demo& args, const Common& common);

}  // namespace cli
