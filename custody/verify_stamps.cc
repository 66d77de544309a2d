// SPDX-License-Identifier: Apache-2.0
#include "custody/verify_stamps.h"

#include <algorithm>
#include <map>

namespace custody {
namespace {

class StampVerifier {
 public:
  StampVerifier(const Outsiders& outsiders,
                const std::function<std::optional<std::uint64_t>(const std::string&)>& size_of)
      : outsiders_(outsiders), size_of_(size_of) {}

  StampReport run() {
    for (const TimeStamp& stamp : outsiders_.stamps) {
      take(stamp);
    }
    for (const auto& [id, token] : tokens_) {
      finish(token);
    }
    return std::move(report_);
  }

 private:
  struct Token {
    std::int64_t id = 0;
    StampedHead head;
    TokenFacts facts;
    bool renewed = false;
  };

  void report(const TimeStamp& stamp, Finding finding) {
    finding.field = "time_stamp." + std::to_string(stamp.id);
    report_.findings.push_back(std::move(finding));
  }

  void take(const TimeStamp& stamp) {
    const auto size = size_of_(stamp.note);
    if (!size) {
      return;  // said by size_of_
    }
    const Token* older = stamp.renews ? renewed_by(stamp) : nullptr;
    if (stamp.renews && older == nullptr) {
      report(stamp, fault("missing", "the time stamp that it renews is not there or does not verify"));
      return;
    }
    const core::Sha256 stamped =
        older == nullptr ? core::sha256(core::as_bytes(stamp.note)) : core::sha256(older->facts.token);
    if (imprint_of_query(stamp.query) != stamped) {
      report(stamp, fault("mismatch", "the time stamp's query is not over the head it is kept with"));
    } else if (!stamp.reply) {
      ++report_.waiting;
      report_.waiting_size = std::max(report_.waiting_size, *size);
    } else {
      take_reply(stamp, *size, older == nullptr ? std::nullopt : std::optional(older->id));
    }
  }

  const Token* renewed_by(const TimeStamp& stamp) {
    const auto found = tokens_.find(*stamp.renews);
    return found == tokens_.end() ? nullptr : &found->second;
  }

  void take_reply(const TimeStamp& stamp, std::uint64_t size, std::optional<std::int64_t> older) {
    const TokenCheck check = check_reply(*stamp.reply, stamp.query, {stamp.ca, stamp.crl});
    if (check.fault != TokenFault::none) {
      report(stamp, fault(class_of(check.fault), "the time stamp does not hold: " + check.why));
      return;
    }
    if (!outsiders_.tsa_ca.empty()) {
      const TokenCheck read = check_reply(*stamp.reply, stamp.query, {outsiders_.tsa_ca, outsiders_.tsa_crl});
      if (read.fault == TokenFault::revoked) {
        report(stamp, fault("unauthorised", "the time stamp does not hold: " + read.why));
        return;
      }
      if (read.fault != TokenFault::none) {
        report(stamp, limit("time unproven", "the time stamp by " + check.facts->authority +
                                                 " does not lead to the certificates given with --tsa-ca"));
        return;
      }
    }
    const TokenFacts& facts = *check.facts;
    report_.tokens.emplace(core::sha256(facts.token),
                           core::UtcTime{2 * facts.time.micros - facts.no_later_than.micros});
    Token token{stamp.id, {size, check.facts->no_later_than, check.facts->authority}, *check.facts, false};
    if (older) {
      Token& before = tokens_.at(*older);
      if (before.facts.certificate_ends < check.facts->time) {
        report(stamp, limit("renewal due", "it renews a time stamp whose certificate had ended before, at " +
                                               before.facts.certificate_ends.text()));
        return;
      }
      before.renewed = true;
      token.head = before.head;  // the older time still bounds the head
    }
    tokens_.emplace(stamp.id, std::move(token));
  }

  static const char* class_of(TokenFault fault) {
    switch (fault) {
      case TokenFault::mismatch: return "mismatch";
      case TokenFault::untrusted:
      case TokenFault::revoked: return "unauthorised";
      default: return "tampered";
    }
  }

  void finish(const Token& token) {
    if (token.renewed) {
      return;
    }
    report_.good.push_back(token.head);
    const core::UtcTime ends = token.facts.certificate_ends;
    if (ends.micros < outsiders_.now.micros + kRenewBefore) {
      Finding finding = limit("renewal due", "the certificate of the authority " + token.facts.authority +
                                                 (ends < outsiders_.now ? " ended at " : " ends at ") +
                                                 ends.text() + " and the time stamp is not renewed");
      finding.field = "time_stamp." + std::to_string(token.id);
      report_.findings.push_back(std::move(finding));
    }
  }

  const Outsiders& outsiders_;
  const std::function<std::optional<std::uint64_t>(const std::string&)>& size_of_;
  StampReport report_;
  std::map<std::int64_t, Token> tokens_;
};

}  // namespace

StampReport verify_stamps(const Outsiders& outsiders,
                          const std::function<std::optional<std::uint64_t>(const std::string&)>& size_of) {
  return StampVerifier(outsiders, size_of).run();
}

}  // namespace custody
