#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A passport carries every record: of each pupil of the example schools, out of the school, into another, and out of that one
# again with the same records.
#   tests/cli/passports.sh PROGRAM SOURCE
set -euo pipefail
program="$1" source="$2"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1 SIGNPOST_TODAY=2026-11-23
failed=0
wrong() { echo "$*"; failed=1; }

# One line a record, with the UPN before it and without the school that made it.
records() {
  sed -e 's/{"upn"/\n&/g; s/"from_key":"[^"]*",\?//; s/"from_school":"[^"]*",\?//' "$1" |
    awk 'match($0, /"upn":"[^"]*"/) { upn = substr($0, RSTART, RLENGTH) } (at = index($0, "{\"kind\"")) { print upn, substr($0, at) }' | sort
}

carry() { # school, setting
  local name="$1" setting="$2" from="$work/$1" to="$work/$1-next" who out back
  cp -r "$source/examples/$name" "$from"
  "$program" new "$work/made" --name "$name" --setting "$setting" --contact "A. Okafor, a.okafor@$name.example" >/dev/null
  mv "$work/made/school.db" "$from/"
  rm -rf "$work/made"
  chmod -R go-rwx "$from"
  "$program" --dir "$from" import "$from/imports" --yes >/dev/null 2>&1 || [ $? -le 2 ] || { wrong "$name: the files can not be read"; return; }
  "$program" new "$to" --name "Next $name" --setting "$setting" --contact "A. Okafor, a.okafor@next.example" >/dev/null
  who="$(sqlite3 "$from/school.db" "select group_concat(upn, ', ') from (select upn from pupil where upn is not null order by id)")"
  # A week with its last day, which no file here has.
  "$program" --dir "$from" visited "${who%%,*}" on "9 nov 2026" to "13 nov 2026" with Brickfield --new for 30 hours --yes >/dev/null 2>"$work/err" || [ $? -le 2 ] ||
    { wrong "$name: the week can not be recorded"; cat "$work/err"; }
  { echo "UPN,Surname,Forename,Date of birth,Year,Form"
    sqlite3 -csv "$from/school.db" "select upn, surname, first_name, substr(dob,1,4)||'-'||substr(dob,5,2)||'-'||substr(dob,7,2), 2021 - dob/10000 + (dob%10000 < 901), 'A' from pupil where upn is not null"; } >"$work/pupils.csv"
  "$program" --dir "$to" import "$work/pupils.csv" --yes >/dev/null 2>"$work/err" || [ $? -le 2 ] || { wrong "$name: its pupils can not be read"; cat "$work/err"; return; }
  out="$from/exports/passport-2026-11-23.json" back="$to/exports/passport-2026-11-23.json"
  "$program" --dir "$from" export passport "$who" --yes >/dev/null 2>&1 || wrong "$name: nothing left"
  "$program" --dir "$to" import "$out" --yes >"$work/in" 2>"$work/err" || { wrong "$name: the passport is not read whole"; head -20 "$work/err"; }
  "$program" --dir "$to" export passport "$who" --yes >/dev/null 2>&1 || wrong "$name: nothing left again"
  records "$out" >"$work/a"
  records "$back" >"$work/b"
  [ "$(grep -c '"record"' "$work/a")" -gt 50 ] || wrong "$name: hardly any record left"
  grep -q '"last_day":"2026-11-13"' "$work/a" || wrong "$name: the last day of the week did not leave"
  cmp -s "$work/a" "$work/b" || { wrong "$name: not the same once more"; diff "$work/a" "$work/b" | head -10; }
}

carry harbour-view "secondary with sixth form"
carry moor-edge "pupil referral unit"
carry larkfield special
[ $failed = 0 ] && echo "passports: every record came through"
exit $failed
