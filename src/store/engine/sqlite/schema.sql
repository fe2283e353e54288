-- trigger access_grant_guard_delete
CREATE TRIGGER access_grant_guard_delete BEFORE DELETE ON access_grant WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: access_grant'); END;

-- trigger access_grant_guard_insert
CREATE TRIGGER access_grant_guard_insert BEFORE INSERT ON access_grant WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: access_grant'); END;

-- trigger access_grant_guard_update
CREATE TRIGGER access_grant_guard_update BEFORE UPDATE ON access_grant WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: access_grant'); END;

-- trigger access_grant_history_guard_delete
CREATE TRIGGER access_grant_history_guard_delete BEFORE DELETE ON access_grant_history WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: access_grant_history'); END;

-- trigger access_grant_history_guard_insert
CREATE TRIGGER access_grant_history_guard_insert BEFORE INSERT ON access_grant_history WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: access_grant_history'); END;

-- trigger access_grant_history_guard_update
CREATE TRIGGER access_grant_history_guard_update BEFORE UPDATE ON access_grant_history WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: access_grant_history'); END;

-- trigger access_grant_history_keeps
CREATE TRIGGER access_grant_history_keeps BEFORE UPDATE ON access_grant_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;

-- trigger access_grant_history_stays
CREATE TRIGGER access_grant_history_stays BEFORE DELETE ON access_grant_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

-- trigger access_grant_is_new
CREATE TRIGGER access_grant_is_new BEFORE INSERT ON access_grant WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;

-- trigger access_grant_keep
CREATE TRIGGER access_grant_keep AFTER UPDATE ON access_grant WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO access_grant_history (id, client_id, login_id, role, permissions, state, until, for_partner, granted_by, active_at, ended_at, ended_by, created_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.role, OLD.permissions, OLD.state, OLD.until, OLD.for_partner, OLD.granted_by, OLD.active_at, OLD.ended_at, OLD.ended_by, OLD.created_at, OLD.since_audit, OLD.version, NEW.since_audit);
END;

-- trigger access_grant_strays
CREATE TRIGGER access_grant_strays AFTER UPDATE ON access_grant WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('access_grant', NEW.client_id, NEW.since_audit); END;

-- trigger access_grant_undone
CREATE TRIGGER access_grant_undone AFTER DELETE ON access_grant BEGIN
    INSERT INTO access_grant_history (id, client_id, login_id, role, permissions, state, until, for_partner, granted_by, active_at, ended_at, ended_by, created_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.role, OLD.permissions, OLD.state, OLD.until, OLD.for_partner, OLD.granted_by, OLD.active_at, OLD.ended_at, OLD.ended_by, OLD.created_at, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;

-- trigger address_change_guard_delete
CREATE TRIGGER address_change_guard_delete BEFORE DELETE ON address_change WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: address_change'); END;

-- trigger address_change_guard_insert
CREATE TRIGGER address_change_guard_insert BEFORE INSERT ON address_change WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: address_change'); END;

-- trigger address_change_guard_update
CREATE TRIGGER address_change_guard_update BEFORE UPDATE ON address_change WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: address_change'); END;

-- trigger assignment_guard_delete
CREATE TRIGGER assignment_guard_delete BEFORE DELETE ON assignment WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: assignment'); END;

-- trigger assignment_guard_insert
CREATE TRIGGER assignment_guard_insert BEFORE INSERT ON assignment WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: assignment'); END;

-- trigger assignment_guard_update
CREATE TRIGGER assignment_guard_update BEFORE UPDATE ON assignment WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: assignment'); END;

-- trigger assignment_history_guard_delete
CREATE TRIGGER assignment_history_guard_delete BEFORE DELETE ON assignment_history WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: assignment_history'); END;

-- trigger assignment_history_guard_insert
CREATE TRIGGER assignment_history_guard_insert BEFORE INSERT ON assignment_history WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: assignment_history'); END;

-- trigger assignment_history_guard_update
CREATE TRIGGER assignment_history_guard_update BEFORE UPDATE ON assignment_history WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: assignment_history'); END;

-- trigger assignment_history_keeps
CREATE TRIGGER assignment_history_keeps BEFORE UPDATE ON assignment_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;

-- trigger assignment_history_stays
CREATE TRIGGER assignment_history_stays BEFORE DELETE ON assignment_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

-- trigger assignment_is_new
CREATE TRIGGER assignment_is_new BEFORE INSERT ON assignment WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;

-- trigger assignment_keep
CREATE TRIGGER assignment_keep AFTER UPDATE ON assignment WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO assignment_history (client_id, login_id, state, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.login_id, OLD.state, OLD.since_audit, OLD.version, NEW.since_audit);
END;

-- trigger assignment_strays
CREATE TRIGGER assignment_strays AFTER UPDATE ON assignment WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('assignment', NEW.client_id, NEW.since_audit); END;

-- trigger assignment_undone
CREATE TRIGGER assignment_undone AFTER DELETE ON assignment BEGIN
    INSERT INTO assignment_history (client_id, login_id, state, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.login_id, OLD.state, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;

-- trigger association_guard_delete
CREATE TRIGGER association_guard_delete BEFORE DELETE ON association WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: association'); END;

-- trigger association_guard_insert
CREATE TRIGGER association_guard_insert BEFORE INSERT ON association WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: association'); END;

-- trigger association_guard_update
CREATE TRIGGER association_guard_update BEFORE UPDATE ON association WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: association'); END;

-- trigger association_history_guard_delete
CREATE TRIGGER association_history_guard_delete BEFORE DELETE ON association_history WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: association_history'); END;

-- trigger association_history_guard_insert
CREATE TRIGGER association_history_guard_insert BEFORE INSERT ON association_history WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: association_history'); END;

-- trigger association_history_guard_update
CREATE TRIGGER association_history_guard_update BEFORE UPDATE ON association_history WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: association_history'); END;

-- trigger association_history_keeps
CREATE TRIGGER association_history_keeps BEFORE UPDATE ON association_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;

-- trigger association_history_stays
CREATE TRIGGER association_history_stays BEFORE DELETE ON association_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

-- trigger association_is_new
CREATE TRIGGER association_is_new BEFORE INSERT ON association WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;

-- trigger association_keep
CREATE TRIGGER association_keep AFTER UPDATE ON association WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO association_history (client_id, partner_id, tab, state, associated_at, associated_by, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.partner_id, OLD.tab, OLD.state, OLD.associated_at, OLD.associated_by, OLD.since_audit, OLD.version, NEW.since_audit);
END;

-- trigger association_strays
CREATE TRIGGER association_strays AFTER UPDATE ON association WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('association', NEW.client_id, NEW.since_audit); END;

-- trigger association_undone
CREATE TRIGGER association_undone AFTER DELETE ON association BEGIN
    INSERT INTO association_history (client_id, partner_id, tab, state, associated_at, associated_by, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.partner_id, OLD.tab, OLD.state, OLD.associated_at, OLD.associated_by, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;

-- trigger audit_client_guard_delete
CREATE TRIGGER audit_client_guard_delete BEFORE DELETE ON audit_client WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit_client'); END;

-- trigger audit_client_guard_insert
CREATE TRIGGER audit_client_guard_insert BEFORE INSERT ON audit_client WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit_client'); END;

-- trigger audit_client_guard_update
CREATE TRIGGER audit_client_guard_update BEFORE UPDATE ON audit_client WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: audit_client'); END;

-- trigger audit_client_keeps
CREATE TRIGGER audit_client_keeps BEFORE UPDATE ON audit_client BEGIN SELECT RAISE(ABORT, 'audit: rows are never changed'); END;

-- trigger audit_client_stays
CREATE TRIGGER audit_client_stays BEFORE DELETE ON audit_client BEGIN SELECT RAISE(ABORT, 'audit: rows are never deleted'); END;

-- trigger audit_guard_delete
CREATE TRIGGER audit_guard_delete BEFORE DELETE ON audit WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit'); END;

-- trigger audit_guard_insert
CREATE TRIGGER audit_guard_insert BEFORE INSERT ON audit WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit'); END;

-- trigger audit_guard_update
CREATE TRIGGER audit_guard_update BEFORE UPDATE ON audit WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: audit'); END;

-- trigger audit_keeps
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit: rows are never changed'); END;

-- trigger audit_next
CREATE TRIGGER audit_next BEFORE INSERT ON audit
    WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM audit)
    BEGIN SELECT RAISE(ABORT, 'audit: not the next number'); END;

-- trigger audit_stays
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit: rows are never deleted'); END;

-- trigger audit_user_guard_delete
CREATE TRIGGER audit_user_guard_delete BEFORE DELETE ON audit_user WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit_user'); END;

-- trigger audit_user_guard_insert
CREATE TRIGGER audit_user_guard_insert BEFORE INSERT ON audit_user WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit_user'); END;

-- trigger audit_user_guard_update
CREATE TRIGGER audit_user_guard_update BEFORE UPDATE ON audit_user WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: audit_user'); END;

-- trigger audit_user_keeps
CREATE TRIGGER audit_user_keeps BEFORE UPDATE ON audit_user BEGIN SELECT RAISE(ABORT, 'audit: rows are never changed'); END;

-- trigger audit_user_stays
CREATE TRIGGER audit_user_stays BEFORE DELETE ON audit_user BEGIN SELECT RAISE(ABORT, 'audit: rows are never deleted'); END;

-- trigger bounce_guard_delete
CREATE TRIGGER bounce_guard_delete BEFORE DELETE ON bounce WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: bounce'); END;

-- trigger bounce_guard_insert
CREATE TRIGGER bounce_guard_insert BEFORE INSERT ON bounce WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: bounce'); END;

-- trigger bounce_guard_update
CREATE TRIGGER bounce_guard_update BEFORE UPDATE ON bounce WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: bounce'); END;

-- trigger client_entry_guard_delete
CREATE TRIGGER client_entry_guard_delete BEFORE DELETE ON client_entry WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_entry'); END;

-- trigger client_entry_guard_insert
CREATE TRIGGER client_entry_guard_insert BEFORE INSERT ON client_entry WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_entry'); END;

-- trigger client_entry_guard_update
CREATE TRIGGER client_entry_guard_update BEFORE UPDATE ON client_entry WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_entry'); END;

-- trigger client_field_guard_delete
CREATE TRIGGER client_field_guard_delete BEFORE DELETE ON client_field WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_field'); END;

-- trigger client_field_guard_insert
CREATE TRIGGER client_field_guard_insert BEFORE INSERT ON client_field WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_field'); END;

-- trigger client_field_guard_update
CREATE TRIGGER client_field_guard_update BEFORE UPDATE ON client_field WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_field'); END;

-- trigger client_field_history_guard_delete
CREATE TRIGGER client_field_history_guard_delete BEFORE DELETE ON client_field_history WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_field_history'); END;

-- trigger client_field_history_guard_insert
CREATE TRIGGER client_field_history_guard_insert BEFORE INSERT ON client_field_history WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_field_history'); END;

-- trigger client_field_history_guard_update
CREATE TRIGGER client_field_history_guard_update BEFORE UPDATE ON client_field_history WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_field_history'); END;

-- trigger client_field_history_keeps
CREATE TRIGGER client_field_history_keeps BEFORE UPDATE ON client_field_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;

-- trigger client_field_history_stays
CREATE TRIGGER client_field_history_stays BEFORE DELETE ON client_field_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

-- trigger client_field_is_new
CREATE TRIGGER client_field_is_new BEFORE INSERT ON client_field WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;

-- trigger client_field_keep
CREATE TRIGGER client_field_keep AFTER UPDATE ON client_field WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO client_field_history (client_id, field_key, value, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.field_key, OLD.value, OLD.since_audit, OLD.version, NEW.since_audit);
END;

-- trigger client_field_strays
CREATE TRIGGER client_field_strays AFTER UPDATE ON client_field WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('client_field', NEW.client_id, NEW.since_audit); END;

-- trigger client_field_undone
CREATE TRIGGER client_field_undone AFTER DELETE ON client_field BEGIN
    INSERT INTO client_field_history (client_id, field_key, value, since_audit, version, until_audit)
    VALUES (OLD.client_id, OLD.field_key, OLD.value, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;

-- trigger client_guard_delete
CREATE TRIGGER client_guard_delete BEFORE DELETE ON client WHEN NOT partnerctl_may_write(OLD.id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client'); END;

-- trigger client_guard_insert
CREATE TRIGGER client_guard_insert BEFORE INSERT ON client WHEN NOT partnerctl_may_write(NEW.id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client'); END;

-- trigger client_guard_update
CREATE TRIGGER client_guard_update BEFORE UPDATE ON client WHEN NOT (partnerctl_may_write(OLD.id) AND partnerctl_may_write(NEW.id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client'); END;

-- trigger client_history_guard_delete
CREATE TRIGGER client_history_guard_delete BEFORE DELETE ON client_history WHEN NOT partnerctl_may_write(OLD.id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_history'); END;

-- trigger client_history_guard_insert
CREATE TRIGGER client_history_guard_insert BEFORE INSERT ON client_history WHEN NOT partnerctl_may_write(NEW.id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_history'); END;

-- trigger client_history_guard_update
CREATE TRIGGER client_history_guard_update BEFORE UPDATE ON client_history WHEN NOT (partnerctl_may_write(OLD.id) AND partnerctl_may_write(NEW.id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_history'); END;

-- trigger client_history_keeps
CREATE TRIGGER client_history_keeps BEFORE UPDATE ON client_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;

-- trigger client_history_stays
CREATE TRIGGER client_history_stays BEFORE DELETE ON client_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

-- trigger client_is_new
CREATE TRIGGER client_is_new BEFORE INSERT ON client WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;

-- trigger client_keep
CREATE TRIGGER client_keep AFTER UPDATE ON client WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO client_history (id, check_digit, slug, name, domain, domain_fold, account_number, plan, staff_id, state, activated_at, closed_at, created_at, merged_into, language, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.check_digit, OLD.slug, OLD.name, OLD.domain, OLD.domain_fold, OLD.account_number, OLD.plan, OLD.staff_id, OLD.state, OLD.activated_at, OLD.closed_at, OLD.created_at, OLD.merged_into, OLD.language, OLD.since_audit, OLD.version, NEW.since_audit);
END;

-- trigger client_name_key_guard_delete
CREATE TRIGGER client_name_key_guard_delete BEFORE DELETE ON client_name_key WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_name_key'); END;

-- trigger client_name_key_guard_insert
CREATE TRIGGER client_name_key_guard_insert BEFORE INSERT ON client_name_key WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_name_key'); END;

-- trigger client_name_key_guard_update
CREATE TRIGGER client_name_key_guard_update BEFORE UPDATE ON client_name_key WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_name_key'); END;

-- trigger client_slug_guard_delete
CREATE TRIGGER client_slug_guard_delete BEFORE DELETE ON client_slug WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_slug'); END;

-- trigger client_slug_guard_insert
CREATE TRIGGER client_slug_guard_insert BEFORE INSERT ON client_slug WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_slug'); END;

-- trigger client_slug_guard_update
CREATE TRIGGER client_slug_guard_update BEFORE UPDATE ON client_slug WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_slug'); END;

-- trigger client_stays
CREATE TRIGGER client_stays BEFORE DELETE ON client BEGIN SELECT RAISE(ABORT, 'history: rows of client are never deleted'); END;

-- trigger client_strays
CREATE TRIGGER client_strays AFTER UPDATE ON client WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('client', NEW.id, NEW.since_audit); END;

-- trigger client_twin_guard_delete
CREATE TRIGGER client_twin_guard_delete BEFORE DELETE ON client_twin WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_twin'); END;

-- trigger client_twin_guard_insert
CREATE TRIGGER client_twin_guard_insert BEFORE INSERT ON client_twin WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_twin'); END;

-- trigger client_twin_guard_update
CREATE TRIGGER client_twin_guard_update BEFORE UPDATE ON client_twin WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_twin'); END;

-- trigger client_word_guard_delete
CREATE TRIGGER client_word_guard_delete BEFORE DELETE ON client_word WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_word'); END;

-- trigger client_word_guard_insert
CREATE TRIGGER client_word_guard_insert BEFORE INSERT ON client_word WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_word'); END;

-- trigger client_word_guard_update
CREATE TRIGGER client_word_guard_update BEFORE UPDATE ON client_word WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_word'); END;

-- trigger clock_step_guard_delete
CREATE TRIGGER clock_step_guard_delete BEFORE DELETE ON clock_step WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: clock_step'); END;

-- trigger clock_step_guard_insert
CREATE TRIGGER clock_step_guard_insert BEFORE INSERT ON clock_step WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: clock_step'); END;

-- trigger clock_step_guard_update
CREATE TRIGGER clock_step_guard_update BEFORE UPDATE ON clock_step WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: clock_step'); END;

-- trigger code_ended
CREATE TRIGGER code_ended AFTER UPDATE OF state ON code WHEN OLD.state = 'live' AND NEW.state <> 'live' BEGIN
    UPDATE code SET ended_audit = (SELECT max(id) + 1 FROM audit) WHERE kind = NEW.kind AND record_id = NEW.record_id;
END;

-- trigger code_guard_delete
CREATE TRIGGER code_guard_delete BEFORE DELETE ON code WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: code'); END;

-- trigger code_guard_insert
CREATE TRIGGER code_guard_insert BEFORE INSERT ON code WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: code'); END;

-- trigger code_guard_update
CREATE TRIGGER code_guard_update BEFORE UPDATE ON code WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: code'); END;

-- trigger counter_guard_delete
CREATE TRIGGER counter_guard_delete BEFORE DELETE ON counter WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: counter'); END;

-- trigger counter_guard_insert
CREATE TRIGGER counter_guard_insert BEFORE INSERT ON counter WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: counter'); END;

-- trigger counter_guard_update
CREATE TRIGGER counter_guard_update BEFORE UPDATE ON counter WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: counter'); END;

-- trigger credential_guard_delete
CREATE TRIGGER credential_guard_delete BEFORE DELETE ON credential WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: credential'); END;

-- trigger credential_guard_insert
CREATE TRIGGER credential_guard_insert BEFORE INSERT ON credential WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: credential'); END;

-- trigger credential_guard_update
CREATE TRIGGER credential_guard_update BEFORE UPDATE ON credential WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: credential'); END;

-- trigger house_guard_delete
CREATE TRIGGER house_guard_delete BEFORE DELETE ON house WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: house'); END;

-- trigger house_guard_insert
CREATE TRIGGER house_guard_insert BEFORE INSERT ON house WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: house'); END;

-- trigger house_guard_update
CREATE TRIGGER house_guard_update BEFORE UPDATE ON house WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: house'); END;

-- trigger invitation_guard_delete
CREATE TRIGGER invitation_guard_delete BEFORE DELETE ON invitation WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation'); END;

-- trigger invitation_guard_insert
CREATE TRIGGER invitation_guard_insert BEFORE INSERT ON invitation WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation'); END;

-- trigger invitation_guard_update
CREATE TRIGGER invitation_guard_update BEFORE UPDATE ON invitation WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation'); END;

-- trigger invitation_history_guard_delete
CREATE TRIGGER invitation_history_guard_delete BEFORE DELETE ON invitation_history WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation_history'); END;

-- trigger invitation_history_guard_insert
CREATE TRIGGER invitation_history_guard_insert BEFORE INSERT ON invitation_history WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation_history'); END;

-- trigger invitation_history_guard_update
CREATE TRIGGER invitation_history_guard_update BEFORE UPDATE ON invitation_history WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: invitation_history'); END;

-- trigger invitation_history_keeps
CREATE TRIGGER invitation_history_keeps BEFORE UPDATE ON invitation_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;

-- trigger invitation_history_stays
CREATE TRIGGER invitation_history_stays BEFORE DELETE ON invitation_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

-- trigger invitation_is_new
CREATE TRIGGER invitation_is_new BEFORE INSERT ON invitation WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;

-- trigger invitation_keep
CREATE TRIGGER invitation_keep AFTER UPDATE ON invitation WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO invitation_history (id, client_id, login_id, grant_id, email, email_key, role, permissions, until, kind, form, state, sent_at, send_count, expires_at, answered_at, answered_by, reason, invited_by, replaces, mail_id, message, language, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.grant_id, OLD.email, OLD.email_key, OLD.role, OLD.permissions, OLD.until, OLD.kind, OLD.form, OLD.state, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.invited_by, OLD.replaces, OLD.mail_id, OLD.message, OLD.language, OLD.since_audit, OLD.version, NEW.since_audit);
END;

-- trigger invitation_strays
CREATE TRIGGER invitation_strays AFTER UPDATE ON invitation WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('invitation', NEW.client_id, NEW.since_audit); END;

-- trigger invitation_undone
CREATE TRIGGER invitation_undone AFTER DELETE ON invitation BEGIN
    INSERT INTO invitation_history (id, client_id, login_id, grant_id, email, email_key, role, permissions, until, kind, form, state, sent_at, send_count, expires_at, answered_at, answered_by, reason, invited_by, replaces, mail_id, message, language, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.login_id, OLD.grant_id, OLD.email, OLD.email_key, OLD.role, OLD.permissions, OLD.until, OLD.kind, OLD.form, OLD.state, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.invited_by, OLD.replaces, OLD.mail_id, OLD.message, OLD.language, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;

-- trigger link_claim_guard_delete
CREATE TRIGGER link_claim_guard_delete BEFORE DELETE ON link_claim WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link_claim'); END;

-- trigger link_claim_guard_insert
CREATE TRIGGER link_claim_guard_insert BEFORE INSERT ON link_claim WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link_claim'); END;

-- trigger link_claim_guard_update
CREATE TRIGGER link_claim_guard_update BEFORE UPDATE ON link_claim WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: link_claim'); END;

-- trigger link_guard_delete
CREATE TRIGGER link_guard_delete BEFORE DELETE ON link WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link'); END;

-- trigger link_guard_insert
CREATE TRIGGER link_guard_insert BEFORE INSERT ON link WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link'); END;

-- trigger link_guard_update
CREATE TRIGGER link_guard_update BEFORE UPDATE ON link WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: link'); END;

-- trigger link_history_guard_delete
CREATE TRIGGER link_history_guard_delete BEFORE DELETE ON link_history WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link_history'); END;

-- trigger link_history_guard_insert
CREATE TRIGGER link_history_guard_insert BEFORE INSERT ON link_history WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link_history'); END;

-- trigger link_history_guard_update
CREATE TRIGGER link_history_guard_update BEFORE UPDATE ON link_history WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: link_history'); END;

-- trigger link_history_keeps
CREATE TRIGGER link_history_keeps BEFORE UPDATE ON link_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;

-- trigger link_history_stays
CREATE TRIGGER link_history_stays BEFORE DELETE ON link_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

-- trigger link_is_new
CREATE TRIGGER link_is_new BEFORE INSERT ON link WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;

-- trigger link_keep
CREATE TRIGGER link_keep AFTER UPDATE ON link WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO link_history (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at, asked_permissions, permissions, term, until, message, answered_at, answered_by, reason, linked_at, process_error, ended_at, ended_by, deleted_at, extension_at, extension_by, extension_permissions, extension_until, extension_message, extension_denied_at, auto_extend, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.partner_id, OLD.origin, OLD.state, OLD.requested_at, OLD.requested_by, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.asked_permissions, OLD.permissions, OLD.term, OLD.until, OLD.message, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.linked_at, OLD.process_error, OLD.ended_at, OLD.ended_by, OLD.deleted_at, OLD.extension_at, OLD.extension_by, OLD.extension_permissions, OLD.extension_until, OLD.extension_message, OLD.extension_denied_at, OLD.auto_extend, OLD.since_audit, OLD.version, NEW.since_audit);
END;

-- trigger link_recipient_guard_delete
CREATE TRIGGER link_recipient_guard_delete BEFORE DELETE ON link_recipient WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link_recipient'); END;

-- trigger link_recipient_guard_insert
CREATE TRIGGER link_recipient_guard_insert BEFORE INSERT ON link_recipient WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: link_recipient'); END;

-- trigger link_recipient_guard_update
CREATE TRIGGER link_recipient_guard_update BEFORE UPDATE ON link_recipient WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: link_recipient'); END;

-- trigger link_strays
CREATE TRIGGER link_strays AFTER UPDATE ON link WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('link', NEW.client_id, NEW.since_audit); END;

-- trigger link_undone
CREATE TRIGGER link_undone AFTER DELETE ON link BEGIN
    INSERT INTO link_history (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at, asked_permissions, permissions, term, until, message, answered_at, answered_by, reason, linked_at, process_error, ended_at, ended_by, deleted_at, extension_at, extension_by, extension_permissions, extension_until, extension_message, extension_denied_at, auto_extend, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.client_id, OLD.partner_id, OLD.origin, OLD.state, OLD.requested_at, OLD.requested_by, OLD.sent_at, OLD.send_count, OLD.expires_at, OLD.asked_permissions, OLD.permissions, OLD.term, OLD.until, OLD.message, OLD.answered_at, OLD.answered_by, OLD.reason, OLD.linked_at, OLD.process_error, OLD.ended_at, OLD.ended_by, OLD.deleted_at, OLD.extension_at, OLD.extension_by, OLD.extension_permissions, OLD.extension_until, OLD.extension_message, OLD.extension_denied_at, OLD.auto_extend, OLD.since_audit, OLD.version, (SELECT max(id) + 1 FROM audit));
END;

-- trigger login_guard_delete
CREATE TRIGGER login_guard_delete BEFORE DELETE ON login WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login'); END;

-- trigger login_guard_insert
CREATE TRIGGER login_guard_insert BEFORE INSERT ON login WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login'); END;

-- trigger login_guard_update
CREATE TRIGGER login_guard_update BEFORE UPDATE ON login WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login'); END;

-- trigger login_history_guard_delete
CREATE TRIGGER login_history_guard_delete BEFORE DELETE ON login_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_history'); END;

-- trigger login_history_guard_insert
CREATE TRIGGER login_history_guard_insert BEFORE INSERT ON login_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_history'); END;

-- trigger login_history_guard_update
CREATE TRIGGER login_history_guard_update BEFORE UPDATE ON login_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_history'); END;

-- trigger login_history_keeps
CREATE TRIGGER login_history_keeps BEFORE UPDATE ON login_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;

-- trigger login_history_stays
CREATE TRIGGER login_history_stays BEFORE DELETE ON login_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

-- trigger login_is_new
CREATE TRIGGER login_is_new BEFORE INSERT ON login WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;

-- trigger login_keep
CREATE TRIGGER login_keep AFTER UPDATE ON login WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO login_history (id, email_key, email, email_domain, first_name, last_name, state, must_change_password, mailbox, activated_at, created_at, language, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.email_key, OLD.email, OLD.email_domain, OLD.first_name, OLD.last_name, OLD.state, OLD.must_change_password, OLD.mailbox, OLD.activated_at, OLD.created_at, OLD.language, OLD.since_audit, OLD.version, NEW.since_audit);
END;

-- trigger login_stays
CREATE TRIGGER login_stays BEFORE DELETE ON login BEGIN SELECT RAISE(ABORT, 'history: rows of login are never deleted'); END;

-- trigger login_strays
CREATE TRIGGER login_strays AFTER UPDATE ON login WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('login', NEW.id, NEW.since_audit); END;

-- trigger login_word_guard_delete
CREATE TRIGGER login_word_guard_delete BEFORE DELETE ON login_word WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_word'); END;

-- trigger login_word_guard_insert
CREATE TRIGGER login_word_guard_insert BEFORE INSERT ON login_word WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_word'); END;

-- trigger login_word_guard_update
CREATE TRIGGER login_word_guard_update BEFORE UPDATE ON login_word WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_word'); END;

-- trigger mail_guard_delete
CREATE TRIGGER mail_guard_delete BEFORE DELETE ON mail WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: mail'); END;

-- trigger mail_guard_insert
CREATE TRIGGER mail_guard_insert BEFORE INSERT ON mail WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: mail'); END;

-- trigger mail_guard_update
CREATE TRIGGER mail_guard_update BEFORE UPDATE ON mail WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: mail'); END;

-- trigger mail_refused_guard_delete
CREATE TRIGGER mail_refused_guard_delete BEFORE DELETE ON mail_refused WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: mail_refused'); END;

-- trigger mail_refused_guard_insert
CREATE TRIGGER mail_refused_guard_insert BEFORE INSERT ON mail_refused WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: mail_refused'); END;

-- trigger mail_refused_guard_update
CREATE TRIGGER mail_refused_guard_update BEFORE UPDATE ON mail_refused WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: mail_refused'); END;

-- trigger partner_guard_delete
CREATE TRIGGER partner_guard_delete BEFORE DELETE ON partner WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner'); END;

-- trigger partner_guard_insert
CREATE TRIGGER partner_guard_insert BEFORE INSERT ON partner WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner'); END;

-- trigger partner_guard_update
CREATE TRIGGER partner_guard_update BEFORE UPDATE ON partner WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner'); END;

-- trigger partner_history_guard_delete
CREATE TRIGGER partner_history_guard_delete BEFORE DELETE ON partner_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_history'); END;

-- trigger partner_history_guard_insert
CREATE TRIGGER partner_history_guard_insert BEFORE INSERT ON partner_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_history'); END;

-- trigger partner_history_guard_update
CREATE TRIGGER partner_history_guard_update BEFORE UPDATE ON partner_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_history'); END;

-- trigger partner_history_keeps
CREATE TRIGGER partner_history_keeps BEFORE UPDATE ON partner_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;

-- trigger partner_history_stays
CREATE TRIGGER partner_history_stays BEFORE DELETE ON partner_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

-- trigger partner_is_new
CREATE TRIGGER partner_is_new BEFORE INSERT ON partner WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;

-- trigger partner_keep
CREATE TRIGGER partner_keep AFTER UPDATE ON partner WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO partner_history (id, slug, slug_fold, name, contact_email, state, created_at, since_audit, version, until_audit)
    VALUES (OLD.id, OLD.slug, OLD.slug_fold, OLD.name, OLD.contact_email, OLD.state, OLD.created_at, OLD.since_audit, OLD.version, NEW.since_audit);
END;

-- trigger partner_stays
CREATE TRIGGER partner_stays BEFORE DELETE ON partner BEGIN SELECT RAISE(ABORT, 'history: rows of partner are never deleted'); END;

-- trigger partner_strays
CREATE TRIGGER partner_strays AFTER UPDATE ON partner WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('partner', NEW.id, NEW.since_audit); END;

-- trigger partner_user_guard_delete
CREATE TRIGGER partner_user_guard_delete BEFORE DELETE ON partner_user WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_user'); END;

-- trigger partner_user_guard_insert
CREATE TRIGGER partner_user_guard_insert BEFORE INSERT ON partner_user WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_user'); END;

-- trigger partner_user_guard_update
CREATE TRIGGER partner_user_guard_update BEFORE UPDATE ON partner_user WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_user'); END;

-- trigger partner_user_history_guard_delete
CREATE TRIGGER partner_user_history_guard_delete BEFORE DELETE ON partner_user_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_user_history'); END;

-- trigger partner_user_history_guard_insert
CREATE TRIGGER partner_user_history_guard_insert BEFORE INSERT ON partner_user_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_user_history'); END;

-- trigger partner_user_history_guard_update
CREATE TRIGGER partner_user_history_guard_update BEFORE UPDATE ON partner_user_history WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: partner_user_history'); END;

-- trigger partner_user_history_keeps
CREATE TRIGGER partner_user_history_keeps BEFORE UPDATE ON partner_user_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never changed'); END;

-- trigger partner_user_history_stays
CREATE TRIGGER partner_user_history_stays BEFORE DELETE ON partner_user_history BEGIN SELECT RAISE(ABORT, 'history: past versions are never deleted'); END;

-- trigger partner_user_is_new
CREATE TRIGGER partner_user_is_new BEFORE INSERT ON partner_user WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN SELECT RAISE(ABORT, 'history: a new fact names an audit row that is not written yet'); END;

-- trigger partner_user_keep
CREATE TRIGGER partner_user_keep AFTER UPDATE ON partner_user WHEN NEW.since_audit <> OLD.since_audit BEGIN
    INSERT INTO partner_user_history (login_id, partner_id, scope, restricted, until, state, created_at, since_audit, version, until_audit)
    VALUES (OLD.login_id, OLD.partner_id, OLD.scope, OLD.restricted, OLD.until, OLD.state, OLD.created_at, OLD.since_audit, OLD.version, NEW.since_audit);
END;

-- trigger partner_user_stays
CREATE TRIGGER partner_user_stays BEFORE DELETE ON partner_user BEGIN SELECT RAISE(ABORT, 'history: rows of partner_user are never deleted'); END;

-- trigger partner_user_strays
CREATE TRIGGER partner_user_strays AFTER UPDATE ON partner_user WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.since_audit)
    BEGIN INSERT INTO stray_write (fact, of_id, audit_id) VALUES ('partner_user', NEW.login_id, NEW.since_audit); END;

-- trigger password_reset_guard_delete
CREATE TRIGGER password_reset_guard_delete BEFORE DELETE ON password_reset WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: password_reset'); END;

-- trigger password_reset_guard_insert
CREATE TRIGGER password_reset_guard_insert BEFORE INSERT ON password_reset WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: password_reset'); END;

-- trigger password_reset_guard_update
CREATE TRIGGER password_reset_guard_update BEFORE UPDATE ON password_reset WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: password_reset'); END;

-- trigger recovery_guard_delete
CREATE TRIGGER recovery_guard_delete BEFORE DELETE ON recovery WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: recovery'); END;

-- trigger recovery_guard_insert
CREATE TRIGGER recovery_guard_insert BEFORE INSERT ON recovery WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: recovery'); END;

-- trigger recovery_guard_update
CREATE TRIGGER recovery_guard_update BEFORE UPDATE ON recovery WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: recovery'); END;

-- trigger recovery_recipient_guard_delete
CREATE TRIGGER recovery_recipient_guard_delete BEFORE DELETE ON recovery_recipient WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: recovery_recipient'); END;

-- trigger recovery_recipient_guard_insert
CREATE TRIGGER recovery_recipient_guard_insert BEFORE INSERT ON recovery_recipient WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: recovery_recipient'); END;

-- trigger recovery_recipient_guard_update
CREATE TRIGGER recovery_recipient_guard_update BEFORE UPDATE ON recovery_recipient WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: recovery_recipient'); END;

-- trigger reminder_guard_delete
CREATE TRIGGER reminder_guard_delete BEFORE DELETE ON reminder WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: reminder'); END;

-- trigger reminder_guard_insert
CREATE TRIGGER reminder_guard_insert BEFORE INSERT ON reminder WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: reminder'); END;

-- trigger reminder_guard_update
CREATE TRIGGER reminder_guard_update BEFORE UPDATE ON reminder WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: reminder'); END;

-- trigger session_guard_delete
CREATE TRIGGER session_guard_delete BEFORE DELETE ON session WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: session'); END;

-- trigger session_guard_insert
CREATE TRIGGER session_guard_insert BEFORE INSERT ON session WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: session'); END;

-- trigger session_guard_update
CREATE TRIGGER session_guard_update BEFORE UPDATE ON session WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: session'); END;

-- trigger setting_guard_delete
CREATE TRIGGER setting_guard_delete BEFORE DELETE ON setting WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: setting'); END;

-- trigger setting_guard_insert
CREATE TRIGGER setting_guard_insert BEFORE INSERT ON setting WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: setting'); END;

-- trigger setting_guard_update
CREATE TRIGGER setting_guard_update BEFORE UPDATE ON setting WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: setting'); END;

-- trigger sign_in_guard_delete
CREATE TRIGGER sign_in_guard_delete BEFORE DELETE ON sign_in WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: sign_in'); END;

-- trigger sign_in_guard_insert
CREATE TRIGGER sign_in_guard_insert BEFORE INSERT ON sign_in WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: sign_in'); END;

-- trigger sign_in_guard_update
CREATE TRIGGER sign_in_guard_update BEFORE UPDATE ON sign_in WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: sign_in'); END;

-- trigger staff_guard_delete
CREATE TRIGGER staff_guard_delete BEFORE DELETE ON staff WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: staff'); END;

-- trigger staff_guard_insert
CREATE TRIGGER staff_guard_insert BEFORE INSERT ON staff WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: staff'); END;

-- trigger staff_guard_update
CREATE TRIGGER staff_guard_update BEFORE UPDATE ON staff WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: staff'); END;

-- trigger stray_write_guard_delete
CREATE TRIGGER stray_write_guard_delete BEFORE DELETE ON stray_write WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: stray_write'); END;

-- trigger stray_write_guard_insert
CREATE TRIGGER stray_write_guard_insert BEFORE INSERT ON stray_write WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: stray_write'); END;

-- trigger stray_write_guard_update
CREATE TRIGGER stray_write_guard_update BEFORE UPDATE ON stray_write WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: stray_write'); END;

-- trigger stray_write_keeps
CREATE TRIGGER stray_write_keeps BEFORE UPDATE ON stray_write BEGIN SELECT RAISE(ABORT, 'history: stray writes are never changed'); END;

-- trigger stray_write_stays
CREATE TRIGGER stray_write_stays BEFORE DELETE ON stray_write BEGIN SELECT RAISE(ABORT, 'history: stray writes are never deleted'); END;

-- trigger throttle_guard_delete
CREATE TRIGGER throttle_guard_delete BEFORE DELETE ON throttle WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: throttle'); END;

-- trigger throttle_guard_insert
CREATE TRIGGER throttle_guard_insert BEFORE INSERT ON throttle WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: throttle'); END;

-- trigger throttle_guard_update
CREATE TRIGGER throttle_guard_update BEFORE UPDATE ON throttle WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: throttle'); END;

-- trigger web_session_guard_delete
CREATE TRIGGER web_session_guard_delete BEFORE DELETE ON web_session WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: web_session'); END;

-- trigger web_session_guard_insert
CREATE TRIGGER web_session_guard_insert BEFORE INSERT ON web_session WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: web_session'); END;

-- trigger web_session_guard_update
CREATE TRIGGER web_session_guard_update BEFORE UPDATE ON web_session WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: web_session'); END;

-- index access_grant_for
CREATE INDEX access_grant_for   ON access_grant (client_id, for_partner) WHERE for_partner IS NOT NULL;

-- index access_grant_history_login
CREATE INDEX access_grant_history_login ON access_grant_history (login_id, client_id, until_audit);

-- index access_grant_history_pair
CREATE INDEX access_grant_history_pair  ON access_grant_history (client_id, login_id, until_audit);

-- index access_grant_history_until
CREATE INDEX access_grant_history_until ON access_grant_history (until_audit);

-- index access_grant_login
CREATE INDEX access_grant_login ON access_grant (login_id, client_id);

-- index access_grant_open
CREATE UNIQUE INDEX access_grant_open  ON access_grant (client_id, login_id) WHERE state <> 'ended';

-- index access_grant_pair
CREATE INDEX access_grant_pair  ON access_grant (client_id, login_id, id);

-- index access_grant_until
CREATE INDEX access_grant_until ON access_grant (until, id) WHERE state = 'active' AND until IS NOT NULL;

-- index assignment_history_login
CREATE INDEX assignment_history_login   ON assignment_history (login_id, client_id, until_audit);

-- index assignment_history_until
CREATE INDEX assignment_history_until ON assignment_history (until_audit);

-- index assignment_login
CREATE INDEX assignment_login ON assignment (login_id, client_id);

-- index association_history_until
CREATE INDEX association_history_until ON association_history (until_audit);

-- index association_partner
CREATE INDEX association_partner ON association (partner_id, client_id);

-- index audit_acting_as
CREATE INDEX audit_acting_as ON audit (acting_as, id) WHERE acting_as IS NOT NULL;

-- index audit_action
CREATE INDEX audit_action    ON audit (action, id);

-- index audit_actor
CREATE INDEX audit_actor     ON audit (actor, id);

-- index audit_at
CREATE INDEX audit_at        ON audit (at);

-- index audit_client_audit
CREATE INDEX audit_client_audit ON audit_client (audit_id);

-- index audit_last_owner
CREATE INDEX audit_last_owner ON audit (id) WHERE replace(details, '"override":"last-owner"', '') <> details;

-- index audit_user_audit
CREATE INDEX audit_user_audit ON audit_user (audit_id);

-- index bounce_at
CREATE INDEX bounce_at ON bounce (bounced_at, email_key);

-- index client_account
CREATE UNIQUE INDEX client_account     ON client (account_number) WHERE account_number IS NOT NULL AND state <> 'closed';

-- index client_account_all
CREATE INDEX client_account_all ON client (account_number) WHERE account_number IS NOT NULL;

-- index client_domain
CREATE INDEX client_domain      ON client (domain)         WHERE domain IS NOT NULL;

-- index client_domain_fold
CREATE INDEX client_domain_fold ON client (domain_fold)    WHERE domain_fold IS NOT NULL;

-- index client_field_history_until
CREATE INDEX client_field_history_until ON client_field_history (until_audit);

-- index client_history_until
CREATE INDEX client_history_until ON client_history (until_audit);

-- index client_merged
CREATE INDEX client_merged ON client (merged_into) WHERE merged_into IS NOT NULL;

-- index client_name_key_key
CREATE INDEX client_name_key_key ON client_name_key (name_key);

-- index client_slug_client
CREATE INDEX client_slug_client ON client_slug (client_id);

-- index client_slug_fold
CREATE INDEX client_slug_fold   ON client_slug (fold);

-- index client_staff
CREATE INDEX client_staff       ON client (staff_id)       WHERE staff_id IS NOT NULL;

-- index client_word_client
CREATE INDEX client_word_client ON client_word (client_id);

-- index invitation_client
CREATE INDEX invitation_client  ON invitation (client_id, login_id, id);

-- index invitation_declined
CREATE INDEX invitation_declined ON invitation (answered_at, id) WHERE state = 'declined';

-- index invitation_history_until
CREATE INDEX invitation_history_until ON invitation_history (until_audit);

-- index invitation_login
CREATE INDEX invitation_login   ON invitation (login_id, id);

-- index invitation_open
CREATE UNIQUE INDEX invitation_open    ON invitation (client_id, email_key) WHERE state = 'pending';

-- index invitation_pending
CREATE INDEX invitation_pending ON invitation (expires_at) WHERE state = 'pending';

-- index link_approved
CREATE INDEX link_approved ON link (state, id) WHERE state = 'approved';

-- index link_client
CREATE INDEX link_client  ON link (client_id, partner_id, id);

-- index link_denied
CREATE INDEX link_denied ON link (answered_at, id) WHERE state = 'denied';

-- index link_extension
CREATE INDEX link_extension ON link (expires_at, id) WHERE extension_at IS NOT NULL;

-- index link_history_client
CREATE INDEX link_history_client        ON link_history (client_id, partner_id, until_audit);

-- index link_history_partner
CREATE INDEX link_history_partner       ON link_history (partner_id, client_id, until_audit);

-- index link_history_until
CREATE INDEX link_history_until ON link_history (until_audit);

-- index link_open
CREATE UNIQUE INDEX link_open    ON link (partner_id, client_id) WHERE state IN ('pending', 'approved', 'linked');

-- index link_partner
CREATE INDEX link_partner ON link (partner_id, id);

-- index link_until
CREATE INDEX link_until         ON link (until, id)         WHERE state = 'linked' AND until IS NOT NULL;

-- index link_waiting
CREATE INDEX link_waiting ON link (expires_at, id) WHERE state = 'pending';

-- index login_domain
CREATE INDEX login_domain ON login (email_domain);

-- index login_history_until
CREATE INDEX login_history_until ON login_history (until_audit);

-- index login_word_login
CREATE INDEX login_word_login ON login_word (login_id);

-- index mail_client
CREATE INDEX mail_client ON mail (client_id, id);

-- index mail_created
CREATE INDEX mail_created ON mail (created_at, id);

-- index mail_due
CREATE INDEX mail_due    ON mail (next_attempt_at, id) WHERE state IN ('queued', 'sending');

-- index mail_failed
CREATE INDEX mail_failed ON mail (id) WHERE state IN ('failed', 'bounced');

-- index mail_login
CREATE INDEX mail_login  ON mail (login_id, id) WHERE login_id IS NOT NULL;

-- index mail_undelivered
CREATE INDEX mail_undelivered ON mail (next_attempt_at, id) WHERE state IN ('failed', 'bounced');

-- index mail_unknown
CREATE INDEX mail_unknown ON mail (id) WHERE state = 'unknown';

-- index partner_fold
CREATE INDEX partner_fold ON partner (slug_fold);

-- index partner_history_until
CREATE INDEX partner_history_until ON partner_history (until_audit);

-- index partner_user_history_partner
CREATE INDEX partner_user_history_partner ON partner_user_history (partner_id, login_id, until_audit);

-- index partner_user_history_until
CREATE INDEX partner_user_history_until ON partner_user_history (until_audit);

-- index partner_user_partner
CREATE INDEX partner_user_partner ON partner_user (partner_id, login_id);

-- index session_at_work
CREATE INDEX session_at_work ON session (client_id, id) WHERE state = 'open';

-- index session_client
CREATE INDEX session_client ON session (client_id, id);

-- index session_grant
CREATE INDEX session_grant  ON session (grant_id) WHERE grant_id IS NOT NULL;

-- index session_link
CREATE INDEX session_link   ON session (link_id)  WHERE link_id IS NOT NULL;

-- index session_login
CREATE INDEX session_login  ON session (login_id, id);

-- index session_open
CREATE UNIQUE INDEX session_open   ON session (login_id) WHERE state = 'open';

-- index staff_os_user
CREATE UNIQUE INDEX staff_os_user ON staff (os_user) WHERE state = 'active';

-- index staff_uid
CREATE UNIQUE INDEX staff_uid     ON staff (uid)     WHERE state = 'active';

-- index throttle_by_age
CREATE INDEX throttle_by_age ON throttle (high_water, email_key);

-- index web_session_age
CREATE INDEX web_session_age   ON web_session (began_at, id);

-- index web_session_login
CREATE INDEX web_session_login ON web_session (login_id, id);

-- index web_session_open
CREATE INDEX web_session_open  ON web_session (login_id, id) WHERE ended_at IS NULL;

-- table access_grant
CREATE TABLE access_grant (
    id          INTEGER PRIMARY KEY,
    client_id   INTEGER NOT NULL REFERENCES client (id),
    login_id    INTEGER NOT NULL REFERENCES login (id),
    role        TEXT    NOT NULL CHECK (role = 'owner' OR role = 'admin' OR role = 'supervisor' OR role = 'manager' OR role = 'guest'),
    permissions TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state = 'prepared' OR state = 'active' OR state = 'ended'),
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

-- table access_grant_history
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

-- table address_change
CREATE TABLE address_change (
    login_id     INTEGER PRIMARY KEY REFERENCES login (id),
    email        TEXT    NOT NULL,
    email_key    TEXT    NOT NULL,
    requested_at INTEGER NOT NULL,
    requested_by TEXT    NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;

-- table assignment
CREATE TABLE assignment (
    client_id   INTEGER NOT NULL REFERENCES client (id),
    login_id    INTEGER NOT NULL REFERENCES partner_user (login_id),
    state       TEXT    NOT NULL CHECK (state IN ('assigned', 'taken')),
    since_audit INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    PRIMARY KEY (client_id, login_id)
) STRICT, WITHOUT ROWID;

-- table assignment_history
CREATE TABLE assignment_history (
    client_id   INTEGER,
    login_id    INTEGER,
    state       TEXT,
    since_audit INTEGER,
    version     INTEGER,
    until_audit INTEGER NOT NULL,
    PRIMARY KEY (client_id, login_id, until_audit)
) STRICT, WITHOUT ROWID;

-- table association
CREATE TABLE association (
    client_id     INTEGER NOT NULL REFERENCES client (id),
    partner_id    INTEGER NOT NULL REFERENCES partner (id),
    tab           TEXT    NOT NULL CHECK (tab = 'active' OR tab = 'trial' OR tab = 'free' OR tab = 'cancelled' OR tab = 'expired' OR tab = 'pending'),
    state         TEXT    NOT NULL CHECK (state IN ('associated', 'dissociated')),
    associated_at INTEGER NOT NULL,
    associated_by TEXT    NOT NULL,
    since_audit   INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    PRIMARY KEY (client_id, partner_id)
) STRICT, WITHOUT ROWID;

-- table association_history
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

-- table audit
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    acting_as  TEXT,
    client_id  INTEGER,
    action     TEXT    NOT NULL,
    entity_id  TEXT,
    outcome    TEXT    NOT NULL CHECK (outcome = 'done' OR outcome = 'unchanged' OR outcome = 'refused' OR outcome = 'failed'),
    error_code TEXT,
    reason     TEXT,
    details    TEXT    NOT NULL,
    previous   BLOB    NOT NULL CHECK (length(previous) = 32),
    hash       BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- table audit_client
CREATE TABLE audit_client (
    client_id INTEGER NOT NULL REFERENCES client (id),
    audit_id  INTEGER NOT NULL REFERENCES audit (id),
    PRIMARY KEY (client_id, audit_id)
) STRICT, WITHOUT ROWID;

-- table audit_user
CREATE TABLE audit_user (
    login_id INTEGER NOT NULL REFERENCES login (id),
    audit_id INTEGER NOT NULL REFERENCES audit (id),
    PRIMARY KEY (login_id, audit_id)
) STRICT, WITHOUT ROWID;

-- table bounce
CREATE TABLE bounce (
    email_key  TEXT    PRIMARY KEY,
    bounced_at INTEGER NOT NULL,
    status     TEXT    NOT NULL,
    words      TEXT    NOT NULL,
    mail_id    INTEGER REFERENCES mail (id)
) STRICT;

-- table client
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
    state          TEXT    NOT NULL CHECK (state = 'draft' OR state = 'active' OR state = 'closed'),
    activated_at   INTEGER,
    closed_at      INTEGER,
    created_at     INTEGER NOT NULL,
    since_audit    INTEGER NOT NULL,
    version        INTEGER NOT NULL, merged_into INTEGER REFERENCES client (id) CHECK (merged_into IS NULL OR state = 'closed'), language TEXT,
    CHECK ((domain IS NULL) = (domain_fold IS NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'active') <= (activated_at IS NOT NULL))
) STRICT;

-- table client_entry
CREATE TABLE client_entry (
    client_id     INTEGER NOT NULL REFERENCES client (id),
    login_id      INTEGER NOT NULL REFERENCES login (id),
    last_login_at INTEGER NOT NULL,
    PRIMARY KEY (client_id, login_id)
) STRICT, WITHOUT ROWID;

-- table client_field
CREATE TABLE client_field (
    client_id   INTEGER NOT NULL REFERENCES client (id),
    field_key   TEXT    NOT NULL,
    value       TEXT,
    since_audit INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    PRIMARY KEY (client_id, field_key)
) STRICT, WITHOUT ROWID;

-- table client_field_history
CREATE TABLE client_field_history (
    client_id   INTEGER,
    field_key   TEXT,
    value       TEXT,
    since_audit INTEGER,
    version     INTEGER,
    until_audit INTEGER NOT NULL,
    PRIMARY KEY (client_id, field_key, until_audit)
) STRICT, WITHOUT ROWID;

-- table client_history
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
    until_audit    INTEGER NOT NULL, merged_into INTEGER, language TEXT,
    PRIMARY KEY (id, until_audit)
) STRICT, WITHOUT ROWID;

-- table client_name_key
CREATE TABLE client_name_key (
    client_id INTEGER PRIMARY KEY REFERENCES client (id),
    name_key  TEXT    NOT NULL
) STRICT;

-- table client_slug
CREATE TABLE client_slug (
    slug       TEXT    PRIMARY KEY,
    client_id  INTEGER NOT NULL REFERENCES client (id),
    fold       TEXT    NOT NULL,
    retired_at INTEGER
) STRICT, WITHOUT ROWID;

-- table client_twin
CREATE TABLE client_twin (
    client_id INTEGER NOT NULL REFERENCES client (id),
    twin_id   INTEGER NOT NULL REFERENCES client (id),
    PRIMARY KEY (client_id, twin_id)
) STRICT, WITHOUT ROWID;

-- table client_word
CREATE TABLE client_word (
    word      TEXT    NOT NULL,
    client_id INTEGER NOT NULL REFERENCES client (id),
    PRIMARY KEY (word, client_id)
) STRICT, WITHOUT ROWID;

-- table clock_step
CREATE TABLE clock_step (
    audit_id  INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    former_at INTEGER NOT NULL
) STRICT;

-- table code
CREATE TABLE code (
    kind      TEXT    NOT NULL CHECK (kind = 'invitation' OR kind = 'link' OR kind = 'session' OR kind = 'password' OR kind = 'address' OR kind = 'recovery'),
    record_id INTEGER NOT NULL,
    client_id INTEGER REFERENCES client (id),
    version   INTEGER NOT NULL,
    nonce     BLOB    NOT NULL CHECK (length(nonce) = 16),
    digest    BLOB    NOT NULL CHECK (length(digest) = 32),
    state     TEXT    NOT NULL CHECK (state = 'live' OR state = 'used' OR state = 'dead'), ended_audit INTEGER,
    PRIMARY KEY (kind, record_id)
) STRICT, WITHOUT ROWID;

-- table counter
CREATE TABLE counter (
    name       TEXT    PRIMARY KEY,
    last_value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- table credential
CREATE TABLE credential (
    login_id   INTEGER PRIMARY KEY REFERENCES login (id),
    hash       TEXT    NOT NULL,
    origin     TEXT    NOT NULL CHECK (origin IN ('own', 'temporary')),
    expires_at INTEGER,
    changed_at INTEGER NOT NULL, proven_for TEXT,
    CHECK ((origin = 'own') = (expires_at IS NULL))
) STRICT;

-- table house
CREATE TABLE house (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    database_uuid TEXT    NOT NULL,
    label         TEXT    NOT NULL,
    os_group      TEXT,
    created_at    INTEGER NOT NULL
, key_fingerprint TEXT) STRICT;

-- table invitation
CREATE TABLE invitation (
    id          INTEGER PRIMARY KEY,
    client_id   INTEGER NOT NULL REFERENCES client (id),
    login_id    INTEGER NOT NULL REFERENCES login (id),
    grant_id    INTEGER NOT NULL,
    email       TEXT    NOT NULL,
    email_key   TEXT    NOT NULL,
    role        TEXT    NOT NULL CHECK (role = 'owner' OR role = 'admin' OR role = 'supervisor' OR role = 'manager' OR role = 'guest'),
    permissions TEXT    NOT NULL,
    until       INTEGER,
    kind        TEXT    NOT NULL CHECK (kind IN ('activation', 'association')),
    form        TEXT,
    state       TEXT    NOT NULL CHECK (state = 'pending' OR state = 'accepted' OR state = 'declined' OR state = 'cancelled' OR state = 'superseded' OR state = 'expired'),
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
    version     INTEGER NOT NULL, message TEXT, language TEXT,
    UNIQUE (client_id, id),
    FOREIGN KEY (client_id, grant_id) REFERENCES access_grant (client_id, id),
    FOREIGN KEY (client_id, replaces) REFERENCES access_grant (client_id, id),
    CHECK ((state = 'pending') = (answered_at IS NULL))
) STRICT;

-- table invitation_history
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
    until_audit INTEGER NOT NULL, message TEXT, language TEXT,
    PRIMARY KEY (id, until_audit)
) STRICT, WITHOUT ROWID;

-- table link
CREATE TABLE link (
    id                INTEGER PRIMARY KEY,
    client_id         INTEGER NOT NULL REFERENCES client (id),
    partner_id        INTEGER NOT NULL REFERENCES partner (id),
    origin            TEXT    NOT NULL CHECK (origin IN ('partner', 'client')),
    state             TEXT    NOT NULL CHECK (state = 'pending' OR state = 'approved' OR state = 'linked' OR state = 'unlinked' OR state = 'denied' OR state = 'cancelled' OR state = 'expired'),
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
    version           INTEGER NOT NULL, extension_at INTEGER, extension_by TEXT CHECK ((extension_by IS NULL) = (extension_at IS NULL)), extension_permissions TEXT CHECK ((extension_permissions IS NULL) = (extension_at IS NULL)), extension_until INTEGER, extension_message TEXT, extension_denied_at INTEGER CHECK ((extension_denied_at IS NULL AND extension_at IS NULL) OR state = 'linked'), auto_extend TEXT CHECK (auto_extend IS NULL OR (until IS NOT NULL AND state IN ('approved', 'linked'))),
    UNIQUE (client_id, id),
    CHECK ((answered_at IS NULL) = (answered_by IS NULL)),
    CHECK (deleted_at IS NULL OR (state = 'unlinked' OR state = 'denied' OR state = 'cancelled' OR state = 'expired')),
    CHECK (((state = 'approved' OR state = 'linked' OR state = 'unlinked' OR state = 'denied')) <= (answered_at IS NOT NULL)),
    CHECK (((state = 'unlinked' OR state = 'cancelled' OR state = 'expired')) = (ended_at IS NOT NULL)),
    CHECK ((state = 'linked') <= (linked_at IS NOT NULL))
) STRICT;

-- table link_claim
CREATE TABLE link_claim (
    link_id       INTEGER PRIMARY KEY,
    client_id     INTEGER NOT NULL REFERENCES client (id),
    claimed_until INTEGER NOT NULL
) STRICT;

-- table link_history
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
    until_audit       INTEGER NOT NULL, extension_at INTEGER, extension_by TEXT, extension_permissions TEXT, extension_until INTEGER, extension_message TEXT, extension_denied_at INTEGER, auto_extend TEXT,
    PRIMARY KEY (id, until_audit)
) STRICT, WITHOUT ROWID;

-- table link_recipient
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

-- table login
CREATE TABLE login (
    id                   INTEGER PRIMARY KEY,
    email_key            TEXT    NOT NULL UNIQUE,
    email                TEXT    NOT NULL,
    email_domain         TEXT    NOT NULL,
    first_name           TEXT    NOT NULL,
    last_name            TEXT    NOT NULL,
    state                TEXT    NOT NULL CHECK (state = 'prepared' OR state = 'active' OR state = 'inactive'),
    must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
    mailbox              INTEGER NOT NULL CHECK (mailbox IN (0, 1)),
    activated_at         INTEGER,
    created_at           INTEGER NOT NULL,
    since_audit          INTEGER NOT NULL,
    version              INTEGER NOT NULL, language TEXT,
    CHECK ((state = 'active') <= (activated_at IS NOT NULL))
) STRICT;

-- table login_history
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
    until_audit          INTEGER NOT NULL, language TEXT,
    PRIMARY KEY (id, until_audit)
) STRICT, WITHOUT ROWID;

-- table login_word
CREATE TABLE login_word (
    word     TEXT    NOT NULL,
    login_id INTEGER NOT NULL REFERENCES login (id),
    PRIMARY KEY (word, login_id)
) STRICT, WITHOUT ROWID;

-- table mail
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
    state           TEXT    NOT NULL CHECK (state = 'queued' OR state = 'sending' OR state = 'written' OR state = 'sent' OR state = 'failed' OR state = 'skipped' OR state = 'bounced' OR state = 'unknown'),
    attempts        INTEGER NOT NULL,
    last_error      TEXT,
    server_reply    TEXT,
    message_id      TEXT    NOT NULL,
    created_at      INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    sent_at         INTEGER
, leases   INTEGER NOT NULL DEFAULT 0, dropped  INTEGER NOT NULL DEFAULT 0, required INTEGER NOT NULL DEFAULT 0 CHECK (required = 0 OR required = 1), audit_id INTEGER, unanswered INTEGER NOT NULL DEFAULT 0) STRICT;

-- table mail_refused
CREATE TABLE mail_refused (
    mail_id    INTEGER PRIMARY KEY REFERENCES mail (id),
    recipient  TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    refused_at INTEGER NOT NULL
) STRICT;

-- table partner
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

-- table partner_history
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

-- table partner_user
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

-- table partner_user_history
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

-- table password_reset
CREATE TABLE password_reset (
    login_id     INTEGER PRIMARY KEY REFERENCES login (id),
    requested_at INTEGER NOT NULL,
    requested_by TEXT    NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;

-- table recovery
CREATE TABLE recovery (
    invitation_id INTEGER PRIMARY KEY,
    client_id     INTEGER NOT NULL,
    verified      TEXT    NOT NULL CHECK (verified <> ''),
    begun_at      INTEGER NOT NULL,
    begun_by      TEXT    NOT NULL,
    opens_at      INTEGER NOT NULL CHECK (opens_at > begun_at),
    stopped_at    INTEGER,
    stopped_by    TEXT,
    UNIQUE (client_id, invitation_id),
    FOREIGN KEY (client_id, invitation_id) REFERENCES invitation (client_id, id),
    CHECK ((stopped_at IS NULL) = (stopped_by IS NULL))
) STRICT;

-- table recovery_recipient
CREATE TABLE recovery_recipient (
    id            INTEGER PRIMARY KEY,
    client_id     INTEGER NOT NULL,
    invitation_id INTEGER NOT NULL,
    login_id      INTEGER NOT NULL REFERENCES login (id),
    mail_id       INTEGER,
    UNIQUE (invitation_id, login_id),
    FOREIGN KEY (client_id, invitation_id) REFERENCES recovery (client_id, invitation_id)
) STRICT;

-- table reminder
CREATE TABLE reminder (
    client_id INTEGER NOT NULL REFERENCES client (id),
    subject   TEXT    NOT NULL,
    until     INTEGER NOT NULL,
    days      INTEGER NOT NULL CHECK (days = 30 OR days = 7 OR days = 1 OR days = 0),
    queued_at INTEGER NOT NULL,
    PRIMARY KEY (client_id, subject, until, days)
) STRICT, WITHOUT ROWID;

-- table session
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

-- table setting
CREATE TABLE setting (
    setting_key TEXT    PRIMARY KEY,
    value       TEXT    NOT NULL,
    changed_at  INTEGER NOT NULL,
    changed_by  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- table sign_in
CREATE TABLE sign_in (
    login_id      INTEGER PRIMARY KEY REFERENCES login (id),
    last_login_at INTEGER NOT NULL
) STRICT;

-- table staff
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

-- table stray_write
CREATE TABLE stray_write (
    id       INTEGER PRIMARY KEY,
    fact     TEXT    NOT NULL,
    of_id    INTEGER NOT NULL,
    audit_id INTEGER NOT NULL
) STRICT;

-- table throttle
CREATE TABLE throttle (
    email_key    TEXT    PRIMARY KEY,
    failures     INTEGER NOT NULL CHECK (failures >= 0),
    day_failures INTEGER NOT NULL CHECK (day_failures >= 0),
    day_began_at INTEGER NOT NULL,
    not_before   INTEGER NOT NULL,
    high_water   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- table web_session
CREATE TABLE web_session (
    id            INTEGER PRIMARY KEY,
    token_digest  BLOB    NOT NULL UNIQUE CHECK (length(token_digest) = 32),
    login_id      INTEGER NOT NULL REFERENCES login (id),
    began_at      INTEGER NOT NULL,
    used_at       INTEGER NOT NULL,
    ended_at      INTEGER,
    ended_because TEXT,
    CHECK ((ended_at IS NULL) = (ended_because IS NULL))
) STRICT;

-- view access_list
CREATE VIEW access_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'usr_' || l.id AS user_id, l.email, 'grant' AS source, g.role,
       CASE WHEN g.for_partner IS NULL THEN g.permissions ELSE trim(replace(' ' || g.permissions || ' ', ' users ', ' ')) END AS permissions,
       strftime('%Y-%m-%dT%H:%M:%fZ', g.active_at / 1000.0, 'unixepoch') AS since, g.granted_by, strftime('%Y-%m-%dT%H:%M:%fZ', g.until / 1000.0, 'unixepoch') AS until,
       strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(g.ended_at, CASE WHEN g.until <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN g.until END) / 1000.0, 'unixepoch') AS ended_at, g.ended_by,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.last_login_at / 1000.0, 'unixepoch') AS last_login_at
  FROM access_grant AS g
  JOIN client AS c ON c.id = g.client_id
  JOIN login AS l ON l.id = g.login_id
  LEFT JOIN client_entry AS e ON e.client_id = g.client_id AND e.login_id = g.login_id
 WHERE g.active_at IS NOT NULL
UNION ALL
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'usr_' || l.id, l.email, 'lnk_' || k.id, NULL,
       CASE u.restricted WHEN 1 THEN trim(replace(replace(' ' || k.permissions || ' ', ' users ', ' '), ' settings ', ' ')) ELSE trim(replace(' ' || k.permissions || ' ', ' users ', ' ')) END,
       strftime('%Y-%m-%dT%H:%M:%fZ', max(k.linked_at, u.created_at) / 1000.0, 'unixepoch'), k.answered_by, strftime('%Y-%m-%dT%H:%M:%fZ', min(coalesce(k.until, u.until), coalesce(u.until, k.until)) / 1000.0, 'unixepoch'),
       strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(k.ended_at, CASE WHEN k.until <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN k.until END) / 1000.0, 'unixepoch'), k.ended_by,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.last_login_at / 1000.0, 'unixepoch')
  FROM link AS k
  JOIN client AS c ON c.id = k.client_id
  JOIN partner_user AS u ON u.partner_id = k.partner_id AND u.state = 'active'
  JOIN login AS l ON l.id = u.login_id
  LEFT JOIN client_entry AS e ON e.client_id = k.client_id AND e.login_id = u.login_id
 WHERE k.linked_at IS NOT NULL AND k.origin = 'partner'
   AND (u.scope = 'all' OR EXISTS (SELECT 1 FROM assignment AS a WHERE a.client_id = k.client_id AND a.login_id = u.login_id AND a.state = 'assigned'));

-- view audit_list
CREATE VIEW audit_list AS
SELECT a.id AS audit_id, strftime('%Y-%m-%dT%H:%M:%fZ', a.at / 1000.0, 'unixepoch') AS at, a.actor, a.acting_as,
       'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug,
       a.action, a.entity_id, a.outcome, a.error_code, a.reason, a.details, lower(hex(a.hash)) AS hash
  FROM audit AS a
  LEFT JOIN client AS c ON c.id = a.client_id;

-- view client_list
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

-- view invite_list
CREATE VIEW invite_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'inv_' || i.id AS invitation_id, i.email, i.role, i.permissions, strftime('%Y-%m-%dT%H:%M:%fZ', i.until / 1000.0, 'unixepoch') AS until, i.kind, i.form,
       CASE WHEN i.state = 'pending' AND i.expires_at <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN 'expired' ELSE i.state END AS state,
       strftime('%Y-%m-%dT%H:%M:%fZ', i.sent_at / 1000.0, 'unixepoch') AS sent_at, i.send_count, strftime('%Y-%m-%dT%H:%M:%fZ', CASE WHEN i.state IN ('pending', 'expired') THEN i.expires_at END / 1000.0, 'unixepoch') AS expires_at, strftime('%Y-%m-%dT%H:%M:%fZ', CASE WHEN i.state IN ('accepted', 'declined') THEN i.answered_at END / 1000.0, 'unixepoch') AS answered_at,
       i.invited_by, coalesce((SELECT m.state FROM mail AS m WHERE m.id = i.mail_id), 'none') AS mail
  FROM invitation AS i
  JOIN client AS c ON c.id = i.client_id;

-- view link_list
CREATE VIEW link_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'lnk_' || k.id AS link_id, p.slug AS partner,
       (SELECT group_concat(email, ' ') FROM (SELECT l.email FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
         WHERE g.client_id = c.id AND g.role = 'owner' AND g.state <> 'ended' ORDER BY g.id)) AS owners,
       CASE
         WHEN k.state = 'pending' AND k.expires_at <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN 'expired'
         WHEN k.state = 'linked' AND k.until <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN 'lapsed'
         WHEN k.state = 'expired' AND k.answered_at IS NOT NULL THEN 'lapsed'
         ELSE k.state END AS state,
       k.origin, strftime('%Y-%m-%dT%H:%M:%fZ', k.requested_at / 1000.0, 'unixepoch') AS requested_at, strftime('%Y-%m-%dT%H:%M:%fZ', CASE WHEN k.state = 'pending' OR (k.state = 'expired' AND k.answered_at IS NULL) THEN k.expires_at END / 1000.0, 'unixepoch') AS expires_at, strftime('%Y-%m-%dT%H:%M:%fZ', k.answered_at / 1000.0, 'unixepoch') AS answered_at,
       k.answered_by, k.requested_by, k.permissions, strftime('%Y-%m-%dT%H:%M:%fZ', k.until / 1000.0, 'unixepoch') AS until,
       coalesce((SELECT m.state FROM link_recipient AS r JOIN mail AS m ON m.id = r.mail_id WHERE r.link_id = k.id
         ORDER BY CASE m.state WHEN 'failed' THEN 1 WHEN 'bounced' THEN 2 WHEN 'queued' THEN 3 WHEN 'sending' THEN 4
           WHEN 'written' THEN 5 WHEN 'sent' THEN 6 ELSE 7 END, m.id DESC LIMIT 1), 'none') AS mail
  FROM link AS k
  JOIN client AS c ON c.id = k.client_id
  JOIN partner AS p ON p.id = k.partner_id
 WHERE k.deleted_at IS NULL;

-- view user_list
CREATE VIEW user_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'usr_' || l.id AS user_id, l.email,
       trim(l.first_name || ' ' || l.last_name) AS name, g.role,
       CASE WHEN g.for_partner IS NULL THEN g.permissions ELSE trim(replace(' ' || g.permissions || ' ', ' users ', ' ')) END AS permissions,
       CASE
         WHEN g.state = 'ended' OR (g.state = 'active' AND g.until <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)) THEN 'ended'
         WHEN g.state = 'active' AND l.state = 'inactive' THEN 'inactive'
         WHEN g.state = 'active' THEN 'active'
         WHEN i.state = 'pending' AND i.expires_at > CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN 'invited'
         WHEN i.state IN ('pending', 'expired') THEN 'expired'
         WHEN i.state = 'declined' THEN 'declined'
         ELSE 'prepared' END AS state,
       strftime('%Y-%m-%dT%H:%M:%fZ', i.sent_at / 1000.0, 'unixepoch') AS invited_at, strftime('%Y-%m-%dT%H:%M:%fZ', CASE WHEN g.state = 'prepared' AND i.state IN ('pending', 'expired') THEN i.expires_at END / 1000.0, 'unixepoch') AS expires_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.last_login_at / 1000.0, 'unixepoch') AS last_login_at, strftime('%Y-%m-%dT%H:%M:%fZ', g.until / 1000.0, 'unixepoch') AS until,
       (SELECT p.slug FROM partner AS p WHERE p.id = g.for_partner) AS for_partner,
       CASE WHEN l.mailbox = 0 THEN 'no' WHEN EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = l.email_key) THEN 'bounced' ELSE 'yes' END AS mailbox,
       EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = l.email_key) AS bounced
  FROM access_grant AS g
  JOIN client AS c ON c.id = g.client_id
  JOIN login AS l ON l.id = g.login_id
  LEFT JOIN invitation AS i ON i.id = (SELECT max(n.id) FROM invitation AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id AND n.grant_id = g.id)
  LEFT JOIN client_entry AS e ON e.client_id = g.client_id AND e.login_id = g.login_id
 WHERE g.id = (SELECT max(n.id) FROM access_grant AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id);

