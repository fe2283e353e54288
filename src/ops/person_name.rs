//! The name of a person, and the language of their mails and pages. A login has one of each, in every client and at every
//! partner that it enters: support and the person correct it, and an administrator of a client only while the login is
//! used for nothing but that client.

use crate::domain::actor::Actor;
use crate::domain::audit_event::{AuditEvent, Event, Field, FieldChange};
use crate::domain::authority::{Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::id::{ClientId, UserId};
use crate::domain::language::LanguageEdit;
use crate::domain::login::LoginRow;
use crate::domain::name::Name;
use crate::domain::reference::UserRef;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Hint, Result, hint};
use crate::ops::concerned::{Concerned, moved};
use crate::ops::unit_of_work::Change;
use crate::ops::{reach, reached, who};
use crate::store::{Tx, grant, login};

/// A name and a language as they are to be. What is not given stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameEdit {
    pub first: Option<Name>,
    pub last: Option<Name>,
    pub language: LanguageEdit,
}

impl NameEdit {
    /// The name in full, as tables have it.
    pub fn full(name: &Name) -> Self {
        let (first, last) = split_name(name.as_str());
        Self::of(Name::stored(first.to_owned()), Name::stored(last.to_owned()))
    }

    /// First and last name, and nothing else.
    pub fn of(first: Name, last: Name) -> Self {
        Self { first: Some(first), last: Some(last), language: LanguageEdit::Keep }
    }

    pub fn is_empty(&self) -> bool {
        !self.names() && self.language == LanguageEdit::Keep
    }

    /// Whether a name is given.
    pub const fn names(&self) -> bool {
        self.first.is_some() || self.last.is_some()
    }

    /// First and last name of the login after the edit.
    fn applied_to<'n>(&'n self, login: &'n LoginRow) -> (&'n str, &'n str) {
        let or = |given: &'n Option<Name>, held: &'n str| given.as_ref().map_or(held, Name::as_str);
        (or(&self.first, &login.first_name), or(&self.last, &login.last_name))
    }

    /// Whether the edit changes the name of the login, or its language.
    pub fn changes(&self, login: &LoginRow) -> bool {
        self.renames(login) || self.language.applied_to(login.language) != login.language
    }

    fn renames(&self, login: &LoginRow) -> bool {
        self.applied_to(login) != (login.first_name.as_str(), login.last_name.as_str())
    }

    /// The same, where the two parts may be divided otherwise.
    pub fn changes_in_full(&self, login: &LoginRow) -> bool {
        let (first, last) = self.applied_to(login);
        format!("{first} {last}").trim() != login.name()
    }
}

/// The other clients that are concerned when a person gets another name: those that the login reaches and that the actor
/// may see. None where the name stays.
pub fn concerned_by_name(
    tx: &Tx<'_>,
    actor: &Actor,
    client: ClientId,
    person: &UserRef,
    names: &NameEdit,
    now: Instant,
) -> Result<Concerned> {
    match who::find_in_client(tx, actor, person, client)? {
        Some(login) if names.changes(&login) && may_change(tx, actor, client, &login)? => {
            others(tx, actor, Some(client), &login, now)
        }
        _ => Ok(Concerned::default()),
    }
}

/// The same where a name is given in passing, which only fills an empty one.
pub fn concerned_by_filling(
    tx: &Tx<'_>,
    actor: &Actor,
    client: ClientId,
    person: &UserRef,
    names: Option<&(Name, Name)>,
    now: Instant,
) -> Result<Concerned> {
    match (names, who::find_in_client(tx, actor, person, client)?) {
        (Some(_), Some(login)) if login.name().is_empty() && may_change(tx, actor, client, &login)? => {
            others(tx, actor, Some(client), &login, now)
        }
        _ => Ok(Concerned::default()),
    }
}

/// The clients that show the name of a login, besides the one where another is given.
pub(in crate::ops) fn others(
    tx: &Tx<'_>,
    actor: &Actor,
    client: Option<ClientId>,
    login: &LoginRow,
    now: Instant,
) -> Result<Concerned> {
    let mut others = Concerned::default();
    for other in reached::ids(tx, login, now)? {
        if Some(other) != client && reach::sees(tx, actor, other, now)? {
            others.add("the person's access", [other]);
        }
    }
    Ok(others)
}

/// Gives a person in a client another name. `shown` are the other clients that were shown.
///
/// # Errors
/// `denied` to a user where the login is used for more than the client; `conflict` when other clients are concerned
/// than shown.
pub(in crate::ops) fn correct(
    change: &mut Change<'_>,
    client: ClientId,
    login: &LoginRow,
    names: &NameEdit,
    shown: &Concerned,
) -> Result<Vec<FieldChange>> {
    must_be_theirs(change, client, login)?;
    let others = others(change.tx, change.actor, Some(client), login, change.now)?;
    others.must_be_as_shown(shown, login.email.as_str())?;
    change.about_clients(others.ids())?;
    set(change, Some(client), login, names)
}

/// Gives an owner the name that a table has for them. Nothing happens where they have it, or where the login is used for
/// more than the client: the table knows only this one.
pub(in crate::ops) fn take_over(
    change: &mut Change<'_>,
    client: ClientId,
    login: &LoginRow,
    names: &NameEdit,
) -> Result<()> {
    change.about_user(login.id);
    let event = edited(login).with_change(set(change, Some(client), login, names)?);
    change.record(event);
    Ok(())
}

/// A name that a change gives in passing to a login that other clients know without one. It is a change of its own, so
/// that the logs of those clients report the name and nothing else.
#[derive(Debug)]
pub struct Naming<'a> {
    pub user: UserId,
    pub names: NameEdit,
    /// The other clients, as they were shown.
    pub shown: &'a Concerned,
}

/// Names the login. `target` is what the right is asked for.
///
/// # Errors
/// `denied`; `conflict` when the login has a name by now, or other clients are concerned than shown.
pub fn name_everywhere(change: &mut Change<'_>, target: &Target<'_>, naming: &Naming<'_>) -> Result<()> {
    change.authorise(target)?;
    let login = login::by_id(change.tx, naming.user)?.ok_or_else(|| Error::bug("the login is gone"))?;
    if !login.name().is_empty() {
        return Err(moved(login.email.as_str()));
    }
    change.about_user(login.id);
    change.about_shown(naming.shown.ids(), login.email.as_str())?;
    let event = edited(&login).with_change(set(change, None, &login, &naming.names)?);
    change.record(event);
    Ok(())
}

/// The event of a person whose name was changed or added.
pub(in crate::ops) fn edited(login: &LoginRow) -> Event {
    let email = login.email.clone();
    AuditEvent::UserEdit { id: login.id, email, r#override: None, withdrawn: None, kept: None, still: None }.into()
}

/// Fills the name of a person who has none, with the event for the caller to record. Nothing happens where they have
/// that name.
///
/// # Errors
/// `conflict` when they have another name; `denied` to a user where the login is used for more than the client, before
/// anything of the name is said.
pub(in crate::ops) fn fill(
    change: &mut Change<'_>,
    client: &ClientRow,
    login: &LoginRow,
    (first, last): &(Name, Name),
) -> Result<Option<Event>> {
    must_be_readable(change, client.id, login)?;
    let names = NameEdit::of(first.clone(), last.clone());
    if !names.changes_in_full(login) {
        return Ok(None);
    }
    if login.name().is_empty() {
        must_be_theirs(change, client.id, login)?;
        let changed = set(change, Some(client.id), login, &names)?;
        return Ok(Some(edited(login).with_change(changed)));
    }
    let error = Error::conflict(format!("{} is called {:?}, not \"{first} {last}\"", login.email, login.name()))
        .hint(Hint::plain("if it is the same person, leave the name out; else the address is wrong"));
    Err(match may_change(change.tx, change.actor, client.id, login)? {
        true => error.hint(hint![
            "correct the name with ",
            Verb::UserEdit
                .step()
                .about(&login.email)
                .client(&client.slug)
                .with(Flag::FirstName, &first)
                .with(Flag::LastName, &last)
        ]),
        false => error,
    })
}

/// Gives a login another name or language, and says what is to be recorded of it: every change of them goes through here. Each client that gave
/// the login something is named in the audit, so that it must have been shown, and no veto may speak against it. `client`
/// is the one in which the name is given.
///
/// # Errors
/// `conflict` when there is a client that was not shown.
pub(in crate::ops) fn set(
    change: &mut Change<'_>,
    client: Option<ClientId>,
    login: &LoginRow,
    names: &NameEdit,
) -> Result<Vec<FieldChange>> {
    let mut others = reached::granted(change.tx, login, change.now)?;
    others.retain(|other| Some(*other) != client);
    for other in std::mem::take(&mut others) {
        if reach::sees(change.tx, change.actor, other, change.now)? {
            others.insert(other);
        }
    }
    change.about_shown(others, login.email.as_str())?;
    let mut changes = Vec::new();
    if names.renames(login) {
        let (first, last) = names.applied_to(login);
        login::set_name(change.tx, login.id, first, last, change.audit())?;
        let before = Some(login.name()).filter(|name| !name.is_empty());
        changes.extend(FieldChange::between(Field::Name, before, Some(format!("{first} {last}").trim())));
    }
    let language = names.language.applied_to(login.language);
    if language != login.language {
        login::set_language(change.tx, login.id, language, change.audit())?;
        changes.extend(FieldChange::between(Field::Language, login.language, language));
    }
    Ok(changes)
}

/// Whether the actor may read the name of a person in a client: support, the person, and users of the client once the
/// person has accepted there. Before that they read only a name that was given in this client, because the login is used
/// for nothing else.
pub fn may_read(tx: &Tx<'_>, actor: &Actor, client: ClientId, user: UserId) -> Result<bool> {
    Ok(is_support_or(actor, user) || grant::was_active(tx, client, user)? || !is_used_elsewhere(tx, client, user)?)
}

/// Whether the actor may change the name of a person in a client.
pub(in crate::ops) fn may_change(tx: &Tx<'_>, actor: &Actor, client: ClientId, login: &LoginRow) -> Result<bool> {
    Ok(is_support_or(actor, login.id) || !is_used_elsewhere(tx, client, login.id)?)
}

fn is_support_or(actor: &Actor, user: UserId) -> bool {
    actor.user().is_none_or(|actor| actor.id == user)
}

/// Before a given name is compared with a stored one: whether they are the same says what the stored one is.
///
/// # Errors
/// `denied`.
pub(in crate::ops) fn must_be_readable(change: &Change<'_>, client: ClientId, login: &LoginRow) -> Result<()> {
    if may_read(change.tx, change.actor, client, login.id)? { Ok(()) } else { Err(not_theirs(change, login)) }
}

fn must_be_theirs(change: &Change<'_>, client: ClientId, login: &LoginRow) -> Result<()> {
    if may_change(change.tx, change.actor, client, login)? { Ok(()) } else { Err(not_theirs(change, login)) }
}

fn not_theirs(change: &Change<'_>, login: &LoginRow) -> Error {
    let actor = change.actor.user().map_or("they", |user| user.email.as_str());
    Error::denied(format!(
        "the login {} is used for more than this client, so that {actor} may not name it",
        login.email
    ))
    .hint(hint!["leave the name out; support may give it without ", Flag::As])
}

/// Whether a login has, or had, anything besides its access to one client: the name may have been given there.
pub(in crate::ops) fn is_used_elsewhere(tx: &Tx<'_>, client: ClientId, user: UserId) -> Result<bool> {
    Ok(grant::is_elsewhere(tx, client, user)? || login::membership(tx, user)?.is_some())
}

/// First and last name, divided at the last blank: enough for a greeting.
pub(super) fn split_name(name: &str) -> (&str, &str) {
    name.rsplit_once(' ').unwrap_or(("", name))
}
