// SPDX-License-Identifier: Apache-2.0
#include "custody/policy.h"

#include <algorithm>

#include "core/text.h"
#include "custody/checkpoint_request.h"

namespace custody {

namespace {

constexpr std::size_t kMostBytes = 1U << 20U, kMostNames = 4096;
constexpr std::string_view kNone = "none";
constexpr std::string_view kSpace = " \t";

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> out;
  for (std::size_t at = line.find_first_not_of(kSpace); at != std::string_view::npos;) {
    const std::size_t end = line.find_first_of(kSpace, at);
    out.emplace_back(line.substr(at, end - at));
    at = end == std::string_view::npos ? end : line.find_first_not_of(kSpace, end);
  }
  return out;
}

bool has_forbidden(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return (octet < 0x20 && c != '\t' && c != '\n') || octet == 0x7F;
  });
}

}  // namespace

/// Takes one line after the other; each gives what is wrong with it, or nothing.
class PolicyParser {
 public:
  std::string take(const std::vector<std::string>& words) {
    if (words.empty() || words[0].starts_with('#')) {
      return "";
    }
    if (words[0] == "log") {
      return take_log(words);
    }
    if (words[0] == "witness") {
      return take_witness(words);
    }
    if (words[0] == "group") {
      return take_group(words);
    }
    if (words[0] == "quorum") {
      return take_quorum(words);
    }
    return "begins with none of log, witness, group, quorum";
  }
  bool has_quorum() const { return !policy_.quorum_.empty(); }
  Policy finish() { return std::move(policy_); }

 private:
  std::string take_log(const std::vector<std::string>& words) {
    if (words.size() < 2 || words.size() > 3) {
      return "is not 'log VKEY [URL]'";
    }
    const auto key = VerifierKey::parse(words[1]);
    if (!key) {
      return "holds no Ed25519 vkey of a log (type 0x01)";
    }
    const bool twice = std::any_of(policy_.logs_.begin(), policy_.logs_.end(),
                                   [&](const Policy::Log& log) { return log.key.key == key->key; });
    if (twice || policy_.logs_.size() == kMostNames) {
      return "gives the same log key a second time";
    }
    policy_.logs_.push_back({*key, words.size() == 3 ? words[2] : ""});
    return "";
  }

  std::string take_witness(const std::vector<std::string>& words) {
    if (words.size() < 3 || words.size() > 4) {
      return "is not 'witness NAME VKEY [URL]'";
    }
    const auto key = WitnessKey::parse(words[2]);
    if (!key) {
      return "holds no Ed25519 vkey of a witness (type 0x04)";
    }
    const bool twice = std::any_of(policy_.witnesses_.begin(), policy_.witnesses_.end(),
                                   [&](const Policy::Witness& w) { return w.key.key == key->key; });
    if (twice) {
      return "gives the same witness key a second time";
    }
    if (auto fault = define(words[1]); !fault.empty()) {
      return fault;
    }
    policy_.witnesses_.push_back({words[1], *key, words.size() == 4 ? words[3] : ""});
    return "";
  }

  std::string take_group(const std::vector<std::string>& words) {
    if (words.size() < 4) {
      return "is not 'group NAME all|any|K NAME...'";
    }
    const std::size_t count = words.size() - 3;
    const auto threshold = words[2] == "all"   ? std::optional<std::uint64_t>(count)
                           : words[2] == "any" ? std::optional<std::uint64_t>(1)
                                               : parse_decimal(words[2]);
    if (!threshold || *threshold < 1 || *threshold > count) {
      return "asks for a number of members that is not between 1 and " + std::to_string(count);
    }
    for (std::size_t i = 3; i < words.size(); ++i) {
      if (!defined_.contains(words[i])) {
        return "names the member '" + core::shown(words[i]) + "', which no line before defines";
      }
      if (!members_.insert(words[i]).second) {
        return "names the member '" + core::shown(words[i]) + "' a second time";
      }
    }
    if (auto fault = define(words[1]); !fault.empty()) {
      return fault;
    }
    policy_.groups_.push_back({words[1], *threshold, {words.begin() + 3, words.end()}});
    return "";
  }

  std::string take_quorum(const std::vector<std::string>& words) {
    if (words.size() != 2) {
      return "is not 'quorum NAME'";
    }
    if (has_quorum()) {
      return "is a second quorum line";
    }
    if (words[1] != kNone && !defined_.contains(words[1])) {
      return "names the quorum '" + core::shown(words[1]) + "', which no line before defines";
    }
    policy_.quorum_ = words[1];
    return "";
  }

  std::string define(const std::string& name) {
    if (name == kNone) {
      return "defines the name 'none', which has a meaning already";
    }
    const bool first = defined_.size() < kMostNames && defined_.insert(name).second;
    return first ? "" : "defines the name '" + core::shown(name) + "' a second time";
  }

  Policy policy_;
  std::set<std::string> defined_, members_;
};

std::variant<Policy, std::string> Policy::parse(std::string_view text) {
  if (text.size() > kMostBytes) {
    return "it is larger than a policy can be";
  }
  if (has_forbidden(text)) {
    return "it holds a control character other than tab and line feed";
  }
  PolicyParser parser;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      return "line " + std::to_string(number) + " does not end in a line feed";
    }
    if (const std::string fault = parser.take(words_of(text.substr(0, end))); !fault.empty()) {
      return "line " + std::to_string(number) + " " + fault;
    }
    text.remove_prefix(end + 1);
  }
  if (!parser.has_quorum()) {
    return "it has no quorum line";
  }
  return parser.finish();
}

Policy Policy::of_log(const VerifierKey& log) {
  Policy out;
  out.logs_.push_back({log, ""});
  out.quorum_ = kNone;
  return out;
}

bool Policy::met_by(const std::set<std::string>& witnesses) const {
  std::set<std::string> met;
  for (const Witness& witness : witnesses_) {
    if (witnesses.contains(witness.name)) {
      met.insert(witness.name);
    }
  }
  for (const Group& group : groups_) {
    const auto count = std::count_if(group.members.begin(), group.members.end(),
                                     [&](const std::string& member) { return met.contains(member); });
    if (static_cast<std::uint64_t>(count) >= group.threshold) {
      met.insert(group.name);
    }
  }
  return quorum_ == kNone || met.contains(quorum_);
}

bool Policy::accepts_log(const VerifierKey& log) const {
  return logs_.empty() ||
         std::any_of(logs_.begin(), logs_.end(), [&](const Log& known) { return known.key == log; });
}

}  // namespace custody
