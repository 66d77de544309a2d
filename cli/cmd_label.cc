// SPDX-License-Identifier: Apache-2.0
// label, label check.
#include "cli/session.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/label.h"
#include "report/case_view.h"
#include "report/render_label.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

report::LabelSheet sheet_of(const custody::Label& label, const report::CaseView& view) {
  const std::string exercise = view.watermark();
  report::LabelSheet out{
      label.text(), label.thing + (exercise.empty() ? "" : "\n" + exercise), {}, view.language()};
  out.lines = {{"case", view.number()},
               {"case id", label.case_id.hex()},
               {"log", label.log},
               {"head: entries", std::to_string(label.size)},
               {"root", label.root.hex()}};
  return out;
}

core::Bytes drawn(const report::LabelSheet& sheet, const std::string& file) {
  const std::string extension = core::Path(file).extension().native();
  if (extension != ".svg" && extension != ".png") {
    core::fail_usage("--out is a file NAME.svg or NAME.png, not '" + core::shown(file) + "'");
  }
  return extension == ".svg" ? report::render_label_svg(sheet) : report::render_label_png(sheet);
}

/// Readers add a line feed, and people a space.
std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

void print_check(const custody::LabelCheck& check, const custody::Label& label,
                 const report::CaseView& view) {
  const custody::Ledger& ledger = view.ledger();
  for (const custody::Finding& finding : check.faults) {
    print("FAULT  " + finding.class_name + ": " + finding.text + " (" + label.thing + ")");
  }
  if (!check.faults.empty()) {
    return;
  }
  print("the label of " + label.thing + " agrees with the log: its first " + std::to_string(label.size) +
        " entries are those that the label was made from");
  print(check.since.empty() ? "no entry about " + label.thing + " has been added since"
                            : "since then " + std::to_string(check.since.size()) +
                                  (check.since.size() == 1 ? " entry" : " entries") + " about it:");
  for (const std::uint64_t number : check.since) {
    const custody::Entry entry = ledger.entry(number);
    print("  " + ledger.label(number) + "  " + entry.time.text().substr(0, 19) + "Z  " +
          core::shown(view.summary(entry)));
  }
}

}  // namespace

int run(const LabelMake& args, const Common& common) {
  Session session(common);
  const std::string thing = item_id(args.item).value();
  const custody::Ledger ledger = session.open(args.folder);
  const report::CaseView view(ledger);
  std::optional<custody::Label> label;
  ledger.read_consistently([&] { label = custody::label_of(ledger, thing); });
  core::write_new_file(args.out, drawn(sheet_of(*label, view), args.out));
  if (common.json) {
    print_json(Object{{"item", thing}, {"out", args.out}, {"text", label->text()}});
  } else {
    print("label of " + thing + " written to " + core::shown(args.out) + "; its code holds:\n" +
          label->text());
  }
  return 0;
}

int run(const LabelCheck& args, const Common& common) {
  Session session(common);
  const auto label = custody::Label::parse(trimmed(args.text));
  if (!label) {
    core::fail_usage(
        "the text is no label of this program, or only part of one: it begins with 'exhibit:1 case=' and "
        "ends "
        "with the 64 digits of 'root='");
  }
  const custody::Ledger ledger = session.open(args.folder);
  const report::CaseView view(ledger);
  custody::LabelCheck check;
  ledger.read_consistently([&] { check = custody::check_label(ledger, *label); });
  if (common.json) {
    Array faults;
    for (const custody::Finding& finding : check.faults) {
      faults.emplace_back(Object{{"class", finding.class_name}, {"text", finding.text}});
    }
    Array since;
    for (const std::uint64_t number : check.since) {
      const custody::Entry entry = ledger.entry(number);
      since.emplace_back(Object{{"entry", Value(number)},
                                {"label", ledger.label(number)},
                                {"time", entry.time.text()},
                                {"type", entry.type}});
    }
    print_json(Object{{"agrees", check.faults.empty()},
                      {"faults", std::move(faults)},
                      {"item", label->thing},
                      {"since", std::move(since)}});
  } else {
    print_check(check, *label, view);
  }
  return check.faults.empty() ? 0 : 3;
}

}  // namespace cli
