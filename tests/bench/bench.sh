#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bench - the benchmarks side by side: makes the schools, checks that all answers agree, runs everything in turn five
# times, prints medians and ratios beside the bars that the design sets.  It judges nothing and always ends with 0,
# unless a program fails or answers differ.
#
# Usage: bench.sh BUILD_FOLDER [WORK_FOLDER] [large]      large: also 1,000,000 pupils (3 GB, some minutes)
set -eu
if [ $# -lt 1 ]; then
    echo "usage: bench.sh BUILD_FOLDER [WORK_FOLDER] [large]" >&2
    exit 2
fi
programs=$1/tests/bench
work=${2:-$(mktemp -d)}
large=${3:-}
turns=${TURNS:-5}
mkdir -p "$work"

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
for name in pass12 pass36 sql_one12 sql_each12 sql_each36; do run_one $name "$work/1500.db" > "$work/$name.out"; done
agree "$work/pass12.out" "$work/sql_one12.out" "pass and one query for all, 12 rules"
agree "$work/pass12.out" "$work/sql_each12.out" "pass and one query for each, 12 rules"
agree "$work/pass36.out" "$work/sql_each36.out" "pass and one query for each, 36 rules"

rm -f "$work"/*.times
for ((turn = 1; turn <= turns; turn++)); do
    echo "turn $turn of $turns ..."
    for name in $names; do
        run_one $name "$work/150000.db" > "$work/$name.out"
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

if [ "$large" = large ]; then
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

milliseconds() { # of a whole process, wall clock, best of five
    for turn in 1 2 3 4 5; do
        local from
        from=$(date +%s%N)
        "$@" > /dev/null
        echo $((($(date +%s%N) - from) / 1000))
    done | sort -g | head -1 | awk '{ print $1 / 1000 }'
}
number "ms, one school of 1,500: open, judge in full, print" "$(milliseconds "$programs/bench_pass" "$work/1500.db" 40 full)" "<= 50"
if [ -x "$1/signpost" ]; then
    number "ms, signpost version" "$(milliseconds "$1/signpost" version)" "<= 10"
fi
