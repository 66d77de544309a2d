// SPDX-License-Identifier: Apache-2.0
#include "cli/entries.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "custody/private_entry.h"

namespace cli {

using core::json::Object;
using core::json::Value;

void tell(const custody::Appended& done, const std::string& what, const Common& common, Object more) {
  if (common.json) {
    more["entry"] = Value(done.seq);
    more["label"] = done.label;
    more["leaf_hash"] = done.leaf_hash.hex();
    print_json(more);
  } else {
    print("entry " + done.label + ": " + what);
  }
}

std::string joined(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) {
    out += (out.empty() ? "" : ", ") + id;
  }
  return out;
}

/// Each an identifier, none given twice.
void check_ids(const std::vector<std::string>& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    item_id(items[i]);
    if (std::find(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(i), items[i]) !=
        items.begin() + static_cast<std::ptrdiff_t>(i)) {
      core::fail_usage("--item " + items[i] + " is given twice");
    }
  }
}

void check_item(const custody::Ledger& ledger, const std::string& id) {
  if (!ledger.store().get("thing", id) && !ledger.store().get("image", id)) {
    core::fail("no item '" + core::shown(id) + "' in this case; 'exhibit case show' lists things and images");
  }
}

void begin_own_log(custody::Ledger& ledger, const custody::UnlockedKey& by) {
  if (!ledger.has_own_log()) {
    ledger.start_log(custody::draft_log_opened(by));
  }
}

std::string own_item(const custody::Ledger& ledger, const std::string& id) {
  std::string own = ledger.own_identifier(id);
  if (own != id) {
    (void)std::fprintf(stderr, "note: this device registers %s as %s\n", id.c_str(), own.c_str());
  }
  return own;
}

void need_items(const custody::Ledger& ledger, const std::vector<std::string>& items) {
  if (items.empty()) {
    core::fail_usage("--item is missing: name the thing or image");
  }
  check_ids(items);
  for (const std::string& item : items) {
    check_item(ledger, item);
  }
}

std::optional<core::UtcTime> time_of(const std::string& text, const std::string& flag) {
  if (text.empty()) {
    return std::nullopt;
  }
  const auto time = core::parse_zoned_time(text);
  if (!time) {
    core::fail_usage(
        flag + " '" + core::shown(text) +
        "' is no time with a zone; write it as 2026-11-22T18:53:00+09:00 or 2026-11-22T09:53:00Z");
  }
  return time;
}

custody::HandoverChecks checks_of(const HandoverWords& words) {
  return {words.seal, words.digest, core::typed_text(words.condition, "--condition")};
}

custody::Handover handover_of(const HandoverWords& words) {
  return {core::typed_text(words.reason, "--reason"),   checks_of(words),
          core::typed_text(words.method, "--method"),   core::typed_text(words.carrier, "--carrier"),
          core::typed_text(words.purpose, "--purpose"), core::typed_text(words.authority, "--authority")};
}

custody::Draft as_asked(const custody::Ledger& ledger, custody::Draft draft, bool secret) {
  return secret ? custody::made_private(ledger, draft) : std::move(draft);
}

custody::RedactionRequest redaction_of(const Redact& args) {
  return {args.redact == "all", args.disclosures, args.entries};
}

std::string enrolled_key(const std::string& what, const custody::Ledger& ledger, custody::KeyStore& keys) {
  for (const auto& [name, row] : ledger.store().list("key", "")) {
    const bool same = name == what || row.text_of("vkey") == what ||
                      (what.size() >= 6 && custody::fingerprint_of(name).starts_with(what));
    if (same) {
      return name;
    }
  }
  return keys.find(what).key.name;
}

}  // namespace cli
