#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Who may see what: a school in which each sensitive thing has a text of its own, walked by every word that prints pupils, for
# every audience, as text, JSON, CSV, workbook and page.  What the audience table withholds may be in none of it; what it shows
# is in some of it, or this test would prove nothing.
#   tests/cli/profiles.sh PROGRAM
set -euo pipefail
program="$(realpath "$1")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1
failed=0
wrong() { echo "$*"; failed=1; }

# The rule of a thing has its marker as a title: that it names somebody tells the thing.
mkdir -p "$work/policies/own"
{
  echo 'policy { id = "own", title = "Own", version = "1", owner = "Trust", status = "statutory-trust", effective = "2022-06-01", review_by = "2029-06-30" }'
  echo 'role "tutor" { title = "Tutor", clause = "9.1", finds = "form" }'
  echo 'role "careers_leader" { title = "Careers Leader", clause = "9.1" }'
  echo 'section "9" { title = "Things" }'
  n=0
  rule() { # who, title, have
    n=$((n + 1))
    echo "clause \"9.$n\" { title = \"Clause $n\", basis = \"guidance\", text = [[Text $n.]],"
    echo "  must \"r$n\" { title = \"a $2\", who = pupils { $1 }, have = $3, when = each_school_year(), owner = role.tutor, exempt = { reasons = { \"medical\", \"other\" } } } }"
  }
  rule 'year = years(7, 13)' MARKPLAIN 'encounter {}'
  rule 'sen = "ehcp"' MARKSEN 'encounter {}'
  rule 'care = "looked_after"' MARKCARE 'encounter {}'
  rule 'child_in_need = true' MARKNEED 'encounter {}'
  rule 'fsm = true' MARKMEALS 'encounter {}'
  rule 'disadvantaged = true' MARKPREMIUM 'encounter {}'
  rule 'risk = "red"' MARKRISK 'encounter {}'
  rule 'year = years(7, 13)' MARKREVIEW 'ehc_review { adulthood = true }'
  rule 'year = years(7, 13)' MARKPEP 'pep { careers = true }'
  rule 'year = years(7, 13)' MARKSHARING 'la_instruction {}'
  rule 'year = years(7, 13)' MARKOFFER 'offer { suitable = true }'
  echo "clause \"9.90\" { title = \"Birthday\", basis = \"guidance\", text = [[Text.]], must \"birthday\" { title = \"a MARKBIRTH\", who = pupils { year = years(7, 13) },"
  echo "  have = guidance {}, when = within { days = 200, of = birthday(14) }, owner = role.tutor } }"
} >"$work/policies/own/policy.lua"

school="$work/school"
"$program" new "$school" --name Marked --setting "secondary with sixth form" --contact "Ada Markstaff, a@marked.example" >/dev/null
cat >"$school/policy.lua" <<'POLICY'
amends "own" { version = "1", school = "Marked", urn = 100001, setting = "secondary", sixth_form = true, approved = "2022-09-14",
  approved_by = "Governors", from = "2022-09-01", records_from = "2022-09-01" }
POLICY
cat >"$school/people.lua" <<'PEOPLE'
staff "AM" { name = "A. Markstaff", email = "a@marked.example", roles = { "careers_leader" } }
staff "TT" { name = "T. Markstaff", email = "t@marked.example", roles = { "tutor" }, form = "9ZZ" }
PEOPLE
{
  echo "UPN,Admission No,Legal Surname,Legal Forename,Date of Birth,Year Group,Reg Group,SEN Status,Looked After,Child in need,Eligible for FSM,Pupil Premium,Risk,Date of Admission"
  echo "P207000016049,ADM77001,Markname,Zed,13/09/2012,Year 9,9ZZ,E,Yes,Yes,Yes,Yes,red,01/09/2023"
  for i in 2 3 4 5 6 7 8; do echo ",ADM7700$i,Markname,Other$i,0$i/05/2013,Year 9,9ZZ,N,No,No,No,No,green,01/09/2023"; done
} >"$work/pupils.csv"
day=2026-11-23
run() { "$program" --dir "$school" "$@" --as-of $day; }
setup() { local code=0; run "$@" >"$work/out" 2>"$work/err" || code=$?; [ $code -le 2 ] || { echo "$*: ended with $code"; cat "$work/out" "$work/err"; exit 1; }; }
setup import "$work/pupils.csv" --yes
setup record guidance zed on 12 nov by AM used_ehc=yes used_pep=yes title=MARKTALK --yes
setup record ehc_review zed on 10 nov title=MARKEHCNOTE --yes
setup record offer zed on 9 nov suitable=yes title=MARKPLACE --yes
setup waive zed 9.1 because other until 2027-07-01 by careers_leader --yes
setup hold zed because MARKHOLD until 2027-07-01 --yes

# Marker and the row of the table that it tells.
markers="MARKSEN:sen MARKCARE:care MARKNEED:child_in_need MARKMEALS:fsm MARKPREMIUM:disadvantaged MARKRISK:risk MARKREVIEW:sen MARKPEP:care
  MARKSHARING:sharing MARKOFFER:destination MARKBIRTH:date_of_birth MARKEHCNOTE:sen MARKPLACE:destination MARKHOLD:reasons
  P207000016049:number ADM77001:number used.ehc:sen used.pep:care 2012-09-13:date_of_birth Markname:name Zed:name Markstaff:staff"
login="$(id -un)"

calls='check
check --json --names --all
check --csv --names
check 9ZZ --all
check zed
check zed --all --json --names
why zed --all --past
why zed --json --names
why zed 9.1
why zed 9.3
why zed 9.90 --json
show zed
show zed --json
show #1
show #2
show #3
show #1 --json --names
list
list pupils --json --names
list guidance --csv --names
list guidance where used_ehc yes
list ehc_review
list offer
list waivers --json --names
list activities
list staff
find zed
find zed --json --names
find mark
find 9zz
find offers
journal
journal --json
policy explain zed 9.1
policy explain zed 9.3 --json --names
report overview'

walk() { # profile -> $work/all: everything that it prints and writes
  local profile="$1" call code number=0
  rm -rf "$school/reports" "$work/all" "$work"/book*.xlsx
  while read -r call; do
    local -a parts
    read -ra parts <<<"$call"
    code=0
    run "${parts[@]}" --profile "$profile" >"$work/one" 2>&1 || code=$?
    case $code in 5 | 6 | 7) wrong "$call --profile $profile: ended with $code"; cat "$work/one" ;; esac
    number=$((number + 1))
    sed "s/^/[$number] /" "$work/one" >>"$work/all"
  done <<<"$calls"
  run check --csv --names --profile "$profile" --output "$work/book-$profile.xlsx" >/dev/null 2>&1 || true
  [ ! -e "$work/book-$profile.xlsx" ] || unzip -p "$work/book-$profile.xlsx" | sed 's/^/[book] /' >>"$work/all"
  # A refusal names the field that was asked for, and says nothing of anybody.
  sed -i '/] Nobody is listed by /d' "$work/all"
  cp "$work/all" "$work/told"
  cat "$school"/reports/* | sed 's/^/[page] /' >>"$work/all"
}

seen=" "
profiles="$(run audiences --json | grep -v 'what is made for it' | grep -o '"audience":"[a-z_]*"' | cut -d'"' -f4)"
[ "$(wc -w <<<"$profiles")" -ge 12 ] || wrong "only these can be walked: $profiles"
for profile in $profiles; do
  walk "$profile"
  run audiences "$profile" --csv >"$work/table"
  names="$(sed -n 's/^name,.*,\([a-z]*\).*$/\1/p' "$work/table")"
  for marker in $markers; do
    text="${marker%%:*}" field="${marker##*:}"
    may="$(grep "^$field," "$work/table" | grep -c ',yes\|,"yes' || true)"
    # In counts the title of a rule tells of nobody: on pages, and to governors and the like.
    file="$work/all"
    case $text in MARKEHCNOTE | MARKPLACE | MARKHOLD | MARKTALK) ;; MARK[A-Z]*) file="$work/told"; [ "$names" = yes ] || continue ;; esac
    if grep -q "$text" "$file"; then
      [ "$may" = 1 ] || { wrong "$profile is not shown $field, and reads $text:"; grep -m3 "$text" "$file" | cut -c1-200; }
      seen="$seen$text "
    fi
  done
  if [ "$names" != yes ]; then
    grep -E '"(overdue|due_soon|missed|unknown|on_track|waived|met|of|n)":[1-5][,}]' "$work/all" | grep -v '"line":"run"' && wrong "$profile reads a count from 1 to 5"
    grep -F "\"$login\"" "$work/all" && wrong "$profile reads the login name"
  fi
done
for marker in $markers; do
  text="${marker%%:*}"
  case $text in MARKHOLD | ADM77001 | 2012-09-13) continue ;; esac # no word prints these today, to nobody
  case "$seen" in *" $text "*) ;; *) wrong "$text is shown to nobody at all: its test proves nothing" ;; esac
done
# Every word: those that take a profile were called above, and the others say why they take none, and show nothing.
words() {
  "$program" help | sed -n '/^  start/,/^$/p' | grep -v '^  scripts' | sed 's/^  [a-z]* *\(in  \)\? *//' | tr -s ' ' '\n' | grep -vx -e "" -e help -e version -e open -e policy -e export
  "$program" help policy | sed -n 's/^  \([a-z-]*\)  *[A-Z].*/policy \1/p'
  "$program" help export | sed -n 's/^  \([a-z-]*\)  *[A-Z].*/export \1/p'
}
count=0
while read -r word; do
  [ -n "$word" ] || continue
  count=$((count + 1))
  read -ra names <<<"$word"
  if "$program" help "${names[@]}" | grep -q -e '--profile AUDIENCE'; then
    grep -q "^$word" <<<"$calls" || wrong "$word takes --profile, and this test does not call it"
    continue
  fi
  code=0
  run "${names[@]}" --profile governors >"$work/one" 2>&1 || code=$?
  [ $code = 4 ] || wrong "$word --profile governors ended with $code"
  grep -q -e 'for the careers team alone' -e 'same for every reader' "$work/one" || { wrong "$word --profile governors gives no reason:"; head -3 "$work/one"; }
  grep -q -e Markname -e Zed "$work/one" && wrong "$word --profile governors names somebody"
done < <(words)
[ $count -ge 50 ] || wrong "only $count words were found"
[ $failed = 0 ] && echo "$count words," "$(wc -w <<<"$profiles") profiles, $(wc -w <<<"$markers") markers, $(grep -c . <<<"$calls") calls each."
exit $failed
