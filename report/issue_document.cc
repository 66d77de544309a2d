// SPDX-License-Identifier: Apache-2.0
#include "report/issue_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"
#include "custody/incoming.h"
#include "custody/private_entry.h"
#include "report/render_pdf.h"

namespace report {

using core::json::Object;
using core::json::Value;

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    out += (out.empty() ? "" : ", ") + word;
  }
  return out;
}

custody::Draft draft_of(const IssuedDocument& document, const IssueRequest& request, const Template& form,
                        const std::string& facts, const custody::Checkpoint& head,
                        const custody::UnlockedKey& by) {
  Object body{{"facts_sha256", core::sha256(core::as_bytes(facts)).hex()},
              {"file", document.file},
              {"head", Object{{"root", head.root.hex()}, {"size", Value(head.size)}}},
              {"kind", request.kind},
              {"lang", form.language()},
              {"sha256", document.sha256.hex()},
              {"size", Value(std::uint64_t{document.pdf.size()})},
              {"template",
               Object{{"name", form.id()}, {"sha256", form.digest().hex()}, {"version", form.version()}}}};
  return {"document_issued", request.about, std::move(body), {{&by, "author"}}, {}};
}

/// Two devices may issue documents at one size of their logs.
std::string file_name(const custody::Ledger& ledger, const std::string& kind, const std::string& language) {
  const std::string whose =
      custody::identifier_prefix(ledger.log_index(), custody::fingerprint_of(ledger.log().name));
  return fmt::format("{}{:06}-{}-{}.pdf", whose, ledger.checkpoint().size, kind, language);
}

/// Draws it, and stages it to be kept in the case.
custody::Draft drawn(const custody::Ledger& ledger, const IssueRequest& request, const FactsAsked& asked,
                     const custody::UnlockedKey& by, IssuedDocument& out) {
  Object facts = request.facts(asked);
  for (auto& [name, value] : document_facts(asked)) {
    facts[name] = value;
  }
  out.file = file_name(ledger, request.kind, asked.form.language());
  Document document = asked.form.fill(facts);
  document.watermark = asked.view.watermark();
  out.pdf = render_pdf(document, {asked.created, {}});
  const std::string encoded = encode(Value(std::move(facts)));
  if (!request.is_private) {
    out.sha256 = custody::stage_document(ledger.folder(), out.pdf);
    out.kept_at = "documents/" + out.file;
    return draft_of(out, request, asked.form, encoded, ledger.checkpoint(), by);
  }
  const auto kept = custody::stage_attachment_bytes(ledger.folder(), out.file, out.pdf);
  out.sha256 = kept.sha256;
  out.kept_at = "attachments/" + kept.sha256.hex();
  custody::Draft draft = draft_of(out, request, asked.form, encoded, ledger.checkpoint(), by);
  draft.attachments.push_back(kept);
  return custody::made_private(ledger, draft);
}

}  // namespace

std::vector<TemplateName> document_kinds() {
  std::vector<TemplateName> out = list_templates(templates_folder());
  std::erase_if(out, [](const TemplateName& name) { return name.kind == kFirstPage || name.kind == kBrief; });
  return out;
}

bool prints_one_thing(const std::string& kind) {
  constexpr std::array kKinds = {"acquisition-report", "certification-902-13", "certification-902-14",
                                 "custody-form", "handover-receipt"};
  return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

Template find_template(const std::string& kind, const std::string& language) {
  std::vector<std::string> kinds;
  for (const TemplateName& name : document_kinds()) {
    kinds.push_back(name.kind);
    if (name.kind != kind) {
      continue;
    }
    if (std::find(name.languages.begin(), name.languages.end(), language) == name.languages.end()) {
      core::fail("the document '" + kind + "' is not available in '" + core::shown(language) +
                 "', only in: " + joined(name.languages) + "; choose with --lang");
    }
    return Template::load(templates_folder() / kind / (language + ".md"));
  }
  core::fail_usage("there is no document '" + core::shown(kind) + "'; the kinds are: " + joined(kinds));
}

IssuedDocument issue_document(custody::Ledger& ledger, const IssueRequest& request,
                              const custody::UnlockedKey& by) {
  const Template form =
      find_template(request.kind, request.language.empty() ? CaseView(ledger).language() : request.language);
  const CaseView view(ledger, request.committed_only, form.language());
  IssuedDocument out;
  const auto done = ledger.append([&](const custody::Ledger& open) {
    const FactsAsked asked{view, form, request.kind, open.environment().clock.now(), &by.card};
    return std::vector{drawn(open, request, asked, by, out)};
  });
  out.entry = done[0].seq;
  return out;
}

}  // namespace report
