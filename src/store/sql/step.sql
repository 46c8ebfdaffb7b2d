-- SPDX-License-Identifier: GPL-3.0-or-later
-- Undo.  Scans announced: step_list (one row a step), step_pupil_columns (the columns of a table).

-- name: step_insert
INSERT INTO undo (made_at, expires_at, verb, about, rows) VALUES (0, 0, '', '', 0)
-- name: step_finish
UPDATE undo SET made_at = $made_at, expires_at = $expires_at, verb = $verb, about = $about, rows = $rows WHERE step = $step
-- name: step_piece
INSERT INTO undo_part (step, part, piece, bytes) VALUES ($step, $part, $piece, $bytes)
-- name: step_part_count
SELECT count(DISTINCT part) FROM undo_part WHERE step = $step
-- name: step_part
SELECT bytes FROM undo_part WHERE step = $step AND part = $part ORDER BY piece
-- name: step_get
SELECT expires_at, undone_by FROM undo WHERE step = $step
-- name: step_list
SELECT step, made_at, expires_at, verb, about, undone_by, rows FROM undo
  WHERE $all OR (undone_by IS NULL AND EXISTS (SELECT 1 FROM undo_part p WHERE p.step = undo.step)) ORDER BY step DESC
-- name: step_newest_above
SELECT max(step) FROM undo WHERE step > $step AND undone_by IS NULL
-- name: step_undone
UPDATE undo SET undone_by = $undone_by WHERE step = $step
-- name: step_expire_parts
DELETE FROM undo_part WHERE step IN (SELECT step FROM undo WHERE expires_at <= $now)
-- name: step_expire
DELETE FROM undo WHERE expires_at <= $now
-- Where the columns of a pupil stand in a change set; what tells a pupil from others, in the order of step_former.c.
-- name: step_pupil_columns
SELECT cid, name FROM pragma_table_info('pupil')
-- name: step_pupil
SELECT id, dob, upn, former_upn, uln, folded FROM pupil WHERE id = $id AND erased_on IS NULL
-- name: step_delete_parts
DELETE FROM undo_part WHERE step = $step
