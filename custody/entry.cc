// SPDX-License-Identifier: Apache-2.0
#include "custody/entry.h"

#include <algorithm>
#include <set>

#include "core/ids.h"
#include "custody/commitment.h"

namespace custody {

using core::json::Array;
using core::json::Value;

namespace {

/// What is wrong with an entry's bytes; caught in parse_entry only.
struct Malformed {
  std::string why;
};

[[noreturn]] void refuse(std::string why) { throw Malformed{std::move(why)}; }

const Value& member(const Value& object, const char* name) {
  const Value* found = object.find(name);
  if (found == nullptr) {
    refuse(std::string("member '") + name + "' is missing");
  }
  return *found;
}

std::string text(const Value& object, const char* name) {
  const std::string* found = member(object, name).string();
  if (found == nullptr) {
    refuse(std::string("member '") + name + "' is no text");
  }
  return *found;
}

std::uint64_t number(const Value& object, const char* name) {
  const std::int64_t* found = member(object, name).integer();
  if (found == nullptr || *found < 0) {
    refuse(std::string("member '") + name + "' is no number from 0");
  }
  return static_cast<std::uint64_t>(*found);
}

const Array& list(const Value& object, const char* name) {
  const Array* found = member(object, name).array();
  if (found == nullptr) {
    refuse(std::string("member '") + name + "' is no list");
  }
  return *found;
}

template <typename D>
D digest(const std::string& hex, const char* name) {
  const auto found = D::parse(hex);
  if (!found) {
    refuse(std::string("member '") + name + "' is no digest in hexadecimal");
  }
  return *found;
}

void only_members(const Value& object, std::initializer_list<std::string_view> allowed, const char* where) {
  if (object.object() == nullptr) {
    refuse(std::string(where) + " is no object");
  }
  for (const auto& [name, value] : *object.object()) {
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) {
      refuse("unknown member '" + name + "' in " + where);
    }
  }
}

About read_about(const Value& value) {
  only_members(value, {"id", "prev"}, "about");
  About out{text(value, "id"), {}};
  if (!core::is_identifier(out.id)) {
    refuse("about names no identifier");
  }
  for (const Value& hash : list(value, "prev")) {
    out.prev.push_back(digest<core::Sha256>(hash.string() == nullptr ? "" : *hash.string(), "prev"));
  }
  return out;
}

Signer read_signer(const Value& value) {
  only_members(value, {"capacity", "key", "role"}, "signers");
  const std::string word = text(value, "role");
  const auto role = word == text_of(Role::committed) ? std::optional(Role::committed) : parse_role(word);
  const std::string capacity = text(value, "capacity");
  constexpr std::array<std::string_view, 5> kCapacities = {"author", "releasing", "receiving", "approving",
                                                           "witness"};
  if (!role || std::find(kCapacities.begin(), kCapacities.end(), capacity) == kCapacities.end()) {
    refuse("a signer has an unknown role or capacity");
  }
  return {capacity, text(value, "key"), *role};
}

Attachment read_attachment(const Value& value) {
  only_members(value, {"name", "sha256", "size"}, "attachments");
  const Value* name = value.find("name");
  if (name == nullptr || !commitment_in(*name)) {
    refuse("an attachment has no committed name");
  }
  return {digest<core::Sha256>(text(value, "sha256"), "sha256"), number(value, "size")};
}

void check_clock(const Value& clock) {
  only_members(clock, {"boot_id", "monotonic_us", "offset_us", "source", "synchronised"}, "clock");
  text(clock, "boot_id");
  text(clock, "source");
  number(clock, "monotonic_us");
  const bool* synchronised = member(clock, "synchronised").boolean();
  const Value* offset = clock.find("offset_us");
  if (synchronised == nullptr || *synchronised != (offset != nullptr) ||
      (offset != nullptr && offset->integer() == nullptr)) {
    refuse("the clock state is malformed");
  }
}

void check_tool(const Value& tool) {
  only_members(tool, {"digest", "name", "version"}, "tool");
  text(tool, "name");
  text(tool, "version");
  if (const std::string hex = text(tool, "digest"); !hex.empty()) {
    digest<core::Sha256>(hex, "digest");
  }
}

void check_seen(const Value* seen) {
  if (seen == nullptr) {
    return;
  }
  only_members(*seen, {"origin", "root", "size", "token"}, "seen");
  if (seen->find("token") != nullptr) {
    only_members(*seen, {"token"}, "seen");
    digest<core::Sha256>(text(*seen, "token"), "token");
  } else {
    text(*seen, "origin");
    number(*seen, "size");
    digest<core::Sha256>(text(*seen, "root"), "root");
  }
}

void check_lists(const Entry& entry) {
  for (std::size_t i = 1; i < entry.about.size(); ++i) {
    if (entry.about[i - 1].id >= entry.about[i].id) {
      refuse("about is not strictly rising");
    }
  }
  std::set<std::string> keys;
  for (const Signer& signer : entry.signers) {
    if (!keys.insert(signer.key).second) {
      refuse("a key signs twice");
    }
  }
  if (entry.signers.empty() || entry.signers.size() > 16) {
    refuse("an entry has 1 to 16 signers");
  }
  if (entry.note.signatures.size() != entry.signers.size()) {
    refuse("the number of signature lines is not that of the signers");
  }
  for (std::size_t i = 0; i < entry.signers.size(); ++i) {
    if (entry.note.signatures[i].name != entry.signers[i].key) {
      refuse("signature line " + std::to_string(i + 1) + " is not by the signer named there");
    }
  }
}

void read_members(Entry& entry) {
  const Value& object = entry.object;
  only_members(object,
               {"about", "attachments", "body", "case", "chain", "clock", "log", "seen", "seq", "signers",
                "time", "tool", "type"},
               "entry");
  entry.seq = number(object, "seq");
  entry.number = entry.seq;
  entry.order = entry.seq;
  entry.log = text(object, "log");
  entry.type = text(object, "type");
  entry.chain = digest<core::Sha3>(text(object, "chain"), "chain");
  if (object.find("case") != nullptr) {
    entry.case_id = digest<core::Sha256>(text(object, "case"), "case");
  }
  const auto time = core::UtcTime::parse(text(object, "time"));
  if (!time || member(object, "body").object() == nullptr) {
    refuse(time ? "body is no object" : "time is malformed");
  }
  entry.time = *time;
  for (const Value& value : list(object, "about")) {
    entry.about.push_back(read_about(value));
  }
  for (const Value& value : list(object, "signers")) {
    entry.signers.push_back(read_signer(value));
  }
  for (const Value& value : list(object, "attachments")) {
    entry.attachments.push_back(read_attachment(value));
  }
  check_clock(member(object, "clock"));
  check_tool(member(object, "tool"));
  check_seen(object.find("seen"));
}

Entry read_entry(core::ByteView leaf) {
  if (leaf.size() > kMostEntryBytes) {
    refuse("it is larger than 65,535 bytes");
  }
  auto note = Note::parse(core::as_text(leaf));
  if (!note || note->encode() != core::as_text(leaf)) {
    refuse("it is no signed note");
  }
  std::string_view json = note->text;
  if (!json.starts_with(kEntryContext)) {
    refuse("its first line is not the context of an entry");
  }
  json.remove_prefix(kEntryContext.size());
  json.remove_suffix(1);
  auto object = core::json::decode_canonical(json);
  if (!object || object->object() == nullptr) {
    refuse("its text is not one line of canonical JSON");
  }
  Entry entry;
  entry.note = std::move(*note);
  entry.object = std::move(*object);
  read_members(entry);
  check_lists(entry);
  return entry;
}

}  // namespace

bool Entry::is_about(std::string_view id) const {
  return std::any_of(about.begin(), about.end(), [&](const About& a) { return a.id == id; });
}

std::variant<Entry, std::string> parse_entry(core::ByteView leaf) {
  try {
    return read_entry(leaf);
  } catch (const Malformed& malformed) {
    return malformed.why;
  }
}

std::string entry_text(const Value& object) { return std::string(kEntryContext) + encode(object) + "\n"; }

}  // namespace custody
