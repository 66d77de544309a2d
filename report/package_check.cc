// SPDX-License-Identifier: Apache-2.0
#include "report/package_check.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/scratch_folder.h"
#include "core/text.h"
#include "custody/export.h"
#include "custody/outsider_files.h"
#include "report/bag.h"
#include "report/package.h"
#include "report/zip_file.h"

namespace report {
namespace {

/// The bag in a folder that a ZIP was unpacked to: the folder itself or the only folder in it.
core::Path bag_in(const core::Path& folder) {
  if (core::fs::exists(folder / "bagit.txt")) {
    return folder;
  }
  std::vector<core::Path> all;
  for (const auto& entry : core::fs::directory_iterator(folder)) {
    all.push_back(entry.path());
  }
  if (all.size() > 1) {
    core::fail(
        "the ZIP holds more than one package or other files beside it; what is opened may not be what is "
        "checked");
  }
  if (all.empty() || !core::fs::exists(all.front() / "bagit.txt")) {
    core::fail("the ZIP holds no package (no bagit.txt)");
  }
  return all.front();
}

custody::VerifyReport not_readable(const std::string& why) {
  custody::VerifyReport out;
  out.findings.push_back(custody::fault("tampered", why));
  out.seen = "cannot be told: the package cannot be read";
  out.signers = out.seen;
  return out;
}

custody::LedgerReport read_export(const core::Path& folder, const custody::VerifyOptions& options) {
  const custody::ExportSources logs(folder);
  custody::LedgerTrust trust;
  trust.case_id = options.case_id;
  trust.paper_heads = options.paper_heads;
  trust.outsiders = options.outsiders;
  custody::Findings more;
  for (const core::Path& log : logs.folders()) {
    custody::Outsiders kept = custody::read_outsiders(log, more);
    std::move(kept.cosigned.begin(), kept.cosigned.end(), std::back_inserter(trust.outsiders.cosigned));
    std::move(kept.stamps.begin(), kept.stamps.end(), std::back_inserter(trust.outsiders.stamps));
  }
  custody::LedgerReport ledger = custody::verify_ledger(logs.all(), trust);
  const custody::Findings files = custody::check_export_files(logs, ledger);
  ledger.findings.insert(ledger.findings.end(), files.begin(), files.end());
  ledger.findings.insert(ledger.findings.end(), more.begin(), more.end());
  return ledger;
}

/// What a package says it leaves out: its lines, and the entries whose attachments it does not even name.
class LeftOut {
 public:
  LeftOut(const core::Path& file, const custody::Findings& findings) {
    std::istringstream lines(core::read_plain_text(file));
    for (std::string line; std::getline(lines, line);) {
      named_.insert(line);
    }
    for (const custody::Finding& finding : findings) {
      const bool name = finding.field.starts_with("attachments.") && finding.field.ends_with(".name");
      if (finding.class_name == "withheld" && name && finding.entry) {
        unnamed_.emplace(finding.log, *finding.entry);
      }
    }
  }

  bool covers(const custody::Finding& finding) const {
    if (finding.field.starts_with("documents/") || finding.field.starts_with("attachments/")) {
      return named_.contains(finding.field) || (finding.field.starts_with("attachments/") && finding.entry &&
                                                unnamed_.contains({finding.log, *finding.entry}));
    }
    const bool of_image = finding.field.starts_with("evidence/") || finding.field == "segments";
    return of_image && !finding.item.empty() && is_image_named(finding.item);
  }

 private:
  /// The line is evidence/THING/IMAGE.
  bool is_image_named(const std::string& image) const {
    return std::any_of(named_.begin(), named_.end(), [&](const std::string& line) {
      return line.starts_with("evidence/") && line.ends_with("/" + image) &&
             std::count(line.begin(), line.end(), '/') == 2;
    });
  }

  std::set<std::string> named_;
  std::set<std::pair<std::string, std::uint64_t>> unnamed_;  // log, seq
};

/// What the package says it leaves out is a limit, not a loss.
void allow_left_out(const core::Path& data, custody::Findings& findings) {
  if (!core::fs::is_regular_file(data / kLeftOut)) {
    return;
  }
  const LeftOut left_out(data / kLeftOut, findings);
  for (custody::Finding& finding : findings) {
    if (finding.class_name == "missing" && left_out.covers(finding)) {
      finding.kind = custody::FindingKind::limit;
      finding.class_name = "withheld";
      finding.text = finding.item.empty()
                         ? "the file " + core::shown(finding.field) + " was left out of the package"
                         : "files of " + finding.item + " were left out of the package";
    }
  }
}

custody::VerifyReport check_folder(const core::Path& root, const custody::VerifyOptions& options) {
  custody::Findings findings = check_bag(root);
  custody::VerifyReport out;
  try {
    out = custody::finish_report(read_export(root / "data/ledger", options), options, root / "data",
                                 {kLeftOut}, {"ledger"});
    allow_left_out(root / "data", out.findings);
  } catch (const core::Error& error) {
    if (error.code() == core::ErrorCode::interrupted) {
      throw;
    }
    out = not_readable(std::string("the ledger in the package cannot be read: ") + error.what());
  }
  out.findings.insert(out.findings.begin(), findings.begin(), findings.end());
  return out;
}

}  // namespace

bool is_package(const core::Path& path) {
  boost::system::error_code ignored;
  return core::fs::is_directory(path, ignored) ? core::fs::exists(path / "bagit.txt", ignored) : is_zip(path);
}

custody::VerifyReport check_export(const core::Path& folder, const custody::VerifyOptions& options) {
  custody::VerifyOptions ledger_only = options;
  ledger_only.ledger_only = true;
  try {
    return custody::finish_report(read_export(folder, options), ledger_only, folder, {}, {});
  } catch (const core::Error& error) {
    return not_readable(std::string("the ledger cannot be read: ") + error.what());
  }
}

custody::VerifyReport check_package(const core::Path& path, const custody::VerifyOptions& options) {
  if (core::fs::is_directory(path)) {
    return check_folder(path, options);
  }
  try {
    const auto unpacked = core::ScratchFolder::temporary("package");
    unpack_zip(path, unpacked.path());
    return check_folder(bag_in(unpacked.path()), options);
  } catch (const core::Error& error) {
    if (error.code() != core::ErrorCode::failed) {
      throw;
    }
    return not_readable(error.what());
  }
}

}  // namespace report
