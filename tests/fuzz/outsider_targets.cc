// SPDX-License-Identifier: Apache-2.0
// What comes from outsiders: requests to cosign, proofs, policies, cosigned heads, HTTP messages, time stamps.
#include "core/http.h"
#include "custody/checkpoint_request.h"
#include "custody/policy.h"
#include "custody/time_stamp.h"
#include "custody/tlog_proof.h"
#include "custody/verify_outsiders.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

using core::as_text;

void run_request(core::ByteView input) {
  if (const auto request = custody::CheckpointRequest::parse(as_text(input))) {
    require(request->text() == as_text(input), "a request encodes back to the same bytes");
    require(request->proof.size() <= 63, "a request has at most 63 proof lines");
  }
}

void run_proof(core::ByteView input) {
  if (const auto proof = custody::TlogProof::parse(as_text(input))) {
    require(proof->text() == as_text(input), "a proof encodes back to the same bytes");
  }
}

void run_policy(core::ByteView input) {
  const auto parsed = custody::Policy::parse(as_text(input));
  const auto* policy = std::get_if<custody::Policy>(&parsed);
  if (policy == nullptr) {
    require(!std::get<std::string>(parsed).empty(), "a refused policy has a complaint");
    return;
  }
  std::set<std::string> all;
  for (const auto& witness : policy->witnesses()) {
    require(witness.name != "none" && all.insert(witness.name).second, "each witness has a name of its own");
  }
  require(policy->met_by(all), "all witnesses together are enough");
  require(policy->quorum() == "none" || !policy->met_by({}),
          "no witness is not enough unless none is asked for");
}

/// Records: 'W' a witness's vkey, 'C' a cosigned head, 'H' a head of the reader's.
void run_cosigned(core::ByteView input) {
  custody::Outsiders outsiders;
  std::string vkey;
  for (const Record& record : split_records(input)) {
    const std::string text(as_text(record.bytes));
    if (record.tag == 'W') {
      vkey = text;
    } else if (record.tag == 'C') {
      outsiders.cosigned.push_back({text, vkey});
    } else if (record.tag == 'H') {
      outsiders.heads.push_back(text);
    }
  }
  const bool any = !outsiders.cosigned.empty() || !outsiders.heads.empty();
  const custody::OutsiderReport report = custody::verify_outsiders(outsiders, {std::nullopt, true, {}, 0});
  require(custody::has_fault(report.findings) == any,
          "a head is at fault when there is no log it could be of");
}

void run_http(core::ByteView input) {
  if (const auto url = core::http::Url::parse(as_text(input))) {
    require(core::http::Url::parse("http://" + url->authority() + url->path).has_value(),
            "an address parses again");
  }
  const auto request = core::http::parse_request(as_text(input));
  if (const auto* status = std::get_if<int>(&request)) {
    require(*status >= 400 && *status < 600, "a refused request has a status that says so");
  } else {
    require(std::get<core::http::RequestHead>(request).target.starts_with('/'), "a target is a path");
  }
  if (const auto reply = core::http::parse_reply(as_text(input))) {
    require(reply->status >= 100 && reply->status < 1000, "a status has three digits");
  }
}

/// Records: 'Q' a query, 'R' a reply, 'A' certificates, 'L' lists of revocations.
void run_token(core::ByteView input) {
  core::Bytes query, reply;
  custody::TokenTrust trust;
  for (Record& record : split_records(input)) {
    switch (record.tag) {
      case 'Q': query = std::move(record.bytes); break;
      case 'R': reply = std::move(record.bytes); break;
      case 'A': trust.ca = as_text(record.bytes); break;
      case 'L': trust.crl = as_text(record.bytes); break;
      default: break;
    }
  }
  const custody::TokenCheck check = custody::check_reply(reply, query, trust);
  require((check.fault == custody::TokenFault::none) == check.why.empty(), "a fault is said in words");
  require(check.fault != custody::TokenFault::none || custody::imprint_of_query(query).has_value(),
          "a good reply answers a query with a digest and a nonce");
  (void)custody::covers(trust.crl, {});
}

}  // namespace fuzz
