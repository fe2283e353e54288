//! Queueing mails: a row in the transaction of its cause, so that both stand or fall together (SPEC 8).

use crate::domain::id::{ClientId, MailId, UserId};
use crate::error::Result;
use crate::store::login::{LoginRow, Mailbox};
use crate::store::mail::{self, MailState, NewMail};

use super::desk::Change;

/// A mail to be queued.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// The client that it is about.
    pub client: Option<ClientId>,
    /// Who gets it.
    pub to: Recipient<'a>,
    /// Which letter.
    pub kind: &'a str,
    /// Its subject.
    pub subject: String,
    /// The record that caused it, with the sending that it belongs to, where the deliverer must look again.
    pub cause: Option<(String, i64)>,
    /// What the letter says that the cause's record does not; never a secret.
    pub facts: serde_json::Map<String, serde_json::Value>,
}

/// Who gets a mail.
#[derive(Debug, Clone, Copy)]
pub enum Recipient<'a> {
    /// A person with a login. A dummy address is never mailed: the mail is skipped at once (MISSION S0.6).
    User(&'a LoginRow),
    /// An address without a login, such as a partner's contact.
    Address(&'a str),
}

impl Recipient<'_> {
    fn parts(&self) -> (Option<UserId>, &str, MailState) {
        match self {
            Self::User(login) if login.mailbox == Mailbox::No => {
                (Some(login.id), login.email.as_str(), MailState::Skipped)
            }
            Self::User(login) => (Some(login.id), login.email.as_str(), MailState::Queued),
            Self::Address(address) => (None, address, MailState::Queued),
        }
    }
}

impl Change<'_> {
    /// Queues a mail.
    ///
    /// # Errors
    /// `failed`.
    pub fn queue(&mut self, draft: &Draft<'_>) -> Result<MailId> {
        let id = mail::next_id(self.tx)?;
        let (user, recipient, state) = draft.to.parts();
        let facts = serde_json::Value::Object(draft.facts.clone()).to_string();
        // Unique for ever: the number within the database, the database within the world.
        let message_id = format!("<{id}.{}@partnerctl.invalid>", self.house.uuid);
        let new = NewMail {
            client: draft.client,
            user,
            recipient,
            kind: draft.kind,
            subject: &draft.subject,
            cause: draft.cause.as_ref().map(|(cause, _)| cause.as_str()),
            cause_version: draft.cause.as_ref().map(|(_, version)| *version),
            facts: &facts,
            message_id: &message_id,
            state,
        };
        mail::insert(self.tx, id, &new, self.now)?;
        self.mails.push(id);
        Ok(id)
    }
}
