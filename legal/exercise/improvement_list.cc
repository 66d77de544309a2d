// SPDX-License-Identifier: Apache-2.0
#include "legal/exercise/improvement_list.h"

#include "report/csv.h"

namespace legal {

std::vector<ImprovementItem> improvement_list(const Records& records, const std::string& kind,
                                              core::UtcTime now) {
  std::vector<ImprovementItem> out;
  for (const Record& record : records.of("improvement_recorded")) {
    if (record.is_private || (!kind.empty() && records.text(record, "kind") != kind)) {
      continue;
    }
    const auto due = records.time(record, "due");
    out.push_back({record.number, record.incident, records.text(record, "kind"), records.text(record, "text"),
                   records.text(record, "owner"), due, record.ended, !record.ended && due && *due < now});
  }
  return out;
}

std::string improvement_csv(const Records& records, const std::vector<ImprovementItem>& items) {
  std::string out = "\"entry\",\"incident\",\"kind\",\"state\",\"due\",\"owner\",\"text\"\r\n";
  for (const ImprovementItem& item : items) {
    const std::string state = item.done ? "done" : item.overdue ? "overdue" : "open";
    const std::string due = item.due ? item.due->text() : "";
    for (const std::string& text :
         {records.ledger().label(item.entry), item.incident, item.kind, state, due}) {
      out += report::csv_field(text) + ",";
    }
    out += report::csv_field(item.owner) + "," + report::csv_field(item.text) + "\r\n";
  }
  return out;
}

}  // namespace legal
