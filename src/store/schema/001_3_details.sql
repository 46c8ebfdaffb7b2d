-- SPDX-License-Identifier: GPL-3.0-or-later
-- What does not fit the packed facts, by person, so that it streams beside participation; person 0: a session field.
-- A person is a pupil or a member of staff as the kind of the activity says.

CREATE TABLE detail (
  person INTEGER NOT NULL,
  activity INTEGER NOT NULL,
  field INTEGER NOT NULL REFERENCES kind_field,
  value INTEGER NOT NULL,
  PRIMARY KEY (person, activity, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE note (
  person INTEGER NOT NULL,
  activity INTEGER NOT NULL,
  field INTEGER NOT NULL REFERENCES kind_field,
  text TEXT NOT NULL,
  PRIMARY KEY (person, activity, field)
) STRICT, WITHOUT ROWID;

-- A value of an imported record that a person set: what the file had said, so that the same file does not take it back.
-- field: of kind_field; below 0 a column of the record (hand.h).  Both said NULL: the file said nothing.
CREATE TABLE hand (
  person INTEGER NOT NULL,
  activity INTEGER NOT NULL,
  field INTEGER NOT NULL,
  said INTEGER,
  said_text TEXT,
  PRIMARY KEY (person, activity, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX hand_activity ON hand (activity);

-- What people decided.  subject_type: 0 pupil, 1 staff, 2 organisation, 3 school.
CREATE TABLE exemption (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject_type INTEGER NOT NULL CHECK (subject_type BETWEEN 0 AND 3),
  subject INTEGER NOT NULL,
  rule TEXT NOT NULL,
  reason TEXT NOT NULL,
  since INTEGER NOT NULL,
  ends INTEGER,
  approved_by TEXT NOT NULL,
  approver INTEGER REFERENCES staff,
  approved_on INTEGER,
  note TEXT,
  UNIQUE (subject_type, subject, rule, since)
) STRICT;
CREATE INDEX exemption_approver ON exemption (approver) WHERE approver IS NOT NULL;
CREATE TABLE snooze (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject_type INTEGER NOT NULL CHECK (subject_type BETWEEN 0 AND 3),
  subject INTEGER NOT NULL,
  rule TEXT NOT NULL, -- '': every rule
  sort INTEGER NOT NULL CHECK (sort IN (0, 1)), -- 0 until a day, 1 in hand
  since INTEGER NOT NULL,
  until INTEGER,
  why TEXT NOT NULL,
  who TEXT NOT NULL,
  UNIQUE (subject_type, subject, rule, sort, since)
) STRICT;
CREATE TABLE hold (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject_type INTEGER NOT NULL CHECK (subject_type BETWEEN 0 AND 3),
  subject INTEGER NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  why TEXT NOT NULL,
  who TEXT NOT NULL,
  UNIQUE (subject_type, subject, since)
) STRICT;

-- What was brought in.
CREATE TABLE import (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  recipe TEXT,
  file TEXT,
  what TEXT,
  digest TEXT,
  as_at INTEGER,
  rows INTEGER NOT NULL,
  added INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  same INTEGER NOT NULL,
  gone INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  blank INTEGER NOT NULL,
  step INTEGER
) STRICT;
CREATE TABLE recipe (
  name TEXT PRIMARY KEY,
  headings TEXT NOT NULL
) STRICT, WITHOUT ROWID;
