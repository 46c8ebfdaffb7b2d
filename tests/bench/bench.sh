#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bench - the benchmarks side by side: makes the schools, checks that all answers agree, runs everything in turn, prints
# medians and ratios beside the bars that the design sets.  It judges nothing and ends with 0, unless a program fails or
# answers differ.
#
#   cmake -B build/bench -G Ninja -DCMAKE_BUILD_TYPE=Release -DSIGNPOST_BENCH=ON -DSIGNPOST_TESTS=OFF
#   cmake --build build/bench
#   tests/bench/bench.sh build/bench [large] [steady]
#
#   large    also 1,000,000 pupils: 1.4 GB of disk instead of 220 MB, some minutes more
#   steady   also counts instructions under valgrind, which other work on the machine can not disturb
#   TURNS=5  how often everything runs;  TMPDIR: where the invented schools lie.  They are taken away at the end.
#
# What the lines mean.  Times are processor seconds, user and system, of the judging alone; every answer is compared.
#   bare scan     every row that the pass reads, through SQLite's own step and column calls, and nothing else
#   the feed      the store's rows merged by pupil, nobody judging
#   pass, N rules the feed and N compiled rules; a summary: who needs what, without evidence
#   in full       with evidence, what is missing and what would mend it
#   one query for all, one query for each   the same rules as SQL
#   ns a row      at 1,000,000 pupils against 150,000: whether time grows as the school does
#   MB above      the peak of memory less the array of activities and their marks
#   one school    a whole process over 1,500 pupils: `pass` opens, judges in full and prints totals; `signpost check`
#                 opens, loads the policy, judges and prints a line for every open finding
set -euo pipefail
large=no steady=no build=""
for word in "$@"; do
    case $word in
    large) large=yes ;;
    steady) steady=yes ;;
    *) build=$word ;;
    esac
done
if [ -z "$build" ]; then
    echo "bench.sh: it is  tests/bench/bench.sh BUILD_FOLDER [large] [steady]" >&2
    exit 4
fi
source=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$build" && pwd)
programs=$build/tests/bench
turns=${TURNS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 TZ=UTC HOME="$work" NO_COLOR=1

make_school() { # pupils
    [ -f "$work/$1.db" ] || "$programs/bench_make" "$work/$1.db" "$1"
}

value() { # name, from stdin
    awk -v name="$1" '$1 == name { print $2; exit }'
}

median() {
    sort -g | awk '{ at[NR] = $1 } END { print NR % 2 ? at[(NR + 1) / 2] : (at[NR / 2] + at[NR / 2 + 1]) / 2 }'
}

agree() { # two files of "rule N judged satisfied"
    if ! diff <(grep '^rule' "$1") <(grep '^rule' "$2") > "$work/difference"; then
        echo "answers differ: $3" >&2
        head "$work/difference" >&2
        exit 1
    fi
}

ratio() { # what, above, below, bar
    awk -v what="$1" -v a="$2" -v b="$3" -v bar="$4" 'BEGIN { printf "%-52s %8.2f    bar %s\n", what, a / b, bar }'
}

number() { # what, value, bar
    printf '%-52s %8.2f    bar %s\n' "$1" "$2" "$3"
}

names="scan plain_scan feed pass12 pass36 pass40 full40 sql_one12 sql_each12 sql_each36"
run_one() { # name, school
    case $1 in
    scan) "$programs/bench_scan" "$2" ;;
    plain_scan) "$programs/bench_scan" "$2" plain ;;
    feed) "$programs/bench_pass" "$2" 0 ;;
    pass12) "$programs/bench_pass" "$2" 12 ;;
    pass36) "$programs/bench_pass" "$2" 36 ;;
    pass40) "$programs/bench_pass" "$2" 40 ;;
    full40) "$programs/bench_pass" "$2" 40 full ;;
    sql_one12) "$programs/bench_sql" "$2" one 12 ;;
    sql_each12) "$programs/bench_sql" "$2" each 12 ;;
    sql_each36) "$programs/bench_sql" "$2" each 36 ;;
    esac
}

make_school 1500
make_school 150000
echo "checking that all answers agree ..."
for name in pass12 pass36 sql_one12 sql_each12 sql_each36; do run_one "$name" "$work/1500.db" > "$work/$name.out"; done
agree "$work/pass12.out" "$work/sql_one12.out" "pass and one query for all, 12 rules"
agree "$work/pass12.out" "$work/sql_each12.out" "pass and one query for each, 12 rules"
agree "$work/pass36.out" "$work/sql_each36.out" "pass and one query for each, 36 rules"

for ((turn = 1; turn <= turns; turn++)); do
    echo "turn $turn of $turns ..."
    for name in $names; do
        run_one "$name" "$work/150000.db" > "$work/$name.out"
        value seconds < "$work/$name.out" >> "$work/$name.times"
    done
    if [ "$turn" = 1 ]; then
        agree "$work/pass12.out" "$work/sql_one12.out" "150,000 pupils, one query for all"
        agree "$work/pass36.out" "$work/sql_each36.out" "150,000 pupils, one query for each"
    fi
done
declare -A at
for name in $names; do at[$name]=$(median < "$work/$name.times"); done

echo
echo "150,000 pupils, processor seconds (medians of $turns)"
for name in $names; do printf '  %-12s %8.3f\n' "$name" "${at[$name]}"; done
echo
ratio "pass, 40 rules / bare scan" "${at[pass40]}" "${at[scan]}" "<= 1.25 (aim 1.15)"
ratio "  the feed alone / bare scan" "${at[feed]}" "${at[scan]}" "-"
ratio "  pass, 40 rules / scan with SQLite's default locking" "${at[pass40]}" "${at[plain_scan]}" "-"
ratio "  findings in full, 40 rules / bare scan" "${at[full40]}" "${at[scan]}" "-"
ratio "one query for all, 12 rules / pass" "${at[sql_one12]}" "${at[pass12]}" ">= 5"
ratio "one query for each, 12 rules / pass" "${at[sql_each12]}" "${at[pass12]}" "-"
ratio "one query for each, 36 rules / pass" "${at[sql_each36]}" "${at[pass36]}" ">= 25"
ratio "pass, 40 rules / 12 rules" "${at[pass40]}" "${at[pass12]}" "<= 1.5"

if [ "$large" = yes ]; then
    make_school 1000000
    for ((turn = 1; turn <= 3; turn++)); do
        run_one pass40 "$work/1000000.db" > "$work/large.out"
        value seconds < "$work/large.out" >> "$work/large.times"
    done
    small_ns=$(awk -v s="${at[pass40]}" -v r="$(value rows < "$work/pass40.out")" 'BEGIN { print s * 1e9 / r }')
    large_ns=$(awk -v s="$(median < "$work/large.times")" -v r="$(value rows < "$work/large.out")" 'BEGIN { print s * 1e9 / r }')
    ratio "ns a row, 1,000,000 pupils / 150,000" "$large_ns" "$small_ns" "<= 1.25"
    above=$(awk '$1 == "peak_mb" { p = $2 } $1 == "activity_array_mb" { a = $2 } END { print p - a }' "$work/large.out")
    number "MB above the activities and their marks, 1,000,000" "$above" "<= 24"
fi

milliseconds() { # processor time of a whole process, median of nine
    local turn
    for turn in 1 2 3 4 5 6 7 8 9; do
        { TIMEFORMAT='%3U %3S'; time "$@" >/dev/null 2>&1 || true; } 2>&1
    done | awk '{ print ($1 + $2) * 1000 }' | median
}
number "ms, one school of 1,500: open, judge in full" "$(milliseconds "$programs/bench_pass" "$work/1500.db" 40 full)" "<= 50"
mkdir "$work/files"
lua5.4 "$source/tests/make/school.lua" "$work/files" --seed 7 --style sims --pupils 1500 >/dev/null
rm "$work/files/expected.json"
program=$build/signpost
"$program" new "$work/school" --name "Made School" --setting "secondary with sixth form" \
    --contact "A. Okafor, a.okafor@school.example" >/dev/null
"$program" --dir "$work/school" import "$work/files" --yes --as-of 2026-11-23 >/dev/null 2>&1 || [ $? -le 2 ]
lines=$("$program" --dir "$work/school" check --as-of 2026-11-23 | wc -l) || [ $? -le 2 ]
number "ms, signpost check, 1,500 pupils, $lines lines" \
    "$(milliseconds "$program" --dir "$work/school" check --as-of 2026-11-23)" "<= 50"
number "ms, signpost version" "$(milliseconds "$program" version)" "<= 10"

if [ "$steady" = yes ]; then
    command -v valgrind >/dev/null || { echo "bench.sh: valgrind is not here, so nothing was counted." >&2; exit 0; }
    "$programs/bench_make" "$work/6000.db" 6000 >/dev/null
    instructions() { # name: from 1,500 to 6,000 pupils, so that opening the file does not count
        local pupils
        for pupils in 1500 6000; do
            case $1 in
            scan) set -- scan "$programs/bench_scan" "$work/$pupils.db" ;;
            *) set -- "$1" "$programs/bench_pass" "$work/$pupils.db" "$1" ;;
            esac
            valgrind --tool=callgrind --callgrind-out-file=/dev/null "${@:2}" 2>&1 >/dev/null | awk '/Collected/ { print $4 }'
        done | awk 'NR == 1 { small = $1 } END { print $1 - small }'
    }
    scan=$(instructions scan)
    ratio "instructions: pass, 40 rules / bare scan" "$(instructions 40)" "$scan" "-"
    ratio "instructions: the feed alone / bare scan" "$(instructions 0)" "$scan" "-"
fi
