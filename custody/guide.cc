// SPDX-License-Identifier: Apache-2.0
#include "custody/guide.h"

namespace custody {
namespace {

constexpr const char* kLedgerGuide = R"guide(HOW TO CHECK THIS LEDGER WITHOUT EXHIBIT

Needed: bash, coreutils, openssl 3, sqlite3, xxd (all in Debian). Run each block in this folder. Lines that begin with
four spaces are the commands; what they must print stands below each block. The format is explained in the project's
docs/ledger-format.md. The first command makes a folder for what the others compute.

    T=$(mktemp -d)

1. The head of the ledger is signed by the log's key.
   The signed text is the first three lines of 'checkpoint'; the signature is base64 on its last line, after 4 bytes of key id.

    sed -n '1,3p' checkpoint > $T/head.txt
    sed -n '5p' checkpoint | cut -d' ' -f3 | base64 -d | tail -c +5 > $T/head.sig
    openssl pkeyutl -verify -pubin -inkey log.pem -rawin -in $T/head.txt -sigfile $T/head.sig

   Must print: Signature Verified Successfully

2. No entry was changed, added, dropped or moved: the second chain, computed by sqlite3 alone.

    sqlite3 ledger.sqlite "with recursive c(n,h) as (select 0, zeroblob(32) union all select n+1, sha3(cast(h||coalesce(sha3(leaf,256),leaf_sha3) as blob),256) from c join entry on log=1 and seq=n) select max(n), lower(hex(h)) from c"
    sed -n '2p' checkpoint

   The first number must be the number printed last: the chain reaches the size that the head signs.
   The chain before the newest entry that is there must be the one that it carries and its signers signed:

    sqlite3 ledger.sqlite "with recursive c(n,h) as (select 0, zeroblob(32) union all select n+1, sha3(cast(h||coalesce(sha3(leaf,256),leaf_sha3) as blob),256) from c join entry on log=1 and seq=n) select lower(hex(h)) from c where n=(select max(seq) from entry where leaf is not null)" > $T/chain-computed
    sqlite3 ledger.sqlite "select cast(leaf as text) from entry where leaf is not null order by seq desc limit 1" | sed -n '2p' | grep -o '"chain":"[0-9a-f]*"' | cut -d'"' -f4 > $T/chain-signed
    cmp $T/chain-computed $T/chain-signed && echo "chain: same"

   Must print: chain: same

   Entries may be withheld; this prints how many. Their hashes stand in the table 'withheld' and keep both chains whole,
   but what they say was not checked by anybody who has these files alone.

    sqlite3 ledger.sqlite "select count(*) || ' entries are withheld' from entry where leaf is null"

3. Every entry that is there is signed by the keys it names.

    ( for seq in $(sqlite3 ledger.sqlite "select seq from entry where leaf is not null order by seq"); do
      sqlite3 ledger.sqlite "select writefile('$T/leaf', leaf) from entry where seq=$seq" > $T/written
      sed -n '1,2p' $T/leaf > $T/text
      sed -n '4,$p' $T/leaf | while read -r dash name signature; do
        echo "$signature" | base64 -d | tail -c +5 > $T/sig
        openssl pkeyutl -verify -pubin -inkey "keys/${name##*/}.pem" -rawin -in $T/text -sigfile $T/sig > $T/said || exit 1
      done || { echo "entry $seq: BAD"; exit 1; }
    done; echo "all signatures verified" )

   Must print: all signatures verified

4. The signed head is the root of the tree over all entries (RFC 6962). Each level is hashed until one value is left;
   the last value of a level with an odd number moves up as it is. Of a withheld entry the hash is taken as it stands.

    sqlite3 ledger.sqlite "select iif(leaf is null, '= ' || lower(hex(leaf_hash)), hex(leaf)) from entry left join withheld using(log, seq) order by seq" | while read -r leaf hash; do
      if [ "$leaf" = = ]; then echo "$hash"; else { printf '\000'; printf '%s' "$leaf" | xxd -r -p; } | sha256sum | cut -c1-64; fi
    done > $T/level
    while [ "$(wc -l < $T/level)" -gt 1 ]; do
      while read -r left; do
        if read -r right; then { printf '\001'; printf '%s%s' "$left" "$right" | xxd -r -p; } | sha256sum | cut -c1-64; else echo "$left"; fi
      done < $T/level > $T/next; mv $T/next $T/level
    done
    xxd -r -p $T/level | base64
    sed -n '3p' checkpoint

   Both lines must be the same.

5. Who the keys belong to is not in these files. The fingerprint of the log's key, of each signer and the case id are
   printed on the paper documents; compare them with:

    ls keys
    cat log.vkey
    sqlite3 ledger.sqlite "select writefile('$T/leaf', leaf) from entry where seq=0" > $T/written
    { printf '\000'; cat $T/leaf; } | sha256sum | cut -c1-64

   The last line is the case id.

6. A value in 'disclosures.jsonl' is what was committed to: the SHA-256 of "exhibit.evidence/commit/v1", a line feed and
   the array [salt,name,value]. What is not there was kept back or erased, and takes nothing away from the above. For the
   first line, if there is one:

    head -1 disclosures.jsonl | sed 's/^\[[0-9]*,\("[^"]*"\),\("[^"]*"\),\(.*\)\]$/[\2,\1,\3]/' | tr -d '\n' > $T/array
    { printf 'exhibit.evidence/commit/v1\n'; cat $T/array; } | sha256sum | cut -c1-64

   The digest printed stands in the entry that the line numbers, at the path that it names.
)guide";

constexpr const char* kClosing = R"guide(
Further devices' logs of the case lie in logs/<fingerprint>/, each with this guide; go through it in each of these folders
too. The folder 'tile' holds the same entries and tree once more, as other programs for such logs read them (C2SP
tlog-tiles).

What this does not show: that evidence was genuine before it was acquired; that a person is who they say; that nothing was
left out that was never recorded; that a stretch no outsider has seen was not rewritten by whoever holds all its keys.
)guide";

}  // namespace

std::string ledger_guide(const std::string& more) { return kLedgerGuide + more + kClosing; }

}  // namespace custody
