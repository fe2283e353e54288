//! How often codes are mailed to one address: five times again within 24 hours, over all clients and kinds
//! (docs/mail.md). A person who finds many of them in the mailbox trusts none.

use crate::domain::authority::Verb;
use crate::domain::email::Email;
use crate::domain::id::ClientId;
use crate::domain::login::{LoginRow, Reached};
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Flag, Result, hint};
use crate::mail::MailKind;
use crate::ops::unit_of_work::Change;
use crate::store::mail::again::codes;
use crate::store::{Tx, bounce};

/// How often within [`DAY`].
const MOST: usize = 5;
/// For so long a mail counts.
const DAY: Span = Span::DAY;
/// Of a person's mails only the last are looked at: more than these are no matter of a day.
const LOOKED_AT: u32 = 200;

/// A mail with a code that is about to be queued.
#[derive(Debug, Clone, Copy)]
pub(in crate::ops) struct Sending<'a> {
    pub to: &'a LoginRow,
    /// The client that it is about.
    pub client: Option<ClientId>,
    pub kind: MailKind,
    /// Counts the sendings of its record.
    pub number: i64,
}

impl<'a> Sending<'a> {
    pub(in crate::ops) fn of_invitation(client: ClientId, to: &'a LoginRow, number: i64) -> Self {
        Self { to, client: Some(client), kind: MailKind::Invitation, number }
    }

    /// Refuses the sixth mail within 24 hours that repeats one to the same address.
    ///
    /// # Errors
    /// `conflict`, with the instant from which it may be sent.
    pub(in crate::ops) fn check(self, change: &Change<'_>) -> Result<()> {
        let Some(from) = self.again_from(change.tx, change.now)? else { return Ok(()) };
        let to = &self.to.email;
        Err(Error::conflict(format!("{to} was mailed again {MOST} times within 24 hours, which is the most"))
            .hint(hint!["it may be sent again from ", from.up_to_minute().as_start()])
            .hint(hint![
                "have them look into the junk or spam folder; see what was sent with ",
                Verb::MailList.step().with(Flag::User, &to)
            ])
            .fact("retry_at", from.to_string()))
    }

    /// From when on it may be sent, where that is not now. What is never mailed, or is no repetition, may always.
    pub(in crate::ops) fn again_from(self, tx: &Tx<'_>, now: Instant) -> Result<Option<Instant>> {
        let Self { to, client, kind, number } = self;
        let mut went: Vec<(Option<ClientId>, String)> = Vec::new();
        let mut again = Vec::new();
        for mail in codes(tx, to.id, now - DAY, LOOKED_AT)? {
            // Another address that the login had is another mailbox; what a clock that was set back has before it makes
            // no one wait.
            if mail.at > now || Email::parse(&mail.recipient).is_ok_and(|recipient| recipient != to.email) {
                continue;
            }
            if repeats(&went, mail.client, &mail.kind, mail.sending) {
                again.push(mail.at);
            }
            went.push((mail.client, mail.kind));
        }
        if !repeats(&went, client, kind.name(), number) {
            return Ok(None);
        }
        let first = again.len().checked_sub(MOST).and_then(|first| again.get(first));
        match first {
            Some(first) if bounce::reached(tx, to)? == Reached::Yes => Ok(Some(*first + DAY)),
            _ => Ok(None),
        }
    }
}

/// Whether a mail comes after one of the same kind: another sending of its record, or another invitation or reset where
/// the former was withdrawn. Requests by different partners are different things.
fn repeats(went: &[(Option<ClientId>, String)], client: Option<ClientId>, kind: &str, number: i64) -> bool {
    let same = || went.iter().any(|(of, other)| *of == client && other == kind);
    match kind {
        "link_request" => number > 1,
        "password_reset" | "address_change" => same(),
        _ => number > 1 || same(),
    }
}
