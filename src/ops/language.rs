//! In which language a reader of mails and pages is addressed: that of the person, else that of an invitation to someone
//! who has none, else that of the client, else that of the desk (docs/reference.md#languages).

use std::cell::{Cell, OnceCell};

use crate::app::settings;
use crate::domain::client::ClientRow;
use crate::domain::id::ClientId;
use crate::domain::language::Language;
use crate::domain::login::LoginRow;
use crate::error::Result;
use crate::store::{Tx, client};

use super::setting;

/// The language of the desk.
///
/// # Errors
/// `failed` when the setting is damaged.
pub fn of_desk(tx: &Tx<'_>) -> Result<Language> {
    setting::value(tx, settings::LANGUAGE)?.map_or(Ok(Language::default()), |tag| Language::parse(&tag))
}

/// The language of a reader who is about to read something of this client, if it is about one.
///
/// # Errors
/// As [`of_desk`].
pub fn of_reader(tx: &Tx<'_>, person: Option<&LoginRow>, place: Option<&ClientRow>) -> Result<Language> {
    let chosen = [person.and_then(|person| person.language), place.and_then(|place| place.language)];
    match chosen.into_iter().flatten().next() {
        Some(language) => Ok(language),
        None => of_desk(tx),
    }
}

/// What mails of one transaction ask for again and again.
#[derive(Debug, Default)]
pub(super) struct Languages {
    desk: OnceCell<Language>,
    client: Cell<Option<(ClientId, Option<Language>)>>,
}

impl Languages {
    /// The language of the desk, read once.
    pub(super) fn desk(&self, tx: &Tx<'_>) -> Result<Language> {
        match self.desk.get() {
            Some(language) => Ok(*language),
            None => of_desk(tx).map(|language| *self.desk.get_or_init(|| language)),
        }
    }

    /// Takes note of the client that a change is about, whose mails ask for it.
    pub(super) fn remember(&self, row: &ClientRow) {
        self.client.set(Some((row.id, row.language)));
    }

    /// The language of a client. A transaction is most often about one, which is read once.
    fn of_client(&self, tx: &Tx<'_>, id: ClientId) -> Result<Option<Language>> {
        if let Some((known, language)) = self.client.get()
            && known == id
        {
            return Ok(language);
        }
        let language = client::by_id(tx, id)?.and_then(|row| row.language);
        self.client.set(Some((id, language)));
        Ok(language)
    }

    /// The language of the first that chose one: `own` of the reader, else the client, else the desk.
    pub(super) fn first_of(&self, tx: &Tx<'_>, own: &[Option<Language>], client: Option<ClientId>) -> Result<Language> {
        if let Some(own) = own.iter().flatten().next() {
            return Ok(*own);
        }
        match client.map(|client| self.of_client(tx, client)).transpose()?.flatten() {
            Some(language) => Ok(language),
            None => self.desk(tx),
        }
    }
}
