// SPDX-License-Identifier: Apache-2.0
// verify: a case folder, a package (folder or ZIP) or an image. Prints faults and limits apart and answers three questions.
#include <algorithm>
#include <span>

#include "acquire/acquire.h"
#include "cli/due.h"
#include "cli/policy_file.h"
#include "cli/session.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/acquisition_record.h"
#include "custody/entry_label.h"
#include "custody/handover.h"
#include "custody/verify_case.h"
#include "report/package_check.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// Unreadable ranges of an image alone that get a line of their own.
constexpr std::size_t kListedErrors = 1000;

Value finding_value(const custody::Finding& f) {
  return Object{{"class", f.class_name}, {"kind", f.kind == custody::FindingKind::fault ? "fault" : "limit"},
                {"log", f.log},          {"entry", f.entry ? Value(*f.entry) : Value(nullptr)},
                {"item", f.item},        {"field", f.field},
                {"text", f.text}};
}

/// An entry of a further log than `first_log` is named with that log.
std::string finding_line(const custody::Finding& f, const std::string& first_log) {
  std::string where;
  if (f.entry) {
    where += "entry " + custody::entry_label(f.log == first_log ? "" : f.log, *f.entry) + ", ";
  }
  if (!f.item.empty()) {
    where += f.item + ", ";
  }
  if (!f.field.empty()) {
    where += f.field + ", ";
  }
  where = where.empty() ? "" : " (" + where.substr(0, where.size() - 2) + ")";
  return std::string(f.kind == custody::FindingKind::fault ? "FAULT  " : "limit  ") + f.class_name + ": " +
         core::shown(f.text) + core::shown(where);
}

int status_of(const custody::Findings& findings, bool strict) {
  return custody::has_fault(findings) || (strict && !findings.empty()) ? 3 : 0;
}

void print_findings(const custody::Findings& findings, const std::string& first_log) {
  for (const auto kind : {custody::FindingKind::fault, custody::FindingKind::limit}) {
    for (const custody::Finding& finding : findings) {
      if (finding.kind == kind) {
        print(finding_line(finding, first_log));
      }
    }
  }
}

/// `more`: further members of the JSON object.
int report_ledger(const custody::VerifyReport& report, const Verify& args, const Common& common,
                  const Object& more = {}) {
  const int status = status_of(report.findings, args.strict);
  if (common.json) {
    Array findings;
    for (const custody::Finding& finding : report.findings) {
      findings.push_back(finding_value(finding));
    }
    Object out{
        {"intact", report.intact()},    {"findings", std::move(findings)},  {"seen", report.seen},
        {"signers", report.signers},    {"entries", Value(report.entries)}, {"items", Value(report.items)},
        {"bytes", Value(report.bytes)}, {"case_id", report.case_id},        {"root", report.root},
        {"quick", args.quick}};
    out.insert(more.begin(), more.end());
    print_json(out);
    return status;
  }
  print_findings(report.findings, report.first_log);
  print("1. Is it consistent?  " +
        std::string(report.intact() ? "Yes: no fault was found" : "NO: see the faults above") + " (" +
        grouped(report.entries) + " entries, " + grouped(report.items) + " things and images, " +
        grouped(report.bytes) + " bytes of media read back)");
  print("2. Seen by outsiders?  " + report.seen);
  print("3. Signers identified?  " + report.signers);
  print("case id " + report.case_id);
  return status;
}

Array image_findings(const acquire::ImageReading& reading) {
  Array out;
  for (const std::string& why : reading.faults) {
    out.push_back(finding_value(custody::fault("tampered", why)));
  }
  return out;
}

/// What the image says of itself, as shown and as JSON; nothing of it was checked against anything.
std::vector<std::pair<const char*, std::string>> header_lines(const acquire::ImageReading::Header& header) {
  std::vector<std::pair<const char*, std::string>> out = {{"case number", header.case_number},
                                                          {"evidence number", header.evidence_number},
                                                          {"description", header.description},
                                                          {"examiner", header.examiner},
                                                          {"notes", header.notes},
                                                          {"software", header.software},
                                                          {"acquired at", header.acquired_at},
                                                          {"model", header.model},
                                                          {"serial number", header.serial}};
  std::erase_if(out, [](const auto& line) { return line.second.empty(); });
  return out;
}

Object header_object(const acquire::ImageReading::Header& header) {
  Object out;
  for (const auto& [name, text] : header_lines(header)) {
    std::string member = name;
    std::replace(member.begin(), member.end(), ' ', '_');
    out[member] = core::shown(text);
  }
  return out;
}

/// What reading an image alone cannot tell.
custody::Findings limits_of(const acquire::ImageReading& reading, const Verify& args) {
  custody::Findings limits = {custody::limit(
      "not compared",
      reading.stored == acquire::MediaDigests{}
          ? "the image carries no digest of its own, and nothing in a raw image tells whether it is whole: "
            "compare the digests below with the record of its making"
          : "only the digests that the image itself carries were compared; whoever changes an image can "
            "change those too: compare the digests below with the record of its making")};
  if (args.second_reader && !reading.second_reader_agrees) {
    limits.push_back(
        custody::limit("not compared", "a raw image needs no decoder, so it was read once only"));
  }
  const std::size_t listed = std::min(reading.recorded_errors.size(), kListedErrors);
  for (const acquire::Range& range : std::span(reading.recorded_errors).first(listed)) {
    limits.push_back(custody::limit("unreadable ranges",
                                    "the image lists " + std::to_string(range.length) + " bytes at offset " +
                                        std::to_string(range.offset) + " as unreadable when it was made"));
  }
  if (listed < reading.recorded_errors.size()) {
    std::uint64_t bytes = 0;
    for (const acquire::Range& range : reading.recorded_errors) {
      bytes += range.length;
    }
    limits.push_back(custody::limit(
        "unreadable ranges", "the image lists " + grouped(reading.recorded_errors.size()) +
                                 " ranges as unreadable, " + grouped(bytes) + " bytes in all; the first " +
                                 grouped(listed) + " are listed here"));
  }
  return limits;
}

Object image_object(const acquire::ImageReading& reading, const custody::Findings& limits) {
  const auto hex = [](const auto& digest) { return digest ? Value(digest->hex()) : Value(nullptr); };
  Array findings = image_findings(reading);
  for (const custody::Finding& finding : limits) {
    findings.push_back(finding_value(finding));
  }
  return Object{
      {"intact", reading.faults.empty()},
      {"findings", std::move(findings)},
      {"bytes", Value(reading.bytes)},
      {"md5", hex(reading.digests.md5)},
      {"sha1", hex(reading.digests.sha1)},
      {"sha256", hex(reading.digests.sha256)},
      {"header", header_object(reading.header)},
      {"stored_md5", hex(reading.stored.md5)},
      {"stored_sha1", hex(reading.stored.sha1)},
      {"quick", false},
      {"second_reader", reading.second_reader_agrees ? Value(*reading.second_reader_agrees) : Value(nullptr)},
      {"seen", "an image alone tells of no witness"},
      {"signers", "an image alone carries no signature"},
      {"entries", 0},
      {"items", 1}};
}

void print_image(const acquire::ImageReading& reading, const custody::Findings& limits) {
  for (const std::string& why : reading.faults) {
    print(finding_line(custody::fault("tampered", why), ""));
  }
  print_findings(limits, "");
  print(grouped(reading.bytes) + " bytes of media in " + std::to_string(reading.files.size()) +
        (reading.files.size() == 1 ? " file" : " files") +
        (reading.faults.empty() ? ", no fault found" : ", FAULTS found"));
  if (reading.second_reader_agrees == true) {
    print("libewf, the second reader, reads the same media");
  }
  for (const auto& [name, text] : header_lines(reading.header)) {
    print("the image says: " + std::string(name) + " " + core::shown(text));
  }
  print("md5     " + reading.digests.md5.value_or(core::Md5{}).hex());
  print("sha1    " + reading.digests.sha1.value_or(core::Sha1{}).hex());
  print("sha256  " + reading.digests.sha256.value_or(core::Sha256{}).hex());
}

int verify_image(const Verify& args, const Common& common) {
  if (args.quick) {
    core::fail_usage(
        "--quick compares with recorded block digests, and there are none beside an image alone: give the "
        "case folder or the package it belongs to, or leave --quick away to have the whole image read and "
        "hashed");
  }
  const auto progress = terminal_progress("reading image");
  // Neither blocks nor files have anything to be compared with.
  const acquire::ImageReading reading = acquire::read_image(
      args.target, std::nullopt, *progress, cancel_token(), {false, false, args.second_reader});
  const custody::Findings limits = limits_of(reading, args);
  if (common.json) {
    print_json(image_object(reading, limits));
  } else {
    print_image(reading, limits);
  }
  return !reading.faults.empty() || (args.strict && !limits.empty()) ? 3 : 0;
}

custody::VerifyOptions options_of(const Verify& args, Session& session) {
  custody::VerifyOptions out;
  if (!args.case_id.empty()) {
    out.case_id = core::Sha256::parse(args.case_id);
    if (!out.case_id) {
      core::fail_usage("--case-id is 64 hexadecimal digits, as printed on documents and by 'case create'");
    }
  }
  out.ledger_only = args.ledger_only;
  out.quick = args.quick;
  out.outsiders.now = session.clock().now();
  if (!args.policy.empty()) {
    out.outsiders.policy = policy_of(args.policy).policy;
  }
  for (const std::string& head : args.heads) {
    if (const auto on_paper = custody::KnownHead::parse(head)) {
      out.paper_heads.push_back(*on_paper);
    } else if (core::fs::exists(head)) {
      out.outsiders.heads.push_back(core::read_text_file(head, 1U << 20U));
    } else {
      core::fail_usage(
          "--head is SIZE:ROOT, the size and the 64 digits of the head as printed on documents, or a "
          "checkpoint "
          "file; there is no file '" +
          core::shown(head) + "'");
    }
  }
  out.outsiders.tsa_ca = args.tsa_ca.empty() ? "" : certificates_of(args.tsa_ca);
  out.outsiders.tsa_crl = args.crl.empty() ? "" : revocations_of(args.crl);
  out.keys = &session.keys();
  out.read_image = [second_reader = args.second_reader](const core::Path& file, acquire::ImageFormat format) {
    const auto progress = terminal_progress("reading " + core::shown(file.filename().native()));
    return acquire::read_image(file, format, *progress, cancel_token(), {true, true, second_reader});
  };
  out.check_blocks = [](const core::Path& file, acquire::ImageFormat format, const core::Path& blocks) {
    const auto progress = terminal_progress("comparing blocks of " + core::shown(file.filename().native()));
    return acquire::check_blocks(file, format, blocks, *progress, cancel_token());
  };
  return out;
}

/// Reads an image back that was never compared, and records the comparison.
void compare_now(custody::Ledger& ledger, const std::string& image, const core::json::Value& row,
                 const custody::UnlockedKey& by) {
  custody::AcquisitionIds ids{row.text_of("image_of").value_or(""), image,
                              row.text_of("carrier").value_or(""), false, false};
  const core::Path folder = ledger.folder() / "evidence" / ids.item;
  const auto first = custody::first_segment(folder, image);
  if (!first) {
    core::fail("cannot compare " + image + ": its first file is missing");
  }
  const auto format = row.text_of("format") == "raw" ? acquire::ImageFormat::raw : acquire::ImageFormat::e01;
  const auto progress = terminal_progress("comparing " + image);
  acquire::Acquisition acquisition = custody::recorded_acquisition(ledger, image);
  acquire::ImageReading reading = acquire::read_image(*first, format, *progress, cancel_token());
  acquisition.files = reading.files;
  const acquire::CheckedAcquisition checked = acquire::compare(std::move(acquisition), std::move(reading));
  custody::record_comparison(ledger, ids, static_cast<std::uint64_t>(*row.integer_of("finished")), checked,
                             by);
}

bool has_fault_of(const custody::Findings& findings, const std::string& image) {
  return std::any_of(findings.begin(), findings.end(), [&](const custody::Finding& finding) {
    return finding.kind == custody::FindingKind::fault && (finding.item.empty() || finding.item == image);
  });
}

/// Writes what was found as entries: a comparison for an image never compared, an access for every finished one, or for
/// those in `only`.
void record(const Verify& args, const custody::VerifyReport& found,
            const std::optional<std::set<std::string>>& only, Session& session) {
  const std::string reason = needed_text(args.reason, "--reason");
  custody::Ledger ledger = session.open(args.target);
  const custody::UnlockedKey by = session.signer();
  for (const auto& [image, row] : ledger.store().list("image", "")) {
    if (row.text_of("state") == "finished" && !row.integer_of("verified") && !args.quick &&
        !args.ledger_only && (!only || only->contains(image))) {
      compare_now(ledger, image, row, by);
    }
  }
  ledger.append([&](const custody::Ledger& open) {
    std::vector<custody::Draft> out;
    for (const auto& [image, row] : open.store().list("image", "")) {
      if (row.text_of("state") == "finished" && (!only || only->contains(image))) {
        const std::string part = args.ledger_only ? "ledger only"
                                 : args.quick     ? "ledger and block digests"
                                                  : std::string(custody::kWholeImage);
        const bool good = only ? !has_fault_of(found.findings, image) : found.intact();
        const std::string said = part + (good ? "; no fault found" : "; faults found");
        out.push_back(custody::draft_access(image, "verified", said, reason, by));
      }
    }
    if (out.empty()) {
      core::fail("nothing to record: the case has no finished image");
    }
    return out;
  });
}

/// Silent when nothing is due, so that a timer that runs every day says something only when there is something to say.
int verify_due(const Verify& args, Session& session, const Common& common) {
  if (args.quick || args.ledger_only) {
    core::fail_usage("--due reads whole media, so neither --quick nor --ledger-only goes with it");
  }
  const custody::Ledger ledger = session.open(args.target);
  const DueImages due = due_images(ledger, session.clock().now());
  if (due.now.empty()) {
    if (common.json) {
      print_json(due.object());
    }
    return 0;
  }
  custody::VerifyOptions options = options_of(args, session);
  options.media_of = due.names();
  const auto report = custody::verify_case(args.target, options);
  if (args.record) {
    record(args, report, options.media_of, session);
  }
  if (!common.json) {
    due.print(ledger);
  }
  return report_ledger(report, args, common, due.object());
}

}  // namespace

int run(const Verify& args, const Common& common) {
  if (args.second_reader && (args.quick || args.ledger_only)) {
    core::fail_usage("--second-reader reads whole media, so neither --quick nor --ledger-only goes with it");
  }
  Session session(common);
  const core::Path target = args.target;
  boost::system::error_code failed;
  const auto type = core::fs::status(target, failed).type();
  if (type == core::fs::file_not_found || type == core::fs::status_error) {
    core::fail("cannot verify " + core::shown(args.target) + ": there is no such file or folder");
  }
  const bool is_case = type == core::fs::directory_file && core::fs::exists(target / "case.db");
  if (args.due && !is_case) {
    core::fail_usage("--due goes with a case folder");
  }
  if (args.due) {
    return verify_due(args, session, common);
  }
  if (is_case) {
    const auto report = custody::verify_case(target, options_of(args, session));
    if (args.record) {
      record(args, report, std::nullopt, session);
    }
    return report_ledger(report, args, common);
  }
  if (args.record) {
    core::fail_usage("--record goes with a case folder");
  }
  if (report::is_package(target)) {
    return report_ledger(report::check_package(target, options_of(args, session)), args, common);
  }
  if (core::fs::exists(target / "ledger.sqlite")) {
    return report_ledger(report::check_export(target, options_of(args, session)), args, common);
  }
  if (type == core::fs::directory_file) {
    core::fail("cannot verify " + core::shown(args.target) +
               ": it is neither a case folder (no case.db) nor a package "
               "(no bagit.txt)");
  }
  return verify_image(args, common);
}

}  // namespace cli
