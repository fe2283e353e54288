//! What completion at a shell reads: the beginning of an index, and no more rows than are asked for.

use crate::domain::email::Email;
use crate::domain::id::{ClientId, InvitationId, LinkId, MailId, PartnerId, SessionId, UserId};
use crate::domain::login::LoginState;
use crate::domain::time::Instant;
use crate::error::Result;

use super::{Row, Tx, params};

macro_rules! person {
    ($role:literal, $state:literal, $rest:literal) => {
        concat!(
            "SELECT l.id, l.email, l.email_key, l.first_name, l.last_name, l.state, ",
            $role,
            ", ",
            $state,
            " FROM ",
            $rest
        )
    };
}

super::statements! {
    [PEOPLE_IN] person!("g.role", "g.state", "access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND g.state <> 'ended' ORDER BY g.client_id, g.login_id, g.id LIMIT $2");
    [PEOPLE_AT] person!("NULL", "NULL", "partner_user AS u JOIN login AS l ON l.id = u.login_id
        WHERE u.partner_id = $1 AND u.state = 'active' ORDER BY u.partner_id, u.login_id LIMIT $2");
    [PEOPLE_BY_ADDRESS] person!("NULL", "NULL", "login AS l
        WHERE l.email_key >= $1 AND l.email_key < $2 ORDER BY l.email_key, l.id LIMIT $3");
    [PEOPLE_BY_NAME] person!("NULL", "NULL", "login_word AS w JOIN login AS l ON l.id = w.login_id
        WHERE w.word >= $1 AND w.word < $2 ORDER BY w.word, w.login_id LIMIT $3");
    [OWNERS] "SELECT l.email, g.client_id FROM login AS l JOIN access_grant AS g ON g.login_id = l.id AND g.state <> 'ended' AND g.role = 'owner'
        WHERE l.email_key >= $1 AND l.email_key < $2 ORDER BY l.email_key, g.client_id, g.id LIMIT $3";
    [NUMBERS] "SELECT c.account_number, c.id FROM client AS c
        WHERE c.account_number IS NOT NULL AND c.state <> 'closed' AND c.account_number >= $1 AND c.account_number < $2
        ORDER BY c.account_number, c.id LIMIT $3";
    [DOMAINS] "SELECT c.domain, c.id FROM client AS c
        WHERE c.domain IS NOT NULL AND c.domain >= $1 AND c.domain < $2 AND c.state <> 'closed' ORDER BY c.domain, c.id LIMIT $3";
    [INVITATIONS_OF] "SELECT i.id, i.state, i.email, i.expires_at, i.client_id FROM invitation AS i WHERE i.client_id = $1 ORDER BY i.id DESC LIMIT $2";
    [INVITATIONS] "SELECT i.id, i.state, i.email, i.expires_at, i.client_id FROM invitation AS i WHERE i.id > 0 ORDER BY i.id DESC LIMIT $1";
    [LINKS_OF] "SELECT k.id, k.client_id FROM link AS k WHERE k.client_id = $1 AND k.deleted_at IS NULL ORDER BY k.id DESC LIMIT $2";
    [LINKS] "SELECT k.id, k.client_id FROM link AS k WHERE k.id > 0 AND k.deleted_at IS NULL ORDER BY k.id DESC LIMIT $1";
    [MAILS_OF] "SELECT m.id, m.state, m.recipient, m.kind, m.client_id FROM mail AS m WHERE m.client_id = $1 ORDER BY m.client_id, m.id DESC LIMIT $2";
    [MAILS] "SELECT m.id, m.state, m.recipient, m.kind, m.client_id FROM mail AS m WHERE m.id > 0 ORDER BY m.id DESC LIMIT $1";
    [SESSIONS_OF] "SELECT s.id FROM session AS s WHERE s.client_id = $1 ORDER BY s.client_id, s.id DESC LIMIT $2";
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
    pub state: String,
    pub email: String,
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
    tx.query_vec(&PEOPLE_IN, params![client, most], person)
}

/// The first `most` users of a partner.
pub fn people_at(tx: &Tx<'_>, partner: PartnerId, most: u32) -> Result<Vec<Person>> {
    tx.query_vec(&PEOPLE_AT, params![partner, most], person)
}

/// The first `most` logins whose address begins with `key`.
pub fn people_by_address(tx: &Tx<'_>, key: &str, most: u32) -> Result<Vec<Person>> {
    tx.query_vec(&PEOPLE_BY_ADDRESS, params![key, &beyond(key), most], person)
}

/// The first `most` logins of which a word of the name begins with `key`.
pub fn people_by_name(tx: &Tx<'_>, key: &str, most: u32) -> Result<Vec<Person>> {
    tx.query_vec(&PEOPLE_BY_NAME, params![key, &beyond(key), most], person)
}

/// The first `most` account numbers, domains or addresses of owners that begin with `prefix`, each with an open client.
pub fn references(tx: &Tx<'_>, form: Reference, prefix: &str, most: u32) -> Result<Vec<(String, ClientId)>> {
    let sql = match form {
        Reference::Account => &NUMBERS,
        Reference::Domain => &DOMAINS,
        Reference::Owner => &OWNERS,
    };
    tx.query_vec(sql, params![prefix, &beyond(prefix), most], |row| {
        Ok((row.text(0)?.to_owned(), ClientId::new(row.int(1)?)))
    })
}

/// The newest `most` invitations into a client, or into any.
pub fn invitations(tx: &Tx<'_>, client: Option<ClientId>, most: u32) -> Result<Vec<InvitationLine>> {
    let read = |row: &Row<'_>| {
        Ok(InvitationLine {
            id: InvitationId::new(row.int(0)?),
            state: row.text(1)?.to_owned(),
            email: row.text(2)?.to_owned(),
            expires_at: row.at(3)?,
            client: ClientId::new(row.int(4)?),
        })
    };
    match client {
        Some(client) => tx.query_vec(&INVITATIONS_OF, params![client, most], read),
        None => tx.query_vec(&INVITATIONS, params![most], read),
    }
}

/// The newest `most` links of a client, or of any, each with its client.
pub fn links(tx: &Tx<'_>, client: Option<ClientId>, most: u32) -> Result<Vec<(LinkId, ClientId)>> {
    let read = |row: &Row<'_>| Ok((LinkId::new(row.int(0)?), ClientId::new(row.int(1)?)));
    match client {
        Some(client) => tx.query_vec(&LINKS_OF, params![client, most], read),
        None => tx.query_vec(&LINKS, params![most], read),
    }
}

/// The newest `most` mails about a client, or all.
pub fn mails(tx: &Tx<'_>, client: Option<ClientId>, most: u32) -> Result<Vec<MailLine>> {
    let read = |row: &Row<'_>| {
        Ok(MailLine {
            id: MailId::new(row.int(0)?),
            state: row.text(1)?.to_owned(),
            recipient: row.text(2)?.to_owned(),
            kind: row.text(3)?.to_owned(),
            client: row.opt_int(4)?.map(ClientId::new),
        })
    };
    match client {
        Some(client) => tx.query_vec(&MAILS_OF, params![client, most], read),
        None => tx.query_vec(&MAILS, params![most], read),
    }
}

/// The newest `most` sessions in a client.
pub fn sessions(tx: &Tx<'_>, client: ClientId, most: u32) -> Result<Vec<SessionId>> {
    tx.query_vec(&SESSIONS_OF, params![client, most], |row| row.int(0).map(SessionId::new))
}

/// What comes after everything that begins with `prefix`.
fn beyond(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

fn person(row: &Row<'_>) -> Result<Person> {
    let grant = row.opt_text(6)?.map(str::to_owned).zip(row.opt_text(7)?.map(str::to_owned));
    Ok(Person {
        id: UserId::new(row.int(0)?),
        email: Email::stored(row.text(1)?.to_owned(), row.text(2)?.to_owned()),
        name: format!("{} {}", row.text(3)?, row.text(4)?).trim().to_owned(),
        login: LoginState::stored(row.text(5)?)?,
        grant,
    })
}
