//! What happened, as the audit records it: one variant for each action, with what is recorded of it.
//!
//! An event gives everything that the audit stores or shows: the name of the action, the thing, the details in their
//! order, the sentence for people ([`sentence`]). Transitions and use cases return events, and `ops::unit_of_work`
//! stores them. A stored row is read back with [`Details::event`]; one of another version, whose details are not known
//! here, is [`AuditEvent::Other`].

mod action;
mod change;
mod details;
pub mod sentence;
#[cfg(test)]
mod tests;
mod value;

pub use action::{action_words, parse_action};
pub use change::{Field, FieldChange, NO_END};
pub use details::{Details, Notes, Person, PersonName, Places, Refusal, UnchangedRows};
pub use sentence::LOOKALIKE;
pub use value::{End, Length, List, Number, PartnerName, Several, YesNo};

use serde::{Deserialize, Serialize};

use crate::domain::verb::Verb;
use crate::error::{Flag, NextStep};

use super::association::Tab;
use super::email::Email;
use super::id::{ClientId, EntityId, GrantId, InvitationId, LinkId, MailId, PartnerId, SessionId, StaffId, UserId};
use super::overrides::Rule;
use super::permission::Permissions;
use super::role::Role;
use super::slug::Slug;
use super::time::Instant;

/// An event, and the fields that it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub what: AuditEvent,
    pub changes: Vec<FieldChange>,
}

impl From<AuditEvent> for Event {
    fn from(what: AuditEvent) -> Self {
        Self { what, changes: Vec::new() }
    }
}

impl Event {
    pub const fn action(&self) -> Option<Action> {
        self.what.action()
    }

    /// Adds a field with what it was before, if the two differ: the one way in which a changed field gets into the audit.
    #[must_use]
    pub fn changing(self, field: Field, before: impl ToString, after: impl ToString) -> Self {
        self.changing_option(field, Some(before), Some(after))
    }

    /// As [`Event::changing`], for a field that can have no value.
    #[must_use]
    pub fn changing_option(self, field: Field, before: Option<impl ToString>, after: Option<impl ToString>) -> Self {
        self.with_change(FieldChange::between(field, before, after))
    }

    #[must_use]
    pub fn with_change(mut self, change: impl IntoIterator<Item = FieldChange>) -> Self {
        self.changes.extend(change);
        self
    }
}

/// Makes the events and their actions. Each line: the name of the action, `noun.verb`, which is stable; the variant; the type
/// of the thing that the event is about; in braces what is recorded, in the order of the details. What is `Option` is
/// left out of the details where there is none.
macro_rules! audit_events {
    ($($(#[$doc:meta])* $name:literal $variant:ident of $id:ty { $($(#[$attribute:meta])* $field:ident: $type:ty),* $(,)? })+) => {
        /// One thing that a use case did.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "action")]
        pub enum AuditEvent {
            $(
                $(#[$doc])*
                #[serde(rename = $name)]
                $variant {
                    #[serde(rename = "entity_id")]
                    id: $id,
                    $($(#[$attribute])* $field: $type,)*
                },
            )+
            /// An event of another version of this program, as it was stored.
            #[serde(skip)]
            Other { action: String, entity: Option<String>, details: Details },
        }

        /// The kind of an event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($variant,)+
        }

        impl Action {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// `noun.verb`, as stored.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }

        impl AuditEvent {
            /// Nothing of an event of another version.
            pub const fn action(&self) -> Option<Action> {
                match self {
                    $(Self::$variant { .. } => Some(Action::$variant),)+
                    Self::Other { .. } => None,
                }
            }

            /// The thing that it is about.
            pub fn entity(&self) -> Option<EntityId> {
                match self {
                    $(Self::$variant { id, .. } => Some(id.clone().into()),)+
                    Self::Other { .. } => None,
                }
            }
        }
    };
}

impl Action {
    /// The action of that name, if it is known.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }

    /// Whether it changes which clients a user of a partner reaches.
    #[must_use]
    pub const fn is_of_partner_user(self) -> bool {
        matches!(
            self,
            Self::PartnerAddUser
                | Self::PartnerEditUser
                | Self::PartnerAssignClients
                | Self::PartnerUnassignClients
                | Self::PartnerOffboardUser
        )
    }
}

audit_events! {
    "init" Init of EntityId { label: String, uuid: String }
    "init.key" InitKey of EntityId { key_fingerprint: String }
    "db.restore" DbRestore of EntityId {
        file: String,
        /// How many codes, mails and sessions the copy had that must not come back to life.
        codes: i64,
        mails: i64,
        sessions: i64,
        replaced: Option<ReplacedDatabase>,
    }

    "staff.add" StaffAdd of StaffId { os_user: String, rights: String }
    "staff.edit" StaffEdit of StaffId { os_user: String }
    "staff.remove" StaffRemove of StaffId { os_user: String }

    "config.set" ConfigSet of EntityId {}
    "config.unset" ConfigUnset of EntityId {}

    "partner.add" PartnerAdd of PartnerId { slug: Slug, name: String }
    "partner.edit" PartnerEdit of PartnerId { slug: Slug }
    "partner.close" PartnerClose of PartnerId {
        slug: Slug,
        links: Number,
        requests: Number,
        users: Number,
        clients: List<Slug>,
    }
    "partner.add-user" PartnerAddUser of UserId {
        partner: PartnerName,
        email: Email,
        scope: String,
        clients: Option<List<Slug>>,
        restricted: Option<YesNo>,
        active: Option<YesNo>,
        until: Option<Instant>,
        /// What became of the password, in words.
        password: String,
    }
    "partner.edit-user" PartnerEditUser of UserId { partner: PartnerName, email: Email }
    "partner.assign-clients" PartnerAssignClients of UserId { partner: PartnerName, email: Email, clients: List<Slug> }
    "partner.unassign-clients" PartnerUnassignClients of UserId { partner: PartnerName, email: Email, clients: List<Slug> }
    "partner.offboard-user" PartnerOffboardUser of UserId {
        partner: PartnerName,
        email: Email,
        /// Who goes on with what the person did.
        to: Option<Email>,
        clients: Option<List<Slug>>,
        grants: Option<List<GrantId>>,
        invitations: Option<List<InvitationId>>,
        requests: Option<List<LinkId>>,
        sessions: Option<List<SessionId>>,
        dedicated: Option<List<UserId>>,
        r#override: Option<Rule>,
    }

    "client.add" ClientAdd of ClientId { slug: Slug, owners: List<Email> }
    "client.import" ClientImport of ClientId { slug: Slug, owners: List<Email> }
    "client.edit" ClientEdit of ClientId {
        /// None where the slug is changed: then it is among the changes.
        slug: Option<Slug>,
        /// What no field shows, in words.
        changed: Option<String>,
    }
    "client.activate" ClientActivate of ClientId {}
    "client.associate" ClientAssociate of ClientId {
        partner: PartnerName,
        /// None where the tab is changed: then it is among the changes.
        tab: Option<Tab>,
    }
    "client.dissociate" ClientDissociate of ClientId { partner: PartnerName, tab: Option<Tab> }
    "client.close" ClientClose of ClientId {
        slug: Slug,
        grants: Number,
        invitations: Number,
        requests: Number,
        links: Number,
    }
    /// A double went into the client.
    "client.merge" ClientMerge of ClientId {
        slug: Slug,
        from_id: ClientId,
        from_slug: Slug,
        /// How many people came from the double, and how many were in both.
        moved: Number,
        combined: Number,
        links: Number,
        /// How many invitations were sent again.
        invited: Number,
        /// What was decided where the two differed, in words.
        kept: Option<String>,
    }
    "client.reopen" ClientReopen of ClientId { slug: Slug }
    "client.recover" ClientRecover of ClientId {
        slug: Slug,
        /// The new owner.
        email: Email,
        invitation: InvitationId,
        /// How support made sure who that is.
        verified: String,
        /// From when on the invitation can be accepted.
        opens_at: Instant,
        /// Who was mailed and can stop it.
        asked: Option<List<Email>>,
    }
    "client.stop-recovery" ClientStopRecovery of ClientId {
        slug: Slug,
        email: Email,
        invitation: InvitationId,
        /// Whose code it was.
        by: Option<String>,
    }

    "user.add" UserAdd of UserId {
        email: Email,
        role: Role,
        permissions: Permissions,
        until: End,
        /// For which a dedicated user was made.
        partner: Option<PartnerName>,
        mailbox: Option<YesNo>,
    }
    "user.prepare" UserPrepare of UserId {}
    "user.edit" UserEdit of UserId {
        email: Email,
        r#override: Option<Rule>,
        withdrawn: Option<List<InvitationId>>,
        kept: Option<List<InvitationId>>,
        still: Option<String>,
    }
    "user.remove" UserRemove of UserId {
        email: Email,
        role: Role,
        r#override: Option<Rule>,
        withdrawn: Option<List<InvitationId>>,
        kept: Option<List<InvitationId>>,
        still: Option<String>,
    }
    "user.leave" UserLeave of UserId {
        email: Email,
        role: Role,
        r#override: Option<Rule>,
        withdrawn: Option<List<InvitationId>>,
        kept: Option<List<InvitationId>>,
        still: Option<String>,
    }
    /// An owner is out, because another accepted.
    "user.replace" UserReplace of UserId { by: Email, still: Option<String> }
    "user.activate" UserActivate of UserId {
        /// None where an answer activates it.
        email: Option<Email>,
    }
    "user.deactivate" UserDeactivate of UserId {
        email: Email,
        r#override: Option<Rule>,
        withdrawn: Option<List<InvitationId>>,
        kept: Option<List<InvitationId>>,
    }
    "user.rename" UserRename of UserId { email: Email, old: Email, proven_by: Option<String> }
    "user.request-rename" UserRequestRename of UserId { email: Email, old: Email, expires_at: Instant }
    "user.set-password" UserSetPassword of UserId { email: Email, proven_by: String }
    "user.reset-password" UserResetPassword of UserId { email: Email, how: String }
    "user.replace-password" UserReplacePassword of UserId { email: Email }
    "user.end-password" UserEndPassword of UserId { email: Email }
    "user.sign-in" UserSignIn of UserId { email: Email }
    "user.sign-out" UserSignOut of UserId { email: Email }
    "user.set-language" UserSetLanguage of UserId { email: Email }
    "user.remind" UserRemind of UserId {
        email: Email,
        until: Instant,
        days: Number,
        #[serde(rename = "told")]
        notified: List<String>,
        still: Option<String>,
    }
    "user.term_ended" UserTermEnded of UserId {
        email: Email,
        until: Instant,
        still: Option<String>,
        #[serde(rename = "told")]
        notified: Option<List<String>>,
    }

    "invite.send" InviteSend of InvitationId {
        email: Email,
        role: Role,
        permissions: Permissions,
        until: End,
        expires_at: Instant,
        in_place_of: Option<InvitationId>,
    }
    "invite.edit" InviteEdit of InvitationId {
        email: Email,
        /// What no field shows, in words.
        changed: Option<String>,
    }
    "invite.resend" InviteResend of InvitationId { email: Email }
    "invite.withdraw" InviteWithdraw of InvitationId {
        email: Email,
        mail: Option<MailId>,
        /// The audit row of the sending that is withdrawn.
        audit_id: Option<Number>,
        why: Option<String>,
    }
    "invite.accept" InviteAccept of InvitationId { email: Email, role: Role }
    "invite.decline" InviteDecline of InvitationId { email: Email }
    "invite.cancel" InviteCancel of InvitationId { email: Email }
    "invite.supersede" InviteSupersede of InvitationId { email: Email }
    "invite.expire" InviteExpire of InvitationId { email: Email }

    "link.request" LinkRequest of LinkId {
        partner: PartnerName,
        permissions: Permissions,
        r#for: Length,
        expires_at: Instant,
        r#override: Option<Rule>,
        /// The denial whose wait was waived.
        denied: Option<LinkId>,
    }
    "link.create" LinkCreate of LinkId {
        partner: PartnerName,
        until: End,
        /// The dedicated user who enters again.
        lets_in: Option<Email>,
    }
    "link.approve" LinkApprove of LinkId {
        partner: PartnerName,
        by: String,
        permissions: Permissions,
        until: End,
        lets_in: Option<Email>,
    }
    "link.deny" LinkDeny of LinkId { partner: PartnerName, by: String }
    "link.process" LinkProcess of LinkId {
        /// None where the event before it says it, as also the end.
        partner: Option<PartnerName>,
        until: Option<End>,
    }
    "link.process_failed" LinkProcessFailed of LinkId { partner: PartnerName, error: String }
    "link.resend" LinkResend of LinkId { partner: PartnerName, r#override: Option<Rule>, denied: Option<LinkId> }
    "link.cancel" LinkCancel of LinkId { partner: PartnerName }
    "link.delete" LinkDelete of LinkId { partner: PartnerName }
    "link.edit" LinkEdit of LinkId { partner: PartnerName }
    /// More of a link in force is asked for, or for longer.
    "link.extend" LinkExtend of LinkId {
        partner: PartnerName,
        permissions: Permissions,
        until: End,
        expires_at: Instant,
    }
    "link.extend_approve" LinkExtendApprove of LinkId { partner: PartnerName, by: String }
    "link.extend_deny" LinkExtendDeny of LinkId { partner: PartnerName, by: String }
    "link.extend_cancel" LinkExtendCancel of LinkId { partner: PartnerName }
    "link.remove" LinkRemove of LinkId {
        partner: PartnerName,
        still: Option<String>,
        /// The dedicated user whose access is suspended.
        suspends: Option<Email>,
    }
    "link.expire" LinkExpire of LinkId { partner: Option<PartnerName>, expired: Option<LinkId> }
    "link.lapse" LinkLapse of LinkId { partner: Option<PartnerName>, expired: Option<LinkId> }
    /// The end moved by itself, as the client had agreed.
    "link.auto_extend" LinkAutoExtend of LinkId {
        partner: PartnerName,
        term: String,
        #[serde(rename = "told")]
        notified: Option<List<String>>,
    }
    "link.remind" LinkRemind of LinkId {
        partner: PartnerName,
        until: Instant,
        days: Number,
        #[serde(rename = "told")]
        notified: List<String>,
        still: Option<String>,
    }
    "link.term_ended" LinkTermEnded of LinkId {
        partner: PartnerName,
        until: Instant,
        still: Option<String>,
        #[serde(rename = "told")]
        notified: Option<List<String>>,
    }

    "mail.retry" MailRetry of MailId { email: String, kind: String, was: String }
    "mail.bounce" MailBounce of MailId { email: Email, status: String, words: String }
    "mail.lift" MailLift of EntityId { email: Email, words: String, proven_by: Option<String> }

    "session.open" SessionOpen of SessionId {
        email: Email,
        /// The dedicated user under whose login the person works.
        login: Option<Email>,
        link: Option<LinkId>,
        left: Option<SessionId>,
    }
    "session.hand_off" SessionHandOff of SessionId { email: Email }
    "session.verify" SessionVerify of SessionId { email: Email, login: Option<Email> }
    "session.use" SessionUse of SessionId { email: Email }
    "session.close" SessionClose of SessionId { because: String, email: Option<Email> }
    "session.end" SessionEnd of SessionId {
        /// None where another event says why.
        because: Option<String>,
        email: Option<Email>,
    }

    "undo" Undo of ClientId {
        /// The audit row of the change that was taken back.
        audit_id: Number,
        /// The command that made it.
        #[serde(default)]
        did: String,
        /// The thing of that change, if it is not the client.
        entity: Option<String>,
        /// What is as before, field by field.
        #[serde(default)]
        changed: Several,
        #[serde(default)]
        withdrawn: Several,
        still: Option<String>,
    }
}

/// The database that a restore replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplacedDatabase {
    pub uuid: String,
    pub label: String,
    pub audit_id: i64,
    pub hash: String,
}

// The operation that does the opposite of a change, before its places are filled.

/// The operation, and what is given to it, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opposite {
    pub verb: Verb,
    pub places: &'static [Place],
    /// What is done after it.
    pub then: Option<&'static Self>,
}

/// What is given to the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The thing of the change.
    Entity,
    /// The client or partner itself.
    Slug,
    /// The client in which it is done.
    Client,
    /// The double that went into the client.
    FromSlug,
    Partner,
    Email,
    OsUser,
    /// The client that a link is requested for.
    Target,
    /// The client that someone is to cover.
    Clients,
    ForPartner,
    /// The address that is mailed again.
    Lift,
    FirstName,
    LastName,
    /// The options that give back the access or link that ended.
    Terms,
    Resend,
    NoUntil,
}

impl Opposite {
    #[must_use]
    pub const fn of(verb: Verb, places: &'static [Place]) -> Self {
        Self { verb, places, then: None }
    }

    /// Whether it gives back the terms of what ended.
    #[must_use]
    pub fn has_terms(&self) -> bool {
        self.places.contains(&Place::Terms)
    }

    /// With its places filled; nothing where a part is missing.
    #[must_use]
    pub fn filled(&self, details: &Details, entity: Option<&str>, places: &Places) -> Option<NextStep> {
        let mut step = self.verb.step();
        for place in self.places {
            let part = |key: &str| details.place(key, places);
            step = match place {
                Place::Entity => step.about(entity?),
                Place::Slug => step.about(&part("slug")?),
                Place::Client => step.client(&part("slug")?),
                Place::FromSlug => step.about(&part("from_slug")?),
                Place::Partner => step.partner(&part("partner")?),
                Place::Email => step.about(&part("email")?),
                Place::OsUser => step.about(&part("os_user")?),
                Place::Target => step.with(Flag::Target, &part("slug")?),
                Place::Clients => step.with(Flag::Clients, &part("slug")?),
                Place::ForPartner => step.with(Flag::ForPartner, &part("partner")?),
                Place::Lift => step.with(Flag::Lift, &part("email")?),
                Place::FirstName => step.with(Flag::FirstName, &part("first_name")?),
                Place::LastName => step.with(Flag::LastName, &part("last_name")?),
                Place::Terms => step.give(places.terms.clone()?),
                Place::Resend => step.switch(Flag::Resend),
                Place::NoUntil => step.switch(Flag::NoUntil),
            };
        }
        match self.then {
            Some(next) => Some(step.and_then(next.filled(details, entity, places)?)),
            None => Some(step),
        }
    }
}
