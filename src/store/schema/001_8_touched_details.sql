-- SPDX-License-Identifier: GPL-3.0-or-later
-- As 001_6_touched.sql: a session field touches everybody who was there (as activity_changed does), a ruling its
-- subject.

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
