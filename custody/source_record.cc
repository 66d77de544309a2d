// SPDX-License-Identifier: Apache-2.0
#include "custody/source_record.h"

#include "core/text.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

Value evidence_text(const std::string& text) {
  if (!core::json::profile_fault(Value(text))) {
    return text;
  }
  return Object{{"b64", core::to_base64(core::as_bytes(text))}, {"shown", core::shown(text)}};
}

Value committed_list(const std::vector<std::string>& texts) {
  Array out;
  for (const std::string& text : texts) {
    out.push_back(evidence_text(text));
  }
  return committed(std::move(out));
}

void add_text(Object& out, const char* name, const std::string& text) {
  if (!text.empty()) {
    out[name] = committed(evidence_text(text));
  }
}

Object source_object(const acquire::SourceFacts& facts) {
  Object out{{"logical_sector_size", static_cast<std::int64_t>(facts.logical_sector_size)},
             {"physical_sector_size", static_cast<std::int64_t>(facts.physical_sector_size)},
             {"read_only", facts.read_only},
             {"removable", facts.removable},
             {"size", Value(facts.size)},
             {"mounts", committed_list(facts.mounts)},
             {"holders", committed_list(facts.holders)}};
  add_text(out, "path", facts.path);
  add_text(out, "kind", facts.kind);
  add_text(out, "model", facts.model);
  add_text(out, "vendor", facts.vendor);
  add_text(out, "serial", facts.serial);
  add_text(out, "transport", facts.transport);
  add_text(out, "wwn", facts.wwn);
  add_text(out, "firmware", facts.firmware);
  add_text(out, "backing_file", facts.backing_file);
  if (!facts.links.empty()) {
    out["by_id"] = committed_list(facts.links);
  }
  return out;
}

namespace {

/// Numbers of the medium may be larger than an entry can hold; such a one is left out.
void add_number(Object& out, const char* name, std::uint64_t number) {
  constexpr std::uint64_t kMost = (std::uint64_t{1} << 53U) - 1;
  if (number <= kMost) {
    out[name] = Value(number);
  }
}

void add_plain(Object& out, const char* name, const std::string& text) {
  if (!text.empty()) {
    out[name] = evidence_text(text);
  }
}

void add_volume(Object& out, const acquire::VolumeFacts& volume) {
  add_plain(out, "file_system", volume.file_system);
  add_plain(out, "label", volume.label);
}

Value partition_value(const acquire::PartitionFacts& partition) {
  Object out;
  add_number(out, "number", partition.number);
  add_number(out, "offset", partition.range.offset);
  add_number(out, "length", partition.range.length);
  add_plain(out, "type", partition.type);
  add_plain(out, "type_name", partition.type_name);
  add_plain(out, "name", partition.name);
  add_volume(out, partition.volume);
  return out;
}

Array texts_of(const std::vector<std::string>& texts) {
  Array out;
  for (const std::string& text : texts) {
    out.push_back(evidence_text(text));
  }
  return out;
}

Value medium_value(const acquire::MediaSurvey& media) {
  Object out;
  Array partitions;
  for (const acquire::PartitionFacts& partition : media.table.partitions) {
    partitions.push_back(partition_value(partition));
  }
  add_volume(out, media.whole);
  out["faults"] = texts_of(media.table.faults);
  out["partitions"] = std::move(partitions);
  out["scheme"] = media.table.scheme.empty() ? "none" : media.table.scheme;
  Array unread;
  for (const acquire::Range& range : media.unread) {
    unread.emplace_back(Object{{"length", Value(range.length)}, {"offset", Value(range.offset)}});
  }
  out["unread"] = std::move(unread);
  return out;
}

Value encryption_value(const std::vector<acquire::EncryptionSign>& signs) {
  Array out;
  for (const acquire::EncryptionSign& sign : signs) {
    Object one{{"kind", evidence_text(sign.kind)}, {"likely_only", sign.likely_only}};
    add_number(one, "offset", sign.offset);
    out.emplace_back(std::move(one));
  }
  return out;
}

const char* word_of(acquire::HiddenAreas::Answer answer) {
  using Answer = acquire::HiddenAreas::Answer;
  switch (answer) {
    case Answer::none: return "none";
    case Answer::hidden: return "hidden";
    case Answer::not_supported: return "not supported";
    case Answer::not_told: break;
  }
  return "not told";
}

Value hidden_value(const acquire::HiddenAreas& hidden) {
  Object out{{"host_protected_area", word_of(hidden.host_protected)}, {"overlay", word_of(hidden.overlay)}};
  add_number(out, "visible_sectors", hidden.visible_sectors);
  if (hidden.native_sectors) {
    add_number(out, "native_sectors", *hidden.native_sectors);
  }
  if (hidden.factory_sectors) {
    add_number(out, "factory_sectors", *hidden.factory_sectors);
  }
  if (hidden.security) {
    out["security"] = *hidden.security;
  }
  add_plain(out, "firmware", hidden.firmware);
  add_plain(out, "model", hidden.model);
  add_plain(out, "serial", hidden.serial);
  add_plain(out, "why_not", hidden.why_not);
  return out;
}

Value flags_value(const std::vector<acquire::WriteBlock::State>& states) {
  Array out;
  for (const acquire::WriteBlock::State& state : states) {
    out.emplace_back(Object{{"device", evidence_text(state.device)}, {"read_only", state.read_only}});
  }
  return out;
}

Value write_block_value(const acquire::WriteBlock& block) {
  Object out{{"asked", block.asked}, {"before", flags_value(block.before)}};
  if (block.asked) {
    out["after"] = flags_value(block.after);
  }
  return out;
}

}  // namespace

Value smart_value(const acquire::SmartSummary& smart) {
  Object counts;
  for (const auto& [name, count] : smart.counts) {
    counts[name] = count;
  }
  Object out{{"counts", std::move(counts)}};
  if (smart.passed) {
    out["passed"] = *smart.passed;
  }
  add_plain(out, "why_not", smart.why_not);
  return out;
}

Object surveyed_source(const acquire::SourceFacts& facts, const acquire::SourceSurvey& survey) {
  Object out = source_object(facts);
  out["encryption_signs"] = committed(encryption_value(survey.media.encryption));
  out["hidden_areas"] = committed(hidden_value(survey.hidden));
  out["holds_running_system"] = survey.holds_running_system;
  out["in_use"] = survey.in_use;
  out["medium"] = committed(medium_value(survey.media));
  out["smart"] = committed(smart_value(survey.smart));
  out["write_block"] = committed(write_block_value(survey.write_block));
  return out;
}

}  // namespace custody
