# SPDX-License-Identifier: Apache-2.0
# Shared by the tests of damaged media: files whose storage fails where it is told to. Sourced after _lib.sh.

can_serve() {
  is_root && [ -e /dev/fuse ] && command -v nbdkit >/dev/null && command -v nbdfuse >/dev/null || return 1
}
# serve NAME NBDKIT-ARGUMENT...: shows what nbdkit serves as the file $TEMP/NAME, in SERVED; its process is SERVER
serve() {
  SERVED=$TEMP/$1
  shift
  : >"$SERVED"
  rm -f "$SERVED.pid"
  nbdfuse -r -P "$SERVED.pid" "$SERVED" --command nbdkit -s --exit-with-parent "$@" >"$SERVED.said" 2>&1 &
  SERVER=$!
  MOUNTS+=("$SERVED") CHILDREN+=("$SERVER")
  for _ in $(seq 100); do
    [ ! -s "$SERVED.pid" ] || return 0
    sleep 0.1
  done
  fail "nbdkit does not serve: $(cat "$SERVED.said")"
  return 1
}
# unserve: ends what serve began last
unserve() {
  umount "$SERVED" 2>/dev/null || umount -l "$SERVED" || true
  wait "$SERVER" 2>/dev/null || true
}
# serve_damaged NAME FILE MAP: every part that the ddrescue mapfile does not call read fails with EIO
serve_damaged() { serve "$1" --filter=ddrescue file "$2" ddrescue-mapfile="$3"; }
# serve_slow NAME FILE AT SECONDS: a read of the byte AT takes that long
serve_slow() {
  cat >"$TEMP/slow.py" <<'END'
import os, time, nbdkit
API_VERSION = 2
SETTINGS = {}
def config(name, value): SETTINGS[name] = value
def thread_model(): return nbdkit.THREAD_MODEL_PARALLEL
def open(readonly): return os.open(SETTINGS["file"], os.O_RDONLY)
def get_size(handle): return os.fstat(handle).st_size
def pread(handle, buf, offset, flags):
    if offset <= int(SETTINGS["at"]) < offset + len(buf):
        time.sleep(float(SETTINGS["seconds"]))
    buf[:] = os.pread(handle, len(buf), offset)
END
  serve "$1" python "$TEMP/slow.py" file="$2" at="$3" seconds="$4"
}
# map_with SIZE OFFSET LENGTH...: a mapfile of SIZE bytes in which these parts could not be read
map_with() {
  python3 - "$@" <<'END'
import sys
size, *rest = (int(arg, 0) for arg in sys.argv[1:])
print("0x0 + 1")
at = 0
for offset, length in zip(rest[::2], rest[1::2]):
    if offset > at: print(f"{at:#x} {offset - at:#x} +")
    print(f"{offset:#x} {length:#x} -")
    at = offset + length
if at < size: print(f"{at:#x} {size - at:#x} +")
END
}
# ranges_of_map FILE: "OFFSET LENGTH" of each part that was not read, touching ones as one
ranges_of_map() {
  python3 - "$1" <<'END'
import sys
lines = [line.split() for line in open(sys.argv[1]) if line.strip() and not line.startswith("#")][1:]
out = []
for offset, length, status in lines:
    offset, length = int(offset, 0), int(length, 0)
    if status == "+": continue
    if out and sum(out[-1]) == offset: out[-1][1] += length
    else: out.append([offset, length])
for offset, length in out: print(offset, length)
END
}
# The same ranges from what the program wrote: its JSON object, the log beside the image, the E01 as ewfinfo reads it
ranges_of_json() { json_field "$1" '"\n".join("{offset} {length}".format(**r) for r in d["unreadable"])'; }
ranges_of_log() { sed -nE 's/^[^ ]+ unreadable: offset ([0-9]+), length ([0-9]+)$/\1 \2/p' "$1"; }
ranges_of_e01() {
  ewfinfo -e "$1" | sed -nE 's/.*at sector\(s\): ([0-9]+) - ([0-9]+) number: ([0-9]+).*/\1 \3/p' |
    awk '{ print $1 * 512, $2 * 512 }'
}
