// SPDX-License-Identifier: Apache-2.0
#include "cli/http_server.h"

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "core/error.h"
#include "core/http.h"
#include "core/text.h"

namespace cli {

using Clock = std::chrono::steady_clock;
using core::http::RequestHead;

constexpr std::chrono::seconds kFarewell{1};

/// Reads a request, then writes its reply, then reads the next.
struct HttpServer::Connection {
  core::Fd socket;
  Clock::time_point until;
  std::string in = {}, out = {};
  bool writing = false, keep_alive = false, ending = false, closed = false;

  void say(const HttpReply& reply, bool keep, std::chrono::milliseconds patience) {
    out = core::http::reply(reply.status, reply.content_type, reply.body, keep);
    writing = true;
    keep_alive = keep;
    until = Clock::now() + patience;
  }
};

HttpServer::HttpServer(const std::string& address, std::uint16_t port, Limits limits) : limits_(limits) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (failed != 0) {
    core::fail("cannot listen on " + core::shown(address) + ": " + ::gai_strerror(failed));
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(found, &::freeaddrinfo);
  listener_ = core::Fd(::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (!listener_.valid() || ::setsockopt(listener_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      ::bind(listener_.get(), found->ai_addr, found->ai_addrlen) != 0 ||
      ::listen(listener_.get(), 128) != 0 ||
      ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
    core::fail("cannot listen on " + core::shown(address) + " port " + std::to_string(port) + ": " +
               std::strerror(errno));
  }
  port_ = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                                            : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
}

void HttpServer::accept_new(std::list<Connection>& connections) const {
  while (true) {
    core::Fd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket.valid()) {
      return;  // none waits, or no descriptor is free: the next round tries again
    }
    if (connections.size() >= limits_.connections) {
      connections.pop_front();  // who came first had the most time
    }
    connections.push_back({std::move(socket), Clock::now() + limits_.patience});
  }
}

void HttpServer::answer(Connection& connection,
                        const std::function<HttpReply(const HttpRequest&)>& handle) const {
  const std::size_t end = connection.in.find("\r\n\r\n");
  if (end == std::string::npos) {
    if (connection.in.size() > core::http::kMostHead) {
      connection.say({413, "", ""}, false, limits_.patience);
    }
    return;
  }
  const auto parsed = core::http::parse_request(std::string_view(connection.in).substr(0, end + 4));
  const auto* head = std::get_if<RequestHead>(&parsed);
  if (head == nullptr) {
    connection.say({std::get<int>(parsed), "", ""}, false, limits_.patience);
    return;
  }
  if (head->content_length > limits_.body) {
    connection.say({413, "", ""}, false, limits_.patience);
    return;
  }
  if (connection.in.size() < end + 4 + head->content_length) {
    return;  // more is to come
  }
  const HttpRequest request{head->method, head->target, connection.in.substr(end + 4, head->content_length)};
  connection.in.erase(0, end + 4 + head->content_length);
  try {
    connection.say(handle(request), head->keep_alive, limits_.patience);
  } catch (const std::exception& error) {
    (void)std::fprintf(stderr, "exhibit: %s\n", core::shown(error.what()).c_str());
    connection.say({500, "", ""}, false, limits_.patience);
  }
}

void HttpServer::read(Connection& connection,
                      const std::function<HttpReply(const HttpRequest&)>& handle) const {
  std::array<char, 16384> buffer{};
  const ssize_t n = ::recv(connection.socket.get(), buffer.data(), buffer.size(), 0);
  if (n > 0 && connection.ending) {
    return;  // read and forgotten
  }
  if (n > 0) {
    connection.in.append(buffer.data(), static_cast<std::size_t>(n));
    answer(connection, handle);
  } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
    connection.closed = true;
  }
}

void HttpServer::write(Connection& connection,
                       const std::function<HttpReply(const HttpRequest&)>& handle) const {
  const ssize_t n =
      ::send(connection.socket.get(), connection.out.data(), connection.out.size(), MSG_NOSIGNAL);
  if (n < 0) {
    connection.closed = errno != EAGAIN && errno != EINTR;
    return;
  }
  connection.out.erase(0, static_cast<std::size_t>(n));
  if (!connection.out.empty()) {
    return;
  }
  connection.writing = false;
  if (!connection.keep_alive) {
    // Closing with bytes unread would reset the connection, and the reply might be lost (RFC 9112 section 9.6).
    connection.ending = ::shutdown(connection.socket.get(), SHUT_WR) == 0;
    connection.closed = !connection.ending;
    connection.until = Clock::now() + kFarewell;
  } else {
    connection.until = Clock::now() + limits_.patience;
    answer(connection, handle);  // the next request may be here already
  }
}

void HttpServer::serve(const std::function<HttpReply(const HttpRequest&)>& handle,
                       const core::CancelToken& cancel) {
  std::list<Connection> connections;
  while (!cancel.cancelled()) {
    std::vector<pollfd> waiting = {{listener_.get(), POLLIN, 0}};
    for (const Connection& connection : connections) {
      waiting.push_back(
          {connection.socket.get(), static_cast<short>(connection.writing ? POLLOUT : POLLIN), 0});
    }
    if (::poll(waiting.data(), waiting.size(), 200) < 0 && errno != EINTR) {
      core::fail(std::string("cannot wait for connections: ") + std::strerror(errno));
    }
    auto ready = waiting.begin() + 1;
    for (Connection& connection : connections) {
      const bool now = (ready++)->revents != 0;
      if (now && connection.writing) {
        write(connection, handle);
      } else if (now) {
        read(connection, handle);
      }
      connection.closed = connection.closed || connection.until < Clock::now();
    }
    connections.remove_if([](const Connection& connection) { return connection.closed; });
    if ((waiting.front().revents & POLLIN) != 0) {
      accept_new(connections);
    }
  }
}

}  // namespace cli
