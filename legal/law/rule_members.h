// SPDX-License-Identifier: Apache-2.0
// Members of a map in a rule file, each read as what it must be; what is wrong is noted and reading goes on.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "legal/law/rule_yaml.h"

namespace legal {

class RuleFaults {
 public:
  explicit RuleFaults(std::string file) : file_(std::move(file)) {}
  void add(int line, const std::string& why);
  /// In order of line.
  std::vector<RuleFault> take();
  bool empty() const { return faults_.empty(); }

 private:
  std::string file_;
  std::vector<RuleFault> faults_;
};

/// How long a text may be, in bytes.
enum class TextLimit : std::size_t { word = 60, line = 300, paragraph = 4000 };

class RuleMembers {
 public:
  /// `what` names the map in messages: "the rule", "element e2". Notes unknown and doubled members. All references must
  /// outlive this.
  RuleMembers(const YamlNode& node, std::string what, const std::vector<std::string>& known,
              RuleFaults& faults);

  int line() const { return node_.line; }
  /// Line of a member, or of the map when it is absent.
  int line_of(const std::string& name) const;
  bool has(const std::string& name) const { return find(name) != nullptr; }
  /// Null when there is none.
  const YamlNode* find(const std::string& name) const;
  /// Null when there is none, which is a fault.
  const YamlNode* need(const std::string& name);

  // What cannot be read is a fault and comes back empty or as the first value.
  std::string text(const std::string& name, TextLimit limit);
  std::string optional_text(const std::string& name, TextLimit limit);
  /// A text that `fits`; `form` says in words what fits.
  std::string formed(const std::string& name, const std::function<bool(const std::string&)>& fits,
                     const std::string& form);
  Bilingual bilingual(const std::string& name, TextLimit limit);
  /// Empty when absent.
  std::vector<std::string> texts(const std::string& name, TextLimit limit);
  /// Of these words alone, each at most once.
  std::vector<std::string> words(const std::string& name, const std::vector<std::string>& known);
  std::optional<CivilDate> date(const std::string& name);
  bool truth(const std::string& name);
  /// 1 to 1000.
  int number(const std::string& name);
  /// The items of a list, which must be there and hold one at least, and `most` at most.
  std::vector<const YamlNode*> list(const std::string& name, std::size_t most = 50);

  void fault(int line, const std::string& why) { faults_.add(line, why); }
  const std::string& what() const { return what_; }
  RuleFaults& faults() { return faults_; }

 private:
  std::string checked(const YamlNode& node, const std::string& name, TextLimit limit);

  const YamlNode& node_;
  std::string what_;
  RuleFaults& faults_;
};

}  // namespace legal
