//! What was typed where a client, a partner or a user is meant, before anything is looked up
//! (docs/reference.md#never-the-wrong-client).
//!
//! References are exact and case-sensitive; nothing is trimmed, completed or guessed. A change takes an id or a slug
//! only. A read also takes what a caller on the line can say, and then each reading is tried: exactly one open
//! client must match in all.

use std::borrow::Cow;
use std::fmt;

use super::account_number::AccountNumber;
use super::code::mask;
use super::confusable::fold;
use super::domain_name::DomainName;
use super::email::Email;
use super::id::{ClientId, InvitationId, LinkId, MailId, PartnerId, SessionId, UserId};
use super::slug::Slug;
use crate::domain::verb::Verb;
use crate::error::{Error, Hint, Result, hint};

/// Which forms of reference are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Forms {
    /// Id or slug: where something is changed.
    Exact,
    /// Also account number, domain and owner's e-mail: where something is read, and targets of link requests.
    Any,
}

/// One way to read what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reading {
    /// `C100001-9`
    Id(ClientId),
    /// `big-shoes`
    Slug(Slug),
    /// `4711`, `account:4711`
    Account(AccountNumber),
    /// `bigshoes.example`, `domain:bigshoes.example`
    Domain(DomainName),
    /// `jim@bigshoes.example`, `owner:jim@bigshoes.example`: of any of the client's owners.
    Owner(Email),
}

impl Reading {
    /// What the form is called: `slug`, `account number`.
    pub const fn form(&self) -> &'static str {
        match self {
            Self::Id(_) => "id",
            Self::Slug(_) => "slug",
            Self::Account(_) => "account number",
            Self::Domain(_) => "domain",
            Self::Owner(_) => "owner's e-mail",
        }
    }
}

/// What was typed where a client is meant, and how it can be read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ClientRef {
    typed: String,
    readings: Vec<Reading>,
}

impl ClientRef {
    /// Reads a reference. A prefix chooses one form: `slug:`, `account:`, `domain:`, `owner:` (with [`Forms::Any`]).
    ///
    /// # Errors
    /// `usage` when it is empty, has blanks around it, can mean no client, or has a form that is not taken here; the
    /// message names the letter that does not belong.
    pub fn parse(text: &str, forms: Forms) -> Result<Self> {
        checked(text, "client", Verb::ClientList)?;
        if let Some(what) = other_id(text) {
            return Err(
                Error::usage(format!("{text:?} is {what} id where a client is needed")).hint(Hint::plain(TAKEN_EXACT))
            );
        }
        let readings = if ClientId::looks_like(text) {
            vec![Reading::Id(ClientId::parse(text)?)]
        } else {
            match forms {
                Forms::Exact => vec![Reading::Slug(exact_slug(text)?)],
                Forms::Any => every_reading(text)?,
            }
        };
        Ok(Self { typed: text.to_owned(), readings })
    }

    /// Reads a list `a,b,c`, as in `--clients` and `PARTNERCTL_EXPECT_CLIENT`.
    ///
    /// # Errors
    /// As [`ClientRef::parse`], for the first part that is wrong; an empty part is wrong too.
    pub fn parse_list(text: &str, forms: Forms) -> Result<Vec<Self>> {
        text.split(',').map(|part| Self::parse(part, forms)).collect()
    }

    /// What was typed, for messages and the audit.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The readings to try, at least one. An id is alone; a slug is first.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }
}

impl fmt::Display for ClientRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

/// What was typed where a partner is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PartnerRef {
    /// `ptn_3`
    Id(PartnerId),
    /// `jims-web`
    Slug(Slug),
}

impl PartnerRef {
    /// Reads an id or a slug.
    ///
    /// # Errors
    /// `usage` when it is neither.
    pub fn parse(text: &str) -> Result<Self> {
        let taken = |error: Error| {
            error.hint(hint![
                "a partner is named by id, such as `ptn_3`, or by slug; ",
                Verb::PartnerList.step(),
                " shows both"
            ])
        };
        checked(text, "partner", Verb::PartnerList)?;
        if PartnerId::looks_like(text) {
            return PartnerId::parse(text).map(Self::Id);
        }
        if ClientId::looks_like(text) {
            return Err(taken(Error::usage(format!("{text:?} is a client id where a partner is needed"))));
        }
        if let Some(what) = other_id(text) {
            return Err(taken(Error::usage(format!("{text:?} is {what} id where a partner is needed"))));
        }
        Slug::parse(text).map(Self::Slug).map_err(taken)
    }
}

impl fmt::Display for PartnerRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Slug(slug) => slug.fmt(f),
        }
    }
}

/// What was typed where a login is meant: `usr_5` is allowed wherever an e-mail address is (docs/reference.md#terms).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum UserRef {
    /// `usr_5`
    Id(UserId),
    /// `jim@bigshoes.example`
    Email(Email),
}

impl UserRef {
    /// Reads an id or an e-mail address.
    ///
    /// # Errors
    /// `usage` when it is neither.
    pub fn parse(text: &str) -> Result<Self> {
        const TAKEN: &str = "a person is named by e-mail address, or by id such as `usr_5`";
        if text.trim().is_empty() {
            return Err(Error::usage("the e-mail address is empty").hint(Hint::plain(TAKEN)));
        }
        if UserId::looks_like(text) && !text.contains('@') {
            return UserId::parse(text).map(Self::Id);
        }
        if let Some(what) = if ClientId::looks_like(text) { Some("a client") } else { other_id(text) } {
            return Err(
                Error::usage(format!("{text:?} is {what} id where a person is needed")).hint(Hint::plain(TAKEN))
            );
        }
        Email::parse(text).map(Self::Email).map_err(|error| error.hint(Hint::plain(TAKEN)))
    }
}

impl fmt::Display for UserRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Email(email) => email.fmt(f),
        }
    }
}

/// At most three of `candidates` that `typed` may be a slip of, the likeliest first: those that look alike, then
/// those that it begins with, those one to three letters away (in words of three letters one, of nine three), then those that begin with it or
/// have it as a word. To be shown, never to be followed.
pub fn near_misses<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    const SHOWN: usize = 3;
    const LONGEST: usize = 100;
    let length = typed.chars().count();
    if !(2..=LONGEST).contains(&length) {
        return Vec::new();
    }
    let (lower, folded) = (typed.to_lowercase(), fold(typed));
    let mut best: Vec<(usize, &str)> = Vec::with_capacity(SHOWN + 1);
    for candidate in candidates {
        if let Some(distance) = distance(&lower, length, &folded, candidate) {
            let place = best.partition_point(|other| *other <= (distance, candidate));
            if place < SHOWN && !best.contains(&(distance, candidate)) {
                best.insert(place, (distance, candidate));
                best.truncate(SHOWN);
            }
        }
    }
    best.into_iter().map(|(_, candidate)| candidate).collect()
}

const TAKEN_EXACT: &str = "a client is named by id, such as `C100001-9`, or by slug";
const TAKEN_ANY: &str =
    "a client is named by id (`C100001-9`), slug, account number, domain or an owner's e-mail address";

fn checked(text: &str, what: &str, list: Verb) -> Result<()> {
    if text.is_empty() {
        return Err(Error::usage(format!("the {what} reference is empty"))
            .hint(hint![format!("look the {what} up with "), list.step()]));
    }
    if text.trim() != text {
        return Err(Error::usage(format!("the {what} reference {text:?} has a blank at its beginning or end"))
            .hint(Hint::plain("write it without blanks")));
    }
    Ok(())
}

/// What kind of id, other than a client's, `text` is. An address may begin like an id.
fn other_id(text: &str) -> Option<&'static str> {
    if text.contains('@') {
        return None;
    }
    [
        (PartnerId::looks_like(text), "a partner"),
        (UserId::looks_like(text), "a user"),
        (InvitationId::looks_like(text), "an invitation"),
        (LinkId::looks_like(text), "a link"),
        (MailId::looks_like(text), "a mail"),
        (SessionId::looks_like(text), "a session"),
    ]
    .into_iter()
    .find_map(|(is_one, what)| is_one.then_some(what))
}

/// The slug, or why a change does not take this: a slug with a wrong letter is answered with that letter, another form
/// its name.
fn exact_slug(text: &str) -> Result<Slug> {
    Slug::parse(text).map_err(|error| {
        let meant_as_slug = !text.is_ascii() || Slug::is_grammatical(&text.to_ascii_lowercase());
        let error = match every_reading(text) {
            Ok(readings) if !meant_as_slug || text.contains('.') => {
                let forms: Vec<_> = readings.iter().map(Reading::form).collect();
                Error::usage(format!("{text:?} is no id or slug; it reads as {}", forms.join(" or ")))
                    .hint(Hint::plain("a change takes a client's id, such as `C100001-9`, or its slug, nothing else"))
            }
            _ => error.hint(Hint::plain(TAKEN_EXACT)),
        };
        look_up(error, "look the client up", text)
    })
}

/// `client find` for what was typed, but for something shaped like a code: it would be masked, and is no name.
fn look_up(error: Error, advice: &str, text: &str) -> Error {
    match mask(text) {
        Cow::Borrowed(_) => error.hint(hint![format!("{advice} with "), Verb::ClientFind.step().about(&text)]),
        Cow::Owned(_) => error,
    }
}

fn every_reading(text: &str) -> Result<Vec<Reading>> {
    match text.split_once(':') {
        Some(("slug", rest)) => return Ok(vec![Reading::Slug(Slug::parse(rest)?)]),
        Some(("account", rest)) => return Ok(vec![Reading::Account(AccountNumber::parse(rest)?)]),
        Some(("domain", rest)) => return Ok(vec![Reading::Domain(DomainName::parse(rest)?)]),
        Some(("owner", rest)) => return Ok(vec![Reading::Owner(Email::parse(rest)?)]),
        _ => {}
    }
    if text.contains('@') {
        return Email::parse(text).map(|email| vec![Reading::Owner(email)]);
    }
    let slug = Slug::parse(text);
    let readings: Vec<_> = [
        slug.as_ref().ok().cloned().map(Reading::Slug),
        AccountNumber::parse(text).ok().map(Reading::Account),
        DomainName::parse(text).ok().map(Reading::Domain),
    ]
    .into_iter()
    .flatten()
    .collect();
    match slug {
        Err(_) if readings.is_empty() && text.contains(['.', '/', ':']) => DomainName::parse(text)
            .map(|domain| vec![Reading::Domain(domain)])
            .map_err(|error| error.hint(Hint::plain(TAKEN_ANY))),
        Err(error) if readings.is_empty() => Err(look_up(error.hint(Hint::plain(TAKEN_ANY)), "look for a name", text)),
        _ => Ok(readings),
    }
}

/// How far `candidate` is from what was typed, or `None` where it is too far to be a slip. `lower` has `length`
/// characters.
fn distance(lower: &str, length: usize, folded: &str, candidate: &str) -> Option<usize> {
    const WORD: usize = 4;
    let other = candidate.to_lowercase();
    let other_length = other.chars().count();
    let most = (length.min(other_length) / 3).clamp(1, 3);
    if other == lower || fold(candidate) == folded {
        return Some(0);
    }
    // Such as the name of a company in full, whose slug has only its beginning.
    if other_length >= 3 && lower.strip_prefix(&other).is_some_and(|rest| rest.starts_with(['-', '.', ' '])) {
        return Some(1);
    }
    let letters = (length.abs_diff(other_length) <= most).then(|| strsim::osa_distance(lower, &other));
    let as_word =
        || length >= 3 && (other.starts_with(lower) || other.split(|c: char| !c.is_alphanumeric()).any(|w| w == lower));
    letters.filter(|letters| *letters <= most).or_else(|| as_word().then_some(WORD))
}

#[cfg(test)]
mod tests;
