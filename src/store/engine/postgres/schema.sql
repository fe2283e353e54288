-- The schema as it is now: the same tables, indexes, triggers and views as in ../sqlite/schema.sql, which a test compares.
-- An integer (number, flag, instant in milliseconds) is a bigint. The database has the collation C, so that texts are in
-- the order of their bytes, as in SQLite.

-- The write guard. A transaction says whose rows it may write in two settings, which end with it: partnerctl.clients is an
-- array of ids, and partnerctl.unowned is 'open' where rows of no client may be written. Where they are missing, nothing may.
-- It looks at the rows that a statement wrote, after the statement, and aborts it: a policy of row-level security would
-- leave rows out and let the statement succeed.

CREATE FUNCTION clients_to_write() RETURNS bigint[] STABLE LANGUAGE sql AS $$
    SELECT CAST(coalesce(nullif(current_setting('partnerctl.clients', true), ''), '{}') AS bigint[])
$$;

CREATE FUNCTION may_write_unowned() RETURNS boolean STABLE LANGUAGE sql AS $$
    SELECT coalesce(current_setting('partnerctl.unowned', true), '') = 'open'
$$;

-- Tables whose rows are of the client in client_id, or of no one.
CREATE FUNCTION guard_by_client_id() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    clients CONSTANT bigint[] := clients_to_write();
    unowned CONSTANT boolean := may_write_unowned();
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM FROM old_rows AS r WHERE NOT CASE WHEN r.client_id IS NULL THEN unowned ELSE r.client_id = ANY (clients) END;
        IF FOUND THEN RAISE EXCEPTION 'write guard: %', TG_TABLE_NAME; END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM FROM new_rows AS r WHERE NOT CASE WHEN r.client_id IS NULL THEN unowned ELSE r.client_id = ANY (clients) END;
        IF FOUND THEN RAISE EXCEPTION 'write guard: %', TG_TABLE_NAME; END IF;
    END IF;
    RETURN NULL;
END $$;

-- The clients themselves.
CREATE FUNCTION guard_by_id() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    clients CONSTANT bigint[] := clients_to_write();
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM FROM old_rows AS r WHERE NOT r.id = ANY (clients);
        IF FOUND THEN RAISE EXCEPTION 'write guard: %', TG_TABLE_NAME; END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM FROM new_rows AS r WHERE NOT r.id = ANY (clients);
        IF FOUND THEN RAISE EXCEPTION 'write guard: %', TG_TABLE_NAME; END IF;
    END IF;
    RETURN NULL;
END $$;

-- Tables whose rows are of no client.
CREATE FUNCTION guard_unowned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF may_write_unowned() THEN RETURN NULL; END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM FROM old_rows;
        IF FOUND THEN RAISE EXCEPTION 'write guard: %', TG_TABLE_NAME; END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM FROM new_rows;
        IF FOUND THEN RAISE EXCEPTION 'write guard: %', TG_TABLE_NAME; END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION guard_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'write guard: % is never truncated', TG_TABLE_NAME;
END $$;

-- What is only added to: the audit and the past.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END $$;

CREATE FUNCTION audit_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id IS DISTINCT FROM (SELECT coalesce(max(id), 0) + 1 FROM audit) THEN
        RAISE EXCEPTION 'audit: not the next number';
    END IF;
    RETURN NEW;
END $$;

-- A fact names the audit row of the change that wrote it, which comes last in its transaction. The audit has no gaps: what
-- is not above its last number is written already.
CREATE FUNCTION must_be_new() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM FROM new_rows AS r WHERE r.since_audit BETWEEN 1 AND (SELECT max(id) FROM audit);
    IF FOUND THEN
        RAISE EXCEPTION 'history: a new fact names an audit row that is not written yet';
    END IF;
    RETURN NULL;
END $$;

-- What another program changed, past the history. One function for each column that says what a row is about.
CREATE FUNCTION note_strays_by_client_id() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO stray_write (id, fact, of_id, audit_id)
    SELECT (SELECT coalesce(max(id), 0) FROM stray_write) + row_number() OVER (), TG_TABLE_NAME, r.client_id, r.since_audit
      FROM new_rows AS r WHERE r.since_audit BETWEEN 1 AND (SELECT max(id) FROM audit);
    RETURN NULL;
END $$;

CREATE FUNCTION note_strays_by_id() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO stray_write (id, fact, of_id, audit_id)
    SELECT (SELECT coalesce(max(id), 0) FROM stray_write) + row_number() OVER (), TG_TABLE_NAME, r.id, r.since_audit
      FROM new_rows AS r WHERE r.since_audit BETWEEN 1 AND (SELECT max(id) FROM audit);
    RETURN NULL;
END $$;

CREATE FUNCTION note_strays_by_login_id() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO stray_write (id, fact, of_id, audit_id)
    SELECT (SELECT coalesce(max(id), 0) FROM stray_write) + row_number() OVER (), TG_TABLE_NAME, r.login_id, r.since_audit
      FROM new_rows AS r WHERE r.since_audit BETWEEN 1 AND (SELECT max(id) FROM audit);
    RETURN NULL;
END $$;

-- A code that ends says with which audit row, which is the one that comes.
CREATE FUNCTION code_ended() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    NEW.ended_audit := (SELECT max(id) + 1 FROM audit);
    RETURN NEW;
END $$;

-- For the views: an instant as text, and the present one.
CREATE FUNCTION rfc3339(ms bigint) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT to_char(timestamp '1970-01-01' + ms * interval '1 millisecond', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

CREATE FUNCTION now_ms() RETURNS bigint STABLE LANGUAGE sql AS $$
    SELECT CAST(floor(extract(epoch FROM statement_timestamp()) * 1000) AS bigint)
$$;

CREATE TABLE house (
    id              bigint PRIMARY KEY CHECK (id = 1),
    database_uuid   text   NOT NULL,
    label           text   NOT NULL,
    os_group        text,
    created_at      bigint NOT NULL,
    key_fingerprint text
);

CREATE TRIGGER house_guard_insert AFTER INSERT ON house REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER house_guard_update AFTER UPDATE ON house REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER house_guard_delete AFTER DELETE ON house REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER house_guard_truncate BEFORE TRUNCATE ON house EXECUTE FUNCTION guard_truncate();

CREATE TABLE counter (
    name       text   PRIMARY KEY,
    last_value bigint NOT NULL
);

CREATE TRIGGER counter_guard_insert AFTER INSERT ON counter REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER counter_guard_update AFTER UPDATE ON counter REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER counter_guard_delete AFTER DELETE ON counter REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER counter_guard_truncate BEFORE TRUNCATE ON counter EXECUTE FUNCTION guard_truncate();

CREATE TABLE setting (
    setting_key text   PRIMARY KEY,
    value       text   NOT NULL,
    changed_at  bigint NOT NULL,
    changed_by  text   NOT NULL
);

CREATE TRIGGER setting_guard_insert AFTER INSERT ON setting REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER setting_guard_update AFTER UPDATE ON setting REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER setting_guard_delete AFTER DELETE ON setting REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER setting_guard_truncate BEFORE TRUNCATE ON setting EXECUTE FUNCTION guard_truncate();

CREATE TABLE audit (
    id         bigint PRIMARY KEY,
    at         bigint NOT NULL,
    actor      text   NOT NULL,
    acting_as  text,
    client_id  bigint,
    action     text   NOT NULL,
    entity_id  text,
    outcome    text   NOT NULL CHECK (outcome = 'done' OR outcome = 'unchanged' OR outcome = 'refused' OR outcome = 'failed'),
    error_code text,
    reason     text,
    details    text   NOT NULL,
    previous   bytea  NOT NULL CHECK (length(previous) = 32),
    hash       bytea  NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX audit_acting_as ON audit (acting_as, id) WHERE acting_as IS NOT NULL;
CREATE INDEX audit_action ON audit (action, id);
CREATE INDEX audit_actor ON audit (actor, id);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_last_owner ON audit (id) WHERE replace(details, '"override":"last-owner"', '') <> details;

CREATE TRIGGER audit_guard_insert AFTER INSERT ON audit REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER audit_guard_update AFTER UPDATE ON audit REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER audit_guard_delete AFTER DELETE ON audit REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER audit_guard_truncate BEFORE TRUNCATE ON audit EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION refuse('audit: rows are never changed');
CREATE TRIGGER audit_next BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_next();
CREATE TRIGGER audit_stays BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse('audit: rows are never deleted');

CREATE TABLE clock_step (
    audit_id  bigint PRIMARY KEY,
    at        bigint NOT NULL,
    former_at bigint NOT NULL
);

CREATE TRIGGER clock_step_guard_insert AFTER INSERT ON clock_step REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER clock_step_guard_update AFTER UPDATE ON clock_step REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER clock_step_guard_delete AFTER DELETE ON clock_step REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER clock_step_guard_truncate BEFORE TRUNCATE ON clock_step EXECUTE FUNCTION guard_truncate();

CREATE TABLE stray_write (
    id       bigint PRIMARY KEY,
    fact     text   NOT NULL,
    of_id    bigint NOT NULL,
    audit_id bigint NOT NULL
);

CREATE TRIGGER stray_write_guard_insert AFTER INSERT ON stray_write REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER stray_write_guard_update AFTER UPDATE ON stray_write REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER stray_write_guard_delete AFTER DELETE ON stray_write REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER stray_write_guard_truncate BEFORE TRUNCATE ON stray_write EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER stray_write_keeps BEFORE UPDATE ON stray_write FOR EACH ROW EXECUTE FUNCTION refuse('history: stray writes are never changed');
CREATE TRIGGER stray_write_stays BEFORE DELETE ON stray_write FOR EACH ROW EXECUTE FUNCTION refuse('history: stray writes are never deleted');

CREATE TABLE staff (
    id         bigint PRIMARY KEY,
    uid        bigint NOT NULL,
    os_user    text   NOT NULL,
    name       text   NOT NULL,
    rights     text   NOT NULL CHECK (rights IN ('full', 'read_only')),
    service    bigint NOT NULL CHECK (service IN (0, 1)),
    state      text   NOT NULL CHECK (state IN ('active', 'removed')),
    created_at bigint NOT NULL
);
CREATE UNIQUE INDEX staff_os_user ON staff (os_user) WHERE state = 'active';
CREATE UNIQUE INDEX staff_uid ON staff (uid) WHERE state = 'active';

CREATE TRIGGER staff_guard_insert AFTER INSERT ON staff REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER staff_guard_update AFTER UPDATE ON staff REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER staff_guard_delete AFTER DELETE ON staff REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER staff_guard_truncate BEFORE TRUNCATE ON staff EXECUTE FUNCTION guard_truncate();

CREATE TABLE login (
    id                   bigint PRIMARY KEY,
    email_key            text   NOT NULL UNIQUE,
    email                text   NOT NULL,
    email_domain         text   NOT NULL,
    first_name           text   NOT NULL,
    last_name            text   NOT NULL,
    state                text   NOT NULL CHECK (state = 'prepared' OR state = 'active' OR state = 'inactive'),
    must_change_password bigint NOT NULL CHECK (must_change_password IN (0, 1)),
    mailbox              bigint NOT NULL CHECK (mailbox IN (0, 1)),
    activated_at         bigint,
    created_at           bigint NOT NULL,
    language             text,
    since_audit          bigint NOT NULL,
    version              bigint NOT NULL,
    CHECK ((state = 'active') <= (activated_at IS NOT NULL))
);
CREATE INDEX login_domain ON login (email_domain);

CREATE TRIGGER login_guard_insert AFTER INSERT ON login REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER login_guard_update AFTER UPDATE ON login REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER login_guard_delete AFTER DELETE ON login REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER login_guard_truncate BEFORE TRUNCATE ON login EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER login_is_new AFTER INSERT ON login REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION must_be_new();
CREATE FUNCTION login_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO login_history (id, email_key, email, email_domain, first_name, last_name, state, must_change_password, mailbox, activated_at, created_at, language, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.email_key, OLD.email, OLD.email_domain, OLD.first_name, OLD.last_name, OLD.state, OLD.must_change_password, OLD.mailbox, OLD.activated_at, OLD.created_at, OLD.language, OLD.since_audit, OLD.version, NEW.since_audit);
    RETURN NULL;
END $$;
CREATE TRIGGER login_keep AFTER UPDATE ON login FOR EACH ROW WHEN (NEW.since_audit <> OLD.since_audit) EXECUTE FUNCTION login_keep();
CREATE TRIGGER login_stays BEFORE DELETE ON login FOR EACH ROW EXECUTE FUNCTION refuse('history: rows of login are never deleted');
CREATE TRIGGER login_strays AFTER UPDATE ON login REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION note_strays_by_id();

CREATE TABLE login_history (
    id                   bigint,
    email_key            text,
    email                text,
    email_domain         text,
    first_name           text,
    last_name            text,
    state                text,
    must_change_password bigint,
    mailbox              bigint,
    activated_at         bigint,
    created_at           bigint,
    language             text,
    since_audit          bigint,
    version              bigint,
    until_audit          bigint NOT NULL,
    PRIMARY KEY (id, until_audit)
);
CREATE INDEX login_history_until ON login_history (until_audit);

CREATE TRIGGER login_history_guard_insert AFTER INSERT ON login_history REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER login_history_guard_update AFTER UPDATE ON login_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER login_history_guard_delete AFTER DELETE ON login_history REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER login_history_guard_truncate BEFORE TRUNCATE ON login_history EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER login_history_keeps BEFORE UPDATE ON login_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never changed');
CREATE TRIGGER login_history_stays BEFORE DELETE ON login_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never deleted');

CREATE TABLE partner (
    id            bigint PRIMARY KEY,
    slug          text   NOT NULL UNIQUE,
    slug_fold     text   NOT NULL,
    name          text   NOT NULL,
    contact_email text,
    state         text   NOT NULL CHECK (state IN ('active', 'closed')),
    created_at    bigint NOT NULL,
    since_audit   bigint NOT NULL,
    version       bigint NOT NULL
);
CREATE INDEX partner_fold ON partner (slug_fold);

CREATE TRIGGER partner_guard_insert AFTER INSERT ON partner REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER partner_guard_update AFTER UPDATE ON partner REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER partner_guard_delete AFTER DELETE ON partner REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER partner_guard_truncate BEFORE TRUNCATE ON partner EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER partner_is_new AFTER INSERT ON partner REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION must_be_new();
CREATE FUNCTION partner_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO partner_history (id, slug, slug_fold, name, contact_email, state, created_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.slug, OLD.slug_fold, OLD.name, OLD.contact_email, OLD.state, OLD.created_at, OLD.since_audit, OLD.version, NEW.since_audit);
    RETURN NULL;
END $$;
CREATE TRIGGER partner_keep AFTER UPDATE ON partner FOR EACH ROW WHEN (NEW.since_audit <> OLD.since_audit) EXECUTE FUNCTION partner_keep();
CREATE TRIGGER partner_stays BEFORE DELETE ON partner FOR EACH ROW EXECUTE FUNCTION refuse('history: rows of partner are never deleted');
CREATE TRIGGER partner_strays AFTER UPDATE ON partner REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION note_strays_by_id();

CREATE TABLE partner_history (
    id            bigint,
    slug          text,
    slug_fold     text,
    name          text,
    contact_email text,
    state         text,
    created_at    bigint,
    since_audit   bigint,
    version       bigint,
    until_audit   bigint NOT NULL,
    PRIMARY KEY (id, until_audit)
);
CREATE INDEX partner_history_until ON partner_history (until_audit);

CREATE TRIGGER partner_history_guard_insert AFTER INSERT ON partner_history REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER partner_history_guard_update AFTER UPDATE ON partner_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER partner_history_guard_delete AFTER DELETE ON partner_history REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER partner_history_guard_truncate BEFORE TRUNCATE ON partner_history EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER partner_history_keeps BEFORE UPDATE ON partner_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never changed');
CREATE TRIGGER partner_history_stays BEFORE DELETE ON partner_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never deleted');

CREATE TABLE client (
    id             bigint PRIMARY KEY,
    check_digit    bigint NOT NULL CHECK (check_digit BETWEEN 0 AND 9),
    slug           text   NOT NULL UNIQUE,
    name           text   NOT NULL,
    domain         text,
    domain_fold    text,
    account_number text,
    plan           text   CHECK (plan IN ('starter', 'pro')),
    staff_id       bigint REFERENCES staff (id),
    state          text   NOT NULL CHECK (state = 'draft' OR state = 'active' OR state = 'closed'),
    activated_at   bigint,
    closed_at      bigint,
    created_at     bigint NOT NULL,
    merged_into    bigint REFERENCES client (id) CHECK (merged_into IS NULL OR state = 'closed'),
    language       text,
    since_audit    bigint NOT NULL,
    version        bigint NOT NULL,
    CHECK ((domain IS NULL) = (domain_fold IS NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'active') <= (activated_at IS NOT NULL))
);
CREATE UNIQUE INDEX client_account ON client (account_number) WHERE account_number IS NOT NULL AND state <> 'closed';
CREATE INDEX client_account_all ON client (account_number) WHERE account_number IS NOT NULL;
CREATE INDEX client_domain ON client (domain) WHERE domain IS NOT NULL;
CREATE INDEX client_domain_fold ON client (domain_fold) WHERE domain_fold IS NOT NULL;
CREATE INDEX client_merged ON client (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX client_staff ON client (staff_id) WHERE staff_id IS NOT NULL;

CREATE TRIGGER client_guard_insert AFTER INSERT ON client REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_id();
CREATE TRIGGER client_guard_update AFTER UPDATE ON client REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_id();
CREATE TRIGGER client_guard_delete AFTER DELETE ON client REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_id();
CREATE TRIGGER client_guard_truncate BEFORE TRUNCATE ON client EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER client_is_new AFTER INSERT ON client REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION must_be_new();
CREATE FUNCTION client_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO client_history (id, check_digit, slug, name, domain, domain_fold, account_number, plan, staff_id, state, activated_at, closed_at, created_at, merged_into, language, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.check_digit, OLD.slug, OLD.name, OLD.domain, OLD.domain_fold, OLD.account_number, OLD.plan, OLD.staff_id, OLD.state, OLD.activated_at, OLD.closed_at, OLD.created_at, OLD.merged_into, OLD.language, OLD.since_audit, OLD.version, NEW.since_audit);
    RETURN NULL;
END $$;
CREATE TRIGGER client_keep AFTER UPDATE ON client FOR EACH ROW WHEN (NEW.since_audit <> OLD.since_audit) EXECUTE FUNCTION client_keep();
CREATE TRIGGER client_stays BEFORE DELETE ON client FOR EACH ROW EXECUTE FUNCTION refuse('history: rows of client are never deleted');
CREATE TRIGGER client_strays AFTER UPDATE ON client REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION note_strays_by_id();

CREATE TABLE client_history (
    id             bigint,
    check_digit    bigint,
    slug           text,
    name           text,
    domain         text,
    domain_fold    text,
    account_number text,
    plan           text,
    staff_id       bigint,
    state          text,
    activated_at   bigint,
    closed_at      bigint,
    created_at     bigint,
    merged_into    bigint,
    language       text,
    since_audit    bigint,
    version        bigint,
    until_audit    bigint NOT NULL,
    PRIMARY KEY (id, until_audit)
);
CREATE INDEX client_history_until ON client_history (until_audit);

CREATE TRIGGER client_history_guard_insert AFTER INSERT ON client_history REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_id();
CREATE TRIGGER client_history_guard_update AFTER UPDATE ON client_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_id();
CREATE TRIGGER client_history_guard_delete AFTER DELETE ON client_history REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_id();
CREATE TRIGGER client_history_guard_truncate BEFORE TRUNCATE ON client_history EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER client_history_keeps BEFORE UPDATE ON client_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never changed');
CREATE TRIGGER client_history_stays BEFORE DELETE ON client_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never deleted');

CREATE TABLE access_grant (
    id          bigint PRIMARY KEY,
    client_id   bigint NOT NULL REFERENCES client (id),
    login_id    bigint NOT NULL REFERENCES login (id),
    role        text   NOT NULL CHECK (role = 'owner' OR role = 'admin' OR role = 'supervisor' OR role = 'manager' OR role = 'guest'),
    permissions text   NOT NULL,
    state       text   NOT NULL CHECK (state = 'prepared' OR state = 'active' OR state = 'ended'),
    until       bigint,
    for_partner bigint REFERENCES partner (id),
    granted_by  text   NOT NULL,
    active_at   bigint,
    ended_at    bigint,
    ended_by    text,
    created_at  bigint NOT NULL,
    since_audit bigint NOT NULL,
    version     bigint NOT NULL,
    UNIQUE (client_id, id),
    CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
    CHECK ((state = 'active') <= (active_at IS NOT NULL))
);
CREATE INDEX access_grant_for ON access_grant (client_id, for_partner) WHERE for_partner IS NOT NULL;
CREATE INDEX access_grant_login ON access_grant (login_id, client_id);
CREATE UNIQUE INDEX access_grant_open ON access_grant (client_id, login_id) WHERE state <> 'ended';
CREATE INDEX access_grant_pair ON access_grant (client_id, login_id, id);
CREATE INDEX access_grant_until ON access_grant (until, id) WHERE state = 'active' AND until IS NOT NULL;

CREATE TRIGGER access_grant_guard_insert AFTER INSERT ON access_grant REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER access_grant_guard_update AFTER UPDATE ON access_grant REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER access_grant_guard_delete AFTER DELETE ON access_grant REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER access_grant_guard_truncate BEFORE TRUNCATE ON access_grant EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER access_grant_is_new AFTER INSERT ON access_grant REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION must_be_new();
CREATE FUNCTION access_grant_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO access_grant_history (id, client_id, login_id, role, permissions, state, until, for_partner, granted_by, active_at, ended_at, ended_by, created_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.role, OLD.permissions, OLD.state, OLD.until, OLD.for_partner, OLD.granted_by, OLD.active_at, OLD.ended_at, OLD.ended_by, OLD.created_at, OLD.since_audit, OLD.version, NEW.since_audit);
    RETURN NULL;
END $$;
CREATE TRIGGER access_grant_keep AFTER UPDATE ON access_grant FOR EACH ROW WHEN (NEW.since_audit <> OLD.since_audit) EXECUTE FUNCTION access_grant_keep();
CREATE TRIGGER access_grant_strays AFTER UPDATE ON access_grant REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION note_strays_by_client_id();
CREATE FUNCTION access_grant_undone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO access_grant_history (id, client_id, login_id, role, permissions, state, until, for_partner, granted_by, active_at, ended_at, ended_by, created_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.role, OLD.permissions, OLD.state, OLD.until, OLD.for_partner, OLD.granted_by, OLD.active_at, OLD.ended_at, OLD.ended_by, OLD.created_at, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
    RETURN NULL;
END $$;
CREATE TRIGGER access_grant_undone AFTER DELETE ON access_grant FOR EACH ROW EXECUTE FUNCTION access_grant_undone();

CREATE TABLE access_grant_history (
    id          bigint,
    client_id   bigint,
    login_id    bigint,
    role        text,
    permissions text,
    state       text,
    until       bigint,
    for_partner bigint,
    granted_by  text,
    active_at   bigint,
    ended_at    bigint,
    ended_by    text,
    created_at  bigint,
    since_audit bigint,
    version     bigint,
    until_audit bigint NOT NULL,
    PRIMARY KEY (id, until_audit)
);
CREATE INDEX access_grant_history_login ON access_grant_history (login_id, client_id, until_audit);
CREATE INDEX access_grant_history_pair ON access_grant_history (client_id, login_id, until_audit);
CREATE INDEX access_grant_history_until ON access_grant_history (until_audit);

CREATE TRIGGER access_grant_history_guard_insert AFTER INSERT ON access_grant_history REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER access_grant_history_guard_update AFTER UPDATE ON access_grant_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER access_grant_history_guard_delete AFTER DELETE ON access_grant_history REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER access_grant_history_guard_truncate BEFORE TRUNCATE ON access_grant_history EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER access_grant_history_keeps BEFORE UPDATE ON access_grant_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never changed');
CREATE TRIGGER access_grant_history_stays BEFORE DELETE ON access_grant_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never deleted');

CREATE TABLE address_change (
    login_id     bigint PRIMARY KEY REFERENCES login (id),
    email        text   NOT NULL,
    email_key    text   NOT NULL,
    requested_at bigint NOT NULL,
    requested_by text   NOT NULL,
    expires_at   bigint NOT NULL
);

CREATE TRIGGER address_change_guard_insert AFTER INSERT ON address_change REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER address_change_guard_update AFTER UPDATE ON address_change REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER address_change_guard_delete AFTER DELETE ON address_change REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER address_change_guard_truncate BEFORE TRUNCATE ON address_change EXECUTE FUNCTION guard_truncate();

CREATE TABLE partner_user (
    login_id    bigint PRIMARY KEY REFERENCES login (id),
    partner_id  bigint NOT NULL REFERENCES partner (id),
    scope       text   NOT NULL CHECK (scope IN ('all', 'clients')),
    restricted  bigint NOT NULL CHECK (restricted IN (0, 1)),
    until       bigint,
    state       text   NOT NULL CHECK (state IN ('active', 'ended')),
    created_at  bigint NOT NULL,
    since_audit bigint NOT NULL,
    version     bigint NOT NULL
);
CREATE INDEX partner_user_partner ON partner_user (partner_id, login_id);

CREATE TRIGGER partner_user_guard_insert AFTER INSERT ON partner_user REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER partner_user_guard_update AFTER UPDATE ON partner_user REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER partner_user_guard_delete AFTER DELETE ON partner_user REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER partner_user_guard_truncate BEFORE TRUNCATE ON partner_user EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER partner_user_is_new AFTER INSERT ON partner_user REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION must_be_new();
CREATE FUNCTION partner_user_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO partner_user_history (login_id, partner_id, scope, restricted, until, state, created_at, since_audit, version, until_audit)
    VALUES (OLD.login_id, OLD.partner_id, OLD.scope, OLD.restricted, OLD.until, OLD.state, OLD.created_at, OLD.since_audit, OLD.version, NEW.since_audit);
    RETURN NULL;
END $$;
CREATE TRIGGER partner_user_keep AFTER UPDATE ON partner_user FOR EACH ROW WHEN (NEW.since_audit <> OLD.since_audit) EXECUTE FUNCTION partner_user_keep();
CREATE TRIGGER partner_user_stays BEFORE DELETE ON partner_user FOR EACH ROW EXECUTE FUNCTION refuse('history: rows of partner_user are never deleted');
CREATE TRIGGER partner_user_strays AFTER UPDATE ON partner_user REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION note_strays_by_login_id();

CREATE TABLE partner_user_history (
    login_id    bigint,
    partner_id  bigint,
    scope       text,
    restricted  bigint,
    until       bigint,
    state       text,
    created_at  bigint,
    since_audit bigint,
    version     bigint,
    until_audit bigint NOT NULL,
    PRIMARY KEY (login_id, until_audit)
);
CREATE INDEX partner_user_history_partner ON partner_user_history (partner_id, login_id, until_audit);
CREATE INDEX partner_user_history_until ON partner_user_history (until_audit);

CREATE TRIGGER partner_user_history_guard_insert AFTER INSERT ON partner_user_history REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER partner_user_history_guard_update AFTER UPDATE ON partner_user_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER partner_user_history_guard_delete AFTER DELETE ON partner_user_history REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER partner_user_history_guard_truncate BEFORE TRUNCATE ON partner_user_history EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER partner_user_history_keeps BEFORE UPDATE ON partner_user_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never changed');
CREATE TRIGGER partner_user_history_stays BEFORE DELETE ON partner_user_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never deleted');

CREATE TABLE assignment (
    client_id   bigint NOT NULL REFERENCES client (id),
    login_id    bigint NOT NULL REFERENCES partner_user (login_id),
    state       text   NOT NULL CHECK (state IN ('assigned', 'taken')),
    since_audit bigint NOT NULL,
    version     bigint NOT NULL,
    PRIMARY KEY (client_id, login_id)
);
CREATE INDEX assignment_login ON assignment (login_id, client_id);

CREATE TRIGGER assignment_guard_insert AFTER INSERT ON assignment REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER assignment_guard_update AFTER UPDATE ON assignment REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER assignment_guard_delete AFTER DELETE ON assignment REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER assignment_guard_truncate BEFORE TRUNCATE ON assignment EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER assignment_is_new AFTER INSERT ON assignment REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION must_be_new();
CREATE FUNCTION assignment_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO assignment_history (client_id, login_id, state, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.login_id, OLD.state, OLD.since_audit, OLD.version, NEW.since_audit);
    RETURN NULL;
END $$;
CREATE TRIGGER assignment_keep AFTER UPDATE ON assignment FOR EACH ROW WHEN (NEW.since_audit <> OLD.since_audit) EXECUTE FUNCTION assignment_keep();
CREATE TRIGGER assignment_strays AFTER UPDATE ON assignment REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION note_strays_by_client_id();
CREATE FUNCTION assignment_undone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO assignment_history (client_id, login_id, state, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.login_id, OLD.state, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
    RETURN NULL;
END $$;
CREATE TRIGGER assignment_undone AFTER DELETE ON assignment FOR EACH ROW EXECUTE FUNCTION assignment_undone();

CREATE TABLE assignment_history (
    client_id   bigint,
    login_id    bigint,
    state       text,
    since_audit bigint,
    version     bigint,
    until_audit bigint NOT NULL,
    PRIMARY KEY (client_id, login_id, until_audit)
);
CREATE INDEX assignment_history_login ON assignment_history (login_id, client_id, until_audit);
CREATE INDEX assignment_history_until ON assignment_history (until_audit);

CREATE TRIGGER assignment_history_guard_insert AFTER INSERT ON assignment_history REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER assignment_history_guard_update AFTER UPDATE ON assignment_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER assignment_history_guard_delete AFTER DELETE ON assignment_history REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER assignment_history_guard_truncate BEFORE TRUNCATE ON assignment_history EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER assignment_history_keeps BEFORE UPDATE ON assignment_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never changed');
CREATE TRIGGER assignment_history_stays BEFORE DELETE ON assignment_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never deleted');

CREATE TABLE association (
    client_id     bigint NOT NULL REFERENCES client (id),
    partner_id    bigint NOT NULL REFERENCES partner (id),
    tab           text   NOT NULL CHECK (tab = 'active' OR tab = 'trial' OR tab = 'free' OR tab = 'cancelled' OR tab = 'expired' OR tab = 'pending'),
    state         text   NOT NULL CHECK (state IN ('associated', 'dissociated')),
    associated_at bigint NOT NULL,
    associated_by text   NOT NULL,
    since_audit   bigint NOT NULL,
    version       bigint NOT NULL,
    PRIMARY KEY (client_id, partner_id)
);
CREATE INDEX association_partner ON association (partner_id, client_id);

CREATE TRIGGER association_guard_insert AFTER INSERT ON association REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER association_guard_update AFTER UPDATE ON association REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER association_guard_delete AFTER DELETE ON association REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER association_guard_truncate BEFORE TRUNCATE ON association EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER association_is_new AFTER INSERT ON association REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION must_be_new();
CREATE FUNCTION association_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO association_history (client_id, partner_id, tab, state, associated_at, associated_by, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.partner_id, OLD.tab, OLD.state, OLD.associated_at, OLD.associated_by, OLD.since_audit, OLD.version, NEW.since_audit);
    RETURN NULL;
END $$;
CREATE TRIGGER association_keep AFTER UPDATE ON association FOR EACH ROW WHEN (NEW.since_audit <> OLD.since_audit) EXECUTE FUNCTION association_keep();
CREATE TRIGGER association_strays AFTER UPDATE ON association REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION note_strays_by_client_id();
CREATE FUNCTION association_undone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO association_history (client_id, partner_id, tab, state, associated_at, associated_by, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.partner_id, OLD.tab, OLD.state, OLD.associated_at, OLD.associated_by, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
    RETURN NULL;
END $$;
CREATE TRIGGER association_undone AFTER DELETE ON association FOR EACH ROW EXECUTE FUNCTION association_undone();

CREATE TABLE association_history (
    client_id     bigint,
    partner_id    bigint,
    tab           text,
    state         text,
    associated_at bigint,
    associated_by text,
    since_audit   bigint,
    version       bigint,
    until_audit   bigint NOT NULL,
    PRIMARY KEY (client_id, partner_id, until_audit)
);
CREATE INDEX association_history_until ON association_history (until_audit);

CREATE TRIGGER association_history_guard_insert AFTER INSERT ON association_history REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER association_history_guard_update AFTER UPDATE ON association_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER association_history_guard_delete AFTER DELETE ON association_history REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER association_history_guard_truncate BEFORE TRUNCATE ON association_history EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER association_history_keeps BEFORE UPDATE ON association_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never changed');
CREATE TRIGGER association_history_stays BEFORE DELETE ON association_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never deleted');

CREATE TABLE audit_client (
    client_id bigint NOT NULL REFERENCES client (id),
    audit_id  bigint NOT NULL REFERENCES audit (id),
    PRIMARY KEY (client_id, audit_id)
);
CREATE INDEX audit_client_audit ON audit_client (audit_id);

CREATE TRIGGER audit_client_guard_insert AFTER INSERT ON audit_client REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER audit_client_guard_update AFTER UPDATE ON audit_client REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER audit_client_guard_delete AFTER DELETE ON audit_client REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER audit_client_guard_truncate BEFORE TRUNCATE ON audit_client EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER audit_client_keeps BEFORE UPDATE ON audit_client FOR EACH ROW EXECUTE FUNCTION refuse('audit: rows are never changed');
CREATE TRIGGER audit_client_stays BEFORE DELETE ON audit_client FOR EACH ROW EXECUTE FUNCTION refuse('audit: rows are never deleted');

CREATE TABLE audit_user (
    login_id bigint NOT NULL REFERENCES login (id),
    audit_id bigint NOT NULL REFERENCES audit (id),
    PRIMARY KEY (login_id, audit_id)
);
CREATE INDEX audit_user_audit ON audit_user (audit_id);

CREATE TRIGGER audit_user_guard_insert AFTER INSERT ON audit_user REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER audit_user_guard_update AFTER UPDATE ON audit_user REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER audit_user_guard_delete AFTER DELETE ON audit_user REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER audit_user_guard_truncate BEFORE TRUNCATE ON audit_user EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER audit_user_keeps BEFORE UPDATE ON audit_user FOR EACH ROW EXECUTE FUNCTION refuse('audit: rows are never changed');
CREATE TRIGGER audit_user_stays BEFORE DELETE ON audit_user FOR EACH ROW EXECUTE FUNCTION refuse('audit: rows are never deleted');

CREATE TABLE mail (
    id              bigint PRIMARY KEY,
    client_id       bigint REFERENCES client (id),
    login_id        bigint REFERENCES login (id),
    recipient       text   NOT NULL,
    kind            text   NOT NULL,
    subject         text   NOT NULL,
    cause           text,
    cause_version   bigint,
    facts           text   NOT NULL,
    state           text   NOT NULL CHECK (state = 'queued' OR state = 'sending' OR state = 'written' OR state = 'sent' OR state = 'failed' OR state = 'skipped' OR state = 'bounced' OR state = 'unknown'),
    attempts        bigint NOT NULL,
    last_error      text,
    server_reply    text,
    message_id      text   NOT NULL,
    created_at      bigint NOT NULL,
    next_attempt_at bigint NOT NULL,
    sent_at         bigint,
    leases          bigint NOT NULL DEFAULT 0,
    dropped         bigint NOT NULL DEFAULT 0,
    required        bigint NOT NULL DEFAULT 0 CHECK (required = 0 OR required = 1),
    audit_id        bigint,
    unanswered      bigint NOT NULL DEFAULT 0
);
CREATE INDEX mail_client ON mail (client_id, id);
CREATE INDEX mail_created ON mail (created_at, id);
CREATE INDEX mail_due ON mail (next_attempt_at, id) WHERE state IN ('queued', 'sending');
CREATE INDEX mail_failed ON mail (id) WHERE state IN ('failed', 'bounced');
CREATE INDEX mail_login ON mail (login_id, id) WHERE login_id IS NOT NULL;
CREATE INDEX mail_undelivered ON mail (next_attempt_at, id) WHERE state IN ('failed', 'bounced');
CREATE INDEX mail_unknown ON mail (id) WHERE state = 'unknown';

CREATE TRIGGER mail_guard_insert AFTER INSERT ON mail REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER mail_guard_update AFTER UPDATE ON mail REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER mail_guard_delete AFTER DELETE ON mail REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER mail_guard_truncate BEFORE TRUNCATE ON mail EXECUTE FUNCTION guard_truncate();

CREATE TABLE bounce (
    email_key  text   PRIMARY KEY,
    bounced_at bigint NOT NULL,
    status     text   NOT NULL,
    words      text   NOT NULL,
    mail_id    bigint REFERENCES mail (id)
);
CREATE INDEX bounce_at ON bounce (bounced_at, email_key);

CREATE TRIGGER bounce_guard_insert AFTER INSERT ON bounce REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER bounce_guard_update AFTER UPDATE ON bounce REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER bounce_guard_delete AFTER DELETE ON bounce REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER bounce_guard_truncate BEFORE TRUNCATE ON bounce EXECUTE FUNCTION guard_truncate();

CREATE TABLE client_entry (
    client_id     bigint NOT NULL REFERENCES client (id),
    login_id      bigint NOT NULL REFERENCES login (id),
    last_login_at bigint NOT NULL,
    PRIMARY KEY (client_id, login_id)
);

CREATE TRIGGER client_entry_guard_insert AFTER INSERT ON client_entry REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_entry_guard_update AFTER UPDATE ON client_entry REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_entry_guard_delete AFTER DELETE ON client_entry REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_entry_guard_truncate BEFORE TRUNCATE ON client_entry EXECUTE FUNCTION guard_truncate();

CREATE TABLE client_field (
    client_id   bigint NOT NULL REFERENCES client (id),
    field_key   text   NOT NULL,
    value       text,
    since_audit bigint NOT NULL,
    version     bigint NOT NULL,
    PRIMARY KEY (client_id, field_key)
);

CREATE TRIGGER client_field_guard_insert AFTER INSERT ON client_field REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_field_guard_update AFTER UPDATE ON client_field REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_field_guard_delete AFTER DELETE ON client_field REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_field_guard_truncate BEFORE TRUNCATE ON client_field EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER client_field_is_new AFTER INSERT ON client_field REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION must_be_new();
CREATE FUNCTION client_field_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO client_field_history (client_id, field_key, value, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.field_key, OLD.value, OLD.since_audit, OLD.version, NEW.since_audit);
    RETURN NULL;
END $$;
CREATE TRIGGER client_field_keep AFTER UPDATE ON client_field FOR EACH ROW WHEN (NEW.since_audit <> OLD.since_audit) EXECUTE FUNCTION client_field_keep();
CREATE TRIGGER client_field_strays AFTER UPDATE ON client_field REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION note_strays_by_client_id();
CREATE FUNCTION client_field_undone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO client_field_history (client_id, field_key, value, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.field_key, OLD.value, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
    RETURN NULL;
END $$;
CREATE TRIGGER client_field_undone AFTER DELETE ON client_field FOR EACH ROW EXECUTE FUNCTION client_field_undone();

CREATE TABLE client_field_history (
    client_id   bigint,
    field_key   text,
    value       text,
    since_audit bigint,
    version     bigint,
    until_audit bigint NOT NULL,
    PRIMARY KEY (client_id, field_key, until_audit)
);
CREATE INDEX client_field_history_until ON client_field_history (until_audit);

CREATE TRIGGER client_field_history_guard_insert AFTER INSERT ON client_field_history REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_field_history_guard_update AFTER UPDATE ON client_field_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_field_history_guard_delete AFTER DELETE ON client_field_history REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_field_history_guard_truncate BEFORE TRUNCATE ON client_field_history EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER client_field_history_keeps BEFORE UPDATE ON client_field_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never changed');
CREATE TRIGGER client_field_history_stays BEFORE DELETE ON client_field_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never deleted');

CREATE TABLE client_name_key (
    client_id bigint PRIMARY KEY REFERENCES client (id),
    name_key  text   NOT NULL
);
CREATE INDEX client_name_key_key ON client_name_key (name_key);

CREATE TRIGGER client_name_key_guard_insert AFTER INSERT ON client_name_key REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_name_key_guard_update AFTER UPDATE ON client_name_key REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_name_key_guard_delete AFTER DELETE ON client_name_key REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_name_key_guard_truncate BEFORE TRUNCATE ON client_name_key EXECUTE FUNCTION guard_truncate();

CREATE TABLE client_slug (
    slug       text   PRIMARY KEY,
    client_id  bigint NOT NULL REFERENCES client (id),
    fold       text   NOT NULL,
    retired_at bigint
);
CREATE INDEX client_slug_client ON client_slug (client_id);
CREATE INDEX client_slug_fold ON client_slug (fold);

CREATE TRIGGER client_slug_guard_insert AFTER INSERT ON client_slug REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_slug_guard_update AFTER UPDATE ON client_slug REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_slug_guard_delete AFTER DELETE ON client_slug REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_slug_guard_truncate BEFORE TRUNCATE ON client_slug EXECUTE FUNCTION guard_truncate();

CREATE TABLE client_twin (
    client_id bigint NOT NULL REFERENCES client (id),
    twin_id   bigint NOT NULL REFERENCES client (id),
    PRIMARY KEY (client_id, twin_id)
);

CREATE TRIGGER client_twin_guard_insert AFTER INSERT ON client_twin REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_twin_guard_update AFTER UPDATE ON client_twin REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_twin_guard_delete AFTER DELETE ON client_twin REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_twin_guard_truncate BEFORE TRUNCATE ON client_twin EXECUTE FUNCTION guard_truncate();

CREATE TABLE client_word (
    word      text   NOT NULL,
    client_id bigint NOT NULL REFERENCES client (id),
    PRIMARY KEY (word, client_id)
);
CREATE INDEX client_word_client ON client_word (client_id);

CREATE TRIGGER client_word_guard_insert AFTER INSERT ON client_word REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_word_guard_update AFTER UPDATE ON client_word REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_word_guard_delete AFTER DELETE ON client_word REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER client_word_guard_truncate BEFORE TRUNCATE ON client_word EXECUTE FUNCTION guard_truncate();

CREATE TABLE code (
    kind        text   NOT NULL CHECK (kind = 'invitation' OR kind = 'link' OR kind = 'session' OR kind = 'password' OR kind = 'address' OR kind = 'recovery'),
    record_id   bigint NOT NULL,
    client_id   bigint REFERENCES client (id),
    version     bigint NOT NULL,
    nonce       bytea  NOT NULL CHECK (length(nonce) = 16),
    digest      bytea  NOT NULL CHECK (length(digest) = 32),
    state       text   NOT NULL CHECK (state = 'live' OR state = 'used' OR state = 'dead'),
    ended_audit bigint,
    PRIMARY KEY (kind, record_id)
);

CREATE TRIGGER code_guard_insert AFTER INSERT ON code REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER code_guard_update AFTER UPDATE ON code REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER code_guard_delete AFTER DELETE ON code REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER code_guard_truncate BEFORE TRUNCATE ON code EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER code_ended BEFORE UPDATE OF state ON code FOR EACH ROW WHEN (OLD.state = 'live' AND NEW.state <> 'live') EXECUTE FUNCTION code_ended();

CREATE TABLE credential (
    login_id   bigint PRIMARY KEY REFERENCES login (id),
    hash       text   NOT NULL,
    origin     text   NOT NULL CHECK (origin IN ('own', 'temporary')),
    expires_at bigint,
    changed_at bigint NOT NULL,
    proven_for text,
    CHECK ((origin = 'own') = (expires_at IS NULL))
);

CREATE TRIGGER credential_guard_insert AFTER INSERT ON credential REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER credential_guard_update AFTER UPDATE ON credential REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER credential_guard_delete AFTER DELETE ON credential REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER credential_guard_truncate BEFORE TRUNCATE ON credential EXECUTE FUNCTION guard_truncate();

CREATE TABLE invitation (
    id          bigint PRIMARY KEY,
    client_id   bigint NOT NULL REFERENCES client (id),
    login_id    bigint NOT NULL REFERENCES login (id),
    grant_id    bigint NOT NULL,
    email       text   NOT NULL,
    email_key   text   NOT NULL,
    role        text   NOT NULL CHECK (role = 'owner' OR role = 'admin' OR role = 'supervisor' OR role = 'manager' OR role = 'guest'),
    permissions text   NOT NULL,
    until       bigint,
    kind        text   NOT NULL CHECK (kind IN ('activation', 'association')),
    form        text,
    state       text   NOT NULL CHECK (state = 'pending' OR state = 'accepted' OR state = 'declined' OR state = 'cancelled' OR state = 'superseded' OR state = 'expired'),
    sent_at     bigint NOT NULL,
    send_count  bigint NOT NULL CHECK (send_count > 0),
    expires_at  bigint NOT NULL,
    answered_at bigint,
    answered_by text,
    reason      text,
    invited_by  text   NOT NULL,
    replaces    bigint,
    mail_id     bigint,
    message     text,
    language    text,
    since_audit bigint NOT NULL,
    version     bigint NOT NULL,
    UNIQUE (client_id, id),
    FOREIGN KEY (client_id, grant_id) REFERENCES access_grant (client_id, id),
    FOREIGN KEY (client_id, replaces) REFERENCES access_grant (client_id, id),
    CHECK ((state = 'pending') = (answered_at IS NULL))
);
CREATE INDEX invitation_client ON invitation (client_id, login_id, id);
CREATE INDEX invitation_declined ON invitation (answered_at, id) WHERE state = 'declined';
CREATE INDEX invitation_login ON invitation (login_id, id);
CREATE UNIQUE INDEX invitation_open ON invitation (client_id, email_key) WHERE state = 'pending';
CREATE INDEX invitation_pending ON invitation (expires_at) WHERE state = 'pending';

CREATE TRIGGER invitation_guard_insert AFTER INSERT ON invitation REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER invitation_guard_update AFTER UPDATE ON invitation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER invitation_guard_delete AFTER DELETE ON invitation REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER invitation_guard_truncate BEFORE TRUNCATE ON invitation EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER invitation_is_new AFTER INSERT ON invitation REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION must_be_new();
CREATE FUNCTION invitation_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO invitation_history (id, client_id, login_id, grant_id, email, email_key, role, permissions, until, kind, form, state, sent_at, send_count, expires_at, answered_at, answered_by, reason, invited_by, replaces, mail_id, message, language, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.grant_id, OLD.email, OLD.email_key, OLD.role, OLD.permissions, OLD.until, OLD.kind, OLD.form, OLD.state, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.invited_by, OLD.replaces, OLD.mail_id, OLD.message, OLD.language, OLD.since_audit, OLD.version, NEW.since_audit);
    RETURN NULL;
END $$;
CREATE TRIGGER invitation_keep AFTER UPDATE ON invitation FOR EACH ROW WHEN (NEW.since_audit <> OLD.since_audit) EXECUTE FUNCTION invitation_keep();
CREATE TRIGGER invitation_strays AFTER UPDATE ON invitation REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION note_strays_by_client_id();
CREATE FUNCTION invitation_undone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO invitation_history (id, client_id, login_id, grant_id, email, email_key, role, permissions, until, kind, form, state, sent_at, send_count, expires_at, answered_at, answered_by, reason, invited_by, replaces, mail_id, message, language, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.grant_id, OLD.email, OLD.email_key, OLD.role, OLD.permissions, OLD.until, OLD.kind, OLD.form, OLD.state, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.invited_by, OLD.replaces, OLD.mail_id, OLD.message, OLD.language, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
    RETURN NULL;
END $$;
CREATE TRIGGER invitation_undone AFTER DELETE ON invitation FOR EACH ROW EXECUTE FUNCTION invitation_undone();

CREATE TABLE invitation_history (
    id          bigint,
    client_id   bigint,
    login_id    bigint,
    grant_id    bigint,
    email       text,
    email_key   text,
    role        text,
    permissions text,
    until       bigint,
    kind        text,
    form        text,
    state       text,
    sent_at     bigint,
    send_count  bigint,
    expires_at  bigint,
    answered_at bigint,
    answered_by text,
    reason      text,
    invited_by  text,
    replaces    bigint,
    mail_id     bigint,
    message     text,
    language    text,
    since_audit bigint,
    version     bigint,
    until_audit bigint NOT NULL,
    PRIMARY KEY (id, until_audit)
);
CREATE INDEX invitation_history_until ON invitation_history (until_audit);

CREATE TRIGGER invitation_history_guard_insert AFTER INSERT ON invitation_history REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER invitation_history_guard_update AFTER UPDATE ON invitation_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER invitation_history_guard_delete AFTER DELETE ON invitation_history REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER invitation_history_guard_truncate BEFORE TRUNCATE ON invitation_history EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER invitation_history_keeps BEFORE UPDATE ON invitation_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never changed');
CREATE TRIGGER invitation_history_stays BEFORE DELETE ON invitation_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never deleted');

CREATE TABLE link (
    id                    bigint PRIMARY KEY,
    client_id             bigint NOT NULL REFERENCES client (id),
    partner_id            bigint NOT NULL REFERENCES partner (id),
    origin                text   NOT NULL CHECK (origin IN ('partner', 'client')),
    state                 text   NOT NULL CHECK (state = 'pending' OR state = 'approved' OR state = 'linked' OR state = 'unlinked' OR state = 'denied' OR state = 'cancelled' OR state = 'expired'),
    requested_at          bigint NOT NULL,
    requested_by          text   NOT NULL,
    sent_at               bigint NOT NULL,
    send_count            bigint NOT NULL,
    expires_at            bigint NOT NULL,
    asked_permissions     text   NOT NULL,
    permissions           text   NOT NULL,
    term                  bigint CHECK (term > 0),
    until                 bigint,
    message               text,
    answered_at           bigint,
    answered_by           text,
    reason                text,
    linked_at             bigint,
    process_error         text,
    ended_at              bigint,
    ended_by              text,
    deleted_at            bigint,
    extension_at          bigint,
    extension_by          text   CHECK ((extension_by IS NULL) = (extension_at IS NULL)),
    extension_permissions text   CHECK ((extension_permissions IS NULL) = (extension_at IS NULL)),
    extension_until       bigint,
    extension_message     text,
    extension_denied_at   bigint CHECK ((extension_denied_at IS NULL AND extension_at IS NULL) OR state = 'linked'),
    auto_extend           text   CHECK (auto_extend IS NULL OR (until IS NOT NULL AND state IN ('approved', 'linked'))),
    since_audit           bigint NOT NULL,
    version               bigint NOT NULL,
    UNIQUE (client_id, id),
    CHECK ((answered_at IS NULL) = (answered_by IS NULL)),
    CHECK (deleted_at IS NULL OR (state = 'unlinked' OR state = 'denied' OR state = 'cancelled' OR state = 'expired')),
    CHECK (((state = 'approved' OR state = 'linked' OR state = 'unlinked' OR state = 'denied')) <= (answered_at IS NOT NULL)),
    CHECK (((state = 'unlinked' OR state = 'cancelled' OR state = 'expired')) = (ended_at IS NOT NULL)),
    CHECK ((state = 'linked') <= (linked_at IS NOT NULL))
);
CREATE INDEX link_approved ON link (state, id) WHERE state = 'approved';
CREATE INDEX link_client ON link (client_id, partner_id, id);
CREATE INDEX link_denied ON link (answered_at, id) WHERE state = 'denied';
CREATE INDEX link_extension ON link (expires_at, id) WHERE extension_at IS NOT NULL;
CREATE UNIQUE INDEX link_open ON link (partner_id, client_id) WHERE state IN ('pending', 'approved', 'linked');
CREATE INDEX link_partner ON link (partner_id, id);
CREATE INDEX link_until ON link (until, id) WHERE state = 'linked' AND until IS NOT NULL;
CREATE INDEX link_waiting ON link (expires_at, id) WHERE state = 'pending';

CREATE TRIGGER link_guard_insert AFTER INSERT ON link REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER link_guard_update AFTER UPDATE ON link REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER link_guard_delete AFTER DELETE ON link REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER link_guard_truncate BEFORE TRUNCATE ON link EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER link_is_new AFTER INSERT ON link REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION must_be_new();
CREATE FUNCTION link_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO link_history (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at, asked_permissions, permissions, term, until, message, answered_at, answered_by, reason, linked_at, process_error, ended_at, ended_by, deleted_at, extension_at, extension_by, extension_permissions, extension_until, extension_message, extension_denied_at, auto_extend, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.partner_id, OLD.origin, OLD.state, OLD.requested_at, OLD.requested_by, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.asked_permissions, OLD.permissions, OLD.term, OLD.until, OLD.message, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.linked_at, OLD.process_error, OLD.ended_at, OLD.ended_by, OLD.deleted_at, OLD.extension_at, OLD.extension_by, OLD.extension_permissions, OLD.extension_until, OLD.extension_message, OLD.extension_denied_at, OLD.auto_extend, OLD.since_audit, OLD.version, NEW.since_audit);
    RETURN NULL;
END $$;
CREATE TRIGGER link_keep AFTER UPDATE ON link FOR EACH ROW WHEN (NEW.since_audit <> OLD.since_audit) EXECUTE FUNCTION link_keep();
CREATE TRIGGER link_strays AFTER UPDATE ON link REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION note_strays_by_client_id();
CREATE FUNCTION link_undone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO link_history (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at, asked_permissions, permissions, term, until, message, answered_at, answered_by, reason, linked_at, process_error, ended_at, ended_by, deleted_at, extension_at, extension_by, extension_permissions, extension_until, extension_message, extension_denied_at, auto_extend, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.partner_id, OLD.origin, OLD.state, OLD.requested_at, OLD.requested_by, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.asked_permissions, OLD.permissions, OLD.term, OLD.until, OLD.message, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.linked_at, OLD.process_error, OLD.ended_at, OLD.ended_by, OLD.deleted_at, OLD.extension_at, OLD.extension_by, OLD.extension_permissions, OLD.extension_until, OLD.extension_message, OLD.extension_denied_at, OLD.auto_extend, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
    RETURN NULL;
END $$;
CREATE TRIGGER link_undone AFTER DELETE ON link FOR EACH ROW EXECUTE FUNCTION link_undone();

CREATE TABLE link_history (
    id                    bigint,
    client_id             bigint,
    partner_id            bigint,
    origin                text,
    state                 text,
    requested_at          bigint,
    requested_by          text,
    sent_at               bigint,
    send_count            bigint,
    expires_at            bigint,
    asked_permissions     text,
    permissions           text,
    term                  bigint,
    until                 bigint,
    message               text,
    answered_at           bigint,
    answered_by           text,
    reason                text,
    linked_at             bigint,
    process_error         text,
    ended_at              bigint,
    ended_by              text,
    deleted_at            bigint,
    extension_at          bigint,
    extension_by          text,
    extension_permissions text,
    extension_until       bigint,
    extension_message     text,
    extension_denied_at   bigint,
    auto_extend           text,
    since_audit           bigint,
    version               bigint,
    until_audit           bigint NOT NULL,
    PRIMARY KEY (id, until_audit)
);
CREATE INDEX link_history_client ON link_history (client_id, partner_id, until_audit);
CREATE INDEX link_history_partner ON link_history (partner_id, client_id, until_audit);
CREATE INDEX link_history_until ON link_history (until_audit);

CREATE TRIGGER link_history_guard_insert AFTER INSERT ON link_history REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER link_history_guard_update AFTER UPDATE ON link_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER link_history_guard_delete AFTER DELETE ON link_history REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER link_history_guard_truncate BEFORE TRUNCATE ON link_history EXECUTE FUNCTION guard_truncate();
CREATE TRIGGER link_history_keeps BEFORE UPDATE ON link_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never changed');
CREATE TRIGGER link_history_stays BEFORE DELETE ON link_history FOR EACH ROW EXECUTE FUNCTION refuse('history: past versions are never deleted');

CREATE TABLE link_claim (
    link_id       bigint PRIMARY KEY,
    client_id     bigint NOT NULL REFERENCES client (id),
    claimed_until bigint NOT NULL
);

CREATE TRIGGER link_claim_guard_insert AFTER INSERT ON link_claim REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER link_claim_guard_update AFTER UPDATE ON link_claim REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER link_claim_guard_delete AFTER DELETE ON link_claim REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER link_claim_guard_truncate BEFORE TRUNCATE ON link_claim EXECUTE FUNCTION guard_truncate();

CREATE TABLE link_recipient (
    id        bigint PRIMARY KEY,
    client_id bigint NOT NULL,
    link_id   bigint NOT NULL,
    login_id  bigint NOT NULL REFERENCES login (id),
    email     text   NOT NULL,
    mail_id   bigint,
    UNIQUE (link_id, login_id),
    FOREIGN KEY (client_id, link_id) REFERENCES link (client_id, id)
);

CREATE TRIGGER link_recipient_guard_insert AFTER INSERT ON link_recipient REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER link_recipient_guard_update AFTER UPDATE ON link_recipient REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER link_recipient_guard_delete AFTER DELETE ON link_recipient REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER link_recipient_guard_truncate BEFORE TRUNCATE ON link_recipient EXECUTE FUNCTION guard_truncate();

CREATE TABLE login_word (
    word     text   NOT NULL,
    login_id bigint NOT NULL REFERENCES login (id),
    PRIMARY KEY (word, login_id)
);
CREATE INDEX login_word_login ON login_word (login_id);

CREATE TRIGGER login_word_guard_insert AFTER INSERT ON login_word REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER login_word_guard_update AFTER UPDATE ON login_word REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER login_word_guard_delete AFTER DELETE ON login_word REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER login_word_guard_truncate BEFORE TRUNCATE ON login_word EXECUTE FUNCTION guard_truncate();

CREATE TABLE mail_refused (
    mail_id    bigint PRIMARY KEY REFERENCES mail (id),
    recipient  text   NOT NULL,
    status     text   NOT NULL,
    refused_at bigint NOT NULL
);

CREATE TRIGGER mail_refused_guard_insert AFTER INSERT ON mail_refused REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER mail_refused_guard_update AFTER UPDATE ON mail_refused REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER mail_refused_guard_delete AFTER DELETE ON mail_refused REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER mail_refused_guard_truncate BEFORE TRUNCATE ON mail_refused EXECUTE FUNCTION guard_truncate();

CREATE TABLE password_reset (
    login_id     bigint PRIMARY KEY REFERENCES login (id),
    requested_at bigint NOT NULL,
    requested_by text   NOT NULL,
    expires_at   bigint NOT NULL
);

CREATE TRIGGER password_reset_guard_insert AFTER INSERT ON password_reset REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER password_reset_guard_update AFTER UPDATE ON password_reset REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER password_reset_guard_delete AFTER DELETE ON password_reset REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER password_reset_guard_truncate BEFORE TRUNCATE ON password_reset EXECUTE FUNCTION guard_truncate();

CREATE TABLE recovery (
    invitation_id bigint PRIMARY KEY,
    client_id     bigint NOT NULL,
    verified      text   NOT NULL CHECK (verified <> ''),
    begun_at      bigint NOT NULL,
    begun_by      text   NOT NULL,
    opens_at      bigint NOT NULL CHECK (opens_at > begun_at),
    stopped_at    bigint,
    stopped_by    text,
    UNIQUE (client_id, invitation_id),
    FOREIGN KEY (client_id, invitation_id) REFERENCES invitation (client_id, id),
    CHECK ((stopped_at IS NULL) = (stopped_by IS NULL))
);

CREATE TRIGGER recovery_guard_insert AFTER INSERT ON recovery REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER recovery_guard_update AFTER UPDATE ON recovery REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER recovery_guard_delete AFTER DELETE ON recovery REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER recovery_guard_truncate BEFORE TRUNCATE ON recovery EXECUTE FUNCTION guard_truncate();

CREATE TABLE recovery_recipient (
    id            bigint PRIMARY KEY,
    client_id     bigint NOT NULL,
    invitation_id bigint NOT NULL,
    login_id      bigint NOT NULL REFERENCES login (id),
    mail_id       bigint,
    UNIQUE (invitation_id, login_id),
    FOREIGN KEY (client_id, invitation_id) REFERENCES recovery (client_id, invitation_id)
);

CREATE TRIGGER recovery_recipient_guard_insert AFTER INSERT ON recovery_recipient REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER recovery_recipient_guard_update AFTER UPDATE ON recovery_recipient REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER recovery_recipient_guard_delete AFTER DELETE ON recovery_recipient REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER recovery_recipient_guard_truncate BEFORE TRUNCATE ON recovery_recipient EXECUTE FUNCTION guard_truncate();

CREATE TABLE reminder (
    client_id bigint NOT NULL REFERENCES client (id),
    subject   text   NOT NULL,
    until     bigint NOT NULL,
    days      bigint NOT NULL CHECK (days = 30 OR days = 7 OR days = 1 OR days = 0),
    queued_at bigint NOT NULL,
    PRIMARY KEY (client_id, subject, until, days)
);

CREATE TRIGGER reminder_guard_insert AFTER INSERT ON reminder REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER reminder_guard_update AFTER UPDATE ON reminder REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER reminder_guard_delete AFTER DELETE ON reminder REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER reminder_guard_truncate BEFORE TRUNCATE ON reminder EXECUTE FUNCTION guard_truncate();

CREATE TABLE session (
    id              bigint PRIMARY KEY,
    client_id       bigint NOT NULL REFERENCES client (id),
    login_id        bigint NOT NULL REFERENCES login (id),
    entered_as      bigint NOT NULL REFERENCES login (id),
    grant_id        bigint,
    link_id         bigint,
    opened_at       bigint NOT NULL,
    used_at         bigint NOT NULL,
    expires_at      bigint NOT NULL,
    code_expires_at bigint NOT NULL,
    state           text   NOT NULL CHECK (state IN ('open', 'closed')),
    closed_at       bigint,
    closed_because  text,
    UNIQUE (client_id, id),
    FOREIGN KEY (client_id, grant_id) REFERENCES access_grant (client_id, id),
    FOREIGN KEY (client_id, link_id) REFERENCES link (client_id, id),
    CHECK (grant_id IS NOT NULL OR link_id IS NOT NULL),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX session_at_work ON session (client_id, id) WHERE state = 'open';
CREATE INDEX session_client ON session (client_id, id);
CREATE INDEX session_grant ON session (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX session_link ON session (link_id) WHERE link_id IS NOT NULL;
CREATE INDEX session_login ON session (login_id, id);
CREATE UNIQUE INDEX session_open ON session (login_id) WHERE state = 'open';

CREATE TRIGGER session_guard_insert AFTER INSERT ON session REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER session_guard_update AFTER UPDATE ON session REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER session_guard_delete AFTER DELETE ON session REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_by_client_id();
CREATE TRIGGER session_guard_truncate BEFORE TRUNCATE ON session EXECUTE FUNCTION guard_truncate();

CREATE TABLE sign_in (
    login_id      bigint PRIMARY KEY REFERENCES login (id),
    last_login_at bigint NOT NULL
);

CREATE TRIGGER sign_in_guard_insert AFTER INSERT ON sign_in REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER sign_in_guard_update AFTER UPDATE ON sign_in REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER sign_in_guard_delete AFTER DELETE ON sign_in REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER sign_in_guard_truncate BEFORE TRUNCATE ON sign_in EXECUTE FUNCTION guard_truncate();

CREATE TABLE throttle (
    email_key    text   PRIMARY KEY,
    failures     bigint NOT NULL CHECK (failures >= 0),
    day_failures bigint NOT NULL CHECK (day_failures >= 0),
    day_began_at bigint NOT NULL,
    not_before   bigint NOT NULL,
    high_water   bigint NOT NULL
);
CREATE INDEX throttle_by_age ON throttle (high_water, email_key);

CREATE TRIGGER throttle_guard_insert AFTER INSERT ON throttle REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER throttle_guard_update AFTER UPDATE ON throttle REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER throttle_guard_delete AFTER DELETE ON throttle REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER throttle_guard_truncate BEFORE TRUNCATE ON throttle EXECUTE FUNCTION guard_truncate();

CREATE TABLE web_session (
    id            bigint PRIMARY KEY,
    token_digest  bytea  NOT NULL UNIQUE CHECK (length(token_digest) = 32),
    login_id      bigint NOT NULL REFERENCES login (id),
    began_at      bigint NOT NULL,
    used_at       bigint NOT NULL,
    ended_at      bigint,
    ended_because text,
    CHECK ((ended_at IS NULL) = (ended_because IS NULL))
);
CREATE INDEX web_session_age ON web_session (began_at, id);
CREATE INDEX web_session_login ON web_session (login_id, id);
CREATE INDEX web_session_open ON web_session (login_id, id) WHERE ended_at IS NULL;

CREATE TRIGGER web_session_guard_insert AFTER INSERT ON web_session REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER web_session_guard_update AFTER UPDATE ON web_session REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER web_session_guard_delete AFTER DELETE ON web_session REFERENCING OLD TABLE AS old_rows EXECUTE FUNCTION guard_unowned();
CREATE TRIGGER web_session_guard_truncate BEFORE TRUNCATE ON web_session EXECUTE FUNCTION guard_truncate();

CREATE VIEW access_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'usr_' || l.id AS user_id, l.email, 'grant' AS source, g.role,
       CASE WHEN g.for_partner IS NULL THEN g.permissions ELSE trim(replace(' ' || g.permissions || ' ', ' users ', ' ')) END AS permissions,
       rfc3339(g.active_at) AS since, g.granted_by, rfc3339(g.until) AS until,
       rfc3339(coalesce(g.ended_at, CASE WHEN g.until <= now_ms() THEN g.until END)) AS ended_at, g.ended_by,
       rfc3339(e.last_login_at) AS last_login_at
  FROM access_grant AS g
  JOIN client AS c ON c.id = g.client_id
  JOIN login AS l ON l.id = g.login_id
  LEFT JOIN client_entry AS e ON e.client_id = g.client_id AND e.login_id = g.login_id
 WHERE g.active_at IS NOT NULL
UNION ALL
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'usr_' || l.id, l.email, 'lnk_' || k.id, NULL,
       CASE u.restricted WHEN 1 THEN trim(replace(replace(' ' || k.permissions || ' ', ' users ', ' '), ' settings ', ' ')) ELSE trim(replace(' ' || k.permissions || ' ', ' users ', ' ')) END,
       rfc3339(greatest(k.linked_at, u.created_at)), k.answered_by, rfc3339(least(k.until, u.until)),
       rfc3339(coalesce(k.ended_at, CASE WHEN k.until <= now_ms() THEN k.until END)), k.ended_by,
       rfc3339(e.last_login_at)
  FROM link AS k
  JOIN client AS c ON c.id = k.client_id
  JOIN partner_user AS u ON u.partner_id = k.partner_id AND u.state = 'active'
  JOIN login AS l ON l.id = u.login_id
  LEFT JOIN client_entry AS e ON e.client_id = k.client_id AND e.login_id = u.login_id
 WHERE k.linked_at IS NOT NULL AND k.origin = 'partner'
   AND (u.scope = 'all' OR EXISTS (SELECT 1 FROM assignment AS a WHERE a.client_id = k.client_id AND a.login_id = u.login_id AND a.state = 'assigned'));

CREATE VIEW audit_list AS
SELECT a.id AS audit_id, rfc3339(a.at) AS at, a.actor, a.acting_as,
       'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug,
       a.action, a.entity_id, a.outcome, a.error_code, a.reason, a.details, encode(a.hash, 'hex') AS hash
  FROM audit AS a
  LEFT JOIN client AS c ON c.id = a.client_id;

CREATE VIEW client_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, c.name, c.domain, c.account_number,
       (SELECT string_agg(l.email, ' ' ORDER BY g.id) FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
         WHERE g.client_id = c.id AND g.role = 'owner' AND (g.state = 'prepared' OR (g.state = 'active' AND (g.until IS NULL OR g.until > now_ms())))) AS owners,
       c.plan, (SELECT s.os_user FROM staff AS s WHERE s.id = c.staff_id) AS staff, c.state,
       CASE
         WHEN EXISTS (SELECT 1 FROM access_grant AS g WHERE g.client_id = c.id AND g.role = 'owner' AND (g.state = 'prepared' OR (g.state = 'active' AND (g.until IS NULL OR g.until > now_ms()))) AND g.state = 'active') THEN 'active'
         WHEN EXISTS (SELECT 1 FROM access_grant AS g JOIN invitation AS i ON i.id = (SELECT max(n.id) FROM invitation AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id AND n.grant_id = g.id)
           WHERE g.client_id = c.id AND g.role = 'owner' AND g.state = 'prepared' AND i.state = 'pending' AND i.expires_at > now_ms()) THEN 'invited'
         WHEN EXISTS (SELECT 1 FROM access_grant AS g JOIN invitation AS i ON i.id = (SELECT max(n.id) FROM invitation AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id AND n.grant_id = g.id)
           WHERE g.client_id = c.id AND g.role = 'owner' AND g.state = 'prepared' AND i.state IN ('pending', 'expired', 'declined')) THEN 'expired'
         ELSE 'not_invited' END AS activation,
       rfc3339((SELECT max(i.sent_at) FROM access_grant AS g JOIN invitation AS i ON i.client_id = g.client_id AND i.login_id = g.login_id AND i.grant_id = g.id
         WHERE g.client_id = c.id AND g.role = 'owner' AND (g.state = 'prepared' OR (g.state = 'active' AND (g.until IS NULL OR g.until > now_ms()))))) AS invited_at,
       rfc3339((SELECT max(e.last_login_at) FROM access_grant AS g JOIN client_entry AS e ON e.client_id = g.client_id AND e.login_id = g.login_id
         WHERE g.client_id = c.id AND g.role = 'owner' AND (g.state = 'prepared' OR (g.state = 'active' AND (g.until IS NULL OR g.until > now_ms()))))) AS last_login_at,
       (SELECT string_agg(p.slug, ' ' ORDER BY p.id) FROM link AS k JOIN partner AS p ON p.id = k.partner_id
         WHERE k.client_id = c.id AND k.state = 'linked' AND (k.until IS NULL OR k.until > now_ms())) AS partners,
       rfc3339(c.created_at) AS created_at, c.language
  FROM client AS c;

CREATE VIEW invite_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'inv_' || i.id AS invitation_id, i.email, i.role, i.permissions, rfc3339(i.until) AS until, i.kind, i.form,
       CASE WHEN i.state = 'pending' AND i.expires_at <= now_ms() THEN 'expired' ELSE i.state END AS state,
       rfc3339(i.sent_at) AS sent_at, i.send_count, rfc3339(CASE WHEN i.state IN ('pending', 'expired') THEN i.expires_at END) AS expires_at, rfc3339(CASE WHEN i.state IN ('accepted', 'declined') THEN i.answered_at END) AS answered_at,
       i.invited_by, coalesce((SELECT m.state FROM mail AS m WHERE m.id = i.mail_id), 'none') AS mail
  FROM invitation AS i
  JOIN client AS c ON c.id = i.client_id;

CREATE VIEW link_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'lnk_' || k.id AS link_id, p.slug AS partner,
       (SELECT string_agg(l.email, ' ' ORDER BY g.id) FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
         WHERE g.client_id = c.id AND g.role = 'owner' AND g.state <> 'ended') AS owners,
       CASE
         WHEN k.state = 'pending' AND k.expires_at <= now_ms() THEN 'expired'
         WHEN k.state = 'linked' AND k.until <= now_ms() THEN 'lapsed'
         WHEN k.state = 'expired' AND k.answered_at IS NOT NULL THEN 'lapsed'
         ELSE k.state END AS state,
       k.origin, rfc3339(k.requested_at) AS requested_at, rfc3339(CASE WHEN k.state = 'pending' OR (k.state = 'expired' AND k.answered_at IS NULL) THEN k.expires_at END) AS expires_at, rfc3339(k.answered_at) AS answered_at,
       k.answered_by, k.requested_by, k.permissions, rfc3339(k.until) AS until,
       coalesce((SELECT m.state FROM link_recipient AS r JOIN mail AS m ON m.id = r.mail_id WHERE r.link_id = k.id
         ORDER BY CASE m.state WHEN 'failed' THEN 1 WHEN 'bounced' THEN 2 WHEN 'queued' THEN 3 WHEN 'sending' THEN 4
           WHEN 'written' THEN 5 WHEN 'sent' THEN 6 ELSE 7 END, m.id DESC LIMIT 1), 'none') AS mail
  FROM link AS k
  JOIN client AS c ON c.id = k.client_id
  JOIN partner AS p ON p.id = k.partner_id
 WHERE k.deleted_at IS NULL;

CREATE VIEW user_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'usr_' || l.id AS user_id, l.email,
       trim(l.first_name || ' ' || l.last_name) AS name, g.role,
       CASE WHEN g.for_partner IS NULL THEN g.permissions ELSE trim(replace(' ' || g.permissions || ' ', ' users ', ' ')) END AS permissions,
       CASE
         WHEN g.state = 'ended' OR (g.state = 'active' AND g.until <= now_ms()) THEN 'ended'
         WHEN g.state = 'active' AND l.state = 'inactive' THEN 'inactive'
         WHEN g.state = 'active' THEN 'active'
         WHEN i.state = 'pending' AND i.expires_at > now_ms() THEN 'invited'
         WHEN i.state IN ('pending', 'expired') THEN 'expired'
         WHEN i.state = 'declined' THEN 'declined'
         ELSE 'prepared' END AS state,
       rfc3339(i.sent_at) AS invited_at, rfc3339(CASE WHEN g.state = 'prepared' AND i.state IN ('pending', 'expired') THEN i.expires_at END) AS expires_at,
       rfc3339(e.last_login_at) AS last_login_at, rfc3339(g.until) AS until,
       (SELECT p.slug FROM partner AS p WHERE p.id = g.for_partner) AS for_partner,
       CASE WHEN l.mailbox = 0 THEN 'no' WHEN EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = l.email_key) THEN 'bounced' ELSE 'yes' END AS mailbox,
       CASE WHEN EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = l.email_key) THEN 1 ELSE 0 END AS bounced
  FROM access_grant AS g
  JOIN client AS c ON c.id = g.client_id
  JOIN login AS l ON l.id = g.login_id
  LEFT JOIN invitation AS i ON i.id = (SELECT max(n.id) FROM invitation AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id AND n.grant_id = g.id)
  LEFT JOIN client_entry AS e ON e.client_id = g.client_id AND e.login_id = g.login_id
 WHERE g.id = (SELECT max(n.id) FROM access_grant AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id);

-- The version of the schema, which is that of the migrations of SQLite.
CREATE FUNCTION partnerctl_schema() RETURNS bigint IMMUTABLE LANGUAGE sql AS 'SELECT 26';
