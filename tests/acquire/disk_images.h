// SPDX-License-Identifier: Apache-2.0
// Disks with file systems in them, made by the tools that make them everywhere; no mounting, no root.
#pragma once

#include "acquire/files/file_in_image.h"
#include "tests/acquire/imaging.h"

namespace disks {

/// What all samples hold: a folder with three files, one of which is spread over many blocks.
struct Sample {
  std::string path;  // in the volume
  core::Bytes bytes;
};

inline const std::vector<Sample>& samples() {
  static const std::vector<Sample> all = {
      {"/papers/note.txt", core::Bytes(core::as_bytes("pay within 72 hours\n").begin(),
                                       core::as_bytes("pay within 72 hours\n").end())},
      {"/papers/plan of attack.bin", support::random_bytes(300'001, 3)},
      {"/empty", {}},
      {"/large.bin", support::random_bytes(1'500'000, 4)},
  };
  return all;
}

/// The samples in a folder of the host.
inline void put_samples(const core::Path& folder) {
  core::fs::create_directories(folder / "papers");
  for (const Sample& sample : samples()) {
    core::write_new_file(folder.native() + sample.path, sample.bytes);
  }
}

inline std::string quoted(const core::Path& path) { return "'" + path.native() + "'"; }

/// Runs a command; the tools that make file systems may lie outside the path of a plain user.
inline bool run(const std::string& command) { return imaging::run("PATH=$PATH:/usr/sbin:/sbin; " + command); }

inline bool have(const std::string& name) { return run("command -v " + name); }

/// A file of `megabytes`, holes only.
inline void make_room(const core::Path& file, unsigned megabytes) {
  REQUIRE(run("truncate -s " + std::to_string(megabytes) + "M " + quoted(file)));
}

enum class Kind { ext4, vfat, ntfs };

inline bool can_make(Kind kind) {
  return kind == Kind::ext4   ? have("mkfs.ext4")
         : kind == Kind::vfat ? have("mkfs.vfat") && have("mcopy")
                              : have("mkfs.ntfs") && have("ntfscp");
}

/// NTFS has no tool that copies folders without mounting, so there the names lie in the root.
inline std::string path_in(Kind kind, const Sample& sample) {
  return kind == Kind::ntfs ? sample.path.substr(sample.path.rfind('/')) : sample.path;
}

/// Makes a file system with the samples in `file`.
inline void make(Kind kind, const core::Path& file, unsigned megabytes = 8) {
  const support::TempFolder source;
  put_samples(source.path());
  make_room(file, megabytes);
  const std::string disk = quoted(file);
  if (kind == Kind::ext4) {
    REQUIRE(run("mkfs.ext4 -q -F -b 1024 -d " + quoted(source.path()) + " " + disk));
  } else if (kind == Kind::vfat) {
    REQUIRE(run("mkfs.vfat " + disk + " && mcopy -s -i " + disk + " " + quoted(source.path()) + "/* ::"));
  } else {
    REQUIRE(run("mkfs.ntfs -q -F -c 4096 " + disk));
    for (const Sample& sample : samples()) {
      REQUIRE(run("ntfscp -f " + disk + " " + quoted(source.path().native() + sample.path) + " '" +
                  path_in(kind, sample) + "'"));
    }
  }
}

/// What would be recorded of a raw image with these bytes.
inline acquire::Acquisition recorded(const core::Bytes& bytes) {
  acquire::Acquisition out;
  out.format = acquire::ImageFormat::raw;
  out.bytes = bytes.size();
  std::vector<core::Sha256> blocks;
  for (core::ByteView rest = bytes; !rest.empty();) {
    const core::ByteView block = rest.first(std::min<std::size_t>(rest.size(), acquire::kBlockSize));
    blocks.push_back(core::sha256(block));
    rest = rest.subspan(block.size());
  }
  out.blocks = acquire::BlockDigests(std::move(blocks));
  return out;
}

/// These, with a bit of the first turned over.
inline acquire::BlockDigests changed_first(const acquire::BlockDigests& blocks) {
  std::vector<core::Sha256> out;
  for (std::uint64_t i = 0; i < blocks.size(); ++i) {
    out.push_back(blocks.at(i));
  }
  out.at(0).bytes[0] ^= 1U;
  return acquire::BlockDigests(std::move(out));
}

/// An image on disk with its record, and the ways to read it.
struct Disk {
  core::Path first;
  acquire::Acquisition acquisition;
  core::CancelToken cancel;
  acquire::FileLimits limits;

  Disk(core::Path file, acquire::Acquisition made) : first(std::move(file)), acquisition(std::move(made)) {}
  /// Raw, as the bytes are now.
  explicit Disk(const core::Path& file) : Disk(file, recorded(core::read_file(file, 1U << 30U))) {}

  acquire::ImageToRead image() const { return {"EV-1-I1", first, acquisition.format, acquisition}; }
  std::vector<acquire::Volume> volumes() const {
    const acquire::ImageToRead read = image();
    return acquire::ImageFiles(read, cancel, limits).volumes();
  }
  acquire::FolderListing folder(const acquire::FileQuery& query) const {
    const acquire::ImageToRead read = image();
    return acquire::ImageFiles(read, cancel, limits).folder(query);
  }
  acquire::FoundFile file(const acquire::FileQuery& query, core::Bytes* content = nullptr) const {
    const acquire::ImageToRead read = image();
    core::NoProgress progress;
    return acquire::ImageFiles(read, cancel, limits).file(query, progress, [&](core::ByteView bytes) {
      if (content != nullptr) {
        content->insert(content->end(), bytes.begin(), bytes.end());
      }
    });
  }
};

/// The runs of a file, taken out of the media by hand; holes are zero bytes.
inline core::Bytes gathered(const core::Bytes& media, const acquire::FoundFile& found) {
  core::Bytes out;
  for (const acquire::ContentRun& run : found.file.runs) {
    if (run.kind == acquire::ContentRun::Kind::zeros) {
      out.resize(out.size() + run.range.length);
    } else {
      const auto start = media.begin() + static_cast<std::ptrdiff_t>(run.range.offset);
      out.insert(out.end(), start, start + static_cast<std::ptrdiff_t>(run.range.length));
    }
  }
  return out;
}

}  // namespace disks
