// SPDX-License-Identifier: Apache-2.0
// An entry of the ledger: docs/ledger-format.md sections 3 and 4. Reading is strict; the bytes are kept as they are.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/clock.h"
#include "core/digest.h"
#include "core/json.h"
#include "custody/note.h"
#include "custody/role.h"

namespace custody {

inline constexpr std::string_view kEntryContext = "exhibit.evidence/entry/v1\n";
inline constexpr std::size_t kMostEntryBytes = 65'535;

struct Signer {
  std::string capacity;  // author, releasing, receiving, approving, witness
  std::string key;       // key name
  Role role = Role::responder;
};

/// What an entry is about, and the heads of that history its author saw.
struct About {
  std::string id;
  std::vector<core::Sha256> prev;
};

struct Attachment {
  core::Sha256 sha256;
  std::uint64_t size = 0;
};

/// A decoded entry. `object` is the whole JSON; the other members are read from it.
struct Entry {
  Note note;
  core::json::Value object;
  std::uint64_t seq = 0;
  std::uint64_t number = 0;  // custody/entry_number.h; seq until the reader sets it
  std::uint64_t order = 0;   // place in the replay of all logs; likewise
  std::string log, type;
  core::UtcTime time;
  std::optional<core::Sha256> case_id;
  core::Sha3 chain;
  std::vector<Signer> signers;
  std::vector<About> about;
  std::vector<Attachment> attachments;

  const core::json::Value& body() const { return *object.find("body"); }
  bool is_about(std::string_view id) const;
};

/// The entry, or what is wrong with the bytes in words. Signatures are not checked here.
std::variant<Entry, std::string> parse_entry(core::ByteView leaf);

/// The text to be signed for an object: context line, canonical JSON, line feed.
std::string entry_text(const core::json::Value& object);

}  // namespace custody
