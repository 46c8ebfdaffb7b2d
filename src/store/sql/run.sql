-- SPDX-License-Identifier: GPL-3.0-or-later
-- Runs and findings.  A row of finding holds from first_run to last_run; last_run NULL: it still holds.
-- Scans announced: finding_open and finding_at (a whole position), run_all.

-- name: run_insert
INSERT INTO run (as_at, made_at, name, policy, program, fingerprint, whole)
  VALUES ($as_at, $made_at, $name, $policy, $program, $fingerprint, $whole)
-- name: run_all
SELECT id, as_at, made_at, name, policy, program, fingerprint, whole FROM run ORDER BY id
-- name: run_newest
SELECT id, as_at, made_at, name, policy, program, fingerprint, whole FROM run ORDER BY id DESC LIMIT 1
-- name: finding_open
SELECT id, key, subject_type, subject, rule, instance, status, underlying, since, due, next_change, line
  FROM finding WHERE last_run IS NULL ORDER BY key
-- name: finding_at
SELECT id, key, subject_type, subject, rule, instance, status, underlying, since, due, next_change, line
  FROM finding WHERE first_run <= $run AND (last_run IS NULL OR last_run >= $run) ORDER BY key
-- name: finding_close
UPDATE finding SET last_run = $run - 1 WHERE id = $id AND first_run < $run
-- name: finding_drop
DELETE FROM finding WHERE id = $id AND first_run >= $run
-- name: finding_insert
INSERT INTO finding (key, subject_type, subject, rule, instance, status, underlying, since, due, next_change, line,
    first_run, last_run)
  VALUES ($key, $subject_type, $subject, $rule, $instance, $status, $underlying, $since, $due, $next_change, $line,
    $run, NULL)
-- name: total_put
INSERT INTO run_total (run, item, part, number) VALUES ($run, $item, $part, $number)
  ON CONFLICT (run, item, part) DO UPDATE SET number = excluded.number
-- name: total_of_item
SELECT t.run, r.as_at, t.item, t.part, t.number FROM run_total t JOIN run r ON r.id = t.run
  WHERE t.item = $item ORDER BY t.run, t.part
-- name: total_of_newest
SELECT t.run, r.as_at, t.item, t.part, t.number FROM run_total t JOIN run r ON r.id = t.run
  WHERE t.run = (SELECT max(id) FROM run) ORDER BY t.item, t.part
-- Who joins or leaves between two runs has no finding that could say so.
-- name: pending
WITH newest(as_at) AS (SELECT as_at FROM run ORDER BY id DESC LIMIT 1)
SELECT subject_type, subject FROM (
    SELECT subject_type, subject FROM touched
    UNION SELECT 0, id FROM pupil, newest WHERE (admitted_on > as_at AND admitted_on <= $day)
      OR (left_on >= as_at AND left_on < $day)
    UNION SELECT 1, id FROM staff, newest WHERE (started_on > as_at AND started_on <= $day)
      OR (left_on >= as_at AND left_on < $day)
    UNION SELECT subject_type, subject FROM finding WHERE last_run IS NULL AND next_change <= $day)
  WHERE (subject_type = 0 AND EXISTS (SELECT 1 FROM pupil WHERE id = subject))
    OR (subject_type = 1 AND EXISTS (SELECT 1 FROM staff WHERE id = subject))
    OR (subject_type = 2 AND EXISTS (SELECT 1 FROM organisation WHERE id = subject)) OR subject_type = 3
  ORDER BY subject_type, subject
-- name: touched_clear
DELETE FROM touched
