-- The words of people's names, by which `client find` finds their clients. The program splits names into words, and
-- fills in those of everybody who was there before.
CREATE TABLE login_word (
    word     TEXT    NOT NULL,
    login_id INTEGER NOT NULL REFERENCES login (id),
    PRIMARY KEY (word, login_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX login_word_login ON login_word (login_id);
CREATE TRIGGER login_word_guard_insert BEFORE INSERT ON login_word WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_word'); END;
CREATE TRIGGER login_word_guard_update BEFORE UPDATE ON login_word WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_word'); END;
CREATE TRIGGER login_word_guard_delete BEFORE DELETE ON login_word WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: login_word'); END;
