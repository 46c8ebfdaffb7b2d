#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Under a umask that gives everything to everybody, no word makes a file or folder that others may read; and nothing leaves a
# school whose files others can change.
#   tests/cli/rights.sh PROGRAM SOURCE
set -euo pipefail
program="$(realpath "$1")" source="$(realpath "$2")"
umask 077
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work/home" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1
mkdir "$work/home" "$work/from" "$work/out"
cp "$source"/examples/harbour-view/*.lua "$source"/examples/harbour-view/imports/* "$work/from"
echo 'check "year 9"' >"$work/from/reads.lua"
umask 000
cd "$work/out"
school="$work/school"
failed=0 count=0
wrong() { echo "$*"; failed=1; }

call() { # words that may end with 0 to 4: what they leave is looked at, not what they say
  local code=0 open
  "$program" --dir "$school" "$@" --as-of 2026-11-23 >"$work/said" 2>&1 </dev/null || code=$?
  [ $code -le 4 ] || { wrong "$*: ended with $code"; cat "$work/said"; }
  count=$((count + 1))
  open="$(find "$work" -not -name said \( -type f -o -type d \) -perm /077)"
  [ -z "$open" ] || { wrong "$*: others may read or write $open"; find "$work" -perm /077 -exec chmod go-rwx {} +; }
}

"$program" new "$school" --name "Harbour View" --setting "secondary with sixth form" --contact "A. Okafor, a.okafor@harbourview.example" >"$work/said"
for file in policy people terms; do cat "$work/from/$file.lua" >"$school/$file.lua"; done
call import "$work/from" --yes
call doctor
grep -q 'only you can read and write' "$work/said" || wrong "doctor: $(cat "$work/said")"
call backup
call record lesson 9AH on today theme=careers --yes
call met employer 9AH on today with Tugs --new --yes
call interviewed 9AH on today by IPU --yes
call visited 9AH on today for 6 hours --yes
call correct '#101' --cancel --yes
call waive 9AH 4.9.2 because medical until 2027-01-01 by careers_leader --yes
call hold 9AH because appeal --yes
call snooze 9AH 4.6.4 until tomorrow because later --yes
call in-hand 9AH 4.6.4 because booked --yes
call attest 1.0.3 because seen by careers_leader --yes
call undo --yes
call check --keep
call check --json --names --output "$work/out/check.jsonl"
call check --csv --names --output "$work/out/check.xlsx"
call why zoe --output "$work/out/why.txt"
call remind tutors
call remind tutors --drafts
call report overview
call report policy
call report statement
call report policy --out "$work/out/policy.html"
call export
call export intentions --yes
call export la --yes
call export leaver-notice --yes
call export record zoe --yes
call export key council --yes
call passport zoe
call import "$work/from/pupils.csv" as mis --save --yes
call retain
call journal
call policy compile
call policy test ept-2022 --quiet
call policy bundle --output "$work/out/a.bundle"
call policy editor
call policy fmt
call run "$work/from/reads.lua"
call restore "$(find "$school/backups" -name "school-*.db" -printf "%f\n" -quit)" --yes
umask 077
printf 'check year 9\nsave missing.csv\nsave %s/out/missing.xlsx\nquit\n' "$work" >"$work/from/typed"
umask 000
"$program" --dir "$school" --yes <"$work/from/typed" >"$work/said" 2>&1 || true
call today
[ "$(find "$school" "$work/out" -type f | wc -l)" -gt 20 ] || wrong "hardly anything was written: $(find "$school" "$work/out" -type f)"

# Others who can write: nothing leaves; others who can read: it is said.
umask 077
chmod 711 "$school"
chmod 602 "$school/school.db"
code=0
"$program" --dir "$school" export intentions --yes --as-of 2026-11-23 >"$work/said" 2>&1 || code=$?
{ [ $code = 5 ] && grep -q 'can change school.db' "$work/said" && grep -q 'chmod -R go-rwx' "$work/said"; } || wrong "export: ended with $code: $(cat "$work/said")"
chmod 604 "$school/school.db"
code=0
"$program" --dir "$school" export intentions --dry-run --as-of 2026-11-23 >"$work/said" 2>&1 || code=$?
{ [ $code -le 2 ] && grep -q 'can read school.db' "$work/said"; } || wrong "export: ended with $code: $(cat "$work/said")"
chmod 700 "$school"
"$program" --dir "$school" export intentions --dry-run --as-of 2026-11-23 >"$work/said" 2>&1 || true
! grep -q 'can read' "$work/said" || wrong "a closed folder: $(cat "$work/said")"
[ $failed = 0 ] && echo "$count calls."
exit $failed
