//! Whether a row of the audit explains each row that a change writes. Another program that writes leaves none.

use crate::domain::id::{ClientId, PartnerId, UserId};
use crate::error::Result;

use super::{Query, Tx};

/// A row that no row of the audit explains.
struct Unexplained {
    client: Option<ClientId>,
    login: Option<UserId>,
    audit: Option<i64>,
}

super::row!(Unexplained as t { client, login, audit });

/// Versions of facts that name an audit row which is not there, changed nothing, or is not about their client.
macro_rules! versions {
    ($table:literal, $audit:literal of client $client:literal) => {
        concat!(
            "SELECT t.",
            $client,
            " AS client, CAST(NULL AS BIGINT) AS login, t.",
            $audit,
            " AS audit FROM ",
            $table,
            " AS t WHERE NOT EXISTS (SELECT 1 FROM audit_client AS c
                JOIN audit AS a ON a.id = c.audit_id WHERE c.client_id = t.",
            $client,
            " AND c.audit_id = t.",
            $audit,
            " AND a.outcome IN ('done', 'unchanged')) ORDER BY t.",
            $audit,
            ", t.",
            $client,
            " LIMIT 20"
        )
    };
    ($table:literal, $audit:literal of user $user:literal) => {
        concat!(
            "SELECT CAST(NULL AS BIGINT) AS client, t.",
            $user,
            " AS login, t.",
            $audit,
            " AS audit FROM ",
            $table,
            " AS t WHERE NOT EXISTS (SELECT 1 FROM audit AS a
                WHERE a.id = t.",
            $audit,
            " AND a.outcome IN ('done', 'unchanged')) ORDER BY t.",
            $audit,
            ", t.",
            $user,
            " LIMIT 20"
        )
    };
    ($table:literal, $audit:literal of $id:literal) => {
        concat!(
            "SELECT CAST(NULL AS BIGINT) AS client, CAST(NULL AS BIGINT) AS login, t.",
            $audit,
            " AS audit FROM ",
            $table,
            " AS t WHERE NOT EXISTS (SELECT 1 FROM audit AS a
                WHERE a.id = t.",
            $audit,
            " AND a.outcome IN ('done', 'unchanged')) ORDER BY t.",
            $audit,
            ", t.",
            $id,
            " LIMIT 20"
        )
    };
}

super::statements! {
    full_scan [CLIENT: Unexplained] versions!("client", "since_audit" of client "id");
    full_scan [CLIENT_PAST: Unexplained] versions!("client_history", "until_audit" of client "id");
    full_scan [FIELD: Unexplained] versions!("client_field", "since_audit" of client "client_id");
    full_scan [FIELD_PAST: Unexplained] versions!("client_field_history", "until_audit" of client "client_id");
    full_scan [ASSIGNMENT: Unexplained] versions!("assignment", "since_audit" of client "client_id");
    full_scan [ASSIGNMENT_PAST: Unexplained] versions!("assignment_history", "until_audit" of client "client_id");
    full_scan [GRANT: Unexplained] versions!("access_grant", "since_audit" of client "client_id");
    full_scan [GRANT_PAST: Unexplained] versions!("access_grant_history", "until_audit" of client "client_id");
    full_scan [INVITATION: Unexplained] versions!("invitation", "since_audit" of client "client_id");
    full_scan [INVITATION_PAST: Unexplained] versions!("invitation_history", "until_audit" of client "client_id");
    full_scan [LINK: Unexplained] versions!("link", "since_audit" of client "client_id");
    full_scan [LINK_PAST: Unexplained] versions!("link_history", "until_audit" of client "client_id");
    full_scan [ASSOCIATION: Unexplained] versions!("association", "since_audit" of client "client_id");
    full_scan [ASSOCIATION_PAST: Unexplained] versions!("association_history", "until_audit" of client "client_id");
    full_scan [LOGIN: Unexplained] versions!("login", "since_audit" of user "id");
    full_scan [LOGIN_PAST: Unexplained] versions!("login_history", "until_audit" of user "id");
    full_scan [SEAT: Unexplained] versions!("partner_user", "since_audit" of user "login_id");
    full_scan [SEAT_PAST: Unexplained] versions!("partner_user_history", "until_audit" of user "login_id");
    full_scan [PARTNER: Unexplained] versions!("partner", "since_audit" of "id");
    full_scan [PARTNER_PAST: Unexplained] versions!("partner_history", "until_audit" of "id");
    /// A password has no versions, but the time of its change, at which there is an audit row about its user.
    full_scan [CREDENTIAL: Unexplained] "SELECT CAST(NULL AS BIGINT) AS client, t.login_id AS login, CAST(NULL AS BIGINT) AS audit FROM credential AS t WHERE NOT EXISTS (SELECT 1 FROM audit AS a
        JOIN audit_user AS u ON u.audit_id = a.id AND u.login_id = t.login_id WHERE a.at = t.changed_at) ORDER BY t.login_id LIMIT 20";
    /// By time: a client may have had many sessions, and as many rows of the audit.
    full_scan [SESSION: Unexplained] "SELECT t.client_id AS client, t.login_id AS login, CAST(NULL AS BIGINT) AS audit FROM session AS t WHERE NOT EXISTS (SELECT 1 FROM audit AS a
        WHERE a.at = t.opened_at AND t.client_id IN (SELECT c.client_id FROM audit_client AS c WHERE c.audit_id = a.id))
        ORDER BY t.id LIMIT 20";
    full_scan [STRAY: (fact: String, of_id: i64, audit_id: i64)] "SELECT t.fact, t.of_id, t.audit_id FROM stray_write AS t ORDER BY t.id LIMIT 20";
    full_scan [STAFF: Unexplained] "SELECT CAST(NULL AS BIGINT) AS client, CAST(NULL AS BIGINT) AS login, CAST(NULL AS BIGINT) AS audit FROM staff AS t WHERE NOT EXISTS (SELECT 1 FROM audit AS a WHERE a.at = t.created_at)
        ORDER BY t.id LIMIT 20";
}

/// What each statement looks at, in the words of the glossary.
const TABLES: [(&str, &Query<Unexplained>); 23] = [
    ("a client", &CLIENT),
    ("a past version of a client", &CLIENT_PAST),
    ("a field", &FIELD),
    ("a past version of a field", &FIELD_PAST),
    ("an assignment", &ASSIGNMENT),
    ("a past version of an assignment", &ASSIGNMENT_PAST),
    ("a grant", &GRANT),
    ("a past version of a grant", &GRANT_PAST),
    ("an invitation", &INVITATION),
    ("a past version of an invitation", &INVITATION_PAST),
    ("a link", &LINK),
    ("a past version of a link", &LINK_PAST),
    ("an association", &ASSOCIATION),
    ("a past version of an association", &ASSOCIATION_PAST),
    ("a login", &LOGIN),
    ("a past version of a login", &LOGIN_PAST),
    ("a partner user", &SEAT),
    ("a past version of a partner user", &SEAT_PAST),
    ("a partner", &PARTNER),
    ("a past version of a partner", &PARTNER_PAST),
    ("a password", &CREDENTIAL),
    ("a session", &SESSION),
    ("a staff member", &STAFF),
];

/// Rows that no row of the audit explains, and writes that the database noted as such; at most 20 of each kind.
pub fn unexplained(tx: &Tx<'_>) -> Result<Vec<String>> {
    let mut found = Vec::new();
    tx.each(&STRAY, &[], |(fact, of, audit)| {
        let of = match fact.as_str() {
            "login" | "partner_user" => UserId::new(of).to_string(),
            "partner" => PartnerId::new(of).to_string(),
            _ => ClientId::new(of).to_string(),
        };
        found.push(format!(
            "a row of {fact} of {of} was changed after the audit row {audit}, which it names, was written"
        ));
        Ok(())
    })?;
    for (what, sql) in TABLES {
        tx.each(sql, &[], |Unexplained { client, login, audit }| {
            let of = match (client, login) {
                (Some(client), _) => format!(" of {client}"),
                (None, Some(user)) => format!(" of {user}"),
                (None, None) => String::new(),
            };
            let named = audit.map_or_else(String::new, |audit| format!(" (it names row {audit})"));
            found.push(format!("no audit row explains {what}{of}{named}"));
            Ok(())
        })?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn session_is_looked_up_by_time() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("plan.db")).unwrap();
        let plan = store.connection().file().unwrap().plan(SESSION.sql()).unwrap();
        assert!(plan.iter().any(|step| step.contains("INDEX audit_at (at=?)")), "{plan:?}");
        assert!(plan.iter().any(|step| step.contains("audit_id=?")), "{plan:?}");
    }
}
