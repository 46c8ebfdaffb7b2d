#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Odd names, odd paths, too much of everything, a school with nobody in it: each ends with a message and the right code.
#   tests/cli/hostile.sh PROGRAM SOURCE
set -euo pipefail
program="$1"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1
cd "$work"
failed=0
wrong() { echo "$*"; failed=1; }
run() { code=0; env LC_ALL="${locale:-C.UTF-8}" TZ="${zone:-UTC}" timeout -s KILL 60 "$program" "$@" </dev/null >"$work/out" 2>"$work/err" || code=$?; }
ends() { # code, the words
  local expected="$1"
  shift
  run "$@"
  [ "$code" = "$expected" ] || wrong "$*: ended with $code and not with $expected: $(head -2 "$work/err")"
}

# A school with nobody in it.
mkdir trust
ends 0 new trust/empty --name "Nobody's \"A\" School" --setting secondary --contact "Zoë O'Brien, z@e.example"
cd trust/empty
for word in today journal remind "report overview" "journal --verify" "help"; do
  read -ra parts <<<"$word"
  ends 0 "${parts[@]}"
done
ends 4 show 9AH
ends 4 undo --yes
ends 1 check
: >terms.lua
ends 1 check

# Names as people have them.
printf '%s\n' 'UPN,Surname,Forename,Form,Year,Date of Birth' 'H801200000001,O’Brien,Zoë,9AH,9,2012-10-01' "H801200000002,O'Neill,Łukasz,9AH,9,2012-10-02" \
  "H801200000003,Dvořák,\"=cmd|' /c x'!A1\",9AH,9,2012-10-03" 'H801200000004,İnce,Iğdır,9AH,9,2012-10-04' >"$work/pupils.csv"
ends 0 import "$work/pupils.csv" --yes
for locale in C C.UTF-8 tr_TR.UTF-8; do
  for name in "o'brien" "O’Brien" "o'neill" dvorak ince İnce igdir ığdır IĞDIR; do
    ends 0 show "$name"
  done
done
locale=C.UTF-8
run check --csv --names
! grep -q ',=cmd' "$work/out" || wrong "a formula of the data stands in the CSV"
locale=C run check --json --names
cp "$work/out" "$work/first"
locale=tr_TR.UTF-8 zone=Asia/Tokyo run check --json --names
cmp -s "$work/out" "$work/first" || wrong "locale or zone change the findings"

# Paths and amounts.
cp policy.lua "$work/policy.lua"
mkdir ../secret
echo 'secret = "in another folder" +' >../secret/a.lua
for name in ../secret ../../trust/secret /etc "" . .. 'a\\b'; do
  sed "s|amends \"ept-2022\"|amends \"$name\"|" "$work/policy.lua" >policy.lua
  ends 3 check
  ! grep -q "another folder" "$work/err" || wrong "amends \"$name\" reads a file outside"
done
cp "$work/policy.lua" policy.lua
mkdir -p ../policies/ept-2022
for n in $(seq 140); do echo "local x = $n" >"../policies/ept-2022/$n.lua"; done
ends 3 check
grep -q "more than 128 files" "$work/err" || wrong "140 policy files: $(head -1 "$work/err")"
rm -r ../policies
{ echo 'UPN,Surname,Forename,Form,Year,Date of Birth'; printf 'H801200000001,'; head -c 3000000 /dev/zero | tr '\0' x; echo ',Zoe,9AH,9,2012-10-01'; } >"$work/wide.csv"
ends 5 import "$work/wide.csv"
: >"$work/nothing.csv"
ends 5 import "$work/nothing.csv"
ends 4 show "$(head -c 100000 /dev/zero | tr '\0' a)"
ends 4 check --dir ""
ends 4 check --output ""
ends 5 check --json --output "$work/no/such/folder"
ends 4 check --as-of 2026-02-30
ends 4 check --max-unknown -1

# Ctrl-C ends a script wherever it is: in Lua, in its own pcall, and in the long calls of the library.
i=0
while read -r text; do
  i=$((i + 1))
  echo "$text" >"$work/long$i.lua"
  code=0
  timeout -s KILL 20 timeout --foreground -s INT 1 "$program" run "$work/long$i.lua" >/dev/null 2>&1 </dev/null || code=$?
  [ "$code" = 124 ] || wrong "Ctrl-C did not end: $text ($code)"
done <<'LUA'
while true do pcall(function() while true do end end) end
local t, s = {}, ("x"):rep(1000000) for i = 1, 1000000 do t[i] = s end t[1] = s .. "" table.sort(t)
local s = ("a"):rep(1000000) print(s:find(("a"):rep(500000) .. "b"))
LUA

# A policy that is wrong ends with 3 in every form of answer, and the answer is whole.
echo 'x = = 1' >>policy.lua
for form in "" --json --csv; do ends 3 check $form; done
run check --json
grep -q '"exit":3}$' "$work/out" || wrong "no end line when nothing was loaded"
cp "$work/policy.lua" policy.lua
echo "no database" >school.db
rm -f school.db-wal school.db-shm
ends 5 check
exit $failed
