// SPDX-License-Identifier: Apache-2.0
#include "report/item_history.h"

#include <set>

namespace report {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

std::set<std::uint64_t> entries_of(const CaseView& view, const std::vector<std::string>& ids) {
  std::set<std::uint64_t> out;
  for (const std::string& id : ids) {
    const auto about = view.ledger().entries_about(id);
    out.insert(about.begin(), about.end());
  }
  return out;
}

Array signer_list(const CaseView& view, const custody::Entry& entry) {
  Array out;
  for (const custody::Signer& signer : entry.signers) {
    out.emplace_back(Object{{"capacity", signer.capacity},
                            {"key", std::string(custody::fingerprint_of(signer.key))},
                            {"name", view.person(signer.key)}});
  }
  return out;
}

Object transfer_object(const CaseView& view, const custody::Entry& entry) {
  const Value& body = entry.body();
  const auto disclosed = [&](const char* path) { return text_or_null(view.text(entry.seq, path)); };
  const bool to_outside = entry.type == "transferred_to_outside";
  const bool from_outside = entry.type == "transferred_from_outside";
  const std::string from = body.text_of("from").value_or("");
  const std::string to = body.text_of("to").value_or("");
  const Value* checks = body.find("checks");
  return Object{{"agency", disclosed("body.party.agency")},
                {"badge", disclosed("body.party.badge")},
                {"condition", disclosed("body.checks.condition")},
                {"digest_checked", text_or_null(checks->text_of("digest").value_or(""))},
                {"entry", Value(entry.seq)},
                {"from", from_outside ? disclosed("body.party.name") : text_or_null(view.person(from))},
                {"from_key", text_or_null(std::string(custody::fingerprint_of(from)))},
                {"from_outside", from_outside},
                {"reason", disclosed("body.reason")},
                {"receipt_sha256", text_or_null(body.text_of("receipt").value_or(""))},
                {"same_device", body.boolean_of("same_device").value_or(false)},
                {"seal", text_or_null(checks->text_of("seal").value_or(""))},
                {"seized", body.boolean_of("seized").value_or(false)},
                {"signers", signer_list(view, entry)},
                {"time_local", core::local_text(entry.time)},
                {"time_utc", entry.time.text()},
                {"to", to_outside ? disclosed("body.party.name") : text_or_null(view.person(to))},
                {"to_key", text_or_null(std::string(custody::fingerprint_of(to)))},
                {"to_outside", to_outside}};
}

Object access_object(const CaseView& view, const custody::Entry& entry) {
  return Object{{"action", text_or_null(entry.body().text_of("action").value_or("") + ", " +
                                        entry.body().text_of("range").value_or(""))},
                {"entry", Value(entry.seq)},
                {"reason", text_or_null(view.text(entry.seq, "body.reason"))},
                {"time_local", core::local_text(entry.time)},
                {"time_utc", entry.time.text()},
                {"who", view.person(entry.signers[0].key)}};
}

Object fact_object(const CaseView& view, const custody::Entry& entry) {
  const Value* after = entry.body().find("after");
  return Object{{"entry", Value(entry.seq)},
                {"fact", entry.body().text_of("fact").value_or("")},
                {"observed_at", text_or_null(entry.body().text_of("observed_at").value_or(""))},
                {"recorded_later", after != nullptr && after->array() != nullptr && !after->array()->empty()},
                {"time", entry.time.text()},
                {"value", text_or_null(view.text(entry.seq, "body.value"))}};
}

Object link_object(const CaseView& view, const custody::Entry& entry) {
  const std::string incident = entry.body().text_of("incident").value_or("");
  const auto row = view.ledger().store().get("incident", incident);
  const auto opened = static_cast<std::uint64_t>(row ? row->integer_of("opened").value_or(0) : 0);
  return Object{{"by", view.person(entry.signers[0].key)},
                {"entry", Value(entry.seq)},
                {"incident", incident},
                {"incident_title", text_or_null(view.text(opened, "body.title"))},
                {"shows", text_or_null(view.text(entry.seq, "body.shows"))},
                {"time", entry.time.text()}};
}

}  // namespace

Value item_history(const CaseView& view, const std::vector<std::string>& ids) {
  Array transfers;
  Array accesses;
  Array facts;
  Array links;
  for (const std::uint64_t seq : entries_of(view, ids)) {
    const custody::Entry entry = view.ledger().entry(seq);
    if (entry.type.starts_with("transferred")) {
      transfers.emplace_back(transfer_object(view, entry));
    } else if (entry.type == "accessed") {
      accesses.emplace_back(access_object(view, entry));
    } else if (entry.type == "fact_added") {
      facts.emplace_back(fact_object(view, entry));
    } else if (entry.type == "artifact_linked") {
      links.emplace_back(link_object(view, entry));
    }
  }
  return Object{{"accesses", std::move(accesses)},
                {"facts", std::move(facts)},
                {"links", std::move(links)},
                {"transfers", std::move(transfers)}};
}

Value last_seen_state(const CaseView& view, const std::string& thing) {
  Object out{{"seal", nullptr}};
  for (const std::uint64_t seq : view.ledger().entries_about(thing)) {
    const custody::Entry entry = view.ledger().entry(seq);
    const Value* checks = entry.body().find("checks");
    if (checks == nullptr) {
      continue;
    }
    out["seal"] = text_or_null(checks->text_of("seal").value_or(""));
    out["seal_entry"] = Value(seq);
    if (const std::string condition = view.text(seq, "body.checks.condition"); !condition.empty()) {
      out["condition"] = condition;
      out["condition_entry"] = Value(seq);
    }
  }
  return out;
}

Array authorities(const CaseView& view, const std::string& thing, std::optional<std::uint64_t> finished) {
  Array out;
  for (const auto& [id, row] : view.ledger().store().list("authority", "")) {
    const auto seq = static_cast<std::uint64_t>(row.integer_of("entry").value_or(0));
    const custody::Entry entry = view.ledger().entry(seq);
    if (!entry.about.empty() && !entry.is_about(thing)) {
      continue;
    }
    const Value& body = entry.body();
    out.emplace_back(Object{{"document_sha256", text_or_null(body.text_of("document").value_or(""))},
                            {"entry", Value(seq)},
                            {"expires", text_or_null(body.text_of("expires").value_or(""))},
                            {"issuer", text_or_null(view.text(seq, "body.issuer"))},
                            {"kind", body.text_of("kind").value_or("")},
                            {"recorded_later", finished.has_value() && *finished < seq},
                            {"scope", text_or_null(view.text(seq, "body.scope"))},
                            {"time", entry.time.text()}});
  }
  return out;
}

}  // namespace report
