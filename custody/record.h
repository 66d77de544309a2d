// SPDX-License-Identifier: Apache-2.0
// Records of the legal work: entries that name an incident and earlier entries by leaf hash. Each leaves a row of its type
// by its leaf hash, with members entry, incident where it names one, and ended once a later entry ends it.
#pragma once

#include <string>
#include <vector>

#include "custody/entry_check.h"

namespace custody {

/// A member of a body that names earlier entries by leaf hash: one text, or a list of them.
struct RecordReference {
  const char* member;
  const char* type;         // of the entry named; null: any entry that is about nothing
  bool ends = false;        // the entry named ends with this one, and no other can end it again
  bool of_incident = true;  // where both name an incident it is the same one
};

/// What a type of record refers to.
const std::vector<RecordReference>& references_of(const std::string& type);

/// The references lead to entries of their types that nobody ended, the incident is open, `document` is an attachment,
/// and a key that is named is enrolled.
void check_record(EntryCheck& entry);
/// Makes the row of this entry and ends the records it ends.
void put_record(EntryEffect& entry);

/// What stands in the row of an incident once a step was taken.
enum class IncidentStep { triaged, assigned, reviewed, closed };
const char* mark_of(IncidentStep step);

}  // namespace custody
