// SPDX-License-Identifier: Apache-2.0
// files, cite, disclose: folders and files inside an image. The entry comes first, then what was read is shown or written.
#include <fmt/format.h>

#include <algorithm>

#include "acquire/files/file_in_image.h"
#include "cli/entries.h"
#include "cli/image_json.h"
#include "cli/one_access.h"
#include "core/error.h"
#include "core/text.h"
#include "core/version.h"
#include "custody/access_record.h"
#include "custody/file_record.h"
#include "custody/handover.h"
#include "custody/readable_image.h"
#include "legal/cited_file.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// The text as it may be shown, and its bytes where that is not all of it.
void set_name(Object& out, const std::string& member, const std::string& bytes) {
  const std::string text = core::shown(bytes);
  if (text != bytes) {
    out[member + "_hex"] = core::to_hex(core::as_bytes(bytes));
  }
  out[member] = text;
}

acquire::ImageToRead image_to_read(const custody::ReadableImage& image) {
  return {image.id, image.first, image.format, image.recorded};
}

const char* kind_name(acquire::FileKind kind) {
  switch (kind) {
    case acquire::FileKind::file: return "file";
    case acquire::FileKind::folder: return "folder";
    case acquire::FileKind::link: return "link";
    case acquire::FileKind::view: return "view";
    case acquire::FileKind::other: break;
  }
  return "other";
}

const char* state_name(acquire::NameState state) {
  switch (state) {
    case acquire::NameState::allocated: return "allocated";
    case acquire::NameState::deleted: return "deleted";
    case acquire::NameState::reused: break;
  }
  return "reused";
}

Array volumes_value(const std::vector<acquire::Volume>& volumes) {
  Array out;
  for (const acquire::Volume& volume : volumes) {
    Object one{{"file_system", volume.file_system.empty() ? Value(nullptr) : Value(volume.file_system)},
               {"length", Value(volume.range.length)},
               {"offset", Value(volume.range.offset)}};
    set_name(one, "description", volume.description);
    if (!volume.fault.empty()) {
      one["fault"] = core::shown(volume.fault);
    }
    out.emplace_back(std::move(one));
  }
  return out;
}

Array entries_value(const std::vector<acquire::FolderEntry>& entries) {
  Array out;
  for (const acquire::FolderEntry& entry : entries) {
    Object one{{"deleted", entry.state != acquire::NameState::allocated},
               {"inode", Value(entry.address)},
               {"kind", kind_name(entry.kind)},
               {"size", entry.size ? Value(*entry.size) : Value(nullptr)},
               {"state", state_name(entry.state)}};
    set_name(one, "name", entry.name);
    out.emplace_back(std::move(one));
  }
  return out;
}

void print_volumes(const std::vector<acquire::Volume>& volumes) {
  for (const acquire::Volume& volume : volumes) {
    print("volume at byte " + std::to_string(volume.range.offset) + ", " + grouped(volume.range.length) +
          " bytes, " +
          (volume.file_system.empty() ? "no file system that is read here" : volume.file_system) + ": " +
          core::shown(volume.description) +
          (volume.fault.empty() ? "" : " (" + core::shown(volume.fault) + ")"));
  }
}

void print_entries(const std::vector<acquire::FolderEntry>& entries) {
  for (const acquire::FolderEntry& entry : entries) {
    const char* made =
        entry.kind == acquire::FileKind::view ? "  (not on the disk: a view that libtsk makes)" : "";
    const char* mark = entry.state == acquire::NameState::allocated ? ""
                       : entry.state == acquire::NameState::deleted
                           ? "  (deleted)"
                           : "  (deleted, its metadata belongs to another file now)";
    print(fmt::format("{:>16} {:>10}  {}{}{}{}", entry.size ? grouped(*entry.size) : "-", entry.address,
                      core::shown(entry.name), entry.kind == acquire::FileKind::folder ? "/" : "", mark,
                      made));
  }
}

bool has_file_system(const acquire::Volume& volume) { return !volume.file_system.empty(); }

/// What `files` reads before its entry.
struct Listed {
  std::vector<acquire::Volume> volumes;
  std::optional<acquire::FolderListing> folder;  // nullopt: the volume has to be chosen first

  std::string range_text() const {
    if (!folder) {
      return "the list of volumes, " + std::to_string(volumes.size());
    }
    return "names in the folder at " +
           custody::place_text(folder->place.file_system, folder->place.volume, folder->place.address) +
           ", " + std::to_string(folder->entries.size() + folder->left_out);
  }
};

Listed list(const Files& args, const acquire::ImageFiles& files) {
  Listed out{files.volumes(), std::nullopt};
  const auto systems = std::count_if(out.volumes.begin(), out.volumes.end(), has_file_system);
  if (args.volume || !args.path.empty() || systems == 1) {
    out.folder = files.folder({args.path, std::nullopt, args.volume});
  }
  return out;
}

}  // namespace

int run(const Files& args, const Common& common) {
  item_id(args.item);
  const std::string reason = needed_text(args.reason, "--reason");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const custody::ReadableImage image = custody::readable_image(ledger, args.item);
  const custody::UnlockedKey by = session.signer();
  const acquire::ImageToRead read = image_to_read(image);
  const Listed listed = list(args, acquire::ImageFiles(read, cancel_token()));
  const Reading access{ledger, by, args.item, "viewed", reason};
  const auto done =
      access.record(listed.range_text(), custody::reason_with_path(reason, "folder in the image", args.path));
  Object facts{{"item", args.item}, {"volumes", volumes_value(listed.volumes)}};
  std::string what =
      args.item + ": " + std::to_string(listed.volumes.size()) + " volumes; choose one with --volume";
  if (listed.folder) {
    const acquire::FolderListing& folder = *listed.folder;
    facts["entries"] = entries_value(folder.entries);
    facts["left_out"] = Value(folder.left_out);
    facts["volume"] = Value(folder.place.volume);
    set_name(facts, "path", args.path.empty() ? "/" : args.path);
    what = std::to_string(folder.entries.size()) + " names in " +
           core::shown(args.path.empty() ? "/" : args.path) + " of " + args.item +
           (folder.left_out == 0 ? "" : "; " + std::to_string(folder.left_out) + " more are not shown");
  }
  if (!common.json) {
    print_volumes(listed.volumes);
    print_entries(listed.folder ? listed.folder->entries : std::vector<acquire::FolderEntry>{});
  }
  tell(done, what, common, std::move(facts));
  return 0;
}

namespace {

const char* run_name(acquire::ContentRun::Kind kind) {
  switch (kind) {
    case acquire::ContentRun::Kind::stored: return "stored";
    case acquire::ContentRun::Kind::zeros: return "hole";
    case acquire::ContentRun::Kind::resident: return "in metadata";
    case acquire::ContentRun::Kind::packed: break;
  }
  return "compressed";
}

Array runs_value(const acquire::FileInImage& file) {
  Array out;
  for (const acquire::ContentRun& run : file.runs) {
    Object one{{"kind", run_name(run.kind)}, {"length", Value(run.range.length)}};
    if (run.kind == acquire::ContentRun::Kind::stored || run.kind == acquire::ContentRun::Kind::packed) {
      one["offset"] = Value(run.range.offset);
    }
    out.emplace_back(std::move(one));
  }
  return out;
}

Object times_value(const acquire::FileTimes& times) {
  Object out;
  const auto set = [&](const char* name, const std::optional<acquire::FileTime>& time) {
    if (time) {
      out[name] = acquire::file_time_text(*time, times.utc);
    }
  };
  set("accessed", times.accessed);
  set("changed", times.changed);
  set("created", times.created);
  set("modified", times.modified);
  return out;
}

Object facts_of(const std::string& item, const acquire::FoundFile& found) {
  const acquire::FileInImage& file = found.file;
  Object out{{"allocated", file.allocated},        {"bytes", Value(file.size)},
             {"encrypted", found.encrypted},       {"file_system", file.file_system},
             {"inode", Value(file.address)},       {"item", item},
             {"md5", found.digests.md5->hex()},    {"place_guessed", file.recovered},
             {"run_count", Value(file.run_count)}, {"runs", runs_value(file)},
             {"sha1", found.digests.sha1->hex()},  {"sha256", file.sha256.hex()},
             {"times", times_value(found.times)},  {"unreadable", ranges_value(file.unreadable)},
             {"volume", Value(file.volume)}};
  set_name(out, "path", file.path);
  if (!file.stream.empty()) {
    set_name(out, "stream", file.stream);
  }
  if (!found.attribute.empty()) {
    out["attribute"] = found.attribute;
  }
  return out;
}

/// What a person must know who hands the file over.
void tell_notes(const acquire::FoundFile& found, const std::string& item) {
  const acquire::FileInImage& file = found.file;
  std::vector<std::string> notes;
  if (!file.unreadable.empty()) {
    notes.push_back(std::string("a part of the file could not be read when the image was made, and is ") +
                    acquire::words_of(file.fill) + ": " + custody::range_text(file.unreadable));
  }
  if (!file.allocated) {
    notes.push_back(file.recovered ? "the file is deleted, and where its content lay is a guess"
                                   : "the file is deleted; what it held may have been written over since");
  }
  if (found.encrypted) {
    notes.emplace_back("the file is encrypted by its file system; this is the encrypted content");
  }
  for (const std::string& note : notes) {
    (void)std::fputs(("note: " + item + ": " + note + "\n").c_str(), stderr);
  }
}

}  // namespace

namespace {

void need_which_file(const std::string& path, const std::optional<std::uint64_t>& inode) {
  if (path.empty() && !inode) {
    core::fail_usage("which file? give --path, or --inode");
  }
}

std::string name_of(const acquire::FileInImage& file) {
  return core::shown(file.path.empty() ? "inode " + std::to_string(file.address) : file.path);
}

}  // namespace

int run(const Cite& args, const Common& common) {
  item_id(args.item);
  const std::string reason = needed_text(args.reason, "--reason");
  const std::string text = core::typed_text(args.text, "--text");
  const auto occurred = time_of(args.occurred_at, "--occurred-at");
  need_which_file(args.path, args.inode);
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  custody::ReadableImage image = custody::readable_image(ledger, args.item);
  image.recorded.unreadable = custody::recorded_unreadable(ledger, args.item);
  image.recorded.fill = custody::recorded_fill(ledger, args.item);
  const custody::UnlockedKey by = session.signer();
  const acquire::ImageToRead read = image_to_read(image);
  const auto progress = terminal_progress("reading " + args.item);
  const acquire::FoundFile found =
      acquire::ImageFiles(read, cancel_token()).file({args.path, args.inode, args.volume}, *progress);
  tell_notes(found, args.item);
  const std::string method =
      std::string(core::kProgramName) + " " + core::kProgramVersion + ", " + acquire::file_system_library();
  const auto done = ledger.append([&](const custody::Ledger& open) {
    const std::string range =
        "one file: " + custody::place_text(found.file.file_system, found.file.volume, found.file.address) +
        ", sha256 " + found.file.sha256.hex();
    const std::string why = custody::reason_with_path(reason, "file in the image", found.file.path);
    return Drafts{custody::draft_access(args.item, "viewed", range, why, by),
                  legal::draft_artifact(open, {args.item, found.file, method, text, occurred}, by)};
  });
  tell(done[1],
       "artifact recorded: " + name_of(found.file) + " of " + args.item + ", " + grouped(found.file.size) +
           " bytes, sha256 " + found.file.sha256.hex() + "; 'exhibit link --artifact' says what it shows",
       common, facts_of(args.item, found));
  return 0;
}

int run(const Disclose& args, const Common& common) {
  item_id(args.item);
  const std::string reason = needed_text(args.reason, "--reason");
  need_which_file(args.path, args.inode);
  need_free_file(args.out);
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  custody::ReadableImage image = custody::readable_image(ledger, args.item);
  custody::need_outside_case(ledger, args.out);
  image.recorded.unreadable = custody::recorded_unreadable(ledger, args.item);
  image.recorded.fill = custody::recorded_fill(ledger, args.item);
  const custody::UnlockedKey by = session.signer();
  const acquire::ImageToRead read = image_to_read(image);
  const acquire::ImageFiles files(read, cancel_token());
  const acquire::FileQuery query{args.path, args.inode, args.volume};
  const auto progress = terminal_progress("reading " + args.item);
  const acquire::FoundFile found = files.file(query, *progress);
  tell_notes(found, args.item);
  const auto done = ledger.append([&](const custody::Ledger& open) {
    return Drafts{custody::draft_file_exported(open, args.item, found.file, reason, by)};
  })[0];
  const Reading access{ledger, by, args.item, "exported", reason};
  after_entry(access, done, [&] { files.extract(query, found, args.out, *progress); });
  Object facts = facts_of(args.item, found);
  facts["out"] = args.out;
  tell(done,
       name_of(found.file) + " of " + args.item + ", " + grouped(found.file.size) + " bytes, written to " +
           core::shown(args.out) + ", sha256 " + found.file.sha256.hex(),
       common, std::move(facts));
  return 0;
}

}  // namespace cli
