//! A link as it is shown: the record of `link list`, and what `link show` adds to it.

use serde::Serialize;

use crate::domain::actor::Actor;
use crate::domain::authority::Sight;
use crate::domain::client::ClientRow;
use crate::domain::id::LinkId;
use crate::domain::link::{Link, Origin, State};
use crate::domain::mail::MailState;
use crate::domain::partner::PartnerRow;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::ops::reach;
use crate::store::link::{self, RecipientRow};
use crate::store::link_list::{self, Listed};
use crate::store::{Tx, client, mail, partner};

/// All that `link list` shows of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The link, with the names of its sides.
    pub listed: Listed,
    /// How much of the client the actor may read. Below its record, no one of the client is named.
    pub sight: Sight,
    /// The addresses of the client's owners, joined by single spaces.
    pub owners: String,
    /// The state of the mail of the request; `None` where there was none.
    pub mail: Option<MailState>,
}

/// More, for one link on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    pub record: Record,
    pub client: ClientRow,
    pub partner: PartnerRow,
    /// Who is asked to answer, with the last mail to each and its state.
    pub recipients: Vec<(RecipientRow, MailState)>,
    /// The owners who have not accepted yet.
    pub invited: Vec<String>,
}

impl Whole {
    /// The client's owners, and whether each has accepted.
    pub fn owners(&self) -> impl Iterator<Item = (&str, bool)> {
        self.record.owners.split_whitespace().map(|owner| (owner, !self.invited.iter().any(|invited| invited == owner)))
    }

    /// A link, deleted or not, as far as the actor may read it.
    pub fn find(tx: &Tx<'_>, actor: &Actor, id: LinkId, now: Instant) -> Result<Option<Self>> {
        let Some(record) = Record::find_as(tx, actor, id, now)? else { return Ok(None) };
        let lost = |what: &str| Error::failed(format!("damaged data: a link without {what}"));
        let link = &record.listed.link;
        let client = client::by_id(tx, link.client)?.ok_or_else(|| lost("client"))?;
        let partner = partner::by_id(tx, link.partner)?.ok_or_else(|| lost("partner"))?;
        let mut recipients = Vec::new();
        if record.sight < Sight::Record {
            return Ok(Some(Self { record, client: client.identity(), partner, recipients, invited: Vec::new() }));
        }
        for recipient in link::recipients(tx, id)? {
            let mail = recipient.mail.ok_or_else(|| lost("mail"))?;
            let state = mail::state(tx, mail)?.ok_or_else(|| lost("mail"))?;
            recipients.push((recipient, state));
        }
        let invited = link_list::prepared_owners(tx, client.id)?;
        Ok(Some(Self { record, client, partner, recipients, invited }))
    }
}

impl Record {
    /// The whole record of a link, deleted or not.
    pub fn find(tx: &Tx<'_>, id: LinkId) -> Result<Option<Self>> {
        let Some(listed) = link_list::one(tx, id)? else { return Ok(None) };
        Self::of(tx, listed, Sight::Record).map(Some)
    }

    fn find_as(tx: &Tx<'_>, actor: &Actor, id: LinkId, now: Instant) -> Result<Option<Self>> {
        let Some(listed) = link_list::one(tx, id)? else { return Ok(None) };
        let sight = reach::sight(tx, actor, listed.link.client, now)?;
        Self::of(tx, listed, sight).map(Some)
    }

    fn of(tx: &Tx<'_>, listed: Listed, sight: Sight) -> Result<Self> {
        let owners = owners(tx, &listed, sight)?;
        let mail = link_list::mail(tx, listed.link.id)?;
        Ok(Self { listed, sight, owners, mail })
    }

    /// The record of a link that exists, as far as the actor may read it.
    ///
    /// # Errors
    /// `bug` when it does not exist, `failed`.
    pub fn get(tx: &Tx<'_>, actor: &Actor, id: LinkId, now: Instant) -> Result<Self> {
        Self::find_as(tx, actor, id, now)?.ok_or_else(|| Error::bug(format!("{id} is gone")))
    }

    fn link(&self) -> &Link {
        &self.listed.link
    }

    /// Who began it. The client's own people are named only to those who may read its record.
    pub fn requested_by(&self) -> Option<&str> {
        let link = self.link();
        Some(link.requested_by.as_str()).filter(|_| self.names_people() || link.origin == Origin::Partner)
    }

    pub fn answered_by(&self) -> Option<&str> {
        self.link().answered().map(|(_, by)| by).filter(|_| self.names_people())
    }

    /// Who ended or withdrew it. Only the partner's side withdraws a request.
    pub fn ended_by(&self) -> Option<&str> {
        match &self.link().state {
            State::Cancelled { by, .. } => Some(by),
            State::Unlinked { by, .. } => Some(by.as_str()).filter(|_| self.names_people()),
            _ => None,
        }
    }

    fn names_people(&self) -> bool {
        self.sight == Sight::Record
    }

    /// The word of the column `mail`.
    pub fn mail_word(&self) -> &'static str {
        self.mail.map_or("none", MailState::name)
    }

    /// The object that `link list --json` prints, for the provisioner, with the names of both sides besides.
    ///
    /// # Errors
    /// `failed` when the rows cannot be read.
    pub fn to_json(&self, tx: &Tx<'_>, now: Instant) -> Result<String> {
        let Listed { link, client_slug, partner_slug } = &self.listed;
        let client = client::by_id(tx, link.client)?;
        let partner = partner::by_id(tx, link.partner)?;
        let at = |instant: Option<Instant>| instant.map(Instant::to_rfc3339);
        let answer = link.answered();
        let permissions = link.permissions.to_text();
        let record = ProvisionedLink {
            client_id: link.client.to_string(),
            client_slug: client_slug.as_str(),
            link_id: link.id.to_string(),
            partner: partner_slug.as_str(),
            owners: words(&self.owners),
            state: link.status(now).name(),
            origin: link.origin.name(),
            requested_at: link.requested_at.to_rfc3339(),
            expires_at: at(link.answer_by(now)),
            answered_at: at(answer.map(|(at, _)| at)),
            answered_by: answer.map(|(_, by)| by),
            requested_by: &link.requested_by,
            permissions: words(&permissions),
            until: at(link.until),
            mail: self.mail_word(),
            auto_extend: link.auto_extend.map(|term| term.to_string()),
            client_name: client.map(|row| row.name),
            partner_id: link.partner.to_string(),
            partner_name: partner.map(|row| row.name),
        };
        serde_json::to_string(&record).map_err(|error| Error::bug(format!("a link cannot be written: {error}")))
    }
}

/// A link as the provisioner reads it.
#[derive(Serialize)]
struct ProvisionedLink<'a> {
    client_id: String,
    client_slug: &'a str,
    link_id: String,
    partner: &'a str,
    owners: Vec<&'a str>,
    state: &'static str,
    origin: &'static str,
    requested_at: String,
    expires_at: Option<String>,
    answered_at: Option<String>,
    answered_by: Option<&'a str>,
    requested_by: &'a str,
    permissions: Vec<&'a str>,
    until: Option<String>,
    mail: &'static str,
    /// By how much the end moves by itself, where the client lets it go on: it is only the next end then.
    auto_extend: Option<String>,
    client_name: Option<String>,
    partner_id: String,
    partner_name: Option<String>,
}

/// The owners of the link's client, for those who may read its record.
pub(super) fn owners(tx: &Tx<'_>, listed: &Listed, sight: Sight) -> Result<String> {
    if sight < Sight::Record { Ok(String::new()) } else { link_list::owners(tx, listed.link.client) }
}

fn words(joined: &str) -> Vec<&str> {
    joined.split(' ').filter(|word| !word.is_empty()).collect()
}
