-- People who are signed in on the pages. The cookie holds a random token; here is only its SHA-256.
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
CREATE INDEX web_session_login ON web_session (login_id, id);
CREATE INDEX web_session_open  ON web_session (login_id, id) WHERE ended_at IS NULL;
CREATE INDEX web_session_age   ON web_session (began_at, id);
CREATE TRIGGER web_session_guard_insert BEFORE INSERT ON web_session WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: web_session'); END;
CREATE TRIGGER web_session_guard_update BEFORE UPDATE ON web_session WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: web_session'); END;
CREATE TRIGGER web_session_guard_delete BEFORE DELETE ON web_session WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: web_session'); END;
