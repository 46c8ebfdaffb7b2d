#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Names, titles and reasons that a spreadsheet would take for formulas, through every word that prints rows: as CSV no cell
# begins with what starts a formula, as a workbook there is no formula and every text is a text (safety 8).
#   tests/cli/formulas.sh PROGRAM SOURCE
set -euo pipefail
program="$(realpath "$1")"
# shellcheck source=tests/cli/shared/begin.sh
. "$(dirname "$(realpath "$0")")/shared/begin.sh"

cat >"$work/look.py" <<'LOOK'
# look.py FILE ...: exit 1 when one has a live cell; says how many hostile texts it saw that were made harmless.
import csv, re, sys, zipfile
import xml.etree.ElementTree as tree
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?$")
RANGE = re.compile(r"[a-z_]+!\$A\$1:\$[A-Z]+\$[0-9]+$") # of the filter buttons
bad = tamed = 0
for path in sys.argv[1:]:
    if path.endswith(".xlsx"):
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                if "externalLink" in name or name.endswith(".bin"):
                    print(path, "holds", name); bad += 1
                if not name.endswith(".xml"): continue
                for element in tree.fromstring(book.read(name)).iter():
                    sort = element.tag.split("}")[-1]
                    if sort == "definedName" and element.get("name") == "_xlnm._FilterDatabase" and RANGE.match(element.text): continue
                    if sort in ("f", "definedName", "ddeLink", "hyperlink"):
                        print(path, name, "has", sort, element.text); bad += 1
                    if sort == "t" and (element.text or "").startswith(LIVE): tamed += 1
                    if sort == "c" and element.get("t") not in (None, "n", "s", "inlineStr", "b"):
                        print(path, name, "has a cell of type", element.get("t")); bad += 1
        continue
    with open(path, newline="", encoding="utf-8-sig") as file:
        for row in csv.reader(file):
            for cell in row:
                if cell.startswith(LIVE) and not NUMBER.match(cell):
                    print(path, "has", repr(cell)); bad += 1
                tamed += cell.startswith("'") and cell[1:].startswith(LIVE)
print(tamed, "tamed")
sys.exit(bad > 0)
LOOK

python3 - <<'DATA'
import csv
first = ["=1+1", "+44", "-2+3", "@SUM(A1)", "\t=2+2", "＝1", "＋1", "－1", "＠A"]
with open("pupils.csv", "w", newline="", encoding="utf-8") as file:
    out = csv.writer(file)
    out.writerow(["UPN", "Admission No", "Legal Surname", "Legal Forename", "Date of Birth", "Year Group", "Reg Group", "Date of Admission"])
    for i, name in enumerate(first):
        out.writerow(["P207000016049" if i == 0 else "", "=AD%d" % i, "%sSUR" % name, name + "NAME", "%02d/05/2013" % (i + 1), "Year 9", "=9ZZ", "01/09/2023"])
    out.writerow(["", "=WRONG", "=HYPERLINK(1)", "@left out", "31/02/2013", "Year 9", "=9ZZ", "01/09/2023"])
    for i in range(2):
        out.writerow(["", "OLD%d" % i, "=Leaver%d" % i, "+Left", "1%d/05/2010" % i, "Year 12", "=12Z", "01/09/2021"])
DATA
"$program" new school --name "=Harbour View" --setting "secondary with sixth form" --contact "A. Okafor, a.okafor@harbourview.example" >/dev/null
cd school
say import ../pupils.csv
say record encounter "=9ZZ" on 12 nov with "=Tug(1)" title="@talk" ticks=purpose --another
say record agreed_action P207000016049 on 12 nov title="=action"
say record intention P207000016049 on 12 nov route="=route"
say waive P207000016049 4.9.2 because medical until "31 march 2027" by careers_leader
say snooze P207000016049 4.6.4 until "31 march 2027" because "=because"
say hold P207000016049 because "+held" until "1 june 2027"
say record la_instruction P207000016049 on 12 nov by=parent says=yes

mkdir -p "$work/books"
number=0
while read -r call; do
  [ -n "$call" ] || continue
  number=$((number + 1))
  parts=()
  eval "parts=($call)"
  code=0
  "$program" "${parts[@]}" --csv --names >"$work/books/$number.csv" 2>"$work/err" || code=$?
  [ $code -le 2 ] || wrong "$call --csv ended with $code: $(cat "$work/err")"
  code=0
  "$program" "${parts[@]}" --names --output "$work/books/$number.xlsx" >/dev/null 2>"$work/err" || code=$?
  [ $code -le 2 ] || grep -q 'no rows that a workbook could hold' "$work/err" || wrong "$call --output ended with $code: $(cat "$work/err")"
done <<'CALLS'
check --all
check "=9ZZ" --all --past
why P207000016049
why P207000016049 4.6.4
show P207000016049
list
list pupils --leavers
list activities
list encounter
list agreed_action
list intention
list organisations
list staff
list waivers
find "=1"
find "+"
find talk
journal
audiences
codes
outbox
remind
today
retain
export
policy lint
policy calendar
CALLS
for kind in la guarantee destinations intentions dual leaver-notice; do
  for ending in csv xlsx; do
    code=0
    "$program" export $kind --yes --output "$work/books/$kind.$ending" >/dev/null 2>"$work/err" || code=$?
    [ $code -le 2 ] || wrong "export $kind ended with $code: $(cat "$work/err")"
  done
done
find imports -name '*.xlsx' -exec cp {} "$work/books" \;

tamed=0
for book in "$work"/books/*; do
  python3 "$work/look.py" "$book" >"$work/out" || wrong "$(sed "s|$work/books/||" "$work/out" | head -5)"
  tamed=$((tamed + $(sed -n 's/ tamed$//p' "$work/out")))
done
count="$(find "$work/books" -type f | wc -l)"
[ "$count" -ge 50 ] || wrong "only $count files were looked at"
[ $tamed -ge 100 ] || wrong "only $tamed hostile texts were seen: the test proves nothing"
compgen -G "$work/books/*problems*" >/dev/null || wrong "no workbook of rows left out was made"
# A twin: what an unprotected file would look like is found.
printf 'name\n=1+1\n' >"$work/twin.csv"
python3 "$work/look.py" "$work/twin.csv" >/dev/null && wrong "look.py does not see a live cell"
[ $failed = 0 ] && echo "$count files, $tamed hostile texts made harmless"
exit $failed
