-- `expires_at` is the end of the present state: of the answer time, and of nothing once there was an answer. A link whose
-- term is over is `lapsed`; a request that nobody answered is `expired`.
DROP VIEW user_list;
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

DROP VIEW invite_list;
CREATE VIEW invite_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'inv_' || i.id AS invitation_id, i.email, i.role, i.permissions, strftime('%Y-%m-%dT%H:%M:%fZ', i.until / 1000.0, 'unixepoch') AS until, i.kind, i.form,
       CASE WHEN i.state = 'pending' AND i.expires_at <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN 'expired' ELSE i.state END AS state,
       strftime('%Y-%m-%dT%H:%M:%fZ', i.sent_at / 1000.0, 'unixepoch') AS sent_at, i.send_count, strftime('%Y-%m-%dT%H:%M:%fZ', CASE WHEN i.state IN ('pending', 'expired') THEN i.expires_at END / 1000.0, 'unixepoch') AS expires_at, strftime('%Y-%m-%dT%H:%M:%fZ', CASE WHEN i.state IN ('accepted', 'declined') THEN i.answered_at END / 1000.0, 'unixepoch') AS answered_at,
       i.invited_by, coalesce((SELECT m.state FROM mail AS m WHERE m.id = i.mail_id), 'none') AS mail
  FROM invitation AS i
  JOIN client AS c ON c.id = i.client_id;

DROP VIEW link_list;
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
