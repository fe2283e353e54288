-- A change writes its facts before its audit row. A new fact that names an audit row which exists already is written by another
-- program, and is refused: it could pass for a fact of that change.

CREATE TRIGGER client_is_new BEFORE INSERT ON client WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;
CREATE TRIGGER client_field_is_new BEFORE INSERT ON client_field WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;
CREATE TRIGGER assignment_is_new BEFORE INSERT ON assignment WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;
CREATE TRIGGER access_grant_is_new BEFORE INSERT ON access_grant WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;
CREATE TRIGGER invitation_is_new BEFORE INSERT ON invitation WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;
CREATE TRIGGER link_is_new BEFORE INSERT ON link WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;
CREATE TRIGGER association_is_new BEFORE INSERT ON association WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;
CREATE TRIGGER login_is_new BEFORE INSERT ON login WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;
CREATE TRIGGER partner_is_new BEFORE INSERT ON partner WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;
CREATE TRIGGER partner_user_is_new BEFORE INSERT ON partner_user WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;
