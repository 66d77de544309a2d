# SPDX-License-Identifier: Apache-2.0
# A person's key on this device: made, listed, given out, its passphrase changed; how it lies on the disk.
. "$(dirname "$0")/_lib.sh"

ok key create --name 'R. Sato' --role responder --org 'Example Trading, CSIRT'
same 'lines printed by key create' "$(grep -cE '^[0-9a-f]{32}$' "$OUT") of $(wc -l <"$OUT")" '1 of 1'
SATO=$(cat "$OUT")
ok key create --name '佐藤 りょう' --role custodian --json
same 'members of key create --json' "$(json_field "$OUT" 'sorted(d)')" "['id', 'key', 'name', 'org', 'possession', 'role', 'vkey']"
RYO=$(json_field "$OUT" 'd["id"]')
for folder in "$EXHIBIT_HOME" "$EXHIBIT_HOME/keys"; do
  same "mode of $folder" "$(stat -c %a "$folder")" 700
done
for file in "$EXHIBIT_HOME"/keys/*; do same "mode of $file" "$(stat -c %a "$file")" 600; done

# The private key is PKCS#8, encrypted under the passphrase; stock tools open it.
PEM=$EXHIBIT_HOME/keys/$SATO.pem
same 'first line of the key file' "$(head -1 "$PEM")" '-----BEGIN ENCRYPTED PRIVATE KEY-----'
if have openssl; then
  openssl pkey -in "$PEM" -passin env:EXHIBIT_PASSPHRASE -noout || fail 'openssl does not open the key with the right passphrase'
  ! openssl pkey -in "$PEM" -passin pass:wrong -noout 2>/dev/null || fail 'openssl opens the key with a wrong passphrase'
  openssl pkey -in "$PEM" -passin env:EXHIBIT_PASSPHRASE -text -noout >"$TEMP/text"
  matches 'openssl pkey' "$TEMP/text" 'ED25519'
  openssl asn1parse -in "$PEM" >"$TEMP/asn1"
  matches 'the key file' "$TEMP/asn1" 'PBKDF2|scrypt'
fi

misused 'name has to be one line of at most 500 bytes; no key was made' key create --name "$(printf 'n%.0s' $(seq 501))" --role counsel
misused 'organisation has to be one line' key create --name N --org $'a\nb' --role counsel
ok key list
same 'keys listed' "$(grep -cE "^($SATO  responder  R\. Sato, Example Trading, CSIRT|$RYO  custodian  佐藤 りょう)$" "$OUT")" 2
ok key list --json
same 'keys listed as JSON' "$(json_field "$OUT" 'len(d["keys"])')" 2
ok key export 'R. Sato'
VKEY=$(cat "$OUT")
matches 'key export' "$OUT" "^exhibit\.evidence/actor/$SATO\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$"
ok key export "${SATO:0:8}" --card
same 'vkey on the card' "$(json_field "$OUT" 'd["key"]')" "$VKEY"
same 'role on the card' "$(json_field "$OUT" 'd["role"]')" responder
cp "$OUT" "$TEMP/card"
ok key export "$RYO" --json
same 'name exported' "$(json_field "$OUT" 'd["name"]')" '佐藤 りょう'
! grep -rqF "$EXHIBIT_PASSPHRASE" "$EXHIBIT_HOME" || fail 'the passphrase lies in the home folder'
refused "no key 'R\. Tanaka'" key export 'R. Tanaka'
refused "no key 'abc'" key export abc

# Two keys of one name: the id decides.
new_key 'R. Sato' examiner >/dev/null
refused "more than one key is called 'R\. Sato'" key export 'R. Sato'
ok key export "$SATO"
same 'key exported by id' "$(cat "$OUT")" "$VKEY"

# The passphrase is changed.
echo 'a new one 99' >"$TEMP/new"
: >"$TEMP/none"
refused 'passphrase is wrong' key passwd "$SATO" --passphrase-file "$TEMP/new" --new-passphrase-file "$TEMP/new"
refused 'it is empty' key passwd "$SATO" --new-passphrase-file "$TEMP/none"
echo >"$TEMP/blank"
misused 'new passphrase is empty' key passwd "$SATO" --new-passphrase-file "$TEMP/blank"
openssl pkey -in "$PEM" -passin env:EXHIBIT_PASSPHRASE -noout || fail 'a refused change of passphrase changes the key'
ok key passwd "$SATO" --new-passphrase-file "$TEMP/new"
matches 'key passwd' "$OUT" "$SATO is changed"
same 'mode after the change' "$(stat -c %a "$PEM")" 600
openssl pkey -in "$PEM" -passin "file:$TEMP/new" -noout || fail 'the new passphrase does not open the key'
! openssl pkey -in "$PEM" -passin env:EXHIBIT_PASSPHRASE -noout 2>/dev/null || fail 'the old passphrase still opens the key'
same 'files left over by key passwd' "$(ls -A "$EXHIBIT_HOME/keys" | wc -l)" 6
ok key export "$SATO"
same 'public key after the change' "$(cat "$OUT")" "$VKEY"

# Wrong words
misused 'no role; the roles are' key create --name X --role chief
misused '--name is empty' key create --name ' ' --role examiner
misused '--name is required' key create --role examiner
EXHIBIT_PASSPHRASE='' expect 2 'passphrase is empty' "$EXHIBIT" key create --name X --role examiner
expect 2 'no terminal' env -u EXHIBIT_PASSPHRASE setsid "$EXHIBIT" key create --name X --role examiner
run "$EXHIBIT" key create --name $'two\e[31m' --role examiner
same 'status of a name with an escape' "$STATUS" 2
lacks 'standard error' "$ERR" $'\e'
same 'keys after refusals' "$(ls "$EXHIBIT_HOME"/keys/*.card | wc -l)" 3

# At a terminal: the passphrase is asked for, not shown; stopping with Ctrl-C ends the program.
cat >"$TEMP/ask.py" <<'PYTHON'
import os, pty, signal, sys, time
def talk(answers, args):
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.pop('EXHIBIT_PASSPHRASE'); os.execv(args[0], args)
    seen, end = b'', time.time() + 8
    os.set_blocking(fd, False)
    status = None
    while time.time() < end:
        try: seen += os.read(fd, 4096)
        except BlockingIOError: pass
        except OSError: pass
        if answers and seen.count(b': ') >= talk.prompts + 1:
            talk.prompts = seen.count(b': '); time.sleep(0.2); os.write(fd, answers.pop(0))
        done, raw = os.waitpid(pid, os.WNOHANG)
        if done: status = os.waitstatus_to_exitcode(raw); break
        time.sleep(0.05)
    if status is None: os.kill(pid, signal.SIGKILL); os.waitpid(pid, 0); status = 'no end'
    return status, seen
talk.prompts = 0
kind, *args = sys.argv[1:]
answers = {'good': [b'hidden-word\n', b'hidden-word\n'], 'differ': [b'hidden-word\n', b'other\n'], 'stop': [b'\x03']}[kind]
status, seen = talk(answers, args)
print(status, b'hidden-word' in seen)
PYTHON
same 'key made at a terminal' "$(python3 "$TEMP/ask.py" good "$EXHIBIT" key create --name T --role examiner)" '0 False'
same 'two passphrases that differ' "$(python3 "$TEMP/ask.py" differ "$EXHIBIT" key create --name T2 --role examiner)" '1 False'
stopped=$(python3 "$TEMP/ask.py" stop "$EXHIBIT" key create --name T3 --role examiner)
case $stopped in 'no end'*|0*) fail "Ctrl-C at the question for a passphrase: $stopped" ;; esac
same 'keys at the end' "$(ls "$EXHIBIT_HOME"/keys/*.card | wc -l)" 4
finish
