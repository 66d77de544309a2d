// SPDX-License-Identifier: Apache-2.0
// The log of one acquisition: a text file beside the image, one line an event with its time, written while it is made.
#pragma once

#include <functional>
#include <string>

#include "acquire/damage/read_settings.h"
#include "acquire/writing/image_writer.h"
#include "core/clock.h"
#include "core/durable_file.h"

namespace acquire {

class AcquisitionLog final : public ReadWatcher {
 public:
  /// Events of one kind that get a line of their own; what is beyond is counted.
  static constexpr std::size_t kListed = 100'000;

  /// Creates `file`, or goes on behind what it holds; it stays, whatever becomes of the acquisition. `tell` hears once that the device answers slowly, and `wait` each second while a read is not answered.
  AcquisitionLog(const core::Path& file, const core::Clock& clock,
                 std::function<void(const std::string&)> tell, std::function<void()> wait);

  /// One line; what could hide or break it is spelled out.
  void line(const std::string& text);
  /// What is read, how, and into what.
  void begin(const SourceFacts& source, const ImageSettings& settings, const ReadSettings& reading,
             std::chrono::milliseconds limit);
  /// The result, with every range that could not be read; then the file is synced and closed.
  void end(const Acquisition& acquisition);
  /// REQUIRES: end() was called.
  const ImageFile& file() const { return file_; }
  std::uint64_t slow_reads() const { return slow_; }

  void unreadable(Range part, int error_number, int attempts) override;
  void read_at_last(Range part, int attempts) override;
  void waiting(Range part, std::chrono::milliseconds since) override;
  void slow(Range part, std::chrono::milliseconds took) override;

 private:
  void event(std::uint64_t& count, const std::string& text);
  void list(const std::vector<Range>& ranges, const std::string& what);
  void tell_slow(Range part, const std::string& words);

  core::DurableFile reopened(const core::Path& file);

  ImageFile file_;
  core::Hasher<core::Sha256> hasher_;
  core::DurableFile out_;  // behind the two above, which opening it may fill
  const core::Clock& clock_;
  std::function<void(const std::string&)> tell_;
  std::function<void()> wait_;
  std::uint64_t unreadable_ = 0, read_at_last_ = 0, slow_ = 0, waits_ = 0;
  std::optional<Range> waiting_;  // the read whose wait was written down already
  bool told_ = false;
};

}  // namespace acquire
