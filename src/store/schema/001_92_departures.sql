-- SPDX-License-Identifier: GPL-3.0-or-later
-- What left the school: the file, for whom, about whom.  No part of an undo step: what left does not come back.

CREATE TABLE departure (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sort TEXT NOT NULL,      -- "la"
  day INTEGER NOT NULL,    -- what it says is true on this day
  at INTEGER NOT NULL,     -- UTC seconds
  recipient TEXT NOT NULL,
  basis TEXT NOT NULL,     -- in words: which law, whose consent
  fields TEXT NOT NULL,    -- keys with a space between
  file TEXT NOT NULL,      -- name without folder
  sealed INTEGER NOT NULL, -- 0 no, 1 for a passphrase, 2 for a key
  whole INTEGER NOT NULL,  -- 1 everything, 0 what was new since the one before
  pupils INTEGER NOT NULL,
  withheld INTEGER NOT NULL, -- pupils of whom fields were kept back
  digest TEXT NOT NULL,    -- SHA-256 of the bytes, hex
  journal INTEGER NOT NULL,
  bytes BLOB,              -- as they left; NULL: taken out
  receipt_on INTEGER,
  receipt TEXT,
  placed INTEGER NOT NULL DEFAULT 0 -- 1: the file has had its name; 0: the run was cut off before it was known to
) STRICT;
CREATE INDEX departure_sort ON departure (sort, id);

CREATE TABLE departure_pupil (
  person INTEGER NOT NULL,
  departure INTEGER NOT NULL REFERENCES departure,
  digest TEXT NOT NULL,    -- of what was said about the pupil
  withheld TEXT NOT NULL,  -- keys of the fields kept back, with a space between
  why TEXT NOT NULL,       -- a code, or empty
  PRIMARY KEY (person, departure)
) STRICT, WITHOUT ROWID;
CREATE INDEX departure_pupil_departure ON departure_pupil (departure);
