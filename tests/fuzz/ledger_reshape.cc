// SPDX-License-Identifier: Apache-2.0
// Changes an entry's JSON and writes it again in canonical form with as many signature lines as it has signers: what
// random bytes never reach behind the strict form.
#include <algorithm>
#include <random>

#include "custody/entry.h"
#include "tests/fuzz/golden.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using Chance = std::minstd_rand;

std::size_t pick(Chance& chance, std::size_t count) { return count == 0 ? 0 : chance() % count; }

void collect(Value& value, std::vector<Value*>& out) {
  out.push_back(&value);
  if (Array* list = value.array()) {
    for (Value& item : *list) {
      collect(item, out);
    }
  } else if (Object* members = value.object()) {
    for (auto& [name, member] : *members) {
      collect(member, out);
    }
  }
}

/// Some value of some golden entry, or one at an edge.
Value donated(Chance& chance) {
  const std::vector<Value> edges = {nullptr,
                                    true,
                                    false,
                                    0,
                                    -1,
                                    std::int64_t{9007199254740991},
                                    "",
                                    "a",
                                    Array{},
                                    Object{},
                                    "exhibit.evidence/actor/",
                                    std::string(70'000, 'x')};
  if (chance() % 3 == 0) {
    return edges[pick(chance, edges.size())];
  }
  const auto& objects = Golden::get().objects();
  Value whole = objects[pick(chance, objects.size())];
  std::vector<Value*> parts;
  collect(whole, parts);
  return *parts[pick(chance, parts.size())];
}

void change_object(Object& members, Chance& chance) {
  const auto at = std::next(members.begin(), static_cast<std::ptrdiff_t>(pick(chance, members.size())));
  if (at != members.end() && chance() % 2 == 0) {
    members.erase(at);
    return;
  }
  const auto& objects = Golden::get().objects();
  Value whole = objects[pick(chance, objects.size())];
  std::vector<Value*> parts;
  collect(whole, parts);
  for (const Value* part : parts) {
    if (part->object() != nullptr && !part->object()->empty() && chance() % 4 == 0) {
      const auto& donor = *part->object();
      const auto from = std::next(donor.begin(), static_cast<std::ptrdiff_t>(pick(chance, donor.size())));
      members.insert_or_assign(from->first, from->second);
      return;
    }
  }
}

void change_list(Array& list, Chance& chance) {
  const auto at = static_cast<std::ptrdiff_t>(pick(chance, list.size()));
  switch (chance() % 4) {
    case 0: list.push_back(list.empty() ? donated(chance) : list[static_cast<std::size_t>(at)]); break;
    case 1: std::reverse(list.begin(), list.end()); break;
    case 2: list.push_back(donated(chance)); break;
    default:
      if (!list.empty()) {
        list.erase(list.begin() + at);
      }
  }
}

void change(Value& value, Chance& chance) {
  std::vector<Value*> parts;
  collect(value, parts);
  Value& part = *parts[pick(chance, parts.size())];
  if (&part == &value || (chance() % 2 == 0 && part.object() != nullptr)) {
    if (part.object() != nullptr) {
      change_object(*part.object(), chance);
    }
  } else if (chance() % 2 == 0 && part.array() != nullptr) {
    change_list(*part.array(), chance);
  } else if (part.integer() != nullptr && chance() % 2 == 0) {
    part = Value(*part.integer() + static_cast<std::int64_t>(chance() % 3) - 1);
  } else {
    part = donated(chance);
  }
}

bool is_key_name(const std::string& text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c == '+'; });
}

/// One line for each signer that can have one; bytes of the old lines as far as they go.
void rename_signatures(custody::Note& note, const Value& object) {
  const Value* signers = object.find("signers");
  if (signers == nullptr || signers->array() == nullptr || signers->array()->empty()) {
    return;
  }
  std::vector<custody::NoteSignature> lines;
  for (const Value& signer : *signers->array()) {
    const std::string name = signer.text_of("key").value_or("");
    if (is_key_name(name) && lines.size() < 20) {
      const std::size_t old = std::min(lines.size(), note.signatures.size() - 1);
      lines.push_back({name, note.signatures[old].bytes});
    }
  }
  if (!lines.empty()) {
    note.signatures = std::move(lines);
  }
}

core::Bytes changed_leaf(core::ByteView leaf, Chance& chance) {
  auto parsed = custody::parse_entry(leaf);
  auto* entry = std::get_if<custody::Entry>(&parsed);
  const auto& leaves = Golden::get().leaves();
  if (entry == nullptr) {
    return leaves[pick(chance, leaves.size())];
  }
  for (std::size_t left = 1 + pick(chance, 3); left > 0; --left) {
    change(entry->object, chance);
  }
  rename_signatures(entry->note, entry->object);
  entry->note.text = custody::entry_text(entry->object);
  const std::string out = entry->note.encode();
  return {out.begin(), out.end()};
}

}  // namespace

core::Bytes reshape_entry(core::ByteView input, unsigned seed) {
  Chance chance(seed);
  return changed_leaf(input, chance);
}

core::Bytes reshape_ledger(core::ByteView input, unsigned seed) {
  Chance chance(seed);
  std::vector<Record> records = split_records(input);
  if (records.empty()) {
    return core::Bytes(input.begin(), input.end());
  }
  const std::size_t at = pick(chance, records.size());
  const std::size_t other = pick(chance, records.size());
  switch (chance() % 8) {
    case 0: records.erase(records.begin() + static_cast<std::ptrdiff_t>(at)); break;
    case 1: std::swap(records[at], records[other]); break;
    case 2: records.insert(records.begin() + static_cast<std::ptrdiff_t>(at), Record(records[other])); break;
    case 3:
      if (records[at].tag == 'L') {
        const core::Sha3 hidden = core::sha3(records[at].bytes);
        records[at] = {'W', core::Bytes(hidden.bytes.begin(), hidden.bytes.end())};
      }
      break;
    default: {
      std::vector<Record*> leaves;
      for (Record& record : records) {
        if (record.tag == 'L') {
          leaves.push_back(&record);
        }
      }
      if (!leaves.empty()) {
        Record& leaf = *leaves[pick(chance, leaves.size())];
        leaf.bytes = changed_leaf(leaf.bytes, chance);
      }
    }
  }
  return join_records(records);
}

}  // namespace fuzz
