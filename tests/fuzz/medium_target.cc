// SPDX-License-Identifier: Apache-2.0
// What a source says of itself: partition tables, volumes and labels on the medium, a drive's sense data, smartctl's JSON.
#include <algorithm>

#include "acquire/image/segment_file.h"
#include "acquire/survey/ata_device.h"
#include "acquire/survey/media_survey.h"
#include "acquire/survey/media_view.h"
#include "acquire/survey/smart.h"
#include "core/text.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

constexpr std::size_t kLargestMedia = 4U << 20U;

/// Records: 'Z' with the size of the media in KiB and the power of two of its sectors (4 and 1 bytes), 'M' with a place in units of
/// 512 bytes (4 bytes) and bytes from there on.
class RecordedMedia final : public acquire::Source {
 public:
  explicit RecordedMedia(core::ByteView input) {
    for (const Record& record : split_records(input)) {
      if (record.bytes.size() < 4) {
        continue;
      }
      const std::uint64_t number = acquire::little32(record.bytes, 0);
      if (record.tag == 'Z') {
        bytes_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(number * 1024, kLargestMedia)));
        facts_.logical_sector_size = record.bytes.size() > 4 && record.bytes[4] == 12 ? 4096 : 512;
      } else if (number * 512 < bytes_.size()) {
        const auto start = static_cast<std::size_t>(number * 512);
        const std::size_t length = std::min(record.bytes.size() - 4, bytes_.size() - start);
        std::copy_n(record.bytes.begin() + 4, length, bytes_.begin() + static_cast<std::ptrdiff_t>(start));
      }
    }
    facts_.size = bytes_.size();
  }
  const acquire::SourceFacts& facts() const override { return facts_; }
  std::ptrdiff_t read_at(core::ByteOffset offset, std::span<std::uint8_t> buffer) override {
    require(offset.value() <= bytes_.size() && buffer.size() <= bytes_.size() - offset.value(),
            "only the medium is read");
    require(offset.value() % facts_.logical_sector_size == 0, "whole sectors are read");
    read_ += buffer.size();
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset.value()), buffer.size(), buffer.begin());
    return static_cast<std::ptrdiff_t>(buffer.size());
  }
  std::uint64_t read() const { return read_; }

 private:
  core::Bytes bytes_;
  acquire::SourceFacts facts_;
  std::uint64_t read_ = 0;
};

}  // namespace

void run_medium(core::ByteView input) {
  RecordedMedia media(input);
  const acquire::MediaSurvey found = acquire::survey_media(media);
  require(media.read() <= 2 * acquire::MediaView::kBudget, "no more is read than is allowed");
  require(found.table.partitions.size() <= acquire::PartitionTableFacts::kListed,
          "the list of partitions is bounded");
  require(found.table.faults.size() <= 2 * 1024 + 8, "the list of faults is bounded");
  require(found.encryption.size() <= found.table.partitions.size() + 1,
          "a place shows one sign of encryption");
  for (const acquire::PartitionFacts& partition : found.table.partitions) {
    require(core::is_utf8(partition.name), "the name of a partition is well-formed");
    require(partition.volume.label.size() <= 2048, "labels are short");
  }
}

void run_device_answer(core::ByteView input) {
  if (const auto answer = acquire::registers_in_sense(input)) {
    require(answer->lba >> 48U == 0, "an address has 48 bits");
  }
  const acquire::SmartSummary smart = acquire::parse_smart(std::string(core::as_text(input)));
  require(smart.counts.size() <= 16, "the counts are few");
  require(smart.why_not.empty() == (smart.passed || !smart.counts.empty()), "it is said why nothing is told");
}

}  // namespace fuzz
