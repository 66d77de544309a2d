// SPDX-License-Identifier: Apache-2.0
#include "cli/policy_file.h"

#include "custody/time_stamp.h"

namespace cli {
namespace {

constexpr std::uint64_t kMostBytes = 1U << 20U;

}  // namespace

PolicyFile policy_of(const std::string& file) {
  std::string text = core::read_text_file(file, kMostBytes);
  auto parsed = custody::Policy::parse(text);
  if (const auto* why = std::get_if<std::string>(&parsed)) {
    core::fail("the policy " + core::shown(file) + " cannot be used: " + *why);
  }
  return {std::get<custody::Policy>(std::move(parsed)), std::move(text)};
}

std::string certificates_of(const std::string& file) {
  std::string out = core::read_text_file(file, kMostBytes);
  if (!custody::is_certificates(out)) {
    core::fail("the file " + core::shown(file) + " holds no certificate in PEM");
  }
  return out;
}

std::string revocations_of(const std::string& file) {
  std::string out = core::read_text_file(file, kMostBytes);
  if (!custody::is_revocations(out)) {
    core::fail(
        "the file " + core::shown(file) +
        " holds no list of revocations in PEM; 'openssl crl -inform DER -in FILE -out FILE.pem' makes one");
  }
  return out;
}

}  // namespace cli
