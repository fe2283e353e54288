//! Each fault of the rows in words, with the command that fixes it.

use crate::domain::authority::Verb;
use crate::domain::id::{ClientId, InvitationId, LinkId, MailId, SessionId, UserId};
use crate::domain::recovery;
use crate::error::{Flag, Hint, Wanted};
use crate::store::doctor::{Fault, FaultyRow};

use super::Finding;
use crate::ops::last_owner::LASTING;

/// The stable name of a fault.
pub(super) const fn code(fault: Fault) -> &'static str {
    match fault {
        Fault::NoAdministrator => "no-administrator",
        Fault::NoLastingOwner => "no-lasting-owner",
        Fault::NoOwner => "no-owner",
        Fault::DedicatedUsers => "dedicated-with-users",
        Fault::DeadLogin => "dead-login",
        Fault::ClosedInvitation => "closed-client-invitation",
        Fault::ClosedLink => "closed-client-link",
        Fault::ClosedGrant => "closed-client-grant",
        Fault::ClosedSession => "closed-client-session",
        Fault::LinkStuck => "link-stuck",
        Fault::PartnerLink => "closed-partner-link",
        Fault::PartnerSeat => "closed-partner-user",
        Fault::NoCode => "invitation-without-code",
        Fault::SenderOut => "invitation-of-former-admin",
        Fault::OtherTerms => "invitation-not-as-prepared",
        Fault::MailInHand => "mail-in-hand",
        Fault::MailFailed => "mail-failed",
        Fault::BouncedInvitation => "bounced-invitation",
        Fault::BouncedOffice => "bounced-owner",
        Fault::TwinDomain => "twin-domain",
        Fault::TwinSlug => "twin-slug",
        Fault::AmbiguousNumber => "ambiguous-account-number",
        Fault::SameName => "same-name",
        Fault::LockedOut => "locked-out",
    }
}

/// What is wrong, and what fixes it.
pub(super) fn finding_of(fault: Fault, found: &FaultyRow<'_>) -> Finding {
    let (number, word) = (found.number, found.word);
    let slug = found.client.map_or("", |(_, slug)| slug);
    let at = found.at.map(|at| format!(" at {at}")).unwrap_or_default();
    let since = found.at.map(|at| format!(" since {at}")).unwrap_or_default();
    let (invitation, link, user) = (InvitationId::new(number), LinkId::new(number), UserId::new(number));
    let reopen = Verb::ClientReopen.step().about(slug);
    let again = "the client is closed; reopen it, and close it again";
    let (entity, finding, command) = match fault {
        Fault::NoOwner => (
            user.to_string(),
            format!("it has no owner; {word} administers it as admin"),
            Verb::UserEdit.step().about(word).client(slug).role("owner"),
        ),
        Fault::NoAdministrator if number == 0 => {
            let client = found.client.map(|(client, _)| client.to_string()).unwrap_or_default();
            (client, "it is active, and no one can administer it: no owner or admin with the permission `users` is left on an active login".to_owned(), recovery::with_anyone(slug))
        }
        Fault::NoAdministrator => {
            let from = found.at.map(|at| format!(" from {at}")).unwrap_or_default();
            let recovers = format!("no one can administer it; its recovery runs: {word} can accept {invitation}{from}");
            (invitation.to_string(), recovers, Verb::InviteShow.step().about(&invitation))
        }
        Fault::NoLastingOwner => (
            ClientId::new(number).to_string(),
            format!("it is active, and no one administers it for good: {LASTING}"),
            Verb::InviteSend.step().about(&Wanted("EMAIL")).role("owner").client(slug),
        ),
        Fault::DedicatedUsers => (
            user.to_string(),
            format!("{word} was made for a partner and is recorded with `users`, which does not count"),
            Verb::UserEdit.step().about(word).client(slug).role("admin"),
        ),
        Fault::DeadLogin => (
            user.to_string(),
            format!("{word} is in it with a login that is not active"),
            Verb::UserRemove.step().about(word).client(slug),
        ),
        Fault::ClosedInvitation => {
            (invitation.to_string(), format!("{invitation} to {word} waits for an answer, but {again}"), reopen)
        }
        Fault::ClosedLink => (link.to_string(), format!("{link} of {word} is open, but {again}"), reopen),
        Fault::ClosedGrant => (user.to_string(), format!("the access of {word} has not ended, but {again}"), reopen),
        Fault::ClosedSession => {
            (SessionId::new(number).to_string(), format!("a session of {word} is open, but {again}"), reopen)
        }
        Fault::LinkStuck => (
            link.to_string(),
            format!("{link} of {word} was approved, and is not set up{since}"),
            Verb::LinkProcess.step().about(&link).client(slug),
        ),
        Fault::PartnerLink => (
            link.to_string(),
            format!("{link} is open, but its partner {word} is closed"),
            Verb::LinkRemove.step().about(&link).client(slug),
        ),
        Fault::PartnerSeat => (
            user.to_string(),
            format!("{word} works for a partner that is closed"),
            Verb::PartnerOffboardUser.step().about(word).reason(&Wanted("REASON")),
        ),
        Fault::NoCode => (
            invitation.to_string(),
            format!("{invitation} to {word} is pending, but no code opens it"),
            Verb::InviteResend.step().about(&invitation).client(slug),
        ),
        Fault::SenderOut => (
            invitation.to_string(),
            format!("{invitation} waits for an answer, and {word}, who sent it, no longer administers the users here"),
            Verb::InviteCancel.step().about(&invitation).client(slug),
        ),
        Fault::OtherTerms => (
            invitation.to_string(),
            format!("{invitation} to {word} offers something else than what is prepared, and no one can accept it"),
            Verb::InviteResend.step().about(&invitation).client(slug),
        ),
        Fault::MailInHand => {
            let mail = MailId::new(number);
            let finding = format!("{mail} to {word} was being sent by who never ended it{since}");
            (mail.to_string(), finding, Verb::MailDeliver.step())
        }
        Fault::MailFailed => (
            word.to_owned(),
            format!("the mail that asks {word} never arrived, and its answer is waited for{since}"),
            Verb::MailList.step().client(slug).with(Flag::State, "failed"),
        ),
        Fault::BouncedInvitation => (
            invitation.to_string(),
            format!("{invitation} waits for {word}, which is not mailed, because a mail came back{at}"),
            Verb::InviteResend.step().about(&invitation).client(slug).with(Flag::To, &Wanted("NEW")),
        ),
        Fault::BouncedOffice => (
            user.to_string(),
            format!("{word} owns or administers it, and is not mailed, because a mail came back{at}"),
            Verb::UserRename.step().about(word).about(&Wanted("NEW")),
        ),
        Fault::TwinDomain => (
            ClientId::new(number).to_string(),
            format!(
                "its domain is or looks like that of {word} ({}), and no one noted it; if they are the same client, make \
                 them one with `client merge`",
                ClientId::new(number)
            ),
            Verb::ClientEdit.step().about(slug).switch(Flag::NoDomain),
        ),
        Fault::TwinSlug => (
            ClientId::new(number).to_string(),
            format!("its slug looks like {word} ({}), and no one noted it", ClientId::new(number)),
            Verb::ClientEdit.step().about(slug).with(Flag::Slug, &Wanted("SLUG")),
        ),
        Fault::AmbiguousNumber => (
            ClientId::new(number).to_string(),
            format!(
                "its account number {word} also names {}, so that no one can distinguish the two",
                ClientId::new(number)
            ),
            Verb::ClientEdit.step().about(slug).with(Flag::AccountNumber, &Wanted("NUMBER")),
        ),
        Fault::SameName => (
            ClientId::new(number).to_string(),
            format!(
                "its name is that of {word} ({}): if they are the same client, make them one with `client merge`; if \
                 they are two, note it",
                ClientId::new(number)
            ),
            Verb::ClientEdit.step().about(slug).with(Flag::AllowSimilar, &ClientId::new(number)),
        ),
        Fault::LockedOut => (
            user.to_string(),
            format!("the temporary password of {word} is over{since}; they cannot get in"),
            Verb::UserResetPassword.step().about(word),
        ),
    };
    Finding {
        client: found.client.map(|(id, slug)| (id, slug.to_owned())),
        code: code(fault),
        entity: Some(entity),
        finding: Hint::plain(finding),
        command: command.into(),
    }
}
