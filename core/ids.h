// SPDX-License-Identifier: Apache-2.0
// Strong types for what must not be mixed: identifiers and offsets.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace core {

/// A value that converts to nothing else; Tag tells the kinds apart.
template <typename T, typename Tag>
class Strong {
 public:
  constexpr Strong() = default;
  constexpr explicit Strong(T value) : value_(std::move(value)) {}
  constexpr const T& value() const { return value_; }
  auto operator<=>(const Strong&) const = default;

 private:
  T value_{};
};

/// An identifier of 1 to 64 characters [A-Za-z0-9._-], the first a letter or digit, no two dots in a row:
/// safe as a file name and without look-alikes.
template <typename Tag>
class Identifier {
 public:
  /// Nullopt when the text is no such identifier.
  static std::optional<Identifier> parse(std::string_view text);
  const std::string& value() const { return value_; }
  auto operator<=>(const Identifier&) const = default;

 private:
  explicit Identifier(std::string value) : value_(std::move(value)) {}
  std::string value_;
};

bool is_identifier(std::string_view text);

template <typename Tag>
std::optional<Identifier<Tag>> Identifier<Tag>::parse(std::string_view text) {
  if (!is_identifier(text)) {
    return std::nullopt;
  }
  return Identifier(std::string(text));
}

using EvidenceId = Identifier<struct EvidenceTag>;      // a thing or an image: EV-001, EV-001-I1
using IncidentNumber = Identifier<struct IncidentTag>;  // INC-2026-7
using ByteOffset = Strong<std::uint64_t, struct ByteOffsetTag>;

}  // namespace core
