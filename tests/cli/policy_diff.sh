#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Two policies judged in one pass say what a check under each of them says, in each example school.
#   tests/cli/policy_diff.sh PROGRAM SOURCE
set -euo pipefail
program="$1" source="$2"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1 SIGNPOST_TODAY=2026-11-23

try() { # at most 2: the gate, or doubt
  local code=0
  "$program" "$@" 2>"$work/err" || code=$?
  [ $code -le 2 ] || { echo "'$*' ended with $code"; cat "$work/err"; exit 1; }
}

for policy in "$source"/examples/*/policy.lua; do
  folder="$(dirname "$policy")" name="$(basename "$(dirname "$policy")")"
  "$program" new "$work/$name" --name "$name" --setting secondary --contact "A. Okafor, a.okafor@$name.example" >/dev/null
  cp "$folder"/*.lua "$work/$name/"
  cp "$folder"/imports/* "$work/$name/imports/"
  try --dir "$work/$name" import "$work/$name/imports" --yes >/dev/null
  cd "$work/$name"
  try check --json >"$work/first"
  # Without the updates, and with birthdays as deadlines: rules go, come and move.
  sed '/^adopt/d' policy.lua >draft.lua
  echo 'amend "reading/by the age of" { set = { means = "birthday" }, reason = "A trial." }' >>draft.lua
  try policy diff policy.lua draft.lua --json --list >"$work/diff"
  cp policy.lua "$work/own.lua"
  cp draft.lua policy.lua
  try check --json >"$work/second"
  printf '%s: ' "$name"
  lua5.4 "$source/tests/make/same_counts.lua" "$work/first" "$work/second" "$work/diff"
  cp "$work/own.lua" policy.lua
  "$program" policy diff policy.lua policy.lua --exit-code >"$work/same"
  grep -q '^Nothing differs' "$work/same" || { echo "$name: a policy differs from itself"; cat "$work/same"; exit 1; }
done
