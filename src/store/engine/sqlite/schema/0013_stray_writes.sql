-- A change writes its facts before its audit row, under the number that the row will have. A fact that is changed under the
-- number of a row that exists already was changed by another program, and is noted here; `db check` reports it. There is no
-- such trigger for new rows, because it would make each insert a statement of several writes, which costs bulk runs a copy of
-- each page.

CREATE TABLE stray_write (
    id       INTEGER PRIMARY KEY,
    fact     TEXT    NOT NULL,
    of_id    INTEGER NOT NULL,
    audit_id INTEGER NOT NULL
) STRICT;
CREATE TRIGGER stray_write_guard_insert BEFORE INSERT ON stray_write WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: stray_write'); END;
CREATE TRIGGER stray_write_guard_update BEFORE UPDATE ON stray_write WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: stray_write'); END;
CREATE TRIGGER stray_write_guard_delete BEFORE DELETE ON stray_write WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: stray_write'); END;
CREATE TRIGGER stray_write_keeps BEFORE UPDATE ON stray_write BEGIN SELECT RAISE(ABORT, 'history: stray writes are never changed'); END;
CREATE TRIGGER stray_write_stays BEFORE DELETE ON stray_write BEGIN SELECT RAISE(ABORT, 'history: stray writes are never deleted'); END;

CREATE TRIGGER client_strays AFTER UPDATE ON client WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('client', NEW.id, NEW.since_audit); END;
CREATE TRIGGER client_field_strays AFTER UPDATE ON client_field WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('client_field', NEW.client_id, NEW.since_audit); END;
CREATE TRIGGER assignment_strays AFTER UPDATE ON assignment WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('assignment', NEW.client_id, NEW.since_audit); END;
CREATE TRIGGER access_grant_strays AFTER UPDATE ON access_grant WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('access_grant', NEW.client_id, NEW.since_audit); END;
CREATE TRIGGER invitation_strays AFTER UPDATE ON invitation WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('invitation', NEW.client_id, NEW.since_audit); END;
CREATE TRIGGER link_strays AFTER UPDATE ON link WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('link', NEW.client_id, NEW.since_audit); END;
CREATE TRIGGER association_strays AFTER UPDATE ON association WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('association', NEW.client_id, NEW.since_audit); END;
CREATE TRIGGER login_strays AFTER UPDATE ON login WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('login', NEW.id, NEW.since_audit); END;
CREATE TRIGGER partner_strays AFTER UPDATE ON partner WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('partner', NEW.id, NEW.since_audit); END;
CREATE TRIGGER partner_user_strays AFTER UPDATE ON partner_user WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('partner_user', NEW.login_id, NEW.since_audit); END;
