-- SPDX-License-Identifier: GPL-3.0-or-later
-- People and organisations.  Dates are yyyymmdd; codes are the index in the list that table fact holds; texts that
-- rules read (form, department, sector) are values whose text is in table word.  Columns that rules read stand first.

CREATE TABLE pupil (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dob INTEGER CHECK (dob BETWEEN 18000101 AND 22991231),
  sex INTEGER,
  admitted_on INTEGER CHECK (admitted_on BETWEEN 18000101 AND 22991231),
  left_on INTEGER CHECK (left_on BETWEEN 18000101 AND 22991231),
  records_from INTEGER CHECK (records_from BETWEEN 18000101 AND 22991231),
  ks4_end INTEGER CHECK (ks4_end BETWEEN 18000101 AND 22991231),
  year INTEGER,
  year_true_in INTEGER, -- the school year (2026 for 2026/27) in which year was recorded
  form INTEGER,
  enrolment INTEGER,
  sen INTEGER,
  care INTEGER,
  child_in_need INTEGER,
  fsm INTEGER,
  disadvantaged INTEGER,
  eal INTEGER,
  placement INTEGER,
  risk INTEGER,
  gcse_maths INTEGER,
  gcse_english INTEGER,
  predicted_maths INTEGER,
  predicted_english INTEGER,
  ebacc_entered INTEGER,
  upn TEXT,
  former_upn TEXT,
  uln TEXT,
  admission_no TEXT,
  first_name TEXT,
  surname TEXT,
  known_as TEXT,
  contact TEXT,
  la TEXT,
  address TEXT,
  postcode TEXT,
  parent TEXT, -- name of a parent or carer
  parent_address TEXT, -- where it is another than the pupil's
  folded TEXT NOT NULL, -- surname and first name, for search and order
  folded_known TEXT,
  -- The records were erased on this day: the row stays with the days from which years of keeping count, and nothing else.
  erased_on INTEGER CHECK (erased_on BETWEEN 18000101 AND 22991231)
) STRICT;
CREATE UNIQUE INDEX pupil_upn ON pupil (upn) WHERE upn IS NOT NULL;
CREATE INDEX pupil_admission_no ON pupil (admission_no) WHERE admission_no IS NOT NULL;
CREATE INDEX pupil_uln ON pupil (uln) WHERE uln IS NOT NULL;
CREATE INDEX pupil_former_upn ON pupil (former_upn) WHERE former_upn IS NOT NULL;
CREATE INDEX pupil_folded ON pupil (folded);

-- From `since` on (0: since ever) the value is this; NULL: not recorded from then on.
CREATE TABLE pupil_fact (
  person INTEGER NOT NULL REFERENCES pupil,
  fact INTEGER NOT NULL,
  since INTEGER NOT NULL,
  value INTEGER,
  PRIMARY KEY (person, fact, since)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  roles INTEGER,
  department INTEGER,
  teaches INTEGER,
  started_on INTEGER CHECK (started_on BETWEEN 18000101 AND 22991231),
  left_on INTEGER CHECK (left_on BETWEEN 18000101 AND 22991231),
  key TEXT UNIQUE,
  title TEXT,
  first_name TEXT,
  surname TEXT,
  email TEXT,
  folded TEXT NOT NULL
) STRICT;

CREATE TABLE staff_fact (
  person INTEGER NOT NULL REFERENCES staff,
  fact INTEGER NOT NULL,
  since INTEGER NOT NULL,
  value INTEGER,
  PRIMARY KEY (person, fact, since)
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  type INTEGER,
  size INTEGER,
  sector INTEGER,
  is_local INTEGER,
  active INTEGER,
  name TEXT NOT NULL,
  contact TEXT,
  folded TEXT NOT NULL UNIQUE
) STRICT;

-- Facts of organisations that have no column.
CREATE TABLE organisation_fact (
  person INTEGER NOT NULL REFERENCES organisation,
  fact INTEGER NOT NULL,
  since INTEGER NOT NULL,
  value INTEGER,
  PRIMARY KEY (person, fact, since)
) STRICT, WITHOUT ROWID;
