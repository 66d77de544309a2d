// SPDX-License-Identifier: Apache-2.0
// A thing as its collector describes it: seized papers, telephones, carriers, whatever is not imaged at once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "custody/draft.h"

namespace custody {

/// Empty texts are left out.
struct ThingDescription {
  std::string id, kind, description;
  std::map<std::string, std::string> texts;      // names of thing_texts()
  std::map<std::string, std::string> collected;  // by, from, place, witness
  std::optional<core::UtcTime> collected_at;
  std::optional<std::uint64_t> quantity;
  std::string power, lock;     // words of the format, or empty
  std::string holder_outside;  // empty: the key that signs holds it
  std::vector<DraftAttachment> photographs;
};

/// Names of the texts that can be said of a thing besides its description: bag, condition, exhibit, make, model, owner,
/// root_exhibit, seal, serial, type.
const std::vector<std::string>& thing_texts();
/// Names of the texts that can be said of how it was collected: by, from, place, witness.
const std::vector<std::string>& collection_texts();

Draft draft_thing(const ThingDescription& thing, const UnlockedKey& by);

}  // namespace custody
