// SPDX-License-Identifier: Apache-2.0
// acquire: start entry, image, finished entry, read back, verified entry. The order is the invariant of docs/architecture.md.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "acquire/acquire.h"
#include "acquire/smart.h"
#include "cli/ask_facts.h"
#include "cli/entries.h"
#include "cli/image_settings.h"
#include "cli/session.h"
#include "cli/surveyed_source.h"
#include "cli/unsigned_image.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/acquisition_record.h"
#include "custody/case_files.h"
#include "custody/entry_label.h"
#include "custody/reference.h"
#include "legal/fact_file.h"
#include "legal/incident.h"
#include "report/case_view.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    const bool plain = word.find_first_of(" \t\"'\\$") == std::string::npos && !word.empty();
    out += (out.empty() ? "" : " ") + (plain ? word : "'" + word + "'");
  }
  return out;
}

/// The folder an image is made in, locked while its process lives.
class PartialFolder {
 public:
  PartialFolder(const core::Path& item_folder, const std::string& image)
      : item_folder_(item_folder), folder_(item_folder / custody::partial_folder_name(image)) {
    if (core::fs::exists(folder_) && !is_locked(item_folder, image)) {
      core::fs::remove_all(folder_);  // of a process that ended before its first entry: no entry knows of it
    }
    core::create_new_directory(folder_);
    lock_ = core::open_for_reading(folder_, O_DIRECTORY);
    if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
      core::fail_errno("cannot lock", folder_, errno);
    }
  }
  ~PartialFolder() {
    boost::system::error_code ignored;
    core::fs::remove_all(folder_, ignored);
  }
  PartialFolder(const PartialFolder&) = delete;
  PartialFolder& operator=(const PartialFolder&) = delete;

  const core::Path& path() const { return folder_; }
  /// Moves every file to the item's folder, never over another: all of them or none. The first of a set goes last, so that
  /// no part of it looks whole.
  void release() const {
    std::vector<core::Path> files;
    for (const auto& file : core::fs::directory_iterator(folder_)) {
      files.push_back(file.path());
    }
    std::sort(files.rbegin(), files.rend());
    std::vector<core::Path> moved;
    try {
      for (const core::Path& file : files) {
        core::rename_new(file, item_folder_ / file.filename());
        moved.push_back(file);
      }
    } catch (const core::Error&) {
      for (const core::Path& file : moved) {
        core::rename_new(item_folder_ / file.filename(), file);
      }
      throw;
    }
  }
  /// True when a living process makes that image.
  static bool is_locked(const core::Path& item_folder, const std::string& image) {
    const core::Path folder = item_folder / custody::partial_folder_name(image);
    if (!core::fs::is_directory(folder)) {
      return false;
    }
    const core::Fd fd = core::open_for_reading(folder, O_DIRECTORY);
    return ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0;
  }

 private:
  core::Path item_folder_, folder_;
  core::Fd lock_;
};

/// One acquisition from open source to the last entry.
class Run {
 public:
  Run(const Acquire& args, const Common& common) : args_(args), common_(common), session_(common) {}

  int go() {
    acquire::ImageSettings settings = settings_of(args_);
    read_facts();
    custody::AcquisitionStart start(item_id(args_.item));
    custody::Ledger ledger = session_.open(args_.folder);
    settings.folder = core::Path(args_.folder) / "evidence";
    const SurveyedSource surveyed = open_surveyed(args_, settings);
    const auto& source = surveyed.source;
    by_.emplace(session_.signer());
    begin_own_log(ledger, *by_);
    if (!ledger.store().get("thing", start.item.value())) {
      start.item = item_id(own_item(ledger, start.item.value()));
    }
    const core::Path item_folder = core::Path(args_.folder) / "evidence" / start.item.value();
    fill_start(start, settings, *source);
    start.survey = surveyed.survey;
    start.playbook = playbook_of(ledger);
    begin(ledger, start, item_folder);
    if (!args_.no_questions && !common_.json && FactQuestions::can_ask()) {
      questions_ = std::make_unique<FactQuestions>(not_told(ledger));
    }
    const bool made = image(ledger, *source, settings, item_folder);
    return made ? read_back(ledger, settings, item_folder) : 1;
  }

 private:
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
    start.command = joined(common_.command_line);
    start.destination = core::fs::absolute(args_.folder).native();
    start.format = settings.format;
    start.compression = settings.compression;
    start.segment_size = settings.segment_size;
    start.hashes = hash_names(settings);
    start.libraries = acquire::library_versions();
    start.again = args_.again;
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
      partial_.emplace(item_folder, ids_.image);
      Drafts drafts = custody::draft_start(open, start, ids_, *by_);
      add_facts(open, facts_, drafts);
      return drafts;
    });
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

  bool image(custody::Ledger& ledger, acquire::Source& source, acquire::ImageSettings settings,
             const core::Path& item_folder) {
    const report::CaseView view(ledger);
    settings.folder = partial_->path();
    settings.base = ids_.image;
    settings.labels = {view.number(), by_->card.name, args_.description, ids_.item, "image " + ids_.image};
    try {
      const auto shown = progress("imaging " + ids_.item);
      acquisition_.emplace(
          acquire::acquire_image(source, settings, session_.clock(), *shown, cancel_token()));
      acquisition_->smart_after = acquire::smart_of(source.facts());
      blocks_ = custody::write_side_file(partial_->path(), ids_.image + ".blocks",
                                         custody::blocks_file(acquisition_->blocks));
      if (!acquisition_->unreadable.empty()) {
        unreadable_ =
            custody::write_side_file(partial_->path(), ids_.image + ".unreadable",
                                     core::as_bytes(custody::ranges_file(acquisition_->unreadable)));
      }
      partial_->release();
      partial_.reset();
    } catch (const core::Error& error) {
      record_failure(ledger, error);
      throw;
    }
    core::sync_directory(item_folder);
    const auto answered = questions_ ? questions_->take() : std::vector<legal::ToldFact>{};
    const auto done = ledger.append([&](const custody::Ledger& open) {
      Drafts drafts;
      add_facts(open, answered, drafts);
      drafts.push_back(
          custody::draft_finished(ids_, *acquisition_, blocks_, unreadable_ ? &*unreadable_ : nullptr, *by_));
      return drafts;
    });
    finished_ = done.back().seq;
    return true;
  }

  void record_failure(custody::Ledger& ledger, const core::Error& error) {
    partial_.reset();
    const std::string why =
        error.code() == core::ErrorCode::interrupted ? "stopped by the person at the keyboard" : error.what();
    try {
      ledger.append(
          [&](const custody::Ledger&) { return std::vector{custody::draft_failed(ids_, why, *by_)}; });
    } catch (const core::Error& second) {
      throw core::Error(error.code(), std::string(error.what()) +
                                          "; the failure itself could not be recorded: " + second.what() +
                                          "; the ledger says that " + ids_.image +
                                          " was started, and the source was not changed");
    }
    if (error.code() == core::ErrorCode::interrupted) {
      throw core::Error(error.code(),
                        "stopped before the image of " + ids_.item +
                            " was whole; its unfinished files are removed, the ledger records the stop, and "
                            "the source was not changed");
    }
    throw core::Error(error.code(),
                      std::string(error.what()) + "; no image of " + ids_.item +
                          " was kept, the ledger records the failure, and the source was not changed");
  }

  int read_back(custody::Ledger& ledger, const acquire::ImageSettings& settings,
                const core::Path& item_folder) {
    if (args_.no_verify) {
      end_questions(ledger);
      report(ledger, nullptr, finished_);
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
    end_questions(ledger);
    report(ledger, &*checked, compared);
    return checked->matches() ? 0 : 3;
  }

  Object as_json(const acquire::CheckedAcquisition* checked, std::uint64_t entry) const {
    const acquire::Acquisition& a = *acquisition_;
    Array files;
    for (const acquire::ImageFile& file : a.files) {
      files.emplace_back("evidence/" + ids_.item + "/" + file.name);
    }
    Array unreadable;
    for (const acquire::Range& range : a.unreadable) {
      unreadable.emplace_back(Object{{"length", Value(range.length)}, {"offset", Value(range.offset)}});
    }
    Object out{{"item", ids_.item},
               {"source", a.source.path},
               {"bytes", Value(a.bytes)},
               {"image", std::move(files)},
               {"image_id", ids_.image},
               {"carrier", ids_.carrier},
               {"blocks_root", a.blocks.root().hex()},
               {"unreadable", std::move(unreadable)},
               {"verified", checked != nullptr && checked->matches()},
               {"entry", Value(entry)},
               {"seconds", static_cast<double>(a.finished.micros - a.started.micros) / 1e6}};
    const auto put = [&out](const char* name, const auto& digest) {
      out[name] = digest ? Value(digest->hex()) : Value(nullptr);
    };
    put("md5", a.digests.md5);
    put("sha1", a.digests.sha1);
    put("sha256", a.digests.sha256);
    return out;
  }

  /// Facts asked for at an acquisition that nothing shows.
  std::vector<const legal::FactRule*> not_told(const custody::Ledger& ledger) const {
    const report::CaseView view(ledger);
    const legal::Records records(view);
    return legal::facts_not_told(legal::ItemCase(records, ids_.item));
  }

  void report(const custody::Ledger& ledger, const acquire::CheckedAcquisition* checked,
              std::uint64_t entry) const {
    const acquire::Acquisition& a = *acquisition_;
    const std::string label = ledger.label(entry);
    if (common_.json) {
      Object out = as_json(checked, entry);
      out["label"] = label;
      Array missing;
      for (const legal::FactRule* fact : not_told(ledger)) {
        missing.emplace_back(fact->number);
      }
      out["facts_not_recorded"] = std::move(missing);
      print_json(out);
    } else {
      print(ids_.item + ": " + grouped(a.bytes) + " bytes imaged as " + ids_.image + " in " +
            std::to_string(a.files.size()) + (a.files.size() == 1 ? " file" : " files"));
      if (a.digests.sha256) {
        print("sha256  " + a.digests.sha256->hex());
      }
      if (!a.unreadable.empty()) {
        print("unreadable: " + std::to_string(a.unreadable.size()) +
              " ranges of the source, filled with zero bytes and listed");
      }
      print(checked == nullptr ? "not compared (entry " + label + "): the image was not read back"
            : checked->matches()
                ? "compared (entry " + label +
                      "): the image, read back, has the digest computed while the source was read once"
                : "DIFFERS (entry " + label + "): the image, read back, is not what was read");
      print_not_told(ledger);
    }
    if (checked != nullptr) {
      for (const std::string& why : checked->mismatches()) {
        (void)std::fprintf(stderr, "fault: %s\n", core::shown(why).c_str());
      }
    }
  }

  void print_not_told(const custody::Ledger& ledger) const {
    std::string list;
    for (const legal::FactRule* fact : not_told(ledger)) {
      list += std::string(list.empty() ? "" : "; ") + fact->number + " " + fact->title.en;
    }
    if (!list.empty()) {
      print("not recorded of " + ids_.item + ": " + list +
            " ('exhibit fact add' records them, as added later)");
    }
  }

  const Acquire& args_;
  const Common& common_;
  Session session_;
  std::optional<custody::UnlockedKey> by_;
  custody::AcquisitionIds ids_;
  std::optional<PartialFolder> partial_;
  std::optional<acquire::Acquisition> acquisition_;
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
