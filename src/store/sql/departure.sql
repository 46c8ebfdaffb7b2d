-- SPDX-License-Identifier: GPL-3.0-or-later
-- What left the school.  Scans announced: departure_list (one row a file).

-- name: departure_insert
INSERT INTO departure (sort, day, at, recipient, basis, fields, file, sealed, whole, pupils, withheld, digest, journal, bytes)
  VALUES ($sort, $day, $at, $recipient, $basis, $fields, $file, $sealed, $whole, $pupils, $withheld, $digest, $journal,
    $bytes)
-- name: departure_pupil_insert
INSERT INTO departure_pupil (person, departure, digest, withheld, why)
  VALUES ($person, $departure, $digest, $withheld, $why)
-- name: departure_list
SELECT id, sort, day, at, recipient, basis, fields, file, sealed, whole, pupils, withheld, digest, journal,
    bytes IS NOT NULL, receipt_on, receipt, placed
  FROM departure WHERE ($sort IS NULL OR sort = $sort) AND at >= $since ORDER BY id DESC LIMIT $most
-- name: departure_get
SELECT id, sort, day, at, recipient, basis, fields, file, sealed, whole, pupils, withheld, digest, journal,
    bytes IS NOT NULL, receipt_on, receipt, placed
  FROM departure WHERE id = $id
-- name: departure_bytes
SELECT bytes FROM departure WHERE id = $id
-- name: departure_people
SELECT person, digest, withheld, why FROM departure_pupil WHERE departure = $id ORDER BY person
-- What was said last of each pupil in files of one sort.
-- name: departure_last
SELECT p.person, p.digest, p.withheld, p.why, p.departure
  FROM departure_pupil p JOIN departure d ON d.id = p.departure
  WHERE d.sort = $sort AND p.departure = (SELECT max(q.departure) FROM departure_pupil q JOIN departure e ON e.id = q.departure
      WHERE q.person = p.person AND e.sort = $sort)
  ORDER BY p.person
-- name: departure_receipt
UPDATE departure SET receipt_on = $receipt_on, receipt = $receipt WHERE id = $id
-- name: departure_placed
UPDATE departure SET placed = 1 WHERE id = $id
-- name: departure_thin
UPDATE departure SET bytes = NULL WHERE at < $before AND bytes IS NOT NULL
-- A person is erased: their line goes, and no file that holds them can be sent again.
-- name: departure_erase_bytes
UPDATE departure SET bytes = NULL WHERE id IN (SELECT departure FROM departure_pupil WHERE person = $id)
-- name: departure_erase_pupil
DELETE FROM departure_pupil WHERE person = $id
