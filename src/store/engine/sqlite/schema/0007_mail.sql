-- Mail that really leaves: who has a mail in hand, which invitation waits for its mail, which addresses came back.

-- 0005 rewrote the texts of tables, and a connection that did so in this transaction still works with the former ones,
-- in which it would put a new column into the wrong place: have it read them anew.
PRAGMA writable_schema = RESET;

-- `leases` counts how often the mail was taken in hand, and proves who still has it. `dropped` counts how often its
-- taker died with it. `required`: what caused the mail cannot be used before it has left (`--require-mail`).
ALTER TABLE mail ADD COLUMN leases   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mail ADD COLUMN dropped  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mail ADD COLUMN required INTEGER NOT NULL DEFAULT 0 CHECK (required = 0 OR required = 1);
-- The change that queued it, by its audit row, which is written at the end of that change; none for mails from before.
ALTER TABLE mail ADD COLUMN audit_id INTEGER;

-- Addresses whose mail came back for good. An address, not a login: a partner's contact has one too.
CREATE TABLE bounce (
    email_key  TEXT    PRIMARY KEY,
    bounced_at INTEGER NOT NULL,
    status     TEXT    NOT NULL,
    words      TEXT    NOT NULL,
    mail_id    INTEGER REFERENCES mail (id)
) STRICT;
CREATE TRIGGER bounce_guard_insert BEFORE INSERT ON bounce WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: bounce'); END;
CREATE TRIGGER bounce_guard_update BEFORE UPDATE ON bounce WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: bounce'); END;
CREATE TRIGGER bounce_guard_delete BEFORE DELETE ON bounce WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: bounce'); END;

-- That the term is over is told as well: the step of no days before it.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'days = 30 OR days = 7 OR days = 1', 'days = 30 OR days = 7 OR days = 1 OR days = 0')
    WHERE type = 'table' AND name = 'reminder';
PRAGMA writable_schema = RESET;

DROP VIEW user_list;
CREATE VIEW user_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'usr_' || l.id AS user_id, l.email,
       trim(l.first_name || ' ' || l.last_name) AS name, g.role, g.permissions,
       CASE
         WHEN g.state = 'ended' OR (g.state = 'active' AND g.until <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)) THEN 'ended'
         WHEN g.state = 'active' AND l.state = 'inactive' THEN 'inactive'
         WHEN g.state = 'active' THEN 'active'
         WHEN i.state = 'pending' AND i.expires_at > CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN 'invited'
         WHEN i.state IN ('pending', 'expired') THEN 'expired'
         WHEN i.state = 'declined' THEN 'declined'
         ELSE 'prepared' END AS state,
       strftime('%Y-%m-%dT%H:%M:%fZ', i.sent_at / 1000.0, 'unixepoch') AS invited_at, strftime('%Y-%m-%dT%H:%M:%fZ', CASE WHEN i.state = 'pending' THEN i.expires_at END / 1000.0, 'unixepoch') AS expires_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.last_login_at / 1000.0, 'unixepoch') AS last_login_at, strftime('%Y-%m-%dT%H:%M:%fZ', g.until / 1000.0, 'unixepoch') AS until,
       (SELECT p.slug FROM partner AS p WHERE p.id = g.for_partner) AS for_partner,
       CASE WHEN l.mailbox = 0 THEN 'no' WHEN EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = l.email_key) THEN 'bounced' ELSE 'yes' END AS mailbox
  FROM access_grant AS g
  JOIN client AS c ON c.id = g.client_id
  JOIN login AS l ON l.id = g.login_id
  LEFT JOIN invitation AS i ON i.id = (SELECT max(n.id) FROM invitation AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id AND n.grant_id = g.id)
  LEFT JOIN client_entry AS e ON e.client_id = g.client_id AND e.login_id = g.login_id
 WHERE g.id = (SELECT max(n.id) FROM access_grant AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id);
