-- SPDX-License-Identifier: GPL-3.0-or-later
-- The feed: every statement is an ordered walk through one table (scans announced: all but the *_one ones), so that C
-- merges them by person.  Columns that are facts meet the vocabulary by name.

-- name: stream_kinds
SELECT id, name, complete_through FROM kind
-- name: stream_activities
SELECT id, kind, date, last_day, organisation, cancelled, facts FROM activity ORDER BY id
-- name: stream_activities_one
SELECT a.id, a.kind, a.date, a.last_day, a.organisation, a.cancelled, a.facts
  FROM activity a WHERE a.id IN (SELECT activity FROM participation WHERE person = $person) ORDER BY a.id
-- name: stream_session_details
SELECT activity, field, value FROM detail WHERE person = 0 ORDER BY activity, field
-- name: stream_session_details_one
SELECT d.activity, d.field, d.value FROM participation p JOIN detail d ON d.person = 0 AND d.activity = p.activity
  WHERE p.person = $person ORDER BY p.activity, d.field
-- name: stream_session_notes
SELECT activity, field, text FROM note WHERE person = 0 ORDER BY activity, field
-- name: stream_session_notes_one
SELECT n.activity, n.field, n.text FROM participation p JOIN note n ON n.person = 0 AND n.activity = p.activity
  WHERE p.person = $person ORDER BY p.activity, n.field
-- name: stream_titles
SELECT id, 0, title FROM activity WHERE title IS NOT NULL ORDER BY id
-- name: stream_titles_one
SELECT a.id, 0, a.title FROM participation p JOIN activity a ON a.id = p.activity
  WHERE p.person = $person AND a.title IS NOT NULL ORDER BY p.activity

-- Last of all whether the records were erased.
-- name: stream_pupils
SELECT id,
  dob, sex, admitted_on, left_on, records_from, ks4_end, year, form, enrolment, sen, care, child_in_need, fsm,
  disadvantaged, eal, placement, risk, gcse_maths, gcse_english, predicted_maths, predicted_english, ebacc_entered, erased_on
  FROM pupil ORDER BY id
-- name: stream_pupils_one
SELECT id,
  dob, sex, admitted_on, left_on, records_from, ks4_end, year, form, enrolment, sen, care, child_in_need, fsm,
  disadvantaged, eal, placement, risk, gcse_maths, gcse_english, predicted_maths, predicted_english, ebacc_entered, erased_on
  FROM pupil WHERE id = $person
-- name: stream_staff
SELECT id, roles, department, teaches, started_on, left_on FROM staff ORDER BY id
-- name: stream_organisations
SELECT id, type, size, sector, is_local, active FROM organisation ORDER BY id

-- name: stream_pupil_steps
SELECT person, fact, since, value FROM pupil_fact ORDER BY person, fact, since
-- name: stream_pupil_steps_one
SELECT person, fact, since, value FROM pupil_fact WHERE person = $person ORDER BY fact, since
-- name: stream_staff_steps
SELECT person, fact, since, value FROM staff_fact ORDER BY person, fact, since
-- name: stream_organisation_steps
SELECT person, fact, since, value FROM organisation_fact ORDER BY person, fact, since

-- name: stream_participations
SELECT person, activity, facts FROM participation ORDER BY person, activity
-- name: stream_participations_one
SELECT person, activity, facts FROM participation WHERE person = $person ORDER BY activity
-- name: stream_staff_participations
SELECT person, activity, facts FROM staff_participation ORDER BY person, activity

-- name: stream_details
SELECT person, activity, field, value FROM detail WHERE person > 0 ORDER BY person, activity, field
-- name: stream_details_one
SELECT person, activity, field, value FROM detail WHERE person = $person ORDER BY activity, field
-- name: stream_notes
SELECT person, activity, field, text FROM note WHERE person > 0 ORDER BY person, activity, field
-- name: stream_notes_one
SELECT person, activity, field, text FROM note WHERE person = $person ORDER BY activity, field
