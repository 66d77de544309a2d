// SPDX-License-Identifier: Apache-2.0
#include "custody/history_rows.h"

#include <algorithm>
#include <charconv>

#include "custody/entry_number.h"
#include "custody/rows.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

struct Place {
  std::string thing;  // with the slash
  std::uint64_t number = 0;
};

Place place_of(const std::string& id) {
  Place out{id.substr(0, id.rfind('/') + 1), 0};
  std::from_chars(id.data() + out.thing.size(), id.data() + id.size(), out.number);
  return out;
}

std::string id_of(const std::string& thing, std::uint64_t number) {
  return about_row(thing.substr(0, thing.size() - 1), number);
}

/// The one head a row lists; nullopt for none. REQUIRES: at most one, a number from 0.
std::optional<std::uint64_t> only_head(const Array& heads) {
  return heads.empty() ? std::nullopt : std::optional(static_cast<std::uint64_t>(*heads.front().integer()));
}

bool has_at_most_one(const Value* heads) {
  const Array* list = heads == nullptr ? nullptr : heads->array();
  return list != nullptr && (list->empty() || (list->size() == 1 && list->front().integer() != nullptr &&
                                               *list->front().integer() >= 0));
}

template <typename Steps>
auto step_at(Steps& steps, std::uint64_t number) {
  return std::lower_bound(steps.begin(), steps.end(), number,
                          [](const auto& step, std::uint64_t wanted) { return step.number < wanted; });
}

}  // namespace

HistoryRows::Step HistoryRows::packed(std::uint64_t number, Value value) {
  Step out;
  out.number = number;
  const Object* members = value.object();
  const auto hash = core::Sha256::parse(value.text_of("hash").value_or(""));
  const auto order = value.integer_of("order");
  const Value* heads = value.find("prev");
  const bool is_short = hash && members->size() == 1;
  const bool is_step = hash && members->size() == 3 && order && *order >= 0 && has_at_most_one(heads);
  if (is_short || is_step) {
    out.hash = *hash;
  }
  if (is_step) {
    out.order = static_cast<std::uint64_t>(*order);
    out.prev = only_head(*heads->array()).value_or(kNone);
  } else if (!is_short) {
    out.whole = std::make_unique<Value>(std::move(value));
  }
  return out;
}

Value HistoryRows::unpacked(const Step& step) {
  if (step.whole) {
    return *step.whole;
  }
  Object out{{"hash", step.hash.hex()}};
  if (step.order != kNone) {
    out["order"] = Value(step.order);
    out["prev"] = step.prev == kNone ? Array{} : Array{Value(step.prev)};
  }
  return out;
}

std::optional<Value> HistoryRows::get(const std::string& id) const {
  const Place place = place_of(id);
  const auto thing = things_.find(place.thing);
  if (thing == things_.end()) {
    return std::nullopt;
  }
  const auto log = thing->second.find(log_index_of(place.number));
  if (log == thing->second.end()) {
    return std::nullopt;
  }
  const auto step = step_at(log->second, place.number);
  const bool found = step != log->second.end() && step->number == place.number;
  return found && id == id_of(place.thing, place.number) ? std::optional(unpacked(*step)) : std::nullopt;
}

void HistoryRows::put(const std::string& id, Value value) {
  const Place place = place_of(id);
  std::vector<Step>& steps = things_[place.thing][log_index_of(place.number)];
  const auto at = step_at(steps, place.number);
  Step step = packed(place.number, std::move(value));
  if (at != steps.end() && at->number == place.number) {
    *at = std::move(step);
  } else {
    steps.insert(at, std::move(step));
  }
}

void HistoryRows::visit_all(const std::string& thing, const Steps& steps,
                            const std::function<void(const std::string&, const Step&)>& visit) {
  for (const auto& [log, list] : steps) {
    for (const Step& step : list) {
      visit(id_of(thing, step.number), step);
    }
  }
}

std::vector<std::pair<std::string, Value>> HistoryRows::list(const std::string& prefix) const {
  std::vector<std::pair<std::string, Value>> out;
  const auto take = [&](const std::string& id, const Step& step) {
    if (id.starts_with(prefix)) {
      out.emplace_back(id, unpacked(step));
    }
  };
  // Identifiers hold no slash, so that all rows of one thing stand together.
  const std::string first = prefix.substr(0, prefix.find('/') + 1);
  for (auto thing = things_.lower_bound(first.empty() ? prefix : first);
       thing != things_.end() && thing->first.starts_with(first.empty() ? prefix : first); ++thing) {
    visit_all(thing->first, thing->second, take);
  }
  return out;
}

void HistoryRows::each(const std::function<void(const std::string&, const Value&)>& visit) const {
  for (const auto& [thing, steps] : things_) {
    visit_all(thing, steps, [&](const std::string& id, const Step& step) { visit(id, unpacked(step)); });
  }
}

std::uint64_t HistoryRows::size() const {
  std::uint64_t out = 0;
  for (const auto& [thing, steps] : things_) {
    for (const auto& [log, list] : steps) {
      out += list.size();
    }
  }
  return out;
}

}  // namespace custody
