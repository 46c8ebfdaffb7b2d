-- SPDX-License-Identifier: GPL-3.0-or-later
-- The vocabulary as this file knows it (append only), and what happened.

CREATE TABLE kind (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  shape TEXT NOT NULL,
  complete_through INTEGER -- an import covers up to this day; NULL: kept by hand
) STRICT;
CREATE TABLE kind_field (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL REFERENCES kind,
  name TEXT NOT NULL,
  each INTEGER NOT NULL,
  type TEXT NOT NULL,
  codes TEXT, -- one a line, append only
  home INTEGER NOT NULL, -- 0 facts, 1 detail, 2 note, 3 column
  bit INTEGER NOT NULL,
  width INTEGER NOT NULL,
  UNIQUE (kind, name)
) STRICT;
CREATE TABLE fact (
  id INTEGER PRIMARY KEY,
  subject INTEGER NOT NULL, -- 0 pupil, 1 staff, 2 organisation, 3 school
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  codes TEXT,
  UNIQUE (subject, name)
) STRICT;
CREATE TABLE word (
  value INTEGER PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

CREATE TRIGGER kind_stays BEFORE DELETE ON kind BEGIN SELECT RAISE(ABORT, 'kind is append only'); END;
CREATE TRIGGER kind_field_stays BEFORE DELETE ON kind_field BEGIN SELECT RAISE(ABORT, 'kind_field is append only'); END;
-- bit and width change together with the facts of every row, when a list of codes outgrows its place (catalogue.c).
CREATE TRIGGER kind_field_stays_same BEFORE UPDATE OF kind, name, each, type, home ON kind_field
  BEGIN SELECT RAISE(ABORT, 'a field stays what it is'); END;
CREATE TRIGGER fact_stays BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'fact is append only'); END;

-- facts: the packed session fields, at the places that kind_field gives; raw 0 is "not recorded".
CREATE TABLE activity (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL REFERENCES kind,
  date INTEGER NOT NULL CHECK (date BETWEEN 18000101 AND 22991231),
  last_day INTEGER CHECK (last_day BETWEEN 18000101 AND 22991231),
  organisation INTEGER REFERENCES organisation,
  cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)),
  facts INTEGER NOT NULL DEFAULT 0,
  erased INTEGER NOT NULL DEFAULT 0, -- participants taken out by erasure
  title TEXT
) STRICT;
CREATE INDEX activity_kind ON activity (kind, date);
CREATE INDEX activity_organisation ON activity (organisation) WHERE organisation IS NOT NULL;

-- What an import calls it.
CREATE TABLE activity_source (
  source TEXT NOT NULL,
  reference TEXT NOT NULL,
  activity INTEGER NOT NULL REFERENCES activity,
  PRIMARY KEY (source, reference)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_source_activity ON activity_source (activity);

-- facts: the outcome in the lowest three bits (1 attended .. 5 invited), then packed each fields.
CREATE TABLE participation (
  person INTEGER NOT NULL REFERENCES pupil,
  activity INTEGER NOT NULL REFERENCES activity,
  facts INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (person, activity)
) STRICT, WITHOUT ROWID;
CREATE INDEX participation_activity ON participation (activity);
CREATE TABLE staff_participation (
  person INTEGER NOT NULL REFERENCES staff,
  activity INTEGER NOT NULL REFERENCES activity,
  facts INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (person, activity)
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_participation_activity ON staff_participation (activity);
