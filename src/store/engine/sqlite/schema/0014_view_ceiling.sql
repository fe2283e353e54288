-- People of a partner never administer users, whatever older rows say: readers see what counts.
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
       strftime('%Y-%m-%dT%H:%M:%fZ', i.sent_at / 1000.0, 'unixepoch') AS invited_at, strftime('%Y-%m-%dT%H:%M:%fZ', CASE WHEN i.state = 'pending' THEN i.expires_at END / 1000.0, 'unixepoch') AS expires_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', e.last_login_at / 1000.0, 'unixepoch') AS last_login_at, strftime('%Y-%m-%dT%H:%M:%fZ', g.until / 1000.0, 'unixepoch') AS until,
       (SELECT p.slug FROM partner AS p WHERE p.id = g.for_partner) AS for_partner,
       CASE WHEN l.mailbox = 0 THEN 'no' WHEN EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = l.email_key) THEN 'bounced' ELSE 'yes' END AS mailbox
  FROM access_grant AS g
  JOIN client AS c ON c.id = g.client_id
  JOIN login AS l ON l.id = g.login_id
  LEFT JOIN invitation AS i ON i.id = (SELECT max(n.id) FROM invitation AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id AND n.grant_id = g.id)
  LEFT JOIN client_entry AS e ON e.client_id = g.client_id AND e.login_id = g.login_id
 WHERE g.id = (SELECT max(n.id) FROM access_grant AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id);

DROP VIEW access_list;
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
