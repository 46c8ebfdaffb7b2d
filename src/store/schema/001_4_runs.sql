-- SPDX-License-Identifier: GPL-3.0-or-later
-- The position at each run, as differences; who was told; the messages.

CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  as_at INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  name TEXT,
  policy TEXT,
  program TEXT,
  fingerprint TEXT,
  whole INTEGER NOT NULL
) STRICT;
-- One row holds from first_run to last_run, both counted; last_run NULL: it still holds.
CREATE TABLE finding (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  subject_type INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  rule TEXT NOT NULL,
  instance TEXT NOT NULL,
  status INTEGER NOT NULL,
  underlying INTEGER NOT NULL,
  since INTEGER,
  due INTEGER,
  next_change INTEGER,
  line TEXT NOT NULL,
  first_run INTEGER NOT NULL REFERENCES run,
  last_run INTEGER
) STRICT;
CREATE UNIQUE INDEX finding_open ON finding (key) WHERE last_run IS NULL;
CREATE INDEX finding_subject ON finding (subject_type, subject);
CREATE TABLE run_total (
  run INTEGER NOT NULL REFERENCES run,
  item TEXT NOT NULL,
  part TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (run, item, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL UNIQUE,
  recipient TEXT NOT NULL,
  plan TEXT NOT NULL,
  period TEXT NOT NULL,
  number INTEGER NOT NULL,
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 7),
  day INTEGER NOT NULL,
  address TEXT,
  file TEXT,
  subject TEXT,
  bytes BLOB,
  digest BLOB,
  made_at INTEGER NOT NULL,
  not_before INTEGER NOT NULL DEFAULT 0,
  drafted_at INTEGER NOT NULL DEFAULT 0,
  dot_at INTEGER NOT NULL DEFAULT 0,
  sent_at INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  last_words TEXT,
  UNIQUE (recipient, plan, period, number)
) STRICT;
CREATE INDEX outbox_state ON outbox (state);
CREATE INDEX outbox_file ON outbox (day, file);
CREATE TABLE outbox_person (
  person INTEGER NOT NULL,
  outbox INTEGER NOT NULL REFERENCES outbox,
  PRIMARY KEY (person, outbox)
) STRICT, WITHOUT ROWID;
CREATE TABLE notice (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  finding TEXT NOT NULL,
  step TEXT NOT NULL,
  recipient TEXT NOT NULL,
  subject_type INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  rule TEXT NOT NULL,
  day INTEGER NOT NULL,
  outbox INTEGER REFERENCES outbox,
  closing INTEGER NOT NULL,
  UNIQUE (finding, step, recipient)
) STRICT;
CREATE INDEX notice_outbox ON notice (outbox) WHERE outbox IS NOT NULL;
CREATE INDEX notice_subject ON notice (subject_type, subject);
