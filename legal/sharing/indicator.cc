// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/indicator.h"

#include <algorithm>
#include <charconv>

namespace legal {

namespace {

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (c == at) {
      out.emplace_back();
    } else {
      out.back().push_back(c);
    }
  }
  return out;
}

/// What was written so that nobody follows it by accident.
std::string whole(std::string text) {
  for (const std::string dot : {"[.]", "(.)", "[dot]"}) {
    for (auto at = text.find(dot); at != std::string::npos; at = text.find(dot)) {
      text.replace(at, dot.size(), ".");
    }
  }
  for (const std::string mark : {"[@]", "[at]"}) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.replace(at, mark.size(), "@");
    }
  }
  return text.starts_with("hxxp") ? "http" + text.substr(4) : text;
}

bool is_digest(const std::string& text, std::size_t digits) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), is_hex);
}

bool is_ipv4(const std::string& text) {
  const auto octets = split(text, '.');
  return octets.size() == 4 && std::all_of(octets.begin(), octets.end(), [](const std::string& octet) {
           int number = -1;
           const auto [end, error] = std::from_chars(octet.data(), octet.data() + octet.size(), number);
           return error == std::errc{} && end == octet.data() + octet.size() && number >= 0 &&
                  number <= 255 && std::to_string(number) == octet;
         });
}

bool is_ipv6(const std::string& text) {
  const auto gap = text.find("::");
  if (text.find(":::") != std::string::npos ||
      (gap != std::string::npos && text.find("::", gap + 1) != std::string::npos)) {
    return false;
  }
  const bool edges =
      (text.starts_with(":") && !text.starts_with("::")) || (text.ends_with(":") && !text.ends_with("::"));
  std::size_t groups = 0;
  for (const std::string& group : split(text, ':')) {
    if (group.size() > 4 || !std::all_of(group.begin(), group.end(), is_hex)) {
      return false;
    }
    groups += group.empty() ? 0 : 1;
  }
  return !edges &&
         (gap == std::string::npos ? groups == 8 && text.find(':') != std::string::npos : groups <= 7);
}

bool is_domain(const std::string& text) {
  const auto labels = split(text, '.');
  const bool good = std::all_of(labels.begin(), labels.end(), [](const std::string& label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(),
                       [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_'; });
  });
  return labels.size() >= 2 && good && text.size() <= 253 && !is_digit(labels.back().front());
}

bool is_url(const std::string& text) {
  const auto at = text.find("://");
  const bool scheme = at != std::string::npos && at > 1 &&
                      std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at),
                                  [](char c) { return c >= 'a' && c <= 'z'; });
  return scheme && text.size() > at + 3 && std::all_of(text.begin(), text.end(), [](char c) {
           return c > 0x20 && c < 0x7F && c != '\\' && c != '\'';
         });
}

bool is_email(const std::string& text) {
  const auto at = text.find('@');
  return at != std::string::npos && at > 0 && at <= 64 && is_domain(lower(text.substr(at + 1))) &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), [](char c) {
           return c > 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '\'' && c != '<' && c != '>' &&
                  c != ',';
         });
}

bool fits(const std::string& kind, const std::string& value) {
  return kind == "md5"       ? is_digest(value, 32)
         : kind == "sha-1"   ? is_digest(value, 40)
         : kind == "sha-256" ? is_digest(value, 64)
         : kind == "ipv4"    ? is_ipv4(value)
         : kind == "ipv6"    ? is_ipv6(value)
         : kind == "domain"  ? is_domain(value)
         : kind == "url"     ? is_url(value)
         : kind == "email"   ? is_email(value)
                             : false;
}

}  // namespace

const std::vector<std::string>& indicator_kinds() {
  static const std::vector<std::string> kinds = {"md5",  "sha-1",  "sha-256", "ipv4",
                                                 "ipv6", "domain", "url",     "email"};
  return kinds;
}

std::optional<std::string> indicator_value(const std::string& kind, const std::string& text) {
  const bool cased = kind == "url" || kind == "email";
  const std::string value = cased ? whole(text) : lower(whole(text));
  return fits(kind, value) ? std::optional(value) : std::nullopt;
}

std::vector<Indicator> indicators_of(const Records& records, const std::string& incident) {
  std::vector<Indicator> out;
  for (const Record& record : records.standing("indicator_recorded", incident)) {
    if (!record.is_private) {
      out.push_back({record.number, records.text(record, "kind"), records.text(record, "value"),
                     records.text(record, "confidence"), records.text(record, "tlp"),
                     records.text(record, "note"), records.time(record, "first_seen"),
                     records.time(record, "last_seen"), records.recorded_at(record)});
    }
  }
  const auto same = [](const Indicator& a, const Indicator& b) {
    return a.kind == b.kind && a.value == b.value;
  };
  std::stable_sort(out.begin(), out.end(), [](const Indicator& a, const Indicator& b) {
    return std::pair(a.kind, a.value) < std::pair(b.kind, b.value);
  });
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
  return out;
}

}  // namespace legal
