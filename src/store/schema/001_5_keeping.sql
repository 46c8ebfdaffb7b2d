-- SPDX-License-Identifier: GPL-3.0-or-later
-- Journal, undo, settings, marks of the erased.

-- hash = digest of (previous, this row), made by the program; the chain starts with an empty previous.
CREATE TABLE journal (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  verb TEXT NOT NULL,
  about TEXT NOT NULL, -- ids and counts, never names
  step INTEGER,
  before BLOB,
  after BLOB,
  previous BLOB,
  hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER journal_grows BEFORE INSERT ON journal
  WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM journal)
  BEGIN SELECT RAISE(ABORT, 'a journal row is out of order'); END;
CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END;

CREATE TABLE undo (
  step INTEGER PRIMARY KEY AUTOINCREMENT,
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  verb TEXT NOT NULL,
  about TEXT NOT NULL,
  rows INTEGER NOT NULL,
  undone_by INTEGER
) STRICT;
-- Change sets one after the other, each in pieces that a value can hold.  They are taken back from the last to the first.
CREATE TABLE undo_part (
  step INTEGER NOT NULL REFERENCES undo,
  part INTEGER NOT NULL,
  piece INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (step, part, piece)
) STRICT;

-- Imported term dates: one row a half-term, days as yyyymmdd.
CREATE TABLE half_term (
  first INTEGER PRIMARY KEY,
  last INTEGER NOT NULL,
  term INTEGER NOT NULL, -- 0 autumn, 1 spring, 2 summer
  half INTEGER NOT NULL  -- 1 or 2
) STRICT;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL -- moves with every committed change
) STRICT;
INSERT INTO state (id, number) VALUES (1, 1);

-- So that an import does not bring an erased pupil back unseen.  A mark is a number made of what told the pupil apart, with
-- the key of the school (setting erasure-key); the pupil's number is not among it, and the order says nothing.
CREATE TABLE erased (
  mark TEXT PRIMARY KEY,
  person TEXT NOT NULL,    -- the first mark of the same pupil
  day INTEGER NOT NULL CHECK (day BETWEEN 18000101 AND 22991231),
  asked INTEGER NOT NULL   -- 1 as somebody asked, 0 past the keep date
) STRICT, WITHOUT ROWID;
