// SPDX-License-Identifier: Apache-2.0
#include "custody/log_view.h"

#include <algorithm>

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

LogSizes sizes_in(const Value& step) {
  LogSizes out;
  const Value* knows = step.find("knows");
  if (knows != nullptr && knows->object() != nullptr) {
    for (const auto& [index, size] : *knows->object()) {
      if (size.integer() != nullptr && index.size() < 10) {
        out[std::stoull(index)] = static_cast<std::uint64_t>(*size.integer());
      }
    }
  }
  return out;
}

/// What the log's row says it had taken in before entry `seq`.
LogSizes taken_in(const std::optional<Value>& row, std::uint64_t seq) {
  const Value* steps = row ? row->find("steps") : nullptr;
  LogSizes out;
  if (steps == nullptr || steps->array() == nullptr) {
    return out;
  }
  for (const Value& step : *steps->array()) {
    if (static_cast<std::uint64_t>(step.integer_of("seq").value_or(0)) <= seq) {
      out = sizes_in(step);
    }
  }
  return out;
}

Value value_of(const LogSizes& sizes) {
  Object out;
  for (const auto& [index, size] : sizes) {
    out[std::to_string(index)] = Value(size);
  }
  return out;
}

}  // namespace

LogView LogView::of(const Rows& rows, const std::string& origin, std::uint64_t index, std::uint64_t seq) {
  LogView out;
  out.sizes_ = taken_in(rows.get("log", origin), seq);
  out.sizes_[index] = seq;
  return out;
}

LogView LogView::of_entry(const Rows& rows, std::uint64_t number) {
  const std::uint64_t index = log_index_of(number);
  return of(rows, origin_of_log(rows, index), index, seq_of(number));
}

std::uint64_t LogView::size_of(std::uint64_t log_index) const {
  const auto found = sizes_.find(log_index);
  return found == sizes_.end() ? 0 : found->second;
}

bool LogView::knows(std::uint64_t number) const { return seq_of(number) < size_of(log_index_of(number)); }

void learn(Rows& rows, const std::string& origin, std::uint64_t seq, std::uint64_t index,
           std::uint64_t size) {
  Value row = rows.get("log", origin).value_or(Value(Object{}));
  LogSizes known = taken_in(row, seq);
  LogSizes more = taken_in(rows.get("log", origin_of_log(rows, index)), size == 0 ? 0 : size - 1);
  more[index] = size;
  for (const auto& [log, count] : more) {
    known[log] = std::max(known[log], count);
  }
  Array steps = list_in(row, "steps");
  // What an entry takes in is known from the next entry on, so that seq is that of the next one.
  steps.emplace_back(Object{{"knows", value_of(known)}, {"seq", Value(seq)}});
  row.set("steps", std::move(steps));
  rows.put("log", origin, std::move(row));
}

std::string origin_of_log(const Rows& rows, std::uint64_t index) {
  for (const auto& [origin, row] : rows.list("log", "")) {
    if (row.integer_of("index") == static_cast<std::int64_t>(index)) {
      return origin;
    }
  }
  return "";
}

std::optional<std::uint64_t> index_of_log(const Rows& rows, const std::string& origin) {
  const auto row = rows.get("log", origin);
  const auto index = row ? row->integer_of("index") : std::nullopt;
  return index ? std::optional(static_cast<std::uint64_t>(*index)) : std::nullopt;
}

}  // namespace custody
