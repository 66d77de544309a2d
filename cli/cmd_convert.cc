// SPDX-License-Identifier: Apache-2.0
// convert: of an image alone, or of one of a case, where it is an access: the entry first, then the new image.
#include "cli/conversion.h"
#include "cli/one_access.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/access_record.h"
#include "custody/file_record.h"
#include "custody/readable_image.h"
#include "report/case_view.h"

namespace cli {

using core::json::Object;

namespace {

/// The case folder that a path lies in; empty when it lies in none.
core::Path case_around(const core::Path& path) {
  core::Path at = core::fs::weakly_canonical(core::fs::absolute(path));
  for (; at.has_relative_path(); at = at.parent_path()) {
    if (core::fs::exists(at / "case.db")) {
      return at;
    }
  }
  return {};
}

std::string converted(const Conversion& conversion, const Object& facts) {
  const std::size_t files = facts.find("image")->second.array()->size();
  return "converted to " + conversion.format_name() + " in " + grouped(files) +
         (files == 1 ? " file" : " files") + ", the first " +
         core::shown(*facts.find("image")->second.array()->front().string());
}

int convert_alone(const Convert& args, const Common& common) {
  if (!args.item.empty() || !args.reason.empty()) {
    core::fail_usage("--item and --reason go with --case, which names the case the image is of");
  }
  if (const core::Path inside = case_around(args.image); !inside.empty()) {
    core::fail("the image " + core::shown(args.image) + " lies in the case " + core::shown(inside.native()) +
               ": convert it with --case, --item and --reason, so that its ledger says so");
  }
  const core::Path target = Conversion::target_of(args, args.image);
  if (const core::Path inside = case_around(target.parent_path()); !inside.empty()) {
    core::fail("cannot write " + core::shown(args.out) + ": it lies inside the case folder " +
               core::shown(inside.native()) + "; choose another place");
  }
  Conversion conversion(args, args.image, std::nullopt, std::nullopt);
  conversion.make();
  const Object facts = conversion.object();
  if (common.json) {
    print_json(facts);
    return 0;
  }
  print(grouped(static_cast<std::uint64_t>(*facts.find("bytes")->second.integer())) + " bytes of media of " +
        core::shown(args.image) + " " + converted(conversion, facts));
  for (const std::string& line : conversion.lines()) {
    print(line);
  }
  return 0;
}

std::optional<std::uint32_t> sector_size_of(const custody::Ledger& ledger, const std::string& image) {
  const auto row = ledger.store().get("image", image);
  const auto started = row ? row->integer_of("started") : std::nullopt;
  if (!started) {
    return std::nullopt;
  }
  const custody::Entry entry = ledger.entry(static_cast<std::uint64_t>(*started));
  const core::json::Value* size = entry.body().at_path("source.logical_sector_size");
  return size != nullptr && size->integer() ? std::optional(static_cast<std::uint32_t>(*size->integer()))
                                            : std::nullopt;
}

RecordedMedia recorded_media(const custody::Ledger& ledger, const custody::ReadableImage& image) {
  const report::CaseView view(ledger);
  return {image.recorded,
          custody::recorded_unreadable(ledger, image.id),
          sector_size_of(ledger, image.id),
          {view.number(), "", "", image.folder.filename().native(), "image " + image.id}};
}

/// "sha256 ...", or the strongest that there is.
std::string digest_words(const acquire::MediaDigests& digests) {
  return digests.sha256 ? "sha256 " + digests.sha256->hex()
         : digests.sha1 ? "sha1 " + digests.sha1->hex()
         : digests.md5  ? "md5 " + digests.md5->hex()
                        : "no digest recorded";
}

int convert_in_case(const Convert& args, const Common& common) {
  if (!args.image.empty()) {
    core::fail_usage("with --case the image is named by --item, for example EV-001-I1");
  }
  item_id(args.item);
  const std::string reason = needed_text(args.reason, "--reason");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const custody::ReadableImage image = custody::readable_image(ledger, args.item);
  custody::need_outside_case(ledger, Conversion::target_of(args, image.first));
  const custody::UnlockedKey by = session.signer();
  Conversion conversion(args, image.first, image.format, recorded_media(ledger, image));
  const Reading access{ledger, by, args.item, "exported", reason};
  const acquire::Range all{0, image.recorded.bytes};
  const auto done = access.record(custody::range_text({all}) + ", " + digest_words(image.recorded.digests) +
                                      "; written as " + conversion.format_name(),
                                  reason);
  after_entry(access, done, [&] { conversion.make(); });
  Object facts = conversion.object();
  facts["item"] = args.item;
  tell(done,
       grouped(image.recorded.bytes) + " bytes of media of " + args.item + " " + converted(conversion, facts),
       common, facts);
  for (const std::string& line : common.json ? std::vector<std::string>{} : conversion.lines()) {
    print(line);
  }
  return 0;
}

}  // namespace

int run(const Convert& args, const Common& common) {
  if (args.folder.empty() && args.image.empty()) {
    core::fail_usage("name the image, or with --case and --item one of a case");
  }
  return args.folder.empty() ? convert_alone(args, common) : convert_in_case(args, common);
}

}  // namespace cli
