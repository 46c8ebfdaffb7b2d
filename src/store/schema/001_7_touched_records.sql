-- SPDX-License-Identifier: GPL-3.0-or-later
-- As 001_6_touched.sql, for what happened and what was decided.

CREATE TRIGGER activity_added AFTER INSERT ON activity BEGIN
  INSERT INTO touched VALUES (3, 0) ON CONFLICT DO NOTHING;
  INSERT INTO touched SELECT 2, NEW.organisation WHERE NEW.organisation IS NOT NULL ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER activity_changed AFTER UPDATE ON activity BEGIN
  INSERT INTO touched VALUES (3, 0) ON CONFLICT DO NOTHING;
  INSERT INTO touched SELECT 2, OLD.organisation WHERE OLD.organisation IS NOT NULL ON CONFLICT DO NOTHING;
  INSERT INTO touched SELECT 2, NEW.organisation WHERE NEW.organisation IS NOT NULL ON CONFLICT DO NOTHING;
  INSERT INTO touched SELECT 0, person FROM participation WHERE activity = NEW.id ON CONFLICT DO NOTHING;
  INSERT INTO touched SELECT 1, person FROM staff_participation WHERE activity = NEW.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER activity_removed AFTER DELETE ON activity BEGIN
  INSERT INTO touched VALUES (3, 0) ON CONFLICT DO NOTHING;
  INSERT INTO touched SELECT 2, OLD.organisation WHERE OLD.organisation IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER participation_added AFTER INSERT ON participation
  BEGIN INSERT INTO touched VALUES (0, NEW.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER participation_changed AFTER UPDATE ON participation
  BEGIN INSERT INTO touched VALUES (0, NEW.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER participation_removed AFTER DELETE ON participation
  BEGIN INSERT INTO touched VALUES (0, OLD.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER staff_participation_added AFTER INSERT ON staff_participation
  BEGIN INSERT INTO touched VALUES (1, NEW.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER staff_participation_changed AFTER UPDATE ON staff_participation
  BEGIN INSERT INTO touched VALUES (1, NEW.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER staff_participation_removed AFTER DELETE ON staff_participation
  BEGIN INSERT INTO touched VALUES (1, OLD.person) ON CONFLICT DO NOTHING; END;

-- A detail or note of a person touches the pupil and the member of staff with that key: one of them is meant.
CREATE TRIGGER detail_added AFTER INSERT ON detail WHEN NEW.person > 0
  BEGIN INSERT INTO touched VALUES (0, NEW.person), (1, NEW.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER detail_changed AFTER UPDATE ON detail WHEN NEW.person > 0
  BEGIN INSERT INTO touched VALUES (0, NEW.person), (1, NEW.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER detail_removed AFTER DELETE ON detail WHEN OLD.person > 0
  BEGIN INSERT INTO touched VALUES (0, OLD.person), (1, OLD.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER note_added AFTER INSERT ON note WHEN NEW.person > 0
  BEGIN INSERT INTO touched VALUES (0, NEW.person), (1, NEW.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER note_changed AFTER UPDATE ON note WHEN NEW.person > 0
  BEGIN INSERT INTO touched VALUES (0, NEW.person), (1, NEW.person) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER note_removed AFTER DELETE ON note WHEN OLD.person > 0
  BEGIN INSERT INTO touched VALUES (0, OLD.person), (1, OLD.person) ON CONFLICT DO NOTHING; END;
