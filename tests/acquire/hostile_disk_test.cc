// SPDX-License-Identifier: Apache-2.0
// File systems made to mislead or to break their reader: words, or what the bytes say, within a bounded time; never a crash here.
// EXHIBIT_HOSTILE_ROUNDS: how many changed disks of each kind (default 40).
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <thread>

#include "acquire/child/reader_job.h"
#include "core/error.h"
#include "tests/acquire/disk_images.h"

namespace {

using acquire::FileQuery;
using Catch::Matchers::Contains;
using disks::Disk;
using disks::Kind;

FileQuery at(const std::string& path) { return {path, std::nullopt, std::nullopt}; }

/// Where something stands: sectors that hold more than zero bytes.
std::vector<std::size_t> written_sectors(const core::Bytes& media) {
  std::vector<std::size_t> out;
  for (std::size_t start = 0; start + 512 <= media.size(); start += 512) {
    if (std::any_of(media.begin() + static_cast<std::ptrdiff_t>(start),
                    media.begin() + static_cast<std::ptrdiff_t>(start + 512),
                    [](auto byte) { return byte != 0; })) {
      out.push_back(start);
    }
  }
  return out;
}

/// A few bytes, or a stretch, of a few sectors; mostly of the first ones, where the structure lies.
core::Bytes changed(const core::Bytes& media, const std::vector<std::size_t>& sectors, std::mt19937& chance) {
  core::Bytes out = media;
  const unsigned changes = 1 + static_cast<unsigned>(chance()) % 6;
  for (unsigned i = 0; i < changes; ++i) {
    const std::size_t among = chance() % 4 == 0 ? sectors.size() : std::min<std::size_t>(sectors.size(), 120);
    const std::size_t start = sectors[chance() % among] + chance() % 512;
    const std::size_t length =
        std::min<std::size_t>(1 + chance() % (chance() % 8 == 0 ? 512 : 8), out.size() - start);
    const unsigned how = static_cast<unsigned>(chance()) % 4;
    for (std::size_t k = start; k < start + length; ++k) {
      out[k] = how == 0   ? std::uint8_t{0}
               : how == 1 ? std::uint8_t{0xff}
               : how == 2 ? static_cast<std::uint8_t>(out[k] ^ (1U << chance() % 8))
                          : static_cast<std::uint8_t>(chance());
    }
  }
  return out;
}

/// No image may take longer; sanitisers slow the reader down.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::chrono::seconds kPatience(120);
#else
constexpr std::chrono::seconds kPatience(30);
#endif

/// What reading says, by kind: "read", "refused", "signal", ...
class Outcomes {
 public:
  template <typename Read>
  void of(Read read) {
    const auto start = std::chrono::steady_clock::now();
    try {
      read();
      ++counts_["read"];
    } catch (const core::Error& error) {
      const std::string words = error.what();
      CHECK(words.size() > 10);
      CHECK(words.size() < 10'000);
      CHECK_THAT(words, !Contains("not the one recorded") && !Contains("something else than what it should"));
      ++counts_[words.find("ended by signal") != std::string::npos ? "ended by a signal"
                                                                   : "said what is wrong"];
    }
    const auto took = std::chrono::steady_clock::now() - start;
    CHECK(took < kPatience);
    longest_ = std::max(longest_, took);
  }
  void tell(const char* what) const {
    std::cout << what << ": ";
    for (const auto& [name, count] : counts_) {
      std::cout << name << " " << count << ", ";
    }
    std::cout << "longest " << std::chrono::duration_cast<std::chrono::milliseconds>(longest_).count()
              << " ms\n";
  }

 private:
  std::map<std::string, int> counts_;
  std::chrono::steady_clock::duration longest_{};
};

/// Names, and content of every file found; content is what the bytes it is said to lie in say.
void read_all(const Disk& disk, const core::Bytes& media, Outcomes& outcomes) {
  std::vector<acquire::FolderEntry> entries;
  outcomes.of([&] { (void)disk.volumes(); });
  outcomes.of([&] { entries = disk.folder(at("/")).entries; });
  std::vector<FileQuery> queries = {at("/papers/note.txt"), at("/large.bin")};
  for (std::size_t i = 0; i < entries.size() && queries.size() < 6; ++i) {
    queries.push_back({"", entries[i].address, std::nullopt});
  }
  for (const FileQuery& query : queries) {
    outcomes.of([&] {
      core::Bytes content;
      const acquire::FoundFile found = disk.file(query, &content);
      REQUIRE(found.file.sha256 == core::sha256(content));
      if (found.file.packed == 0 && found.file.resident == 0) {
        REQUIRE(disks::gathered(media, found) == content);
      }
    });
  }
}

int rounds() {
  const char* set = std::getenv("EXHIBIT_HOSTILE_ROUNDS");
  return set == nullptr ? 40 : std::atoi(set);
}

const char* name_of(Kind kind) { return kind == Kind::ext4 ? "ext4" : kind == Kind::vfat ? "vfat" : "ntfs"; }

}  // namespace

TEST_CASE("a disk changed at random gives what its bytes say, or words", "[acquire]") {
  const Kind kind = GENERATE(Kind::ext4, Kind::vfat, Kind::ntfs);
  const support::TempFolder folder;
  disks::make(kind, folder / "good.raw", kind == Kind::ext4 ? 3 : 4);
  const core::Bytes good = core::read_file(folder / "good.raw");
  const std::vector<std::size_t> sectors = written_sectors(good);
  std::mt19937 chance(2026);
  Outcomes outcomes;
  for (int round = 0; round < rounds(); ++round) {
    CAPTURE(round);
    const core::Bytes bad = changed(good, sectors, chance);
    core::replace_file(folder / "bad.raw", bad, 0644);
    Disk disk(folder / "bad.raw", disks::recorded(bad));
    disk.limits = {std::chrono::seconds(20), 20};
    read_all(disk, bad, outcomes);
  }
  outcomes.tell(name_of(kind));
}

TEST_CASE("a disk cut short anywhere gives what is there, or words", "[acquire]") {
  const Kind kind = GENERATE(Kind::ext4, Kind::vfat, Kind::ntfs);
  const support::TempFolder folder;
  disks::make(kind, folder / "good.raw", 4);
  const core::Bytes good = core::read_file(folder / "good.raw");
  Outcomes outcomes;
  for (std::size_t part = 0; part < 12; ++part) {
    core::Bytes bad = good;
    bad.resize(good.size() * part / 12 + (part % 3 == 0 ? 100 : 0));
    core::replace_file(folder / "bad.raw", bad, 0644);
    read_all(Disk(folder / "bad.raw", disks::recorded(bad)), bad, outcomes);
  }
  outcomes.tell(name_of(kind));
}

namespace {

/// ext4 changed by debugfs, as somebody would who wants to mislead.
Disk meddled(const core::Path& file, const std::string& commands) {
  disks::make(Kind::ext4, file, 8);
  REQUIRE(disks::run("printf '" + commands + "' | debugfs -w -f - " + disks::quoted(file)));
  return Disk(file);
}

}  // namespace

TEST_CASE("a file that claims 2^60 bytes is refused in words", "[acquire]") {
  const support::TempFolder folder;
  const Disk disk = meddled(folder / "disk.raw", "set_inode_field /large.bin size 1152921504606846976\\n");
  CHECK_THROWS_WITH(disk.file(at("/large.bin")), Contains("claims a size of 1152921504606846976 bytes"));
  CHECK(disk.folder(at("/")).entries.size() == 5);  // lost+found and $OrphanFiles too
  CHECK(disk.file(at("/papers/note.txt")).file.size == 20);
}

TEST_CASE("a folder that holds itself is walked no further than the path goes", "[acquire]") {
  const support::TempFolder folder;
  const Disk disk = meddled(folder / "disk.raw", "link / /papers/loop\\nlink /papers /papers/self\\n");
  CHECK(disk.file(at("/papers/loop/papers/self/self/note.txt")).file.size == 20);
  std::string deep;
  for (int i = 0; i < 255; ++i) {
    deep += "/self";
  }
  CHECK(disk.file(at("/papers" + deep.substr(0, 200 * 5) + "/note.txt")).file.size == 20);
  CHECK_THROWS_WITH(disk.file(at("/papers" + deep + "/note.txt")), Contains("at most 256 names"));
  CHECK_THROWS_WITH(disk.file(at("/" + std::string(5000, 'x'))), Contains("longer than 4096 bytes"));
}

TEST_CASE("partition tables that hold each other or lie outside the media come to an end", "[acquire]") {
  const support::TempFolder folder;
  Outcomes outcomes;
  for (const std::uint32_t next : {0U, 1U, 63U, 0xffffffffU}) {
    core::Bytes media(1U << 20U);
    // The first sector and sector 63 each name an extended partition; the second one leads to `next`.
    for (const auto& [sector, start] : {std::pair{0U, 63U}, std::pair{63U, next}}) {
      std::uint8_t* entry = media.data() + sector * 512 + 446;
      entry[4] = 0x05;
      for (unsigned i = 0; i < 4; ++i) {
        entry[8 + i] = static_cast<std::uint8_t>(start >> (8 * i));
        entry[12 + i] = i == 0 ? std::uint8_t{64} : std::uint8_t{0};
      }
      media[sector * 512 + 510] = 0x55;
      media[sector * 512 + 511] = 0xaa;
    }
    core::replace_file(folder / "disk.raw", media, 0644);
    read_all(Disk(folder / "disk.raw", disks::recorded(media)), media, outcomes);
  }
  outcomes.tell("partition tables");
}

TEST_CASE("a superblock and inodes full of garbage are told in words", "[acquire]") {
  const support::TempFolder folder;
  disks::make(Kind::ext4, folder / "disk.raw");
  const core::Bytes good = core::read_file(folder / "disk.raw");
  Outcomes outcomes;
  for (const std::size_t start : {1024 + 64U, 1024U + 4U, 2048U, 40U << 10U, 100U << 10U}) {
    for (const std::size_t length : {8U, 64U, 900U, 60000U}) {
      core::Bytes bad = good;
      const core::Bytes garbage = support::random_bytes(length, static_cast<unsigned>(start));
      std::copy(garbage.begin(), garbage.end(), bad.begin() + static_cast<std::ptrdiff_t>(start));
      core::replace_file(folder / "disk.raw", bad, 0644);
      read_all(Disk(folder / "disk.raw", disks::recorded(bad)), bad, outcomes);
    }
  }
  outcomes.tell("garbage");
}

TEST_CASE("names in an image are bytes, whatever they spell", "[acquire]") {
  const support::TempFolder folder;
  const support::TempFolder source;
  const std::vector<std::string> names = {"\x1b[31mred", "\xff\xfe",           "%s%n", "<b>bold", "a\nb",
                                          "-rf",         "\xe2\x80\xaetxt.exe"};
  for (const std::string& name : names) {
    core::write_new_file(source / name, core::as_bytes(name));
  }
  disks::make_room(folder / "disk.raw", 4);
  REQUIRE(disks::run("mkfs.ext4 -q -F -b 1024 -d " + disks::quoted(source.path()) + " " +
                     disks::quoted(folder / "disk.raw")));
  const Disk disk(folder / "disk.raw");
  const auto entries = disk.folder(at("/")).entries;
  for (const std::string& name : names) {
    CAPTURE(core::to_hex(core::as_bytes(name)));
    CHECK(std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == name; }));
    CHECK(disk.file(at("/" + name)).file.sha256 == core::sha256(core::as_bytes(name)));
  }
}

namespace {

/// Stops the first child that this thread's process starts, until it is told to end.
class ChildStopper {
 public:
  ChildStopper()
      : thread_([this, path = "/proc/self/task/" + std::to_string(::gettid()) + "/children"] { run(path); }) {
  }
  ~ChildStopper() {
    done_ = true;
    thread_.join();
  }

 private:
  void run(const std::string& path) const {
    while (!done_) {
      pid_t pid = 0;
      std::string name;
      // Not before it is the reader: up to then its parent waits for it.
      if (std::ifstream(path) >> pid &&
          std::getline(std::ifstream("/proc/" + std::to_string(pid) + "/cmdline"), name, '\0') &&
          name == acquire::kFileReaderName && ::kill(pid, SIGSTOP) == 0) {
        return;
      }
    }
  }
  std::atomic<bool> done_{false};
  std::thread thread_;
};

}  // namespace

TEST_CASE("a reader of files that computes too long, or is silent, is ended and told in words", "[acquire]") {
  const support::TempFolder folder;
  disks::make(Kind::ext4, folder / "disk.raw");
  Disk disk(folder / "disk.raw");
  disk.limits = {std::chrono::minutes(1), 0};
  std::string said;  // the kernel looks at the limit when its clock ticks, which a short run may escape
  for (int i = 0; i < 100 && said.empty(); ++i) {
    try {
      disk.file(at("/large.bin"));
    } catch (const core::Error& error) {
      said = error.what();
    }
  }
  CHECK_THAT(said,
             Contains("the file system in EV-1-I1 could not be read: the image reader ended by signal"));
  disk.limits = {std::chrono::milliseconds(500), std::nullopt};
  const ChildStopper stopper;
  CHECK_THROWS_WITH(disk.folder(at("/")), Contains("no sign of life for 500 ms; nothing was changed"));
}
