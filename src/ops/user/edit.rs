//! Changing what someone may do in a client, and until when.

use crate::domain::audit_event::{AuditEvent, End, Event, Field};
use crate::domain::authority::{Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::dedicated;
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::EntityId;
use crate::domain::login::LoginRow;
use crate::domain::overrides::Rule;
use crate::domain::permission::Permissions;
use crate::domain::reference::UserRef;
use crate::domain::role::Role;
use crate::domain::terms::{TermEdit, Terms};
use crate::error::{Error, Flag, Result, hint, sentence};
use crate::ops::concerned::Concerned;
use crate::ops::invite::{AfterSender, OfSender, end_of_sender, whose};
use crate::ops::reach::still::{self, StillEnters};
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::unit_of_work::Change;
use crate::ops::{hold, last_owner, notify, session};
use crate::store::{grant, invitation};

use super::member;
use crate::ops::person_name::{self, NameEdit};

/// What is to be otherwise. What is not said stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Another role; without permissions it brings its own.
    pub role: Option<Role>,
    pub permissions: Option<Permissions>,
    /// What becomes of the term.
    pub until: TermEdit,
    /// Another name or language of the person.
    pub names: NameEdit,
    /// A rule that support overrides.
    pub overrule: Option<Rule>,
    /// What becomes of the invitations of someone who can no longer give what they offer by it.
    pub invitations: AfterSender,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    pub login: LoginRow,
    pub before: Terms,
    pub after: Terms,
    /// The invitations of someone who can no longer give what they offer by it.
    pub sent: OfSender,
    /// By which other ways the person still enters, where the edit gives less than before.
    pub still: Vec<StillEnters>,
}

/// Changes the role, the permissions, the term, the name or the language of someone in a client.
///
/// `shown` are the other clients that a new name concerns.
///
/// # Errors
/// `not_found`, `denied`; `usage` for permissions above the role's most; `conflict` when the person was taken out,
/// an invitation with the old terms waits, no one who can administer the client would be left, or other clients are
/// concerned than shown.
pub fn edit(
    change: &mut Change<'_>,
    seen: &ClientSeen,
    person: &UserRef,
    edit: &Edit,
    shown: &Concerned,
) -> Result<Edited> {
    let client = change.client(seen)?;
    last_owner::may_override(change, edit.overrule)?;
    let relation = change.relation(client.id)?;
    change.authorise(&Target::client(relation))?;
    let (login, grant) = member(change, &client, person)?;
    let before = grant.terms;
    let after = edit.applied_to(&grant)?;
    let role = before.role.max(after.role);
    let target = Target::member(relation, whose(change, login.id), role).giving(after.permissions);
    change.authorise(&if after.extend(&before) { target.lasting(after.until) } else { target })?;
    change.about_user(login.id);
    must_be_open(&client, &login, &grant)?;
    if edit.names.names() {
        person_name::must_be_readable(change, client.id, &login)?;
    }
    let renamed = edit.names.changes(&login);
    let name = match renamed {
        true => person_name::correct(change, client.id, &login, &edit.names, shown)?,
        false => Vec::new(),
    };
    if before == after {
        match renamed {
            true => change.record(person_name::edited(&login).with_change(name)),
            false => change.unchanged(EntityId::User(login.id)),
        }
        let login = super::again(change, &login)?;
        return Ok(Edited { login, before, after, sent: OfSender::default(), still: Vec::new() });
    }
    must_not_be_asked(change, &client, &login)?;
    let ruling = last_owner::check(change, &client, &grant, Some(&after), edit.overrule)?;
    let still = match narrows(&before, &after) {
        true => still::by_link(change.tx, &login, &client, change.now)?,
        false => Vec::new(),
    };
    if before.until != after.until {
        session::store_over(change, grant.id)?;
    }
    grant::set_terms(change.tx, grant.id, &after, change.audit())?;
    let sent = end_of_sender(change, &login, &[client.id], edit.invitations)?;
    let event = Event::from(AuditEvent::UserEdit {
        id: login.id,
        email: login.email.clone(),
        r#override: ruling.overridden(),
        withdrawn: sent.ids(AfterSender::Withdraw),
        kept: sent.ids(AfterSender::Keep),
        still: still::noted(&still),
    });
    change.record(
        event
            .with_change(name)
            .changing(Field::Role, before.role, after.role)
            .changing(Field::Permissions, before.permissions, after.permissions)
            .changing(Field::Until, End(before.until), End(after.until)),
    );
    notify::of_terms(change, &client, &login, &grant, &after)?;
    last_owner::activate_draft(change, &client)?;
    let login = super::again(change, &login)?;
    Ok(Edited { login, before, after, sent, still })
}

/// Whether terms give less than others: fewer permissions, or an earlier end.
fn narrows(before: &Terms, after: &Terms) -> bool {
    let fewer = !before.permissions.minus(after.permissions).is_empty();
    let earlier = after.until.is_some_and(|until| before.until.is_none_or(|before| until < before));
    fewer || earlier
}

impl Edit {
    fn applied_to(&self, grant: &GrantRow) -> Result<Terms> {
        let before = &grant.terms;
        let role = self.role.unwrap_or(before.role);
        let permissions = match (grant.for_partner, self.permissions) {
            (None, Some(permissions)) => role.check(permissions)?,
            (None, None) if role != before.role => role.default_permissions(),
            (None, None) => before.permissions,
            (Some(_), None) if role == before.role => before.permissions.intersection(Permissions::PARTNER_MOST),
            (Some(_), asked) => dedicated::permissions(dedicated::check_role(role)?, asked)?,
        };
        Ok(Terms { role, permissions, until: self.until.applied_to(before.until) })
    }
}

fn must_be_open(client: &ClientRow, login: &LoginRow, grant: &GrantRow) -> Result<()> {
    if grant.state != GrantState::Ended {
        return Ok(());
    }
    let when = grant.ended.as_ref().map(|(at, by)| sentence![" at ", at.as_end(), " by ", by]).unwrap_or_default();
    Err(Error::conflict(sentence![login.email, " was taken out of ", named(client), when]).hint(hint![
        "let them in again with ",
        Verb::InviteSend.step().about(&login.email).client(&client.slug).with(Flag::Role, &grant.terms.role)
    ]))
}

/// An invitation was sent with the old terms: it is changed together with what is prepared.
fn must_not_be_asked(change: &Change<'_>, client: &ClientRow, login: &LoginRow) -> Result<()> {
    let open = invitation::stored_open(change.tx, client.id, login.email.key())?;
    let Some(open) = open.filter(|open| open.is_open(change.now)) else { return Ok(()) };
    hold::must_not_offer_less(change.tx, client, &open, change.now)?;
    Err(Error::conflict(format!("{} waits for the answer of {} and offers what was prepared", open.id, login.email))
        .hint(hint!["change what it offers with ", Verb::InviteEdit.step().about(&open.id).client(&client.slug)])
        .hint(hint!["or withdraw it with ", Verb::InviteCancel.step().about(&open.id).client(&client.slug)])
        .fact("invitation_id", open.id.to_string()))
}
