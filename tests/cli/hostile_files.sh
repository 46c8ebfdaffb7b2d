#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Files as nobody should send them: each ends with a verdict that names it, stores nothing that is not sound, leaves no
# half, and takes neither the memory nor the time of the machine.
#   tests/cli/hostile_files.sh PROGRAM SOURCE
set -euo pipefail
program="$(readlink -f "$1")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1
cd "$work"
"$program" new school --name "Harbour View Academy" --setting secondary --contact "A. Okafor, a.okafor@harbourview.example" >/dev/null
failed=0
wrong() { echo "$*"; failed=1; }
# A sanitizer takes address space of its own; else 900 MB are the most that any file may cost.
most=900000
! grep -q __asan_init "$program" || most=unlimited
records() { sqlite3 school/school.db 'select upn, surname, first_name from pupil order by upn; select count(*) from journal;'; }
run() { code=0; (ulimit -v $most; cd school; timeout -s KILL 60 "$program" import "$@" --yes --as-of 2026-11-23 </dev/null >"$work/out" 2>"$work/err") || code=$?; }
refused() { # what of the message, the file
  local before said="$1"
  shift
  before="$(records)"
  run "$@"
  [ "$code" = 5 ] || wrong "$*: ended with $code and not with 5: $(head -3 "$work/err")"
  grep -q -- "$said" "$work/err" || wrong "$*: does not say '$said': $(head -3 "$work/err")"
  grep -qF "$(basename "$1")" "$work/err" || wrong "$*: does not name the file: $(head -3 "$work/err")"
  [ "$(records)" = "$before" ] || wrong "$*: was refused and changed the records"
}
# Rows that are taken, those that are left out, and what is then stored about the pupils of this file.
taken() { # new rows, rows left out, the file
  run "$3"
  [ "$code" = "$([ "$2" = 0 ] && echo 0 || echo 2)" ] || wrong "$3: ended with $code: $(head -3 "$work/err")"
  # The line of the table: rows, new, changed, as before, left out.
  grep -qE " pupils +[0-9]+ +$1 +0 +0 +$2\$" "$work/out" || wrong "$3: not $1 new and $2 left out: $(head -5 "$work/out")"
}
head='UPN,Surname,Forename,Form,Year,Date of Birth'
row() { printf 'H80120000%04d,%s,%s,9AH,9,%s' "$1" "${2:-Castell$1}" "${3:-Ana}" "${4:-2012-10-01}"; }

# Delimited text.
: >empty.csv
refused "is empty" "$work/empty.csv"
printf '%s\nH801200000001,Cas\0tell,Ana,9AH,9,2012-10-01\n' "$head" >nul.csv
refused "value zero" "$work/nul.csv"
{ echo "$head"; printf 'H801200000001,'; head -c 3000000 /dev/zero | tr '\0' x; echo ',Ana,9AH,9,2012-10-01'; } >megabyte.csv
refused "row 2" "$work/megabyte.csv"
{ echo "$head"; for i in $(seq 600); do printf 'x,'; done; echo; } >columns.csv
refused "512 columns" "$work/columns.csv"
printf '%s\n%s\n"H801200000002,Torn,Ana,9AH,9,2012-10-01\n%s\n' "$head" "$(row 1)" "$(row 3)" >open.csv
refused "row 3: a cell begins with a quote" "$work/open.csv"
printf '%s\nH801200000001,Cas"tell,Ana,9AH,9,2012-10-01\n' "$head" >stray.csv
refused "row 2: a quote stands inside" "$work/stray.csv"
printf 'UPN,Surname,Surname,Forename,Form,Year,Date of Birth\nH801200000001,A,B,Ana,9AH,9,2012-10-01\n' >twice.csv
refused "both read as surname" "$work/twice.csv"
printf '%s\r\n%s\n%s\r%s\n' "$head" "$(row 11)" "$(row 12)" "$(row 13 "O’Brien" Zoë)" >ends.csv
taken 3 0 "$work/ends.csv"
printf '%s\n%s\n%s\n' "$head" "$(row 14 Dvořák Łukasz)" "$(row 15 "=1+1" "@x")" | iconv -t UTF-16 >wide.csv
taken 2 0 "$work/wide.csv"
printf '%b\n%b\n%b\n' "$head" "$(row 16 'O\0222Neill' 'Zo\0353')" "$(row 17 'Bad\0201' Ana)" >windows-1252.csv
taken 1 1 "$work/windows-1252.csv"
printf '%s\n%s\n%s\n%s\n' "$head" "$(row 18 Marsh Ivo 31/02/2012)" "$(row 19 '#REF!' Ivo)" "9.27E+12,Marsh,Ivo,9AH,9,2012-10-01" >damage.csv
taken 0 3 "$work/damage.csv"

# Mark-up.
printf '<CTfile><CTFpupilData><Pupil><UPN>H801200000021</UPN>' >cut.xml
refused "ends in the middle" "$work/cut.xml"
{ echo '<!DOCTYPE CTfile [<!ENTITY a0 "aaaaaaaaaa">'; for i in $(seq 12); do echo "<!ENTITY a$i \"&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));\">"; done
  echo ']><CTfile><CTFpupilData><Pupil><UPN>&a12;</UPN></Pupil></CTFpupilData></CTfile>'; } >swell.xml
refused "document type" "$work/swell.xml"
printf '<!DOCTYPE CTfile [<!ENTITY f SYSTEM "file:///etc/passwd">]><CTfile><CTFpupilData><Pupil><UPN>&f;</UPN></Pupil></CTFpupilData></CTfile>' >reach.xml
refused "document type" "$work/reach.xml"
printf '<Message xmlns="urn:census"><Pupil/></Message>' >census.xml
refused "<Message> of urn:census" "$work/census.xml"
{ printf '<CTfile>'; for i in $(seq 100000); do printf '<a>'; done; } >deep.xml
refused "deep" "$work/deep.xml"
{ printf '<CTfile><Pupil a="'; head -c 5000000 /dev/zero | tr '\0' x; } >tag.xml
refused "one tag" "$work/tag.xml"
printf '<CTfile><CTFpupilData><Pupil><UPN>H801200000022</UPN><Surname>Okoro</Surname><Forename>Ada</Forename><DOB>2012-10-01</DOB><Sex>F</Sex><NCyearActual>9</NCyearActual>
<x:Surname xmlns:x="urn:vendor">Wrong</x:Surname></Pupil><Pupil><UPN>H801200000023</UPN><DOB>2012-13-01</DOB></Pupil></CTFpupilData></CTfile>' >mixed.xml
taken 1 1 "$work/mixed.xml"

# Workbooks: parts beside each other in a folder, packed by zip.
main=http://schemas.openxmlformats.org/spreadsheetml/2006/main
office=http://schemas.openxmlformats.org/officeDocument/2006/relationships
type=application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml
parts() {
  rm -rf parts && mkdir -p parts/xl/worksheets parts/xl/_rels
  echo "<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"${1:-$type}\"/></Types>" >'parts/[Content_Types].xml'
  echo "<workbook xmlns=\"$main\" xmlns:r=\"$office\"><sheets><sheet name=\"Year 9\" r:id=\"r1\"/></sheets></workbook>" >parts/xl/workbook.xml
  echo "<Relationships><Relationship Id=\"r1\" Type=\"$office/worksheet\" Target=\"worksheets/s.xml\"/></Relationships>" >parts/xl/_rels/workbook.xml.rels
}
text() { printf '<c t="inlineStr"><is><t>%s</t></is></c>' "$@"; }
sheet() { { printf '<worksheet xmlns="%s"><sheetData><row>' $main; text UPN Surname Forename Form Year 'Date of Birth'; printf '</row>'; cat; echo '</sheetData></worksheet>'; } >parts/xl/worksheets/s.xml; }
pack() { rm -f "$1"; (cd parts && zip -q -X -r "../$1" .); }

parts
{ printf '<row>'; text H801200000031 Castell '=cmd|/c' 9AH; printf '<c><f>4+5</f><v>9</v></c>'; text 2012-10-01; printf '</row>'
  printf '<row>'; text H801200000032 Castell Ivo 9AH; printf '<c><f>4+5</f></c>'; text 2012-10-01; printf '</row>'
  printf '<row><c><v>1230000000000</v></c>'; text Castell Una 9AH 9 2012-10-01; printf '</row>'; } | sheet
pack formula.xlsx
taken 1 2 "$work/formula.xlsx"
[ "$(sqlite3 school/school.db "select first_name from pupil where upn = 'H801200000031'")" = "=cmd|/c" ] || wrong "formula.xlsx: the text that looks like a formula was changed"
head -c 700 formula.xlsx >cut.xlsx
refused "ends in the middle" "$work/cut.xlsx"
cp formula.xlsx formula.csv
run "$work/formula.csv"
[ "$code" = 2 ] || wrong "a workbook called .csv ended with $code"
parts application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml
sheet </dev/null
pack types.xlsx
refused "does not say that it is a workbook" "$work/types.xlsx"
parts
head -c 400000000 /dev/zero | tr '\0' ' ' >parts/xl/worksheets/s.xml
pack bomb.xlsx
refused "swells" "$work/bomb.xlsx"
rm -f parts/xl/worksheets/s.xml
parts
{ for i in $(seq 2 9); do printf '<row r="%d"><c r="A%d"/></row>' "$i" "$i"; done; printf '<row r="3"/>'; } | sheet
pack order.xlsx
refused "row 9: the rows below" "$work/order.xlsx"
parts
{ printf '<row>'; text H801200000033; printf '<c t="inlineStr"><is><t>'; head -c 90000 /dev/urandom | base64 -w 0; printf '</t></is></c></row>'; } | sheet
pack cell.xlsx
refused "row 2: a cell holds more than" "$work/cell.xlsx"
parts
{ echo '<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>'; printf '<worksheet xmlns="%s"/>' $main; } >parts/xl/worksheets/s.xml
pack entity.xlsx
refused "document type" "$work/entity.xlsx"
parts
mkdir parts/many
for i in $(seq 4200); do : >"parts/many/$i"; done
sheet </dev/null
pack many.xlsx
refused "files; a workbook holds" "$work/many.xlsx"
# One long text that very many cells share: small in the file, gigabytes if each kept its own.
parts
echo "<Relationships><Relationship Id=\"r1\" Type=\"$office/worksheet\" Target=\"worksheets/s.xml\"/><Relationship Id=\"r2\" Type=\"$office/sharedStrings\" Target=\"t.xml\"/></Relationships>" >parts/xl/_rels/workbook.xml.rels
{ printf '<sst xmlns="%s"><si><t>' $main; head -c 45000 /dev/urandom | base64 -w 0; printf '</t></si></sst>'; } >parts/xl/t.xml
awk 'BEGIN { for (r = 0; r < 30000; r++) printf "<row ht=\"%d.%d\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>", r * 7919 % 10007, r * 104729 % 9973 }' | sheet
pack shared.xlsx
refused "hold more than" "$work/shared.xlsx"

# Together with a file that is refused, a good one is not taken either: one import is one step.
printf '%s\n%s\n' "$head" "$(row 41)" >good.csv
refused "is empty" "$work/empty.csv" "$work/good.csv"
taken 1 0 "$work/good.csv"
exit $failed
