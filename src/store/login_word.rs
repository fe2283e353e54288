//! The words of people's names, by which their clients are found. Anyone who writes a name writes its words.

use crate::domain::id::UserId;
use crate::domain::spelling::keys;
use crate::error::Result;

use super::{Tx, params};

/// How many people are looked at in one step, when the words of everyone are written.
const STEP: u32 = 1000;

super::statements! {
    [INSERT] "INSERT INTO login_word (word, login_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    [CLEAR] "DELETE FROM login_word WHERE login_id = $1";
    [NAME] "SELECT first_name, last_name FROM login WHERE id = $1";
    [NAMES_AFTER] "SELECT id, first_name, last_name FROM login WHERE id > $1 ORDER BY id LIMIT $2";
}

/// Writes the words of someone new. Most people come without a name, and cost nothing.
pub(super) fn add(tx: &Tx<'_>, id: UserId, first: &str, last: &str) -> Result<()> {
    [first, last].into_iter().flat_map(keys).try_for_each(|word| tx.run(&INSERT, params![word.as_str(), id]).map(drop))
}

/// Writes the words again, after the name was changed or put back.
pub fn renew(tx: &Tx<'_>, id: UserId) -> Result<()> {
    tx.run(&CLEAR, params![id])?;
    let name = tx.query_opt(&NAME, params![id], |row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned())))?;
    name.map_or(Ok(()), |(first, last)| add(tx, id, &first, &last))
}

/// Writes the words of everyone, in a database that has none.
pub(super) fn fill(tx: &Tx<'_>) -> Result<()> {
    let mut after = UserId::new(0);
    loop {
        let people = tx.query_vec(&NAMES_AFTER, params![after, STEP], |row| {
            Ok((UserId::new(row.int(0)?), row.text(1)?.to_owned(), row.text(2)?.to_owned()))
        })?;
        let Some((last, ..)) = people.last() else { return Ok(()) };
        after = *last;
        for (id, first, last) in &people {
            add(tx, *id, first, last)?;
        }
    }
}
