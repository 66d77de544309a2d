// SPDX-License-Identifier: Apache-2.0
// An escalation brief for a decision body, anonymised and generalised: sections of statements, each with the entries it rests on.
#pragma once

#include <string>
#include <vector>

#include "legal/sharing/anonymise.h"
#include "legal/sharing/brief_facts.h"

namespace legal {

struct BriefStatement {
  std::string text;
  std::vector<std::string> entries;  // labels; empty: given for this brief, or that something is not recorded
};

struct BriefSection {
  std::string id;  // happened, state, impact, decisions, deadlines, unknown
  Bilingual heading;
  std::vector<BriefStatement> statements;
};

struct Brief {
  std::string incident, language, body, series, as_of;  // as_of: a day
  std::vector<BriefSection> sections;
};

/// A pure function: the same facts and anonymiser give the same brief.
Brief make_brief(const BriefFacts& facts, Anonymiser& anonymiser, core::ByteView salt);

/// What is left of identities in the brief, and in the words that went into it.
std::vector<Residue> residues_of(const Brief& brief, const Anonymiser& anonymiser);

std::string brief_markdown(const Brief& brief);
std::string brief_plain(const Brief& brief);
core::json::Value brief_json(const Brief& brief);
/// The same brief gives the same bytes: the day it is as of is the day in the file. Throws Error when its template cannot be read.
core::Bytes brief_pdf(const Brief& brief);

}  // namespace legal
