-- SPDX-License-Identifier: GPL-3.0-or-later
-- Marks of people whose records were erased.  Scans announced: erased_any (one row), erased_remove (a small table).

-- name: erased_any
SELECT EXISTS (SELECT 1 FROM erased)
-- name: erased_put
INSERT INTO erased (mark, person, day, asked) VALUES ($mark, $person, $day, $asked)
  ON CONFLICT (mark) DO UPDATE SET person = excluded.person, day = excluded.day, asked = excluded.asked
-- name: erased_get
SELECT person, day, asked FROM erased WHERE mark = $mark
-- name: erased_remove
DELETE FROM erased WHERE person = $person
