-- The recovery of a client that no one can administer any more: the invitation of a new owner, which can be accepted once
-- the time is over in which the people of the client can stop it. Each of them has a code of their own.
CREATE TABLE recovery (
    invitation_id INTEGER PRIMARY KEY,
    client_id     INTEGER NOT NULL,
    verified      TEXT    NOT NULL CHECK (verified <> ''),
    begun_at      INTEGER NOT NULL,
    begun_by      TEXT    NOT NULL,
    opens_at      INTEGER NOT NULL CHECK (opens_at > begun_at),
    stopped_at    INTEGER,
    stopped_by    TEXT,
    UNIQUE (client_id, invitation_id),
    FOREIGN KEY (client_id, invitation_id) REFERENCES invitation (client_id, id),
    CHECK ((stopped_at IS NULL) = (stopped_by IS NULL))
) STRICT;
CREATE TRIGGER recovery_guard_insert BEFORE INSERT ON recovery WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: recovery'); END;
CREATE TRIGGER recovery_guard_update BEFORE UPDATE ON recovery WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: recovery'); END;
CREATE TRIGGER recovery_guard_delete BEFORE DELETE ON recovery WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: recovery'); END;

CREATE TABLE recovery_recipient (
    id            INTEGER PRIMARY KEY,
    client_id     INTEGER NOT NULL,
    invitation_id INTEGER NOT NULL,
    login_id      INTEGER NOT NULL REFERENCES login (id),
    mail_id       INTEGER,
    UNIQUE (invitation_id, login_id),
    FOREIGN KEY (client_id, invitation_id) REFERENCES recovery (client_id, invitation_id)
) STRICT;
CREATE TRIGGER recovery_recipient_guard_insert BEFORE INSERT ON recovery_recipient WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: recovery_recipient'); END;
CREATE TRIGGER recovery_recipient_guard_update BEFORE UPDATE ON recovery_recipient WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: recovery_recipient'); END;
CREATE TRIGGER recovery_recipient_guard_delete BEFORE DELETE ON recovery_recipient WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: recovery_recipient'); END;

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'OR kind = ''address''', 'OR kind = ''address'' OR kind = ''recovery''')
    WHERE type = 'table' AND name = 'code';
PRAGMA writable_schema = RESET;
