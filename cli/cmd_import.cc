// SPDX-License-Identifier: Apache-2.0
// import: look at the set, copy it, read the copy whole, then one entry. Nothing is recorded before all of it is safe.
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "acquire/acquire.h"
#include "acquire/image/segments.h"
#include "acquire/reading/image_set.h"
#include "acquire/writing/raw_image.h"
#include "cli/acquire_settings.h"
#include "cli/entries.h"
#include "cli/image_json.h"
#include "cli/partial_folder.h"
#include "cli/session.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/image_files.h"
#include "custody/import_record.h"
#include "custody/incoming.h"
#include "custody/readable_image.h"
#include "custody/unsigned_sheet.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr std::size_t kFaultsTold = 5;

/// One import from the set as it lies there to its entry.
class ImportRun {
 public:
  ImportRun(const Import& args, const Common& common)
      : args_(args), common_(common), session_(common), start_(item_id(args.item)) {}

  int go() {
    first_ = core::fs::absolute(args_.image).lexically_normal();
    custody::Ledger ledger = session_.open(args_.folder);
    custody::need_outside_case(ledger, first_);
    set_ = acquire::look_at_set(first_, cancel_token());
    refuse_no_set();
    read_sheet_if_asked();
    by_.emplace(session_.signer());
    begin_own_log(ledger, *by_);
    prepare(ledger);
    try {
      copy();
      read_copy();
      append(ledger);
    } catch (...) {
      partial_.reset();
      ::rmdir(folder_.c_str());  // only when this run made it: a folder in use is not empty
      throw;
    }
    report(ledger);
    return import_.faults.empty() ? 0 : 3;
  }

 private:
  void refuse_no_set() const {
    if (set_.not_a_set.empty()) {
      return;
    }
    std::string why;
    for (std::size_t i = 0; i < std::min(set_.not_a_set.size(), kFaultsTold); ++i) {
      why += (i == 0 ? "" : "; ") + set_.not_a_set[i];
    }
    if (set_.not_a_set.size() > kFaultsTold) {
      why += "; and " + std::to_string(set_.not_a_set.size() - kFaultsTold) + " more";
    }
    core::fail("cannot import " + core::shown(args_.image) + ": its files are not one whole set: " + why +
               "; nothing was recorded");
  }

  void read_sheet_if_asked() {
    if (!args_.sign) {
      const core::Path sheet = custody::sheet_path(first_);
      if (core::fs::is_regular_file(sheet) &&
          core::fs::is_regular_file(core::Path(first_).replace_extension(".facts.json"))) {
        (void)std::fprintf(stderr,
                           "note: %s lies beside the image, which was taken unsigned: with --sign that sheet "
                           "is checked and recorded\n",
                           core::shown(sheet.filename().native()).c_str());
      }
      return;
    }
    sheet_ = custody::read_sheet(first_, set_.files);
    const auto told = core::Sha256::parse(args_.sheet);
    if (!args_.sheet.empty() && !told) {
      core::fail_usage("--sheet is 64 hexadecimal digits, as printed when the image was taken");
    }
    if (told && *told != sheet_->sha256) {
      core::fail("the sheet " + core::shown(sheet_->name) + " is not the one written down: its SHA-256 is " +
                 sheet_->sha256.hex() + "; nothing was recorded");
    }
    sheet_told_ = told.has_value();
  }

  /// Identifiers, folder and room. Nothing of it is recorded yet.
  void prepare(const custody::Ledger& ledger) {
    const core::Path evidence = core::Path(args_.folder) / "evidence";
    if (!ledger.store().get("thing", start_.item.value())) {
      start_.item = item_id(own_item(ledger, start_.item.value()));
    }
    start_.carrier = acquire::carrier_of(evidence);
    start_.again = args_.again;
    start_.verb = "import";
    folder_ = evidence / start_.item.value();
    const auto in_progress = [&](const std::string& image) {
      return PartialFolder::is_locked(folder_, image);
    };
    ids_ = custody::choose_ids(ledger, start_, in_progress);
    if (set_.format == acquire::ImageFormat::raw && set_.files.size() > acquire::kMaximumRawSegments) {
      core::fail("cannot import " + core::shown(args_.image) + ": it has " +
                 std::to_string(set_.files.size()) + " files, and a raw image has at most " +
                 std::to_string(acquire::kMaximumRawSegments));
    }
    if (in_progress(ids_.image)) {
      core::fail("cannot import as " + ids_.item + ": another process is making " + ids_.image +
                 " right now");
    }
    if (!custody::files_of_image(folder_, ids_.image).empty()) {
      core::fail("cannot import as " + ids_.image + ": files of that name lie in " +
                 core::shown(folder_.native()) +
                 ", and no entry covers them; 'exhibit verify' names them; move them out of the case first");
    }
    check_room_for_copy(evidence);
    fill_words();
    if (!core::fs::is_directory(folder_)) {
      core::create_new_directory(folder_);
    }
    partial_.emplace(folder_, ids_.image);
  }

  void check_room_for_copy(const core::Path& evidence) const {
    const std::uint64_t available = core::fs::space(evidence).available;
    if (available < set_.stored_size) {
      throw core::Error(core::ErrorCode::no_space, "cannot copy to " + core::shown(evidence.native()) + ": " +
                                                       grouped(available) +
                                                       " bytes are free, the image has " +
                                                       grouped(set_.stored_size) + "; nothing was recorded");
    }
  }

  void fill_words() {
    custody::Registration& of = import_.registration;
    const std::string described = core::typed_text(args_.description, "--description");
    of.description = described.empty() ? "source of " + ids_.image + ", an imported image" : described;
    of.holder_outside = core::typed_text(args_.holder_outside, "--holder-outside");
    of.carrier = start_.carrier;
    of.carrier_text = core::typed_text(args_.carrier, "--carrier");
    of.format = set_.format;
    import_.from = first_.native();
    for (const core::Path& file : set_.files) {
      import_.names.push_back(file.filename().native());
    }
    import_.command = as_typed(common_.command_line);
    import_.reason = core::typed_text(args_.reason, "--reason");
    import_.libraries = acquire::library_versions();
    import_.started = session_.clock().now();
  }

  std::string name_of(std::size_t index) const {
    const std::string extension = set_.format == acquire::ImageFormat::e01 ? acquire::ewf_extension(index + 1)
                                  : set_.files.size() == 1                 ? "raw"
                                                           : acquire::raw_extension(index + 1);
    return ids_.image + "." + extension;
  }

  void copy() {
    const auto shown = terminal_progress("copying " + ids_.image);
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < set_.files.size(); ++i) {
      const core::FileDigest copied =
          core::copy_to_new_file(set_.files[i], partial_->path() / name_of(i), 0644, [&](std::uint64_t done) {
            cancel_token().check();
            shown->update(before + done, set_.stored_size);
          });
      before += copied.size;
      copied_.push_back({name_of(i), copied.size, copied.sha256});
      const std::string name = set_.files[i].filename().native();
      if (sheet_) {
        custody::need_as_listed(*sheet_, name, copied.sha256);
      }
    }
  }

  /// The copy is read back, whole: what is recorded is what the case holds.
  void read_copy() {
    const auto shown = terminal_progress("reading " + ids_.image);
    custody::take_reading(
        import_, acquire::read_image(partial_->path() / name_of(0), set_.format, *shown, cancel_token()),
        sheet_ ? &*sheet_ : nullptr);
    const std::vector<acquire::ImageFile>& read = import_.reading.files;
    for (std::size_t i = 0; i < copied_.size(); ++i) {
      if (i >= read.size() || read[i].name != copied_[i].name || read[i].sha256 != copied_[i].sha256) {
        core::fail("the copy of " + core::shown(set_.files[i].filename().native()) +
                   " in the case, read back, is not what was copied; nothing was recorded");
      }
    }
    write_sides();
    import_.finished = session_.clock().now();
  }

  void write_sides() {
    const core::Path& folder = partial_->path();
    sides_.blocks = custody::write_side_file(folder, acquire::blocks_name(ids_.image),
                                             custody::blocks_file(import_.reading.blocks));
    sides_.files = custody::write_side_file(folder, ids_.image + ".files",
                                            core::as_bytes(custody::sums_file(import_.reading.files)));
    if (!import_.unreadable.empty()) {
      sides_.unreadable = custody::write_side_file(folder, ids_.image + ".unreadable",
                                                   core::as_bytes(custody::ranges_file(import_.unreadable)));
    }
  }

  void append(custody::Ledger& ledger) {
    std::vector<core::Path> moved;
    for (const auto& file : core::fs::directory_iterator(partial_->path())) {
      moved.push_back(folder_ / file.path().filename());
    }
    partial_->release();
    partial_.reset();
    core::sync_directory(folder_);
    try {
      const auto done = ledger.append([&](const custody::Ledger& open) { return drafts(open); });
      entry_ = done.back().seq;
    } catch (...) {
      take_back(ledger, moved);
      throw;
    }
  }

  Drafts drafts(const custody::Ledger& open) {
    const custody::AcquisitionIds now =
        custody::choose_ids(open, start_, [](const std::string&) { return false; });
    if (now.image != ids_.image) {
      core::fail("cannot import as " + ids_.image +
                 ": another process registered that image meanwhile; nothing was recorded, import it again");
    }
    ids_ = now;
    if (sheet_) {
      const core::Path& folder = open.folder();
      import_.of_unsigned = {
          sheet_->facts,
          custody::stage_attachment_bytes(folder, sheet_->facts_name, core::as_bytes(sheet_->facts_text)),
          custody::stage_attachment_bytes(folder, sheet_->name, core::as_bytes(sheet_->text)), sheet_told_};
    }
    return custody::draft_import(ids_, import_, sides_, *by_);
  }

  /// The copies go only where it is sure that no entry tells of them.
  void take_back(const custody::Ledger& ledger, const std::vector<core::Path>& moved) const {
    if (ledger.store().get("image", ids_.image)) {
      return;
    }
    for (const core::Path& file : moved) {
      boost::system::error_code ignored;
      core::fs::remove(file, ignored);
    }
  }

  Object as_json() const {
    const acquire::ImageReading& reading = import_.reading;
    const auto hex = [](const auto& digest) { return digest ? Value(digest->hex()) : Value(nullptr); };
    const auto micros = import_.finished.micros - import_.started.micros;
    Object out{{"item", ids_.item},
               {"source", import_.from},
               {"bytes", Value(reading.bytes)},
               {"image", evidence_paths(ids_.item, reading.files)},
               {"image_id", ids_.image},
               {"carrier", ids_.carrier},
               {"blocks_root", reading.blocks.root().hex()},
               {"unreadable", ranges_value(import_.unreadable)},
               {"verified", import_.faults.empty()},
               {"stored", Object{{"md5", hex(reading.stored.md5)}, {"sha1", hex(reading.stored.sha1)}}},
               {"faults", Array(import_.faults.begin(), import_.faults.end())},
               {"entry", Value(entry_)},
               {"seconds", static_cast<double>(micros) / 1e6}};
    put_digests(out, reading.digests);
    if (sheet_) {
      out["sheet_sha256"] = sheet_->sha256.hex();
      out["sheet_told"] = sheet_told_;
    }
    return out;
  }

  void report(const custody::Ledger& ledger) const {
    if (common_.json) {
      Object out = as_json();
      out["label"] = ledger.label(entry_);
      print_json(out);
    } else {
      print_words(ledger.label(entry_));
    }
    for (const std::string& fault : import_.faults) {
      (void)std::fprintf(stderr, "fault: %s\n", core::shown(fault).c_str());
    }
  }

  void print_words(const std::string& label) const {
    const acquire::ImageReading& reading = import_.reading;
    print(ids_.item + ": " + grouped(reading.bytes) + " bytes imported as " + ids_.image + " in " +
          std::to_string(reading.files.size()) + (reading.files.size() == 1 ? " file" : " files") +
          " (entry " + label + "); no start entry existed: how the image was made is not recorded here");
    if (reading.digests.sha256) {
      print("sha256  " + reading.digests.sha256->hex());
    }
    const bool stored = reading.stored != acquire::MediaDigests{};
    print(!import_.faults.empty()
              ? "FAULTS of the image were found; they are recorded, and the image was taken in"
          : stored ? "the digests that the image stores are those of its data"
                   : "the image stores no digest of its own; the digests recorded are those of the import");
    if (!import_.unreadable.empty()) {
      print(std::string("unreadable: ") +
            (reading.recorded_errors.empty() ? "the host reported " : "the image lists ") +
            std::to_string(import_.unreadable.size()) + " ranges that could not be read when it was made");
    }
    if (sheet_) {
      print(std::string("sheet   ") + sheet_->sha256.hex() +
            (sheet_told_ ? ", as written down when the image was taken"
                         : ": not compared with what was written down (--sheet)"));
    }
  }

  const Import& args_;
  const Common& common_;
  Session session_;
  custody::AcquisitionStart start_;
  core::Path first_, folder_;
  acquire::ImageSet set_;
  std::optional<custody::UnsignedSheet> sheet_;
  bool sheet_told_ = false;
  std::optional<custody::UnlockedKey> by_;
  custody::AcquisitionIds ids_;
  std::optional<PartialFolder> partial_;
  std::vector<acquire::ImageFile> copied_;
  custody::ImageImport import_;
  custody::ImportSides sides_;
  std::uint64_t entry_ = 0;
};

}  // namespace

int run(const Import& args, const Common& common) { return ImportRun(args, common).go(); }

}  // namespace cli
