#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Feeds the samples kept in tests/broken, and the corpus as make_corpus.sh makes it, to every target.
set -euo pipefail
: "${EXHIBIT:?is the program}" "${REPLAY:?is replay_samples}" "${SOURCE_DIR:?is the checkout}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/temp"
bash "$SOURCE_DIR/tests/fuzz/make_corpus.sh" "$work/corpus"
TMPDIR=$work/temp "$REPLAY" "$SOURCE_DIR/tests/broken" "$work/corpus"
