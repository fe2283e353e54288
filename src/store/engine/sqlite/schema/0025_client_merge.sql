-- A double that was merged into the client that stays is closed, and leads to it.

ALTER TABLE client ADD COLUMN merged_into INTEGER REFERENCES client (id) CHECK (merged_into IS NULL OR state = 'closed');
ALTER TABLE client_history ADD COLUMN merged_into INTEGER;

DROP TRIGGER client_keep;
CREATE TRIGGER client_keep AFTER UPDATE ON client WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO client_history (id, check_digit, slug, name, domain, domain_fold, account_number, plan, staff_id, state, activated_at, closed_at, created_at, merged_into, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.check_digit, OLD.slug, OLD.name, OLD.domain, OLD.domain_fold, OLD.account_number, OLD.plan, OLD.staff_id, OLD.state, OLD.activated_at, OLD.closed_at, OLD.created_at, OLD.merged_into, OLD.since_audit, OLD.version, NEW.since_audit);
END;

-- The clients that were merged into one, for its log.
CREATE INDEX client_merged ON client (merged_into) WHERE merged_into IS NOT NULL;
