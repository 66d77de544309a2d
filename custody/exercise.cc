// SPDX-License-Identifier: Apache-2.0
#include "custody/exercise.h"

namespace custody {

std::optional<std::string> exercise_of(const Rows& rows) {
  const auto opened = rows.get("case", "case");
  return opened ? opened->text_of("exercise") : std::nullopt;
}

std::optional<std::string> exercise_name_fault(const std::string& name) {
  if (name.empty() || name.size() > kLongestExerciseName || name.find('\n') != std::string::npos) {
    return "the name of an exercise is one line of 1 to " + std::to_string(kLongestExerciseName) + " bytes";
  }
  return std::nullopt;
}

}  // namespace custody
