//! Whether `undo` can take an action of the audit back, and which command does the opposite where it cannot.

use crate::domain::audit_event::{Action, Opposite, Place};
use crate::domain::authority::Verb;

/// Whether an action can be taken back row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversal {
    /// It wrote facts, mails that may still wait, and codes that may be given back.
    Rows,
    /// It did more than that: why it stays.
    Never(&'static str),
}

/// How an action is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undoing {
    /// Whether it can be taken back.
    pub way: Reversal,
    /// What does the opposite; nothing where there is none, or it takes more than the audit records. One that lacks a
    /// part is not offered.
    pub opposite: Option<Opposite>,
    /// What must still be so for the opposite to be possible.
    pub needs: Needs,
}

/// In which state the thing of a change must be for its opposite to be possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    /// The invitation has no answer yet.
    PendingInvitation,
    /// The access that the invitation gave has not ended.
    AcceptedInvitation,
    /// The recovery was not stopped, and its invitation has no answer yet.
    WaitingRecovery,
    /// The link request, or the one for more of a link, has no answer yet.
    PendingLink,
    /// The link was approved or linked, and has not ended.
    OpenLink,
    /// The link was approved and is not set up.
    ApprovedLink,
    /// The client is open.
    OpenClient,
    /// The client, or the double that went into it, is closed.
    ClosedClient,
    /// The person has access, or is prepared for it.
    Access,
    /// The same, and others administer the client as well.
    AccessNotLast,
    /// The person has no access, no invitation that waits, and a login that may be used.
    NoAccess,
    /// The partner may ask again: there is no open link of the two, and no denial of late.
    NoLink,
    ActiveLogin,
    InactiveLogin,
    /// The partner is not closed.
    ActivePartner,
    /// The person is still staff.
    Staff,
}

impl Undoing {
    const fn by(self, verb: Verb, places: &'static [Place]) -> Self {
        Self { opposite: Some(Opposite::of(verb, places)), ..self }
    }

    const fn then(self, next: &'static Opposite) -> Self {
        match self.opposite {
            Some(first) => Self { opposite: Some(Opposite { then: Some(next), ..first }), ..self },
            None => self,
        }
    }

    const fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }
}

const ANSWERED: &str = "it recorded an answer, and an answer stays";
const NUMBERED: &str = "a client, its number and its slug are never taken away";
const ASKED: &str = "those who were asked have codes of their own";
const CODED: &str = "a new code replaced the former one, which cannot come back";
const AT_WORK: &str = "it began, changed or ended a session, in which someone was at work";
const PROVED: &str = "passwords are in no history";
const REMINDED: &str = "a person was notified by mail";
const SET_UP: &str = "another program was notified";
const UNMAILED: &str = "it took back what held only if its mail left";
const MAY_HAVE_LEFT: &str = "its mail may have left";
const TOLD_BY_SERVER: &str = "it records what a mail server did";
const HELD: &str = "people of the client were notified by mail, with codes of their own";
const GLOBAL: &str = "it was not about one client";

const fn rows() -> Undoing {
    Undoing { way: Reversal::Rows, opposite: None, needs: Needs::Nothing }
}

const fn never(why: &'static str) -> Undoing {
    Undoing { way: Reversal::Never(why), opposite: None, needs: Needs::Nothing }
}

/// Once the login is active, the person is a user of the partner again.
const BACK_IN_PARTNER: Opposite =
    Opposite::of(Verb::PartnerAddUser, &[Place::Email, Place::Partner, Place::FirstName, Place::LastName]);

/// How that action is taken back.
#[must_use]
pub const fn undoing(action: Action) -> Undoing {
    use {Action as A, Place as P};
    match action {
        A::Undo => rows(),
        A::ClientEdit => rows(),
        A::ClientClose => rows().by(Verb::ClientReopen, &[P::Slug]).needs(Needs::ClosedClient),
        A::ClientMerge => rows().by(Verb::ClientReopen, &[P::FromSlug]).needs(Needs::ClosedClient),
        A::ClientReopen => rows().by(Verb::ClientClose, &[P::Slug]).needs(Needs::OpenClient),
        A::ClientRecover => never(HELD).by(Verb::ClientStopRecovery, &[P::Slug]).needs(Needs::WaitingRecovery),
        A::ClientStopRecovery => never(ANSWERED),
        A::ClientAssociate => rows().by(Verb::ClientDissociate, &[P::Slug, P::Partner]).needs(Needs::OpenClient),
        A::ClientDissociate => rows().by(Verb::ClientAssociate, &[P::Slug, P::Partner]).needs(Needs::OpenClient),
        A::ClientAdd => never(NUMBERED).by(Verb::ClientClose, &[P::Slug]).needs(Needs::OpenClient),
        A::ClientImport => never(NUMBERED).by(Verb::ClientClose, &[P::Slug]).needs(Needs::OpenClient),
        A::ClientActivate => never(ANSWERED),
        A::UserAdd => rows().by(Verb::UserRemove, &[P::Email, P::Client]).needs(Needs::AccessNotLast),
        A::UserPrepare => rows(),
        A::UserEdit => rows().by(Verb::UserEdit, &[P::Email, P::Client]).needs(Needs::Access),
        A::UserRemove => rows().by(Verb::InviteSend, &[P::Email, P::Client, P::Terms]).needs(Needs::NoAccess),
        A::UserLeave => rows().by(Verb::InviteSend, &[P::Email, P::Client, P::Terms]).needs(Needs::NoAccess),
        A::UserReplace => rows().by(Verb::InviteSend, &[P::Email, P::Client, P::Terms]).needs(Needs::NoAccess),
        A::UserActivate => never(GLOBAL).by(Verb::UserDeactivate, &[P::Email]).needs(Needs::ActiveLogin),
        A::UserDeactivate => never(GLOBAL).by(Verb::UserActivate, &[P::Email]).needs(Needs::InactiveLogin),
        A::UserRename => never(GLOBAL),
        A::UserRequestRename => never(GLOBAL),
        A::UserSetPassword => never(PROVED),
        A::UserReplacePassword => never(PROVED),
        A::UserEndPassword => never(PROVED),
        A::UserSignIn => never(GLOBAL),
        A::UserSignOut => never(GLOBAL),
        A::UserSetLanguage => never(GLOBAL),
        A::UserResetPassword => never(PROVED),
        A::InviteSend => rows().by(Verb::InviteCancel, &[P::Entity, P::Client]).needs(Needs::PendingInvitation),
        // The address of a superseded invitation was wrong, or its person is in.
        A::InviteSupersede => rows(),
        A::InviteExpire => rows().by(Verb::InviteSend, &[P::Email, P::Client]).needs(Needs::NoAccess),
        A::InviteCancel => rows().by(Verb::InviteSend, &[P::Email, P::Client]).needs(Needs::NoAccess),
        A::InviteDecline => rows().by(Verb::InviteSend, &[P::Email, P::Client, P::Resend]).needs(Needs::NoAccess),
        A::InviteEdit => rows().by(Verb::InviteEdit, &[P::Entity, P::Client]).needs(Needs::PendingInvitation),
        A::InviteResend => never(CODED).by(Verb::InviteCancel, &[P::Entity, P::Client]).needs(Needs::PendingInvitation),
        A::InviteWithdraw => never(UNMAILED).by(Verb::InviteSend, &[P::Email, P::Client]).needs(Needs::NoAccess),
        A::InviteAccept => {
            never(ANSWERED).by(Verb::UserRemove, &[P::Email, P::Client]).needs(Needs::AcceptedInvitation)
        }
        A::LinkCreate => rows().by(Verb::LinkRemove, &[P::Entity, P::Client]).needs(Needs::OpenLink),
        A::LinkApprove => rows().by(Verb::LinkRemove, &[P::Entity, P::Client]).needs(Needs::OpenLink),
        A::LinkProcess => never(SET_UP).by(Verb::LinkRemove, &[P::Entity, P::Client]).needs(Needs::OpenLink),
        A::LinkProcessFailed => never(SET_UP).by(Verb::LinkProcess, &[P::Entity, P::Client]).needs(Needs::ApprovedLink),
        A::LinkDeny => rows().by(Verb::LinkRequest, &[P::Partner, P::Target, P::Terms]).needs(Needs::NoLink),
        A::LinkCancel => rows().by(Verb::LinkRequest, &[P::Partner, P::Target, P::Terms]).needs(Needs::NoLink),
        A::LinkExpire => rows().by(Verb::LinkRequest, &[P::Partner, P::Target, P::Terms]).needs(Needs::NoLink),
        A::LinkLapse => rows().by(Verb::LinkRequest, &[P::Partner, P::Target, P::Terms]).needs(Needs::NoLink),
        A::LinkEdit => rows().by(Verb::LinkEdit, &[P::Entity, P::Client]).needs(Needs::OpenLink),
        A::LinkExtend => never(ASKED).by(Verb::LinkCancel, &[P::Entity, P::Client]).needs(Needs::PendingLink),
        A::LinkExtendApprove => rows().by(Verb::LinkEdit, &[P::Entity, P::Client]).needs(Needs::OpenLink),
        A::LinkExtendDeny => rows(),
        A::LinkExtendCancel => rows(),
        A::LinkRemove => rows().by(Verb::LinkRequest, &[P::Partner, P::Target, P::Terms]).needs(Needs::NoLink),
        A::LinkDelete => rows(),
        A::LinkRequest => never(ASKED).by(Verb::LinkCancel, &[P::Entity, P::Client]).needs(Needs::PendingLink),
        A::LinkResend => never(CODED).by(Verb::LinkCancel, &[P::Entity, P::Client]).needs(Needs::PendingLink),
        A::PartnerAssignClients => rows().by(Verb::PartnerUnassignClients, &[P::Email, P::Partner, P::Clients]),
        A::PartnerUnassignClients => rows().by(Verb::PartnerAssignClients, &[P::Email, P::Partner, P::Clients]),
        A::PartnerAdd => never(GLOBAL).by(Verb::PartnerClose, &[P::Slug]).needs(Needs::ActivePartner),
        A::PartnerEdit => never(GLOBAL),
        A::PartnerClose => never(GLOBAL),
        A::PartnerAddUser => never(PROVED).by(Verb::UserDeactivate, &[P::Email]).needs(Needs::ActiveLogin),
        A::PartnerEditUser => never(GLOBAL),
        A::PartnerOffboardUser => {
            never(GLOBAL).by(Verb::UserActivate, &[P::Email]).then(&BACK_IN_PARTNER).needs(Needs::InactiveLogin)
        }
        A::UserRemind => never(REMINDED),
        A::LinkAutoExtend => never(REMINDED).by(Verb::LinkEdit, &[P::Entity, P::Client]).needs(Needs::OpenLink),
        A::LinkRemind => never(REMINDED),
        A::UserTermEnded => never(REMINDED).by(Verb::UserEdit, &[P::Email, P::Client, P::NoUntil]).needs(Needs::Access),
        A::LinkTermEnded => {
            never(REMINDED).by(Verb::LinkRequest, &[P::Partner, P::Target, P::Terms]).needs(Needs::NoLink)
        }
        A::SessionOpen => never(AT_WORK),
        A::SessionClose => never(AT_WORK),
        A::SessionHandOff => never(AT_WORK),
        A::SessionEnd => never(AT_WORK),
        A::SessionVerify => never(AT_WORK),
        A::SessionUse => never(AT_WORK),
        A::StaffAdd => never(GLOBAL).by(Verb::StaffRemove, &[P::OsUser]).needs(Needs::Staff),
        A::StaffEdit => never(GLOBAL),
        A::StaffRemove => never(GLOBAL),
        A::ConfigSet => never(GLOBAL),
        A::ConfigUnset => never(GLOBAL),
        A::DbRestore => never(GLOBAL),
        A::MailRetry => never(MAY_HAVE_LEFT),
        A::MailBounce => never(TOLD_BY_SERVER).by(Verb::MailBounce, &[P::Lift]),
        A::MailLift => never(GLOBAL),
        A::Init | A::InitKey => never(GLOBAL),
    }
}

/// What goes without saying when it comes along with another action, whatever it would be by itself.
pub const COMPANION: Action = Action::LinkProcess;
