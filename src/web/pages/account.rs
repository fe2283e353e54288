//! The people of an account, for its owners and admins: who may enter it, inviting, permissions, removing (S1), and the
//! requests of partners that wait.

use axum::http::StatusCode;
use serde::Serialize;

use crate::domain::authority::{Concerns, Relation, Target, Verb, decide};
use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::LinkId;
use crate::domain::link::{LINK_MOST, Link, LinkEdit, LinkStatus, Origin};
use crate::domain::login::LoginRow;
use crate::domain::permission::Permissions;
use crate::domain::reference::{ClientRef, Forms, UserRef};
use crate::domain::role::Role;
use crate::domain::status::MemberState;
use crate::domain::terms::{Asked, TermEdit};
use crate::domain::time::Instant;
use crate::error::{Code, Error, Result};
use crate::language::Locale;
use crate::language::catalogue::say;
use crate::ops::concerned::Concerned;
use crate::ops::invite::{self, AfterSender, Ask, Named, SendAgain};
use crate::ops::link::{self, LinkScope};
use crate::ops::resolve::{self, ClientSeen};
use crate::ops::user::{self, Edit, Extent, Filter, NameEdit, UserScope};
use crate::ops::{Tx, reach};
use crate::web::Site;
use crate::web::cause::Wrong;
use crate::web::desk::Desk;
use crate::web::limits::Attempt;
use crate::web::notice::Notice;
use crate::web::reader::Reader;
use crate::web::view::{Account, Choice, ticked};
use crate::web::visit::{Reply, Visit};

use super::link::{TERMS, auto_extend, go_on, in_words, term};
use super::{Person, frame_in, shown_if};

/// The most people that one page lists.
const MOST: usize = 500;

#[derive(Serialize)]
struct View {
    people: Vec<PersonLine>,
    more_people: bool,
    requests: Vec<RequestLine>,
    partners: Vec<LinkLine>,
    /// Whether the reader may invite.
    invites: bool,
    roles: Vec<Choice>,
    /// Whether permissions were chosen.
    chooses: bool,
    permissions: Vec<Choice>,
    email: String,
    error: Option<Wrong>,
}

#[derive(Serialize)]
struct PersonLine {
    id: String,
    email: String,
    name: String,
    role: String,
    state: String,
    /// How long, where that has an end.
    term: Option<String>,
    /// Whether the reader may change their access. No one changes their own.
    changes: bool,
}

/// A partner that works in the account.
#[derive(Serialize)]
struct LinkLine {
    id: String,
    partner: String,
    until: Option<String>,
    /// The same after "as it is".
    term: String,
    permissions: Vec<String>,
    /// Whether the link is still being set up.
    being_set_up: bool,
    /// Whether the reader may end it.
    ends: bool,
    /// Whether the reader may change what is in force.
    changes: bool,
    /// What the reader can let the partner's people do; nothing where their dedicated user has the permissions.
    choices: Vec<Choice>,
    /// The ends that can be chosen.
    terms: Vec<(&'static str, String)>,
    /// By how much its end moves by itself, if it does.
    goes_on: Option<String>,
    /// By how much it can.
    go_on: Vec<(&'static str, String)>,
}

#[derive(Serialize)]
pub(super) struct RequestLine {
    id: String,
    partner: String,
    expires: String,
}

/// The roles that the reader may give, the least first: that is what a form has before anyone chooses.
fn roles(person: &Person, verb: Verb, relation: Relation) -> Vec<Role> {
    Role::ALL.into_iter().rev().filter(|role| may_touch(person, verb, relation, *role)).collect()
}

/// Whether the reader may do this to another person with that role.
fn may_touch(person: &Person, verb: Verb, relation: Relation, role: Role) -> bool {
    decide(&person.actor, verb, &Target::member(relation, Concerns::Others, role)).is_ok()
}

/// The permissions that the reader may give.
fn own_permissions(relation: Relation) -> Permissions {
    relation.own.map_or(Permissions::EMPTY, |own| own.terms.permissions)
}

/// The client in the path, for a person who may see its people.
fn client(desk: &mut Desk, visit: &Visit, person: &Person, verb: Verb) -> Result<ClientSeen> {
    let reference = visit.named("client", |client| ClientRef::parse(client, Forms::Exact))?;
    desk.read(|tx, now| {
        let seen = resolve::client(tx, &person.actor, &reference, "the page", now)?;
        reach::must_have(tx, &person.actor, verb, seen.row.id, now)?;
        resolve::must_be_open(&seen.row)?;
        Ok(seen)
    })
}

pub fn show(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    page(site, desk, visit, person, None)
}

fn page(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person, error: Option<Error>) -> Result<Reply> {
    let reader = Reader::person(site, desk, visit, &person.login);
    let (locale, error) = (reader.locale(), shown_if(error, &reader)?);
    let seen = client(desk, visit, person, Verb::UserList)?;
    let id = seen.row.id;
    let ((people, more_people), requests, partners, relation) = desk.read(|tx, now| {
        let relation = reach::relation(tx, &person.actor, id, now)?;
        let may_link = decide(&person.actor, Verb::LinkList, &Target::client(relation)).is_ok();
        let requests = if may_link { requests(tx, person, &seen.row, &locale, now)? } else { Vec::new() };
        let partners = if may_link { partners(tx, person, relation, &seen.row, &locale, now)? } else { Vec::new() };
        Ok((people(tx, person, relation, &seen.row, &locale, now)?, requests, partners, relation))
    })?;
    let view = View {
        people,
        more_people,
        requests,
        partners,
        invites: decide(&person.actor, Verb::InviteSend, &Target::client(relation)).is_ok(),
        roles: Choice::of_roles(&roles(person, Verb::InviteSend, relation), visit.form.get("role"), &locale),
        chooses: !chosen(visit).is_empty(),
        permissions: Choice::of(own_permissions(relation), chosen(visit), &locale),
        email: visit.form.get("email").to_owned(),
        error,
    };
    let status = if view.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (frame, cookies) = frame_in(site, desk, visit, &reader, Some(person), Account::of(&seen.row))?;
    Ok(site.views.page(status, "account.html", &frame, view)?.with(cookies))
}

fn people(
    tx: &Tx<'_>,
    person: &Person,
    relation: Relation,
    client: &ClientRow,
    locale: &Locale<'_>,
    now: Instant,
) -> Result<(Vec<PersonLine>, bool)> {
    let (mut people, mut more) = (Vec::new(), false);
    user::list(tx, &person.actor, Extent::Client(client.id), &Filter::default(), now, |entry| {
        if entry.ended_at.is_none() && people.len() == MOST {
            more = true;
        } else if entry.ended_at.is_none() {
            people.push(PersonLine {
                id: entry.user.to_string(),
                email: entry.email.to_owned(),
                name: format!("{} {}", entry.first_name, entry.last_name).trim().to_owned(),
                role: locale.role(entry.role),
                state: state_in_words(entry.state, locale),
                term: entry.until.map(|until| locale.until(Some(until))),
                changes: entry.user != person.login.id && may_touch(person, Verb::UserEdit, relation, entry.role),
            });
        }
        Ok(())
    })?;
    Ok((people, more))
}

fn state_in_words(state: MemberState, locale: &Locale<'_>) -> String {
    match state {
        MemberState::Prepared => say!(locale, "state-prepared"),
        MemberState::Invited => say!(locale, "state-invited"),
        MemberState::Expired => say!(locale, "state-expired"),
        MemberState::Declined => say!(locale, "state-declined"),
        MemberState::Active => say!(locale, "state-active"),
        MemberState::Inactive => say!(locale, "state-inactive"),
        MemberState::Ended => say!(locale, "state-ended"),
    }
}

/// The requests of partners that wait for an answer of this account.
pub(super) fn requests(
    tx: &Tx<'_>,
    person: &Person,
    client: &ClientRow,
    locale: &Locale<'_>,
    now: Instant,
) -> Result<Vec<RequestLine>> {
    let waiting = links(tx, person, client, now, |link| link.awaits_answer(now))?;
    let line = |waiting: &Link| {
        let partner = link::partner_of(tx, waiting)?.name;
        Ok(RequestLine { id: waiting.id.to_string(), partner, expires: locale.at(waiting.expires_at) })
    };
    waiting.iter().map(line).collect()
}

/// The partners that work in this account, or will once their link is set up.
fn partners(
    tx: &Tx<'_>,
    person: &Person,
    relation: Relation,
    client: &ClientRow,
    locale: &Locale<'_>,
    now: Instant,
) -> Result<Vec<LinkLine>> {
    let is_open = |link: &Link| matches!(link.status(now), LinkStatus::Linked | LinkStatus::Approved);
    let open = links(tx, person, client, now, is_open)?;
    let own = own_permissions(relation).intersection(LINK_MOST);
    let line = |link: &Link| {
        let choices = match link.origin {
            Origin::Partner => Choice::of(own.union(link.permissions), link.permissions, locale),
            Origin::Client => Vec::new(),
        };
        let may_change = decide(&person.actor, Verb::LinkEdit, &Target::link(relation, link.partner)).is_ok();
        Ok(LinkLine {
            changes: may_change && link.in_force(now),
            choices,
            terms: TERMS.iter().map(|(value, term)| (*value, in_words(*term, locale))).collect(),
            goes_on: link.auto_extend.map(|term| locale.term(term.term())),
            go_on: go_on(locale),
            id: link.id.to_string(),
            partner: link::partner_of(tx, link)?.name,
            until: link.until.map(|until| locale.end(until)),
            term: locale.until(link.until),
            permissions: locale.permissions(link.permissions),
            being_set_up: link.status(now) == LinkStatus::Approved,
            ends: decide(&person.actor, Verb::LinkRemove, &Target::link(relation, link.partner)).is_ok(),
        })
    };
    open.iter().map(line).collect()
}

/// Changes what a partner may do in the account, and for how long, at once.
pub fn change_link(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    let seen = client(desk, visit, person, Verb::LinkEdit)?;
    let id = visit.named("link", LinkId::parse)?;
    let until = match (visit.form.get("term"), term(visit)) {
        ("none", _) => TermEdit::NoEnd,
        (_, Some(term)) => TermEdit::Until(desk.now() + term),
        (_, None) => TermEdit::Keep,
    };
    let done = permissions(visit).and_then(|permissions| {
        let wanted = LinkEdit { permissions, until, auto_extend: auto_extend(visit)? };
        desk.change(person.by(), Verb::LinkEdit, &[seen.row.id], |change| link::edit::edit(change, &seen, id, &wanted))
    });
    match done {
        Ok(_) => Ok(Notice::AccessChanged.then_go(visit, format!("/accounts/{}", seen.row.id))),
        Err(error) if matches!(error.code(), Code::NotFound | Code::ForeignEntity) => Err(error),
        Err(error) => page(site, desk, visit, person, Some(error)),
    }
}

/// Ends the link of a partner.
pub fn end_link(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    let seen = client(desk, visit, person, Verb::LinkRemove)?;
    let id = visit.named("link", LinkId::parse)?;
    let done =
        desk.change(person.by(), Verb::LinkRemove, &[seen.row.id], |change| link::remove(change, &seen, id, None));
    match done {
        Ok(_) => Ok(Notice::LinkEnded.then_go(visit, format!("/accounts/{}", seen.row.id))),
        // What is not of this account is a page that does not exist.
        Err(error) if matches!(error.code(), Code::NotFound | Code::ForeignEntity) => Err(error),
        Err(error) => page(site, desk, visit, person, Some(error)),
    }
}

pub fn invite(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    let seen = client(desk, visit, person, Verb::InviteSend)?;
    if let Err(reply) = site.attempt(Attempt::Invite, visit.source, site.of_person(visit, &person.login)) {
        return Ok(reply);
    }
    let sent = asked(visit).and_then(|(email, asked)| {
        desk.change(person.by(), Verb::InviteSend, &[seen.row.id], |change| {
            let client = change.client(&seen)?;
            invite::send(change, &client, &email, &Ask::plain(asked)).map(drop)
        })
    });
    match sent {
        Ok(_) => Ok(Notice::Invited.then_go(visit, format!("/accounts/{}", seen.row.id))),
        Err(error) => page(site, desk, visit, person, Some(error)),
    }
}

/// The address and what it is to get. Without a box that is ticked the role brings its own permissions.
fn asked(visit: &Visit) -> Result<(Email, Asked)> {
    let email = Email::parse(visit.form.get("email").trim())?;
    let role = Role::parse(visit.form.get("role"))?;
    Ok((email, Asked { role: Some(role), permissions: permissions(visit)?, until: None }))
}

/// The boxes that were ticked, for a form that is shown again.
fn chosen(visit: &Visit) -> Permissions {
    ticked(visit.form.all("permission")).unwrap_or(Permissions::EMPTY)
}

fn permissions(visit: &Visit) -> Result<Option<Permissions>> {
    let mut names = visit.form.all("permission").peekable();
    if names.peek().is_none() { Ok(None) } else { ticked(names).map(Some) }
}

#[derive(Serialize)]
struct PersonView {
    id: String,
    email: String,
    roles: Vec<Choice>,
    permissions: Vec<Choice>,
    /// Whether it is the reader: no one changes their own access here, so that no one locks themselves out by a click.
    is_self: bool,
    /// Whether the reader may change and remove the access.
    changes: bool,
    /// What the person was sent, if they have not answered it: `invited`, or `expired`.
    invitation: Option<&'static str>,
    error: Option<Wrong>,
}

/// The links of this account that are wanted, as the reader may see them.
fn links(
    tx: &Tx<'_>,
    person: &Person,
    client: &ClientRow,
    now: Instant,
    wanted: impl Fn(&Link) -> bool,
) -> Result<Vec<Link>> {
    let filter =
        link::list::Filter { whose: LinkScope::Client(client.id), state: None, until: None, ends_by: None, from: None };
    let no = (link::list::Wants::No, link::list::Wants::No);
    let mut found = Vec::new();
    link::list::each(tx, &person.actor, &filter, no, now, |record| {
        if wanted(&record.listed.link) {
            found.push(record.listed.link.clone());
        }
        Ok(())
    })?;
    Ok(found)
}

/// A person in the client, as the reader may see them.
fn member(desk: &mut Desk, visit: &Visit, person: &Person, client: &ClientRow) -> Result<(LoginRow, GrantRow)> {
    let user = visit.named("user", UserRef::parse)?;
    let found = desk.read(|tx, now| user::member_in(tx, &person.actor, client, &user, now))?;
    match found.1.state {
        GrantState::Prepared | GrantState::Active => Ok(found),
        GrantState::Ended => Err(Error::not_found("this person is out of the account")),
    }
}

pub fn person(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    person_page(site, desk, visit, person, None)
}

/// How far a person has come in the client.
fn state(tx: &Tx<'_>, client: &ClientRow, login: &LoginRow, now: Instant) -> Result<MemberState> {
    let mut state = MemberState::Prepared;
    user::each(tx, UserScope::Person(client.id, login.id), &Filter::default(), now, |entry| {
        state = entry.state;
        Ok(())
    })?;
    Ok(state)
}

fn person_page(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person, error: Option<Error>) -> Result<Reply> {
    let reader = Reader::person(site, desk, visit, &person.login);
    let (locale, error) = (reader.locale(), shown_if(error, &reader)?);
    let seen = client(desk, visit, person, Verb::UserEdit)?;
    let (login, grant) = member(desk, visit, person, &seen.row)?;
    let (relation, state) = desk.read(|tx, now| {
        let relation = reach::relation(tx, &person.actor, seen.row.id, now)?;
        Ok((relation, state(tx, &seen.row, &login, now)?))
    })?;
    let (present, terms) = (grant.terms.role.name(), grant.terms.permissions);
    // A form that is shown again keeps what was sent.
    let (role, permissions) = match (&error, Role::parse(visit.form.get("role"))) {
        (Some(_), Ok(role)) => (role.name(), chosen(visit)),
        _ => (present, terms),
    };
    let view = PersonView {
        id: login.id.to_string(),
        email: login.email.to_string(),
        roles: Choice::of_roles(&roles(person, Verb::UserEdit, relation), role, &locale),
        permissions: Choice::of(own_permissions(relation).union(terms), permissions, &locale),
        is_self: login.id == person.login.id,
        changes: may_touch(person, Verb::UserEdit, relation, grant.terms.role),
        invitation: matches!(state, MemberState::Invited | MemberState::Expired).then_some(state.name()),
        error,
    };
    let status = if view.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (frame, cookies) = frame_in(site, desk, visit, &reader, Some(person), Account::of(&seen.row))?;
    Ok(site.views.page(status, "person.html", &frame, view)?.with(cookies))
}

pub fn change(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    let seen = client(desk, visit, person, Verb::UserEdit)?;
    let (login, grant) = member(desk, visit, person, &seen.row)?;
    let state = desk.read(|tx, now| state(tx, &seen.row, &login, now))?;
    let whom = UserRef::Id(login.id);
    let done = edit(visit, &grant).and_then(|edit| match state {
        // What waits for an answer is changed together with what is prepared.
        MemberState::Invited => desk.change(person.by(), Verb::InviteEdit, &[seen.row.id], |change| {
            let client = change.client(&seen)?;
            let edit = invite::Edit::of_terms(edit.role, edit.permissions);
            invite::edit(change, &client, &Named::Person(whom), &edit).map(drop)
        }),
        _ => desk.change(person.by(), Verb::UserEdit, &[seen.row.id], |change| {
            user::edit(change, &seen, &whom, &edit, &Concerned::default()).map(drop)
        }),
    });
    match done {
        Ok(_) => Ok(Notice::AccessChanged.then_go(visit, format!("/accounts/{}", seen.row.id))),
        Err(error) => person_page(site, desk, visit, person, Some(error)),
    }
}

/// What the form changes. An owner has all permissions, so that the boxes count for the other roles alone.
fn edit(visit: &Visit, grant: &GrantRow) -> Result<Edit> {
    let role = Role::parse(visit.form.get("role"))?;
    let permissions = match role {
        Role::Owner => None,
        _ => Some(ticked(visit.form.all("permission"))?),
    };
    Ok(Edit {
        role: (role != grant.terms.role).then_some(role),
        permissions,
        until: TermEdit::Keep,
        names: NameEdit::default(),
        overrule: None,
        invitations: AfterSender::Withdraw,
    })
}

pub fn remove(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    let seen = client(desk, visit, person, Verb::UserRemove)?;
    let (login, grant) = member(desk, visit, person, &seen.row)?;
    let whom = UserRef::Id(login.id);
    let done = desk.change(person.by(), Verb::UserRemove, &[seen.row.id], |change| {
        user::remove(change, &seen, &whom, None, AfterSender::Withdraw, Some(&grant)).map(drop)
    });
    match done {
        Ok(_) => Ok(Notice::Removed.then_go(visit, format!("/accounts/{}", seen.row.id))),
        Err(error) => person_page(site, desk, visit, person, Some(error)),
    }
}

/// Sends the invitation of a person again.
pub fn invite_again(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    let seen = client(desk, visit, person, Verb::InviteResend)?;
    let (login, _) = member(desk, visit, person, &seen.row)?;
    if let Err(reply) = site.attempt(Attempt::Invite, visit.source, site.of_person(visit, &person.login)) {
        return Ok(reply);
    }
    let what = Named::Person(UserRef::Id(login.id));
    let done = desk.change(person.by(), Verb::InviteResend, &[seen.row.id], |change| {
        let client = change.client(&seen)?;
        invite::resend(change, &client, &what, &SendAgain::AS_BEFORE).map(drop)
    });
    match done {
        Ok(_) => Ok(Notice::InvitedAgain.then_go(visit, format!("/accounts/{}", seen.row.id))),
        Err(error) => person_page(site, desk, visit, person, Some(error)),
    }
}

/// Withdraws the invitation of a person, who stays on the list.
pub fn withdraw(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    let seen = client(desk, visit, person, Verb::InviteCancel)?;
    let (login, _) = member(desk, visit, person, &seen.row)?;
    let what = Named::Person(UserRef::Id(login.id));
    let done = desk.change(person.by(), Verb::InviteCancel, &[seen.row.id], |change| {
        let client = change.client(&seen)?;
        invite::cancel(change, &client, &what).map(drop)
    });
    match done {
        Ok(_) => Ok(Notice::Withdrawn.then_go(visit, format!("/accounts/{}", seen.row.id))),
        Err(error) => person_page(site, desk, visit, person, Some(error)),
    }
}
