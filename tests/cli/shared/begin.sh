# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154,SC2034 # read by who sets `program`
# begin - what a test of the records begins with: a folder and a home of its own, the day, and two words of the test.
# Read with `.`, after `program` is set; it goes into the folder.
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1 SIGNPOST_TODAY=2026-11-23
cd "$work" || exit 1
failed=0
wrong() { echo "$*"; failed=1; }
# A change, carried out; what ends worse than with a doubt ends the test.
say() { local code=0; "$program" "$@" --yes >"$work/out" 2>"$work/err" || code=$?; [ $code -le 2 ] || { echo "$*: ended with $code"; cat "$work/out" "$work/err"; exit 1; }; }
