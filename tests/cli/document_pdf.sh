#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Documents as PDF: well-formed, fonts inside, the facts of the ledger in their text, careful words; what is refused.
# shellcheck disable=SC2154,SC2016  # _verify_lib.sh sets them; quoted commands run later
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"
for tool in qpdf pdffonts pdftotext pdfinfo; do type -P $tool >/dev/null || skip "$tool is not installed"; done
export TZ=Asia/Tokyo

make_keys
run case create "$work/case" --number 2026-0042 --title '証拠保全報告書 「FS-1」 ｶﾅ 髙 𠮷' --as 'R. Sato' --json
case_id=$(member case_id)
run key enrol "$work/case" 'H. Mori' --role custodian --as 'R. Sato'
run key enrol "$work/case" 'K. Abe' --role counsel --as 'R. Sato'
run role grant "$work/case" 'H. Mori' administrator --as 'R. Sato'
make_disk "$work/disk" 300032 7
run acquire "$work/disk" --case "$work/case" --item EV-001 --description '社内サーバーのディスク #1 *not bold* $x$ <b>' --as 'R. Sato'
run authority "$work/case" --kind consent --scope 'server FS-1' --issuer '株式会社例 代表' --item EV-001 --as 'K. Abe'
run transfer "$work/case" --item EV-001 --from 'R. Sato' --to 'H. Mori' --reason 'to the safe' --seal intact --as 'R. Sato' --json
handover=$(member entry)
sha256=$(sha256sum "$work/disk" | cut -c1-64)
fingerprint() { "$EXHIBIT" key list --json | "$python" -c 'import json, sys
found = json.load(sys.stdin)
found = found if isinstance(found, list) else found["keys"]
print(*(k["id"] for k in found if k["name"] == sys.argv[1]))' "$1"; }
sato=$(fingerprint 'R. Sato') mori=$(fingerprint 'H. Mori')
same 'length of a fingerprint' "${#sato} ${#mori}" '32 32'

status 0 'kinds' document kinds --json
"$python" -c 'import json, sys
for kind in json.load(open(sys.argv[1])): print(kind["kind"], *sorted(kind["languages"]))' "$work/out" >"$work/kinds"
for kind in acquisition-report certification-902-14 custody-form handover-receipt; do
  check "$kind is listed, in English and Japanese" grep -qE "^$kind .*\ben ja\b" "$work/kinds"
done
status 0 'kinds, as text' document kinds
same 'both lists name the same' "$(awk '{ print $1 }' "$work/out" | sort)" "$(awk '{ print $1 }' "$work/kinds" | sort)"

# has DESCRIPTION TEXT: in the text of the document, however lines were broken.
has() {
  checks=$((checks + 1))
  grep -qF "$(tr -d ' \n' <<<"$2")" "$work/joined" || fail "$kind: $1: '$2' is not in it"
}
for kind in acquisition-report certification-902-14 custody-form handover-receipt; do
  head=$(query "$work/case/case.db" 'select count(*) from entry')
  run case show "$work/case" --json
  root=$(member root)
  status 0 "$kind" document "$work/case" "$kind" --item EV-001 --out "$work/$kind.pdf" --as 'K. Abe' --json || continue
  same "$kind: entry" "$(member entry)" "$head"
  same "$kind: digest" "$(member sha256)" "$(sha256sum "$work/$kind.pdf" | cut -c1-64)"
  check "$kind: the case keeps the same file" cmp "$work/$kind.pdf" "$work/case/documents/$(member file)"
  check "$kind: the number of its entry begins the file's name" grep -qE "^0*$head-$kind-en.pdf$" <<<"$(member file)"
  check "$kind: qpdf --check" qpdf --check "$work/$kind.pdf"
  same "$kind: fonts that are not embedded" "$(pdffonts "$work/$kind.pdf" | awk 'NR > 2 && $(NF - 4) != "yes"')" ''
  check "$kind: has fonts" [ "$(pdffonts "$work/$kind.pdf" | wc -l)" -gt 2 ]
  check "$kind: page size is A4 or letter" grep -qE 'Page size: .*(A4|letter)' <<<"$(pdfinfo "$work/$kind.pdf")"
  refute "$kind: no script, no link to elsewhere" grep -aqE '/JavaScript|/Launch|/URI' "$work/$kind.pdf"
  pdftotext "$work/$kind.pdf" "$work/text"
  pdftotext -layout "$work/$kind.pdf" "$work/layout"
  cat "$work/text" "$work/layout" | tr -d ' \n\f' >"$work/joined"
  # A value broken over lines of a table stands among its neighbours in both forms; boxes keep it together.
  pdftotext -bbox "$work/$kind.pdf" - | sed -n 's/.*<word[^>]*>\(.*\)<\/word>/\1/p' | tr -d '\n' >>"$work/joined"
  has 'item' EV-001
  has 'case number' 2026-0042
  has 'case id' "$case_id"
  has 'title in Japanese' '証拠保全報告書 「FS-1」 ｶﾅ 髙 𠮷'
  has 'head of the log: size' "size $head"
  has 'head of the log: root' "$root"
  has 'digest of the media' "${sha256:0:32}"
  has 'entry of the handover' "entry $handover"
  has 'giver' 'R. Sato'
  has 'receiver' 'H. Mori'
  has 'local time' '+0900 (JST)'
  check "$kind: UTC" grep -qE '20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z' "$work/text"
  case $kind in
    acquisition-report | certification-902-14) has 'description, nothing of it taken for markup' '社内サーバーのディスク #1 *not bold* $x$ <b>' ;;
    custody-form)
      has 'description, nothing of it taken for markup' '社内サーバーのディスク #1 *not bold* $x$ <b>'
      has 'maker' 'K. Abe'
      has "giver's key" "${sato:0:20}"
      has "receiver's key" "${mori:0:20}"
      ;;
    handover-receipt) refute 'the giver is not whoever draws up the receipt' grep -qE 'Handed over by +K\. Abe' "$work/layout" ;;
  esac
  has 'both signatures' 'R. Sato, releasing'
  has 'both signatures' 'H. Mori, receiving'
  # Words that are for a court to say. A rule may be named by its own words.
  same "$kind: words" "$(grep -inE '\b(un)?authentic(ity|ate|ated|ates|ating|ation)?\b|\b(dis)?prove[sdn]?\b|\bproving\b|\b(in)?admissib' "$work/text" |
    grep -viE 'rule|evidence code|article|section|§|902|901')" ''
  refute "$kind: nothing left of a template" grep -qE '\{\{|\}\}|\$\{|<%|nullptr|undefined' "$work/text"
done

# Who gets the carrier gets the images that lie on it.
kind='handover-receipt of the carrier'
status 0 "$kind" document "$work/case" handover-receipt --item EV-001-C1 --out "$work/carrier.pdf" --as 'K. Abe'
pdftotext "$work/carrier.pdf" - | tr -d ' \n\f' >"$work/joined"
has 'the image that lies on it' 'EV-001-I1 of EV-001'
has 'digest of the media' "${sha256:0:32}"

if [[ $(id -u) -eq 0 ]] && type -P setpriv >/dev/null; then
  cp -r "$work/case" "$work/closed" && chmod 600 "$work/closed/case.db" && chmod 755 "$work" "$work/closed"
  status=0
  setpriv --reuid 65534 --clear-groups env EXHIBIT_HOME="$work/nohome" "$EXHIBIT" case show "$work/closed" >"$work/out" 2>"$work/err" || status=$?
  same 'a case that may not be read: status' "$status" 1
  check 'a case that may not be read: why' grep -q 'case.db: Permission denied' "$work/err"
fi

# Refusals; nothing is recorded and nothing is left.
before=$(query "$work/case/case.db" 'select count(*) from entry')
refused() { # STATUS DESCRIPTION ARGUMENTS...
  status "$1" "$2" document "${@:3}" --as 'K. Abe'
  check "$2: says so" grep -q . "$work/err"
  same "$2: nothing is recorded" "$(query "$work/case/case.db" 'select count(*) from entry')" "$before"
}
refused 2 'an unknown kind' "$work/case" nonsense --item EV-001 --out "$work/x.pdf"
refused 2 'a kind that leads out' "$work/case" ../custody-form --item EV-001 --out "$work/x.pdf"
refused 2 'no item' "$work/case" custody-form --out "$work/x.pdf"
refused 2 'no destination' "$work/case" custody-form --item EV-001
refused 1 'an unknown item' "$work/case" custody-form --item EV-999 --out "$work/x.pdf"
refused 2 'a malformed item' "$work/case" custody-form --item '../x' --out "$work/x.pdf"
sum=$(sha256sum "$work/custody-form.pdf")
refused 1 'the file exists' "$work/case" custody-form --item EV-001 --out "$work/custody-form.pdf"
same 'the file is as it was' "$(sha256sum "$work/custody-form.pdf")" "$sum"
ln -s "$work/nowhere" "$work/link.pdf"
refused 1 'a link to nowhere' "$work/case" custody-form --item EV-001 --out "$work/link.pdf"
refused 1 'the folder does not exist' "$work/case" custody-form --item EV-001 --out "$work/none/x.pdf"
refused 1,2 'an unknown language' "$work/case" custody-form --item EV-001 --lang xx --out "$work/x.pdf"
check 'nothing is left of refused documents' test ! -e "$work/x.pdf"
status 1 'no case' document "$work/none" custody-form --item EV-001 --out "$work/x.pdf" --as 'K. Abe'
run case create "$work/plain" --number 3 --title 'No handover' --as 'R. Sato'
run acquire "$work/disk" --case "$work/plain" --item A --no-verify --as 'R. Sato'
run document "$work/plain" acquisition-report --item A --out "$work/plain.pdf" --as 'R. Sato'
pdftotext "$work/plain.pdf" - | tr -s ' \n' ' ' >"$work/text"
check 'an image that was not read back is called imaged, not compared' grep -qiE 'imaged, not compared|not compared' "$work/text"
run document "$work/plain" custody-form --item A --out "$work/plain2.pdf" --as 'R. Sato'
check 'a form without handover' qpdf --check "$work/plain2.pdf"
stranger status 0 'the case is intact' verify "$work/case"
finish
