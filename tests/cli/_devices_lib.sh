# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154  # _lib.sh sets TEMP
# Sourced after _lib.sh: further devices on the case, each with a home of its own.

# device NAME FROM: mirrors the case in FROM to $TEMP/NAME. The device has people's keys, but neither log keys nor trust.
device() {
  mkdir "$TEMP/home-$1"
  cp -r "$EXHIBIT_HOME/keys" "$TEMP/home-$1/"
  expect 0 '' on "$1" case mirror "$TEMP/$1" --from "$2"
}
# on NAME COMMAND...: the program on that device
on() { EXHIBIT_HOME=$TEMP/home-$1 "$EXHIBIT" "${@:2}"; }
# done_on NAME COMMAND...: it has to work
done_on() { expect 0 '' on "$@"; }
# label_on NAME COMMAND...: prints the label of the entry that the command writes
label_on() {
  run on "$@" --json
  [ "$STATUS" = 0 ] || fail "'${*:2}' on $1 ended with status $STATUS: $(cat "$ERR")"
  json_field "$OUT" 'd["label"]'
}
# intact_on NAME [LIMIT...]: verify of that device's folder
intact_on() {
  local name=$1
  shift
  EXHIBIT_HOME=$TEMP/home-$name intact "$TEMP/$name" "$@"
}
