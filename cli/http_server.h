// SPDX-License-Identifier: Apache-2.0
// A small HTTP server on one thread: many connections, each with a bound on bytes and on time, none able to stop it.
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <string>
#include <string_view>

#include "core/durable_file.h"
#include "core/progress.h"

namespace cli {

struct HttpRequest {
  std::string method, target, body;
};
struct HttpReply {
  int status = 500;
  std::string content_type, body;
};

class HttpServer {
 public:
  struct Limits {
    std::size_t connections = 64;
    std::size_t body = 64U << 10U;
    std::chrono::milliseconds patience{10'000};  // for a whole request, and for taking its reply
  };

  /// Listens on an address (a number, or a name that means one) and port; port 0: any free one. Throws Error.
  HttpServer(const std::string& address, std::uint16_t port, Limits limits);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  std::uint16_t port() const { return port_; }

  /// Answers until cancelled. What `handle` throws is told on standard error and answered with 500.
  void serve(const std::function<HttpReply(const HttpRequest&)>& handle, const core::CancelToken& cancel);

 private:
  struct Connection;
  void accept_new(std::list<Connection>& connections) const;
  void read(Connection& connection, const std::function<HttpReply(const HttpRequest&)>& handle) const;
  void answer(Connection& connection, const std::function<HttpReply(const HttpRequest&)>& handle) const;
  void write(Connection& connection, const std::function<HttpReply(const HttpRequest&)>& handle) const;

  Limits limits_;
  core::Fd listener_;
  std::uint16_t port_ = 0;
};

}  // namespace cli
