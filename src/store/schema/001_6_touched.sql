-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whose records changed since the newest run, so that it judges those alone.  Noting too many costs a little time,
-- noting too few would be a wrong answer.  Types: 0 pupil, 1 staff, 2 organisation, 3 school (subject 0).
-- ON CONFLICT, because OR IGNORE in a trigger gives way to the conflict clause of the statement that fired it.

CREATE TABLE touched (
  subject_type INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  PRIMARY KEY (subject_type, subject)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER pupil_added AFTER INSERT ON pupil BEGIN INSERT INTO touched VALUES (0, NEW.id)
  ON CONFLICT DO NOTHING; END;
CREATE TRIGGER pupil_changed AFTER UPDATE ON pupil BEGIN INSERT INTO touched VALUES (0, NEW.id)
  ON CONFLICT DO NOTHING; END;
CREATE TRIGGER pupil_fact_added AFTER INSERT ON pupil_fact
  BEGIN INSERT INTO touched VALUES (0, NEW.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER pupil_fact_changed AFTER UPDATE ON pupil_fact
  BEGIN INSERT INTO touched VALUES (0, NEW.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER pupil_fact_removed AFTER DELETE ON pupil_fact
  BEGIN INSERT INTO touched VALUES (0, OLD.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER staff_added AFTER INSERT ON staff BEGIN INSERT INTO touched VALUES (1, NEW.id)
  ON CONFLICT DO NOTHING; END;
CREATE TRIGGER staff_changed AFTER UPDATE ON staff BEGIN INSERT INTO touched VALUES (1, NEW.id)
  ON CONFLICT DO NOTHING; END;
CREATE TRIGGER staff_fact_added AFTER INSERT ON staff_fact
  BEGIN INSERT INTO touched VALUES (1, NEW.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER staff_fact_changed AFTER UPDATE ON staff_fact
  BEGIN INSERT INTO touched VALUES (1, NEW.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER staff_fact_removed AFTER DELETE ON staff_fact
  BEGIN INSERT INTO touched VALUES (1, OLD.person) ON CONFLICT DO NOTHING; END;

-- Activities with an organisation may be asked about by a filter on it, so its changes touch everybody who was there.
CREATE TRIGGER organisation_added AFTER INSERT ON organisation
  BEGIN INSERT INTO touched VALUES (2, NEW.id) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER organisation_changed AFTER UPDATE ON organisation BEGIN
  INSERT INTO touched VALUES (2, NEW.id), (3, 0) ON CONFLICT DO NOTHING;
  INSERT INTO touched SELECT 0, p.person FROM activity a JOIN participation p ON p.activity = a.id
    WHERE a.organisation = NEW.id ON CONFLICT DO NOTHING;
  INSERT INTO touched SELECT 1, p.person FROM activity a JOIN staff_participation p ON p.activity = a.id
    WHERE a.organisation = NEW.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER organisation_fact_added AFTER INSERT ON organisation_fact
  BEGIN UPDATE organisation SET name = name WHERE id = NEW.person; END;
CREATE TRIGGER organisation_fact_changed AFTER UPDATE ON organisation_fact
  BEGIN UPDATE organisation SET name = name WHERE id = NEW.person; END;
CREATE TRIGGER organisation_fact_removed AFTER DELETE ON organisation_fact
  BEGIN UPDATE organisation SET name = name WHERE id = OLD.person; END;
