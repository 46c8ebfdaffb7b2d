-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a word may mean.  Scans announced: all; the words are compared in C (find.c).

-- name: find_pupils
SELECT p.id, p.first_name, p.surname, p.known_as, w.text, p.admitted_on, p.left_on, p.folded, p.folded_known, p.upn,
    p.admission_no
  FROM pupil p LEFT JOIN word w ON w.value = p.form WHERE p.erased_on IS NULL ORDER BY p.folded, p.id
-- name: find_staff
SELECT id, first_name, surname, key, left_on, folded FROM staff ORDER BY folded, id
-- name: find_organisations
SELECT id, name, folded FROM organisation ORDER BY folded, id
-- name: find_activities
SELECT a.id, a.title, k.name, a.date FROM activity a JOIN kind k ON k.id = a.kind WHERE a.title IS NOT NULL
  ORDER BY a.date DESC, a.id
-- name: find_forms
SELECT w.text, count(*) FROM pupil p JOIN word w ON w.value = p.form
  WHERE (p.left_on IS NULL OR p.left_on >= $day) AND (p.admitted_on IS NULL OR p.admitted_on <= $day)
  GROUP BY p.form ORDER BY w.text
