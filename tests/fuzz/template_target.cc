// SPDX-License-Identifier: Apache-2.0
// A template, and after a zero byte the facts as JSON; without them the sample facts of tests/report.
#include <algorithm>

#include "core/durable_file.h"
#include "core/error.h"
#include "report/template.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

const core::json::Value& sample_facts() {
  static const core::json::Value facts = [] {
    auto value = core::json::parse(core::read_text_file(EXHIBIT_FUZZ_FACTS));
    require(value.has_value(), "the sample facts can be read");
    return std::move(*value);
  }();
  return facts;
}

}  // namespace

void run_template(core::ByteView input) {
  const std::string_view text = core::as_text(input);
  const std::size_t end = std::min(text.find('\0'), text.size());
  const auto own = end < text.size() ? core::json::parse(text.substr(end + 1)) : std::nullopt;
  try {
    const auto parsed = report::Template::parse(std::string(text.substr(0, end)), "sample");
    const report::Document document = parsed.fill(own ? *own : sample_facts());
    require(document.language == "en" || document.language == "ja", "a document is in a known language");
    for (const report::Block& block : document.blocks) {
      if (const auto* table = std::get_if<report::Table>(&block)) {
        for (const auto& row : table->rows) {
          require(table->head.empty() || row.size() == table->head.size(), "a row is as long as its head");
        }
      }
    }
  } catch (const core::Error& error) {
    require(*error.what() != '\0', "a refused template comes with a reason");
  }
}

}  // namespace fuzz
