#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The files of a school in any order, one at a time and twice over, give the same records as all of them at once; and
# undo, back to the start, leaves every table as it was.  The made schools; where the shared ones lie beside the
# project, they too.  Orders are drawn from a printed seed.
#   tests/cli/import_orders.sh PROGRAM SOURCE [SEED] [ORDERS]
set -euo pipefail
program="$1" source="$2" seed="${3:-7}" orders="${4:-1}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1
failed=0
wrong() { echo "$*"; failed=1; }

# All that is recorded, with what people and systems call things in the place of keys.
cat >"$work/records.sql" <<'SQL'
CREATE TEMP VIEW p AS SELECT id, coalesce(upn, admission_no) AS k FROM pupil;
CREATE TEMP VIEW a AS SELECT a.id AS id, k.shape AS shape, k.name || '/' || a.date || '/' || coalesce(s.source || '/' || CASE WHEN s.reference GLOB '[0-9]*/[0-9]*'
    THEN (SELECT p.k FROM p WHERE id = CAST(s.reference AS INTEGER)) || substr(s.reference, instr(s.reference, '/')) ELSE s.reference END, '') AS k
  FROM activity a JOIN kind k ON k.id = a.kind LEFT JOIN activity_source s ON s.activity = a.id;
CREATE TEMP VIEW who AS SELECT a.id AS activity, x.person AS person,
  CASE WHEN x.person = 0 THEN '' WHEN a.shape LIKE 'staff%' THEN (SELECT key FROM staff WHERE id = x.person) ELSE (SELECT k FROM p WHERE id = x.person) END AS k
  FROM (SELECT person, activity FROM detail UNION SELECT person, activity FROM note) x JOIN a ON a.id = x.activity;
CREATE TEMP TABLE lines (line TEXT);
INSERT INTO lines SELECT json_array('pupil', upn, former_upn, uln, admission_no, first_name, surname, known_as, contact, la, folded, folded_known, dob, sex, admitted_on,
  left_on, records_from, ks4_end, year, year_true_in, form, enrolment, sen, care, child_in_need, fsm, disadvantaged, eal, placement, risk, gcse_maths, gcse_english,
  predicted_maths, predicted_english, ebacc_entered) FROM pupil;
INSERT INTO lines SELECT json_array('pupil_fact', k, f.name, since, value) FROM pupil_fact x JOIN p ON p.id = x.person JOIN fact f ON f.id = x.fact;
INSERT INTO lines SELECT json_array('staff', roles, department, teaches, started_on, left_on, key, title, first_name, surname, email) FROM staff;
INSERT INTO lines SELECT json_array('staff_fact', s.key, f.name, since, value) FROM staff_fact x JOIN staff s ON s.id = x.person JOIN fact f ON f.id = x.fact;
INSERT INTO lines SELECT json_array('organisation', type, size, sector, is_local, active, name, contact) FROM organisation;
INSERT INTO lines SELECT json_array('organisation_fact', o.name, f.name, since, value) FROM organisation_fact x JOIN organisation o ON o.id = x.person JOIN fact f ON f.id = x.fact;
INSERT INTO lines SELECT json_array('activity', a.k, last_day, o.name, cancelled, facts, erased, title)
  FROM activity x JOIN a ON a.id = x.id LEFT JOIN organisation o ON o.id = x.organisation;
INSERT INTO lines SELECT json_array('participation', p.k, a.k, facts) FROM participation x JOIN p ON p.id = x.person JOIN a ON a.id = x.activity;
INSERT INTO lines SELECT json_array('staff_participation', s.key, a.k, facts) FROM staff_participation x JOIN staff s ON s.id = x.person JOIN a ON a.id = x.activity;
INSERT INTO lines SELECT json_array('detail', w.k, a.k, f.name, CASE f.type WHEN 'person' THEN (SELECT key FROM staff WHERE id = value)
  WHEN 'organisation' THEN (SELECT name FROM organisation WHERE id = value) ELSE value END)
  FROM detail x JOIN a ON a.id = x.activity JOIN who w ON w.activity = x.activity AND w.person = x.person JOIN kind_field f ON f.id = x.field;
INSERT INTO lines SELECT json_array('note', w.k, a.k, f.name, text)
  FROM note x JOIN a ON a.id = x.activity JOIN who w ON w.activity = x.activity AND w.person = x.person JOIN kind_field f ON f.id = x.field;
INSERT INTO lines SELECT json_array('exemption', subject_type, p.k, rule, reason, since, ends, approved_by, s.key, approved_on, note)
  FROM exemption x LEFT JOIN p ON p.id = x.subject LEFT JOIN staff s ON s.id = x.approver;
INSERT INTO lines SELECT json_array('word', value, text) FROM word;
INSERT INTO lines SELECT json_array('kind', name, shape, complete_through) FROM kind;
SQL
echo "SELECT line FROM lines ORDER BY line;" >>"$work/records.sql"

records() { { cat "$work/records.sql"; echo ".mode list"; echo "SELECT 'half_term', * FROM half_term ORDER BY 2, 3, 4;"; } | sqlite3 "$1/school.db"; }
# Every table but those that keep the log of changes, what counts them, and the dictionary of texts, which only grows.
tables() { { echo ".timeout 5000"; echo .dump; } | sqlite3 "$1/school.db" | grep -vE '^INSERT INTO ("?)(journal|undo|undo_part|sqlite_sequence|state|touched|word)("?)[ (]' || true; }

# The files, each as often as there are rounds, in an order of their own.
shuffled() { find "$1" -mindepth 1 -maxdepth 1 -printf "%f\n" | sort | ORDER="$2" lua5.4 -e '
  local state = tonumber(os.getenv "ORDER") local all = {} for line in io.lines() do all[#all + 1] = line end
  for i = #all, 2, -1 do state = (state * 1664525 + 1013904223) % 4294967296 local k = (state >> 8) % i + 1 all[i], all[k] = all[k], all[i] end
  for _, name in ipairs(all) do print(name) end'; }

bring() { # school, file...
  local school="$1" code=0
  shift
  "$program" --dir "$school" import "$@" --yes --dates "day first" --as-of 2026-11-23 >"$work/out" 2>"$work/err" || code=$?
  [ $code -le 2 ] || { wrong "$(basename "$school"): importing $(basename "$1") ended with $code"; cat "$work/err"; }
}

school() { # name, setting, folder of files
  local name="$1" files="$3" one order
  "$program" new "$work/$name-start" --name "$name" --setting "$2" --contact "A. Okafor, a.okafor@school.example" >/dev/null
  cp -r "$work/$name-start" "$work/$name-once"
  bring "$work/$name-once" "$files"
  records "$work/$name-once" >"$work/$name.once"
  for ((order = 1; order <= orders; order++)); do
    cp -r "$work/$name-start" "$work/$name-$order"
    for one in $(shuffled "$files" $((seed * 100 + order * 2))) $(shuffled "$files" $((seed * 100 + order * 2 + 1))); do bring "$work/$name-$order" "$files/$one"; done
    records "$work/$name-$order" >"$work/$name.$order"
    cmp -s "$work/$name.once" "$work/$name.$order" || { wrong "$name: order $order gives other records than all files at once (< at once)"; diff "$work/$name.once" "$work/$name.$order" | head -20 || true; }
  done
  for ((one = 0; one < 200; one++)); do
    "$program" --dir "$work/$name-1" undo --yes >"$work/out" 2>&1 || break
  done
  cmp -s <(tables "$work/$name-start") <(tables "$work/$name-1") || { wrong "$name: undo did not bring everything back (< start)"; diff <(tables "$work/$name-start") <(tables "$work/$name-1") | head -20 || true; }
  echo "$name: $(wc -l <"$work/$name.once") records in each of $orders orders; $one steps taken back"
}

echo "import_orders.sh: seed $seed, $orders orders"
for style in "sims:secondary with sixth form" arbor:pru special:special; do
  name="made-${style%%:*}"
  mkdir "$work/$name-files"
  lua5.4 "$source/tests/make/school.lua" "$work/$name-files" --seed "$seed" --style "${style%%:*}" --pupils 40 >/dev/null
  rm "$work/$name-files/expected.json"
  school "$name" "${style##*:}" "$work/$name-files"
done
shared="$source/../shared/data"
for one in "hightown:secondary with sixth form" riverside-pru:pru oakfield:special; do
  [ -d "$shared" ] || { echo "The shared sample schools are not here; the made ones were brought in."; break; }
  name="${one%%:*}"
  mkdir "$work/$name-files"
  for file in "$shared/$name"/*; do case "$file" in *.json) ;; *) cp "$file" "$work/$name-files/" ;; esac; done
  chmod -R u+w "$work/$name-files"
  school "$name" "${one##*:}" "$work/$name-files"
done
exit $failed
