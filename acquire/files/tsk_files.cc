// SPDX-License-Identifier: Apache-2.0
#include "acquire/files/tsk_files.h"

#include <algorithm>

#include "acquire/files/file_in_image.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::size_t kMostNames = 256;           // in a path
constexpr std::size_t kMostLookedAt = 2'000'000;  // names of a folder

struct CloseFolder {
  void operator()(TSK_FS_DIR* open) const { ::tsk_fs_dir_close(open); }
};
using Folder = std::unique_ptr<TSK_FS_DIR, CloseFolder>;
struct CloseFile {
  void operator()(TSK_FS_FILE* open) const { ::tsk_fs_file_close(open); }
};
using File = std::unique_ptr<TSK_FS_FILE, CloseFile>;

std::string place_words(const TSK_FS_INFO& system) {
  return "the volume at byte " + std::to_string(system.offset) + " (" + ::tsk_fs_type_toname(system.ftype) +
         ")";
}

[[noreturn]] void fail_reading(const TskImage& image, const std::string& what) {
  const std::string words = tsk_words();
  image.check();
  core::fail(what + ": " + words);
}

std::string text_of(const char* text) { return text == nullptr ? "" : text; }

/// A name on the way to a file.
struct Step {
  std::uint64_t address = 0;
  std::string name;  // as the file system spells it
  bool allocated = true;
};

bool is_folder(const TSK_FS_META& meta) {
  return meta.type == TSK_FS_META_TYPE_DIR || meta.type == TSK_FS_META_TYPE_VIRT_DIR;
}

File open_address(const TskImage& image, TSK_FS_INFO& system, std::uint64_t address) {
  if (address < system.first_inum || address > system.last_inum) {
    core::fail_usage("there is no metadata address " + std::to_string(address) + " in " +
                     place_words(system) + "; they go from " + std::to_string(system.first_inum) + " to " +
                     std::to_string(system.last_inum));
  }
  ::tsk_error_reset();
  File out(::tsk_fs_file_open_meta(&system, nullptr, address));
  image.check();
  if (!out || out->meta == nullptr) {
    fail_reading(image, "the metadata at address " + std::to_string(address) + " cannot be read");
  }
  return out;
}

Folder open_folder(const TskImage& image, TSK_FS_INFO& system, std::uint64_t address) {
  const File file = open_address(image, system, address);
  if (!is_folder(*file->meta)) {
    core::fail_usage("metadata address " + std::to_string(address) + " of " + place_words(system) +
                     " is no folder");
  }
  ::tsk_error_reset();
  Folder out(::tsk_fs_dir_open_meta(&system, address));
  image.check();
  if (!out) {
    fail_reading(image, "the folder at metadata address " + std::to_string(address) + " cannot be read");
  }
  return out;
}

bool is_allocated(const TSK_FS_NAME& name) { return (name.flags & TSK_FS_NAME_FLAG_UNALLOC) == 0; }

/// How well a name is the one wanted; 0: not at all. Names in use go before deleted ones, the same spelling before another case.
int rank_of(TSK_FS_INFO& system, const TSK_FS_NAME& name, const std::string& wanted) {
  if (name.name == nullptr) {
    return 0;
  }
  const bool same = wanted == name.name;
  if (!same && system.name_cmp(&system, name.name, wanted.c_str()) != 0) {
    return 0;
  }
  return (is_allocated(name) ? 2 : 0) + (same ? 2 : 1);
}

/// The name in the folder. `address`: the one that its metadata must have, where that is given.
Step find_name(const TskImage& image, TSK_FS_INFO& system, std::uint64_t folder, const std::string& wanted,
               const std::optional<std::uint64_t>& address) {
  const Folder open = open_folder(image, system, folder);
  const std::size_t count = std::min(::tsk_fs_dir_getsize(open.get()), kMostLookedAt);
  int best = 0;
  std::vector<Step> found;
  for (std::size_t i = 0; i < count; ++i) {
    const TSK_FS_NAME* name = ::tsk_fs_dir_get_name(open.get(), i);
    const int rank = name == nullptr ? 0 : rank_of(system, *name, wanted);
    if (rank == 0 || rank < best || (address && *address != name->meta_addr)) {
      continue;
    }
    if (rank > best) {
      found.clear();
    }
    best = rank;
    if (std::none_of(found.begin(), found.end(),
                     [&](const Step& step) { return step.address == name->meta_addr; })) {
      found.push_back({name->meta_addr, name->name, is_allocated(*name)});
    }
  }
  if (found.empty()) {
    core::fail_usage("there is no '" + core::shown(wanted) + "'" +
                     (address ? " with metadata address " + std::to_string(*address) : "") +
                     " in the folder at metadata address " + std::to_string(folder) + " of " +
                     place_words(system));
  }
  if (found.size() > 1) {
    std::string all;
    for (const Step& step : found) {
      all += (all.empty() ? "" : ", ") + std::to_string(step.address);
    }
    core::fail_usage("several files are called '" + core::shown(wanted) +
                     "'; name one by its metadata address with --inode: " + all.substr(0, 500));
  }
  return found.front();
}

std::vector<std::string> names_of(const std::string& path) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (end > at) {
      out.push_back(path.substr(at, end - at));
      if (out.back() == "." || out.back() == ".." || out.size() > kMostNames ||
          out.back().find('\0') != std::string::npos) {
        core::fail_usage("the path in the image may have no '.' or '..' in it, and at most " +
                         std::to_string(kMostNames) + " names");
      }
    }
    at = end + 1;
  }
  return out;
}

struct Way {
  Step last;
  std::string path;  // as the file system spells it; empty when it was not walked
};

/// Walks to what the path names, else goes to the metadata address.
Way walk(const TskImage& image, TSK_FS_INFO& system, const std::vector<std::string>& names,
         const std::optional<std::uint64_t>& address) {
  Way out{{system.root_inum, "", true}, ""};
  if (names.empty() && address) {
    out.last.address = *address;
    return out;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool allocated = out.last.allocated;
    out.last =
        find_name(image, system, out.last.address, names[i], i + 1 == names.size() ? address : std::nullopt);
    out.last.allocated = out.last.allocated && allocated;
    out.path += "/" + out.last.name;
  }
  return out;
}

Place place_of(const TSK_FS_INFO& system, std::uint64_t address) {
  return {static_cast<std::uint64_t>(system.offset), ::tsk_fs_type_toname(system.ftype), address};
}

FileKind kind_of(const TSK_FS_NAME& name, const TSK_FS_META* meta) {
  if (name.type == TSK_FS_NAME_TYPE_VIRT || name.type == TSK_FS_NAME_TYPE_VIRT_DIR) {
    return FileKind::view;
  }
  if (meta == nullptr) {
    return name.type == TSK_FS_NAME_TYPE_DIR   ? FileKind::folder
           : name.type == TSK_FS_NAME_TYPE_REG ? FileKind::file
           : name.type == TSK_FS_NAME_TYPE_LNK ? FileKind::link
                                               : FileKind::other;
  }
  return is_folder(*meta)                                                            ? FileKind::folder
         : meta->type == TSK_FS_META_TYPE_REG || meta->type == TSK_FS_META_TYPE_VIRT ? FileKind::file
         : meta->type == TSK_FS_META_TYPE_LNK                                        ? FileKind::link
                                                                                     : FileKind::other;
}

FolderEntry entry_of(const TSK_FS_FILE& file) {
  FolderEntry out;
  out.name = text_of(file.name->name);
  out.address = file.name->meta_addr;
  out.kind = kind_of(*file.name, file.meta);
  if (file.meta != nullptr && file.meta->size >= 0) {
    out.size = static_cast<std::uint64_t>(file.meta->size);
  }
  if (!is_allocated(*file.name)) {
    const bool reused = file.meta != nullptr && (file.meta->flags & TSK_FS_META_FLAG_ALLOC) != 0;
    out.state = reused ? NameState::reused : NameState::deleted;
  }
  return out;
}

}  // namespace

ListedFolder list_folder(TskImage& image, TSK_FS_INFO& system, const FileQuery& query,
                         const std::function<void(const FolderEntry&)>& take) {
  const Way way = walk(image, system, names_of(query.path), query.address);
  const Folder folder = open_folder(image, system, way.last.address);
  ListedFolder out{place_of(system, way.last.address), 0};
  std::uint64_t taken = 0;
  const std::size_t count = ::tsk_fs_dir_getsize(folder.get());
  for (std::size_t i = 0; i < count; ++i) {
    if (taken >= kMostEntries) {
      out.left_out = count - i;
      break;
    }
    const File file(::tsk_fs_dir_get(folder.get(), i));
    image.check();
    if (!file || file->name == nullptr) {
      fail_reading(image, "a name in the folder cannot be read");
    }
    FolderEntry entry = entry_of(*file);
    if (entry.name != "." && entry.name != "..") {
      take(entry);
      ++taken;
    }
  }
  return out;
}

namespace {

/// What the callback of libtsk works on.
class ContentWalk {
 public:
  ContentWalk(const TskImage& image, const TSK_FS_INFO& system, const TSK_FS_ATTR& attribute,
              const ContentTaker& taker)
      : image_(image), system_(system), attribute_(attribute), taker_(taker) {}

  /// Throws Error unless all of the content was handed on.
  void run() {
    const auto size = static_cast<std::uint64_t>(attribute_.size);
    if (size > 0) {
      ::tsk_error_reset();
      const bool failed =
          ::tsk_fs_attr_walk(&attribute_, TSK_FS_FILE_WALK_FLAG_NONE, &ContentWalk::take, this) != 0;
      if (thrown_) {
        std::rethrow_exception(thrown_);
      }
      if (failed || done_ != size) {
        fail_reading(image_, "only " + std::to_string(done_) + " of " + std::to_string(size) +
                                 " bytes of the content could be read");
      }
    }
    if ((attribute_.flags & TSK_FS_ATTR_COMP) != 0) {
      hand_on_packed_runs();
    }
    image_.check();
  }
  std::uint64_t packed() const { return packed_; }

 private:
  static TSK_WALK_RET_ENUM take(TSK_FS_FILE* /*file*/, TSK_OFF_T offset, TSK_DADDR_T block, char* bytes,
                                std::size_t length, TSK_FS_BLOCK_FLAG_ENUM flags, void* self) noexcept {
    auto& walk = *static_cast<ContentWalk*>(self);
    try {
      walk.take(offset, block, {reinterpret_cast<const std::uint8_t*>(bytes), length}, flags);
      return TSK_WALK_CONT;
    } catch (...) {
      walk.thrown_ = std::current_exception();
      return TSK_WALK_ERROR;
    }
  }

  void take(TSK_OFF_T offset, TSK_DADDR_T block, core::ByteView bytes, unsigned flags) {
    image_.check();
    if (offset < 0 || static_cast<std::uint64_t>(offset) != done_ ||
        bytes.size() > static_cast<std::uint64_t>(attribute_.size) - done_) {
      core::fail("a part of the content is missing at its byte " + std::to_string(done_));
    }
    if ((flags & TSK_FS_BLOCK_FLAG_COMP) != 0) {
      packed_ += bytes.size();
    } else if ((flags & TSK_FS_BLOCK_FLAG_RES) != 0) {
      taker_.run({ContentRun::Kind::resident, {0, bytes.size()}});
    } else if ((flags & TSK_FS_BLOCK_FLAG_SPARSE) != 0) {
      taker_.run({ContentRun::Kind::zeros, {0, bytes.size()}});
    } else {
      take_stored(block, bytes.size());
    }
    done_ += bytes.size();
    taker_.content(bytes);
  }

  /// What lies behind the initialised size is zero bytes, whatever the block holds.
  void take_stored(TSK_DADDR_T block, std::uint64_t length) {
    const std::uint64_t skipped = done_ == 0 ? attribute_.nrd.skiplen % system_.block_size : 0;
    const auto written = static_cast<std::uint64_t>(std::max<TSK_OFF_T>(attribute_.nrd.initsize, 0));
    const std::uint64_t stored = written > done_ ? std::min(length, written - done_) : 0;
    if (stored > 0) {
      taker_.run({ContentRun::Kind::stored, range_of(block, skipped, stored)});
    }
    if (stored < length) {
      taker_.run({ContentRun::Kind::zeros, {0, length - stored}});
    }
  }

  Range range_of(TSK_DADDR_T block, std::uint64_t skipped, std::uint64_t length) const {
    const auto start = static_cast<std::uint64_t>(system_.offset);
    if (block > (image_.size() - start) / system_.block_size ||
        block * system_.block_size + skipped + length > image_.size() - start) {
      core::fail("block " + std::to_string(block) + " of the content lies outside the media");
    }
    return {start + block * system_.block_size + skipped, length};
  }

  void hand_on_packed_runs() const {
    for (const TSK_FS_ATTR_RUN* run = attribute_.nrd.run; run != nullptr; run = run->next) {
      if ((run->flags & (TSK_FS_ATTR_RUN_FLAG_SPARSE | TSK_FS_ATTR_RUN_FLAG_FILLER)) != 0 || run->len == 0) {
        continue;
      }
      if (run->len > image_.size() / system_.block_size) {
        core::fail("a run of the content is longer than the media");
      }
      taker_.run({ContentRun::Kind::packed, range_of(run->addr, 0, run->len * system_.block_size)});
    }
  }

  const TskImage& image_;
  const TSK_FS_INFO& system_;
  const TSK_FS_ATTR& attribute_;
  const ContentTaker& taker_;
  std::uint64_t done_ = 0, packed_ = 0;
  std::exception_ptr thrown_;
};

/// The named stream, else the content itself; nullptr when the file has none.
const TSK_FS_ATTR* attribute_of(TSK_FS_FILE& file, const std::string& stream) {
  if (stream.empty()) {
    return ::tsk_fs_file_attr_get(&file);
  }
  const int count = ::tsk_fs_file_attr_getsize(&file);
  for (int i = 0; i < count; ++i) {
    const TSK_FS_ATTR* attribute = ::tsk_fs_file_attr_get_idx(&file, i);
    if (attribute != nullptr && attribute->type == TSK_FS_ATTR_TYPE_NTFS_DATA && attribute->name != nullptr &&
        stream == attribute->name) {
      return attribute;
    }
  }
  return nullptr;
}

std::optional<FileTime> time_of(std::int64_t seconds, std::uint32_t nanoseconds) {
  return seconds > 0 ? std::optional(FileTime{seconds, nanoseconds}) : std::nullopt;
}

FileTimes times_of(const TSK_FS_INFO& system, const TSK_FS_META& meta) {
  return {time_of(meta.mtime, meta.mtime_nano), time_of(meta.atime, meta.atime_nano),
          time_of(meta.ctime, meta.ctime_nano), time_of(meta.crtime, meta.crtime_nano),
          !TSK_FS_TYPE_ISFAT(system.ftype) && !TSK_FS_TYPE_ISISO9660(system.ftype)};
}

/// Takes ":stream" off the last name, where the file system has such.
std::string take_stream(const TSK_FS_INFO& system, std::vector<std::string>& names) {
  const std::size_t colon =
      TSK_FS_TYPE_ISNTFS(system.ftype) && !names.empty() ? names.back().find(':') : std::string::npos;
  if (colon == std::string::npos) {
    return "";
  }
  std::string out = names.back().substr(colon + 1);
  names.back().resize(colon);
  if (names.back().empty()) {
    names.pop_back();
  }
  return out;
}

void need_content(const TSK_FS_META& meta, const std::string& stream, std::uint64_t address) {
  if (meta.type == TSK_FS_META_TYPE_REG || meta.type == TSK_FS_META_TYPE_VIRT ||
      (!stream.empty() && is_folder(meta))) {
    return;
  }
  core::fail_usage("metadata address " + std::to_string(address) + " is " +
                   (is_folder(meta) ? "a folder" : "no file") + "; only a file has content to hand over");
}

std::string attribute_name(const TSK_FS_INFO& system, const TSK_FS_ATTR& attribute) {
  return TSK_FS_TYPE_ISNTFS(system.ftype)
             ? std::to_string(static_cast<unsigned>(attribute.type)) + "-" + std::to_string(attribute.id)
             : "";
}

void check_size(const TskImage& image, const TSK_FS_ATTR& attribute) {
  if (attribute.size < 0 || static_cast<std::uint64_t>(attribute.size) / kMostHoles > image.size()) {
    core::fail("the file claims a size of " + std::to_string(static_cast<std::uint64_t>(attribute.size)) +
               " bytes, and the whole media has " + std::to_string(image.size()));
  }
}

}  // namespace

FileReport read_content(TskImage& image, TSK_FS_INFO& system, const FileQuery& query,
                        const ContentTaker& taker) {
  std::vector<std::string> names = names_of(query.path);
  FileReport out;
  out.stream = take_stream(system, names);
  const Way way = walk(image, system, names, query.address);
  const File file = open_address(image, system, way.last.address);
  const TSK_FS_META& meta = *file->meta;
  need_content(meta, out.stream, way.last.address);
  const bool in_use = (meta.flags & TSK_FS_META_FLAG_ALLOC) != 0;
  if (in_use && !way.last.allocated) {
    core::fail_usage("the name '" + core::shown(way.path) + "' is deleted, and its metadata address " +
                     std::to_string(way.last.address) +
                     " belongs to another file now; name that one by --inode alone");
  }
  const TSK_FS_ATTR* attribute = attribute_of(*file, out.stream);
  image.check();
  if (attribute == nullptr) {
    ::tsk_error_reset();
    core::fail_usage("metadata address " + std::to_string(way.last.address) + " has no " +
                     (out.stream.empty() ? "content" : "stream '" + core::shown(out.stream) + "'"));
  }
  check_size(image, *attribute);
  ContentWalk content(image, system, *attribute, taker);
  content.run();
  out.place = place_of(system, way.last.address);
  out.path = way.path;
  out.attribute = attribute_name(system, *attribute);
  out.size = static_cast<std::uint64_t>(attribute->size);
  out.packed = content.packed();
  out.allocated = in_use && way.last.allocated;
  // The table of a FAT no longer holds the chain of a deleted file: libtsk takes free clusters behind its first one.
  out.recovered = !in_use && TSK_FS_TYPE_ISFAT(system.ftype);
  out.encrypted = (attribute->flags & TSK_FS_ATTR_ENC) != 0;
  out.times = times_of(system, meta);
  return out;
}

std::string file_system_library() { return std::string("libtsk ") + ::tsk_version_get_str(); }

}  // namespace acquire
