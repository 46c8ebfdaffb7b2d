-- SPDX-License-Identifier: GPL-3.0-or-later
-- Staff.  Scan announced: staff_list, staff_by_name (a small table).

-- The columns that are facts, met by name with the vocabulary (fact.c).
-- name: staff_facts
SELECT
  roles, department, teaches, started_on, left_on
  FROM staff WHERE id = $id
-- name: staff_set_facts
UPDATE staff SET
  roles = $roles, department = $department, teaches = $teaches, started_on = $started_on, left_on = $left_on
  WHERE id = $id

-- name: staff_steps
SELECT fact, since, value FROM staff_fact WHERE person = $person
-- name: staff_step_in_force
SELECT value, since FROM staff_fact WHERE person = $person AND fact = $fact AND since <= $since
  ORDER BY since DESC LIMIT 1
-- name: staff_step_newest
SELECT value, since FROM staff_fact WHERE person = $person AND fact = $fact ORDER BY since DESC LIMIT 1
-- name: staff_step_put
INSERT INTO staff_fact (person, fact, since, value) VALUES ($person, $fact, $since, $value)
  ON CONFLICT (person, fact, since) DO UPDATE SET value = excluded.value
-- The step after one, when it says the same.
-- name: staff_step_merge
DELETE FROM staff_fact WHERE person = $person AND fact = $fact AND value IS $value
  AND since = (SELECT min(since) FROM staff_fact WHERE person = $person AND fact = $fact AND since > $since)

-- name: staff_texts
SELECT
  key, title, first_name, surname, email, folded
  FROM staff WHERE id = $id
-- name: staff_insert
INSERT INTO staff (
  key, title, first_name, surname, email, folded)
  VALUES (
  $key, $title, $first_name, $surname, $email, $folded)
-- name: staff_set_texts
UPDATE staff SET
  key = $key, title = $title, first_name = $first_name, surname = $surname, email = $email, folded = $folded
  WHERE id = $id
-- name: staff_by_key
SELECT id FROM staff WHERE key = $key
-- name: staff_list
SELECT id, key, title, first_name, surname, email FROM staff ORDER BY folded, id
-- name: staff_posts
SELECT p.person, a.id, a.date, a.last_day, a.facts
  FROM activity a JOIN staff_participation p ON p.activity = a.id
  WHERE a.kind = $kind AND a.cancelled = 0 ORDER BY a.date, a.id, p.person
-- name: staff_post_end
SELECT value FROM detail WHERE person = 0 AND activity = $activity AND field = $field
