//! What became of a leased mail, and when it is tried again.

use crate::domain::mail::{MailRow, MailState};
use crate::domain::time::{Instant, Span};
use crate::error::Error;
use crate::mail::{Handed, Refusal, Rule};

use super::report::Report;

/// How long a mail rests after its first failures; then as after the last.
const PAUSES: [Span; 5] =
    [Span::minutes(5), Span::minutes(10), Span::minutes(20), Span::minutes(40), Span::minutes(67)];
/// How often a mail is handed over as a whole without an answer: the first time, and at most twice more, since each
/// time it may have arrived.
pub(super) const UNANSWERED: i64 = 3;
/// How long a mail rests that waits for a setting: so long that a deliverer that runs on does not turn it over and
/// over.
const HELD: Span = Span::minutes(1);

/// What became of a mail leased.
pub(super) enum DeliveryOutcome {
    /// It left; in a dry run it would.
    Left { handed: Option<Handed>, subject: Option<String> },
    /// It must not leave: why.
    Skipped(String),
    /// It cannot; what the server said.
    Failed(Error, Option<String>),
    /// It cannot, by a rule that may be about us and not about it.
    Refused(Box<Rule>),
    /// Others were refused by the same rule: nothing can leave now. It is given back as if it had not been tried,
    /// behind those that wait.
    Alike(Box<Rule>),
    /// It could not now. It is tried again, but not after `tried_until`.
    Later { error: Error, reply: Option<String>, tried_until: Instant },
    /// It was passed on, and no one said whether it was taken. Likewise.
    Unanswered { error: Error, tried_until: Instant },
    /// Nothing can leave now. It is given back as if it had not been tried.
    Back(Error),
    /// This one cannot leave before a setting is fixed; others can. It is given back as if it had not been tried.
    Held(Error),
}

impl DeliveryOutcome {
    /// What the transport's answer means for a mail with this subject.
    pub(super) fn of(answer: Result<Handed, Refusal>, subject: String, tried_until: Instant) -> Self {
        match answer {
            Ok(handed) => Self::Left { handed: Some(handed), subject: Some(subject) },
            Err(Refusal::Unusable(error)) => Self::Back(error),
            Err(Refusal::Never(error, reply)) => Self::Failed(error, reply),
            Err(Refusal::Rule(rule)) => Self::Refused(rule),
            Err(Refusal::NotNow(error, reply)) => Self::Later { error, reply, tried_until },
            Err(Refusal::Unknown(error)) => Self::Unanswered { error, tried_until },
        }
    }

    /// Notes it in a report of the mail as it was taken.
    pub(super) fn note_in(&self, report: &mut Report, mail: &MailRow, now: Instant) {
        // What stopped it before is over.
        (report.reason, report.next_try) = (None, None);
        match self {
            Self::Left { handed: Some(Handed::Written(path)), .. } => {
                report.state = MailState::Written;
                report.path = Some(path.clone());
            }
            Self::Left { handed: Some(Handed::Taken(reply)), .. } => {
                report.state = MailState::Sent;
                report.reply = Some(reply.clone());
            }
            Self::Left { handed: None, .. } => report.state = MailState::Queued,
            Self::Skipped(why) => {
                report.state = MailState::Skipped;
                report.reason = Some(why.clone());
            }
            Self::Failed(error, reply) => {
                report.fails(MailState::Failed, error);
                report.reply.clone_from(reply);
            }
            Self::Refused(rule) => {
                report.fails(MailState::Failed, &rule.one);
                report.reply = Some(rule.reply.clone());
            }
            Self::Alike(rule) => {
                report.blocks(&rule.all);
                report.reply = Some(rule.reply.clone());
            }
            Self::Back(error) => report.blocks(error),
            Self::Held(error) => {
                report.fails(MailState::Queued, error);
                report.next_try = Some(now + HELD);
            }
            Self::Unanswered { error, .. } if mail.unanswered + 1 >= UNANSWERED => {
                report.fails(MailState::Unknown, error);
            }
            Self::Later { error, tried_until, .. } | Self::Unanswered { error, tried_until } => {
                let next = now + pause_after(mail.attempts);
                report.may_come_twice = matches!(self, Self::Unanswered { .. });
                report.reply = self.reply().map(str::to_owned);
                if next < *tried_until {
                    report.fails(MailState::Queued, error);
                    report.next_try = Some(next);
                } else {
                    let state = if report.may_come_twice { MailState::Unknown } else { MailState::Failed };
                    report.fails(state, error);
                }
            }
        }
    }

    pub(super) fn reply(&self) -> Option<&str> {
        match self {
            Self::Left { handed: Some(Handed::Taken(reply)), .. } => Some(reply),
            Self::Failed(_, reply) | Self::Later { reply, .. } => reply.as_deref(),
            Self::Refused(rule) | Self::Alike(rule) => Some(&rule.reply),
            Self::Left { .. } | Self::Skipped(_) | Self::Unanswered { .. } | Self::Back(_) | Self::Held(_) => None,
        }
    }

    /// The subject with which it left.
    pub(super) fn subject(&self) -> Option<&str> {
        match self {
            Self::Left { subject, .. } => subject.as_deref(),
            _ => None,
        }
    }
}

/// How long a mail rests after so many attempts.
fn pause_after(attempts: i64) -> Span {
    let nth = usize::try_from(attempts.saturating_sub(1)).unwrap_or_default();
    PAUSES.get(nth).copied().unwrap_or(Span::minutes(67))
}
