// SPDX-License-Identifier: Apache-2.0
// A small case with counsel, a collected disk and an image of it, and forms filled in as the command line does.
#pragma once

#include "acquire/acquire.h"
#include "custody/acquisition_record.h"
#include "custody/private_entry.h"
#include "legal/forms/form.h"
#include "legal/incident.h"
#include "legal/records.h"
#include "tests/support/small_case.h"

namespace support {

class LegalCase : public SmallCase {
 public:
  using Given = std::map<std::string, std::vector<std::string>>;

  custody::UnlockedKey counsel = person("k. abe", custody::Role::counsel);

  /// The rules that ship.
  static const legal::RuleSet& rules() {
    static const legal::RuleSet all = legal::RuleSet::load(legal::RuleSet::folders(core::Path("/none")));
    return all;
  }

  /// The case with counsel enrolled, and the source S-1, collected with all that can be said of it.
  custody::Ledger begin_case() {
    custody::Ledger ledger = begin();
    add(ledger, {enrolment(counsel)});
    add(ledger, {collected("S-1")});
    return ledger;
  }
  custody::Draft collected(const std::string& id) const {
    using core::json::Object;
    custody::Draft out = thing(id);
    out.body.set("power", "on");
    out.body.set("collected", Object{{"at", "2026-11-20T01:00:00.000000Z"},
                                     {"by", custody::committed("bob")},
                                     {"place", custody::committed("room 3")}});
    return out;
  }

  /// An image of S-1, finished; with `match` compared too.
  custody::AcquisitionIds image(custody::Ledger& ledger, std::optional<bool> match = true,
                                bool sha256 = true) {
    custody::AcquisitionStart start(*core::EvidenceId::parse("S-1"));
    start.carrier.file_system_id = "77";
    start.command = "exhibit acquire /dev/sdb";
    start.again = true;
    const auto ids = custody::choose_ids(ledger, start, [](const std::string&) { return false; });
    add(ledger, custody::draft_start(ledger, start, ids, bob));
    acquire::Acquisition acquisition = acquired(ids.image, sha256);
    const custody::SideFile blocks{ids.image + ".blocks", core::sha256({}), 32};
    const auto finished = add(ledger, {custody::draft_finished(ids, acquisition, blocks, nullptr, bob)});
    if (match) {
      acquire::ImageReading reading;
      reading.bytes = acquisition.bytes;
      reading.digests = acquisition.digests;
      reading.blocks = acquisition.blocks;
      reading.files = acquisition.files;
      if (!*match) {
        reading.digests.sha256 = core::sha256(core::as_bytes("another"));
      }
      core::fs::create_directories((path() / "evidence" / "S-1").native());
      custody::record_comparison(ledger, ids, finished[0].seq,
                                 acquire::compare(std::move(acquisition), std::move(reading)), bob);
    }
    return ids;
  }

  /// Fills in the form of that command; `as` signs.
  custody::Appended fill(custody::Ledger& ledger, const std::string& command, const Given& given,
                         const custody::UnlockedKey& as, const std::vector<std::string>& items = {}) const {
    const legal::Form& form = named(command);
    return ledger.append([&](const custody::Ledger& open) {
      legal::Answers answers{open, []() -> const legal::RuleSet& { return rules(); }, form, given, items};
      return std::vector{legal::fill_form(answers, as)};
    })[0];
  }
  custody::Appended fact(custody::Ledger& ledger, const std::string& number, const std::string& value) const {
    const legal::LateFact late{*core::EvidenceId::parse("S-1"), *core::EvidenceId::parse(number), value,
                               std::nullopt};
    return add(ledger, {legal::add_fact(ledger, late, bob)})[0];
  }

  static const legal::Form& named(const std::string& command) {
    for (const legal::Form& form : legal::forms()) {
      if (form.command == command) {
        return form;
      }
    }
    core::fail("there is no form " + command);
  }

 private:
  static acquire::Acquisition acquired(const std::string& image, bool sha256) {
    acquire::Acquisition out;
    out.bytes = 512;
    if (sha256) {
      out.digests.sha256 = core::sha256({});
    } else {
      out.digests.md5 = core::Md5{};
    }
    out.blocks = acquire::BlockDigests({core::sha256({})});
    out.files = {{image + ".E01", 10, core::sha256({})}};
    return out;
  }
};

}  // namespace support
