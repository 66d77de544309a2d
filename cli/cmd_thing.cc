// SPDX-License-Identifier: Apache-2.0
// thing register, thing show, derive.
#include "cli/entries.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/derivation.h"
#include "custody/incoming.h"
#include "custody/thing.h"
#include "report/case_view.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

std::map<std::string, std::string> typed(const std::map<std::string, std::string>& texts) {
  std::map<std::string, std::string> out;
  for (const auto& [name, text] : texts) {
    out[name] = core::typed_text(text, "--" + name);
  }
  return out;
}

custody::ThingDescription description_of(const ThingRegister& args) {
  custody::ThingDescription out;
  out.id = item_id(args.item).value();
  out.kind = args.kind;
  out.description = needed_text(args.description, "--description");
  out.texts = typed(args.texts);
  out.collected = typed(args.collected);
  out.collected_at = time_of(args.collected_at, "--collected-at");
  out.quantity = args.quantity_set ? std::optional(args.quantity) : std::nullopt;
  out.power = args.power;
  out.lock = args.lock;
  out.holder_outside = core::typed_text(args.holder_outside, "--holder-outside");
  return out;
}

void refuse_registered(const custody::Ledger& ledger, const std::string& id) {
  if (ledger.store().get("thing", id) || ledger.store().get("image", id)) {
    core::fail("not recorded: " + id + " is registered already; choose another item id");
  }
}

/// What a body says: texts in clear, numbers and committed texts, by path below `body`.
void add_words(Object& out, const Value& value, const std::string& path, std::uint64_t seq,
               const report::CaseView& view) {
  if (value.object() == nullptr) {
    out[path] = value;
    return;
  }
  if (custody::commitment_in(value)) {
    const auto disclosed = view.value(seq, "body." + path);
    out[path] = disclosed ? *disclosed : Value(nullptr);
    return;
  }
  for (const auto& [name, item] : *value.object()) {
    add_words(out, item, path.empty() ? name : path + "." + name, seq, view);
  }
}

std::string shown_value(const Value& value) {
  if (value.is_null()) {
    return "(not disclosed)";
  }
  return value.string() != nullptr ? core::shown(*value.string()) : core::json::encode(value);
}

}  // namespace

int run(const ThingRegister& args, const Common& common) {
  custody::ThingDescription thing = description_of(args);
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  refuse_registered(ledger, thing.id);
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.append([&](const custody::Ledger& open) {
    custody::ThingDescription own = thing;
    own.id =
        open.own_identifier(thing.id);  // known once this device has a log of its own, which append() begins
    refuse_registered(open, own.id);
    for (const std::string& file : args.photographs) {
      own.photographs.push_back(custody::stage_attachment(open.folder(), file));
    }
    return Drafts{custody::draft_thing(own, by)};
  });
  thing.id = own_item(ledger, thing.id);
  tell(done[0], thing.id + " is registered (" + thing.kind + ")", common, Object{{"item", thing.id}});
  return 0;
}

int run_thing_show(const std::string& folder, const std::string& item, const Common& common) {
  item_id(item);
  Session session(common);
  const custody::Ledger ledger = session.open(folder);
  const auto row = ledger.store().get("thing", item);
  if (!row) {
    core::fail("no thing '" + core::shown(item) + "' in this case; 'exhibit case show' lists them");
  }
  const report::CaseView view(ledger);
  const auto registered = static_cast<std::uint64_t>(row->integer_of("registered").value_or(0));
  Object words;
  add_words(words, ledger.entry(registered).body(), "", registered, view);
  Array derived;
  for (const auto& [id, image] : ledger.store().list("image", "")) {
    if (image.text_of("image_of") == item) {
      derived.emplace_back(Object{{"from", image.text_of("derived_from").value_or(item)},
                                  {"id", id},
                                  {"state", image.text_of("state").value_or("")}});
    }
  }
  if (common.json) {
    print_json(Object{{"entry", Value(registered)},
                      {"holder", view.holder_text(*row)},
                      {"label", ledger.label(registered)},
                      {"images", std::move(derived)},
                      {"item", item},
                      {"registered", std::move(words)}});
    return 0;
  }
  print("thing " + item + ", registered by entry " + ledger.label(registered) + ", held by " +
        core::shown(view.holder_text(*row)));
  for (const auto& [name, value] : words) {
    print("  " + name + ": " + shown_value(value));
  }
  for (const Value& image : derived) {
    print("  " + *image.text_of("id") + " from " + *image.text_of("from") + ", " + *image.text_of("state"));
  }
  return 0;
}

int run(const Derive& args, const Common& common) {
  custody::DerivationRequest request{item_id(args.parent).value(),
                                     item_id(args.item).value(),
                                     args.kind == "working-copy" ? "working copy" : args.kind,
                                     args.file,
                                     core::typed_text(args.range, "--range"),
                                     needed_text(args.reason, "--reason")};
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const custody::UnlockedKey by = session.signer();
  begin_own_log(ledger, by);
  request.item = own_item(ledger, request.item);
  const auto done = custody::derive(ledger, request, by);
  const auto row = ledger.store().get("image", request.item);
  tell(done, request.item + " is a " + request.kind + " from " + request.parent, common,
       Object{{"file",
               "evidence/" + row->text_of("image_of").value_or("") + "/" + row->text_of("file").value_or("")},
              {"sha256", row->text_of("sha256").value_or("")}});
  return 0;
}

}  // namespace cli
