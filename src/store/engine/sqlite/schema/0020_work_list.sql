-- What waits for someone is found by these, so that a work list costs what it answers.

CREATE INDEX link_waiting ON link (expires_at, id) WHERE state = 'pending';
CREATE INDEX link_denied ON link (answered_at, id) WHERE state = 'denied';
CREATE INDEX invitation_declined ON invitation (answered_at, id) WHERE state = 'declined';
CREATE INDEX mail_undelivered ON mail (next_attempt_at, id) WHERE state IN ('failed', 'bounced');
CREATE INDEX bounce_at ON bounce (bounced_at, email_key);
-- Changes that overrode the rule about the last owner: only those can leave an active client without one.
CREATE INDEX audit_last_owner ON audit (id) WHERE replace(details, '"override":"last-owner"', '') <> details;
