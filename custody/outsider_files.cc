// SPDX-License-Identifier: Apache-2.0
#include "custody/outsider_files.h"

#include <algorithm>
#include <set>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/checkpoint.h"
#include "custody/checkpoint_request.h"
#include "custody/outsider_guide.h"

namespace custody {
namespace {

constexpr std::uint64_t kMostBytes = 1U << 20U;
constexpr std::size_t kMostFiles = 100'000;

void write_text(const core::Path& file, const std::string& text) {
  core::write_new_file(file, core::as_bytes(text));
}

void write_cosigned(const core::Path& folder, const std::vector<CosignedHead>& heads) {
  core::create_new_directory(folder);
  for (const CosignedHead& head : heads) {
    const auto note = Note::parse(head.note);
    const auto checkpoint = note ? Checkpoint::parse_text(note->text) : std::nullopt;
    const auto witness = WitnessKey::parse(head.vkey);
    if (!checkpoint || !witness) {
      core::fail("a cosignature kept in the case is damaged; run 'exhibit verify' on the case");
    }
    const core::Path base = folder / (std::to_string(checkpoint->size) + "-" + fingerprint(witness->key));
    write_text(base.native() + ".note", head.note);
    write_text(base.native() + ".vkey", witness->text() + "\n");
    write_text(base.native() + ".pem", witness->key.pem());
  }
}

void write_stamp(const core::Path& folder, const TimeStamp& stamp) {
  const std::string base = (folder / std::to_string(stamp.id)).native();
  write_text(base + ".checkpoint", stamp.note);
  core::write_new_file(base + ".tsq", stamp.query);
  if (stamp.renews) {
    write_text(base + ".renews", std::to_string(*stamp.renews) + "\n");
  }
  if (stamp.reply) {
    core::write_new_file(base + ".tsr", *stamp.reply);
  }
  if (!stamp.ca.empty()) {
    write_text(base + ".ca.pem", stamp.ca);
  }
  if (!stamp.crl.empty()) {
    write_text(base + ".crl.pem", stamp.crl);
  }
}

/// Names of the regular files in a folder that may be absent; anything else in it is a finding.
std::set<std::string> names_in(const core::Path& folder, Findings& findings) {
  std::set<std::string> out;
  if (!core::fs::exists(folder)) {
    return out;
  }
  for (const auto& entry : core::fs::directory_iterator(folder)) {
    if (entry.symlink_status().type() != core::fs::regular_file || out.size() == kMostFiles) {
      findings.push_back(fault("uncovered", "the export holds something that does not belong into " +
                                                core::shown(folder.filename().native())));
      continue;
    }
    out.insert(entry.path().filename().native());
  }
  return out;
}

/// A folder's files, each taken once; what is left at the end belongs to nothing.
class Taking {
 public:
  Taking(core::Path folder, Findings& findings)
      : folder_(std::move(folder)), findings_(findings), names_(names_in(folder_, findings)) {}

  std::vector<std::string> stems(const std::string& extension) const {
    std::vector<std::string> out;
    for (const std::string& name : names_) {
      if (name.ends_with(extension)) {
        out.push_back(name.substr(0, name.size() - extension.size()));
      }
    }
    return out;
  }
  std::optional<std::string> take(const std::string& name) {
    return names_.erase(name) == 0 ? std::nullopt
                                   : std::optional(core::read_text_file(folder_ / name, kMostBytes));
  }
  void end() {
    for (const std::string& name : names_) {
      findings_.push_back(fault("uncovered", "the export holds the file " + core::shown(name) + " in " +
                                                 core::shown(folder_.filename().native()) +
                                                 ", which belongs to nothing"));
    }
  }

 private:
  core::Path folder_;
  Findings& findings_;
  std::set<std::string> names_;
};

std::string first_line(const std::optional<std::string>& text) {
  return text ? text->substr(0, text->find('\n')) : "";
}

core::Bytes bytes_of(const std::string& text) {
  const core::ByteView view = core::as_bytes(text);
  return {view.begin(), view.end()};
}

void read_cosigned(const core::Path& folder, Outsiders& out, Findings& findings) {
  Taking files(folder, findings);
  for (const std::string& stem : files.stems(".note")) {
    CosignedHead head{*files.take(stem + ".note"), first_line(files.take(stem + ".vkey"))};
    const auto witness = WitnessKey::parse(head.vkey);
    if (!witness || files.take(stem + ".pem") != witness->key.pem()) {
      findings.push_back(fault("mismatch", "the key kept with the cosignature " + core::shown(stem) +
                                               " is missing, malformed or given in two ways"));
    }
    out.cosigned.push_back(std::move(head));
  }
  files.end();
}

void read_stamps(const core::Path& folder, Outsiders& out, Findings& findings) {
  Taking files(folder, findings);
  for (const std::string& stem : files.stems(".checkpoint")) {
    const auto id = parse_decimal(stem);
    const auto query = files.take(stem + ".tsq");
    if (!id || *id > 0x7FFFFFFFU || !query) {
      findings.push_back(
          fault("missing", "the query of the time stamp " + core::shown(stem) + " is missing"));
      continue;
    }
    TimeStamp stamp;
    stamp.id = static_cast<std::int64_t>(*id);
    stamp.note = *files.take(stem + ".checkpoint");
    stamp.query = bytes_of(*query);
    if (const auto renews = files.take(stem + ".renews")) {
      stamp.renews = static_cast<std::int64_t>(parse_decimal(first_line(renews)).value_or(0));
    }
    if (const auto reply = files.take(stem + ".tsr")) {
      stamp.reply = bytes_of(*reply);
    }
    stamp.ca = files.take(stem + ".ca.pem").value_or("");
    stamp.crl = files.take(stem + ".crl.pem").value_or("");
    out.stamps.push_back(std::move(stamp));
  }
  files.end();
  std::sort(out.stamps.begin(), out.stamps.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
}

}  // namespace

std::string write_outsiders(const core::Path& folder, const Database& db, std::uint64_t log,
                            const std::string& policy) {
  const std::vector<CosignedHead> heads = cosigned_heads(db, log);
  const std::vector<TimeStamp> stamps = time_stamps(db, log);
  if (!heads.empty()) {
    write_cosigned(folder / "cosigned", heads);
  }
  if (!stamps.empty()) {
    core::create_new_directory(folder / "time-stamps");
    for (const TimeStamp& stamp : stamps) {
      write_stamp(folder / "time-stamps", stamp);
    }
  }
  if (!policy.empty()) {
    write_text(folder / "policy", policy);
  }
  return outsider_guide(!heads.empty(), stamps);
}

Outsiders read_outsiders(const core::Path& folder, Findings& findings) {
  Outsiders out;
  try {
    read_cosigned(folder / "cosigned", out, findings);
    read_stamps(folder / "time-stamps", out, findings);
  } catch (const std::exception& error) {
    findings.push_back(
        fault("tampered", std::string("what outsiders signed cannot be read: ") + error.what()));
  }
  return out;
}

}  // namespace custody
