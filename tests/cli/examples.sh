#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Each example school: its policy is short, its files import, its records can be judged.
#   tests/cli/examples.sh PROGRAM SOURCE
set -euo pipefail
program="$1" source="$2"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1

for policy in "$source"/examples/*/policy.lua; do
  folder="$(dirname "$policy")" name="$(basename "$(dirname "$policy")")"
  lines=$(wc -l <"$policy")
  [ "$lines" -lt 40 ] || { echo "$name: the policy has $lines lines; an amended policy fits in 40"; exit 1; }
  "$program" new "$work/$name" --name "$name" --setting secondary --contact "A. Okafor, a.okafor@$name.example" >/dev/null
  cp "$folder"/*.lua "$work/$name/"
  cp "$folder"/imports/* "$work/$name/imports/"
  for word in "import $work/$name/imports --yes" check "report overview"; do
    code=0
    # shellcheck disable=SC2086
    "$program" --dir "$work/$name" $word --as-of 2026-11-23 >"$work/out" 2>"$work/err" || code=$?
    [ $code -le 2 ] || { echo "$name: '$word' ended with $code"; cat "$work/out" "$work/err"; exit 1; }
  done
  school="$(sed -n 's/.*school = "\([^"]*\)".*/\1/p' "$policy" | head -1)"
  grep -q "$school" "$work/$name"/reports/overview-2026-11-23.html || { echo "$name: its report does not name it"; exit 1; }
  echo "$name: $school, $lines lines of policy, judged"
done
