// SPDX-License-Identifier: Apache-2.0
#include "cli/session.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace cli {
namespace {

std::string digest_of_program() {
  try {
    return core::digest_file(core::fs::read_symlink("/proc/self/exe")).sha256.hex();
  } catch (const std::exception&) {
    return "";  // recorded as unknown
  }
}

/// `restart`: whether a read that a signal interrupts goes on by itself.
void handle_signals(bool restart) {
  struct sigaction action {};
  action.sa_handler = [](int /*number*/) { cancel_token().cancel(); };
  action.sa_flags = restart ? SA_RESTART : 0;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    ::sigaction(number, &action, nullptr);
  }
}

/// Echo off while it lives, and Ctrl-C ends the question.
class SilentTerminal {
 public:
  explicit SilentTerminal(int fd) : fd_(fd) {
    handle_signals(false);
    ::tcgetattr(fd_, &before_);
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(fd_, TCSAFLUSH, &quiet);
  }
  ~SilentTerminal() {
    ::tcsetattr(fd_, TCSAFLUSH, &before_);
    handle_signals(true);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  int fd_;
  termios before_{};
};

/// One line, byte by byte, so that nothing stays behind in a buffer. False when nothing could be read.
bool read_line(int fd, std::string& line, const core::Path& where) {
  line.clear();
  line.reserve(1024);
  char c = 0;
  ssize_t n = 0;
  while (line.size() < 1024 && (n = ::read(fd, &c, 1)) == 1 && c != '\n') {
    line += c;
  }
  if (n < 0 && errno == EINTR) {
    throw core::Error(core::ErrorCode::interrupted,
                      "interrupted at the question for a passphrase; nothing was done");
  }
  if (n < 0) {
    core::fail_errno("cannot read the passphrase from", where, errno);
  }
  return n == 1 || !line.empty();
}

core::Secret ask(const std::string& prompt, const std::string& flag) {
  const core::Fd terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC));
  if (!terminal.valid() || ::isatty(terminal.get()) == 0) {
    core::fail_usage("no passphrase for " + prompt + ": there is no terminal to ask on; give " + flag +
                     " FILE or set EXHIBIT_PASSPHRASE");
  }
  const std::string text = prompt + ": ";
  std::string line;
  {
    const SilentTerminal silent(terminal.get());
    (void)!::write(terminal.get(), text.data(), text.size());
    read_line(terminal.get(), line, "/dev/tty");
    (void)!::write(terminal.get(), "\n", 1);
  }
  return core::Secret(std::move(line));
}

class TerminalProgress final : public core::Progress {
 public:
  explicit TerminalProgress(std::string what)
      : what_(std::move(what)), start_(std::chrono::steady_clock::now()) {}
  ~TerminalProgress() override {
    if (drawn_) {
      (void)std::fputs("\r\033[K", stderr);
    }
  }
  void update(std::uint64_t done, std::uint64_t total) override {
    const auto now = std::chrono::steady_clock::now();
    if (drawn_ && now - last_ < std::chrono::milliseconds(200)) {
      return;
    }
    last_ = now;
    drawn_ = true;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
    std::string line = fmt::format("\r{} {:.1f} MiB", what_, static_cast<double>(done) / 1048576);
    if (total > 0) {
      const double left = rate > 0 ? static_cast<double>(total - std::min(done, total)) / rate : 0;
      const int filled = static_cast<int>(24.0 * static_cast<double>(done) / static_cast<double>(total));
      line = fmt::format("\r{} [{:<24}] {:3.0f} %  {:.1f} of {:.1f} MiB  {:.0f} MiB/s  {:.0f}:{:02.0f} left",
                         what_, std::string(static_cast<std::size_t>(std::min(filled, 24)), '#'),
                         100.0 * static_cast<double>(done) / static_cast<double>(total),
                         static_cast<double>(done) / 1048576, static_cast<double>(total) / 1048576,
                         rate / 1048576, std::floor(left / 60), std::fmod(left, 60));
    }
    (void)std::fputs((line + "\033[K").c_str(), stderr);
    (void)std::fflush(stderr);
  }

 private:
  std::string what_;
  std::chrono::steady_clock::time_point start_, last_;
  bool drawn_ = false;
};

}  // namespace

const std::string& own_digest() {
  static const std::string digest = digest_of_program();
  return digest;
}

Session::Session(const Common& common) : common_(common), keys_(custody::KeyStore::default_home()) {}

custody::UnlockedKey Session::unlock(const std::string& key, const std::string& passphrase_file,
                                     const std::string& flag) {
  const custody::KeyCard card = keys_.find(key);
  return keys_.unlock(card,
                      read_passphrase(passphrase_file, "passphrase of " + core::shown(card.name), flag));
}

custody::UnlockedKey Session::signer() {
  std::string key = common_.signing.as;
  if (const char* chosen = std::getenv("EXHIBIT_KEY"); key.empty() && chosen != nullptr) {
    key = chosen;
  }
  if (key.empty()) {
    const auto all = keys_.list();
    if (all.empty()) {
      core::fail("there is no key in " + core::shown(keys_.home().native()) +
                 "; make one with 'exhibit key create --name NAME --role ROLE'");
    }
    if (all.size() > 1) {
      core::fail_usage("there is more than one key; choose with --as KEY (exhibit key list)");
    }
    key = all.front().id();
  }
  return unlock(key, common_.signing.passphrase_file, "--passphrase-file");
}

core::Secret read_passphrase(const std::string& file, const std::string& prompt, const std::string& flag,
                             bool file_only) {
  if (!file.empty()) {
    const core::Fd fd = core::open_for_reading(file);
    std::string line;
    if (!read_line(fd.get(), line, file)) {
      core::fail("cannot use the passphrase file " + core::shown(file) + ": it is empty");
    }
    return core::Secret(std::move(line));
  }
  if (const char* set = std::getenv("EXHIBIT_PASSPHRASE"); set != nullptr && !file_only) {
    return core::Secret(std::string(set));
  }
  return ask(prompt, flag);
}

std::unique_ptr<core::Progress> terminal_progress(const std::string& what) {
  if (::isatty(STDERR_FILENO) == 0) {
    return std::make_unique<core::NoProgress>();
  }
  return std::make_unique<TerminalProgress>(what);
}

core::CancelToken& cancel_token() {
  static core::CancelToken token;
  return token;
}

void install_cancel() { handle_signals(true); }

void print(const std::string& line) {
  if (std::fputs((line + "\n").c_str(), stdout) == EOF || std::fflush(stdout) != 0) {
    core::fail("cannot write to standard output");
  }
}

namespace {

/// Names from evidence may be no UTF-8; JSON has to be.
core::json::Value printable(core::json::Value value) {
  if (auto* list = value.array()) {
    for (core::json::Value& item : *list) {
      item = printable(std::move(item));
    }
  } else if (auto* members = value.object()) {
    for (auto& [name, member] : *members) {
      member = printable(std::move(member));
    }
  } else if (value.string() != nullptr && !core::is_utf8(*value.string())) {
    return core::shown(*value.string(), true);
  }
  return value;
}

}  // namespace

void print_json(const core::json::Value& value) { print(core::json::encode(printable(value))); }

std::string needed_text(const std::string& text, const std::string& flag) {
  std::string out = core::typed_text(text, flag);
  if (out.find_first_not_of(" \n") == std::string::npos) {
    core::fail_usage(flag + " is empty");
  }
  return out;
}

core::EvidenceId item_id(const std::string& text) {
  const auto id = core::EvidenceId::parse(text);
  if (!id) {
    core::fail_usage(
        "'" + core::shown(text) +
        "' cannot be an item id: use 1 to 64 letters, digits, '.', '_' and '-', starting with a letter "
        "or digit, for example EV-001");
  }
  return *id;
}

}  // namespace cli
