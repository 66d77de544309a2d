// SPDX-License-Identifier: Apache-2.0
// The little of HTTP/1.1 (RFC 9112) that witnesses and time-stamping authorities need: addresses and heads of messages.
// No sockets here; bodies always have a Content-Length.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace core::http {

struct Url {
  std::string host;  // without the brackets of an IPv6 address
  std::string port = "80";
  std::string path = "/";

  /// The Host header's value.
  std::string authority() const;
  /// Accepts http://HOST[:PORT][/PATH] only: no user, no query, no fragment; nullopt otherwise.
  static std::optional<Url> parse(std::string_view text);
};

struct RequestHead {
  std::string method, target;
  std::uint64_t content_length = 0;
  bool keep_alive = true;
};
/// A request's head with its empty line, or the status code to refuse it with.
std::variant<RequestHead, int> parse_request(std::string_view head);

struct ReplyHead {
  int status = 0;
  std::string content_type;                     // lower case, without parameters
  std::optional<std::uint64_t> content_length;  // none: the body ends with the connection
};
/// A reply's head with its empty line; nullopt when malformed or when its body comes in chunks.
std::optional<ReplyHead> parse_reply(std::string_view head);

/// Largest head that is looked at.
inline constexpr std::size_t kMostHead = 8192;

/// A whole reply. `content_type` may be empty.
std::string reply(int status, std::string_view content_type, std::string_view body, bool keep_alive);
/// A whole HTTP/1.0 POST, so that the answer's body does not come in chunks.
std::string post(const Url& url, std::string_view content_type, std::string_view body);

}  // namespace core::http
