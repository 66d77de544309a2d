// SPDX-License-Identifier: Apache-2.0
#include "custody/case_files.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/set_places.h"
#include "core/text.h"
#include "custody/access_note.h"
#include "custody/entry_number.h"
#include "custody/media_check.h"
#include "custody/value_at.h"

namespace custody {

using core::json::Value;

namespace {

constexpr std::uint64_t kMostUnsized = std::uint64_t{1} << 30U;  // lists whose size no entry gives

class Checker {
 public:
  Checker(const LedgerReport& ledger, const FileCheck& check) : ledger_(ledger), check_(check) {}

  FileReport run() {
    check_attachments();
    check_documents();
    for (const auto& [image, record] : ledger_.images) {
      check_image(image, record);
    }
    check_derived();
    find_uncovered(check_.folder, "");
    report_uncovered();
    return std::move(out_);
  }

 private:
  void report(Finding finding, const std::string& field, const std::string& item = "",
              std::optional<std::uint64_t> entry = std::nullopt) {
    const std::uint64_t log = log_index_of(entry.value_or(0));
    if (log < ledger_.logs.size() && ledger_.logs[log].log) {
      finding.log = ledger_.logs[log].log->name;
    }
    finding.field = field;
    finding.item = item;
    finding.entry = entry ? std::optional(seq_of(*entry)) : std::nullopt;
    out_.findings.push_back(std::move(finding));
  }

  core::Path path_of(const std::string& relative) const { return check_.folder / relative; }

  bool is_plain_file(const std::string& relative) const {
    boost::system::error_code ignored;
    return core::fs::symlink_status(path_of(relative), ignored).type() == core::fs::regular_file;
  }

  /// Marks a file as covered and compares its digest. False when it is not there or differs; one that is larger than
  /// `most` bytes is not read.
  bool check_file(const std::string& relative, const std::string& sha256, std::optional<std::uint64_t> entry,
                  const std::string& item = "", std::uint64_t most = kMostUnsized) {
    covered_.insert(relative);
    if (!is_plain_file(relative)) {
      report(fault("missing", "the file " + core::shown(relative) + " is missing"), relative, item, entry);
      return false;
    }
    try {
      if (const std::uint64_t size = core::fs::file_size(path_of(relative)); size > most) {
        report(fault("mismatch", "the file " + core::shown(relative) + " is not the one recorded: it has " +
                                     std::to_string(size) + " bytes"),
               relative, item, entry);
        return false;
      }
      if (core::digest_file(path_of(relative)).sha256.hex() == sha256) {
        return true;
      }
      report(fault("mismatch",
                   "the file " + core::shown(relative) + " is not the one recorded: its SHA-256 differs"),
             relative, item, entry);
    } catch (const core::Error& error) {
      report(fault("missing", error.what()), relative, item, entry);
    }
    return false;
  }

  static std::string staged(const std::string& folder, const std::string& name) {
    return folder + "/" + kIncomingPrefix + name;
  }

  /// A file whose command was interrupted after its entry: it still waits under its staging name.
  bool check_staged(const std::string& relative, const std::string& staged, std::uint64_t entry) {
    if (is_plain_file(relative) || !is_plain_file(staged)) {
      return false;
    }
    covered_.insert(staged);
    report(limit("interrupted", "the file of an entry still has its staging name; the next command moves it"),
           staged, "", entry);
    return true;
  }

  void check_attachments() {
    for (const auto& [sha256, row] : ledger_.rows.list("attachment", "")) {
      const auto entry = static_cast<std::uint64_t>(row.integer_of("entry").value_or(0));
      const std::string relative = "attachments/" + sha256;
      if (!check_staged(relative, staged("attachments", sha256), entry)) {
        const auto size = static_cast<std::uint64_t>(row.integer_of("size").value_or(0));
        if (check_file(relative, sha256, entry, "", size) && core::fs::file_size(path_of(relative)) != size) {
          report(fault("mismatch", "the file " + core::shown(relative) + " has not the size recorded"),
                 relative, "", entry);
        }
      }
    }
  }

  void check_documents() {
    for (const auto& [file, row] : ledger_.rows.list("document", "")) {
      const auto entry = static_cast<std::uint64_t>(row.integer_of("entry").value_or(0));
      const std::string sha256 = row.text_of("sha256").value_or("");
      const std::string relative = "documents/" + file;
      if (!check_staged(relative, staged("documents", sha256), entry)) {
        const auto issued = ledger_.documents.find(file);
        const bool known = issued != ledger_.documents.end();
        check_file(relative, sha256, entry, "", known ? number_at(issued->second, "size") : kMostUnsized);
      }
    }
  }

  void check_derived() {
    for (const auto& [item, row] : ledger_.rows.list("image", "")) {
      const auto file = row.text_of("file");
      if (!file) {
        continue;
      }
      const std::string folder = "evidence/" + row.text_of("image_of").value_or("");
      const std::string relative = folder + "/" + *file;
      covered_folders_.insert(folder);
      const auto entry = static_cast<std::uint64_t>(row.integer_of("registered").value_or(0));
      const std::string waiting = staged(folder, *file);
      if (!is_gone(row, {relative, waiting}) && !check_staged(relative, waiting, entry)) {
        check_file(relative, row.text_of("sha256").value_or(""), entry, item);
      }
    }
  }

  /// What was disposed of need not be there; what is there still is checked.
  bool is_gone(const Value& row, const std::vector<std::string>& files) const {
    return row.integer_of("disposed") &&
           std::none_of(files.begin(), files.end(), [&](const auto& file) { return is_plain_file(file); });
  }

  void check_image(const std::string& image, const ImageRecord& record) {
    const auto row = ledger_.rows.get("image", image);
    const std::string state = row ? row->text_of("state").value_or("") : "";
    const std::string folder = "evidence/" + record.image_of;
    covered_folders_.insert("evidence");
    covered_folders_.insert(folder);
    if (row && row->integer_of("disposed") && files_of_image(path_of(folder), image).empty()) {
      return;  // what was disposed of need not be there; what is there still is checked
    }
    if (record.finished.is_null()) {
      check_unfinished(image, folder, state);
      return;
    }
    ++out_.images;
    finished_partials_.insert(folder + "/" + partial_folder_name(image));
    check_finished(image, folder, record);
  }

  void check_unfinished(const std::string& image, const std::string& folder, const std::string& state) {
    const std::string partial = folder + "/" + partial_folder_name(image);
    const bool there = core::fs::is_directory(path_of(partial));
    if (there) {
      unfinished_folders_.insert(partial);
    }
    bool kept = there;
    unfinished_images_.insert(folder + "/" + image);
    kept = kept ||
           !files_of_image(path_of(folder), image).empty();  // moved into place just before the process ended
    if (state != "failed" || kept) {
      report(limit("interrupted", "the acquisition of " + image + " did not finish; its state is '" + state +
                                      "'" + (kept ? ", and unfinished files are kept" : "")),
             partial, image);
    }
  }

  void check_finished(const std::string& image, const std::string& folder, const ImageRecord& record) {
    const Value& finished = record.finished;
    const bool blocks_good =
        check_file(folder + "/" + text_at(finished, "blocks.file"), text_at(finished, "blocks.sha256"),
                   record.finished_entry, image, number_at(finished, "blocks.count") * core::Sha256::kSize);
    if (finished.at_path("unreadable.file") != nullptr) {
      check_file(folder + "/" + text_at(finished, "unreadable.file"), text_at(finished, "unreadable.sha256"),
                 record.finished_entry, image);
    }
    if (finished.at_path("log.file") != nullptr) {
      check_file(folder + "/" + text_at(finished, "log.file"), text_at(finished, "log.sha256"),
                 record.finished_entry, image, number_at(finished, "log.size"));
    }
    if (number_at(finished, "unreadable.count") > 0) {
      report(
          limit("unreadable ranges", std::to_string(number_at(finished, "unreadable.bytes")) + " bytes in " +
                                         std::to_string(number_at(finished, "unreadable.count")) +
                                         " ranges of the source could not be read; this is recorded"),
          "unreadable", image, record.finished_entry);
    }
    const Segments segments = segments_of(folder, image);
    check_count(image, record, segments);
    check_verification(image, folder, record);
    if (segments.count == 0) {
      return;
    }
    if (segments.bytes > 2 * number_at(record.finished, "segments.bytes") + kMostUnsized) {
      report(limit("not compared", "the media of " + image + " were not read: its files are far too large"),
             folder, image);
      return;
    }
    if (!check_.media_of || check_.media_of->contains(image)) {
      check_media(image, folder, record, blocks_good);
    }
  }

  /// The files named like segments of an image, there and in the further folders that it has.
  struct Segments {
    std::uint64_t count = 0, bytes = 0;
    std::set<std::string> elsewhere;  // folders outside the case that hold some
    std::vector<core::Path> further;  // all that the list beside the image names
  };

  Segments segments_of(const std::string& folder, const std::string& image) {
    const core::SetPlaces places(path_of(folder), image);
    Segments out;
    out.further = places.further();
    covered_.insert(folder + "/" + core::places_name(image));
    for (const std::string& name : files_of_image(path_of(folder), image)) {
      if (is_beside_image(name)) {
        continue;
      }
      covered_.insert(folder + "/" + name);
      const core::Path file = places.find(name);
      ++out.count;
      out.bytes += core::fs::file_size(file);
      if (file.parent_path() != path_of(folder)) {
        out.elsewhere.insert(file.parent_path().native());
      }
    }
    return out;
  }

  void check_count(const std::string& image, const ImageRecord& record, const Segments& found) {
    const auto field = [&](Finding finding) {
      report(std::move(finding), "segments", image, record.finished_entry);
    };
    const std::uint64_t recorded = number_at(record.finished, "segments.count");
    const std::uint64_t bytes = number_at(record.finished, "segments.bytes");
    if (found.count < recorded) {
      field(fault("missing", std::to_string(recorded - found.count) + " of " + std::to_string(recorded) +
                                 " files of the image are missing" + looked_in(found)));
    } else if (found.count > recorded) {
      field(fault("uncovered", "there are " + std::to_string(found.count) + " files named like segments; " +
                                   std::to_string(recorded) + " were recorded"));
    } else if (found.bytes != bytes) {
      field(fault("mismatch", "the files of the image have " + std::to_string(found.bytes) + " bytes; " +
                                  std::to_string(bytes) + " were recorded"));
    }
    for (const std::string& folder : found.elsewhere) {
      field(limit("elsewhere", "files of the image lie outside the case, in " + core::shown(folder) +
                                   ": a copy of the case folder is not whole without them"));
    }
  }

  static std::string looked_in(const Segments& found) {
    std::string out;
    for (const core::Path& folder : found.further) {
      if (folder.filename().native().starts_with(kPartialPrefix)) {
        continue;
      }
      out += (out.empty() ? "; it goes on in " : ", ") + core::shown(folder.native());
    }
    return out.empty() ? out : out + ": attach that disk there, or bring the files into the case";
  }

  void check_verification(const std::string& image, const std::string& folder, const ImageRecord& record) {
    if (record.verified.is_null()) {
      report(limit("not compared", "the image was made but never read back and compared"), "", image,
             record.finished_entry);
      const std::string list = folder + "/" + image + ".files";
      covered_.insert(list);  // also when it comes to lie there while this check goes on
      if (is_plain_file(list)) {
        report(limit("interrupted", "a comparison ended before its entry; its list of files is kept"), list,
               image);
      }
      return;
    }
    if (record.verified.at_path("faults.count") != nullptr) {
      if (const std::uint64_t faults = number_at(record.verified, "faults.count"); faults > 0) {
        report(fault("mismatch", "the image had " + std::to_string(faults) +
                                     " faults of its own when it was imported; they are recorded"),
               "body.faults", image, record.verified_entry);
      }
    } else if (!record.verified.boolean_of("match").value_or(false)) {
      report(fault("mismatch", "the recorded comparison of the image with the digests as read failed"),
             "body.match", image, record.verified_entry);
    }
    const std::string list = folder + "/" + text_at(record.verified, "files.file");
    if (check_file(list, text_at(record.verified, "files.sha256"), record.verified_entry, image)) {
      sums_[image] = read_sums(core::read_plain_text(path_of(list)));
    }
  }

  void check_media(const std::string& image, const std::string& folder, const ImageRecord& record,
                   bool blocks_good) {
    const auto sums = sums_.find(image);
    MediaFindings found = compare_media(
        {check_, folder, image, record, blocks_good, sums == sums_.end() ? nullptr : &sums->second});
    out_.bytes += found.bytes;
    for (Finding& finding : found.findings) {
      const std::string field = std::exchange(finding.field, "");
      const auto entry = finding.entry;
      report(std::move(finding), field, image, entry);
    }
  }

  static bool holds_no_file(const core::Path& folder) {
    boost::system::error_code failed;
    for (core::fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
      if (core::fs::symlink_status(at->path()).type() != core::fs::directory_file) {
        return false;
      }
    }
    return !failed;
  }

  /// A file on the way to its place: an attachment or document, whose name holds its digest, or a copy of evidence in the
  /// folder of its thing.
  bool is_staged(const std::string& relative) const {
    const std::size_t slash = relative.rfind('/');
    if (relative.starts_with("evidence/") && covered_folders_.contains(relative.substr(0, slash))) {
      return relative.substr(slash + 1).starts_with(kIncomingPrefix);
    }
    for (const char* folder : {"attachments/", "documents/"}) {
      const std::string start = std::string(folder) + kIncomingPrefix;
      if (relative.starts_with(start) && core::Sha256::parse(relative.substr(start.size()))) {
        return true;
      }
    }
    return false;
  }

  /// A folder of evidence that holds nothing but what a command was making when it was interrupted before its first entry.
  static bool is_in_the_making(const core::Path& path, const std::string& relative) {
    if (!relative.starts_with("evidence/")) {
      return false;
    }
    const bool is_of_item = relative.find('/') != relative.rfind('/');
    return is_of_item ? is_partial_folder(path) : all_in(path, is_partial_folder);
  }

  static bool all_in(const core::Path& folder, const std::function<bool(const core::Path&)>& good) {
    boost::system::error_code failed;
    bool all = true;
    for (core::fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
      all = all && good(at->path());
    }
    return all && !failed;
  }

  /// Of an image of the item whose folder it lies in, with plain files that bear its name, and no other.
  static bool is_partial_folder(const core::Path& path) {
    const std::string name = path.filename().native();
    boost::system::error_code ignored;
    if (!name.starts_with(kPartialPrefix) ||
        core::fs::symlink_status(path, ignored).type() != core::fs::directory_file) {
      return false;
    }
    const std::string image = name.substr(std::string_view(kPartialPrefix).size());
    const std::size_t end = image.find_last_not_of("0123456789");
    return end + 1 < image.size() &&
           image.substr(0, end + 1).ends_with(path.parent_path().filename().native() + "-I") &&
           all_in(path, [&](const core::Path& file) {
             return file.filename().native().starts_with(image + ".") &&
                    core::fs::symlink_status(file).type() == core::fs::regular_file;
           });
  }

  /// FOLDER/IMAGE.anything of an image whose entry is still to come; no entry gives a digest of it.
  bool is_of_unfinished(const std::string& relative) const {
    return relative.rfind('.') > relative.rfind('/') &&
           unfinished_images_.contains(relative.substr(0, relative.rfind('.')));
  }

  bool is_known_folder(const std::string& relative) const {
    return relative == "attachments" || relative == "documents" || relative == "evidence" ||
           covered_folders_.contains(relative);
  }

  void find_uncovered(const core::Path& folder, const std::string& below) {
    boost::system::error_code failed;
    std::vector<core::Path> paths;
    for (core::fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
      paths.push_back(at->path());
    }
    if (failed) {
      report(fault("missing",
                   "the folder " + core::shown(folder.native()) + " cannot be read: " + failed.message()),
             below);
    }
    std::sort(paths.begin(), paths.end());
    for (const core::Path& path : paths) {
      const std::string name = path.filename().native();
      classify(path, below.empty() ? name : below + "/" + name, name);
    }
  }

  void classify(const core::Path& path, const std::string& relative, const std::string& name) {
    const bool top = relative == name;
    boost::system::error_code ignored;
    const auto type = core::fs::symlink_status(path, ignored).type();
    const bool allowed = top && ((type == core::fs::regular_file && check_.allowed_files.contains(name)) ||
                                 (type == core::fs::directory_file && check_.allowed_folders.contains(name)));
    if (covered_.contains(relative) || allowed || unfinished_folders_.contains(relative) ||
        (type == core::fs::regular_file && is_of_unfinished(relative))) {
      return;
    }
    if (type == core::fs::directory_file && is_known_folder(relative)) {
      find_uncovered(path, relative);
    } else if (type == core::fs::directory_file && holds_no_file(path)) {
      report(limit("interrupted", "an empty folder of a command that was interrupted before its entry: " +
                                      core::shown(relative)),
             relative);
    } else if (type == core::fs::directory_file && is_in_the_making(path, relative)) {
      report(limit("interrupted",
                   (finished_partials_.contains(relative)
                        ? "what a command had no use for any more and was interrupted before it removed: "
                        : "unfinished files of a command that was interrupted before its entry: ") +
                       core::shown(relative)),
             relative);
    } else if (type == core::fs::regular_file && is_staged(relative)) {
      report(limit("interrupted",
                   "a file of a command that was interrupted before its entry: " + core::shown(relative)),
             relative);
    } else if (top && name.starts_with(kAccessPrefix) && type == core::fs::regular_file) {
      report(limit("interrupted",
                   "an image is mounted, or was until its process was killed: " + core::shown(relative) +
                       "; the next command that writes an entry records a killed one"),
             relative);
    } else {
      uncovered_.insert(relative);
    }
  }

  static bool is_or_lies_in(const std::set<std::string>& paths, const std::string& file) {
    return std::any_of(paths.begin(), paths.end(),
                       [&](const std::string& path) { return file == path || file.starts_with(path + "/"); });
  }

  /// A case may be in use meanwhile: what an entry made since the ledger was read covers is no fault.
  void report_uncovered() {
    if (!uncovered_.empty() && check_.ledger_now) {
      const LedgerReport now = check_.ledger_now();
      FileCheck names_only = check_;
      names_only.media_of.emplace();
      names_only.ledger_now = nullptr;
      Checker again(now, names_only);
      again.run();
      std::erase_if(again.uncovered_, [&](const auto& file) { return !is_or_lies_in(uncovered_, file); });
      uncovered_ = std::move(again.uncovered_);
    }
    for (const std::string& file : uncovered_) {
      report(fault("uncovered", core::shown(file) + " is covered by no entry"), file);
    }
  }

  const LedgerReport& ledger_;
  const FileCheck& check_;
  FileReport out_;
  std::set<std::string> covered_, covered_folders_, unfinished_folders_, unfinished_images_,
      finished_partials_, uncovered_;
  std::map<std::string, std::map<std::string, std::string>> sums_;
};

}  // namespace

FileReport check_case_files(const LedgerReport& ledger, const FileCheck& check) {
  return Checker(ledger, check).run();
}

}  // namespace custody
