//! A link in force is given other permissions or another end, and stays the same link.

use super::super::audit_event::{AuditEvent, End, Event, Field};
use super::super::permission::Permissions;
use super::super::role;
use super::super::step::Step;
use super::super::terms::{TermEdit, check_until, ends_later};
use super::super::time::Instant;
use super::{AutoExtendEdit, LINK_MOST, Link, Origin};
use crate::domain::verb::Verb;
use crate::error::{Error, Flag, Result, Wanted, Whose, hint};

/// What is to become of a link in force. What is not said stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkEdit {
    pub permissions: Option<Permissions>,
    pub until: TermEdit,
    pub auto_extend: AutoExtendEdit,
}

/// What a change of a link gives beyond what the link gave before: only the client gives that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widening {
    /// What is given in addition, or for longer. Nothing of a link that the client created: its dedicated user has them.
    pub permissions: Permissions,
    /// Until when, by what the client agrees to; `None` = without end.
    pub until: Option<Instant>,
    longer: bool,
}

impl Link {
    /// Gives the link other permissions or another end, from now on. Unchanged if it has them already.
    ///
    /// # Errors
    /// `conflict` unless the link is in force, or for permissions of a link that the client created; `usage` for more
    /// than a link can give, or a term that is over or too long.
    pub fn edit(mut self, now: Instant, edit: &LinkEdit) -> Result<Step<Self>> {
        if self.deleted_at.is_some() || !self.in_force(now) {
            return Err(self.forbids("edited", now));
        }
        let before = (self.permissions, self.until, self.auto_extend);
        if let Some(permissions) = edit.permissions {
            self.must_give_permissions()?;
            self.permissions = role::within(permissions, LINK_MOST, Whose::Link)?;
        }
        if let TermEdit::Until(until) = edit.until {
            check_until(until, now)?;
        }
        self.until = edit.until.applied_to(self.until);
        self.set_auto_extend(edit.auto_extend, before.1)?;
        if before == (self.permissions, self.until, self.auto_extend) {
            return Ok(Step::Unchanged(self));
        }
        self.drop_given_extension();
        let event = Event::from(AuditEvent::LinkEdit { id: self.id, partner: self.partner.into() })
            .changing(Field::Permissions, before.0, self.permissions)
            .changing(Field::Until, End(before.1), End(self.until))
            .changing_option(Field::AutoExtend, before.2, self.auto_extend);
        Ok(Step::Made(self, event))
    }

    /// What enters by a link of the client is its dedicated user, whose grant has the permissions.
    pub(super) fn must_give_permissions(&self) -> Result<()> {
        if self.origin == Origin::Partner {
            return Ok(());
        }
        Err(Error::conflict(format!("{} gives no permissions: its dedicated user has them", self.id))
            .hint(hint![
                "change those with ",
                Verb::UserEdit
                    .step()
                    .about(&Wanted("EMAIL"))
                    .client(&self.client)
                    .with(Flag::Permissions, &Wanted("LIST"))
            ])
            .fact("link_id", self.id.to_string())
            .fact("client_id", self.client.to_string()))
    }
}

impl Widening {
    /// What `after` gives beyond `before`; nothing if it gives no more and for no longer.
    pub fn between(before: &Link, after: &Link) -> Option<Self> {
        // The end that an earlier yes lets come by itself is no news; one that is given now is.
        let extends = after.auto_extend.is_some() && after.auto_extend != before.auto_extend;
        let longer = extends || ends_later(after.until, before.until);
        let permissions = match (after.origin, longer) {
            (Origin::Client, _) => Permissions::EMPTY,
            (Origin::Partner, true) => after.permissions,
            (Origin::Partner, false) => after.permissions.minus(before.permissions),
        };
        let widening = Self { permissions, until: after.agreed_until(), longer };
        (longer || !permissions.is_empty()).then_some(widening)
    }

    /// Whether the link, and with it the dedicated user, enters for longer.
    #[must_use]
    pub const fn is_longer(&self) -> bool {
        self.longer
    }
}
