// SPDX-License-Identifier: Apache-2.0
// An entry's bytes: what is accepted is exactly what docs/ledger-format.md section 4 says, and keeps its bytes.
#include "custody/entry.h"

#include <catch2/catch.hpp>
#include <random>

#include "tests/support/log_story.h"

using core::json::Array;
using core::json::Object;
using core::json::Value;
using custody::Entry;
using support::LogMaker;
namespace story = support::story;

namespace {

const std::string kHex(64, 'a');

/// The leaf of an entry about D-1 whose object was changed before it was signed.
core::Bytes leaf_with(const std::function<void(Value&)>& change) {
  LogMaker log;
  story::begin(log);
  log.edit = [&](std::uint64_t, Value& object) { change(object); };
  log.add(story::thing(log, "D-1", "source"));
  return *log.ledger.all_leaves.back();
}

core::Bytes leaf_with(const std::string& member, Value value) {
  return leaf_with([&](Value& object) { object.set(member, value); });
}

std::string fault_of(const core::Bytes& leaf) {
  const auto parsed = custody::parse_entry(leaf);
  const auto* why = std::get_if<std::string>(&parsed);
  return why == nullptr ? "" : *why;
}

core::Bytes bytes_of(std::string_view text) {
  const auto view = core::as_bytes(text);
  return {view.begin(), view.end()};
}

Value clock_with(const char* member, Value value) {
  Object out{{"boot_id", "b"}, {"monotonic_us", 5}, {"source", "test"}, {"synchronised", false}};
  out[member] = std::move(value);
  return out;
}

}  // namespace

TEST_CASE("a good entry is read as it was written", "[custody]") {
  LogMaker log;
  story::tell(log);
  for (std::size_t seq = 0; seq < log.size(); ++seq) {
    const auto parsed = custody::parse_entry(*log.ledger.all_leaves[seq]);
    REQUIRE(std::holds_alternative<Entry>(parsed));
    const Entry& entry = std::get<Entry>(parsed);
    CHECK(entry.seq == seq);
    CHECK(entry.log == log.log.name);
    CHECK(entry.case_id.has_value() == (seq > 0));
    CHECK(entry.note.encode() == core::as_text(*log.ledger.all_leaves[seq]));
    CHECK(custody::entry_text(entry.object) == entry.note.text);
    CHECK(entry.is_about("D-1-I1") ==
          (entry.object.find("about") != nullptr && seq >= 6 &&
           encode(*entry.object.find("about")).find("\"D-1-I1\"") != std::string::npos));
  }
}

TEST_CASE("optional members are accepted where they may stand", "[custody]") {
  CHECK(fault_of(leaf_with("seen", Object{{"origin", "o"}, {"root", kHex}, {"size", 0}})).empty());
  CHECK(fault_of(leaf_with("seen", Object{{"token", kHex}})).empty());
  CHECK(fault_of(leaf_with("tool", Object{{"digest", kHex}, {"name", "t"}, {"version", ""}})).empty());
  CHECK(fault_of(leaf_with("clock", Object{{"boot_id", ""},
                                           {"monotonic_us", 0},
                                           {"offset_us", -4},
                                           {"source", "s"},
                                           {"synchronised", true}}))
            .empty());
}

TEST_CASE("entries with a broken member are refused with its name", "[custody]") {
  const std::vector<std::pair<const char*, std::vector<Value>>> kBad = {
      {"seq", {-1, "4", nullptr, Array{4}}},
      {"log", {1, nullptr}},
      {"type", {1, nullptr, Array{}}},
      {"chain", {"", std::string(64, 'A'), std::string(62, '0'), 0}},
      {"case", {"", std::string(64, 'G'), nullptr, 7}},
      {"time", {"", "2026-01-01T00:00:00Z", "2026-02-30T00:00:00.000000Z", 5, nullptr}},
      {"body", {nullptr, "x", Array{}, 1}},
      {"about",
       {nullptr, Object{}, "D-1", Array{"D-1"}, Array{Object{}}, Array{Object{{"id", "D-1"}}},
        Array{Object{{"id", ".."}, {"prev", Array{}}}}, Array{Object{{"id", "D-1"}, {"prev", "x"}}},
        Array{Object{{"id", "D-1"}, {"prev", Array{"x"}}}},
        Array{Object{{"id", "D-1"}, {"prev", Array{nullptr}}}},
        Array{Object{{"id", "D-1"}, {"prev", Array{}}, {"x", 1}}},
        Array{Object{{"id", "B"}, {"prev", Array{}}}, Object{{"id", "A"}, {"prev", Array{}}}},
        Array{Object{{"id", "A"}, {"prev", Array{}}}, Object{{"id", "A"}, {"prev", Array{}}}}}},
      {"attachments",
       {nullptr, Object{}, Array{1}, Array{Object{}},
        Array{Object{{"name", "n"}, {"sha256", kHex}, {"size", 1}}},
        Array{Object{{"name", Object{{"commit", kHex}}}, {"sha256", "x"}, {"size", 1}}},
        Array{Object{{"name", Object{{"commit", kHex}}}, {"sha256", kHex}, {"size", -1}}},
        Array{Object{{"name", Object{{"commit", kHex}}}, {"sha256", kHex}}},
        Array{Object{{"name", Object{{"commit", kHex}}}, {"sha256", kHex}, {"size", 1}, {"x", 1}}}}},
      {"clock",
       {nullptr, Object{}, clock_with("boot_id", 1), clock_with("monotonic_us", -1),
        clock_with("source", nullptr), clock_with("synchronised", "no"), clock_with("offset_us", 1),
        clock_with("x", 1)}},
      {"tool",
       {nullptr, Object{}, Object{{"digest", "x"}, {"name", "t"}, {"version", "1"}},
        Object{{"digest", ""}, {"name", "t"}}, Object{{"digest", ""}, {"name", 1}, {"version", "1"}},
        Object{{"digest", ""}, {"name", "t"}, {"version", "1"}, {"x", 1}}}},
      {"seen",
       {nullptr, Object{}, Object{{"token", "x"}}, Object{{"token", kHex}, {"size", 1}},
        Object{{"origin", "o"}}, Object{{"origin", "o"}, {"root", "x"}, {"size", 1}},
        Object{{"origin", "o"}, {"root", kHex}, {"size", -1}}}},
      {"signers", {nullptr, Array{}, Array{1}, Array{Object{}}}},
      {"extra", {1, nullptr}}};
  for (const auto& [member, values] : kBad) {
    for (const Value& value : values) {
      INFO(member << " = " << encode(value));
      CHECK_FALSE(fault_of(leaf_with(member, value)).empty());
    }
  }
}

TEST_CASE("an attachment's name is a commitment", "[custody]") {
  for (const Value& name : {Value(Object{}), Value(Object{{"x", 1}}), Value(Object{{"commit", "short"}}),
                            Value(Object{{"commit", kHex}, {"x", 1}})}) {
    INFO(encode(name));
    CHECK_FALSE(
        fault_of(leaf_with("attachments", Array{Object{{"name", name}, {"sha256", kHex}, {"size", 1}}}))
            .empty());
  }
}

TEST_CASE("no member of an entry can be left out", "[custody]") {
  for (const char* member :
       {"about", "attachments", "body", "chain", "clock", "log", "seq", "signers", "time", "tool", "type"}) {
    INFO(member);
    CHECK_FALSE(fault_of(leaf_with([&](Value& object) { object.object()->erase(member); })).empty());
  }
}

TEST_CASE("signers and signature lines are the same keys in the same order", "[custody]") {
  LogMaker log;
  story::begin(log);
  log.add(story::transferred(log));
  const custody::Note good = *custody::Note::parse(core::as_text(*log.ledger.all_leaves.back()));
  const auto check = [&](const custody::Note& note, const char* why) {
    CHECK_THAT(fault_of(bytes_of(note.encode())), Catch::Contains(why));
  };
  custody::Note note = good;
  CHECK(fault_of(bytes_of(note.encode())).empty());
  note.signatures.pop_back();
  check(note, "number of signature lines");
  note = good;
  note.signatures.push_back(good.signatures[0]);
  check(note, "number of signature lines");
  note = good;
  std::swap(note.signatures[0], note.signatures[1]);
  check(note, "signature line 1");
}

TEST_CASE("a key signs once, in a known role and capacity", "[custody]") {
  const auto signer = [](const char* capacity, const char* role) {
    return Object{{"capacity", capacity}, {"key", support::person("bob").card.key.name}, {"role", role}};
  };
  CHECK(fault_of(leaf_with("signers", Array{signer("author", "examiner")})).empty());
  CHECK_THAT(
      fault_of(leaf_with("signers", Array{signer("author", "examiner"), signer("witness", "examiner")})),
      Catch::Contains("signs twice"));
  CHECK_FALSE(fault_of(leaf_with("signers", Array{signer("writer", "examiner")})).empty());
  CHECK_FALSE(fault_of(leaf_with("signers", Array{signer("author", "owner")})).empty());
  Object more = signer("author", "examiner");
  more["x"] = 1;
  CHECK_FALSE(fault_of(leaf_with("signers", Array{more})).empty());
}

TEST_CASE("bytes that are no note, no entry or not canonical are refused", "[custody]") {
  LogMaker log;
  const auto leaf_of = [&](const std::string& text) {
    custody::Note note{text, {sign_note(text, log.bob.card.key, log.bob.private_key)}};
    return bytes_of(note.encode());
  };
  CHECK_THAT(fault_of({}), Catch::Contains("no signed note"));
  CHECK_THAT(fault_of(bytes_of("\n\n")), Catch::Contains("no signed note"));
  CHECK_THAT(fault_of(leaf_of("exhibit.evidence/entry/v2\n{}\n")), Catch::Contains("context"));
  CHECK_THAT(fault_of(leaf_of("exhibit.evidence/entry/v1\n")), Catch::Contains("canonical JSON"));
  for (const char* json :
       {"", "[]", "1", "{} ", " {}", "{}\n{}", "{}\n", "{\"b\":1,\"a\":1}", "{\"a\":1.0}", "{\"A\":1}"}) {
    INFO(json);
    CHECK_THAT(fault_of(leaf_of("exhibit.evidence/entry/v1\n" + std::string(json) + "\n")),
               Catch::Contains("canonical JSON"));
  }
  CHECK_FALSE(fault_of(leaf_of("exhibit.evidence/entry/v1\n{}\n")).empty());
}

TEST_CASE("an entry is at most 65,535 bytes", "[custody]") {
  const auto leaf_of_size = [](std::size_t extra) {
    return leaf_with([&](Value& object) { object.set("type", std::string(extra, 'x')); });
  };
  const std::size_t fixed = leaf_of_size(0).size();
  CHECK(fault_of(leaf_of_size(65'535 - fixed)).empty());
  CHECK_THAT(fault_of(leaf_of_size(65'536 - fixed)), Catch::Contains("65,535"));
}

TEST_CASE("random damage to an entry is refused or leaves an entry with just those bytes", "[custody]") {
  const core::Bytes good = leaf_with([](Value&) {});
  std::mt19937 random(5);
  for (int round = 0; round < 20'000; ++round) {
    core::Bytes leaf = good;
    for (auto change = random() % 3 + 1; change > 0; --change) {
      const auto at = static_cast<std::ptrdiff_t>(random() % leaf.size());
      if (random() % 3 == 0) {
        leaf.erase(leaf.begin() + at);
      } else {
        leaf[static_cast<std::size_t>(at)] =
            static_cast<std::uint8_t>(random() % 2 == 0 ? random() % 96 + 32 : random());
      }
    }
    const auto parsed = custody::parse_entry(leaf);
    if (const auto* entry = std::get_if<Entry>(&parsed)) {
      REQUIRE(entry->note.encode() == core::as_text(leaf));
      REQUIRE(custody::entry_text(entry->object) == entry->note.text);
    }
  }
}
