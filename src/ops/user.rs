//! People in a client: preparing them, changing what they may do, taking them out (docs/reference.md#preparing).

mod dedicated;
mod edit;

pub use dedicated::{AddDedicatedUser, Dedicated, add_dedicated};
pub use edit::{Edit, Edited, edit};

use crate::domain::actor::Actor;
use crate::domain::audit_event::{AuditEvent, End, Event};
use crate::domain::authority::{Concerns, Target, Verb, decide};
use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::{ClientId, EntityId, PartnerId};
use crate::domain::language::Language;
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::name::Name;
use crate::domain::overrides::Rule;
use crate::domain::partner::PartnerRow;
use crate::domain::permission::Permissions;
use crate::domain::reference::UserRef;
use crate::domain::role::Role;
use crate::domain::terms::{Asked, Terms};
use crate::domain::time::Instant;
use crate::error::{Cause, Error, Flag, Hint, Result, TheRequest, Wanted, hint, sentence};
use crate::ops::client::list::known_to;
use crate::ops::session::end_because;
use crate::ops::setting::dummy_domain;
use crate::ops::sign_in;
use crate::store::grant::NewGrant;
pub use crate::store::user_list::{Filter, UserEntry, UserScope, each};
use crate::store::{Tx, client, credential, grant, login, session, user_list};

use super::client::prepare_login;
use super::dedicated::must_not_be_dedicated_elsewhere;
use super::invite::{AfterSender, EndOfNeed, OfSender, end_of_sender, must_be_invitable, whose};
pub use super::person_name::{
    NameEdit, Naming, concerned_by_filling, concerned_by_name, may_read as may_read_name, name_everywhere,
};
use super::reach::still;
use super::resolve::{ClientSeen, named};
use super::unit_of_work::Change;
use super::{invite, last_owner, notice, notify, person_name, reach, who};

/// Someone who is to have a role in a client.
#[derive(Debug, Clone)]
pub struct AddUser {
    pub person: UserRef,
    /// First and last name, for an address that is new or has none.
    pub names: Option<(Name, Name)>,
    /// What they are to be.
    pub role: Role,
    /// The resolved set; `None`: the role's default.
    pub permissions: Option<Permissions>,
    /// The end of the term.
    pub until: Option<Instant>,
    /// For a guest, the form that the mail links.
    pub form: Option<String>,
    /// The language of mails and pages, of an address that is new; of a guest that of the invitation.
    pub language: Option<Language>,
}

/// Someone who was prepared or invited, or was there.
#[derive(Debug)]
pub struct Added {
    pub login: LoginRow,
    /// What they are to have, or have.
    pub terms: Terms,
    pub addition: Addition,
    /// For a guest, the invitation and what became of it.
    pub sent: Option<invite::Sent>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addition {
    /// They were prepared or invited.
    Added,
    /// They were there already without a name, and have one now.
    Named,
    /// Nothing: they were there already.
    Unchanged,
}

impl Addition {
    const fn without_sending(named: Option<&Event>) -> Self {
        if named.is_some() { Self::Named } else { Self::Unchanged }
    }
}

/// Prepares someone: nothing is mailed, no one gets in. A guest is invited by itself (S2.20).
///
/// # Errors
/// `not_found`, `denied`; `conflict` when role, permissions or term are said otherwise than they are, or the login
/// is inactive.
pub fn add(change: &mut Change<'_>, seen: &ClientSeen, wanted: &AddUser) -> Result<Added> {
    let client = change.client(seen)?;
    let permissions =
        wanted.permissions.map_or_else(|| Ok(wanted.role.default_permissions()), |set| wanted.role.check(set))?;
    let terms = Terms { role: wanted.role, permissions, until: wanted.until };
    let asked = Asked { role: Some(wanted.role), permissions: wanted.permissions, until: wanted.until };
    let known = who::find_in_client(change.tx, change.actor, &wanted.person, client.id)?;
    let open = match &known {
        Some(login) => grant::open(change.tx, client.id, login.id)?,
        None => None,
    };
    let relation = change.relation(client.id)?;
    let own = known.as_ref().map_or(Concerns::Others, |login| whose(change, login.id));
    let role = open.as_ref().map_or(wanted.role, |grant| grant.terms.role.max(wanted.role));
    let target = Target::member(relation, own, role);
    let gives = if open.is_some() { target } else { target.giving(permissions).lasting(wanted.until) };
    change.authorise(&gives)?;
    if wanted.role == Role::Guest {
        return add_guest(change, &client, known, wanted, asked);
    }
    if let (Some(login), Some(grant)) = (&known, open) {
        must_agree(change, &client, login, &grant, &asked)?;
        change.about_user(login.id);
        let (login, event) = filled(change, &client, login.clone(), wanted)?;
        let addition = Addition::without_sending(event.as_ref());
        match event {
            Some(event) => change.record(event),
            None => change.unchanged(EntityId::User(login.id)),
        }
        return Ok(Added { login, terms: grant.terms, addition, sent: None });
    }
    if let Some(login) = &known {
        must_not_be_dedicated_elsewhere(change, &client, login)?;
        must_be_invitable(change, &client, login)?;
    }
    let (login, named) = login_for(change, &client, known, wanted)?;
    let new =
        NewGrant { client: client.id, user: login.id, terms, for_partner: None, granted_by: change.actor.author() };
    grant::prepare(change.tx, &new, change.now, change.audit())?;
    change.about_user(login.id);
    change.record(AuditEvent::UserAdd {
        id: login.id,
        email: login.email.clone(),
        role: terms.role,
        permissions: terms.permissions,
        until: End(terms.until),
        partner: None,
        mailbox: None,
    });
    named.into_iter().for_each(|event| change.record(event));
    Ok(Added { login, terms, addition: Addition::Added, sent: None })
}

/// Someone who was taken out of a client.
#[derive(Debug)]
pub struct Removed {
    pub login: LoginRow,
    /// The access as it was.
    pub before: GrantRow,
    /// The access as it is.
    pub grant: GrantRow,
    /// What became of the invitations that they had sent.
    pub sent: OfSender,
}

/// Takes someone out of a client: the grant ends, and an invitation that waits is cancelled. The login stays. The
/// person is notified by mail, after a grace. `shown` is the access that was confirmed.
///
/// # Errors
/// `not_found`, `denied`; `conflict` when no one who can administer the client would be left, or when the access was
/// changed since it was shown.
pub fn remove(
    change: &mut Change<'_>,
    seen: &ClientSeen,
    person: &UserRef,
    overrule: Option<Rule>,
    invitations: AfterSender,
    shown: Option<&GrantRow>,
) -> Result<Removed> {
    let client = change.client(seen)?;
    last_owner::may_override(change, overrule)?;
    let relation = change.relation(client.id)?;
    change.authorise(&Target::client(relation))?;
    let (login, grant) = member(change, &client, person)?;
    change.authorise(&Target::member(relation, whose(change, login.id), grant.terms.role))?;
    change.about_user(login.id);
    if grant.state == GrantState::Ended {
        change.unchanged(EntityId::User(login.id));
        return Ok(Removed { login, before: grant.clone(), grant, sent: OfSender::default() });
    }
    if shown.is_some_and(|shown| *shown != grant) {
        return Err(Error::conflict(format!(
            "the access of {} to {} was changed by someone else after it was shown; nothing was changed",
            login.email,
            named(&client)
        ))
        .because(Cause::AccessChanged { email: login.email.to_string(), account: named(&client) })
        .hint(hint!["look at it with ", Verb::UserShow.step().about(&login.email).client(&client.slug)])
        .hint(hint!["repeat ", TheRequest]));
    }
    let ruling = last_owner::check(change, &client, &grant, None, overrule)?;
    grant::end(change.tx, grant.id, change.now, change.actor.author(), change.audit())?;
    let still = still::of(change.tx, &login, &client, change.now)?;
    let sent = end_of_sender(change, &login, &[client.id], invitations)?;
    change.record(AuditEvent::UserRemove {
        id: login.id,
        email: login.email.clone(),
        role: grant.terms.role,
        r#override: ruling.overridden(),
        withdrawn: sent.ids(AfterSender::Withdraw),
        kept: sent.ids(AfterSender::Keep),
        still: still::noted(&still),
    });
    invite::end_open(change, client.id, &login.email, EndOfNeed::IsOut)?;
    notice::of_access(change, &client, &login, &grant)?;
    let after = grant::by_id(change.tx, grant.id)?.ok_or_else(|| Error::bug("the grant is gone"))?;
    Ok(Removed { login, before: grant, grant: after, sent })
}

/// A person and their latest grant in a client.
///
/// # Errors
/// `not_found`; staff sees where the person is known instead.
pub fn member_in(
    tx: &Tx<'_>,
    actor: &Actor,
    client: &ClientRow,
    person: &UserRef,
    now: Instant,
) -> Result<(LoginRow, GrantRow)> {
    let login = who::find_in_client(tx, actor, person, client.id)?;
    let grant = match &login {
        Some(login) => grant::latest(tx, client.id, login.id)?,
        None => None,
    };
    if let (Some(login), Some(grant)) = (&login, grant) {
        return Ok((login.clone(), grant));
    }
    let mut error = Error::not_found(format!("{person} is no one in {}", named(client)))
        .hint(hint!["see ", Verb::UserList.step().client(&client.slug)])
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string());
    if let Some(login) = login {
        for grant in grant::of_user(tx, login.id)?.iter().take(3) {
            if let Some(other) = client::by_id(tx, grant.client)?
                && reach::sees(tx, actor, other.id, now)?
            {
                error = error.hint(Hint::plain(format!("{person} is {} in {}", grant.terms.role, named(&other))));
            }
        }
    }
    Err(error)
}

fn member(change: &Change<'_>, client: &ClientRow, person: &UserRef) -> Result<(LoginRow, GrantRow)> {
    member_in(change.tx, change.actor, client, person, change.now)
}

fn add_guest(
    change: &mut Change<'_>,
    client: &ClientRow,
    known: Option<LoginRow>,
    wanted: &AddUser,
    asked: Asked,
) -> Result<Added> {
    let name = wanted.names.as_ref().map(|(first, last)| (first.as_str(), last.as_str()));
    let ask =
        invite::Ask { name, form: wanted.form.as_deref(), language: wanted.language, ..invite::Ask::plain(asked) };
    let (email, named) = match (known, &wanted.person) {
        (Some(login), _) => {
            let (login, named) = filled(change, client, login, wanted)?;
            (login.email, named)
        }
        (None, UserRef::Email(email)) => (email.clone(), None),
        (None, UserRef::Id(id)) => return Err(nobody(&UserRef::Id(*id))),
    };
    let sent = invite::send(change, client, &email, &ask)?;
    let addition = match sent.fate {
        invite::SendOutcome::Sent | invite::SendOutcome::Resent => Addition::Added,
        _ => Addition::without_sending(named.as_ref()),
    };
    named.into_iter().for_each(|event| change.record(event));
    let login = login::by_key(change.tx, email.key())?.ok_or_else(|| Error::bug("the guest is not there"))?;
    let grant = grant::open(change.tx, client.id, login.id)?.ok_or_else(|| Error::bug("the guest has no grant"))?;
    Ok(Added { login, terms: grant.terms, addition, sent: Some(sent) })
}

/// What was said must hold already; what was not said differs from nothing.
fn must_agree(
    change: &Change<'_>,
    client: &ClientRow,
    login: &LoginRow,
    grant: &GrantRow,
    asked: &Asked,
) -> Result<()> {
    let edit = Verb::UserEdit.step().about(&login.email).client(&client.slug);
    let what = match grant.state {
        GrantState::Prepared => format!("what is prepared for {}", login.email),
        _ => format!("the access of {}", login.email),
    };
    if let Some(until) = grant.terms.until.filter(|until| change.now >= *until) {
        return Err(Error::conflict(sentence![what, " ended at ", until.as_end()]).hint(hint![
            "prolong it with ",
            edit.clone().with(Flag::Until, &Wanted("T")),
            ", or for good with ",
            edit.switch(Flag::NoUntil)
        ]));
    }
    asked.agree_with(&grant.terms, &what, |options| hint!["change it with ", edit.give(options)])
}

/// The login of the person, made where the address has none, and the event of a name that was filled in.
fn login_for(
    change: &mut Change<'_>,
    client: &ClientRow,
    known: Option<LoginRow>,
    wanted: &AddUser,
) -> Result<(LoginRow, Option<Event>)> {
    match (known, &wanted.person) {
        (Some(login), _) => filled(change, client, login, wanted),
        (None, UserRef::Email(email)) => {
            let names = wanted.names.as_ref().map_or(("", ""), |(first, last)| (first.as_str(), last.as_str()));
            Ok((prepare_login(change, email, names, wanted.language)?, None))
        }
        (None, UserRef::Id(id)) => Err(nobody(&UserRef::Id(*id))),
    }
}

/// The login as it is once the name that was given is filled in where it has none, with the event of that.
fn filled(
    change: &mut Change<'_>,
    client: &ClientRow,
    login: LoginRow,
    wanted: &AddUser,
) -> Result<(LoginRow, Option<Event>)> {
    let event = match &wanted.names {
        Some(given) => person_name::fill(change, client, &login, given)?,
        None => None,
    };
    let login = if event.is_some() { again(change, &login)? } else { login };
    Ok((login, event))
}

fn again(change: &Change<'_>, login: &LoginRow) -> Result<LoginRow> {
    login::by_id(change.tx, login.id)?.ok_or_else(|| Error::bug("the login is gone"))
}

fn nobody(person: &UserRef) -> Error {
    Error::not_found(format!("no one here is known as {person}"))
        .hint(hint!["look the person up with ", Verb::ClientFind.step().about(&Wanted("WORD"))])
}

// A person leaves a client by their own wish (`user leave`, S1.17).

/// Gives up the person's own access to a client. The login stays, and so does what it reaches otherwise; the session
/// there ends.
///
/// # Errors
/// `denied`, `not_found`; `conflict` when there is nothing of their own to give up, or no one who can administer the
/// client would be left.
pub fn leave(change: &mut Change<'_>, seen: &ClientSeen, person: &UserRef) -> Result<(LoginRow, GrantRow, OfSender)> {
    let client = change.client(seen)?;
    let whose: Concerns = sign_in::whose(change.actor, person);
    change.authorise(&Target::login(whose))?;
    let (login, grant) = own_grant(change.tx, change.actor, &client, change.now)?;
    change.about_user(login.id);
    let ruling = last_owner::check(change, &client, &grant, None, None)?;
    grant::end(change.tx, grant.id, change.now, change.actor.author(), change.audit())?;
    let still = still::of(change.tx, &login, &client, change.now)?;
    let sent = end_of_sender(change, &login, &[client.id], AfterSender::Withdraw)?;
    change.record(AuditEvent::UserLeave {
        id: login.id,
        email: login.email.clone(),
        role: grant.terms.role,
        r#override: ruling.overridden(),
        withdrawn: sent.ids(AfterSender::Withdraw),
        kept: sent.ids(AfterSender::Keep),
        still: still::noted(&still),
    });
    for (session, _) in session::of_grant(change.tx, grant.id)? {
        end_because(change, session, "the person left")?;
        change.record(AuditEvent::SessionEnd { id: session, because: None, email: None });
    }
    invite::end_open(change, client.id, &login.email, EndOfNeed::IsOut)?;
    notify::of_leaving(change, &client, &login, &grant.terms)?;
    notice::of_access(change, &client, &login, &grant)?;
    let grant = grant::by_id(change.tx, grant.id)?.ok_or_else(|| Error::bug("the grant is gone"))?;
    Ok((login, grant, sent))
}

fn own_grant(tx: &Tx<'_>, actor: &Actor, client: &ClientRow, now: Instant) -> Result<(LoginRow, GrantRow)> {
    let user = actor.user().ok_or_else(|| Error::bug("staff leaves in their own name"))?;
    let login = login::by_id(tx, user.id)?.ok_or_else(|| Error::bug("the actor's login is gone"))?;
    let nothing =
        |error: Error| error.fact("client_id", client.id.to_string()).fact("client_slug", client.slug.to_string());
    let (email, place) = (&login.email, named(client));
    match grant::open(tx, client.id, login.id)? {
        Some(grant) if grant.state == GrantState::Active => Ok((login, grant)),
        Some(_) => {
            Err(nothing(Error::conflict(format!("{email} is only invited to {place}, and not in")).hint(hint![
                "decline it with ",
                Verb::InviteDecline
                    .step()
                    .client(&client.slug)
                    .with(Flag::As, &email)
                    .with(Flag::Reason, &Wanted("TEXT"))
            ])))
        }
        None if reach::verdict(tx, login.id, client.id, now)?.partner.is_some() => Err(nothing(
            Error::conflict(format!(
                "{email} has no access of their own to {place}: they enter by their partner's link"
            ))
            .hint(hint![
                "a colleague or support takes it away with ",
                Verb::PartnerUnassignClients.step().about(&email)
            ]),
        )),
        None => Err(nothing(Error::conflict(format!("{email} has no access of their own to {place}")))),
    }
}

// Which people `user list` shows to whom: staff see all of them, a user sees those of the clients whose people they
// may list.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Client(ClientId),
    /// Those of every client where the actor may look.
    All,
}

/// The people that the filter lets pass, by client, then by person.
///
/// # Errors
/// `denied` where the actor may not look into the one client that is named; `failed`, and those of `each`.
pub fn list(
    tx: &Tx<'_>,
    actor: &Actor,
    extent: Extent,
    filter: &Filter,
    now: Instant,
    mut each: impl FnMut(&UserEntry<'_>) -> Result<()>,
) -> Result<()> {
    let may_look = |client: ClientId| -> Result<()> {
        decide(actor, Verb::UserList, &Target::client(reach::relation(tx, actor, client, now)?))
    };
    match (extent, actor.user()) {
        (Extent::Client(client), _) => {
            may_look(client)?;
            user_list::each(tx, UserScope::Client(client), filter, now, |entry| each(&as_read_by(tx, actor, entry)?))
        }
        (Extent::All, None) => user_list::each(tx, UserScope::All, filter, now, each),
        (Extent::All, Some(user)) => {
            for client in
                known_to(tx, user)?.into_iter().filter(|client| filter.from.is_none_or(|from| *client >= from))
            {
                if may_look(client).is_ok() {
                    user_list::each(tx, UserScope::Client(client), filter, now, |entry| {
                        each(&as_read_by(tx, actor, entry)?)
                    })?;
                }
            }
            Ok(())
        }
    }
}

/// An entry as this actor may read it: without the name of a person who has not accepted yet, and whose login is used
/// elsewhere.
pub fn as_read_by<'r>(tx: &Tx<'_>, actor: &Actor, entry: &UserEntry<'r>) -> Result<UserEntry<'r>> {
    match may_read_name(tx, actor, entry.client, entry.user)? {
        true => Ok(*entry),
        false => Ok(UserEntry { first_name: "", last_name: "", ..*entry }),
    }
}

// The address that a dedicated user is to have: made of the names of client and partner, and not in use (S0.5–S0.8).

/// An address for the pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    pub email: Email,
    /// Whether the client has made it already.
    pub made: Made,
}

/// Whether a dedicated user exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// It does, with this address.
    Yes,
    /// Not yet.
    No,
}

/// The address of the dedicated user of the pair; where there is none, the first one made of their names that is
/// no one's. The same question has the same answer until a login is made.
///
/// # Errors
/// `usage` when `logins.domain` is too long; `failed`.
pub fn address(tx: &Tx<'_>, client: &ClientRow, company: &PartnerRow) -> Result<Suggested> {
    if let Some(grant) = grant::dedicated(tx, client.id, company.id)?
        && let Some(login) = login::by_id(tx, grant.user)?
    {
        return Ok(Suggested { email: login.email, made: Made::Yes });
    }
    let domain = dummy_domain(tx)?;
    let mut nth = 1;
    loop {
        let email = domain.address(&client.slug, &company.slug, nth)?;
        let free = match login::by_key(tx, email.key())? {
            None => true,
            Some(login) => is_former(tx, &login, client, company.id)?,
        };
        if free {
            return Ok(Suggested { email, made: Made::No });
        }
        nth += 1;
    }
}

/// Whether this login was the dedicated user of the pair once and is nothing else: then it is theirs again.
fn is_former(tx: &Tx<'_>, login: &LoginRow, client: &ClientRow, partner: PartnerId) -> Result<bool> {
    let latest = grant::latest(tx, client.id, login.id)?;
    Ok(latest.is_some_and(|grant| grant.state == GrantState::Ended && grant.for_partner == Some(partner))
        && login.state == LoginState::Active
        && !grant::has_open(tx, login.id)?
        && credential::find(tx, login.id)?.is_none()
        && login::membership(tx, login.id)?.is_none())
}
