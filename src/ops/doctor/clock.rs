//! A clock that was or is wrong: rows later than now, and places in the audit where it was set back.

use crate::domain::authority::Verb;
use crate::domain::clock::{Drift, LEEWAY, drift};
use crate::domain::id::{InvitationId, LinkId, MailId, SessionId};
use crate::domain::time::Instant;
use crate::error::{Flag, Hint, Result, Wanted};
use crate::store::clock::{self, Future};
use crate::store::doctor::FaultyRow;
use crate::store::{Tx, audit};

use super::Finding;
use crate::ops::deliver::test_message::LATELY;

const BEHIND: &str = "clock-behind";
const SET_BACK: &str = "clock-set-back";

pub(super) const CODES: [&str; 9] = [
    BEHIND,
    SET_BACK,
    "future-session",
    "future-invitation",
    "future-link-request",
    "future-password-reset",
    "future-throttle",
    "future-mail",
    "future-audit",
];

/// What a wrong clock did, in turn.
///
/// # Errors
/// `failed`, and those of `each`.
pub(super) fn look(tx: &Tx<'_>, now: Instant, each: &mut impl FnMut(&Finding) -> Result<()>) -> Result<()> {
    let head = audit::head(tx)?;
    if drift(now, head.at) == Drift::Behind {
        let finding = format!(
            "the clock of this machine says {now}, which is before the newest audit row {} of {}: set it right",
            head.number, head.at
        );
        each(&Finding::of_house(BEHIND, finding, Verb::AuditList.step().with(Flag::Since, &now)))?;
    }
    for step in clock::steps(tx, now - LATELY, now)? {
        let finding = format!(
            "audit row {} was written at {}, before row {} of {}: the clock was set back",
            step.audit,
            step.at,
            step.audit - 1,
            step.former
        );
        each(&Finding::of_house(SET_BACK, finding, Verb::AuditList.step().with(Flag::Since, &step.at)))?;
    }
    for kind in Future::ALL {
        clock::later(tx, kind, now + LEEWAY, |found| each(&finding_of(kind, found)))?;
    }
    Ok(())
}

fn finding_of(kind: Future, found: &FaultyRow<'_>) -> Finding {
    let (number, word) = (found.number, found.word);
    let at = found.at.map(|at| at.to_string()).unwrap_or_default();
    let slug = found.client.map_or("", |(_, slug)| slug);
    let (code, entity, what, command) = match kind {
        Future::Session => {
            let id = SessionId::new(number);
            let what = format!("the session {id} of {word} was opened at {at}; it lets no one in");
            (CODES[2], id.to_string(), what, Verb::SessionClose.step().with(Flag::As, &word).reason(&Wanted("REASON")))
        }
        Future::Invitation => {
            let id = InvitationId::new(number);
            let what = format!("{id} to {word} was sent at {at}; its code does not count");
            (CODES[3], id.to_string(), what, Verb::InviteResend.step().about(&id).client(&slug))
        }
        Future::Request => {
            let id = LinkId::new(number);
            let what = format!("{id} of {word} was sent at {at}; its codes do not count");
            (CODES[4], id.to_string(), what, Verb::LinkResend.step().about(&id).client(&slug))
        }
        Future::Reset => {
            let what = format!("a new password for {word} was asked for at {at}; its code does not count");
            (CODES[5], word.to_owned(), what, Verb::UserResetPassword.step().about(&word))
        }
        Future::Throttle => {
            let what = format!("wrong passwords of {word} were counted at {at}; they do not count");
            (CODES[6], word.to_owned(), what, Verb::UserResetPassword.step().about(&word))
        }
        Future::Mail => {
            let id = MailId::new(number);
            let what = format!("{id} to {word} was queued at {at}, and does not leave before");
            (CODES[7], id.to_string(), what, Verb::MailRetry.step().about(&id))
        }
        Future::Audit => {
            let what = format!("audit row {number} ({word}) and perhaps others are of {at}: the clock was ahead");
            (CODES[8], number.to_string(), what, Verb::AuditList.step().with(Flag::Since, &at))
        }
    };
    Finding {
        client: found.client.map(|(id, slug)| (id, slug.to_owned())),
        code,
        entity: Some(entity),
        finding: Hint::plain(format!("{what}, later than now")),
        command: command.into(),
    }
}
