// SPDX-License-Identifier: Apache-2.0
// Where templates lie: one folder per kind, one file per language.
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/error.h"
#include "core/shipped_folder.h"
#include "report/template.h"

namespace report {
namespace {

constexpr const char* kInstalled = "share/exhibit/templates";

bool is_folder(const core::Path& path) {
  boost::system::error_code ignored;
  return core::fs::is_directory(path, ignored);
}

/// Name of a template in messages: its kind and file.
std::string name_of(const core::Path& file) {
  return (file.parent_path().filename() / file.filename()).string();
}

TemplateName read_kind(const core::Path& folder) {
  TemplateName out{folder.filename().string(), {}};
  for (const auto& entry : core::fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".md") {
      out.languages.push_back(entry.path().stem().string());
    }
  }
  std::sort(out.languages.begin(), out.languages.end());
  return out;
}

}  // namespace

Template Template::load(const core::Path& file) {
  errno = 0;
  std::ifstream in(file.string(), std::ios::binary);
  if (!in || is_folder(file)) {
    core::fail_errno("cannot read the template", file, errno != 0 ? errno : EISDIR);
  }
  constexpr std::size_t kMost = 1U << 20U;
  std::string bytes(kMost, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(kMost));
  if (in.bad()) {
    core::fail_errno("cannot read the template", file, errno != 0 ? errno : EIO);
  }
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return parse(bytes, name_of(file));
}

std::vector<TemplateName> list_templates(const core::Path& folder) {
  std::vector<TemplateName> out;
  boost::system::error_code error;
  for (core::fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (!is_folder(at->path())) {
      continue;
    }
    TemplateName name = read_kind(at->path());
    if (!name.languages.empty()) {
      out.push_back(std::move(name));
    }
  }
  if (error) {
    core::fail_errno("cannot list the templates in", folder, error.value());
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.kind < b.kind; });
  return out;
}

core::Path templates_folder() {
#ifdef EXHIBIT_SOURCE_DIR
  const core::Path source = core::Path(EXHIBIT_SOURCE_DIR) / "report/templates";
#else
  const core::Path source;
#endif
  return core::find_shipped({"EXHIBIT_TEMPLATES", kInstalled, source, "the document templates"});
}

}  // namespace report
