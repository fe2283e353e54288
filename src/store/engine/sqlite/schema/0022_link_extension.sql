-- The partner of a link in force may ask for more, or for longer. Until the answer the request is kept in the row of the link,
-- whose sent_at, send_count and expires_at are then those of the request.

ALTER TABLE link ADD COLUMN extension_at INTEGER;
ALTER TABLE link ADD COLUMN extension_by TEXT CHECK ((extension_by IS NULL) = (extension_at IS NULL));
ALTER TABLE link ADD COLUMN extension_permissions TEXT CHECK ((extension_permissions IS NULL) = (extension_at IS NULL));
ALTER TABLE link ADD COLUMN extension_until INTEGER;
ALTER TABLE link ADD COLUMN extension_message TEXT;
ALTER TABLE link ADD COLUMN extension_denied_at INTEGER CHECK ((extension_denied_at IS NULL AND extension_at IS NULL) OR state = 'linked');
ALTER TABLE link_history ADD COLUMN extension_at INTEGER;
ALTER TABLE link_history ADD COLUMN extension_by TEXT;
ALTER TABLE link_history ADD COLUMN extension_permissions TEXT;
ALTER TABLE link_history ADD COLUMN extension_until INTEGER;
ALTER TABLE link_history ADD COLUMN extension_message TEXT;
ALTER TABLE link_history ADD COLUMN extension_denied_at INTEGER;

DROP TRIGGER link_keep;
CREATE TRIGGER link_keep AFTER UPDATE ON link WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO link_history (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at, asked_permissions, permissions, term, until, message, answered_at, answered_by, reason, linked_at, process_error, ended_at, ended_by, deleted_at, extension_at, extension_by, extension_permissions, extension_until, extension_message, extension_denied_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.partner_id, OLD.origin, OLD.state, OLD.requested_at, OLD.requested_by, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.asked_permissions, OLD.permissions, OLD.term, OLD.until, OLD.message, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.linked_at, OLD.process_error, OLD.ended_at, OLD.ended_by, OLD.deleted_at, OLD.extension_at, OLD.extension_by, OLD.extension_permissions, OLD.extension_until, OLD.extension_message, OLD.extension_denied_at, OLD.since_audit, OLD.version, NEW.since_audit);
END;
DROP TRIGGER link_undone;
CREATE TRIGGER link_undone AFTER DELETE ON link BEGIN
    INSERT INTO link_history (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at, asked_permissions, permissions, term, until, message, answered_at, answered_by, reason, linked_at, process_error, ended_at, ended_by, deleted_at, extension_at, extension_by, extension_permissions, extension_until, extension_message, extension_denied_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.partner_id, OLD.origin, OLD.state, OLD.requested_at, OLD.requested_by, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.asked_permissions, OLD.permissions, OLD.term, OLD.until, OLD.message, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.linked_at, OLD.process_error, OLD.ended_at, OLD.ended_by, OLD.deleted_at, OLD.extension_at, OLD.extension_by, OLD.extension_permissions, OLD.extension_until, OLD.extension_message, OLD.extension_denied_at, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;

-- Those that wait are found by it.
CREATE INDEX link_extension ON link (expires_at, id) WHERE extension_at IS NOT NULL;
