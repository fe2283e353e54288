//! The one function that decides who may do what (docs/reference.md#who-may-do-what,
//! docs/reference.md#no-one-grants-more-than-they-have): deny unless the table of [`Verb`] lists it.
//!
//! The order is: a command that this kind of actor never has is `denied`; then a client that the actor cannot see is
//! `not_found`; then the right in it.

pub use super::verb::{Nature, Need, OwnName, Verb};

use super::access::{AccessFacts, effective};
use super::actor::{Actor, Reach, StaffMember, StaffRights, UserActor, UserKind};
use super::id::PartnerId;
use super::permission::Permissions;
use super::role::Role;
use super::terms::{Terms, check_given_end};
use super::time::Instant;
use crate::error::{Error, Flag, Hint, Options, Result, Sentence, Topic, Wanted, hint, sentence};

#[cfg(test)]
mod tests;

/// What a user has to do with a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relation {
    /// What they hold by a grant of their own, if it lets them in now.
    pub own: Option<Holding>,
    /// Effective permissions by their partner's link, if it lets them in now.
    pub covers: Option<Permissions>,
    /// Whether their partner deals with the client.
    pub dealings: Dealings,
}

/// What a grant of one's own gives now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Holding {
    /// Role, effective permissions, and the first instant at which it no longer lets in.
    pub terms: Terms,
    /// For whom it is held.
    pub held_for: HeldFor,
}

/// For whom a grant is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HeldFor {
    PersonConcerned,
    /// A partner: the login is the dedicated user that the client made for it.
    Partner,
}

/// Whether a user's partner deals with a client that is in the user's scope, whatever may be done there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dealings {
    #[default]
    None,
    /// An association, or a link in whatever state that was not deleted.
    Some,
    Linked,
}

/// How much of a client a user may read (`docs/reference.md`, "What one may not see does not exist").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sight {
    /// It does not exist for them.
    Nothing,
    /// Its id, slug and name: their partner asked for a link, or referred it.
    Identity,
    /// Its whole record: they enter it, or their partner's link is in force.
    Record,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Concerns {
    Own,
    Others,
}

/// What a command is about.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    client: Option<Relation>,
    partner: Option<PartnerId>,
    whose: Option<Concerns>,
    reach: Option<&'a Reach>,
    role: Option<Role>,
    gives: Permissions,
    lasts: Option<Lasts>,
    proof: Proof,
}

/// Until when what is given holds; `None` = without end.
#[derive(Debug, Clone, Copy)]
struct Lasts(Option<Instant>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    None,
    /// The code from the mail.
    Code,
    /// The password of the login that it is about.
    Password,
    /// The mailbox of the person: nothing comes of it but a mail to them.
    Mailbox,
}

impl Relation {
    /// The relation that follows from what lets the user in at `now`.
    pub fn of(facts: &AccessFacts, dealings: Dealings, now: Instant) -> Self {
        let verdict = effective(facts, now);
        let for_partner = facts.own_grant.as_ref().is_some_and(|grant| grant.is_for_partner());
        let held_for = if for_partner { HeldFor::Partner } else { HeldFor::PersonConcerned };
        let own = verdict.own.and_then(|source| {
            let terms = Terms { role: source.role?, permissions: source.permissions, until: source.until };
            Some(Holding { terms, held_for })
        });
        Self { own, covers: verdict.partner.map(|source| source.permissions), dealings }
    }

    /// Whether the user is owner or admin of the client, in whatever capacity: who reads what its offices read.
    pub fn holds_office(&self) -> bool {
        self.own.is_some_and(|own| own.terms.role.holds_office())
    }

    /// Whether the user may know of the client at all.
    pub fn is_visible(&self) -> bool {
        self.own.is_some() || self.is_known_to_partner()
    }

    /// How much of it the user may read.
    pub fn sight(&self) -> Sight {
        match self.dealings {
            _ if self.own.is_some() || self.covers.is_some() => Sight::Record,
            Dealings::Linked => Sight::Record,
            Dealings::Some => Sight::Identity,
            Dealings::None => Sight::Nothing,
        }
    }

    fn is_known_to_partner(&self) -> bool {
        self.covers.is_some() || self.dealings != Dealings::None
    }
}

impl<'a> Target<'a> {
    /// Nothing in particular: whole lists, the configuration, oneself.
    pub const NOTHING: Self = Self {
        client: None,
        partner: None,
        whose: None,
        reach: None,
        role: None,
        gives: Permissions::EMPTY,
        lasts: None,
        proof: Proof::None,
    };

    pub const fn client(relation: Relation) -> Self {
        Self { client: Some(relation), ..Self::NOTHING }
    }

    /// A login, or whatever is the person's own: an invitation to them, their sessions.
    pub const fn login(whose: Concerns) -> Self {
        Self { whose: Some(whose), ..Self::NOTHING }
    }

    /// A person in a client; `role` is the higher one of those they have and are to have.
    pub const fn member(relation: Relation, whose: Concerns, role: Role) -> Self {
        Self { client: Some(relation), whose: Some(whose), role: Some(role), ..Self::NOTHING }
    }

    pub const fn partner(partner: PartnerId) -> Self {
        Self { partner: Some(partner), ..Self::NOTHING }
    }

    /// A user of a partner; `reach` is the wider one of those they have and are to have.
    pub const fn partner_user(partner: PartnerId, whose: Concerns, reach: &'a Reach) -> Self {
        Self { partner: Some(partner), whose: Some(whose), reach: Some(reach), ..Self::NOTHING }
    }

    /// What is between a partner and a client: a link, an association.
    pub const fn link(relation: Relation, partner: PartnerId) -> Self {
        Self { client: Some(relation), partner: Some(partner), ..Self::NOTHING }
    }

    /// The same, where these permissions are given by it.
    #[must_use]
    pub const fn giving(self, permissions: Permissions) -> Self {
        Self { gives: permissions, ..self }
    }

    /// The same, where what is given ends then; `None` = without end.
    #[must_use]
    pub const fn lasting(self, until: Option<Instant>) -> Self {
        Self { lasts: Some(Lasts(until)), ..self }
    }

    /// The same, proven by the code from the mail.
    #[must_use]
    pub const fn with_code(self) -> Self {
        Self { proof: Proof::Code, ..self }
    }

    /// The same, proven by the password of the login that it is about.
    #[must_use]
    pub const fn with_password(self) -> Self {
        Self { proof: Proof::Password, ..self }
    }

    /// The same, where nothing comes of it but a mail to the person.
    #[must_use]
    pub const fn by_mail(self) -> Self {
        Self { proof: Proof::Mailbox, ..self }
    }
}

/// Whether this kind of actor ever has the command, whatever it is about.
///
/// # Errors
/// `denied`.
pub fn kind_allows(actor: &Actor, verb: Verb) -> Result<()> {
    let row = verb.row();
    if row.own_name == OwnName::Free && actor.is_support() {
        return Ok(());
    }
    if let Some(staff) = actor.staff().filter(|staff| staff.rights == StaffRights::ReadOnly)
        && row.nature == Nature::Change
    {
        return Err(Error::denied(format!("{} is read-only staff and may not `{verb}`", staff.os_user))
            .hint(Hint::plain("ask a colleague with full rights")));
    }
    match actor {
        Actor::Staff(_) | Actor::OnBehalf { .. } if row.own_name == OwnName::OnPages => {
            Err(Error::denied("people sign in and out themselves, on the pages"))
        }
        Actor::Staff(staff) if row.own_name == OwnName::OnlyAs => Err(not_in_own_name(staff, verb)),
        Actor::Staff(_) => Ok(()),
        Actor::Visitor if proofs(verb).is_empty() => Err(unproven()),
        Actor::Visitor => Ok(()),
        Actor::OnBehalf { user, .. } | Actor::Person { user, .. }
            if user.kind == UserKind::Invited && verb != Verb::InviteAccept =>
        {
            Err(Error::denied(format!(
                "{} has never activated their login, and can only accept an invitation",
                user.email
            ))
            .hint(hint!["see it with ", Verb::InviteList.step().with(Flag::User, &user.email)])
            .hint(hint![
                "for someone who declines, withdraw it with ",
                Verb::InviteCancel.step().about(&Wanted("INV")).client(&Wanted("CLIENT"))
            ]))
        }
        Actor::OnBehalf { user, .. } | Actor::Person { user, .. }
            if row.needs.iter().any(|need| can_ever(user, *need)) =>
        {
            Ok(())
        }
        Actor::OnBehalf { user, .. } | Actor::Person { user, .. } => Err(denied(actor.staff(), user, verb, None)),
    }
}

/// Whether the actor may do this to that.
///
/// # Errors
/// `denied` by [`kind_allows`]; `not_found` when it is about a client or partner that the actor may not know of;
/// `denied` when the right in it is missing.
pub fn decide(actor: &Actor, verb: Verb, target: &Target<'_>) -> Result<()> {
    kind_allows(actor, verb)?;
    match actor {
        Actor::Staff(staff) if verb.row().own_name == OwnName::OrCode && target.proof == Proof::None => {
            Err(not_in_own_name(staff, verb))
        }
        Actor::Staff(_) => Ok(()),
        Actor::Visitor if proofs(verb).contains(&target.proof) => Ok(()),
        Actor::Visitor => Err(unproven()),
        Actor::OnBehalf { user, .. } | Actor::Person { user, .. } => {
            let row = verb.row();
            let mut why = None;
            for need in row.needs.iter().filter(|need| can_ever(user, **need)) {
                match fulfils(user, *need, row.nature, target) {
                    Ok(()) => return Ok(()),
                    Err(reason) => why = why.or(reason),
                }
            }
            if may_know_of(user, target) {
                Err(denied(actor.staff(), user, verb, why))
            } else {
                Err(Error::not_found(format!("nothing that {} may see has that name", user.email)))
            }
        }
    }
}

/// Whether the actor gives something in the name of the client: as its owner or admin who has that, themselves or
/// through support.
///
/// # Errors
/// `denied` to anyone else, and where more is given than they have.
pub fn decide_for_client(actor: &Actor, verb: Verb, target: &Target<'_>) -> Result<()> {
    kind_allows(actor, verb)?;
    let name_them =
        || hint!["name the owner or admin with ", Flag::As.with(&Wanted("EMAIL")).and(Flag::Reason, &Wanted("TEXT"))];
    let Some(user) = actor.user() else {
        let name = actor.staff().map_or("a visitor", |staff| &staff.os_user);
        let error = format!("{name} may not `{verb}` so in their own name: only the client gives more, or for longer");
        return Err(Error::denied(error).hint(name_them()));
    };
    fulfils(user, Need::ClientAdmin, Nature::Change, target).map_err(|why| {
        let because = why.unwrap_or_else(|| "only an owner or admin of the client gives more, or for longer".into());
        Error::denied(sentence![user.email, " may not `", verb, "` so: ", because]).about(Topic::NoRight)
    })
}

/// Whether the actor has this command in a client at all, before anyone or anything in it is looked up: who has no
/// right there learns nothing about its people.
///
/// # Errors
/// `denied`, `not_found` as [`decide`].
pub fn decide_in(actor: &Actor, verb: Verb, relation: Relation) -> Result<()> {
    let Some(user) = actor.user() else {
        return if actor.is_support() { kind_allows(actor, verb) } else { Err(unproven()) };
    };
    let is_open = |need: &Need| match need {
        // Only the person or the link that is meant can answer that.
        Need::PersonConcerned | Need::SamePartner | Need::Entry => true,
        Need::Partner => relation.is_known_to_partner(),
        _ => false,
    };
    if verb.needs().iter().filter(|need| can_ever(user, **need)).any(is_open) {
        return kind_allows(actor, verb);
    }
    decide(actor, verb, &Target::client(relation))
}

/// What is left where someone on whose behalf support acts may not do it.
#[must_use]
pub fn without_as() -> Hint {
    hint!["support may do it without ", Flag::As]
}

/// Whether the actor may use a flag that is for support in their own name alone; `why` follows "because".
///
/// # Errors
/// `denied` on someone's behalf.
pub fn support_only(actor: &Actor, flag: Flag, why: &str) -> Result<()> {
    if actor.is_support() {
        return Ok(());
    }
    Err(Error::denied(format!("{} may not use {flag}, because {why}", actor.author())).hint(hint![
        "leave ",
        flag,
        " out; support may use it without ",
        Flag::As
    ]))
}

/// Whether the reason is there that a change on someone's behalf needs.
///
/// # Errors
/// `usage` when it is not.
pub fn check_reason(actor: &Actor, verb: Verb, reason: Option<&str>) -> Result<()> {
    let given = reason.is_some_and(|reason| !reason.trim().is_empty());
    match actor {
        Actor::OnBehalf { user, .. } if verb.nature() == Nature::Change && !given => {
            Err(Error::usage(format!("a change on behalf of {} needs a reason", user.email)).hint(hint![
                "say why with ",
                Flag::Reason.with(&Wanted("TEXT")),
                " (",
                Flag::Reason.letter(),
                "), such as ",
                Options::reason("asked by phone")
            ]))
        }
        _ => Ok(()),
    }
}

/// What a visitor of the pages has to prove for a command, any one of these. Empty: no visitor ever has it.
const fn proofs(verb: Verb) -> &'static [Proof] {
    match verb {
        Verb::InviteAccept
        | Verb::InviteDecline
        | Verb::LinkApprove
        | Verb::LinkDeny
        | Verb::UserRename
        | Verb::ClientStopRecovery => &[Proof::Code],
        Verb::UserSetPassword => &[Proof::Code, Proof::Password],
        Verb::UserSignIn => &[Proof::Password],
        Verb::UserResetPassword => &[Proof::Mailbox],
        _ => &[],
    }
}

/// Whether a user of this kind can fulfil the need anywhere.
const fn can_ever(user: &UserActor, need: Need) -> bool {
    match (&user.kind, need) {
        (UserKind::Invited, need) => matches!(need, Need::PersonConcerned),
        (_, Need::Anyone | Need::PersonConcerned | Need::Entry) => true,
        (kind, Need::ClientAdmin | Need::Users) => matches!(kind, UserKind::Client | UserKind::Both(_)),
        (kind, Need::PartnerPermission(_) | Need::Partner | Need::SamePartner) => {
            matches!(kind, UserKind::Partner(_) | UserKind::Both(_))
        }
    }
}

/// Nothing, or why not, where there is more to say than who may.
fn fulfils(user: &UserActor, need: Need, nature: Nature, target: &Target<'_>) -> Result<(), Option<Sentence>> {
    let when = |holds: bool| if holds { Ok(()) } else { Err(None) };
    let relation = target.client.unwrap_or_default();
    match need {
        Need::Anyone => Ok(()),
        Need::PersonConcerned => when(target.whose == Some(Concerns::Own)),
        Need::Entry => when(relation.own.is_some() || relation.covers.is_some()),
        Need::PartnerPermission(permission) => {
            when(relation.covers.is_some_and(|permissions| permissions.contains(permission)))
        }
        Need::ClientAdmin => {
            let own = relation.own.filter(|own| own.terms.role.holds_office()).ok_or(None)?;
            if own.held_for == HeldFor::Partner && nature == Nature::Change {
                return Err(Some("the login that a client made for a partner does not answer for the client".into()));
            }
            gives_no_more(target, &own.terms)
        }
        Need::Users => {
            let Holding { terms, .. } = relation.own.filter(|own| own.terms.administer_users()).ok_or(None)?;
            target.role.map(|other| terms.check_role(other)).transpose()?;
            gives_no_more(target, &terms)
        }
        Need::Partner => {
            when(is_own_partner(user, target) && target.client.is_none_or(|relation| relation.is_known_to_partner()))
        }
        Need::SamePartner => {
            let (Some(membership), true) = (user.membership(), is_own_partner(user, target)) else { return Err(None) };
            match (target.whose, target.reach) {
                (Some(Concerns::Own), _) => Err(Some("no one does that to themselves".into())),
                (Some(Concerns::Others), Some(reach)) if !reach.is_within(&membership.reach) => {
                    Err(Some("the person would reach, or reaches, further than they do".into()))
                }
                (Some(_), Some(_)) => lasts_no_longer(target, membership.until),
                _ => Err(None),
            }
        }
    }
}

/// Neither more permissions nor a later end than one has.
fn gives_no_more(target: &Target<'_>, own: &Terms) -> Result<(), Option<Sentence>> {
    own.check_given(target.gives)?;
    lasts_no_longer(target, own.until)
}

fn lasts_no_longer(target: &Target<'_>, own: Option<Instant>) -> Result<(), Option<Sentence>> {
    match target.lasts {
        Some(Lasts(given)) => Ok(check_given_end(own, given)?),
        None => Ok(()),
    }
}

fn is_own_partner(user: &UserActor, target: &Target<'_>) -> bool {
    user.membership().is_some_and(|membership| target.partner == Some(membership.partner))
}

/// A client is seen by those who enter it or whose partner deals with it, a partner by its users. Anyone who owns a
/// client may name any partner next to it (S0.16).
fn may_know_of(user: &UserActor, target: &Target<'_>) -> bool {
    match (target.client, target.partner) {
        (Some(relation), _) => relation.is_visible(),
        (None, Some(_)) => is_own_partner(user, target),
        (None, None) => true,
    }
}

fn not_in_own_name(staff: &StaffMember, verb: Verb) -> Error {
    let error = Error::denied(format!("{} may not `{verb}` in their own name: it is for others to do", staff.os_user));
    if verb.row().own_name == OwnName::OrCode {
        error.hint(hint![
            "give the code from the mail with ",
            Flag::CodeStdin,
            ", or name the person with ",
            Flag::As.with(&Wanted("EMAIL")).and(Flag::Reason, &Wanted("TEXT"))
        ])
    } else {
        error.hint(hint!["name the person with ", Flag::As.with(&Wanted("EMAIL")).and(Flag::Reason, &Wanted("TEXT"))])
    }
}

fn unproven() -> Error {
    Error::denied("this takes a sign-in, or the code from a mail")
}

fn denied(staff: Option<&StaffMember>, user: &UserActor, verb: Verb, why: Option<Sentence>) -> Error {
    let row = verb.row();
    let mut who: Vec<_> = row.needs.iter().map(|need| need.who()).collect();
    who.dedup();
    if row.own_name == OwnName::Staff {
        who.push("staff in their own name");
    }
    let because = why.unwrap_or_else(|| format!("only {} may", who.join(", or ")).into());
    let error = Error::denied(sentence![user.email, " may not `", verb, "`: ", because]).about(Topic::NoRight);
    let may_without = |staff: &StaffMember| row.nature == Nature::Read || staff.rights == StaffRights::Full;
    if row.own_name == OwnName::Staff && staff.is_some_and(may_without) { error.hint(without_as()) } else { error }
}
