// SPDX-License-Identifier: Apache-2.0
#include "acquire/stages/digest_stage.h"

#include <catch2/catch.hpp>
#include <thread>

using acquire::BufferPool;
using acquire::BufferRef;
using acquire::DigestChoice;
using acquire::DigestStage;
using acquire::kBlockSize;

namespace {

core::Bytes some_media(std::size_t size) {
  core::Bytes out(size);
  std::uint32_t value = 3;
  for (auto& byte : out) {
    value = value * 1664525U + 1013904223U;
    byte = static_cast<std::uint8_t>(value >> 24U);
  }
  return out;
}

struct Outcome {
  acquire::MediaDigests digests;
  std::vector<core::Sha256> blocks;
  std::vector<acquire::Cut> cuts;
};

/// Media in buffers of `piece` bytes, with a cut behind each; block digests from where the choice leaves them.
Outcome digests_of(core::ByteView media, std::size_t piece, DigestChoice choice,
                   const acquire::DigestStates& from = {}) {
  BufferPool pool(4, acquire::kBufferSize, 0);
  DigestStage stage(choice, 4, from);
  Outcome out;
  std::vector<std::shared_ptr<acquire::PendingCut>> cuts;
  {
    acquire::ThreadGroup group([&] {
      pool.stop();
      stage.stop();
    });
    stage.start(group);
    for (std::size_t at = 0; at < media.size(); at += piece) {
      const BufferRef buffer = pool.take();
      const core::ByteView part = media.subspan(at, std::min(piece, media.size() - at));
      std::copy(part.begin(), part.end(), buffer->media.begin());
      buffer->size = part.size();
      cuts.push_back(
          std::make_shared<acquire::PendingCut>(at + part.size(), std::vector<acquire::Range>{}, 3));
      buffer->cut = cuts.back();
      REQUIRE(stage.push(buffer));
      REQUIRE(stage.wait_for_blocks(*buffer));
      out.blocks.insert(out.blocks.end(), buffer->blocks.begin(), buffer->blocks.end());
    }
    stage.close();
    group.join();
  }
  out.digests = stage.digests();
  const acquire::BlockDigests list = stage.take_blocks();
  for (std::uint64_t i = 0; i < list.size(); ++i) {
    out.blocks.push_back(list.at(i));
  }
  for (const auto& cut : cuts) {
    REQUIRE(cut->is_whole());
    out.cuts.push_back(cut->cut());
  }
  return out;
}

void need_same(const Outcome& one, const Outcome& other) {
  CHECK(one.digests == other.digests);
  CHECK(one.blocks == other.blocks);
  REQUIRE(one.cuts.size() == other.cuts.size());
  for (std::size_t i = 0; i < one.cuts.size(); ++i) {
    CHECK(one.cuts[i].digests.md5 == other.cuts[i].digests.md5);
    CHECK(one.cuts[i].digests.sha1 == other.cuts[i].digests.sha1);
    CHECK(one.cuts[i].digests.sha256 == other.cuts[i].digests.sha256);
  }
}

}  // namespace

TEST_CASE("one thread for all digests gives what a thread for each gives", "[acquire]") {
  const std::size_t piece =
      GENERATE(std::size_t{kBlockSize}, std::size_t{2 * kBlockSize}, std::size_t{99'991});
  const core::Bytes media = some_media(5 * kBlockSize + 4321);
  const Outcome apart = digests_of(media, piece, {true, true, true, true, false});
  need_same(digests_of(media, piece, {true, true, true, true, true}), apart);
  CHECK(apart.digests.sha256 == core::sha256(media));
  CHECK(apart.blocks.size() == 6);
}

TEST_CASE("block digests are left in the buffers for the writer", "[acquire]") {
  const core::Bytes media = some_media(5 * kBlockSize + 4321);
  const Outcome listed = digests_of(media, 2 * kBlockSize, {true, true, true, true, true});
  const DigestChoice left{true, true, true, false, true};
  if (DigestStage(left, 1).is_joint()) {
    need_same(digests_of(media, 2 * kBlockSize, left), listed);
  }
}

TEST_CASE("digests put down by a thread for each go on in one thread, and the other way round", "[acquire]") {
  const core::Bytes media = some_media(4 * kBlockSize + 99);
  const std::size_t piece = 2 * kBlockSize;
  const bool joint_first = GENERATE(true, false);
  const Outcome whole = digests_of(media, piece, {true, true, true, true, joint_first});
  const Outcome rest = digests_of(core::ByteView(media).subspan(piece), piece,
                                  {true, true, true, true, !joint_first}, whole.cuts.at(0).digests);
  CHECK(rest.digests == whole.digests);
  CHECK(rest.blocks == std::vector(whole.blocks.begin() + 2, whole.blocks.end()));
}

TEST_CASE("a stop ends the wait for block digests that will not come", "[acquire]") {
  DigestStage stage({true, true, true, false, true}, 1);
  if (!stage.is_joint()) {
    return;
  }
  const acquire::MediaBuffer never({}, 0);
  std::thread stopper([&] { stage.stop(); });
  CHECK_FALSE(stage.wait_for_blocks(never));
  stopper.join();
}
