#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# redraw - what stands on the screen after the terminal has carried out every escape sequence, read through tmux: the
# line after Tab, an entry of several lines recalled, a table in a narrow window.
#   tests/terminal/redraw.sh PROGRAM SOURCE [--twin]
# The twin presses no Tab, so it must end with "not seen".
set -euo pipefail
program="$(realpath "$1")" source="$(realpath "$2")" twin="${3:-}"
box="$(mktemp -d)"
tmux() { command tmux -S "$box/socket" -f /dev/null "$@"; }
trap 'tmux kill-server 2>/dev/null || true; rm -rf "$box" 2>/dev/null || { sleep 1; rm -rf "$box"; }' EXIT
export HOME="$box" LC_ALL=C.UTF-8 TZ=UTC INPUTRC=/dev/null SIGNPOST_TODAY=2026-11-23
unset NO_COLOR COLUMNS PAGER XDG_STATE_HOME TMUX || true

"$program" new "$box/hv" --name "Harbour View Academy" --setting "secondary with sixth form" \
  --contact "A. Okafor, amara.okafor@harbourview.example" >/dev/null
cp "$source"/examples/harbour-view/*.lua "$box/hv"
"$program" --dir "$box/hv" import "$source/examples/harbour-view/imports" --yes >/dev/null 2>&1

see() { # text: waits until it stands on the screen
  for _ in $(seq 1 "${patience:-200}"); do
    tmux capture-pane -p >"$box/screen"
    grep -qF -- "$1" "$box/screen" && return 0
    sleep 0.05
  done
  printf 'not seen: %s\non the screen:\n' "$1"
  cat "$box/screen"
  exit 1
}
[ -z "$twin" ] || patience=40
type_text() { tmux send-keys -l -- "$1"; }
key() { tmux send-keys "$1"; }
tab() { [ -n "$twin" ] || key Tab; }

tmux new-session -d -x 80 -y 30 "'$program' --dir '$box/hv'"
see "signpost>"

# The accents come in where none were typed, and the line is whole.
type_text "why zoe"
tab
see 'signpost> why "Zoë O’Brien"'
type_text "4.6.4 --quiet"
key Enter
see 'signpost> why "Zoë O’Brien" 4.6.4 --quiet'

# Several lines, pasted with their tabs, then recalled whole by one Up.
printf 'both = {\n\t"one",\n\t"two" }' | tmux load-buffer -
tmux paste-buffer -p
see '"two" }'
key Enter
type_text "#both"
key Enter
see "2"
type_text "both"
key Up
see 'signpost> both = {'
key C-c

# A narrow window: cards, nothing runs over the edge.
tmux resize-window -x 40 -y 30
type_text "check 9AH 4.2.1"
key Enter
see "Clause  4.2.1"
if grep -q "│" "$box/screen"; then
  echo "not seen: cards in a narrow window"
  exit 1
fi
echo "all seen"
