// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/anonymise.h"

#include <algorithm>

#include "legal/sharing/address_patterns.h"
#include "legal/sharing/generalise.h"
#include "legal/sharing/pseudonym.h"

namespace legal {

namespace {

/// What goes in the place of a stretch of letters; the first of those that overlap counts.
struct Change {
  std::size_t begin = 0, end = 0;
  std::string shown;
};

void add_change(std::vector<Change>& changes, Change change) {
  const bool free = std::none_of(changes.begin(), changes.end(), [&](const Change& taken) {
    return change.begin < taken.end && taken.begin < change.end;
  });
  if (free) {
    changes.push_back(std::move(change));
  }
}

std::string changed(const std::string& words, const Letters& letters, std::vector<Change> changes) {
  std::sort(changes.begin(), changes.end(),
            [](const Change& a, const Change& b) { return a.begin < b.begin; });
  std::string out;
  std::size_t at = 0;
  for (const Change& change : changes) {
    const std::size_t begin = letters.begin[change.begin];
    if (begin < at) {
      continue;  // both lie in one letter of the original
    }
    out += words.substr(at, begin - at) + change.shown;
    at = letters.end[change.end - 1];
  }
  return out + words.substr(at);
}

std::string bracketed(const Bilingual& words, const std::string& language) {
  return language == "ja" ? "［" + words.ja + "］" : "[" + words.en + "]";
}

}  // namespace

Anonymiser::Anonymiser(std::vector<Identity> identities, AnonymisationProfile profile, core::ByteView salt,
                       std::string language, const std::vector<std::string>& kept)
    : identities_(std::move(identities)),
      profile_(std::move(profile)),
      language_(std::move(language)),
      matcher_(identities_),
      codes_(codes_of(identities_, salt)) {
  for (const std::string& word : kept) {
    kept_.push_back(squeezed_text(word));
  }
  kept_.push_back(squeezed_text(profile_.body));  // whoever reads it knows their own name
  for (const std::string& word : profile_.keep) {
    kept_.push_back(squeezed_text(word));
  }
}

bool Anonymiser::is_kept(const std::string& what) const {
  return std::find(kept_.begin(), kept_.end(), squeezed_text(what)) != kept_.end();
}

std::string Anonymiser::shown(std::size_t place, bool ambiguous) {
  const Identity& identity = identities_[place];
  if (!identity.shown.en.empty()) {
    return bracketed(identity.shown, language_);
  }
  const auto code = codes_.find(place);
  if (ambiguous || code == codes_.end()) {
    return bracketed(words_of(identity.kind), language_);
  }
  std::string out = pseudonym(identity.kind, code->second).in(language_);
  used_[out] = place;
  return out;
}

std::string Anonymiser::text(const std::string& words) {
  const Letters letters = letters_of(words);
  std::vector<Change> changes;
  const auto original = [&](std::size_t begin, std::size_t end) {
    return words.substr(letters.begin[begin], letters.end[end - 1] - letters.begin[begin]);
  };
  const std::vector<FoundName> names = matcher_.find(letters, words);
  for (const FoundPattern& found : patterns_in(letters.text)) {
    // A path or a mail address goes as a whole, whoever is named in it.
    const bool named = std::any_of(names.begin(), names.end(), [&](const FoundName& name) {
      return name.begin <= found.begin && found.end <= name.end;
    });
    if (!named && !is_kept(original(found.begin, found.end))) {
      add_change(changes, {found.begin, found.end, bracketed(words_of(found.kind), language_)});
    }
  }
  for (const FoundName& found : names) {
    const bool covered = std::any_of(changes.begin(), changes.end(), [&](const Change& change) {
      return found.begin < change.end && change.begin < found.end;
    });
    if (!covered && !is_kept(original(found.begin, found.end))) {
      add_change(changes, {found.begin, found.end, shown(found.identity, found.ambiguous)});
    }
  }
  for (const Coarser& coarser : coarser_in(letters.text, profile_.counts, profile_.sums)) {
    if (!is_kept(original(coarser.begin, coarser.end))) {
      add_change(changes, {coarser.begin, coarser.end, coarser.shown.in(language_)});
    }
  }
  return changed(words, letters, std::move(changes));
}

std::vector<Residue> Anonymiser::host_like(const std::string& where, const std::string& text) const {
  const Letters letters = letters_of(text);
  std::vector<Residue> out;
  for (const FoundPattern& found : host_like_in(letters.text)) {
    const std::string what =
        text.substr(letters.begin[found.begin], letters.end[found.end - 1] - letters.begin[found.begin]);
    if (!is_kept(what)) {
      out.push_back({where, what, IdentityKind::host});
    }
  }
  return out;
}

std::vector<Residue> Anonymiser::residues(const std::string& where, const std::string& text,
                                          bool names_only) const {
  const Letters letters = letters_of(text);
  std::vector<Residue> out;
  const auto note = [&](std::size_t begin, std::size_t end, IdentityKind kind) {
    const std::string what = text.substr(letters.begin[begin], letters.end[end - 1] - letters.begin[begin]);
    if (!is_kept(what)) {
      out.push_back({where, what, kind});
    }
  };
  for (const FoundName& found : matcher_.find(letters, text)) {
    note(found.begin, found.end, identities_[found.identity].kind);
  }
  for (const FoundName& found : matcher_.find_anywhere(letters)) {
    note(found.begin, found.end, identities_[found.identity].kind);
  }
  if (!names_only) {
    for (const FoundPattern& found : patterns_in(letters.text)) {
      note(found.begin, found.end, found.kind);
    }
  }
  return out;
}

std::vector<NamedBy> Anonymiser::used() const {
  std::vector<NamedBy> out;
  for (const auto& [name, place] : used_) {
    out.push_back({name, identities_[place].kind, identities_[place].names});
  }
  return out;
}

}  // namespace legal
