-- Whether mail to a person came back is a column of its own, as in `user list`.
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
       CASE WHEN l.mailbox = 0 THEN 'no' WHEN EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = l.email_key) THEN 'bounced' ELSE 'yes' END AS mailbox,
       EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = l.email_key) AS bounced
  FROM access_grant AS g
  JOIN client AS c ON c.id = g.client_id
  JOIN login AS l ON l.id = g.login_id
  LEFT JOIN invitation AS i ON i.id = (SELECT max(n.id) FROM invitation AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id AND n.grant_id = g.id)
  LEFT JOIN client_entry AS e ON e.client_id = g.client_id AND e.login_id = g.login_id
 WHERE g.id = (SELECT max(n.id) FROM access_grant AS n WHERE n.client_id = g.client_id AND n.login_id = g.login_id);
