// SPDX-License-Identifier: Apache-2.0
#include "legal/records.h"

#include <algorithm>

#include "custody/private_entry.h"
#include "custody/record.h"
#include "custody/reference.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

std::uint64_t number_in(const Value& row) {
  return static_cast<std::uint64_t>(row.integer_of("entry").value_or(0));
}

}  // namespace

const custody::Entry& Records::entry(std::uint64_t number) const {
  const auto found = entries_.find(number);
  return found != entries_.end() ? found->second
                                 : entries_.emplace(number, ledger().entry(number)).first->second;
}

const Value& Records::content(std::uint64_t number) const {
  const auto found = contents_.find(number);
  if (found != contents_.end()) {
    return found->second;
  }
  return contents_.emplace(number, view_.value(number, custody::kPrivateContent).value_or(Value(Object{})))
      .first->second;
}

const std::vector<Record>& Records::private_records() const {
  if (private_) {
    return *private_;
  }
  private_.emplace();
  if (!with_private_) {
    return *private_;
  }
  for (const auto& [id, row] : ledger().store().list("private", "")) {
    const std::uint64_t number = number_in(row);
    const Value& inside = content(number);
    const Value* body = inside.find("body");
    if (body == nullptr) {
      continue;
    }
    private_->push_back({number, inside.text_of("type").value_or(""), custody::reference_to(ledger(), number),
                         body->text_of("incident").value_or(""), true, false});
  }
  return *private_;
}

const Records::OfType& Records::read(const std::string& type) const {
  if (const auto found = types_.find(type); found != types_.end()) {
    return found->second;
  }
  OfType& out = types_[type];
  for (const auto& [hash, row] : ledger().store().list(type, "")) {
    out.all.push_back({number_in(row), type, hash, row.text_of("incident").value_or(""), false,
                       is_ended(type, hash, row.find("ended") != nullptr)});
  }
  for (const Record& record : private_records()) {
    if (record.type == type) {
      out.all.push_back(record);
      out.all.back().ended = is_ended(type, record.hash, false);
    }
  }
  std::sort(out.all.begin(), out.all.end(),
            [](const Record& a, const Record& b) { return a.number < b.number; });
  for (const Record& record : out.all) {
    out.by_incident[record.incident].push_back(record);
  }
  return out;
}

const std::set<Records::Named>& Records::privately_ended() const {
  if (!privately_ended_) {
    privately_ended_.emplace();
    for (const Record& ending : private_records()) {
      for (const custody::RecordReference& reference : custody::references_of(ending.type)) {
        if (reference.ends && reference.type != nullptr) {
          privately_ended_->emplace(reference.type, text(ending, reference.member));
        }
      }
    }
  }
  return *privately_ended_;
}

bool Records::is_ended(const std::string& type, const std::string& hash, bool in_clear) const {
  return in_clear || privately_ended().contains({type, hash});
}

const std::vector<Record>& Records::of(const std::string& type, const std::string& incident) const {
  static const std::vector<Record> none;
  const OfType& read_type = read(type);
  if (incident.empty()) {
    return read_type.all;
  }
  const auto found = read_type.by_incident.find(incident);
  return found == read_type.by_incident.end() ? none : found->second;
}

std::vector<Record> Records::standing(const std::string& type, const std::string& incident) const {
  std::vector<Record> out = of(type, incident);
  out.erase(std::remove_if(out.begin(), out.end(), [](const Record& record) { return record.ended; }),
            out.end());
  return out;
}

std::optional<Record> Records::find(const std::string& type, const std::string& hash) const {
  if (const auto row = ledger().store().get(type, hash)) {
    return Record{number_in(*row),
                  type,
                  hash,
                  row->text_of("incident").value_or(""),
                  false,
                  is_ended(type, hash, row->find("ended") != nullptr)};
  }
  const auto& hidden = private_records();
  const auto found = std::find_if(hidden.begin(), hidden.end(),
                                  [&](const Record& r) { return r.type == type && r.hash == hash; });
  if (found == hidden.end()) {
    return std::nullopt;
  }
  Record out = *found;
  out.ended = is_ended(type, hash, false);
  return out;
}

Value Records::value(const Record& record, const std::string& member) const {
  const Value* body = record.is_private ? content(record.number).find("body") : &entry(record.number).body();
  const Value* found = body == nullptr ? nullptr : body->at_path(member);
  if (found == nullptr) {
    return {nullptr};
  }
  if (!record.is_private && custody::commitment_in(*found)) {
    return view_.value(record.number, "body." + member).value_or(Value(nullptr));
  }
  return *found;
}

std::vector<std::string> Records::texts(const Record& record, const std::string& member) const {
  const Value found = value(record, member);
  std::vector<std::string> out;
  if (const auto* list = found.array()) {
    for (const Value& item : *list) {
      out.push_back(report::readable(item));
    }
  } else if (!found.is_null()) {
    out.push_back(report::readable(found));
  }
  return out;
}

std::string Records::text(const Record& record, const std::string& member) const {
  std::string out;
  for (const std::string& item : texts(record, member)) {
    out += (out.empty() ? "" : "; ") + item;
  }
  return out;
}

std::optional<core::UtcTime> Records::time(const Record& record, const std::string& member) const {
  return core::UtcTime::parse(text(record, member));
}

std::optional<std::int64_t> Records::integer(const Record& record, const std::string& member) const {
  const Value found = value(record, member);
  return found.integer() == nullptr ? std::nullopt : std::optional(*found.integer());
}

bool Records::flag(const Record& record, const std::string& member) const {
  const Value found = value(record, member);
  return found.boolean() != nullptr && *found.boolean();
}

std::vector<std::string> Records::items(const Record& record) const {
  std::vector<std::string> out;
  if (record.is_private) {
    return custody::texts_in(content(record.number), "about");
  }
  for (const custody::About& about : entry(record.number).about) {
    out.push_back(about.id);
  }
  return out;
}

}  // namespace legal
