// SPDX-License-Identifier: Apache-2.0
#include "report/log_search.h"

#include <algorithm>
#include <map>

#include "core/folded_text.h"
#include "core/text.h"
#include "custody/entry_number.h"
#include "report/csv.h"

namespace report {

using core::json::Value;

namespace {

bool holds(const std::string& text, const std::string& part) {
  return core::folded(text).find(part) != std::string::npos;
}

bool any_holds(const std::vector<std::string>& texts, const std::string& part) {
  return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) { return holds(text, part); });
}

/// Every text and number below a value.
void gather(const Value& value, std::vector<std::string>& into) {
  if (const std::string* text = value.string()) {
    into.push_back(*text);
  } else if (value.integer() != nullptr) {
    into.push_back(std::to_string(*value.integer()));
  } else if (const auto* list = value.array()) {
    for (const Value& item : *list) {
      gather(item, into);
    }
  } else if (const auto* members = value.object(); members != nullptr && !custody::commitment_in(value)) {
    for (const auto& [name, member] : *members) {
      gather(member, into);
    }
  }
}

bool names_a_person(const std::string& path) {
  static const std::vector<std::string> paths = {
      "body.name",       "body.org",          "body.examiner",    "body.recipient",     "body.issuer",
      "body.party.name", "body.party.agency", "body.party.badge", "body.holder.outside"};
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

bool names_a_place(const std::string& path) {
  const std::string last = path.substr(path.rfind('.') + 1);
  return last == "place" || last == "location" || last == "where";
}

std::string spaced(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

class Search {
 public:
  Search(const CaseView& view, const LogFilter& filter)
      : view_(view),
        ledger_(view.ledger()),
        filter_(filter),
        text_(core::folded(filter.text)),
        person_(core::folded(filter.person)),
        place_(core::folded(filter.place)),
        type_(spaced(core::folded(filter.type))) {}

  std::vector<LogLine> run() {
    const auto heads = ledger_.checkpoints();
    std::vector<std::vector<LogLine>> logs;
    for (std::uint64_t log = 0; log < heads.size(); ++log) {
      logs.push_back(of_log(log, heads[log]));
    }
    return side_by_side(logs);
  }

 private:
  std::vector<LogLine> of_log(std::uint64_t log, const custody::Checkpoint& head) {
    load_disclosures(log);
    std::vector<LogLine> out;
    const auto look_at = [&](std::uint64_t number) {
      const custody::Entry entry = ledger_.entry(number);
      if (passes(entry)) {
        out.push_back(line_of(entry));
      }
    };
    if (!filter_.item.empty()) {
      for (const std::uint64_t number : about_item(log, head.size)) {
        look_at(number);
      }
      return out;
    }
    for (std::uint64_t seq = 0; seq < head.size; ++seq) {
      look_at(custody::entry_number(log, seq));
    }
    return out;
  }

  /// The entries of a log about the item asked for, in the log's order: found in its history, however long the log is.
  std::vector<std::uint64_t> about_item(std::uint64_t log, std::uint64_t size) const {
    std::vector<std::uint64_t> out = ledger_.entries_about(filter_.item);
    out.erase(std::remove_if(out.begin(), out.end(),
                             [&](std::uint64_t number) {
                               return custody::log_index_of(number) != log || custody::seq_of(number) >= size;
                             }),
              out.end());
    std::sort(out.begin(), out.end());
    return out;
  }

  /// Each log keeps its order, whatever its clock said.
  static std::vector<LogLine> side_by_side(std::vector<std::vector<LogLine>>& logs) {
    std::vector<LogLine> out;
    std::vector<std::size_t> next(logs.size(), 0);
    for (;;) {
      std::optional<std::size_t> first;
      for (std::size_t log = 0; log < logs.size(); ++log) {
        const bool left = next[log] < logs[log].size();
        if (left && (!first || logs[log][next[log]].time < logs[*first][next[*first]].time)) {
          first = log;
        }
      }
      if (!first) {
        return out;
      }
      out.push_back(std::move(logs[*first][next[*first]++]));
    }
  }

  /// One pass over the table: a question for each field of each entry would take many times as long.
  void load_disclosures(std::uint64_t log) {
    disclosed_.clear();
    if (!text_.empty() || !person_.empty() || !place_.empty()) {
      ledger_.store().each_disclosure(log, [this](const custody::Disclosure& it) {
        disclosed_[it.seq].push_back({it.name, it.value});
      });
    }
  }

  bool passes(const custody::Entry& entry) {
    return (filter_.item.empty() || entry.is_about(filter_.item)) &&
           (type_.empty() || spaced(entry.type) == type_) && (!filter_.from || *filter_.from <= entry.time) &&
           (!filter_.to || entry.time <= *filter_.to) &&
           (place_.empty() || any_holds(places(entry), place_)) &&
           (person_.empty() || any_holds(people(entry), person_)) &&
           (text_.empty() || any_holds(everything(entry), text_));
  }

  std::vector<std::string> places(const custody::Entry& entry) const {
    return disclosed_texts(entry, &names_a_place);
  }

  std::vector<std::string> people(const custody::Entry& entry) {
    std::vector<std::string> out = disclosed_texts(entry, &names_a_person);
    std::vector<std::string> in_clear;
    gather(entry.body(), in_clear);
    for (const custody::Signer& signer : entry.signers) {
      in_clear.push_back(signer.key);
    }
    for (const std::string& text : in_clear) {
      add_person(text, out);
    }
    return out;
  }

  std::vector<std::string> everything(const custody::Entry& entry) {
    std::vector<std::string> out = people(entry);
    const auto disclosed = disclosed_texts(entry, [](const std::string&) { return true; });
    out.insert(out.end(), disclosed.begin(), disclosed.end());
    gather(entry.body(), out);
    for (const custody::About& about : entry.about) {
      out.push_back(about.id);
    }
    for (const custody::Attachment& attachment : entry.attachments) {
      out.push_back(attachment.sha256.hex());
    }
    for (const custody::Signer& signer : entry.signers) {
      out.push_back(signer.key);
      out.emplace_back(custody::text_of(signer.role));
    }
    out.push_back(entry.type);
    out.push_back(spaced(entry.type));
    return out;
  }

  std::vector<std::string> disclosed_texts(const custody::Entry& entry,
                                           bool (*wanted)(const std::string&)) const {
    std::vector<std::string> out;
    const auto found = disclosed_.find(entry.seq);
    if (found != disclosed_.end()) {
      for (const auto& [path, value] : found->second) {
        if (wanted(path)) {
          gather(value, out);
        }
      }
    }
    return out;
  }

  /// The name and organisation behind a text that is a key name or vkey.
  void add_person(const std::string& text, std::vector<std::string>& into) {
    const std::string key = text.substr(0, text.find('+'));
    if (key.starts_with("exhibit.evidence/actor/")) {
      const auto& known = person_of(key);
      into.push_back(known.first);
      into.push_back(known.second);
    }
  }

  const std::pair<std::string, std::string>& person_of(const std::string& key) {
    auto found = people_.find(key);
    if (found == people_.end()) {
      found = people_.emplace(key, std::pair(view_.person(key), view_.organisation(key))).first;
    }
    return found->second;
  }

  LogLine line_of(const custody::Entry& entry) {
    LogLine out{entry.number, ledger_.label(entry.number), entry.log, entry.time, entry.type, {}, "", ""};
    for (const custody::About& about : entry.about) {
      out.items.push_back(about.id);
    }
    for (const custody::Signer& signer : entry.signers) {
      out.signers += (out.signers.empty() ? "" : " and ") + person_of(signer.key).first + " (" +
                     std::string(custody::text_of(signer.role)) + ")";
    }
    out.summary = view_.summary(entry);
    return out;
  }

  const CaseView& view_;
  const custody::Ledger& ledger_;
  const LogFilter& filter_;
  std::string text_, person_, place_, type_;  // folded
  std::map<std::uint64_t, std::vector<std::pair<std::string, Value>>> disclosed_;
  std::map<std::string, std::pair<std::string, std::string>> people_;
};

}  // namespace

std::vector<LogLine> find_entries(const CaseView& view, const LogFilter& filter) {
  return Search(view, filter).run();
}

std::string csv_of(const std::vector<LogLine>& lines) {
  std::string out = "entry,log,seq,time,type,items,signers,summary\r\n";
  for (const LogLine& line : lines) {
    std::string items;
    for (const std::string& item : line.items) {
      items += (items.empty() ? "" : " ") + item;
    }
    for (const std::string& field : {line.label, line.log, std::to_string(custody::seq_of(line.number)),
                                     line.time.text(), line.type, items, core::shown(line.signers, true)}) {
      out += csv_field(field) + ",";
    }
    out += csv_field(core::shown(line.summary, true)) + "\r\n";
  }
  return out;
}

}  // namespace report
