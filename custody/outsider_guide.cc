// SPDX-License-Identifier: Apache-2.0
#include "custody/outsider_guide.h"

#include "custody/time_stamp.h"

namespace custody {
namespace {

constexpr const char* kHeads = R"guide(
7. The heads that outsiders signed are heads of this ledger: the tree over as many entries as the second line of each
   says has the root on its third line.

    for head in cosigned/*.note time-stamps/*.checkpoint; do
      [ -f "$head" ] || continue
      sqlite3 ledger.sqlite "select hex(leaf) from entry order by seq limit $(sed -n '2p' "$head")" | while read -r leaf; do
        { printf '\000'; printf '%s' "$leaf" | xxd -r -p; } | sha256sum | cut -c1-64
      done > $T/level
      while [ "$(wc -l < $T/level)" -gt 1 ]; do
        while read -r left; do
          if read -r right; then { printf '\001'; printf '%s%s' "$left" "$right" | xxd -r -p; } | sha256sum | cut -c1-64; else echo "$left"; fi
        done < $T/level > $T/next; mv $T/next $T/level
      done
      [ "$(xxd -r -p $T/level | base64)" = "$(sed -n '3p' "$head")" ] && echo "$head: same tree" || echo "$head: ANOTHER TREE"
    done

   Must print 'same tree' for each.
)guide";

constexpr const char* kCosigned = R"guide(
8. Witnesses: each signed, with the time it did so, that the head continues all it had seen of this log before. The last
   line of a note holds 4 bytes of key id, 8 bytes of time and the signature.

    for note in cosigned/*.note; do
      hex=$(sed -n '$p' "$note" | cut -d' ' -f3 | base64 -d | xxd -p -c 256)
      { printf 'cosignature/v1\ntime %d\n' "0x${hex:8:16}"; sed -n '1,3p' "$note"; } > $T/cosigned
      printf '%s' "${hex:24}" | xxd -r -p > $T/cosigned.sig
      openssl pkeyutl -verify -pubin -inkey "${note%.note}.pem" -rawin -in $T/cosigned -sigfile $T/cosigned.sig > $T/said \
        && echo "$note: cosigned at $(sed -n '2p' $T/cosigned)" || echo "$note: BAD"
    done

   Must print 'cosigned' for each. Whose keys these are is not in these files: compare cosigned/*.vkey with what the
   witness itself gave.
)guide";

constexpr const char* kStamped = R"guide(
9. Time stamps (RFC 3161): an authority signed that the head existed at a time. Certificates are checked as at that time
   (-attime), since the authority's certificate may have ended since. Whether the authority is one to trust is not in
   these files: compare time-stamps/*.ca.pem with what the authority itself publishes.
)guide";

/// The commands for one token, or why there are none.
std::string commands(const TimeStamp& stamp) {
  const std::string base = "time-stamps/" + std::to_string(stamp.id);
  if (!stamp.reply) {
    return "\n   " + base + ".tsq waits for its answer.\n";
  }
  const TokenCheck check = check_reply(*stamp.reply, stamp.query, {stamp.ca, stamp.crl});
  if (!check.facts) {
    return "\n   " + base + ".tsr holds no time stamp.\n";
  }
  std::string out = "\n   " + base + ".tsr, by " + check.facts->authority + ": existed no later than " +
                    check.facts->no_later_than.text() + ".\n";
  if (stamp.ca.empty()) {
    return out +
           "   The authority's certificates were not kept; get them from the authority and give them with "
           "-CAfile.\n";
  }
  std::string data = base + ".checkpoint";
  std::string lines;
  if (stamp.renews) {
    const std::string older = std::to_string(*stamp.renews);
    data = "$T/" + older + ".tst";
    out += "   It renews the token in time-stamps/" + older + ".tsr.\n";
    lines +=
        "    openssl ts -reply -in time-stamps/" + older + ".tsr -token_out -out " + data + " 2> $T/said\n";
  }
  const bool listed = !stamp.crl.empty() && covers(stamp.crl, check.facts->time);
  std::string anchors = base + ".ca.pem";
  if (listed) {
    anchors = "$T/" + std::to_string(stamp.id) + ".pem";
    lines += "    cat " + base + ".ca.pem " + base + ".crl.pem > " + anchors + "\n";
  }
  lines += "    openssl ts -verify -data " + data + " -in " + base + ".tsr -CAfile " + anchors + " -attime " +
           std::to_string(check.facts->time.micros / 1'000'000) + (listed ? " -crl_check" : "") +
           " 2> $T/said\n";
  return out + "\n" + lines + "\n   Must print: Verification: OK\n";
}

}  // namespace

std::string outsider_guide(bool cosigned, const std::vector<TimeStamp>& stamps) {
  if (!cosigned && stamps.empty()) {
    return "";
  }
  std::string out = kHeads;
  if (cosigned) {
    out += kCosigned;
  }
  if (!stamps.empty()) {
    out += kStamped;
    for (const TimeStamp& stamp : stamps) {
      out += commands(stamp);
    }
  }
  return out;
}

}  // namespace custody
