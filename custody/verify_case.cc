// SPDX-License-Identifier: Apache-2.0
#include "custody/verify_case.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/scratch_folder.h"
#include "core/text.h"
#include "custody/erasure.h"
#include "custody/opening.h"
#include "custody/private_copy.h"
#include "custody/store_source.h"

namespace custody {

namespace {

/// Compares what the database keeps beside the leaves with what follows from them.
class StoreCheck {
 public:
  StoreCheck(const Store& store, const LedgerReport& ledger, Findings& findings)
      : store_(store), ledger_(ledger), findings_(findings) {}

  void run() {
    for (std::uint64_t log = 0; log < ledger_.logs.size(); ++log) {
      check_columns(log);
      guarded([&] { check_checkpoint_sizes(log); });
      guarded([&] { check_tiles(log); });
    }
    guarded([&] { check_projections(); });
    guarded([&] { check_tables(); });
  }

 private:
  void report(std::string text, std::string field, std::optional<std::uint64_t> entry = std::nullopt,
              std::uint64_t log = 0) {
    Finding finding = fault("tampered", std::move(text));
    finding.field = std::move(field);
    finding.entry = entry;
    finding.log = ledger_.logs[log].log ? ledger_.logs[log].log->name : "";
    findings_.push_back(std::move(finding));
  }

  template <typename Work>
  void guarded(const Work& work) {
    try {
      work();
    } catch (const core::Error& error) {
      report(std::string("the case database cannot be read: ") + error.what(), "case.db");
    }
  }

  void check_columns(std::uint64_t log) {
    const StoredBreaks& breaks = ledger_.logs[log].stored;
    if (breaks.first) {
      report("the digests stored beside the entry are not those of its bytes", "entry", breaks.first, log);
    }
    if (const auto rest = breaks.all.rest("tampered", "entries")) {
      report(rest->text, "entry", rest->entry, log);
    }
  }

  void check_checkpoint_sizes(std::uint64_t log) {
    store_.each_checkpoint(log, [&](std::uint64_t size, const std::string& note) {
      const auto parsed = Note::parse(note);
      const auto checkpoint = parsed ? Checkpoint::parse_text(parsed->text) : std::nullopt;
      if (checkpoint && checkpoint->size != size) {
        report("a checkpoint is stored under another size than its own", "checkpoint", std::nullopt, log);
      }
    });
    Statement rows = store_.database().prepare("SELECT size, note FROM cosignature");
    while (rows.step()) {
      const auto note = Note::parse(rows.text(1));
      const auto checkpoint = note ? Checkpoint::parse_text(note->text) : std::nullopt;
      if (checkpoint && checkpoint->size != static_cast<std::uint64_t>(rows.integer(0))) {
        report("a cosignature is stored under another size than its own", "cosignature");
      }
    }
  }

  using Place = std::pair<std::string, std::string>;  // kind, id

  bool is_expected(const Place& place, const std::string& value) const {
    const auto expected = ledger_.rows.get(place.first, place.second);
    return expected && encode(*expected) == value;
  }

  /// Row for row the same, none twice.
  bool same_projections() const {
    Place before;
    std::uint64_t rows = 0;
    bool same = true;
    store_.each_row([&](const std::string& kind, const std::string& id, const std::string& value) {
      Place place{kind, id};
      same = same && (rows == 0 || before < place) && is_expected(place, value);
      before = std::move(place);
      ++rows;
    });
    return same && rows == ledger_.rows.size();
  }

  void check_projections() {
    if (same_projections()) {
      return;
    }
    std::set<Place> stored;
    store_.each_row([&](const std::string& kind, const std::string& id, const std::string& value) {
      const std::string name = "the projection " + core::shown(kind + " " + id);
      if (!stored.emplace(kind, id).second || !ledger_.rows.get(kind, id)) {
        report(name + " follows from no entry", "p_row");
      } else if (!is_expected({kind, id}, value)) {
        report(name + " is not what the entries say", "p_row");
      }
    });
    ledger_.rows.each(
        [&](const std::string& kind, const std::string& id, const core::json::Value& /*value*/) {
          if (!stored.contains({kind, id})) {
            report("the projection " + core::shown(kind + " " + id) + " is missing", "p_row");
          }
        });
  }

  void check_tables() {
    const Database& db = store_.database();
    const std::string logs = std::to_string(ledger_.logs.size());
    for (const char* table : {"entry", "checkpoint", "tile", "disclosure", "cosignature", "time_stamp"}) {
      const std::string others = std::string("SELECT count(*) FROM ") + table + " WHERE log<1 OR log>" + logs;
      if (db.number(others).value_or(1) != 0) {
        report(std::string("the table ") + table + " holds rows of another log", table);
      }
    }
    check_logs(db);
    Statement integrity = db.prepare("PRAGMA integrity_check");
    if (!integrity.step() || integrity.text(0) != "ok") {
      report("the database fails SQLite's own check: " + core::shown(integrity.text(0)), "case.db");
    }
    check_schema(db);
  }

  void check_logs(const Database& db) {
    Statement row = db.prepare("SELECT id, origin, vkey FROM log ORDER BY id");
    std::size_t count = 0;
    for (; row.step(); ++count) {
      const auto& log = count < ledger_.logs.size() ? ledger_.logs[count].log : std::nullopt;
      if (!log || row.integer(0) != static_cast<std::int64_t>(count) + 1 || row.text(1) != log->name ||
          row.text(2) != log->text()) {
        report("the table of logs names a log that is not one of this case", "log");
      }
    }
    if (count != ledger_.logs.size()) {
      report("the table of logs does not hold the logs of this case", "log");
    }
  }

  void check_tiles(std::uint64_t log) {
    const auto hashes = store_.leaf_hashes(log);
    Statement tiles = store_.database().prepare(
        "SELECT level, idx, root, hashes FROM tile WHERE log=? ORDER BY level, idx");
    tiles.bind(1, static_cast<std::int64_t>(log) + 1);
    std::uint64_t count = 0;
    while (tiles.step()) {
      const auto level = static_cast<unsigned>(tiles.integer(0));
      const auto index = static_cast<std::uint64_t>(tiles.integer(1));
      const std::uint64_t width = level > 6 ? 0 : std::uint64_t{1} << (8 * (level + 1));
      const bool inside = width != 0 && index < hashes.size() / width;
      const core::Bytes row = tiles.blob(3);
      const bool good = inside && tile_is(std::span(hashes).subspan(index * width, width), row) &&
                        core::merkle::root_of(std::span(hashes).subspan(index * width, width)) ==
                            core::Sha256::from(tiles.blob(2));
      if (!good) {
        report("a stored tile of the tree is not what the entries give", "tile", std::nullopt, log);
      }
      ++count;
    }
    std::uint64_t expected = 0;
    for (std::uint64_t n = hashes.size() / 256; n > 0; n /= 256) {
      expected += n;
    }
    if (count != expected) {
      report("the tree's stored tiles are not complete", "tile", std::nullopt, log);
    }
  }

  static bool tile_is(std::span<const core::Sha256> leaves, const core::Bytes& row) {
    core::Bytes expected;
    for (std::size_t i = 0; i < 256; ++i) {
      const core::Sha256 hash =
          core::merkle::root_of(leaves.subspan(i * (leaves.size() / 256), leaves.size() / 256));
      expected.insert(expected.end(), hash.bytes.begin(), hash.bytes.end());
    }
    return row == expected;
  }

  void check_schema(const Database& db) {
    const auto digest = [](const Database& of) {
      Statement rows = of.prepare(
          "SELECT quote(type), quote(name), quote(sql), quote(tbl_name) FROM sqlite_schema ORDER BY type, "
          "name");
      std::string all;
      while (rows.step()) {
        all += rows.text(0) + "\n" + rows.text(1) + "\n" + rows.text(2) + "\n" + rows.text(3) + "\n";
      }
      return all;
    };
    static const std::string expected = [&] {
      return digest(Store::create(db.path().parent_path() / "fresh.db").database());
    }();
    if (digest(db) != expected) {
      report("the tables or triggers of the database are not those the program makes", "case.db");
    }
  }

  const Store& store_;
  const LedgerReport& ledger_;
  Findings& findings_;
};

/// As the first entries name the logs, not as the table does: a log renamed there is still the one that was seen.
std::vector<Checkpoint> seen_heads_of(const VerifyOptions& options, const Store& store, std::uint64_t logs) {
  std::vector<Checkpoint> out;
  for (std::uint64_t i = 0; options.keys != nullptr && i < logs; ++i) {
    const auto log = log_named_by(store.leaf(entry_number(i, 0)));
    if (const auto head = log ? options.keys->seen_head(*log) : std::nullopt) {
      out.push_back(*head);
    }
  }
  return out;
}

/// Before anything is read from them.
void need_tables(const Database& db) {
  for (const char* table :
       {"log", "entry", "tile", "checkpoint", "cosignature", "time_stamp", "disclosure", "p_row"}) {
    db.need_table(table);
  }
}

/// The ledger as it is at this moment; only what its entries say.
LedgerReport ledger_of(const core::Path& database) {
  const auto own = core::ScratchFolder::temporary("verify");
  const PrivateCopy copy(own.path(), database);
  const Store store = Store::open(copy.path(), Database::Mode::read_write);
  need_tables(store.database());
  const StoreSources logs(store);
  return verify_ledger(logs.all(), {});
}

VerifyReport unreadable_database(const core::Error& error) {
  VerifyReport out;
  Finding finding = fault("tampered", std::string("the ledger cannot be read at all: ") + error.what());
  finding.field = "case.db";
  out.findings.push_back(std::move(finding));
  out.seen = "cannot be told: the ledger cannot be read";
  out.signers = "cannot be told: the ledger cannot be read";
  return out;
}

}  // namespace

VerifyReport finish_report(LedgerReport ledger, const VerifyOptions& options, const core::Path& folder,
                           std::set<std::string> allowed_files, std::set<std::string> allowed_folders,
                           std::function<LedgerReport()> ledger_now) {
  VerifyReport out;
  out.findings = std::move(ledger.findings);
  out.entries = ledger.entries();
  out.items = ledger.rows.list("thing", "").size() + ledger.rows.list("image", "").size();
  out.case_id = ledger.case_id;
  out.root = ledger.first().root_known ? ledger.first().root().hex() : "unknown";
  out.seen = ledger.seen;
  out.signers = ledger.signers;
  out.first_log = ledger.first().log ? ledger.first().log->name : "";
  if (options.ledger_only) {
    out.findings.push_back(limit("not compared", "only the ledger was checked (--ledger-only)"));
    return out;
  }
  FileReport files = check_case_files(
      ledger, {folder, std::move(allowed_files), std::move(allowed_folders), options.quick,
               options.read_image, options.media_of, options.check_blocks, std::move(ledger_now)});
  out.findings.insert(out.findings.end(), files.findings.begin(), files.findings.end());
  out.bytes = files.bytes;
  out.images = files.images;
  return out;
}

VerifyReport verify_case(const core::Path& folder, const VerifyOptions& options) {
  const core::Path database = folder / "case.db";
  if (!core::fs::is_regular_file(database)) {
    core::fail("no case at " + core::shown(folder.native()) + ": it has no case.db");
  }
  try {
    const auto own = core::ScratchFolder::temporary("verify");
    const PrivateCopy copy(own.path(), database);
    const Store store = Store::open(copy.path(), Database::Mode::read_write);
    need_tables(store.database());
    const StoreSources logs(store);
    LedgerTrust trust;
    trust.case_id = options.case_id;
    trust.paper_heads = options.paper_heads;
    trust.outsiders = options.outsiders;
    Findings early = copy.leftovers(store.database());
    try {
      trust.seen_heads = seen_heads_of(options, store, logs.count());
    } catch (const core::Error& error) {
      early.push_back(fault("missing", error.what()));
    }
    for (const LogSource* log : logs.all()) {
      Outsiders kept = log->outsiders(early);
      std::move(kept.cosigned.begin(), kept.cosigned.end(), std::back_inserter(trust.outsiders.cosigned));
      std::move(kept.stamps.begin(), kept.stamps.end(), std::back_inserter(trust.outsiders.stamps));
    }
    LedgerReport ledger = verify_ledger(logs.all(), trust);
    ledger.findings.insert(ledger.findings.begin(), early.begin(), early.end());
    StoreCheck(store, ledger, ledger.findings).run();
    const core::Path mark = erasing_mark(folder);
    if (core::fs::symlink_status(mark).type() != core::fs::file_not_found) {
      ledger.findings.push_back(limit("interrupted",
                                      "an erasure was interrupted: bytes of erased values may still lie in "
                                      "case.db; the next command on the case finishes it"));
    }
    return finish_report(std::move(ledger), options, folder,
                         {"case.db", "case.db-wal", "case.db-shm", mark.filename().native()}, {},
                         [&] { return ledger_of(database); });
  } catch (const core::Error& error) {
    if (error.code() == core::ErrorCode::interrupted || error.code() == core::ErrorCode::no_space) {
      throw;
    }
    return unreadable_database(error);
  } catch (const core::fs::filesystem_error& error) {
    core::fail("cannot read " + core::shown(error.path1().native()) + ": " + error.code().message());
  }
}

}  // namespace custody
