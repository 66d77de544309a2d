// SPDX-License-Identifier: Apache-2.0
// mount: an image as one read-only raw file, until it is unmounted; then the entry that says what was read of it.
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "acquire/range_set.h"
#include "acquire/reading/raw_mount.h"
#include "acquire/reading/recorded_media.h"
#include "cli/entries.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/access_note.h"
#include "custody/readable_image.h"
#include "custody/signature.h"

namespace cli {

using core::json::Object;
using core::json::Value;

namespace {

/// The image as a file, and what was read of it.
class ImageOnShow {
 public:
  ImageOnShow(acquire::RecordedMedia& media, const std::string& image, bool tell)
      : media_(media),
        tell_(tell),
        read_(media.size()),
        refused_(media.size()),
        file_{image + ".raw", media.size(),
              [this](std::uint64_t offset, std::span<std::uint8_t> buffer) { return read(offset, buffer); }} {
  }
  ImageOnShow(const ImageOnShow&) = delete;
  ImageOnShow& operator=(const ImageOnShow&) = delete;

  const acquire::MountedFile& file() const { return file_; }
  custody::MountReading reading() const {
    return {read_.ranges(), refused_.ranges(), std::max(read_.unit(), refused_.unit())};
  }

 private:
  int read(std::uint64_t offset, std::span<std::uint8_t> buffer) {
    try {
      if (const auto fault = media_.read(offset, buffer)) {
        refused_.add({offset, buffer.size()});
        if (tell_) {
          (void)std::fputs(("exhibit: not given out: " + *fault + "\n").c_str(), stderr);
        }
        return EIO;
      }
      read_.add({offset, buffer.size()});
      return 0;
    } catch (const std::exception&) {  // C calls this
      return EINTR;
    }
  }

  acquire::RecordedMedia& media_;
  const bool tell_;
  acquire::RangeSet read_, refused_;
  const acquire::MountedFile file_;
};

/// What is left to do in the process that a person started.
class Background {
 public:
  /// In the process that goes on: nullopt. In the one that was started: its exit status, once the other is ready or gone.
  std::optional<int> start() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      core::fail_errno("cannot go on in the background", "pipe", errno);
    }
    const core::Fd read_end(ends[0]);
    ready_ = core::Fd(ends[1]);
    const pid_t child = ::fork();
    if (child < 0) {
      core::fail_errno("cannot go on in the background", "fork", errno);
    }
    if (child == 0) {
      return std::nullopt;
    }
    ready_ = core::Fd();
    return wait(read_end, child);
  }

  /// Lets the first process end; from here on there is no terminal.
  void ready() {
    const core::Fd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      ::dup2(nothing.get(), fd);
    }
    ::setsid();
    (void)!::write(ready_.get(), "r", 1);
    ready_ = core::Fd();
  }

 private:
  static int wait(const core::Fd& read_end, pid_t child) {
    char byte = 0;
    ssize_t n = -1;
    while ((n = ::read(read_end.get(), &byte, 1)) < 0 && errno == EINTR) {
    }
    if (n == 1) {
      return 0;
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  }

  core::Fd ready_;
};

/// A mount may last for days: no key in a core file or swapped out, no passphrase in the environment.
void guard_memory() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  if (!custody::keep_private_keys_locked()) {
    (void)std::fputs(
        "note: memory cannot be locked here; while the image is mounted the key could be swapped out\n",
        stderr);
  }
}

void forget_passphrase_variable() {
  if (char* set = std::getenv("EXHIBIT_PASSPHRASE"); set != nullptr) {
    ::explicit_bzero(set, ::strlen(set));
    ::unsetenv("EXHIBIT_PASSPHRASE");
  }
}

void need_mount_point(const custody::Ledger& ledger, const core::Path& at) {
  if (!core::fs::is_directory(at) || !core::fs::is_empty(at)) {
    core::fail("cannot mount at " + core::shown(at.native()) + ": it is no empty folder; make one");
  }
  custody::need_outside_case(ledger, at);
}

void need_role(const custody::Ledger& ledger, const custody::UnlockedKey& by) {
  if (!custody::signing_role(ledger.store(), by.card.key.name, "accessed")) {
    core::fail("nothing was mounted: the key " + by.card.id() + " (" + core::shown(by.card.name) +
               ") could not sign the entry about it; an administrator enrols it with 'exhibit key enrol'");
  }
}

/// All that the mount needs, as long as it lasts; the ledger is not among it.
struct Prepared {
  custody::UnlockedKey by;
  std::unique_ptr<acquire::RecordedMedia> media;
  custody::AccessNote note;
};

Prepared prepare(const Mount& args, const std::string& reason, Session& session) {
  custody::Ledger ledger = session.open(args.folder);
  const custody::ReadableImage image = custody::readable_image(ledger, args.item);
  need_mount_point(ledger, args.at);
  custody::UnlockedKey by = session.signer();
  forget_passphrase_variable();
  need_role(ledger, by);
  auto media =
      std::make_unique<acquire::RecordedMedia>(image.first, image.format, image.recorded, cancel_token());
  for (const std::string& fault : media->faults()) {
    (void)std::fputs(("note: " + args.item + ": " + fault + "\n").c_str(), stderr);
  }
  custody::AccessNote note = custody::AccessNote::make(ledger, args.item, reason, by);
  return {std::move(by), std::move(media), std::move(note)};
}

std::unique_ptr<acquire::RawMount> mount_or_forget(const ImageOnShow& show, const core::Path& at,
                                                   custody::AccessNote& note) {
  try {
    return std::make_unique<acquire::RawMount>(show.file(), at);
  } catch (const core::Error&) {
    note.remove();
    throw;
  }
}

custody::Appended record(const Mount& args, Session& session, Prepared& prepared,
                         const custody::MountReading& reading) {
  try {
    custody::Ledger ledger = session.open(args.folder);
    const auto done = ledger.append([&](const custody::Ledger& open) {
      return Drafts{custody::draft_mounted(open, prepared.note.intent(), reading, prepared.by)};
    });
    prepared.note.remove();
    return done[0];
  } catch (const core::Error& error) {
    core::fail(args.item + " is unmounted, but what was read of it (" + custody::range_text(reading.read) +
               ") could not be recorded: " + error.what() +
               "; a note of the mount stays in the case folder, and the next command that writes an entry "
               "records it");
  }
}

}  // namespace

int run(const Mount& args, const Common& common) {
  item_id(args.item);
  const std::string reason = needed_text(args.reason, "--reason");
  Background background;
  if (!args.foreground) {
    if (const auto status = background.start()) {
      return *status;
    }
  }
  guard_memory();
  Session session(common);
  Prepared prepared = prepare(args, reason, session);
  const ImageOnShow show(*prepared.media, args.item, args.foreground);
  const auto mounted = mount_or_forget(show, args.at, prepared.note);
  const std::string file = (core::Path(args.at) / show.file().name).native();
  Object facts{{"bytes", Value(show.file().size)}, {"file", file}, {"item", args.item}};
  if (!common.json) {
    print(args.item + " is shown read-only as " + core::shown(file) + "; end it with: fusermount3 -u " +
          core::shown(args.at));
  } else if (!args.foreground) {
    print_json(facts);
  }
  if (!args.foreground) {
    background.ready();
  }
  mounted->serve(cancel_token());
  const custody::MountReading reading = show.reading();
  const auto done = record(args, session, prepared, reading);
  if (args.foreground) {
    facts["range"] = custody::range_text(reading.read);
    tell(done, args.item + " was mounted, " + custody::range_text(reading.read), common, std::move(facts));
  }
  return reading.refused.empty() ? 0 : 3;
}

}  // namespace cli
