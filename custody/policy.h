// SPDX-License-Identifier: Apache-2.0
// Trust policies (c2sp.org/tlog-policy): which logs and witnesses a reader trusts, and how many witnesses are enough.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "custody/cosignature.h"

namespace custody {

class Policy {
 public:
  struct Log {
    VerifierKey key;
    std::string url;  // empty when none is given
  };
  struct Witness {
    std::string name;  // in the policy; the key has a name of its own
    WitnessKey key;
    std::string url;
  };

  /// The policy, or what is wrong with the file and in which line. Knows Ed25519 keys only (0x01 logs, 0x04 witnesses).
  static std::variant<Policy, std::string> parse(std::string_view text);

  /// A policy that trusts one log and asks for no witness.
  static Policy of_log(const VerifierKey& log);

  const std::vector<Log>& logs() const { return logs_; }
  const std::vector<Witness>& witnesses() const { return witnesses_; }
  /// "none", or the witness or group that must have cosigned.
  const std::string& quorum() const { return quorum_; }
  /// True when these witnesses, by their names in the policy, are enough.
  bool met_by(const std::set<std::string>& witnesses) const;
  /// True when the policy lists no log, or that key under that name.
  bool accepts_log(const VerifierKey& log) const;

 private:
  friend class PolicyParser;
  struct Group {
    std::string name;
    std::uint64_t threshold = 1;
    std::vector<std::string> members;
  };
  std::vector<Log> logs_;
  std::vector<Witness> witnesses_;
  std::vector<Group> groups_;  // each refers to what stands before it
  std::string quorum_;
};

}  // namespace custody
