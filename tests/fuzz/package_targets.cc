// SPDX-License-Identifier: Apache-2.0
// Bags and ZIP files made by other hands.
#include <algorithm>
#include <map>

#include "core/durable_file.h"
#include "core/error.h"
#include "custody/finding.h"
#include "report/bag.h"
#include "report/zip_file.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

/// A name that the sample may give a file of its bag; '/' makes folders.
bool is_plain(const std::string& name) {
  return !name.empty() && name.size() < 200 && name.front() != '/' && name.find('\0') == std::string::npos &&
         name.find("..") == std::string::npos && name.find("//") == std::string::npos && name.back() != '/';
}

/// Every file below, by name from the root, with its bytes' digest.
std::map<std::string, std::string> files_below(const core::Path& root) {
  std::map<std::string, std::string> out;
  for (const auto& entry : core::fs::recursive_directory_iterator(root)) {
    if (core::fs::symlink_status(entry.path()).type() == core::fs::regular_file) {
      out[entry.path().native().substr(root.native().size() + 1)] =
          core::digest_file(entry.path()).sha256.hex();
    }
  }
  return out;
}

/// Records 'F': name, line feed, content.
void lay_out(const core::Path& root, core::ByteView input) {
  for (const Record& record : split_records(input)) {
    const std::string_view text = core::as_text(record.bytes);
    const std::string name(text.substr(0, text.find('\n')));
    if (record.tag != 'F' || !is_plain(name) || name.size() == text.size()) {
      continue;
    }
    boost::system::error_code failed;
    core::fs::create_directories((root / name).parent_path(), failed);
    if (!failed && !core::fs::exists(root / name, failed) && !failed &&
        core::fs::is_directory((root / name).parent_path(), failed)) {
      put_file(root / name, core::as_bytes(text.substr(name.size() + 1)));
    }
  }
}

bool is_one_of(const std::string& name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

void run_bag(core::ByteView input) {
  const core::Path root = empty_folder() / "bag";
  core::fs::create_directory(root);
  lay_out(root, input);
  const custody::Findings findings = report::check_bag(root);
  if (custody::has_fault(findings)) {
    return;
  }
  const auto files = files_below(root);
  require(files.contains("bagit.txt") && files.contains("manifest-sha256.txt"),
          "a bag without fault has its tag files");
  const core::Path payload = root / "manifest-sha256.txt";
  const std::string listed =
      core::read_text_file(payload) + core::read_text_file(root / "tagmanifest-sha256.txt");
  for (const auto& [name, sha256] : files) {
    const bool plain = name.find_first_of("%\r\n") == std::string::npos;
    require(
        !plain || name == "tagmanifest-sha256.txt" || listed.find(sha256 + "  " + name) != std::string::npos,
        "a bag without fault lists every file with its digest");
  }
}

void run_zip(core::ByteView input) {
  const core::Path outside = empty_folder();
  const core::Path around = outside / "around";
  const core::Path inside = around / "inside";
  core::fs::create_directories(inside);
  const core::Path zip = around / "sample.zip";
  put_file(zip, input);
  try {
    report::is_zip(zip);
    report::unpack_zip(zip, inside);
  } catch (const core::Error& error) {
    require(*error.what() != '\0', "a refused ZIP comes with a reason");
  }
  for (const auto& entry : core::fs::directory_iterator(outside)) {
    require(entry.path() == around, "nothing is unpacked two folders up");
  }
  for (const auto& entry : core::fs::directory_iterator(around)) {
    require(is_one_of(entry.path().filename().native(), {"inside", "sample.zip"}),
            "nothing is unpacked beside");
  }
  require(core::digest_file(zip).sha256 == core::sha256(input), "the ZIP itself is left as it was");
  require(!core::fs::exists("/tmp/exhibit-fuzz-outside"), "nothing is unpacked to an absolute name");
  for (const auto& entry : core::fs::recursive_directory_iterator(inside)) {
    const auto type = core::fs::symlink_status(entry.path()).type();
    require(type == core::fs::regular_file || type == core::fs::directory_file,
            "only files and folders are unpacked");
  }
}

}  // namespace fuzz
