// SPDX-License-Identifier: Apache-2.0
#include "cli/ask_facts.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "core/error.h"
#include "core/text.h"

namespace cli {

/// Keeps the line of the open question as it is.
class FactQuestions::Beside final : public core::Progress {
 public:
  Beside(FactQuestions& questions, std::unique_ptr<core::Progress> shown)
      : questions_(questions), shown_(std::move(shown)) {}
  void update(std::uint64_t done, std::uint64_t total) override {
    if (total > 0) {
      questions_.percent_ =
          static_cast<int>(100.0 * static_cast<double>(std::min(done, total)) / static_cast<double>(total));
    }
    if (!questions_.asking_) {
      shown_->update(done, total);
    }
  }

 private:
  FactQuestions& questions_;
  std::unique_ptr<core::Progress> shown_;
};

bool FactQuestions::can_ask() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1; }

FactQuestions::FactQuestions(std::vector<const legal::FactRule*> facts) : facts_(std::move(facts)) {
  if (facts_.empty()) {
    asking_ = false;
    return;
  }
  if (::pipe2(told_, O_CLOEXEC) != 0) {
    core::fail_errno("cannot ask on", "the terminal", errno);
  }
  thread_ = std::thread([this] { ask_all(); });
}

FactQuestions::~FactQuestions() {
  if (thread_.joinable()) {
    tell('s');
    thread_.join();
  }
  for (const int end : told_) {
    if (end >= 0) {
      ::close(end);
    }
  }
}

void FactQuestions::tell(char what) {
  while (::write(told_[1], &what, 1) < 0 && errno == EINTR) {
  }
}

std::unique_ptr<core::Progress> FactQuestions::beside(std::unique_ptr<core::Progress> shown) {
  return std::make_unique<Beside>(*this, std::move(shown));
}

std::vector<legal::ToldFact> FactQuestions::take() {
  const std::lock_guard hold(lock_);
  return std::exchange(answered_, {});
}

void FactQuestions::finish() {
  if (thread_.joinable()) {
    tell('d');
    thread_.join();
  }
}

void FactQuestions::ask_all() {
  (void)std::fputs(
      "Facts that nobody can tell later. An empty line skips one, Ctrl-D all; the work goes on "
      "meanwhile.\n",
      stderr);
  for (const legal::FactRule* fact : facts_) {
    if (!closed_) {
      ask(*fact);
    }
  }
  asking_ = false;
}

void FactQuestions::ask(const legal::FactRule& fact) {
  for (;;) {
    (void)std::fprintf(stderr, "[%3d %%] %s %s: ", percent_.load(), fact.number, fact.title.en.c_str());
    (void)std::fflush(stderr);
    std::string line;
    if (read_line(line) != Answer::line) {
      closed_ = true;
      (void)std::fputs("\n", stderr);
      return;
    }
    if (line.find_first_not_of(" \t\r") == std::string::npos) {
      return;
    }
    try {
      const std::lock_guard hold(lock_);
      answered_.push_back({fact.number, core::typed_text(line, fact.number)});
      return;
    } catch (const core::Error& error) {
      (void)std::fprintf(stderr, "not taken: %s\n", error.what());
    }
  }
}

/// A line without its end.
FactQuestions::Answer FactQuestions::read_line(std::string& line) {
  for (;;) {
    if (const auto end = rest_.find('\n'); end != std::string::npos) {
      line = rest_.substr(0, end);
      rest_.erase(0, end + 1);
      return Answer::line;
    }
    if (wait_for_input() <= 0) {
      return Answer::none;
    }
    char bytes[512];
    const ssize_t got = ::read(STDIN_FILENO, bytes, sizeof bytes);
    if (got <= 0) {
      return Answer::closed;
    }
    rest_.append(bytes, static_cast<std::size_t>(got));
  }
}

/// 1 when a line can be read; 0 when asking is to end.
int FactQuestions::wait_for_input() {
  for (;;) {
    pollfd ends[2] = {{STDIN_FILENO, POLLIN, 0}, {told_[0], POLLIN, 0}};
    const int ready = ::poll(ends, 2, work_done_ ? kPatience : -1);
    if (ready == 0 || (ready < 0 && errno != EINTR)) {
      return 0;
    }
    char what = 0;
    if (ready > 0 && ends[1].revents != 0 && ::read(told_[0], &what, 1) == 1) {
      if (what == 's') {
        return 0;
      }
      work_done_ = true;
      continue;
    }
    if (ready > 0 && ends[0].revents != 0) {
      return 1;
    }
  }
}

}  // namespace cli
