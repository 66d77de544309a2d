// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/share_pack.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace legal {

namespace {

constexpr std::size_t kMostResidues = 20;  // named in one message
constexpr std::int64_t kDay = 86'400'000'000;

bool holds(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

core::UtcTime day_of(core::UtcTime time) { return {time.micros - time.micros % kDay}; }

/// What an indicator's value may not be, though it looks like an address: a person, an organisation, a word on the deny list.
std::vector<Residue> names_in_value(const Anonymiser& anonymiser, const std::string& where,
                                    const std::string& value) {
  std::vector<Residue> out = anonymiser.residues(where, value, true);
  out.erase(std::remove_if(out.begin(), out.end(),
                           [](const Residue& one) {
                             return one.kind == IdentityKind::file || one.kind == IdentityKind::address ||
                                    one.kind == IdentityKind::digest;
                           }),
            out.end());
  return out;
}

class Packing {
 public:
  Packing(const Records& records, const SharingProfile& profile, Anonymiser& anonymiser,
          const SharePackAsked& asked)
      : records_(records),
        anonymiser_(anonymiser),
        asked_(asked),
        body_(profile.body),
        exact_(holds(profile.fields, "times")) {
    for (const std::string& field : pack_fields()) {
      if (holds(profile.fields, field)) {
        out_.fields.push_back(field);
      }
    }
    if (!holds(out_.fields, "indicators") && !holds(out_.fields, "narrative")) {
      core::fail("the sharing profile of " + core::shown(profile.body) +
                 " allows neither indicators nor a narrative; nothing was packed");
    }
  }

  SharePack all(core::ByteView salt) {
    if (holds(out_.fields, "indicators")) {
      add_indicators();
    }
    if (holds(out_.fields, "narrative")) {
      add_narrative(salt);
    }
    refuse_residues(residues_, "package");
    std::string manifest;
    for (const auto& [name, bytes] : out_.files) {
      manifest += core::sha256(core::as_bytes(bytes)).hex() + "  " + name + "\n";
    }
    out_.files["manifest.txt"] = manifest;
    return std::move(out_);
  }

 private:
  void note(std::vector<Residue> found) { residues_.insert(residues_.end(), found.begin(), found.end()); }

  void add_indicators() {
    std::vector<SharedIndicator> shared;
    for (const Indicator& one : indicators_of(records_, asked_.incident)) {
      const std::string tlp = one.tlp.empty() ? asked_.tlp : one.tlp;
      if (tlp_rank(tlp).value_or(4) > tlp_rank(asked_.tlp).value_or(0)) {
        out_.left_out.push_back(records_.ledger().label(one.entry));
        continue;
      }
      const std::string where = "indicator of entry " + records_.ledger().label(one.entry);
      const std::string words = one.note.empty() ? "" : anonymiser_.text(one.note);
      note(anonymiser_.residues(where + ", note", words));
      note(anonymiser_.host_like(where + ", note", words));
      note(names_in_value(anonymiser_, where, one.value));
      const auto coarse = [&](const std::optional<core::UtcTime>& time) {
        return time && !exact_ ? std::optional(day_of(*time)) : time;
      };
      shared.push_back({one.kind, one.value, one.confidence, tlp, words,
                        exact_ ? one.recorded_at : day_of(one.recorded_at), coarse(one.first_seen),
                        coarse(one.last_seen)});
    }
    out_.indicators = shared.size();
    out_.files["indicators.csv"] = indicator_csv(shared);
    out_.files["indicators.stix.json"] = core::json::encode_indented(stix_bundle(shared)) + "\n";
  }

  void add_narrative(core::ByteView salt) {
    BriefFacts facts = brief_facts(records_, {}, {asked_.incident, asked_.as_of, {}});
    out_.reports = facts.reports;
    Brief brief = make_brief(facts, anonymiser_, salt);
    brief.body = body_;
    brief.sections.erase(std::remove_if(brief.sections.begin(), brief.sections.end(),
                                        [](const BriefSection& section) {
                                          return section.id != "happened" && section.id != "state" &&
                                                 section.id != "impact";
                                        }),
                         brief.sections.end());
    note(residues_of(brief, anonymiser_));
    const std::string text = "TLP:" + upper(asked_.tlp) + "\n\n" + brief_plain(brief);
    note(anonymiser_.residues("the narrative", text, true));
    out_.files["narrative.txt"] = text;
  }

  static std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
  }

  const Records& records_;
  Anonymiser& anonymiser_;
  const SharePackAsked& asked_;
  std::string body_;
  bool exact_;
  SharePack out_;
  std::vector<Residue> residues_;
};

}  // namespace

const std::vector<std::string>& pack_fields() {
  static const std::vector<std::string> fields = {"indicators", "narrative", "times"};
  return fields;
}

SharePack make_share_pack(const Records& records, const SharingProfile& profile, Anonymiser& anonymiser,
                          core::ByteView salt, const SharePackAsked& asked) {
  return Packing(records, profile, anonymiser, asked).all(salt);
}

void refuse_residues(const std::vector<Residue>& residues, const std::string& what) {
  if (residues.empty()) {
    return;
  }
  std::string list;
  for (std::size_t i = 0; i < residues.size() && i < kMostResidues; ++i) {
    const Residue& one = residues[i];
    list +=
        (i == 0 ? "'" : "; '") + core::shown(one.what) + "' (" + words_of(one.kind).en + ") in " + one.where;
  }
  if (residues.size() > kMostResidues) {
    list += "; and " + std::to_string(residues.size() - kMostResidues) + " more";
  }
  core::fail("no " + what + " was made, since it would still name: " + list +
             "; say who or what it is in the anonymisation profile, or let each stand with --allow");
}

}  // namespace legal
