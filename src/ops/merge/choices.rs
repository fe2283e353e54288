//! What was decided about the things in which the two clients differ, and what still has to be.

use crate::domain::audit_event::Field;
use crate::domain::email::Email;
use crate::domain::id::{PartnerId, UserId};
use crate::domain::merge::{Choices, Fate, MergePlan, Pair, Side, Subject};
use crate::domain::time::Instant;
use crate::error::{Error, Fact, Flag, Hint, Result, Wanted, hint};
use crate::ops::resolve::named;
use crate::store::{Tx, login, partner};

use super::gather::Shown;
use super::items::{self, Item, name};

/// How many conflicts an error lists.
const LISTED: usize = 20;

/// A decision as it is given: `WHAT=CLIENT`, or a client for everything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub what: Option<String>,
    pub client: String,
}

impl Choice {
    /// Reads a decision. An address may have an equals sign in it, and a client has none.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let (what, client) = text.rsplit_once('=').map_or((None, text), |(what, client)| (Some(what), client));
        Self { what: what.map(str::to_owned), client: client.to_owned() }
    }
}

/// What the decisions mean for these two.
///
/// # Errors
/// `usage` for a client that is neither of the two, for something that does not differ, and for two decisions about one
/// thing; `not_found` for a person or partner that there is not.
pub fn choices(tx: &Tx<'_>, shown: &Shown, given: &[Choice], now: Instant) -> Result<Choices> {
    let pair = &shown.pair;
    let mut choices = Choices::default();
    for choice in given {
        let side = side(pair, &choice.client)?;
        let Some(what) = &choice.what else {
            if choices.others.replace(side).is_some() {
                return Err(Error::usage("one client is named for everything else, and not two").hint(hint![
                    "leave one ",
                    Flag::Keep,
                    " out"
                ]));
            }
            continue;
        };
        let subject = subject(tx, what)?;
        if choices.named.iter().any(|(named, _)| *named == subject) {
            return Err(Error::usage(format!("{what:?} is decided twice")).hint(hint![
                "leave one ",
                Flag::Keep,
                " out"
            ]));
        }
        choices.named.push((subject, side));
    }
    let plan = MergePlan::of(pair, &choices, now);
    if let Some((subject, _)) = choices.named.iter().find(|(subject, _)| !plan.decides(subject)) {
        let (from, into) = (named(&pair.from.client), named(&pair.into.client));
        let name = name(tx, subject)?;
        return Err(Error::usage(format!(
            "{from} and {into} do not differ in {name}: there is nothing to decide about it"
        ))
        .hint(hint!["leave that ", Flag::Keep, " out; see the plan with ", Flag::DryRun]));
    }
    Ok(choices)
}

fn side(pair: &Pair, client: &str) -> Result<Side> {
    let is = |row: &crate::domain::client::ClientRow| row.slug.as_str() == client || row.id.to_string() == client;
    let (from, into) = (&pair.from.client, &pair.into.client);
    if is(from) {
        return Ok(Side::From);
    }
    if is(into) {
        return Ok(Side::Into);
    }
    Err(Error::usage(format!("{client:?} is neither {} nor {}", named(from), named(into))).hint(hint![
        "write ",
        Flag::Keep.with(&format!("WHAT={}", into.slug)),
        " or ",
        Flag::Keep.with(&format!("WHAT={}", from.slug))
    ]))
}

/// What people write for a thing that has to be decided.
fn subject(tx: &Tx<'_>, what: &str) -> Result<Subject> {
    let fact = match what {
        "domain" => Some(Field::Domain),
        "account_number" => Some(Field::AccountNumber),
        "plan" => Some(Field::Plan),
        "staff" => Some(Field::Staff),
        "language" => Some(Field::Language),
        _ => what.strip_prefix("field.").map(|key| Field::Own(key.to_owned())),
    };
    if let Some(field) = fact {
        return Ok(Subject::Fact(field));
    }
    let unknown = || {
        Error::not_found(format!("{what:?} names no person, partner or fact of a client"))
            .hint(hint!["see what has to be decided with ", Flag::DryRun])
    };
    if let Ok(user) = UserId::parse(what) {
        return Ok(Subject::Person(user));
    }
    if let Ok(email) = Email::parse(what) {
        return login::by_key(tx, email.key())?.map(|login| Subject::Person(login.id)).ok_or_else(unknown);
    }
    if let Ok(partner) = PartnerId::parse(what) {
        return Ok(Subject::Partner(partner));
    }
    partner::by_slug(tx, what)?.map(|row| Subject::Partner(row.id)).ok_or_else(unknown)
}

/// What was decided, as the audit notes it: `jim@bigshoes.example of big-shoes`.
pub(super) fn decided(tx: &Tx<'_>, shown: &Shown, plan: &MergePlan) -> Result<Vec<String>> {
    let slug = |side| match side {
        Side::From => &shown.pair.from.client.slug,
        Side::Into => &shown.pair.into.client.slug,
    };
    plan.decided().iter().map(|(subject, side)| Ok(format!("{} of {}", name(tx, subject)?, slug(*side)))).collect()
}

/// Nothing, if everything in which the two differ was decided.
///
/// # Errors
/// `conflict` that lists each, with what has to be said.
pub fn must_be_decided(tx: &Tx<'_>, shown: &Shown, plan: &MergePlan, now: Instant) -> Result<()> {
    let undecided = plan.undecided();
    if undecided.is_empty() {
        return Ok(());
    }
    let (from, into) = (&shown.pair.from.client, &shown.pair.into.client);
    let count = undecided.len();
    let things = if count == 1 { "thing" } else { "things" };
    let message = format!(
        "{} and {} differ in {count} {things}, of which no one said what stays; nothing was changed",
        named(from),
        named(into)
    );
    let listed: Vec<Item> =
        items::items(tx, shown, plan, now)?.into_iter().filter(|item| item.fate == Fate::Undecided).collect();
    let names: Vec<&str> = listed.iter().map(|item| item.what.as_str()).collect();
    let mut error = Error::conflict(message)
        .fact("client_id", into.id.to_string())
        .fact("client_slug", into.slug.to_string())
        .fact("conflicts", Fact::list(&names));
    for item in listed.iter().take(LISTED) {
        let keeps =
            |client: &crate::domain::client::ClientRow| Flag::Keep.with(&format!("{}={}", item.what, client.slug));
        error = error.hint(hint![": add ", keeps(into), " or ", keeps(from)].after(&item.sentence()));
    }
    if listed.len() > LISTED {
        error = error.hint(Hint::plain(format!("and {} more", listed.len() - LISTED)));
    }
    if count > 1 {
        error = error.hint(hint![
            "for all of them: ",
            Flag::Keep.with(&into.slug),
            " or ",
            Flag::Keep.with(&from.slug),
            ", also next to ",
            Flag::Keep.with(&Wanted("WHAT=CLIENT"))
        ]);
    }
    Err(error)
}
