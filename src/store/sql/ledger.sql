-- SPDX-License-Identifier: GPL-3.0-or-later
-- Notices and messages.  States: safety.md 4.1 (0 planned, 1 queued, 2 begun, 3 dot, 4 sent, 5 doubtful, 6 refused,
-- 7 given up).  Scans announced: notice_all, message_list,
-- message_nobody.

-- name: notice_same
SELECT n.id, coalesce(o.state IN (6, 7), 0) FROM notice n LEFT JOIN outbox o ON o.id = n.outbox
  WHERE n.finding = $finding AND n.step = $step AND n.recipient = $recipient
-- name: notice_again
UPDATE notice SET outbox = $outbox, day = $day, closing = $closing WHERE id = $id
-- name: notice_insert
INSERT INTO notice (finding, step, recipient, subject_type, subject, rule, day, outbox, closing)
  VALUES ($finding, $step, $recipient, $subject_type, $subject, $rule, $day, $outbox, $closing)
-- name: notice_forget
DELETE FROM notice WHERE outbox = $outbox
-- name: notice_all
SELECT n.id, n.finding, n.step, n.recipient, n.subject_type, n.subject, n.rule, n.day, n.outbox, n.closing
  FROM notice n LEFT JOIN outbox o ON o.id = n.outbox WHERE o.state IS NULL OR o.state NOT IN (6, 7)
  ORDER BY n.finding, n.recipient, n.day, n.id

-- name: message_same
SELECT id, state IN (6, 7) AND dot_at = 0 FROM outbox
  WHERE recipient = $recipient AND plan = $plan AND period = $period AND number = $number
-- name: message_insert
INSERT INTO outbox (message_id, recipient, plan, period, number, state, day, address, file, subject, bytes, digest,
    made_at, not_before, last_words)
  VALUES ($message_id, $recipient, $plan, $period, $number, $state, $day, $address, $file, $subject, $bytes, $digest,
    $made_at, $not_before, $last_words)
-- name: message_anew
UPDATE outbox SET state = $state, day = $day, address = $address, file = $file, subject = $subject, bytes = $bytes,
    digest = $digest, made_at = $made_at, not_before = $not_before, last_words = $last_words, drafted_at = 0, attempts = 0
  WHERE id = $id AND state IN (6, 7) AND dot_at = 0
-- name: message_nobody
DELETE FROM outbox_person WHERE outbox = $outbox
-- name: message_person
INSERT INTO outbox_person (person, outbox) VALUES ($person, $outbox) ON CONFLICT DO NOTHING
-- name: message_file
SELECT count(*) FROM outbox WHERE day = $day AND file = $file AND id <> $id
-- name: message_drafted
UPDATE outbox SET drafted_at = $at WHERE id = $id
-- name: message_list
SELECT id, message_id, recipient, plan, period, number, state, day, address, file, subject,
    CASE WHEN $with_bytes THEN bytes END, digest, made_at, not_before, drafted_at, dot_at, sent_at, attempts, last_words
  FROM outbox WHERE $states = 0 OR (1 << state & $states) ORDER BY day, recipient, id
-- name: message_about
SELECT o.id, o.message_id, o.recipient, o.plan, o.period, o.number, o.state, o.day, o.address, o.file, o.subject, NULL,
    o.digest, o.made_at, o.not_before, o.drafted_at, o.dot_at, o.sent_at, o.attempts, o.last_words
  FROM outbox_person p JOIN outbox o ON o.id = p.outbox WHERE p.person = $person ORDER BY o.day, o.recipient, o.id
-- name: message_get
SELECT id, message_id, recipient, plan, period, number, state, day, address, file, subject, bytes, digest, made_at,
    not_before, drafted_at, dot_at, sent_at, attempts, last_words
  FROM outbox WHERE id = $id
-- name: message_by_id
SELECT id, message_id, recipient, plan, period, number, state, day, address, file, subject, bytes, digest, made_at,
    not_before, drafted_at, dot_at, sent_at, attempts, last_words
  FROM outbox WHERE message_id = $message_id
-- name: message_by_key
SELECT id, message_id, recipient, plan, period, number, state, day, address, file, subject, NULL, digest, made_at,
    not_before, drafted_at, dot_at, sent_at, attempts, last_words
  FROM outbox WHERE recipient = $recipient AND plan = $plan AND period = $period AND number = $number
-- name: message_move
UPDATE outbox SET state = $to, attempts = max(attempts + $attempt, 0), not_before = coalesce($not_before, not_before),
    dot_at = CASE WHEN $not_taken OR $to = 6 THEN 0 WHEN $to = 3 THEN $at ELSE dot_at END,
    sent_at = CASE WHEN $to = 4 THEN $at ELSE sent_at END,
    last_words = CASE WHEN $keep_words THEN last_words ELSE $words END
  WHERE id = $id AND state = $from
-- name: message_readdress
UPDATE outbox SET address = $address, bytes = $bytes, digest = $digest WHERE id = $id AND state = 6
-- name: message_requeue
UPDATE outbox SET state = 1 WHERE state = 2
-- name: message_doubt
UPDATE outbox SET state = 5 WHERE state = 3
-- name: message_wipe
UPDATE outbox SET bytes = NULL, subject = NULL WHERE id = $id
