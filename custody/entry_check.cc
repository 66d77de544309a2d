// SPDX-License-Identifier: Apache-2.0
#include "custody/entry_check.h"

#include <algorithm>

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

std::string body_text(const Entry& entry, const char* path) {
  const Value* found = entry.body().at_path(path);
  return found == nullptr || found->string() == nullptr ? "" : *found->string();
}

}  // namespace

std::string EntryCheck::text(const char* path) const { return body_text(entry_, path); }

std::optional<std::int64_t> EntryCheck::integer(const char* path) const {
  const Value* found = member(path);
  return found == nullptr || found->integer() == nullptr ? std::nullopt : std::optional(*found->integer());
}

bool EntryCheck::is_set(const char* path) const {
  const Value* found = member(path);
  return found != nullptr && found->boolean() != nullptr && *found->boolean();
}

void EntryCheck::report(const std::string& class_name, const std::string& field, const std::string& item,
                        std::string text) {
  Finding finding = fault(class_name, std::move(text));
  finding.log = entry_.log;
  finding.entry = entry_.seq;
  finding.field = field;
  finding.item = item;
  findings_.push_back(std::move(finding));
}

void EntryCheck::need_attachment(const char* path) { need_attached(text(path), std::string("body.") + path); }

void EntryCheck::need_attached(const std::string& sha256, const std::string& field) {
  const bool found = std::any_of(entry_.attachments.begin(), entry_.attachments.end(),
                                 [&](const Attachment& a) { return a.sha256.hex() == sha256; });
  if (!found) {
    tampered(field, "the digest names no attachment of this entry");
  }
}

void EntryCheck::need_enrolled(const char* path, const char* why) {
  const std::string key = text(path);
  if (!key.empty() && !rows_.get("key", key)) {
    unauthorised(std::string("body.") + path, why);
  }
}

void EntryCheck::need_thing(const char* path) {
  if (!rows_.get("thing", text(path))) {
    tampered(std::string("body.") + path, text(path) + " is no registered thing");
  }
}

std::string EntryEffect::text(const char* path) const { return body_text(entry_, path); }

std::optional<Value> RowsBeside::get(const std::string& kind, const std::string& id) const {
  const auto found = kind == "thing" ? aside_.find(id) : aside_.end();
  return found == aside_.end() ? rows_.get(kind, id) : std::optional(found->second);
}

void RowsBeside::put(const std::string& kind, const std::string& id, Value value) {
  const auto found = kind == "thing" ? aside_.find(id) : aside_.end();
  if (found == aside_.end()) {
    rows_.put(kind, id, std::move(value));
  } else {
    found->second = std::move(value);
  }
}

void EntryEffect::set(const std::string& kind, const std::string& id, const char* member, Value value) {
  Value row = rows_.get(kind, id).value_or(Value(Object{}));
  if (row.object() == nullptr) {
    row = Object{};  // a damaged database
  }
  row.set(member, std::move(value));
  rows_.put(kind, id, std::move(row));
}

void EntryEffect::set_first(const std::string& kind, const std::string& id, const char* first_of,
                            const char* again, Object members) {
  Value row = rows_.get(kind, id).value_or(Value(Object{}));
  if (row.object() == nullptr) {
    return;
  }
  if (row.find(first_of) != nullptr) {
    Array list = list_in(row, again);
    list.emplace_back(std::move(members));
    row.set(again, std::move(list));
  } else {
    for (auto& [member, value] : members) {
      row.set(member, std::move(value));
    }
  }
  rows_.put(kind, id, std::move(row));
}

void EntryEffect::clear(const std::string& kind, const std::string& id, const char* member) {
  auto row = rows_.get(kind, id);
  if (row && row->object() != nullptr && row->object()->erase(member) > 0) {
    rows_.put(kind, id, std::move(*row));
  }
}

}  // namespace custody
