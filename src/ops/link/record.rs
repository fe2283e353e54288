//! A link as it is shown: the record of `link list`, and more for one.

use serde_json::{Value, json};

use crate::domain::id::LinkId;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::store::Tx;
use crate::store::client::{self, ClientRow};
use crate::store::link::{self, RecipientRow};
use crate::store::link_list::{self, Listed};
use crate::store::mail::{self, MailState};
use crate::store::partner::{self, PartnerRow};

/// All that `link list` tells of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The link, with the names of its sides.
    pub listed: Listed,
    /// The addresses of the client's owners, joined by single spaces.
    pub owners: String,
    /// Where the mail of the request stands; `None` where there was none.
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
}

impl Whole {
    /// All that is known of a link, deleted or not.
    pub fn find(tx: &Tx<'_>, id: LinkId) -> Result<Option<Self>> {
        let Some(record) = Record::find(tx, id)? else { return Ok(None) };
        let lost = |what: &str| Error::failed(format!("damaged data: a link without {what}"));
        let link = &record.listed.link;
        let client = client::by_id(tx, link.client)?.ok_or_else(|| lost("client"))?;
        let partner = partner::by_id(tx, link.partner)?.ok_or_else(|| lost("partner"))?;
        let mut recipients = Vec::new();
        for recipient in link::recipients(tx, id)? {
            let mail = recipient.mail.ok_or_else(|| lost("mail"))?;
            let state = mail::state(tx, mail)?.ok_or_else(|| lost("mail"))?;
            recipients.push((recipient, state));
        }
        Ok(Some(Self { record, client, partner, recipients }))
    }
}

impl Record {
    /// The record of a link, deleted or not.
    pub fn find(tx: &Tx<'_>, id: LinkId) -> Result<Option<Self>> {
        let Some(listed) = link_list::one(tx, id)? else { return Ok(None) };
        let owners = link_list::owners(tx, listed.link.client)?;
        let mail = link_list::mail(tx, id)?;
        Ok(Some(Self { listed, owners, mail }))
    }

    /// The record of a link that is there.
    ///
    /// # Errors
    /// `bug` when it is not, `failed`.
    pub fn get(tx: &Tx<'_>, id: LinkId) -> Result<Self> {
        Self::find(tx, id)?.ok_or_else(|| Error::bug(format!("{id} is gone")))
    }

    /// The word of the column `mail`.
    pub fn mail_word(&self) -> &'static str {
        self.mail.map_or("none", MailState::name)
    }

    /// The object that `link list --json` prints, for the provisioner, with the names of both sides besides.
    pub fn to_json(&self, tx: &Tx<'_>, now: Instant) -> Result<Value> {
        let Listed { link, client_slug, partner_slug } = &self.listed;
        let client = client::by_id(tx, link.client)?;
        let partner = partner::by_id(tx, link.partner)?;
        let at = |instant: Option<Instant>| instant.map(Instant::to_rfc3339);
        let answer = link.answered();
        Ok(json!({
            "client_id": link.client.to_string(),
            "client_slug": client_slug.as_str(),
            "link_id": link.id.to_string(),
            "partner": partner_slug.as_str(),
            "owners": words(&self.owners),
            "state": link.standing(now).name(),
            "origin": link.origin.name(),
            "requested_at": link.requested_at.to_rfc3339(),
            "expires_at": at(link.answer_by(now)),
            "answered_at": at(answer.map(|(at, _)| at)),
            "answered_by": answer.map(|(_, by)| by),
            "requested_by": link.requested_by,
            "permissions": words(&link.permissions.to_text()),
            "until": at(link.until),
            "mail": self.mail_word(),
            "client_name": client.map(|row| row.name),
            "partner_id": link.partner.to_string(),
            "partner_name": partner.map(|row| row.name),
        }))
    }
}

fn words(joined: &str) -> Vec<&str> {
    joined.split(' ').filter(|word| !word.is_empty()).collect()
}
