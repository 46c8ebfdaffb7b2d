#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What a machine does beside failing: descriptors that are closed, a reader that goes away, a full device, a folder that
# may only be read, and several runs at once.
#   tests/faults/machine.sh PROGRAM SOURCE
set -euo pipefail
program="$(readlink -f "$1")" source="$(readlink -f "$2")"
place=/dev/shm
[ -w "$place" ] || place="${TMPDIR:-/tmp}"
work="$(mktemp -d "$place/signpost-machine.XXXXXX")"
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1
cd "$work"
failed=0
wrong() { echo "$*"; failed=1; }
"$program" new school --name "Harbour View Academy" --setting secondary --contact "A. Okafor, a.okafor@harbourview.example" >/dev/null
cp "$source"/examples/harbour-view/*.lua school/
head -20 "$source"/examples/harbour-view/imports/pupils.csv >pupils.csv
cd school
"$program" import ../pupils.csv --yes --as-of 2026-11-23 >/dev/null 2>&1
cp -a "$work/school" "$work/kept"
again() { cd "$work"; chmod -R u+w school; rm -rf school; cp -a kept school; cd school; }
rows() { sqlite3 school.db 'select count(*) from journal'; }
whole() { "$program" journal --verify >/dev/null 2>&1 && [ "$(sqlite3 school.db 'pragma integrity_check')" = ok ]; }
hold() { "$program" hold "year 9" because "$1" --yes; }
run() { code=0; "$@" || code=$?; }

# What would be printed goes nowhere, and never into the records or the lock.
for closed in '<&-' '>&-' '2>&-' '<&- >&-' '>&- 2>&-' '<&- >&- 2>&-'; do
  again
  run bash -c 'program="$1"; eval "exec \"\$program\" hold \"year 9\" because closed --yes '"$closed"'"' - "$program" >/dev/null 2>&1
  [ "$code" = 0 ] || wrong "hold $closed ended with $code"
  [ "$(rows)" = 3 ] || wrong "hold $closed: not one row more in the journal, but $(rows)"
  whole || wrong "hold $closed: the records are not whole"
  ! grep -q "Step" school.lock || wrong "hold $closed: what was to be printed is in the lock"
done

# A reader that goes away: the change is whole, and nothing dies of a signal.
again
set +o pipefail
hold pipe | true
[ "$(rows)" = 3 ] || wrong "the reader went away, and the journal has $(rows) rows"
whole || wrong "the reader went away, and the records are not whole"
codes="$( (run "$program" check --json --as-of 2026-11-23; echo "$code" >&2) 2>&1 >/dev/full | tail -1)"
[ "$codes" = 5 ] || wrong "an answer to a full device ended with $codes and not with 5"
codes="$( { run "$program" check --json --as-of 2026-11-23; echo "$code" >&2; } 2>&1 >/dev/null | tail -1)"
[ "$codes" -lt 5 ] || wrong "check ended with $codes"
set -o pipefail

# A folder that may only be read; rights are nobody's for root unless they are given up.
limited=()
[ "$(id -u)" != 0 ] || limited=(setpriv '--bounding-set=-dac_override,-dac_read_search')
again
before="$(sha256sum school.db policy.lua)"
chmod 500 . && chmod 400 school.db
for call in "hold 9AH because looking --yes" "import ../pupils.csv --yes" "backup"; do
  read -ra words <<<"$call"
  run "${limited[@]}" "$program" "${words[@]}" >../out 2>&1
  [ "$code" = 5 ] || wrong "$call in a folder that may only be read ended with $code"
  grep -q 'E407\|E406' ../out || wrong "$call in a folder that may only be read: $(head -1 ../out)"
done
[ "$(sha256sum school.db policy.lua)" = "$before" ] || wrong "a folder that may only be read has changed"

# Two to five at once: each works or says that it can not, and the journal knows each that worked.
for many in 2 3 5; do
  again
  for number in $(seq "$many"); do
    (run hold "run $number" >"../out$number" 2>&1; echo "$code" >"../code$number") &
  done
  wait
  worked=0
  for number in $(seq "$many"); do
    case "$(cat "../code$number")" in
      0) worked=$((worked + 1)) ;;
      5) grep -q E401 "../out$number" || wrong "one of $many at once: $(head -1 "../out$number")" ;;
      4) grep -q E222 "../out$number" || wrong "one of $many at once: $(head -1 "../out$number")" ;;
      *) wrong "one of $many at once ended with $(cat "../code$number"): $(head -1 "../out$number")" ;;
    esac
  done
  [ "$worked" -ge 1 ] || wrong "none of $many at once worked"
  [ "$(rows)" = $((2 + worked)) ] || wrong "$worked of $many at once worked, and the journal has $(rows) rows"
  whole || wrong "$many at once: the records are not whole"
done

# One holds the records for long: the others say who, within twelve seconds, and looking goes on.
again
printf 'import, since 07:30' >school.lock
flock school.lock sleep 14 &
sleep 0.2
from=$SECONDS
for number in 1 2; do
  (run hold "waits" >"../out$number" 2>&1; echo "$code" >"../code$number") &
  pids[number]=$!
done
run "$program" check 9AH --quiet --as-of 2026-11-23 >/dev/null 2>&1
[ "$code" -lt 5 ] || wrong "looking while another program holds the records ended with $code"
wait "${pids[1]}" "${pids[2]}"
[ $((SECONDS - from)) -le 12 ] || wrong "waited $((SECONDS - from)) s for the records"
for number in 1 2; do
  { [ "$(cat "../code$number")" = 5 ] && grep -q 'import, since 07:30.*E401' "../out$number"; } ||
    wrong "while another program holds the records: $(cat "../code$number") $(head -1 "../out$number")"
done
wait
[ "$(rows)" = 2 ] || wrong "a run that was refused wrote into the journal"

# A copy is not put back while somebody has the records open.
again
"$program" backup >/dev/null
copy="$(ls backups)"
mkfifo ../talk
"$program" <../talk >../out1 2>&1 &
prompt=$!
exec 3>../talk
echo today >&3
for _ in $(seq 100); do ! grep -q . ../out1 || break; sleep 0.1; done
run "$program" restore "$copy" --yes >../out 2>&1
{ [ "$code" = 5 ] && grep -q E401 ../out; } || wrong "restore under an open prompt ended with $code: $(head -1 ../out)"
exec 3>&-
wait "$prompt" || true
run "$program" restore "$copy" --yes >../out 2>&1
[ "$code" = 0 ] || wrong "restore after the prompt was left ended with $code: $(head -1 ../out)"
whole || wrong "restore: the records are not whole"
exit $failed
