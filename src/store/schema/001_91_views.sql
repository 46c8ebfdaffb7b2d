-- SPDX-License-Identifier: GPL-3.0-or-later
-- Readable views that no vocabulary changes; those of kinds and people are made by catalogue_view.c.

CREATE VIEW activities AS SELECT a.id AS id, k.name AS kind,
  substr(a.date,1,4)||'-'||substr(a.date,5,2)||'-'||substr(a.date,7,2) AS date,
  substr(a.last_day,1,4)||'-'||substr(a.last_day,5,2)||'-'||substr(a.last_day,7,2) AS last_day,
  a.title AS title, o.name AS organisation, CASE a.cancelled WHEN 1 THEN 'yes' ELSE 'no' END AS cancelled,
  (SELECT count(*) FROM participation p WHERE p.activity=a.id) AS pupils,
  (SELECT count(*) FROM staff_participation p WHERE p.activity=a.id) AS staff
FROM activity a JOIN kind k ON k.id=a.kind LEFT JOIN organisation o ON o.id=a.organisation;

CREATE VIEW participations AS SELECT p.person AS pupil, p.activity AS activity, k.name AS kind,
  substr(a.date,1,4)||'-'||substr(a.date,5,2)||'-'||substr(a.date,7,2) AS date,
  CASE WHEN k.shape='meeting' THEN CASE p.facts&7 WHEN 1 THEN 'attended' WHEN 2 THEN 'absent' WHEN 3 THEN 'declined'
    WHEN 4 THEN 'excused' WHEN 5 THEN 'invited' END END AS outcome
FROM participation p JOIN activity a ON a.id=p.activity JOIN kind k ON k.id=a.kind;

CREATE VIEW exemptions AS SELECT e.id AS id,
  CASE e.subject_type WHEN 0 THEN 'pupil' WHEN 1 THEN 'staff' WHEN 2 THEN 'organisation' ELSE 'school' END AS about,
  e.subject AS subject, e.rule AS rule, e.reason AS reason,
  substr(e.since,1,4)||'-'||substr(e.since,5,2)||'-'||substr(e.since,7,2) AS since,
  substr(e.ends,1,4)||'-'||substr(e.ends,5,2)||'-'||substr(e.ends,7,2) AS ends, e.approved_by AS approved_by
FROM exemption e;

CREATE VIEW journal_rows AS SELECT number, at, actor, verb, about, step FROM journal;

CREATE VIEW imports AS SELECT id, at, recipe, file, rows, added, changed, same, gone AS "left", left_out, blank
FROM import;
