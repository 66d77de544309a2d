// SPDX-License-Identifier: Apache-2.0
// How often the imaging of an item was interrupted, and how it went on, for templates.
#pragma once

#include <string>

#include "report/case_view.h"

namespace report {

/// Of each entry that puts down the acquisition of `image` or takes it up again, in order: entry, time_utc, time_local, and in
/// `lines` what it records, in the language of the view.
core::json::Array interruption_facts(const CaseView& view, const std::string& image);

}  // namespace report
