// SPDX-License-Identifier: Apache-2.0
#include "custody/about_rule.h"

#include "custody/entry_number.h"
#include "custody/note.h"

namespace custody {
namespace {

bool count_fits(AboutRule rule, std::size_t count) {
  switch (rule) {
    case AboutRule::none: return count == 0;
    case AboutRule::acquisition: return count == 3;
    case AboutRule::derivation: return count == 2;
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

bool comes_into_being(const Entry& entry, AboutRule rule, const std::string& id) {
  return rule == AboutRule::one_new_thing || rule == AboutRule::one_new_image ||
         (rule == AboutRule::derivation && entry.body().text_of("item") == id);
}

void check_prefix(EntryCheck& entry, const std::string& id) {
  const Entry& own = entry.entry();
  const std::string prefix = identifier_prefix(log_index_of(own.number), fingerprint_of(own.log));
  if (!id.starts_with(prefix)) {
    entry.report("tampered", "about", id,
                 "identifiers that this device registers begin with '" + prefix + "', " + id + " does not");
  }
}

}  // namespace

void check_about(EntryCheck& entry, const TypeRule& rule) {
  const auto& about = entry.entry().about;
  const bool needs_thing = rule.about == AboutRule::things || rule.about == AboutRule::one_thing;
  if (!count_fits(rule.about, about.size())) {
    entry.tampered("about", "'" + entry.entry().type + "' is not about " + std::to_string(about.size()) +
                                " things or images");
  }
  for (const About& item : about) {
    const std::string kind = kind_of(entry.rows(), item.id);
    const bool registers = comes_into_being(entry.entry(), rule.about, item.id);
    if (registers) {
      check_prefix(entry, item.id);
    }
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
