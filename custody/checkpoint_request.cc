// SPDX-License-Identifier: Apache-2.0
#include "custody/checkpoint_request.h"

#include <charconv>

namespace custody {
namespace {

constexpr std::size_t kMostProofLines = 63;
constexpr std::string_view kOld = "old ";

}  // namespace

std::optional<std::uint64_t> parse_decimal(std::string_view digits) {
  std::uint64_t out = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return parsed.ec == std::errc() && std::to_string(out) == digits ? std::optional(out) : std::nullopt;
}

std::optional<std::vector<core::Sha256>> parse_hash_lines(std::string_view lines, std::size_t most) {
  std::vector<core::Sha256> out;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const auto raw = end == std::string_view::npos ? std::nullopt : core::from_base64(lines.substr(0, end));
    const auto hash = raw ? core::Sha256::from(*raw) : std::nullopt;
    if (!hash || out.size() == most) {
      return std::nullopt;
    }
    out.push_back(*hash);
    lines.remove_prefix(end + 1);
  }
  return out;
}

std::string CheckpointRequest::text() const {
  std::string out = std::string(kOld) + std::to_string(old_size) + "\n";
  for (const core::Sha256& hash : proof) {
    out += core::to_base64(hash.view()) + "\n";
  }
  return out + "\n" + note;
}

std::optional<CheckpointRequest> CheckpointRequest::parse(std::string_view text) {
  const std::size_t first = text.find('\n');
  const std::size_t empty = text.find("\n\n");
  if (!text.starts_with(kOld) || empty == std::string_view::npos) {
    return std::nullopt;
  }
  const auto old_size = parse_decimal(text.substr(kOld.size(), first - kOld.size()));
  auto proof = parse_hash_lines(text.substr(first + 1, empty - first), kMostProofLines);
  const std::string_view note = text.substr(empty + 2);
  if (!old_size || !proof || note.empty()) {
    return std::nullopt;
  }
  return CheckpointRequest{*old_size, std::move(*proof), std::string(note)};
}

}  // namespace custody
