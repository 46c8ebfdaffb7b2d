-- SPDX-License-Identifier: GPL-3.0-or-later
-- Imports, recipes, and how far each kind is complete.

-- name: import_insert
INSERT INTO import (at, recipe, file, what, digest, as_at, rows, added, changed, same, gone, left_out, blank, step)
  VALUES ($at, $recipe, $file, $what, $digest, $as_at, $rows, $added, $changed, $same, $gone, $left_out, $blank, $step)
-- name: import_list
SELECT id, at, recipe, file, digest, as_at, rows, added, changed, same, gone, left_out, blank, step, what FROM import
  ORDER BY id DESC LIMIT $most
-- name: recipe_get
SELECT headings FROM recipe WHERE name = $name
-- name: recipe_put
INSERT INTO recipe (name, headings) VALUES ($name, $headings)
  ON CONFLICT (name) DO UPDATE SET headings = excluded.headings WHERE headings <> excluded.headings
-- name: complete_get
SELECT complete_through FROM kind WHERE name = $name
-- name: complete_set
UPDATE kind SET complete_through = $day WHERE name = $name
  AND (complete_through IS NULL OR complete_through < $day)
