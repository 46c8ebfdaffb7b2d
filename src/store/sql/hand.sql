-- SPDX-License-Identifier: GPL-3.0-or-later
-- Values that people set over what a file had said.  Scans announced: hand_list (few: one row a corrected value).

-- name: hand_list
SELECT person, activity, field, said, said_text FROM hand ORDER BY person, activity, field
-- name: hand_get
SELECT said, said_text FROM hand WHERE person = $person AND activity = $activity AND field = $field
-- name: hand_put
INSERT INTO hand (person, activity, field, said, said_text) VALUES ($person, $activity, $field, $said, $said_text)
  ON CONFLICT (person, activity, field) DO UPDATE SET said = excluded.said, said_text = excluded.said_text
-- name: hand_remove
DELETE FROM hand WHERE person = $person AND activity = $activity AND field = $field
-- name: hand_remove_person
DELETE FROM hand WHERE person = $person AND activity = $activity
-- name: hand_remove_all
DELETE FROM hand WHERE activity = $id
