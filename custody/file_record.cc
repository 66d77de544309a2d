// SPDX-License-Identifier: Apache-2.0
#include "custody/file_record.h"

#include <sstream>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/access_record.h"
#include "custody/acquisition_record.h"
#include "custody/handover.h"
#include "custody/incoming.h"

namespace custody {

using acquire::ContentRun;

namespace {

std::string if_any(std::uint64_t bytes, const char* words) {
  return bytes == 0 ? "" : ", " + std::to_string(bytes) + " bytes " + words;
}

}  // namespace

std::vector<acquire::Range> stored_ranges(const acquire::FileInImage& file) {
  std::vector<acquire::Range> out;
  for (const ContentRun& run : file.runs) {
    if (run.kind == ContentRun::Kind::stored || run.kind == ContentRun::Kind::packed) {
      out.push_back(run.range);
    }
  }
  return out;
}

std::string place_text(const std::string& file_system, std::uint64_t volume, std::uint64_t address) {
  return "metadata address " + std::to_string(address) + " of the volume at byte " + std::to_string(volume) +
         " (" + core::shown(file_system) + ")";
}

std::string content_text(const acquire::FileInImage& file) {
  std::string out = std::to_string(file.size) + " bytes of content: ";
  if (file.run_count > file.runs.size()) {
    out += std::to_string(file.run_count) + " ranges with " + std::to_string(file.stored) +
           " bytes, of which " + std::to_string(file.runs.size()) + " are listed";
  } else {
    out += range_text(stored_ranges(file));
  }
  out += if_any(file.packed, "of content stand there compressed");
  out += if_any(file.zeros, "are holes, which are not stored");
  out += if_any(file.resident, "stand in its metadata");
  out += file.allocated ? "" : ", deleted";
  out += file.recovered ? ", where its content lay is a guess" : "";
  if (!file.unreadable.empty()) {
    out += std::string(", could not be read when the image was made and are ") +
           acquire::words_of(file.fill) + ": " + range_text(file.unreadable);
  }
  return out + ", sha256 " + file.sha256.hex();
}

Draft draft_file_exported(const Ledger& ledger, const std::string& image, const acquire::FileInImage& file,
                          const std::string& reason, const UnlockedKey& by) {
  std::string text =
      "one file: " + place_text(file.file_system, file.volume, file.address) + ", " + content_text(file);
  std::vector<DraftAttachment> lists;
  if (const auto ranges = stored_ranges(file); ranges.size() > kListedRanges) {
    lists.push_back(
        stage_attachment_bytes(ledger.folder(), image + ".ranges", core::as_bytes(ranges_file(ranges))));
    text += ", ranges in attachment " + lists.back().sha256.hex();
  }
  Draft out = draft_access(image, "exported", text,
                           reason_with_path(reason, "file in the image",
                                            file.path + (file.stream.empty() ? "" : ":" + file.stream)),
                           by);
  out.attachments = std::move(lists);
  return out;
}

std::string reason_with_path(const std::string& reason, const std::string& what, const std::string& path) {
  return path.empty() ? reason : reason + "; " + what + ": " + core::shown(path);
}

std::vector<acquire::Range> recorded_unreadable(const Ledger& ledger, const std::string& image) {
  const auto row = ledger.store().get("image", image);
  const auto finished = row ? row->integer_of("finished") : std::nullopt;
  std::vector<acquire::Range> out;
  if (!finished) {
    return out;
  }
  const Entry entry = ledger.entry(static_cast<std::uint64_t>(*finished));
  const core::json::Value* name = entry.body().at_path("unreadable.file");
  const core::json::Value* sha256 = entry.body().at_path("unreadable.sha256");
  if (name == nullptr || sha256 == nullptr || name->string() == nullptr || sha256->string() == nullptr) {
    return out;
  }
  const std::string text = core::read_text_file(ledger.folder() / "evidence" /
                                                row->text_of("image_of").value_or("") / *name->string());
  if (core::sha256(core::as_bytes(text)).hex() != *sha256->string()) {
    core::fail("the list of unreadable ranges of " + image +
               " is not the one recorded: its SHA-256 differs; run 'exhibit verify' on the case");
  }
  std::istringstream lines(text);
  for (acquire::Range range; lines >> range.offset >> range.length;) {
    out.push_back(range);
  }
  return out;
}

acquire::Fill recorded_fill(const Ledger& ledger, const std::string& image) {
  const auto row = ledger.store().get("image", image);
  const auto started = row ? row->integer_of("started") : std::nullopt;
  if (!started) {
    return acquire::Fill::zero;
  }
  const Entry entry = ledger.entry(static_cast<std::uint64_t>(*started));
  const core::json::Value* fill = entry.body().at_path("settings.fill");
  const bool pattern = fill != nullptr && fill->string() != nullptr && *fill->string() == "pattern";
  return pattern ? acquire::Fill::pattern : acquire::Fill::zero;
}

}  // namespace custody
