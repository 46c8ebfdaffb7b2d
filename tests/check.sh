#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Static checkers over the tree: shellcheck, luacheck, cppcheck, clang-tidy.  Each step ends in one line; what is found is
# printed.  A silenced warning carries its reason on its own line, or in .clang-tidy and .luacheckrc.
#   tests/check.sh CLANG_BUILD_FOLDER      a folder with compile_commands.json of clang: cmake --preset clang
set -uo pipefail
cd "$(dirname "$0")/.." || exit 4
build="${1:-build/clang}"
[ -f "$build/compile_commands.json" ] || { echo "tests/check.sh: run  cmake --preset clang  first: there is no $build/compile_commands.json" >&2; exit 4; }
said=$(mktemp)
trap 'rm -f "$said"' EXIT
passed=0 failed=0

step() { # what it is, command
  local from=$SECONDS
  if "${@:2}" >"$said" 2>&1; then
    echo "  $1: nothing to mend ($((SECONDS - from)) s)"
    passed=$((passed + 1))
  else
    echo "  $1: something to mend ($((SECONDS - from)) s)"
    cat "$said"
    failed=$((failed + 1))
  fi
}

scripts() { # every script of the tree by its first line, tracked or not
  grep -rlE --include='*.sh' --include=run '^#!.*(bash|/sh)' .ci cmake examples src tests 2>/dev/null
  echo tests/packages.sh
}

shell_scripts() { scripts | sort -u | xargs shellcheck --external-sources --source-path=. --exclude=SC1112; } # SC1112: names have curly apostrophes
lua_files() { luacheck --no-color -q lua policies examples tests; }
cpp() {
  # __GNUC__ lets it see that bug() does not come back; internalAstError: it can not read a compound literal after "?".
  cppcheck --enable=warning,performance,portability --std=c11 --inline-suppr --quiet --error-exitcode=2 -j "$(nproc)" -Isrc \
    -D_POSIX_C_SOURCE=200809L -D__GNUC__=12 --suppress=internalAstError --template='{file}:{line}: {id}: {message}' src
}
tidy() { printf '%s\n' src/*/*.c | xargs -P "$(nproc)" -n 6 clang-tidy -p "$build" --quiet 2> >(grep -v ' generated\.$' >&2); }

step "shellcheck, every script" shell_scripts
step "luacheck, lua, policies, examples and tests" lua_files
step "cppcheck, src" cpp
step "clang-tidy, src" tidy
echo "$passed checkers passed, $failed failed"
[ "$failed" = 0 ]
