// SPDX-License-Identifier: Apache-2.0
#include "cli/http_client.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>

#include "cli/session.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace cli {
namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr std::chrono::seconds kPatience{20};
constexpr std::size_t kMostAnswer = 1U << 20U;

[[noreturn]] void no_answer(const core::http::Url& url, const std::string& why) {
  core::fail("no answer from " + core::shown(url.authority()) + ": " + why +
             "; nothing was stored, and nothing is lost: try again later");
}

class Exchange {
 public:
  explicit Exchange(const core::http::Url& url)
      : url_(url), until_(std::chrono::steady_clock::now() + kPatience) {}

  std::string run(const std::string& request) {
    connect();
    send(request);
    std::string out;
    std::array<char, 16384> buffer{};
    while (true) {
      wait(POLLIN);
      const ssize_t n = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
      if (n == 0) {
        return out;
      }
      if (n < 0 && errno != EAGAIN && errno != EINTR) {
        no_answer(url_, std::strerror(errno));
      }
      out.append(buffer.data(), n < 0 ? 0 : static_cast<std::size_t>(n));
      if (out.size() > kMostAnswer) {
        no_answer(url_, "the answer is larger than such an answer can be");
      }
    }
  }

 private:
  void wait(short event) {
    pollfd waiting{socket_.get(), event, 0};
    while (true) {
      cancel_token().check();
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(until_ - std::chrono::steady_clock::now())
              .count();
      if (left <= 0) {
        no_answer(url_, "it took more than 20 seconds");
      }
      const int ready = ::poll(&waiting, 1, static_cast<int>(std::min<long long>(left, 500)));
      if (ready > 0) {
        return;
      }
      if (ready < 0 && errno != EINTR) {
        no_answer(url_, std::strerror(errno));
      }
    }
  }

  void connect() {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int failed = ::getaddrinfo(url_.host.c_str(), url_.port.c_str(), &hints, &found);
    if (failed != 0) {
      no_answer(url_, ::gai_strerror(failed));
    }
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(found, &::freeaddrinfo);
    int last_error = 0;
    for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
      last_error = connect_to(*at);
      if (last_error == 0) {
        return;
      }
    }
    no_answer(url_, std::strerror(last_error));
  }

  /// 0, or the error number.
  int connect_to(const addrinfo& address) {
    socket_ = core::Fd(::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket_.valid()) {
      return errno;
    }
    if (::connect(socket_.get(), address.ai_addr, address.ai_addrlen) == 0) {
      return 0;
    }
    if (errno != EINPROGRESS) {
      return errno;
    }
    wait(POLLOUT);
    int error = 0;
    socklen_t size = sizeof error;
    return ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
  }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      wait(POLLOUT);
      const ssize_t n = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n < 0 && errno != EAGAIN && errno != EINTR) {
        no_answer(url_, std::strerror(errno));
      }
      bytes.remove_prefix(n < 0 ? 0 : static_cast<std::size_t>(n));
    }
  }

  const core::http::Url& url_;
  Moment until_;
  core::Fd socket_;
};

}  // namespace

core::http::Url http_url(const std::string& text, const std::string& last) {
  auto url = core::http::Url::parse(text);
  if (!url) {
    core::fail_usage(
        "'" + core::shown(text) +
        "' is no address of the form http://HOST[:PORT][/PATH]; answers are signed, so that http is "
        "enough; for another scheme carry the file by other means");
  }
  if (!last.empty()) {
    url->path += (url->path.ends_with('/') ? "" : "/") + last;
  }
  return *url;
}

HttpAnswer http_post(const core::http::Url& url, std::string_view content_type, std::string_view body) {
  const std::string answer = Exchange(url).run(core::http::post(url, content_type, body));
  const std::size_t end = answer.find("\r\n\r\n");
  const auto head = end == std::string::npos
                        ? std::nullopt
                        : core::http::parse_reply(std::string_view(answer).substr(0, end + 4));
  if (!head) {
    no_answer(url, "what came back is no HTTP answer");
  }
  HttpAnswer out{head->status, head->content_type, answer.substr(end + 4)};
  if (head->content_length && *head->content_length != out.body.size()) {
    no_answer(url, "the answer was cut short");
  }
  return out;
}

}  // namespace cli
