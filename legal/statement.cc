// SPDX-License-Identifier: Apache-2.0
#include "legal/statement.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace legal {

namespace {

constexpr std::size_t kMostText = 1U << 20U;
constexpr std::int64_t kMostNumber = (std::int64_t{1} << 53) - 1;
constexpr std::size_t kShownAfter = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits, comma and point of full width become those of ASCII; all else stays.
std::string narrowed(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto at = [&](std::size_t k) { return static_cast<unsigned char>(text[i + k]); };
    if (i + 2 < text.size() && at(0) == 0xEF && at(1) == 0xBC && at(2) >= 0x8C && at(2) <= 0x99 &&
        at(2) != 0x8D) {
      out += static_cast<char>(at(2) - 0x60);  // U+FF0C, U+FF0E to U+FF19
      i += 3;
    } else {
      out += text[i++];
    }
  }
  return out;
}

struct Scale {
  std::string_view word;
  std::int64_t factor;
};
constexpr std::array<Scale, 2> kScales = {{{"億", 100'000'000}, {"万", 10'000}}};

/// A place in a text, moving on.
struct Cursor {
  std::string_view rest;

  bool takes(std::string_view word) {
    if (!rest.starts_with(word)) {
      return false;
    }
    rest.remove_prefix(word.size());
    return true;
  }
  /// Digits, with commas where three digits follow.
  std::string digits() {
    std::string out;
    while (!rest.empty()) {
      const bool group = rest[0] == ',' && !out.empty() && rest.size() > 3 && is_digit(rest[1]) &&
                         is_digit(rest[2]) && is_digit(rest[3]) && (rest.size() == 4 || !is_digit(rest[4]));
      if (!is_digit(rest[0]) && !group) {
        break;
      }
      out += group ? "" : std::string(1, rest[0]);
      rest.remove_prefix(1);
    }
    return out;
  }
};

std::optional<std::int64_t> whole(const std::string& digits) {
  if (digits.empty() || digits.size() > 15) {
    return std::nullopt;
  }
  return std::stoll(digits);
}

/// A number from the cursor on, with 億 and 万: "1億2000万". Nullopt when too large.
std::optional<std::int64_t> number_at(Cursor& cursor) {
  std::int64_t sum = 0;
  auto value = whole(cursor.digits());
  for (const Scale& scale : kScales) {
    if (value && cursor.takes(scale.word)) {
      sum += *value > kMostNumber / scale.factor ? kMostNumber : *value * scale.factor;
      const std::string more = cursor.digits();
      value = more.empty() ? std::optional<std::int64_t>(0) : whole(more);
    }
  }
  return value && sum + *value <= kMostNumber ? std::optional(sum + *value) : std::nullopt;
}

/// What follows says that the number is part of a date, a time, a version or a broken number.
bool is_part_of_more(std::string_view before, std::string_view after) {
  constexpr std::array<std::string_view, 8> kDates = {"年", "月", "日", "時", "分", "秒", "/", ":"};
  const bool joined_after = after.size() > 1 && (after[0] == '.' || after[0] == '-') && is_digit(after[1]);
  const bool joined_before = before.size() > 1 &&
                             std::string_view(".-/:").find(before.back()) != std::string_view::npos &&
                             std::isalnum(static_cast<unsigned char>(before[before.size() - 2])) != 0;
  const bool in_word = !before.empty() && std::isalpha(static_cast<unsigned char>(before.back())) != 0;
  return joined_after || joined_before || in_word ||
         std::any_of(kDates.begin(), kDates.end(),
                     [&](std::string_view word) { return after.starts_with(word); });
}

bool is_month(std::string_view word) {
  constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                        "May",       "June",     "July",     "August",
                                                        "September", "October",  "November", "December"};
  return std::any_of(kMonths.begin(), kMonths.end(),
                     [&](std::string_view month) { return word.starts_with(month); });
}

bool follows_month(std::string_view before) {
  while (!before.empty() && before.back() == ' ') {
    before.remove_suffix(1);
  }
  const auto space = before.find_last_of(" \n");
  return is_month(space == std::string_view::npos ? before : before.substr(space + 1));
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text[0] == ' ' || text[0] == '\n')) {
    text.remove_prefix(1);
  }
  return text;
}

std::string folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

}  // namespace

std::vector<Figure> figures(const Records& records, const std::string& incident) {
  std::vector<Figure> out;
  for (const Record& record : records.standing("figure_recorded", incident)) {
    out.push_back({records.text(record, "name"), records.text(record, "unit"),
                   records.integer(record, "value").value_or(0), record.number});
  }
  return out;
}

std::vector<StatedNumber> numbers_in(const std::string& given) {
  const std::string text = narrowed(given);
  std::vector<StatedNumber> out;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    Cursor cursor{std::string_view(text).substr(at)};
    const auto value = number_at(cursor);
    const std::size_t end = text.size() - cursor.rest.size();
    const std::string_view before = std::string_view(text).substr(0, at), after = without_blanks(cursor.rest);
    if (value && !is_part_of_more(before, cursor.rest) && !is_month(after) && !follows_month(before)) {
      out.push_back(
          {text.substr(at, end - at), *value, core::shown(std::string(after.substr(0, kShownAfter)))});
    }
    at = std::max(end, at + 1);
  }
  return out;
}

std::vector<StatementFlag> statement_flags(const std::string& text, const std::vector<Figure>& figures) {
  std::vector<StatementFlag> out;
  for (const StatedNumber& number : numbers_in(text)) {
    const Figure* same_unit = nullptr;
    bool recorded = false;
    for (const Figure& figure : figures) {
      const bool unit = !figure.unit.empty() && folded(number.after).starts_with(folded(figure.unit));
      recorded = recorded || (figure.value == number.value && unit);
      same_unit = unit ? &figure : same_unit;
    }
    if (recorded) {
      continue;
    }
    const std::string stated =
        "the number " + number.as_written + " ('" + number.as_written + " " + number.after + "') ";
    if (same_unit != nullptr) {
      out.push_back({stated + "differs from the recorded figure " + same_unit->name + " = " +
                         std::to_string(same_unit->value) + " " + same_unit->unit + " (entry " +
                         std::to_string(same_unit->entry) + ")",
                     true});
    } else {
      out.push_back({stated + "is no recorded figure", false});
    }
  }
  return out;
}

std::string attached_text(const custody::Ledger& ledger, const std::string& digest) {
  const core::Path file = ledger.folder() / "attachments" / digest;
  const core::Bytes bytes = core::read_file(file);
  if (core::sha256(bytes).hex() != digest) {
    core::fail("the attachment " + digest + " is not what was attached; run 'exhibit verify' on the case");
  }
  if (bytes.size() > kMostText) {
    core::fail("the attachment " + digest + " has more than 1 MiB; a statement is submitted as plain text");
  }
  std::string text(bytes.begin(), bytes.end());
  if (!core::is_utf8(text)) {
    core::fail("the attachment " + digest + " is no UTF-8 text; a statement is submitted as plain text");
  }
  return text;
}

}  // namespace legal
