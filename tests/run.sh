#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds with the sanitizers, with clang and as a release, runs every test, the static checkers
# and the fuzz targets, says how long each step took, ends in one line with counts.  About 10 minutes on two quiet cores.
#   tests/run.sh [--only LABEL] [--no-install] [--long]
# --only fuzz and --only check are the fuzz targets and the static checkers alone.
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

steps=() step="" step_from=0
share() { # what begins now; the step before ends
  [ -z "$step" ] || steps+=("$((SECONDS - step_from)) $step")
  step="$1" step_from=$SECONDS
}
wants() { # steps that run only with the whole suite, or by name
  [ -z "$only" ] || [ "$only" = "$1" ]
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
build() { # preset, what it is, further words for the build tool
  share "build $1"
  echo "Building: $2"
  cmake --preset "$1" >"$log" || { cat "$log"; exit 1; }
  cmake --build --preset "$1" "${@:3}" >"$log" 2>&1 || { grep -v '^\[' "$log"; exit 1; }
}

passed=0 failed=0
check() { # folder, what it is, further ctest words
  local folder="$1" what="$2" total bad
  shift 2
  share "test: $what"
  echo "Testing: $what"
  ctest --test-dir "$folder" -j "$(nproc)" --output-on-failure ${only:+-L "$only"} "$@" >"$log" 2>&1 || true
  if [ -n "$only" ] && grep -q '^No tests were found' "$log"; then return; fi
  total=$(grep -oE '[0-9]+ tests failed out of [0-9]+' "$log" | grep -oE '[0-9]+' | tail -1)
  bad=$(grep -oE '[0-9]+ tests failed out of [0-9]+' "$log" | grep -oE '[0-9]+' | head -1)
  [ -n "$total" ] || total=1 bad=1
  passed=$((passed + total - bad)) failed=$((failed + bad))
  if [ "$bad" != 0 ]; then cat "$log"; fi
}

if [ "$only" != fuzz ] && [ "$only" != check ]; then
  build asan "with the address and undefined-behaviour sanitizers"
  build release "optimised and hardened" --target signpost failing_disk
  # Thousands of calls of words that the other tests call as well: these run on the release below.
  check build/asan "everything, with the sanitizers" -E '^cli\.(effects|profiles|import_orders)$'
  check build/release "what people see, as released" -L 'golden|cli|fault'
fi
if wants check || wants fuzz; then
  build fuzz "everything again, with clang, and the fuzz targets"
fi
if wants check; then
  share "static checkers"
  echo "Checking: shellcheck, luacheck, cppcheck, clang-tidy"
  tests/check.sh build/fuzz | tee "$log" || true
  counts=$(grep -E '^[0-9]+ checkers passed, [0-9]+ failed$' "$log" || echo "0 checkers passed, 1 failed")
  passed=$((passed + $(cut -d' ' -f1 <<<"$counts"))) failed=$((failed + $(cut -d' ' -f4 <<<"$counts")))
fi
if wants fuzz; then
  check build/fuzz "the fuzz targets: seeds replayed, then 10 s of search each" -L fuzz
fi
share ""
echo "Seconds:"
printf '  %s\n' "${steps[@]}"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
