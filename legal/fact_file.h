// SPDX-License-Identifier: Apache-2.0
// Facts that imaging tools leave out and that nobody can tell later: asked for at the acquisition.
#pragma once

#include <string>
#include <vector>

#include "legal/fact.h"

namespace legal {

struct ToldFact {
  std::string number, value;
};

/// A YAML file of fact numbers with texts: "F18: +3 s against NTP". Throws Error naming file, line and reason; at most 64 KiB.
std::vector<ToldFact> parse_facts(const std::string& bytes, const std::string& file);

/// Those of the facts asked for at an acquisition that nothing shows of the item, with their titles. Of a source connected by USB,
/// label_serial() too, unless something was recorded as F02.
std::vector<const FactRule*> facts_not_told(const ItemCase& item);

/// F02, asked for as the serial number on the disk's label.
const FactRule& label_serial();

}  // namespace legal
