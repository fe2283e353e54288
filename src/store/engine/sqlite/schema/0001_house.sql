-- The house: everything that is stored, with the checks that the database itself keeps.
--
-- Conventions: instants are integer milliseconds UTC; flags are 0 or 1; permission sets are names joined by single
-- spaces in catalogue order. A table about one client has client_id. A fact about access carries since_audit (the
-- audit number that made this version) and version; its past versions are in …_history with until_audit.

CREATE TABLE house (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    database_uuid TEXT    NOT NULL,
    label         TEXT    NOT NULL,
    os_group      TEXT,
    created_at    INTEGER NOT NULL
) STRICT;

-- Numbers are given out here and never again, whatever happens to the row that got one.
CREATE TABLE counter (
    name       TEXT    PRIMARY KEY,
    last_value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    setting_key TEXT    PRIMARY KEY,
    value       TEXT    NOT NULL,
    changed_at  INTEGER NOT NULL,
    changed_by  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    id         INTEGER PRIMARY KEY,
    uid        INTEGER NOT NULL,
    os_user    TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    rights     TEXT    NOT NULL CHECK (rights IN ('full', 'read_only')),
    service    INTEGER NOT NULL CHECK (service IN (0, 1)),
    state      TEXT    NOT NULL CHECK (state IN ('active', 'removed')),
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX staff_uid     ON staff (uid)     WHERE state = 'active';
CREATE UNIQUE INDEX staff_os_user ON staff (os_user) WHERE state = 'active';

-- Logins ------------------------------------------------------------------------------------------------------------

CREATE TABLE login (
    id                   INTEGER PRIMARY KEY,
    email_key            TEXT    NOT NULL UNIQUE,
    email                TEXT    NOT NULL,
    email_domain         TEXT    NOT NULL,
    first_name           TEXT    NOT NULL,
    last_name            TEXT    NOT NULL,
    state                TEXT    NOT NULL CHECK (state IN ('prepared', 'active', 'inactive')),
    must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
    mailbox              INTEGER NOT NULL CHECK (mailbox IN (0, 1)),
    activated_at         INTEGER,
    created_at           INTEGER NOT NULL,
    since_audit          INTEGER NOT NULL,
    version              INTEGER NOT NULL,
    CHECK ((state = 'active') <= (activated_at IS NOT NULL))
) STRICT;
CREATE INDEX login_domain ON login (email_domain);

CREATE TABLE credential (
    login_id   INTEGER PRIMARY KEY REFERENCES login (id),
    hash       TEXT    NOT NULL,
    origin     TEXT    NOT NULL CHECK (origin IN ('own', 'temporary')),
    expires_at INTEGER,
    changed_at INTEGER NOT NULL,
    CHECK ((origin = 'own') = (expires_at IS NULL))
) STRICT;

-- When somebody last signed in anywhere. Facts of use, not of access: no history, no audit.
CREATE TABLE sign_in (
    login_id      INTEGER PRIMARY KEY REFERENCES login (id),
    last_login_at INTEGER NOT NULL
) STRICT;

-- Partners ----------------------------------------------------------------------------------------------------------

CREATE TABLE partner (
    id            INTEGER PRIMARY KEY,
    slug          TEXT    NOT NULL UNIQUE,
    slug_fold     TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    contact_email TEXT,
    state         TEXT    NOT NULL CHECK (state IN ('active', 'closed')),
    created_at    INTEGER NOT NULL,
    since_audit   INTEGER NOT NULL,
    version       INTEGER NOT NULL
) STRICT;
CREATE INDEX partner_fold ON partner (slug_fold);

CREATE TABLE partner_user (
    login_id    INTEGER PRIMARY KEY REFERENCES login (id),
    partner_id  INTEGER NOT NULL REFERENCES partner (id),
    scope       TEXT    NOT NULL CHECK (scope IN ('all', 'clients')),
    restricted  INTEGER NOT NULL CHECK (restricted IN (0, 1)),
    until       INTEGER,
    state       TEXT    NOT NULL CHECK (state IN ('active', 'ended')),
    created_at  INTEGER NOT NULL,
    since_audit INTEGER NOT NULL,
    version     INTEGER NOT NULL
) STRICT;
CREATE INDEX partner_user_partner ON partner_user (partner_id, login_id);

-- Clients -----------------------------------------------------------------------------------------------------------

CREATE TABLE client (
    id             INTEGER PRIMARY KEY,
    check_digit    INTEGER NOT NULL CHECK (check_digit BETWEEN 0 AND 9),
    slug           TEXT    NOT NULL UNIQUE,
    name           TEXT    NOT NULL,
    domain         TEXT,
    domain_fold    TEXT,
    account_number TEXT,
    plan           TEXT    CHECK (plan IN ('starter', 'pro')),
    staff_id       INTEGER REFERENCES staff (id),
    state          TEXT    NOT NULL CHECK (state IN ('draft', 'active', 'closed')),
    activated_at   INTEGER,
    closed_at      INTEGER,
    created_at     INTEGER NOT NULL,
    since_audit    INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    CHECK ((domain IS NULL) = (domain_fold IS NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'active') <= (activated_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX client_account     ON client (account_number) WHERE account_number IS NOT NULL AND state <> 'closed';
CREATE INDEX        client_account_all ON client (account_number) WHERE account_number IS NOT NULL;
CREATE INDEX        client_domain      ON client (domain)         WHERE domain IS NOT NULL;
CREATE INDEX        client_domain_fold ON client (domain_fold)    WHERE domain_fold IS NOT NULL;
CREATE INDEX        client_staff       ON client (staff_id)       WHERE staff_id IS NOT NULL;

-- Every slug that ever named a client, so that none is used twice, and its fold, so that none looks like another.
CREATE TABLE client_slug (
    slug       TEXT    PRIMARY KEY,
    client_id  INTEGER NOT NULL REFERENCES client (id),
    fold       TEXT    NOT NULL,
    retired_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX client_slug_fold   ON client_slug (fold);
CREATE INDEX client_slug_client ON client_slug (client_id);

-- A field that was taken away keeps its row, without a value.
CREATE TABLE client_field (
    client_id   INTEGER NOT NULL REFERENCES client (id),
    field_key   TEXT    NOT NULL,
    value       TEXT,
    since_audit INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    PRIMARY KEY (client_id, field_key)
) STRICT, WITHOUT ROWID;

-- Two clients whose slugs or domains look alike and were allowed to. Written once for each direction.
CREATE TABLE client_twin (
    client_id INTEGER NOT NULL REFERENCES client (id),
    twin_id   INTEGER NOT NULL REFERENCES client (id),
    PRIMARY KEY (client_id, twin_id)
) STRICT, WITHOUT ROWID;

-- The words by which a client is found: name, slug, domain, account number, addresses of its people.
CREATE TABLE client_word (
    word      TEXT    NOT NULL,
    client_id INTEGER NOT NULL REFERENCES client (id),
    PRIMARY KEY (word, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_word_client ON client_word (client_id);

-- The last time that a login entered one client.
CREATE TABLE client_entry (
    client_id     INTEGER NOT NULL REFERENCES client (id),
    login_id      INTEGER NOT NULL REFERENCES login (id),
    last_login_at INTEGER NOT NULL,
    PRIMARY KEY (client_id, login_id)
) STRICT, WITHOUT ROWID;

-- Which clients a partner user with the scope 'clients' reaches. Taking one away keeps the row.
CREATE TABLE assignment (
    client_id   INTEGER NOT NULL REFERENCES client (id),
    login_id    INTEGER NOT NULL REFERENCES partner_user (login_id),
    state       TEXT    NOT NULL CHECK (state IN ('assigned', 'taken')),
    since_audit INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    PRIMARY KEY (client_id, login_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_login ON assignment (login_id, client_id);

-- Access ------------------------------------------------------------------------------------------------------------

CREATE TABLE access_grant (
    id          INTEGER PRIMARY KEY,
    client_id   INTEGER NOT NULL REFERENCES client (id),
    login_id    INTEGER NOT NULL REFERENCES login (id),
    role        TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'supervisor', 'manager', 'guest')),
    permissions TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('prepared', 'active', 'ended')),
    until       INTEGER,
    for_partner INTEGER REFERENCES partner (id),
    granted_by  TEXT    NOT NULL,
    active_at   INTEGER,
    ended_at    INTEGER,
    ended_by    TEXT,
    created_at  INTEGER NOT NULL,
    since_audit INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    UNIQUE (client_id, id),
    CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
    CHECK ((state = 'active') <= (active_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX access_grant_open  ON access_grant (client_id, login_id) WHERE state <> 'ended';
CREATE INDEX        access_grant_pair  ON access_grant (client_id, login_id, id);
CREATE INDEX        access_grant_for   ON access_grant (client_id, for_partner) WHERE for_partner IS NOT NULL;
CREATE INDEX        access_grant_login ON access_grant (login_id, client_id);

CREATE TABLE invitation (
    id          INTEGER PRIMARY KEY,
    client_id   INTEGER NOT NULL REFERENCES client (id),
    login_id    INTEGER NOT NULL REFERENCES login (id),
    grant_id    INTEGER NOT NULL,
    email       TEXT    NOT NULL,
    email_key   TEXT    NOT NULL,
    role        TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'supervisor', 'manager', 'guest')),
    permissions TEXT    NOT NULL,
    until       INTEGER,
    kind        TEXT    NOT NULL CHECK (kind IN ('activation', 'association')),
    form        TEXT,
    state       TEXT    NOT NULL CHECK (state IN ('pending', 'accepted', 'declined', 'cancelled', 'superseded', 'expired')),
    sent_at     INTEGER NOT NULL,
    send_count  INTEGER NOT NULL CHECK (send_count > 0),
    expires_at  INTEGER NOT NULL,
    answered_at INTEGER,
    answered_by TEXT,
    reason      TEXT,
    invited_by  TEXT    NOT NULL,
    replaces    INTEGER,
    mail_id     INTEGER,
    since_audit INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    UNIQUE (client_id, id),
    FOREIGN KEY (client_id, grant_id) REFERENCES access_grant (client_id, id),
    FOREIGN KEY (client_id, replaces) REFERENCES access_grant (client_id, id),
    CHECK ((state = 'pending') = (answered_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX invitation_open    ON invitation (client_id, email_key) WHERE state = 'pending';
CREATE INDEX        invitation_client  ON invitation (client_id, login_id, id);
CREATE INDEX        invitation_login   ON invitation (login_id, id);
CREATE INDEX        invitation_pending ON invitation (expires_at) WHERE state = 'pending';

CREATE TABLE link (
    id                INTEGER PRIMARY KEY,
    client_id         INTEGER NOT NULL REFERENCES client (id),
    partner_id        INTEGER NOT NULL REFERENCES partner (id),
    origin            TEXT    NOT NULL CHECK (origin IN ('partner', 'client')),
    state             TEXT    NOT NULL CHECK (state IN ('pending', 'approved', 'linked', 'unlinked', 'denied', 'cancelled', 'expired')),
    requested_at      INTEGER NOT NULL,
    requested_by      TEXT    NOT NULL,
    sent_at           INTEGER NOT NULL,
    send_count        INTEGER NOT NULL,
    expires_at        INTEGER NOT NULL,
    asked_permissions TEXT    NOT NULL,
    permissions       TEXT    NOT NULL,
    term              INTEGER CHECK (term > 0),
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
    since_audit       INTEGER NOT NULL,
    version           INTEGER NOT NULL,
    UNIQUE (client_id, id),
    CHECK ((answered_at IS NULL) = (answered_by IS NULL)),
    CHECK (deleted_at IS NULL OR state IN ('unlinked', 'denied', 'cancelled', 'expired')),
    CHECK ((state IN ('approved', 'linked', 'unlinked', 'denied')) <= (answered_at IS NOT NULL)),
    CHECK ((state IN ('unlinked', 'cancelled', 'expired')) = (ended_at IS NOT NULL)),
    CHECK ((state = 'linked') <= (linked_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX link_open    ON link (partner_id, client_id) WHERE state IN ('pending', 'approved', 'linked');
CREATE INDEX        link_client  ON link (client_id, partner_id, id);
CREATE INDEX        link_partner ON link (partner_id, id);
CREATE INDEX        link_approved ON link (state, id) WHERE state = 'approved';

-- Who is asked to answer a link request. Each has a code of their own, so that the answer has a name.
CREATE TABLE link_recipient (
    id        INTEGER PRIMARY KEY,
    client_id INTEGER NOT NULL,
    link_id   INTEGER NOT NULL,
    login_id  INTEGER NOT NULL REFERENCES login (id),
    email     TEXT    NOT NULL,
    mail_id   INTEGER,
    UNIQUE (link_id, login_id),
    FOREIGN KEY (client_id, link_id) REFERENCES link (client_id, id)
) STRICT;

-- Codes and mails ---------------------------------------------------------------------------------------------------

-- What is needed to check a mailed code, and with the key file to write it once more while its mail waits. The code
-- itself is stored nowhere. One row for each record that may have a live code; a new sending replaces it.
CREATE TABLE code (
    kind      TEXT    NOT NULL CHECK (kind IN ('invitation', 'link', 'session', 'password')),
    record_id INTEGER NOT NULL,
    client_id INTEGER REFERENCES client (id),
    version   INTEGER NOT NULL,
    nonce     BLOB    NOT NULL CHECK (length(nonce) = 16),
    digest    BLOB    NOT NULL CHECK (length(digest) = 32),
    state     TEXT    NOT NULL CHECK (state IN ('live', 'used', 'dead')),
    PRIMARY KEY (kind, record_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE mail (
    id              INTEGER PRIMARY KEY,
    client_id       INTEGER REFERENCES client (id),
    login_id        INTEGER REFERENCES login (id),
    recipient       TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    subject         TEXT    NOT NULL,
    cause           TEXT,
    cause_version   INTEGER,
    facts           TEXT    NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('queued', 'sending', 'written', 'sent', 'failed', 'skipped', 'bounced')),
    attempts        INTEGER NOT NULL,
    last_error      TEXT,
    server_reply    TEXT,
    message_id      TEXT    NOT NULL,
    created_at      INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    sent_at         INTEGER
) STRICT;
CREATE INDEX mail_client ON mail (client_id, id);
CREATE INDEX mail_login  ON mail (login_id, id) WHERE login_id IS NOT NULL;
CREATE INDEX mail_created ON mail (created_at, id);
CREATE INDEX mail_due    ON mail (next_attempt_at, id) WHERE state IN ('queued', 'sending');
CREATE INDEX mail_failed ON mail (id) WHERE state IN ('failed', 'bounced');

-- Proof -------------------------------------------------------------------------------------------------------------

CREATE TABLE audit (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    acting_as  TEXT,
    client_id  INTEGER,
    action     TEXT    NOT NULL,
    entity_id  TEXT,
    outcome    TEXT    NOT NULL CHECK (outcome IN ('done', 'unchanged', 'refused', 'failed')),
    error_code TEXT,
    reason     TEXT,
    details    TEXT    NOT NULL,
    previous   BLOB    NOT NULL CHECK (length(previous) = 32),
    hash       BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_actor     ON audit (actor, id);
CREATE INDEX audit_acting_as ON audit (acting_as, id) WHERE acting_as IS NOT NULL;
CREATE INDEX audit_action    ON audit (action, id);
CREATE INDEX audit_at        ON audit (at);

-- Every client that an audit row is about, so that a client's log is read without the rest.
CREATE TABLE audit_client (
    client_id INTEGER NOT NULL REFERENCES client (id),
    audit_id  INTEGER NOT NULL REFERENCES audit (id),
    PRIMARY KEY (client_id, audit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_client_audit ON audit_client (audit_id);
CREATE TABLE audit_user (
    login_id INTEGER NOT NULL REFERENCES login (id),
    audit_id INTEGER NOT NULL REFERENCES audit (id),
    PRIMARY KEY (login_id, audit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_user_audit ON audit_user (audit_id);
