// SPDX-License-Identifier: Apache-2.0
#include "report/item_facts.h"

#include <sstream>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/set_places.h"
#include "core/text.h"
#include "custody/case_files.h"
#include "custody/gaps.h"
#include "custody/label.h"
#include "report/import_facts.h"
#include "report/interruption_facts.h"
#include "report/item_history.h"
#include "report/source_facts.h"
#include "report/thing_facts.h"

namespace report {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

Value copy(const Value& from, const char* path) {
  const Value* found = from.at_path(path);
  return found == nullptr ? Value(nullptr) : *found;
}

std::uint64_t entry_at(const Value& row, const char* member) {
  return static_cast<std::uint64_t>(row.integer_of(member).value_or(0));
}

/// The same moment with this computer's zone; absent stays absent.
Value local(const Value& utc) {
  const auto time = utc.string() == nullptr ? std::nullopt : core::UtcTime::parse(*utc.string());
  return time ? Value(core::local_text(*time)) : Value(nullptr);
}

/// "exhibit 0.1.0", as the entry names the program that wrote it.
std::string program_of(const custody::Entry& entry) {
  const Value* tool = entry.object.find("tool");
  return tool->text_of("name").value_or("") + " " + tool->text_of("version").value_or("");
}

Array text_list(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

class Facts {
 public:
  Facts(const CaseView& view, const std::string& item, core::UtcTime now)
      : view_(view), ledger_(view.ledger()), item_(item), now_(now), thing_(thing_of(view, item)) {}

  Object all() {
    Object out{{"item", item_object()}};
    out["images"] = image_list();
    out["label"] = Object{{"text", custody::label_of(ledger_, thing_).text()}};
    const Value history = item_history(view_, ids_);
    for (const auto& [name, list] : *history.object()) {
      out[name] = list;
    }
    add_gaps_of_holding();
    out["gaps"] = gaps_;
    out["gaps_checked"] = true;
    out["verification"] = verification();
    return out;
  }

 private:
  Object item_object() const {
    const Value row = *ledger_.store().get("thing", thing_);
    const std::uint64_t seq = entry_at(row, "registered");
    const custody::Entry entry = ledger_.entry(seq);
    const Value& body = entry.body();
    const auto fact = [&](const char* name) {
      return text_or_null(view_.text(seq, std::string("body.facts.") + name));
    };
    /// What the collector said, or else what the device told.
    const auto said = [&](const char* name, const char* told) {
      const std::string text = view_.text(seq, std::string("body.") + name);
      return text.empty() ? fact(told) : Value(text);
    };
    Object out{{"description", text_or_null(view_.text(seq, "body.description"))},
               {"holder", text_or_null(view_.holder_text(row))},
               {"holder_entry", view_.entry_value(entry_at(row, "holder_since"))},
               {"id", thing_},
               {"kind", text_or_null(view_.word(row.text_of("kind").value_or("")))},
               {"make", said("make", "vendor")},
               {"model", said("model", "model")},
               {"registered_at", entry.time.text()},
               {"registered_at_local", core::local_text(entry.time)},
               {"registered_by", view_.person(entry.signers[0].key)},
               {"registered_entry", view_.entry_value(seq)},
               {"sector_size", copy(body, "facts.logical_sector_size")},
               {"serial", said("serial", "serial")},
               {"size", copy(body, "facts.size")},
               {"transport", fact("transport")}};
    if (const auto place = row.integer_of("place")) {
      out["location"] = text_or_null(view_.text(static_cast<std::uint64_t>(*place), "body.place"));
      out["location_entry"] = *place;
    }
    out.merge(collector_facts(view_, entry));
    const Value state = last_seen_state(view_, thing_);
    for (const auto& [name, value] : *state.object()) {
      out[name] = value;
    }
    out["authority"] = authorities(view_, thing_, first_finished());
    return out;
  }

  /// An image made from the item, or one that lies on it.
  bool belongs(const Value& image) const {
    return image.text_of("image_of") == thing_ || image.text_of("carrier") == thing_;
  }

  /// Entry of the item's first finished acquisition; what is recorded after it was added later.
  std::optional<std::uint64_t> first_finished() const {
    std::optional<std::uint64_t> out;
    for (const auto& [id, row] : ledger_.store().list("image", "")) {
      const auto finished = row.integer_of("finished");
      if (belongs(row) && finished) {
        const auto seq = static_cast<std::uint64_t>(*finished);
        out = out ? std::min(*out, seq) : seq;
      }
    }
    return out;
  }

  Array image_list() {
    Array out;
    ids_.push_back(thing_);
    for (const auto& [id, row] : ledger_.store().list("image", "")) {
      const bool asked = item_ == thing_ || item_ == id;
      if (!belongs(row) || !asked) {
        continue;
      }
      ids_.push_back(id);
      if (row.text_of("derived_from")) {
        continue;
      }
      if (row.integer_of("finished")) {
        out.emplace_back(image_object(id, row));
      } else {
        gaps_.emplace_back(unfinished(id, row));
      }
    }
    return out;
  }

  std::string unfinished(const std::string& id, const Value& row) const {
    const std::string state = view_.word(row.text_of("state").value_or(""));
    const std::string entry =
        view_.entry_words(std::max({entry_at(row, "failed"), entry_at(row, "started"),
                                    entry_at(row, "resumed"), entry_at(row, "suspended")}));
    return view_.told("The acquisition of " + id + " did not finish; its recorded state is '" + state +
                          "' (" + entry + ").",
                      id + "の取得は完了していない。記録上の状態：" + state + "（" + entry + "）。");
  }

  Object image_object(const std::string& id, const Value& row) {
    const std::string source = row.text_of("image_of").value_or("");
    Object out{{"carrier", copy(row, "carrier")},
               {"id", id},
               {"image_of", source},
               {"registered_entry", view_.entry_value(entry_at(row, "registered"))}};
    out["format"] =
        row.text_of("format") == "raw" ? "raw" : view_.told("E01 (EnCase 6 layout)", "E01（EnCase 6形式）");
    const bool imported = row.integer_of("imported").has_value();
    out["imported"] = imported;
    out["import"] = imported ? Value(import_facts(view_, entry_at(row, "imported"))) : Value(nullptr);
    add_start(out, entry_at(row, imported ? "imported" : "started"));
    add_finish(out, entry_at(row, "finished"), source);
    out["interruptions"] = interruption_facts(view_, id);
    out["compared"] = row.integer_of("verified").has_value();
    if (row.integer_of("verified")) {
      add_comparison(out, entry_at(row, "verified"), source);
      out["match"] = copy(row, "match");
    }
    return out;
  }

  /// Of an imported image: how it came into the case, in the place of how it was made.
  void add_start(Object& out, std::uint64_t seq) {
    const custody::Entry entry = ledger_.entry(seq);
    const Value& object = entry.object;
    out["started_entry"] = view_.entry_value(seq);
    out["command"] = text_or_null(view_.text(seq, "body.command"));
    out["destination"] = text_or_null(view_.text(seq, "body.destination"));
    out["examiner"] = text_or_null(view_.text(seq, "body.examiner"));
    out["reason"] = text_or_null(view_.text(seq, "body.reason"));
    out["libraries"] = copy(object, "body.libraries");
    add_reading(out, object);
    out["program"] = program_of(entry);
    out["program_digest"] = text_or_null(entry.object.find("tool")->text_of("digest").value_or(""));
    const Value offset = copy(object, "clock.offset_us");
    out["clock"] =
        Object{{"boot", copy(object, "clock.boot_id")},
               {"offset", offset.is_null() ? Value(nullptr)
                                           : Value(std::to_string(*offset.integer()) +
                                                   view_.told(" microseconds (the kernel's estimate)",
                                                              "マイクロ秒（カーネルの推定値）"))},
               {"source", view_.word(readable(copy(object, "clock.source")))},
               {"synchronised", copy(object, "clock.synchronised")}};
    out["source"] = source_facts(view_, seq, object);
  }

  /// How damaged parts were to be read.
  void add_reading(Object& out, const Value& object) {
    const Value fill = copy(object, "body.settings.fill");
    out["fill"] = fill.is_null() ? Value(nullptr)
                  : readable(fill) == "pattern"
                      ? Value(view_.told("the text BADBLOCK again and again", "文字列「BADBLOCK」の繰返し"))
                      : Value(view_.told("zero bytes", "値0のバイト"));
    out["retries"] = number_text(copy(object, "body.settings.retries"));
    out["read_timeout"] = number_text(copy(object, "body.settings.read_timeout"));
    out["rescue_map"] = copy(object, "body.settings.map");
  }

  /// As text, so that 0 is something recorded.
  static Value number_text(const Value& number) {
    return number.integer() ? Value(std::to_string(*number.integer())) : Value(nullptr);
  }

  void add_finish(Object& out, std::uint64_t seq, const std::string& source) {
    const custody::Entry entry = ledger_.entry(seq);
    const Value& body = entry.body();
    out["finished_entry"] = view_.entry_value(seq);
    out["started_at"] = copy(body, "started");
    out["started_at_local"] = local(out["started_at"]);
    out["finished_at"] = copy(body, "finished");
    out["finished_at_local"] = local(out["finished_at"]);
    out["bytes"] = copy(body, "bytes");
    for (const char* name : {"md5", "sha1", "sha256"}) {
      out[name] = copy(body, (std::string("digests.") + name).c_str());
    }
    out["blocks_root"] = copy(body, "blocks.root");
    out["block_count"] = copy(body, "blocks.count");
    out["segments"] = copy(body, "segments.count");
    out["segment_bytes"] = copy(body, "segments.bytes");
    out["unreadable_count"] = copy(body, "unreadable.count");
    out["unreadable_bytes"] = copy(body, "unreadable.bytes");
    out["ranges"] = ranges(body, source);
    out["log_name"] = copy(body, "log.file");
    out["log_size"] = copy(body, "log.size");
    out["log_sha256"] = copy(body, "log.sha256");
    out["smart_after"] = smart_after(view_, seq);
  }

  /// Lines of a file beside an image, only when it still has the digest its entry names.
  std::string side_file(const Value& body, const std::string& source, const char* name_path,
                        const char* digest_path) const {
    const core::Path file = ledger_.folder() / "evidence" / source / readable(copy(body, name_path));
    if (!core::fs::is_regular_file(file)) {
      return "";
    }
    const std::string text = core::read_text_file(file);
    return core::sha256(core::as_bytes(text)).hex() == readable(copy(body, digest_path)) ? text : "";
  }

  Array ranges(const Value& body, const std::string& source) const {
    Array out;
    if (body.at_path("unreadable.file") == nullptr) {
      return out;
    }
    std::istringstream lines(side_file(body, source, "unreadable.file", "unreadable.sha256"));
    std::int64_t offset = 0;
    std::int64_t length = 0;
    while (lines >> offset >> length) {
      out.emplace_back(Object{{"length", length}, {"offset", offset}});
    }
    return out;
  }

  void add_comparison(Object& out, std::uint64_t seq, const std::string& source) {
    const custody::Entry entry = ledger_.entry(seq);
    out["verified_entry"] = view_.entry_value(seq);
    out["verified_at"] = entry.time.text();
    out["verified_at_local"] = core::local_text(entry.time);
    out["verified_by"] = view_.person(entry.signers[0].key);
    out["verified_program"] = program_of(entry);
    const bool imported = entry.type == "image_imported";
    out["mismatches"] = text_list(view_.texts(seq, imported ? "body.faults.list" : "body.mismatches.list"));
    const core::SetPlaces places(ledger_.folder() / "evidence" / source,
                                 entry.body().text_of("image").value_or(""));
    Array files;
    for (const auto& [name, sha256] :
         custody::read_sums(side_file(entry.body(), source, "files.file", "files.sha256"))) {
      boost::system::error_code failed;
      const core::Path file = places.find(name);
      const auto size = core::fs::file_size(file, failed);
      files.emplace_back(Object{{"name", name},
                                {"sha256", sha256},
                                {"size", failed ? Value(nullptr) : Value(std::uint64_t{size})}});
    }
    out["files"] = std::move(files);
  }

  /// Stretches for which nobody, or not surely anybody, was accountable for the thing.
  void add_gaps_of_holding() {
    for (const custody::Gap& gap : custody::find_gaps(ledger_, {now_})) {
      if (gap.item != thing_ || !custody::is_of_holding(gap)) {
        continue;
      }
      std::string entries;
      for (const std::uint64_t number : gap.entries) {
        entries += (entries.empty() ? "" : view_.told(", ", "、")) + view_.entry_words(number);
      }
      const std::string to = gap.to ? gap.to->text() : view_.told("now", "現在");
      gaps_.emplace_back(
          view_.told("From " + gap.from.text() + " to " + to + ": " + gap.text + " (" + entries + ").",
                     gap.from.text() + "から" + to + "まで：" + gap.text_ja + "（" + entries + "）。"));
    }
  }

  Object verification() const {
    Object out{{"state", nullptr}, {"text", nullptr}};
    for (const std::string& id : ids_) {
      for (const std::uint64_t seq : ledger_.entries_about(id)) {
        const custody::Entry entry = ledger_.entry(seq);
        if (entry.type == "accessed" && entry.body().text_of("action") == "verified") {
          out["state"] = view_.entry_words(seq) + view_.told(", ", "、") + entry.time.text();
          out["text"] = shown_phrases(entry.body().text_of("range").value_or(""), view_.told_in());
        }
      }
    }
    return out;
  }

  const CaseView& view_;
  const custody::Ledger& ledger_;
  const std::string& item_;
  core::UtcTime now_;
  std::string thing_;
  std::vector<std::string> ids_;
  Array gaps_;
};

}  // namespace

std::string thing_of(const CaseView& view, const std::string& item) {
  const custody::Store& store = view.ledger().store();
  if (store.get("thing", item)) {
    return item;
  }
  const auto image = store.get("image", item);
  if (!image) {
    core::fail("no item '" + core::shown(item) +
               "' in this case; 'exhibit case show' lists things and images");
  }
  return image->text_of("image_of").value_or("");
}

Object item_facts(const CaseView& view, const std::string& item, core::UtcTime now) {
  return Facts(view, item, now).all();
}

}  // namespace report
