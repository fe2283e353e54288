//! The users of a partner: adding one in a single step, with a password for the first sign-in (S4).

mod assign;
mod edit;
pub mod extent;
mod repeat;

pub use assign::{Assigned, Direction, assign, check as check_assignment};
pub use edit::{Edit, Edited, ScopeEdit, concerned_by, edit};

use std::collections::BTreeSet;

use crate::domain::actor::{Actor, Reach, Restriction, Scope};
use crate::domain::audit_event::{AuditEvent, Event, YesNo};
use crate::domain::authority::{Concerns, Target, Verb, decide, support_only, without_as};
use crate::domain::email::Email;
use crate::domain::id::{ClientId, EntityId, PartnerId, UserId};
use crate::domain::language::Language;
use crate::domain::link::LinkStatus;
use crate::domain::login::{LoginRow, LoginState, PasswordDuty};
use crate::domain::membership::PartnerMembership;
use crate::domain::name::Name;
use crate::domain::partner::{PartnerRow, PartnerUserRow, Reaches};
use crate::domain::password::TEMPORARY_LIFE;
use crate::domain::reference::UserRef;
use crate::domain::terms::check_given_end;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Hint, Result, TheRequest, Wanted, hint};
use crate::ops::who;
use crate::store::credential::PasswordOrigin;
use crate::store::login::{NewLogin, SeatRow};
pub use crate::store::partner_user::of_partner;
use crate::store::{Tx, association, credential, grant, link, login, offboarding, partner, partner_user as store};

use super::concerned::Concerned;
use super::outbox::{Author, MailDraft};
use super::partner::named;
use super::password::Hashed;
use super::person_name::NameEdit;
use super::resolve::ClientSeen;
use super::unit_of_work::Change;
use super::{notify, person_name, resolve};

/// A partner user to be added.
#[derive(Debug, Clone)]
pub struct AddPartnerUser {
    /// The address, which is the login name.
    pub email: Email,
    pub first_name: Name,
    pub last_name: Name,
    /// The language of mails and pages, of an address that is new.
    pub language: Option<Language>,
    /// Which of the partner's clients they reach; `None`: nothing was said, so all.
    pub clients: Option<Clients>,
    /// Whether settings are closed to them.
    pub restriction: Restriction,
    /// Whether they may sign in at once.
    pub begin: Begin,
    /// Whether the password must be replaced at the first sign-in.
    pub force: Force,
    /// Whether they are greeted by mail.
    pub greeting: Greeting,
    /// The end of their term.
    pub until: Option<Instant>,
}

/// Clients chosen one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clients {
    /// None yet: they are assigned later.
    None,
    These(Vec<ClientSeen>),
}

/// Whether a new login is in use from the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    Active,
    /// Only once it is activated.
    Inactive,
}

/// Whether a password that someone else chose must be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// At the first sign-in, within [`TEMPORARY_LIFE`].
    Change,
    /// It is permanent (`--no-force-change`).
    Keep,
}

/// Whether a new user is greeted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Greeting {
    /// By the mail `welcome`.
    Mail,
    /// Not by us.
    None,
}

/// What the address is, before anything is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// No one: a login is made.
    Nobody,
    /// A login without a membership at any partner.
    Login(LoginRow, Credential),
    /// A user of this partner already, as asked.
    Same(LoginRow),
}

/// Whether a login has a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// It has; no one else's word replaces it.
    Set,
    Missing,
}

/// What became of the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFate {
    /// The given one opens the page that replaces it, until then.
    Temporary(Instant),
    Permanent,
    /// The login had one, which holds.
    Kept,
}

/// A user that was added, or was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Who, as lists show them.
    pub row: PartnerUserRow,
    /// The slugs of the chosen clients, by id.
    pub clients: Vec<String>,
    /// What became of the password.
    pub password: PasswordFate,
}

impl Added {
    fn read(tx: &Tx<'_>, actor: &Actor, user: UserId, password: PasswordFate) -> Result<Self> {
        let row = store::by_id(tx, user)?.ok_or_else(|| Error::bug("the seat is not there"))?;
        Ok(Self { row, clients: clients_of(tx, actor, user)?, password })
    }
}

impl Met {
    /// Whether a password has to be given.
    pub const fn needs_password(&self) -> bool {
        matches!(self, Self::Nobody | Self::Login(_, Credential::Missing))
    }
}

impl AddPartnerUser {
    /// How far they are to reach.
    pub fn reach(&self) -> Reach {
        let scope = match &self.clients {
            None => Scope::All,
            Some(Clients::None) => Scope::Clients([].into()),
            Some(Clients::These(seen)) => Scope::Clients(seen.iter().map(|seen| seen.row.id).collect()),
        };
        Reach { scope, restriction: self.restriction }
    }

    /// The clients that were named.
    pub fn chosen(&self) -> &[ClientSeen] {
        match &self.clients {
            Some(Clients::These(seen)) => seen,
            Some(Clients::None) | None => &[],
        }
    }

    pub fn names(&self) -> NameEdit {
        NameEdit::of(self.first_name.clone(), self.last_name.clone())
    }

    /// What they are to have.
    fn membership(&self) -> PartnerMembership {
        PartnerMembership { reach: self.reach(), until: self.until }
    }
}

/// What is asked about when someone is added.
fn new_colleague<'s>(company: &PartnerRow, membership: &'s PartnerMembership) -> Target<'s> {
    Target::partner_user(company.id, Concerns::Others, &membership.reach).lasting(membership.until)
}

/// Whether this user may be added, by this actor, now; what the address is already.
///
/// # Errors
/// `denied`, `not_found`; `conflict` when the address, a client or the partner forbids it, naming what to do.
pub fn check(tx: &Tx<'_>, actor: &Actor, company: &PartnerRow, wanted: &AddPartnerUser, now: Instant) -> Result<Met> {
    must_be_another(actor, wanted)?;
    if wanted.force == Force::Keep {
        support_only(actor, Flag::NoForceChange, "a password that they choose is for the first sign-in alone")?;
    }
    let membership = wanted.membership();
    decide(actor, Verb::PartnerAddUser, &new_colleague(company, &membership))
        .map_err(|error| with_way_out(actor, &membership, error))?;
    resolve::partner_must_be_active(company)?;
    if let Some(Clients::These(clients)) = &wanted.clients {
        clients.iter().try_for_each(|seen| must_be_a_client_of(tx, company, seen, now))?;
    }
    repeat::meet(tx, actor, company, wanted)
}

/// The clients that such a user gets into: they are shown before.
pub fn concerned_by_add(tx: &Tx<'_>, company: &PartnerRow, wanted: &AddPartnerUser, now: Instant) -> Result<Concerned> {
    let why = if wanted.clients.is_none() { "the partner's links" } else { Flag::Clients.typed() };
    Ok(Concerned::because(why, reached_with(tx, company.id, &wanted.reach().scope, now)?))
}

/// The clients that know the person without the name that they get in passing.
pub fn concerned_by_naming(tx: &Tx<'_>, actor: &Actor, met: &Met, now: Instant) -> Result<Concerned> {
    match met {
        Met::Login(login, _) if login.name().is_empty() => person_name::others(tx, actor, None, login, now),
        _ => Ok(Concerned::default()),
    }
}

/// The clients that a scope lets people of a partner into, and those that are chosen without a link yet.
fn reached_with(tx: &Tx<'_>, partner: PartnerId, scope: &Scope, now: Instant) -> Result<BTreeSet<ClientId>> {
    match scope {
        Scope::All => Ok(offboarding::reached(tx, partner, now)?.into_iter().map(|reached| reached.client).collect()),
        Scope::Clients(chosen) => Ok(chosen.clone()),
    }
}

/// Adds a user to a partner, with everything that was said, or nothing. The password was hashed before. `shown` are the
/// clients that were shown.
///
/// # Errors
/// As [`check`]; `conflict` when the partner, a client or what the partner reaches moved since it was shown.
pub fn add(
    change: &mut Change<'_>,
    company: &PartnerRow,
    wanted: &AddPartnerUser,
    password: Option<&Hashed>,
    shown: &Concerned,
) -> Result<Added> {
    let membership = wanted.membership();
    must_be_another(change.actor, wanted)?;
    change
        .authorise(&new_colleague(company, &membership))
        .map_err(|error| with_way_out(change.actor, &membership, error))?;
    if let Some(Clients::These(clients)) = &wanted.clients {
        for seen in clients {
            change.client(seen)?;
        }
    }
    let company = partner::by_id(change.tx, company.id)?.ok_or_else(|| Error::bug("the partner is gone"))?;
    let ((login, named), credential) = match check(change.tx, change.actor, &company, wanted, change.now)? {
        Met::Same(login) => {
            change.about_user(login.id);
            change.unchanged(EntityId::User(login.id));
            return Added::read(change.tx, change.actor, login.id, PasswordFate::Kept);
        }
        Met::Login(login, credential) => (known(change, &login, credential, wanted)?, credential),
        Met::Nobody => ((newcomer(change, wanted)?, None), Credential::Missing),
    };
    concerned_by_add(change.tx, &company, wanted, change.now)?.must_be_as_shown(shown, company.slug.as_str())?;
    change.about_user(login.id);
    let fate = set_password(change, &login, credential, wanted.force, password)?;
    insert_seat(change, &company, &login, wanted)?;
    if wanted.greeting == Greeting::Mail {
        let author = Author::named(change.tx, change.actor.author())?;
        let temporary = if let PasswordFate::Temporary(until) = fate { Some(until) } else { None };
        change.queue(&MailDraft::welcome(&login, &company.name, &author.name, temporary))?;
    }
    change.record(audit_event(&company, &login, wanted, fate));
    named.into_iter().for_each(|event| change.record(event));
    let gained = extent::gained(change.tx, &company, (None, &membership), change.now)?;
    notify::of_reach(change, &company, &login, &gained)?;
    Added::read(change.tx, change.actor, login.id, fate)
}

/// The slugs of the clients assigned to a partner user, by id, as far as the actor may know: a scoped partner user sees
/// of a colleague's clients only those in their own scope.
pub fn clients_of(tx: &Tx<'_>, actor: &Actor, user: UserId) -> Result<Vec<String>> {
    let membership = actor.user().and_then(|user| user.membership());
    let known = |client: ClientId| membership.is_none_or(|membership| membership.reach.scope.includes(client));
    let clients = store::clients(tx, user)?;
    Ok(clients.into_iter().filter(|(client, _)| known(*client)).map(|(_, slug)| slug.to_string()).collect())
}

/// The trap of S4.9: the address of the actor slips into the new user's field.
fn must_be_another(actor: &Actor, wanted: &AddPartnerUser) -> Result<()> {
    match actor.user() {
        Some(user) if Email::parse(&user.email).is_ok_and(|own| own == wanted.email) => {
            Err(Error::denied(format!("{} is the address of the actor, not of a new user", user.email))
                .hint(Hint::plain("write the address of the person who is to be added")))
        }
        _ => Ok(()),
    }
}

/// Says what a partner user can do who may not give as much as was asked.
fn with_way_out(actor: &Actor, wanted: &PartnerMembership, error: Error) -> Error {
    let Some(membership) = actor.user().and_then(|user| user.membership()) else { return error };
    let mut error = error;
    let asked = &wanted.reach;
    if check_given_end(membership.until, wanted.until).is_err() {
        error = error.hint(hint!["give an end with ", Flag::Until, " that is no later than their own"]);
    }
    if asked.scope == Scope::All && membership.reach.scope != Scope::All {
        error = error.hint(hint![
            "name clients of their own with ",
            Flag::Clients.with(&Wanted("A,B")),
            ", or none with ",
            Flag::NoClients
        ]);
    }
    if membership.reach.restriction == Restriction::NoSettings && asked.restriction == Restriction::None {
        error = error.hint(hint!["add ", Flag::Restricted, ": they are restricted themselves"]);
    }
    error
}

fn newcomer(change: &Change<'_>, wanted: &AddPartnerUser) -> Result<LoginRow> {
    let state = if wanted.begin == Begin::Active { LoginState::Active } else { LoginState::Inactive };
    let new = NewLogin {
        email: &wanted.email,
        first_name: wanted.first_name.as_str(),
        last_name: wanted.last_name.as_str(),
        state,
        duty: duty(wanted.force),
        mailbox: change.mailbox_of(&wanted.email)?,
        language: wanted.language,
    };
    let id = login::insert(change.tx, &new, change.now, change.audit())?;
    login::by_id(change.tx, id)?.ok_or_else(|| Error::bug("the new login is not there"))
}

/// A login of clients takes a membership next to. One that has no name gets it, and one that no one used yet becomes active by it, as partner users are.
fn known(
    change: &mut Change<'_>,
    login: &LoginRow,
    credential: Credential,
    wanted: &AddPartnerUser,
) -> Result<(LoginRow, Option<Event>)> {
    let mut named = None;
    if login.name().is_empty() {
        named = Some(person_name::edited(login).with_change(person_name::set(change, None, login, &wanted.names())?));
    }
    let (tx, audit) = (change.tx, change.audit());
    if login.state == LoginState::Prepared {
        login::set_state(tx, login.id, LoginState::Active, change.now, audit)?;
    }
    if credential == Credential::Missing {
        login::set_duty(tx, login.id, duty(wanted.force), audit)?;
    }
    let login = login::by_id(tx, login.id)?.ok_or_else(|| Error::bug("the login is gone"))?;
    Ok((login, named))
}

const fn duty(force: Force) -> PasswordDuty {
    match force {
        Force::Change => PasswordDuty::Change,
        Force::Keep => PasswordDuty::None,
    }
}

fn set_password(
    change: &Change<'_>,
    login: &LoginRow,
    credential: Credential,
    force: Force,
    password: Option<&Hashed>,
) -> Result<PasswordFate> {
    if credential == Credential::Set {
        return Ok(PasswordFate::Kept);
    }
    let hashed = password.ok_or_else(|| {
        Error::conflict(format!("{} lost their password just now, so that one is needed", login.email))
            .hint(hint!["repeat ", TheRequest])
    })?;
    let expires_at = change.now + TEMPORARY_LIFE;
    let (origin, fate) = match force {
        Force::Change => (PasswordOrigin::Temporary { expires_at }, PasswordFate::Temporary(expires_at)),
        Force::Keep => (PasswordOrigin::Own, PasswordFate::Permanent),
    };
    credential::set(change.tx, login.id, hashed.as_str(), origin, None, change.now)?;
    Ok(fate)
}

fn insert_seat(change: &Change<'_>, company: &PartnerRow, login: &LoginRow, wanted: &AddPartnerUser) -> Result<()> {
    let membership = SeatRow {
        user: login.id,
        partner: company.id,
        scope: if wanted.clients.is_none() { Reaches::All } else { Reaches::Assigned },
        restricted: wanted.restriction == Restriction::NoSettings,
        until: wanted.until,
        created_at: change.now,
        ended: false,
        version: 1,
    };
    login::insert_seat(change.tx, &membership, change.audit())?;
    if let Some(Clients::These(clients)) = &wanted.clients {
        for seen in clients {
            login::assign(change.tx, login.id, seen.row.id, change.audit())?;
        }
    }
    Ok(())
}

fn audit_event(company: &PartnerRow, login: &LoginRow, wanted: &AddPartnerUser, fate: PasswordFate) -> AuditEvent {
    let password = match fate {
        PasswordFate::Temporary(_) => "temporary, to be changed at the first sign-in",
        PasswordFate::Permanent => "permanent, chosen by another (--no-force-change)",
        PasswordFate::Kept => "kept",
    };
    AuditEvent::PartnerAddUser {
        id: login.id,
        partner: company.id.into(),
        email: login.email.clone(),
        scope: wanted.reach().scope.name().to_owned(),
        clients: match &wanted.clients {
            Some(Clients::These(clients)) => Some(clients.iter().map(|seen| seen.row.slug.clone()).collect()),
            _ => None,
        },
        restricted: (wanted.restriction == Restriction::NoSettings).then_some(YesNo::Yes),
        active: (wanted.begin == Begin::Inactive).then_some(YesNo::No),
        until: wanted.until,
        password: password.to_owned(),
    }
}

// Which clients may be chosen for a partner's user.

/// A client of a partner is one that support associated with it, that was asked and has not answered yet, or that is
/// linked (docs/reference.md#reach; S4.6).
///
/// # Errors
/// `conflict` that names it, if it is none.
fn must_be_a_client_of(tx: &Tx<'_>, company: &PartnerRow, seen: &ClientSeen, now: Instant) -> Result<()> {
    if is_client_of(tx, company.id, seen.row.id, now)? {
        return Ok(());
    }
    let client = resolve::named(&seen.row);
    Err(Error::conflict(format!(
        "{client} is no client of {}: not associated, no link, and no request that waits",
        named(company)
    ))
    .hint(hint!["request it with ", Verb::LinkRequest.step().partner(&company.slug).with(Flag::Target, &seen.row.slug)])
    .fact("client_id", seen.row.id.to_string())
    .fact("client_slug", seen.row.slug.to_string()))
}

fn is_client_of(tx: &Tx<'_>, partner: PartnerId, client: ClientId, now: Instant) -> Result<bool> {
    let open = link::stored_open(tx, partner, client)?.map(|link| link.status(now));
    let deals = matches!(open, Some(LinkStatus::Pending | LinkStatus::Approved | LinkStatus::Linked));
    Ok(deals || association::between(tx, client, partner)?.is_some())
}

// The user of a partner that a command names, and who may change them.

/// A user of a partner, with the membership as it is stored, ended or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub login: LoginRow,
    pub row: SeatRow,
    pub membership: PartnerMembership,
}

/// The user of a partner that a reference names. Anyone who is of another partner, or of none, is no one here.
///
/// # Errors
/// `not_found`.
pub fn find(tx: &Tx<'_>, company: &PartnerRow, person: &UserRef) -> Result<Member> {
    if let Some(login) = who::find_user(tx, person)?
        && let Some(row) = login::membership(tx, login.id)?
        && row.partner == company.id
    {
        let membership = PartnerMembership { reach: who::reach_of(tx, &row)?, until: row.until };
        return Ok(Member { login, row, membership });
    }
    Err(Error::not_found(format!("{person} is no user of {}", named(company)))
        .hint(hint!["see its users with ", Verb::PartnerListUsers.step().partner(&company.slug)])
        .fact("partner_id", company.id.to_string()))
}

/// The partner whose user a person is, or was last, if the actor may know of it.
///
/// # Errors
/// `not_found`.
pub fn company_of(tx: &Tx<'_>, actor: &Actor, person: &UserRef) -> Result<PartnerRow> {
    let own = actor.user().map(|user| user.membership().map(|membership| membership.partner));
    if let Some(login) = who::find_user(tx, person)?
        && let Some(row) = login::membership(tx, login.id)?
        && own.is_none_or(|own| own == Some(row.partner))
        && let Some(company) = partner::by_id(tx, row.partner)?
    {
        return Ok(company);
    }
    Err(Error::not_found(format!(
        "{person} is a user of no partner{}",
        if own.is_some() { " that they may see" } else { "" }
    ))
    .hint(hint!["see the users of a partner with ", Verb::PartnerListUsers.step().partner(&Wanted("PARTNER"))]))
}

/// A login that clients let in by grants of their own is more than the partner's: a colleague changes nothing of it
/// (docs/reference.md#no-one-grants-more-than-they-have). `what` they may not: "reset it".
///
/// # Errors
/// `denied`.
pub fn must_be_the_partners_alone(tx: &Tx<'_>, login: &LoginRow, what: &str) -> Result<()> {
    if !grant::has_open(tx, login.id)? {
        return Ok(());
    }
    Err(Error::denied(format!(
        "the login {} is used for more than the partner's clients, so that a colleague may not {what}",
        login.email
    ))
    .hint(without_as()))
}

impl Member {
    /// Whether it is the actor.
    pub fn whose(&self, actor: &Actor) -> Concerns {
        if actor.user().is_some_and(|user| user.id == self.login.id) { Concerns::Own } else { Concerns::Others }
    }

    /// What is asked about: the person as they are. To be asked again with [`Member::becoming`], because neither of two
    /// reaches need lie within the other.
    pub fn target(&self, actor: &Actor) -> Target<'_> {
        self.becoming(actor, &self.membership)
    }

    /// What is asked about: the person as they are to be. The end counts as given where the edit gives anything.
    pub fn becoming<'s>(&self, actor: &Actor, after: &'s PartnerMembership) -> Target<'s> {
        let target = Target::partner_user(self.row.partner, self.whose(actor), &after.reach);
        if after.extends(&self.membership) { target.lasting(after.until) } else { target }
    }

    /// Whether the actor may change the person into someone with the membership `after`
    /// (docs/reference.md#no-one-grants-more-than-they-have): what the person reaches and is to reach both lie within
    /// the actor's own.
    ///
    /// # Errors
    /// `denied`.
    pub fn may_become(&self, actor: &Actor, verb: Verb, after: &PartnerMembership) -> Result<()> {
        decide(actor, verb, &self.target(actor))?;
        decide(actor, verb, &self.becoming(actor, after))
    }

    /// Whether the membership exists.
    ///
    /// # Errors
    /// `conflict` when it ended.
    pub fn must_stand(&self, company: &PartnerRow) -> Result<()> {
        if !self.row.ended {
            return Ok(());
        }
        let LoginRow { email, state, first_name, last_name, .. } = &self.login;
        let error = Error::conflict(format!("{email} is no longer a user of {}", named(company)));
        let error = match state {
            LoginState::Inactive => {
                error.hint(hint!["activate the login with ", Verb::UserActivate.step().about(&email)])
            }
            _ => error,
        };
        Err(error.hint(hint![
            "add them again with ",
            Verb::PartnerAddUser
                .step()
                .about(&email)
                .partner(&company.slug)
                .with(Flag::FirstName, &first_name)
                .with(Flag::LastName, &last_name)
        ]))
    }
}
