// SPDX-License-Identifier: Apache-2.0
#include "custody/incoming.h"

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/case_files.h"

namespace custody {
namespace {

core::Path staged(const core::Path& folder, const core::Sha256& sha256) {
  return folder / (kIncomingPrefix + sha256.hex());
}

void place(const core::Path& from, const core::Path& to) {
  if (core::fs::exists(to)) {
    core::fs::remove(from);  // the same bytes are there already
  } else {
    core::rename_new(from, to);
  }
}

void settle_folder(const core::Path& folder,
                   const std::function<std::optional<std::string>(const std::string&)>& name_of) {
  std::vector<core::Path> found;
  for (const auto& file : core::fs::directory_iterator(folder)) {
    if (file.path().filename().native().starts_with(kIncomingPrefix)) {
      found.push_back(file.path());
    }
  }
  for (const core::Path& file : found) {
    const auto name = name_of(file.filename().native().substr(std::string(kIncomingPrefix).size()));
    if (name) {
      place(file, folder / *name);
    } else {
      core::fs::remove(file);
    }
  }
}

}  // namespace

DraftAttachment stage_attachment(const core::Path& case_folder, const core::Path& file) {
  if (!core::fs::is_regular_file(file)) {
    core::fail("cannot attach " + core::shown(file.native()) + ": it is no file");
  }
  const core::Path source = core::fs::canonical(file);
  const core::FileDigest before = core::digest_file(source);
  const core::Path target = staged(case_folder / "attachments", before.sha256);
  const bool same =
      core::fs::exists(target) || core::copy_to_new_file(source, target).sha256 == before.sha256;
  if (!same || core::digest_file(target).sha256 != before.sha256) {
    core::fs::remove(target);
    core::fail("cannot attach " + core::shown(file.native()) +
               ": it changed while it was copied; nothing was recorded");
  }
  return {core::shown(file.filename().native()), before.sha256, before.size};
}

namespace {

core::Sha256 stage_bytes(const core::Path& folder, core::ByteView bytes) {
  const core::Sha256 digest = core::sha256(bytes);
  const core::Path target = staged(folder, digest);
  if (!core::fs::exists(target)) {
    core::write_new_file(target, bytes);
  }
  return digest;
}

}  // namespace

DraftAttachment stage_attachment_bytes(const core::Path& case_folder, const std::string& name,
                                       core::ByteView bytes) {
  return {name, stage_bytes(case_folder / "attachments", bytes), bytes.size()};
}

core::Sha256 stage_document(const core::Path& case_folder, core::ByteView bytes) {
  return stage_bytes(case_folder / "documents", bytes);
}

void settle_incoming(const core::Path& case_folder, const Rows& rows) {
  settle_folder(case_folder / "attachments", [&](const std::string& sha256) {
    return rows.get("attachment", sha256) ? std::optional(sha256) : std::nullopt;
  });
  settle_folder(case_folder / "documents", [&](const std::string& sha256) -> std::optional<std::string> {
    for (const auto& [file, row] : rows.list("document", "")) {
      if (row.text_of("sha256") == sha256 && !core::fs::exists(case_folder / "documents" / file)) {
        return file;
      }
    }
    return std::nullopt;
  });
}

}  // namespace custody
