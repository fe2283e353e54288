//! Finding clients by what a caller knows: words of theirs, and addresses of their people. Each way goes through an
//! index and stops after as many clients as are wanted.

use crate::domain::id::{ClientId, UserId};
use crate::error::Result;

use super::{Tx, Value, params};

super::statements! {
    [WORD: ClientId] "SELECT w.client_id FROM client_word AS w WHERE w.word = $1 ORDER BY w.client_id LIMIT $2";
    [PREFIX: ClientId] "SELECT w.client_id FROM client_word AS w WHERE w.word > $1 AND w.word < $2 ORDER BY w.word, w.client_id LIMIT $3";
    [BEGINS: ClientId] "SELECT w.client_id FROM client_word AS w WHERE w.word >= $1 AND w.word < $2 ORDER BY w.word, w.client_id LIMIT $3";
    [FIRST_FROM: (word: String, client_id: ClientId)] "SELECT w.word, w.client_id FROM client_word AS w WHERE w.word >= $1 ORDER BY w.word, w.client_id LIMIT 1";
    [ADDRESS_PREFIX: ClientId] "SELECT g.client_id FROM login AS l JOIN access_grant AS g ON g.login_id = l.id AND g.state <> 'ended'
        WHERE l.email_key >= $1 AND l.email_key < $2 ORDER BY l.email_key, g.client_id, g.id LIMIT $3";
    [ADDRESS_DOMAIN: ClientId] "SELECT g.client_id FROM login AS l JOIN access_grant AS g ON g.login_id = l.id AND g.state <> 'ended'
        WHERE l.email_domain = $1 ORDER BY l.id, g.client_id, g.id LIMIT $2";
    [OF_USER: ClientId] "SELECT g.client_id FROM access_grant AS g WHERE g.login_id = $1 AND g.state <> 'ended' ORDER BY g.client_id, g.id LIMIT $2";
    [NAME: ClientId] "SELECT g.client_id FROM login_word AS w JOIN access_grant AS g ON g.login_id = w.login_id AND g.state <> 'ended'
        WHERE w.word = $1 ORDER BY w.login_id, g.client_id, g.id LIMIT $2";
    [NAME_PREFIX: ClientId] "SELECT g.client_id FROM login_word AS w JOIN access_grant AS g ON g.login_id = w.login_id AND g.state <> 'ended'
        WHERE w.word > $1 AND w.word < $2 ORDER BY w.word, w.login_id, g.client_id, g.id LIMIT $3";
    [ADDRESSES: Address] "SELECT {} FROM access_grant AS g JOIN login AS l ON l.id = g.login_id
        WHERE g.client_id = $1 AND g.state <> 'ended' ORDER BY g.id";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trace<'a> {
    /// The key of a whole word.
    Word(&'a str),
    /// The beginning of such a key, and no whole one.
    Prefix(&'a str),
    /// The beginning of such a key, or a whole one.
    Begins(&'a str),
    /// The key of a whole word of someone's name.
    Name(&'a str),
    /// The beginning of a word of someone's name, and no whole one.
    NamePrefix(&'a str),
    /// The beginning of an address.
    AddressPrefix(&'a str),
    /// The domain of an address.
    AddressDomain(&'a str),
    User(UserId),
}

/// The address of one of a client's people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub user: UserId,
    pub email: String,
    pub key: String,
    /// Behind the `@`.
    pub domain: String,
    /// First and last name, or nothing.
    pub name: String,
}

super::row! {
    Address as l {
        user: ["l.id"], email, key: ["l.email_key"], domain: ["l.email_domain"], name: ["l.first_name || ' ' || l.last_name"]
    }
}

/// The first `most` clients with that trace; one may come twice.
pub fn by_trace(tx: &Tx<'_>, trace: Trace<'_>, most: u32) -> Result<Vec<ClientId>> {
    match trace {
        Trace::Word(word) => tx.query_vec(&WORD, params![word, most]),
        Trace::Prefix(word) => tx.query_vec(&PREFIX, params![word, &beyond(word), most]),
        Trace::Begins(word) => tx.query_vec(&BEGINS, params![word, &beyond(word), most]),
        Trace::Name(word) => tx.query_vec(&NAME, params![word, most]),
        Trace::NamePrefix(word) => tx.query_vec(&NAME_PREFIX, params![word, &beyond(word), most]),
        Trace::AddressPrefix(begin) => tx.query_vec(&ADDRESS_PREFIX, params![begin, &beyond(begin), most]),
        Trace::AddressDomain(domain) => tx.query_vec(&ADDRESS_DOMAIN, params![domain, most]),
        Trace::User(user) => tx.query_vec(&OF_USER, &[user.into(), Value::from(most)]),
    }
}

/// The first word at or behind `from` in the order of the index, and the first client that has it.
pub fn first_from(tx: &Tx<'_>, from: &str) -> Result<Option<(String, ClientId)>> {
    tx.query_opt(&FIRST_FROM, params![from])
}

/// The addresses of a client's people.
pub fn addresses(tx: &Tx<'_>, client: ClientId) -> Result<Vec<Address>> {
    tx.query_vec(&ADDRESSES, params![client])
}

/// What comes after everything that begins with `prefix`.
fn beyond(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}
