// SPDX-License-Identifier: Apache-2.0
#include "cli/demo_steps.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "cli/session.h"
#include "core/durable_file.h"
#include "core/error.h"

namespace cli {
namespace {

std::string as_typed(const Words& words) {
  std::string out;
  for (const std::string& word : words) {
    const bool plain = !word.empty() && word.find_first_of(" '\"$;&|<>*") == std::string::npos;
    out += (out.empty() ? "" : " ") + (plain ? word : "'" + word + "'");
  }
  return out;
}

}  // namespace

int run_program(const Words& words, bool quiet) {
  std::vector<char*> argv;
  for (const std::string& word : words) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child < 0) {
    core::fail_errno("cannot start", words[0], errno);
  }
  if (child == 0) {
    if (quiet) {
      const int nothing = ::open("/dev/null", O_RDWR);
      ::dup2(nothing, STDOUT_FILENO);
      ::dup2(nothing, STDERR_FILENO);
    }
    ::execvp(argv[0], argv.data());
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

void must(const Words& words) {
  if (const int status = run_program(words, true); status != 0) {
    core::fail("the demo needs '" + words[0] + "', which " +
               (status == 127 ? std::string("is not installed; ./dev setup installs it")
                              : "failed with status " + std::to_string(status)));
  }
}

DemoSteps::DemoSteps(core::Path folder) : folder_(std::move(folder)) {
  ::setenv("EXHIBIT_HOME", (folder_ / "home").c_str(), 1);
  ::setenv("EXHIBIT_PASSPHRASE", "a passphrase for the demo only", 1);
  ::unsetenv("EXHIBIT_KEY");
}

void DemoSteps::say(const std::string& text) const { print("\n== " + text); }

void DemoSteps::step(const Words& words, int expected) const {
  print("\n$ exhibit " + as_typed(words));
  Words all = {core::fs::read_symlink("/proc/self/exe").native()};
  all.insert(all.end(), words.begin(), words.end());
  const int status = run_program(all, false);
  if (status != expected) {
    core::fail(
        fmt::format("the demo stops: the command above ended with status {}, not {}", status, expected));
  }
}

void DemoSteps::write_text(const std::string& name, const std::string& text) const {
  core::write_new_file(folder_ / name, core::as_bytes(text));
}

}  // namespace cli
