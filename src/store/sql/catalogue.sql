-- SPDX-License-Identifier: GPL-3.0-or-later
-- The vocabulary as the file knows it.  Small tables, read whole.

-- name: kind_all
SELECT id, name, shape FROM kind ORDER BY id
-- name: kind_by_name
SELECT id FROM kind WHERE name = $name
-- name: kind_insert
INSERT INTO kind (name, shape) VALUES ($name, $shape)
-- name: field_all
SELECT id, kind, name, each, type, codes, home, bit, width FROM kind_field ORDER BY id
-- name: field_insert
INSERT INTO kind_field (kind, name, each, type, codes, home, bit, width)
  VALUES ($kind, $name, $each, $type, $codes, $home, $bit, $width)
-- name: field_codes
UPDATE kind_field SET codes = $codes WHERE id = $id
-- A field moves to a wider place beyond all others: raw values are the same there, and its bits are empty.
-- name: field_place
UPDATE kind_field SET bit = $bit, width = $width WHERE id = $id
-- name: move_session
UPDATE activity SET facts = facts | ((facts >> $from & $mask) << $to)
  WHERE kind = $kind AND (facts >> $from & $mask) <> 0
-- name: move_pupils
UPDATE participation SET facts = facts | ((facts >> $from & $mask) << $to)
  WHERE activity IN (SELECT id FROM activity WHERE kind = $kind) AND (facts >> $from & $mask) <> 0
-- name: move_staff
UPDATE staff_participation SET facts = facts | ((facts >> $from & $mask) << $to)
  WHERE activity IN (SELECT id FROM activity WHERE kind = $kind) AND (facts >> $from & $mask) <> 0
-- name: fact_all
SELECT id, subject, name, type, codes FROM fact ORDER BY id
-- name: fact_insert
INSERT INTO fact (subject, name, type, codes) VALUES ($subject, $name, $type, $codes)
-- name: fact_codes
UPDATE fact SET codes = $codes WHERE id = $id
-- name: word_get
SELECT text FROM word WHERE value = $value
-- name: word_keep
INSERT INTO word (value, text) VALUES ($value, $text) ON CONFLICT (value) DO NOTHING
-- name: view_text
SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = $name
