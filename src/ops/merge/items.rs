//! What becomes of each thing of the two clients, in words: for the plan that is shown, for conflicts and receipts.

use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::{EntityId, PartnerId};
use crate::domain::link::{ExtensionState, Link, LinkStatus, State};
use crate::domain::merge::{Fate, MergePlan, PartnerHoldings, Subject};
use crate::domain::time::Instant;
use crate::error::{Error, Result, Sentence, sentence};
use crate::store::{Tx, login, partner};

use super::gather::Shown;

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// The access of a person.
    Access,
    /// What a partner has: its link, the users that were made for it, the users to whom the client is assigned.
    Partner,
    /// An invitation that is sent again.
    Invitation,
    /// The note that a partner referred the client.
    Association,
    /// A fact or an extra field of the client.
    Fact,
}

impl ItemKind {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Partner => "partner",
            Self::Invitation => "invitation",
            Self::Association => "association",
            Self::Fact => "fact",
        }
    }
}

/// One thing, with what each of the two has of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub kind: ItemKind,
    /// The thing, as people write it, and as a decision names it.
    pub what: String,
    pub id: Option<EntityId>,
    /// What the double has.
    pub from: Option<Sentence>,
    /// What the client that stays has.
    pub into: Option<Sentence>,
    pub fate: Fate,
    /// The slugs of the two.
    clients: (String, String),
}

impl Item {
    /// The thing with both sides: `jim@bigshoes.example: owner in big-shoes, guest in bigshoes`.
    pub fn sentence(&self) -> Sentence {
        let side = |text: &Option<Sentence>, slug: &str| match text {
            None => format!("nothing in {slug}").into(),
            Some(text) => sentence![text, " in ", slug],
        };
        let (from, into): (Sentence, Sentence) = (side(&self.from, &self.clients.0), side(&self.into, &self.clients.1));
        sentence![self.what, ": ", from, ", ", into]
    }
}

/// Everything that the merge moves, combines, ends or has to be asked about, in the order of the plan. What only the client
/// that stays has, and keeps, is not among it.
pub fn items(tx: &Tx<'_>, shown: &Shown, plan: &MergePlan, now: Instant) -> Result<Vec<Item>> {
    let slugs = (shown.pair.from.client.slug.to_string(), shown.pair.into.client.slug.to_string());
    let item = |kind, what: String, id: Option<EntityId>, sides: (Option<Sentence>, Option<Sentence>), fate| Item {
        kind,
        what,
        id,
        from: sides.0,
        into: sides.1,
        fate,
        clients: slugs.clone(),
    };
    let mut found = Vec::new();
    for person in &plan.people {
        let fate = match (person.also_by, person.fate) {
            (Some(_), Fate::Stays) => Fate::Kept,
            (None, Fate::Stays) => continue,
            (_, fate) => fate,
        };
        let what = name(tx, &Subject::Person(person.user))?;
        let link = person.also_by.map(|link| sentence!["by ", link]);
        // The link is of the client in which the person has no access of their own on these terms.
        let also = |grant: &Option<GrantRow>, other: bool| -> Result<Option<Sentence>> {
            let own = grant.as_ref().map(|grant| grant_in_words(tx, grant)).transpose()?;
            Ok(match (own, link.as_ref().filter(|_| other)) {
                (None, Some(link)) => Some(link.clone()),
                (own, _) => own,
            })
        };
        let mut sides = (also(&person.from, person.from.is_none())?, also(&person.into, person.into.is_none())?);
        if person.into.is_none() && shown.pair.into.out.contains(&person.user) {
            sides.1 = Some("no access any more".into());
        }
        if let Some(declined) = shown.pair.into.declined.get(&person.user) {
            let said = sentence!["declined ", declined];
            sides.1 = Some(sides.1.map_or_else(|| said.clone(), |own| sentence![own, ", ", said.clone()]));
        }
        found.push(item(ItemKind::Access, what.clone(), Some(person.user.into()), sides, fate));
        if let Some(invitation) = person.invitation {
            let sides = (Some(sentence!["pending as ", invitation]), None);
            found.push(item(ItemKind::Invitation, what, Some(invitation.into()), sides, Fate::Moves));
        }
    }
    for held in plan.partners.iter().filter(|held| held.fate != Fate::Stays) {
        let what = name(tx, &Subject::Partner(held.partner))?;
        let mut sides = (holdings(tx, &held.from, now)?, holdings(tx, &held.into, now)?);
        let ends = matches!(held.fate, Fate::Undecided | Fate::Replaced)
            && held.from.link.as_ref().is_some_and(|link| link.loses_request(shown.pair.set_up));
        if let Some(from) = sides.0.as_mut().filter(|_| ends) {
            *from = sentence![from.clone(), " (that ends, because another program sets the link up again)"];
        }
        if sides.1.is_none() && shown.pair.into.refused.contains(&held.partner) {
            sides.1 = Some("denied, or ended".into());
        }
        found.push(item(ItemKind::Partner, what, Some(held.partner.into()), sides, held.fate));
    }
    for note in &plan.associations {
        let what = slug_of(tx, note.from.partner)?;
        let into = shown.pair.into.associations.iter().find(|row| row.partner == note.from.partner);
        let tab = |tab| sentence!["on the tab ", format!("{tab}")];
        let sides = (Some(tab(note.from.tab)), into.map(|row| tab(row.tab)));
        found.push(item(ItemKind::Association, what, Some(note.from.partner.into()), sides, note.fate));
    }
    for fact in &plan.facts {
        let said = |value: &Option<String>| value.as_ref().map(|value| Sentence::from(value.clone()));
        let sides = (said(&fact.from), said(&fact.into));
        found.push(item(ItemKind::Fact, fact.field.name().into_owned(), None, sides, fact.fate));
    }
    Ok(found)
}

/// What a thing is called in a decision.
pub(super) fn name(tx: &Tx<'_>, subject: &Subject) -> Result<String> {
    Ok(match subject {
        Subject::Person(user) => {
            login::by_id(tx, *user)?.map_or_else(|| user.to_string(), |login| login.email.to_string())
        }
        Subject::Partner(id) => partner::by_id(tx, *id)?.map_or_else(|| id.to_string(), |row| row.slug.to_string()),
        Subject::Fact(field) => field.name().into_owned(),
    })
}

fn slug_of(tx: &Tx<'_>, id: PartnerId) -> Result<String> {
    let row = partner::by_id(tx, id)?.ok_or_else(|| Error::failed("damaged data: a partner is gone"))?;
    Ok(row.slug.to_string())
}

/// `owner until 31 Dec 2026`, `prepared as guest with quotes`, `admin for jims-web with tickets`.
fn grant_in_words(tx: &Tx<'_>, grant: &GrantRow) -> Result<Sentence> {
    let prepared = if grant.state == GrantState::Prepared { "prepared as " } else { "" };
    let partner = grant.for_partner.map(|id| slug_of(tx, id)).transpose()?;
    let partner = partner.map(|slug| format!(" for {slug}")).unwrap_or_default();
    let until = grant.terms.until.map(|until| sentence![" until ", until.as_end()]).unwrap_or_default();
    let (role, permissions) = (grant.terms.role, grant.terms.permissions);
    // A role alone has what it has by itself.
    let with = if permissions == role.default_permissions() {
        String::new()
    } else {
        format!(" with {}", permissions.in_words())
    };
    Ok(sentence![prepared, role, partner, with, until])
}

fn holdings(tx: &Tx<'_>, held: &PartnerHoldings, now: Instant) -> Result<Option<Sentence>> {
    let mut parts: Vec<Sentence> = held.link.iter().map(|link| link_in_words(link, now)).collect();
    for grant in &held.dedicated {
        let login = login::by_id(tx, grant.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
        parts.push(sentence![login.email, " as ", grant.terms.role, " with ", grant.terms.permissions.in_words()]);
    }
    match held.assigned.len() {
        0 => {}
        1 => parts.push("assigned to 1 user".into()),
        many => parts.push(format!("assigned to {many} users").into()),
    }
    Ok((!parts.is_empty()).then(|| Sentence::joined(&parts, " and ")))
}

fn link_in_words(link: &Link, now: Instant) -> Sentence {
    let until = link.until.map(|until| sentence![" until ", until.as_end()]).unwrap_or_default();
    let status = link.status(now);
    let permissions = if status == LinkStatus::Pending { link.asked_permissions } else { link.permissions };
    let more = match &link.state {
        State::Linked { extension: ExtensionState::Asked(asked), .. } => {
            let until = asked.until.map_or_else(|| "without end".into(), |until| sentence!["until ", until.as_end()]);
            sentence![", asking for ", asked.permissions.in_words(), " ", until]
        }
        State::Linked { extension: ExtensionState::Denied { .. }, .. } => ", more of it denied".into(),
        _ => Sentence::default(),
    };
    sentence![link.id, " ", status, " with ", permissions.in_words(), until, more]
}
