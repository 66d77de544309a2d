// SPDX-License-Identifier: Apache-2.0
// Fills in a form of the legal work and records it.
#include <algorithm>

#include "cli/commands.h"
#include "cli/entries.h"
#include "core/error.h"
#include "core/text.h"
#include "legal/forms/form.h"
#include "legal/law/law_files.h"

namespace cli {

using core::json::Array;
using core::json::Object;

namespace {

std::map<std::string, std::vector<std::string>> answers_of(const FormFill& args) {
  std::map<std::string, std::vector<std::string>> out;
  for (const auto& [option, texts] : args.given) {
    if (!texts.empty()) {
      out[option] = texts;
    }
  }
  for (const auto& [option, given] : args.flags) {
    if (given) {
      out[option] = {"yes"};
    }
  }
  return out;
}

/// "incident triaged (INC-7)" from incident_triaged.
std::string told(const legal::Form& form, const Object& body, const std::vector<std::string>& items,
                 bool secret) {
  std::string out = form.type;
  std::replace(out.begin(), out.end(), '_', ' ');
  const auto incident = body.find("incident");
  std::string about = joined(items);
  if (incident != body.end() && incident->second.string() != nullptr) {
    about += (about.empty() ? "" : ", ") + *incident->second.string();
  }
  return out + (about.empty() ? "" : " (" + about + ")") + (secret ? ", as a private entry" : "");
}

}  // namespace

int run(const FormFill& args, const Common& common) {
  check_ids(args.items);
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const legal::LawFiles law(session.keys().home());
  const custody::UnlockedKey by = session.signer();
  std::vector<std::string> notices;
  std::string what;
  const auto done = ledger.append([&](const custody::Ledger& open) {
    legal::Answers answers{open, [&]() -> const legal::RuleSet& { return law.rules(); }, *args.form,
                           answers_of(args), args.items};
    custody::Draft draft = legal::fill_form(answers, by);
    notices = answers.notices;
    what = told(*args.form, answers.body, args.items, args.secret || args.form->always_private);
    return Drafts{as_asked(open, std::move(draft), args.secret)};
  });
  for (const std::string& notice : notices) {
    (void)std::fprintf(stderr, "note: %s\n", notice.c_str());
  }
  tell(done[0], what, common,
       notices.empty() ? Object{} : Object{{"notices", Array(notices.begin(), notices.end())}});
  return 0;
}

}  // namespace cli
