// SPDX-License-Identifier: Apache-2.0
#include "custody/about_rule.h"

namespace custody {
namespace {

bool count_fits(AboutRule rule, std::size_t count) {
  switch (rule) {
    case AboutRule::none: return count == 0;
    case AboutRule::acquisition: return count == 3;
    case AboutRule::things:
    case AboutRule::some: return count >= 1;
    case AboutRule::any: return true;
    default: return count == 1;
  }
}

std::string kind_of(const Rows& rows, const std::string& id) {
  if (rows.get("thing", id)) {
    return "thing";
  }
  return rows.get("image", id) ? "image" : "";
}

}  // namespace

void check_about(EntryCheck& entry, const TypeRule& rule) {
  const auto& about = entry.entry().about;
  const bool registers = rule.about == AboutRule::one_new_thing || rule.about == AboutRule::one_new_image;
  const bool needs_thing = rule.about == AboutRule::things || rule.about == AboutRule::one_thing;
  if (!count_fits(rule.about, about.size())) {
    entry.tampered("about", "'" + entry.entry().type + "' is not about " + std::to_string(about.size()) +
                                " things or images");
  }
  for (const About& item : about) {
    const std::string kind = kind_of(entry.rows(), item.id);
    if (registers != kind.empty()) {
      entry.report("tampered", "about", item.id,
                   item.id + (registers ? " is registered twice" : " is not registered"));
    } else if (needs_thing && kind != "thing") {
      entry.report("tampered", "about", item.id, item.id + " is an image; only things have a custodian");
    } else if (rule.about == AboutRule::one_image && kind != "image") {
      entry.report("tampered", "about", item.id, item.id + " is no image");
    }
  }
}

}  // namespace custody
