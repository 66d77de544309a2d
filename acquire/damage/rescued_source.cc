// SPDX-License-Identifier: Apache-2.0
#include "acquire/damage/rescued_source.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

class RescuedSource final : public Source {
 public:
  RescuedSource(std::unique_ptr<Source> file, std::uint64_t size)
      : file_(std::move(file)), facts_(file_->facts()) {
    facts_.size = size;
  }
  const SourceFacts& facts() const override { return facts_; }
  std::ptrdiff_t read_at(core::ByteOffset offset, std::span<std::uint8_t> buffer) override {
    return file_->read_at(offset, buffer);
  }
  bool is_reading() const override { return file_->is_reading(); }

 private:
  std::unique_ptr<Source> file_;
  SourceFacts facts_;
};

}  // namespace

std::unique_ptr<Source> rescued_source(std::unique_ptr<Source> file, const RescueMap& map) {
  const SourceFacts& facts = file->facts();
  if (facts.kind != "file") {
    core::fail("cannot use a map with " + core::shown(facts.path) + ": it is a " + facts.kind +
               ", and the map of a rescue belongs to the file that the rescue wrote");
  }
  for (const RescueMap::Block& block : map.blocks) {
    if (block.status == '+' && block.range.offset + block.range.length > facts.size) {
      core::fail("the map does not belong to " + core::shown(facts.path) + ": it says that bytes up to " +
                 std::to_string(block.range.offset + block.range.length) + " were read, and the file has " +
                 std::to_string(facts.size));
    }
  }
  const std::uint64_t size = std::max(facts.size, map.end());
  return std::make_unique<RescuedSource>(std::move(file), size);
}

}  // namespace acquire
