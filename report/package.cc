// SPDX-License-Identifier: Apache-2.0
#include "report/package.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/scratch_folder.h"
#include "core/set_places.h"
#include "core/text.h"
#include "core/version.h"
#include "custody/case_files.h"
#include "custody/exercise.h"
#include "custody/export.h"
#include "custody/image_files.h"
#include "custody/private_entry.h"
#include "custody/readable_image.h"
#include "custody/restriction.h"
#include "report/bag.h"
#include "report/case_view.h"
#include "report/issue_document.h"
#include "report/render_pdf.h"
#include "report/zip_file.h"

namespace report {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

using NamedRows = std::vector<std::pair<std::string, Value>>;

bool wants_zip(const core::Path& out) { return out.extension() == ".zip"; }

void refuse_bad_target(const core::Path& out, const core::Path& case_folder) {
  if (core::fs::symlink_status(out).type() != core::fs::file_not_found) {
    core::fail("cannot make the package " + core::shown(out.native()) +
               ": it exists already; choose a new name");
  }
  const core::Path parent = core::fs::absolute(out).parent_path();
  if (!core::fs::is_directory(parent)) {
    core::fail("cannot make the package " + core::shown(out.native()) + ": the folder " +
               core::shown(parent.native()) + " does not exist");
  }
  const std::string inside = core::fs::canonical(parent).native() + "/";
  if (inside.starts_with(core::fs::canonical(case_folder).native() + "/")) {
    core::fail("cannot make the package inside the case folder; choose another place");
  }
}

/// Nothing that goes may be restricted; what is left out may be.
void refuse_restricted(const custody::Ledger& ledger, const Withholding& held) {
  for (const char* kind : {"thing", "image"}) {
    for (const auto& [id, row] : ledger.store().list(kind, "")) {
      const auto by = held.items.contains(id) ? std::nullopt : custody::restricted_by(ledger.store(), id);
      if (by) {
        core::fail("no package was made: " + custody::restriction_words(ledger.store(), id, *by) +
                   "; --without " + id + " leaves it out");
      }
    }
  }
}

/// What was played is handed over to nobody as evidence.
void refuse_exercise(const custody::Ledger& ledger) {
  if (const auto name = custody::exercise_of(ledger.store())) {
    core::fail("no package was made: the case is the exercise '" + core::shown(*name) +
               "', and an exercise is packaged for nobody, neither court nor police");
  }
}

custody::Redaction joined(custody::Redaction asked, const custody::Redaction& held) {
  asked.leaves.insert(held.leaves.begin(), held.leaves.end());
  asked.disclosures.insert(held.disclosures.begin(), held.disclosures.end());
  return asked;
}

class Packer {
 public:
  Packer(const custody::Ledger& ledger, const PackageRequest& request, const Withholding& held,
         BagWriter& bag, core::Progress& progress, const core::CancelToken& cancel)
      : ledger_(ledger),
        request_(request),
        held_(held),
        bag_(bag),
        progress_(progress),
        cancel_(cancel),
        view_(ledger, request.redaction.any()) {}

  void fill() {
    measure();
    add_evidence();
    add_kept("attachment", "attachments", held_.attachments,
             [](const std::string& id, const Value&) { return id; });
    add_kept("document", "documents", held_.documents,
             [](const std::string&, const Value& row) { return row.text_of("sha256").value_or(""); });
    custody::export_ledger(
        ledger_, bag_.root() / "data/ledger",
        {joined(custody::choose_redaction(ledger_, request_.redaction), held_.redaction), request_.policy});
    bag_.adopt("data/ledger");
    add_left_out();
    add_first_pages();
    bag_.add("HOW-TO-VERIFY.txt", core::as_bytes(package_guide("en")));
    bag_.add("HOW-TO-VERIFY-ja.txt", core::as_bytes(package_guide("ja")));
  }

  const std::vector<std::string>& images() const { return images_; }

 private:
  void measure() {
    for (const auto& entry : core::fs::recursive_directory_iterator(ledger_.folder() / "evidence")) {
      total_ += entry.status().type() == core::fs::regular_file ? core::fs::file_size(entry.path()) : 0;
    }
    core::fs::create_directory(bag_.root() / "data");
  }

  /// Copies one file of the case and compares it with the digest the ledger gives, when it gives one.
  void copy(const std::string& name, const std::string& recorded) {
    copy(ledger_.folder() / name, name, recorded);
  }

  void copy(const core::Path& from, const std::string& name, const std::string& recorded) {
    cancel_.check();
    const core::FileDigest digest = bag_.copy("data/" + name, from);
    if (!recorded.empty() && digest.sha256.hex() != recorded) {
      core::fail("the file " + core::shown(name) +
                 " is not the one recorded: its SHA-256 differs; no package was made, run "
                 "'exhibit verify' on the case");
    }
    done_ += digest.size;
    progress_.update(done_, std::max(done_, total_));
  }

  void add_evidence() {
    for (const auto& [image, row] : ledger_.store().list("image", "")) {
      if (row.integer_of("disposed")) {
        continue;
      }
      if (held_.images.contains(image)) {
        left_out_ += "evidence/" + row.text_of("image_of").value_or("") + "/" + image + "\n";
        continue;
      }
      if (const auto file = row.text_of("file")) {
        images_.push_back(image);
        copy("evidence/" + row.text_of("image_of").value_or("") + "/" + *file,
             row.text_of("sha256").value_or(""));
        continue;
      }
      if (!row.integer_of("finished")) {
        continue;
      }
      images_.push_back(image);
      const std::string folder = "evidence/" + row.text_of("image_of").value_or("") + "/";
      const auto sums = custody::recorded_sums(ledger_, image);
      const std::vector<std::string> files = custody::files_of_image(ledger_.folder() / folder, image);
      check_complete(image, folder, files, sums, *row.integer_of("finished"));
      const core::SetPlaces places(ledger_.folder() / folder, image);
      for (const std::string& file : files) {
        const auto recorded = sums.find(file);
        copy(places.find(file), folder + file, recorded == sums.end() ? "" : recorded->second);
      }
    }
  }

  /// Every file that the ledger knows of is there, and the segments have the number and size recorded.
  void check_complete(const std::string& image, const std::string& folder,
                      const std::vector<std::string>& files, const std::map<std::string, std::string>& sums,
                      std::int64_t finished) const {
    const auto entry = ledger_.entry(static_cast<std::uint64_t>(finished));
    const core::SetPlaces places(ledger_.folder() / folder, image);
    std::int64_t count = 0;
    std::uint64_t bytes = 0;
    for (const std::string& file : files) {
      const bool beside = custody::is_beside_image(file);
      count += beside ? 0 : 1;
      bytes += beside ? 0 : core::fs::file_size(places.find(file));
    }
    bool complete = Value(count) == *entry.body().at_path("segments.count") &&
                    Value(bytes) == *entry.body().at_path("segments.bytes");
    for (const auto& [name, sha256] : sums) {
      complete = complete && std::find(files.begin(), files.end(), name) != files.end();
    }
    if (!complete) {
      core::fail("files of the image " + image +
                 " are missing or not those recorded; no package was made, run 'exhibit verify' on the case");
    }
  }

  /// What is held back is not named: the entries that speak of it do not go either, or not its name.
  template <typename DigestOf>
  void add_kept(const char* kind, const std::string& folder, const std::set<std::string>& held,
                const DigestOf& digest_of) {
    for (const auto& [id, row] : ledger_.store().list(kind, "")) {
      if (held.contains(id)) {
        continue;
      }
      if (request_.redaction.any()) {
        left_out_ += folder + "/" + id + "\n";
      } else {
        copy(folder + "/" + id, digest_of(id, row));
      }
    }
  }

  void add_left_out() {
    std::string text = held_.any() ? std::string(kPartsWithheld) + "\n" : "";
    for (const CasePart& part : request_.tell_withheld ? held_.held : std::vector<CasePart>{}) {
      text += line_of(part) + "\n";
    }
    text += left_out_;
    if (!text.empty() || request_.redaction.any()) {
      bag_.add("data/" + std::string(kLeftOut), core::as_bytes(text));
    }
  }

  Array copies(const CaseView& view) const {
    Array out;
    for (const std::string& id : images_) {
      const Value row = *ledger_.store().get("image", id);
      if (const auto file = row.text_of("file")) {
        out.emplace_back(
            Object{{"entry", row.integer_of("registered").value_or(0)},
                   {"file", "data/evidence/" + row.text_of("image_of").value_or("") + "/" + *file},
                   {"id", id},
                   {"kind", view.word(row.text_of("kind").value_or(""))},
                   {"of", row.text_of("derived_from").value_or("")},
                   {"sha256", row.text_of("sha256").value_or("")}});
      }
    }
    return out;
  }

  Value first_page_facts(const Template& form, core::UtcTime now) const {
    const CaseView view(ledger_, request_.redaction.any(), form.language());
    Array items;
    for (const auto& [id, row] : ledger_.store().list("thing", "")) {
      const auto seq = static_cast<std::uint64_t>(row.integer_of("registered").value_or(0));
      items.emplace_back(Object{{"description", view.text(seq, "body.description")},
                                {"entry", view.entry_value(seq)},
                                {"holder", view.holder_text(row)},
                                {"id", id},
                                {"kind", view.word(row.text_of("kind").value_or(""))}});
    }
    Array images;
    for (const std::string& image : images_) {
      const Value row = *ledger_.store().get("image", image);
      if (row.text_of("file")) {
        continue;  // among the copies
      }
      const auto finished = static_cast<std::uint64_t>(*row.integer_of("finished"));
      const auto entry = ledger_.entry(finished);
      const Value* sha256 = entry.body().at_path("digests.sha256");
      images.emplace_back(Object{{"compared", row.boolean_of("match").has_value()},
                                 {"entry", Value(finished)},
                                 {"folder", "data/evidence/" + row.text_of("image_of").value_or("")},
                                 {"id", image},
                                 {"image_of", row.text_of("image_of").value_or("")},
                                 {"imported", row.integer_of("imported").has_value()},
                                 {"match", row.boolean_of("match").value_or(false)},
                                 {"sha256", sha256 == nullptr ? Value(nullptr) : *sha256}});
    }
    Array documents;
    const bool with_documents = !request_.redaction.any();
    for (const auto& [file, row] : with_documents ? ledger_.store().list("document", "") : NamedRows{}) {
      if (held_.documents.contains(file)) {
        continue;
      }
      documents.emplace_back(Object{{"entry", row.integer_of("entry").value_or(0)}, {"file", file}});
    }
    const custody::Checkpoint head = ledger_.checkpoint();
    return Object{
        {"case", Object{{"id", ledger_.case_id().hex()},
                        {"log_key_fingerprint", std::string(custody::fingerprint_of(ledger_.log().name))},
                        {"number", view.number()},
                        {"title", view.title()}}},
        {"contact", contact(view)},
        {"copies", copies(view)},
        {"documents", std::move(documents)},
        {"document", Object{{"created_at_local", core::local_text(now)},
                            {"created_at_utc", now.text()},
                            {"program", std::string(core::kProgramName) + " " + core::kProgramVersion},
                            {"template_digest", form.digest().hex()},
                            {"template_id", form.id()},
                            {"template_version", form.version()}}},
        {"head", Object{{"root", head.root.hex()}, {"size", Value(head.size)}}},
        {"images", std::move(images)},
        {"items", std::move(items)},
        {"other_page", page_name(form.language() == "ja" ? "en" : "ja") + ".pdf"},
        {"recipient", request_.recipient},
        {"withheld", held_.any()},
        {"without_images", images_.empty() && !held_.images.empty()}};
  }

  std::string first_administrator() const {
    const auto row = ledger_.store().get("case", "case");
    const auto key = custody::VerifierKey::parse(row->text_of("administrator").value_or(""));
    return key ? key->name : "";
  }

  std::string contact(const CaseView& view) const {
    const std::string key = first_administrator();
    const std::string organisation = view.organisation(key);
    return view.person(key) + (organisation.empty() ? "" : view.told(", ", "、") + organisation);
  }

  /// The page in the language of the case has the plain name, for whoever opens one file only.
  std::string page_name(const std::string& language) const {
    return language == view_.language() ? "FIRST-PAGE" : "FIRST-PAGE-" + language;
  }

  void add_first_pages() {
    const core::UtcTime now = ledger_.environment().clock.now();
    for (const char* language : {"en", "ja"}) {
      const Template form = Template::load(templates_folder() / kFirstPage / (std::string(language) + ".md"));
      const Document page = form.fill(first_page_facts(form, now));
      bag_.add(page_name(language) + ".pdf", render_pdf(page, {now, {}}));
      bag_.add(page_name(language) + ".txt", core::as_bytes(render_text(page)));
    }
  }

  const custody::Ledger& ledger_;
  const PackageRequest& request_;
  const Withholding& held_;
  BagWriter& bag_;
  core::Progress& progress_;
  const core::CancelToken& cancel_;
  CaseView view_;
  std::vector<std::string> images_;
  std::string left_out_;  // lines of kLeftOut
  std::uint64_t done_ = 0, total_ = 0;
};

std::vector<std::pair<std::string, std::string>> bag_info(const custody::Ledger& ledger,
                                                          const PackageRequest& request,
                                                          const custody::UnlockedKey& by) {
  const CaseView view(ledger, request.redaction.any());
  const std::string organisation = view.organisation(by.card.key.name);
  return {{"Source-Organization", organisation.empty() ? "not stated" : core::shown(organisation)},
          {"External-Identifier", ledger.case_id().hex()},
          {"External-Description",
           "Case " + core::shown(view.number()) + ", for " + core::shown(request.recipient)},
          {"Bagging-Date", ledger.environment().clock.now().text().substr(0, 10)},
          {"Bag-Software-Agent", std::string(core::kProgramName) + " " + core::kProgramVersion}};
}

/// The items that went, with the digest by which each is known.
Array items_of(const custody::Ledger& ledger, const std::vector<std::string>& images) {
  Array out;
  for (const std::string& id : images) {
    const Value row = *ledger.store().get("image", id);
    const auto finished = row.integer_of("finished");
    const auto entry =
        finished ? std::optional(ledger.entry(static_cast<std::uint64_t>(*finished))) : std::nullopt;
    const Value* read = entry ? entry->body().at_path("digests.sha256") : nullptr;
    out.emplace_back(
        Object{{"id", id}, {"sha256", read != nullptr ? *read : Value(row.text_of("sha256").value_or(""))}});
  }
  return out;
}

std::vector<custody::Draft> drafts_of(const custody::Ledger& ledger, const PackageRequest& request,
                                      const PackageMade& made, const std::vector<std::string>& images,
                                      const custody::Checkpoint& head, const custody::UnlockedKey& by) {
  std::vector<custody::Draft> out;
  const Withholding& held = made.withholding;
  if (held.any() || !held.included.empty()) {
    Object body{{"manifest_sha256", made.tag_manifest.hex()},
                {"withheld", custody::committed(list_of(held.held))}};
    if (!held.included.empty()) {
      body["included"] = custody::committed(list_of(held.included));
    }
    out.push_back(
        custody::made_private(ledger, {"package_withheld", {}, std::move(body), {{&by, "author"}}, {}}));
  }
  Object body = request.further;
  body["bytes"] = Value(made.bytes);
  body["files"] = Value(made.files);
  body["form"] = wants_zip(request.out) ? "zip" : "folder";
  body["head"] = Object{{"root", head.root.hex()}, {"size", Value(head.size)}};
  body["items"] = custody::committed(items_of(ledger, images));
  body["manifest_sha256"] = made.tag_manifest.hex();
  body["recipient"] = custody::committed(request.recipient);
  out.push_back({"package_made", images, std::move(body), {{&by, "author"}}, {}});
  return out;
}

}  // namespace

PackageMade make_package(custody::Ledger& ledger, const PackageRequest& request,
                         const custody::UnlockedKey& by, core::Progress& progress,
                         const core::CancelToken& cancel) {
  refuse_exercise(ledger);
  refuse_bad_target(request.out, ledger.folder());
  PackageMade out;
  custody::Checkpoint head;
  std::vector<std::string> images;
  std::optional<core::ScratchFolder> building;
  ledger.read_consistently([&] {
    out.withholding = request.withhold ? request.withhold(ledger) : Withholding{};
    refuse_restricted(ledger, out.withholding);
    building.emplace(core::ScratchFolder::beside(request.out));
    head = ledger.checkpoint();
    BagWriter bag(*building / "bag");
    Packer packer(ledger, request, out.withholding, bag, progress, cancel);
    packer.fill();
    images = packer.images();
    out.tag_manifest = bag.finish(bag_info(ledger, request, by));
    out.files = bag.files() + 1;
    out.bytes = bag.bytes();
  });
  const core::Path folder = *building / "bag", zip = *building / "zip";
  if (wants_zip(request.out)) {
    pack_zip(folder, request.out.stem().native(), zip);
  }
  const auto done = ledger.append(
      [&](const custody::Ledger& open) { return drafts_of(open, request, out, images, head, by); });
  core::rename_new(wants_zip(request.out) ? zip : folder, request.out);
  out.entry = done.back().seq;
  if (done.size() > 1) {
    out.withheld_entry = done.front().seq;
  }
  return out;
}

}  // namespace report
