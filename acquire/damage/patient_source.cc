// SPDX-License-Identifier: Apache-2.0
#include "acquire/damage/patient_source.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>

namespace acquire {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {
/// How soon a cancellation is noticed while a read is under way.
constexpr milliseconds kLook{100};
constexpr milliseconds kTellAgain{1000};
}  // namespace

/// What the two threads share: one read at a time lies on it. It stays behind with a read that hangs.
struct PatientSource::Desk {
  explicit Desk(std::unique_ptr<Source> from) : source(std::move(from)) {}

  /// The body of the reading thread.
  void serve() {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [this] { return asked || closed; });
      if (!asked) {
        return;
      }
      lock.unlock();
      std::ptrdiff_t got = 0;
      std::exception_ptr thrown;
      try {
        got = source->read_at(offset, buffer);
      } catch (...) {
        thrown = std::current_exception();
      }
      lock.lock();
      result = got;
      error = thrown;
      asked = false;
      changed.notify_all();
    }
  }

  std::unique_ptr<Source> source;
  std::mutex mutex;
  std::condition_variable changed;
  bool asked = false, closed = false;
  core::ByteOffset offset{0};
  std::span<std::uint8_t> buffer;
  std::ptrdiff_t result = 0;
  std::exception_ptr error;
};

PatientSource::PatientSource(std::unique_ptr<Source> source, milliseconds limit,
                             const core::CancelToken& cancel, ReadWatcher* watcher)
    : desk_(std::make_unique<Desk>(std::move(source))),
      limit_(limit),
      cancel_(cancel),
      watcher_(watcher),
      reading_([desk = desk_.get()] { desk->serve(); }) {}

PatientSource::~PatientSource() {
  bool hangs = false;
  {
    const std::lock_guard lock(desk_->mutex);
    desk_->closed = true;
    hangs = desk_->asked;
    desk_->changed.notify_all();
  }
  if (hangs) {
    reading_.detach();
    (void)desk_.release();  // the thread still uses it, and nobody can say for how long
  } else {
    reading_.join();
  }
}

const SourceFacts& PatientSource::facts() const { return desk_->source->facts(); }

bool PatientSource::is_reading() const {
  const std::lock_guard lock(desk_->mutex);
  return desk_->asked;
}

std::ptrdiff_t PatientSource::read_at(core::ByteOffset offset, std::span<std::uint8_t> buffer) {
  const Range part{offset.value(), buffer.size()};
  const auto start = steady_clock::now();
  const auto since = [start] {
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
  };
  std::unique_lock lock(desk_->mutex);
  desk_->offset = offset;
  desk_->buffer = buffer;
  desk_->asked = true;
  desk_->changed.notify_all();
  milliseconds tell_at = limit_;
  while (!desk_->changed.wait_for(lock, std::min(kLook, limit_), [this] { return !desk_->asked; })) {
    cancel_.check();
    if (watcher_ != nullptr && since() >= tell_at) {
      tell_at = since() + kTellAgain;
      watcher_->waiting(part, since());
    }
  }
  const std::ptrdiff_t result = desk_->result;
  const std::exception_ptr error = std::exchange(desk_->error, nullptr);
  lock.unlock();
  if (error) {
    std::rethrow_exception(error);
  }
  if (watcher_ != nullptr && since() >= limit_) {
    watcher_->slow(part, since());
  }
  return result;
}

}  // namespace acquire
