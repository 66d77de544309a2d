// SPDX-License-Identifier: Apache-2.0
#include "report/csv.h"

#include <string_view>

namespace report {

std::string csv_field(const std::string& text) {
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  std::string out = "\"";
  out += formula ? "'" : "";
  for (const char c : text) {
    out += c == '"' ? "\"\"" : std::string(1, c);
  }
  return out + "\"";
}

}  // namespace report
