// SPDX-License-Identifier: Apache-2.0
#include "custody/redaction.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "custody/entry_label.h"
#include "custody/type_rule.h"

namespace custody {
namespace {

/// A pattern: what kind of thing it names, and its text.
struct Pattern {
  std::string kind = "field", text;
};

Pattern parse_pattern(const std::string& given) {
  for (const char* kind : {"field", "entry", "item", "person"}) {
    const std::string start = std::string(kind) + ":";
    if (given.starts_with(start)) {
      return {kind, given.substr(start.size())};
    }
  }
  return {"field", given};
}

/// Keys that a name, an id or a key name stands for.
std::set<std::string> keys_named(const Ledger& ledger, const std::string& person) {
  std::set<std::string> out;
  for (const auto& [name, row] : ledger.store().list("key", "")) {
    const auto enrolled = static_cast<std::uint64_t>(row.integer_of("enrolled").value_or(0));
    const auto known = ledger.store().disclosed(enrolled, "body.name");
    const bool same = name == person || (person.size() >= 6 && fingerprint_of(name).starts_with(person)) ||
                      (known && *known == core::json::Value(person));
    if (same) {
      out.insert(name);
    }
  }
  return out;
}

/// Fits an entry as a whole; fields are looked at one by one.
class Choice {
 public:
  Choice(const Ledger& ledger, const std::string& given) : pattern_(parse_pattern(given)) {
    if (pattern_.kind == "entry") {
      number_ = entry_labelled(ledger, pattern_.text);
    } else if (pattern_.kind == "person") {
      keys_ = keys_named(ledger, pattern_.text);
    }
  }

  bool fits(const Entry& entry, const std::string& field) const {
    if (pattern_.kind == "entry") {
      return entry.number == number_;
    }
    if (pattern_.kind == "item") {
      return entry.is_about(pattern_.text);
    }
    return pattern_.kind == "person" ? is_of_person(entry) : fits_pattern(field, pattern_.text);
  }

 private:
  /// What the person signed, and the name and organisation under which the key was enrolled.
  bool is_of_person(const Entry& entry) const {
    const auto enrolled = VerifierKey::parse(entry.body().text_of("key").value_or(""));
    return (enrolled && keys_.contains(enrolled->name)) ||
           std::any_of(entry.signers.begin(), entry.signers.end(),
                       [&](const Signer& signer) { return keys_.contains(signer.key); });
  }

  Pattern pattern_;
  std::uint64_t number_ = 0;
  std::set<std::string> keys_;
};

/// Visits each entry of the case that has disclosures, with the names of its disclosed fields.
void each_disclosed(const Ledger& ledger,
                    const std::function<void(std::uint64_t number, const std::string& name)>& visit) {
  for (std::uint64_t log = 0; log < ledger.store().logs().size(); ++log) {
    ledger.store().each_disclosure(log,
                                   [&](const Disclosure& d) { visit(entry_number(log, d.seq), d.name); });
  }
}

void choose_disclosures(const Ledger& ledger, const std::string& given, Redaction& out) {
  const Choice choice(ledger, given);
  std::optional<Entry> entry;
  bool found = false;
  each_disclosed(ledger, [&](std::uint64_t number, const std::string& name) {
    if (!entry || entry->number != number) {
      entry = ledger.entry(number);
    }
    if (choice.fits(*entry, name)) {
      found = true;
      out.disclosures.emplace(number, name);
    }
  });
  if (!found) {
    core::fail(
        "nothing was written: '" + core::shown(given) +
        "' fits no disclosed value, so what it was meant to keep back would have gone out; patterns are "
        "a field such as body.reason or body.*, entry:N, item:ID or person:NAME");
  }
}

void withhold(const Ledger& ledger, std::uint64_t number, Redaction& out) {
  const Entry entry = ledger.entry(number);
  const TypeRule* rule = rule_of(entry.type);
  if (seq_of(number) <= 1 || rule == nullptr || !rule->discreet) {
    core::fail("nothing was written: entry " + ledger.label(number) + " (" + core::shown(entry.type) +
               ") cannot be withheld; what keys, roles and custody rest on stays in every export");
  }
  out.leaves.insert(number);
}

void withhold_private(const Ledger& ledger, Redaction& out) {
  const auto rows = ledger.store().list("private", "");
  for (const auto& [id, row] : rows) {
    withhold(ledger, static_cast<std::uint64_t>(row.integer_of("entry").value_or(0)), out);
  }
  if (rows.empty()) {
    core::fail("nothing was written: there is no private entry to withhold");
  }
}

}  // namespace

bool fits_pattern(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;
  std::size_t kept = 0;  // how far the text was when the star was met
  while (at < text.size()) {
    if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      kept = at;
    } else if (in < pattern.size() && pattern[in] == text[at]) {
      ++in;
      ++at;
    } else if (star != std::string_view::npos) {
      in = star + 1;
      at = ++kept;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

Redaction choose_redaction(const Ledger& ledger, const RedactionRequest& request) {
  Redaction out;
  if (request.all) {
    each_disclosed(ledger, [&](std::uint64_t number, const std::string& name) {
      out.disclosures.emplace(number, name);
    });
  }
  for (const std::string& pattern : request.patterns) {
    choose_disclosures(ledger, pattern, out);
  }
  for (const std::string& entry : request.entries) {
    if (entry == "private") {
      withhold_private(ledger, out);
    } else {
      withhold(ledger, entry_labelled(ledger, entry), out);
    }
  }
  return out;
}

}  // namespace custody
