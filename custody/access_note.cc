// SPDX-License-Identifier: Apache-2.0
#include "custody/access_note.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "core/error.h"
#include "core/text.h"
#include "custody/note.h"

namespace custody {

using core::json::Object;

namespace {

constexpr const char* kContext = "exhibit.evidence/access-note/v1\n";
constexpr std::size_t kIdBytes = 8;
constexpr std::size_t kMostBytes = 64U << 10U;

std::string text_of(const AccessIntent& intent, const core::Sha256& case_id) {
  return kContext +
         core::json::encode(Object{{"case", case_id.hex()},
                                   {"id", intent.id},
                                   {"image", intent.image},
                                   {"key", intent.key},
                                   {"reason", intent.reason},
                                   {"since", intent.since}}) +
         "\n";
}

core::Path path_of(const Ledger& ledger, const std::string& id) {
  return ledger.folder() / (kAccessPrefix + id);
}

void write_note(const core::Path& path, int fd, const std::string& note) {
  const bool written =
      ::write(fd, note.data(), note.size()) == static_cast<ssize_t>(note.size()) && ::fsync(fd) == 0;
  if (!written) {
    const int error_number = errno;
    ::unlink(path.c_str());
    core::fail_errno("cannot note the access in", path, error_number);
  }
  core::sync_directory(path.parent_path());
}

/// What a note says; nullopt when it is no note of this case signed by a key enrolled in it.
std::optional<AccessIntent> signed_intent(const Ledger& ledger, const Note& note, const std::string& id) {
  if (!note.text.starts_with(kContext) || note.signatures.size() != 1) {
    return std::nullopt;
  }
  const auto value = core::json::parse(std::string_view(note.text).substr(std::string(kContext).size()));
  if (!value) {
    return std::nullopt;
  }
  const AccessIntent intent{id, value->text_of("image").value_or(""), value->text_of("reason").value_or(""),
                            value->text_of("key").value_or(""), value->text_of("since").value_or("")};
  const auto row = ledger.store().get("key", intent.key);
  const auto key = VerifierKey::parse(row ? row->text_of("vkey").value_or("") : "");
  const bool good = key && note.text == text_of(intent, ledger.case_id()) &&
                    verify_signature(note.text, note.signatures.front(), *key) &&
                    ledger.store().get("image", intent.image) && !core::json::profile_fault(*value);
  return good ? std::optional(intent) : std::nullopt;
}

}  // namespace

AccessNote AccessNote::make(const Ledger& ledger, const std::string& image, const std::string& reason,
                            const UnlockedKey& by) {
  core::Bytes random(kIdBytes);
  ledger.environment().random.fill(random);
  const AccessIntent intent{core::to_hex(random), image, reason, by.card.key.name,
                            ledger.environment().clock.now().text()};
  Note note{text_of(intent, ledger.case_id()), {}};
  note.signatures.push_back(sign_note(note.text, by.card.key, by.private_key));
  const core::Path path = path_of(ledger, intent.id);
  core::Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.valid() || ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    core::fail_errno("cannot note the access in", path, errno);
  }
  write_note(path, fd.get(), note.encode());
  return {intent, path, std::move(fd)};
}

void AccessNote::remove() {
  boost::system::error_code ignored;  // the ledger names it: the next append removes it
  core::fs::remove(path_, ignored);
}

LeftAccesses::LeftAccesses(const Ledger& ledger) : ledger_(ledger) {
  boost::system::error_code failed;
  std::vector<core::Path> found;
  for (core::fs::directory_iterator at(ledger.folder(), failed), end; !failed && at != end;
       at.increment(failed)) {
    if (at->path().filename().native().starts_with(kAccessPrefix)) {
      found.push_back(at->path());
    }
  }
  for (const core::Path& path : found) {
    look_at(path);
  }
}

/// A note that is no whole note is of a process killed before it mounted anything. One that is not signed by a key of the case is
/// left where it is, for verify to list.
void LeftAccesses::look_at(const core::Path& path) {
  core::Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!fd.valid() || ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0 ||
      core::fs::symlink_status(path).type() != core::fs::regular_file ||
      core::fs::file_size(path) > kMostBytes) {
    return;
  }
  const auto note = Note::parse(core::read_text_file(path, kMostBytes));
  const std::string id = path.filename().native().substr(std::string(kAccessPrefix).size());
  if (note) {
    const auto intent = signed_intent(ledger_, *note, id);
    if (!intent) {
      return;
    }
    if (!is_recorded(*intent)) {
      due_.push_back(*intent);
    }
  }
  settled_.emplace_back(path, std::move(fd));
}

bool LeftAccesses::is_recorded(const AccessIntent& intent) const {
  for (const std::uint64_t number : ledger_.entries_about(intent.image)) {
    const Entry entry = ledger_.entry(number);
    if (entry.type == "accessed" &&
        entry.body().text_of("range").value_or("").ends_with(mount_name(intent))) {
      return true;
    }
  }
  return false;
}

std::vector<Draft> LeftAccesses::drafts(const UnlockedKey& by) const {
  std::vector<Draft> out;
  for (const AccessIntent& intent : due_) {
    out.push_back(draft_cut_off(ledger_, intent, by));
  }
  return out;
}

void LeftAccesses::remove() {
  for (const auto& [path, fd] : settled_) {
    boost::system::error_code ignored;  // the next append removes it
    core::fs::remove(path, ignored);
  }
}

}  // namespace custody
