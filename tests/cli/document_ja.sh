#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Documents and packages of a case in Japanese: Japanese without being asked, English when asked, the same facts in both.
# shellcheck disable=SC2154  # _verify_lib.sh sets it
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"
for tool in qpdf pdffonts pdftotext; do type -P $tool >/dev/null || skip "$tool is not installed"; done
export TZ=Asia/Tokyo

make_keys
run case create "$work/case" --number 2026-0042 --title '営業秘密の持出し' --lang ja --as 'R. Sato' --json
case_id=$(member case_id)
run key enrol "$work/case" 'H. Mori' --role custodian --as 'R. Sato'
run key enrol "$work/case" 'K. Abe' --role counsel --as 'R. Sato'
make_disk "$work/disk" 300032 7
run acquire "$work/disk" --case "$work/case" --item EV-001 --description '社内サーバーのディスク' --as 'R. Sato'
run authority "$work/case" --kind consent --scope 'サーバー' --issuer '株式会社例 代表' --item EV-001 --as 'K. Abe'
run transfer "$work/case" --item EV-001 --from 'R. Sato' --to 'H. Mori' --reason '保管庫へ' --seal intact --as 'R. Sato' --json
handover=$(member entry)
run fact add "$work/case" --item EV-001 --fact F28 --value "$(printf '右から左 \u202eabc\u202c、\u05d0\u05d1\u05d2、%0600d。長い値' 0)" --as 'R. Sato'
sha256=$(sha256sum "$work/disk" | cut -c1-64)

# joined FILE: the text of the PDF without blanks and line breaks, in each order that pdftotext knows, into $work/joined.
joined() {
  pdftotext "$1" "$work/text"
  pdftotext -layout "$1" "$work/layout"
  cat "$work/text" "$work/layout" | tr -d ' \n\f' >"$work/joined"
  pdftotext -bbox "$1" - | sed -n 's/.*<word[^>]*>\(.*\)<\/word>/\1/p' | tr -d '\n' >>"$work/joined"
}
has() { # DESCRIPTION TEXT
  checks=$((checks + 1))
  grep -qF "$(tr -d ' \n' <<<"$2")" "$work/joined" || fail "$kind: $1: '$2' is not in it"
}
hasnt() {
  checks=$((checks + 1))
  ! grep -qF "$(tr -d ' \n' <<<"$2")" "$work/joined" || fail "$kind: $1: '$2' is in it"
}
declare -A title=([acquisition-report]='証拠保全報告書：物件EV-001' [custody-form]='証拠保管連鎖記録票：物件EV-001'
  [handover-receipt]='受領証（証拠の引渡し）：物件EV-001' [certification-902-14]='データに関する証明書')
for kind in acquisition-report certification-902-14 custody-form handover-receipt; do
  status 0 "$kind" document "$work/case" "$kind" --item EV-001 --out "$work/$kind.pdf" --as 'K. Abe' --json || continue
  check "$kind: Japanese without being asked" grep -q -- "-$kind-ja.pdf" <<<"$(member file)"
  check "$kind: qpdf --check" qpdf --check "$work/$kind.pdf"
  same "$kind: fonts that are not embedded" "$(pdffonts "$work/$kind.pdf" | awk 'NR > 2 && $(NF - 4) != "yes"')" ''
  joined "$work/$kind.pdf"
  has 'title' "${title[$kind]}"
  has 'case' 2026-0042
  has 'case id' "$case_id"
  has 'head of the log' 'ログの先頭：サイズ'
  has 'digest' "${sha256:0:32}"
  has 'handover' "項番$handover"
  has 'who released' 'R. Sato、引渡者'
  has 'who received' 'H. Mori、受領者'
  has 'whether the digest was checked' '照合せず'
  has 'comparison' '一致'
  has 'kind of authority' '同意'
  has 'time' '+0900 (JST)'
  has 'what it does not state' '本書が述べない事項'
  has 'not recorded' '未記録'
  for english in 'entry ' 'not recorded' releasing receiving consent 'not checked' intact 'read back' 'Head of the log' administrator; do
    hasnt 'no English' "$english"
  done
  refute "$kind: nothing left of a template" grep -qE '\{\{|\}\}' "$work/text"
  status 0 "$kind in English" document "$work/case" "$kind" --item EV-001 --lang en --out "$work/en-$kind.pdf" --as 'K. Abe' --json || continue
  check "$kind: English when asked" grep -q -- "-$kind-en.pdf" <<<"$(member file)"
  joined "$work/en-$kind.pdf"
  has 'in English' "entry $handover"
  has 'the same digest' "${sha256:0:32}"
  hasnt 'no Japanese of the program' '項番'
done
kind=custody-form
joined "$work/custody-form.pdf"
has 'a mark that turns text around is spelled out' "右から左 \\u{202E}abc\\u{202C}"
has 'the whole of a long value' '000。長い値'

kind=package
status 0 'package' package "$work/case" --for '警視庁' --override '被害の申告' --out "$work/bag" --as 'K. Abe'
check 'the first page is Japanese' grep -q '交付先' "$work/bag/FIRST-PAGE.txt"
check 'it names the recipient' grep -q '警視庁' "$work/bag/FIRST-PAGE.txt"
check 'it names the other' grep -q 'FIRST-PAGE-en.pdf' "$work/bag/FIRST-PAGE.txt"
check 'and there is one in English' grep -q 'Made for' "$work/bag/FIRST-PAGE-en.txt"
check 'which names the other' grep -q 'FIRST-PAGE.pdf' "$work/bag/FIRST-PAGE-en.txt"
check 'no third' test ! -e "$work/bag/FIRST-PAGE-ja.pdf"
joined "$work/bag/FIRST-PAGE.pdf"
has 'as PDF' '原本と写しの別'
has 'kind of thing' '証拠源'
hasnt 'no English' 'source'
joined "$work/bag/FIRST-PAGE-en.pdf"
has 'as PDF' 'What is original, what is copy'
hasnt 'no Japanese of the program' '証拠源'
for guide in HOW-TO-VERIFY.txt HOW-TO-VERIFY-ja.txt; do check "$guide" test -s "$work/bag/$guide"; done
(cd "$work/bag" && grep -m1 '^    sha256sum' HOW-TO-VERIFY-ja.txt | cut -c5- | bash) >"$work/guide.said" 2>&1
check 'the first command of the Japanese guide works' grep -qx 'all files: same' "$work/guide.said"
stranger status 0 'the package is intact' verify "$work/bag"
stranger status 0 'the case is intact' verify "$work/case"
finish
