//! Changing an invitation that waits for its answer (docs/reference.md#invitations): it and what is prepared for the
//! person are the same before and after.

use crate::domain::authority::Target;
use crate::domain::client::ClientRow;
use crate::domain::id::EntityId;
use crate::domain::invitation::{Invitation, Revision};
use crate::domain::language::LanguageEdit;
use crate::domain::login::LoginRow;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::step::Step;
use crate::domain::terms::{TermEdit, Terms};
use crate::error::{Flag, Result, hint};
use crate::ops::hold;
use crate::ops::last_owner;
use crate::ops::unit_of_work::Change;
use crate::store::{grant, invitation};

use super::again::{SendAgain, must_be_prepared, send_again};
use super::checks::{may_go, must_be_a_form};
use super::named::{Gives, Named, find, prepared};
use super::sender::take_over_if_unable;
use super::{Sent, whose};

/// What is to be otherwise. What is not said stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Another role; without permissions it brings its own.
    pub role: Option<Role>,
    pub permissions: Option<Permissions>,
    pub until: TermEdit,
    pub form: FieldEdit,
    pub message: FieldEdit,
    pub language: LanguageEdit,
    pub mailing: Mailing,
}

/// What becomes of a text that an invitation can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldEdit {
    Keep,
    Set(String),
    Clear,
}

/// Whether the invitation goes out again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mailing {
    /// The code that was mailed works on.
    None,
    /// `--resend`: with a new code, and its time begins again.
    Again,
}

/// An invitation that was changed.
#[derive(Debug)]
pub struct Edited {
    pub before: Invitation,
    pub after: Invitation,
    /// What its sending made.
    pub sent: Option<Sent>,
}

/// Changes what an invitation offers, and what is prepared for its person with it. The step says whether anything
/// changed.
///
/// # Errors
/// `denied`, `foreign_entity`, `not_found`; `conflict` when it was answered or withdrawn, or expired and is not sent
/// again, where it is of a recovery, and where it takes the place of an owner and could not; `usage` for permissions above the role's most, or a
/// form that is not set; with [`Mailing::Again`] as [`super::resend`].
pub fn edit(change: &mut Change<'_>, client: &ClientRow, what: &Named, edit: &Edit) -> Result<Edited> {
    let (record, login) = find(change, client, what, Gives::Nothing)?;
    hold::must_not_offer_less(change.tx, client, &record, change.now)?;
    let offered = prepared(change.tx, &record)?;
    let terms = edit.applied_to(&offered)?;
    authorise(change, client, &login, [&offered, &record.terms], &terms, edit.mailing)?;
    let before = record.clone();
    let form = edit.form.applied_to(record.form.as_ref());
    let message = edit.message.applied_to(record.message.as_ref());
    let language = edit.language.applied_to(record.language);
    let revision = Revision { terms, form, message, language, by: change.actor.author().to_owned() };
    let step = match edit.mailing {
        Mailing::None => record.revise(change.now, revision)?,
        Mailing::Again => record.revise_to_resend(change.now, revision)?,
    };
    let (mut after, event) = match step {
        Step::Made(after, event) => (after, Some(event)),
        Step::Unchanged(after) => (after, None),
    };
    if event.is_some() {
        must_be_prepared(change, client, &after)?;
        may_be_so(change, client, &before, &after)?;
        if terms != offered {
            if let Some(grant) = grant::by_id(change.tx, after.grant)? {
                last_owner::weakens(change, client, &grant, Some(&terms));
            }
            grant::set_terms(change.tx, after.grant, &terms, change.audit())?;
        }
    }
    match (event, edit.mailing) {
        (Some(event), Mailing::None) => {
            take_over_if_unable(change, &mut after)?;
            invitation::update(change.tx, &after, change.audit())?;
            change.record(event);
            Ok(Edited { before, after, sent: None })
        }
        (None, Mailing::None) => {
            change.unchanged(EntityId::Invitation(after.id));
            Ok(Edited { before, after, sent: None })
        }
        (event, Mailing::Again) => {
            event.into_iter().for_each(|event| change.record(event));
            let sent = send_again(change, client, &login, after.clone(), &SendAgain::AS_BEFORE)?;
            let after = sent.invitation.clone().unwrap_or(after);
            Ok(Edited { before, after, sent: Some(sent) })
        }
    }
}

/// Asks for the right to do this to the person, and to give what is given by it: by a sending everything, and else what
/// is more than was offered or prepared before.
fn authorise(
    change: &mut Change<'_>,
    client: &ClientRow,
    login: &LoginRow,
    before: [&Terms; 2],
    after: &Terms,
    mailing: Mailing,
) -> Result<()> {
    let relation = change.relation(client.id)?;
    let role = before.iter().fold(after.role, |role, before| role.max(before.role));
    let target = Target::member(relation, whose(change, login.id), role).giving(after.permissions);
    let gives_end = mailing == Mailing::Again || before.iter().any(|before| after.extend(before));
    change.authorise(&if gives_end { target.lasting(after.until) } else { target })
}

/// What must hold of a form, and of an owner whose place is taken.
fn may_be_so(change: &mut Change<'_>, client: &ClientRow, before: &Invitation, after: &Invitation) -> Result<()> {
    if after.form != before.form {
        must_be_a_form(change.tx, after.form.as_deref())?;
    }
    let Some(old) = after.replaces.filter(|_| after.terms.until.is_some() && before.terms.until.is_none()) else {
        return Ok(());
    };
    let Some(old) = grant::by_id(change.tx, old)? else { return Ok(()) };
    may_go(change, client, &old).map_err(|error| error.hint(hint!["leave ", Flag::Until, " and ", Flag::For, " out"]))
}

impl Edit {
    /// Another role or other permissions, and nothing else.
    pub const fn of_terms(role: Option<Role>, permissions: Option<Permissions>) -> Self {
        let (form, message) = (FieldEdit::Keep, FieldEdit::Keep);
        Self {
            role,
            permissions,
            until: TermEdit::Keep,
            form,
            message,
            language: LanguageEdit::Keep,
            mailing: Mailing::None,
        }
    }

    /// Whether nothing is to be changed, whatever the invitation says.
    pub fn is_empty(&self) -> bool {
        self.role.is_none()
            && self.permissions.is_none()
            && self.until == TermEdit::Keep
            && self.form == FieldEdit::Keep
            && self.message == FieldEdit::Keep
            && self.language == LanguageEdit::Keep
    }

    fn applied_to(&self, before: &Terms) -> Result<Terms> {
        let role = self.role.unwrap_or(before.role);
        let permissions = match self.permissions {
            Some(permissions) => role.check(permissions)?,
            None if role != before.role => role.default_permissions(),
            None => before.permissions,
        };
        Ok(Terms { role, permissions, until: self.until.applied_to(before.until) })
    }
}

impl FieldEdit {
    /// What is set; else `or`; else it stays.
    pub fn of(set: Option<String>, or: Option<Self>) -> Self {
        set.map(Self::Set).or(or).unwrap_or(Self::Keep)
    }

    fn applied_to(&self, before: Option<&String>) -> Option<String> {
        match self {
            Self::Keep => before.cloned(),
            Self::Set(text) => Some(text.clone()),
            Self::Clear => None,
        }
    }
}
