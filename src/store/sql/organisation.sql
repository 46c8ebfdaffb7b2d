-- SPDX-License-Identifier: GPL-3.0-or-later
-- Organisations.  Scan announced: organisation_list.

-- The columns that are facts, met by name with the vocabulary (fact.c).
-- name: organisation_facts
SELECT
  type, size, sector, is_local, active
  FROM organisation WHERE id = $id
-- name: organisation_set_facts
UPDATE organisation SET
  type = $type, size = $size, sector = $sector, is_local = $is_local, active = $active
  WHERE id = $id

-- name: organisation_steps
SELECT fact, since, value FROM organisation_fact WHERE person = $person
-- name: organisation_step_in_force
SELECT value, since FROM organisation_fact WHERE person = $person AND fact = $fact AND since <= $since
  ORDER BY since DESC LIMIT 1
-- name: organisation_step_newest
SELECT value, since FROM organisation_fact WHERE person = $person AND fact = $fact ORDER BY since DESC LIMIT 1
-- name: organisation_step_put
INSERT INTO organisation_fact (person, fact, since, value) VALUES ($person, $fact, $since, $value)
  ON CONFLICT (person, fact, since) DO UPDATE SET value = excluded.value
-- The step after one, when it says the same.
-- name: organisation_step_merge
DELETE FROM organisation_fact WHERE person = $person AND fact = $fact AND value IS $value
  AND since = (SELECT min(since) FROM organisation_fact WHERE person = $person AND fact = $fact AND since > $since)

-- name: organisation_texts
SELECT name, contact, folded FROM organisation WHERE id = $id
-- name: organisation_insert
INSERT INTO organisation (name, contact, folded) VALUES ($name, $contact, $folded)
-- name: organisation_set_texts
UPDATE organisation SET name = $name, contact = $contact, folded = $folded WHERE id = $id
-- name: organisation_by_folded
SELECT id FROM organisation WHERE folded = $folded
-- name: organisation_list
SELECT id, name, contact FROM organisation ORDER BY folded, id
