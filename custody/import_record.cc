// SPDX-License-Identifier: Apache-2.0
#include "custody/import_record.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// What the image says of itself: not observed, and not checked against anything.
Object header_object(const acquire::ImageReading::Header& header) {
  Object out;
  add_text(out, "acquired_at", header.acquired_at);
  add_text(out, "case_number", header.case_number);
  add_text(out, "description", header.description);
  add_text(out, "evidence_number", header.evidence_number);
  add_text(out, "examiner", header.examiner);
  add_text(out, "notes", header.notes);
  add_text(out, "software", header.software);
  return out;
}

Object unsigned_object(const UnsignedReport& report) {
  return {{"facts", committed(report.facts)},
          {"facts_file", report.facts_file.sha256.hex()},
          {"sheet", report.sheet.sha256.hex()},
          {"sheet_told", report.sheet_told}};
}

Object body_of(const AcquisitionIds& ids, const ImageImport& import, const ImportSides& sides,
               const UnlockedKey& by) {
  const acquire::ImageReading& reading = import.reading;
  Object body{
      {"blocks", blocks_object(reading.blocks, sides.blocks)},
      {"bytes", Value(reading.bytes)},
      {"command", committed(evidence_text(import.command))},
      {"digests", digests_object(reading.digests)},
      {"examiner", committed(by.card.name)},
      {"faults", Object{{"count", Value(std::uint64_t{import.faults.size()})},
                        {"list", committed_list(import.faults)}}},
      {"files", files_object(reading.files, sides.files)},
      {"finished", import.finished.text()},
      {"from", committed(evidence_text(import.from))},
      {"header", header_object(reading.header)},
      {"image", ids.image},
      {"libraries", Array(import.libraries.begin(), import.libraries.end())},
      {"names", committed_list(import.names)},
      {"segments", files_object(reading.files)},
      {"started", import.started.text()},
      {"unreadable", unreadable_object(import.unreadable, sides.unreadable ? &*sides.unreadable : nullptr)}};
  if (!import.reason.empty()) {
    body["reason"] = committed(import.reason);
  }
  if (reading.stored != acquire::MediaDigests{}) {
    body["stored"] = digests_object(reading.stored);
  }
  return body;
}

}  // namespace

void take_reading(ImageImport& import, acquire::ImageReading reading, const UnsignedSheet* sheet) {
  import.reading = std::move(reading);
  import.faults = import.reading.faults;
  import.unreadable = import.reading.recorded_errors;
  if (sheet == nullptr) {
    return;
  }
  for (std::string& difference : differences(*sheet, import.reading)) {
    import.faults.push_back(std::move(difference));
  }
  if (import.unreadable.empty()) {
    import.unreadable = sheet->unreadable;
  }
}

std::vector<Draft> draft_import(const AcquisitionIds& ids, const ImageImport& import,
                                const ImportSides& sides, const UnlockedKey& by) {
  std::vector<Draft> out = draft_registrations(ids, import.registration, by);
  Draft entry{"image_imported",
              {ids.item, ids.carrier, ids.image},
              body_of(ids, import, sides, by),
              {{&by, "author"}},
              {}};
  if (import.of_unsigned) {
    entry.body.set("unsigned", unsigned_object(*import.of_unsigned));
    entry.attachments = {import.of_unsigned->facts_file, import.of_unsigned->sheet};
  }
  out.push_back(std::move(entry));
  return out;
}

}  // namespace custody
