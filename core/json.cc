// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

#include "core/text.h"

namespace core::json {
namespace {

constexpr std::int64_t kLargestInteger = (std::int64_t{1} << 53) - 1;

std::u16string utf16_of(std::string_view text) {
  std::u16string out;
  for (const char32_t point : code_points(text).value_or(std::vector<char32_t>{})) {
    if (point < 0x10000) {
      out += static_cast<char16_t>(point);
    } else {
      out += static_cast<char16_t>(0xD800 + ((point - 0x10000) >> 10U));
      out += static_cast<char16_t>(0xDC00 + ((point - 0x10000) & 0x3FFU));
    }
  }
  return out;
}

/// Bytes that stand for themselves and are no control character.
bool is_printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

void encode_string(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '"';
  while (!text.empty()) {
    const auto escaped = std::find_if_not(text.begin(), text.end(), is_plain);
    const auto plain = static_cast<std::size_t>(escaped - text.begin());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) {
      break;
    }
    const char c = text.front();
    text.remove_prefix(1);
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += kDigits[byte >> 4U];
        out += kDigits[byte & 15U];
    }
  }
  out += '"';
}

/// ECMAScript Number::toString, as RFC 8785 section 3.2.2.3 asks.
std::string encode_real(double value) {
  assert(std::isfinite(value));
  if (value == 0) {
    return "0";
  }
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(value),
                                 std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  const std::size_t e = text.find('e');
  std::string digits(text.substr(0, 1));
  if (e > 2) {
    digits += text.substr(2, e - 2);
  }
  int exponent = 0;
  const std::size_t sign = text[e + 1] == '+' ? e + 2 : e + 1;
  std::from_chars(text.data() + sign, text.data() + text.size(), exponent);
  const int k = static_cast<int>(digits.size());
  const int n = exponent + 1;
  std::string out = value < 0 ? "-" : "";
  if (k <= n && n <= 21) {
    return out + digits + std::string(static_cast<std::size_t>(n - k), '0');
  }
  if (0 < n && n <= 21) {
    return out + digits.substr(0, static_cast<std::size_t>(n)) + "." +
           digits.substr(static_cast<std::size_t>(n));
  }
  if (-6 < n && n <= 0) {
    return out + "0." + std::string(static_cast<std::size_t>(-n), '0') + digits;
  }
  const int shown = n - 1;
  out += digits.substr(0, 1) + (k > 1 ? "." + digits.substr(1) : "");
  return out + "e" + (shown < 0 ? "-" : "+") + std::to_string(shown < 0 ? -shown : shown);
}

class Writer {
 public:
  explicit Writer(bool indented, std::size_t expected = 0) : indented_(indented) { out_.reserve(expected); }

  void write(const Value& value) {
    if (const auto* flag = value.boolean()) {
      out_ += *flag ? "true" : "false";
    } else if (const auto* number = value.integer()) {
      out_ += std::to_string(*number);
    } else if (const auto* real = value.real()) {
      out_ += encode_real(*real);
    } else if (const auto* text = value.string()) {
      encode_string(out_, *text);
    } else if (const auto* list = value.array()) {
      write_list(*list);
    } else if (const auto* members = value.object()) {
      write_object(*members);
    } else {
      out_ += "null";
    }
  }
  std::string take() { return std::move(out_); }

 private:
  void write_list(const Array& list) {
    open('[');
    for (std::size_t i = 0; i < list.size(); ++i) {
      next(i);
      write(list[i]);
    }
    close(']', list.empty());
  }
  void write_object(const Object& members) {
    open('{');
    std::size_t i = 0;
    for (const auto& [name, member] : members) {
      next(i++);
      encode_string(out_, name);
      out_ += indented_ ? ": " : ":";
      write(member);
    }
    close('}', members.empty());
  }
  void open(char bracket) {
    out_ += bracket;
    ++depth_;
  }
  void next(std::size_t i) {
    if (i > 0) {
      out_ += ',';
    }
    line();
  }
  void close(char bracket, bool empty) {
    --depth_;
    if (!empty) {
      line();
    }
    out_ += bracket;
  }
  void line() {
    if (indented_) {
      out_ += '\n' + std::string(depth_ * 2, ' ');
    }
  }

  bool indented_;
  std::size_t depth_ = 0;
  std::string out_;
};

bool is_name(std::string_view text) {
  for (const char c : text) {
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') {
      return false;
    }
  }
  return !text.empty();
}

}  // namespace

bool NameOrder::operator()(std::string_view a, std::string_view b) const {
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (left == a.end() || right == b.end()) {
    return left == a.end() && right != b.end();
  }
  const bool ascii = static_cast<unsigned char>(*left) < 0x80 && static_cast<unsigned char>(*right) < 0x80;
  return ascii ? *left < *right : utf16_of(a) < utf16_of(b);
}

const Value* Value::find(std::string_view name) const {
  const Object* members = object();
  if (members == nullptr) {
    return nullptr;
  }
  const auto found = members->find(name);
  return found == members->end() ? nullptr : &found->second;
}

const Value* Value::at_path(std::string_view path) const {
  const Value* at = this;
  while (at != nullptr && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const std::string_view step = path.substr(0, dot);
    path.remove_prefix(std::min(dot + 1, path.size()));
    if (const Array* list = at->array()) {
      std::size_t i = 0;
      const auto parsed = std::from_chars(step.data(), step.data() + step.size(), i);
      const bool good = parsed.ec == std::errc() && parsed.ptr == step.data() + step.size();
      at = good && i < list->size() ? &(*list)[i] : nullptr;
    } else {
      at = at->find(step);
    }
  }
  return at;
}

std::optional<std::string> Value::text_of(std::string_view name) const {
  const Value* member = find(name);
  const std::string* text = member == nullptr ? nullptr : member->string();
  return text == nullptr ? std::nullopt : std::optional<std::string>(*text);
}

std::optional<std::int64_t> Value::integer_of(std::string_view name) const {
  const Value* member = find(name);
  const std::int64_t* number = member == nullptr ? nullptr : member->integer();
  return number == nullptr ? std::nullopt : std::optional<std::int64_t>(*number);
}

std::optional<bool> Value::boolean_of(std::string_view name) const {
  const Value* member = find(name);
  const bool* flag = member == nullptr ? nullptr : member->boolean();
  return flag == nullptr ? std::nullopt : std::optional<bool>(*flag);
}

void Value::set(std::string name, Value value) {
  if (is_null()) {
    data_ = Object{};
  }
  Object* members = object();
  assert(members != nullptr);
  members->insert_or_assign(std::move(name), std::move(value));
}

std::string encode(const Value& value) {
  Writer writer(false);
  writer.write(value);
  return writer.take();
}

std::string encode_indented(const Value& value) {
  Writer writer(true);
  writer.write(value);
  return writer.take();
}

std::optional<Value> decode_canonical(std::string_view text, const ParseLimits& limits) {
  auto value = parse(text, limits);
  if (!value || profile_fault(*value)) {
    return std::nullopt;
  }
  Writer writer(false, text.size() + 1);
  writer.write(*value);
  if (writer.take() != text) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> profile_fault(const Value& value) {
  if (value.real() != nullptr) {
    return "a number that is no integer";
  }
  if (const auto* number = value.integer();
      number != nullptr && (*number > kLargestInteger || *number < -kLargestInteger)) {
    return "an integer beyond 2^53-1";
  }
  if (const auto* text = value.string(); text != nullptr && !is_printable_ascii(*text)) {
    const auto points = code_points(*text);
    if (!points) {
      return "text that is not UTF-8";
    }
    for (const char32_t point : *points) {
      if ((point < 0x20 && point != '\n') || (point >= 0x7f && point < 0xa0)) {
        return "text with a control character";
      }
    }
  }
  if (const auto* list = value.array()) {
    for (const Value& item : *list) {
      if (auto fault = profile_fault(item)) {
        return fault;
      }
    }
  }
  if (const auto* members = value.object()) {
    for (const auto& [name, member] : *members) {
      if (!is_name(name)) {
        return "a member name outside [a-z0-9_]";
      }
      if (auto fault = profile_fault(member)) {
        return fault;
      }
    }
  }
  return std::nullopt;
}

}  // namespace core::json
