// SPDX-License-Identifier: Apache-2.0
// erase
#include "cli/entries.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/entry_label.h"
#include "custody/erasure.h"

namespace cli {

using core::json::Array;
using core::json::Object;

namespace {

void warn(const std::vector<std::string>& beyond, const Common& common) {
  if (common.json) {
    return;
  }
  print("what this does not erase:");
  for (const std::string& what : beyond) {
    print("  " + core::shown(what));
  }
  print("whether that satisfies a duty to erase is for counsel to say");
}

}  // namespace

int run(const Erase& args, const Common& common) {
  custody::ErasureRequest request;
  request.field = args.field;
  request.reason = needed_text(args.reason, "--reason");
  request.authority = needed_text(args.authority, "--authority");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  request.number = custody::entry_labelled(ledger, args.entry);
  const auto beyond = custody::beyond_erasing(ledger);
  if (!args.yes) {
    warn(beyond, common);
    core::fail("nothing was erased: read what stays, then give --yes to erase " + core::shown(args.field) +
               " of entry " + core::shown(args.entry));
  }
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.append(
      [&](const custody::Ledger& open) { return Drafts{custody::draft_erasure(open, request, by)}; });
  tell(done[0], core::shown(args.field) + " of entry " + core::shown(args.entry) + " is erased", common,
       Object{{"not_erased", Array(beyond.begin(), beyond.end())}});
  warn(beyond, common);
  if (core::fs::exists(custody::erasing_mark(ledger.folder()))) {
    core::fail(
        "the value is erased and the entry recorded, do not do this again; but bytes of it may still lie in "
        "case.db, "
        "as another process is reading it; the next command on the case clears them");
  }
  return 0;
}

}  // namespace cli
