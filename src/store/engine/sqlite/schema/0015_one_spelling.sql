-- The words by which clients and people are found are kept in one spelling, without marks; those of extra fields and the
-- digits of phone numbers are words too. The program writes all of them anew.
DROP TRIGGER login_word_guard_delete;
DELETE FROM login_word;
CREATE TRIGGER login_word_guard_delete BEFORE DELETE ON login_word WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_word'); END;
DROP TRIGGER client_word_guard_delete;
DELETE FROM client_word;
CREATE TRIGGER client_word_guard_delete BEFORE DELETE ON client_word WHEN NOT partnerctl_may_write(OLD.client_id)
    BEGIN SELECT RAISE(ABORT, 'write guard: client_word'); END;
