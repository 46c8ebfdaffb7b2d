-- SPDX-License-Identifier: GPL-3.0-or-later
-- As 001_6_touched.sql: a session field touches everybody who was there (as activity_changed does), a ruling its
-- subject, a post of an approver whom the exemptions are about, the reach of an import everybody.

CREATE TRIGGER session_detail_added AFTER INSERT ON detail WHEN NEW.person = 0
  BEGIN UPDATE activity SET erased = erased WHERE id = NEW.activity; END;
CREATE TRIGGER session_detail_changed AFTER UPDATE ON detail WHEN NEW.person = 0
  BEGIN UPDATE activity SET erased = erased WHERE id = NEW.activity; END;
CREATE TRIGGER session_detail_removed AFTER DELETE ON detail WHEN OLD.person = 0
  BEGIN UPDATE activity SET erased = erased WHERE id = OLD.activity; END;
CREATE TRIGGER session_note_added AFTER INSERT ON note WHEN NEW.person = 0
  BEGIN UPDATE activity SET erased = erased WHERE id = NEW.activity; END;
CREATE TRIGGER session_note_changed AFTER UPDATE ON note WHEN NEW.person = 0
  BEGIN UPDATE activity SET erased = erased WHERE id = NEW.activity; END;
CREATE TRIGGER session_note_removed AFTER DELETE ON note WHEN OLD.person = 0
  BEGIN UPDATE activity SET erased = erased WHERE id = OLD.activity; END;

CREATE TRIGGER exemption_added AFTER INSERT ON exemption
  BEGIN INSERT INTO touched VALUES (NEW.subject_type, NEW.subject) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER exemption_changed AFTER UPDATE ON exemption
  BEGIN INSERT INTO touched VALUES (NEW.subject_type, NEW.subject) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER exemption_removed AFTER DELETE ON exemption
  BEGIN INSERT INTO touched VALUES (OLD.subject_type, OLD.subject) ON CONFLICT DO NOTHING; END;

CREATE TRIGGER hold_added AFTER INSERT ON hold
  BEGIN INSERT INTO touched VALUES (NEW.subject_type, NEW.subject) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER hold_changed AFTER UPDATE ON hold
  BEGIN INSERT INTO touched VALUES (NEW.subject_type, NEW.subject) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER hold_removed AFTER DELETE ON hold
  BEGIN INSERT INTO touched VALUES (OLD.subject_type, OLD.subject) ON CONFLICT DO NOTHING; END;

CREATE TRIGGER approver_added AFTER INSERT ON staff_participation BEGIN INSERT INTO touched
  SELECT subject_type, subject FROM exemption WHERE approver = NEW.person ON CONFLICT DO NOTHING; END;
CREATE TRIGGER approver_changed AFTER UPDATE ON staff_participation BEGIN INSERT INTO touched
  SELECT subject_type, subject FROM exemption WHERE approver = NEW.person ON CONFLICT DO NOTHING; END;
CREATE TRIGGER approver_removed AFTER DELETE ON staff_participation BEGIN INSERT INTO touched
  SELECT subject_type, subject FROM exemption WHERE approver = OLD.person ON CONFLICT DO NOTHING; END;
CREATE TRIGGER approver_post_changed AFTER UPDATE ON activity BEGIN INSERT INTO touched
  SELECT e.subject_type, e.subject FROM staff_participation p JOIN exemption e ON e.approver = p.person
    WHERE p.activity = NEW.id ON CONFLICT DO NOTHING; END;

CREATE TRIGGER kind_reaches_further AFTER UPDATE OF complete_through ON kind
  WHEN NEW.complete_through IS NOT OLD.complete_through BEGIN
  INSERT INTO touched VALUES (3, 0) ON CONFLICT DO NOTHING;
  INSERT INTO touched SELECT 0, id FROM pupil WHERE true ON CONFLICT DO NOTHING;
  INSERT INTO touched SELECT 1, id FROM staff WHERE true ON CONFLICT DO NOTHING;
  INSERT INTO touched SELECT 2, id FROM organisation WHERE true ON CONFLICT DO NOTHING;
END;
