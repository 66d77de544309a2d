// SPDX-License-Identifier: Apache-2.0
#include "report/zip_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <locale.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <vector>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace report {
namespace {

constexpr std::size_t kMostFiles = 1'000'000;

struct FreeArchive {
  void operator()(archive* a) const { ::archive_free(a); }
};
struct FreeEntry {
  void operator()(archive_entry* e) const { ::archive_entry_free(e); }
};
using Archive = std::unique_ptr<archive, FreeArchive>;
using ArchiveEntry = std::unique_ptr<archive_entry, FreeEntry>;

/// libarchive spells names in the thread's locale; in "C" it cannot spell any that is not ASCII.
class Utf8Names {
 public:
  Utf8Names() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (locale_ != nullptr) {
      before_ = ::uselocale(locale_);
    }
  }
  ~Utf8Names() {
    if (locale_ != nullptr) {
      ::uselocale(before_);
      ::freelocale(locale_);
    }
  }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  locale_t locale_;
  locale_t before_ = nullptr;
};

[[noreturn]] void fail_archive(const char* what, const core::Path& file, archive* a) {
  const char* why = ::archive_error_string(a);
  const bool full = ::archive_errno(a) == ENOSPC;
  throw core::Error(full ? core::ErrorCode::no_space : core::ErrorCode::failed,
                    std::string(what) + " " + core::shown(file.native()) + ": " +
                        core::shown(why == nullptr ? "unknown" : why));
}

void pack_file(archive* out, const core::Path& file, const std::string& name, const core::Path& zip) {
  const ArchiveEntry entry(::archive_entry_new());
  ::archive_entry_set_pathname_utf8(entry.get(), name.c_str());
  ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(core::fs::file_size(file)));
  ::archive_entry_set_filetype(entry.get(), AE_IFREG);
  ::archive_entry_set_perm(entry.get(), 0644);
  if (::archive_write_header(out, entry.get()) != ARCHIVE_OK) {
    fail_archive("cannot write", zip, out);
  }
  const core::Fd in = core::open_for_reading(file);
  core::Bytes buffer(1U << 20U);
  for (ssize_t n = 0; (n = ::read(in.get(), buffer.data(), buffer.size())) != 0;) {
    if (n < 0) {
      core::fail_errno("cannot read", file, errno);
    }
    if (::archive_write_data(out, buffer.data(), static_cast<std::size_t>(n)) != n) {
      fail_archive("cannot write", zip, out);
    }
  }
}

/// A name that stays below the folder it is unpacked into.
bool is_safe_name(const std::string& name) {
  const auto bad = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\\' || c == 0x7f; };
  return !name.empty() && name.size() < 1024 && name.front() != '/' && core::is_utf8(name) &&
         std::none_of(name.begin(), name.end(), bad) &&
         ("/" + name + "/").find("/../") == std::string::npos &&
         ("/" + name + "/").find("/./") == std::string::npos && name.find("//") == std::string::npos;
}

void unpack_data(archive* in, const core::Path& target, const core::Path& zip) {
  core::DurableFile out = core::DurableFile::create(target, 0600);
  core::Bytes buffer(1U << 20U);
  for (;;) {
    const la_ssize_t n = ::archive_read_data(in, buffer.data(), buffer.size());
    if (n < 0) {
      fail_archive("cannot unpack", zip, in);
    }
    if (n == 0) {
      break;
    }
    out.write(core::ByteView(buffer).first(static_cast<std::size_t>(n)));
  }
  out.finish();
}

/// A name may be too long for the disk, or go through what is a file.
void make_folders(const core::Path& folder, const core::Path& zip) {
  boost::system::error_code failed;
  core::fs::create_directories(folder, failed);
  if (failed || !core::fs::is_directory(folder, failed)) {
    core::fail("cannot unpack " + core::shown(zip.native()) +
               ": it holds a name that cannot be unpacked: " + failed.message());
  }
}

void unpack_entry(archive* in, archive_entry* entry, const core::Path& zip, const core::Path& folder) {
  const char* raw = ::archive_entry_pathname_utf8(entry);
  raw = raw == nullptr ? ::archive_entry_pathname(entry) : raw;
  const std::string name = raw == nullptr ? "" : raw;
  const auto type = ::archive_entry_filetype(entry);
  if (!is_safe_name(type == AE_IFDIR && name.ends_with('/') ? name.substr(0, name.size() - 1) : name) ||
      (type != AE_IFREG && type != AE_IFDIR)) {
    core::fail("cannot unpack " + core::shown(zip.native()) + ": it holds '" + core::shown(name) +
               "', a name that leads out of the package or is no plain file; nothing of it is trusted");
  }
  if (type == AE_IFDIR) {
    make_folders(folder / name, zip);
    return;
  }
  make_folders((folder / name).parent_path(), zip);
  unpack_data(in, folder / name, zip);
}

}  // namespace

void pack_zip(const core::Path& folder, const std::string& inner_name, const core::Path& zip) {
  const core::Fd fd(::open(zip.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!fd.valid()) {
    core::fail_errno("cannot create", zip, errno);
  }
  const Archive out(::archive_write_new());
  if (::archive_write_set_format_zip(out.get()) != ARCHIVE_OK ||
      ::archive_write_set_options(out.get(), "zip:compression=store,zip:zip64,hdrcharset=UTF-8") <
          ARCHIVE_WARN ||
      ::archive_write_open_fd(out.get(), fd.get()) != ARCHIVE_OK) {
    fail_archive("cannot write", zip, out.get());
  }
  std::vector<core::Path> files;
  for (const auto& entry : core::fs::recursive_directory_iterator(folder)) {
    if (entry.status().type() == core::fs::regular_file) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  for (const core::Path& file : files) {
    pack_file(out.get(), file, inner_name + "/" + core::fs::relative(file, folder).native(), zip);
  }
  if (::archive_write_close(out.get()) != ARCHIVE_OK) {
    fail_archive("cannot write", zip, out.get());
  }
  core::sync_file(zip);
  core::sync_directory(zip.parent_path().empty() ? core::Path(".") : zip.parent_path());
}

void unpack_zip(const core::Path& zip, const core::Path& folder) {
  const Utf8Names names;
  const Archive in(::archive_read_new());
  ::archive_read_support_format_zip_seekable(in.get());
  if (::archive_read_open_filename(in.get(), zip.c_str(), 1U << 20U) != ARCHIVE_OK) {
    fail_archive("cannot open", zip, in.get());
  }
  archive_entry* entry = nullptr;
  for (std::size_t count = 0;; ++count) {
    const int result = ::archive_read_next_header(in.get(), &entry);
    if (result == ARCHIVE_EOF) {
      return;
    }
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {  // a warning: a name that the C locale cannot spell
      fail_archive("cannot unpack", zip, in.get());
    }
    if (count == kMostFiles) {
      core::fail("cannot unpack " + core::shown(zip.native()) + ": it holds more than a million files");
    }
    unpack_entry(in.get(), entry, zip, folder);
  }
}

bool is_zip(const core::Path& file) {
  if (file.extension() == ".zip" || file.extension() == ".ZIP") {
    return true;
  }
  boost::system::error_code ignored;
  if (!core::fs::is_regular_file(file, ignored)) {
    return false;
  }
  const core::Fd fd = core::open_for_reading(file);
  std::array<char, 4> head{};
  return ::read(fd.get(), head.data(), head.size()) == 4 && std::string_view(head.data(), 2) == "PK";
}

}  // namespace report
