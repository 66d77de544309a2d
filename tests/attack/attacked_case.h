// SPDX-License-Identifier: Apache-2.0
// A small case folder of every kind of file, kept as it was made; each attack works on a copy of it. The attacker holds
// every key. A stranger, who has never seen the case, and the device that wrote it look at what the attack left.
#pragma once

#include <fstream>
#include <map>

#include "acquire/acquire.h"
#include "custody/acquisition_record.h"
#include "custody/incoming.h"
#include "tests/support/small_case.h"

namespace attack {

using support::SmallCase;

/// Reads images as the program does.
inline acquire::ImageReading read_image(const core::Path& file, acquire::ImageFormat format) {
  core::NoProgress quiet;
  return acquire::read_image(file, format, quiet, {});
}

class AttackedCase : public SmallCase {
 public:
  static constexpr const char* kAttachment = "I consent.";

  /// `whole`: with two raw images, an attachment and a document; else the ledger alone.
  explicit AttackedCase(bool whole = false) {
    make(whole);
    support::fold(path());  // the write-ahead log has attacks of its own
  }
  ~AttackedCase() = default;

  /// The folder to attack: the case, put back as it was made.
  core::Path fresh() const {
    const core::Path copy = folder / "attacked";
    core::fs::remove_all(copy);
    support::copy_folder(path(), copy);
    return copy;
  }

  custody::VerifyReport stranger(const core::Path& at, bool ledger_only = false) const {
    return look(at, nullptr, ledger_only);
  }
  custody::VerifyReport device(const core::Path& at, bool ledger_only = false) const {
    return look(at, &keys, ledger_only);
  }

  custody::KnownHead early_head, head;
  core::Sha256 case_id;

  std::optional<core::Sha256> paper_case_id;
  std::optional<custody::KnownHead> paper_head;

 private:
  void make(bool whole) {
    custody::Ledger ledger = begin();
    if (whole) {
      fill(ledger);
    }
    add(ledger, {incident("INC-1")});
    add(ledger, {custody::draft_transfer({"D-1"}, bob, carol, {"to the safe"})});
    early_head = {ledger.checkpoint().size, ledger.checkpoint().root};
    case_id = ledger.case_id();
    add(ledger, {incident("INC-2"), incident("INC-3")});
    head = {ledger.checkpoint().size, ledger.checkpoint().root};
  }

  custody::VerifyReport look(const core::Path& at, const custody::KeyStore* known, bool ledger_only) const {
    custody::VerifyOptions options;
    options.keys = known;
    options.ledger_only = ledger_only;
    options.read_image = &read_image;
    options.case_id = paper_case_id;
    if (paper_head) {
      options.paper_heads = {*paper_head};
    }
    return custody::verify_case(at, options);
  }

  void fill(custody::Ledger& ledger) {
    core::write_new_file(folder / "consent.txt", core::as_bytes(kAttachment));
    ledger.append([&](const custody::Ledger&) { return std::vector{authority()}; });
    ledger.append([&](const custody::Ledger& now) {
      const core::Sha256 pdf = custody::stage_document(path(), core::as_bytes("%PDF-1.7 a form"));
      return std::vector{document(now, "form.pdf", pdf, 15)};
    });
    custody::settle_incoming(path(), ledger.store());
    image(ledger, "D-5", 3000, 'a');
    image(ledger, "D-6", 3000, 'b');
  }

  custody::Draft authority() const {
    custody::Draft out{"authority_recorded",
                       {},
                       core::json::Object{{"issuer", custody::committed("the owner")},
                                          {"kind", "consent"},
                                          {"scope", custody::committed("server FS-1")}},
                       {{&bob, "author"}},
                       {custody::stage_attachment(path(), folder / "consent.txt")}};
    out.body.set("document", out.attachments[0].sha256.hex());
    return out;
  }

  custody::Draft document(const custody::Ledger& ledger, const char* file, const core::Sha256& sha256,
                          int size) const {
    using core::json::Object;
    const std::string hex(64, 'a');
    return {"document_issued",
            {},
            Object{{"facts_sha256", hex},
                   {"file", file},
                   {"head", Object{{"root", ledger.checkpoint().root.hex()},
                                   {"size", core::json::Value(ledger.checkpoint().size)}}},
                   {"kind", "report"},
                   {"lang", "en"},
                   {"sha256", sha256.hex()},
                   {"size", size},
                   {"template", Object{{"name", "r"}, {"sha256", hex}, {"version", "1"}}}},
            {{&bob, "author"}},
            {}};
  }

  /// A raw image of one file, acquired and compared.
  void image(custody::Ledger& ledger, const char* item, std::size_t size, char fill) {
    custody::AcquisitionStart start(*core::EvidenceId::parse(item));
    start.source.path = "/dev/sdb";
    start.source.kind = "block device";
    start.carrier.file_system_id = "77";
    start.format = acquire::ImageFormat::raw;
    custody::AcquisitionIds ids;
    ledger.append([&](const custody::Ledger& now) {
      ids = custody::choose_ids(now, start, [](const std::string&) { return false; });
      return custody::draft_start(now, start, ids, bob);
    });
    const core::Path place = path() / "evidence" / item;
    core::create_new_directory(place);
    const core::Path file = place / (ids.image + ".raw");
    core::write_new_file(file, core::as_bytes(std::string(size, fill)));
    acquire::ImageReading reading = read_image(file, acquire::ImageFormat::raw);
    acquire::Acquisition acquisition;
    acquisition.bytes = reading.bytes;
    acquisition.digests = reading.digests;
    acquisition.blocks = reading.blocks;
    acquisition.files = reading.files;
    const auto blocks =
        custody::write_side_file(place, ids.image + ".blocks", custody::blocks_file(reading.blocks));
    const auto finished = add(ledger, {custody::draft_finished(ids, acquisition, blocks, nullptr, bob)});
    custody::record_comparison(ledger, ids, finished[0].seq,
                               acquire::compare(std::move(acquisition), std::move(reading)), bob);
  }
};

/// Every plain file below a folder, by relative name.
inline std::vector<std::string> files_below(const core::Path& folder) {
  std::vector<std::string> out;
  for (const auto& file : core::fs::recursive_directory_iterator(folder)) {
    if (core::fs::is_regular_file(file.path())) {
      out.push_back(file.path().lexically_relative(folder).native());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Puts bytes in place of a file, without waiting for the disk: attacks are many.
inline void overwrite(const core::Path& file, core::ByteView bytes) {
  std::ofstream out(file.native(), std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) {
    core::fail("the attack could not write");
  }
}

/// SQL on a case as one who may write the file: without the guards, which are the same again afterwards.
inline void edit(const core::Path& case_folder, const std::string& sql) {
  custody::Database db(case_folder / "case.db", custody::Database::Mode::read_write);
  std::map<std::string, std::string> triggers;
  {
    custody::Statement rows = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type='trigger'");
    while (rows.step()) {
      triggers[rows.text(0)] = rows.text(1);
    }
  }
  for (const auto& [name, text] : triggers) {
    db.execute("DROP TRIGGER " + name);
  }
  db.execute(sql);
  for (const auto& [name, text] : triggers) {
    db.execute(text);
  }
  db.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace attack
