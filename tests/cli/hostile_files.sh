#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Files as nobody should send them, one after the other: each ends with a verdict that names the file and says what to do
# next, stores nothing that is not sound, leaves no half, and takes neither the memory nor the time of the machine.
#   refused SAYS FILE      nothing of it is read, the records are as before
#   taken NEW LEFT FILE    so many rows are new, so many are left out
#   says WORDS             also said about the last file
#   stored UPN ROW         what the records then have of a pupil: surname|first name|form|birthday
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
records() { sqlite3 school/school.db 'select upn, surname, first_name, dob, form, year from pupils order by upn; select count(*) from journal;'; }
run() { code=0; (ulimit -v $most; cd school; timeout -s KILL 60 "$program" import "$@" --yes --as-of 2026-11-23 </dev/null >"$work/out" 2>"$work/err") || code=$?; }
refused() {
  local before said="$1"
  shift
  before="$(records)"
  run "$@"
  [ "$code" = 5 ] || wrong "$*: ended with $code and not with 5: $(head -3 "$work/err")"
  grep -q -- "$said" "$work/err" || wrong "$*: does not say '$said': $(head -3 "$work/err")"
  grep -qF "$(basename "$1")" "$work/err" || wrong "$*: does not name the file: $(head -3 "$work/err")"
  [ "$(wc -l <"$work/err")" -gt 1 ] || wrong "$*: says no next step: $(head -3 "$work/err")"
  [ "$(records)" = "$before" ] || wrong "$*: was refused and changed the records"
}
taken() {
  local before
  before="$(sqlite3 school/school.db 'select count(*) from pupil')"
  run "$3"
  [ "$code" = "$([ "$2" = 0 ] && echo 0 || echo 2)" ] || wrong "$3: ended with $code: $(head -3 "$work/err")"
  # The line of the table: rows, new, changed, as before, left out.
  grep -qE " pupils +[0-9]+ +$1 +0 +0 +$2\$" "$work/out" || wrong "$3: not $1 new and $2 left out: $(head -5 "$work/out")"
  [ "$(sqlite3 school/school.db 'select count(*) from pupil')" = $((before + $1)) ] || wrong "$3: another number of pupils is stored"
  [ "$2" = 0 ] || grep -q 'problems.*xlsx' "$work/out" || wrong "$3: the rows left out are in no workbook"
}
says() { grep -q -- "$1" "$work/out" "$work/err" || wrong "does not say '$1': $(head -6 "$work/err")"; }
stored() {
  local has
  has="$(sqlite3 school/school.db "select surname, first_name, form, dob from pupils where upn = '$1'")"
  [ "$has" = "$2" ] || wrong "of $1 is stored '$has' and not '$2'"
}
head='UPN,Surname,Forename,Form,Year,Date of Birth'
row() { printf 'H80120000%04d,%s,%s,9AH,9,%s' "$1" "${2:-Castell$1}" "${3:-Ana}" "${4:-2012-10-01}"; }
blank() { awk -v line="$1" 'BEGIN { for (i = 0; i < 1000000; i++) print line }'; }
lines() { printf '%s\n' "$@"; }

# ---- delimited text ----------------------------------------------------------------------------------------------------------

# Nothing in it; headings alone; one column.
: >empty.csv
refused "is empty" "$work/empty.csv"
printf ' \n\n\t\n' >blank.csv
refused "holds no rows" "$work/blank.csv"
lines "$head" >headings.csv
refused "headings in row 1, and no pupil below" "$work/headings.csv"
refused "headings in row 1, and no pupil below" "$work/headings.csv" --whole-school --accept-large
lines UPN H801200000001 H801200000002 >column.csv
refused "line 1: this looks like a file of pupils, but no column holds the date of birth" "$work/column.csv"

# NUL bytes.
printf '%s\nH801200000001,Cas\0tell,Ana,9AH,9,2012-10-01\n' "$head" >nul.csv
refused "value zero" "$work/nul.csv"

# A field of megabytes; a row of megabytes; 600 and 20,000 columns.
{ echo "$head"; printf 'H801200000001,'; head -c 3000000 /dev/zero | tr '\0' x; echo ',Ana,9AH,9,2012-10-01'; } >megabyte.csv
refused "row 2" "$work/megabyte.csv"
{ echo "$head"; for i in $(seq 100); do printf '%s,' "$(head -c 15000 /dev/zero | tr '\0' x)"; done; echo; } >row.csv
refused "row 2: the row holds more than" "$work/row.csv"
{ echo "$head"; for i in $(seq 600); do printf 'x,'; done; echo; } >columns.csv
refused "row 2: a row has more than 512 columns" "$work/columns.csv"
{ seq -s, 20000; seq -s, 20000; } >twenty-thousand.csv
refused "row 1: a row has more than 512 columns" "$work/twenty-thousand.csv"

# Torn quotes.
lines "$head" "$(row 1)" '"H801200000002,Torn,Ana,9AH,9,2012-10-01' "$(row 3)" >open.csv
refused "row 3: a cell begins with a quote" "$work/open.csv"
lines "$head" 'H801200000001,Cas"tell,Ana,9AH,9,2012-10-01' >stray.csv
refused "row 2: a quote stands inside" "$work/stray.csv"

# Headings twice.
lines 'UPN,Surname,Surname,Forename,Form,Year,Date of Birth' 'H801200000001,A,B,Ana,9AH,9,2012-10-01' >twice.csv
refused "line 1: the columns 'Surname' and 'Surname' are both read as surname" "$work/twice.csv"

# Rows that are too short or too long: an excess of blank cells does no harm, and a missing one that nothing needs.
lines "$head,House" 'H801200000005,Short,Ivo,9AH' 'H801200000006,Khan, Ava,Ana,9AH,9,2012-10-01,Red' "$(row 7 Excess Ivo),,,," "$(row 8 Without Ivo)" >ragged.csv
taken 2 2 "$work/ragged.csv"
says "ragged.csv:2:.*ends after 4 of 7 cells, before 'Year'"
says "ragged.csv:3:.*has 8 cells and there are 7 headings: a ',' stands inside a cell"
stored H801200000007 "Excess|Ivo|9AH|2012-10-01"
stored H801200000008 "Without|Ivo|9AH|2012-10-01"

# Line ends of three systems in one file.
printf '%s\r\n%s\n%s\r%s\n' "$head" "$(row 11)" "$(row 12)" "$(row 13 "O’Brien" Zoë)" >ends.csv
taken 3 0 "$work/ends.csv"
stored H801200000013 "O’Brien|Zoë|9AH|2012-10-01"

# UTF-16 of both orders, with and without its mark; cut in the middle of a letter; a mark of UTF-8 before something else.
n=100
for order in LE BE; do
  for mark in no yes; do
    n=$((n + 1))
    { [ $mark = no ] || printf '%b' "$([ $order = LE ] && printf %s '\xff\xfe' || printf %s '\xfe\xff')"; lines "$head" "$(row $n "Dvořák$n" Łukasz)" | iconv -t UTF-16$order; } >"utf16-$n.csv"
    taken 1 0 "$work/utf16-$n.csv"
    stored "H801200000$n" "Dvořák$n|Łukasz|9AH|2012-10-01"
  done
done
{ printf '\xff\xfe'; lines "$head" "$(row 110 Whole Ivo)" "$(row 111 Cut Ivo 2012-10-02)" | iconv -t UTF-16LE | head -c -3; } >cut-letter.csv
taken 1 1 "$work/cut-letter.csv"
says "cut-letter.csv:3:.*holds bytes that are no letters"
{ printf '\xef\xbb\xbf%s\n' "$head"; row 112 "B$(printf '\xff')d" Ivo; echo; } >marked.csv
taken 0 1 "$work/marked.csv"
printf '%b\n%b\n%b\n' "$head" "$(row 16 'O\0222Neill' 'Zo\0353')" "$(row 17 'Bad\0201' Ana)" >windows-1252.csv
taken 1 1 "$work/windows-1252.csv"
stored H801200000016 "O’Neill|Zoë|9AH|2012-10-01"

# UPNs on which a spreadsheet worked: powers of ten, the letter lost; spaces around, inside, and of other widths; small letters.
lines "$head" "9.27E+12,Power,Ivo,9AH,9,2012-10-01" "8.012e+11,Small power,Ivo,9AH,9,2012-10-01" "801200000120,Letter,Ivo,9AH,9,2012-10-01" \
  "$(row 18 Marsh Ivo 31/02/2012)" "$(row 19 '#REF!' Ivo)" "$(row 9 '####' Ivo)" >damage.csv
taken 0 6 "$work/damage.csv"
says "damage.csv:2:.*'9.27E+12' is what a spreadsheet made"
says "damage.csv:3:.*'8.012e+11' is what a spreadsheet made"
says "damage.csv:4:.*'801200000120' lacks the letter in front of a UPN; its digits ask for [A-Z]"
says "damage.csv:5:.*February 2012 had 29 days"
lines "$head" "H801200000121  ,Behind,Ivo,9AH,9,2012-10-01" $'\u00a0H801200000122\u00a0,\u00a0Wide,\u200bIvo\u00a0,9AH,9,2012-10-01' "h8012 000 00123,Inside,Ivo,9AH,9,2012-10-01" >spaces.csv
taken 3 0 "$work/spaces.csv"
stored H801200000121 "Behind|Ivo|9AH|2012-10-01"
stored H801200000122 "Wide|Ivo|9AH|2012-10-01"
stored H801200000123 "Inside|Ivo|9AH|2012-10-01"
lines 'Admission No,Surname,Forename,Form,Year,Date of Birth' '004321,Zero,Ann,9AH,9,2012-10-03' '4321,Zero,Ann,9AH,9,2012-10-03' >zeros.csv
run "$work/zeros.csv"
says " pupils  *2  *1  *0  *1  *0\$"
says "the zeros in front of 1 admission number were put back, which a spreadsheet takes away"

# Dates on which a spreadsheet worked: numbers, the American order, two digits, words; both orders possible; both used.
lines "$head" "$(row 131 Serial Ivo 41183)" "$(row 132 Serial Ada 41184)" >serial.csv
taken 0 2 "$work/serial.csv"
says "'41183' is a day by the number that a spreadsheet gives it: 1 October 2012, or 2 October 2016 if it counts from 1904"
lines "$head" "$(row 133 Us Ivo 10/25/2012)" "$(row 134 Us Ada 10/01/2012)" >american.csv
taken 2 0 "$work/american.csv"
stored H801200000134 "Us|Ada|9AH|2012-10-01"
lines "$head" "$(row 135 Two Ivo 25/10/12)" "$(row 136 Two Ada 01/09/12)" >two-digits.csv
taken 2 0 "$work/two-digits.csv"
stored H801200000136 "Two|Ada|9AH|2012-09-01"
lines "$head" "$(row 137 Words Ivo '1 October 2012')" "$(row 138 Words Ada '1st October 2012')" "$(row 139 Words Una 01-Oct-12)" "$(row 140 Words Ben 'Tue 2 Oct 2012')" "$(row 141 Words Lou 'last autumn')" >words.csv
taken 4 1 "$work/words.csv"
for n in 137 138 139; do [ "$(sqlite3 school/school.db "select dob from pupils where upn = 'H801200000$n'")" = 2012-10-01 ] || wrong "words.csv: the birthday of $n"; done
says "words.csv:6:.*'last autumn' can not be read as a date"
lines "$head" "$(row 142 Both Ivo 01/10/2012)" "$(row 143 Both Ada 02/10/2012)" >both.csv
refused "column Date of Birth: every date fits both orders" "$work/both.csv"
lines "$head" "$(row 142 Both Ivo 25/10/2012)" "$(row 143 Both Ada 10/25/2012)" >mixed.csv
refused "column Date of Birth: row 2 writes the day first and row 3 the month" "$work/mixed.csv"

# Text that looks like a formula stays text.
lines "$head" "$(row 15 "=1+1" "@x")" >formula.csv
taken 1 0 "$work/formula.csv"
stored H801200000015 "=1+1|@x|9AH|2012-10-01"

# A million rows without a cell, and a million of empty ones.
{ lines "$head" "$(row 151)" ""; blank ''; } >million-lines.csv
taken 1 0 "$work/million-lines.csv"
{ lines "$head" "$(row 152)" ""; blank ',,,,,'; lines "$(row 153)"; } >million.csv
taken 2 0 "$work/million.csv"

# Something else by the name of .csv.
printf '<!DOCTYPE html><html><body><table><tr><td>UPN</td></tr></table></body></html>' >page.csv
refused "is a web page" "$work/page.csv"
printf '%%PDF-1.7\n%%\xe2\xe3\n1 0 obj' >paper.csv
refused "is a PDF" "$work/paper.csv"
printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1and the rest' >old.csv
refused "is an old Excel workbook" "$work/old.csv"
mkdir -p word/word archive
echo '<Types/>' >'word/[Content_Types].xml'
echo x >word/word/document.xml
(cd word && zip -q -r ../letter.csv .)
refused "is a Word document" "$work/letter.csv"
echo hello >archive/a.txt
(cd archive && zip -q -r ../archive.csv .)
refused "is a zip archive" "$work/archive.csv"
head -c 5000 /dev/urandom >noise.csv
run "$work/noise.csv"
[ "$code" = 5 ] || wrong "noise.csv: ended with $code"

# No file at all: a folder, a pipe, devices, links to a file, to nothing and to themselves.
mkdir -p folder
run "$work/folder"
[ "$code" = 4 ] || wrong "an empty folder ended with $code"
says "holds no file that can be read"
mkfifo pipe.csv
refused "is a pipe or a device" "$work/pipe.csv"
refused "is a pipe or a device" /dev/zero
refused "is a pipe or a device" /dev/null
ln -s "$work/million-lines.csv" link.csv
run "$work/link.csv"
[ "$code" = 0 ] || wrong "a link to a file: ended with $code: $(head -3 "$work/err")"
ln -s "$work/nowhere.csv" dangling.csv
run "$work/dangling.csv"
[ "$code" = 5 ] || wrong "a link to nothing ended with $code"
ln -s loop.csv loop.csv
run "$work/loop.csv"
[ "$code" = 5 ] || wrong "a link to itself ended with $code"

# ---- mark-up -------------------------------------------------------------------------------------------------------------------

# Cut off; swelling entities; entities that reach out; another sort; too deep; one tag of megabytes.
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
printf '<CTfile><CTFpupilData><Pupil/><Pupil><StageAssessments/></Pupil></CTFpupilData></CTfile>' >nobody.xml
refused "without a pupil" "$work/nobody.xml"

# A namespace that transfer files have not, and names of another maker among ours; a row that can not be read.
pupil() { printf '<Pupil><UPN>%s</UPN><Surname>%s</Surname><Forename>Ada</Forename><DOB>%s</DOB><Sex>F</Sex><NCyearActual>9</NCyearActual>%s</Pupil>' "$@"; }
printf '<CTfile xmlns="urn:example:other"><CTFpupilData>%s</CTFpupilData></CTfile>' "$(pupil H801200000024 Spaced 2012-10-01 "")" >space.xml
taken 1 0 "$work/space.xml"
says "the namespace 'urn:example:other', which a Common Transfer File does not have"
printf '<CTfile><CTFpupilData>%s%s</CTFpupilData></CTfile>' "$(pupil H801200000022 Okoro 2012-10-01 '<x:Surname xmlns:x="urn:vendor">Wrong</x:Surname>')" \
  "$(pupil H801200000023 Thirteen 2012-13-01 "")" >vendor.xml
taken 1 1 "$work/vendor.xml"
stored H801200000022 "Okoro|Ada||2012-10-01"

# ---- workbooks: parts beside each other in a folder, packed by zip -----------------------------------------------------------------

main=http://schemas.openxmlformats.org/spreadsheetml/2006/main
office=http://schemas.openxmlformats.org/officeDocument/2006/relationships
type=application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml
parts() {
  rm -rf parts && mkdir -p parts/xl/worksheets parts/xl/_rels
  echo "<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"${1:-$type}\"/></Types>" >'parts/[Content_Types].xml'
  echo "<workbook xmlns=\"$main\" xmlns:r=\"$office\">${2:-}<sheets><sheet name=\"Year 9\" r:id=\"r1\"/></sheets></workbook>" >parts/xl/workbook.xml
  echo "<Relationships><Relationship Id=\"r1\" Type=\"$office/worksheet\" Target=\"worksheets/s.xml\"/>${3:-}</Relationships>" >parts/xl/_rels/workbook.xml.rels
}
text() { printf '<c t="inlineStr"><is><t>%s</t></is></c>' "$@"; }
sheet() { { printf '<worksheet xmlns="%s"><sheetData><row>' $main; text UPN Surname Forename Form Year 'Date of Birth'; printf '</row>'; cat; echo '</sheetData></worksheet>'; } >parts/xl/worksheets/s.xml; }
pack() { rm -f "$1"; (cd parts && zip -q -X -r "../$1" .); }

# Formulas: worked out, not worked out; a number in the place of a UPN; the same file by another name.
parts
{ printf '<row>'; text H801200000031 Castell '=cmd|/c' 9AH; printf '<c><f>4+5</f><v>9</v></c>'; text 2012-10-01; printf '</row>'
  printf '<row>'; text H801200000032 Castell Ivo 9AH; printf '<c><f>4+5</f></c>'; text 2012-10-01; printf '</row>'
  printf '<row><c><v>1230000000000</v></c>'; text Castell Una 9AH 9 2012-10-01; printf '</row>'; } | sheet
pack formula.xlsx
taken 1 2 "$work/formula.xlsx"
stored H801200000031 "Castell|=cmd|/c|9AH|2012-10-01"
says "no spreadsheet program has worked out"
cp formula.xlsx workbook.csv
run "$work/workbook.csv"
[ "$code" = 2 ] || wrong "a workbook called .csv ended with $code"

# Days by number, in both calendars of spreadsheets.
for calendar in 1900 1904; do
  parts "" "<workbookPr date1904=\"$([ $calendar = 1904 ] && echo 1 || echo 0)\"/>" "<Relationship Id=\"r2\" Type=\"$office/styles\" Target=\"styles.xml\"/>"
  echo "<styleSheet xmlns=\"$main\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>" >parts/xl/styles.xml
  { printf '<row>'; text H80120000$calendar Serial$calendar Ivo 9AH 9; printf '<c s="1"><v>%s</v></c></row>' $((41183 - (calendar == 1904 ? 1462 : 0))); } | sheet
  pack days-$calendar.xlsx
  taken 1 0 "$work/days-$calendar.xlsx"
  stored H80120000$calendar "Serial$calendar|Ivo|9AH|2012-10-01"
done

# Cut off; not a workbook by its own word; swelling; a bomb in an archive in an archive; too many parts; rows out of order;
# a cell of megabytes; entities.
head -c 700 formula.xlsx >cut.xlsx
refused "ends in the middle" "$work/cut.xlsx"
parts application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml
sheet </dev/null
pack types.xlsx
refused "does not say that it is a workbook" "$work/types.xlsx"
parts
head -c 400000000 /dev/zero | tr '\0' ' ' >parts/xl/worksheets/s.xml
pack bomb.xlsx
refused "swells" "$work/bomb.xlsx"
rm -rf parts
mkdir parts
for i in $(seq 9); do cp bomb.xlsx "parts/$i.xlsx"; done
pack nested.xlsx
refused "is a zip archive" "$work/nested.xlsx"
rm -f parts/*
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

# Sizes that are not true: the directory of the archive says less, and more, than there is.
lie() { # the file, the size that the directory is to give for the sheet
  lua5.4 - "$1" "$2" <<'LUA'
local file = assert(io.open(arg[1], "r+b"))
local text = file:read "a"
local at = 1
while true do
  at = assert(text:find("PK\1\2", at, true), "no entry for the sheet")
  if text:sub(at + 46, at + 45 + string.unpack("<I2", text, at + 28)) == "xl/worksheets/s.xml" then break end
  at = at + 4
end
file:seek("set", at - 1 + 24)
file:write(string.pack("<I4", math.tointeger(arg[2])))
file:close()
LUA
}
parts
{ printf '<row>'; text H801200000034 Less Ivo 9AH 9 2012-10-01; printf '</row>'; } | sheet
pack less.xlsx
cp less.xlsx more.xlsx
lie less.xlsx 40
lie more.xlsx 4000000000
lie bomb.xlsx 1000
taken 1 0 "$work/less.xlsx"
stored H801200000034 "Less|Ivo|9AH|2012-10-01"
refused "unpacked" "$work/more.xlsx"
refused "swells" "$work/bomb.xlsx"

# One long text that very many cells share: small in the file, gigabytes if each kept its own.
parts "" "" "<Relationship Id=\"r2\" Type=\"$office/sharedStrings\" Target=\"t.xml\"/>"
{ printf '<sst xmlns="%s"><si><t>' $main; head -c 45000 /dev/urandom | base64 -w 0; printf '</t></si></sst>'; } >parts/xl/t.xml
awk 'BEGIN { for (r = 0; r < 30000; r++) printf "<row ht=\"%d.%d\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>", r * 7919 % 10007, r * 104729 % 9973 }' | sheet
pack shared.xlsx
refused "hold more than" "$work/shared.xlsx"

# A million rows of empty cells.
parts
awk 'BEGIN { for (r = 2; r <= 1000000; r++) printf "<row r=\"%d\" ht=\"%d.%d\"><c r=\"A%d\" s=\"0\"/><c r=\"B%d\"/></row>", r, r * 7919 % 10007, r * 104729 % 9973, r, r
  printf "<row r=\"1000001\">" }' >rows.xml
{ cat rows.xml; text H801200000035 Last Ivo 9AH 9 2012-10-01; printf '</row>'; } | sheet
pack million.xlsx
taken 1 0 "$work/million.xlsx"

# ---- one import is one step ------------------------------------------------------------------------------------------------------

# Together with a file that is refused, a good one is not taken either.
lines "$head" "$(row 41)" >good.csv
refused "is empty" "$work/empty.csv" "$work/good.csv"
taken 1 0 "$work/good.csv"
before="$(records)"
(cd school && "$program" undo --yes >/dev/null) || wrong "the last import can not be undone"
stored H801200000041 ""
taken 1 0 "$work/good.csv"
[ "$(records | sed '$d')" = "$(echo "$before" | sed '$d')" ] || wrong "undone and done again, the records differ"
exit $failed
