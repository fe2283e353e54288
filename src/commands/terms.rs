//! What a person is given in a client, as the commands take it: role, permissions, and until when.

use clap::Args;

use crate::cli::context::Context;
use crate::domain::permission::Permissions;
use crate::domain::role::{Role, listed};
use crate::domain::terms::{Asked, Terms, check_until};
use crate::domain::time::{Edge, Instant, Span, Term, Zone, parse_instant};
use crate::error::{Error, Result};
use crate::input::Row;

/// Role, permissions and term. What is not said stays as it was prepared, or has the role's default.
#[derive(Debug, Args)]
pub struct TermsArgs {
    /// Role: owner, admin, supervisor, manager or guest
    #[arg(long, short = 'r', value_name = "ROLE")]
    pub role: Option<String>,
    /// Permissions: all, or some joined by commas; see `partnerctl permission list` [default: those of the role]
    #[arg(long, value_name = "LIST")]
    pub permissions: Option<String>,
    /// The end of the access: a day, which is included, or a time such as 2026-11-21T14:05:00Z
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// How long the access lasts from now, at most two years: 90d, 6mo, 1y
    #[arg(long = "for", value_name = "DURATION", conflicts_with = "until")]
    pub term: Option<String>,
}

impl TermsArgs {
    /// Whether anything is said.
    pub const fn is_given(&self) -> bool {
        self.role.is_some() || self.permissions.is_some() || self.until.is_some() || self.term.is_some()
    }

    /// What is asked; the end of a term is shown as the instant that it means.
    ///
    /// # Errors
    /// `usage` for a word that there is not, permissions above the role's most, or an end in the past or too far off.
    pub fn asked(&self, cx: &Context) -> Result<Asked> {
        let role = self.role.as_deref().map(Role::parse).transpose()?;
        let permissions = self.permissions.as_deref().map(Permissions::parse_list).transpose()?;
        if let Some((role, permissions)) = role.zip(permissions) {
            role.check(permissions)?;
        }
        let until = match (&self.until, &self.term) {
            (Some(until), _) => {
                Some(parse_instant(until, &cx.zone, Edge::End).map_err(|error| error.context("--until"))?)
            }
            (None, Some(term)) => Some(term_of(term)?.end(cx.now(), &cx.zone)),
            (None, None) => None,
        };
        if let Some(until) = until {
            check_until(until, cx.now())?;
            cx.ui.note(&format!("the access lasts until {} ({until})", cx.zone.end_in_words(until)));
        }
        Ok(Asked { role, permissions, until })
    }
}

/// How terms differ, a phrase for each difference: `role admin, was manager`.
pub fn differences(before: &Terms, after: &Terms, zone: &Zone) -> Vec<String> {
    let role = (before.role != after.role).then(|| format!("role {}, was {}", after.role, before.role));
    let given = |terms: &Terms| (terms.permissions, terms.until);
    role.into_iter().chain(given_differences(given(before), given(after), zone)).collect()
}

/// As [`differences`], for permissions and an end without a role.
pub fn given_differences(
    (permissions, until): (Permissions, Option<Instant>),
    (permissions_now, until_now): (Permissions, Option<Instant>),
    zone: &Zone,
) -> Vec<String> {
    let end = |until: Option<Instant>| until.map_or_else(|| "no end".to_owned(), |until| zone.end_in_words(until));
    let (more, fewer) = (permissions_now.minus(permissions), permissions.minus(permissions_now));
    let mut changes = Vec::new();
    if !more.is_empty() {
        changes.push(format!("may now: {}", listed(more)));
    }
    if !fewer.is_empty() {
        changes.push(format!("may no longer: {}", listed(fewer)));
    }
    if until != until_now {
        changes.push(format!("until {}, was {}", end(until_now), end(until)));
    }
    changes
}

/// The term that `--for` gives.
///
/// # Errors
/// `usage`.
pub fn term_of(text: &str) -> Result<Term> {
    Term::parse(text).map_err(|error| error.context("--for"))
}

/// A duration that is more than nothing.
///
/// # Errors
/// `usage`.
pub fn positive(text: &str, flag: &str) -> Result<Span> {
    let span = Span::parse(text).map_err(|error| error.context(flag))?;
    if span == Span::ZERO {
        return Err(Error::usage(format!("{flag} {text} is no time at all"))
            .advice("write a whole number and a unit: `7d`, `12h`, `2w`"));
    }
    Ok(span)
}

/// Role, permissions and term of a row; an empty cell says nothing. The term may be over.
///
/// # Errors
/// `usage`.
pub fn of_row(row: &Row<'_>, zone: &Zone) -> Result<Asked> {
    let said = |column| Some(row.get(column)).filter(|text| !text.is_empty());
    let role = said("role").map(Role::parse).transpose()?;
    let permissions = match (role, said("permissions")) {
        (Some(role), Some(text)) => Some(role.resolve(Some(text))?),
        (None, Some(text)) => Some(Permissions::parse_list(text)?),
        (_, None) => None,
    };
    let until = said("until").map(|text| parse_instant(text, zone, Edge::End)).transpose()?;
    Ok(Asked { role, permissions, until })
}

/// As [`of_row`], for a term that begins now.
///
/// # Errors
/// `usage`.
pub fn of_new_row(row: &Row<'_>, zone: &Zone, now: Instant) -> Result<Asked> {
    let asked = of_row(row, zone)?;
    asked.until.map(|until| check_until(until, now)).transpose()?;
    Ok(asked)
}
