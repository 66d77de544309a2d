#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Go's golang.org/x/mod/sumdb, written by others for another log, opens our checkpoints, cosigned ones too, and checks our inclusion proofs.
# shellcheck disable=SC2154  # _verify_lib.sh sets them
source "$(dirname "${BASH_SOURCE[0]}")/_verify_lib.sh"
type -P go >/dev/null || skip 'go is not installed'
[[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/note ]] || skip 'golang-golang-x-mod-dev is not installed'

make_keys
small_case "$work/case"
for ((i = 0; i < 6; ++i)); do
  run incident open "$work/case" --number "INC-10$i" --title 'one more' --as 'K. Abe'
done
run log export "$work/case" "$work/export"
mkdir "$work/leaves"
entries=$(sed -n 2p "$work/export/checkpoint")
for ((i = 0; i < entries; ++i)); do
  query "$work/export/ledger.sqlite" "select writefile('$work/leaves/$i', leaf) from entry where seq = $i" >/dev/null
done
cat >"$work/files.go" <<'END'
package main

import (
	"fmt"
	"os"
)

func must(err error) {
	if err != nil {
		fmt.Println("FAULT:", err)
		os.Exit(3)
	}
}

func read(name string) string {
	data, err := os.ReadFile(name)
	must(err)
	return string(data)
}
END
cat >"$work/check.go" <<'END'
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func hash(text string) (out tlog.Hash) {
	data, err := base64.StdEncoding.DecodeString(text)
	must(err)
	if len(data) != len(out) {
		must(fmt.Errorf("a hash of %d bytes", len(data)))
	}
	copy(out[:], data)
	return out
}

// Opens a checkpoint with the log's key; gives its size and root.
func open(text string, key note.Verifier) (int64, tlog.Hash) {
	opened, err := note.Open([]byte(text), note.VerifierList(key))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != key.Name() {
		must(fmt.Errorf("checkpoint of %q", lines[0]))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	return size, hash(lines[2])
}

// The tiles of an export. C2SP tlog-tiles leaves the height, always 8, out of the path.
type tiles struct{ folder string }

func (t tiles) Height() int                             { return 8 }
func (t tiles) SaveTiles(all []tlog.Tile, data [][]byte) {}
func (t tiles) ReadTiles(all []tlog.Tile) (out [][]byte, err error) {
	for _, tile := range all {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(t.folder + "/" + path)
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

// The entries of the first bundle.
func bundle(export string, size int64) (out []string) {
	path := "/tile/entries/000"
	if size < 256 {
		path += fmt.Sprintf(".p/%d", size)
	}
	for data := read(export + path); data != ""; {
		length := int(data[0])<<8 + int(data[1])
		out = append(out, data[2:2+length])
		data = data[2+length:]
	}
	return out
}

func main() {
	export, leaves := os.Args[1], os.Args[2]
	key, err := note.NewVerifier(strings.TrimSuffix(read(export+"/log.vkey"), "\n"))
	must(err)
	size, root := open(read(export+"/checkpoint"), key)
	var hashes []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (out []tlog.Hash, err error) {
		for _, i := range indexes {
			out = append(out, hashes[i])
		}
		return out, nil
	})
	for i := int64(0); i < size; i++ {
		leaf := read(fmt.Sprintf("%s/%d", leaves, i))
		more, err := tlog.StoredHashes(i, []byte(leaf), reader)
		must(err)
		hashes = append(hashes, more...)
		proof, checkpoint, found := strings.Cut(read(fmt.Sprintf("%s/proofs/%d.tlog-proof", export, i)), "\n\n")
		lines := strings.Split(proof, "\n")
		if !found || lines[0] != "c2sp.org/tlog-proof@v1" || lines[1] != fmt.Sprintf("index %d", i) {
			must(fmt.Errorf("form of proof %d", i))
		}
		var path tlog.RecordProof
		for _, line := range lines[2:] {
			path = append(path, hash(line))
		}
		proofSize, proofRoot := open(checkpoint, key)
		must(tlog.CheckRecord(path, proofSize, proofRoot, i, tlog.RecordHash([]byte(leaf))))
	}
	computed, err := tlog.TreeHash(size, reader)
	must(err)
	if computed != root {
		must(fmt.Errorf("the root differs"))
	}
	kept := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{export})
	bundled := bundle(export, size)
	for i := int64(0); i < size; i++ {
		leaf := read(fmt.Sprintf("%s/%d", leaves, i))
		proof, err := tlog.ProveRecord(size, i, kept)
		must(err)
		must(tlog.CheckRecord(proof, size, root, i, tlog.RecordHash([]byte(leaf))))
		if i < 256 && bundled[i] != leaf {
			must(fmt.Errorf("the bundle holds another entry %d", i))
		}
	}
	all := strings.Split(strings.TrimSuffix(read(export+"/checkpoints"), "\n\n"), "\n\n")
	for i := 0; i+1 < len(all); i += 2 {
		older, olderRoot := open(all[i]+"\n\n"+all[i+1]+"\n", key)
		computed, err := tlog.TreeHash(older, reader)
		must(err)
		if computed != olderRoot {
			must(fmt.Errorf("the root at size %d differs", older))
		}
		proof, err := tlog.ProveTree(size, older, reader)
		must(err)
		must(tlog.CheckTree(proof, size, root, older, olderRoot))
	}
	fmt.Println("entries", size, "checkpoints", len(all)/2)
}
END
export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$work/cache" GOFLAGS=-p=1 HOME="$work"
(cd "$work" && go build -o check check.go files.go) >"$work/err" 2>&1 || stop 'the Go program does not build'
check 'Go opens the checkpoints and checks every proof' "$work/check" "$work/export" "$work/leaves"
same 'what it counted' "$("$work/check" "$work/export" "$work/leaves")" \
  "entries $entries checkpoints $(grep -c '^exhibit.evidence/log/' "$work/export/checkpoints")"
cp -r "$work/leaves" "$work/changed"
flip "$work/changed/3" 200
refute 'a changed leaf is noticed' "$work/check" "$work/export" "$work/changed"
cp -r "$work/export" "$work/other"
flip "$work/other/checkpoint" 60
refute 'a changed checkpoint is noticed' "$work/check" "$work/other" "$work/leaves"
cp "$work/export/checkpoint" "$work/other/checkpoint"
flip "$work/other"/tile/0/000.p/* 40
refute 'a changed tile is noticed' "$work/check" "$work/other" "$work/leaves"
cp -r "$work/export/tile" "$work/other/"
cp "$work/export/proofs/3.tlog-proof" "$work/other/proofs/4.tlog-proof"
refute 'a proof of another entry is noticed' "$work/check" "$work/other" "$work/leaves"

# A cosigned checkpoint, and a proof under it, by the same note library with a verifier for cosignatures as their page describes them.
run log checkpoint "$work/case" --out "$work/ask"
run witness key create --name witness.example.org/w1
cp "$work/out" "$work/w1.vkey"
run witness "$work/ask" --log "$work/export/log.vkey" --out "$work/cosigned"
run witness add "$work/case" "$work/cosigned" --witness "$work/w1.vkey"
run prove "$work/case" 3 --out "$work/3.tlog-proof"
cat >"$work/cosigned.go" <<'END'
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(w.key, append([]byte(head), msg...), sig[8:])
}

func parse(vkey string) witness {
	parts := strings.SplitN(vkey, "+", 3)
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	if len(raw) != 33 || raw[0] != 4 {
		must(fmt.Errorf("type of key"))
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), raw...))
	if fmt.Sprintf("%x", sum[:4]) != parts[1] {
		must(fmt.Errorf("key id"))
	}
	return witness{parts[0], binary.BigEndian.Uint32(sum[:4]), raw[1:]}
}

func main() {
	log, err := note.NewVerifier(strings.TrimSpace(read(os.Args[1])))
	must(err)
	text := read(os.Args[3])
	if _, checkpoint, found := strings.Cut(text, "\n\n"); found && strings.HasPrefix(text, "c2sp.org/tlog-proof@v1\n") {
		text = checkpoint
	}
	opened, err := note.Open([]byte(text), note.VerifierList(log, parse(strings.TrimSpace(read(os.Args[2])))))
	must(err)
	fmt.Println("verified", len(opened.Sigs), "unverified", len(opened.UnverifiedSigs))
}
END
(cd "$work" && go build -o cosigned-check cosigned.go files.go) >"$work/err" 2>&1 || stop 'the Go program for cosignatures does not build'
for note in cosigned 3.tlog-proof; do
  same "what Go says of $note" "$("$work/cosigned-check" "$work/export/log.vkey" "$work/w1.vkey" "$work/$note")" 'verified 2 unverified 0'
  cp "$work/$note" "$work/flipped"
  flip "$work/flipped" $(($(stat -c %s "$work/flipped") - 10))
  refute "a changed cosignature in $note is noticed" "$work/cosigned-check" "$work/export/log.vkey" "$work/w1.vkey" "$work/flipped"
done
finish
