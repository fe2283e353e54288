-- The language of mails and pages: of a person, of a client, and of an invitation whose person has none yet.

ALTER TABLE login ADD COLUMN language TEXT;
ALTER TABLE login_history ADD COLUMN language TEXT;
ALTER TABLE client ADD COLUMN language TEXT;
ALTER TABLE client_history ADD COLUMN language TEXT;
ALTER TABLE invitation ADD COLUMN language TEXT;
ALTER TABLE invitation_history ADD COLUMN language TEXT;

DROP TRIGGER login_keep;
CREATE TRIGGER login_keep AFTER UPDATE ON login WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO login_history (id, email_key, email, email_domain, first_name, last_name, state, must_change_password, mailbox, activated_at, created_at, language, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.email_key, OLD.email, OLD.email_domain, OLD.first_name, OLD.last_name, OLD.state, OLD.must_change_password, OLD.mailbox, OLD.activated_at, OLD.created_at, OLD.language, OLD.since_audit, OLD.version, NEW.since_audit);
END;
DROP TRIGGER client_keep;
CREATE TRIGGER client_keep AFTER UPDATE ON client WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO client_history (id, check_digit, slug, name, domain, domain_fold, account_number, plan, staff_id, state, activated_at, closed_at, created_at, merged_into, language, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.check_digit, OLD.slug, OLD.name, OLD.domain, OLD.domain_fold, OLD.account_number, OLD.plan, OLD.staff_id, OLD.state, OLD.activated_at, OLD.closed_at, OLD.created_at, OLD.merged_into, OLD.language, OLD.since_audit, OLD.version, NEW.since_audit);
END;
DROP TRIGGER invitation_keep;
CREATE TRIGGER invitation_keep AFTER UPDATE ON invitation WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO invitation_history (id, client_id, login_id, grant_id, email, email_key, role, permissions, until, kind, form, state, sent_at, send_count, expires_at, answered_at, answered_by, reason, invited_by, replaces, mail_id, message, language, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.grant_id, OLD.email, OLD.email_key, OLD.role, OLD.permissions, OLD.until, OLD.kind, OLD.form, OLD.state, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.invited_by, OLD.replaces, OLD.mail_id, OLD.message, OLD.language, OLD.since_audit, OLD.version, NEW.since_audit);
END;
DROP TRIGGER invitation_undone;
CREATE TRIGGER invitation_undone AFTER DELETE ON invitation BEGIN
    INSERT INTO invitation_history (id, client_id, login_id, grant_id, email, email_key, role, permissions, until, kind, form, state, sent_at, send_count, expires_at, answered_at, answered_by, reason, invited_by, replaces, mail_id, message, language, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.grant_id, OLD.email, OLD.email_key, OLD.role, OLD.permissions, OLD.until, OLD.kind, OLD.form, OLD.state, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.invited_by, OLD.replaces, OLD.mail_id, OLD.message, OLD.language, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;

DROP VIEW client_list;
CREATE VIEW client_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, c.name, c.domain, c.account_number,
       (SELECT group_concat(email, ' ') FROM (SELECT l.email FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
         WHERE g.client_id = c.id AND g.role = 'owner' AND (g.state = 'prepared' OR (g.state = 'active' AND (g.until IS NULL OR g.until > CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)))) ORDER BY g.id)) AS owners,
       c.plan, (SELECT s.os_user FROM staff AS s WHERE s.id = c.staff_id) AS staff, c.state,
       CASE
         WHEN EXISTS (SELECT 1 FROM access_grant AS g WHERE g.client_id = c.id AND g.role = 'owner' AND (g.state = 'prepared' OR (g.state = 'active' AND (g.until IS NULL OR g.until > CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)))) AND g.state = 'active') THEN 'active'
         WHEN EXISTS (SELECT 1 FROM access_grant AS g JOIN invitation AS i ON i.id = (SELECT max(n.id) FROM invitation AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id AND n.grant_id = g.id)
           WHERE g.client_id = c.id AND g.role = 'owner' AND g.state = 'prepared' AND i.state = 'pending' AND i.expires_at > CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)) THEN 'invited'
         WHEN EXISTS (SELECT 1 FROM access_grant AS g JOIN invitation AS i ON i.id = (SELECT max(n.id) FROM invitation AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id AND n.grant_id = g.id)
           WHERE g.client_id = c.id AND g.role = 'owner' AND g.state = 'prepared' AND i.state IN ('pending', 'expired', 'declined')) THEN 'expired'
         ELSE 'not_invited' END AS activation,
       strftime('%Y-%m-%dT%H:%M:%fZ', (SELECT max(i.sent_at) FROM access_grant AS g JOIN invitation AS i ON i.client_id = g.client_id AND i.login_id = g.login_id AND i.grant_id = g.id
         WHERE g.client_id = c.id AND g.role = 'owner' AND (g.state = 'prepared' OR (g.state = 'active' AND (g.until IS NULL OR g.until > CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))))) / 1000.0, 'unixepoch') AS invited_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', (SELECT max(e.last_login_at) FROM access_grant AS g JOIN client_entry AS e ON e.client_id = g.client_id AND e.login_id = g.login_id
         WHERE g.client_id = c.id AND g.role = 'owner' AND (g.state = 'prepared' OR (g.state = 'active' AND (g.until IS NULL OR g.until > CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))))) / 1000.0, 'unixepoch') AS last_login_at,
       (SELECT group_concat(slug, ' ') FROM (SELECT p.slug FROM link AS k JOIN partner AS p ON p.id = k.partner_id
         WHERE k.client_id = c.id AND k.state = 'linked' AND (k.until IS NULL OR k.until > CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)) ORDER BY p.id)) AS partners,
       strftime('%Y-%m-%dT%H:%M:%fZ', c.created_at / 1000.0, 'unixepoch') AS created_at, c.language
  FROM client AS c;
