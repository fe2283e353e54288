-- What became of a mail that a server was given without an answer, and which mails a server refused for the same reason.

PRAGMA writable_schema = RESET;

-- `unanswered` counts how often the whole mail was handed over and no answer came. After the last try it is `unknown`.
ALTER TABLE mail ADD COLUMN unanswered INTEGER NOT NULL DEFAULT 0;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'OR state = ''bounced''', 'OR state = ''bounced'' OR state = ''unknown''')
    WHERE type = 'table' AND name = 'mail';
PRAGMA writable_schema = RESET;
CREATE INDEX mail_unknown ON mail (id) WHERE state = 'unknown';

-- The mails that a server refused by a rule about senders or relays, one after the other. Few: see `store::mail::refused`.
CREATE TABLE mail_refused (
    mail_id    INTEGER PRIMARY KEY REFERENCES mail (id),
    recipient  TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    refused_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER mail_refused_guard_insert BEFORE INSERT ON mail_refused WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: mail_refused'); END;
CREATE TRIGGER mail_refused_guard_update BEFORE UPDATE ON mail_refused WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: mail_refused'); END;
CREATE TRIGGER mail_refused_guard_delete BEFORE DELETE ON mail_refused WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: mail_refused'); END;
