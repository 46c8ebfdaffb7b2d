-- SPDX-License-Identifier: GPL-3.0-or-later
-- What people decided.  Small tables, read whole.

-- name: exemption_all
SELECT id, subject_type, subject, rule, reason, since, ends, approved_by, approver, approved_on, note FROM exemption
  ORDER BY subject_type, subject, rule, since, id
-- name: exemption_same
SELECT id, reason, ends, approved_by, approver, approved_on, note FROM exemption
  WHERE subject_type = $subject_type AND subject = $subject AND rule = $rule AND since = $since
-- name: exemption_insert
INSERT INTO exemption (subject_type, subject, rule, reason, since, ends, approved_by, approver, approved_on, note)
  VALUES ($subject_type, $subject, $rule, $reason, $since, $ends, $approved_by, $approver, $approved_on, $note)
-- name: exemption_update
UPDATE exemption SET reason = $reason, ends = $ends, approved_by = $approved_by, approver = $approver,
  approved_on = $approved_on, note = $note WHERE id = $id
-- name: exemption_dates
SELECT since, ends FROM exemption WHERE id = $id
-- name: exemption_end
UPDATE exemption SET ends = $ends WHERE id = $id
-- name: exemption_delete
DELETE FROM exemption WHERE id = $id

-- name: snooze_put
INSERT INTO snooze (subject_type, subject, rule, sort, since, until, why, who)
  VALUES ($subject_type, $subject, $rule, $sort, $since, $until, $why, $who)
  ON CONFLICT (subject_type, subject, rule, sort, since) DO UPDATE
  SET until = excluded.until, why = excluded.why, who = excluded.who
  WHERE until IS NOT excluded.until OR why <> excluded.why OR who <> excluded.who
-- name: snooze_id
SELECT id FROM snooze WHERE subject_type = $subject_type AND subject = $subject AND rule = $rule AND sort = $sort
  AND since = $since
-- name: snooze_on
SELECT id, subject_type, subject, rule, sort, since, until, why, who FROM snooze
  WHERE $day IS NULL OR (since <= $day AND (until IS NULL OR until >= $day)) ORDER BY subject_type, subject, rule, id
-- name: hold_put
INSERT INTO hold (subject_type, subject, since, until, why, who)
  VALUES ($subject_type, $subject, $since, $until, $why, $who)
  ON CONFLICT (subject_type, subject, since) DO UPDATE
  SET until = excluded.until, why = excluded.why, who = excluded.who
  WHERE until IS NOT excluded.until OR why <> excluded.why OR who <> excluded.who
-- name: hold_id
SELECT id FROM hold WHERE subject_type = $subject_type AND subject = $subject AND since = $since
-- name: hold_on
SELECT id, subject_type, subject, since, until, why, who FROM hold
  WHERE $day IS NULL OR (since <= $day AND (until IS NULL OR until >= $day)) ORDER BY subject_type, subject, id
