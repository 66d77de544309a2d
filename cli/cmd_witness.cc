// SPDX-License-Identifier: Apache-2.0
// witness (by hand), witness key create, list, export; witness ask, add: the side of the case.
#include "cli/http_client.h"
#include "cli/policy_file.h"
#include "cli/session.h"
#include "cli/witness_desk.h"
#include "custody/cosigning.h"
#include "custody/export.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using custody::WitnessVerdict;

namespace {

constexpr std::uint64_t kMostBytes = 1U << 20U;

/// A case or an export as the proof of consistency needs it.
struct KnownLog {
  std::vector<core::Sha256> hashes;
  std::optional<custody::VerifierKey> key;
};

KnownLog known_log(const std::string& folder, Session& session) {
  KnownLog out;
  if (core::fs::exists(core::Path(folder) / "ledger.sqlite")) {
    const custody::ExportSource source(folder);
    const auto leaves = source.leaves();
    while (const auto found = leaves->next()) {
      out.hashes.push_back(found->leaf ? core::merkle::leaf_hash(*found->leaf) : core::Sha256{});
    }
    const std::string vkey = core::read_text_file(core::Path(folder) / "log.vkey", 64U << 10U);
    out.key = custody::VerifierKey::parse(std::string_view(vkey).substr(0, vkey.find('\n')));
  } else {
    const custody::Ledger ledger = session.open(folder);
    out.hashes = ledger.store().leaf_hashes(ledger.log_index());
    out.key = ledger.log();
  }
  // A log of ours is named after its key, so that whoever names the origin names the key.
  if (!out.key || !(custody::log_key(out.key->key) == *out.key)) {
    core::fail("the folder " + core::shown(folder) + " does not tell the key of its log");
  }
  return out;
}

std::uint64_t size_in(const std::string& note) {
  const auto parsed = custody::Note::parse(note);
  const auto head = parsed ? custody::Checkpoint::parse_head(parsed->text) : std::nullopt;
  if (!head) {
    core::fail(
        "what is to be cosigned is no checkpoint; make one with 'exhibit log checkpoint DIR --out FILE'");
  }
  return head->size;
}

std::string origin_in(const std::string& note) { return note.substr(0, note.find('\n')); }

custody::CheckpointRequest request_of(const WitnessCosign& args, const std::optional<KnownLog>& from,
                                      const custody::Witness& witness) {
  std::string text = core::read_text_file(args.checkpoint, kMostBytes);
  if (!args.proof.empty()) {
    text = core::read_text_file(args.proof, kMostBytes) + "\n" + text;
  }
  auto request = custody::CheckpointRequest::parse(text);
  if (!request) {
    request = custody::CheckpointRequest{0, {}, text};
    const std::uint64_t size = size_in(text);
    request->old_size = witness.last_size(origin_in(text));
    if (request->old_size == size) {
      return *request;
    }
    if (request->old_size > 0 && !from) {
      core::fail(
          "this witness cosigned a head of " + std::to_string(request->old_size) +
          " entries before: a proof is needed that the new one continues it; make the file with 'exhibit log "
          "checkpoint DIR --since " +
          std::to_string(request->old_size) + "', or give --from DIR");
    }
  }
  const std::uint64_t size = size_in(request->note);
  const std::uint64_t last = witness.last_size(origin_in(request->note));
  if (from && last > 0 && last <= size && size <= from->hashes.size()) {
    request->old_size = last;
    std::vector<core::Sha256> hashes(from->hashes.begin(),
                                     from->hashes.begin() + static_cast<std::ptrdiff_t>(size));
    request->proof = core::merkle::Tree(std::move(hashes)).consistency_proof(last);
  }
  return *request;
}

int tell_fault(const std::string& class_name, const std::string& text, const Common& common) {
  if (common.json) {
    print_json(Object{{"class", class_name}, {"cosigned", false}, {"text", text}});
  } else {
    print("FAULT  " + class_name + ": " + core::shown(text));
  }
  return 3;
}

int tell_refusal(const custody::WitnessAnswer& answer, const Common& common) {
  switch (answer.verdict) {
    case WitnessVerdict::inconsistent: return tell_fault("forked", "not cosigned: " + answer.why, common);
    case WitnessVerdict::bad_signature:
      return tell_fault("unauthorised", "not cosigned: " + answer.why, common);
    case WitnessVerdict::other_size:
      core::fail("not cosigned: " + answer.why +
                 "; have the request made with 'exhibit log checkpoint DIR --since " +
                 std::to_string(answer.last_size) + "'");
    case WitnessVerdict::unknown_log:
      core::fail("not cosigned: " + answer.why +
                 "; give its key with --log VKEY, had from who keeps the log");
    default: core::fail("not cosigned: " + answer.why);
  }
}

int tell_taken(const std::variant<std::vector<custody::CosignatureTaken>, custody::Finding>& result,
               const Common& common) {
  if (const auto* finding = std::get_if<custody::Finding>(&result)) {
    return tell_fault(finding->class_name, finding->text, common);
  }
  Array list;
  for (const custody::CosignatureTaken& taken : std::get<0>(result)) {
    list.emplace_back(
        Object{{"entries", Value(taken.size)}, {"time", taken.time.text()}, {"witness", taken.witness.name}});
    if (!common.json) {
      print("cosigned by " + taken.witness.name + ": the first " + grouped(taken.size) + " entries, at " +
            taken.time.text());
    }
  }
  if (common.json) {
    print_json(Object{{"cosignatures", std::move(list)}});
  }
  return 0;
}

/// Asks once; the witness's own last size when it answers that it has seen another.
HttpAnswer ask_once(const core::http::Url& url, const custody::Ledger& ledger, std::uint64_t since) {
  return http_post(url, "text/plain", custody::cosigning_request(ledger, since).text());
}

}  // namespace

int run_witness_key_create(const std::string& name, const Common& common) {
  Session session(common);
  const core::Secret passphrase =
      read_passphrase(common.signing.passphrase_file, "new passphrase for the witness " + core::shown(name),
                      "--passphrase-file");
  const custody::WitnessKey key = custody::WitnessKeys(session.keys().home()).create(name, passphrase);
  if (common.json) {
    print_json(Object{{"name", key.name}, {"vkey", key.text()}});
  } else {
    print(key.text());
  }
  return 0;
}

int run_witness_key_list(const Common& common) {
  Session session(common);
  Array list;
  for (const custody::WitnessKey& key : custody::WitnessKeys(session.keys().home()).list()) {
    list.emplace_back(Object{{"name", key.name}, {"vkey", key.text()}});
    if (!common.json) {
      print(key.text());
    }
  }
  if (common.json) {
    print_json(Object{{"keys", std::move(list)}});
  }
  return 0;
}

int run_witness_key_export(const std::string& key, const Common& common) {
  Session session(common);
  const custody::WitnessKey found = custody::WitnessKeys(session.keys().home()).find(key);
  if (common.json) {
    print_json(Object{{"name", found.name}, {"vkey", found.text()}});
  } else {
    print(found.text());
  }
  return 0;
}

int run(const WitnessCosign& args, const Common& common) {
  Session session(common);
  std::vector<custody::VerifierKey> logs;
  for (const std::string& log : args.logs) {
    logs.push_back(vkey_of<custody::VerifierKey>(log, "--log"));
  }
  std::optional<KnownLog> from;
  if (!args.from.empty()) {
    from = known_log(args.from, session);
    logs.push_back(*from->key);
  }
  const custody::Witness witness = open_witness(args.key, std::move(logs), session, common);
  const custody::WitnessAnswer answer = witness.add_checkpoint(request_of(args, from, witness));
  if (answer.verdict != WitnessVerdict::cosigned) {
    return tell_refusal(answer, common);
  }
  if (!args.out.empty()) {
    core::write_new_file(args.out, core::as_bytes(answer.note));
  }
  if (common.json) {
    print_json(Object{{"cosigned", true},
                      {"cosignature", answer.lines},
                      {"entries", Value(size_in(answer.note))},
                      {"note", answer.note},
                      {"witness", witness.key().name}});
  } else {
    print(answer.lines.substr(0, answer.lines.size() - 1));
  }
  return 0;
}

int run(const WitnessAdd& args, const Common& common) {
  std::vector<custody::WitnessKey> witnesses;
  if (!args.witness.empty()) {
    witnesses.push_back(vkey_of<custody::WitnessKey>(args.witness, "--witness"));
  }
  if (!args.policy.empty()) {
    const PolicyFile file = policy_of(args.policy);
    for (const auto& witness : file.policy.witnesses()) {
      witnesses.push_back(witness.key);
    }
  }
  if (witnesses.empty()) {
    core::fail_usage(
        "name the witness: --witness VKEY or --policy FILE; its key must come from the witness itself");
  }
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  return tell_taken(
      custody::take_cosignatures(ledger, core::read_text_file(args.answer, kMostBytes), witnesses), common);
}

int run(const WitnessAsk& args, const Common& common) {
  const core::http::Url url = http_url(args.url, "add-checkpoint");
  const auto witness = vkey_of<custody::WitnessKey>(args.witness, "--witness");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  HttpAnswer answer =
      ask_once(url, ledger, custody::cosigned_size(ledger.database(), ledger.log_index(), witness));
  if (answer.status == 409) {
    const auto size = custody::parse_decimal(std::string_view(answer.body).substr(0, answer.body.find('\n')));
    if (answer.content_type != "text/x.tlog.size" || !size) {
      core::fail("the witness says that it has seen another size, but not which; nothing was kept");
    }
    if (*size > ledger.checkpoint().size) {
      return tell_fault("rolled back",
                        "the witness has cosigned " + std::to_string(*size) +
                            " entries of this log; there are only " +
                            std::to_string(ledger.checkpoint().size),
                        common);
    }
    answer = ask_once(url, ledger, *size);
  }
  if (answer.status == 422) {
    return tell_fault(
        "forked", "the witness refuses: this log does not continue what the witness cosigned before", common);
  }
  if (answer.status != 200) {
    const char* why = answer.status == 404 ? " (it does not know this log: its keeper must add the log's key)"
                      : answer.status == 403 ? " (it does not accept the signature of the log's key)"
                                             : "";
    core::fail("the witness did not cosign: it answered " + std::to_string(answer.status) + why +
               "; nothing was kept");
  }
  return tell_taken(custody::take_cosignatures(ledger, answer.body, {witness}), common);
}

}  // namespace cli
