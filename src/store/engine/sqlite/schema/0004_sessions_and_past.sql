-- Who referred whom, one-click sessions, passwords that are reset or guessed at, reminders; and what `undo` and the
-- questions about past days need.

-- Support noted that a partner referred a client: it shows on the partner's dashboard, and gives no access. An
-- association that was taken away keeps its row.
CREATE TABLE association (
    client_id     INTEGER NOT NULL REFERENCES client (id),
    partner_id    INTEGER NOT NULL REFERENCES partner (id),
    tab           TEXT    NOT NULL CHECK (tab IN ('active', 'trial', 'free', 'cancelled', 'expired', 'pending')),
    state         TEXT    NOT NULL CHECK (state IN ('associated', 'dissociated')),
    associated_at INTEGER NOT NULL,
    associated_by TEXT    NOT NULL,
    since_audit   INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    PRIMARY KEY (client_id, partner_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX association_partner ON association (partner_id, client_id);

CREATE TABLE association_history (
    client_id     INTEGER,
    partner_id    INTEGER,
    tab           TEXT,
    state         TEXT,
    associated_at INTEGER,
    associated_by TEXT,
    since_audit   INTEGER,
    version       INTEGER,
    until_audit   INTEGER NOT NULL,
    PRIMARY KEY (client_id, partner_id, until_audit)
) STRICT, WITHOUT ROWID;
CREATE INDEX association_history_until ON association_history (until_audit);
CREATE TRIGGER association_keep AFTER UPDATE ON association WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO association_history (client_id, partner_id, tab, state, associated_at, associated_by, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.partner_id, OLD.tab, OLD.state, OLD.associated_at, OLD.associated_by, OLD.since_audit, OLD.version, NEW.since_audit);
END;
CREATE TRIGGER association_history_keeps BEFORE UPDATE ON association_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;
CREATE TRIGGER association_history_stays BEFORE DELETE ON association_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

-- A person at work in one client. Whether it still lives is computed on read, from its times and from what lets the
-- person in; `state` says whether it was left. At most one for each person.
CREATE TABLE session (
    id              INTEGER PRIMARY KEY,
    client_id       INTEGER NOT NULL REFERENCES client (id),
    login_id        INTEGER NOT NULL REFERENCES login (id),
    entered_as      INTEGER NOT NULL REFERENCES login (id),
    grant_id        INTEGER,
    link_id         INTEGER,
    opened_at       INTEGER NOT NULL,
    used_at         INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    code_expires_at INTEGER NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('open', 'closed')),
    closed_at       INTEGER,
    closed_because  TEXT,
    UNIQUE (client_id, id),
    FOREIGN KEY (client_id, grant_id) REFERENCES access_grant (client_id, id),
    FOREIGN KEY (client_id, link_id)  REFERENCES link (client_id, id),
    CHECK (grant_id IS NOT NULL OR link_id IS NOT NULL),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX session_open   ON session (login_id) WHERE state = 'open';
CREATE INDEX        session_client ON session (client_id, id);
CREATE INDEX        session_at_work ON session (client_id, id) WHERE state = 'open';
CREATE INDEX        session_login  ON session (login_id, id);
CREATE INDEX        session_link   ON session (link_id)  WHERE link_id IS NOT NULL;
CREATE INDEX        session_grant  ON session (grant_id) WHERE grant_id IS NOT NULL;

-- Wrong passwords for one address, known here or not. high_water is the latest instant seen, against a clock that is
-- set back.
CREATE TABLE throttle (
    email_key    TEXT    PRIMARY KEY,
    failures     INTEGER NOT NULL CHECK (failures >= 0),
    day_failures INTEGER NOT NULL CHECK (day_failures >= 0),
    day_began_at INTEGER NOT NULL,
    not_before   INTEGER NOT NULL,
    high_water   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX throttle_by_age ON throttle (high_water, email_key);

-- A password reset that was mailed; its code is in `code`, by the number of the login.
CREATE TABLE password_reset (
    login_id     INTEGER PRIMARY KEY REFERENCES login (id),
    requested_at INTEGER NOT NULL,
    requested_by TEXT    NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;

-- Which reminders of which end were queued: each once. `subject` is the grant (grt_5) or link (lnk_7) that ends.
CREATE TABLE reminder (
    client_id INTEGER NOT NULL REFERENCES client (id),
    subject   TEXT    NOT NULL,
    until     INTEGER NOT NULL,
    days      INTEGER NOT NULL CHECK (days IN (30, 7, 1)),
    queued_at INTEGER NOT NULL,
    PRIMARY KEY (client_id, subject, until, days)
) STRICT, WITHOUT ROWID;

-- Who sets up an approved link at the moment has it in hand until then, so that the program that does it runs once at a
-- time. Who dies with it in hand gives it back by time.
CREATE TABLE link_claim (
    link_id       INTEGER PRIMARY KEY,
    client_id     INTEGER NOT NULL REFERENCES client (id),
    claimed_until INTEGER NOT NULL
) STRICT;

-- What ends, by when.
CREATE INDEX access_grant_until ON access_grant (until, id) WHERE state = 'active' AND until IS NOT NULL;
CREATE INDEX link_until         ON link (until, id)         WHERE state = 'linked' AND until IS NOT NULL;

-- The past of one client, one person, one partner.
CREATE INDEX access_grant_history_pair  ON access_grant_history (client_id, login_id, until_audit);
CREATE INDEX access_grant_history_login ON access_grant_history (login_id, client_id, until_audit);
CREATE INDEX assignment_history_login   ON assignment_history (login_id, client_id, until_audit);
CREATE INDEX link_history_client        ON link_history (client_id, partner_id, until_audit);
CREATE INDEX link_history_partner       ON link_history (partner_id, client_id, until_audit);
CREATE INDEX partner_user_history_partner ON partner_user_history (partner_id, login_id, until_audit);

-- What `undo` takes away leaves its table and stays in its history, until the change that undoes it. Logins, partners,
-- their users and clients are never taken away.
DROP TRIGGER client_field_stays;
CREATE TRIGGER client_field_undone AFTER DELETE ON client_field BEGIN
    INSERT INTO client_field_history (client_id, field_key, value, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.field_key, OLD.value, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;
DROP TRIGGER assignment_stays;
CREATE TRIGGER assignment_undone AFTER DELETE ON assignment BEGIN
    INSERT INTO assignment_history (client_id, login_id, state, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.login_id, OLD.state, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;
DROP TRIGGER access_grant_stays;
CREATE TRIGGER access_grant_undone AFTER DELETE ON access_grant BEGIN
    INSERT INTO access_grant_history (id, client_id, login_id, role, permissions, state, until, for_partner, granted_by, active_at, ended_at, ended_by, created_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.role, OLD.permissions, OLD.state, OLD.until, OLD.for_partner, OLD.granted_by, OLD.active_at, OLD.ended_at, OLD.ended_by, OLD.created_at, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;
DROP TRIGGER invitation_stays;
CREATE TRIGGER invitation_undone AFTER DELETE ON invitation BEGIN
    INSERT INTO invitation_history (id, client_id, login_id, grant_id, email, email_key, role, permissions, until, kind, form, state, sent_at, send_count, expires_at, answered_at, answered_by, reason, invited_by, replaces, mail_id, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.grant_id, OLD.email, OLD.email_key, OLD.role, OLD.permissions, OLD.until, OLD.kind, OLD.form, OLD.state, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.invited_by, OLD.replaces, OLD.mail_id, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;
DROP TRIGGER link_stays;
CREATE TRIGGER link_undone AFTER DELETE ON link BEGIN
    INSERT INTO link_history (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at, asked_permissions, permissions, term, until, message, answered_at, answered_by, reason, linked_at, process_error, ended_at, ended_by, deleted_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.partner_id, OLD.origin, OLD.state, OLD.requested_at, OLD.requested_by, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.asked_permissions, OLD.permissions, OLD.term, OLD.until, OLD.message, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.linked_at, OLD.process_error, OLD.ended_at, OLD.ended_by, OLD.deleted_at, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;
CREATE TRIGGER association_undone AFTER DELETE ON association BEGIN
    INSERT INTO association_history (client_id, partner_id, tab, state, associated_at, associated_by, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.partner_id, OLD.tab, OLD.state, OLD.associated_at, OLD.associated_by, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;

-- Which change used a code or withdrew it: only the `undo` of that change may give it back.
ALTER TABLE code ADD COLUMN ended_audit INTEGER;
CREATE TRIGGER code_ended AFTER UPDATE OF state ON code WHEN OLD.state = 'live' AND NEW.state <> 'live' BEGIN
    UPDATE code SET ended_audit = (SELECT max(id) + 1 FROM audit) WHERE kind = NEW.kind AND record_id = NEW.record_id;
END;

-- The write guard, as for every table.
CREATE TRIGGER association_guard_insert BEFORE INSERT ON association WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: association'); END;
CREATE TRIGGER association_guard_update BEFORE UPDATE ON association WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: association'); END;
CREATE TRIGGER association_guard_delete BEFORE DELETE ON association WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: association'); END;
CREATE TRIGGER association_history_guard_insert BEFORE INSERT ON association_history WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: association_history'); END;
CREATE TRIGGER association_history_guard_update BEFORE UPDATE ON association_history WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: association_history'); END;
CREATE TRIGGER association_history_guard_delete BEFORE DELETE ON association_history WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: association_history'); END;
CREATE TRIGGER session_guard_insert BEFORE INSERT ON session WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: session'); END;
CREATE TRIGGER session_guard_update BEFORE UPDATE ON session WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: session'); END;
CREATE TRIGGER session_guard_delete BEFORE DELETE ON session WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: session'); END;
CREATE TRIGGER throttle_guard_insert BEFORE INSERT ON throttle WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: throttle'); END;
CREATE TRIGGER throttle_guard_update BEFORE UPDATE ON throttle WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: throttle'); END;
CREATE TRIGGER throttle_guard_delete BEFORE DELETE ON throttle WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: throttle'); END;
CREATE TRIGGER password_reset_guard_insert BEFORE INSERT ON password_reset WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: password_reset'); END;
CREATE TRIGGER password_reset_guard_update BEFORE UPDATE ON password_reset WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: password_reset'); END;
CREATE TRIGGER password_reset_guard_delete BEFORE DELETE ON password_reset WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: password_reset'); END;
CREATE TRIGGER reminder_guard_insert BEFORE INSERT ON reminder WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: reminder'); END;
CREATE TRIGGER reminder_guard_update BEFORE UPDATE ON reminder WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: reminder'); END;
CREATE TRIGGER reminder_guard_delete BEFORE DELETE ON reminder WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: reminder'); END;
CREATE TRIGGER link_claim_guard_insert BEFORE INSERT ON link_claim WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link_claim'); END;
CREATE TRIGGER link_claim_guard_update BEFORE UPDATE ON link_claim WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: link_claim'); END;
CREATE TRIGGER link_claim_guard_delete BEFORE DELETE ON link_claim WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link_claim'); END;
