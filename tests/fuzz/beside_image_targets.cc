// SPDX-License-Identifier: Apache-2.0
// Text files that lie beside an image and come with it: the sheet and facts of one taken unsigned, and the list of the folders
// in which its files lie.
#include "core/error.h"
#include "core/set_places.h"
#include "core/text.h"
#include "custody/unsigned_sheet.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

void run_sheet(core::ByteView input) {
  try {
    const auto digests = custody::parse_sheet(std::string(core::as_text(input)), "sheet");
    for (const auto& [name, digest] : digests) {
      require(!name.empty() && name.front() != '.' && name.find('/') == std::string::npos,
              "a name is a plain one");
    }
    std::string again;
    for (const auto& [name, digest] : digests) {
      again += digest.hex() + "  " + name + "\n";
    }
    require(custody::parse_sheet(again, "sheet") == digests, "a sheet is written as it was read");
  } catch (const core::Error&) {
    // Refused.
  }
}

void run_facts(core::ByteView input) {
  custody::UnsignedSheet sheet;
  sheet.facts_name = "facts";
  sheet.facts_text = core::as_text(input);
  try {
    custody::parse_facts(sheet);
  } catch (const core::Error&) {
    return;
  }
  const auto bytes = static_cast<std::uint64_t>(sheet.facts.integer_of("bytes").value_or(-1));
  std::uint64_t end = 0;
  for (const acquire::Range& range : sheet.unreadable) {
    require(range.offset >= end && range.length > 0, "unreadable ranges ascend");
    end = range.offset + range.length;
  }
  require(end <= bytes, "unreadable ranges lie in the media");
  require(!core::json::profile_fault(sheet.facts), "facts can stand in an entry");
}

void run_places(core::ByteView input) {
  const core::Path folder = empty_folder();
  put_file(folder / "x.places", input);
  const core::SetPlaces places(folder, "x");
  require(places.further().size() <= core::SetPlaces::kMostPlaces, "a list has an end");
  for (const core::Path& place : places.further()) {
    require(place.is_absolute() && place.native().find('\n') == std::string::npos,
            "a place is an absolute path");
  }
  require(places.find("x.no-such-extension") == folder / "x.no-such-extension",
          "what is not there is named at home");
}

}  // namespace fuzz
