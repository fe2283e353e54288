//! How mails leave (SPEC 8). One implementation a transport; [`super::file`] is the first.

use std::path::PathBuf;

use crate::domain::id::MailId;
use crate::error::Result;

/// A finished mail: bytes for one recipient.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// Its number in the outbox.
    pub id: MailId,
    /// RFC 5322, with CRLF. It may hold a code: no transport keeps, shows or logs it elsewhere than where it goes.
    pub message: &'a [u8],
}

/// What became of a mail that left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// It lies in this file. Nobody was sent anything.
    Written(PathBuf),
}

/// Takes mails. The same mail may come twice, after a crash: it has the same Message-ID and the same bytes.
pub trait Transport {
    /// Hands over one mail. When this returns, the mail is where it says, also after a power failure.
    ///
    /// # Errors
    /// `failed` when it could not leave now; it is tried again later. The message names no code.
    fn hand_over(&mut self, mail: &Outgoing<'_>) -> Result<Handed>;
}
