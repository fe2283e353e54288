-- What the name of each client comes down to, so that clients with the same name are found along an index. The program
-- computes the key, and fills in those of the clients that exist already.
CREATE TABLE client_name_key (
    client_id INTEGER PRIMARY KEY REFERENCES client (id),
    name_key  TEXT    NOT NULL
) STRICT;
CREATE INDEX client_name_key_key ON client_name_key (name_key);
CREATE TRIGGER client_name_key_guard_insert BEFORE INSERT ON client_name_key WHEN NOT partnerctl_may_write(NEW.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_name_key'); END;
CREATE TRIGGER client_name_key_guard_update BEFORE UPDATE ON client_name_key WHEN NOT (partnerctl_may_write(OLD.client_id) AND partnerctl_may_write(NEW.client_id))
    BEGIN SELECT RAISE(ABORT, 'write guard: client_name_key'); END;
CREATE TRIGGER client_name_key_guard_delete BEFORE DELETE ON client_name_key WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_name_key'); END;
