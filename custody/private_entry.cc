// SPDX-License-Identifier: Apache-2.0
#include "custody/private_entry.h"

#include <algorithm>

#include "core/error.h"
#include "core/ids.h"
#include "core/text.h"
#include "custody/about_rule.h"
#include "custody/as_known.h"
#include "custody/entry_check.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// The body as the type's rule knows it: a commitment in the place of each value that stands in clear in the content.
Value as_in_entry(const Value& body, const std::vector<MemberRule>& rules) {
  Value out = body;
  for (const MemberRule& rule : rules) {
    if (rule.kind == MemberKind::committed && body.find(rule.name) != nullptr) {
      out.set(rule.name, Object{{"commit", core::Sha256{}.hex()}});
    }
  }
  return out;
}

/// Members of the content, or nullopt when it has another shape.
struct Content {
  std::string type;
  std::string role;
  std::vector<About> about;
  Value body;
};

std::optional<Content> read_content(const Value& value) {
  const Value* about = value.find("about");
  const Value* body = value.find("body");
  const bool good = value.object() != nullptr && value.object()->size() == 4 && about != nullptr &&
                    about->array() != nullptr && body != nullptr && body->object() != nullptr &&
                    value.text_of("role") && value.text_of("type");
  if (!good) {
    return std::nullopt;
  }
  Content out{*value.text_of("type"), *value.text_of("role"), {}, *body};
  for (const Value& id : *about->array()) {
    const bool rises = id.string() != nullptr && core::is_identifier(*id.string()) &&
                       (out.about.empty() || out.about.back().id < *id.string());
    if (!rises) {
      return std::nullopt;
    }
    out.about.push_back({*id.string(), {}});
  }
  return out;
}

void check_role(EntryCheck& check, const Content& content, const TypeRule& rule) {
  const Signer& signer = check.entry().signers.front();
  const auto row = check.rows().get("key", signer.key);
  const auto roles = row ? texts_in(*row, "roles") : std::vector<std::string>{};
  if (std::find(roles.begin(), roles.end(), content.role) == roles.end()) {
    check.unauthorised(kPrivateContent, "the key " + signer.key + " does not hold the role " + content.role);
  }
  const auto role = parse_role(content.role);
  if (!role || std::find(rule.roles.begin(), rule.roles.end(), *role) == rule.roles.end()) {
    check.unauthorised(kPrivateContent, "the role " + content.role + " may not sign '" + content.type + "'");
  }
}

}  // namespace

Draft made_private(const Ledger& ledger, const Draft& draft) {
  const TypeRule* rule = rule_of(draft.type);
  if (rule == nullptr || !rule->may_be_private || draft.signers.size() != 1) {
    core::fail("not recorded: '" + draft.type + "' cannot be private; custody and keys rest on it");
  }
  const KeyCard& card = draft.signers.front().key->card;
  const auto role = signing_role(ledger.store(), card.key.name, draft.type);
  if (!role) {
    core::fail("not recorded: the key " + card.id() + " (" + core::shown(card.name) +
               ") holds no role in this case that may sign '" + draft.type + "'");
  }
  std::vector<std::string> ids = draft.about;
  std::sort(ids.begin(), ids.end());
  Draft out{kPrivateType,
            {},
            Object{{"content", committed(Object{{"about", Array(ids.begin(), ids.end())},
                                                {"body", in_clear(draft.body)},
                                                {"role", text_of(*role)},
                                                {"type", draft.type}})}},
            draft.signers,
            draft.attachments};
  return out;
}

Findings check_private(const Entry& entry, const Value& value, const Rows& rows) {
  const LogView view = LogView::of(rows, entry.log, log_index_of(entry.number), entry.seq);
  const AsKnown known(rows, view);
  EntryCheck outer(entry, known);
  const auto content = read_content(value);
  const TypeRule* rule = content ? rule_of(content->type) : nullptr;
  if (!content) {
    outer.tampered(kPrivateContent, "the content of the private entry is malformed");
  } else if (rule == nullptr) {
    outer.report("unknown type", kPrivateContent, "",
                 "entry type '" + core::shown(content->type) + "' is not known; the content was not read");
    outer.findings().back().kind = FindingKind::limit;
  } else if (!rule->may_be_private) {
    outer.unauthorised(kPrivateContent, "an entry of the type '" + content->type + "' is never private");
  }
  if (has_fault(outer.findings()) || rule == nullptr) {
    return std::move(outer.findings());
  }
  Entry inner = entry;
  inner.type = content->type;
  inner.about = content->about;
  inner.object.set("body", as_in_entry(content->body, rule->body));
  EntryCheck check(inner, known, true);
  check_role(check, *content, *rule);
  check_about(check, *rule);
  if (const auto fault = body_fault(inner.body(), rule->body)) {
    check.tampered(kPrivateContent, *fault);
  } else if (rule->check != nullptr) {
    rule->check(check);
  }
  return std::move(check.findings());
}

}  // namespace custody
