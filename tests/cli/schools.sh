#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Three invented schools in three dialects, made from a printed seed: imported from every file, twice, and judged.
# Where the shared sample schools lie beside the project, they too.
#   tests/cli/schools.sh PROGRAM SOURCE [SEED]
set -euo pipefail
program="$1" source="$2" seed="${3:-7}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1

school() { # name, setting, folder of exports, expected.json
  local name="$1" setting="$2" files="$3" expected="$4" code=0
  "$program" new "$work/$name" --name "$name" --setting "$setting" --contact "A. Okafor, a.okafor@$name.example" >/dev/null
  "$program" --dir "$work/$name" import "$files" --yes --as-of 2026-11-23 >"$work/$name.out" 2>"$work/$name.err" || code=$?
  if [ $code -gt 2 ]; then
    echo "$name: import ended with $code"
    cat "$work/$name.out" "$work/$name.err"
    return 1
  fi
  for upn in $(grep -oE '"[A-Z][0-9]{11}[0-9A-Z]"' <<<"$(grep -oE '"wrong_check_letters" *: *\[[^]]*\]' <(tr -d '\n' <"$expected"))" | tr -d '"'); do
    grep -q "UPN $upn has a check letter" "$work/$name.err" || { echo "$name: nothing was said about the UPN $upn"; return 1; }
  done
  sqlite3 "$work/$name/school.db" .dump >"$work/$name.before"
  code=0
  "$program" --dir "$work/$name" import "$files" --yes --as-of 2026-11-23 >"$work/$name.again" 2>/dev/null || code=$?
  [ $code -le 2 ] || { echo "$name: the second import ended with $code"; return 1; }
  sqlite3 "$work/$name/school.db" .dump >"$work/$name.after"
  cmp -s "$work/$name.before" "$work/$name.after" || { echo "$name: importing twice changed something"; diff "$work/$name.before" "$work/$name.after" | head -20; return 1; }
  code=0
  "$program" --dir "$work/$name" check --json --names --as-of 2026-11-23 >"$work/$name.jsonl" || code=$?
  [ $code -le 2 ] || { echo "$name: check ended with $code"; return 1; }
  echo "$name:"
  lua5.4 "$source/tests/make/agree.lua" "$work/$name.jsonl" "$expected"
}

# expected.json judges by the base policy without overlays: a trust's own folder of them that is empty.
mkdir -p "$work/policies/overlays"
for style in "sims:secondary with sixth form" arbor:pru special:special; do
  name="made-${style%%:*}"
  mkdir "$work/$name-files"
  lua5.4 "$source/tests/make/school.lua" "$work/$name-files" --seed "$seed" --style "${style%%:*}" --pupils 90
  expected="$work/$name-expected.json"
  mv "$work/$name-files/expected.json" "$expected"
  school "$name" "${style##*:}" "$work/$name-files" "$expected"
done

shared="$source/../shared/data"
if [ -d "$shared" ]; then
  for one in "hightown:secondary with sixth form" riverside-pru:pru oakfield:special; do
    name="${one%%:*}"
    mkdir "$work/$name-files"
    cp "$shared/$name"/*.csv "$work/$name-files/"
    # about.json names the wrong check letters; expected.json the judgements.
    { tr -d '\n' <"$shared/$name/expected.json" | sed 's/}[[:space:]]*$//'; printf ','; tr -d '\n' <"$shared/$name/about.json" | sed 's/^{//'; } >"$work/$name-expected.json"
    school "$name" "${one##*:}" "$work/$name-files" "$work/$name-expected.json"
  done
else
  echo "The shared sample schools are not here; the made ones were judged."
fi
