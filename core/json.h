// SPDX-License-Identifier: Apache-2.0
// JSON values with one way to write each (RFC 8785). The ledger uses the narrower profile of
// docs/ledger-format.md section 3, in which decoding accepts only what encoding would have written.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace core::json {

/// Orders member names by UTF-16 code units, as RFC 8785 section 3.2.3 does.
struct NameOrder {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

class Value;
using Array = std::vector<Value>;
using Object = std::map<std::string, Value, NameOrder>;

class Value {
 public:
  Value() : data_(nullptr) {}
  Value(std::nullptr_t) : data_(nullptr) {}
  Value(bool value) : data_(value) {}
  Value(int value) : data_(std::int64_t{value}) {}
  Value(std::int64_t value) : data_(value) {}
  Value(std::uint64_t value) : data_(static_cast<std::int64_t>(value)) {}
  Value(double value) : data_(value) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(Array value) : data_(std::move(value)) {}
  Value(Object value) : data_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(data_); }
  const bool* boolean() const { return std::get_if<bool>(&data_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
  const double* real() const { return std::get_if<double>(&data_); }
  const std::string* string() const { return std::get_if<std::string>(&data_); }
  const Array* array() const { return std::get_if<Array>(&data_); }
  Array* array() { return std::get_if<Array>(&data_); }
  const Object* object() const { return std::get_if<Object>(&data_); }
  Object* object() { return std::get_if<Object>(&data_); }

  /// The member of that name, or nullptr when there is none or this is no object.
  const Value* find(std::string_view name) const;
  /// The value at a path of member names and list positions ("body.files.0.name"), or nullptr.
  const Value* at_path(std::string_view path) const;
  /// The text, integer or truth of a member; nullopt when it is absent or of another kind.
  std::optional<std::string> text_of(std::string_view name) const;
  std::optional<std::int64_t> integer_of(std::string_view name) const;
  std::optional<bool> boolean_of(std::string_view name) const;
  /// Sets a member, making this an object if it is null. REQUIRES: null or object.
  void set(std::string name, Value value);

  bool operator==(const Value&) const = default;

 private:
  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> data_;
};

/// RFC 8785 text: no white space, members sorted, shortest numbers.
std::string encode(const Value& value);
/// The same, indented, for people.
std::string encode_indented(const Value& value);

struct ParseLimits {
  std::size_t depth = 32;
  std::size_t bytes = 64U << 20U;
};

/// Any RFC 8259 text within the limits, duplicate names refused; nullopt when malformed.
std::optional<Value> parse(std::string_view text, const ParseLimits& limits = {});

/// The ledger's profile: accepts exactly the bytes that encode() gives for a value that in_profile() accepts.
std::optional<Value> decode_canonical(std::string_view text, const ParseLimits& limits = {});

/// Nullopt when the value may stand in an entry; otherwise what is wrong, in words.
std::optional<std::string> profile_fault(const Value& value);

}  // namespace core::json
