#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A school year of reminders, day by day, in three invented schools: what is so of every message; what one tutor of each reads
# by a small policy (tests/cli/reminders/*.txt, reviewed); and that days thought of beforehand are the days as they come.
#   tests/cli/reminders.sh PROGRAM SOURCE [--accept]
set -euo pipefail
program="$1" source="$2" accept="${3:-}" here="$2/tests/cli/reminders"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1
shipped=3
[ "${SIGNPOST_SANITIZED:-OFF}" = OFF ] || shipped=1 # they take four times as long
cp -r "$here/policies" "$work/policies"

school() { # name, setting, style; mail may go to the domain of the staff
  local domain
  domain="$(grep -h -o '@[a-z.]*example' "$work/$3-files"/* | sort | uniq -c | sort -rn | sed -n '1s/.*@//p')"
  "$program" new "$work/$1" --name "Made School" --setting "$2" --contact "A. Okafor, amara.okafor@made.example" >/dev/null
  sed -i "s/domains  = .*/domains  = { \"$domain\", \"made.example\" },/" "$work/$1/people.lua"
  "$program" --dir "$work/$1" import "$work/$3-files" --yes --as-of 2026-11-23 >/dev/null 2>&1 || [ $? -le 2 ]
}

number=0 failed=0
for style in "arbor:T01:pru" "sims:T05:secondary with sixth form" "special:T05:special"; do
  setting="${style##*:}" tutor="${style#*:}" tutor="${tutor%%:*}" style="${style%%:*}"
  mkdir "$work/$style-files"
  lua5.4 "$source/tests/make/school.lua" "$work/$style-files" --seed 7 --style "$style" --pupils 48 >/dev/null
  rm "$work/$style-files/expected.json"
  if [ $number -lt $shipped ]; then
    school "$style" "$setting" "$style"
    "$program" --dir "$work/$style" remind from 2026-09-01 to 2027-08-31 --texts --as-of 2026-09-01 >"$work/$style.year"
    "$program" --dir "$work/$style" list pupils --csv --names --as-of 2026-11-23 >"$work/$style.pupils"
    echo -n "$style: "
    lua5.4 "$here/year.lua" "$work/$style.year" "$work/$style.pupils" || failed=1
  fi
  number=$((number + 1))
  # One tutor's year by the small policy.
  school "tiny-$style" "$setting" "$style"
  printf 'amends "tiny" { version = "1", school = "Made School", urn = 100001, setting = "%s", sixth_form = false,\n  approved = "2022-09-01", approved_by = "Governors", from = "2022-09-01" }\n' \
    "${setting%% *}" >"$work/tiny-$style/policy.lua"
  "$program" --dir "$work/tiny-$style" remind "$tutor" from 2026-09-01 to 2027-08-31 --texts --as-of 2026-09-01 | sed 's/  *$//' >"$work/$style.txt"
  if [ "$accept" = --accept ]; then cp "$work/$style.txt" "$here/$style.txt"; fi
  diff -u "$here/$style.txt" "$work/$style.txt" || { echo "$style: a tutor reads something else; tests/cli/reminders.sh PROGRAM SOURCE --accept"; failed=1; }
done

# Days as they come, each drafted, are what was foreseen.
tiny="$work/tiny-sims" code=0
"$program" --dir "$tiny" remind from 2027-05-17 to 2027-06-11 --csv --as-of 2027-05-17 2>/dev/null | tail -n +2 | cut -d, -f1,2,4 >"$work/ahead"
for day in 05-17 05-18 05-19 05-20 05-21 05-24 05-25 05-31 06-01 06-07 06-08 06-09 06-10 06-11; do
  "$program" --dir "$tiny" remind --csv --as-of "2027-$day" 2>/dev/null | tail -n +2 | sed "s/^/2027-$day,/" | awk -F, '{ print $1 "," $2 "," $5 }' >>"$work/came"
  "$program" --dir "$tiny" remind --drafts --as-of "2027-$day" >/dev/null 2>"$work/err" || code=$?
  [ $code -le 2 ] || { echo "drafts of 2027-$day ended with $code"; cat "$work/err"; failed=1; }
done
diff -u "$work/ahead" "$work/came" || { echo "what came is not what was foreseen"; failed=1; }
[ "$(wc -l <"$work/ahead")" -ge 5 ] || { echo "hardly anything was foreseen"; failed=1; }
exit $failed
