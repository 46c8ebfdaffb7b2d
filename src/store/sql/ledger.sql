-- SPDX-License-Identifier: GPL-3.0-or-later
-- Notices and messages.  States: safety.md 4.1 (0 planned, 1 queued, 2 begun, 3 dot, 4 sent, 5 doubtful, 6 refused,
-- 7 given up).  Scans announced: notice_all, message_list.

-- name: notice_same
SELECT id FROM notice WHERE finding = $finding AND step = $step AND recipient = $recipient
-- name: notice_insert
INSERT INTO notice (finding, step, recipient, subject_type, subject, rule, day, outbox, closing)
  VALUES ($finding, $step, $recipient, $subject_type, $subject, $rule, $day, $outbox, $closing)
-- name: notice_all
SELECT n.id, n.finding, n.step, n.recipient, n.subject_type, n.subject, n.rule, n.day, n.outbox, n.closing
  FROM notice n LEFT JOIN outbox o ON o.id = n.outbox WHERE o.state IS NULL OR o.state <> 7
  ORDER BY n.finding, n.recipient, n.day, n.id

-- name: message_same
SELECT id FROM outbox WHERE recipient = $recipient AND plan = $plan AND period = $period AND number = $number
-- name: message_insert
INSERT INTO outbox (message_id, recipient, plan, period, number, state, day, subject, bytes, digest, made_at,
    not_before, last_words)
  VALUES ($message_id, $recipient, $plan, $period, $number, $state, $day, $subject, $bytes, $digest, $made_at,
    $not_before, $last_words)
-- name: message_person
INSERT INTO outbox_person (person, outbox) VALUES ($person, $outbox) ON CONFLICT DO NOTHING
-- name: message_list
SELECT id, message_id, recipient, plan, period, number, state, day, subject,
    CASE WHEN $with_bytes THEN bytes END, digest, made_at, not_before, sent_at, attempts, last_words
  FROM outbox WHERE $states = 0 OR (1 << state & $states) ORDER BY day, recipient, id
-- name: message_get
SELECT id, message_id, recipient, plan, period, number, state, day, subject, bytes, digest, made_at, not_before,
    sent_at, attempts, last_words
  FROM outbox WHERE id = $id
-- name: message_by_id
SELECT id, message_id, recipient, plan, period, number, state, day, subject, bytes, digest, made_at, not_before,
    sent_at, attempts, last_words
  FROM outbox WHERE message_id = $message_id
-- name: message_move
UPDATE outbox SET state = $to, attempts = attempts + $attempt, not_before = coalesce($not_before, not_before),
    sent_at = CASE WHEN $to = 4 THEN $at ELSE sent_at END,
    last_words = CASE WHEN $keep_words THEN last_words ELSE $words END
  WHERE id = $id AND state = $from
-- name: message_requeue
UPDATE outbox SET state = 1 WHERE state = 2
-- name: message_doubt
UPDATE outbox SET state = 5 WHERE state = 3
-- name: message_wipe
UPDATE outbox SET bytes = NULL, subject = NULL WHERE id = $id
