// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/disclosure.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "tests/support/legal_case.h"

using custody::Ledger;
using legal::DisclosureRequest;
using support::LegalCase;

namespace {

/// What of the case is held back, by reason.
std::map<std::string, std::vector<std::string>> held(const Ledger& ledger, const DisclosureRequest& request) {
  const report::CaseView view(ledger);
  const legal::Records records(view);
  std::map<std::string, std::vector<std::string>> out;
  for (const report::CasePart& part : legal::hold_back(records, request).held) {
    out[part.reason].push_back(part.what);
  }
  return out;
}

std::string basis(const Ledger& ledger, const DisclosureRequest& request) {
  const report::CaseView view(ledger);
  const legal::Records records(view);
  try {
    legal::need_basis(
        records, [] { return LegalCase::rules(); }, request);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

DisclosureRequest to(const std::string& recipient) {
  DisclosureRequest out;
  out.recipient = recipient;
  return out;
}

std::string entry(const Ledger& ledger, const custody::Appended& done) {
  return "entry " + ledger.label(done.seq);
}

LegalCase::Given report_with(const std::string& option, const std::string& value) {
  return {{"--collection", {"passive"}}, {"--kind", {"incident"}},
          {"--source", {"desk"}},        {"--received-at", {"2026-01-01T00:00:00Z"}},
          {"--text", {"files"}},         {option, {value}}};
}

}  // namespace

TEST_CASE("the known words are classes whatever the case of their letters, and all else is a name",
          "[legal]") {
  CHECK(legal::recipient_class("Court") == "court");
  CHECK(legal::recipient_class("CSIRT") == "csirt");
  CHECK(legal::recipient_class("police ") == "other");
  CHECK(legal::recipient_class("警察") == "other");
}

TEST_CASE("a report received for a purpose goes to who has that purpose or a release for it", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const auto intake = test.fill(ledger, "intake", report_with("--purpose", "incident response"), test.bob);
  const std::vector<std::string> stays = {entry(ledger, intake)};
  CHECK(held(ledger, to("police"))["conditions"] == stays);
  DisclosureRequest request = to("police");
  request.purpose = "incident response";
  CHECK(held(ledger, request).empty());
  request.purpose = "another";
  CHECK(held(ledger, request)["conditions"] == stays);
  test.fill(ledger, "use-release",
            {{"--intake", {ledger.label(intake.seq)}},
             {"--purpose", {"court"}},
             {"--basis", {"consent"}},
             {"--text", {"by mail"}}},
            test.bob);
  CHECK(held(ledger, to("police"))["conditions"] == stays);
  CHECK(held(ledger, to("court")).empty());
}

TEST_CASE("a report with a colour alone goes only under an agreement and a ceiling that is as high",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const auto intake = test.fill(ledger, "intake", report_with("--tlp", "amber"), test.bob);
  test.fill(ledger, "intake", report_with("--tlp", "clear"), test.bob);
  const auto agreement = test.fill(
      ledger, "agreement",
      {{"--kind", {"nda"}}, {"--name", {"N-1"}}, {"--party", {"firm"}}, {"--scope", {"all"}}}, test.bob);
  const std::vector<std::string> stays = {entry(ledger, intake)};
  DisclosureRequest request = to("firm");
  request.tlp = "amber";
  CHECK(held(ledger, request)["conditions"] == stays);
  request.agreement = ledger.label(agreement.seq);
  CHECK(held(ledger, request).empty());
  request.tlp = "green";
  CHECK(held(ledger, request)["conditions"] == stays);
  CHECK(basis(ledger, request).empty());
  request.name = "another";
  CHECK(basis(ledger, request).find("is with 'firm', not with 'another'") != std::string::npos);
}

TEST_CASE("a named party needs something that lets the package go, the police and a court do not",
          "[legal]") {
  LegalCase test;
  const Ledger ledger = test.begin_case();
  for (const char* free : {"police", "court", "auditor"}) {
    CHECK(basis(ledger, to(free)).empty());
  }
  for (const char* bound : {"csirt", "firm"}) {
    CHECK(basis(ledger, to(bound)).find("nothing lets it go") != std::string::npos);
  }
  DisclosureRequest request = to("firm");
  request.override_reason = "engaged tonight";
  CHECK(basis(ledger, request).empty());
  request.duty = "XX-1";
  CHECK(basis(ledger, request).find("no duty that is in force") != std::string::npos);
}

TEST_CASE("a text that counsel found privileged stays behind although its request is public", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const auto open = test.fill(ledger, "review", {{"--title", {"press text"}}}, test.bob);
  CHECK(held(ledger, to("police")).empty());
  const auto done =
      test.fill(ledger, "review-done",
                {{"--request", {ledger.label(open.seq)}}, {"--outcome", {"keep"}}, {"--privileged", {"yes"}}},
                test.counsel);
  CHECK(held(ledger, to("police"))["privilege"] ==
        std::vector<std::string>{entry(ledger, done), entry(ledger, open)});
}

TEST_CASE("a document that may print what is held back stays behind with its entry until it is named",
          "[legal]") {
  using core::json::Object;
  LegalCase test;
  Ledger ledger = test.begin_case();
  const auto issue = [&](const std::string& kind, const std::string& file) {
    const std::string hex(64, 'a');
    return LegalCase::add(ledger,
                          {{"document_issued",
                            {},
                            Object{{"facts_sha256", hex},
                                   {"file", file},
                                   {"head", Object{{"root", ledger.checkpoint().root.hex()},
                                                   {"size", core::json::Value(ledger.checkpoint().size)}}},
                                   {"kind", kind},
                                   {"lang", "en"},
                                   {"sha256", hex},
                                   {"size", 1},
                                   {"template", Object{{"name", kind}, {"sha256", hex}, {"version", "1"}}}},
                            {{&test.bob, "author"}},
                            {}}})[0];
  };
  const auto report = issue("incident-report", "1-incident-report-en.pdf");
  issue("custody-form", "2-custody-form-en.pdf");
  CHECK(held(ledger, to("police")).empty());
  test.fill(ledger, "advice", {{"--question", {"q"}}, {"--answer", {"none"}}, {"--text", {"t"}}},
            test.counsel);
  CHECK(held(ledger, to("police"))["document"] ==
        std::vector<std::string>{entry(ledger, report), "documents/1-incident-report-en.pdf"});
  DisclosureRequest request = to("police");
  request.documents = {"1-incident-report-en.pdf"};
  CHECK(held(ledger, request).count("document") == 0);
  request.documents = {"3-none.pdf"};
  CHECK_THROWS_AS(held(ledger, request), core::Error);
}
