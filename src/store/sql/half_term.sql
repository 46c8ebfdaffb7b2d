-- SPDX-License-Identifier: GPL-3.0-or-later
-- Imported half-terms.  Scan announced: half_term_list.

-- name: half_term_list
SELECT first, last, term, half FROM half_term ORDER BY first
-- name: half_term_delete
DELETE FROM half_term WHERE first >= $from AND first <= $until
-- name: half_term_insert
INSERT INTO half_term (first, last, term, half) VALUES ($first, $last, $term, $half)
