//! Every action that the audit knows: whether `undo` can take it back, and the command that does so otherwise.
//!
//! A new action that is not listed is not taken back: what it wrote next to its facts is not known here. A test finds
//! the actions in the sources and wants each of them in this list.

/// Whether an action can be taken back row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversal {
    /// It wrote facts, mails that may still wait, and codes that may be given back.
    Rows,
    /// It did more than that: why it stays.
    Never(&'static str),
}

/// An action of the audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Action {
    /// `noun.verb`.
    pub name: &'static str,
    /// Whether it can be taken back.
    pub way: Reversal,
    /// The command that does the opposite, without the program's name; empty where there is none, or it takes more
    /// than the audit tells. `{slug}` is the
    /// client, `{}` the thing, `{terms}` the options that give back the access or link that ended, `{first_name}` and
    /// `{last_name}` the person's, `{key}` a particular of the audit row. One that lacks a part is not offered.
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

impl Action {
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

const fn rows(name: &'static str, opposite: &'static str) -> Action {
    Action { name, way: Reversal::Rows, opposite, needs: Needs::Nothing }
}

const fn never(name: &'static str, why: &'static str, opposite: &'static str) -> Action {
    Action { name, way: Reversal::Never(why), opposite, needs: Needs::Nothing }
}

pub const ACTIONS: &[Action] = &[
    rows("undo", ""),
    rows("client.edit", ""),
    rows("client.close", "client reopen {slug}"),
    rows("client.reopen", "client close {slug}"),
    rows("client.associate", "client dissociate {slug} -p {partner}"),
    rows("client.dissociate", "client associate {slug} -p {partner}"),
    never("client.add", NUMBERED, "client close {slug}"),
    never("client.import", NUMBERED, "client close {slug}"),
    never("client.activate", ANSWERED, ""),
    rows("user.add", "user remove {email} -c {slug}"),
    rows("user.prepare", ""),
    rows("user.edit", "user edit {email} -c {slug}"),
    rows("user.remove", "invite send {email} -c {slug}{terms}"),
    rows("user.leave", "invite send {email} -c {slug}{terms}"),
    rows("user.replace", "invite send {email} -c {slug}{terms}"),
    never("user.activate", GLOBAL, "user deactivate {email}"),
    never("user.deactivate", GLOBAL, "user activate {email}"),
    never("user.rename", GLOBAL, ""),
    never("user.request-rename", GLOBAL, ""),
    never("user.set-password", PROVED, ""),
    never("user.replace-password", PROVED, ""),
    never("user.end-password", PROVED, ""),
    never("user.reset-password", PROVED, ""),
    rows("invite.send", "invite cancel {} -c {slug}").needs(Needs::PendingInvitation),
    // The address of a superseded invitation was wrong, or its person is in.
    rows("invite.supersede", ""),
    rows("invite.expire", "invite send {email} -c {slug}"),
    rows("invite.cancel", "invite send {email} -c {slug}"),
    rows("invite.decline", "invite send {email} -c {slug} --resend"),
    never("invite.resend", CODED, "invite cancel {} -c {slug}").needs(Needs::PendingInvitation),
    never("invite.withdraw", UNMAILED, "invite send {email} -c {slug}"),
    never("invite.accept", ANSWERED, "user remove {email} -c {slug}").needs(Needs::AcceptedInvitation),
    rows("link.create", "link remove {} -c {slug}").needs(Needs::OpenLink),
    rows("link.approve", "link remove {} -c {slug}").needs(Needs::OpenLink),
    never("link.process", SET_UP, "link remove {} -c {slug}").needs(Needs::OpenLink),
    never("link.process_failed", SET_UP, "link process {} -c {slug}").needs(Needs::ApprovedLink),
    rows("link.deny", "link request -p {partner} --target {slug}{terms}"),
    rows("link.cancel", "link request -p {partner} --target {slug}{terms}"),
    rows("link.expire", "link request -p {partner} --target {slug}{terms}"),
    rows("link.lapse", "link request -p {partner} --target {slug}{terms}"),
    rows("link.remove", "link request -p {partner} --target {slug}{terms}"),
    rows("link.delete", ""),
    never("link.request", ASKED, "link cancel {} -c {slug}").needs(Needs::PendingLink),
    never("link.resend", CODED, "link cancel {} -c {slug}").needs(Needs::PendingLink),
    rows("partner.assign-clients", "partner unassign-clients {email} -p {partner} --clients {slug}"),
    rows("partner.unassign-clients", "partner assign-clients {email} -p {partner} --clients {slug}"),
    never("partner.add", GLOBAL, "partner close {slug}"),
    never("partner.edit", GLOBAL, ""),
    never("partner.close", GLOBAL, ""),
    never("partner.add-user", PROVED, "user deactivate {email}"),
    never("partner.edit-user", GLOBAL, ""),
    never(
        "partner.offboard-user",
        GLOBAL,
        "user activate {email} && partnerctl partner add-user {email} -p {partner} --first-name {first_name} --last-name {last_name}",
    ),
    never("user.remind", REMINDED, ""),
    never("link.remind", REMINDED, ""),
    never("user.term_ended", REMINDED, "user edit {email} -c {slug} --no-until"),
    never("link.term_ended", REMINDED, "link request -p {partner} --target {slug}{terms}"),
    never("session.open", AT_WORK, ""),
    never("session.close", AT_WORK, ""),
    never("session.hand_off", AT_WORK, ""),
    never("session.end", AT_WORK, ""),
    never("session.verify", AT_WORK, ""),
    never("session.use", AT_WORK, ""),
    never("staff.add", GLOBAL, "staff remove {os_user}"),
    never("staff.edit", GLOBAL, ""),
    never("staff.remove", GLOBAL, ""),
    never("config.set", GLOBAL, ""),
    never("config.unset", GLOBAL, ""),
    never("db.restore", GLOBAL, ""),
    never("mail.deliver", GLOBAL, ""),
    never("mail.retry", MAY_HAVE_LEFT, ""),
    never("mail.bounce", TOLD_BY_SERVER, "mail bounce --lift {email}"),
    never("mail.lift", GLOBAL, ""),
    never("init", GLOBAL, ""),
];

/// What goes without saying when it comes along with another action, whatever it would be by itself.
pub const COMPANIONS: &[&str] = &["link.process"];

/// The action of that name, if it is known.
pub fn find(name: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.name == name)
}
