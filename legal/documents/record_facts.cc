// SPDX-License-Identifier: Apache-2.0
#include "legal/documents/record_facts.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "custody/entry_label.h"
#include "custody/record.h"
#include "legal/forms/form.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// "12, 14": the entries that a member names by leaf hash; a hash that leads nowhere stays as it is.
std::string referred(const DocumentWork& work, const Record& record, const std::string& member) {
  const char* type = "advice_recorded";  // what a reference to an entry of any type means in the forms
  for (const custody::RecordReference& reference : custody::references_of(record.type)) {
    type = member == reference.member && reference.type != nullptr ? reference.type : type;
  }
  std::string out;
  for (const std::string& hash : work.records.texts(record, member)) {
    const auto named = work.records.find(type, hash);
    out += (out.empty() ? "" : ", ") + (named ? work.ledger().label(named->number) : hash);
  }
  return out;
}

std::string words_in(const DocumentWork& work, const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    out += (out.empty() ? "" : work.language() == "ja" ? "、" : ", ") + shown_word(word, work.language());
  }
  return out;
}

void put_time(Object& out, const std::string& member, const std::optional<core::UtcTime>& time) {
  out[member] = time ? Value(to_the_second(*time)) : Value(nullptr);
  out[member + "_local"] = time ? Value(core::local_text(*time)) : Value(nullptr);
}

void put_member(Object& out, const DocumentWork& work, const Record& record, const FormField& field) {
  const Records& records = work.records;
  const std::string member = field.member;
  switch (field.kind) {
    case FieldKind::time: put_time(out, member, records.time(record, member)); return;
    case FieldKind::number: {
      const auto number = records.integer(record, member);
      out[member] = number ? Value(*number) : Value(nullptr);
      return;
    }
    case FieldKind::flag:
    case FieldKind::opposite_flag: out[member] = records.flag(record, member); return;
    case FieldKind::entry:
    case FieldKind::entries: out[member] = report::text_or_null(referred(work, record, member)); return;
    case FieldKind::word:
    case FieldKind::words:
      out[member] = report::text_or_null(words_in(work, records.texts(record, member)));
      return;
    case FieldKind::key:
      out[member] = report::text_or_null(work.view().person(records.text(record, member)));
      return;
    case FieldKind::texts:
    case FieldKind::labels: {
      const auto texts = records.texts(record, member);
      out[member] = Array(texts.begin(), texts.end());
      return;
    }
    default: out[member] = report::text_or_null(records.text(record, member));
  }
}

}  // namespace

Object record_facts(const DocumentWork& work, const Record& record) {
  const custody::Entry& entry = work.records.entry(record.number);
  const auto items = work.records.items(record);
  Object out{{"entry", work.view().entry_value(record.number)},
             {"items", Array(items.begin(), items.end())},
             {"private", record.is_private},
             {"recorded_at", to_the_second(entry.time)},
             {"recorded_at_local", core::local_text(entry.time)},
             {"recorded_by", report::text_or_null(work.view().person(entry.signers.front().key))}};
  if (const Form* form = form_of(record.type)) {
    for (const FormField& field : form->fields) {
      put_member(out, work, record, field);
    }
  }
  return out;
}

std::vector<Record> shown_records(const DocumentWork& work, const std::string& type,
                                  const std::string& incident) {
  std::vector<Record> out = work.records.standing(type, incident);
  std::erase_if(out, [&](const Record& record) { return record.is_private && !work.with_private; });
  return out;
}

Array record_list(const DocumentWork& work, const std::string& type, const std::string& incident) {
  Array out;
  for (const Record& record : shown_records(work, type, incident)) {
    out.emplace_back(record_facts(work, record));
  }
  return out;
}

Record record_asked(const DocumentWork& work, const std::string& type) {
  const std::uint64_t number = custody::entry_labelled(work.ledger(), work.about.entry);
  for (const Record& record : work.records.of(type)) {
    if (record.number != number) {
      continue;
    }
    if (record.is_private && !work.with_private) {
      core::fail("entry " + core::shown(work.about.entry) +
                 " is private; its content stands in no document but a private one (--secret)");
    }
    return record;
  }
  const Form* form = form_of(type);
  core::fail("entry " + core::shown(work.about.entry) + " is not one that '" +
             (form == nullptr ? type : "exhibit " + std::string(form->command)) + "' records");
}

std::string money(std::int64_t amount, const std::string& currency) {
  static const std::vector<std::string> whole = {"JPY", "KRW", "VND", "CLP", "ISK"};
  static const std::vector<std::string> thousandths = {"KWD", "BHD", "OMR", "JOD", "TND", "IQD", "LYD"};
  const auto among = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), currency) != list.end();
  };
  const std::int64_t part = among(whole) ? 1 : among(thousandths) ? 1000 : 100;
  std::string out = std::to_string(amount / part);
  for (int at = static_cast<int>(out.size()) - 3; at > 0; at -= 3) {
    out.insert(static_cast<std::size_t>(at), ",");
  }
  if (part > 1) {
    out += "." + std::to_string(part + amount % part).substr(1);
  }
  return out + " " + currency;
}

std::string to_the_second(core::UtcTime time) { return time.text().substr(0, 19) + "Z"; }

std::string entry_text(const custody::Ledger& ledger, const std::vector<std::uint64_t>& entries) {
  constexpr std::size_t kShown = 12;
  std::string out;
  for (std::size_t i = 0; i < entries.size() && i < kShown; ++i) {
    out += (out.empty() ? "" : ", ") + ledger.label(entries[i]);
  }
  return entries.size() > kShown ? out + ", ... (" + std::to_string(entries.size()) + ")" : out;
}

Value line_of(const DocumentWork& work, const std::string& text, const std::vector<std::uint64_t>& entries) {
  if (text.empty()) {
    return {nullptr};
  }
  return Object{{"entries", report::text_or_null(entry_text(work.ledger(), entries))}, {"text", text}};
}

}  // namespace legal
