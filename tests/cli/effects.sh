#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What a word may do, for every row of the command table: one that reads changes no byte of the school, one that changes
# does nothing without consent, --dry-run stores nothing, and no answer replaces a file that it did not write.
#   tests/cli/effects.sh PROGRAM SOURCE
set -euo pipefail
program="$1" source="$2"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1
cd "$work"
"$program" new school --name "Harbour View Academy" --setting "secondary with sixth form" --contact "A. Okafor, a.okafor@harbourview.example" >/dev/null
cp "$source"/examples/harbour-view/*.lua school/
mkdir -p school/imports
cp "$source"/examples/harbour-view/imports/* school/imports/
cd school
"$program" import imports --yes --as-of 2026-11-23 >/dev/null 2>&1
"$program" backup >/dev/null
failed=0
wrong() { echo "$*"; failed=1; }

# The lock and SQLite's shared index are no part of the records.
state() { find . ! -name '*-shm' ! -name school.lock -printf '%p %y %m %T@\n' | grep -v '^\. ' | sort; find . -type f ! -name '*-shm' ! -name school.lock -print0 | sort -z | xargs -0 sha256sum; }
run() { code=0; "$program" "$@" </dev/null >"$work/out" 2>"$work/err" || code=$?; }
unchanged() { # what is said of it; the words
  local said="$1" before after
  shift
  before="$(state)"
  run "$@" --as-of 2026-11-23
  after="$(state)"
  [ "$before" = "$after" ] || wrong "$*: $said, and the school has changed: $(diff <(echo "$before") <(echo "$after") | head -4)"
}

printf 'UPN,Surname,Forename,Form,Year,Date of Birth\nA801200000001,Castell,Zoe,9AH,9,2012-10-01\n' >"$work/one.csv"
for word in $("$program" complete -- ""); do
  case "$("$program" help "$word")" in
    *"Changes records"*) effect=changes ;;
    *"Reads only."*) effect=reads ;;
    *"Writes a file"*) effect=writes ;;
    *"Something leaves"*) effect=leaves ;;
    *) effect=own ;;
  esac
  case "$word" in
    new) calls=("new $work/never --name E --setting secondary --contact A,a@e.example") ;;
    try | today | version) calls=("$word") ;;
    import) calls=("import imports/pupils.csv" "import $work/one.csv --columns") ;;
    doctor | backup) calls=("$word") ;;
    restore) calls=("restore $(ls backups)") ;;
    record) calls=("record lesson 9AH on today" "record explored 9AH on today sector=health") ;;
    met) calls=("met employer 9AH on today with Tugs --new") ;;
    interviewed) calls=("interviewed 9AH on today by IPU") ;;
    visited) calls=("visited 9AH on today for 6 hours") ;;
    mark) calls=("mark absent 9AH in #101") ;;
    confirm) calls=("confirm #101") ;;
    correct) calls=("correct #101 --cancel" "correct #101 --remove") ;;
    waive) calls=("waive 9AH 4.9.2 because medical until today by careers_leader") ;;
    attest) calls=("attest 1.0.3 because seen by careers_leader") ;;
    hold) calls=("hold 9AH because appeal") ;;
    snooze) calls=("snooze 9AH 4.6.4 until tomorrow because later") ;;
    in-hand) calls=("in-hand 9AH 4.6.4 because booked") ;;
    retain) calls=("retain" "retain year 9 --csv" "retain --news --json" "retain --delete" "retain year 9 --delete because moved") ;;
    undo) calls=("undo" "undo 1") ;;
    show) calls=("show 4.6.4" "show year 9" "show 101") ;;
    list) calls=("list" "list pupils" "list encounter where meaningful ?" "list career_plan --json") ;;
    find) calls=("find o" "find zzz") ;;
    open) calls=("open policy.lua" "open overview" "open outbox") ;;
    why) calls=("why year 9" "why year 9 4.6.4 --past") ;;
    policy) calls=("policy test ept-2022" "policy test --generate 4.9.3/tutor-follow-up" "policy coverage ept-2022") ;;
    codes) calls=("codes" "codes activity") ;;
    audiences) calls=("audiences" "audiences tutor") ;;
    journal) calls=("journal" "journal --verify" "journal --accept-break because") ;;
    check) calls=("check" "check --news" "check year 9 --json" "check --csv --names") ;;
    remind) calls=("remind" "remind tutors" "remind year 9 --json" "remind year 9 --show" "remind from today to tomorrow --again") ;;
    export) calls=("export intentions" "export intentions --output $work/never.csv" "export la --full") ;;
    unseal) calls=("unseal $work/one.csv") ;;
    send) calls=("send 2020-01-06") ;;
    settle) calls=("settle 1 arrived") ;;
    outbox) calls=("outbox") ;;
    calendar) calls=("calendar year" "calendar visits" "calendar interviews") ;;
    report) calls=("report overview" "report passport 9AH") ;;
    help | complete) calls=("$word") ;;
    run) calls=("run $work/reads.lua") ;;
    *) wrong "$word: a new word needs a line in tests/cli/effects.sh"; continue ;;
  esac
  echo 'check "year 9" today() journal()' >"$work/reads.lua"
  for call in "${calls[@]}"; do
    read -ra parts <<<"$call"
    case $effect in
      reads | own) unchanged "reads only" "${parts[@]}" ;;
      leaves)
        unchanged "was not allowed to let anything leave" "${parts[@]}"
        [ "$code" = 4 ] || wrong "$call: ended with $code and not with 4 without --yes"
        ;;
      changes)
        unchanged "was not allowed to change anything" "${parts[@]}"
        [ "$code" = 4 ] || grep -q "nothing changes" "$work/out" || wrong "$call: ended with $code and not with 4 without --yes"
        ;;
    esac
    unchanged "was to stop after its preview" "${parts[@]}" --dry-run
    { [ ! -e "$work/never" ] && [ ! -e "$work/never.csv" ]; } || wrong "$call --dry-run: made a folder"
  done
done
unchanged "--dry-run stores nothing" check --keep --dry-run
[ "$code" = 4 ] || wrong "check --keep --dry-run ended with $code"

# An answer replaces an earlier answer, and nothing else.
ln -s school.db link.json
for file in policy.lua people.lua school.db link.json imports/pupils.csv; do
  unchanged "$file is no answer of ours" check --json --output "$file"
  [ "$code" -ge 4 ] || wrong "check --output $file ended with $code"
done
unchanged "not even with --yes" check --json --output policy.lua --yes
unchanged "not even with --yes" check --json --output school.db --yes
rm link.json
echo "my own notes" >"$work/notes"
run check --json --as-of 2026-11-23 --output "$work/notes"
{ [ "$code" = 4 ] && [ "$(cat "$work/notes")" = "my own notes" ]; } || wrong "notes were replaced without --yes ($code)"
run check --json --as-of 2026-11-23 --output "$work/notes" --yes
grep -q '^{"v":1' "$work/notes" || wrong "--yes did not replace the notes"
for day in 2026-11-23 2026-11-24; do
  run check --json --as-of $day --output "$work/check.jsonl"
  grep -q "\"as_of\":\"$day\"" "$work/check.jsonl" || wrong "the answer of $day did not replace the one before ($code)"
done

# Data without --names hold no name of a pupil; nothing holds what would steer a terminal.
sqlite3 school.db 'select surname from pupil' | awk 'length($0) > 4' | sort -u >"$work/surnames"
[ -s "$work/surnames" ] || wrong "no surnames to look for"
for call in "check --json" "check --csv" "report overview --json" "list pupils --json" "list career_plan --csv" "list guidance --json" "show 101 --csv" "find o --json" "report passport 9AH --json"; do
  read -ra parts <<<"$call"
  run "${parts[@]}" --as-of 2026-11-23
  ! grep -qwFf "$work/surnames" "$work/out" || wrong "$call holds a name: $(grep -owFf "$work/surnames" "$work/out" | head -1)"
done
odd=$'e\e[31m.csv'
printf 'UPN,Surname,Forename,Form\e[2J,Year,Date of Birth\nA1,O'"'"'Br\e[2Jien,Zo\xc3\xab,9AB,9,31/02/2012\n' >"$work/$odd"
for call in "import" "import --columns" "import --json"; do
  read -ra parts <<<"$call"
  run "${parts[@]}" "$work/$odd"
  ! grep -q $'\e' "$work/out" "$work/err" || wrong "$call: an escape sequence of the file reaches the terminal"
done
exit $failed
