// SPDX-License-Identifier: Apache-2.0
#include "cli/unsigned_image.h"

#include <algorithm>

#include "acquire/acquire.h"
#include "acquire/resume/resume_check.h"
#include "acquire/survey/smart.h"
#include "cli/acquire_reading.h"
#include "cli/acquire_settings.h"
#include "cli/image_json.h"
#include "cli/interruption.h"
#include "cli/partial_folder.h"
#include "cli/session.h"
#include "cli/surveyed_source.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/version.h"
#include "custody/acquisition_record.h"

namespace cli {

using core::json::Object;
using core::json::Value;

namespace {

constexpr const char* kNotice =
    "imaged while the system ran: not of one moment; what is said of the source is as reported by the host; "
    "nothing here is "
    "signed";

class UnsignedImage {
 public:
  UnsignedImage(const Acquire& args, const Common& common) : args_(args), common_(common), reading_(args) {}

  int go() {
    settings_ = settings_of(args_);
    settings_.folder = args_.out;
    settings_.base = item_id(args_.item).value();
    settings_.keep_journal = true;
    settings_.labels = {"", "", args_.description, settings_.base, kNotice};
    try {
      if (args_.resume) {
        take_up();
      } else {
        begin();
      }
      make();
    } catch (const core::Error& error) {
      tell_left(error);
    }
    const std::vector<std::string> mismatches = read_back();
    write_sheet();
    acquire::remove_journal(settings_.folder, settings_.base);
    reading_.write_map(acquisition_);
    report(mismatches);
    return mismatches.empty() ? 0 : 3;
  }

 private:
  core::Path file(const std::string& ending) const { return settings_.folder / (settings_.base + ending); }

  void begin() {
    core::create_new_directory(args_.out);
    begun_ = true;
    lock_ = lock_folder(settings_.folder);
    open(0);
  }

  void take_up() {
    journal_ = core::fs::is_directory(settings_.folder)
                   ? acquire::read_journal(settings_.folder, settings_.base)
                   : std::nullopt;
    if (!journal_) {
      core::fail("nothing to go on with: " + core::shown(args_.out) + " holds no interrupted image of " +
                 settings_.base + "; leave --resume out to begin one in a new folder");
    }
    lock_ = lock_folder(settings_.folder);
    reading_.go_on(*journal_);
    static_cast<acquire::ImageChoice&>(settings_) = *journal_;
    open(journal_->cut.offset);
    acquire::Source& source = *surveyed_.source;
    need_same_source(*journal_, source.facts(), settings_.base);
    acquire::check_can_resume(settings_, source.facts(), journal_->writer);
    const acquire::TailComparison tail =
        acquire::compare_tail(source, *journal_, settings_.folder, settings_.base, cancel_token(), true);
    reading_.read_again(tail);
    print_going_on(settings_.base, *journal_, tail);
  }

  void open(std::uint64_t imaged) {
    surveyed_ = open_surveyed(
        args_, settings_, [this] { return reading_.open(); }, imaged);
  }

  /// What is safe on the disk is kept for --resume; where nothing is, nothing is left of what this run began.
  [[noreturn]] void tell_left(const core::Error& error) {
    surveyed_.source.reset();
    const auto journal = core::fs::is_directory(settings_.folder)
                             ? acquire::read_journal(settings_.folder, settings_.base)
                             : std::nullopt;
    if (begun_ && !journal) {
      boost::system::error_code ignored;
      core::fs::remove_all(settings_.folder, ignored);
    }
    if (!journal || !begun_imaging_) {
      throw core::Error(error.code(), error.what());
    }
    throw core::Error(error.code(), what_stopped(error, settings_.base) + "; " + kept_words(*journal) +
                                        ", and the same command with --resume goes on from there; the source "
                                        "was not changed");
  }

  void make() {
    begun_imaging_ = true;
    const auto shown = terminal_progress("imaging " + settings_.base);
    acquisition_ = reading_.image(std::move(surveyed_.source), settings_, file(".log"), clock_, *shown,
                                  journal_ ? &*journal_ : nullptr);
    acquisition_.smart_after = acquire::smart_of(acquisition_.source);
  }

  std::vector<std::string> read_back() {
    if (args_.no_verify) {
      return {};
    }
    const auto shown = terminal_progress("comparing " + settings_.base);
    const auto checked =
        acquire::compare(acquisition_, acquire::read_image(settings_.folder / acquisition_.files.front().name,
                                                           settings_.format, *shown, cancel_token()));
    compared_ = true;
    return checked.mismatches();
  }

  Object facts() const {
    Object out{{"blocks_root", acquisition_.blocks.root().hex()},
               {"bytes", Value(acquisition_.bytes)},
               {"finished", acquisition_.finished.text()},
               {"item", settings_.base},
               {"notice", kNotice},
               {"program", std::string(core::kProgramName) + " " + core::kProgramVersion},
               {"source", custody::in_clear(custody::surveyed_source(acquisition_.source, surveyed_.survey))},
               {"smart_after", custody::smart_value(*acquisition_.smart_after)},
               {"started", acquisition_.started.text()},
               {"unreadable", ranges_value(acquisition_.unreadable)}};
    put_digests(out, acquisition_.digests);
    return out;
  }

  /// Every file beside the sheet but the journal, by name, in the form that sha256sum -c reads. While there is a journal, what
  /// a killed process left of them does not count.
  void write_sheet() {
    for (const char* ending : {".facts.json", ".sha256"}) {
      core::fs::remove(file(ending));
    }
    const std::string text = core::json::encode_indented(Value(facts())) + "\n";
    custody::write_side_file(settings_.folder, settings_.base + ".facts.json", core::as_bytes(text));
    std::vector<core::Path> files;
    for (const auto& entry : core::fs::directory_iterator(settings_.folder)) {
      if (entry.path().filename() != acquire::journal_name(settings_.base)) {
        files.push_back(entry.path());
      }
    }
    std::sort(files.begin(), files.end());
    std::string sheet;
    for (const core::Path& path : files) {
      sheet += core::digest_file(path).sha256.hex() + "  " + path.filename().native() + "\n";
    }
    core::write_new_file(file(".sha256"), core::as_bytes(sheet));
    sheet_ = core::sha256(core::as_bytes(sheet));
  }

  void report(const std::vector<std::string>& mismatches) const {
    if (common_.json) {
      Object out = facts();
      out["sheet"] = settings_.base + ".sha256";
      out["sheet_sha256"] = sheet_.hex();
      out["verified"] = compared_ && mismatches.empty();
      reading_.add_to(out);
      print_json(out);
    } else {
      print(settings_.base + ": " + grouped(acquisition_.bytes) + " bytes imaged, unsigned; " +
            (!compared_ ? "not compared"
             : mismatches.empty()
                 ? "compared: the image, read back, has the digests computed while the source was read once"
                 : "DIFFERS: the image, read back, is not what was read"));
      if (acquisition_.digests.sha256) {
        print("sha256       " + acquisition_.digests.sha256->hex());
      }
      print("blocks root  " + acquisition_.blocks.root().hex());
      print("sheet        " + sheet_.hex() + "  " + settings_.base + ".sha256");
      print(
          "Write these lines down: on the workstation that signs, they tell that the files are the ones made "
          "here.");
    }
    for (const std::string& why : mismatches) {
      (void)std::fprintf(stderr, "fault: %s\n", core::shown(why).c_str());
    }
  }

  const Acquire& args_;
  const Common& common_;
  AcquireReading reading_;
  core::SystemClock clock_;
  core::Fd lock_;  // of the folder, while this process lives
  bool begun_ = false, begun_imaging_ = false;
  std::optional<acquire::Journal> journal_;  // of what is gone on with
  acquire::ImageSettings settings_;
  SurveyedSource surveyed_;
  acquire::Acquisition acquisition_;
  bool compared_ = false;
  core::Sha256 sheet_;
};

}  // namespace

int image_unsigned(const Acquire& args, const Common& common) { return UnsignedImage(args, common).go(); }

}  // namespace cli
