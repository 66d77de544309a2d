// SPDX-License-Identifier: Apache-2.0
// Reading JSON: RFC 8259 within limits, duplicate names refused.
#include <algorithm>
#include <charconv>

#include "core/json.h"
#include "core/text.h"

namespace core::json {
namespace {

constexpr std::int64_t kLargestInteger = (std::int64_t{1} << 53) - 1;

/// Recursive descent over one text; every failure is an empty optional.
class Parser {
 public:
  Parser(std::string_view text, const ParseLimits& limits) : rest_(text), limits_(limits) {}

  std::optional<Value> whole() {
    auto value = parse_value(0);
    skip_space();
    return rest_.empty() ? std::move(value) : std::nullopt;
  }

 private:
  void skip_space() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t' || rest_[0] == '\n' || rest_[0] == '\r')) {
      rest_.remove_prefix(1);
    }
  }
  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) {
      return false;
    }
    rest_.remove_prefix(token.size());
    return true;
  }
  std::optional<Value> parse_value(std::size_t depth) {
    skip_space();
    const bool nests = !rest_.empty() && (rest_.front() == '{' || rest_.front() == '[');
    if (rest_.empty() || (nests && depth >= limits_.depth)) {
      return std::nullopt;
    }
    switch (rest_.front()) {
      case '{': return parse_object(depth);
      case '[': return parse_list(depth);
      case '"': {
        auto text = parse_string();
        return text ? std::optional<Value>(std::move(*text)) : std::nullopt;
      }
      case 't': return take("true") ? std::optional<Value>(true) : std::nullopt;
      case 'f': return take("false") ? std::optional<Value>(false) : std::nullopt;
      case 'n': return take("null") ? std::optional<Value>(nullptr) : std::nullopt;
      default: return parse_number();
    }
  }
  std::optional<Value> parse_object(std::size_t depth) {
    rest_.remove_prefix(1);
    Object members;
    skip_space();
    if (take("}")) {
      return Value(std::move(members));
    }
    do {
      skip_space();
      auto name = parse_string();
      skip_space();
      if (!name || !take(":")) {
        return std::nullopt;
      }
      auto member = parse_value(depth + 1);
      const std::size_t before = members.size();
      if (member) {
        members.emplace_hint(members.end(), std::move(*name), std::move(*member));  // sorted, as we write it
      }
      if (members.size() == before) {
        return std::nullopt;
      }
      skip_space();
    } while (take(","));
    return take("}") ? std::optional<Value>(std::move(members)) : std::nullopt;
  }
  std::optional<Value> parse_list(std::size_t depth) {
    rest_.remove_prefix(1);
    Array list;
    skip_space();
    if (take("]")) {
      return Value(std::move(list));
    }
    do {
      auto item = parse_value(depth + 1);
      if (!item) {
        return std::nullopt;
      }
      list.push_back(std::move(*item));
      skip_space();
    } while (take(","));
    return take("]") ? std::optional<Value>(std::move(list)) : std::nullopt;
  }
  std::optional<unsigned> parse_hex4() {
    unsigned value = 0;
    const bool enough = rest_.size() >= 4;
    if (!enough || std::from_chars(rest_.data(), rest_.data() + 4, value, 16).ptr != rest_.data() + 4) {
      return std::nullopt;
    }
    rest_.remove_prefix(4);
    return value;
  }
  bool parse_unicode_escape(std::string& out) {
    const auto first = parse_hex4();
    if (!first || (*first >= 0xDC00 && *first < 0xE000)) {
      return false;
    }
    char32_t point = *first;
    if (*first >= 0xD800 && *first < 0xDC00) {
      if (!take("\\u")) {
        return false;
      }
      const auto second = parse_hex4();
      if (!second || *second < 0xDC00 || *second >= 0xE000) {
        return false;
      }
      point = 0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00);
    }
    append_utf8(out, point);
    return true;
  }
  bool parse_escape(std::string& out) {
    if (rest_.empty()) {
      return false;
    }
    const char kind = rest_.front();
    rest_.remove_prefix(1);
    constexpr std::string_view kFrom = "\"\\/bfnrt";
    constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
    if (const std::size_t i = kFrom.find(kind); i != std::string_view::npos) {
      out += kTo[i];
      return true;
    }
    return kind == 'u' && parse_unicode_escape(out);
  }
  std::optional<std::string> parse_string() {
    if (!take("\"")) {
      return std::nullopt;
    }
    std::string out;
    while (!rest_.empty()) {
      const auto end = std::find_if(rest_.begin(), rest_.end(), [](char c) {
        return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
      });
      const auto plain = static_cast<std::size_t>(end - rest_.begin());
      out += rest_.substr(0, plain);
      rest_.remove_prefix(plain);
      if (rest_.empty()) {
        break;
      }
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') {
        return is_utf8(out) ? std::optional<std::string>(std::move(out)) : std::nullopt;
      }
      if (c != '\\' || !parse_escape(out)) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }
  std::size_t count_digits(std::size_t at) const {
    std::size_t n = 0;
    while (at + n < rest_.size() && rest_[at + n] >= '0' && rest_[at + n] <= '9') {
      ++n;
    }
    return n;
  }
  std::optional<Value> parse_number() {
    std::size_t end = rest_.front() == '-' ? 1 : 0;
    const std::size_t whole = count_digits(end);
    if (whole == 0 || (whole > 1 && rest_[end] == '0')) {
      return std::nullopt;
    }
    end += whole;
    bool integral = true;
    if (end < rest_.size() && rest_[end] == '.') {
      const std::size_t fraction = count_digits(end + 1);
      if (fraction == 0) {
        return std::nullopt;
      }
      end += 1 + fraction;
      integral = false;
    }
    if (end < rest_.size() && (rest_[end] == 'e' || rest_[end] == 'E')) {
      ++end;
      end += end < rest_.size() && (rest_[end] == '+' || rest_[end] == '-') ? 1 : 0;
      const std::size_t power = count_digits(end);
      if (power == 0) {
        return std::nullopt;
      }
      end += power;
      integral = false;
    }
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return number_of(text, integral);
  }
  static std::optional<Value> number_of(std::string_view text, bool integral) {
    const char* last = text.data() + text.size();
    if (integral && text != "-0") {
      std::int64_t value = 0;
      if (std::from_chars(text.data(), last, value).ec == std::errc() && value <= kLargestInteger &&
          value >= -kLargestInteger) {
        return Value(value);
      }
    }
    double value = 0;
    if (std::from_chars(text.data(), last, value).ec != std::errc()) {
      return std::nullopt;
    }
    return Value(value);
  }

  std::string_view rest_;
  ParseLimits limits_;
};

}  // namespace

std::optional<Value> parse(std::string_view text, const ParseLimits& limits) {
  return text.size() > limits.bytes ? std::nullopt : Parser(text, limits).whole();
}

}  // namespace core::json
