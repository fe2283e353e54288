//! What completion at a shell reads: the beginning of an index, and no more rows than are asked for.

use crate::domain::email::Email;
use crate::domain::id::{ClientId, InvitationId, LinkId, MailId, PartnerId, SessionId, UserId};
use crate::domain::invitation::InvitationStatus;
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Query, Tx, params};

/// A login, as a list shows it in one line.
struct LoginLine {
    id: UserId,
    email: Email,
    first_name: String,
    last_name: String,
    state: LoginState,
}

super::row!(LoginLine as l { id, email: ["l.email", "l.email_key"], first_name, last_name, state });
super::row!(InvitationLine as i { id, state, email, sent_at, expires_at, client: ["i.client_id"] });
super::row!(MailLine as m { id, state, recipient, kind, client: ["m.client_id"] });

super::statements! {
    [PEOPLE_IN: (login: LoginLine, role: String, state: String)] "SELECT {}, g.role AS role, g.state AS state FROM access_grant AS g
        JOIN login AS l ON l.id = g.login_id WHERE g.client_id = $1 AND g.state <> 'ended' ORDER BY g.client_id, g.login_id, g.id LIMIT $2";
    [PEOPLE_AT: LoginLine] "SELECT {} FROM partner_user AS u JOIN login AS l ON l.id = u.login_id
        WHERE u.partner_id = $1 AND u.state = 'active' ORDER BY u.partner_id, u.login_id LIMIT $2";
    [PEOPLE_BY_ADDRESS: LoginLine] "SELECT {} FROM login AS l
        WHERE l.email_key >= $1 AND l.email_key < $2 ORDER BY l.email_key, l.id LIMIT $3";
    [PEOPLE_BY_NAME: LoginLine] "SELECT {} FROM login_word AS w JOIN login AS l ON l.id = w.login_id
        WHERE w.word >= $1 AND w.word < $2 ORDER BY w.word, w.login_id LIMIT $3";
    [OWNERS: (email: String, client_id: ClientId)] "SELECT l.email, g.client_id FROM login AS l
        JOIN access_grant AS g ON g.login_id = l.id AND g.state <> 'ended' AND g.role = 'owner'
        WHERE l.email_key >= $1 AND l.email_key < $2 ORDER BY l.email_key, g.client_id, g.id LIMIT $3";
    [NUMBERS: (account_number: String, id: ClientId)] "SELECT c.account_number, c.id FROM client AS c
        WHERE c.account_number IS NOT NULL AND c.state <> 'closed' AND c.account_number >= $1 AND c.account_number < $2
        ORDER BY c.account_number, c.id LIMIT $3";
    [DOMAINS: (domain: String, id: ClientId)] "SELECT c.domain, c.id FROM client AS c
        WHERE c.domain IS NOT NULL AND c.domain >= $1 AND c.domain < $2 AND c.state <> 'closed' ORDER BY c.domain, c.id LIMIT $3";
    [INVITATIONS_OF: InvitationLine] "SELECT {} FROM invitation AS i WHERE i.client_id = $1 ORDER BY i.id DESC LIMIT $2";
    [INVITATIONS: InvitationLine] "SELECT {} FROM invitation AS i WHERE i.id > 0 ORDER BY i.id DESC LIMIT $1";
    [LINKS_OF: (id: LinkId, client_id: ClientId)] "SELECT k.id, k.client_id FROM link AS k WHERE k.client_id = $1 AND k.deleted_at IS NULL ORDER BY k.id DESC LIMIT $2";
    [LINKS: (id: LinkId, client_id: ClientId)] "SELECT k.id, k.client_id FROM link AS k WHERE k.id > 0 AND k.deleted_at IS NULL ORDER BY k.id DESC LIMIT $1";
    [MAILS_OF: MailLine] "SELECT {} FROM mail AS m WHERE m.client_id = $1 ORDER BY m.client_id, m.id DESC LIMIT $2";
    [MAILS: MailLine] "SELECT {} FROM mail AS m WHERE m.id > 0 ORDER BY m.id DESC LIMIT $1";
    [SESSIONS_OF: SessionId] "SELECT s.id FROM session AS s WHERE s.client_id = $1 ORDER BY s.client_id, s.id DESC LIMIT $2";
}

/// A person, with what they are in the client whose people are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: UserId,
    pub email: Email,
    pub name: String,
    pub login: LoginState,
    /// The role and state of their grant, in a client.
    pub grant: Option<(String, String)>,
}

/// An invitation, as a list shows it in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationLine {
    pub id: InvitationId,
    pub state: InvitationStatus,
    pub email: String,
    pub sent_at: Instant,
    pub expires_at: Instant,
    pub client: ClientId,
}

/// A mail, as a list shows it in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailLine {
    pub id: MailId,
    pub state: String,
    pub recipient: String,
    pub kind: String,
    pub client: Option<ClientId>,
}

/// How a client is named other than by its slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    Account,
    Domain,
    Owner,
}

/// The first `most` people of a client whose access has not ended, prepared ones too.
pub fn people_in(tx: &Tx<'_>, client: ClientId, most: u32) -> Result<Vec<Person>> {
    let people = tx.query_vec(&PEOPLE_IN, params![client, most])?;
    Ok(people.into_iter().map(|(login, role, state)| Person { grant: Some((role, state)), ..login.into() }).collect())
}

/// The first `most` users of a partner.
pub fn people_at(tx: &Tx<'_>, partner: PartnerId, most: u32) -> Result<Vec<Person>> {
    Ok(tx.query_vec(&PEOPLE_AT, params![partner, most])?.into_iter().map(Person::from).collect())
}

/// The first `most` logins whose address begins with `key`.
pub fn people_by_address(tx: &Tx<'_>, key: &str, most: u32) -> Result<Vec<Person>> {
    Ok(tx.query_vec(&PEOPLE_BY_ADDRESS, params![key, &beyond(key), most])?.into_iter().map(Person::from).collect())
}

/// The first `most` logins of which a word of the name begins with `key`.
pub fn people_by_name(tx: &Tx<'_>, key: &str, most: u32) -> Result<Vec<Person>> {
    Ok(tx.query_vec(&PEOPLE_BY_NAME, params![key, &beyond(key), most])?.into_iter().map(Person::from).collect())
}

/// The first `most` account numbers, domains or addresses of owners that begin with `prefix`, each with an open client.
pub fn references(tx: &Tx<'_>, form: Reference, prefix: &str, most: u32) -> Result<Vec<(String, ClientId)>> {
    let query: &Query<(String, ClientId)> = match form {
        Reference::Account => &NUMBERS,
        Reference::Domain => &DOMAINS,
        Reference::Owner => &OWNERS,
    };
    tx.query_vec(query, params![prefix, &beyond(prefix), most])
}

/// The newest `most` invitations into a client, or into any.
pub fn invitations(tx: &Tx<'_>, client: Option<ClientId>, most: u32) -> Result<Vec<InvitationLine>> {
    match client {
        Some(client) => tx.query_vec(&INVITATIONS_OF, params![client, most]),
        None => tx.query_vec(&INVITATIONS, params![most]),
    }
}

/// The newest `most` links of a client, or of any, each with its client.
pub fn links(tx: &Tx<'_>, client: Option<ClientId>, most: u32) -> Result<Vec<(LinkId, ClientId)>> {
    match client {
        Some(client) => tx.query_vec(&LINKS_OF, params![client, most]),
        None => tx.query_vec(&LINKS, params![most]),
    }
}

/// The newest `most` mails about a client, or all.
pub fn mails(tx: &Tx<'_>, client: Option<ClientId>, most: u32) -> Result<Vec<MailLine>> {
    match client {
        Some(client) => tx.query_vec(&MAILS_OF, params![client, most]),
        None => tx.query_vec(&MAILS, params![most]),
    }
}

/// The newest `most` sessions in a client.
pub fn sessions(tx: &Tx<'_>, client: ClientId, most: u32) -> Result<Vec<SessionId>> {
    tx.query_vec(&SESSIONS_OF, params![client, most])
}

/// What comes after everything that begins with `prefix`.
fn beyond(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

impl From<LoginRow> for Person {
    fn from(login: LoginRow) -> Self {
        Self { id: login.id, name: login.name(), email: login.email, login: login.state, grant: None }
    }
}

impl From<LoginLine> for Person {
    fn from(login: LoginLine) -> Self {
        Self {
            id: login.id,
            email: login.email,
            name: format!("{} {}", login.first_name, login.last_name).trim().to_owned(),
            login: login.state,
            grant: None,
        }
    }
}
