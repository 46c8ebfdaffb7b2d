#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds Signpost, makes a school folder from the invented school and goes once round:
# import, check, why, a reminder's preview, a report.
#   examples/quickstart.sh [FOLDER]         FOLDER: where the school goes; build/quickstart/harbour-view without one
set -euo pipefail
here="$(cd "$(dirname "$0")/.." && pwd)"
cd "$here"
. tests/packages.sh
need_packages "${BUILD_PACKAGES[@]}"

echo "Building Signpost"
cmake --preset release -DSIGNPOST_TESTS=OFF -B build/quickstart/program >/dev/null
cmake --build build/quickstart/program --target signpost 2>&1 | { grep -v '^\[' || true; }
signpost="$here/build/quickstart/program/signpost"
export LC_ALL="${LC_ALL:-C.UTF-8}"

school="${1:-$here/build/quickstart/harbour-view}"
as_of=2026-11-23
say() { # as somebody would type it
  local text="" word
  for word in "$@"; do
    case "$word" in *[\ \']*) text+=" \"$word\"" ;; *) text+=" $word" ;; esac
  done
  printf '\n$%s\n' "$text"
}
run() { # a word that may end with 1 or 2: something is due, or not known
  say signpost "$@"
  "$signpost" --dir "$school" "$@" || { code=$?; [ $code -le 2 ] || exit $code; }
}

if [ -e "$school/school.db" ]; then
  echo "The school is there already: $school"
else
  say signpost new "$school"
  "$signpost" new "$school" --name "Harbour View Academy" --setting "secondary with sixth form" --contact "A. Okafor, amara.okafor@harbourview.example"
  cp examples/harbour-view/policy.lua examples/harbour-view/people.lua examples/harbour-view/terms.lua "$school/"
  cp examples/harbour-view/imports/*.csv "$school/imports/"
fi
run import "$school/imports" --yes --as-of "$as_of"
run check 9AH --as-of "$as_of"
run why "Zoë O'Brien" 4.6.4 --as-of "$as_of"
run remind tutors --as-of "$as_of"
run report overview --as-of "$as_of"

echo
echo "The school is in   $school"
echo "The program is     $signpost"
echo "Try it yourself:   cd $school && $signpost"
