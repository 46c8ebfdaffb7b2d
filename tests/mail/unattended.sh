#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The lines of examples/unattended as cron and systemd would run them, with little more than the PATH that they name: what
# they send, that a second run is silent, how they end, and that nobody is written to when the export can not be read.
#   tests/mail/unattended.sh PROGRAM SOURCE CLOCK
set -euo pipefail
program="$1" source="$2" clock="$3"
table="$source/examples/unattended/crontab" unit="$source/examples/unattended/signpost@.service"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir bin
ln -s "$program" bin/signpost
# A mail program that keeps what it is given, one file a message.
printf '#!/bin/sh\ncat >"%s/mail.$$"\n' "$work" >bin/keep
chmod +x bin/keep

failed=0
wrong() { echo "$*"; failed=1; }
at() { date -u -d "$1" +%s >clock; } # in winter London's hour is that of UTC
mails() { find . -maxdepth 1 -name 'mail.*' | sort; }

at "2026-11-23 07:30"
for school in harbour-view moor-edge; do
  "$program" new "$school" --name "School of $school" --setting "secondary with sixth form" --contact "A. Okafor, a.okafor@$school.example" >/dev/null
  cp "$source/examples/harbour-view/"*.lua "$school"/
  cp "$source/examples/harbour-view/imports/"* "$school"/imports/
  sed -i "s#send_by *= *\"drafts\",#pace = 600, send_by = \"sendmail\", sendmail = \"$work/bin/keep\",#; /trial_to/d" "$school"/people.lua
  (cd "$school" && "$program" import imports --yes --as-of 2026-11-23 >/dev/null 2>&1 && "$program" import imports/pupils.csv as mis --save --yes >/dev/null 2>&1)
done

# What the table says of variables is all that a line has, besides what cron itself gives; /usr/local/bin stands for where
# signpost is.
settings=()
while IFS= read -r setting; do settings+=("${setting/\/usr\/local\/bin/$work/bin}"); done < <(grep -E '^[A-Z_]+=' "$table")
bare=(env -i LD_PRELOAD="$clock" MAIL_CLOCK="$work/clock" ASAN_OPTIONS="detect_leaks=0:verify_asan_link_order=0" HOME="$work" LOGNAME=cron SHELL=/bin/sh)
lines() { sed -nE 's/^[0-9]+ [0-9]+ \* \* [0-9-]+ +(.*)/\1/p' "$table"; }

cron() { # LINE: as cron has it, a bare shell, few variables, no terminal
  local code=0
  "${bare[@]}" PATH=/usr/bin:/bin "${settings[@]}" /bin/sh -c "$1" </dev/null >out 2>&1 || code=$?
  echo "$code" >code
}

systemd() { # SCHOOL: the unit, one line after the other until one fails
  local code=0 command good path
  good=" 0 $(sed -n 's/^SuccessExitStatus=//p' "$unit") "
  path="$(sed -n 's#^Environment=PATH=/usr/local/bin#'"$work/bin"'#p' "$unit")"
  : >out
  while IFS= read -r command && [[ "$good" == *" $code "* ]]; do
    code=0
    (cd "$1" && "${bare[@]}" PATH="$path" /bin/sh -c "$command" </dev/null) >>out 2>&1 || code=$?
  done < <(sed -nE "s#^ExecStart=/bin/sh -c '(.*)'\$#\1#p" "$unit")
  [[ "$good" == *" $code "* ]] && code=0
  echo "$code" >code
}

count=0
while IFS= read -r line; do
  count=$((count + 1))
  cron "$line"
  [ "$(cat code)" -le 2 ] || wrong "ended with $(cat code): $line: $(head -5 out)"
  grep -q "not found" out && wrong "a program was not found: $line: $(head -5 out)"
  case "$line" in *remind*) mails >"sent.$count" ;; esac
done < <(lines)
[ "$count" = 4 ] || wrong "the table has $count lines that run, not two for each of two schools"
[ -s sent.1 ] || wrong "nobody of the first school was written to"
[ "$(wc -l <sent.3)" -gt "$(wc -l <sent.1)" ] || wrong "nobody of the second school was written to"
mails >sent

# After one morning a second one says nothing and sends nothing.
while IFS= read -r line; do
  cron "$line"
  [ "$(cat code)" = 0 ] || wrong "a second time it ended with $(cat code): $line: $(head -5 out)"
  [ ! -s out ] || wrong "a second time it said: $line: $(head -5 out)"
done < <(lines)
mails >again
cmp -s sent again || wrong "a second morning sent again: $(diff sent again | head -3)"

# A week later lists are due.  Where the export can not be read nobody is written to, and it is said; once it is there, they go.
at "2026-11-30 07:30"
mv harbour-view/imports/pupils.csv kept.csv
mv moor-edge/imports/pupils.csv kept-too.csv
monday="$(lines | grep 'cd harbour-view.*remind')"
cron "$monday"
[ "$(cat code)" != 0 ] || wrong "the table: no export, and it ended with 0"
[ -s out ] || wrong "the table: no export, and nothing was said"
systemd moor-edge
[ "$(cat code)" -ge 3 ] || wrong "the unit: no export, and it ended with $(cat code)"
[ -s out ] || wrong "the unit: no export, and nothing was said"
mails >again
cmp -s sent again || wrong "without an export somebody was written to: $(diff sent again | head -3)"
mv kept.csv harbour-view/imports/pupils.csv
mv kept-too.csv moor-edge/imports/pupils.csv
cron "$monday"
mails >by-table
[ "$(wc -l <by-table)" -gt "$(wc -l <sent)" ] || wrong "with the export there again the table wrote to nobody: $(head -5 out)"
systemd moor-edge
[ "$(cat code)" = 0 ] || wrong "the unit ended with $(cat code): $(head -5 out)"
mails >by-unit
[ "$(wc -l <by-unit)" -gt "$(wc -l <by-table)" ] || wrong "with the export there again the unit wrote to nobody: $(head -5 out)"

# The unit runs the words of the table, and systemd reads timer and unit where it is there.
grep -o 'signpost [a-z]* [^|&;]*--[a-z]*' "$table" | sed 's/ *$//' | sort -u >words
grep '^ExecStart' "$unit" | grep -o 'signpost [a-z]* [^|&;]*--[a-z]*' | sed 's/ *$//' | sort -u >units
if [ ! -s units ] || [ -n "$(comm -13 words units)" ]; then wrong "the unit runs what the table does not: $(comm -13 words units)"; fi
if command -v systemd-analyze >/dev/null; then
  systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$source/examples/unattended/signpost@.timer")" >/dev/null || wrong "systemd does not read the timer"
fi
exit "$failed"
