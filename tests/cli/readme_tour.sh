# SPDX-License-Identifier: Apache-2.0
# What README tells a newcomer to type works as it is printed, from the first key to the check of the package. The disk, a scanned
# paper and the case id from paper are stood in for.
# shellcheck disable=SC2016,SC2034,SC2154  # the variable is README's own; the sourced script sets EXHIBIT
. "$(dirname "$0")/_lib.sh"
README=$(cd "$(dirname "$0")/../.." && pwd)/README.md
mkdir "$TEMP/bin" "$TEMP/work"
ln -s "$EXHIBIT" "$TEMP/bin/exhibit"
PATH=$TEMP/bin:$PATH HOME=$TEMP
cd "$TEMP/work" || exit
random "$TEMP/work/disk" 1048576
echo 'scanned' >consent.pdf

grep -E '^    (exhibit|export EXHIBIT)' "$README" | sed 's/^    //; s#/dev/sdb#disk#' >"$TEMP/tour"
for words in 'key create' 'case create' acquire transfer 'incident open' link authority document package verify; do
  matches 'README' "$TEMP/tour" "^exhibit $words"
done
while read -r line; do
  case $line in *'$CASE_ID'*) CASE_ID=$(exhibit case show 2026-0042 --json 2>/dev/null | grep -o '"case_id":"[0-9a-f]*"' | cut -d'"' -f4) ;; esac
  eval "$line" >"$OUT" 2>"$ERR" </dev/null || fail "'$line' ends with status $?: $(head -c 400 "$ERR")"
done <"$TEMP/tour"
[ "$EXHIBIT_HOME" = "$TEMP/exhibit-keys" ] || fail 'the keys are not where README puts them'
for file in custody-form.pdf certification.pdf receipt.pdf HANDOVER-2026-0042/HOW-TO-VERIFY.txt; do
  [ -s "$file" ] || fail "the tour leaves no $file"
done
lacks 'the last check' "$OUT" 'signers not identified'
intact 2026-0042
finish
