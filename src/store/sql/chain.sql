-- SPDX-License-Identifier: GPL-3.0-or-later
-- The journal.  Scans announced: journal_since.

-- name: journal_head
SELECT number, at, actor, verb, about, step, before, after, previous, hash FROM journal ORDER BY number DESC LIMIT 1
-- name: journal_add
INSERT INTO journal (number, at, actor, verb, about, step, before, after, previous, hash)
  VALUES ($number, $at, $actor, $verb, $about, $step, $before, $after,
    (SELECT hash FROM journal WHERE number = $number - 1), $hash)
-- name: journal_from
SELECT number, at, actor, verb, about, step, before, after, previous, hash FROM journal WHERE number >= $from
  ORDER BY number LIMIT $most
-- name: journal_since
SELECT number, at, actor, verb, about, step, before, after, previous, hash FROM journal WHERE at >= $at ORDER BY number
