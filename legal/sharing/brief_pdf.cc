// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/brief.h"
#include "report/issue_document.h"
#include "report/render_pdf.h"

namespace legal {

core::Bytes brief_pdf(const Brief& brief) {
  const report::Template form =
      report::Template::load(report::templates_folder() / report::kBrief / (brief.language + ".md"));
  const auto day = core::UtcTime::parse(brief.as_of + "T00:00:00.000000Z");
  return report::render_pdf(form.fill(brief_json(brief)), {day.value_or(core::UtcTime{}), {}});
}

}  // namespace legal
