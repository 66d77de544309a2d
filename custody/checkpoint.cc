// SPDX-License-Identifier: Apache-2.0
#include "custody/checkpoint.h"

#include <charconv>

namespace custody {

std::string Checkpoint::text() const {
  return origin + "\n" + std::to_string(size) + "\n" + core::to_base64(root.view()) + "\n";
}

std::string Checkpoint::signed_by(const VerifierKey& as, const PrivateKey& key) const {
  Note note{text(), {}};
  note.signatures.push_back(sign_note(note.text, as, key));
  return note.encode();
}

std::optional<Checkpoint> Checkpoint::parse_text(std::string_view text) {
  const std::size_t first = text.find('\n');
  const std::size_t second = first == std::string_view::npos ? first : text.find('\n', first + 1);
  const std::size_t third = second == std::string_view::npos ? second : text.find('\n', second + 1);
  if (third == std::string_view::npos || third + 1 != text.size()) {
    return std::nullopt;
  }
  Checkpoint out;
  out.origin = text.substr(0, first);
  const std::string_view digits = text.substr(first + 1, second - first - 1);
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), out.size);
  const auto root = core::from_base64(text.substr(second + 1, third - second - 1));
  const auto digest = root ? core::Sha256::from(*root) : std::nullopt;
  if (parsed.ec != std::errc() || !digest) {
    return std::nullopt;
  }
  out.root = *digest;
  return out.text() == text && !out.origin.empty() ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<Checkpoint> Checkpoint::parse_head(std::string_view text) {
  std::size_t end = 0;
  for (int line = 0; line < 3; ++line) {
    end = text.find('\n', end);
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    ++end;
  }
  const std::string_view more = text.substr(end);
  if (!more.empty() && (!more.ends_with('\n') || more.front() == '\n' || more.find("\n\n") != more.npos)) {
    return std::nullopt;
  }
  return parse_text(text.substr(0, end));
}

std::optional<Checkpoint> Checkpoint::open(std::string_view note, const VerifierKey& log) {
  const auto parsed = Note::parse(note);
  if (!parsed || !verify_signature(parsed->text, parsed->signatures.front(), log)) {
    return std::nullopt;
  }
  auto out = parse_text(parsed->text);
  return out && out->origin == log.name ? out : std::nullopt;
}

}  // namespace custody
