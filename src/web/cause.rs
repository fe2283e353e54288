//! Why a person was refused, in their language.

use serde::Serialize;

use crate::domain::invitation::InvitationStatus;
use crate::domain::language::Language;
use crate::domain::permission::Permission;
use crate::domain::role::Role;
use crate::domain::time::{Instant, Span};
use crate::error::{Act, Cause, EmailFault, Error, Guesses, Hint, Time, Topic, Unwanted, Whose, capitalised};
use crate::language::Locale;
use crate::language::catalogue::say;

/// What was wrong, as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wrong {
    pub words: String,
    /// Whether it is in English on a page in another language: what hardly anyone meets has no other words.
    pub english: bool,
}

/// What an error says, in the words of the pages: without commands, and with what permissions mean for their names. With
/// the hints that fit every reader, if they are wanted.
pub fn wrong(error: &Error, with_hints: WithHints, locale: &Locale<'_>) -> Wrong {
    if error.topics().contains(&Topic::NoRight) {
        return Wrong { words: say!(locale, "no-right"), english: false };
    }
    if let Some(words) = error.cause().and_then(|cause| words(cause, locale)) {
        return Wrong { words, english: false };
    }
    let mut words = sentence(&without_names(&locale.zone().in_words(error.sentence())));
    if with_hints == WithHints::Yes {
        for hint in error.hints().iter().filter_map(Hint::words) {
            words.push(' ');
            words.push_str(&sentence(&hint));
        }
    }
    Wrong { words, english: locale.language() != Language::English }
}

/// Whether hints are part of what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithHints {
    Yes,
    No,
}

/// A message in which each name of a permission that is set off is replaced by what it means.
fn without_names(message: &str) -> String {
    let parts = message.split('`').enumerate().map(|(at, part)| match Permission::parse(part) {
        Ok(permission) if at % 2 == 1 => format!("“{}”", permission.description()),
        _ => part.to_owned(),
    });
    parts.collect()
}

/// The message of an error as a sentence: `The code was used.` An address or an id at its beginning stays as it is.
fn sentence(message: &str) -> String {
    let word = message.split(' ').next().unwrap_or_default();
    if !word.chars().all(char::is_alphabetic) {
        return format!("{message}.");
    }
    format!("{}.", capitalised(message))
}

/// Why it was refused; none where only the message says it.
fn words(cause: &Cause, locale: &Locale<'_>) -> Option<String> {
    of_sign_in(cause, locale)
        .or_else(|| of_password(cause, locale))
        .or_else(|| of_text(cause, locale))
        .or_else(|| of_invitation(cause, locale))
        .or_else(|| of_access(cause, locale))
}

fn of_sign_in(cause: &Cause, locale: &Locale<'_>) -> Option<String> {
    Some(match cause {
        Cause::WrongPassword { email } => say!(locale, "wrong-password", email = email),
        Cause::NoMatch => say!(locale, "no-match"),
        Cause::HeldBack { email, wait_ms, guesses: Guesses::Next } => {
            say!(locale, "held-back", email = email, wait = wait(*wait_ms, locale))
        }
        Cause::HeldBack { email, wait_ms, guesses: Guesses::OfToday } => {
            say!(locale, "held-back-today", email = email, wait = wait(*wait_ms, locale))
        }
        Cause::LoginInactive { email } => say!(locale, "login-inactive", email = email),
        Cause::TemporaryExpired { email, at } => {
            say!(locale, "temporary-expired", email = email, end = end(*at, locale))
        }
        Cause::PasswordChanged => say!(locale, "password-changed-meanwhile"),
        Cause::LoginChanged { email } => say!(locale, "login-changed-meanwhile", email = email),
        Cause::AddressTaken { email } => say!(locale, "address-taken", email = email),
        _ => return None,
    })
}

fn of_password(cause: &Cause, locale: &Locale<'_>) -> Option<String> {
    Some(match cause {
        Cause::PasswordsDiffer => say!(locale, "passwords-differ"),
        Cause::PasswordShort { fewest } => say!(locale, "password-too-short", shortest = number(*fewest)),
        Cause::PasswordLong { most } => say!(locale, "password-too-long", longest = number(*most)),
        Cause::PasswordBuilt => say!(locale, "password-built"),
        Cause::PasswordEasy => say!(locale, "password-easy"),
        Cause::PasswordSame => say!(locale, "password-same"),
        _ => return None,
    })
}

fn of_text(cause: &Cause, locale: &Locale<'_>) -> Option<String> {
    Some(match cause {
        Cause::Character { field: "password", code, place, why } => {
            let why = unwanted(*why, locale);
            say!(locale, "password-character", character = code, why = why, place = number(*place))
        }
        Cause::Character { field: "reason", code, place, why } => {
            let why = unwanted(*why, locale);
            say!(locale, "reason-character", character = code, why = why, place = number(*place))
        }
        Cause::TextLong { field: "reason", length, most } => {
            say!(locale, "reason-too-long", length = number(*length), most = number(*most))
        }
        Cause::Email { typed, fault } => match fault {
            EmailFault::Empty => say!(locale, "email-empty"),
            EmailFault::NoAt => say!(locale, "email-no-at", email = typed),
            EmailFault::NothingBefore => say!(locale, "email-nothing-before", email = typed),
            EmailFault::NothingAfter => say!(locale, "email-nothing-after", email = typed),
            EmailFault::Several => say!(locale, "email-several", email = typed),
            EmailFault::Blank => say!(locale, "email-blank", email = typed),
            EmailFault::Dots => say!(locale, "email-dots", email = typed),
            EmailFault::LongName(length) => {
                say!(locale, "email-long-name", email = typed, length = number(*length))
            }
            EmailFault::IpNumber => say!(locale, "email-number", email = typed),
            EmailFault::OnePart => say!(locale, "email-one-part", email = typed),
        },
        _ => return None,
    })
}

fn of_invitation(cause: &Cause, locale: &Locale<'_>) -> Option<String> {
    Some(match cause {
        Cause::OfferChanged { id } => say!(locale, "offer-changed", id = id),
        Cause::OfferEnded { id, at } => say!(locale, "offer-ended", id = id, end = end(*at, locale)),
        Cause::InvitationExpired { id, at } => say!(locale, "invitation-expired", id = id, end = end(*at, locale)),
        Cause::InvitationIs { id, state, at, act } => invitation_is((id, state), *at, *act, locale)?,
        Cause::SenderCannotGive { id, author } => say!(locale, "sender-cannot-give", id = id, author = author),
        Cause::RecoveryWaits { id, from } => say!(locale, "recovery-waits", id = id, time = moment(*from, locale)),
        Cause::RecoveryStopped { id, at } => {
            say!(locale, "recovery-was-stopped", id = id, time = moment(*at, locale))
        }
        Cause::RecoveryNotNeeded { id, slug } => say!(locale, "recovery-not-needed", id = id, account = slug),
        Cause::RecoveryOver { at } => say!(locale, "recovery-too-late", end = end(*at, locale)),
        Cause::SentJustNow { at } => say!(locale, "sent-just-now", end = end(*at, locale)),
        Cause::CannotBeInvited { email } => say!(locale, "cannot-be-invited", email = email),
        Cause::InactiveCannotAccept { email } => say!(locale, "inactive-cannot-accept", email = email),
        Cause::DeclinedOften { email, times } => {
            say!(locale, "declined-often", email = email, count = i64::from(*times))
        }
        Cause::InvitedOtherwise { email } => say!(locale, "invitation-differs", email = email),
        Cause::NeedsNewPassword => say!(locale, "needs-new-password"),
        Cause::NothingGiven { id } => say!(locale, "nothing-given", id = id),
        Cause::NothingTicked => say!(locale, "nothing-ticked"),
        Cause::NoLongerWaits { id } => say!(locale, "no-longer-waits", id = id),
        Cause::LetsInChanged => say!(locale, "lets-in-changed"),
        _ => return None,
    })
}

fn of_access(cause: &Cause, locale: &Locale<'_>) -> Option<String> {
    Some(match cause {
        Cause::AccessEnded { email, at } => say!(locale, "access-ended", email = email, end = end(*at, locale)),
        Cause::HasOtherAccess { email } => say!(locale, "access-differs", email = email),
        Cause::AccessChanged { email, account } => {
            say!(locale, "access-changed-meanwhile", email = email, account = account)
        }
        Cause::AccountChanged { account } => say!(locale, "account-changed-meanwhile", account = account),
        Cause::AccountClosed { account } => say!(locale, "account-closed", account = account),
        Cause::LastOwner { email, account } => {
            let permission = locale.permission(Permission::Users);
            say!(locale, "last-owner", email = email, account = account, permission = permission)
        }
        Cause::OwnerHasAll => say!(locale, "owner-has-all"),
        Cause::NoPermission => say!(locale, "no-permission-ticked"),
        Cause::Excess { whose, what } => excess(whose, what, locale)?,
        Cause::MayNotEnter { email, account } => say!(locale, "may-not-enter", email = email, account = account),
        Cause::EnteredElsewhere { email } => say!(locale, "entered-elsewhere", email = email),
        Cause::NoPortal => say!(locale, "no-portal"),
        _ => return None,
    })
}

/// What an invitation is, so that it cannot become something else.
fn invitation_is((id, state): (&str, &str), at: Time, act: Act, locale: &Locale<'_>) -> Option<String> {
    let status = InvitationStatus::ALL.into_iter().find(|status| status.name() == state)?;
    let word = match status {
        // The sentence has the word for it.
        InvitationStatus::Pending => String::new(),
        InvitationStatus::Accepted => say!(locale, "state-accepted"),
        InvitationStatus::Declined => say!(locale, "state-declined"),
        InvitationStatus::Cancelled => say!(locale, "state-cancelled"),
        InvitationStatus::Superseded => say!(locale, "state-superseded"),
        InvitationStatus::Expired => say!(locale, "state-expired"),
    };
    let again = if act.participle() == state { "yes" } else { "no" };
    let act = match act {
        Act::Accept => say!(locale, "act-accepted"),
        Act::Decline => say!(locale, "act-declined"),
        Act::Cancel => say!(locale, "act-cancelled"),
        Act::SendAgain => say!(locale, "act-sent-again"),
        Act::Change => say!(locale, "act-changed"),
        // No page does that.
        Act::Supersede => return None,
    };
    let time = match status {
        InvitationStatus::Pending => end(at, locale),
        _ => moment(at, locale),
    };
    Some(say!(locale, "invitation-is", id = id, state = state, word = word, time = time, act = act, again = again))
}

/// More permissions than someone can have, by what they mean.
fn excess(whose: &Whose, what: &[&'static str], locale: &Locale<'_>) -> Option<String> {
    let meant = what.iter().filter_map(|name| Permission::parse(name).ok()).map(|one| locale.permission(one));
    let rights = meant.reduce(|first, second| say!(locale, "excess-between", first = first, second = second))?;
    Some(match whose {
        Whose::Role(name) => {
            let role = locale.role(Role::parse(name).ok()?);
            say!(locale, "excess-role", role = role, rights = rights)
        }
        Whose::Approval(id) => say!(locale, "excess-approval", id = id, rights = rights),
        Whose::Link => say!(locale, "excess-link", rights = rights),
        // No page makes one.
        Whose::DedicatedUser => return None,
    })
}

fn unwanted(why: Unwanted, locale: &Locale<'_>) -> String {
    match why {
        Unwanted::BlankAtBegin => say!(locale, "character-blank-begin"),
        Unwanted::BlankAtEnd => say!(locale, "character-blank-end"),
        Unwanted::BlankLike => say!(locale, "character-blank-like"),
        Unwanted::LineSeparator => say!(locale, "character-line"),
        Unwanted::Bidirectional => say!(locale, "character-bidi"),
        Unwanted::Tag => say!(locale, "character-tag"),
        Unwanted::JoinsNothing => say!(locale, "character-joins-nothing"),
        Unwanted::ZeroWidth => say!(locale, "character-zero-width"),
        Unwanted::VariesNothing => say!(locale, "character-varies-nothing"),
        Unwanted::Invisible => say!(locale, "character-invisible"),
        Unwanted::Lost => say!(locale, "character-lost"),
        Unwanted::Control => say!(locale, "character-control"),
        Unwanted::PrivateUse => say!(locale, "character-private"),
        Unwanted::Unassigned => say!(locale, "character-unassigned"),
        Unwanted::MarkAlone => say!(locale, "character-mark"),
    }
}

/// `1 second`, `10 seconds`, `24 hours`; never less than it is.
fn wait(ms: i64, locale: &Locale<'_>) -> String {
    let up_to = |unit: Span| Span::from_ms((ms + unit.ms() - 1) / unit.ms() * unit.ms());
    match (ms + 999) / 1000 {
        seconds @ 0..120 => say!(locale, "seconds", count = seconds),
        120..7200 => say!(locale, "minutes", count = up_to(Span::MINUTE).ms() / Span::MINUTE.ms()),
        _ => say!(locale, "hours", count = up_to(Span::HOUR).ms() / Span::HOUR.ms()),
    }
}

fn number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// An instant at which something ends or happens.
fn end(time: Time, locale: &Locale<'_>) -> String {
    locale.end(Instant::from_ms(time.ms))
}

/// An instant at which something begins.
fn moment(time: Time, locale: &Locale<'_>) -> String {
    locale.at(Instant::from_ms(time.ms))
}

#[cfg(test)]
mod tests;
