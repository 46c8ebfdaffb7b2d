#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The lines of examples/unattended as cron would run them: what they send, that a second run is silent, how they end.
#   tests/mail/unattended.sh PROGRAM SOURCE CLOCK
set -euo pipefail
program="$1" source="$2" clock="$3"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
"$program" new harbour-view --name "Harbour View Academy" --setting "secondary with sixth form" --contact "A. Okafor, a.okafor@harbourview.example" >/dev/null
cp "$source"/examples/harbour-view/*.lua harbour-view/
cp "$source"/examples/harbour-view/imports/* harbour-view/imports/
date -u -d "2026-11-23 07:30" +%s >clock
mkdir bin
ln -s "$program" bin/signpost
# A mail program that keeps what it is given, one file a message.
printf '#!/bin/sh\ncat >"%s/mail.$$"\n' "$work" >bin/keep
chmod +x bin/keep
sed -i "s#send_by *= *\"drafts\",#pace = 600, send_by = \"sendmail\", sendmail = \"$work/bin/keep\",#; /trial_to/d" harbour-view/people.lua
(cd harbour-view && "$program" import imports --yes --as-of 2026-11-23 >/dev/null 2>&1 && "$program" import imports/pupils.csv as mis --save --yes >/dev/null 2>&1)

failed=0 # 07:30 in London, the same in UTC on that day
wrong() { echo "$*"; failed=1; }
cron() { # a line of the table as cron has it: a bare shell, few variables, no terminal
  local code=0
  env -i LD_PRELOAD="$clock" MAIL_CLOCK="$work/clock" ASAN_OPTIONS="detect_leaks=0:verify_asan_link_order=0" HOME="$work" PATH="$work/bin:/usr/bin:/bin" LOGNAME=cron /bin/sh -c "$1" </dev/null >"$work/out" 2>&1 || code=$?
  echo "$code" >"$work/code"
}
lines=0
while read -r line; do
  lines=$((lines + 1))
  cron "$line"
  [ "$(cat code)" -le 2 ] || wrong "ended with $(cat code): $line: $(head -5 out)"
  case "$line" in *remind*) ls mail.* >sent 2>/dev/null || true ;; esac
done < <(sed -n 's/^[0-9][^a-z]*\(cd .*\)/\1/p' "$source/examples/unattended/crontab")
[ "$lines" = 3 ] || wrong "the table has $lines lines that run, not 3"

[ -s sent ] || wrong "nobody was written to"

# After one morning a second one says nothing and sends nothing.
while read -r line; do
  cron "$line"
  [ "$(cat code)" = 0 ] || wrong "a second time it ended with $(cat code): $line: $(head -5 out)"
  [ ! -s out ] || wrong "a second time it said: $line: $(head -5 out)"
done < <(sed -n 's/^[0-9][^a-z]*\(cd .*\)/\1/p' "$source/examples/unattended/crontab")
ls mail.* >again 2>/dev/null || true
cmp -s sent again || wrong "a second morning sent again: $(diff sent again | head -3)"

# The units run the same words, and systemd reads them where it is there.
grep -o 'signpost [a-z]* [^|&]*--[a-z]*' "$source/examples/unattended/crontab" | sed 's/ *$//' | sort -u >words
grep -o 'signpost [a-z]* [^|&]*--[a-z]*' "$source/examples/unattended/signpost-morning.service" | sed 's/ *$//' | sort -u >units
if [ ! -s units ] || [ -n "$(comm -13 words units)" ]; then wrong "the unit runs what the table does not: $(comm -13 words units)"; fi
if command -v systemd-analyze >/dev/null; then
  systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$source/examples/unattended/signpost-morning.timer")" >/dev/null || wrong "systemd does not read the timer"
fi
exit "$failed"
