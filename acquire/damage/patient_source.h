// SPDX-License-Identifier: Apache-2.0
// A source whose reads are done by a thread of its own: a read that hangs in the kernel can be told of while it hangs,
// and does not keep anybody from ending the work.
#pragma once

#include <memory>
#include <thread>

#include "acquire/damage/read_settings.h"
#include "acquire/device/source.h"
#include "core/progress.h"

namespace acquire {

class PatientSource final : public Source {
 public:
  /// Reads longer than `limit` are told to `watcher` (null: nobody). Both and `cancel` outlive this object.
  PatientSource(std::unique_ptr<Source> source, std::chrono::milliseconds limit,
                const core::CancelToken& cancel, ReadWatcher* watcher);
  /// Waits for no read: one that hangs is left behind, with the source.
  ~PatientSource() override;
  PatientSource(const PatientSource&) = delete;
  PatientSource& operator=(const PatientSource&) = delete;

  const SourceFacts& facts() const override;
  /// Throws Error on cancellation, also while the read hangs; is_reading() then tells whether it still does, and nothing
  /// more may be read.
  std::ptrdiff_t read_at(core::ByteOffset offset, std::span<std::uint8_t> buffer) override;
  bool is_reading() const override;

 private:
  struct Desk;

  std::unique_ptr<Desk> desk_;
  std::chrono::milliseconds limit_;
  const core::CancelToken& cancel_;
  ReadWatcher* watcher_;
  std::thread reading_;
};

}  // namespace acquire
