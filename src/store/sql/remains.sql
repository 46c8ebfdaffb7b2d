-- SPDX-License-Identifier: GPL-3.0-or-later
-- What only one pupil has, for the search after an erasure, and where a text stands.  Scans announced: all but the ones by person.

-- name: remains_pupil
SELECT upn, former_upn, uln, admission_no, contact, address, parent, parent_address, first_name, surname, known_as, folded FROM pupil
  WHERE id = $id AND erased_on IS NULL
-- name: remains_texts
SELECT text FROM note WHERE person = $id AND activity IN (SELECT activity FROM participation WHERE person = $id)
UNION ALL SELECT n.text FROM participation p JOIN activity a ON a.id = p.activity JOIN kind k ON k.id = a.kind
    JOIN note n ON n.activity = a.id AND n.person = 0 WHERE p.person = $id AND k.shape = 'note'
UNION ALL SELECT a.title FROM participation p JOIN activity a ON a.id = p.activity JOIN kind k ON k.id = a.kind
    WHERE p.person = $id AND k.shape = 'note' AND a.title IS NOT NULL
UNION ALL SELECT h.said_text FROM hand h JOIN activity a ON a.id = h.activity JOIN kind k ON k.id = a.kind
    WHERE h.person = $id AND k.shape IN ('meeting', 'note') AND h.said_text IS NOT NULL
UNION ALL SELECT h.said_text FROM participation p JOIN activity a ON a.id = p.activity JOIN kind k ON k.id = a.kind
    JOIN hand h ON h.activity = a.id AND h.person = 0 WHERE p.person = $id AND k.shape = 'note' AND h.said_text IS NOT NULL
UNION ALL SELECT note FROM exemption WHERE subject_type = 0 AND subject = $id AND note IS NOT NULL
UNION ALL SELECT why FROM snooze WHERE subject_type = 0 AND subject = $id
UNION ALL SELECT why FROM hold WHERE subject_type = 0 AND subject = $id
-- name: remains_text_count
SELECT (SELECT count(*) FROM note WHERE text = $text) + (SELECT count(*) FROM activity WHERE title = $text)
  + (SELECT count(*) FROM exemption WHERE note = $text) + (SELECT count(*) FROM snooze WHERE why = $text)
  + (SELECT count(*) FROM hold WHERE why = $text) + (SELECT count(*) FROM hand WHERE said_text = $text)
-- name: remains_key_count
SELECT count(*) FROM pupil WHERE upn = $text OR former_upn = $text OR uln = $text OR admission_no = $text OR contact = $text
  OR address = $text OR parent = $text OR parent_address = $text
-- name: remains_name_count
SELECT (SELECT count(*) FROM pupil WHERE folded = $text) + (SELECT count(*) FROM staff WHERE folded = $text)

-- name: remains_places
SELECT 'activity', id FROM activity WHERE instr(title, $text) > 0
UNION ALL SELECT 'activity', activity FROM note WHERE instr(text, $text) > 0
UNION ALL SELECT 'activity', activity FROM hand WHERE instr(said_text, $text) > 0
UNION ALL SELECT 'exemption', id FROM exemption WHERE instr(note, $text) > 0
UNION ALL SELECT 'snooze', id FROM snooze WHERE instr(why, $text) > 0
UNION ALL SELECT 'hold', id FROM hold WHERE instr(why, $text) > 0
UNION ALL SELECT 'journal', number FROM journal WHERE instr(about, $text) > 0
UNION ALL SELECT 'organisation', id FROM organisation WHERE instr(name, $text) > 0 OR instr(contact, $text) > 0
UNION ALL SELECT 'staff', id FROM staff WHERE instr(email, $text) > 0
UNION ALL SELECT 'import', id FROM import WHERE instr(file, $text) > 0
LIMIT 20
