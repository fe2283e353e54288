-- What the sender of an invitation writes to its person.

ALTER TABLE invitation ADD COLUMN message TEXT;
ALTER TABLE invitation_history ADD COLUMN message TEXT;

DROP TRIGGER invitation_keep;
CREATE TRIGGER invitation_keep AFTER UPDATE ON invitation WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO invitation_history (id, client_id, login_id, grant_id, email, email_key, role, permissions, until, kind, form, state, sent_at, send_count, expires_at, answered_at, answered_by, reason, invited_by, replaces, mail_id, message, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.grant_id, OLD.email, OLD.email_key, OLD.role, OLD.permissions, OLD.until, OLD.kind, OLD.form, OLD.state, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.invited_by, OLD.replaces, OLD.mail_id, OLD.message, OLD.since_audit, OLD.version, NEW.since_audit);
END;
DROP TRIGGER invitation_undone;
CREATE TRIGGER invitation_undone AFTER DELETE ON invitation BEGIN
    INSERT INTO invitation_history (id, client_id, login_id, grant_id, email, email_key, role, permissions, until, kind, form, state, sent_at, send_count, expires_at, answered_at, answered_by, reason, invited_by, replaces, mail_id, message, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.grant_id, OLD.email, OLD.email_key, OLD.role, OLD.permissions, OLD.until, OLD.kind, OLD.form, OLD.state, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.invited_by, OLD.replaces, OLD.mail_id, OLD.message, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;
