// SPDX-License-Identifier: Apache-2.0
#include "custody/history.h"

#include <algorithm>
#include <set>

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

struct Step {
  std::uint64_t number = 0, order = 0;
  core::Sha256 hash;
  std::vector<std::uint64_t> prev;
  const Value* thing = nullptr;
};

std::uint64_t number_in(const Value& row, const char* member) {
  return static_cast<std::uint64_t>(row.integer_of(member).value_or(0));
}

core::Sha256 hash_in(const Value& row) {
  return core::Sha256::parse(row.text_of("hash").value_or("")).value_or(core::Sha256{});
}

std::uint64_t number_in_id(const std::string& row_id) {
  return std::stoull("0" + row_id.substr(row_id.rfind('/') + 1));
}

using StoredRows = std::vector<std::pair<std::string, Value>>;

Step step_of(const std::pair<std::string, Value>& row) {
  Step out{number_in_id(row.first), number_in(row.second, "order"), hash_in(row.second), {}, nullptr};
  const Value* prev = row.second.find("prev");
  if (prev != nullptr && prev->array() != nullptr) {
    for (const Value& number : *prev->array()) {
      out.prev.push_back(number.integer() == nullptr ? 0 : static_cast<std::uint64_t>(*number.integer()));
    }
  }
  out.thing = row.second.find("thing");
  return out;
}

std::optional<std::uint64_t> number_of_hash(const Rows& rows, const std::string& id,
                                            const core::Sha256& hash) {
  for (const auto& row : rows.list("about", id + "/")) {
    if (hash_in(row.second) == hash) {
      return number_in_id(row.first);
    }
  }
  return std::nullopt;
}

void sort_by_hash(std::vector<HistoryHead>& heads) {
  std::sort(heads.begin(), heads.end(),
            [](const HistoryHead& a, const HistoryHead& b) { return a.hash.bytes < b.hash.bytes; });
}

}  // namespace

std::vector<HistoryHead> history_heads(const Rows& rows, const std::string& id) {
  std::vector<HistoryHead> out;
  const auto row = rows.get("head", id);
  const Value* heads = row ? row->find("heads") : nullptr;
  if (heads != nullptr && heads->array() != nullptr) {
    for (const Value& head : *heads->array()) {
      out.push_back({number_in(head, "number"), hash_in(head)});
    }
  }
  return out;
}

std::vector<HistoryHead> history_heads(const Rows& rows, const std::string& id, const LogView& view) {
  std::vector<HistoryHead> out = history_heads(rows, id);
  if (std::all_of(out.begin(), out.end(), [&](const HistoryHead& head) { return view.knows(head.number); })) {
    return out;  // whoever knows the heads knows what they follow on
  }
  std::set<std::uint64_t> followed;
  out.clear();
  const StoredRows all = rows.list("about", id + "/");
  for (const auto& row : all) {
    const Step step = step_of(row);
    if (view.knows(step.number)) {
      followed.insert(step.prev.begin(), step.prev.end());
      out.push_back({step.number, step.hash});
    }
  }
  out.erase(std::remove_if(out.begin(), out.end(),
                           [&](const HistoryHead& head) { return followed.contains(head.number); }),
            out.end());
  sort_by_hash(out);
  return out;
}

std::optional<CustodyTip> custody_tip(const Rows& rows, const std::string& id, const LogView& view) {
  const StoredRows all = rows.list("about", id + "/");
  std::vector<Step> moves;
  for (const auto& row : all) {
    const Step step = step_of(row);
    if (step.thing != nullptr && view.knows(step.number)) {
      moves.push_back(step);
    }
  }
  std::sort(moves.begin(), moves.end(), [](const Step& a, const Step& b) { return a.order < b.order; });
  std::optional<CustodyTip> out;
  for (const Step& step : moves) {
    if (!out || LogView::of_entry(rows, step.number).knows(out->number)) {
      out = CustodyTip{step.number, *step.thing};
    }
  }
  return out;
}

void extend_history(Rows& rows, const std::string& id, const HistoryStep& step) {
  std::vector<HistoryHead> heads = history_heads(rows, id);
  Array prev;
  for (const core::Sha256& hash : step.prev) {
    const auto found =
        std::find_if(heads.begin(), heads.end(), [&](const HistoryHead& head) { return head.hash == hash; });
    if (found != heads.end()) {
      prev.emplace_back(found->number);
      heads.erase(found);
    } else if (const auto number = number_of_hash(rows, id, hash)) {
      prev.emplace_back(*number);  // followed already by an entry that this author had not seen
    }
  }
  heads.push_back({step.number, step.hash});
  sort_by_hash(heads);
  Array list;
  for (const HistoryHead& head : heads) {
    list.emplace_back(Object{{"hash", head.hash.hex()}, {"number", Value(head.number)}});
  }
  rows.put("head", id, Object{{"heads", std::move(list)}});
  Object about{{"hash", step.hash.hex()}, {"order", Value(step.order)}, {"prev", std::move(prev)}};
  if (step.thing) {
    about["thing"] = *step.thing;
  }
  rows.put("about", about_row(id, step.number), std::move(about));
}

std::vector<std::uint64_t> history_of(const Rows& rows, const std::string& id) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ordered;
  for (const auto& row : rows.list("about", id + "/")) {
    ordered.emplace_back(number_in(row.second, "order"), number_in_id(row.first));
  }
  std::sort(ordered.begin(), ordered.end());
  std::vector<std::uint64_t> out;
  out.reserve(ordered.size());
  for (const auto& [order, number] : ordered) {
    out.push_back(number);
  }
  return out;
}

std::optional<core::Sha256> hash_in_history(const Rows& rows, const std::string& id, std::uint64_t number) {
  const auto row = rows.get("about", about_row(id, number));
  return row ? core::Sha256::parse(row->text_of("hash").value_or("")) : std::nullopt;
}

}  // namespace custody
