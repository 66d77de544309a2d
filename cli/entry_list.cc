// SPDX-License-Identifier: Apache-2.0
#include "cli/entry_list.h"

#include "cli/session.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

std::optional<core::UtcTime> time_of(const std::string& text, const char* flag) {
  if (text.empty()) {
    return std::nullopt;
  }
  const auto time = core::parse_zoned_time(text);
  if (!time) {
    core::fail_usage(std::string(flag) + " is a time with a zone, for example 2026-11-22T09:00:00+09:00");
  }
  return time;
}

Object line_object(const report::LogLine& line) {
  return Object{{"entry", Value(line.number)},
                {"items", Array(line.items.begin(), line.items.end())},
                {"label", line.label},
                {"signers", line.signers},
                {"summary", core::shown(line.summary)},
                {"time", line.time.text()},
                {"type", line.type}};
}

}  // namespace

report::LogFilter filter_of(const EntryFilter& args, const std::string& text) {
  report::LogFilter out;
  out.text = core::typed_text(text, "text to search for");
  out.person = core::typed_text(args.person, "--person");
  out.place = core::typed_text(args.place, "--place");
  out.type = args.type;
  out.item = args.item.empty() ? "" : item_id(args.item).value();
  out.from = time_of(args.from, "--from");
  out.to = time_of(args.to, "--to");
  if (out.from && out.to && *out.to < *out.from) {
    core::fail_usage("--to is earlier than --from");
  }
  return out;
}

void list_entries(const custody::Ledger& ledger, const std::vector<report::LogLine>& lines,
                  const EntryFilter& args, const Common& common) {
  if (!args.csv.empty()) {
    core::write_new_file(args.csv, core::as_bytes(report::csv_of(lines)));
  }
  if (common.json) {
    Array entries;
    for (const report::LogLine& line : lines) {
      entries.emplace_back(line_object(line));
    }
    print_json(Object{{"entries", std::move(entries)}, {"log", ledger.log().name}});
  } else if (args.csv.empty()) {
    for (const report::LogLine& line : lines) {
      print(line.label + "  " + line.time.text().substr(0, 19) + "Z  " + core::shown(line.signers) +
            "\n     " + core::shown(line.summary));
    }
  } else {
    print(std::to_string(lines.size()) + (lines.size() == 1 ? " entry" : " entries") + " written to " +
          core::shown(args.csv));
  }
}

}  // namespace cli
