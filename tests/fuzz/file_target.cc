// SPDX-License-Identifier: Apache-2.0
// File systems in an image, read in this process as the locked-down child reads them.
#include <algorithm>
#include <functional>

#include "acquire/files/file_in_image.h"
#include "acquire/files/file_job.h"
#include "acquire/image/segment_file.h"
#include "core/error.h"
#include "core/json.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using acquire::FileJob;
using acquire::FrameType;

constexpr std::size_t kLargestMedia = 4U << 20U;

/// Records: 'Z' with the size of the media in KiB (4 bytes), 'M' with a sector's number (4 bytes) and bytes from there on.
core::Bytes media_of(core::ByteView input) {
  core::Bytes out;
  for (const Record& record : split_records(input)) {
    if (record.bytes.size() < 4) {
      continue;
    }
    const std::uint64_t number = acquire::little32(record.bytes, 0);
    if (record.tag == 'Z') {
      out.resize(static_cast<std::size_t>(std::min<std::uint64_t>(number * 1024, kLargestMedia)));
    } else if (number * 512 < out.size()) {
      const auto start = static_cast<std::size_t>(number * 512);
      const std::size_t length = std::min(record.bytes.size() - 4, out.size() - start);
      std::copy_n(record.bytes.begin() + 4, length, out.begin() + static_cast<std::ptrdiff_t>(start));
    }
  }
  return out;
}

class MemoryMedia final : public acquire::MediaFiles {
 public:
  explicit MemoryMedia(core::Bytes bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size() const override { return bytes_.size(); }
  std::optional<std::string> read(std::uint64_t offset, std::span<std::uint8_t> buffer) override {
    require(offset <= bytes_.size() && buffer.size() <= bytes_.size() - offset, "only the media is read");
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), buffer.size(), buffer.begin());
    return std::nullopt;
  }

 private:
  core::Bytes bytes_;
};

/// What one job told.
struct Told {
  std::vector<acquire::FolderEntry> entries;
  std::uint64_t content = 0, runs = 0;  // bytes
  std::optional<core::json::Value> report;
};

Told told_by(MemoryMedia& media, const acquire::FileRequest& request) {
  Told out;
  bool ended = false;
  acquire::run_file_job(media, request, [&](FrameType type, core::ByteView payload) {
    require(!ended, "nothing follows a report or a fault");
    if (type == FrameType::entry) {
      const auto entry = acquire::decode_entry(core::as_text(payload));
      require(entry.has_value(), "a name is told as it is understood");
      out.entries.push_back(*entry);
    } else if (type == FrameType::data) {
      out.content += payload.size();
    } else if (type == FrameType::runs) {
      for (; !payload.empty(); payload = payload.subspan(acquire::kRunSize)) {
        const std::uint64_t offset = acquire::little64(payload, 1);
        const std::uint64_t length = acquire::little64(payload, 9);
        require(
            offset <= media.size() && (payload[0] == 1 || payload[0] == 2 || length <= media.size() - offset),
            "content lies inside the media");
        out.runs += payload[0] == 3 ? 0 : length;
      }
    } else if (type == FrameType::report) {
      out.report = core::json::parse(core::as_text(payload));
      require(out.report.has_value(), "a report is JSON");
      ended = true;
    } else {
      ended = type == FrameType::fault;
      require(!ended || !payload.empty(), "a fault says why");
    }
  });
  require(ended, "a report or a fault comes last");
  return out;
}

}  // namespace

void run_files(core::ByteView input) {
  MemoryMedia media(media_of(input));
  const Told volumes = told_by(media, {FileJob::volumes, {}, 60});
  require(!volumes.report || acquire::decode_volumes(*volumes.report),
          "volumes are told as they are understood");
  const Told folder = told_by(media, {FileJob::folder, {}, 60});
  for (std::size_t i = 0; i < folder.entries.size() && i < 8; ++i) {
    const Told file = told_by(media, {FileJob::content, {"", folder.entries[i].address, std::nullopt}, 60});
    const auto found = file.report ? acquire::decode_file(*file.report) : std::nullopt;
    require(!found || (found->size == file.content && file.runs + found->packed == file.content),
            "content, its runs and its size agree");
  }
}

namespace {

/// What a child that lies may bring about: an error in words.
void ask(const std::function<void()>& question) {
  try {
    question();
  } catch (const core::Error& error) {
    require(std::string_view(error.what()).size() > 10, "a refusal says why");
  }
}

}  // namespace

/// The input is what the child that reads files sends, and the image: as if it were taken over by what it reads.
void run_told(core::ByteView input) {
  const core::Path file = empty_folder() / "sample.raw";
  put_file(file, input);
  acquire::Acquisition recorded;
  recorded.bytes = 5;
  recorded.blocks = acquire::BlockDigests({core::sha256(core::as_bytes("media"))});
  recorded.unreadable = {{1, 2}};
  const acquire::ImageToRead image{"X", file, acquire::ImageFormat::raw, recorded};
  const core::CancelToken cancel;
  const acquire::ImageFiles files(image, cancel);
  ask([&] {
    core::NoProgress progress;
    std::uint64_t handed_on = 0;
    const acquire::FoundFile found = files.file({"/a", std::nullopt, std::nullopt}, progress,
                                                [&](core::ByteView bytes) { handed_on += bytes.size(); });
    require(found.file.size == handed_on && handed_on <= input.size(),
            "no more content is counted than was sent");
    for (const acquire::ContentRun& run : found.file.runs) {
      require(run.range.offset <= recorded.bytes, "runs lie in the media");
    }
  });
  ask([&] {
    require(files.folder({}).entries.size() <= input.size(), "no more names are kept than were sent");
  });
  ask([&] { require(files.volumes().size() <= input.size(), "no more volumes are kept than were sent"); });
}

}  // namespace fuzz
