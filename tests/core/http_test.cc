// SPDX-License-Identifier: Apache-2.0
// Addresses and heads of HTTP messages: what is taken, and what is refused with which status.
#include "core/http.h"

#include <catch2/catch.hpp>

using core::http::parse_reply;
using core::http::parse_request;
using core::http::RequestHead;
using core::http::Url;

TEST_CASE("an address is http with a host, and nothing that could lead elsewhere", "[core]") {
  const auto url = Url::parse("http://example.org:8080/a/b");
  REQUIRE(url);
  CHECK((url->host == "example.org" && url->port == "8080" && url->path == "/a/b"));
  CHECK(url->authority() == "example.org:8080");
  CHECK(Url::parse("http://example.org")->path == "/");
  CHECK(Url::parse("http://[::1]:81/")->host == "::1");
  CHECK(Url::parse("http://[::1]:81/")->authority() == "[::1]:81");
  for (const char* bad :
       {"", "example.org", "https://example.org/", "HTTP://example.org/", "http://", "http:///x",
        "http://u@example.org/", "http://example.org/?q", "http://example.org/#f", "http://example.org:0/",
        "http://example.org:65536/", "http://example.org:x/", "http://example.org:/", "http://[::1/",
        "http://[::1]x/", "http://a b/", "http://a/\r\nX: y", "http://a]/", "file:///etc/passwd"}) {
    INFO(bad);
    CHECK_FALSE(Url::parse(bad));
  }
}

TEST_CASE("a request's head gives method, target, length and whether to go on", "[core]") {
  const auto parsed = parse_request("POST /a HTTP/1.1\r\nHost: x\r\ncontent-LENGTH: \t12 \r\n\r\n");
  REQUIRE(std::holds_alternative<RequestHead>(parsed));
  const auto& head = std::get<RequestHead>(parsed);
  CHECK((head.method == "POST" && head.target == "/a" && head.content_length == 12 && head.keep_alive));
  CHECK_FALSE(std::get<RequestHead>(parse_request("GET / HTTP/1.1\r\nConnection: Close\r\n\r\n")).keep_alive);
  CHECK_FALSE(std::get<RequestHead>(parse_request("GET / HTTP/1.0\r\n\r\n")).keep_alive);
  const auto status = [](const std::string& text) {
    const auto out = parse_request(text);
    return std::holds_alternative<int>(out) ? std::get<int>(out) : 200;
  };
  CHECK(status("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n") == 411);
  CHECK(status("GET / HTTP/2.0\r\n\r\n") == 505);
  for (const std::string& bad :
       {std::string(), std::string("\r\n\r\n"), std::string("GET\r\n\r\n"), std::string("GET /\r\n\r\n"),
        std::string("GET  / HTTP/1.1\r\n\r\n"), std::string("GET x HTTP/1.1\r\n\r\n"),
        std::string("G(T / HTTP/1.1\r\n\r\n"), std::string("GET / HTTP/1.1\n\n"),
        std::string("GET / HTTP/1.1\r\nno colon\r\n\r\n"), std::string("GET / HTTP/1.1\r\n: x\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nA : x\r\n\r\n"), std::string("GET / HTTP/1.1\r\n folded\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nContent-Length: \r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nContent-Length: 1\r\ncontent-length: 1\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nA: b\rc\r\n\r\n"),
        "GET / HTTP/1.1\r\nA: " + std::string(9000, 'x') + "\r\n\r\n"}) {
    INFO(bad.substr(0, 60));
    CHECK(status(bad) == 400);
  }
}

TEST_CASE("a reply's head gives status, type and length; what comes in chunks is not taken", "[core]") {
  const auto head = parse_reply(
      "HTTP/1.1 409 Conflict\r\nContent-Type: Text/X.Tlog.Size; charset=x\r\nContent-Length: 3\r\n\r\n");
  REQUIRE(head);
  CHECK((head->status == 409 && head->content_type == "text/x.tlog.size" && head->content_length == 3));
  CHECK(parse_reply("HTTP/1.0 200\r\n\r\n"));
  for (const char* bad :
       {"", "HTTP/1.1\r\n\r\n", "HTTP/1.1 20\r\n\r\n", "HTTP/1.1 2000\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 200 OK\n\n"}) {
    INFO(bad);
    CHECK_FALSE(parse_reply(bad));
  }
}
