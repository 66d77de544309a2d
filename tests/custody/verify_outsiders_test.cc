// SPDX-License-Identifier: Apache-2.0
// What witnesses' cosignatures say of a log: up to which entry the quorum has seen it, and heads that are none of its.
#include "custody/verify_outsiders.h"

#include <catch2/catch.hpp>

#include "custody/checkpoint.h"
#include "tests/support/log_maker.h"

using custody::Checkpoint;
using custody::CosignedHead;
using custody::Outsiders;
using custody::WitnessKey;

namespace {

custody::PrivateKey private_key(const std::string& word) {
  return custody::PrivateKey::from_seed(core::sha256(core::as_bytes(word)).view());
}
WitnessKey witness(const std::string& word) {
  return {"example.org/" + word, private_key(word).public_key()};
}

class Log {
 public:
  Log() {
    for (int i = 0; i < 10; ++i) {
      tree.push_leaf(core::merkle::leaf_hash(core::as_bytes(std::to_string(i))));
      roots.push_back(tree.root(tree.size()));
    }
  }
  CosignedHead head(std::size_t size, const std::string& by, std::uint64_t time = 1'700'000'000) const {
    return head_of({maker.log.name, size, roots.at(size - 1)}, by, time);
  }
  CosignedHead head_of(const Checkpoint& checkpoint, const std::string& by,
                       std::uint64_t time = 1'700'000'000) const {
    custody::Note note = *custody::Note::parse(checkpoint.signed_by(maker.log, maker.log_private));
    note.signatures.push_back(custody::cosign(note.text, witness(by), private_key(by), time));
    return {note.encode(), witness(by).text()};
  }
  custody::OutsiderReport verify(std::vector<CosignedHead> heads, const std::string& quorum) const {
    Outsiders outsiders;
    outsiders.cosigned = std::move(heads);
    if (!quorum.empty()) {
      outsiders.policy = std::get<custody::Policy>(
          custody::Policy::parse("log " + maker.log.text() + "\nwitness A " + witness("a").text() +
                                 "\nwitness B " + witness("b").text() + "\ngroup both all A B\n" + quorum));
    }
    return custody::verify_outsiders(outsiders, {maker.log, true, tree, tree.size()});
  }

  support::LogMaker maker;
  core::merkle::Tree tree;
  std::vector<core::Sha256> roots;
};

std::optional<custody::Finding> unwitnessed(const custody::OutsiderReport& report) {
  for (const custody::Finding& finding : report.findings) {
    if (finding.class_name == "unwitnessed") {
      return finding;
    }
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("the quorum has seen the log up to what enough witnesses have seen, each a head of its own",
          "[custody]") {
  const Log log;
  const auto both = log.verify({log.head(5, "a"), log.head(8, "b")}, "quorum both\n");
  CHECK_FALSE(has_fault(both.findings));
  REQUIRE(unwitnessed(both));
  CHECK(unwitnessed(both)->entry == 5);
  CHECK(unwitnessed(log.verify({log.head(5, "a"), log.head(8, "b")}, "quorum B\n"))->entry == 8);
  CHECK(unwitnessed(log.verify({log.head(8, "b")}, "quorum both\n"))->entry == std::nullopt);
  CHECK_FALSE(unwitnessed(log.verify({log.head(10, "a"), log.head(10, "b")}, "quorum both\n")));
  CHECK_FALSE(unwitnessed(log.verify({}, "quorum none\n")));
  CHECK(log.verify({}, "quorum none\n").policy_fixes_log);
  CHECK(unwitnessed(log.verify({log.head(10, "a"), log.head(10, "b")}, "")));
  CHECK_FALSE(log.verify({log.head(10, "a")}, "").policy_fixes_log);
}

TEST_CASE("who saw what and when is told in words", "[custody]") {
  const Log log;
  CHECK(log.verify({log.head(5, "a"), log.head(8, "a", 1'700'000'600)}, "quorum A\n").seen ==
        "witness A, up to entry 7, at 2023-11-14T22:23:20.000000Z");
  CHECK(log.verify({}, "quorum A\n").seen == "nobody outside this log is recorded as having seen it");
}

TEST_CASE("a cosigned head that is none of the log is a fault of its own class", "[custody]") {
  const Log log;
  const auto class_of = [&](const CosignedHead& head) {
    const auto report = log.verify({head}, "quorum A\n");
    return report.findings.empty() ? "" : report.findings.front().class_name;
  };
  CHECK(class_of(log.head_of({log.maker.log.name, 5, log.roots[5]}, "a")) == "forked");
  CHECK(class_of(log.head_of({log.maker.log.name, 11, log.roots[5]}, "a")) == "rolled back");
  CHECK(class_of(log.head_of({"other", 5, log.roots[4]}, "a")) == "tampered");
  CHECK(class_of({log.head(5, "a").note, witness("b").text()}) == "tampered");
  CHECK(class_of({log.head(5, "a").note, "no key"}) == "tampered");
  CHECK(class_of({"no note", witness("a").text()}) == "tampered");
  std::string text = log.head(5, "a").note;
  text[text.size() - 10] = text[text.size() - 10] == 'A' ? 'B' : 'A';
  CHECK(class_of({text, witness("a").text()}) == "tampered");
}

TEST_CASE("a policy that names another log is said, and fixes nothing", "[custody]") {
  const Log log;
  Outsiders outsiders;
  outsiders.policy = std::get<custody::Policy>(custody::Policy::parse(
      "log " + custody::VerifierKey{"other", witness("a").key}.text() + "\nquorum none\n"));
  const auto report = custody::verify_outsiders(outsiders, {log.maker.log, true, log.tree, log.tree.size()});
  CHECK(support::has_finding(report.findings, custody::FindingKind::fault, "unauthorised"));
  CHECK_FALSE(report.policy_fixes_log);
}
