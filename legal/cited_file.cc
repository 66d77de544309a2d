// SPDX-License-Identifier: Apache-2.0
#include "legal/cited_file.h"

#include "core/text.h"
#include "custody/acquisition_record.h"
#include "custody/file_record.h"
#include "custody/incoming.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr std::size_t kListed = 100;  // ranges that stand in the entry itself

Object ranges_of(const custody::Ledger& ledger, const CitedFile& cited, custody::Draft& draft) {
  const auto ranges = custody::stored_ranges(cited.file);
  Object out{{"bytes", Value(cited.file.stored)}, {"count", Value(cited.file.run_count)}};
  if (ranges.size() > kListed) {
    draft.attachments.push_back(custody::stage_attachment_bytes(
        ledger.folder(), cited.image + ".ranges", core::as_bytes(custody::ranges_file(ranges))));
    out["file"] = draft.attachments.back().sha256.hex();
    return out;
  }
  Array list;
  for (const acquire::Range& range : ranges) {
    list.emplace_back(range.offset);
    list.emplace_back(range.length);
  }
  out["list"] = std::move(list);
  return out;
}

}  // namespace

custody::Draft draft_artifact(const custody::Ledger& ledger, const CitedFile& cited,
                              const custody::UnlockedKey& by) {
  custody::Draft out{"artifact_recorded", {cited.image}, {}, {{&by, "author"}}, {}};
  const acquire::FileInImage& file = cited.file;
  Object body{{"digest", file.sha256.hex()},
              {"inode", std::to_string(file.address)},
              {"kind", "file"},
              {"method", cited.method},
              {"volume", Value(file.volume)}};
  const std::string path = file.path + (file.stream.empty() ? "" : ":" + file.stream);
  if (!path.empty()) {
    body["path"] = custody::committed(custody::evidence_text(path));
  }
  if (!cited.text.empty()) {
    body["text"] = custody::committed(cited.text);
  }
  if (cited.occurred_at) {
    body["occurred_at"] = cited.occurred_at->text();
  }
  body["ranges"] = ranges_of(ledger, cited, out);
  out.body = std::move(body);
  return out;
}

}  // namespace legal
