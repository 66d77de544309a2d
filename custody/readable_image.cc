// SPDX-License-Identifier: Apache-2.0
#include "custody/readable_image.h"

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/acquisition_record.h"
#include "custody/case_files.h"
#include "custody/restriction.h"

namespace custody {

using core::json::Value;

namespace {

[[noreturn]] void refuse_thing(const Ledger& ledger, const std::string& item) {
  std::string images;
  for (const auto& [id, row] : ledger.store().list("image", "")) {
    images += row.text_of("image_of") == item ? (images.empty() ? "" : ", ") + id : "";
  }
  core::fail(
      ledger.store().get("thing", item)
          ? item + " is a thing; what is read is an image of it: " + (images.empty() ? "it has none" : images)
          : "no item '" + core::shown(item) + "' in this case; 'exhibit case show' lists things and images");
}

/// Notes the digest of the file that two members of a body give.
void note_sum(const Value& body, const char* file, const char* sha256,
              std::map<std::string, std::string>& out) {
  const Value* name = body.at_path(file);
  const Value* digest = body.at_path(sha256);
  if (name != nullptr && digest != nullptr && name->string() != nullptr && digest->string() != nullptr) {
    out[*name->string()] = *digest->string();
  }
}

}  // namespace

ReadableImage readable_image(const Ledger& ledger, const std::string& item) {
  const auto row = ledger.store().get("image", item);
  if (!row) {
    refuse_thing(ledger, item);
  }
  if (const auto by = restricted_by(ledger.store(), item)) {
    core::fail(restriction_words(ledger.store(), item, *by) + "; nothing was read");
  }
  if (!row->integer_of("finished")) {
    core::fail("the image " + item + " is not finished; there is nothing to read");
  }
  ReadableImage out;
  out.id = item;
  out.folder = ledger.folder() / "evidence" / row->text_of("image_of").value_or("");
  out.format = row->text_of("format") == "raw" ? acquire::ImageFormat::raw : acquire::ImageFormat::e01;
  const auto first = first_segment(out.folder, item);
  if (!first) {
    core::fail("cannot read " + item + ": its first file is missing; run 'exhibit verify' on the case");
  }
  out.first = *first;
  out.files = files_of_image(out.folder, item);
  out.recorded = recorded_acquisition(ledger, item);
  return out;
}

void need_outside_case(const Ledger& ledger, const core::Path& path) {
  const core::Path wanted = core::fs::weakly_canonical(core::fs::absolute(path));
  if ((wanted.native() + "/").starts_with(core::fs::canonical(ledger.folder()).native() + "/")) {
    core::fail("cannot use " + core::shown(path.native()) +
               ": it lies inside the case folder; choose another place");
  }
}

std::map<std::string, std::string> recorded_sums(const Ledger& ledger, const std::string& image) {
  std::map<std::string, std::string> out;
  const auto row = ledger.store().get("image", image);
  const core::Path folder = ledger.folder() / "evidence" / row->text_of("image_of").value_or("");
  const Entry finished = ledger.entry(static_cast<std::uint64_t>(*row->integer_of("finished")));
  note_sum(finished.body(), "blocks.file", "blocks.sha256", out);
  note_sum(finished.body(), "unreadable.file", "unreadable.sha256", out);
  note_sum(finished.body(), "log.file", "log.sha256", out);
  if (const auto verified = row->integer_of("verified")) {
    std::map<std::string, std::string> list;
    note_sum(ledger.entry(static_cast<std::uint64_t>(*verified)).body(), "files.file", "files.sha256", list);
    for (const auto& [name, sha256] : list) {
      const std::string text = core::read_text_file(folder / name);
      if (core::sha256(core::as_bytes(text)).hex() != sha256) {
        core::fail("the file " + core::shown(name) +
                   " is not the one recorded: its SHA-256 differs; run "
                   "'exhibit verify' on the case");
      }
      out.merge(read_sums(text));
    }
    out.merge(list);
  }
  return out;
}

}  // namespace custody
