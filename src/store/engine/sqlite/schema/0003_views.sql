-- Views for readers: an interface (SPEC 7). Their columns are those of the lists that the commands print. Other programs
-- may read them at any time; instants are RFC 3339 text in UTC, lists are joined by single spaces.

-- Owners whose term is over are none. A client is as far as the best of its owners: an inactive one had activated, and
-- what was asked last counts, so that one who declined or never answered ranks above one who was never asked.
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
       strftime('%Y-%m-%dT%H:%M:%fZ', c.created_at / 1000.0, 'unixepoch') AS created_at
  FROM client AS c;

CREATE VIEW user_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'usr_' || l.id AS user_id, l.email,
       trim(l.first_name || ' ' || l.last_name) AS name, g.role, g.permissions,
       CASE
         WHEN g.state = 'ended' OR (g.state = 'active' AND g.until <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)) THEN 'ended'
         WHEN g.state = 'active' AND l.state = 'inactive' THEN 'inactive'
         WHEN g.state = 'active' THEN 'active'
         WHEN i.state = 'pending' AND i.expires_at > CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN 'invited'
         WHEN i.state IN ('pending', 'expired') THEN 'expired'
         WHEN i.state = 'declined' THEN 'declined'
         ELSE 'prepared' END AS state,
       strftime('%Y-%m-%dT%H:%M:%fZ', i.sent_at / 1000.0, 'unixepoch') AS invited_at, strftime('%Y-%m-%dT%H:%M:%fZ', CASE WHEN i.state = 'pending' THEN i.expires_at END / 1000.0, 'unixepoch') AS expires_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.last_login_at / 1000.0, 'unixepoch') AS last_login_at, strftime('%Y-%m-%dT%H:%M:%fZ', g.until / 1000.0, 'unixepoch') AS until,
       (SELECT p.slug FROM partner AS p WHERE p.id = g.for_partner) AS for_partner,
       CASE l.mailbox WHEN 1 THEN 'yes' ELSE 'no' END AS mailbox
  FROM access_grant AS g
  JOIN client AS c ON c.id = g.client_id
  JOIN login AS l ON l.id = g.login_id
  LEFT JOIN invitation AS i ON i.id = (SELECT max(n.id) FROM invitation AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id AND n.grant_id = g.id)
  LEFT JOIN client_entry AS e ON e.client_id = g.client_id AND e.login_id = g.login_id
 WHERE g.id = (SELECT max(n.id) FROM access_grant AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id);

CREATE VIEW invite_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'inv_' || i.id AS invitation_id, i.email, i.role, i.permissions, strftime('%Y-%m-%dT%H:%M:%fZ', i.until / 1000.0, 'unixepoch') AS until, i.kind, i.form,
       CASE WHEN i.state = 'pending' AND i.expires_at <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN 'expired' ELSE i.state END AS state,
       strftime('%Y-%m-%dT%H:%M:%fZ', i.sent_at / 1000.0, 'unixepoch') AS sent_at, i.send_count, strftime('%Y-%m-%dT%H:%M:%fZ', i.expires_at / 1000.0, 'unixepoch') AS expires_at, strftime('%Y-%m-%dT%H:%M:%fZ', CASE WHEN i.state IN ('accepted', 'declined') THEN i.answered_at END / 1000.0, 'unixepoch') AS answered_at,
       i.invited_by, coalesce((SELECT m.state FROM mail AS m WHERE m.id = i.mail_id), 'none') AS mail
  FROM invitation AS i
  JOIN client AS c ON c.id = i.client_id;

CREATE VIEW link_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'lnk_' || k.id AS link_id, p.slug AS partner,
       (SELECT group_concat(email, ' ') FROM (SELECT l.email FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
         WHERE g.client_id = c.id AND g.role = 'owner' AND g.state <> 'ended' ORDER BY g.id)) AS owners,
       CASE
         WHEN k.state = 'pending' AND k.expires_at <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN 'expired'
         WHEN k.state = 'linked' AND k.until <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN 'expired'
         ELSE k.state END AS state,
       k.origin, strftime('%Y-%m-%dT%H:%M:%fZ', k.requested_at / 1000.0, 'unixepoch') AS requested_at, strftime('%Y-%m-%dT%H:%M:%fZ', CASE WHEN k.origin = 'partner' THEN k.expires_at END / 1000.0, 'unixepoch') AS expires_at, strftime('%Y-%m-%dT%H:%M:%fZ', k.answered_at / 1000.0, 'unixepoch') AS answered_at,
       k.answered_by, k.requested_by, k.permissions, strftime('%Y-%m-%dT%H:%M:%fZ', k.until / 1000.0, 'unixepoch') AS until,
       coalesce((SELECT m.state FROM link_recipient AS r JOIN mail AS m ON m.id = r.mail_id WHERE r.link_id = k.id
         ORDER BY CASE m.state WHEN 'failed' THEN 1 WHEN 'bounced' THEN 2 WHEN 'queued' THEN 3 WHEN 'sending' THEN 4
           WHEN 'written' THEN 5 WHEN 'sent' THEN 6 ELSE 7 END, m.id DESC LIMIT 1), 'none') AS mail
  FROM link AS k
  JOIN client AS c ON c.id = k.client_id
  JOIN partner AS p ON p.id = k.partner_id
 WHERE k.deleted_at IS NULL;

CREATE VIEW access_list AS
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'usr_' || l.id AS user_id, l.email, 'grant' AS source, g.role, g.permissions,
       strftime('%Y-%m-%dT%H:%M:%fZ', g.active_at / 1000.0, 'unixepoch') AS since, g.granted_by, strftime('%Y-%m-%dT%H:%M:%fZ', g.until / 1000.0, 'unixepoch') AS until,
       strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(g.ended_at, CASE WHEN g.until <= CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) THEN g.until END) / 1000.0, 'unixepoch') AS ended_at, g.ended_by,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.last_login_at / 1000.0, 'unixepoch') AS last_login_at
  FROM access_grant AS g
  JOIN client AS c ON c.id = g.client_id
  JOIN login AS l ON l.id = g.login_id
  LEFT JOIN client_entry AS e ON e.client_id = g.client_id AND e.login_id = g.login_id
 WHERE g.active_at IS NOT NULL
UNION ALL
SELECT 'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug, 'usr_' || l.id, l.email, 'lnk_' || k.id, NULL, k.permissions,
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

CREATE VIEW audit_list AS
SELECT a.id AS audit_id, strftime('%Y-%m-%dT%H:%M:%fZ', a.at / 1000.0, 'unixepoch') AS at, a.actor, a.acting_as,
       'C' || c.id || '-' || c.check_digit AS client_id, c.slug AS client_slug,
       a.action, a.entity_id, a.outcome, a.error_code, a.reason, a.details, lower(hex(a.hash)) AS hash
  FROM audit AS a
  LEFT JOIN client AS c ON c.id = a.client_id;
