// SPDX-License-Identifier: Apache-2.0
#include "cli/acquired_told.h"

#include <cstdio>

#include "cli/entries.h"
#include "cli/image_json.h"
#include "cli/stage_profile.h"
#include "core/set_places.h"
#include "core/text.h"
#include "report/case_view.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// The folder of the item, below which the image was begun.
core::Path item_folder(const custody::Ledger& ledger, const AcquiredTold& told) {
  return ledger.folder() / "evidence" / told.ids.item;
}

/// Paths below the case folder, whole ones of what lies elsewhere.
Array paths_of(const custody::Ledger& ledger, const AcquiredTold& told) {
  const core::SetPlaces places(item_folder(ledger, told), told.ids.image);
  Array out = evidence_paths(told.ids.item, told.acquisition.files);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const core::Path place = places.find(told.acquisition.files[i].name);
    if (place.parent_path() != item_folder(ledger, told)) {
      out[i] = place.native();
    }
  }
  return out;
}

Object as_json(const custody::Ledger& ledger, const AcquiredTold& told) {
  const acquire::Acquisition& a = told.acquisition;
  Object out{{"item", told.ids.item},
             {"source", a.source.path},
             {"bytes", Value(a.bytes)},
             {"image", paths_of(ledger, told)},
             {"image_id", told.ids.image},
             {"carrier", told.ids.carrier},
             {"blocks_root", a.blocks.root().hex()},
             {"unreadable", ranges_value(a.unreadable)},
             {"verified", told.checked != nullptr && told.checked->matches()},
             {"entry", Value(told.entry)},
             {"label", ledger.label(told.entry)},
             {"seconds", static_cast<double>(a.finished.micros - a.started.micros) / 1e6}};
  put_digests(out, a.digests);
  if (told.second != nullptr) {
    out["second"] = told.second->object();
  }
  told.reading.add_to(out);
  if (told.args.profile) {
    out["profile"] = profile_object(told.times);
  }
  Array missing;
  for (const legal::FactRule* fact : facts_not_told(ledger, told.ids.item)) {
    missing.emplace_back(fact->number);
  }
  out["facts_not_recorded"] = std::move(missing);
  return out;
}

std::string comparison_line(const AcquiredTold& told, const std::string& label) {
  return told.checked == nullptr ? "not compared (entry " + label + "): the image was not read back"
         : told.checked->matches()
             ? "compared (entry " + label +
                   "): the image, read back, has the digest computed while the source was read once"
             : "DIFFERS (entry " + label + "): the image, read back, is not what was read";
}

void print_not_told(const custody::Ledger& ledger, const std::string& item) {
  std::string list;
  for (const legal::FactRule* fact : facts_not_told(ledger, item)) {
    list += std::string(list.empty() ? "" : "; ") + fact->number + " " + fact->title.en;
  }
  if (!list.empty()) {
    print("not recorded of " + item + ": " + list + " ('exhibit fact add' records them, as added later)");
  }
}

/// Where an image lies that outgrew the case's disk.
void print_places(const custody::Ledger& ledger, const AcquiredTold& told) {
  const core::Path home = item_folder(ledger, told);
  const core::SetPlaces places(home, told.ids.image);
  std::string last;
  for (const acquire::ImageFile& file : told.acquisition.files) {
    const core::Path folder = places.find(file.name).parent_path();
    if (folder != home && folder.native() != last) {
      last = folder.native();
      print("from " + file.name + " on in " + core::shown(last) +
            ": a copy of the case folder is not whole without it");
    }
  }
}

void print_told(const custody::Ledger& ledger, const AcquiredTold& told) {
  const acquire::Acquisition& a = told.acquisition;
  print(told.ids.item + ": " + grouped(a.bytes) + " bytes imaged as " + told.ids.image + " in " +
        std::to_string(a.files.size()) + (a.files.size() == 1 ? " file" : " files"));
  print_places(ledger, told);
  if (a.digests.sha256) {
    print("sha256  " + a.digests.sha256->hex());
  }
  if (!a.unreadable.empty()) {
    print("unreadable: " + std::to_string(a.unreadable.size()) + " ranges of the source, filled with " +
          acquire::words_of(a.fill) + " and listed");
  }
  print(comparison_line(told, ledger.label(told.entry)));
  if (told.second != nullptr) {
    print(told.second->line());
  }
  print_not_told(ledger, told.ids.item);
}

}  // namespace

std::vector<const legal::FactRule*> facts_not_told(const custody::Ledger& ledger, const std::string& item) {
  const report::CaseView view(ledger);
  const legal::Records records(view);
  return legal::facts_not_told(legal::ItemCase(records, item));
}

void tell_acquired(const custody::Ledger& ledger, const AcquiredTold& told) {
  if (told.args.profile && !told.json) {
    print_profile(told.times);
  }
  if (told.json) {
    print_json(as_json(ledger, told));
  } else {
    print_told(ledger, told);
  }
  if (told.checked != nullptr) {
    for (const std::string& why : told.checked->mismatches()) {
      (void)std::fprintf(stderr, "fault: %s\n", core::shown(why).c_str());
    }
  }
}

}  // namespace cli
