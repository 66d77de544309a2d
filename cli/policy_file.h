// SPDX-License-Identifier: Apache-2.0
// Files in which a person says whom to trust: policies, keys of logs and witnesses, certificates.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/policy.h"

namespace cli {

struct PolicyFile {
  custody::Policy policy;
  std::string text;
};

/// Throws Error with the line at fault.
PolicyFile policy_of(const std::string& file);
/// Certificates, or lists of revocations, in PEM. Throws Error when the file holds none.
std::string certificates_of(const std::string& file);
std::string revocations_of(const std::string& file);

/// A vkey as typed, or from the first line of a file.
template <typename Key>
Key vkey_of(const std::string& what, const char* flag) {
  boost::system::error_code ignored;
  std::string text = what;
  if (core::fs::is_regular_file(what, ignored)) {
    text = core::read_text_file(what, 64U << 10U);
    text.resize(std::min(text.size(), text.find('\n')));
  }
  if (auto key = Key::parse(text)) {
    return *key;
  }
  core::fail_usage(std::string(flag) + " '" + core::shown(what) +
                   "' is neither a vkey of that kind nor a file that holds one");
}

}  // namespace cli
