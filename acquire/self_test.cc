// SPDX-License-Identifier: Apache-2.0
#include "acquire/self_test.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <map>

#include "acquire/acquire.h"
#include "core/durable_file.h"
#include "core/error.h"

namespace acquire {

namespace {

constexpr std::size_t kMiB = 1U << 20U, kSector = 512;
constexpr std::size_t kNoise = 2 * kMiB, kZeros = kMiB, kText = 1001 * kSector;
constexpr const char* kSha1 = "e6e1c4c56c99b8f487eb9bf87e901b87d2b2bbca";
constexpr const char* kMd5 = "b308f4ec8b785500ad50f3703494f81f";
constexpr Range kBad = {kMiB, 3 * kSector};

/// Knuth's linear congruential sequence modulo 2^64 from 1, low byte first; then zeros; then a sentence again and again.
core::Bytes known_media() {
  core::Bytes out;
  out.reserve(kNoise + kZeros + kText);
  std::uint64_t x = 1;
  while (out.size() < kNoise) {
    x = x * 6364136223846793005U + 1442695040888963407U;
    for (unsigned shift = 0; shift < 64; shift += 8) {
      out.push_back(static_cast<std::uint8_t>(x >> shift));
    }
  }
  out.resize(kNoise + kZeros, 0);
  const std::string sentence = "Exhibit self-test, known text. ";
  for (std::size_t i = 0; i < kText; ++i) {
    out.push_back(static_cast<std::uint8_t>(sentence[i % sentence.size()]));
  }
  return out;
}

/// The known media, of which one range may be unreadable.
class KnownSource final : public Source {
 public:
  explicit KnownSource(std::optional<Range> bad) : media_(known_media()), bad_(bad) {
    facts_.path = "self-test";
    facts_.kind = "file";
    facts_.size = media_.size();
    facts_.read_only = true;
  }
  const SourceFacts& facts() const override { return facts_; }
  std::ptrdiff_t read_at(core::ByteOffset offset, std::span<std::uint8_t> buffer) override {
    const std::uint64_t at = offset.value();
    if (bad_ && at < bad_->offset + bad_->length && bad_->offset < at + buffer.size()) {
      return -EIO;
    }
    const std::size_t left = at < media_.size() ? media_.size() - static_cast<std::size_t>(at) : 0;
    const std::size_t count = std::min(left, buffer.size());
    std::copy_n(media_.begin() + static_cast<std::ptrdiff_t>(at), count, buffer.begin());
    return static_cast<std::ptrdiff_t>(count);
  }

 private:
  core::Bytes media_;
  std::optional<Range> bad_;
  SourceFacts facts_;
};

class SelfTest {
 public:
  SelfTest(const core::Path& folder, const core::Clock& clock) : folder_(folder), clock_(clock) {}

  std::vector<SelfTestResult> run() {
    for (const auto format : {ImageFormat::e01, ImageFormat::raw}) {
      const std::string name = format == ImageFormat::e01 ? "e01" : "raw";
      check(name + ": digests of known data while reading", [&] { return read_digests(name, format); });
      check(name + ": digests of the image read back", [&] { return image_digests(name, format); });
      check(name + ": a changed byte of the image is found", [&] { return changed_byte(name, format); });
    }
    check("e01: a truncated image is found", [&] { return truncated(); });
    check("unreadable sectors are listed exactly and filled with zeros", [&] { return bad_sectors(); });
    return std::move(results_);
  }

 private:
  using Outcome = std::pair<bool, std::string>;

  void check(const std::string& name, const std::function<Outcome()>& test) {
    try {
      auto [passed, got] = test();
      results_.push_back({name, passed, std::move(got)});
    } catch (const core::Error& error) {
      results_.push_back({name, false, error.what()});
    }
  }

  Acquisition image(const std::string& base, ImageFormat format, std::optional<Range> bad) {
    KnownSource source(bad);
    ImageSettings settings;
    settings.format = format;
    settings.folder = folder_;
    settings.base = base;
    core::NoProgress quiet;
    return acquire_image(source, settings, clock_, quiet, {});
  }
  core::Path file_of(const std::string& base, ImageFormat format) const {
    return folder_ / (base + (format == ImageFormat::e01 ? ".E01" : ".raw"));
  }
  ImageReading read_back(const core::Path& file, ImageFormat format) const {
    core::NoProgress quiet;
    return read_image(file, format, quiet, {});
  }

  static Outcome as_known(const MediaDigests& digests) {
    const std::string sha256 = digests.sha256 ? digests.sha256->hex() : "",
                      sha1 = digests.sha1 ? digests.sha1->hex() : "",
                      md5 = digests.md5 ? digests.md5->hex() : "";
    return {sha256 == kKnownSha256 && sha1 == kSha1 && md5 == kMd5,
            "SHA-256 " + sha256 + ", SHA-1 " + sha1 + ", MD5 " + md5};
  }

  Outcome read_digests(const std::string& base, ImageFormat format) {
    const Acquisition made = image(base, format, std::nullopt);
    first_file_[base] = folder_ / made.files.at(0).name;
    return as_known(made.digests);
  }
  Outcome image_digests(const std::string& base, ImageFormat format) {
    const ImageReading reading = read_back(first_file_.at(base), format);
    Outcome out = as_known(reading.digests);
    out.first = out.first && reading.faults.empty();
    return out;
  }

  /// Says how the reading of a damaged image differs; empty: it does not.
  static std::string found_in(const ImageReading& reading) {
    if (!reading.faults.empty()) {
      return reading.faults.front();
    }
    return as_known(reading.digests).first ? "" : "the digests differ";
  }

  Outcome changed_byte(const std::string& base, ImageFormat format) {
    core::Bytes bytes = core::read_file(first_file_.at(base));
    bytes.at(bytes.size() / 3) ^= 1U;
    const core::Path file = file_of(base + "-changed", format);
    core::write_new_file(file, bytes);
    const std::string found = found_in(read_back(file, format));
    return {!found.empty(), found.empty() ? "nothing was found" : found};
  }

  Outcome truncated() {
    const core::Bytes bytes = core::read_file(first_file_.at("e01"));
    const core::Path file = file_of("e01-truncated", ImageFormat::e01);
    core::write_new_file(file, core::ByteView(bytes).first(bytes.size() / 2));
    const std::string found = found_in(read_back(file, ImageFormat::e01));
    return {!found.empty(), found.empty() ? "nothing was found" : found};
  }

  Outcome bad_sectors() {
    const Acquisition made = image("bad", ImageFormat::e01, kBad);
    const std::string sha256 = made.digests.sha256 ? made.digests.sha256->hex() : "";
    std::string listed;
    for (const Range& range : made.unreadable) {
      listed +=
          (listed.empty() ? "" : ", ") + std::to_string(range.offset) + "+" + std::to_string(range.length);
    }
    return {made.unreadable == std::vector<Range>{kBad} && sha256 == kDamagedSha256,
            "unreadable " + listed + ", SHA-256 " + sha256};
  }

  const core::Path& folder_;
  const core::Clock& clock_;
  std::map<std::string, core::Path> first_file_;
  std::vector<SelfTestResult> results_;
};

}  // namespace

std::vector<SelfTestResult> self_test(const core::Path& folder, const core::Clock& clock) {
  return SelfTest(folder, clock).run();
}

}  // namespace acquire
