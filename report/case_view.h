// SPDX-License-Identifier: Apache-2.0
// One case as its ledger tells it, for people: names and texts are looked up among the disclosures. What people recorded is
// told in their words; what is said about it comes in the language of the view.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "custody/ledger.h"
#include "report/words.h"

namespace report {

/// Reads only; the ledger must outlive it.
class CaseView {
 public:
  /// With `committed_only` no disclosed value is shown; in its place stands that it is withheld, and its commitment.
  /// `told_in`: en or ja.
  explicit CaseView(const custody::Ledger& ledger, bool committed_only = false, std::string told_in = "en")
      : ledger_(ledger), committed_only_(committed_only), told_in_(std::move(told_in)) {}
  const custody::Ledger& ledger() const { return ledger_; }
  const std::string& told_in() const { return told_in_; }
  /// The one of two texts that is in the language of the view.
  std::string told(std::string english, std::string japanese) const {
    return told_in_ == "ja" ? std::move(japanese) : std::move(english);
  }
  /// A word that entries hold in clear, in the language of the view; another word as it is.
  std::string word(const std::string& of_entry) const { return shown_word(of_entry, told_in_); }
  /// Such words, with the comma of the language between them.
  std::string words(const std::vector<std::string>& of_entry) const;
  /// "entry 12", in the language of the view.
  std::string entry_words(std::uint64_t number) const {
    return told("entry ", "項番") + ledger_.label(number);
  }

  std::string number() const { return text(0, "body.number"); }
  std::string title() const { return text(0, "body.title"); }
  /// The language that the case was opened in.
  std::string language() const;
  /// What stands across every page of this case's documents: of an exercise that it is one, of another case nothing.
  std::string watermark() const;
  /// The name a key was enrolled under; its fingerprint when the name is not disclosed.
  std::string person(const std::string& key_name) const;
  std::string organisation(const std::string& key_name) const;
  /// The name of who holds a thing, from its row.
  std::string holder_text(const core::json::Value& thing_row) const;

  /// A disclosed value; where it was erased or is not to be shown, words that say so. Nullopt when the entry has no such
  /// field, or its value is absent for no recorded reason.
  std::optional<core::json::Value> value(std::uint64_t seq, const std::string& path) const;
  /// How a document names an entry: its number, and in further logs the label with the log's fingerprint.
  core::json::Value entry_value(std::uint64_t number) const {
    return custody::log_index_of(number) == 0 ? core::json::Value(number)
                                              : core::json::Value(ledger_.label(number));
  }
  /// A disclosed text, also in the form text from evidence has; empty when not disclosed.
  std::string text(std::uint64_t seq, const std::string& path) const;
  /// A disclosed list of texts.
  std::vector<std::string> texts(std::uint64_t seq, const std::string& path) const;

  /// One line that says what an entry records.
  std::string summary(const custody::Entry& entry) const;

 private:
  std::optional<core::json::Value> in_its_place(std::uint64_t seq, const std::string& path) const;

  const custody::Ledger& ledger_;
  bool committed_only_;
  std::string told_in_;
};

inline core::json::Value text_or_null(const std::string& text) {
  return text.empty() ? core::json::Value(nullptr) : core::json::Value(text);
}

/// Text from evidence: the text itself, or the readable form of its bytes.
std::string readable(const core::json::Value& value);

}  // namespace report
