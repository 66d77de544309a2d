// SPDX-License-Identifier: Apache-2.0
// Public holidays as data: one YAML file of legal/calendars per country or body (docs/deadlines.md, "Calendars").
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/path.h"
#include "legal/law/rule.h"

namespace legal {

class Calendar {
 public:
  /// Throws Error naming file and line of the first thing that is not as docs/deadlines.md says. `file` is its name in
  /// messages.
  static Calendar parse(const std::string& bytes, const std::string& file);

  const std::string& id() const { return id_; }
  const Bilingual& name() const { return name_; }
  const std::string& source() const { return source_; }      // where the days are published
  const std::string& obtained() const { return obtained_; }  // how the file's author came by them
  const std::string& file() const { return file_; }
  int from() const { return from_; }  // first and last year of which every holiday is known
  int to() const { return to_; }

  /// The name of the holiday on that day, null when it is none; Saturdays and Sundays are not in it. Throws Error naming
  /// calendar, years and day for a day outside of the years: what is not known is not guessed.
  const Bilingual* holiday(const CivilDate& day) const;

 private:
  std::string id_, source_, obtained_, file_;
  Bilingual name_;
  int from_ = 0, to_ = 0;
  std::map<CivilDate, Bilingual> days_;
};

/// legal/calendars as it ships ($EXHIBIT_CALENDARS, else ../share/exhibit/calendars beside the program, else the source
/// tree), and `home`/calendars where that is a folder. Throws Error when there is none that ships.
std::vector<core::Path> calendar_folders(const core::Path& home);

/// Every *.yaml of the folders, by id. Throws Error for a file that cannot be read, and for an id that two files have.
std::vector<Calendar> load_calendars(const std::vector<core::Path>& folders);

/// Throws Error naming those there are when none has that id.
const Calendar& calendar_named(const std::vector<Calendar>& calendars, const std::string& id);

}  // namespace legal
