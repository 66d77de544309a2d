// SPDX-License-Identifier: Apache-2.0
// Issues a document: facts from the ledger, a template, a PDF in the case folder and the entry that names its digest.
#pragma once

#include "core/bytes.h"
#include "report/case_facts.h"
#include "report/template.h"

namespace report {

struct IssueRequest {
  std::string kind;
  std::string language;  // empty: the case's
  std::string item;
  bool committed_only = false;  // no disclosed value is printed
};

struct IssuedDocument {
  std::uint64_t entry = 0;
  std::string file;  // name in documents/
  core::Bytes pdf;
  core::Sha256 sha256;
};

/// Throws Error, with nothing recorded, for an unknown kind, a language the kind lacks or an unknown item.
IssuedDocument issue_document(custody::Ledger& ledger, const IssueRequest& request,
                              const custody::UnlockedKey& by);

/// The template of a package's first page: part of every package, never issued by itself.
constexpr const char* kFirstPage = "package-first-page";

/// True for a kind that prints what the ledger says of one thing and its images, and no record of the legal work.
bool prints_one_thing(const std::string& kind);

/// The kinds that can be issued.
std::vector<TemplateName> document_kinds();

/// The template of a kind in a language; the Error names what there is.
Template find_template(const std::string& kind, const std::string& language);

}  // namespace report
