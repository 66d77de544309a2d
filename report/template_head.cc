// SPDX-License-Identifier: Apache-2.0
// The YAML head of a template, between two lines of three dashes.
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "report/template_tree.h"

namespace report {
namespace {

constexpr std::size_t kMaxHead = 64U << 10U;

/// The head without its dashes; what follows it is stored in `out`.
std::string_view cut_head(std::string_view bytes, const std::string& name, TemplateHead& out) {
  if (bytes.substr(0, 4) != "---\n") {
    fail_template(name, 1, "the file does not begin with a line of three dashes");
  }
  const auto end = bytes.find("\n---\n", 3);
  if (end > kMaxHead) {  // npos too
    fail_template(name, 1, "the head is not closed by a line of three dashes, or is too long");
  }
  out.body = bytes.substr(end + 5);
  out.body_line =
      1 + static_cast<int>(std::count(bytes.begin(), bytes.begin() + static_cast<long>(end + 5), '\n'));
  return bytes.substr(4, end >= 4 ? end - 3 : 0);
}

/// Line of a node in the file: the head begins in its second line.
int line_of(const YAML::Node& node) { return node.Mark().line + 2; }

class HeadReader {
 public:
  HeadReader(const YAML::Node& map, const std::string& name) : map_(map), name_(name) {}

  std::string text(const char* key, const char* otherwise = nullptr) const {
    const YAML::Node node = map_[key];
    if (!node && otherwise != nullptr) {
      return otherwise;
    }
    if (!node || !node.IsScalar() || node.Scalar().empty()) {
      fail_template(name_, node ? line_of(node) : 1, std::string("the head does not give a text for ") + key);
    }
    return checked(node);
  }

  std::vector<std::string> list(const char* key) const {
    std::vector<std::string> out;
    const YAML::Node node = map_[key];
    if (node && !node.IsSequence()) {
      fail_template(name_, line_of(node), std::string(key) + " is not a list");
    }
    for (const auto& item : node) {
      if (!item.IsScalar() || item.Scalar().empty()) {
        fail_template(name_, line_of(item), std::string("an item of ") + key + " is not a text");
      }
      out.push_back(checked(item));
    }
    return out;
  }

  int line(const char* key) const { return map_[key] ? line_of(map_[key]) : 1; }

  void check_keys() const {
    static const std::vector<std::string> known = {"id",           "version", "language", "title", "fields",
                                                   "not_recorded", "yes",     "no",       "footer"};
    for (const auto& pair : map_) {
      const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : "";
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        fail_template(name_, line_of(pair.first),
                      "the head holds \"" + core::shown(key) + "\", which is not known");
      }
    }
  }

 private:
  std::string checked(const YAML::Node& node) const {
    if (core::shown(node.Scalar()) != node.Scalar()) {
      fail_template(name_, line_of(node), "a text of the head holds control or hidden characters");
    }
    return node.Scalar();
  }

  const YAML::Node& map_;
  const std::string& name_;
};

void read_head(const YAML::Node& map, const std::string& name, TemplateHead& head) {
  if (!map.IsMap()) {
    fail_template(name, 2, "the head is not a list of names and values");
  }
  const HeadReader reader(map, name);
  reader.check_keys();
  head.id = reader.text("id");
  head.version = reader.text("version");
  head.language = reader.text("language");
  if (head.language != "en" && head.language != "ja") {
    fail_template(name, reader.line("language"), "the language is neither en nor ja");
  }
  head.title = reader.text("title");
  head.title_line = reader.line("title");
  head.not_recorded = reader.text("not_recorded");
  head.yes = reader.text("yes", head.language == "ja" ? "はい" : "yes");
  head.no = reader.text("no", head.language == "ja" ? "いいえ" : "no");
  head.fields = reader.list("fields");
  head.footer = reader.list("footer");
  head.footer_line = reader.line("footer");
}

}  // namespace

TemplateHead parse_head(std::string_view bytes, const std::string& name) {
  TemplateHead head;
  const std::string text(cut_head(bytes, name, head));
  try {
    read_head(YAML::Load(text), name, head);
  } catch (const YAML::Exception& error) {
    fail_template(name, error.mark.line + 2, "the head is not valid YAML: " + error.msg);
  }
  return head;
}

}  // namespace report
