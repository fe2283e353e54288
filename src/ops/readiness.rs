//! What is missing between a client and a partner for one-click access, for one pair and for the partner's dashboard
//! (S0.9–S0.21).

use crate::domain::access::LinkFacts;
use crate::domain::actor::Actor;
use crate::domain::association::Tab;
use crate::domain::authority::{Sight, Target, Verb, decide};
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::invitation::InvitationStatus as Answered;
use crate::domain::link::{LinkStatus, Origin};
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::partner::{PartnerRow, PartnerState};
use crate::domain::readiness::{Missing, Names, Owner, ReadinessFacts, Who, missing};
use crate::domain::reference::PartnerRef;
use crate::domain::role::Role;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, NextStep, Result};
use crate::store::{Tx, association, client, grant, invitation, link, login, partner_user};

use super::reach::{self, Moment};
use super::{partner, resolve};

/// The relation of a client and a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// The tab of the dashboard, if the two are associated.
    pub tab: Option<Tab>,
    /// Their link: the open one, else the latest that was not deleted.
    pub link: Option<LinkStatus>,
    /// Under which login the partner's people enter, once everything is there.
    pub login: LoginUsed,
    /// What is missing, in the order in which it can be done.
    pub steps: Vec<Step>,
}

/// The column `login` of the dashboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginUsed {
    /// Their own: the partner requested the link.
    Own,
    /// That of the dedicated user.
    Dedicated(String, Role),
    /// The client has made none yet.
    None,
}

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub missing: Missing,
    pub command: Option<NextStep>,
}

impl Step {
    /// Who must do what the actor cannot be given a command for, because its people are not theirs to know.
    pub fn left_to_client(&self) -> Option<&'static str> {
        let is_left = self.command.is_none() && self.missing.who() == Who::Client;
        is_left.then_some("an owner or admin of the client must do that")
    }
}

impl Readiness {
    pub const fn is_ready(&self) -> bool {
        self.steps.is_empty()
    }
}

impl LoginUsed {
    /// The word of the column: an address, or `own`.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Own => Some("own"),
            Self::Dedicated(email, _) => Some(email),
            Self::None => None,
        }
    }

    /// The role in the client; who enters as themselves has permissions without one.
    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::Dedicated(_, role) => Some(*role),
            Self::Own | Self::None => None,
        }
    }
}

/// The partner that is named next to a client, if the actor may do that: anyone who holds office in the client names any
/// partner (S0.16), a partner user their own.
///
/// # Errors
/// `not_found`, `denied`.
pub fn company_beside(
    tx: &Tx<'_>,
    actor: &Actor,
    verb: Verb,
    client: &ClientRow,
    reference: &PartnerRef,
    now: Instant,
) -> Result<PartnerRow> {
    let relation = reach::relation(tx, actor, client.id, now)?;
    let office = relation.holds_office();
    let company = match actor.user() {
        Some(user) if !office && user.membership().is_none() => {
            decide(actor, verb, &Target::client(relation))?;
            resolve::partner_named(tx, actor, reference)?
        }
        Some(_) if !office => partner::find(tx, actor, reference)?,
        _ => resolve::partner_named(tx, actor, reference)?,
    };
    decide(actor, verb, &Target::link(relation, company.id))?;
    Ok(company)
}

/// The relation of the two now, as far as the client may be read: below its record, no step shows who its people are
/// and what they were sent. A few look-ups by index.
pub fn between(tx: &Tx<'_>, client: &ClientRow, company: &PartnerRow, sight: Sight, now: Instant) -> Result<Readiness> {
    let tab = association::between(tx, client.id, company.id)?.map(|row| row.tab);
    let links = link::of_pair(tx, company.id, client.id)?;
    let open = links.iter().find(|link| link.is_open(now));
    let latest = open.or_else(|| links.iter().find(|link| link.deleted_at.is_none()));
    let lapsed = latest.filter(|link| link.status(now) == LinkStatus::Expired);
    let dedicated = reach::dedicated(tx, company.id, client.id, Moment::present(now))?;
    let by_request = open.is_some_and(|link| link.origin == Origin::Partner);
    let login = match &dedicated {
        _ if by_request => LoginUsed::Own,
        _ if sight < Sight::Record => LoginUsed::None,
        None => LoginUsed::None,
        Some(user) => {
            let email = login::by_id(tx, user.user)?.map(|login| login.email.to_string()).unwrap_or_default();
            LoginUsed::Dedicated(email, user.grant.terms.role)
        }
    };
    let mut facts = ReadinessFacts {
        client_open: client.state != ClientState::Closed,
        partner_active: company.state == PartnerState::Active,
        associated: tab.is_some(),
        link: open.map(|link| LinkFacts::of(link, now)),
        lapsed: lapsed.map(|link| link.id),
        dedicated,
        owner: Owner::IsIn,
    };
    let mut steps = missing(&facts, now);
    let mut owner = None;
    if sight == Sight::Record && steps.iter().any(|step| step.who() == Who::Client) {
        (facts.owner, owner) = who_acts(tx, client, now)?;
        steps = missing(&facts, now);
    }
    let login_name = match &login {
        LoginUsed::Dedicated(email, _) => Some(email.as_str()),
        LoginUsed::Own | LoginUsed::None => None,
    };
    let names = Names {
        client: client.slug.as_str(),
        partner: company.slug.as_str(),
        owner: owner.as_deref(),
        login: login_name,
    };
    let steps = steps.into_iter().map(|missing| Step { missing, command: missing.command(&names) }).collect();
    Ok(Readiness { tab, link: latest.map(|link| link.status(now)), login, steps })
}

/// Who acts for the client, and their address: an owner who is in, else an admin, else the owner who is prepared, else
/// the one who was there last.
fn who_acts(tx: &Tx<'_>, client: &ClientRow, now: Instant) -> Result<(Owner, Option<String>)> {
    let mut grants = grant::of_client(tx, client.id)?;
    grants.retain(|grant| grant.for_partner.is_none() && grant.terms.role.holds_office());
    // Owners before admins, each by age.
    grants.sort_by_key(|grant| std::cmp::Reverse(grant.terms.role));
    for grant in grants.iter().filter(|grant| grant.is_in_force(now)) {
        if let Some(login) = login::by_id(tx, grant.user)?.filter(|login| login.state == LoginState::Active) {
            return Ok((Owner::IsIn, Some(login.email.to_string())));
        }
    }
    let is_prepared = |grant: &&GrantRow| grant.terms.role == Role::Owner && grant.state == GrantState::Prepared;
    let login_of = |grant: &GrantRow| -> Result<LoginRow> {
        login::by_id(tx, grant.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))
    };
    let Some(grant) = grants.iter().find(is_prepared) else {
        let Some(former) = grant::last_owner(tx, client.id)? else { return Ok((Owner::Nobody, None)) };
        return Ok((Owner::Former, Some(login_of(&former)?.email.to_string())));
    };
    let login = login_of(grant)?;
    let latest = invitation::latest(tx, client.id, grant.user)?.filter(|latest| latest.grant == grant.id);
    let owner = match latest.map(|latest| (latest.id, latest.status(now))) {
        Some((id, Answered::Pending)) => Owner::Asked(id),
        Some((id, Answered::Expired)) => Owner::AskedInVain(id),
        _ => Owner::NotAsked,
    };
    Ok((owner, Some(login.email.to_string())))
}

/// One line of the dashboard.
#[derive(Debug)]
pub struct DashboardLine<'a> {
    pub client: &'a ClientRow,
    pub readiness: &'a Readiness,
    /// What comes next: what is missing first, or entering.
    pub next: Option<&'a NextStep>,
}

/// The clients on a partner's dashboard, by id, in turn: those that are associated with it, and those with an open
/// link. A partner user sees those in their own scope.
///
/// # Errors
/// `denied`, `not_found`, and those of `each`.
pub fn dashboard(
    tx: &Tx<'_>,
    actor: &Actor,
    company: &PartnerRow,
    tab: Option<Tab>,
    now: Instant,
    mut each: impl FnMut(&DashboardLine<'_>) -> Result<()>,
) -> Result<()> {
    decide(actor, Verb::PartnerDashboard, &Target::partner(company.id))?;
    let scope = actor.user().and_then(|user| user.membership()).map(|membership| &membership.reach.scope);
    let enters = match actor.user() {
        Some(user) => Some(user.email.clone()),
        None => partner_user::who_enters(tx, company.id, now)?,
    };
    association::on_dashboard(tx, company.id, |id| {
        if scope.is_some_and(|scope| !scope.includes(id)) {
            return Ok(());
        }
        let client = client::by_id(tx, id)?.ok_or_else(|| Error::failed("damaged data: a client is gone"))?;
        let sight = reach::sight(tx, actor, id, now)?;
        let client = if sight < Sight::Record { client.identity() } else { client };
        let readiness = between(tx, &client, company, sight, now)?;
        let is_open = matches!(readiness.link, Some(LinkStatus::Pending | LinkStatus::Approved | LinkStatus::Linked));
        if readiness.tab.is_none() && !is_open || tab.is_some() && readiness.tab != tab {
            return Ok(());
        }
        let next = match readiness.steps.first() {
            Some(step) => step.command.clone(),
            None => enters.as_deref().map(|email| entering(&client, email)),
        };
        each(&DashboardLine { client: &client, readiness: &readiness, next: next.as_ref() })
    })
}

pub fn entering(client: &ClientRow, email: &str) -> NextStep {
    Verb::SessionOpen.step().client(&client.slug).with(Flag::As, &email).reason("one-click login")
}
