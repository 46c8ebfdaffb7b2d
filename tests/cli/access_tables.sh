#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Everything held about one pupil: each column of each table of the records either stands in `export record`, or here is the
# reason why not.  A new table or column that is in neither fails, and so does a text that is said to be there and is not:
# each such text of the pupil is replaced by a marker of its own, and looked for in what is exported.
#   tests/cli/access_tables.sh PROGRAM SOURCE
set -euof pipefail
program="$(realpath "$1")" source="$(realpath "$2")"
# shellcheck source=tests/cli/shared/begin.sh
. "$(dirname "$(realpath "$0")")/shared/begin.sh"

# table: columns = how.  "shown KEY": texts of the rows whose KEY is the pupil are in the export.  "told": numbers, codes and days
# that the export says in words.  "no REASON": not about the pupil, or only a way to find what is there.
cat >"$work/tables" <<'TABLES'
pupil: upn former_upn uln admission_no first_name surname known_as contact la address postcode parent parent_address = shown id
pupil: id dob sex admitted_on left_on records_from ks4_end year year_true_in form enrolment sen care child_in_need fsm disadvantaged eal placement risk = told
pupil: gcse_maths gcse_english predicted_maths predicted_english ebacc_entered = told
pupil: folded folded_known erased_on = no the names once more, for searching; of an erased pupil nothing is left to be asked for
pupil_fact: person fact since value = told
participation: person activity facts = told
activity: title = shown id IN (SELECT activity FROM participation WHERE person = %) AND 1
activity: id kind date last_day organisation cancelled facts = told
activity: erased = no a count of others
activity_source: source reference activity = no what an import called it
organisation: name = shown id IN (SELECT organisation FROM activity WHERE organisation IS NOT NULL AND id IN (SELECT activity FROM participation WHERE person = %)) AND 1
organisation: * = no about the organisation
organisation_fact: * = no about the organisation
staff: * = no about members of staff
staff_fact: * = no about members of staff
staff_participation: * = no about members of staff
detail: person activity field value = told
note: text = shown activity IN (SELECT activity FROM participation WHERE person = %) AND 1
note: person activity field = told
hand: said_text = shown said_text IS NOT NULL AND activity IN (SELECT activity FROM participation WHERE person = %) AND 1
hand: person activity field said = told
exemption: rule reason note = shown subject_type = 0 AND subject
exemption: approved_by = no a role, from a list; it is said in the column By
exemption: subject_type subject since ends approver approved_on id = told
snooze: rule why who = shown subject_type = 0 AND subject
snooze: id subject_type subject sort since until = told
hold: why who = shown subject_type = 0 AND subject
hold: id subject_type subject since until = told
finding: * = no judged anew for the export, with all that was asked before; kept answers are copies of that
run: * = no when answers were kept
run_total: * = no counts
outbox: subject = shown id IN (SELECT outbox FROM outbox_person WHERE person = %) AND 1
outbox: recipient state day = told
outbox: id message_id plan period number address file bytes digest made_at not_before drafted_at dot_at sent_at attempts last_words = no the message itself is about others too: its day, its reader and what it was about are told
outbox_person: person outbox = told
notice: rule step = shown subject_type = 0 AND subject
notice: finding recipient subject_type subject day outbox closing id = told
touched: subject_type subject = no who is to be judged anew
erased: * = no a mark of somebody whose records were erased: of others, and nobody reads out of it who
departure: recipient basis fields sort = shown id IN (SELECT departure FROM departure_pupil WHERE person = %) AND 1
departure: id day = told
departure: at file sealed whole pupils withheld digest journal bytes receipt_on receipt placed = no about the file; it is about others too, and what it told of the pupil is in the other parts
departure_pupil: withheld why = shown person
departure_pupil: person departure = told
departure_pupil: digest = no a number made of what was told
journal: number at verb step = told
journal: * = no counts and numbers; who did it is a member of staff
undo: * = no when it was done is in the journal
undo_part: * = no what rows said before a change of the last 90 days, for taking it back; the journal part names each entry
import: * = no which files were read
recipe: * = no how files are read
kind: * = no names of kinds
kind_field: * = no names of fields
fact: * = no names of facts
word: * = no texts that many share, as forms; the export has them in words
half_term: * = no the school's terms
setting: * = no settings of the program
state: * = no a number
TABLES

"$program" new school --name "Harbour View" --setting "secondary with sixth form" --contact "A. Okafor, a.okafor@harbourview.example" >/dev/null
set +f
cp "$source"/examples/harbour-view/*.lua school/
cp "$source"/examples/harbour-view/imports/*.csv school/imports/
set -f
cd school
say import imports
say record agreed_action zoe on 12 nov title="to write a letter"
printf 'UPN,Agreed on,Action\nM888432124013,13/11/2026,to ring the college\n' >actions.csv
say import actions.csv
say correct "$(sqlite3 school.db "SELECT max(id) FROM activity")" title="to ring the yard"
say met employer zoe on 12 nov with "Harbour Tugs" title="a talk" ticks=purpose
say waive zoe 4.9.2 because medical until "31 march 2027" by careers_leader
say snooze zoe 4.6.4 until "31 march 2027" because "the fair is soon"
say hold zoe because "an appeal is open" until "1 june 2027"
say record la_instruction zoe on 12 nov by=parent says=no
say record start zoe on 12 nov route=college
say export la
"$program" remind --drafts --yes >/dev/null 2>&1 || true
pupil="$(sqlite3 school.db "SELECT id FROM pupil WHERE first_name LIKE 'Zo%' AND surname LIKE 'O%Brien'")"
[ -n "$pupil" ] || { echo "nobody is Zoë O'Brien"; exit 1; }
# Every column is listed, and nothing is listed that is not there.
sqlite3 school.db "SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1" >"$work/there"
while IFS= read -r line; do
  table="${line%%:*}" columns="${line#*: }"
  columns="${columns%% = *}"
  for column in $columns; do echo "$table.$column"; done
done <"$work/tables" | sort >"$work/listed"
while read -r column; do
  grep -qx -e "$column" -e "${column%%.*}.\*" "$work/listed" || wrong "$column is held, and neither stands in export record nor is there a reason here why not"
done <"$work/there"
while read -r column; do
  case "$column" in *'*') grep -q "^${column%\*}" "$work/there" ;; *) grep -qx "$column" "$work/there" ;; esac || wrong "$column is listed here and is not in the records"
done <"$work/listed"
[ "$(wc -l <"$work/there")" -ge 150 ] || wrong "only $(wc -l <"$work/there") columns were found"

# Each text of the pupil becomes a marker.
markers=0
while IFS= read -r line; do
  how="${line#* = shown }"
  [ "$how" != "$line" ] || continue
  line="${line%% = shown *}"
  table="${line%%:*}"
  case "$how" in *%*) where="${how//%/$pupil}" ;; *) where="$how = $pupil" ;; esac
  [ "$(sqlite3 school.db "SELECT count(*) FROM $table WHERE $where")" -gt 0 ] || { echo "$table" >>"$work/empty"; continue; }
  for column in ${line#*: }; do
    sqlite3 school.db "UPDATE $table SET $column = 'MARK-$table-$column-' || rowid WHERE $where" 2>/dev/null || sqlite3 school.db "UPDATE $table SET $column = 'MARK-$table-$column-0' WHERE $where"
    echo "MARK-$table-$column-" >>"$work/markers"
    markers=$((markers + 1))
  done
done <"$work/tables"
"$program" export record "pupil:$pupil" --data --yes --output "$work/record.json" >/dev/null 2>"$work/err" || { cat "$work/err"; exit 1; }
while read -r marker; do grep -q -- "$marker" "$work/record.json" || wrong "$marker is not in the export"; done <"$work/markers"
[ ! -s "$work/empty" ] || wrong "no row of the pupil to look for in: $(tr '\n' ' ' <"$work/empty")"
[ $markers -ge 25 ] || wrong "only $markers markers were set"
[ $failed = 0 ] && echo "$(wc -l <"$work/there") columns, $markers markers"
exit $failed
