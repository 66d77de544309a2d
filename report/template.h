// SPDX-License-Identifier: Apache-2.0
// Document templates: Markdown with a YAML head that a lawyer can edit. The Markdown is parsed first and the values are
// filled into the parsed tree second, so that no value can become markup.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/digest.h"
#include "core/json.h"
#include "core/path.h"
#include "report/document.h"

namespace report {

/// A template as read from <kind>/<language>.md.
///
/// Head (YAML between two lines of three dashes): id, version, language, title, fields (list of every field the text
/// may use), not_recorded (the words printed for an absent value), footer (list of lines, may hold fields).
/// In the text: {{name}} or {{name.part}} is a value; a paragraph that holds only {{#name}} opens, {{/name}} closes a
/// section that is repeated for each item of the list `name` (inside, fields of the item come first), or shown once
/// when `name` is true or non-empty text; {{^name}} opens one that is shown when it is absent, false or empty.
/// A table row with {{#name}} at the start of its first cell is repeated for each item of `name`.
/// A paragraph "{{signature: ROLE | field}}" is a signature block; "{{pagebreak}}" a page break. A block quote is a notice.
class Template {
 public:
  /// Parses and checks: a field that the head does not list, or a section left open, is an Error naming the line.
  static Template parse(const std::string& bytes, const std::string& name);
  static Template load(const core::Path& file);

  const std::string& id() const { return id_; }
  const std::string& language() const { return language_; }
  const std::string& version() const { return version_; }
  const core::Sha256& digest() const { return digest_; }

  /// Puts the values in. A value that is absent prints the template's words for "not recorded".
  /// Text values are shown through core::shown(); lists and objects may stand only in sections and rows.
  Document fill(const core::json::Value& facts) const;

 private:
  struct Node;
  Template() = default;
  std::string id_, language_, version_, title_, not_recorded_;
  std::vector<std::string> footer_;
  core::Sha256 digest_;
  std::shared_ptr<const Node> root_;
};

struct TemplateName {
  std::string kind;
  std::vector<std::string> languages;
};
/// The kinds that a templates folder holds, sorted.
std::vector<TemplateName> list_templates(const core::Path& folder);

/// Folder of the templates: $EXHIBIT_TEMPLATES, else beside the program (../share/exhibit/templates or the source tree).
core::Path templates_folder();

}  // namespace report
