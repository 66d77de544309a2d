#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The tlog-witness protocol: each status code, the newest checkpoint for monitors, clients that misbehave, a clean end; and asking a witness
# from a case, the rewritten log included.
source "$(dirname "${BASH_SOURCE[0]}")/_lib.sh"
new_case
"$EXHIBIT" incident open "$CASE" --number INC-0 --title 'what happened' >/dev/null
W=$TEMP/w
mkdir "$W"
export_of "$CASE"
cp "$EXPORT/log.vkey" "$W/log.vkey"
EXHIBIT_HOME=$W/home "$EXHIBIT" witness key create --name witness.example.org/w1 >"$W/w1.vkey"
printf 'log %s\nwitness w1 %s\nquorum w1\n' "$(cat "$W/log.vkey")" "$(cat "$W/w1.vkey")" >"$W/policy"
EXHIBIT_HOME=$W/home misused 'name the logs' witness serve
serve() {
  EXHIBIT_HOME=$W/home "$EXHIBIT" witness serve --log "$W/log.vkey" >"$W/said" 2>"$W/complaints" &
  CHILD=$!
  CHILDREN+=("$CHILD")
  wait_for "$W/said"
  URL=$(grep -o 'http://[^ ]*' "$W/said")
}
serve
matches 'on this machine only' "$W/said" 'http://127\.0\.0\.1:[0-9]+/$'

"$EXHIBIT" log checkpoint "$CASE" --out "$W/ask1" >/dev/null
SIZE1=$(sed -n 4p "$W/ask1")
"$EXHIBIT" incident open "$CASE" --number INC-1 --title more >/dev/null
"$EXHIBIT" log checkpoint "$CASE" --since "$SIZE1" --out "$W/ask2" >/dev/null
sed '/^$/,$!d' "$W/ask2" | sed '1i old 0' >"$W/ask2-from-0"
cat >"$W/client.py" <<'END'
import base64, hashlib, http.client, pathlib, socket, sys, time, urllib.parse
url, folder = urllib.parse.urlparse(sys.argv[1]), pathlib.Path(sys.argv[2])
ask1, ask2, bare = (folder.joinpath(n).read_bytes() for n in ("ask1", "ask2", "ask2-from-0"))
size1 = ask1.split(b"\n")[3]
faults = 0

def send(method, path, body=None, headers={}, connection=None):
    c = connection or http.client.HTTPConnection(url.hostname, url.port, timeout=30)
    c.request(method, path, body, headers)
    r = c.getresponse()
    return r.status, r.getheader("Content-Type"), r.read()

def expect(what, got, status, type_=None, body=None):
    global faults
    if got[0] != status or (type_ and got[1] != type_) or (body is not None and got[2] != body):
        print("FAILED:", what, got)
        faults += 1

def changed(text, old, new):
    assert old in text
    return text.replace(old, new, 1)

add = "/add-checkpoint"
origin = ask1.split(b"\n")[2]
place = "/" + hashlib.sha256(origin).hexdigest() + "/checkpoint"
key_line = ask1.rstrip(b"\n").split(b"\n")[-1]
signature = base64.b64decode(key_line.split(b" ")[2])
bad_line = b" ".join(key_line.split(b" ")[:2] + [base64.b64encode(signature[:-1] + bytes([signature[-1] ^ 1]))])
unknown_line = b" ".join(key_line.split(b" ")[:2] + [base64.b64encode(b"\0\0\0\0" + signature[4:])])

expect("never cosigned", send("GET", place), 404)
expect("nothing", send("POST", add, b""), 400)
for what, body in (("no old line", ask1[6:]), ("leading zero", changed(ask1, b"old 0", b"old 00")), ("no empty line", ask1.replace(b"\n\n", b"\n")),
                   ("a short hash", changed(ask2, b"\n", b"\nAAAA\n")), ("64 hashes", changed(ask1, b"\n", b"\n" + b"\n".join([base64.b64encode(bytes(32))] * 64) + b"\n")),
                   ("old larger than new", changed(ask1, b"old 0", b"old 999")), ("carriage returns", ask1.replace(b"\n", b"\r\n")),
                   ("no signature", ask1[:ask1.rindex(b"\n\n") + 2]), ("cut", ask1[:-10])):
    expect(what, send("POST", add, body), 400)
expect("unknown log", send("POST", add, ask1.replace(origin, b"example.com/other")), 404)
expect("bad signature", send("POST", add, changed(ask1, key_line, bad_line)), 403)
expect("unknown signature", send("POST", add, changed(ask1, key_line, unknown_line)), 403)
expect("a good one and a bad one by the same key", send("POST", add, changed(ask1, key_line, key_line + b"\n" + bad_line)), 403)
expect("proof from nothing", send("POST", add, changed(ask1, b"\n", b"\n" + base64.b64encode(bytes(32)) + b"\n")), 422)
expect("the first but one", send("POST", add, ask2), 409, "text/x.tlog.size", b"0\n")
first = send("POST", add, changed(ask1, key_line, unknown_line + b"\n" + key_line))
expect("cosigned, other signatures ignored", first, 200)
dash = "\u2014 ".encode()
assert first[2].startswith(dash + b"witness.example.org/w1 ") and first[2].count(b"\n") == 1 and first[2].endswith(b"\n"), first
kept = send("GET", place)
expect("kept for monitors", kept, 200, None, ask1[len(b"old 0\n\n"):] + first[2])
expect("another size", send("POST", add, bare), 409, "text/x.tlog.size", size1 + b"\n")
hashes = ask2.split(b"\n\n")[0].split(b"\n")[1:]
expect("a wrong proof", send("POST", add, changed(ask2, hashes[0], base64.b64encode(bytes(32)))), 422)
expect("no proof", send("POST", add, b"old " + size1 + b"\n" + ask2[ask2.index(b"\n\n") + 1:]), 422)
again = send("POST", add, b"old " + size1 + ask1[5:])
expect("the same head again", again, 200)
# Keep-alive, two requests on one connection and two in one packet.
c = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
expect("kept alive", send("GET", place, connection=c), 200)
expect("kept alive, second", send("POST", add, ask2, connection=c), 200)
expect("back to the first", send("POST", add, ask1), 409, "text/x.tlog.size", ask2.split(b"\n\n")[1].split(b"\n")[1] + b"\n")
for what, got, status in (("method", send("PUT", add, ask1), 405), ("method", send("GET", add), 405), ("method", send("POST", place, b""), 405), ("path", send("GET", "/"), 404),
                          ("path", send("GET", "/../../etc/passwd/checkpoint"), 404), ("path", send("GET", place.upper()), 404),
                          ("path", send("GET", "/" + "." * 64 + "/checkpoint"), 404), ("chunks", send("POST", add, iter([ask1])), 411),
                          ("too long", send("POST", add, b"x" * (65 * 1024)), 413), ("too long, by its word", send("POST", add, b"", {"Content-Length": "99999999999"}), 413)):
    expect(what, got, status)

def raw(data, wait=5.0):
    s = socket.create_connection((url.hostname, url.port), timeout=wait)
    s.sendall(data)
    out = b""
    try:
        while part := s.recv(65536):
            out += part
    except TimeoutError:
        pass
    except ConnectionResetError:
        pass
    return out

two = f"GET {place} HTTP/1.1\r\nHost: x\r\n\r\nGET {place} HTTP/1.0\r\n\r\n".encode()
if raw(two).count(b"HTTP/1.1 200 OK") != 2:
    expect("two in one packet", (0, "", raw(two)), 200)
for what, data, status in (("garbage", b"\x16\x03\x01\x00\xff\r\n\r\n", b"400"), ("no version", b"GET /\r\n\r\n", b"400"), ("version", b"GET / HTTP/2.0\r\n\r\n", b"505"),
                           ("two lengths", b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
                           ("a negative length", b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"400"),
                           ("an endless head", b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 4000, b"413")):
    got = raw(data)
    if not got.startswith(b"HTTP/1.1 " + status):
        expect(what, (0, "", got), int(status))
# More silent and slow clients than there is room for; the next one is served all the same, at once.
silent = [socket.create_connection((url.hostname, url.port)) for _ in range(150)]
for s in silent[::2]:
    try:
        s.sendall(b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 50\r\n\r\nx")
    except OSError:
        pass
start = time.monotonic()
expect("beside many silent ones", send("GET", place), 200)
if time.monotonic() - start > 5:
    expect("waited for them", (0, "", str(time.monotonic() - start)), 200)
# A slow one is cut off after its time.
start = time.monotonic()
slow = socket.create_connection((url.hostname, url.port), timeout=30)
slow.sendall(b"GET / HT")
if slow.recv(10) != b"" or time.monotonic() - start > 20:
    expect("a slow one is cut off", (0, "", b""), 0)
sys.exit(1 if faults else 0)
END
/usr/bin/python3 "$W/client.py" "$URL" "$W" || fail 'the protocol'
kill -0 "$CHILD" || fail 'the witness ended'

# The case asks. The witness has seen a head that the case does not know it has: it tells, and is asked again.
misused 'no address of the form' witness ask "$CASE" --url https://example.org/ --witness "$W/w1.vkey"
misused 'neither a vkey' witness ask "$CASE" --url "$URL" --witness "$W/log.vkey"
"$EXHIBIT" incident open "$CASE" --number INC-2 --title more >/dev/null
ok witness ask "$CASE" --url "$URL" --witness "$W/w1.vkey"
matches 'what was kept' "$OUT" '^cosigned by witness\.example\.org/w1: the first'
ok verify "$CASE" --policy "$W/policy"
lacks 'all is covered' "$OUT" '^limit  unwitnessed'
EXHIBIT_HOME=$W/other "$EXHIBIT" witness key create --name witness.example.org/w1 >"$W/false.vkey"
refused 'no cosignature by the witness' witness ask "$CASE" --url "$URL" --witness "$W/false.vkey"
refused 'no answer from 127\.0\.0\.1:9: .*nothing is lost' witness ask "$CASE" --url http://127.0.0.1:9/ --witness "$W/w1.vkey"

# Rewritten with the same keys: the witness refuses. Cut: the witness knows more.
cp -a "$CASE" "$W/kept"
cp -a "$EXHIBIT_HOME" "$W/keys"
sqlite3 "$CASE/case.db" "$(sqlite3 "$CASE/case.db" "select 'drop trigger '||name||';' from sqlite_schema where type='trigger'")
  delete from cosignature; delete from entry where seq >= $SIZE1; delete from checkpoint where size > $SIZE1; delete from disclosure where seq >= $SIZE1;
  delete from p_row where kind = 'incident' and id in ('INC-1', 'INC-2')"
rm -rf "$EXHIBIT_HOME/trust"
expect 3 '' "$EXHIBIT" witness ask "$CASE" --url "$URL" --witness "$W/w1.vkey"
matches 'cut' "$OUT" '^FAULT  rolled back: the witness has cosigned'
for number in 7 8 9; do "$EXHIBIT" incident open "$CASE" --number "INC-$number" --title 'another story' >/dev/null; done
expect 3 '' "$EXHIBIT" witness ask "$CASE" --url "$URL" --witness "$W/w1.vkey"
matches 'rewritten' "$OUT" '^FAULT  forked: the witness refuses'

# It ends when told to, and remembers.
kill -TERM "$CHILD"
ended
same 'status after SIGTERM' "$STATUS" 0
same 'complaints' "$(cat "$W/complaints")" ''
rm -f "$W/said"
serve
expect 3 '' "$EXHIBIT" witness ask "$CASE" --url "$URL" --witness "$W/w1.vkey"
# Damaged memory: it cosigns nothing.
for head in "$W"/home/witness/*.heads/*; do echo x >"$head"; done
refused 'it answered 500' witness ask "$CASE" --url "$URL" --witness "$W/w1.vkey"
matches 'what it says' "$W/complaints" 'record of the newest head this witness cosigned.*is damaged; nothing was cosigned'
kill -INT "$CHILD"
kill -TERM "$CHILD" 2>/dev/null || true
ended
finish
