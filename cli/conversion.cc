// SPDX-License-Identifier: Apache-2.0
#include "cli/conversion.h"

#include <unistd.h>

#include <algorithm>
#include <limits>

#include "acquire/acquire.h"
#include "acquire/damage/reader.h"
#include "acquire/image/segments.h"
#include "cli/acquire_settings.h"
#include "cli/image_json.h"
#include "cli/partial_folder.h"
#include "cli/session.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/acquisition_record.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr const char* kListEnding = ".unreadable";

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

bool is_raw_segment(const std::string& extension) {
  return extension.size() == 3 && extension.find_first_not_of("0123456789") == std::string::npos;
}

/// Whether a file with that extension would be, or be taken for, a part of the new image.
bool belongs(const std::string& extension, acquire::ImageFormat format) {
  if (extension == "blocks" || extension == "unreadable") {
    return true;
  }
  return format == acquire::ImageFormat::e01 ? acquire::ewf_segment_number(extension).has_value()
                                             : extension == "raw" || is_raw_segment(extension);
}

Object digests_object(const acquire::MediaDigests& digests) {
  Object out;
  put_digests(out, digests);
  return out;
}

/// A digest as four have it, one line each.
template <typename D>
void add_lines(const std::string& name, std::optional<D> acquire::MediaDigests::*which,
               const std::vector<std::pair<std::string, const acquire::MediaDigests*>>& all,
               std::vector<std::string>& out) {
  const std::size_t before = out.size();
  for (const auto& [who, digests] : all) {
    if (digests->*which) {
      out.push_back((out.size() == before ? name : std::string(name.size(), ' ')) + "  " +
                    (digests->*which)->hex() + "  " + who);
    }
  }
}

template <typename D>
void compare_recorded(const std::string& name, const std::optional<D>& recorded,
                      const std::optional<D>& found, std::vector<std::string>& out) {
  if (recorded && found && *recorded != *found) {
    out.push_back("the " + name + " of its media, " + found->hex() + ", is not the one recorded, " +
                  recorded->hex());
  }
}

}  // namespace

core::Path Conversion::target_of(const Convert& args, const core::Path& first) {
  const core::Path out = core::fs::absolute(args.out).lexically_normal();
  if (core::fs::is_directory(out)) {
    return out / first.stem();
  }
  const std::string ending = lower(out.extension().native());
  const bool names_file = args.format == "raw" ? ending == ".raw" || ending == ".001" : ending == ".e01";
  core::Path target = names_file ? core::Path(out).replace_extension() : out;
  const std::string base = target.filename().native();
  if (base.empty() || base == "." || base == ".." || !core::fs::is_directory(target.parent_path())) {
    core::fail("cannot write " + core::shown(args.out) + ": the folder " +
               core::shown(target.parent_path().native()) + " does not exist");
  }
  return target;
}

Conversion::Conversion(const Convert& args, const core::Path& first,
                       std::optional<acquire::ImageFormat> format, std::optional<RecordedMedia> recorded)
    : out_words_(args.out),
      format_name_(args.format == "raw" ? "raw" : "E01"),
      target_(target_of(args, first)),
      recorded_(std::move(recorded)),
      settings_(settings_of(args)) {
  settings_.folder = target_.parent_path();
  settings_.base = target_.filename().native();
  settings_.checkpoint_bytes = std::numeric_limits<std::uint64_t>::max();
  settings_.checkpoint_time = std::chrono::hours(24 * 365);  // what is not whole is begun anew
  check_place();
  source_ = std::make_unique<acquire::ImageSource>(first, format, cancel_token());
  const auto sector_size = recorded_ ? recorded_->sector_size : args.sector_size;
  if (sector_size && source_->format() == acquire::ImageFormat::raw) {
    source_->set_sector_size(*sector_size);
  } else if (args.sector_size) {
    core::fail_usage("--sector-size is for raw media alone: an E01 tells it, and so does the case");
  }
  stored_ = source_->head().stored;
  header_ = source_->head().header;
  const bool has_labels = source_->format() == acquire::ImageFormat::e01 || !recorded_;
  settings_.labels = has_labels ? acquire::labels_in(header_) : recorded_->labels;
  settings_.acquired = acquire::acquired_in(header_);
  settings_.of_device = source_->head().of_device;
  take_unreadable(first);
  choose_digests();
  acquire::check_can_hold(settings_, source_->facts());
  check_room(settings_, source_->facts().size);
}

void Conversion::check_place() const {
  for (const core::fs::directory_entry& entry : core::fs::directory_iterator(settings_.folder)) {
    const std::string file = entry.path().filename().native();
    if (file.starts_with(settings_.base + ".") &&
        belongs(file.substr(settings_.base.size() + 1), settings_.format)) {
      core::fail("cannot write " + core::shown(out_words_) + ": " + core::shown(entry.path().native()) +
                 " exists already; choose a new name with --out FOLDER/NAME");
    }
  }
}

/// What the image lists, and what is listed beside it: error2 cannot name all, and a raw image names none.
void Conversion::take_unreadable(const core::Path& first) {
  std::vector<acquire::Range> ranges = source_->unreadable();
  const core::Path list = core::Path(first).replace_extension(kListEnding);
  std::optional<std::vector<acquire::Range>> beside = std::vector<acquire::Range>{};
  if (recorded_) {
    beside = recorded_->unreadable;
  } else if (core::fs::is_regular_file(list)) {
    beside = custody::parse_ranges(core::read_text_file(list));
  }
  const std::uint64_t size = source_->facts().size;
  const auto is_inside = [size](const acquire::Range& range) {
    return range.offset <= size && range.length <= size - range.offset;
  };
  if (!beside || !std::all_of(beside->begin(), beside->end(), is_inside)) {
    core::fail_faults("cannot carry the unreadable ranges over: " + core::shown(list.native()) +
                      " is no list of ranges of these media; a file of that name that has nothing to do with "
                      "the image is to be moved away");
  }
  ranges.insert(ranges.end(), beside->begin(), beside->end());
  reading_.recorded = acquire::merged_ranges(std::move(ranges));
}

/// Those asked for, and those that there is one to compare with of.
void Conversion::choose_digests() {
  const acquire::MediaDigests recorded = recorded_ ? recorded_->acquisition.digests : acquire::MediaDigests{};
  settings_.md5 = settings_.md5 || stored_.md5 || recorded.md5;
  settings_.sha1 = settings_.sha1 || stored_.sha1 || recorded.sha1;
  settings_.sha256 = settings_.sha256 || recorded.sha256;
}

std::string Conversion::name() const {
  return core::shown(core::Path(source_->facts().path).filename().native());
}

void Conversion::make() {
  PartialFolder partial(target_.parent_path(), settings_.base);
  settings_.folder = partial.path();
  try {
    write();
    compare_source();
    read_back(partial.path());
    leave_side_files(partial.path());
    partial.release();
  } catch (const core::Error& error) {
    throw core::Error(error.code(), std::string(error.what()) + "; nothing of a new image was left");
  }
  core::sync_directory(target_.parent_path());
}

void Conversion::write() {
  const auto shown = terminal_progress("converting " + name());
  made_ = acquire::acquire_image(*source_, settings_, clock_, *shown, cancel_token(), reading_);
  blocks_root_ = made_.blocks.root();
}

void Conversion::compare_source() {
  std::vector<std::string> faults = source_->finish(made_.digests);
  if (recorded_) {
    const acquire::Acquisition& recorded = recorded_->acquisition;
    if (recorded.bytes != made_.bytes) {
      faults.push_back("it holds " + std::to_string(made_.bytes) + " bytes of media; " +
                       std::to_string(recorded.bytes) + " were recorded");
    }
    compare_recorded("MD5", recorded.digests.md5, made_.digests.md5, faults);
    compare_recorded("SHA-1", recorded.digests.sha1, made_.digests.sha1, faults);
    compare_recorded("SHA-256", recorded.digests.sha256, made_.digests.sha256, faults);
    if (recorded.blocks.size() > 0 && recorded.blocks.root() != blocks_root_) {
      faults.emplace_back("the root of its block digests is not the one recorded");
    }
  }
  if (!faults.empty()) {
    core::fail_faults("cannot convert " + core::shown(source_->facts().path) +
                      ": faults were found while it was read: " + acquire::joined_faults(faults));
  }
}

void Conversion::read_back(const core::Path& folder) {
  const auto shown = terminal_progress("comparing " + settings_.base);
  const auto checked = acquire::compare(made_, acquire::read_image(folder / made_.files.front().name,
                                                                   settings_.format, *shown, cancel_token()));
  std::vector<std::string> faults = checked.mismatches();
  const auto lost = lost_errors(checked.reading().recorded_errors);
  faults.insert(faults.end(), lost.begin(), lost.end());
  if (!faults.empty()) {
    core::fail_faults("the new image, read back, is not what was converted: " +
                      acquire::joined_faults(faults));
  }
  read_back_ = checked.reading().digests;
}

/// Read errors below sector 2^32 that the new E01 does not list.
std::vector<std::string> Conversion::lost_errors(const std::vector<acquire::Range>& listed) const {
  const std::uint64_t sector = source_->facts().logical_sector_size;
  const std::uint64_t end = std::min(made_.bytes, (std::uint64_t{1} << 32U) * sector);
  const auto in_sectors = [&](const std::vector<acquire::Range>& ranges) {
    std::vector<acquire::Range> out;
    for (const acquire::Range& range : ranges) {
      const std::uint64_t from = range.offset / sector * sector;
      const std::uint64_t to = std::min(end, (range.offset + range.length + sector - 1) / sector * sector);
      if (from < to) {
        out.push_back({from, to - from});
      }
    }
    return acquire::merged_ranges(std::move(out));
  };
  const bool same =
      settings_.format == acquire::ImageFormat::raw || in_sectors(made_.unreadable) == in_sectors(listed);
  return same ? std::vector<std::string>{}
              : std::vector<std::string>{"the ranges that it lists as unreadable are others"};
}

void Conversion::leave_side_files(const core::Path& folder) const {
  core::fs::remove(folder / acquire::blocks_name(settings_.base));
  if (!made_.unreadable.empty()) {
    custody::write_side_file(folder, settings_.base + kListEnding,
                             core::as_bytes(custody::ranges_file(made_.unreadable)));
  }
}

Object Conversion::object() const {
  Array files;
  for (const acquire::ImageFile& file : made_.files) {
    files.emplace_back((target_.parent_path() / file.name).native());
  }
  Object out = digests_object(made_.digests);
  out["source"] = source_->facts().path;
  out["bytes"] = Value(made_.bytes);
  out["image"] = std::move(files);
  out["format"] = lower(format_name_);
  out["blocks_root"] = blocks_root_.hex();
  out["unreadable"] = ranges_value(made_.unreadable);
  out["stored"] = digests_object(stored_);
  out["recorded"] = recorded_ ? Value(digests_object(recorded_->acquisition.digests)) : Value(nullptr);
  out["read_back"] = digests_object(read_back_);
  out["verified"] = true;
  out["seconds"] = static_cast<double>(made_.finished.micros - made_.started.micros) / 1e6;
  return out;
}

std::vector<std::string> Conversion::lines() const {
  std::vector<std::string> out;
  std::vector<std::pair<std::string, const acquire::MediaDigests*>> all;
  all.emplace_back("stored in the source image", &stored_);
  if (recorded_) {
    all.emplace_back("recorded in the case", &recorded_->acquisition.digests);
  }
  all.emplace_back("of its media, computed while they were converted", &made_.digests);
  all.emplace_back("of the new image, read back", &read_back_);
  add_lines("md5   ", &acquire::MediaDigests::md5, all, out);
  add_lines("sha1  ", &acquire::MediaDigests::sha1, all, out);
  add_lines("sha256", &acquire::MediaDigests::sha256, all, out);
  const bool has_stored = stored_ != acquire::MediaDigests{};
  out.push_back(std::string("equal: ") +
                (has_stored ? "the digests stored in the source image, " : "the digests ") +
                (recorded_ ? "those recorded in the case, " : "") +
                (has_stored || recorded_ ? "those of its media" : "of the media") +
                ", computed while they were converted, and those of the new image, read back" +
                (has_stored ? "" : "; the source image stores none"));
  if (!made_.unreadable.empty()) {
    out.push_back("unreadable: " + grouped(made_.unreadable.size()) +
                  (made_.unreadable.size() == 1 ? " range" : " ranges") +
                  " that the source image lists, carried over; listed in " +
                  core::shown(settings_.base + kListEnding));
  }
  return out;
}

}  // namespace cli
