// SPDX-License-Identifier: Apache-2.0
#include "report/interruption_facts.h"

#include "core/text.h"
#include "report/source_facts.h"

namespace report {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

std::string bytes_in(const custody::Entry& entry, const char* name) {
  return core::grouped(static_cast<std::uint64_t>(entry.body().integer_of(name).value_or(0)));
}

/// What was found of the source when imaging went on. Only what was recorded.
void add_source(const CaseView& view, const custody::Entry& entry, Array& lines) {
  const Object source = source_facts(view, entry.number, entry.object);
  const auto add = [&](const char* name, const std::string& what) {
    if (const std::string* text = source.at(name).string()) {
      lines.emplace_back(what + *text);
    }
  };
  add("in_use", view.told("source in use: ", "原媒体の使用："));
  for (const Value& line : *source.at("write_block").array()) {
    lines.emplace_back(view.told("write blocking by software: ", "ソフトウェアによる書込防止：") +
                       readable(line));
  }
  add("smart", view.told("health as the device tells it (SMART): ", "装置が報告する健全性（SMART）："));
}

Array suspension(const CaseView& view, const custody::Entry& entry) {
  const std::string bytes = bytes_in(entry, "bytes");
  return {view.told("put down when " + bytes + " bytes were imaged and kept: ",
                    bytes + "バイトを取得・保存した時点で中断：") +
          view.text(entry.number, "body.error")};
}

Array resumption(const CaseView& view, const custody::Entry& entry, bool was_put_down) {
  const std::string bytes = bytes_in(entry, "bytes");
  const std::string compared = bytes_in(entry, "compared");
  Array out;
  if (!was_put_down) {
    out.emplace_back(view.told("the process or the computer had ended without recording it",
                               "処理又はコンピュータが、記録を残さずに終了していた"));
  }
  out.emplace_back(view.told("went on at byte " + bytes + "; the last " + compared +
                                 " bytes before it were read again, from the source and from the image, and "
                                 "are what was imaged",
                             bytes + "バイトの位置から再開。直前の" + compared +
                                 "バイトを原媒体とイメージの双方から再度読み取り、取得した内容と同一"));
  if (entry.body().integer_of("changed")) {
    const std::string changed = bytes_in(entry, "changed");
    out.emplace_back(view.told(
        changed + " bytes before it, read again, are no longer what was imaged: the "
                  "source was written to meanwhile",
        "再度読み取ったうち" + changed + "バイトは取得した内容と異なる（取得中に原媒体へ書込みがあった）"));
  }
  const auto add = [&](const char* name, const std::string& what) {
    if (const std::string text = view.text(entry.number, std::string("body.") + name); !text.empty()) {
      out.emplace_back(what + text);
    }
  };
  add("continued_in", view.told("the rest is written in the folder ", "残りの書込先フォルダ："));
  add("reason", view.told("reason: ", "理由："));
  add("command", view.told("command: ", "コマンド："));
  add_source(view, entry, out);
  return out;
}

}  // namespace

Array interruption_facts(const CaseView& view, const std::string& image) {
  Array out;
  bool was_put_down = false;
  for (const std::uint64_t seq : view.ledger().entries_about(image)) {
    const custody::Entry entry = view.ledger().entry(seq);
    const bool suspended = entry.type == "acquisition_suspended";
    if (!suspended && entry.type != "acquisition_resumed") {
      continue;
    }
    out.emplace_back(
        Object{{"entry", view.entry_value(seq)},
               {"lines", suspended ? suspension(view, entry) : resumption(view, entry, was_put_down)},
               {"time_local", core::local_text(entry.time)},
               {"time_utc", entry.time.text()}});
    was_put_down = suspended;
  }
  return out;
}

}  // namespace report
