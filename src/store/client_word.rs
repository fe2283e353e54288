//! The words by which `client find` finds a client, in one spelling. Whoever writes a client writes its words.

use crate::domain::client_domain::bare;
use crate::domain::id::ClientId;
use crate::domain::spelling::{Phone, key, keys};
use crate::error::Result;

use super::client::{self, ClientRow};
use super::{Tx, params};

/// How many clients are read in one step when the words of all are written.
const STEP: u32 = 1000;

super::statements! {
    [INSERT] "INSERT INTO client_word (word, client_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    [CLEAR] "DELETE FROM client_word WHERE client_id = $1";
    [AFTER] "SELECT id FROM client WHERE id > $1 ORDER BY id LIMIT $2";
}

/// Writes the words of a client as it is now, in place of those that it had.
///
/// # Errors
/// `failed`.
pub fn set(tx: &Tx<'_>, row: &ClientRow) -> Result<()> {
    let mut words = of_row(row);
    for (_, value) in client::fields(tx, row.id)? {
        match Phone::read(&value) {
            Some(phone) => words.extend(phone.words()),
            None => words.extend(keys(&value)),
        }
    }
    words.sort_unstable();
    words.dedup();
    tx.run(&CLEAR, params![row.id])?;
    words.iter().try_for_each(|word| tx.run(&INSERT, params![word.as_str(), row.id]).map(drop))
}

/// Of name, slug, account number and domain.
fn of_row(row: &ClientRow) -> Vec<String> {
    let mut words = keys(&row.name);
    words.extend(keys(row.slug.as_str()));
    words.push(key(row.slug.as_str()));
    if let Some(number) = &row.account_number {
        words.push(key(number));
        words.extend(keys(number));
    }
    if let Some(domain) = row.domain.as_deref().map(bare) {
        words.push(key(domain));
        // The last label is that of half a country.
        words.extend(keys(domain.rsplit_once('.').map_or(domain, |(labels, _)| labels)));
    }
    words
}

/// Writes the words of all clients, in a database that has none.
///
/// # Errors
/// `failed`.
pub(super) fn fill(tx: &Tx<'_>) -> Result<()> {
    let mut after = ClientId::new(0);
    loop {
        let clients = tx.few(&AFTER, params![after, STEP], |row| Ok(ClientId::new(row.int(0)?)))?;
        let Some(last) = clients.last() else { break };
        after = *last;
        tx.allow(&clients);
        for id in &clients {
            if let Some(row) = client::by_id(tx, *id)? {
                set(tx, &row)?;
            }
        }
    }
    tx.allow(&[]);
    Ok(())
}
