//! The last owner: an active client keeps at least one who can administer it for good (docs/reference.md#rules).

use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{Verb, without_as};
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::login::LoginState;
use crate::domain::overrides::Rule;
use crate::domain::role::Role;
use crate::domain::terms::Terms;
use crate::error::{Cause, Error, Flag, Hint, NextStep, Result, ToValue, Wanted, hint};
use crate::store::{Tx, client, credential, grant, login};

use super::resolve::named;
use super::unit_of_work::Change;

/// Whom an active client keeps at least one of, for errors.
pub(super) const LASTING: &str =
    "an owner or admin with the permission `users`, without term, on an active login with a password";

/// What a change that would break the rule comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "an override is recorded in the audit"]
pub enum Ruling {
    /// It does not break it.
    Kept,
    /// It does, and support wants it all the same.
    Overridden,
}

impl Ruling {
    /// The rule, if it was overridden, as the audit notes it.
    pub const fn overridden(self) -> Option<Rule> {
        match self {
            Self::Kept => None,
            Self::Overridden => Some(Rule::LastOwner),
        }
    }
}

/// Whether `client` keeps a lasting owner or admin when `grant` gets the terms `after`, or ends (`None`). To be asked
/// on every path that weakens a grant or a login.
///
/// # Errors
/// `conflict` when no one would be left and `overrule` is not given; `denied` and `usage` as [`may_override`].
pub fn check(
    change: &mut Change<'_>,
    client: &ClientRow,
    grant: &GrantRow,
    after: Option<&Terms>,
    overrule: Option<Rule>,
) -> Result<Ruling> {
    weakens(change, client, grant, after);
    let stays = after.is_some_and(Terms::administer_for_good);
    if client.state != ClientState::Active
        || stays
        || !lasts(change.tx, grant)?
        || grant::lasting_but(change.tx, client.id, grant.id)? > 0
    {
        return Ok(Ruling::Kept);
    }
    if overrule == Some(Rule::LastOwner) {
        return Ok(Ruling::Overridden);
    }
    let email = login::by_id(change.tx, grant.user)?.map(|login| login.email.to_string()).unwrap_or_default();
    let error = Error::conflict(format!(
        "{email} is the last person who can administer {} without an end: {LASTING}",
        named(client)
    ))
    .because(Cause::LastOwner { email: email.clone(), account: named(client) })
    .hint(another_owner_first(&client.slug));
    let ends_for_an_owner = after.is_none() && grant.terms.role == Role::Owner;
    let error = match ends_for_an_owner {
        true => error.hint(hint![
            "with ",
            Flag::Replaces.with(&email),
            " behind it, they are out once the other has accepted"
        ]),
        false => error,
    };
    let error = error
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string())
        .fact("rule", Rule::LastOwner.name());
    Err(if change.actor.is_support() { error.hint(support_overrides()) } else { error })
}

/// How support does it all the same.
pub(super) fn support_overrides() -> Hint {
    hint![
        "if it must be, support adds ",
        Flag::Override.with(Rule::LastOwner.name()).and(Flag::Reason, &Wanted("TEXT"))
    ]
}

/// Whether a step has the option that overrides the rule.
pub(super) fn may_overrule(step: &NextStep) -> bool {
    [Verb::UserEdit, Verb::UserRemove, Verb::UserDeactivate].iter().any(|verb| verb.name() == step.operation())
}

/// What someone does who wants to end the access of the last owner of the client with this slug.
pub(super) fn another_owner_first(slug: &impl ToValue) -> Hint {
    hint!["let another owner in first: ", Verb::InviteSend.step().about(&Wanted("EMAIL")).role("owner").client(slug)]
}

/// A draft becomes active once an owner is in and someone administers it for good; an owner with a term alone would leave
/// an active client that no one keeps. The state of the client then.
pub(super) fn activate_draft(change: &mut Change<'_>, client: &ClientRow) -> Result<ClientState> {
    if client.state != ClientState::Draft || grant::first_lasting(change.tx, client.id)?.is_none() {
        return Ok(client.state);
    }
    let owners = grant::of_client(change.tx, client.id)?;
    if !owners.iter().any(|grant| grant.terms.role == Role::Owner && grant.is_in_force(change.now)) {
        return Ok(client.state);
    }
    client::activate(change.tx, client.id, change.now, change.audit())?;
    change.record(AuditEvent::ClientActivate { id: client.id });
    Ok(ClientState::Active)
}

/// Notes that this change may leave `client` without an owner: `grant` gets the terms `after`, or ends (`None`). Whether
/// it does is looked up once the change is made.
pub(super) fn weakens(change: &mut Change<'_>, client: &ClientRow, grant: &GrantRow, after: Option<&Terms>) {
    let was_owner = grant.terms.role == Role::Owner && grant.state != GrantState::Ended;
    let stays = after.is_some_and(|after| after.role == Role::Owner && after.until.is_none());
    if was_owner && !stays && !change.weakened.iter().any(|known| known.id == client.id) {
        change.weakened.push(client.clone());
    }
}

/// Overrides are for support in their own name, and say why.
///
/// # Errors
/// `usage` without a reason, `denied` on someone's behalf.
pub fn may_override(change: &Change<'_>, rule: Option<Rule>) -> Result<()> {
    let Some(rule) = rule else { return Ok(()) };
    if change.reason.is_none() {
        return Err(Error::usage(format!("{} {rule} needs a reason", Flag::Override))
            .hint(hint!["say why with ", Flag::Reason.with(&Wanted("TEXT"))]));
    }
    if !change.actor.is_support() {
        let who = change.actor.author();
        return Err(Error::denied(format!("{who} may not override {rule}: only support may")).hint(without_as()));
    }
    Ok(())
}

/// Whether a grant keeps its client alive on its own.
fn lasts(tx: &Tx<'_>, grant: &GrantRow) -> Result<bool> {
    let by_itself =
        grant.state == GrantState::Active && grant.terms.administer_for_good() && grant.for_partner.is_none();
    if !by_itself {
        return Ok(false);
    }
    let active = login::by_id(tx, grant.user)?.is_some_and(|login| login.state == LoginState::Active);
    Ok(active && credential::find(tx, grant.user)?.is_some())
}
