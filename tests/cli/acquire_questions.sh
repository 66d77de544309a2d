# SPDX-License-Identifier: Apache-2.0
# Questions on the terminal while an image is made: answered, skipped, refused, left alone; and none without a terminal.
. "$(dirname "$0")/_lib.sh"
new_case
random "$TEMP/small" 65536

# on_terminal TEXT COMMAND...: runs it on a terminal of its own on which TEXT is typed; what it printed is in $OUT
on_terminal() {
  STATUS=0
  python3 - "$@" >"$OUT" <<'PY' || STATUS=$?
import os, pty, select, sys, time
text, command = sys.argv[1].encode().decode("unicode_escape").encode("latin-1"), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execv(command[0], command)
lines, seen, asked, end = text.split(b"|"), b"", 0, time.time() + 90
while time.time() < end:
    ready, _, _ = select.select([terminal], [], [], 0.2)
    if ready:
        try:
            got = os.read(terminal, 4096)
        except OSError:
            break
        if not got:
            break
        seen += got
    # The next line is typed when its question stands there.
    if lines and seen.count(b" %] F") > asked:
        os.write(terminal, lines.pop(0))
        asked += 1
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
PY
}

on_terminal 'custodian of the rack\n|\n|clock 3 s ahead\n|\x04' "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-001
same 'status with questions' "$STATUS" 0
matches 'the questions' "$OUT" 'An empty line skips one, Ctrl-D all'
first=$(grep -o 'F[0-9][0-9] ' "$OUT" | head -1 | tr -d ' ')
"$EXHIBIT" facts "$CASE" --item EV-001 --json >"$TEMP/facts.json"
told() { json_field "$TEMP/facts.json" "[f['text'] for f in d['facts'] if f['fact'] == '$1'][0]"; }
same 'the first answer' "$(told "$first")" 'custodian of the rack'
same 'two answers are recorded' "$(count_of "$CASE" fact_added)" 2
matches 'what was skipped' "$OUT" 'not recorded of EV-001'

# Nobody answers: the work is done and recorded all the same, and the command ends.
SECONDS=0
on_terminal '' "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-002
same 'status without answers' "$STATUS" 0
[ "$SECONDS" -lt 60 ] || fail "questions that nobody answers held the command up for $SECONDS s"
same 'entries of an image that nobody answered for' "$("$EXHIBIT" facts "$CASE" --item EV-002 --json | python3 -c 'import json,sys; print([f["state"] for f in json.load(sys.stdin)["facts"] if f["fact"] == "F12"])')" "['recorded']"

# None are asked where nobody can be, or wants to be.
on_terminal '' "$EXHIBIT" acquire "$TEMP/small" --case "$CASE" --item EV-003 --no-questions
same 'status without questions' "$STATUS" 0
lacks 'questions' "$OUT" 'Ctrl-D all'
ok acquire "$TEMP/small" --case "$CASE" --item EV-004
lacks 'questions without a terminal' "$OUT" 'Ctrl-D all'

# Ctrl-C at a question ends the acquisition as it always does.
head -c 400000000 /dev/urandom >"$TEMP/large"
on_terminal '\x03' "$EXHIBIT" acquire "$TEMP/large" --case "$CASE" --item EV-005 --compression best
[ "$STATUS" != 0 ] || fail 'Ctrl-C at a question is no end'
matches 'after Ctrl-C' "$OUT" 'the ledger records the (stop|interruption)'
ok verify "$CASE"
finish
