// SPDX-License-Identifier: Apache-2.0
// case create, case show.
#include "cli/session.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/exercise.h"
#include "report/case_view.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr const char* kOneAdministrator =
    "note: this case has one administrator; if that key is lost nobody can enrol another. Enrol a second one "
    "with "
    "'exhibit key enrol' and 'exhibit role grant'";

int count_administrators(const custody::Ledger& ledger) {
  int out = 0;
  for (const auto& [name, row] : ledger.store().list("key", "")) {
    for (const std::string& role : custody::texts_in(row, "roles")) {
      out += role == "administrator" ? 1 : 0;
    }
  }
  return out;
}

void warn_one_administrator(const custody::Ledger& ledger) {
  if (count_administrators(ledger) < 2) {
    (void)std::fprintf(stderr, "%s\n", kOneAdministrator);
  }
}

/// The number of the entry that made a row under its leaf hash.
Value entry_number(const custody::Store& store, const char* kind, const std::string& leaf_hash) {
  const auto row = store.get(kind, leaf_hash);
  return row ? Value(row->integer_of("entry").value_or(0)) : Value(nullptr);
}

/// Numbers of entries that say more, and in `labels` how people name them: `released` waits for an answer, `refused` was
/// the answer to the newest release; `restricted` and `disposed` speak for themselves.
Object thing_object(const std::string& id, const Value& row, const report::CaseView& view) {
  const custody::Store& store = view.ledger().store();
  Object out{{"id", id}, {"kind", *row.find("kind")}, {"holder", view.holder_text(row)}};
  if (const auto place = row.integer_of("place")) {
    out["place"] = view.text(static_cast<std::uint64_t>(*place), "body.place");
  }
  Object labels;
  Array seals;
  Array seal_labels;
  for (const std::string& seal : custody::texts_in(row, "seals")) {
    seals.push_back(entry_number(store, "seal", seal));
    if (const auto* number = seals.back().integer()) {
      seal_labels.emplace_back(view.ledger().label(static_cast<std::uint64_t>(*number)));
    }
  }
  if (!seals.empty()) {
    out["seals"] = std::move(seals);
    labels["seals"] = std::move(seal_labels);
  }
  const auto put = [&](const char* member, const Value& entry) {
    out[member] = entry;
    if (const auto* number = entry.integer()) {
      labels[member] = view.ledger().label(static_cast<std::uint64_t>(*number));
    }
  };
  for (const auto& [member, kind] : {std::pair{"released", "release"}, {"restricted", "restriction"}}) {
    if (const auto hash = row.text_of(member)) {
      put(member, entry_number(store, kind, *hash));
    }
  }
  for (const char* member : {"refused", "disposed"}) {
    if (const Value* entry = row.find(member)) {
      put(member, *entry);
    }
  }
  if (!labels.empty()) {
    out["labels"] = std::move(labels);
  }
  return out;
}

std::string state_words(const Value& thing) {
  std::string out;
  if (const auto place = thing.text_of("place")) {
    out += ", kept at " + core::shown(*place);
  }
  if (const Value* seals = thing.at_path("labels.seals"); seals != nullptr) {
    out += ", sealed (entry ";
    for (const Value& seal : *seals->array()) {
      out += (out.ends_with("entry ") ? "" : ", ") + *seal.string();
    }
    out += ")";
  }
  const std::pair<const char*, const char*> words[] = {{"released", "released and not answered"},
                                                       {"refused", "handover refused"},
                                                       {"restricted", "restricted"},
                                                       {"disposed", "disposed of"}};
  const Value* labels = thing.find("labels");
  for (const auto& [member, said] : words) {
    if (const auto label = labels == nullptr ? std::nullopt : labels->text_of(member)) {
      out += std::string(", ") + said + " (entry " + *label + ")";
    }
  }
  return out;
}

Object image_object(const std::string& id, const Value& row) {
  Object out{{"id", id}, {"image_of", *row.find("image_of")}, {"state", *row.find("state")}};
  if (const auto match = row.boolean_of("match")) {
    out["compared"] = *match;
  }
  out["imported"] = row.integer_of("imported").has_value();
  return out;
}

void print_keys(const Value& keys) {
  for (const Value& key : *keys.array()) {
    std::string roles;
    for (const std::string& role : custody::texts_in(key, "roles")) {
      roles += (roles.empty() ? "" : ", ") + role;
    }
    print("key      " + std::string(custody::fingerprint_of(*key.text_of("key"))) + "  " +
          core::shown(*key.text_of("name")) + " (" + roles + ")");
  }
}

/// Empty where the case is none.
std::string exercise_name(const std::string& given) {
  std::string out = core::typed_text(given, "--exercise");
  const auto fault = custody::exercise_name_fault(out);
  if (!out.empty() && fault) {
    core::fail_usage("--exercise: " + *fault);
  }
  return out;
}

void print_exercise(const custody::Ledger& ledger) {
  if (const auto exercise = custody::exercise_of(ledger.store())) {
    print("EXERCISE " + core::shown(*exercise) + ": nothing in this case happened, and it is never packaged");
  }
}

}  // namespace

int run(const CaseCreate& args, const Common& common) {
  if (args.lang != "en" && args.lang != "ja") {
    core::fail_usage("--lang is en or ja, not '" + core::shown(args.lang) + "'");
  }
  Session session(common);
  const std::string number = needed_text(args.number, "--number");
  const std::string title = needed_text(args.title, "--title");
  const std::string exercise = exercise_name(args.exercise);
  const custody::UnlockedKey by = session.signer();
  const custody::Ledger ledger =
      custody::Ledger::create(args.folder, {number, title, args.lang, exercise}, by, session.environment());
  if (common.json) {
    print_json(
        Object{{"case_id", ledger.case_id().hex()}, {"folder", args.folder}, {"log", ledger.log().name}});
  } else {
    print_exercise(ledger);
    print("case " + core::shown(number) + " is open in " + core::shown(args.folder));
    print("case id " + ledger.case_id().hex() +
          "  (write it down: with it, anybody can later check who opened the case)");
  }
  warn_one_administrator(ledger);
  return 0;
}

int run_case_show(const std::string& folder, const Common& common) {
  Session session(common);
  const custody::Ledger ledger = session.open(folder);
  const report::CaseView view(ledger);
  Object out{{"case_id", ledger.case_id().hex()},
             {"number", view.number()},
             {"title", view.title()},
             {"log", ledger.log().name},
             {"entries", Value(ledger.checkpoint().size)},
             {"root", ledger.checkpoint().root.hex()}};
  Array things;
  Array images;
  Array keys;
  for (const auto& [id, row] : ledger.store().list("thing", "")) {
    things.emplace_back(thing_object(id, row, view));
  }
  for (const auto& [id, row] : ledger.store().list("image", "")) {
    images.emplace_back(image_object(id, row));
  }
  for (const auto& [name, row] : ledger.store().list("key", "")) {
    const auto roles = custody::texts_in(row, "roles");
    keys.emplace_back(
        Object{{"key", name}, {"name", view.person(name)}, {"roles", Array(roles.begin(), roles.end())}});
  }
  out["things"] = std::move(things);
  out["images"] = std::move(images);
  out["keys"] = std::move(keys);
  if (const auto exercise = custody::exercise_of(ledger.store())) {
    out["exercise"] = *exercise;
  }
  if (common.json) {
    print_json(out);
    return 0;
  }
  print_exercise(ledger);
  print("case     " + core::shown(view.number()) + ": " + core::shown(view.title()));
  print("case id  " + ledger.case_id().hex());
  print("head     " + std::to_string(ledger.checkpoint().size) + " entries, root " +
        ledger.checkpoint().root.hex());
  for (const Value& thing : *out["things"].array()) {
    print("thing    " + *thing.text_of("id") + " (" + *thing.text_of("kind") + "), held by " +
          core::shown(*thing.text_of("holder")) + state_words(thing));
  }
  for (const Value& image : *out["images"].array()) {
    const auto compared = image.boolean_of("compared");
    print("image    " + *image.text_of("id") + " of " + *image.text_of("image_of") + ", " +
          *image.text_of("state") +
          (*image.text_of("state") != "finished" ? ""
           : *image.boolean_of("imported") ? *compared ? ", imported: no fault found" : ", imported: FAULTS"
           : !compared                     ? ", not compared"
           : *compared                     ? ", compared: same"
                                           : ", compared: DIFFERS"));
  }
  print_keys(out["keys"]);
  warn_one_administrator(ledger);
  return 0;
}

}  // namespace cli
