// SPDX-License-Identifier: Apache-2.0
#include "report/bag.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/text.h"

namespace report {
namespace {

constexpr const char* kDeclaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// RFC 8493 section 2.1.3: CR, LF and % in names are percent-encoded in manifests.
std::string encoded_name(const std::string& name) {
  std::string out;
  for (const char c : name) {
    out += c == '%' ? "%25" : c == '\r' ? "%0D" : c == '\n' ? "%0A" : std::string(1, c);
  }
  return out;
}

bool is_payload(const std::string& name) { return name.starts_with("data/"); }

/// Files below a folder, by name from the bag's root. Links and special files are reported, not followed.
void list_files(const core::Path& root, const std::string& below, std::vector<std::string>& out,
                custody::Findings& findings) {
  boost::system::error_code failed;
  for (core::fs::directory_iterator at(root / below, failed), end; !failed && at != end;
       at.increment(failed)) {
    const std::string name = (below.empty() ? "" : below + "/") + at->path().filename().native();
    const auto type = core::fs::symlink_status(at->path()).type();
    if (type == core::fs::directory_file) {
      list_files(root, name, out, findings);
    } else if (type == core::fs::regular_file) {
      out.push_back(name);
    } else {
      findings.push_back(custody::fault("uncovered", core::shown(name) + " is a link or special file"));
      findings.back().field = name;
    }
  }
}

bool is_safe(const std::string& name) {
  return !name.empty() && name.front() != '/' && ("/" + name + "/").find("/../") == std::string::npos;
}

/// Manifest lines "<sha256>  <name>".
std::map<std::string, std::string> read_manifest(const core::Path& file, custody::Findings& findings) {
  std::map<std::string, std::string> out;
  const std::string label = file.filename().native();
  std::string text;
  try {
    text = core::read_plain_text(file, std::uint64_t{1} << 30U);
  } catch (const core::Error& error) {
    findings.push_back(custody::fault("missing", error.what()));
    return out;
  }
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const bool good = line.size() > 66 && core::Sha256::parse(line.substr(0, 64)) &&
                      line.substr(64, 2) == "  " && is_safe(std::string(line.substr(66)));
    if (!good || !out.emplace(line.substr(66), line.substr(0, 64)).second) {
      findings.push_back(
          custody::fault("tampered", "a line of " + label + " is malformed: " + core::shown(line)));
      findings.back().field = label;
    }
  }
  return out;
}

void check_manifest(const core::Path& root, const char* label, const std::vector<std::string>& files,
                    custody::Findings& findings) {
  auto listed = read_manifest(root / label, findings);
  const auto report = [&](const char* class_name, const std::string& name, const std::string& text) {
    findings.push_back(custody::fault(class_name, text));
    findings.back().field = name;
  };
  for (const std::string& name : files) {
    const auto found = listed.find(encoded_name(name));
    if (found == listed.end()) {
      report("uncovered", name, "the file " + core::shown(name) + " is not in " + label);
      continue;
    }
    if (core::digest_file(root / name).sha256.hex() != found->second) {
      report("mismatch", name,
             "the file " + core::shown(name) + " is not the one in " + label + ": its SHA-256 differs");
    }
    listed.erase(found);
  }
  for (const auto& [name, sha256] : listed) {
    report("missing", name, "the file " + core::shown(name) + " of " + label + " is missing");
  }
}

}  // namespace

BagWriter::BagWriter(core::Path root) : root_(std::move(root)) { core::create_new_directory(root_); }

void BagWriter::note(const std::string& name, const core::FileDigest& digest) {
  sums_.emplace_back(name, digest.sha256.hex());
  bytes_ += digest.size;
}

void BagWriter::add(const std::string& name, core::ByteView bytes) {
  core::fs::create_directories((root_ / name).parent_path());
  core::write_new_file(root_ / name, bytes);
  note(name, {core::sha256(bytes), bytes.size()});
}

core::FileDigest BagWriter::copy(const std::string& name, const core::Path& file) {
  core::fs::create_directories((root_ / name).parent_path());
  const core::FileDigest digest = core::copy_to_new_file(file, root_ / name);
  note(name, digest);
  return digest;
}

void BagWriter::adopt(const std::string& folder) {
  std::vector<std::string> names;
  custody::Findings none;
  list_files(root_, folder, names, none);
  for (const std::string& name : names) {
    note(name, core::digest_file(root_ / name));
  }
}

core::Sha256 BagWriter::finish(const std::vector<std::pair<std::string, std::string>>& info) {
  std::string tags;
  for (const auto& [label, value] : info) {
    tags += label + ": " + value + "\n";
  }
  add("bag-info.txt", core::as_bytes(tags));
  add("bagit.txt", core::as_bytes(kDeclaration));
  std::sort(sums_.begin(), sums_.end());
  std::string payload;
  for (const auto& [name, sha256] : sums_) {
    payload += is_payload(name) ? sha256 + "  " + encoded_name(name) + "\n" : "";
  }
  add("manifest-sha256.txt", core::as_bytes(payload));
  std::sort(sums_.begin(), sums_.end());
  std::string tag_manifest;
  for (const auto& [name, sha256] : sums_) {
    tag_manifest += is_payload(name) ? "" : sha256 + "  " + encoded_name(name) + "\n";
  }
  core::write_new_file(root_ / "tagmanifest-sha256.txt", core::as_bytes(tag_manifest));
  return core::sha256(core::as_bytes(tag_manifest));
}

custody::Findings check_bag(const core::Path& root) {
  custody::Findings out;
  std::vector<std::string> all;
  list_files(root, "", all, out);
  std::vector<std::string> payload;
  std::vector<std::string> tags;
  for (const std::string& name : all) {
    if (name != "tagmanifest-sha256.txt") {
      (is_payload(name) ? payload : tags).push_back(name);
    }
  }
  try {
    if (core::read_plain_text(root / "bagit.txt", 4096) != kDeclaration) {
      out.push_back(custody::fault("tampered", "bagit.txt is not that of a BagIt 1.0 bag in UTF-8"));
    }
    check_manifest(root, "manifest-sha256.txt", payload, out);
    check_manifest(root, "tagmanifest-sha256.txt", tags, out);
  } catch (const core::Error& error) {
    out.push_back(custody::fault("missing", error.what()));
  }
  return out;
}

}  // namespace report
