#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What leaves at a terminal: the number is typed, the passphrase asked for twice and never shown; nothing in between leaves.
#   tests/cli/leaving.sh PROGRAM SOURCE
set -euo pipefail
program="$1" source="$2"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1 TERM=xterm SIGNPOST_TODAY=2026-11-23
cd "$work"
"$program" new school --name "Harbour View Academy" --setting "secondary with sixth form" --contact "A. Okafor, a.okafor@harbourview.example" >/dev/null
cp "$source"/examples/harbour-view/*.lua school/
mkdir -p school/imports
cp "$source"/examples/harbour-view/imports/* school/imports/
cd school
"$program" import imports --yes >/dev/null 2>&1
failed=0
wrong() { echo "$*"; failed=1; }
count="$("$program" export la --dry-run --json | sed -n 's/.*"pupils":\([0-9]*\).*/\1/p')"
{ [ -n "$count" ] && [ "$count" -gt 1 ]; } || wrong "export la would be about nobody"

talk() { # expect's script on stdin; what was shown is in $work/shown
  expect -f - "$program" "$count" >"$work/shown" 2>&1 || wrong "expect ended with $?: $(tail -3 "$work/shown")"
}

# A letter typed by habit, another number, nothing at all.
for said in y yes "$((count + 1))" ""; do
  talk <<EOF
set timeout 20
spawn [lindex \$argv 0] export la
expect "Type [lindex \$argv 1]"
send -- "$said\r"
expect eof
EOF
  grep -q "Nothing left the school" "$work/shown" || wrong "'$said' was taken for consent"
  [ ! -e exports ] || wrong "'$said' wrote a file"
done

# Two passphrases that differ are asked for again; too short a one ends it.
talk <<'EOF'
set timeout 20
spawn [lindex $argv 0] export la --encrypt
expect "Type [lindex $argv 1]"
send -- "[lindex $argv 1]\r"
expect "Passphrase: "
send -- "short\r"
expect "same again: "
send -- "short\r"
expect eof
EOF
grep -q "too short" "$work/shown" || wrong "a passphrase of five letters was taken"
[ -z "$(ls exports 2>/dev/null)" ] || wrong "a file was written without a passphrase"
talk <<'EOF'
set timeout 20
spawn [lindex $argv 0] export la --encrypt
expect "Type [lindex $argv 1]"
send -- "[lindex $argv 1]\r"
expect "Passphrase: "
send -- "correct horse battery\r"
expect "same again: "
send -- "correct horse batter\r"
expect "They are not the same"
expect "Passphrase: "
send -- "correct horse battery\r"
expect "same again: "
send -- "correct horse battery\r"
expect "slow on purpose"
expect "is written"
expect eof
EOF
! grep -q "correct horse" "$work/shown" || wrong "the passphrase was shown"
[ -s exports/la-2026-11-23.csv.sealed ] || wrong "no sealed file was written: $(tail -5 "$work/shown")"
talk <<'EOF'
set timeout 20
spawn [lindex $argv 0] unseal exports/la-2026-11-23.csv.sealed
expect "Passphrase: "
send -- "correct horse battery\r"
expect "is written"
expect eof
EOF
[ "$(wc -l <exports/la-2026-11-23.csv)" = "$((count + 1))" ] || wrong "what was opened is not what was sealed"
[ "$(find exports -type f -perm /077 | wc -l)" = 0 ] || wrong "others may read what was exported"
[ -z "$(find . -name '.*.new*')" ] || wrong "a temporary file was left over"
exit $failed
