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
/// Head (YAML between two lines of three dashes): id, version, language (en or ja), title, fields (list of every field
/// the text may use, each in full: images, images.sha256, images.files.name), not_recorded (the words printed for an
/// absent or empty value), yes and no (the words for a truth value), footer (list of lines). Title and footer may hold
/// fields. Anything else in the head is an Error.
///
/// In the text {{name}} or {{name.part}} is a value, {{.}} the item itself in a section over plain texts.
/// A paragraph that holds only {{#name}} opens, {{/name}} closes a section that is repeated for each item of the list
/// `name`, or shown once when `name` is true, a number, a group or text that is not empty; {{^name}} opens one that is
/// shown when it is absent, false or empty. Several such marks may stand in one paragraph. Sections also stand inside
/// a paragraph, cell, item, title or footer line when they close there.
/// Within sections a short name means the innermost listed field: in a section over images.files, {{size}} is
/// images.files.size if the head lists that, else images.size. When that value is absent, "not recorded" is printed;
/// it is never taken from further out.
/// A table row or list item that begins with {{#name}} or {{^name}}, not closed in the same cell, is repeated or shown
/// in the same way. A table whose head cells are all empty has no head; its first column is drawn as labels.
/// {{br}} is a line break, also in cells; {{blank}} a line to be filled in by hand. {{widths: 1 2 3}} as a paragraph sets the relative widths of the next table's columns.
/// A paragraph "{{signature: ROLE | field}}" is a signature block; "{{pagebreak}}" a page break. A block quote is a
/// notice. A paragraph "{{code: field}}" is a QR code of the value, left out when it is absent. Raw HTML, links, images, code blocks and nested lists are Errors.
class Template {
 public:
  /// Parses and checks: a field that the head does not list, or a section left open, is an Error naming the line.
  /// `name` stands for the template in messages.
  static Template parse(const std::string& bytes, const std::string& name);
  static Template load(const core::Path& file);

  const std::string& id() const { return id_; }
  const std::string& language() const { return language_; }
  const std::string& version() const { return version_; }
  const core::Sha256& digest() const { return digest_; }

  /// Puts the values in. A value that is absent prints the template's words for "not recorded".
  /// Text values are shown through core::shown(), cut after 4,000 characters; line feeds are kept as line breaks but
  /// in titles, headings, names and footers. Lists and objects may stand only in sections and rows: elsewhere Error.
  Document fill(const core::json::Value& facts) const;

 private:
  struct Node;
  Template() = default;
  std::string id_, language_, version_;
  core::Sha256 digest_;
  std::shared_ptr<const Node> root_;
};

struct TemplateName {
  std::string kind;
  std::vector<std::string> languages;
};
/// The kinds that a templates folder holds, sorted. Throws Error when it cannot be read.
std::vector<TemplateName> list_templates(const core::Path& folder);

/// Folder of the templates: $EXHIBIT_TEMPLATES, else ../share/exhibit/templates beside the program, else the source
/// tree it was built from. Throws Error when there is none.
core::Path templates_folder();

}  // namespace report
