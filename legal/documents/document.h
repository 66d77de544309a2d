// SPDX-License-Identifier: Apache-2.0
// The documents that can be drawn up: what each is about, who may see that it exists, and where its facts come from.
#pragma once

#include <string>
#include <vector>

#include "legal/law/law_files.h"
#include "legal/records.h"
#include "report/issue_document.h"

namespace legal {

/// What a document is drawn up about; each kind needs some of these.
struct DocumentAbout {
  std::string item;                                 // a thing, or an image of it
  std::string incident;                             // its number
  std::string entry;                                // label of one record
  std::string rule;                                 // id of a rule
  std::optional<core::UtcTime> from = {}, to = {};  // of a period
  bool without_protected = false;  // of an exercise: for those who were not told of all injects
  std::string released_to = {};    // of an exercise: for one who was told of some
};

/// What the facts of one document are made from. All of it must outlive the call it is given to.
struct DocumentWork {
  const report::FactsAsked& asked;
  const Records& records;
  const DocumentAbout& about;
  const LawFiles& law;
  bool with_private = false;  // content of private entries may stand in it: the document itself is private

  const std::string& language() const { return asked.form.language(); }
  const report::CaseView& view() const { return asked.view; }
  const custody::Ledger& ledger() const { return asked.view.ledger(); }
};

enum class DocumentNeeds {
  item,
  incident,
  incident_maybe_rule,  // a rule narrows it down
  incident_and_period,  // which may be left open at either end
  entry,
  item_and_rule,
  exercise_or_incident,
  nothing
};

struct DocumentKind {
  const char* kind;  // folder of its templates
  Bilingual what;    // in a few words
  DocumentNeeds needs = DocumentNeeds::item;
  bool is_private = false;  // counsel's own: its entry is private, and it is part of no package
  /// Members beside those of every document. Throws Error.
  core::json::Object (*facts)(const DocumentWork& work) = nullptr;
};

/// By kind.
const std::vector<DocumentKind>& document_kinds();
/// How that kind is drawn up; a kind that only the templates folder knows is about an item.
DocumentKind document_kind(const std::string& kind);

struct DocumentRequest {
  std::string kind, language;  // language empty: the case's
  DocumentAbout about;
  bool committed_only = false;  // no disclosed value is printed
  bool is_private = false;      // whatever the kind says
};

/// Throws Error, `usage` when the kind needs another or a further thing to be about.
void check_about(const DocumentRequest& request);

/// Draws it up, keeps it in the case and records it. Throws Error with nothing recorded.
report::IssuedDocument issue(custody::Ledger& ledger, const DocumentRequest& request, const LawFiles& law,
                             const custody::UnlockedKey& by);

std::vector<DocumentKind> item_documents();
std::vector<DocumentKind> incident_documents();
std::vector<DocumentKind> counsel_documents();
std::vector<DocumentKind> register_documents();
std::vector<DocumentKind> exercise_documents();

}  // namespace legal
