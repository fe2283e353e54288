//! How mails leave (docs/mail.md). One implementation for each: [`super::file`], [`super::sendmail`], [`super::smtp`].
//!
//! A mail is handed over in two steps, so that the queue can record the result of the mail before
//! while the server already listens: [`Transport::offer`] does everything short of the point of no return, and
//! [`Transport::commit`] passes it. One who dies before `commit` has sent nothing.

use std::path::PathBuf;

use serde::Serialize;

use crate::domain::id::MailId;
use crate::error::{Error, Result};

/// A finished mail: bytes for one recipient. It may hold a code: no transport keeps, shows or logs it elsewhere than
/// where it goes, and it has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its number in the outbox.
    pub id: MailId,
    /// Whom it is from: an address in ASCII, without a name.
    pub from: String,
    /// Whom it is for, likewise.
    pub to: String,
    /// RFC 5322, with CRLF, in ASCII.
    pub message: Vec<u8>,
}

/// What became of a mail that left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// It lies in this file. No one was sent anything.
    Written(PathBuf),
    /// A server or program took it, in these words.
    Taken(String),
}

/// Why a mail did not leave. No message names a code.
#[derive(Debug)]
pub enum Refusal {
    /// Nothing can leave this way now: it is set wrongly, cannot be reached, is not to be trusted, or refuses us. No
    /// mail is at fault, and trying the next one is of no use.
    Unusable(Error),
    /// This one cannot leave now: a reply 4xx, or the connection was lost. It is tried again.
    NotNow(Error, Option<String>),
    /// This one never will: a reply 5xx to its recipient or its text.
    Never(Error, Option<String>),
    /// This one never will, by a rule that may be about us and not about it.
    Rule(Box<Rule>),
    /// All of it was passed on, and no answer came: it may have been taken or not. It is tried again, as the same mail.
    Unknown(Error),
}

/// A refusal by a rule about senders, relays or this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What went wrong, if it is about this recipient.
    pub one: Error,
    /// What went wrong, if others are refused alike.
    pub all: Error,
    pub reply: String,
    /// The rule: an enhanced status code (RFC 3463), or a word for it.
    pub status: String,
}

impl Rule {
    /// What is said of a mail that tries whether the way is set up.
    pub fn trial(&self) -> Error {
        Error::failed(self.one.sentence().clone()).hints_of(self.all.hints().iter().cloned())
    }
}

/// Takes mails, one at a time. The same mail may come twice, after a crash: it has the same Message-ID and the same
/// bytes.
pub trait Transport: Send {
    /// Everything short of the point of no return. Anyone who drops the transport now has sent nothing.
    ///
    /// # Errors
    /// Why the mail cannot leave.
    fn offer(&mut self, mail: &Outgoing) -> Result<(), Refusal>;

    /// Hands over the mail that was offered. When this returns, it is where it says, also after a power failure.
    ///
    /// # Errors
    /// Why the mail did not leave, as far as that is known.
    fn commit(&mut self, mail: &Outgoing) -> Result<Handed, Refusal>;

    /// Looks whether mails could leave this way now, and sends none: what was found, in order.
    ///
    /// # Errors
    /// Why they could not, naming the setting to change.
    fn check(&mut self) -> Result<Vec<Finding>>;
}

/// One thing that [`Transport::check`] found in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at: `connection`, `tls`, `login`, `folder`, …
    pub what: &'static str,
    /// What was found, for people.
    pub found: String,
}

impl Refusal {
    pub fn error(&self) -> &Error {
        match self {
            Self::Unusable(error) | Self::NotNow(error, _) | Self::Never(error, _) | Self::Unknown(error) => error,
            Self::Rule(rule) => &rule.one,
        }
    }

    /// What the server said, if it was a server and said something.
    pub fn reply(&self) -> Option<&str> {
        match self {
            Self::NotNow(_, reply) | Self::Never(_, reply) => reply.as_deref(),
            Self::Rule(rule) => Some(&rule.reply),
            Self::Unusable(_) | Self::Unknown(_) => None,
        }
    }
}
