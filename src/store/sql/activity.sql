-- SPDX-License-Identifier: GPL-3.0-or-later
-- What happened, who took part, and the fields.  Scans announced: activity_list (filtered by kind or day where given),
-- activity_outcomes.

-- name: activity_get
SELECT kind, date, last_day, organisation, cancelled, facts, title FROM activity WHERE id = $id
-- name: activity_insert
INSERT INTO activity (kind, date, last_day, organisation, cancelled, facts, title)
  VALUES ($kind, $date, $last_day, $organisation, $cancelled, $facts, $title)
-- name: activity_update
UPDATE activity SET date = $date, last_day = $last_day, organisation = $organisation, cancelled = $cancelled,
  facts = $facts, title = $title WHERE id = $id
-- name: activity_delete
DELETE FROM activity WHERE id = $id

-- name: source_get
SELECT activity FROM activity_source WHERE source = $source AND reference = $reference
-- name: source_of
SELECT source, reference FROM activity_source WHERE activity = $id ORDER BY source, reference LIMIT 1
-- name: source_add
INSERT INTO activity_source (source, reference, activity) VALUES ($source, $reference, $activity)
-- name: source_count
SELECT count(*) FROM activity_source WHERE activity = $id AND source = $source
-- name: source_delete
DELETE FROM activity_source WHERE activity = $id

-- name: participation_get
SELECT facts FROM participation WHERE person = $person AND activity = $activity
-- name: participation_insert
INSERT INTO participation (person, activity, facts) VALUES ($person, $activity, $facts)
-- name: participation_update
UPDATE participation SET facts = $facts WHERE person = $person AND activity = $activity
-- name: participation_delete
DELETE FROM participation WHERE person = $person AND activity = $activity
-- name: participation_delete_all
DELETE FROM participation WHERE activity = $id
-- name: participation_people
SELECT person, facts FROM participation WHERE activity = $id ORDER BY person
-- name: staff_participation_get
SELECT facts FROM staff_participation WHERE person = $person AND activity = $activity
-- name: staff_participation_insert
INSERT INTO staff_participation (person, activity, facts) VALUES ($person, $activity, $facts)
-- name: staff_participation_update
UPDATE staff_participation SET facts = $facts WHERE person = $person AND activity = $activity
-- name: staff_participation_delete
DELETE FROM staff_participation WHERE person = $person AND activity = $activity
-- name: staff_participation_delete_all
DELETE FROM staff_participation WHERE activity = $id
-- name: staff_participation_people
SELECT person, facts FROM staff_participation WHERE activity = $id ORDER BY person

-- name: detail_put
INSERT INTO detail (person, activity, field, value) VALUES ($person, $activity, $field, $value)
  ON CONFLICT (person, activity, field) DO UPDATE SET value = excluded.value WHERE value <> excluded.value
-- name: detail_delete
DELETE FROM detail WHERE person = $person AND activity = $activity AND field = $field
-- name: detail_of_person
SELECT field, value FROM detail WHERE person = $person AND activity = $activity ORDER BY field
-- name: detail_delete_person
DELETE FROM detail WHERE person = $person AND activity = $activity
-- name: detail_delete_all
DELETE FROM detail WHERE activity = $id AND person IN (SELECT 0
  UNION SELECT person FROM participation WHERE activity = $id
  UNION SELECT person FROM staff_participation WHERE activity = $id)
-- name: note_put
INSERT INTO note (person, activity, field, text) VALUES ($person, $activity, $field, $text)
  ON CONFLICT (person, activity, field) DO UPDATE SET text = excluded.text WHERE text <> excluded.text
-- name: note_delete
DELETE FROM note WHERE person = $person AND activity = $activity AND field = $field
-- name: note_of_person
SELECT field, text FROM note WHERE person = $person AND activity = $activity ORDER BY field
-- name: note_delete_person
DELETE FROM note WHERE person = $person AND activity = $activity
-- name: note_delete_all
DELETE FROM note WHERE activity = $id AND person IN (SELECT 0
  UNION SELECT person FROM participation WHERE activity = $id
  UNION SELECT person FROM staff_participation WHERE activity = $id)

-- name: activity_list
SELECT a.id, k.name, a.date, a.last_day, a.organisation, o.name, a.title, a.cancelled, a.erased, 0,
    (SELECT count(*) FROM participation p WHERE p.activity = a.id)
    + (SELECT count(*) FROM staff_participation s WHERE s.activity = a.id)
  FROM activity a JOIN kind k ON k.id = a.kind LEFT JOIN organisation o ON o.id = a.organisation
  WHERE ($kind IS NULL OR a.kind = $kind) AND ($organisation IS NULL OR a.organisation = $organisation)
    AND a.date BETWEEN $from AND $to
  ORDER BY a.date, a.id
-- name: activity_list_pupil
SELECT a.id, k.name, a.date, a.last_day, a.organisation, o.name, a.title, a.cancelled, a.erased, q.facts,
    (SELECT count(*) FROM participation p WHERE p.activity = a.id)
    + (SELECT count(*) FROM staff_participation s WHERE s.activity = a.id)
  FROM participation q JOIN activity a ON a.id = q.activity JOIN kind k ON k.id = a.kind
    LEFT JOIN organisation o ON o.id = a.organisation
  WHERE q.person = $person
    AND ($kind IS NULL OR a.kind = $kind) AND ($organisation IS NULL OR a.organisation = $organisation)
    AND a.date BETWEEN $from AND $to
  ORDER BY a.date, a.id
-- name: activity_list_staff
SELECT a.id, k.name, a.date, a.last_day, a.organisation, o.name, a.title, a.cancelled, a.erased, q.facts,
    (SELECT count(*) FROM participation p WHERE p.activity = a.id)
    + (SELECT count(*) FROM staff_participation s WHERE s.activity = a.id)
  FROM staff_participation q JOIN activity a ON a.id = q.activity JOIN kind k ON k.id = a.kind
    LEFT JOIN organisation o ON o.id = a.organisation
  WHERE q.person = $person
    AND ($kind IS NULL OR a.kind = $kind) AND ($organisation IS NULL OR a.organisation = $organisation)
    AND a.date BETWEEN $from AND $to
  ORDER BY a.date, a.id
-- name: activity_of_day
SELECT a.id FROM activity a WHERE a.kind = $kind AND a.date = $date AND a.cancelled = 0
  AND NOT EXISTS (SELECT 1 FROM activity_source s WHERE s.activity = a.id AND s.source = $source) ORDER BY a.id
-- name: activity_outcomes
SELECT activity, facts & 7, count(*) FROM participation GROUP BY 1, 2
  UNION ALL SELECT activity, facts & 7, count(*) FROM staff_participation GROUP BY 1, 2
  ORDER BY 1, 2
-- name: activity_row
SELECT a.id, k.name, a.date, a.last_day, a.organisation, o.name, a.title, a.cancelled, a.erased, a.facts,
    (SELECT count(*) FROM participation p WHERE p.activity = a.id)
    + (SELECT count(*) FROM staff_participation s WHERE s.activity = a.id)
  FROM activity a JOIN kind k ON k.id = a.kind LEFT JOIN organisation o ON o.id = a.organisation
  WHERE a.id = $id
