-- SPDX-License-Identifier: GPL-3.0-or-later
-- Pupils.  Scans announced: pupil_list (a list of the school).

-- The columns that are facts, met by name with the vocabulary (fact.c).
-- name: pupil_facts
SELECT
  dob, sex, admitted_on, left_on, records_from, ks4_end, year, year_true_in, form, enrolment, sen, care,
  child_in_need, fsm, disadvantaged, eal, placement, risk, gcse_maths, gcse_english, predicted_maths,
  predicted_english, ebacc_entered
  FROM pupil WHERE id = $id
-- name: pupil_set_facts
UPDATE pupil SET
  dob = $dob, sex = $sex, admitted_on = $admitted_on, left_on = $left_on, records_from = $records_from,
  ks4_end = $ks4_end, year = $year, year_true_in = $year_true_in, form = $form, enrolment = $enrolment,
  sen = $sen, care = $care, child_in_need = $child_in_need, fsm = $fsm, disadvantaged = $disadvantaged,
  eal = $eal, placement = $placement, risk = $risk, gcse_maths = $gcse_maths, gcse_english = $gcse_english,
  predicted_maths = $predicted_maths, predicted_english = $predicted_english, ebacc_entered = $ebacc_entered
  WHERE id = $id

-- name: pupil_steps
SELECT fact, since, value FROM pupil_fact WHERE person = $person
-- name: pupil_step_in_force
SELECT value, since FROM pupil_fact WHERE person = $person AND fact = $fact AND since <= $since
  ORDER BY since DESC LIMIT 1
-- name: pupil_step_newest
SELECT value, since FROM pupil_fact WHERE person = $person AND fact = $fact ORDER BY since DESC LIMIT 1
-- name: pupil_step_put
INSERT INTO pupil_fact (person, fact, since, value) VALUES ($person, $fact, $since, $value)
  ON CONFLICT (person, fact, since) DO UPDATE SET value = excluded.value
-- The step after one, when it says the same.
-- name: pupil_step_merge
DELETE FROM pupil_fact WHERE person = $person AND fact = $fact AND value IS $value
  AND since = (SELECT min(since) FROM pupil_fact WHERE person = $person AND fact = $fact AND since > $since)

-- name: pupil_texts
SELECT
  upn, former_upn, uln, admission_no, first_name, surname, known_as, contact, la, address, postcode, parent,
  parent_address, folded, folded_known
  FROM pupil WHERE id = $id AND erased_on IS NULL
-- name: pupil_insert
INSERT INTO pupil (
  upn, former_upn, uln, admission_no, first_name, surname, known_as, contact, la, address, postcode, parent,
  parent_address, folded, folded_known)
  VALUES (
  $upn, $former_upn, $uln, $admission_no, $first_name, $surname, $known_as, $contact, $la, $address,
  $postcode, $parent, $parent_address, $folded,
  $folded_known)
-- name: pupil_set_texts
UPDATE pupil SET
  upn = $upn, former_upn = $former_upn, uln = $uln, admission_no = $admission_no, first_name = $first_name,
  surname = $surname, known_as = $known_as, contact = $contact, la = $la, address = $address,
  postcode = $postcode, parent = $parent, parent_address = $parent_address, folded = $folded,
  folded_known = $folded_known
  WHERE id = $id

-- name: pupil_by_upn
SELECT id FROM pupil WHERE upn = $key ORDER BY id LIMIT 2
-- name: pupil_by_former_upn
SELECT id FROM pupil WHERE former_upn = $key ORDER BY id LIMIT 10
-- name: pupil_by_uln
SELECT id FROM pupil WHERE uln = $key ORDER BY id LIMIT 10
-- name: pupil_by_admission_no
SELECT id FROM pupil WHERE admission_no = $key ORDER BY id LIMIT 10
-- name: pupil_by_name
SELECT id FROM pupil WHERE folded = $folded AND dob = $dob ORDER BY id LIMIT 10
-- name: pupil_list
SELECT p.id, p.first_name, p.surname, p.known_as, p.upn, p.dob, p.admitted_on, p.left_on, p.year, p.form, w.text
  FROM pupil p LEFT JOIN word w ON w.value = p.form WHERE p.erased_on IS NULL ORDER BY p.folded, p.id
-- Steps of two facts, for lists as at a day.
-- name: pupil_list_steps
SELECT person, fact, since, value FROM pupil_fact WHERE fact IN ($year, $form) ORDER BY person, fact, since

-- Erasure, one table after the other.
-- name: erase_notes_about
SELECT a.id FROM participation p JOIN activity a ON a.id = p.activity JOIN kind k ON k.id = a.kind
  WHERE p.person = $id AND k.shape = 'note'
-- name: erase_count_meetings
UPDATE activity SET erased = erased + 1 WHERE id IN (SELECT activity FROM participation WHERE person = $id)
-- name: erase_details
DELETE FROM detail WHERE person = $id AND activity IN (SELECT activity FROM participation WHERE person = $id)
-- name: erase_note_texts
DELETE FROM note WHERE person = $id AND activity IN (SELECT activity FROM participation WHERE person = $id)
-- name: erase_hand
DELETE FROM hand WHERE person = $id
  AND activity IN (SELECT a.id FROM activity a JOIN kind k ON k.id = a.kind WHERE a.id = hand.activity AND k.shape IN ('meeting', 'note'))
-- name: erase_participations
DELETE FROM participation WHERE person = $id
-- name: erase_facts
DELETE FROM pupil_fact WHERE person = $id
-- name: erase_exemptions
DELETE FROM exemption WHERE subject_type = 0 AND subject = $id
-- name: erase_snoozes
DELETE FROM snooze WHERE subject_type = 0 AND subject = $id
-- name: erase_holds
DELETE FROM hold WHERE subject_type = 0 AND subject = $id
-- name: erase_findings
DELETE FROM finding WHERE subject_type = 0 AND subject = $id
-- name: erase_notices
DELETE FROM notice WHERE subject_type = 0 AND subject = $id
-- name: erase_messages
UPDATE outbox SET bytes = NULL, subject = NULL,
    last_words = CASE WHEN state < 3 THEN 'a person in it was erased' ELSE last_words END,
    state = CASE WHEN state < 3 THEN 7 ELSE state END
  WHERE id IN (SELECT outbox FROM outbox_person WHERE person = $id)
-- name: erase_message_people
DELETE FROM outbox_person WHERE person = $id
-- What stays is said, so that whatever is added to the table goes.
-- name: erase_days
SELECT left_on, ks4_end FROM pupil WHERE id = $id AND erased_on IS NULL
-- name: erase_pupil
DELETE FROM pupil WHERE id = $id
-- name: erase_stays
INSERT INTO pupil (id, left_on, ks4_end, folded, erased_on) VALUES ($id, $left_on, $ks4_end, '', $day)
