-- Where the clock was set back: each audit row whose time lies well before that of the row before it. Answers about the past
-- go by the number of the audit row, and this is what leads from a time to a number all the same.

PRAGMA writable_schema = RESET;

CREATE TABLE clock_step (
    audit_id  INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    former_at INTEGER NOT NULL
) STRICT;
INSERT INTO clock_step (audit_id, at, former_at)
SELECT b.id, b.at, a.at FROM audit AS b JOIN audit AS a ON a.id = b.id - 1 WHERE b.at < a.at - 60000 ORDER BY b.id;

CREATE TRIGGER clock_step_guard_insert BEFORE INSERT ON clock_step WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: clock_step'); END;
CREATE TRIGGER clock_step_guard_update BEFORE UPDATE ON clock_step WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: clock_step'); END;
CREATE TRIGGER clock_step_guard_delete BEFORE DELETE ON clock_step WHEN NOT partnerctl_may_write(NULL)
    BEGIN SELECT RAISE(ABORT, 'write guard: clock_step'); END;
