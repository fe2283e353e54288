//! What a person sees once they are signed in: the accounts that they may enter (S1.13), the invitations that wait for
//! them (S1.12), and for a partner's people their clients with what is missing (S0.10, S0.18).

use axum::http::StatusCode;
use serde::Serialize;

use crate::domain::authority::Verb;
use crate::domain::id::InvitationId;
use crate::domain::invitation::InvitationStatus;
use crate::domain::readiness::{Missing, Owner, Who};
use crate::domain::reference::{ClientRef, Forms, PartnerRef};
use crate::domain::role::Role;
use crate::domain::terms;
use crate::domain::time::Instant;
use crate::error::{Cause, Code, Error, Result};
use crate::language::Locale;
use crate::language::catalogue::say;
use crate::ops::invite::{self, Filter, InvitationScope, Proof};
use crate::ops::resolve::{self, ClientSeen};
use crate::ops::session::{self, Account as Entry, Former};
use crate::ops::{Tx, partner, reach, readiness};
use crate::web::Site;
use crate::web::desk::{By, Desk};
use crate::web::notice::Notice;
use crate::web::reader::Reader;
use crate::web::view::Account;
use crate::web::visit::{Reply, Visit};

use super::account::{self, RequestLine};
use super::{Person, frame, frame_in, reason};

/// The most accounts and clients that one page lists.
const MOST: usize = 200;

#[derive(Serialize)]
struct View {
    /// The account in which the person is at work.
    inside: Option<Account>,
    accounts: Vec<AccountLine>,
    more_accounts: bool,
    invitations: Vec<InvitationLine>,
    requests: Vec<AccountRequest>,
    partner: Option<PartnerView>,
    /// Whether there is a portal that takes the code of a session.
    portal: bool,
}

#[derive(Serialize)]
struct AccountLine {
    account: Account,
    role: Option<String>,
    /// The login with which the person works there, where it is not their own.
    login: Option<String>,
    entered: Option<String>,
    /// Whether they may see who else may enter it.
    manages: bool,
}

#[derive(Serialize)]
struct InvitationLine {
    id: String,
    account: String,
    role: String,
    /// What it offers, in one word, which comes back with the answer.
    offer: String,
    answer_before: Option<String>,
}

/// A request of a partner that waits for this person, among others.
#[derive(Serialize)]
struct AccountRequest {
    account: Account,
    request: RequestLine,
}

#[derive(Serialize)]
struct PartnerView {
    name: String,
    clients: Vec<PartnerClient>,
    more: bool,
}

#[derive(Serialize)]
struct PartnerClient {
    account: Account,
    ready: bool,
    /// What is missing, each with who must act.
    missing: Vec<String>,
}

pub fn show(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    let reader = Reader::person(site, desk, visit, &person.login);
    let locale = reader.locale();
    let view = desk.read(|tx, now| {
        let former = session::former(tx, &person.actor, person.login.id, now)?;
        let inside = former.filter(|former| former.seen.status.is_open()).map(|former| former.seen.client);
        let (entries, more_accounts) = session::accounts(tx, &person.login, MOST, now)?;
        let line = |entry: &Entry| account_line(tx, person, entry, &locale, now);
        Ok(View {
            accounts: entries.iter().map(line).collect::<Result<_>>()?,
            more_accounts,
            invitations: invitations(tx, person, &locale, now)?,
            requests: requests(tx, person, &entries, &locale, now)?,
            partner: partner_view(tx, person, &entries, &locale, now)?,
            portal: site.portal.is_some(),
            inside: inside.as_ref().map(Account::of),
        })
    })?;
    let (frame, cookies) = match view.inside.clone() {
        Some(account) => frame_in(site, desk, visit, &reader, Some(person), account)?,
        None => frame(site, desk, visit, &reader, Some(person))?,
    };
    Ok(site.views.page(StatusCode::OK, "home.html", &frame, view)?.with(cookies))
}

fn account_line(tx: &Tx<'_>, person: &Person, entry: &Entry, locale: &Locale<'_>, now: Instant) -> Result<AccountLine> {
    Ok(AccountLine {
        account: Account::of(&entry.client),
        role: entry.role.map(|role| locale.role(role)),
        login: entry.login.as_ref().map(|login| login.email.to_string()),
        entered: entry.entered_at.map(|at| locale.at(at)),
        manages: reach::has(tx, &person.actor, Verb::UserList, entry.client.id, now)?,
    })
}

/// The requests of partners in the accounts for which this person may answer.
fn requests(
    tx: &Tx<'_>,
    person: &Person,
    entries: &[Entry],
    locale: &Locale<'_>,
    now: Instant,
) -> Result<Vec<AccountRequest>> {
    let mut waiting = Vec::new();
    for client in entries.iter().map(|entry| &entry.client) {
        if reach::has(tx, &person.actor, Verb::LinkApprove, client.id, now)? {
            let found = account::requests(tx, person, client, locale, now)?;
            let line = |request| AccountRequest { account: Account::of(client), request };
            waiting.extend(found.into_iter().map(line));
        }
    }
    Ok(waiting)
}

/// The invitations that wait for this person.
fn invitations(tx: &Tx<'_>, person: &Person, locale: &Locale<'_>, now: Instant) -> Result<Vec<InvitationLine>> {
    let filter = Filter { status: Some(InvitationStatus::Pending), ..Filter::default() };
    let mut lines = Vec::new();
    invite::listed(tx, &person.actor, InvitationScope::User(person.login.id), &filter, now, |row| {
        let client = resolve::client_by_id(tx, &person.actor, row.client, "the invitation", now)?;
        lines.push(InvitationLine {
            id: row.id.to_string(),
            account: format!("{} ({}, {})", client.row.name, client.row.slug, client.row.id),
            role: locale.role(Role::from_text(row.role)?),
            offer: terms::word(row.role, &row.permissions, row.until),
            answer_before: row.expires_at.map(|at| locale.at(at)),
        });
        Ok(())
    })?;
    Ok(lines)
}

/// The clients of the person's partner that are not among the accounts that they may enter.
fn partner_view(
    tx: &Tx<'_>,
    person: &Person,
    entries: &[Entry],
    locale: &Locale<'_>,
    now: Instant,
) -> Result<Option<PartnerView>> {
    let Some(membership) = person.actor.user().and_then(|user| user.membership()) else { return Ok(None) };
    let company = partner::find(tx, &person.actor, &PartnerRef::Id(membership.partner))?;
    let mut clients = Vec::new();
    let mut more = false;
    readiness::dashboard(tx, &person.actor, &company, None, now, |line| {
        if entries.iter().any(|entry| entry.client.id == line.client.id) {
            return Ok(());
        }
        if clients.len() == MOST {
            more = true;
            return Ok(());
        }
        let steps = line.readiness.steps.iter();
        clients.push(PartnerClient {
            account: Account::of(line.client),
            ready: line.readiness.is_ready(),
            missing: steps.map(|step| missing(step.missing, locale)).collect(),
        });
        Ok(())
    })?;
    Ok(Some(PartnerView { name: company.name, clients, more }))
}

/// What is missing, and who must act.
fn missing(missing: Missing, locale: &Locale<'_>) -> String {
    let step = match missing {
        Missing::Client => say!(locale, "missing-client"),
        Missing::Partner => say!(locale, "missing-partner"),
        Missing::Association => say!(locale, "missing-association"),
        Missing::Owner(Owner::Asked(_)) => say!(locale, "missing-owner-asked"),
        Missing::Owner(Owner::AskedInVain(_)) => say!(locale, "missing-owner-asked-in-vain"),
        Missing::Owner(Owner::NotAsked) => say!(locale, "missing-owner-not-asked"),
        Missing::Owner(Owner::Former) => say!(locale, "missing-owner-former"),
        Missing::Owner(Owner::IsIn | Owner::Nobody) => say!(locale, "missing-owner-none"),
        Missing::DedicatedUser => say!(locale, "missing-dedicated-user"),
        Missing::DedicatedUserInactive => say!(locale, "missing-dedicated-user-inactive"),
        Missing::DedicatedUserEnded => say!(locale, "missing-dedicated-user-ended"),
        Missing::DedicatedUserRole => say!(locale, "missing-dedicated-user-role"),
        Missing::Link => say!(locale, "missing-link"),
        Missing::Request(_) => say!(locale, "missing-request"),
        Missing::Answer(_) => say!(locale, "missing-answer"),
        Missing::SetUp(_) => say!(locale, "missing-set-up"),
    };
    match missing.who() {
        Who::Support => say!(locale, "home-missing-support", step = step),
        Who::Client => say!(locale, "home-missing-client", step = step),
        Who::Partner => say!(locale, "home-missing-partner", step = step),
    }
}

/// The invitation in the path, with its client.
fn invitation(desk: &mut Desk, visit: &Visit, person: &Person) -> Result<(InvitationId, ClientSeen)> {
    let id = visit.named("invitation", InvitationId::parse)?;
    desk.read(|tx, now| {
        let mut found = None;
        let filter = Filter::default();
        invite::listed(tx, &person.actor, InvitationScope::User(person.login.id), &filter, now, |row| {
            if row.id == id {
                found = Some(row.client);
            }
            Ok(())
        })?;
        let client = found.ok_or_else(|| Error::not_found(format!("there is no invitation {id}")))?;
        Ok((id, resolve::client_by_id(tx, &person.actor, client, "the invitation", now)?))
    })
}

pub fn accept(_: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    let (id, seen) = invitation(desk, visit, person)?;
    let done = desk.change(person.by(), Verb::InviteAccept, &[seen.row.id], |change| {
        invite::accept(change, &seen, Proof::SignedIn(id), None, Some(super::offer_shown(visit)))
    });
    done.map_err(|error| match error.code() {
        Code::Unconfirmed => Error::unconfirmed(
            "this invitation asks for a new password: open the link in its mail, where you choose one",
        )
        .because(Cause::NeedsNewPassword),
        _ => error,
    })?;
    Ok(Notice::Accepted.then_go(visit, "/"))
}

pub fn decline(_: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    let (id, seen) = invitation(desk, visit, person)?;
    let reason = reason(visit)?;
    let by = By { reason: reason.as_deref(), ..person.by() };
    desk.change(by, Verb::InviteDecline, &[seen.row.id], |change| invite::decline(change, &seen, Proof::SignedIn(id)))?;
    Ok(Notice::Declined.then_go(visit, "/"))
}

/// What the page of the hand-over shows.
#[derive(Serialize)]
struct HandOver<'a> {
    portal: &'a str,
    code: &'a str,
}

/// Enters an account: the session before is closed, and the portal is handed the code of the new one, once, by a form.
pub fn enter(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    let Some(portal) = &site.portal else {
        let error = Error::conflict("no portal is set up here, so that there is nothing to enter from this page");
        return Err(error.because(Cause::NoPortal));
    };
    let reference = visit.named("client", |client| ClientRef::parse(client, Forms::Exact))?;
    let (seen, former) = desk.read(|tx, now| {
        let seen = resolve::client(tx, &person.actor, &reference, "the page", now)?;
        Ok((seen, session::former(tx, &person.actor, person.login.id, now)?))
    })?;
    let elsewhere = former.filter(|former| former.seen.client.id != seen.row.id);
    let closing = elsewhere.as_ref().map(closing).transpose()?;
    let mut named = vec![seen.row.id];
    named.extend(elsewhere.iter().map(|former| former.seen.client.id));
    let opened =
        desk.transaction(person.by(), Verb::SessionOpen, &named, |unit| session::open(unit, &seen, closing.as_ref()))?;
    let code = opened.code.reveal().to_owned();
    let reader = Reader::person(site, desk, visit, &person.login);
    let (frame, cookies) = frame_in(site, desk, visit, &reader, Some(person), Account::of(&seen.row))?;
    let view = HandOver { portal, code: &code };
    Ok(site.views.page(StatusCode::OK, "code.html", &frame, view)?.with(cookies))
}

/// The client of a session that is left by entering another one.
fn closing(former: &Former) -> Result<ClientRef> {
    ClientRef::parse(&former.seen.client.id.to_string(), Forms::Exact)
}

/// Leaves the account in which the person is at work.
pub fn leave(_: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    leave_account(desk, person)?;
    Ok(Notice::Left.then_go(visit, "/"))
}

/// Closes the session of the person in an account, if there is one.
///
/// # Errors
/// `conflict` when they entered another one meanwhile; `busy`, `failed`.
pub fn leave_account(desk: &mut Desk, person: &Person) -> Result<()> {
    let former = desk.read(|tx, now| session::former(tx, &person.actor, person.login.id, now))?;
    let former = former.map(|former| (former.seen, former.client));
    let named: Vec<_> = former.iter().map(|(seen, _)| seen.client.id).collect();
    desk.change(person.by(), Verb::SessionClose, &named, |change| session::close(change, former.as_ref())).map(drop)
}
