// SPDX-License-Identifier: Apache-2.0
// Issues a document: facts from the ledger, a template, a PDF in the case folder and the entry that names its digest.
#pragma once

#include <functional>

#include "core/bytes.h"
#include "report/document_facts.h"

namespace report {

/// Makes what a document says beyond document_facts(). Called with the ledger locked; reads only. Throws Error.
using FactSource = std::function<core::json::Object(const FactsAsked& asked)>;

struct IssueRequest {
  std::string kind;
  std::string language;            // empty: the case's
  std::vector<std::string> about;  // things and images
  FactSource facts;
  bool committed_only = false;  // no disclosed value is printed
  bool is_private = false;      // the entry is committed whole, and the file kept by its digest alone
};

struct IssuedDocument {
  std::uint64_t entry = 0;
  std::string file;     // its name
  std::string kept_at;  // where it lies in the case folder
  core::Bytes pdf;
  core::Sha256 sha256;
};

/// Throws Error, with nothing recorded, for an unknown kind, a language the kind lacks or what its facts refuse.
IssuedDocument issue_document(custody::Ledger& ledger, const IssueRequest& request,
                              const custody::UnlockedKey& by);

/// The template of a package's first page: part of every package, never issued by itself.
constexpr const char* kFirstPage = "package-first-page";

/// True for a kind that prints what the ledger says of one thing and its images, and no record of the legal work.
bool prints_one_thing(const std::string& kind);

/// The template of an anonymised brief: made apart from the case, never issued from it.
constexpr const char* kBrief = "decision-brief";

/// The kinds that can be issued.
std::vector<TemplateName> document_kinds();

/// The template of a kind in a language; the Error names what there is.
Template find_template(const std::string& kind, const std::string& language);

}  // namespace report
