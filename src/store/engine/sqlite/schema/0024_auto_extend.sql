-- The end of a link may move by itself, by this term each time, as the client said once: `6mo`, `90d`.

ALTER TABLE link ADD COLUMN auto_extend TEXT CHECK (auto_extend IS NULL OR (until IS NOT NULL AND state IN ('approved', 'linked')));
ALTER TABLE link_history ADD COLUMN auto_extend TEXT;

DROP TRIGGER link_keep;
CREATE TRIGGER link_keep AFTER UPDATE ON link WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO link_history (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at, asked_permissions, permissions, term, until, message, answered_at, answered_by, reason, linked_at, process_error, ended_at, ended_by, deleted_at, extension_at, extension_by, extension_permissions, extension_until, extension_message, extension_denied_at, auto_extend, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.partner_id, OLD.origin, OLD.state, OLD.requested_at, OLD.requested_by, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.asked_permissions, OLD.permissions, OLD.term, OLD.until, OLD.message, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.linked_at, OLD.process_error, OLD.ended_at, OLD.ended_by, OLD.deleted_at, OLD.extension_at, OLD.extension_by, OLD.extension_permissions, OLD.extension_until, OLD.extension_message, OLD.extension_denied_at, OLD.auto_extend, OLD.since_audit, OLD.version, NEW.since_audit);
END;
DROP TRIGGER link_undone;
CREATE TRIGGER link_undone AFTER DELETE ON link BEGIN
    INSERT INTO link_history (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at, asked_permissions, permissions, term, until, message, answered_at, answered_by, reason, linked_at, process_error, ended_at, ended_by, deleted_at, extension_at, extension_by, extension_permissions, extension_until, extension_message, extension_denied_at, auto_extend, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.partner_id, OLD.origin, OLD.state, OLD.requested_at, OLD.requested_by, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.asked_permissions, OLD.permissions, OLD.term, OLD.until, OLD.message, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.linked_at, OLD.process_error, OLD.ended_at, OLD.ended_by, OLD.deleted_at, OLD.extension_at, OLD.extension_by, OLD.extension_permissions, OLD.extension_until, OLD.extension_message, OLD.extension_denied_at, OLD.auto_extend, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;
