// SPDX-License-Identifier: Apache-2.0
// One POST to the address a person named, and its answer. No redirect is followed and no proxy asked.
#pragma once

#include <string>
#include <string_view>

#include "core/http.h"

namespace cli {

struct HttpAnswer {
  int status = 0;
  std::string content_type, body;
};

/// The URL, with `last` added as a further part of its path when not empty. Fails with `usage` for anything but http://.
core::http::Url http_url(const std::string& text, const std::string& last = "");
/// Throws Error when there is no answer within twenty seconds, or it is malformed or larger than 1 MiB.
HttpAnswer http_post(const core::http::Url& url, std::string_view content_type, std::string_view body);

}  // namespace cli
