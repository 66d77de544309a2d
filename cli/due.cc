// SPDX-License-Identifier: Apache-2.0
#include "cli/due.h"

#include "cli/session.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

Object due_object(const custody::ImageDue& image) {
  return Object{{"compared", image.last.compared},
                {"due", image.due.text()},
                {"image", image.image},
                {"last_entry", Value(image.last.entry)},
                {"last_time", image.last.time.text()}};
}

}  // namespace

DueImages due_images(const custody::Ledger& ledger, core::UtcTime now) {
  DueImages out;
  const custody::RecheckInterval interval = custody::recheck_interval(ledger.store());
  out.days = interval.days;
  out.days_set = interval.entry.has_value();
  for (const custody::ImageDue& image : custody::images_by_due_time(ledger)) {
    if (image.due <= now) {
      out.now.push_back(image);
    } else if (!out.next) {
      out.next = image;
    }
  }
  return out;
}

std::set<std::string> DueImages::names() const {
  std::set<std::string> out;
  for (const custody::ImageDue& image : now) {
    out.insert(image.image);
  }
  return out;
}

Object DueImages::object() const {
  Array due;
  for (const custody::ImageDue& image : now) {
    due.emplace_back(due_object(image));
  }
  return Object{{"due", std::move(due)},
                {"next", next ? Value(due_object(*next)) : Value(nullptr)},
                {"recheck_days", days},
                {"recheck_days_set", days_set}};
}

void DueImages::print(const custody::Ledger& ledger) const {
  for (const custody::ImageDue& image : now) {
    cli::print("due: " + image.image + ", " +
               (image.last.compared ? "compared last at " + image.last.time.text()
                                    : "imaged at " + image.last.time.text() + " and never compared") +
               " (entry " + ledger.label(image.last.entry) + ")");
  }
  if (next) {
    cli::print("next: " + next->image + ", due at " + next->due.text());
  }
}

}  // namespace cli
