//! The notifications of a change: what waits leaves without it, and anyone who was notified already gets another mail.
//! When the undo is itself undone, both are turned round.

use crate::domain::client::ClientRow;
use crate::domain::mail::{MailRow, MailState};
use crate::domain::time::Span;
use crate::error::Result;
use crate::mail::facts::{EntryState, Notice, NoticeEntry, Turn};
use crate::mail::{MailFacts, MailKind};
use crate::ops::notify::Notified;
use crate::store::Tx;
use crate::store::history::{self, ChangeRecord};
use crate::store::mail::notice::{rewrite, since};

use super::advice::stopped;
use super::difference::Difference;

/// Why a mail of a change that was taken back did not leave.
pub(super) const TAKEN_BACK: &str = "what it announces was taken back before it left";
/// The longest that a digest gathers: a day of 25 hours, and some.
const LONGEST: Span = Span::hours(26);

#[derive(Debug)]
pub(super) struct Notices {
    waiting: Vec<Waiting>,
    notified: Vec<Notified>,
    turn: Turn,
}

/// A mail that has not left.
#[derive(Debug)]
struct Waiting {
    mail: MailRow,
    /// What it says from now on.
    notice: Notice,
}

impl Default for Notices {
    fn default() -> Self {
        Self { waiting: Vec::new(), notified: Vec::new(), turn: Turn::TakenBack }
    }
}

impl Notices {
    /// The notifications of `first`, the change that undoing `done` takes back or does again.
    ///
    /// # Errors
    /// `conflict` when one is leaving now.
    pub(super) fn find(
        tx: &Tx<'_>,
        client: &ClientRow,
        done: &ChangeRecord,
        (first, turn): (&ChangeRecord, Turn),
    ) -> Result<Self> {
        let mut found = Self { turn, ..Self::default() };
        let kind = MailKind::Notice.name();
        for mail in since(tx, client.id, kind, first.at - LONGEST)? {
            let MailFacts::Notice(mut notice) = MailFacts::from_json(kind, &mail.facts)? else { continue };
            let of_it = |entry: &NoticeEntry| entry.audit == first.number && entry.undone.is_none();
            if !notice.entries.iter().any(of_it) {
                continue;
            }
            match mail.state {
                MailState::Sending => {
                    let why = format!("{} to {} is leaving now", mail.id, mail.recipient);
                    return Err(stopped(tx, client, done, &why)?);
                }
                MailState::Written | MailState::Sent | MailState::Unknown => {
                    let read = notice.holding().entries.into_iter().filter(of_it);
                    let to = |entry| Notified { user: mail.user, address: mail.recipient.clone(), entry };
                    found.notified.extend(read.map(to));
                }
                MailState::Skipped if mail.last_error.as_deref() != Some(TAKEN_BACK) => {}
                MailState::Queued | MailState::Skipped => {
                    for entry in notice.entries.iter_mut().filter(|entry| of_it(entry)) {
                        entry.state = if turn == Turn::TakenBack { EntryState::TakenBack } else { EntryState::Holds };
                    }
                    found.waiting.push(Waiting { mail, notice });
                }
                MailState::Failed | MailState::Bounced => {}
            }
        }
        Ok(found)
    }

    /// Those who were notified already, and what they are to be notified of.
    pub(super) fn notified(&self) -> (&[Notified], Turn) {
        (&self.notified, self.turn)
    }

    /// What people see of it: mails that will not leave, or will after all.
    pub(super) fn differences(&self) -> Vec<Difference> {
        let changed = self.waiting.iter().filter(|waiting| waiting.mail.state != waiting.state());
        changed
            .map(|waiting| {
                Difference::of_mail(waiting.mail.id, &waiting.mail.recipient, (waiting.mail.state, waiting.state()))
            })
            .collect()
    }

    /// Writes what the mails that wait say from now on.
    pub(super) fn rewrite(&self, tx: &Tx<'_>) -> Result<()> {
        for Waiting { mail, notice } in &self.waiting {
            if mail.state == MailState::Skipped {
                history::queue_again(tx, mail.id)?;
            }
            rewrite(tx, mail.id, &MailFacts::Notice(notice.clone()).to_json()?)?;
            if notice.clone().holding().entries.is_empty() {
                history::skip(tx, mail.id, TAKEN_BACK)?;
            }
        }
        Ok(())
    }
}

impl Waiting {
    fn state(&self) -> MailState {
        if self.notice.clone().holding().entries.is_empty() { MailState::Skipped } else { MailState::Queued }
    }
}
