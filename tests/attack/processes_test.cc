// SPDX-License-Identifier: Apache-2.0
// Many processes on one case, and processes killed while they append: nothing that was acknowledged is lost, nothing is
// there twice, and the log neither has a gap nor forks. The tests in [full] are the long forms.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "core/error.h"
#include "tests/attack/attacked_case.h"

using support::SmallCase;

namespace {

/// Appends `count` entries one by one (0: for ever) and writes "<entry> <number>" for each once it is acknowledged.
[[noreturn]] void append_in_child(SmallCase& test, const std::string& name, int count,
                                  const core::Path& acknowledged) {
  for (const int crash : {SIGSEGV, SIGABRT, SIGBUS}) {
    ::signal(crash, SIG_DFL);
  }
  try {
    custody::Ledger ledger = test.open();
    std::ofstream out(acknowledged.native(), std::ios::app);
    for (int i = 0; count == 0 || i < count; ++i) {
      const std::string number = name + "-" + std::to_string(i);
      const auto done = SmallCase::add(ledger, {test.incident(number)});
      out << done[0].seq << " " << number << std::endl;
    }
    ::_exit(0);
  } catch (const std::exception& error) {
    std::ofstream(acknowledged.native() + ".error") << error.what();
    ::_exit(1);
  }
}

/// Every acknowledged entry of a file stands in the ledger under its number; counts them.
std::size_t all_there(const custody::Ledger& ledger, const core::Path& acknowledged,
                      std::set<std::uint64_t>& seen) {
  std::ifstream in(acknowledged.native());
  std::uint64_t seq = 0;
  std::uint64_t before = 0;
  std::size_t count = 0;
  for (std::string number; in >> seq >> number; ++count) {
    CHECK(seen.insert(seq).second);
    CHECK((count == 0 || seq > before));
    before = seq;
    REQUIRE(seq < ledger.checkpoint().size);
    CHECK(ledger.entry(seq).body().text_of("number") == number);
  }
  return count;
}

void load(int processes, int appends) {
  SmallCase test;
  const std::uint64_t before = test.begin().checkpoint().size;
  std::vector<pid_t> children;
  for (int p = 0; p < processes; ++p) {
    const pid_t child = ::fork();
    if (child == 0) {
      append_in_child(test, "P" + std::to_string(p), appends,
                      test.folder / ("acknowledged-" + std::to_string(p)));
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  }
  const custody::Ledger ledger = test.open();
  std::set<std::uint64_t> seen;
  for (int p = 0; p < processes; ++p) {
    const core::Path file = test.folder / ("acknowledged-" + std::to_string(p));
    if (core::fs::exists(file.native() + ".error")) {
      FAIL_CHECK("process " << p << ": " << core::read_text_file(file.native() + ".error"));
    }
    CHECK(all_there(ledger, file, seen) == static_cast<std::size_t>(appends));
  }
  CHECK(ledger.checkpoint().size == before + static_cast<std::uint64_t>(processes) * appends);
  const auto report = test.verify();
  INFO(Catch::rangeToString(support::faults_of(report.findings)));
  CHECK(report.intact());
}

void kill(int rounds, unsigned seed) {
  SmallCase test;
  test.begin();
  std::mt19937 chance(seed);
  std::set<std::uint64_t> seen;
  std::size_t acknowledged = 0;
  for (int round = 0; round < rounds; ++round) {
    const core::Path file = test.folder / ("acknowledged-" + std::to_string(round));
    const pid_t child = ::fork();
    if (child == 0) {
      append_in_child(test, "R" + std::to_string(round), 0, file);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(20'000 + chance() % 150'000));
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));  // else it ended by itself, with an error
    const auto report = test.verify();
    INFO("round " << round << " " << Catch::rangeToString(support::faults_of(report.findings)));
    REQUIRE(report.intact());
    const custody::Ledger ledger = test.open();
    acknowledged += all_there(ledger, file, seen);
  }
  WARN(acknowledged << " entries acknowledged in " << rounds << " rounds");
  CHECK(acknowledged > 0);
}

}  // namespace

TEST_CASE("many processes append to one case", "[attack]") { load(8, 40); }
TEST_CASE("eight processes append five hundred entries each", "[.][full]") { load(8, 500); }
TEST_CASE("processes killed while they append", "[attack]") { kill(20, 5); }
TEST_CASE("processes killed while they append, three hundred times", "[.][full]") {
  for (unsigned seed = 6; seed < 21; ++seed) {
    kill(20, seed);
  }
}
