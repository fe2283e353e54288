//! For every action of the audit: whether `undo` can take it back, and the command that does so otherwise.

use crate::domain::audit_event::Action;

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
    /// The command that does the opposite, without the program's name; empty where there is none, or it takes more than the
    /// audit records. `{slug}` is the client, `{}` the thing, `{terms}` the options that give back the access or link
    /// that ended, `{first_name}` and `{last_name}` the person's, `{key}` a detail of the audit row. One that lacks a
    /// part is not offered.
    pub opposite: &'static str,
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
    /// The link request has no answer yet.
    PendingLink,
    /// The link was approved or linked, and has not ended.
    OpenLink,
    /// The link was approved and is not set up.
    ApprovedLink,
}

impl Undoing {
    const fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }
}

const ANSWERED: &str = "it recorded an answer, and an answer stays";
const NUMBERED: &str = "a client, its number and its slug are never taken away";
const ASKED: &str = "those who were asked have codes of their own";
const CODED: &str = "a new code replaced the former one, which cannot come back";
const AT_WORK: &str = "someone was let in or out with it";
const PROVED: &str = "passwords are in no history";
const REMINDED: &str = "a person was notified by mail";
const SET_UP: &str = "another program was notified";
const UNMAILED: &str = "it took back what held only if its mail left";
const MAY_HAVE_LEFT: &str = "its mail may have left";
const TOLD_BY_SERVER: &str = "it records what a mail server did";
const GLOBAL: &str = "it was not about one client";

const fn rows(opposite: &'static str) -> Undoing {
    Undoing { way: Reversal::Rows, opposite, needs: Needs::Nothing }
}

const fn never(why: &'static str, opposite: &'static str) -> Undoing {
    Undoing { way: Reversal::Never(why), opposite, needs: Needs::Nothing }
}

/// How that action is taken back.
#[must_use]
pub const fn undoing(action: Action) -> Undoing {
    use Action as A;
    match action {
        A::Undo => rows(""),
        A::ClientEdit => rows(""),
        A::ClientClose => rows("client reopen {slug}"),
        A::ClientReopen => rows("client close {slug}"),
        A::ClientAssociate => rows("client dissociate {slug} -p {partner}"),
        A::ClientDissociate => rows("client associate {slug} -p {partner}"),
        A::ClientAdd => never(NUMBERED, "client close {slug}"),
        A::ClientImport => never(NUMBERED, "client close {slug}"),
        A::ClientActivate => never(ANSWERED, ""),
        A::UserAdd => rows("user remove {email} -c {slug}"),
        A::UserPrepare => rows(""),
        A::UserEdit => rows("user edit {email} -c {slug}"),
        A::UserRemove => rows("invite send {email} -c {slug}{terms}"),
        A::UserLeave => rows("invite send {email} -c {slug}{terms}"),
        A::UserReplace => rows("invite send {email} -c {slug}{terms}"),
        A::UserActivate => never(GLOBAL, "user deactivate {email}"),
        A::UserDeactivate => never(GLOBAL, "user activate {email}"),
        A::UserRename => never(GLOBAL, ""),
        A::UserRequestRename => never(GLOBAL, ""),
        A::UserSetPassword => never(PROVED, ""),
        A::UserReplacePassword => never(PROVED, ""),
        A::UserEndPassword => never(PROVED, ""),
        A::UserSignIn => never(GLOBAL, ""),
        A::UserSignOut => never(GLOBAL, ""),
        A::UserResetPassword => never(PROVED, ""),
        A::InviteSend => rows("invite cancel {} -c {slug}").needs(Needs::PendingInvitation),
        // The address of a superseded invitation was wrong, or its person is in.
        A::InviteSupersede => rows(""),
        A::InviteExpire => rows("invite send {email} -c {slug}"),
        A::InviteCancel => rows("invite send {email} -c {slug}"),
        A::InviteDecline => rows("invite send {email} -c {slug} --resend"),
        A::InviteResend => never(CODED, "invite cancel {} -c {slug}").needs(Needs::PendingInvitation),
        A::InviteWithdraw => never(UNMAILED, "invite send {email} -c {slug}"),
        A::InviteAccept => never(ANSWERED, "user remove {email} -c {slug}").needs(Needs::AcceptedInvitation),
        A::LinkCreate => rows("link remove {} -c {slug}").needs(Needs::OpenLink),
        A::LinkApprove => rows("link remove {} -c {slug}").needs(Needs::OpenLink),
        A::LinkProcess => never(SET_UP, "link remove {} -c {slug}").needs(Needs::OpenLink),
        A::LinkProcessFailed => never(SET_UP, "link process {} -c {slug}").needs(Needs::ApprovedLink),
        A::LinkDeny => rows("link request -p {partner} --target {slug}{terms}"),
        A::LinkCancel => rows("link request -p {partner} --target {slug}{terms}"),
        A::LinkExpire => rows("link request -p {partner} --target {slug}{terms}"),
        A::LinkLapse => rows("link request -p {partner} --target {slug}{terms}"),
        A::LinkRemove => rows("link request -p {partner} --target {slug}{terms}"),
        A::LinkDelete => rows(""),
        A::LinkRequest => never(ASKED, "link cancel {} -c {slug}").needs(Needs::PendingLink),
        A::LinkResend => never(CODED, "link cancel {} -c {slug}").needs(Needs::PendingLink),
        A::PartnerAssignClients => rows("partner unassign-clients {email} -p {partner} --clients {slug}"),
        A::PartnerUnassignClients => rows("partner assign-clients {email} -p {partner} --clients {slug}"),
        A::PartnerAdd => never(GLOBAL, "partner close {slug}"),
        A::PartnerEdit => never(GLOBAL, ""),
        A::PartnerClose => never(GLOBAL, ""),
        A::PartnerAddUser => never(PROVED, "user deactivate {email}"),
        A::PartnerEditUser => never(GLOBAL, ""),
        A::PartnerOffboardUser => never(
            GLOBAL,
            "user activate {email} && partnerctl partner add-user {email} -p {partner} --first-name {first_name} --last-name {last_name}",
        ),
        A::UserRemind => never(REMINDED, ""),
        A::LinkRemind => never(REMINDED, ""),
        A::UserTermEnded => never(REMINDED, "user edit {email} -c {slug} --no-until"),
        A::LinkTermEnded => never(REMINDED, "link request -p {partner} --target {slug}{terms}"),
        A::SessionOpen => never(AT_WORK, ""),
        A::SessionClose => never(AT_WORK, ""),
        A::SessionHandOff => never(AT_WORK, ""),
        A::SessionEnd => never(AT_WORK, ""),
        A::SessionVerify => never(AT_WORK, ""),
        A::SessionUse => never(AT_WORK, ""),
        A::StaffAdd => never(GLOBAL, "staff remove {os_user}"),
        A::StaffEdit => never(GLOBAL, ""),
        A::StaffRemove => never(GLOBAL, ""),
        A::ConfigSet => never(GLOBAL, ""),
        A::ConfigUnset => never(GLOBAL, ""),
        A::DbRestore => never(GLOBAL, ""),
        A::MailRetry => never(MAY_HAVE_LEFT, ""),
        A::MailBounce => never(TOLD_BY_SERVER, "mail bounce --lift {email}"),
        A::MailLift => never(GLOBAL, ""),
        A::Init | A::InitKey => never(GLOBAL, ""),
    }
}

/// What goes without saying when it comes along with another action, whatever it would be by itself.
pub const COMPANION: Action = Action::LinkProcess;
