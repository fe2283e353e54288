-- History: each change of a fact about access keeps the version that it replaces. No such row is ever deleted.

CREATE TABLE login_history (
    id                   INTEGER,
    email_key            TEXT,
    email                TEXT,
    email_domain         TEXT,
    first_name           TEXT,
    last_name            TEXT,
    state                TEXT,
    must_change_password INTEGER,
    mailbox              INTEGER,
    activated_at         INTEGER,
    created_at           INTEGER,
    since_audit          INTEGER,
    version              INTEGER,
    until_audit          INTEGER NOT NULL,
    PRIMARY KEY (id, until_audit)
) STRICT, WITHOUT ROWID;
CREATE INDEX login_history_until ON login_history (until_audit);
CREATE TRIGGER login_keep AFTER UPDATE ON login WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO login_history (id, email_key, email, email_domain, first_name, last_name, state, must_change_password, mailbox, activated_at, created_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.email_key, OLD.email, OLD.email_domain, OLD.first_name, OLD.last_name, OLD.state, OLD.must_change_password, OLD.mailbox, OLD.activated_at, OLD.created_at, OLD.since_audit, OLD.version, NEW.since_audit);
END;
CREATE TRIGGER login_stays BEFORE DELETE ON login BEGIN SELECT RAISE(ABORT, 'history: rows of login are never deleted'); END;
CREATE TRIGGER login_history_keeps BEFORE UPDATE ON login_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;
CREATE TRIGGER login_history_stays BEFORE DELETE ON login_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

CREATE TABLE partner_history (
    id            INTEGER,
    slug          TEXT,
    slug_fold     TEXT,
    name          TEXT,
    contact_email TEXT,
    state         TEXT,
    created_at    INTEGER,
    since_audit   INTEGER,
    version       INTEGER,
    until_audit   INTEGER NOT NULL,
    PRIMARY KEY (id, until_audit)
) STRICT, WITHOUT ROWID;
CREATE INDEX partner_history_until ON partner_history (until_audit);
CREATE TRIGGER partner_keep AFTER UPDATE ON partner WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO partner_history (id, slug, slug_fold, name, contact_email, state, created_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.slug, OLD.slug_fold, OLD.name, OLD.contact_email, OLD.state, OLD.created_at, OLD.since_audit, OLD.version, NEW.since_audit);
END;
CREATE TRIGGER partner_stays BEFORE DELETE ON partner BEGIN SELECT RAISE(ABORT, 'history: rows of partner are never deleted'); END;
CREATE TRIGGER partner_history_keeps BEFORE UPDATE ON partner_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;
CREATE TRIGGER partner_history_stays BEFORE DELETE ON partner_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

CREATE TABLE partner_user_history (
    login_id    INTEGER,
    partner_id  INTEGER,
    scope       TEXT,
    restricted  INTEGER,
    until       INTEGER,
    state       TEXT,
    created_at  INTEGER,
    since_audit INTEGER,
    version     INTEGER,
    until_audit INTEGER NOT NULL,
    PRIMARY KEY (login_id, until_audit)
) STRICT, WITHOUT ROWID;
CREATE INDEX partner_user_history_until ON partner_user_history (until_audit);
CREATE TRIGGER partner_user_keep AFTER UPDATE ON partner_user WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO partner_user_history (login_id, partner_id, scope, restricted, until, state, created_at, since_audit, version, until_audit)
    VALUES (OLD.login_id, OLD.partner_id, OLD.scope, OLD.restricted, OLD.until, OLD.state, OLD.created_at, OLD.since_audit, OLD.version, NEW.since_audit);
END;
CREATE TRIGGER partner_user_stays BEFORE DELETE ON partner_user BEGIN SELECT RAISE(ABORT, 'history: rows of partner_user are never deleted'); END;
CREATE TRIGGER partner_user_history_keeps BEFORE UPDATE ON partner_user_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;
CREATE TRIGGER partner_user_history_stays BEFORE DELETE ON partner_user_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

CREATE TABLE client_history (
    id             INTEGER,
    check_digit    INTEGER,
    slug           TEXT,
    name           TEXT,
    domain         TEXT,
    domain_fold    TEXT,
    account_number TEXT,
    plan           TEXT,
    staff_id       INTEGER,
    state          TEXT,
    activated_at   INTEGER,
    closed_at      INTEGER,
    created_at     INTEGER,
    since_audit    INTEGER,
    version        INTEGER,
    until_audit    INTEGER NOT NULL,
    PRIMARY KEY (id, until_audit)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_history_until ON client_history (until_audit);
CREATE TRIGGER client_keep AFTER UPDATE ON client WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO client_history (id, check_digit, slug, name, domain, domain_fold, account_number, plan, staff_id, state, activated_at, closed_at, created_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.check_digit, OLD.slug, OLD.name, OLD.domain, OLD.domain_fold, OLD.account_number, OLD.plan, OLD.staff_id, OLD.state, OLD.activated_at, OLD.closed_at, OLD.created_at, OLD.since_audit, OLD.version, NEW.since_audit);
END;
CREATE TRIGGER client_stays BEFORE DELETE ON client BEGIN SELECT RAISE(ABORT, 'history: rows of client are never deleted'); END;
CREATE TRIGGER client_history_keeps BEFORE UPDATE ON client_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;
CREATE TRIGGER client_history_stays BEFORE DELETE ON client_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

CREATE TABLE client_field_history (
    client_id   INTEGER,
    field_key   TEXT,
    value       TEXT,
    since_audit INTEGER,
    version     INTEGER,
    until_audit INTEGER NOT NULL,
    PRIMARY KEY (client_id, field_key, until_audit)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_field_history_until ON client_field_history (until_audit);
CREATE TRIGGER client_field_keep AFTER UPDATE ON client_field WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO client_field_history (client_id, field_key, value, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.field_key, OLD.value, OLD.since_audit, OLD.version, NEW.since_audit);
END;
CREATE TRIGGER client_field_stays BEFORE DELETE ON client_field BEGIN SELECT RAISE(ABORT, 'history: rows of client_field are never deleted'); END;
CREATE TRIGGER client_field_history_keeps BEFORE UPDATE ON client_field_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;
CREATE TRIGGER client_field_history_stays BEFORE DELETE ON client_field_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

CREATE TABLE assignment_history (
    client_id   INTEGER,
    login_id    INTEGER,
    state       TEXT,
    since_audit INTEGER,
    version     INTEGER,
    until_audit INTEGER NOT NULL,
    PRIMARY KEY (client_id, login_id, until_audit)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_history_until ON assignment_history (until_audit);
CREATE TRIGGER assignment_keep AFTER UPDATE ON assignment WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO assignment_history (client_id, login_id, state, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.login_id, OLD.state, OLD.since_audit, OLD.version, NEW.since_audit);
END;
CREATE TRIGGER assignment_stays BEFORE DELETE ON assignment BEGIN SELECT RAISE(ABORT, 'history: rows of assignment are never deleted'); END;
CREATE TRIGGER assignment_history_keeps BEFORE UPDATE ON assignment_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;
CREATE TRIGGER assignment_history_stays BEFORE DELETE ON assignment_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

CREATE TABLE access_grant_history (
    id          INTEGER,
    client_id   INTEGER,
    login_id    INTEGER,
    role        TEXT,
    permissions TEXT,
    state       TEXT,
    until       INTEGER,
    for_partner INTEGER,
    granted_by  TEXT,
    active_at   INTEGER,
    ended_at    INTEGER,
    ended_by    TEXT,
    created_at  INTEGER,
    since_audit INTEGER,
    version     INTEGER,
    until_audit INTEGER NOT NULL,
    PRIMARY KEY (id, until_audit)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_grant_history_until ON access_grant_history (until_audit);
CREATE TRIGGER access_grant_keep AFTER UPDATE ON access_grant WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO access_grant_history (id, client_id, login_id, role, permissions, state, until, for_partner, granted_by, active_at, ended_at, ended_by, created_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.role, OLD.permissions, OLD.state, OLD.until, OLD.for_partner, OLD.granted_by, OLD.active_at, OLD.ended_at, OLD.ended_by, OLD.created_at, OLD.since_audit, OLD.version, NEW.since_audit);
END;
CREATE TRIGGER access_grant_stays BEFORE DELETE ON access_grant BEGIN SELECT RAISE(ABORT, 'history: rows of access_grant are never deleted'); END;
CREATE TRIGGER access_grant_history_keeps BEFORE UPDATE ON access_grant_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;
CREATE TRIGGER access_grant_history_stays BEFORE DELETE ON access_grant_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

CREATE TABLE invitation_history (
    id          INTEGER,
    client_id   INTEGER,
    login_id    INTEGER,
    grant_id    INTEGER,
    email       TEXT,
    email_key   TEXT,
    role        TEXT,
    permissions TEXT,
    until       INTEGER,
    kind        TEXT,
    form        TEXT,
    state       TEXT,
    sent_at     INTEGER,
    send_count  INTEGER,
    expires_at  INTEGER,
    answered_at INTEGER,
    answered_by TEXT,
    reason      TEXT,
    invited_by  TEXT,
    replaces    INTEGER,
    mail_id     INTEGER,
    since_audit INTEGER,
    version     INTEGER,
    until_audit INTEGER NOT NULL,
    PRIMARY KEY (id, until_audit)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_history_until ON invitation_history (until_audit);
CREATE TRIGGER invitation_keep AFTER UPDATE ON invitation WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO invitation_history (id, client_id, login_id, grant_id, email, email_key, role, permissions, until, kind, form, state, sent_at, send_count, expires_at, answered_at, answered_by, reason, invited_by, replaces, mail_id, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.grant_id, OLD.email, OLD.email_key, OLD.role, OLD.permissions, OLD.until, OLD.kind, OLD.form, OLD.state, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.invited_by, OLD.replaces, OLD.mail_id, OLD.since_audit, OLD.version, NEW.since_audit);
END;
CREATE TRIGGER invitation_stays BEFORE DELETE ON invitation BEGIN SELECT RAISE(ABORT, 'history: rows of invitation are never deleted'); END;
CREATE TRIGGER invitation_history_keeps BEFORE UPDATE ON invitation_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;
CREATE TRIGGER invitation_history_stays BEFORE DELETE ON invitation_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

CREATE TABLE link_history (
    id                INTEGER,
    client_id         INTEGER,
    partner_id        INTEGER,
    origin            TEXT,
    state             TEXT,
    requested_at      INTEGER,
    requested_by      TEXT,
    sent_at           INTEGER,
    send_count        INTEGER,
    expires_at        INTEGER,
    asked_permissions TEXT,
    permissions       TEXT,
    term              INTEGER,
    until             INTEGER,
    message           TEXT,
    answered_at       INTEGER,
    answered_by       TEXT,
    reason            TEXT,
    linked_at         INTEGER,
    process_error     TEXT,
    ended_at          INTEGER,
    ended_by          TEXT,
    deleted_at        INTEGER,
    since_audit       INTEGER,
    version           INTEGER,
    until_audit       INTEGER NOT NULL,
    PRIMARY KEY (id, until_audit)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_history_until ON link_history (until_audit);
CREATE TRIGGER link_keep AFTER UPDATE ON link WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO link_history (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at, asked_permissions, permissions, term, until, message, answered_at, answered_by, reason, linked_at, process_error, ended_at, ended_by, deleted_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.partner_id, OLD.origin, OLD.state, OLD.requested_at, OLD.requested_by, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.asked_permissions, OLD.permissions, OLD.term, OLD.until, OLD.message, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.linked_at, OLD.process_error, OLD.ended_at, OLD.ended_by, OLD.deleted_at, OLD.since_audit, OLD.version, NEW.since_audit);
END;
CREATE TRIGGER link_stays BEFORE DELETE ON link BEGIN SELECT RAISE(ABORT, 'history: rows of link are never deleted'); END;
CREATE TRIGGER link_history_keeps BEFORE UPDATE ON link_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;
CREATE TRIGGER link_history_stays BEFORE DELETE ON link_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

-- The audit only grows, one number after the other.
CREATE TRIGGER audit_next BEFORE INSERT ON audit
    WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM audit)
    BEGIN SELECT RAISE(ABORT, 'audit: not the next number'); END;
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit: rows are never changed'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit: rows are never deleted'); END;
CREATE TRIGGER audit_client_keeps BEFORE UPDATE ON audit_client BEGIN SELECT RAISE(ABORT, 'audit: rows are never changed'); END;
CREATE TRIGGER audit_client_stays BEFORE DELETE ON audit_client BEGIN SELECT RAISE(ABORT, 'audit: rows are never deleted'); END;
CREATE TRIGGER audit_user_keeps BEFORE UPDATE ON audit_user BEGIN SELECT RAISE(ABORT, 'audit: rows are never changed'); END;
CREATE TRIGGER audit_user_stays BEFORE DELETE ON audit_user BEGIN SELECT RAISE(ABORT, 'audit: rows are never deleted'); END;

-- The write guard: a statement may touch only rows of the clients that the running change named. partnerctl registers
-- partnerctl_may_write for its own connections; in every other program these triggers fail, so that others can read
-- and not write. A row about no client (NULL) may be written inside any change.

CREATE TRIGGER house_guard_insert BEFORE INSERT ON house WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: house'); END;
CREATE TRIGGER house_guard_update BEFORE UPDATE ON house WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: house'); END;
CREATE TRIGGER house_guard_delete BEFORE DELETE ON house WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: house'); END;
CREATE TRIGGER counter_guard_insert BEFORE INSERT ON counter WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: counter'); END;
CREATE TRIGGER counter_guard_update BEFORE UPDATE ON counter WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: counter'); END;
CREATE TRIGGER counter_guard_delete BEFORE DELETE ON counter WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: counter'); END;
CREATE TRIGGER setting_guard_insert BEFORE INSERT ON setting WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: setting'); END;
CREATE TRIGGER setting_guard_update BEFORE UPDATE ON setting WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: setting'); END;
CREATE TRIGGER setting_guard_delete BEFORE DELETE ON setting WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: setting'); END;
CREATE TRIGGER staff_guard_insert BEFORE INSERT ON staff WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: staff'); END;
CREATE TRIGGER staff_guard_update BEFORE UPDATE ON staff WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: staff'); END;
CREATE TRIGGER staff_guard_delete BEFORE DELETE ON staff WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: staff'); END;
CREATE TRIGGER login_guard_insert BEFORE INSERT ON login WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login'); END;
CREATE TRIGGER login_guard_update BEFORE UPDATE ON login WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login'); END;
CREATE TRIGGER login_guard_delete BEFORE DELETE ON login WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login'); END;
CREATE TRIGGER credential_guard_insert BEFORE INSERT ON credential WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: credential'); END;
CREATE TRIGGER credential_guard_update BEFORE UPDATE ON credential WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: credential'); END;
CREATE TRIGGER credential_guard_delete BEFORE DELETE ON credential WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: credential'); END;
CREATE TRIGGER sign_in_guard_insert BEFORE INSERT ON sign_in WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: sign_in'); END;
CREATE TRIGGER sign_in_guard_update BEFORE UPDATE ON sign_in WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: sign_in'); END;
CREATE TRIGGER sign_in_guard_delete BEFORE DELETE ON sign_in WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: sign_in'); END;
CREATE TRIGGER partner_guard_insert BEFORE INSERT ON partner WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner'); END;
CREATE TRIGGER partner_guard_update BEFORE UPDATE ON partner WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner'); END;
CREATE TRIGGER partner_guard_delete BEFORE DELETE ON partner WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner'); END;
CREATE TRIGGER partner_user_guard_insert BEFORE INSERT ON partner_user WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_user'); END;
CREATE TRIGGER partner_user_guard_update BEFORE UPDATE ON partner_user WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_user'); END;
CREATE TRIGGER partner_user_guard_delete BEFORE DELETE ON partner_user WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_user'); END;
CREATE TRIGGER client_guard_insert BEFORE INSERT ON client WHEN NOT partnerctl_may_write(NEW.id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client'); END;
CREATE TRIGGER client_guard_update BEFORE UPDATE ON client WHEN NOT (partnerctl_may_write(OLD.id) AND partnerctl_may_write(NEW.id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client'); END;
CREATE TRIGGER client_guard_delete BEFORE DELETE ON client WHEN NOT partnerctl_may_write(OLD.id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client'); END;
CREATE TRIGGER client_slug_guard_insert BEFORE INSERT ON client_slug WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_slug'); END;
CREATE TRIGGER client_slug_guard_update BEFORE UPDATE ON client_slug WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_slug'); END;
CREATE TRIGGER client_slug_guard_delete BEFORE DELETE ON client_slug WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_slug'); END;
CREATE TRIGGER client_field_guard_insert BEFORE INSERT ON client_field WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_field'); END;
CREATE TRIGGER client_field_guard_update BEFORE UPDATE ON client_field WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_field'); END;
CREATE TRIGGER client_field_guard_delete BEFORE DELETE ON client_field WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_field'); END;
CREATE TRIGGER client_twin_guard_insert BEFORE INSERT ON client_twin WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_twin'); END;
CREATE TRIGGER client_twin_guard_update BEFORE UPDATE ON client_twin WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_twin'); END;
CREATE TRIGGER client_twin_guard_delete BEFORE DELETE ON client_twin WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_twin'); END;
CREATE TRIGGER client_word_guard_insert BEFORE INSERT ON client_word WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_word'); END;
CREATE TRIGGER client_word_guard_update BEFORE UPDATE ON client_word WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_word'); END;
CREATE TRIGGER client_word_guard_delete BEFORE DELETE ON client_word WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_word'); END;
CREATE TRIGGER client_entry_guard_insert BEFORE INSERT ON client_entry WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_entry'); END;
CREATE TRIGGER client_entry_guard_update BEFORE UPDATE ON client_entry WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_entry'); END;
CREATE TRIGGER client_entry_guard_delete BEFORE DELETE ON client_entry WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_entry'); END;
CREATE TRIGGER assignment_guard_insert BEFORE INSERT ON assignment WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: assignment'); END;
CREATE TRIGGER assignment_guard_update BEFORE UPDATE ON assignment WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: assignment'); END;
CREATE TRIGGER assignment_guard_delete BEFORE DELETE ON assignment WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: assignment'); END;
CREATE TRIGGER access_grant_guard_insert BEFORE INSERT ON access_grant WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: access_grant'); END;
CREATE TRIGGER access_grant_guard_update BEFORE UPDATE ON access_grant WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: access_grant'); END;
CREATE TRIGGER access_grant_guard_delete BEFORE DELETE ON access_grant WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: access_grant'); END;
CREATE TRIGGER invitation_guard_insert BEFORE INSERT ON invitation WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation'); END;
CREATE TRIGGER invitation_guard_update BEFORE UPDATE ON invitation WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation'); END;
CREATE TRIGGER invitation_guard_delete BEFORE DELETE ON invitation WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation'); END;
CREATE TRIGGER link_guard_insert BEFORE INSERT ON link WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link'); END;
CREATE TRIGGER link_guard_update BEFORE UPDATE ON link WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: link'); END;
CREATE TRIGGER link_guard_delete BEFORE DELETE ON link WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link'); END;
CREATE TRIGGER link_recipient_guard_insert BEFORE INSERT ON link_recipient WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link_recipient'); END;
CREATE TRIGGER link_recipient_guard_update BEFORE UPDATE ON link_recipient WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: link_recipient'); END;
CREATE TRIGGER link_recipient_guard_delete BEFORE DELETE ON link_recipient WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link_recipient'); END;
CREATE TRIGGER code_guard_insert BEFORE INSERT ON code WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: code'); END;
CREATE TRIGGER code_guard_update BEFORE UPDATE ON code WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: code'); END;
CREATE TRIGGER code_guard_delete BEFORE DELETE ON code WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: code'); END;
CREATE TRIGGER mail_guard_insert BEFORE INSERT ON mail WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: mail'); END;
CREATE TRIGGER mail_guard_update BEFORE UPDATE ON mail WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: mail'); END;
CREATE TRIGGER mail_guard_delete BEFORE DELETE ON mail WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: mail'); END;
CREATE TRIGGER audit_guard_insert BEFORE INSERT ON audit WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit'); END;
CREATE TRIGGER audit_guard_update BEFORE UPDATE ON audit WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: audit'); END;
CREATE TRIGGER audit_guard_delete BEFORE DELETE ON audit WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit'); END;
CREATE TRIGGER audit_client_guard_insert BEFORE INSERT ON audit_client WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit_client'); END;
CREATE TRIGGER audit_client_guard_update BEFORE UPDATE ON audit_client WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: audit_client'); END;
CREATE TRIGGER audit_client_guard_delete BEFORE DELETE ON audit_client WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit_client'); END;
CREATE TRIGGER audit_user_guard_insert BEFORE INSERT ON audit_user WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit_user'); END;
CREATE TRIGGER audit_user_guard_update BEFORE UPDATE ON audit_user WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit_user'); END;
CREATE TRIGGER audit_user_guard_delete BEFORE DELETE ON audit_user WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit_user'); END;
CREATE TRIGGER login_history_guard_insert BEFORE INSERT ON login_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_history'); END;
CREATE TRIGGER login_history_guard_update BEFORE UPDATE ON login_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_history'); END;
CREATE TRIGGER login_history_guard_delete BEFORE DELETE ON login_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_history'); END;
CREATE TRIGGER partner_history_guard_insert BEFORE INSERT ON partner_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_history'); END;
CREATE TRIGGER partner_history_guard_update BEFORE UPDATE ON partner_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_history'); END;
CREATE TRIGGER partner_history_guard_delete BEFORE DELETE ON partner_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_history'); END;
CREATE TRIGGER partner_user_history_guard_insert BEFORE INSERT ON partner_user_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_user_history'); END;
CREATE TRIGGER partner_user_history_guard_update BEFORE UPDATE ON partner_user_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_user_history'); END;
CREATE TRIGGER partner_user_history_guard_delete BEFORE DELETE ON partner_user_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_user_history'); END;
CREATE TRIGGER client_history_guard_insert BEFORE INSERT ON client_history WHEN NOT partnerctl_may_write(NEW.id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_history'); END;
CREATE TRIGGER client_history_guard_update BEFORE UPDATE ON client_history WHEN NOT (partnerctl_may_write(OLD.id) AND partnerctl_may_write(NEW.id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_history'); END;
CREATE TRIGGER client_history_guard_delete BEFORE DELETE ON client_history WHEN NOT partnerctl_may_write(OLD.id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_history'); END;
CREATE TRIGGER client_field_history_guard_insert BEFORE INSERT ON client_field_history WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_field_history'); END;
CREATE TRIGGER client_field_history_guard_update BEFORE UPDATE ON client_field_history WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_field_history'); END;
CREATE TRIGGER client_field_history_guard_delete BEFORE DELETE ON client_field_history WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_field_history'); END;
CREATE TRIGGER assignment_history_guard_insert BEFORE INSERT ON assignment_history WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: assignment_history'); END;
CREATE TRIGGER assignment_history_guard_update BEFORE UPDATE ON assignment_history WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: assignment_history'); END;
CREATE TRIGGER assignment_history_guard_delete BEFORE DELETE ON assignment_history WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: assignment_history'); END;
CREATE TRIGGER access_grant_history_guard_insert BEFORE INSERT ON access_grant_history WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: access_grant_history'); END;
CREATE TRIGGER access_grant_history_guard_update BEFORE UPDATE ON access_grant_history WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: access_grant_history'); END;
CREATE TRIGGER access_grant_history_guard_delete BEFORE DELETE ON access_grant_history WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: access_grant_history'); END;
CREATE TRIGGER invitation_history_guard_insert BEFORE INSERT ON invitation_history WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation_history'); END;
CREATE TRIGGER invitation_history_guard_update BEFORE UPDATE ON invitation_history WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation_history'); END;
CREATE TRIGGER invitation_history_guard_delete BEFORE DELETE ON invitation_history WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation_history'); END;
CREATE TRIGGER link_history_guard_insert BEFORE INSERT ON link_history WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link_history'); END;
CREATE TRIGGER link_history_guard_update BEFORE UPDATE ON link_history WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: link_history'); END;
CREATE TRIGGER link_history_guard_delete BEFORE DELETE ON link_history WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link_history'); END;
