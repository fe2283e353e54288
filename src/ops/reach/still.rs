//! By which other ways people still enter a client after one way in was closed: one answer for receipts, dry runs,
//! mails and the log.

use crate::domain::access::{Source, effective};
use crate::domain::actor::Actor;
use crate::domain::client::ClientRow;
use crate::domain::id::{ClientId, LinkId, PartnerId, UserId};
use crate::domain::login::LoginRow;
use crate::domain::partner::Reaches;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::shell::shell_format;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::{Error, Result, Sentence, sentence};
use crate::language::Locale;
use crate::language::catalogue::say;
use crate::store::{Tx, access, client, grant, login, partner};

use super::{Moment, gather, sees};

/// One way by which one person still enters one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StillEnters {
    pub person: LoginRow,
    pub place: ClientId,
    pub client: Slug,
    pub way: WayIn,
    /// What they may do by it.
    pub permissions: Permissions,
    /// When it ends by itself.
    pub until: Option<Instant>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayIn {
    /// A grant of their own.
    Grant(Role),
    /// The link of their partner.
    Link {
        id: LinkId,
        /// The slug of the partner.
        partner: Slug,
        /// How the person's membership takes the client in.
        scope: Reaches,
    },
}

/// Every way by which a person enters a client now.
pub fn of(tx: &Tx<'_>, person: &LoginRow, place: &ClientRow, now: Instant) -> Result<Vec<StillEnters>> {
    at(tx, person, place, Moment::present(now))
}

/// As [`of`], for someone of whom only the id is at hand.
pub fn of_user(tx: &Tx<'_>, user: UserId, place: &ClientRow, now: Instant) -> Result<Vec<StillEnters>> {
    let person = login::by_id(tx, user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    of(tx, &person, place, now)
}

/// As [`of`], at any moment.
pub fn at(tx: &Tx<'_>, person: &LoginRow, place: &ClientRow, moment: Moment) -> Result<Vec<StillEnters>> {
    let gathered = gather(tx, person, place, moment)?;
    let verdict = effective(&gathered.facts, moment.at);
    let mut ways = Vec::new();
    if let (Some(own), Some(grant)) = (verdict.own, &gathered.grant) {
        ways.push((WayIn::Grant(grant.terms.role), own));
    }
    if let (Some(by_link), Some(membership), Some(link)) = (verdict.partner, &gathered.membership, &gathered.link) {
        let company =
            partner::by_id(tx, membership.partner)?.ok_or_else(|| Error::failed("damaged data: a partner is gone"))?;
        ways.push((WayIn::Link { id: link.id, partner: company.slug, scope: membership.scope }, by_link));
    }
    let made = |(way, source): (WayIn, Source)| StillEnters {
        person: person.clone(),
        place: place.id,
        client: place.slug.clone(),
        way,
        permissions: source.permissions,
        until: source.until,
    };
    Ok(ways.into_iter().map(made).collect())
}

/// The grants of their own by which a person enters a client, whatever becomes of a link or a membership.
pub fn by_own_grant(tx: &Tx<'_>, person: &LoginRow, place: &ClientRow, now: Instant) -> Result<Vec<StillEnters>> {
    let mut ways = of(tx, person, place, now)?;
    ways.retain(StillEnters::is_own_grant);
    Ok(ways)
}

/// The links by which a person enters a client, whatever becomes of their own grant.
pub fn by_link(tx: &Tx<'_>, person: &LoginRow, place: &ClientRow, now: Instant) -> Result<Vec<StillEnters>> {
    let mut ways = of(tx, person, place, now)?;
    ways.retain(|still| !still.is_own_grant());
    Ok(ways)
}

/// The grants by which a person enters clients that the actor may see, whatever becomes of the membership. `counts` says which
/// clients are of interest.
///
/// # Errors
/// `failed`, and those of `counts`.
pub fn own_grants_seen_by(
    tx: &Tx<'_>,
    actor: &Actor,
    person: &LoginRow,
    now: Instant,
    mut counts: impl FnMut(&[StillEnters], ClientId) -> bool,
) -> Result<Vec<StillEnters>> {
    let mut found = Vec::new();
    for held in grant::of_user(tx, person.id)? {
        if held.for_partner.is_some() || !sees(tx, actor, held.client, now)? {
            continue;
        }
        let place = client::by_id(tx, held.client)?.ok_or_else(|| Error::failed("damaged data: a client is gone"))?;
        let ways = of(tx, person, &place, now)?;
        if counts(&ways, place.id) {
            found.extend(ways.into_iter().filter(StillEnters::is_own_grant));
        }
    }
    Ok(found)
}

/// The users of a partner who enter a client by grants of their own, whatever becomes of the partner's link.
pub fn of_partner(tx: &Tx<'_>, company: PartnerId, place: &ClientRow, now: Instant) -> Result<Vec<StillEnters>> {
    let mut ways = Vec::new();
    access::members_with_grant(tx, place.id, company, |user| {
        let person = login::by_id(tx, user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
        ways.extend(by_own_grant(tx, &person, place, now)?);
        Ok(())
    })?;
    Ok(ways)
}

/// The ways that are still open after an end, as the audit notes them.
pub fn noted(ways: &[StillEnters]) -> Option<String> {
    let noted: Vec<Sentence> = ways.iter().map(StillEnters::noted).collect();
    (!noted.is_empty()).then(|| Sentence::joined(&noted, "; ").as_str().to_owned())
}

/// The ways that are left to people who lost one: `before` and `after` a change, of the same people in the same client.
pub fn left(before: &[StillEnters], after: Vec<StillEnters>) -> Vec<StillEnters> {
    let same = |one: &StillEnters, other: &StillEnters| {
        one.person.id == other.person.id && one.is_own_grant() == other.is_own_grant()
    };
    let lost: Vec<UserId> =
        before.iter().filter(|was| !after.iter().any(|is| same(was, is))).map(|was| was.person.id).collect();
    after.into_iter().filter(|is| lost.contains(&is.person.id)).collect()
}

impl StillEnters {
    /// Whether it is a grant of their own.
    pub const fn is_own_grant(&self) -> bool {
        matches!(self.way, WayIn::Grant(_))
    }

    /// The way with what it gives: `by lnk_2 of jims-web, with all but users`.
    pub fn by(&self) -> Sentence {
        let way = match &self.way {
            WayIn::Grant(role) => format!("by a grant of their own as {role}"),
            WayIn::Link { id, partner, .. } => format!("by {id} of {partner}"),
        };
        let until = self.until.map(|until| sentence![", until ", until.as_end()]).unwrap_or_default();
        sentence![way, ", with ", self.permissions.in_words(), until]
    }

    /// The same in the language of a reader.
    pub fn by_in(&self, locale: &Locale<'_>) -> String {
        let set = locale.set(self.permissions);
        match (&self.way, self.until.map(|until| locale.until(Some(until)))) {
            (WayIn::Grant(role), None) => say!(locale, "way-grant", role = locale.role(*role), set = set),
            (WayIn::Grant(role), Some(until)) => {
                say!(locale, "way-grant-until", role = locale.role(*role), set = set, until = until)
            }
            (WayIn::Link { id, partner, .. }, None) => {
                say!(locale, "way-link", link = id.to_string(), partner = partner.to_string(), set = set)
            }
            (WayIn::Link { id, partner, .. }, Some(until)) => {
                let (link, partner) = (id.to_string(), partner.to_string());
                say!(locale, "way-link-until", link = link, partner = partner, set = set, until = until)
            }
        }
    }

    /// The person with the way, as a log lists them.
    pub fn noted(&self) -> Sentence {
        sentence![self.person.email, " ", self.by()]
    }

    /// The whole sentence with this verb, without a period: `enters`, `also enters`, `would still enter`.
    pub fn says(&self, enters: &str) -> Sentence {
        sentence![self.person.email, " ", enters, " ", self.client, " ", self.by()]
    }

    /// The way as lists name it: `grant`, or the link.
    pub fn source(&self) -> String {
        match &self.way {
            WayIn::Grant(_) => "grant".to_owned(),
            WayIn::Link { id, .. } => id.to_string(),
        }
    }

    /// The command that closes this way.
    pub fn command(&self) -> String {
        let (email, client) = (&self.person.email, &self.client);
        match &self.way {
            WayIn::Grant(_) => shell_format!("partnerctl user remove {} -c {}", email, client),
            WayIn::Link { id, scope: Reaches::All, .. } => shell_format!("partnerctl link remove {} -c {}", id, client),
            WayIn::Link { partner, scope: Reaches::Assigned, .. } => {
                shell_format!("partnerctl partner unassign-clients {} -p {} --clients {}", email, partner, client)
            }
        }
    }
}
