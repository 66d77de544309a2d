// SPDX-License-Identifier: Apache-2.0
#include "legal/law/rule_yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "core/text.h"

namespace legal {
namespace {

constexpr std::size_t kMaxBytes = 1U << 20U;
constexpr std::size_t kMaxDepth = 8;
constexpr std::size_t kMaxNodes = 20'000;

/// Ends the reading.
struct Refused {
  int line;
  std::string why;
};

/// Builds the value from the parser's events; what is open lies on a stack.
class Builder : public YAML::EventHandler {
 public:
  bool is_empty() const { return !begun_; }
  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (std::exchange(begun_, true)) {
      throw Refused{mark.line + 1, "the file holds a second document"};
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { OnScalar(mark, "?", anchor, ""); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{mark.line + 1, "anchors and aliases are not used in rule files"};
  }
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { OnAlias(mark, 0); }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode node = node_of(YamlNode::Kind::text, mark, tag, anchor);
    if (core::shown(value, true) != value) {
      throw Refused{node.line, "a text holds control or hidden characters"};
    }
    node.text = value;
    node.plain = tag != "!";
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(node_of(YamlNode::Kind::list, mark, tag, anchor));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(node_of(YamlNode::Kind::map, mark, tag, anchor));
  }
  void OnMapEnd() override { close(); }

 private:
  YamlNode node_of(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
                   YAML::anchor_t anchor) {
    if (anchor != 0) {
      OnAlias(mark, anchor);
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Refused{mark.line + 1, "tags are not used in rule files"};
    }
    if (++nodes_ > kMaxNodes) {
      throw Refused{mark.line + 1, "the file holds too many values"};
    }
    YamlNode node;
    node.kind = kind;
    node.line = mark.line + 1;
    return node;
  }

  void open(YamlNode node) {
    if (open_.size() >= kMaxDepth) {
      throw Refused{node.line, "values are nested too deeply"};
    }
    open_.push_back({std::move(node), {}, false});
  }

  void close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }

  void add(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (std::exchange(parent.has_name, !parent.has_name)) {
      parent.node.members.push_back({std::move(parent.name), std::move(node)});
    } else {
      parent.name = std::move(node);
    }
  }

  struct Open {
    YamlNode node;
    YamlNode name;  // of a map, read and waiting for its value
    bool has_name;
  };
  YamlNode root_;
  std::vector<Open> open_;
  std::size_t nodes_ = 0;
  bool begun_ = false;
};

int first_line_not_utf8(const std::string& bytes) {
  int line = 1;
  std::istringstream in(bytes);
  for (std::string text; std::getline(in, text); ++line) {
    if (!core::is_utf8(text)) {
      break;
    }
  }
  return line;
}

}  // namespace

std::variant<YamlNode, RuleFault> read_yaml(const std::string& bytes, const std::string& file) {
  if (bytes.size() > kMaxBytes) {
    return RuleFault{file, 0, "the file is larger than 1 MiB"};
  }
  if (!core::is_utf8(bytes)) {
    return RuleFault{file, first_line_not_utf8(bytes), "the file is not UTF-8"};
  }
  std::istringstream in(bytes);
  Builder builder;
  try {
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refused& refused) {
    return RuleFault{file, refused.line, refused.why};
  } catch (const YAML::Exception& error) {
    return RuleFault{file, std::max(error.mark.line, -1) + 1, "no valid YAML: " + core::shown(error.msg)};
  }
  if (builder.is_empty()) {
    return RuleFault{file, 1, "the file is empty"};
  }
  return builder.take();
}

}  // namespace legal
