// SPDX-License-Identifier: Apache-2.0
// A brief of a case that is full of names: none of them leaves, and who they are takes two people to open.
#include "legal/sharing/brief.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "legal/sharing/brief_record.h"
#include "tests/support/legal_case.h"

using custody::Ledger;
using support::LegalCase;

namespace {

const std::string kSalt = "a salt of the test's own";

/// Every identifier that the case below holds, in the spellings it holds them.
const std::vector<std::string> kCanaries = {"Canaria",
                                            "Wren",
                                            "小鳥遊",
                                            "カナリア",
                                            "canary-host",
                                            "CANARYHOST",
                                            "192.0.2.77",
                                            "2001:db8:77",
                                            "kana77",
                                            "bird.example",
                                            "SERIAL77X",
                                            "/srv/canary",
                                            "nest.xlsx",
                                            "77:aa",
                                            "S-1",
                                            "03-5577-1177",
                                            "77aa77aa77aa77aa77aa77aa77aa77aa",
                                            "12345677",
                                            "Finch",
                                            "巣箱商事"};

class CanaryCase : public LegalCase {
 public:
  Ledger ledger = begin();

  Ledger begin() {
    Ledger out = begin_case();
    add(out, {incident("INC-1")});
    custody::Draft host = thing("H-1");
    host.body.set("type", custody::committed("file server"));
    host.body.set("serial", custody::committed("SERIAL77X"));
    host.body.set("owner", custody::committed("Wren Canaria"));
    add(out, {host});
    fill(out, "intake",
         {{"--collection", {"passive"}},
          {"--kind", {"incident"}},
          {"--source", {"Finch Insurance"}},
          {"--reporter", {"小鳥遊 花子"}},
          {"--received-at", {"2026-11-17T01:02:03Z"}},
          {"--text",
           {"Canaria, W. says kana77@bird.example wrote to CANARYHOST (192.0.2.77) at 02:14; ring "
            "03-5577-1177"}}},
         bob);
    fill(out, "incident triage",
         {{"--number", {"INC-1"}},
          {"--priority", {"high"}},
          {"--family", {"leak"}},
          {"--override", {"none fixed"}},
          {"--intake", {std::to_string(out.checkpoint().size - 1)}},
          {"--reason", {"小鳥遊さんの端末 canary-host から 1,204 件"}}},
         bob);
    fill(out, "incident assign",
         {{"--number", {"INC-1"}}, {"--response", {"technical"}}, {"--owner", {"Wren Canaria"}}}, bob);
    fill(out, "action",
         {{"--incident", {"INC-1"}},
          {"--kind", {"technical"}},
          {"--name", {"isolate-host"}},
          {"--text",
           {"S-1 off; /srv/canary/nest.xlsx, digest 77aa77aa77aa77aa77aa77aa77aa77aa, mac 77:aa:00:00:00:77, "
            "2001:db8:77::1, case 12345677, SERIAL 77X"}}},
         bob);
    fill(out, "decision",
         {{"--incident", {"INC-1"}},
          {"--question", {"巣箱商事に知らせるか"}},
          {"--option", {"tell Finch", "wait"}},
          {"--known", {"Wren knows"}},
          {"--decision", {"tell FINCH INSURANCE, ＷＲＥＮ agrees"}},
          {"--decider", {"カナリア 太郎"}}},
         bob);
    fill(out, "loss",
         {{"--incident", {"INC-1"}},
          {"--amount", {"1234567"}},
          {"--currency", {"JPY"}},
          {"--basis", {"bill"}}},
         bob);
    fill(out, "link", {{"--incident", {"INC-1"}}, {"--shows", {"Wren's file"}}}, bob, {"H-1"});
    return out;
  }

  legal::Brief brief(const std::string& salt, const std::string& language) const {
    const report::CaseView view(ledger);
    const legal::Records records(view);
    legal::AnonymisationProfile profile =
        legal::parse_anonymisation(legal::shipped_anonymisation(), "the profile");
    profile.deny = {"巣箱商事"};
    profile.identities = {{"host", {"CANARYHOST", "canary-host"}, {}}};
    legal::Anonymiser anonymiser(legal::identities_of(records, profile), profile, core::as_bytes(salt),
                                 language, {"INC-1"});
    const auto facts = legal::brief_facts(
        records, {},
        {"INC-1", *core::UtcTime::parse("2026-11-23T00:00:00.000000Z"), {"shall Wren be told?"}});
    legal::Brief out = legal::make_brief(facts, anonymiser, core::as_bytes(salt));
    residues = legal::residues_of(out, anonymiser);
    used = anonymiser.used();
    return out;
  }

  mutable std::vector<legal::Residue> residues;
  mutable std::vector<legal::NamedBy> used;
};

std::string all_forms(const legal::Brief& brief) {
  return legal::brief_markdown(brief) + legal::brief_plain(brief) +
         core::json::encode(legal::brief_json(brief));
}

}  // namespace

TEST_CASE("no identifier of a case full of them stands in a brief, in any of its forms and languages",
          "[legal]") {
  const CanaryCase test;
  for (const char* language : {"en", "ja"}) {
    const std::string text = all_forms(test.brief(kSalt, language));
    for (const std::string& canary : kCanaries) {
      INFO(canary + " in " + text);
      CHECK(text.find(canary) == std::string::npos);
    }
    for (const legal::Residue& residue : test.residues) {
      INFO(residue.what + " in " + residue.where);
      CHECK(false);
    }
    CHECK(text.find("ＷＲＥＮ") == std::string::npos);
    CHECK(text.find("1,204") == std::string::npos);
    CHECK(text.find("02:14") == std::string::npos);
  }
}

TEST_CASE("a brief tells what happened in bands and classes, each statement with its entries", "[legal]") {
  const CanaryCase test;
  const std::string text = legal::brief_plain(test.brief(kSalt, "en"));
  for (const char* words :
       {"kind of incident: leak of information (entry ", "priority: high (entry ",
        "a server, number: fewer than 10", "1,000,000 to 9,999,999 JPY", "decision asked: shall Person ",
        "assigned to: technical response", "how many are affected is not recorded", "As of: 2026-11-23"}) {
    INFO(text);
    CHECK(text.find(words) != std::string::npos);
  }
  for (const legal::BriefSection& section : test.brief(kSalt, "ja").sections) {
    for (const legal::BriefStatement& statement : section.statements) {
      const bool given = section.id == "unknown" || statement.text.find("求める判断") != std::string::npos;
      CHECK((given || !statement.entries.empty()));
    }
  }
}

TEST_CASE("the same case and salt give the same bytes, another salt other pseudonyms", "[legal]") {
  const CanaryCase test;
  const std::string one = all_forms(test.brief(kSalt, "en"));
  const auto names = test.used;
  CHECK(all_forms(test.brief(kSalt, "en")) == one);
  CHECK(all_forms(test.brief("quite another salt", "en")) != one);
  REQUIRE(names.size() == test.used.size());
  REQUIRE(names.size() >= 4);
  CHECK(names.front().pseudonym != test.used.front().pseudonym);
}

TEST_CASE("who is behind the pseudonyms is sealed for counsel and a keeper, and opening it is recorded",
          "[legal]") {
  CanaryCase test;
  const legal::Brief brief = test.brief(kSalt, "en");
  const report::CaseView view(test.ledger);
  const legal::Records records(view);
  const auto profile = legal::parse_anonymisation(legal::shipped_anonymisation(), "the profile");
  legal::Anonymiser anonymiser(legal::identities_of(records, profile), profile, core::as_bytes(kSalt), "en",
                               {});
  const std::string said = anonymiser.text("Wren Canaria");
  const core::Sha256 digest = core::sha256(core::as_bytes(legal::brief_plain(brief)));
  const std::string mapping = legal::mapping_text(brief, anonymiser, core::as_bytes(kSalt), digest);
  CHECK(mapping.find("Wren Canaria") != std::string::npos);
  CHECK_THROWS_WITH(legal::brief_keys(test.ledger, {}), Catch::Contains("more than one key"));
  const auto keys = legal::brief_keys(test.ledger, {"", test.carol.card.key.name});
  CHECK(keys.counsel == test.counsel.card.key.name);
  CHECK_THROWS_AS(legal::brief_keys(test.ledger, {"", test.bob.card.key.name}), core::Error);
  const auto made = test.ledger.append([&](const Ledger& open) {
    return std::vector{
        legal::draft_brief(open, {"INC-1", "en", "", digest, digest, {"board"}, keys}, mapping, test.bob)};
  })[0];
  CHECK(legal::open_mapping(test.ledger, made.seq, test.counsel, test.carol).view() == mapping);
  CHECK_THROWS_AS(legal::open_mapping(test.ledger, made.seq, test.counsel, test.alice), core::Error);
  CHECK_THROWS_AS(legal::open_mapping(test.ledger, made.seq, test.counsel, test.counsel), core::Error);
  const auto opened = [&](const custody::UnlockedKey& one, const custody::UnlockedKey& other) {
    test.ledger.append([&](const Ledger& open) {
      return std::vector{legal::draft_opened(open, made.seq, "the board asks", one, other)};
    });
  };
  CHECK_THROWS_WITH(opened(test.counsel, test.alice), Catch::Contains("not sealed for the key"));
  CHECK_THROWS_WITH(opened(test.alice, test.carol), Catch::Contains("it takes counsel"));
  opened(test.carol, test.counsel);
  CHECK(legal::Records(view).of("mapping_opened", "INC-1").size() == 1);
  for (const auto& file : core::fs::directory_iterator(test.path() / "attachments")) {
    CHECK(core::read_text_file(file.path()).find("Canaria") == std::string::npos);
  }
  CHECK_FALSE(custody::has_fault(test.verify(false).findings));
}
