// SPDX-License-Identifier: Apache-2.0
// Files that decisions go by: triage criteria, a sharing profile, an anonymisation profile, facts told at an acquisition. What is
// refused comes with file and reason; what is read keeps what docs/legal.md and docs/anonymisation.md promise.
#include "core/error.h"
#include "core/text.h"
#include "legal/fact_file.h"
#include "legal/fixed_files.h"
#include "legal/law/rule_words.h"
#include "legal/sharing/anonymisation_profile.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

void check_criteria(const std::string& bytes) {
  for (const legal::Criterion& criterion : legal::parse_criteria(bytes, "sample")) {
    require(!criterion.id.empty() && !criterion.en.empty() && !criterion.ja.empty(),
            "a criterion has an id and words in both languages");
  }
}
void check_profile(const std::string& bytes) {
  const legal::SharingProfile profile = legal::parse_profile(bytes, "sample");
  require(legal::tlp_rank(profile.tlp).has_value(), "a sharing profile has a TLP that is known");
}
void check_anonymisation(const std::string& bytes) { legal::parse_anonymisation(bytes, "sample"); }
void check_facts(const std::string& bytes) {
  for (const legal::ToldFact& fact : legal::parse_facts(bytes, "sample")) {
    require(legal::is_fact_number(fact.number) && !fact.value.empty(), "a fact has a number and a text");
  }
}

}  // namespace

void run_fixed_file(core::ByteView input) {
  const std::string bytes(core::as_text(input));
  for (auto* check : {&check_criteria, &check_profile, &check_anonymisation, &check_facts}) {
    try {
      check(bytes);
    } catch (const core::Error& error) {
      const std::string why = error.what();
      require(why.starts_with("sample"), "a reason names the file");
      require(core::shown(why) == why, "a reason hides nothing");
    }
  }
}

}  // namespace fuzz
