//! All that someone with a caller on the line wants to see of a client at once: its people and how far they have come,
//! its links, what happened last, and what to do next.

use std::cmp::Reverse;

use crate::domain::actor::Actor;
use crate::domain::association::AssociationRow;
use crate::domain::authority::{self, Target, Verb};
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::{ClientId, InvitationId};
use crate::domain::link::LinkStatus as LinkStanding;
use crate::domain::login::{LoginState, Reached};
use crate::domain::mail::MailState;
use crate::domain::recovery::{self, Administration};
use crate::domain::role::Role;
use crate::domain::slug::Slug;
use crate::domain::status::{Login, Member, MemberState, Sent};
use crate::domain::time::Instant;
use crate::error::{Error, Example, Flag, Hint, Result, Wanted, hint};
use crate::ops::hold;
use crate::ops::log::{self, LogLine};
use crate::ops::person_name::may_read as may_read_name;
use crate::ops::reach;
use crate::ops::resolve::named;
use crate::ops::session::{self, Seen};
use crate::store::link_list::{self, LinkScope, Listed};
use crate::store::{
    Tx, access, association, bounce, client, grant, invitation, invitation_list, login, mail, partner, staff,
};

/// How many lines of the log are shown.
const LOG_LINES: u32 = 5;

/// The card of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub row: ClientRow,
    /// The account name of the support person in charge.
    pub staff: Option<String>,
    /// Its extra fields, by key.
    pub fields: Vec<(String, String)>,
    /// Its people; none where the actor may not see them.
    pub people: Vec<Person>,
    pub links: Vec<Listed>,
    /// The client that it was merged into, of a double.
    pub merged_into: Option<String>,
    /// The new owner who is invited by a recovery that runs, and from when on they can accept.
    pub recovery: Option<(String, Instant)>,
    /// Who is at work in it now, by a one-click session.
    pub sessions: Vec<Seen>,
    /// The partners that referred it, with their slugs.
    pub referred_by: Vec<(AssociationRow, Slug)>,
    /// What happened last, the newest first.
    pub log: Vec<LogLine>,
    /// Whether anyone can administer it, as far as the actor may know.
    pub administration: Option<Administration>,
    /// What is likely to come next.
    pub next: Option<Hint>,
}

impl Card {
    /// How many people have access, as far as the actor may see them.
    pub fn people_in(&self, now: Instant) -> Option<u32> {
        self.administration?;
        let is_in = |person: &&Person| matches!(person.member.state(now), MemberState::Active);
        u32::try_from(self.people.iter().filter(is_in).count()).ok()
    }

    /// How many links are requested, approved or in force, as far as the actor may see them.
    pub fn open_links(&self, now: Instant) -> Option<u32> {
        self.administration?;
        u32::try_from(self.links.iter().filter(|listed| listed.link.is_open(now)).count()).ok()
    }
}

/// One of a client's people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub email: String,
    /// First and last name, maybe empty.
    pub name: String,
    pub role: Role,
    /// For a dedicated user, the partner's slug.
    pub for_partner: Option<Slug>,
    /// Whether the address is mailed.
    pub mailbox: Reached,
    /// What their state is derived from.
    pub member: Member,
    /// The last mail to them about this client.
    pub mail: Option<(MailState, Instant)>,
    pub invitation: Option<InvitationId>,
}

impl Person {
    /// The end of the access that they have or are offered, if it has one that is still to come.
    pub fn ends(&self, now: Instant) -> Option<Instant> {
        self.member.until.filter(|until| self.member.grant != GrantState::Ended && now < *until)
    }
}

/// The card of a client, as far as the actor may see it.
///
/// # Errors
/// `denied`, `not_found`.
pub fn card(tx: &Tx<'_>, actor: &Actor, client: ClientId, now: Instant) -> Result<Card> {
    let relation = reach::relation(tx, actor, client, now)?;
    let may = |verb| authority::decide(actor, verb, &Target::client(relation));
    may(Verb::ClientShow)?;
    let row = client::by_id(tx, client)?.ok_or_else(|| Error::bug("the client is gone"))?;
    let mut people = Vec::new();
    let mut links = Vec::new();
    if may(Verb::UserList).is_ok() {
        for grant in grant::of_client(tx, client)? {
            people.push(person(tx, actor, &grant, now)?);
        }
        people.sort_by_key(|person| Reverse(person.role));
    }
    if may(Verb::ClientLog).is_ok() {
        link_list::each(tx, LinkScope::Client(client), None, |link| {
            links.push(link);
            Ok(())
        })?;
    }
    let sessions = if actor.is_support() { session::at_work(tx, client, now)? } else { Vec::new() };
    let may_know_past = may(Verb::ClientLog).is_ok();
    let recovery = if may_know_past { hold::running(tx, client, now)? } else { None };
    let log = if may_know_past { log::recent(tx, actor, &row, LOG_LINES)? } else { Vec::new() };
    let referred_by = if may_know_past { association::of_client(tx, client)? } else { Vec::new() };
    let staff = row.staff.map(|staff| staff::by_id(tx, staff)).transpose()?.flatten();
    let administration = if may_know_past { Some(hold::administration(tx, client, now)?) } else { None };
    let is_lost = administration == Some(Administration::Lost) && row.state == ClientState::Active;
    let next = match recovery {
        None if is_lost && actor.is_support() => {
            Some(hint!["invite a new owner, once you know who that is: ", recovery::with_anyone(row.slug.as_str())])
        }
        _ => next(&row, &people, &links, now),
    };
    let merged_into = match row.merged_into {
        Some(into) if reach::sees(tx, actor, into, now)? => client::by_id(tx, into)?.map(|into| named(&into)),
        _ => None,
    };
    Ok(Card {
        merged_into,
        staff: staff.map(|staff| staff.member.os_user),
        fields: client::fields(tx, client)?,
        row,
        people,
        links,
        recovery: recovery.map(|(recovery, invited)| (invited.address.to_string(), recovery.opens_at)),
        sessions,
        referred_by,
        log,
        administration,
        next,
    })
}

/// The extra fields of a client, by key.
///
/// # Errors
/// `denied`, `not_found`.
pub fn fields(tx: &Tx<'_>, actor: &Actor, client: ClientId, now: Instant) -> Result<Vec<(String, String)>> {
    let relation = reach::relation(tx, actor, client, now)?;
    authority::decide(actor, Verb::ClientShow, &Target::client(relation))?;
    client::fields(tx, client)
}

fn person(tx: &Tx<'_>, actor: &Actor, grant: &GrantRow, now: Instant) -> Result<Person> {
    let login = login::by_id(tx, grant.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    let latest = invitation::latest(tx, grant.client, grant.user)?.filter(|latest| latest.grant == grant.id);
    let sent = match &latest {
        Some(latest) => {
            let unsent = invitation_list::mail(tx, latest.id)?.and_then(MailState::unsent);
            Some(Sent::of(latest, now).mailed(unsent))
        }
        None => None,
    };
    let member = Member {
        grant: grant.state,
        until: grant.terms.until,
        login: if login.state == LoginState::Inactive { Login::Inactive } else { Login::Active },
        invitation: sent,
        since: grant.active_at,
        last_login_at: access::entered_at(tx, grant.client, grant.user)?,
    };
    let for_partner = grant.for_partner.map(|id| partner::by_id(tx, id)).transpose()?.flatten();
    Ok(Person {
        mailbox: bounce::reached(tx, &login)?,
        email: login.email.to_string(),
        name: if may_read_name(tx, actor, grant.client, grant.user)? { login.name() } else { String::new() },
        role: grant.terms.role,
        for_partner: for_partner.map(|company| company.slug),
        member,
        mail: mail::last_to(tx, grant.client, grant.user)?,
        invitation: latest.map(|latest| latest.id),
    })
}

/// What someone with the caller on the line is likely to do next.
fn next(row: &ClientRow, people: &[Person], links: &[Listed], now: Instant) -> Option<Hint> {
    let slug = &row.slug;
    if row.state == ClientState::Closed {
        return Some(hint!["see how it came to be closed: ", Verb::ClientLog.step().about(slug)]);
    }
    let owners: Vec<&Person> = people.iter().filter(|person| person.role == Role::Owner).collect();
    let is_in = |person: &&&Person| person.member.grant == GrantState::Active;
    let in_state = |state| owners.iter().find(|person| person.member.state(now) == state).copied();
    if !owners.is_empty() && !owners.iter().any(|person| is_in(&person)) {
        let resend = |what: &'static str, person: &Person| {
            let id = person.invitation.map_or_else(|| person.email.clone(), |id| id.to_string());
            hint![what, ": ", Verb::InviteResend.step().about(&id).client(slug)]
        };
        let marked = |person: &&&Person| person.mailbox == Reached::Bounced;
        return if let Some((person, id)) = owners.iter().find(marked).and_then(|one| Some((one, one.invitation?))) {
            let email = &person.email;
            Some(hint![
                format!("mail to {email} came back: "),
                Verb::InviteResend.step().about(&id).client(slug).with(Flag::To, &Wanted("NEW"))
            ])
        } else if let Some(person) = in_state(MemberState::Invited) {
            Some(resend("if the mail did not arrive, send it again", person))
        } else if let Some(person) = in_state(MemberState::Expired) {
            Some(resend("send the invitation again", person))
        } else if let Some(person) = in_state(MemberState::Declined) {
            Some(hint!["ask again: ", Verb::InviteSend.step().about(&person.email).client(slug)])
        } else {
            Some(hint!["invite the owners: ", Verb::InviteSend.step().switch(Flag::Owners).client(slug)])
        };
    }
    if row.state == ClientState::Draft && owners.is_empty() {
        let another = Verb::UserAdd.step().about(&Wanted("EMAIL")).client(slug).role("owner");
        return Some(hint!["name an owner: ", another]);
    }
    let link = |status| links.iter().find(|link| link.link.status(now) == status).map(|link| link.link.id);
    if let Some(id) = link(LinkStanding::Pending) {
        let approve = Verb::LinkApprove.step().about(&id).client(slug);
        let approve = match owners.iter().find(is_in) {
            Some(person) => approve.with(Flag::As, &person.email),
            None => approve.with(Flag::As, &Wanted("OWNER")),
        };
        let approve = approve.reason(&Example("said so by phone"));
        return Some(hint!["if the owner agrees on the phone: ", approve]);
    }
    if let Some(id) = link(LinkStanding::Approved) {
        return Some(hint!["try to set the link up: ", Verb::LinkProcess.step().about(&id).client(slug)]);
    }
    let waiting = people.iter().find(|person| person.member.state(now) == MemberState::Prepared);
    waiting.map(|person| hint!["invite the next one: ", Verb::InviteSend.step().about(&person.email).client(slug)])
}
