// SPDX-License-Identifier: Apache-2.0
// export, copy, view: the entry first, then the bytes; what fails after the entry is an entry too.
#include <fmt/format.h>

#include <algorithm>

#include "acquire/reading/recorded_media.h"
#include "cli/entries.h"
#include "cli/one_access.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/scratch_folder.h"
#include "core/text.h"
#include "custody/access_record.h"
#include "custody/acquisition_record.h"
#include "custody/readable_image.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr std::size_t kPiece = 1U << 20U;
constexpr std::uint64_t kMostViewed = 1U << 20U;
constexpr std::size_t kLine = 16;  // bytes of a line of the dump

acquire::Range range_of(const std::string& item, std::uint64_t size, std::uint64_t offset,
                        std::optional<std::uint64_t> length) {
  if (offset > size || length.value_or(size - offset) > size - offset) {
    core::fail_usage("the media of " + item + " has " + std::to_string(size) + " bytes; " +
                     std::to_string(length.value_or(0)) + " bytes at offset " + std::to_string(offset) +
                     " are not inside it");
  }
  if (length == 0) {
    core::fail_usage("--length is 0: nothing to read");
  }
  return {offset, length.value_or(size - offset)};
}

/// Hands the range on in pieces. Throws Error at the first byte that is damaged.
template <typename Sink>
void read_range(acquire::RecordedMedia& media, const acquire::Range& range, const std::string& item,
                const Sink& sink) {
  core::Bytes buffer(kPiece);
  const auto progress = terminal_progress("reading " + item);
  for (std::uint64_t done = 0; done < range.length;) {
    cancel_token().check();
    const auto piece = std::span(buffer).first(
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), range.length - done)));
    if (const auto fault = media.read(range.offset + done, piece)) {
      core::fail_faults("cannot read " + item + ": " + *fault + "; run 'exhibit verify' on the case");
    }
    sink(piece);
    done += piece.size();
    progress->update(done, range.length);
  }
}

core::Sha256 digest_of(acquire::RecordedMedia& media, const acquire::Range& range,
                       const custody::ReadableImage& image) {
  if (range.length == media.size() && image.recorded.digests.sha256) {
    return *image.recorded.digests.sha256;
  }
  core::Hasher<core::Sha256> hasher;
  read_range(media, range, image.id, [&](core::ByteView piece) { hasher.update(piece); });
  return hasher.finish();
}

std::string range_and_digest(const acquire::Range& range, const core::Sha256& digest) {
  const auto ranges = range.length == 0 ? std::vector<acquire::Range>{} : std::vector{range};
  return custody::range_text(ranges) + ", sha256 " + digest.hex();
}

void tell_faults(const acquire::RecordedMedia& media, const std::string& item) {
  for (const std::string& fault : media.faults()) {
    (void)std::fputs(("note: " + item + ": " + fault + "\n").c_str(), stderr);
  }
}

void write_range(acquire::RecordedMedia& media, const acquire::Range& range, const std::string& item,
                 const core::Path& out, const core::Sha256& expected) {
  core::DurableFile file = core::DurableFile::create(out);
  core::Hasher<core::Sha256> hasher;
  read_range(media, range, item, [&](core::ByteView piece) {
    hasher.update(piece);
    file.write(piece);
  });
  if (hasher.finish() != expected) {
    core::fail_faults(
        "the bytes written are not those recorded: their SHA-256 differs; the file was removed, run "
        "'exhibit verify' on the case");
  }
  file.finish();
}

}  // namespace

int run(const Export& args, const Common& common) {
  item_id(args.item);
  const std::string reason = needed_text(args.reason, "--reason");
  need_free_file(args.out);
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const custody::ReadableImage image = custody::readable_image(ledger, args.item);
  custody::need_outside_case(ledger, args.out);
  const acquire::Range range = range_of(args.item, image.recorded.bytes, args.offset, args.length);
  const custody::UnlockedKey by = session.signer();
  acquire::RecordedMedia media(image.first, image.format, image.recorded, cancel_token());
  tell_faults(media, args.item);
  const core::Sha256 digest = digest_of(media, range, image);
  const Reading access{ledger, by, args.item, "exported", reason};
  const auto done = access.record(range_and_digest(range, digest), reason);
  after_entry(access, done, [&] { write_range(media, range, args.item, args.out, digest); });
  tell(done,
       grouped(range.length) + " bytes of " + args.item + " written to " + core::shown(args.out) +
           ", sha256 " + digest.hex(),
       common,
       Object{{"bytes", Value(range.length)},
              {"item", args.item},
              {"offset", Value(range.offset)},
              {"out", args.out},
              {"sha256", digest.hex()}});
  return 0;
}

namespace {

/// "00000010  52 61 6e 73 6f 6d 20 6e  6f 74 65 00 00 00 00 00  |Ransom note.....|"
std::string dump_line(std::uint64_t offset, core::ByteView bytes) {
  std::string hex;
  std::string text;
  for (std::size_t i = 0; i < kLine; ++i) {
    hex += i == kLine / 2 ? " " : "";
    hex += i < bytes.size() ? fmt::format("{:02x} ", bytes[i]) : "   ";
    if (i < bytes.size()) {
      text += bytes[i] >= 0x20 && bytes[i] < 0x7f ? static_cast<char>(bytes[i]) : '.';
    }
  }
  return fmt::format("{:08x}  {} |{}|", offset, hex, text);
}

}  // namespace

int run(const View& args, const Common& common) {
  item_id(args.item);
  const std::string reason = needed_text(args.reason, "--reason");
  if (args.length > kMostViewed) {
    core::fail_usage("--length is at most " + std::to_string(kMostViewed) +
                     "; 'exhibit export' writes more into a file");
  }
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const custody::ReadableImage image = custody::readable_image(ledger, args.item);
  const acquire::Range range = range_of(args.item, image.recorded.bytes, args.offset, args.length);
  const custody::UnlockedKey by = session.signer();
  acquire::RecordedMedia media(image.first, image.format, image.recorded, cancel_token());
  tell_faults(media, args.item);
  core::Bytes bytes;
  read_range(media, range, args.item,
             [&](core::ByteView piece) { bytes.insert(bytes.end(), piece.begin(), piece.end()); });
  const core::Sha256 digest = core::sha256(bytes);
  const Reading access{ledger, by, args.item, "viewed", reason};
  const auto done = access.record(range_and_digest(range, digest), reason);
  after_entry(access, done, [&] {
    for (std::size_t at = 0; !common.json && at < bytes.size(); at += kLine) {
      print(dump_line(range.offset + at,
                      core::ByteView(bytes).subspan(at, std::min(kLine, bytes.size() - at))));
    }
    tell(done, args.item + " viewed, sha256 " + digest.hex(), common,
         Object{{"hex", core::to_hex(bytes)},
                {"item", args.item},
                {"length", Value(range.length)},
                {"offset", Value(range.offset)},
                {"sha256", digest.hex()}});
  });
  return 0;
}

namespace {

/// Digests of all files of the image as they lie there, each compared with the recorded one where there is one.
std::vector<acquire::ImageFile> digest_files(const custody::Ledger& ledger,
                                             const custody::ReadableImage& image) {
  const auto sums = custody::recorded_sums(ledger, image.id);
  std::vector<acquire::ImageFile> out;
  for (const std::string& name : image.files) {
    cancel_token().check();
    const core::FileDigest digest = core::digest_file(image.path_of(name));
    const auto recorded = sums.find(name);
    if (recorded != sums.end() && recorded->second != digest.sha256.hex()) {
      core::fail_faults("the file " + core::shown(name) +
                        " is not the one recorded: its SHA-256 differs; nothing was copied, run 'exhibit "
                        "verify' on the case");
    }
    out.push_back({name, digest.size, digest.sha256});
  }
  for (const auto& [name, sha256] : sums) {
    if (std::find(image.files.begin(), image.files.end(), name) == image.files.end()) {
      core::fail_faults("the file " + core::shown(name) +
                        " of the image is missing; nothing was copied, run 'exhibit verify' on the case");
    }
  }
  return out;
}

/// Each file is hashed while it is copied and again where it was written.
void copy_files(const custody::ReadableImage& image, const std::vector<acquire::ImageFile>& files,
                const core::Path& to) {
  const auto making = core::ScratchFolder::beside(to / image.id);
  for (const acquire::ImageFile& file : files) {
    cancel_token().check();
    const core::Path copy = making / file.name;
    const core::FileDigest passed = core::copy_to_new_file(image.path_of(file.name), copy);
    if (passed.sha256 != file.sha256 || core::digest_file(copy).sha256 != file.sha256) {
      core::fail_faults("the copy of " + core::shown(file.name) +
                        " differs from the file; the copy was removed, run 'exhibit verify' on the case");
    }
  }
  for (const acquire::ImageFile& file : files) {
    core::rename_new(making / file.name, to / file.name);
  }
}

void need_room(const core::Path& to, const std::vector<std::string>& files) {
  if (!core::fs::is_directory(to)) {
    core::fail("cannot copy to " + core::shown(to.native()) + ": there is no such folder; make it first");
  }
  for (const std::string& name : files) {
    if (core::fs::symlink_status(to / name).type() != core::fs::file_not_found) {
      core::fail("cannot copy to " + core::shown(to.native()) + ": it holds a file " + core::shown(name) +
                 " already; choose another folder");
    }
  }
}

}  // namespace

int run(const Copy& args, const Common& common) {
  item_id(args.item);
  const std::string reason = needed_text(args.reason, "--reason");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const custody::ReadableImage image = custody::readable_image(ledger, args.item);
  custody::need_outside_case(ledger, args.to);
  need_room(args.to, image.files);
  const custody::UnlockedKey by = session.signer();
  const std::vector<acquire::ImageFile> files = digest_files(ledger, image);
  const core::Sha256 digest = core::sha256(core::as_bytes(custody::sums_file(files)));
  std::uint64_t bytes = 0;
  Array names;
  for (const acquire::ImageFile& file : files) {
    bytes += file.size;
    names.emplace_back(file.name);
  }
  const Reading access{ledger, by, args.item, "copied", reason};
  const auto done =
      access.record("all " + std::to_string(files.size()) + " files of the image, " + std::to_string(bytes) +
                        " bytes; sha256 of the list of their digests " + digest.hex(),
                    reason);
  after_entry(access, done, [&] { copy_files(image, files, args.to); });
  tell(done,
       std::to_string(files.size()) + " files of " + args.item + " copied to " + core::shown(args.to) +
           " and compared",
       common,
       Object{{"bytes", Value(bytes)},
              {"files", std::move(names)},
              {"item", args.item},
              {"list_sha256", digest.hex()},
              {"to", args.to}});
  return 0;
}

}  // namespace cli
