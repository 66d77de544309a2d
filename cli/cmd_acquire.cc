// SPDX-License-Identifier: Apache-2.0
// acquire: start entry, image, finished entry, read back, verified entry. The order is the invariant of docs/architecture.md.
#include <unistd.h>

#include <algorithm>

#include "acquire/acquire.h"
#include "acquire/resume/resume_check.h"
#include "acquire/survey/smart.h"
#include "cli/acquire_reading.h"
#include "cli/acquire_settings.h"
#include "cli/acquired_told.h"
#include "cli/ask_facts.h"
#include "cli/entries.h"
#include "cli/further_folders.h"
#include "cli/interruption.h"
#include "cli/partial_folder.h"
#include "cli/second_copy.h"
#include "cli/session.h"
#include "cli/surveyed_source.h"
#include "cli/unsigned_image.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/acquisition_record.h"
#include "custody/case_files.h"
#include "custody/entry_label.h"
#include "custody/image_files.h"
#include "custody/readable_image.h"
#include "custody/reference.h"
#include "legal/fact_file.h"
#include "legal/incident.h"
#include "report/case_view.h"

namespace cli {

namespace {

/// One acquisition from open source to the last entry.
class Run {
 public:
  Run(const Acquire& args, const Common& common)
      : args_(args), common_(common), session_(common), reading_(args) {}

  int go() {
    if (args_.resume) {
      return go_on();
    }
    acquire::ImageSettings settings = settings_of(args_);
    read_facts();
    custody::AcquisitionStart start(item_id(args_.item));
    custody::Ledger ledger = session_.open(args_.folder);
    settings.folder = core::Path(args_.folder) / "evidence";
    if (!args_.second.empty()) {
      second_.emplace(args_.second);
    }
    SurveyedSource surveyed = open_surveyed(args_, settings, [this] { return reading_.open(); });
    if (second_) {
      second_->check(ledger, surveyed.source->facts(), settings);
    }
    by_.emplace(session_.signer());
    begin_own_log(ledger, *by_);
    if (!ledger.store().get("thing", start.item.value())) {
      start.item = item_id(own_item(ledger, start.item.value()));
    }
    const core::Path item_folder = core::Path(args_.folder) / "evidence" / start.item.value();
    fill_start(start, settings, *surveyed.source);
    start.survey = surveyed.survey;
    start.playbook = playbook_of(ledger);
    begin(ledger, start, item_folder);
    return make(ledger, std::move(surveyed.source), settings, item_folder, nullptr);
  }

 private:
  /// Takes up what was interrupted.
  int go_on() {
    read_facts();
    const std::string item = item_id(args_.item).value();
    custody::Ledger ledger = session_.open(args_.folder);
    const auto unfinished = custody::unfinished_acquisition(ledger, item);
    const core::Path item_folder = core::Path(args_.folder) / "evidence" / item;
    if (!unfinished) {
      core::fail("nothing to go on with: no acquisition of " + item +
                 " was interrupted; leave --resume out to begin one");
    }
    ids_ = *unfinished;
    const acquire::Journal journal = take_over(item_folder);
    reading_.go_on(journal);
    const auto open = [this] { return reading_.open(); };
    SurveyedSource surveyed{open(), {}};
    refuse_source(args_, surveyed.source->facts());
    need_same_source(journal, surveyed.source->facts(), ids_.image);
    take_over_second(journal);
    acquire::ImageSettings settings = settings_of(args_);
    static_cast<acquire::ImageChoice&>(settings) = journal;
    place(settings);
    acquire::check_can_resume(settings, surveyed.source->facts(), journal.writer);
    if (!args_.continue_in.empty()) {
      custody::need_outside_case(ledger, args_.continue_in);
      further_->check(args_.continue_in, surveyed.source->facts(), settings, journal);
    }
    look_at(args_, surveyed, open);
    by_.emplace(session_.signer());
    begin_own_log(ledger, *by_);
    const acquire::TailComparison tail =
        acquire::compare_tail(*surveyed.source, journal, partial_->path(), ids_.image, cancel_token(),
                              args_.live || surveyed.survey.in_use);
    if (!args_.continue_in.empty()) {
      const auto shown = progress("moving the open file of " + ids_.image);
      further_->go_on_in(args_.continue_in, journal, *shown, cancel_token());
    }
    reading_.read_again(tail);
    record_resumption(ledger, surveyed, journal, tail);
    return make(ledger, std::move(surveyed.source), settings, item_folder, &journal);
  }

  acquire::Journal take_over(const core::Path& item_folder) {
    const core::Path folder = item_folder / custody::partial_folder_name(ids_.image);
    auto journal = core::fs::is_directory(folder) ? acquire::read_journal(folder, ids_.image) : std::nullopt;
    if (!journal) {
      core::fail("cannot go on with " + ids_.image +
                 ": it was interrupted before anything of it was safe on the disk; leave --resume out to "
                 "begin anew");
    }
    partial_.emplace(PartialFolder::take_over(item_folder, ids_.image));
    further_.emplace(folder, ids_.image, *journal);
    return *std::move(journal);
  }

  /// The second copy that it was begun with, unless that is given up.
  void take_over_second(const acquire::Journal& journal) {
    const bool had_one = !journal.second.empty();
    const bool given_up = args_.second == "none";
    if (!args_.second.empty() && !given_up &&
        (!had_one || core::fs::absolute(args_.second).lexically_normal() != journal.second.parent_path())) {
      core::fail_usage(had_one ? "with --resume the second copy is the one in " +
                                     core::shown(journal.second.parent_path().native()) +
                                     "; --second none goes on without it"
                               : "--second cannot be added by --resume: the first part of the copy would be "
                                 "missing");
    }
    if (had_one && !given_up) {
      second_.emplace(SecondCopy::of_journal(journal, ids_.image));
    }
  }

  void record_resumption(custody::Ledger& ledger, const SurveyedSource& surveyed,
                         const acquire::Journal& journal, const acquire::TailComparison& tail) {
    custody::Resumption resumption;
    resumption.bytes = journal.cut.offset;
    resumption.compared = tail.compared;
    resumption.changed = tail.changed;
    resumption.continued_in = further_->now(journal).native();
    resumption.source = surveyed.source->facts();
    resumption.survey = surveyed.survey;
    resumption.command = as_typed(common_.command_line);
    resumption.destination = core::fs::absolute(args_.folder).native();
    resumption.reason = core::typed_text(args_.reason, "--reason");
    ledger.append([&](const custody::Ledger& open) {
      Drafts drafts{custody::draft_resumed(ids_, resumption, *by_)};
      add_facts(open, facts_, drafts);
      return drafts;
    });
    print_going_on(ids_.image, journal, tail);
  }

  int make(custody::Ledger& ledger, std::unique_ptr<acquire::Source> source,
           const acquire::ImageSettings& settings, const core::Path& item_folder,
           const acquire::Journal* from) {
    if (!args_.no_questions && !common_.json && FactQuestions::can_ask()) {
      questions_ = std::make_unique<FactQuestions>(facts_not_told(ledger, ids_.item));
    }
    const bool made = image(ledger, std::move(source), settings, item_folder, from);
    return made ? read_back(ledger, settings, item_folder) : 1;
  }

  void read_facts() {
    if (!args_.facts.empty()) {
      const core::Bytes bytes = core::read_file(args_.facts);
      facts_ = legal::parse_facts({bytes.begin(), bytes.end()}, args_.facts);
    }
  }

  void fill_start(custody::AcquisitionStart& start, const acquire::ImageSettings& settings,
                  const acquire::Source& source) {
    start.source = source.facts();
    start.carrier = acquire::carrier_of(core::Path(args_.folder) / "evidence");
    start.carrier_text = core::typed_text(args_.carrier, "--carrier");
    start.description = core::typed_text(args_.description, "--description");
    start.reason = core::typed_text(args_.reason, "--reason");
    start.command = as_typed(common_.command_line);
    start.destination = core::fs::absolute(args_.folder).native();
    start.format = settings.format;
    start.compression = settings.compression;
    start.segment_size = settings.segment_size;
    start.hashes = hash_names(settings);
    start.libraries = acquire::library_versions();
    start.again = args_.again;
    reading_.describe(start);
  }

  /// Leaf hash of the entry that --playbook names; empty when it is not given.
  std::string playbook_of(const custody::Ledger& ledger) const {
    if (args_.playbook.empty()) {
      return "";
    }
    std::string out = custody::reference_to(ledger, custody::entry_labelled(ledger, args_.playbook));
    if (!ledger.store().get("policy_fixed", out)) {
      core::fail("--playbook " + core::shown(args_.playbook) +
                 " names no entry that fixed a playbook; 'exhibit policy' fixes one, and without --playbook "
                 "nothing holds the acquisition up");
    }
    return out;
  }

  void begin(custody::Ledger& ledger, const custody::AcquisitionStart& start, const core::Path& item_folder) {
    try {
      append_start(ledger, start, item_folder);
    } catch (...) {
      partial_.reset();
      ::rmdir(item_folder.c_str());  // only when this run made it: a folder in use is not empty
      throw;
    }
  }

  void append_start(custody::Ledger& ledger, const custody::AcquisitionStart& start,
                    const core::Path& item_folder) {
    ledger.append([&](const custody::Ledger& open) {
      ids_ = custody::choose_ids(open, start, [&](const std::string& image) {
        return PartialFolder::is_locked(item_folder, image);
      });
      if (!core::fs::is_directory(item_folder)) {
        core::create_new_directory(item_folder);
      }
      refuse_files_in_the_way(item_folder);
      partial_.emplace(item_folder, ids_.image);
      if (second_) {
        second_->begin(ids_.image);
      }
      Drafts drafts = custody::draft_start(open, start, ids_, *by_);
      add_facts(open, facts_, drafts);
      return drafts;
    });
  }

  void refuse_files_in_the_way(const core::Path& item_folder) const {
    const auto files = custody::files_of_image(item_folder, ids_.image);
    if (!files.empty()) {
      core::fail("cannot image as " + ids_.image + ": " +
                 core::shown((item_folder / files.front()).native()) +
                 " exists, and no entry knows of it; put it elsewhere; nothing was recorded");
    }
  }

  void add_facts(const custody::Ledger& open, const std::vector<legal::ToldFact>& facts, Drafts& drafts) {
    for (const legal::ToldFact& fact : facts) {
      const legal::LateFact told{item_id(ids_.item), item_id(fact.number), fact.value, std::nullopt};
      drafts.push_back(legal::add_fact(open, told, *by_));
    }
  }

  std::unique_ptr<core::Progress> progress(const std::string& what) {
    auto shown = terminal_progress(what);
    return questions_ ? questions_->beside(std::move(shown)) : std::move(shown);
  }

  /// What was answered after the image was made is recorded as added later.
  void end_questions(custody::Ledger& ledger) {
    if (!questions_) {
      return;
    }
    questions_->finish();
    const auto answered = questions_->take();
    if (!answered.empty()) {
      ledger.append([&](const custody::Ledger& open) {
        Drafts drafts;
        add_facts(open, answered, drafts);
        return drafts;
      });
    }
  }

  void place(acquire::ImageSettings& settings) const {
    settings.folder = partial_->path();
    settings.second = second_ ? second_->writing_in() : core::Path();
    settings.base = ids_.image;
    settings.keep_journal = true;
  }

  bool image(custody::Ledger& ledger, std::unique_ptr<acquire::Source> source,
             acquire::ImageSettings settings, const core::Path& item_folder, const acquire::Journal* from) {
    const report::CaseView view(ledger);
    place(settings);
    settings.times = args_.profile ? &times_ : nullptr;
    settings.labels = {view.number(), by_->card.name, args_.description, ids_.item, "image " + ids_.image};
    try {
      const auto shown = progress("imaging " + ids_.item);
      acquisition_.emplace(reading_.image(std::move(source), settings,
                                          partial_->path() / (ids_.image + ".log"), session_.clock(), *shown,
                                          from));
      acquisition_->smart_after = acquire::smart_of(acquisition_->source);
      blocks_ = custody::side_file(partial_->path(), acquire::blocks_name(ids_.image));
      ::unlink((partial_->path() / (ids_.image + ".unreadable")).c_str());  // of a run that was killed here
      if (!acquisition_->unreadable.empty()) {
        unreadable_ =
            custody::write_side_file(partial_->path(), ids_.image + ".unreadable",
                                     core::as_bytes(custody::ranges_file(acquisition_->unreadable)));
      }
      if (further_) {
        further_->release();
      }
      partial_->release(acquire::journal_name(ids_.image));  // which goes on until the entry is there
      if (second_) {
        second_->release();
      }
    } catch (const core::Error& error) {
      record_failure(ledger, error);
      throw;
    }
    core::sync_directory(item_folder);
    const auto answered = questions_ ? questions_->take() : std::vector<legal::ToldFact>{};
    const auto done = ledger.append([&](const custody::Ledger& open) {
      Drafts drafts;
      add_facts(open, answered, drafts);
      const acquire::ImageFile& log = reading_.log();
      drafts.push_back(custody::draft_finished(ids_, *acquisition_, blocks_,
                                               unreadable_ ? &*unreadable_ : nullptr, *by_,
                                               custody::SideFile{log.name, *log.sha256, log.size}));
      return drafts;
    });
    finished_ = done.back().seq;
    partial_->discard();
    partial_.reset();
    reading_.write_map(*acquisition_);
    return true;
  }

  /// What is safe on the disk is kept for --resume; where nothing is, nothing is left.
  void record_failure(custody::Ledger& ledger, const core::Error& error) {
    const auto journal = acquire::read_journal(partial_->path(), ids_.image);
    const bool whole = acquisition_.has_value();  // only its place could not be taken
    const std::string kept_in = partial_->path().native();
    if (journal || whole) {
      partial_->keep();
      if (second_) {
        second_->keep();
      }
    }
    partial_.reset();
    if (second_) {
      second_->end();
    }
    const std::string why =
        error.code() == core::ErrorCode::interrupted ? "stopped by the person at the keyboard" : error.what();
    try {
      ledger.append([&](const custody::Ledger&) {
        return std::vector{journal ? custody::draft_suspended(ids_, journal->cut.offset, why, *by_)
                                   : custody::draft_failed(ids_, why, *by_)};
      });
    } catch (const core::Error& second) {
      throw core::Error(error.code(), std::string(error.what()) +
                                          "; the failure itself could not be recorded: " + second.what() +
                                          "; the ledger says that " + ids_.image +
                                          " was started, and the source was not changed");
    }
    const std::string left =
        journal ? "; " + kept_words(*journal) +
                      ", the ledger records the interruption, and the same command "
                      "with --resume goes on from there" +
                      (error.code() == core::ErrorCode::no_space
                           ? " when there is room, with --continue-in DIR in a folder on another disk"
                           : "") +
                      "; the source was not changed"
        : error.code() == core::ErrorCode::interrupted
            ? "; its unfinished files are removed, the ledger records the stop, and the source was not "
              "changed"
        : whole ? "; the image is whole, and kept in " + core::shown(kept_in) +
                      "; the ledger records that it was not finished, and the source was not changed"
                : "; no image of " + ids_.item +
                      " was kept, the ledger records the failure, and the source was not changed";
    throw core::Error(error.code(), what_stopped(error, ids_.item) + left);
  }

  int read_back(custody::Ledger& ledger, const acquire::ImageSettings& settings,
                const core::Path& item_folder) {
    if (args_.no_verify) {
      compare_second(ledger, nullptr);
      end_questions(ledger);
      tell(ledger, nullptr, finished_);
      return 0;
    }
    const auto shown = progress("comparing " + ids_.image);
    std::optional<acquire::CheckedAcquisition> checked;
    try {
      checked.emplace(acquire::compare(*acquisition_,
                                       acquire::read_image(*custody::first_segment(item_folder, ids_.image),
                                                           settings.format, *shown, cancel_token())));
    } catch (const core::Error& error) {
      throw core::Error(error.code(), std::string(error.what()) + "; the image " + ids_.image +
                                          " is whole and recorded as not compared (entry " +
                                          ledger.label(finished_) +
                                          "); 'exhibit verify --record --reason TEXT' compares it");
    }
    const std::uint64_t compared = custody::record_comparison(ledger, ids_, finished_, *checked, *by_);
    compare_second(ledger, &*checked);
    end_questions(ledger);
    tell(ledger, &*checked, compared);
    return checked->matches() && (!second_ || second_->is_good()) ? 0 : 3;
  }

  void compare_second(custody::Ledger& ledger, const acquire::CheckedAcquisition* first) {
    if (!second_) {
      return;
    }
    try {
      const auto shown = progress("comparing the second copy");
      second_->compare(*acquisition_, first, *shown, cancel_token());
    } catch (const core::Error& error) {
      throw core::Error(error.code(), std::string(error.what()) + "; the image " + ids_.image +
                                          " is whole and recorded; its second copy was not compared");
    }
    second_->record(ledger, ids_.image, core::typed_text(args_.reason, "--reason"), *by_);
  }

  void tell(const custody::Ledger& ledger, const acquire::CheckedAcquisition* checked,
            std::uint64_t entry) const {
    tell_acquired(ledger, {args_, common_.json, ids_, *acquisition_, checked, second_ ? &*second_ : nullptr,
                           reading_, times_, entry});
  }

  const Acquire& args_;
  const Common& common_;
  Session session_;
  AcquireReading reading_;
  std::optional<custody::UnlockedKey> by_;
  custody::AcquisitionIds ids_;
  std::optional<PartialFolder> partial_;
  std::optional<FurtherFolders> further_;  // of an image that was taken up again
  std::optional<SecondCopy> second_;       // nullopt: none was asked for
  std::optional<acquire::Acquisition> acquisition_;
  acquire::StageTimes times_;  // counted with --profile
  custody::SideFile blocks_;
  std::optional<custody::SideFile> unreadable_;
  std::uint64_t finished_ = 0;
  std::vector<legal::ToldFact> facts_;
  std::unique_ptr<FactQuestions> questions_;  // null: nobody is asked
};

}  // namespace

int run(const Acquire& args, const Common& common) {
  check_live(args);
  return args.is_unsigned ? image_unsigned(args, common) : Run(args, common).go();
}

}  // namespace cli
