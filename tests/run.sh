#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds with the sanitizers and as a release, runs every test, ends in one line with counts.
#   tests/run.sh [--only LABEL] [--no-install] [--long]
set -euo pipefail
cd "$(dirname "$0")/.."
only="" install=yes long=""
while [ $# -gt 0 ]; do
  case "$1" in
    --only) only="$2"; shift ;;
    --no-install) install=no ;;
    --long) long=yes ;;
    *) echo "tests/run.sh: there is no option '$1'. It is  tests/run.sh [--only LABEL] [--no-install] [--long]" >&2; exit 4 ;;
  esac
  shift
done
. tests/packages.sh
[ "$install" = no ] || need_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
export LC_ALL=C.UTF-8 TZ=UTC
unset SIGNPOST_LIBRARY NO_COLOR COLUMNS || true
[ -z "$long" ] || export SIGNPOST_LONG=1

build() { # preset, what it is, further words for the build tool
  echo "Building: $2"
  cmake --preset "$1" >"/tmp/signpost-configure.$$" || { cat "/tmp/signpost-configure.$$"; exit 1; }
  cmake --build --preset "$1" "${@:3}" >"/tmp/signpost-build.$$" 2>&1 || { grep -v '^\[' "/tmp/signpost-build.$$"; exit 1; }
  rm -f "/tmp/signpost-configure.$$" "/tmp/signpost-build.$$"
}
build asan "with the address and undefined-behaviour sanitizers"
build release "optimised and hardened" --target signpost

passed=0 failed=0
check() { # folder, what it is, further ctest words
  local folder="$1" what="$2" log
  shift 2
  log=$(mktemp)
  echo "Testing: $what"
  ctest --test-dir "$folder" -j "$(nproc)" --output-on-failure ${only:+-L "$only"} "$@" >"$log" 2>&1 || true
  grep -E 'Failed|\*\*\*|Timeout' "$log" >/dev/null && sed -n '/^The following tests FAILED/,$p;/\*\*\*Failed/,/^$/p' "$log" || true
  local total bad
  total=$(grep -oE '[0-9]+ tests failed out of [0-9]+' "$log" | grep -oE '[0-9]+' | tail -1)
  bad=$(grep -oE '[0-9]+ tests failed out of [0-9]+' "$log" | grep -oE '[0-9]+' | head -1)
  [ -n "$total" ] || { cat "$log"; total=1 bad=1; }
  passed=$((passed + total - bad)) failed=$((failed + bad))
  if [ "$bad" != 0 ]; then cat "$log"; fi
  rm -f "$log"
}
check build/asan "everything, with the sanitizers"
check build/release "what people see, as released" -L 'golden|cli|lint'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
