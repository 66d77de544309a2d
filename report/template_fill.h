// SPDX-License-Identifier: Apache-2.0
// A whole parsed template, and the step that makes a document of it.
#pragma once

#include "core/json.h"
#include "report/template_tree.h"

namespace report {

/// Words printed for values that are no text.
struct FillWords {
  std::string template_name, language, not_recorded, yes, no;
};

struct TemplateTree {
  FillWords words;
  InlineText title;
  std::vector<InlineText> footer;
  std::vector<BlockNode> blocks;
};

/// Throws Error when a field that prints a value meets a list or a group, or the document would grow beyond measure.
Document fill_tree(const TemplateTree& tree, const core::json::Value& facts);

}  // namespace report
