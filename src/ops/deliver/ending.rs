//! The access or link whose end a mail reminds of.

use crate::domain::client::ClientRow;
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::{GrantId, LinkId};
use crate::domain::link::{Link, LinkStatus};
use crate::domain::mail::MailRow;
use crate::domain::shell::shell_format;
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Result, Sentence, sentence};
use crate::language::Locale;
use crate::language::catalogue::say;
use crate::mail::MailFacts;
use crate::mail::body::{Access, AccessExpiring, Client, Reader, Who};
use crate::mail::text::{Pages, WebAddress};
use crate::ops::outbox::Author;
use crate::ops::reach::still::{self, StillEnters};
use crate::ops::requester::requester;
use crate::store::{Tx, grant, link, login, partner, reminder};

use super::ways;

/// By how much the command of a reminder prolongs an access.
const YEAR: Span = Span::days(365);

#[derive(Debug, Clone)]
pub(super) enum Ending {
    Access(GrantRow),
    Link(Link),
}

impl Ending {
    /// What a mail names as its cause, if it is something that ends.
    pub(super) fn of(tx: &Tx<'_>, named: &str) -> Result<Option<Self>> {
        Ok(if GrantId::looks_like(named) {
            grant::by_id(tx, GrantId::parse(named)?)?.map(Self::Access)
        } else if LinkId::looks_like(named) {
            link::by_id(tx, LinkId::parse(named)?)?.map(Self::Link)
        } else {
            None
        })
    }

    fn until(&self) -> Option<Instant> {
        match self {
            Self::Access(grant) => grant.terms.until,
            Self::Link(link) => link.until,
        }
    }

    /// When there is nothing to remind of any more.
    pub(super) fn expires_at(&self) -> Instant {
        self.until().unwrap_or(Instant::from_ms(i64::MAX))
    }

    /// Whether the end that was reminded of, `until` in milliseconds, is no longer to come; why.
    pub(super) fn is_over(&self, until: Option<i64>, now: Instant) -> Option<Sentence> {
        let (what, in_force) = match self {
            Self::Access(grant) => ("the access", grant.state == GrantState::Active),
            Self::Link(link) => ("the link", matches!(link.status(now), LinkStatus::Linked | LinkStatus::Lapsed)),
        };
        match self.until() {
            _ if !in_force => Some(sentence![what, " was taken back"]),
            now_until if now_until.map(Instant::ms) != until => Some(sentence![what, " has another end by now"]),
            _ if matches!(self, Self::Link(link) if link.auto_extend.is_some()) => {
                Some(sentence![what, " is extended by itself by now"])
            }
            Some(until) if now >= until => Some(sentence![what, " ended at ", until.as_end()]),
            _ => None,
        }
    }

    /// Why a reader on that side is not one any more, if so.
    pub(super) fn lost_reader(&self, tx: &Tx<'_>, mail: &MailRow, now: Instant) -> Result<Option<&'static str>> {
        let reader = match MailFacts::from_json(&mail.kind, &mail.facts)? {
            MailFacts::AccessExpiring(facts) => facts.reader,
            _ => Reader::Office,
        };
        match (self, reader, mail.client, mail.user) {
            (Self::Link(link), Reader::Partner, ..) => {
                let company = partner::by_id(tx, link.partner)?.ok_or_else(gone)?;
                let to = requester(tx, &link.requested_by, &company)?;
                let is_reader = to.is_some_and(|to| to.recipient().address() == mail.recipient);
                Ok((!is_reader).then_some("is not the address of the partner any more"))
            }
            (_, _, Some(client), Some(user)) => {
                let is_in_office = reminder::office(tx, client, now)?.iter().any(|(known, _)| *known == user);
                Ok((!is_in_office).then_some("neither owns nor administers the client any more"))
            }
            _ => Ok(None),
        }
    }

    /// The ways in that are open after the end, as far as that is known now.
    fn still(&self, tx: &Tx<'_>, place: &ClientRow) -> Result<Vec<StillEnters>> {
        match self {
            Self::Access(grant) => {
                let person = login::by_id(tx, grant.user)?.ok_or_else(gone)?;
                still::of(tx, &person, place, self.expires_at())
            }
            Self::Link(link) => still::of_partner(tx, link.partner, place, self.expires_at()),
        }
    }

    /// Whose access it is.
    pub(super) fn who(&self, tx: &Tx<'_>) -> Result<Who> {
        Ok(match self {
            Self::Access(grant) => {
                let person = login::by_id(tx, grant.user)?.ok_or_else(gone)?;
                Who::Person { name: person.name().into(), email: person.email.as_str().into() }
            }
            Self::Link(link) => Who::Partner(partner::by_id(tx, link.partner)?.ok_or_else(gone)?.name.into()),
        })
    }

    /// The page where a reader changes it: owners and admins change the end of a link.
    fn page(
        &self,
        row: &ClientRow,
        (to, reader): (Option<&str>, Reader),
        pages: Option<Pages<'_>>,
    ) -> Result<Option<WebAddress>> {
        let is_theirs = matches!(self, Self::Link(_)) && reader == Reader::Office && to.is_some();
        pages.filter(|_| is_theirs).map(|pages| WebAddress::new(&pages.account(row.id))).transpose()
    }

    /// The reminder, in this client, to this person, if it is one, on that side.
    pub(super) fn body(
        &self,
        tx: &Tx<'_>,
        row: &ClientRow,
        (to, reader): (Option<&str>, Reader),
        pages: Option<Pages<'_>>,
        locale: &Locale<'_>,
    ) -> Result<AccessExpiring> {
        let (access, by, command) = match self {
            Self::Access(grant) => {
                let person = login::by_id(tx, grant.user)?.ok_or_else(gone)?;
                let later = (self.expires_at() + YEAR).to_rfc3339();
                let date = later.split('T').next().unwrap_or_default();
                let command = shell_format!("partnerctl user edit {} -c {} --until {}", person.email, row.slug, date);
                (
                    Access::ended(Some(grant.terms.role), grant.terms.permissions, locale),
                    grant.granted_by.as_str(),
                    command,
                )
            }
            Self::Link(link) => {
                let by = link.answered().map_or(link.requested_by.as_str(), |(_, by)| by);
                // For a partner without a person to write to, support asks in its own name.
                let command = match to {
                    Some(to) => shell_format!(
                        "partnerctl link extend {} -c {} --for 1y --as {} -m {}",
                        link.id,
                        row.slug,
                        to,
                        say!(locale, "command-reason")
                    ),
                    None => shell_format!("partnerctl link extend {} -c {} --for 1y", link.id, row.slug),
                };
                (Access::ended(None, link.permissions, locale), by, command)
            }
        };
        Ok(AccessExpiring {
            client: Client::of(row),
            who: self.who(tx)?,
            reader,
            access: Access { until: Some(locale.end(self.expires_at()).into()), ..access },
            given_by: Author::named(tx, by)?.name.into(),
            command: command.into(),
            page: self.page(row, (to, reader), pages)?,
            still: ways::in_words(&self.still(tx, row)?, locale),
        })
    }
}

/// The command by which support lets the end of a link come, for the reader if it is a person. Nothing is left to fill in: it
/// is in the mail of a customer, and in their language.
pub(super) fn command_to_stop(link: &str, client: &ClientRow, to: Option<&str>, locale: &Locale<'_>) -> String {
    match to {
        Some(to) => shell_format!(
            "partnerctl link edit {} -c {} --no-auto-extend --as {} -m {}",
            link,
            client.slug,
            to,
            say!(locale, "command-reason")
        ),
        None => shell_format!("partnerctl link edit {} -c {} --no-auto-extend", link, client.slug),
    }
}

fn gone() -> Error {
    Error::failed("damaged data: what this mail reminds of is not whole")
}
