-- SPDX-License-Identifier: GPL-3.0-or-later
-- As 001_6_touched.sql, for what happened and what was decided.

CREATE TRIGGER activity_added AFTER INSERT ON activity BEGIN
  INSERT OR IGNORE INTO touched VALUES (3, 0);
  INSERT OR IGNORE INTO touched SELECT 2, NEW.organisation WHERE NEW.organisation IS NOT NULL;
END;
CREATE TRIGGER activity_changed AFTER UPDATE ON activity BEGIN
  INSERT OR IGNORE INTO touched VALUES (3, 0);
  INSERT OR IGNORE INTO touched SELECT 2, OLD.organisation WHERE OLD.organisation IS NOT NULL;
  INSERT OR IGNORE INTO touched SELECT 2, NEW.organisation WHERE NEW.organisation IS NOT NULL;
  INSERT OR IGNORE INTO touched SELECT 0, person FROM participation WHERE activity = NEW.id;
  INSERT OR IGNORE INTO touched SELECT 1, person FROM staff_participation WHERE activity = NEW.id;
END;
CREATE TRIGGER activity_removed AFTER DELETE ON activity BEGIN
  INSERT OR IGNORE INTO touched VALUES (3, 0);
  INSERT OR IGNORE INTO touched SELECT 2, OLD.organisation WHERE OLD.organisation IS NOT NULL;
END;

CREATE TRIGGER participation_added AFTER INSERT ON participation
  BEGIN INSERT OR IGNORE INTO touched VALUES (0, NEW.person); END;
CREATE TRIGGER participation_changed AFTER UPDATE ON participation
  BEGIN INSERT OR IGNORE INTO touched VALUES (0, NEW.person); END;
CREATE TRIGGER participation_removed AFTER DELETE ON participation
  BEGIN INSERT OR IGNORE INTO touched VALUES (0, OLD.person); END;
CREATE TRIGGER staff_participation_added AFTER INSERT ON staff_participation
  BEGIN INSERT OR IGNORE INTO touched VALUES (1, NEW.person); END;
CREATE TRIGGER staff_participation_changed AFTER UPDATE ON staff_participation
  BEGIN INSERT OR IGNORE INTO touched VALUES (1, NEW.person); END;
CREATE TRIGGER staff_participation_removed AFTER DELETE ON staff_participation
  BEGIN INSERT OR IGNORE INTO touched VALUES (1, OLD.person); END;

-- A detail or note of a person touches the pupil and the member of staff with that key: one of them is meant.
CREATE TRIGGER detail_added AFTER INSERT ON detail WHEN NEW.person > 0
  BEGIN INSERT OR IGNORE INTO touched VALUES (0, NEW.person), (1, NEW.person); END;
CREATE TRIGGER detail_changed AFTER UPDATE ON detail WHEN NEW.person > 0
  BEGIN INSERT OR IGNORE INTO touched VALUES (0, NEW.person), (1, NEW.person); END;
CREATE TRIGGER detail_removed AFTER DELETE ON detail WHEN OLD.person > 0
  BEGIN INSERT OR IGNORE INTO touched VALUES (0, OLD.person), (1, OLD.person); END;
CREATE TRIGGER note_added AFTER INSERT ON note WHEN NEW.person > 0
  BEGIN INSERT OR IGNORE INTO touched VALUES (0, NEW.person), (1, NEW.person); END;
CREATE TRIGGER note_changed AFTER UPDATE ON note WHEN NEW.person > 0
  BEGIN INSERT OR IGNORE INTO touched VALUES (0, NEW.person), (1, NEW.person); END;
CREATE TRIGGER note_removed AFTER DELETE ON note WHEN OLD.person > 0
  BEGIN INSERT OR IGNORE INTO touched VALUES (0, OLD.person), (1, OLD.person); END;
