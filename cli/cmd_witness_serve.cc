// SPDX-License-Identifier: Apache-2.0
// witness serve: the C2SP tlog-witness protocol over HTTP.
#include <algorithm>

#include "cli/http_server.h"
#include "cli/policy_file.h"
#include "cli/session.h"
#include "cli/witness_desk.h"

namespace cli {

using custody::WitnessVerdict;

namespace {

HttpReply add_checkpoint(const custody::Witness& witness, const HttpRequest& request) {
  const auto parsed = custody::CheckpointRequest::parse(request.body);
  if (!parsed) {
    return {400, "text/plain", "the request is malformed\n"};
  }
  const custody::WitnessAnswer answer = witness.add_checkpoint(*parsed);
  const int status = static_cast<int>(answer.verdict);
  if (answer.verdict == WitnessVerdict::cosigned) {
    return {status, "text/plain", answer.lines};
  }
  if (answer.verdict == WitnessVerdict::other_size) {
    return {status, "text/x.tlog.size", std::to_string(answer.last_size) + "\n"};
  }
  return {status, "text/plain", answer.why + "\n"};
}

HttpReply newest(const custody::Witness& witness, const std::string& target) {
  constexpr std::string_view kLast = "/checkpoint";
  const std::string_view hash = std::string_view(target).substr(1, target.size() - 1 - kLast.size());
  const auto note = witness.newest(hash);
  return note ? HttpReply{200, "text/plain", *note} : HttpReply{404, "text/plain", "no such log\n"};
}

HttpReply answer(const custody::Witness& witness, const HttpRequest& request) {
  const bool reads =
      request.target.ends_with("/checkpoint") && request.target.size() > std::string("/checkpoint").size();
  if (request.target == "/add-checkpoint") {
    return request.method == "POST" ? add_checkpoint(witness, request)
                                    : HttpReply{405, "text/plain", "POST only\n"};
  }
  if (reads) {
    return request.method == "GET" ? newest(witness, request.target)
                                   : HttpReply{405, "text/plain", "GET only\n"};
  }
  return {404, "text/plain", "there is nothing here\n"};
}

}  // namespace

custody::Witness open_witness(const std::string& key, std::vector<custody::VerifierKey> logs,
                              Session& session, const Common& common) {
  const custody::WitnessKeys keys(session.keys().home());
  const custody::WitnessKey found = keys.find(key);
  const core::Secret passphrase = read_passphrase(
      common.signing.passphrase_file, "passphrase of the witness " + found.name, "--passphrase-file");
  return {keys.heads_folder(found), keys.unlock(found, passphrase), std::move(logs), session.clock()};
}

int run(const WitnessServe& args, const Common& common) {
  std::vector<custody::VerifierKey> logs;
  for (const std::string& log : args.logs) {
    logs.push_back(vkey_of<custody::VerifierKey>(log, "--log"));
  }
  if (logs.empty()) {
    core::fail_usage("name the logs to cosign for: --log VKEY, once for each");
  }
  Session session(common);
  const custody::Witness witness = open_witness(args.key, std::move(logs), session, common);
  HttpServer server(args.listen, args.port, {});
  const std::string host = args.listen.find(':') == std::string::npos ? args.listen : "[" + args.listen + "]";
  print("witness " + witness.key().name + " listens on http://" + host + ":" + std::to_string(server.port()) +
        "/");
  server.serve([&](const HttpRequest& request) { return answer(witness, request); }, cancel_token());
  return 0;
}

}  // namespace cli
