// SPDX-License-Identifier: Apache-2.0
#include "core/http.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace core::http {
namespace {

bool is_token(std::string_view text) {
  static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::uint64_t> number(std::string_view digits) {
  std::uint64_t out = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return !digits.empty() && parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size()
             ? std::optional(out)
             : std::nullopt;
}

/// Start line and fields. A field that decides how long a message is may stand there once only.
struct Head {
  std::string start;
  std::vector<std::pair<std::string, std::string>> fields;  // names in lower case

  std::optional<std::string> field(std::string_view name) const {
    for (const auto& [known, value] : fields) {
      if (known == name) {
        return value;
      }
    }
    return std::nullopt;
  }
};

std::optional<Head> parse_head(std::string_view text) {
  Head out;
  if (text.size() > kMostHead || !text.ends_with("\r\n\r\n")) {
    return std::nullopt;
  }
  text.remove_suffix(2);
  for (bool first = true; !text.empty(); first = false) {
    const std::size_t end = text.find("\r\n");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 2);
    if (std::any_of(line.begin(), line.end(),
                    [](char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7F; })) {
      return std::nullopt;
    }
    if (first) {
      out.start = line;
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
      return std::nullopt;
    }
    std::string name = lower(line.substr(0, colon));
    if (name == "content-length" && out.field(name)) {
      return std::nullopt;
    }
    out.fields.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
  }
  return out;
}

const char* phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 422: return "Unprocessable Entity";
    case 505: return "HTTP Version Not Supported";
    default: return "Internal Server Error";
  }
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == "80" ? name : name + ":" + port;
}

std::optional<Url> Url::parse(std::string_view text) {
  constexpr std::string_view kScheme = "http://";
  if (!text.starts_with(kScheme) || text.size() > 2048 || !is_printable(text) ||
      text.find_first_of("?#@") != std::string_view::npos) {
    return std::nullopt;
  }
  text.remove_prefix(kScheme.size());
  Url out;
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    out.path = text.substr(slash);
    text = text.substr(0, slash);
  }
  const bool bracketed = text.starts_with('[');
  const std::size_t host_end = bracketed ? text.find(']') : text.find(':');
  if (bracketed && host_end == std::string_view::npos) {
    return std::nullopt;
  }
  out.host = bracketed ? text.substr(1, host_end - 1) : text.substr(0, host_end);
  const std::string_view rest =
      host_end == std::string_view::npos ? std::string_view() : text.substr(host_end + (bracketed ? 1 : 0));
  if (!rest.empty()) {
    const auto port = rest.front() == ':' ? number(rest.substr(1)) : std::nullopt;
    if (!port || *port == 0 || *port > 65535) {
      return std::nullopt;
    }
    out.port = std::to_string(*port);
  }
  return out.host.empty() || out.host.find_first_of("[]") != std::string::npos
             ? std::nullopt
             : std::optional(std::move(out));
}

std::variant<RequestHead, int> parse_request(std::string_view text) {
  const auto head = parse_head(text);
  const std::size_t first = head ? head->start.find(' ') : std::string::npos;
  const std::size_t second = first == std::string::npos ? first : head->start.find(' ', first + 1);
  if (second == std::string::npos) {
    return 400;
  }
  RequestHead out{head->start.substr(0, first), head->start.substr(first + 1, second - first - 1), 0, true};
  const std::string version = head->start.substr(second + 1);
  if (!is_token(out.method) || !is_printable(out.target) || !out.target.starts_with('/')) {
    return 400;
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return 505;
  }
  if (head->field("transfer-encoding")) {
    return 411;
  }
  if (const auto length = head->field("content-length")) {
    const auto value = number(*length);
    if (!value) {
      return 400;
    }
    out.content_length = *value;
  }
  const std::string connection = lower(head->field("connection").value_or(""));
  out.keep_alive = version == "HTTP/1.1" && connection != "close";
  return out;
}

std::optional<ReplyHead> parse_reply(std::string_view text) {
  const auto head = parse_head(text);
  if (!head || !head->start.starts_with("HTTP/1.") || head->start.size() < 12 || head->start[8] != ' ' ||
      head->field("transfer-encoding")) {
    return std::nullopt;
  }
  ReplyHead out;
  const auto status = number(std::string_view(head->start).substr(9, 3));
  if (!status || *status < 100 || (head->start.size() > 12 && head->start[12] != ' ')) {
    return std::nullopt;
  }
  out.status = static_cast<int>(*status);
  const std::string type = head->field("content-type").value_or("");
  out.content_type = lower(trimmed(std::string_view(type).substr(0, type.find(';'))));
  if (const auto length = head->field("content-length")) {
    out.content_length = number(*length);
    if (!out.content_length) {
      return std::nullopt;
    }
  }
  return out;
}

std::string reply(int status, std::string_view content_type, std::string_view body, bool keep_alive) {
  std::string out = "HTTP/1.1 " + std::to_string(status) + " " + phrase(status) +
                    "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  if (!content_type.empty()) {
    out += "Content-Type: " + std::string(content_type) + "\r\n";
  }
  return out + (keep_alive ? "" : "Connection: close\r\n") + "\r\n" + std::string(body);
}

std::string post(const Url& url, std::string_view content_type, std::string_view body) {
  return "POST " + url.path + " HTTP/1.0\r\nHost: " + url.authority() +
         "\r\nContent-Type: " + std::string(content_type) +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" +
         std::string(body);
}

}  // namespace core::http
