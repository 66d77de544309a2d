// SPDX-License-Identifier: Apache-2.0
// devices: the disks of this computer, for a person to choose a source from.
#include "acquire/survey/disk_list.h"
#include "cli/disk_table.h"
#include "cli/session.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

Array texts(const std::vector<std::string>& list) {
  Array out;
  for (const std::string& text : list) {
    out.emplace_back(core::shown(text));
  }
  return out;
}

/// Text of a device is bytes; JSON carries its readable form.
Value text_or_null(const std::string& text) {
  return text.empty() ? Value(nullptr) : Value(core::shown(text));
}

Value partition_json(const acquire::ListedPartition& partition) {
  const acquire::PartitionFacts& facts = partition.facts;
  return Object{{"device", text_or_null(partition.device)},
                {"file_system", text_or_null(facts.volume.file_system)},
                {"label", text_or_null(facts.volume.label)},
                {"length", Value(facts.range.length)},
                {"mounted", texts(partition.mounted)},
                {"name", text_or_null(facts.name)},
                {"number", Value(facts.number)},
                {"offset", Value(facts.range.offset)},
                {"type", text_or_null(facts.type)},
                {"type_name", text_or_null(facts.type_name)}};
}

Value disk_json(const acquire::ListedDisk& disk) {
  const acquire::SourceFacts& facts = disk.facts;
  Array partitions, signs;
  for (const acquire::ListedPartition& partition : disk.partitions) {
    partitions.push_back(partition_json(partition));
  }
  for (const acquire::EncryptionSign& sign : disk.encryption) {
    signs.emplace_back(Object{
        {"kind", core::shown(sign.kind)}, {"likely_only", sign.likely_only}, {"offset", Value(sign.offset)}});
  }
  return Object{{"backing_file", text_or_null(facts.backing_file)},
                {"by_id", texts(facts.links)},
                {"encryption_signs", std::move(signs)},
                {"file_system", text_or_null(disk.whole.file_system)},
                {"firmware", text_or_null(facts.firmware)},
                {"holders", texts(facts.holders)},
                {"holds_running_system", disk.holds_running_system},
                {"label", text_or_null(disk.whole.label)},
                {"logical_sector_size", std::int64_t{facts.logical_sector_size}},
                {"model", text_or_null(facts.model)},
                {"mounted", texts(disk.mounted)},
                {"not_readable", text_or_null(disk.why_not)},
                {"partition_table", text_or_null(disk.table.scheme)},
                {"partition_table_faults", texts(disk.table.faults)},
                {"partitions", std::move(partitions)},
                {"path", core::shown(facts.path)},
                {"physical_sector_size", std::int64_t{facts.physical_sector_size}},
                {"read_only", facts.read_only},
                {"removable", facts.removable},
                {"serial", text_or_null(facts.serial)},
                {"size", Value(facts.size)},
                {"transport", text_or_null(facts.transport)},
                {"vendor", text_or_null(facts.vendor)},
                {"wwn", text_or_null(facts.wwn)}};
}

}  // namespace

int run(const Disks& /*args*/, const Common& common) {
  const std::vector<acquire::ListedDisk> disks = acquire::list_disks();
  if (common.json) {
    Array out;
    for (const acquire::ListedDisk& disk : disks) {
      out.push_back(disk_json(disk));
    }
    print_json(Object{{"devices", std::move(out)}});
    return 0;
  }
  for (const std::string& line : disk_table(disks)) {
    print(line);
  }
  return 0;
}

}  // namespace cli
