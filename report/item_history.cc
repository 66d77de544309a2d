// SPDX-License-Identifier: Apache-2.0
#include "report/item_history.h"

#include <set>

#include "custody/reference.h"

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
    out.emplace_back(Object{{"capacity", view.word(signer.capacity)},
                            {"key", std::string(custody::fingerprint_of(signer.key))},
                            {"name", view.person(signer.key)}});
  }
  return out;
}

std::string seal_words(const CaseView& view, const std::string& seal) {
  return seal == "none" ? view.told("none", "封印なし") : view.word(seal);
}

/// What parties looked at and how the thing travelled, of the entry and the object at `path` that holds the checks.
Object handover_object(const CaseView& view, const custody::Entry& entry, const std::string& checks) {
  const auto disclosed = [&](const std::string& path) { return text_or_null(view.text(entry.number, path)); };
  const Value* found = entry.object.at_path(checks.c_str());
  const auto checked = [&](const char* name) {
    return found == nullptr ? "" : found->text_of(name).value_or("");
  };
  return Object{{"authority", disclosed("body.authority")},
                {"carrier", disclosed("body.carrier")},
                {"condition", disclosed(checks + ".condition")},
                {"digest_checked", text_or_null(view.word(checked("digest")))},
                {"entry", view.entry_value(entry.number)},
                {"method", disclosed("body.method")},
                {"purpose", disclosed("body.purpose")},
                {"reason", disclosed("body.reason")},
                {"seal", text_or_null(seal_words(view, checked("seal")))},
                {"time_local", core::local_text(entry.time)},
                {"time_utc", entry.time.text()}};
}

Object transfer_object(const CaseView& view, const custody::Entry& entry) {
  const Value& body = entry.body();
  const auto disclosed = [&](const char* path) { return text_or_null(view.text(entry.number, path)); };
  const bool to_outside = entry.type == "transferred_to_outside";
  const bool from_outside = entry.type == "transferred_from_outside";
  const std::string from = body.text_of("from").value_or("");
  const std::string to = body.text_of("to").value_or("");
  Object out = handover_object(view, entry, "body.checks");
  out["agency"] = disclosed("body.party.agency");
  out["badge"] = disclosed("body.party.badge");
  out["from"] = from_outside ? disclosed("body.party.name") : text_or_null(view.person(from));
  out["from_key"] = text_or_null(std::string(custody::fingerprint_of(from)));
  out["from_outside"] = from_outside;
  out["receipt_sha256"] = text_or_null(body.text_of("receipt").value_or(""));
  out["same_device"] = body.boolean_of("same_device").value_or(false);
  out["seized"] = body.boolean_of("seized").value_or(false);
  out["signers"] = signer_list(view, entry);
  out["to"] = to_outside ? disclosed("body.party.name") : text_or_null(view.person(to));
  out["to_key"] = text_or_null(std::string(custody::fingerprint_of(to)));
  out["to_outside"] = to_outside;
  return out;
}

/// A handover apart: the row of the receiver's answer, with the release that it answers.
Object received_object(const CaseView& view, const custody::Entry& entry) {
  const Value* answer = entry.body().find("answer");
  const std::string to = answer->text_of("key").value_or("");
  const auto release = view.ledger().store().get("release", answer->text_of("release").value_or(""));
  const std::string from = release ? release->text_of("from").value_or("") : "";
  Object out = handover_object(view, entry, "body.answer.checks");
  Array signers;
  if (release) {
    const auto sent =
        view.ledger().entry(static_cast<std::uint64_t>(release->integer_of("entry").value_or(0)));
    const Object asked = handover_object(view, sent, "body.checks");
    signers = signer_list(view, sent);
    for (const char* name : {"authority", "carrier", "method", "purpose", "reason"}) {
      out[name] = asked.at(name);
    }
  }
  signers.emplace_back(Object{{"capacity", view.word("receiving")},
                              {"key", std::string(custody::fingerprint_of(to))},
                              {"name", view.person(to)}});
  out["signers"] = std::move(signers);
  out["from"] = text_or_null(view.person(from));
  out["from_key"] = text_or_null(std::string(custody::fingerprint_of(from)));
  out["to"] = text_or_null(view.person(to));
  out["to_key"] = text_or_null(std::string(custody::fingerprint_of(to)));
  for (const char* name : {"from_outside", "same_device", "seized", "to_outside"}) {
    out[name] = false;
  }
  return out;
}

std::string release_state(const CaseView& view, const Value& row) {
  const auto end = row.integer_of("ended");
  if (!end) {
    return view.told("not answered: the giver stays accountable", "回答なし。引渡者が引き続き責任を負う");
  }
  const auto number = static_cast<std::uint64_t>(*end);
  const std::string type = view.ledger().entry(number).type;
  const std::string words = type == "release_withdrawn" ? view.told("withdrawn", "撤回")
                            : type == "received"        ? view.told("received", "受領")
                            : type == "refused"         ? view.told("refused", "受領拒否")
                                                : view.told("overtaken", "後の記録により失効");
  return words + view.told(", ", "、") + view.entry_words(number);
}

Object release_object(const CaseView& view, const custody::Entry& entry) {
  const auto row = view.ledger().store().get("release", custody::reference_to(view.ledger(), entry.number));
  const std::string to = entry.body().text_of("to").value_or("");
  const auto end = row ? row->integer_of("ended") : std::nullopt;
  Object out = handover_object(view, entry, "body.checks");
  out["from"] = text_or_null(view.person(entry.body().text_of("from").value_or("")));
  out["to"] = to.empty() ? Value(view.told("anyone who may handle evidence", "証拠を取り扱う権限のある者"))
                         : text_or_null(view.person(to));
  out["state"] = row ? release_state(view, *row) : view.told("not known", "不明");
  out["answer_reason"] =
      text_or_null(end ? view.text(static_cast<std::uint64_t>(*end), "body.answer.reason") : "");
  return out;
}

Object access_object(const CaseView& view, const custody::Entry& entry) {
  const std::string action = entry.body().text_of("action").value_or("");
  const std::string range = entry.body().text_of("range").value_or("");
  const bool result = action == "verified";  // its range holds words of the program
  return Object{{"action", view.word(action) + view.told(", ", "、") +
                               (result ? shown_phrases(range, view.told_in()) : range)},
                {"entry", view.entry_value(entry.number)},
                {"reason", text_or_null(view.text(entry.number, "body.reason"))},
                {"time_local", core::local_text(entry.time)},
                {"time_utc", entry.time.text()},
                {"who", view.person(entry.signers[0].key)}};
}

Object fact_object(const CaseView& view, const custody::Entry& entry) {
  const Value* after = entry.body().find("after");
  const bool elsewhere = entry.body().find("after_elsewhere") != nullptr;
  return Object{{"entry", view.entry_value(entry.number)},
                {"fact", entry.body().text_of("fact").value_or("")},
                {"observed_at", text_or_null(entry.body().text_of("observed_at").value_or(""))},
                {"recorded_later",
                 elsewhere || (after != nullptr && after->array() != nullptr && !after->array()->empty())},
                {"time", entry.time.text()},
                {"value", text_or_null(view.text(entry.number, "body.value"))}};
}

Object link_object(const CaseView& view, const custody::Entry& entry) {
  const std::string incident = entry.body().text_of("incident").value_or("");
  const auto row = view.ledger().store().get("incident", incident);
  const auto opened = static_cast<std::uint64_t>(row ? row->integer_of("opened").value_or(0) : 0);
  return Object{{"by", view.person(entry.signers[0].key)},
                {"entry", view.entry_value(entry.number)},
                {"incident", incident},
                {"incident_title", text_or_null(view.text(opened, "body.title"))},
                {"shows", text_or_null(view.text(entry.number, "body.shows"))},
                {"time", entry.time.text()}};
}

}  // namespace

Value item_history(const CaseView& view, const std::vector<std::string>& ids) {
  Array transfers;
  Array releases;
  Array accesses;
  Array facts;
  Array links;
  for (const std::uint64_t seq : entries_of(view, ids)) {
    const custody::Entry entry = view.ledger().entry(seq);
    if (entry.type.starts_with("transferred")) {
      transfers.emplace_back(transfer_object(view, entry));
    } else if (entry.type == "received") {
      transfers.emplace_back(received_object(view, entry));
    } else if (entry.type == "released") {
      releases.emplace_back(release_object(view, entry));
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
                {"releases", std::move(releases)},
                {"transfers", std::move(transfers)}};
}

namespace {

/// What an entry says of a seal; empty when it says nothing.
std::string seal_told(const CaseView& view, const custody::Entry& entry, const std::string& checks) {
  const Value* seen = entry.object.at_path((checks + ".seal").c_str());
  if (seen != nullptr && seen->string() != nullptr) {
    return seal_words(view, *seen->string());
  }
  if (entry.type == "seal_broken") {
    return seal_words(view, "broken");
  }
  const std::string number = entry.type == "seal_applied"       ? view.text(entry.number, "body.number")
                             : entry.type == "thing_registered" ? view.text(entry.number, "body.seal")
                                                                : "";
  return number.empty() ? "" : view.told("put on, number ", "封印済み、封印番号") + number;
}

}  // namespace

Value last_seen_state(const CaseView& view, const std::string& thing) {
  Object out{{"seal", nullptr}};
  for (const std::uint64_t seq : view.ledger().entries_about(thing)) {
    const custody::Entry entry = view.ledger().entry(seq);
    const bool answered = entry.type == "received" || entry.type == "refused";
    const std::string checks = answered ? "body.answer.checks" : "body.checks";
    if (const std::string seal = seal_told(view, entry, checks); !seal.empty()) {
      out["seal"] = seal;
      out["seal_entry"] = view.entry_value(seq);
    }
    for (const std::string& path : {checks + ".condition", std::string("body.condition")}) {
      if (const std::string condition = view.text(seq, path); !condition.empty()) {
        out["condition"] = condition;
        out["condition_entry"] = view.entry_value(seq);
      }
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
                            {"entry", view.entry_value(seq)},
                            {"expires", text_or_null(body.text_of("expires").value_or(""))},
                            {"issuer", text_or_null(view.text(seq, "body.issuer"))},
                            {"kind", view.word(body.text_of("kind").value_or(""))},
                            {"recorded_later", finished.has_value() && *finished < seq},
                            {"scope", text_or_null(view.text(seq, "body.scope"))},
                            {"time", entry.time.text()}});
  }
  return out;
}

}  // namespace report
