// SPDX-License-Identifier: Apache-2.0
#include "custody/tlog_proof.h"

#include "custody/checkpoint_request.h"

namespace custody {
namespace {

constexpr std::string_view kHead = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr std::size_t kMostHashes = 64;

/// Takes the rest of a line that begins with `word`, and its LF, off the front; nullopt when there is no such line.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view word) {
  const std::size_t end = text.find('\n');
  if (!text.starts_with(word) || end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view out = text.substr(word.size(), end - word.size());
  text.remove_prefix(end + 1);
  return out;
}

}  // namespace

std::string TlogProof::text() const {
  std::string out(kHead);
  if (extra) {
    out += std::string(kExtra) + core::to_base64(*extra) + "\n";
  }
  out += std::string(kIndex) + std::to_string(index) + "\n";
  for (const core::Sha256& hash : path) {
    out += core::to_base64(hash.view()) + "\n";
  }
  return out + "\n" + checkpoint;
}

std::optional<TlogProof> TlogProof::parse(std::string_view text) {
  TlogProof out;
  if (!text.starts_with(kHead)) {
    return std::nullopt;
  }
  text.remove_prefix(kHead.size());
  if (const auto extra = take_line(text, kExtra)) {
    out.extra = core::from_base64(*extra);
    if (!out.extra) {
      return std::nullopt;
    }
  }
  const auto digits = take_line(text, kIndex);
  const auto index = digits ? parse_decimal(*digits) : std::nullopt;
  // The line before the empty one may be the index itself, when the path is empty.
  const std::size_t end = text.starts_with('\n') ? 0 : text.find("\n\n") + 1;
  if (!index || (end == 0 && !text.starts_with('\n'))) {
    return std::nullopt;
  }
  auto path = parse_hash_lines(text.substr(0, end), kMostHashes);
  if (!path) {
    return std::nullopt;
  }
  out.index = *index;
  out.path = std::move(*path);
  out.checkpoint = text.substr(end + 1);
  return out;
}

}  // namespace custody
