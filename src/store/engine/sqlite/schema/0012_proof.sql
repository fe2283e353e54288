-- Whose a password is: the key of the address that its person had proven by a mailed code when they chose it. None for
-- a password that anyone else chose, or that was changed with such a password.
PRAGMA writable_schema = RESET;
ALTER TABLE credential ADD COLUMN proven_for TEXT;

-- Passwords from before count where the login was activated by the code of an invitation to the present address, or a
-- password was chosen with a mailed code and the login never had another address. All others still open the login; the
-- next code that its person uses asks for a new one.
DROP TRIGGER credential_guard_update;
UPDATE credential SET proven_for = (SELECT l.email_key FROM login AS l WHERE l.id = credential.login_id)
 WHERE origin = 'own'
   AND (EXISTS (SELECT 1 FROM login AS l
                  JOIN invitation AS i ON i.login_id = l.id AND i.email_key = l.email_key
                  JOIN code AS c ON c.kind = 'invitation' AND c.record_id = i.id
                 WHERE l.id = credential.login_id AND i.state = 'accepted' AND i.kind = 'activation' AND c.state = 'used')
        OR EXISTS (SELECT 1 FROM login AS l
                     JOIN code AS c ON c.kind = 'password' AND c.record_id = l.id
                    WHERE l.id = credential.login_id AND c.state = 'used'
                      AND NOT EXISTS (SELECT 1 FROM login_history AS h WHERE h.id = l.id AND h.email_key <> l.email_key)));
CREATE TRIGGER credential_guard_update BEFORE UPDATE ON credential WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: credential'); END;

-- A person asked for another address, to which a code was mailed; the code is in `code`, by the number of the login.
CREATE TABLE address_change (
    login_id     INTEGER PRIMARY KEY REFERENCES login (id),
    email        TEXT    NOT NULL,
    email_key    TEXT    NOT NULL,
    requested_at INTEGER NOT NULL,
    requested_by TEXT    NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE TRIGGER address_change_guard_insert BEFORE INSERT ON address_change WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: address_change'); END;
CREATE TRIGGER address_change_guard_update BEFORE UPDATE ON address_change WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: address_change'); END;
CREATE TRIGGER address_change_guard_delete BEFORE DELETE ON address_change WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: address_change'); END;

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'OR kind = ''password''', 'OR kind = ''password'' OR kind = ''address''')
    WHERE type = 'table' AND name = 'code';
PRAGMA writable_schema = RESET;

-- An invitation ends with the access that it offers, if that is earlier. This is no change that history keeps.
DROP TRIGGER invitation_keep;
DROP TRIGGER invitation_guard_update;
UPDATE invitation SET expires_at = until WHERE state = 'pending' AND until < expires_at;
CREATE TRIGGER invitation_guard_update BEFORE UPDATE ON invitation WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation'); END;
CREATE TRIGGER invitation_keep AFTER UPDATE ON invitation WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO invitation_history (id, client_id, login_id, grant_id, email, email_key, role, permissions, until, kind, form, state, sent_at, send_count, expires_at, answered_at, answered_by, reason, invited_by, replaces, mail_id, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.grant_id, OLD.email, OLD.email_key, OLD.role, OLD.permissions, OLD.until, OLD.kind, OLD.form, OLD.state, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.invited_by, OLD.replaces, OLD.mail_id, OLD.since_audit, OLD.version, NEW.since_audit);
END;
