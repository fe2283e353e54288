//! The words by which `client find` finds a client, in one spelling. Anyone who writes a client writes its words.

use crate::domain::client_domain::bare;
use crate::domain::id::ClientId;
use crate::domain::spelling::{Phone, key, keys};
use crate::error::Result;

use super::{Tx, client, params};
use crate::domain::client::ClientRow;

/// How many clients are read before their words are written, when the words of all are. The part of the index by client
/// that they fill stays in the cache meanwhile.
const STEP: u32 = 50_000;
/// What is made again after all words are written: in a migration every client is written.
pub(super) const REBUILT: [(&str, &str); 1] = [("trigger", "client_word_guard_insert")];

super::statements! {
    [INSERT] "INSERT INTO client_word (word, client_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    [CLEAR] "DELETE FROM client_word WHERE client_id = $1";
    [NAMES_AFTER: (id: ClientId, names: Names<'static>)] "SELECT c.id, {} FROM client AS c WHERE c.id > $1 ORDER BY c.id LIMIT $2";
    [FIELDS_BETWEEN: (client_id: ClientId, value: String)] "SELECT client_id, value FROM client_field
        WHERE client_id > $1 AND client_id <= $2 AND value IS NOT NULL ORDER BY client_id, field_key";
}

/// By what a client is named.
#[derive(Debug, Clone, Copy)]
struct Names<'a> {
    name: &'a str,
    slug: &'a str,
    account_number: Option<&'a str>,
    domain: Option<&'a str>,
}

super::row!(Names<'r> as c { name, slug, account_number, domain });

/// Writes the words of a client as it is now, in place of those that it had.
pub fn set(tx: &Tx<'_>, row: &ClientRow) -> Result<()> {
    let fields = client::fields(tx, row.id)?;
    tx.run(&CLEAR, params![row.id])?;
    add(tx, row, fields.iter().map(|(_, value)| value.as_str()))
}

/// Writes the words of a client that has none, with the values of its extra fields.
pub fn add<'f>(tx: &Tx<'_>, row: &ClientRow, fields: impl Iterator<Item = &'f str>) -> Result<()> {
    let mut words = of_names(Names {
        name: &row.name,
        slug: row.slug.as_str(),
        account_number: row.account_number.as_deref(),
        domain: row.domain.as_deref(),
    });
    words.extend(fields.flat_map(of_field));
    words.sort_unstable();
    words.dedup();
    words.iter().try_for_each(|word| tx.put_any(&INSERT, params![word.as_str(), row.id]))
}

/// Of name, slug, account number and domain.
fn of_names(of: Names<'_>) -> Vec<String> {
    let mut words = keys(of.name);
    words.extend(keys(of.slug));
    words.push(key(of.slug));
    if let Some(number) = of.account_number {
        words.push(key(number));
        words.extend(keys(number));
    }
    if let Some(domain) = of.domain.map(bare) {
        words.push(key(domain));
        // The last label is that of half a country.
        words.extend(keys(domain.rsplit_once('.').map_or(domain, |(labels, _)| labels)));
    }
    words
}

/// Of the value of an extra field.
fn of_field(value: &str) -> Vec<String> {
    Phone::read(value).map_or_else(|| keys(value), |phone| phone.words().into())
}

/// Writes the words of all clients, in a database that has none. The caller has taken away what is in [`REBUILT`]. The
/// words of many clients are written at once and in the order of the table, so that each page is written few times.
pub(super) fn fill(tx: &Tx<'_>) -> Result<()> {
    let mut after = ClientId::new(0);
    let mut words: Vec<(Box<str>, ClientId)> = Vec::new();
    loop {
        let mut last = None;
        tx.each(&NAMES_AFTER, params![after, STEP], |(client, names)| {
            words.extend(of_names(names).into_iter().map(|word| (word.into_boxed_str(), client)));
            last = Some(client);
            Ok(())
        })?;
        let Some(last) = last else { return Ok(()) };
        tx.each(&FIELDS_BETWEEN, params![after, last], |(client, value)| {
            words.extend(of_field(&value).into_iter().map(|word| (word.into_boxed_str(), client)));
            Ok(())
        })?;
        after = last;
        words.sort_unstable();
        words.dedup();
        words.drain(..).try_for_each(|(word, client)| tx.run(&INSERT, params![&*word, client]).map(drop))?;
    }
}
