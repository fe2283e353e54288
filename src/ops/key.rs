//! The key file of a database: read before a transaction begins, and used only if it is the key of this database.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use crate::app::keys;
use crate::domain::authority::Verb;
use crate::domain::code::{Code, CodeKind, Fingerprint, Key};
use crate::error::{Error, Hint, Result, hint};
use crate::store::code::{self, CodeState};
use crate::store::{Tx, database_info};

/// The key file, read when first needed: looking things up needs no key.
#[derive(Debug)]
pub struct KeyStore {
    path: PathBuf,
    held: RefCell<Loaded>,
}

#[derive(Debug, Clone)]
enum Loaded {
    Unread,
    Key(Rc<Key>),
    Unusable(Error),
}

/// Why there is no key to work with.
#[derive(Debug)]
pub enum NoKey {
    /// The file does not exist.
    Lost(Error),
    /// It cannot be read, or the database cannot.
    Unusable(Error),
    /// It holds the key of another database.
    Wrong(Error),
}

impl From<Error> for NoKey {
    fn from(error: Error) -> Self {
        Self::Unusable(error)
    }
}

impl From<NoKey> for Error {
    fn from(no: NoKey) -> Self {
        match no {
            NoKey::Lost(error) | NoKey::Unusable(error) | NoKey::Wrong(error) => error,
        }
    }
}

impl KeyStore {
    /// The cabinet over the key file at `path`.
    pub const fn new(path: PathBuf) -> Self {
        Self { path, held: RefCell::new(Loaded::Unread) }
    }

    /// Reads the key file, unless the key is held already. Called before a transaction begins, so that no file is read
    /// while the database is locked.
    pub fn fetch(&self) {
        if !matches!(*self.held.borrow(), Loaded::Key(_)) {
            let read = keys::read(&self.path).map_or_else(Loaded::Unusable, |key| Loaded::Key(Rc::new(key)));
            self.held.replace(read);
        }
    }

    /// The key, if it is the one of this database.
    ///
    /// # Errors
    /// `failed` when the file is missing, damaged, open to others, or of another database.
    pub fn key(&self, tx: &Tx<'_>, database: &str) -> Result<Rc<Key>, NoKey> {
        if matches!(*self.held.borrow(), Loaded::Unread) {
            self.fetch();
        }
        let key = match &*self.held.borrow() {
            Loaded::Key(key) => Rc::clone(key),
            Loaded::Unusable(error) if matches!(self.path.try_exists(), Ok(false)) => {
                return Err(NoKey::Lost(error.clone()));
            }
            Loaded::Unusable(error) => return Err(NoKey::Unusable(error.clone())),
            Loaded::Unread => return Err(NoKey::Unusable(Error::bug("the key file was not read"))),
        };
        if belongs(tx, &key, database)? {
            return Ok(key);
        }
        // The right file may be put back while this process goes on.
        self.held.replace(Loaded::Unread);
        Err(NoKey::Wrong(wrong(&self.path)))
    }

    /// Stops what must not even begin with the key of another database. A missing key file passes: what needs none
    /// works without it.
    ///
    /// # Errors
    /// `failed`, naming the file.
    pub fn must_not_be_of_another(&self, tx: &Tx<'_>, database: &str) -> Result<()> {
        match self.key(tx, database) {
            Err(NoKey::Wrong(error)) => Err(error),
            _ => Ok(()),
        }
    }

    /// Records the fingerprint of the key in a database from before there were fingerprints; the fingerprint, if it was
    /// recorded now.
    pub(super) fn adopt(&self, tx: &Tx<'_>, database: &str) -> Result<Option<Fingerprint>> {
        let Loaded::Key(key) = &*self.held.borrow() else { return Ok(None) };
        if database_info::key_fingerprint(tx)?.is_some() || !belongs(tx, key, database)? {
            return Ok(None);
        }
        let fingerprint = key.fingerprint(database);
        database_info::set_key_fingerprint(tx, Some(&fingerprint))?;
        Ok(Some(fingerprint))
    }
}

/// Whether this is the key of the database. Without a recorded fingerprint the newest codes that are live decide: if
/// there are some, the key must have made one of them.
pub fn belongs(tx: &Tx<'_>, key: &Key, database: &str) -> Result<bool> {
    if let Some(known) = database_info::key_fingerprint(tx)? {
        return Ok(known == key.fingerprint(database));
    }
    let mut others = false;
    for kind in CodeKind::ALL {
        let Some((record, row)) = code::newest(tx, kind)? else { continue };
        if row.state == CodeState::Live {
            if Code::derive(key, database, kind, record, row.version, &row.nonce).matches(&row.digest) {
                return Ok(true);
            }
            others = true;
        }
    }
    Ok(!others)
}

/// The key file is of another database.
pub fn wrong(path: &std::path::Path) -> Error {
    Error::failed(format!("the key file {} is not the key of this database", path.display()))
        .hint(Hint::plain(
            "put back the key file that belongs to it; until then no mail is delivered, and none is changed",
        ))
        .hint(hint![
            "if it is lost, move this file away and run ",
            Verb::Init.step(),
            ", which makes a new key; codes that were mailed still work"
        ])
}
