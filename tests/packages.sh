# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034 # sourced by bash; the lists are read by who sources it
# packages - installs what is missing on Debian 12; sourced by tests/run.sh and examples/quickstart.sh.
# Says what it installs; does nothing, and says nothing, when all is there.

need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  echo "Installing what is missing: ${missing[*]}"
  local as=()
  [ "$(id -u)" = 0 ] || as=(sudo)
  "${as[@]}" apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive "${as[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

BUILD_PACKAGES=(gcc libc6-dev cmake ninja-build pkg-config liblua5.4-dev libsqlite3-dev libreadline-dev libcsv-dev
  libutf8proc-dev libsodium-dev libexpat1-dev libjansson-dev libzip-dev libxlsxwriter-dev libical-dev libgmime-3.0-dev
  libcurl4-openssl-dev)
TEST_PACKAGES=(lua5.4 zip unzip libcmocka-dev sqlite3 clang expect tmux clang-tidy cppcheck shellcheck lua-check
  python3 python3-aiosmtpd openssl)
