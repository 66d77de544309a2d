// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/address_patterns.h"

#include <algorithm>
#include <array>

#include "legal/sharing/letters.h"

namespace legal {

using K = IdentityKind;
using Word = std::u32string;

namespace {

bool is_hex(char32_t c) { return is_digit(c) || (c >= U'a' && c <= U'f'); }
bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }
bool is_ascii_word(char32_t c) { return is_digit(c) || is_letter(c); }

/// What a mail or web address, a path or a key is made of; brackets stand in addresses that were made harmless.
bool is_token(char32_t c) {
  return c > 0x20 && c < 0x7F && U'"' != c && c != U'<' && c != U'>' && c != U',' && c != U';';
}

std::vector<Word> split(const Word& text, char32_t at) {
  std::vector<Word> out(1);
  for (const char32_t c : text) {
    if (c == at) {
      out.emplace_back();
    } else {
      out.back().push_back(c);
    }
  }
  return out;
}

bool all(const Word& text, bool (*is)(char32_t)) { return std::all_of(text.begin(), text.end(), is); }

/// "[.]", "(.)" and "[dot]" as a dot, "hxxp" as "http".
Word armed(Word text) {
  for (const Word& dot : {Word(U"[.]"), Word(U"(.)"), Word(U"[dot]"), Word(U"(dot)"), Word(U"[:]")}) {
    for (auto at = text.find(dot); at != Word::npos; at = text.find(dot)) {
      text.replace(at, dot.size(), dot[1] == U':' ? U":" : U".");
    }
  }
  for (const Word& mark : {Word(U"[at]"), Word(U"(at)"), Word(U"[@]")}) {
    for (auto at = text.find(mark); at != Word::npos; at = text.find(mark)) {
      text.replace(at, mark.size(), U"@");
    }
  }
  if (text.starts_with(U"hxxp")) {
    text.replace(1, 2, U"tt");
  }
  return text;
}

bool is_ipv4(const Word& text) {
  const auto octets = split(text.substr(0, text.find_first_of(U":/")), U'.');
  return octets.size() == 4 && std::all_of(octets.begin(), octets.end(), [](const Word& octet) {
           return !octet.empty() && octet.size() <= 3 && all(octet, is_digit);
         });
}

bool is_time(const std::vector<Word>& parts) {
  return parts.size() <= 3 && std::all_of(parts.begin(), parts.end(), [](const Word& part) {
           return part.size() >= 1 && part.size() <= 2 && all(part, is_digit);
         });
}

bool is_ipv6(const Word& text) {
  const Word plain = text.substr(0, text.find_first_of(U"/%"));
  const auto groups = split(plain, U':');
  const bool hex = std::all_of(groups.begin(), groups.end(),
                               [](const Word& group) { return group.size() <= 4 && all(group, is_hex); });
  return groups.size() >= 3 && groups.size() <= 9 && hex && !is_time(groups) &&
         (groups.size() == 8 || plain.find(U"::") != Word::npos);
}

bool is_mac(const Word& text) {
  const auto has = [&](char32_t separator, std::size_t groups, std::size_t digits) {
    const auto parts = split(text, separator);
    return parts.size() == groups && std::all_of(parts.begin(), parts.end(), [&](const Word& part) {
             return part.size() == digits && all(part, is_hex);
           });
  };
  return has(U':', 6, 2) || has(U'-', 6, 2) || has(U'.', 3, 4);
}

bool is_domain(const Word& text) {
  const auto labels = split(text.substr(0, text.find_first_of(U":/")), U'.');
  const bool good = labels.size() >= 2 && std::all_of(labels.begin(), labels.end(), [](const Word& label) {
                      return !label.empty() && label.size() <= 63 &&
                             std::all_of(label.begin(), label.end(), [](char32_t c) {
                               return is_ascii_word(c) || c == U'-' || c == U'_';
                             });
                    });
  return good && labels.back().size() >= 2 && is_letter(labels.back().front());
}

bool is_file(const Word& text) {
  static const std::vector<Word> endings = {
      U"txt",  U"log",  U"doc",  U"docx", U"xls",  U"xlsx", U"pdf",  U"exe",  U"dll", U"zip", U"7z",
      U"csv",  U"json", U"xml",  U"sys",  U"bat",  U"ps1",  U"js",   U"vbs",  U"lnk", U"eml", U"msg",
      U"pst",  U"dat",  U"db",   U"bak",  U"html", U"php",  U"jsp",  U"aspx", U"e01", U"dd",  U"img",
      U"vmdk", U"evtx", U"pcap", U"yaml", U"png",  U"jpg",  U"pptx", U"tmp"};
  const auto dot = text.rfind(U'.');
  return dot != Word::npos && dot > 0 &&
         std::find(endings.begin(), endings.end(), text.substr(dot + 1)) != endings.end();
}

bool is_path(const Word& text) {
  const bool drive =
      text.size() > 2 && is_letter(text[0]) && text[1] == U':' && (text[2] == U'\\' || text[2] == U'/');
  const bool rooted = text.size() > 1 && (text[0] == U'/' || text[0] == U'~') &&
                      std::any_of(text.begin() + 1, text.end(), is_ascii_word);
  const auto slashes = std::count(text.begin(), text.end(), U'/');
  const bool date = slashes == 2 && std::all_of(text.begin(), text.end(),
                                                [](char32_t c) { return is_digit(c) || c == U'/'; });
  return drive || rooted || text.find(U'\\') != Word::npos || (slashes >= 2 && !date);
}

/// "sha256:..." and "key=..." hold theirs behind a mark.
std::optional<K> key_kind(const Word& text) {
  Word run;
  for (const char32_t c : text + U" ") {
    if (is_ascii_word(c) || c == U'+' || c == U'/') {
      run += c;
      continue;
    }
    const bool digit = std::any_of(run.begin(), run.end(), is_digit);
    const bool letter = std::any_of(run.begin(), run.end(), is_letter);
    if (run.size() >= 16 && digit && all(run, is_hex)) {
      return K::digest;
    }
    if (run.size() >= 20 && digit && letter) {
      return K::token;
    }
    run.clear();
  }
  const auto groups = split(text, U'-');
  const bool uuid =
      groups.size() == 5 && groups[0].size() == 8 && groups[4].size() == 12 &&
      std::all_of(groups.begin(), groups.end(), [](const Word& group) { return all(group, is_hex); });
  return uuid ? std::optional(K::token) : std::nullopt;
}

std::optional<K> token_kind(const Word& text) {
  if (text.find(U'@') != Word::npos && text.find(U'@') > 0) {
    return K::address;
  }
  if (text.find(U"://") != Word::npos || text.starts_with(U"www.")) {
    return K::address;
  }
  if (is_ipv4(text) || is_mac(text) || is_ipv6(text)) {
    return K::address;
  }
  if (is_path(text) || is_file(text)) {
    return K::file;
  }
  if (is_domain(text)) {
    return K::address;
  }
  return key_kind(text);
}

/// Marks of a sentence around a word are none of it.
bool is_edge(char32_t c) {
  static const Word edges = U"()[]{}.!?:'`|*=";
  return edges.find(c) != Word::npos;
}

void add_tokens(const Word& letters, std::vector<FoundPattern>& out) {
  for (std::size_t at = 0; at < letters.size(); ++at) {
    if (!is_token(letters[at])) {
      continue;
    }
    std::size_t end = at;
    while (end < letters.size() && is_token(letters[end])) {
      ++end;
    }
    std::size_t first = at, last = end;
    while (first < last && is_edge(letters[first]) && letters[first] != U'[') {
      ++first;
    }
    while (last > first && is_edge(letters[last - 1])) {
      --last;
    }
    const Word text = armed(letters.substr(first, last - first));
    if (const auto kind = text.empty() ? std::nullopt : token_kind(text)) {
      out.push_back({first, last, *kind});
    } else if (letters[first] == U'[' && last > first + 1) {
      if (const auto inner = token_kind(armed(letters.substr(first + 1, last - first - 1)))) {
        out.push_back({first + 1, last, *inner});
      }
    }
    at = end;
  }
}

/// Digits with single separators between: 03-1234-5678, +81 3 1234 5678, 〒100-0001.
void add_numbers(const Word& letters, std::vector<FoundPattern>& out) {
  for (std::size_t at = 0; at < letters.size(); ++at) {
    const bool starts = (is_digit(letters[at]) || letters[at] == U'+' || letters[at] == U'〒') &&
                        (at == 0 || !is_ascii_word(letters[at - 1]));
    if (!starts) {
      continue;
    }
    std::size_t end = at + 1, digits = is_digit(letters[at]) ? 1 : 0, groups = 0, longest = digits,
                run = digits;
    while (end < letters.size()) {
      const bool joined =
          (letters[end] == U'-' || letters[end] == U' ' || letters[end] == U'(' || letters[end] == U')') &&
          end + 1 < letters.size() && is_digit(letters[end + 1]);
      if (!is_digit(letters[end]) && !joined) {
        break;
      }
      run = joined ? 0 : run + 1;
      groups += joined ? 1 : 0;
      digits += joined ? 0 : 1;
      longest = std::max(longest, run);
      ++end;
    }
    const bool phone = (letters[at] == U'+' && digits >= 9) ||
                       (letters[at] == U'0' && digits >= 9 && digits <= 12) ||
                       (letters[at] == U'〒' && digits == 7) || (groups >= 3 && digits >= 12);
    if (phone || longest >= 7) {
      out.push_back({at, end, longest >= 7 && !phone ? K::number : K::address});
    }
    at = end > at + 1 ? end - 1 : at;
  }
}

}  // namespace

std::vector<FoundPattern> patterns_in(const std::u32string& letters) {
  std::vector<FoundPattern> found, out;
  add_tokens(letters, found);
  add_numbers(letters, found);
  std::stable_sort(found.begin(), found.end(), [](const FoundPattern& a, const FoundPattern& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  for (const FoundPattern& one : found) {
    if (out.empty() || one.begin >= out.back().end) {
      out.push_back(one);
    }
  }
  return out;
}

std::vector<FoundPattern> host_like_in(const std::u32string& letters) {
  static const std::vector<Word> terms = {
      U"aes", U"article", U"art",   U"cve",   U"day",  U"entry", U"http", U"ipv", U"iso",
      U"md",  U"ms",      U"rfc",   U"rsa",   U"sha",  U"tls",   U"utf",  U"win", U"windows",
      U"q",   U"c",       U"phase", U"level", U"tier", U"step",  U"no",   U"page"};
  std::vector<FoundPattern> out;
  for (std::size_t at = 0; at < letters.size(); ++at) {
    if (!is_letter(letters[at]) || (at > 0 && (is_ascii_word(letters[at - 1]) || letters[at - 1] == U'-'))) {
      continue;
    }
    std::size_t end = at;
    while (end < letters.size() && is_letter(letters[end])) {
      ++end;
    }
    const Word stem = letters.substr(at, end - at);
    end += end < letters.size() && letters[end] == U'-' ? 1 : 0;
    const std::size_t digits = end;
    while (end < letters.size() && is_digit(letters[end])) {
      ++end;
    }
    const bool ends = end == letters.size() || (!is_ascii_word(letters[end]) && letters[end] != U'-');
    const bool known = std::find(terms.begin(), terms.end(), stem) != terms.end();
    if (end > digits && end - digits <= 5 && stem.size() >= 2 && stem.size() <= 15 && ends && !known) {
      out.push_back({at, end, K::host});
    }
    at = end > at ? end - 1 : at;
  }
  return out;
}

}  // namespace legal
