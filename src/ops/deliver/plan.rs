//! What is to be done with a leased mail: it is checked again, and made as late as possible.

use crate::domain::mail::MailRow;
use crate::domain::time::{Instant, Span, Zone};
use crate::error::Error;
use crate::mail::{Outgoing, bare_address, compose};
use crate::ops::custom_templates::Unmade;
use crate::ops::unit_of_work::UnitOfWork;

use super::cause::{self, CauseStatus, NoCode};
use super::content::{Content, SenderSettings};
use super::outcome::{DeliveryOutcome, UNANSWERED};

/// How long a mail is tried, if its code lives that long.
pub(super) const PATIENCE: Span = Span::days(5);
/// How many takers may die with a mail, before they hand it over, until it is set aside.
const DEATHS: i64 = 5;

/// What is to be done with a mail leased.
pub(super) enum DeliveryPlan {
    Sends { outgoing: Outgoing, subject: String, tried_until: Instant },
    Ends(DeliveryOutcome),
}

impl DeliveryPlan {
    const fn later(error: Error, tried_until: Instant) -> Self {
        Self::Ends(DeliveryOutcome::Later { error, reply: None, tried_until })
    }
}

/// Looks again, makes the code and the message. Nothing is written; all of it is read on one snapshot.
pub(super) fn plan(unit: &mut UnitOfWork<'_>, mail: &MailRow, head: &SenderSettings, zone: &Zone) -> DeliveryPlan {
    if mail.unanswered >= UNANSWERED {
        let error = Error::failed("each time it was handed over, the process ended before there was an answer");
        return DeliveryPlan::Ends(DeliveryOutcome::Unanswered { error, tried_until: mail.created_at + PATIENCE });
    }
    if mail.dropped >= DEATHS {
        let error = Error::failed(format!("the process that took it died {} times", mail.dropped));
        return DeliveryPlan::Ends(DeliveryOutcome::Failed(error, None));
    }
    let (key_store, info, now) = (unit.key_store, unit.info, unit.now);
    let mut tried_until = mail.created_at + PATIENCE;
    let planned = unit.store.read(|tx| {
        let cause = match cause::look_again(tx, mail, now)? {
            CauseStatus::InForce(cause) => cause,
            CauseStatus::Gone(why) => {
                return Ok(DeliveryPlan::Ends(DeliveryOutcome::Skipped(why.as_str().to_owned())));
            }
        };
        let code = match &cause {
            None => None,
            Some(cause) => {
                tried_until = tried_until.min(cause.expires_at());
                if cause.code().is_some()
                    && let Some(why) = head.lacks_page(info)
                {
                    return Ok(DeliveryPlan::Ends(DeliveryOutcome::Held(why)));
                }
                match cause.derive(tx, key_store, &info.uuid) {
                    Ok(code) => code,
                    Err(NoCode::NotNeeded(why)) => return Ok(DeliveryPlan::Ends(DeliveryOutcome::Skipped(why))),
                    Err(NoCode::NotNow(error)) => return Ok(DeliveryPlan::later(error, tried_until)),
                    Err(NoCode::WrongKey(error)) => return Ok(DeliveryPlan::Ends(DeliveryOutcome::Back(error))),
                    Err(NoCode::Never(error)) => return Ok(DeliveryPlan::Ends(DeliveryOutcome::Failed(error, None))),
                }
            }
        };
        let code = code.as_ref().map_or("", |code| code.reveal());
        let content = Content::read(tx, mail, cause.as_deref(), code, head, zone)?;
        let (body, envelope) = (&content.body, content.envelope());
        let (from, to) = (bare_address(envelope.from)?, bare_address(envelope.to)?);
        let made =
            head.wording().make(|templates| Ok((compose(templates, body, &envelope)?, templates.subject(body)?)));
        match made {
            Ok((message, subject)) => {
                let outgoing = Outgoing { id: mail.id, from, to, message };
                Ok(DeliveryPlan::Sends { outgoing, subject, tried_until })
            }
            Err(Unmade::Templates(error)) => Ok(DeliveryPlan::Ends(DeliveryOutcome::Held(error))),
            Err(Unmade::Mail(error)) => Err(error),
        }
    });
    match planned {
        Ok(plan) => plan,
        Err(error) if error.is_of_database() => DeliveryPlan::later(error, tried_until),
        // The same rows make the same message: what cannot be read or made now never can.
        Err(error) => DeliveryPlan::Ends(DeliveryOutcome::Failed(error, None)),
    }
}
