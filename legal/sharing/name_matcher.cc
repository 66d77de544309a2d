// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/name_matcher.h"

#include <algorithm>
#include <array>

namespace legal {

namespace {

constexpr std::size_t kShortest = 4;  // letters that are compared without their separators
constexpr std::size_t kAnywhere = 6;  // letters that are looked for inside other words too
constexpr std::array<const char*, 16> kHonorifics = {"さん",   "氏",   "様",   "殿",   "君",   "くん",
                                                     "ちゃん", "部長", "課長", "係長", "社長", "先生",
                                                     "専務",   "主任", "室長", "次長"};

bool has_latin(const std::u32string& text) {
  return std::any_of(text.begin(), text.end(), is_latin_or_digit);
}

std::vector<std::string> words_in(const std::string& name) {
  std::vector<std::string> out;
  std::string spaced = name;
  for (const std::string wide : {"\u3000", "\u30fb", "\uff65"}) {
    for (auto at = spaced.find(wide); at != std::string::npos; at = spaced.find(wide)) {
      spaced.replace(at, wide.size(), " ");
    }
  }
  std::string word;
  for (const char c : spaced + " ") {
    if (c != ' ' && c != '\n' && c != '(' && c != ')') {
      word += c;
    } else if (!word.empty()) {
      out.push_back(std::exchange(word, ""));
    }
  }
  return out;
}

bool begins_large(const std::string& word) { return word[0] >= 'A' && word[0] <= 'Z'; }

/// An office, a desk or a title, and no name.
bool is_office_word(const std::u32string& word) {
  static const std::vector<std::u32string> words = {
      U"mr",   U"mrs",   U"ms",   U"dr",      U"prof",    U"the",  U"and",
      U"of",   U"team",  U"desk", U"shift",   U"officer", U"head", U"manager",
      U"help", U"night", U"day",  U"network", U"chief",   U"unit", U"department"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_office(const std::u32string& name) {
  static const std::vector<std::u32string> endings = {U"部", U"課",     U"室",       U"局",   U"会",
                                                      U"社", U"班",     U"係",       U"署",   U"庁",
                                                      U"省", U"ちーむ", U"せんたー", U"担当", U"者"};
  return std::any_of(endings.begin(), endings.end(),
                     [&](const std::u32string& ending) { return name.ends_with(ending); });
}

/// A word with which many organisations begin.
bool begins_many(const std::u32string& word) {
  static const std::vector<std::u32string> words = {
      U"american", U"association", U"bank",     U"board",      U"center",        U"central",  U"centre",
      U"city",     U"company",     U"council",  U"department", U"district",      U"example",  U"federal",
      U"first",    U"forensic",    U"general",  U"global",     U"international", U"internet", U"japan",
      U"local",    U"ministry",    U"national", U"office",     U"police",        U"public",   U"regional",
      U"sector",   U"security",    U"service",  U"state",      U"tokyo",         U"united",   U"university"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// A company without the words that say what kind of company it is.
std::u32string without_form(std::u32string name) {
  for (const char* form :
       {"株式会社", "有限会社", "合同会社", "一般社団法人", "(株)", "㈱", "incorporated", "corporation",
        "limited", "company", "gmbh", "corp", "inc", "ltd", "llc", "plc", "co", "kk", "ag"}) {
    const std::u32string plain = squeezed_text(form);
    if (name.size() > plain.size() + 2 && name.ends_with(plain)) {
      name.resize(name.size() - plain.size());
    } else if (name.size() > plain.size() + 1 && is_cjk(plain.back()) && name.starts_with(plain)) {
      name.erase(0, plain.size());
    }
  }
  return name;
}

bool stands_alone(const std::u32string& text, std::size_t begin, std::size_t end) {
  const bool before = begin > 0 && is_latin_or_digit(text[begin]) && is_latin_or_digit(text[begin - 1]);
  const bool after = end < text.size() && is_latin_or_digit(text[end - 1]) && is_latin_or_digit(text[end]);
  return !before && !after;
}

/// Calls `found(begin, end)` for each place of `part`.
template <typename Found>
void each_place(const std::u32string& text, const std::u32string& part, const Found& found) {
  for (auto at = text.find(part); at != std::u32string::npos; at = text.find(part, at + 1)) {
    found(at, at + part.size());
  }
}

std::vector<FoundName> longest(std::vector<FoundName> found) {
  std::stable_sort(found.begin(), found.end(),
                   [](const FoundName& a, const FoundName& b) { return a.end - a.begin > b.end - b.begin; });
  std::vector<FoundName> out;
  for (const FoundName& one : found) {
    const bool free = std::none_of(out.begin(), out.end(), [&](const FoundName& taken) {
      return one.begin < taken.end && taken.begin < one.end;
    });
    if (free) {
      out.push_back(one);
    }
  }
  std::sort(out.begin(), out.end(), [](const FoundName& a, const FoundName& b) { return a.begin < b.begin; });
  return out;
}

}  // namespace

NameMatcher::NameMatcher(const std::vector<Identity>& identities) {
  for (std::size_t i = 0; i < identities.size(); ++i) {
    for (const std::string& name : identities[i].names) {
      add_name(i, identities[i].kind, name);
    }
  }
  std::stable_sort(needles_.begin(), needles_.end(),
                   [](const Needle& a, const Needle& b) { return a.text.size() > b.text.size(); });
}

void NameMatcher::add(Needle needle) {
  if (needle.text.empty()) {
    return;
  }
  const auto same = std::find_if(needles_.begin(), needles_.end(), [&](const Needle& other) {
    return other.text == needle.text && other.written == needle.written;
  });
  if (same == needles_.end()) {
    needles_.push_back(std::move(needle));
  } else if (same->identity != needle.identity) {
    same->ambiguous = true;
  }
}

void NameMatcher::add_name(std::size_t identity, IdentityKind kind, const std::string& name) {
  const std::u32string plain = squeezed_text(name);
  if (plain.size() < 2) {
    return;
  }
  const bool tiny = plain.size() < kShortest && has_latin(plain);
  add({tiny ? letters_of(name).text : plain, identity, tiny});
  if (kind == IdentityKind::person) {
    add_person(identity, name);
  } else if (kind == IdentityKind::organisation) {
    const std::u32string stem = without_form(plain);
    add({stem, identity, stem.size() < kShortest && has_latin(stem)});
    const std::vector<std::string> words = words_in(name);
    const std::u32string first = words.size() < 2 ? U"" : squeezed_text(words.front());
    if (first.size() >= kShortest && begins_large(words.front()) && !begins_many(first)) {
      add({first, identity, false});
    }
  }
}

void NameMatcher::add_person(std::size_t identity, const std::string& name) {
  const std::vector<std::string> words = words_in(name);
  if (words.empty()) {
    return;
  }
  const std::u32string plain = squeezed_text(name);
  if (std::all_of(plain.begin(), plain.end(), is_cjk) && plain.size() <= 10 && !is_office(plain)) {
    add_cjk_person(identity, words);
  } else if (words.size() >= 2 && std::all_of(words.begin(), words.end(), begins_large)) {
    add_latin_person(identity, words);
  }
}

void NameMatcher::add_latin_person(std::size_t identity, const std::vector<std::string>& words) {
  const std::u32string first = squeezed_text(words.front()), last = squeezed_text(words.back());
  if (!first.empty() && !last.empty()) {
    for (const std::u32string& joined :
         {last + first, first.substr(0, 1) + last, last + first.substr(0, 1)}) {
      add({joined, identity, false});
    }
  }
  for (const std::string& word : words) {
    const std::u32string part = squeezed_text(word);
    if (part.size() >= 3 && !is_office_word(part)) {
      add({part, identity, part.size() < kShortest});
    } else if (part.size() == 2 && word.size() == 2 && !is_office_word(part)) {
      add({part, identity, true, word});
    }
  }
}

void NameMatcher::add_cjk_person(std::size_t identity, const std::vector<std::string>& words) {
  const auto called = [&](const std::u32string& part) {
    for (const char* honorific : kHonorifics) {
      add({part + squeezed_text(honorific), identity, false});
    }
  };
  if (words.size() >= 2) {
    for (const std::string& word : words) {
      const std::u32string part = squeezed_text(word);
      part.size() >= 2 ? add({part, identity, false}) : called(part);
    }
    return;
  }
  const std::u32string whole = squeezed_text(words.front());
  for (std::size_t size = 1; size < whole.size(); ++size) {
    called(whole.substr(0, size));
  }
  if (whole.size() >= 3 && whole.size() <= 5) {
    add({whole.substr(0, 2), identity, false});
  }
}

std::vector<FoundName> NameMatcher::find(const Letters& letters, std::string_view text) const {
  const Squeezed tight = squeezed(letters.text);
  std::vector<FoundName> found;
  const auto keep = [&](const Needle& needle, std::size_t begin, std::size_t end) {
    const bool spelled =
        needle.written.empty() ||
        text.substr(letters.begin[begin], letters.end[end - 1] - letters.begin[begin]) == needle.written;
    if (spelled && stands_alone(letters.text, begin, end)) {
      found.push_back({begin, end, needle.identity, needle.ambiguous});
    }
  };
  for (const Needle& needle : needles_) {
    if (needle.exact) {
      each_place(letters.text, needle.text,
                 [&](std::size_t begin, std::size_t end) { keep(needle, begin, end); });
    } else {
      each_place(tight.text, needle.text, [&](std::size_t begin, std::size_t end) {
        keep(needle, tight.place[begin], tight.place[end - 1] + 1);
      });
    }
  }
  return longest(std::move(found));
}

std::vector<FoundName> NameMatcher::find_anywhere(const Letters& letters) const {
  const Squeezed tight = squeezed(letters.text);
  std::vector<FoundName> found;
  for (const Needle& needle : needles_) {
    if (needle.text.size() >= kAnywhere) {
      each_place(tight.text, needle.text, [&](std::size_t begin, std::size_t end) {
        found.push_back({tight.place[begin], tight.place[end - 1] + 1, needle.identity, needle.ambiguous});
      });
    }
  }
  return longest(std::move(found));
}

}  // namespace legal
