// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/generalise.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace legal {

namespace {

std::string shown(std::int64_t number) { return core::grouped(static_cast<std::uint64_t>(number)); }

/// Currencies whose smallest unit is the whole one.
bool has_no_cents(const std::string& currency) {
  constexpr std::array<const char*, 6> kWhole = {"JPY", "KRW", "VND", "CLP", "ISK", "XOF"};
  return std::find(kWhole.begin(), kWhole.end(), currency) != kWhole.end();
}

bool at(const std::u32string& text, std::size_t place, std::u32string_view words) {
  return text.compare(std::min(place, text.size()), words.size(), words) == 0;
}

std::size_t digits_from(const std::u32string& text, std::size_t place) {
  std::size_t end = place;
  while (end < text.size() && is_digit(text[end])) {
    ++end;
  }
  return end - place;
}

std::size_t past_blanks(const std::u32string& text, std::size_t place) {
  while (place < text.size() && text[place] == U' ') {
    ++place;
  }
  return place;
}

/// Where the time of day that begins here ends; `place` itself when none does.
std::size_t time_end(const std::u32string& text, std::size_t place) {
  const std::size_t hours = digits_from(text, place);
  std::size_t end = place + hours;
  if (hours == 0 || hours > 2) {
    return place;
  }
  if (at(text, end, U"時") && !at(text, end, U"時間")) {
    ++end;
    const std::size_t minutes = digits_from(text, end);
    return minutes > 0 && at(text, end + minutes, U"分") ? end + minutes + 1 : end;
  }
  if (!at(text, end, U":") || digits_from(text, end + 1) != 2) {
    return place;
  }
  end += 3;
  if (at(text, end, U":") && digits_from(text, end + 1) == 2) {
    end += 3;
  }
  if (at(text, end, U".")) {
    const std::size_t fraction = digits_from(text, end + 1);
    end += fraction > 0 ? fraction + 1 : 0;
  }
  if (at(text, end, U"z")) {
    return end + 1;
  }
  const bool zone = (at(text, end, U"+") || at(text, end, U"-")) && digits_from(text, end + 1) == 2 &&
                    at(text, end + 3, U":");
  return zone ? end + 6 : end;
}

bool is_month(const std::u32string& text, std::size_t place) {
  for (const char32_t* month :
       {U"jan", U"feb", U"mar", U"apr", U"may", U"jun", U"jul", U"aug", U"sep", U"oct", U"nov", U"dec"}) {
    if (at(text, place, month)) {
      return true;
    }
  }
  return false;
}

/// The word before `place` says that what follows is a day or a place in a law.
bool after_naming(const std::u32string& text, std::size_t place) {
  std::size_t begin = place;
  while (begin > 0 && text[begin - 1] == U' ') {
    --begin;
  }
  while (begin > 0 && text[begin - 1] >= U'a' && text[begin - 1] <= U'z') {
    --begin;
  }
  const std::u32string word = text.substr(begin, place - begin);
  for (const char32_t* law : {U"article ", U"art ", U"section ", U"sec ", U"rule ", U"part ", U"chapter "}) {
    if (word == law) {
      return true;
    }
  }
  return begin < place && is_month(text, begin);
}

struct Run {
  std::size_t begin = 0, end = 0;
  std::int64_t value = 0;
};

/// Digits with commas between groups, and 万 and 億 behind them.
Run run_from(const std::u32string& text, std::size_t place) {
  Run out{place, place, 0};
  std::size_t digits = 0;
  while (out.end < text.size() && digits < 15) {
    const bool comma = text[out.end] == U',' && digits_from(text, out.end + 1) >= 3;
    if (!is_digit(text[out.end]) && !comma) {
      break;
    }
    if (!comma) {
      out.value = out.value * 10 + static_cast<std::int64_t>(text[out.end] - U'0');
      ++digits;
    }
    ++out.end;
  }
  for (const auto& [unit, times] :
       {std::pair{U'万', std::int64_t{10'000}}, std::pair{U'億', std::int64_t{100'000'000}}}) {
    if (out.end < text.size() && text[out.end] == unit && out.value < std::int64_t{1'000'000'000}) {
      out.value *= times;
      ++out.end;
    }
  }
  return out;
}

/// A date, a part of a word, a version, a percentage: no count.
bool is_no_count(const std::u32string& text, const Run& run) {
  const char32_t before = run.begin > 0 ? text[run.begin - 1] : U' ';
  const char32_t after = run.end < text.size() ? text[run.end] : U' ';
  const bool bound = is_latin_or_digit(before) || is_latin_or_digit(after);
  static const std::u32string joints = U"-/.:_%第", dates = U"年月日条項号";
  const bool joined = joints.find(before) != std::u32string::npos ||
                      (joints.find(after) != std::u32string::npos && run.end + 1 < text.size() &&
                       (after == U'%' || is_latin_or_digit(text[run.end + 1])));
  return bound || joined || dates.find(after) != std::u32string::npos ||
         is_month(text, past_blanks(text, run.end)) || after_naming(text, run.begin) ||
         (run.end - run.begin == 4 && run.value >= 1900 && run.value < 2100);
}

struct Money {
  std::size_t begin = 0, end = 0;
  const char* currency = "";
};

/// The sign or word of a currency beside a number; an empty name where there is none.
Money money_at(const std::u32string& text, const Run& run) {
  static const std::vector<std::pair<std::u32string, const char*>> words = {
      {U"円", "JPY"},  {U"yen", "JPY"},    {U"jpy", "JPY"},   {U"dollars", "USD"},
      {U"usd", "USD"}, {U"ドル", "USD"},   {U"euros", "EUR"}, {U"euro", "EUR"},
      {U"eur", "EUR"}, {U"ゆーろ", "EUR"}, {U"gbp", "GBP"}};
  static const std::vector<std::pair<char32_t, const char*>> signs = {
      {U'¥', "JPY"}, {U'$', "USD"}, {U'€', "EUR"}, {U'£', "GBP"}};
  std::size_t before = run.begin;
  while (before > 0 && text[before - 1] == U' ') {
    --before;
  }
  for (const auto& [sign, name] : signs) {
    if (before > 0 && text[before - 1] == sign) {
      return {before - 1, run.end, name};
    }
  }
  const std::size_t behind = past_blanks(text, run.end);
  for (const auto& [word, name] : words) {
    if (at(text, behind, word)) {
      return {run.begin, behind + word.size(), name};
    }
    if (before >= word.size() && word.size() == 3 && at(text, before - word.size(), word)) {
      return {before - word.size(), run.end, name};
    }
  }
  return {run.begin, run.end, ""};
}

}  // namespace

Bilingual band_of(std::int64_t value, const std::vector<std::int64_t>& bounds) {
  if (value <= 0 || bounds.empty()) {
    return {"none", "なし"};
  }
  const auto above = std::upper_bound(bounds.begin(), bounds.end(), value);
  if (above == bounds.begin()) {
    return {"fewer than " + shown(bounds.front()), shown(bounds.front()) + "未満"};
  }
  const std::string from = shown(*(above - 1));
  if (above == bounds.end()) {
    return {from + " or more", from + "以上"};
  }
  return {from + " to " + shown(*above - 1), from + "以上" + shown(*above) + "未満"};
}

Bilingual sum_band(std::int64_t amount, const std::string& currency,
                   const std::vector<std::int64_t>& bounds) {
  const Bilingual band = band_of(has_no_cents(currency) ? amount : (amount + 99) / 100, bounds);
  return {band.en + " " + currency, band.ja + " " + currency};
}

std::vector<Coarser> coarser_in(const std::u32string& text, const std::vector<std::int64_t>& counts,
                                const std::vector<std::int64_t>& sums) {
  std::vector<Coarser> out;
  for (std::size_t place = 0; place < text.size(); ++place) {
    if (!is_digit(text[place]) || (place > 0 && is_digit(text[place - 1]))) {
      continue;
    }
    if (const std::size_t end = time_end(text, place); end > place) {
      const bool joined = place > 0 && text[place - 1] == U't' && place > 1 && is_digit(text[place - 2]);
      out.push_back(
          {joined ? place - 1 : place, end, joined ? Bilingual{} : Bilingual{"[time]", "［時刻］"}});
      place = end - 1;
      continue;
    }
    const Run run = run_from(text, place);
    const Money money = money_at(text, run);
    if (*money.currency != '\0') {
      const Bilingual band = band_of(run.value, sums);
      out.push_back(
          {money.begin,
           money.end,
           {"[" + band.en + " " + money.currency + "]", "［" + band.ja + " " + money.currency + "］"}});
    } else if (run.value >= 10 && !is_no_count(text, run)) {
      const Bilingual band = band_of(run.value, counts);
      out.push_back({run.begin, run.end, {"[" + band.en + "]", "［" + band.ja + "］"}});
    }
    place = std::max(run.end, money.end) - 1;
  }
  return out;
}

}  // namespace legal
