// SPDX-License-Identifier: Apache-2.0
// What the rules of a type have at hand: the entry, the rows as they were before it, and a place for findings and changes.
#pragma once

#include <map>

#include "custody/entry.h"
#include "custody/finding.h"
#include "custody/rows.h"

namespace custody {

/// Lives while one entry is checked; a check reads rows and reports, and changes nothing.
class EntryCheck {
 public:
  EntryCheck(const Entry& entry, const Rows& rows, bool is_private = false)
      : entry_(entry), rows_(rows), is_private_(is_private) {}

  const Entry& entry() const { return entry_; }
  const Rows& rows() const { return rows_; }
  /// True of the content of a private entry: it may name others whose type is not known without their content.
  bool is_private() const { return is_private_; }
  /// The text at a path of the body; empty when there is none.
  std::string text(const char* path) const;
  std::optional<std::int64_t> integer(const char* path) const;
  const core::json::Value* member(const char* path) const { return entry_.body().at_path(path); }
  bool is_set(const char* path) const;

  /// A fault of this entry; `field` is a path, `item` a thing or image, either may be empty.
  void report(const std::string& class_name, const std::string& field, const std::string& item,
              std::string text);
  void tampered(const std::string& field, std::string text) {
    report("tampered", field, "", std::move(text));
  }
  /// A reference to an earlier entry of a type that an export may withhold leads nowhere.
  void not_there(const std::string& field, std::string text) {
    tampered(field, std::move(text));
    findings_.back().rests_on_earlier = true;
  }
  void unauthorised(const std::string& field, std::string text) {
    report("unauthorised", field, "", std::move(text));
  }

  /// The digest at `path` names an attachment of this entry.
  void need_attachment(const char* path);
  void need_attached(const std::string& sha256, const std::string& field);
  /// The key at `path`, where there is one, is enrolled.
  void need_enrolled(const char* path, const char* why);
  /// The identifier at `path` is a registered thing.
  void need_thing(const char* path);

  Findings& findings() { return findings_; }

 private:
  const Entry& entry_;
  const Rows& rows_;
  const bool is_private_;
  Findings findings_;
};

/// Things as the author of an entry knew them, by identifier.
using ThingsAside = std::map<std::string, core::json::Value>;

/// Rows in which some things are kept beside: what is put of them changes them there only.
class RowsBeside final : public Rows {
 public:
  RowsBeside(Rows& rows, ThingsAside aside) : rows_(rows), aside_(std::move(aside)) {}
  std::optional<core::json::Value> get(const std::string& kind, const std::string& id) const override;
  void put(const std::string& kind, const std::string& id, core::json::Value value) override;
  std::vector<std::pair<std::string, core::json::Value>> list(const std::string& kind,
                                                              const std::string& prefix) const override {
    return rows_.list(kind, prefix);
  }

 private:
  Rows& rows_;
  ThingsAside aside_;
};

/// Lives while one entry takes effect.
class EntryEffect {
 public:
  /// Rows of the things in `aside` stay as they are: the entry contends with one its author had not seen, and does what it
  /// does to the things as the author knew them.
  EntryEffect(const Entry& entry, const core::Sha256& leaf_hash, Rows& rows, ThingsAside aside)
      : entry_(entry), leaf_hash_(leaf_hash), rows_(rows, std::move(aside)) {}

  const Entry& entry() const { return entry_; }
  const core::Sha256& leaf_hash() const { return leaf_hash_; }
  Rows& rows() { return rows_; }
  /// The entry's number in this folder, as rows keep it.
  core::json::Value seq() const { return core::json::Value(entry_.number); }
  std::string text(const char* path) const;
  /// Sets one member of a row, which is made when it is missing.
  void set(const std::string& kind, const std::string& id, const char* member, core::json::Value value);
  /// Sets the members of a row, or where an entry that the author had not seen set `first_of` them before, keeps them beside
  /// in the list `again` for who knows this entry alone (custody/as_known.h).
  void set_first(const std::string& kind, const std::string& id, const char* first_of, const char* again,
                 core::json::Object members);
  /// Sets a member to the entry's number, as set_first() does.
  void mark(const std::string& kind, const std::string& id, const char* member) {
    set_first(kind, id, member, "marked_again", core::json::Object{{member, seq()}});
  }
  /// Takes a member away, if it is there.
  void clear(const std::string& kind, const std::string& id, const char* member);

 private:
  const Entry& entry_;
  const core::Sha256& leaf_hash_;
  RowsBeside rows_;
};

}  // namespace custody
