// SPDX-License-Identifier: Apache-2.0
// What the start of an acquisition recorded of its source, for documents.
#pragma once

#include "report/case_view.h"

namespace report {

/// Members for a template: what the kernel told (path, model, serial, wwn, firmware, links, transport, size, sector sizes, read_only,
/// mounts, holders), and what was found out (table, table_faults, partitions, encryption, hidden, smart, write_block, in_use); null
/// or an empty list where not recorded. `seq`: the entry acquisition_started.
core::json::Object source_facts(const CaseView& view, std::uint64_t seq, const core::json::Value& entry);

/// What the device told of its health when the acquisition finished; null where not recorded.
core::json::Value smart_after(const CaseView& view, std::uint64_t seq);

}  // namespace report
