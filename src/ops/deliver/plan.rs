//! What is to be done with a mail in hand: it is looked at again, and made as late as can be.

use crate::domain::time::{Instant, Span, Zone};
use crate::error::Error;
use crate::mail::{Outgoing, bare_address, compose};
use crate::ops::desk::Desk;
use crate::ops::wording::Unmade;
use crate::store::mail::MailRow;

use super::cause::{self, NoCode, Standing};
use super::content::{self, Letterhead};
use super::fate::{Fate, UNANSWERED};

/// How long a mail is tried, if its code lives that long.
pub(super) const PATIENCE: Span = Span::days(5);
/// How many takers may die with a mail, before they hand it over, until it is set aside.
const DEATHS: i64 = 5;

/// What is to be done with a mail in hand.
pub(super) enum Plan {
    /// It leaves.
    Sends { outgoing: Outgoing, subject: String, tried_until: Instant },
    /// It does not.
    Ends(Fate),
}

impl Plan {
    const fn later(error: Error, tried_until: Instant) -> Self {
        Self::Ends(Fate::Later { error, reply: None, tried_until })
    }
}

/// Looks again, makes the code and the message. Nothing is written; all of it is read on one snapshot.
pub(super) fn plan(desk: &mut Desk<'_>, mail: &MailRow, head: &Letterhead, zone: &Zone) -> Plan {
    if mail.unanswered >= UNANSWERED {
        let error = Error::failed("each time it was handed over, the process ended before there was an answer");
        return Plan::Ends(Fate::Unanswered { error, tried_until: mail.created_at + PATIENCE });
    }
    if mail.dropped >= DEATHS {
        let error = Error::failed(format!("whoever took it in hand died {} times", mail.dropped));
        return Plan::Ends(Fate::Failed(error, None));
    }
    let (cabinet, house, now) = (desk.cabinet, desk.house, desk.now);
    let mut tried_until = mail.created_at + PATIENCE;
    let planned = desk.store.read(|tx| {
        let cause = match cause::look_again(tx, mail, now)? {
            Standing::Stands(cause) => cause,
            Standing::Gone(why) => return Ok(Plan::Ends(Fate::Skipped(why))),
        };
        let code = match &cause {
            None => None,
            Some(cause) => {
                tried_until = tried_until.min(cause.expires_at());
                if cause.code().is_some()
                    && let Some(why) = head.lacks_page(house)
                {
                    return Ok(Plan::Ends(Fate::Held(why)));
                }
                match cause.derive(tx, cabinet, &house.uuid) {
                    Ok(code) => code,
                    Err(NoCode::NotNeeded(why)) => return Ok(Plan::Ends(Fate::Skipped(why))),
                    Err(NoCode::NotNow(error)) => return Ok(Plan::later(error, tried_until)),
                    Err(NoCode::WrongKey(error)) => return Ok(Plan::Ends(Fate::Back(error))),
                    Err(NoCode::Never(error)) => return Ok(Plan::Ends(Fate::Failed(error, None))),
                }
            }
        };
        let code = code.as_ref().map_or("", |code| code.reveal());
        content::with_letter(tx, mail, cause.as_deref(), code, head, zone, |letter, envelope| {
            let (from, to) = (bare_address(envelope.from)?, bare_address(envelope.to)?);
            let made = head
                .wording()
                .make(|templates| Ok((compose(templates, letter, envelope)?, templates.subject(letter)?)));
            match made {
                Ok((message, subject)) => {
                    let outgoing = Outgoing { id: mail.id, from, to, message };
                    Ok(Plan::Sends { outgoing, subject, tried_until })
                }
                Err(Unmade::Templates(error)) => Ok(Plan::Ends(Fate::Held(error))),
                Err(Unmade::Letter(error)) => Err(error),
            }
        })
    });
    match planned {
        Ok(plan) => plan,
        Err(error) if error.is_of_database() => Plan::later(error, tried_until),
        // The same rows make the same message: what cannot be read or made now never can.
        Err(error) => Plan::Ends(Fate::Failed(error, None)),
    }
}
