// SPDX-License-Identifier: Apache-2.0
#include "custody/acquisition_record.h"

#include <algorithm>
#include <charconv>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

std::string carrier_identity(const acquire::CarrierFacts& facts) {
  return facts.file_system + "/" + facts.file_system_id + "/" + facts.device + "/" + facts.serial;
}

Object carrier_object(const acquire::CarrierFacts& facts) {
  Object out{{"capacity", Value(facts.capacity)},
             {"identity", committed(evidence_text(carrier_identity(facts)))}};
  add_text(out, "file_system", facts.file_system);
  add_text(out, "device", facts.device);
  add_text(out, "model", facts.model);
  add_text(out, "serial", facts.serial);
  add_text(out, "transport", facts.transport);
  return out;
}

const char* text_of(acquire::ImageFormat format) {
  return format == acquire::ImageFormat::raw ? "raw" : "e01";
}

const char* text_of(acquire::Compression compression) {
  switch (compression) {
    case acquire::Compression::none: return "none";
    case acquire::Compression::best: return "best";
    default: return "fast";
  }
}

}  // namespace

Object digests_object(const acquire::MediaDigests& digests) {
  Object out;
  if (digests.md5) {
    out["md5"] = digests.md5->hex();
  }
  if (digests.sha1) {
    out["sha1"] = digests.sha1->hex();
  }
  if (digests.sha256) {
    out["sha256"] = digests.sha256->hex();
  }
  return out;
}

Object files_object(const std::vector<acquire::ImageFile>& files) {
  std::uint64_t bytes = 0;
  for (const acquire::ImageFile& file : files) {
    bytes += file.size;
  }
  return {{"bytes", Value(bytes)}, {"count", Value(std::uint64_t{files.size()})}};
}

Object files_object(const std::vector<acquire::ImageFile>& files, const SideFile& list) {
  Object out = files_object(files);
  out["file"] = list.name;
  out["sha256"] = list.sha256.hex();
  return out;
}

Object blocks_object(const acquire::BlockDigests& blocks, const SideFile& file) {
  return {{"block_size", Value(acquire::kBlockSize)},
          {"count", Value(blocks.size())},
          {"file", file.name},
          {"root", blocks.root().hex()},
          {"sha256", file.sha256.hex()}};
}

Object unreadable_object(const std::vector<acquire::Range>& ranges, const SideFile* list) {
  std::uint64_t bytes = 0;
  for (const acquire::Range& range : ranges) {
    bytes += range.length;
  }
  Object out{{"bytes", Value(bytes)}, {"count", Value(std::uint64_t{ranges.size()})}};
  if (list != nullptr) {
    out["file"] = list->name;
    out["sha256"] = list->sha256.hex();
  }
  return out;
}

namespace {

Object settings_object(const AcquisitionStart& start) {
  std::string hashes;
  for (const std::string& hash : start.hashes) {
    hashes += (hashes.empty() ? "" : ",") + hash;
  }
  Object out{{"compression", text_of(start.compression)},
             {"fill", start.fill == acquire::Fill::pattern ? "pattern" : "zero"},
             {"format", text_of(start.format)},
             {"hashes", hashes},
             {"read_timeout", std::int64_t{start.read_timeout}},
             {"retries", std::int64_t{start.retries}},
             {"segment_size", Value(start.segment_size)}};
  if (!start.map_sha256.empty()) {
    out["map"] = start.map_sha256;
  }
  return out;
}

std::vector<std::string> about_of(const AcquisitionIds& ids) { return {ids.item, ids.carrier, ids.image}; }

Draft draft_thing(const std::string& id, const char* kind, const std::string& description, Object facts,
                  const std::string& holder_outside, const UnlockedKey& by) {
  return {"thing_registered",
          {id},
          Object{{"description", committed(description)},
                 {"facts", std::move(facts)},
                 {"holder", holder_outside.empty() ? Object{{"key", by.card.key.name}}
                                                   : Object{{"outside", committed(holder_outside)}}},
                 {"kind", kind}},
          {{&by, "author"}},
          {}};
}

std::vector<std::string> images_of(const Ledger& ledger, const std::string& item) {
  std::vector<std::string> out;
  for (const auto& [id, row] : ledger.store().list("image", item + "-I")) {
    if (row.text_of("image_of") == item && !row.text_of("derived_from")) {
      out.push_back(id);
    }
  }
  return out;
}

std::string state_of(const Ledger& ledger, const std::string& image) {
  const auto row = ledger.store().get("image", image);
  return row ? row->text_of("state").value_or("") : "";
}

bool is_unfinished(const std::string& state) {
  return state == "started" || state == "resumed" || state == "suspended";
}

AcquisitionIds ids_of(const Ledger& ledger, const std::string& item, const std::string& image) {
  const auto row = ledger.store().get("image", image);
  return {item, image, row->text_of("carrier").value_or(""), false, false};
}

std::string free_id(const Ledger& ledger, const std::string& prefix) {
  for (int n = 1;; ++n) {
    std::string id = prefix + std::to_string(n);
    if (!ledger.store().get("thing", id) && !ledger.store().get("image", id)) {
      return id;
    }
  }
}

/// The carrier already registered with that identity, or empty.
std::string known_carrier(const Ledger& ledger, const std::string& identity) {
  for (const auto& [id, row] : ledger.store().list("thing", "")) {
    if (row.text_of("kind") != "carrier") {
      continue;
    }
    const auto seq = static_cast<std::uint64_t>(row.integer_of("registered").value_or(0));
    const auto known = ledger.store().disclosed(seq, "body.facts.identity");
    if (known && *known == evidence_text(identity)) {
      return id;
    }
  }
  return "";
}

}  // namespace

AcquisitionIds choose_ids(const Ledger& ledger, const AcquisitionStart& start,
                          const std::function<bool(const std::string&)>& in_progress) {
  const std::string& item = start.item.value();
  if (ledger.store().get("image", item)) {
    core::fail("cannot " + start.verb + " as " + item +
               ": that is the identifier of an image; choose another item id");
  }
  const auto thing = ledger.store().get("thing", item);
  if (thing && thing->text_of("kind") != "source") {
    core::fail("cannot " + start.verb + " as " + item + ": that is the identifier of a " +
               thing->text_of("kind").value_or("thing") + "; choose another item id");
  }
  AcquisitionIds out{item, "", "", !thing, false};
  for (const std::string& image : images_of(ledger, item)) {
    const std::string state = state_of(ledger, image);
    if (is_unfinished(state) && in_progress(image)) {
      core::fail("cannot " + start.verb + " as " + item + ": another process is making " + image +
                 " right now");
    }
    if (state == "finished" && !start.again) {
      core::fail("cannot " + start.verb + " as " + item + ": it already has the finished image " + image +
                 "; choose another item id, or give --again for a further image of the same source");
    }
  }
  out.image = free_id(ledger, ledger.own_identifier(item + "-I"));
  out.carrier = known_carrier(ledger, carrier_identity(start.carrier));
  out.new_carrier = out.carrier.empty();
  if (out.new_carrier) {
    out.carrier = free_id(ledger, ledger.own_identifier(item + "-C"));
  }
  if (!core::is_identifier(out.image) || !core::is_identifier(out.carrier)) {
    core::fail_usage("the item id " + item + " is too long: its image and carrier get ids like " + out.image +
                     ", and an id has at most 64 characters; choose a shorter one");
  }
  return out;
}

std::vector<Draft> draft_registrations(const AcquisitionIds& ids, const Registration& of,
                                       const UnlockedKey& by) {
  std::vector<Draft> out;
  if (ids.new_item) {
    out.push_back(draft_thing(ids.item, "source", of.description, of.facts, of.holder_outside, by));
  }
  if (ids.new_carrier) {
    const std::string words = of.carrier_text.empty() ? "medium below the case folder" : of.carrier_text;
    out.push_back(draft_thing(ids.carrier, "carrier", words, carrier_object(of.carrier), "", by));
  }
  out.push_back({"image_registered",
                 {ids.image},
                 Object{{"carrier", ids.carrier}, {"format", text_of(of.format)}, {"image_of", ids.item}},
                 {{&by, "author"}},
                 {}});
  return out;
}

std::vector<Draft> draft_start(const Ledger& ledger, const AcquisitionStart& start, const AcquisitionIds& ids,
                               const UnlockedKey& by) {
  std::vector<Draft> out;
  for (const std::string& image : images_of(ledger, ids.item)) {
    const std::string state = state_of(ledger, image);
    if (is_unfinished(state)) {
      const char* why = state == "suspended" ? "given up: another image is begun in its place"
                                             : "the process that made it ended without saying so";
      out.push_back(draft_failed(ids_of(ledger, ids.item, image), why, by));
    }
  }
  const std::string described = start.description.empty() ? "source of " + ids.image : start.description;
  for (Draft& draft : draft_registrations(
           ids, {described, source_object(start.source), "", start.carrier, start.carrier_text, start.format},
           by)) {
    out.push_back(std::move(draft));
  }
  Object body{{"command", committed(evidence_text(start.command))},
              {"destination", committed(evidence_text(start.destination))},
              {"examiner", committed(by.card.name)},
              {"image", ids.image},
              {"libraries", Array(start.libraries.begin(), start.libraries.end())},
              {"settings", settings_object(start)},
              {"source", surveyed_source(start.source, start.survey)}};
  if (!start.reason.empty()) {
    body["reason"] = committed(start.reason);
  }
  if (!start.playbook.empty()) {
    body["playbook"] = start.playbook;
  }
  out.push_back({"acquisition_started", about_of(ids), std::move(body), {{&by, "author"}}, {}});
  return out;
}

Draft draft_finished(const AcquisitionIds& ids, const acquire::Acquisition& acquisition,
                     const SideFile& blocks, const SideFile* unreadable, const UnlockedKey& by,
                     const std::optional<SideFile>& log) {
  Object body{{"blocks", blocks_object(acquisition.blocks, blocks)},
              {"bytes", Value(acquisition.bytes)},
              {"compared", false},
              {"digests", digests_object(acquisition.digests)},
              {"finished", acquisition.finished.text()},
              {"image", ids.image},
              {"segments", files_object(acquisition.files)},
              {"started", acquisition.started.text()},
              {"unreadable", unreadable_object(acquisition.unreadable, unreadable)}};
  if (acquisition.smart_after) {
    body["source_after"] = Object{{"smart", committed(smart_value(*acquisition.smart_after))}};
  }
  if (log) {
    body["log"] =
        Object{{"file", log->name}, {"sha256", log->sha256.hex()}, {"size", Value(std::uint64_t{log->size})}};
  }
  return {"acquisition_finished", about_of(ids), std::move(body), {{&by, "author"}}, {}};
}

Draft draft_failed(const AcquisitionIds& ids, const std::string& why, const UnlockedKey& by) {
  return {"acquisition_failed",
          about_of(ids),
          Object{{"error", committed(evidence_text(why))}, {"image", ids.image}},
          {{&by, "author"}},
          {}};
}

Draft draft_suspended(const AcquisitionIds& ids, std::uint64_t bytes, const std::string& why,
                      const UnlockedKey& by) {
  return {"acquisition_suspended",
          about_of(ids),
          Object{{"bytes", Value(bytes)}, {"error", committed(evidence_text(why))}, {"image", ids.image}},
          {{&by, "author"}},
          {}};
}

Draft draft_resumed(const AcquisitionIds& ids, const Resumption& resumption, const UnlockedKey& by) {
  Object body{{"bytes", Value(resumption.bytes)},
              {"command", committed(evidence_text(resumption.command))},
              {"compared", Value(resumption.compared)},
              {"destination", committed(evidence_text(resumption.destination))},
              {"image", ids.image},
              {"source", resumption.survey ? surveyed_source(resumption.source, *resumption.survey)
                                           : source_object(resumption.source)}};
  if (resumption.changed > 0) {
    body["changed"] = Value(resumption.changed);
  }
  if (!resumption.reason.empty()) {
    body["reason"] = committed(resumption.reason);
  }
  if (!resumption.continued_in.empty()) {
    body["continued_in"] = committed(evidence_text(resumption.continued_in));
  }
  return {"acquisition_resumed", about_of(ids), std::move(body), {{&by, "author"}}, {}};
}

std::optional<AcquisitionIds> unfinished_acquisition(const Ledger& ledger, const std::string& item) {
  std::optional<AcquisitionIds> out;
  std::int64_t newest = -1;
  for (const std::string& image : images_of(ledger, item)) {
    const auto begun = ledger.store().get("image", image)->integer_of("started").value_or(-1);
    if (is_unfinished(state_of(ledger, image)) && begun > newest) {
      newest = begun;
      out = ids_of(ledger, item, image);
    }
  }
  return out;
}

Draft draft_verified(const AcquisitionIds& ids, std::uint64_t finished,
                     const acquire::CheckedAcquisition& checked, const SideFile& files,
                     const UnlockedKey& by) {
  const acquire::ImageReading& reading = checked.reading();
  Object body{{"against", Value(seq_of(finished))},
              {"blocks_root", reading.blocks.root().hex()},
              {"bytes", Value(reading.bytes)},
              {"digests", digests_object(reading.digests)},
              {"files", files_object(reading.files, files)},
              {"image", ids.image},
              {"match", checked.matches()},
              {"mismatches", Object{{"count", Value(std::uint64_t{checked.mismatches().size()})},
                                    {"list", committed_list(checked.mismatches())}}}};
  return {"image_verified", {ids.image}, std::move(body), {{&by, "author"}}, {}};
}

acquire::Acquisition recorded_acquisition(const Ledger& ledger, const std::string& image) {
  const auto row = ledger.store().get("image", image);
  const auto finished = row ? row->integer_of("finished") : std::nullopt;
  if (!finished) {
    core::fail("the image " + image + " is not finished; there is nothing to compare it with");
  }
  const Entry entry = ledger.entry(static_cast<std::uint64_t>(*finished));
  const Value& body = entry.body();
  const Value& digests = *body.find("digests");
  acquire::Acquisition out;
  out.bytes = static_cast<std::uint64_t>(body.integer_of("bytes").value_or(0));
  out.digests.md5 = core::Md5::parse(digests.text_of("md5").value_or(""));
  out.digests.sha1 = core::Sha1::parse(digests.text_of("sha1").value_or(""));
  out.digests.sha256 = core::Sha256::parse(digests.text_of("sha256").value_or(""));
  const Value& blocks = *body.find("blocks");
  const core::Path file = ledger.folder() / "evidence" / row->text_of("image_of").value_or("") /
                          blocks.text_of("file").value_or("");
  if (core::digest_file(file).sha256.hex() == blocks.text_of("sha256")) {
    out.blocks = acquire::BlockDigests::in_file(file);
  }
  return out;
}

SideFile side_file(const core::Path& folder, const std::string& name) {
  const core::FileDigest digest = core::digest_file(folder / name);
  return {name, digest.sha256, digest.size};
}

SideFile write_side_file(const core::Path& folder, const std::string& name, core::ByteView bytes) {
  core::write_new_file(folder / name, bytes);
  return {name, core::sha256(bytes), bytes.size()};
}

std::uint64_t record_comparison(Ledger& ledger, const AcquisitionIds& ids, std::uint64_t finished,
                                const acquire::CheckedAcquisition& checked, const UnlockedKey& by) {
  const core::Path folder = ledger.folder() / "evidence" / ids.item;
  const std::string name = ids.image + ".files";
  core::fs::remove(folder / name);  // of a comparison that ended before its entry
  const std::string sums = sums_file(checked.reading().files);
  const SideFile files = write_side_file(folder, name, core::as_bytes(sums));
  const auto done = ledger.append([&](const Ledger& open) {
    Draft draft = draft_verified(ids, finished, checked, files, by);
    if (const std::uint64_t log = log_index_of(finished); log != open.log_index()) {
      draft.body.set("against_log", open.store().logs().at(log).name);
    }
    return std::vector{std::move(draft)};
  });
  return done[0].seq;
}

core::Bytes blocks_file(const acquire::BlockDigests& blocks) {
  core::Bytes out;
  for (std::uint64_t i = 0; i < blocks.size(); ++i) {
    const core::Sha256 block = blocks.at(i);
    out.insert(out.end(), block.bytes.begin(), block.bytes.end());
  }
  return out;
}

std::string ranges_file(const std::vector<acquire::Range>& ranges) {
  std::string out;
  for (const acquire::Range& range : ranges) {
    out += std::to_string(range.offset) + " " + std::to_string(range.length) + "\n";
  }
  return out;
}

std::optional<std::vector<acquire::Range>> parse_ranges(std::string_view text) {
  std::vector<acquire::Range> out;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    acquire::Range range;
    const auto first = std::from_chars(at, end, range.offset);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != ' ') {
      return std::nullopt;
    }
    const auto second = std::from_chars(first.ptr + 1, end, range.length);
    if (second.ec != std::errc() || second.ptr == end || *second.ptr != '\n') {
      return std::nullopt;
    }
    out.push_back(range);
    at = second.ptr + 1;
  }
  return out;
}

std::string sums_file(const std::vector<acquire::ImageFile>& files) {
  std::string out;
  for (const acquire::ImageFile& file : files) {
    out += (file.sha256 ? file.sha256->hex() : std::string(64, '0')) + "  " + file.name + "\n";
  }
  return out;
}

}  // namespace custody
