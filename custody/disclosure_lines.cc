// SPDX-License-Identifier: Apache-2.0
#include "custody/disclosure_lines.h"

namespace custody {

using core::json::Array;
using core::json::Value;

Value disclosure_value(const Disclosure& disclosure) {
  return Array{Value(disclosure.seq), disclosure.name, disclosure.salt, disclosure.value};
}

std::optional<Disclosure> parse_disclosure(const Value& value) {
  const Array* list = value.array();
  const bool good = list != nullptr && list->size() == 4 && (*list)[0].integer() != nullptr &&
                    *(*list)[0].integer() >= 0 && (*list)[1].string() != nullptr &&
                    (*list)[2].string() != nullptr;
  if (!good) {
    return std::nullopt;
  }
  return Disclosure{static_cast<std::uint64_t>(*(*list)[0].integer()), *(*list)[1].string(),
                    *(*list)[2].string(), (*list)[3]};
}

Array disclosure_list(const std::vector<Disclosure>& disclosures) {
  Array out;
  for (const Disclosure& disclosure : disclosures) {
    out.push_back(disclosure_value(disclosure));
  }
  return out;
}

std::optional<std::vector<Disclosure>> parse_disclosures(const Value& list) {
  if (list.array() == nullptr) {
    return std::nullopt;
  }
  std::vector<Disclosure> out;
  for (const Value& value : *list.array()) {
    auto disclosure = parse_disclosure(value);
    if (!disclosure) {
      return std::nullopt;
    }
    out.push_back(std::move(*disclosure));
  }
  return out;
}

}  // namespace custody
