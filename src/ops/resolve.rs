//! From a reference to the one client that it names (docs/reference.md#never-the-wrong-client), or to an error that
//! shows identities side by side.

use crate::domain::actor::Actor;
use crate::domain::authority::{Sight, Verb};
use crate::domain::client::{ClientRow, ClientState};
use crate::domain::client_domain;
use crate::domain::domain_name::DomainName;
use crate::domain::id::ClientId;
use crate::domain::partner::{PartnerRow, PartnerState};
use crate::domain::reference::{ClientRef, Forms, PartnerRef, Reading, near_misses};
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::{Cause, Code, Error, Hint, Result, TheRequest, Wanted, hint, sentence};
use crate::store::client::{self, Trait};
use crate::store::{Tx, partner};

use super::reach;

/// How many candidates an ambiguous reference lists.
const CANDIDATES: u32 = 10;
/// How many slugs are looked at for a suggestion.
const NEIGHBOURS: u32 = 200;

/// A client as it was resolved and shown, before any change of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientSeen {
    /// Its facts at that moment; the change compares them again.
    pub row: ClientRow,
    /// Look-alikes that were allowed next to it.
    pub lookalikes: Vec<(ClientId, Slug)>,
    /// What selected it: `--client`, `row 7`, `the code`.
    pub selected_by: String,
    /// The retired slug by which it was named.
    pub named_by_retired: Option<(String, Instant)>,
    /// The double by which it was named, which was merged into it.
    pub double: Option<ClientRow>,
    /// How much of it may be shown to the actor.
    pub sight: Sight,
}

/// What a client that was merged into another means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doubles {
    /// Itself, as always where something is changed.
    AsTheyAre,
    /// The client that it was merged into, unless it was named by its id.
    Followed,
}

/// `big-shoes (C100001-9)`.
pub fn named(row: &ClientRow) -> String {
    format!("{} ({})", row.slug, row.id)
}

/// The client that a reference names.
///
/// # Errors
/// `not_found` with near misses, when none matches that the actor may see; `ambiguous` with the candidates.
pub fn client(
    tx: &Tx<'_>,
    actor: &Actor,
    reference: &ClientRef,
    selected_by: &str,
    now: Instant,
) -> Result<ClientSeen> {
    resolved(tx, actor, reference, selected_by, Doubles::AsTheyAre, now)
}

/// As [`client()`], for reads: a double that was merged leads to the client that stays, unless it is named by its id.
///
/// # Errors
/// As [`client()`].
pub fn client_to_read(
    tx: &Tx<'_>,
    actor: &Actor,
    reference: &ClientRef,
    selected_by: &str,
    now: Instant,
) -> Result<ClientSeen> {
    resolved(tx, actor, reference, selected_by, Doubles::Followed, now)
}

/// A client that matches a reading of what was typed.
struct Match {
    row: ClientRow,
    retired: Option<Instant>,
    double: Option<ClientRow>,
}

fn resolved(
    tx: &Tx<'_>,
    actor: &Actor,
    reference: &ClientRef,
    selected_by: &str,
    doubles: Doubles,
    now: Instant,
) -> Result<ClientSeen> {
    let mut found: Vec<Match> = Vec::new();
    for reading in reference.readings() {
        // Only the record shows account number, domain and owners: an identity is not found by them.
        let needed = match reading {
            Reading::Id(_) | Reading::Slug(_) => Sight::Identity,
            Reading::Account(_) | Reading::Domain(_) | Reading::Owner(_) => Sight::Record,
        };
        for (row, retired) in matching(tx, reading)? {
            let is_by_id = matches!(reading, Reading::Id(_));
            let (row, retired, double) = match (doubles, row.merged_into) {
                (Doubles::Followed, Some(into)) if !is_by_id => (successor(tx, into)?, None, Some(row)),
                _ => (row, retired, None),
            };
            let is_new = !found.iter().any(|known| known.row.id == row.id);
            if is_new && reach::sight(tx, actor, row.id, now)? >= needed {
                found.push(Match { row, retired, double });
            }
        }
    }
    match found.len() {
        0 => Err(unknown(tx, actor, reference)?),
        1 => {
            let Match { row, retired, double } = found.remove(0);
            let lookalikes = visible_twins(tx, actor, row.id, now)?;
            let named_by_retired = retired.map(|at| (reference.typed().to_owned(), at));
            let sight = reach::sight(tx, actor, row.id, now)?;
            Ok(ClientSeen { row, lookalikes, selected_by: selected_by.to_owned(), named_by_retired, double, sight })
        }
        _ => {
            let rows: Vec<&ClientRow> = found.iter().map(|known| &known.row).collect();
            Err(ambiguous(reference, &rows))
        }
    }
}

/// The client with this id, as a row or a code names it.
///
/// # Errors
/// `not_found`.
pub fn client_by_id(tx: &Tx<'_>, actor: &Actor, id: ClientId, selected_by: &str, now: Instant) -> Result<ClientSeen> {
    let row = client::by_id(tx, id)?.ok_or_else(|| Error::not_found(format!("there is no client {id}")))?;
    let lookalikes = visible_twins(tx, actor, id, now)?;
    let sight = reach::sight(tx, actor, id, now)?;
    let selected_by = selected_by.to_owned();
    Ok(ClientSeen { row, lookalikes, selected_by, named_by_retired: None, double: None, sight })
}

/// The client that stays in the end, where a double was merged into one that was itself merged later.
pub fn successor(tx: &Tx<'_>, into: ClientId) -> Result<ClientRow> {
    let lost = || Error::failed("damaged data: a client is gone");
    let mut row = client::by_id(tx, into)?.ok_or_else(lost)?;
    let mut met = vec![row.id];
    while let Some(next) = row.merged_into {
        if met.contains(&next) {
            return Err(Error::failed(format!("damaged data: {} leads back to itself", named(&row))));
        }
        met.push(next);
        row = client::by_id(tx, next)?.ok_or_else(lost)?;
    }
    Ok(row)
}

/// The client that a closed double leads to, if the actor may see it.
///
/// # Errors
/// `client_state`, naming the client that stays.
pub fn must_not_be_merged(tx: &Tx<'_>, actor: &Actor, row: &ClientRow, now: Instant) -> Result<()> {
    let Some(into) = row.merged_into else { return Ok(()) };
    let into = successor(tx, into)?;
    if !reach::sees(tx, actor, into.id, now)? {
        return Ok(());
    }
    let at = row.closed_at.unwrap_or(now);
    let message =
        sentence![named(row), " was merged into ", named(&into), " at ", at.as_end(), "; nothing was changed"];
    Err(Error::client_state(message)
        .hint(Hint::plain(format!("make sure that it is the one you mean, then name it {}", into.slug)))
        .fact("client_id", row.id.to_string())
        .fact("client_slug", row.slug.to_string())
        .fact("merged_into", into.id.to_string()))
}

/// The look-alikes of a client that the actor may know of.
pub fn visible_twins(tx: &Tx<'_>, actor: &Actor, id: ClientId, now: Instant) -> Result<Vec<(ClientId, Slug)>> {
    let mut lookalikes = Vec::new();
    for (lookalike, slug) in client::lookalikes(tx, id)? {
        if reach::sees(tx, actor, lookalike, now)? {
            lookalikes.push((lookalike, slug));
        }
    }
    Ok(lookalikes)
}

/// Open clients that match a reading; where none is open, the closed ones.
fn matching(tx: &Tx<'_>, reading: &Reading) -> Result<Vec<(ClientRow, Option<Instant>)>> {
    let what = match reading {
        Reading::Id(id) => return Ok(client::by_id(tx, *id)?.map(|row| (row, None)).into_iter().collect()),
        Reading::Slug(slug) => return Ok(client::by_any_slug(tx, slug.as_str())?.into_iter().collect()),
        Reading::Account(number) => Trait::Account(number.as_str()),
        Reading::Domain(domain) => Trait::Domain(domain.as_str()),
        Reading::Owner(email) => Trait::OwnerKey(email.key()),
    };
    let mut rows = client::by_trait(tx, what, CANDIDATES)?;
    if rows.iter().any(|row| row.state != ClientState::Closed) {
        rows.retain(|row| row.state != ClientState::Closed);
    }
    Ok(rows.into_iter().map(|row| (row, None)).collect())
}

/// Every open client that has this as its id, present slug, account number, domain or owner, by id, whether the
/// actor may see it or not.
pub fn open_clients(tx: &Tx<'_>, reference: &ClientRef) -> Result<Vec<ClientRow>> {
    let mut found: Vec<ClientRow> = Vec::new();
    for reading in reference.readings() {
        for (row, retired) in matching(tx, reading)? {
            let open = row.state != ClientState::Closed && retired.is_none();
            if open && !found.iter().any(|known| known.id == row.id) {
                found.push(row);
            }
        }
    }
    found.sort_by_key(|row| row.id);
    Ok(found)
}

/// Nothing matches. Staff are shown what they may have meant; nothing is followed.
fn unknown(tx: &Tx<'_>, actor: &Actor, reference: &ClientRef) -> Result<Error> {
    let typed = reference.typed();
    let error = Error::not_found(format!("no client is named {typed:?}"));
    let error = bare_domain(typed).into_iter().fold(error, Error::hint);
    let error = near(tx, actor, typed)?.into_iter().fold(error, Error::hint);
    Ok(error.hint(hint!["look it up with ", Verb::ClientFind.step().about(&Wanted("WORD"))]))
}

/// A domain is named without `http://` and `www.`: as a hint where that was typed. It shows nothing of who is here.
pub fn bare_domain(typed: &str) -> Option<Hint> {
    let bare = client_domain::bare(typed);
    let is_domain = bare != typed && DomainName::parse(bare).is_ok();
    is_domain.then(|| Hint::plain(format!("a client is named by its bare domain: {bare}")))
}

/// Clients whose slugs are like what was typed, as hints: `there is big-shoes (C100001-9) Big Shoes Inc.`. Only staff
/// in their own name, who may see every client, see them.
pub fn near(tx: &Tx<'_>, actor: &Actor, typed: &str) -> Result<Vec<Hint>> {
    let mut hints = Vec::new();
    if matches!(actor, Actor::Staff(_)) {
        let stem: String = typed.chars().take(3).collect();
        let mut near = client::slugs_with_prefix(tx, &stem, NEIGHBOURS)?;
        let fold = crate::domain::confusable::fold(typed);
        for row in client::by_trait(tx, Trait::SlugFold(&fold), CANDIDATES)? {
            near.push((row.slug.to_string(), row.id));
        }
        for slug in near_misses(typed, near.iter().map(|(slug, _)| slug.as_str())) {
            if let Some((slug, id)) = near.iter().find(|(known, _)| known == slug) {
                let name = client::by_id(tx, *id)?.map(|row| row.name).unwrap_or_default();
                hints.push(Hint::plain(format!("there is {slug} ({id}) {name}")));
            }
        }
    }
    Ok(hints)
}

fn ambiguous(reference: &ClientRef, rows: &[&ClientRow]) -> Error {
    let mut error = Error::ambiguous(format!("{:?} matches {} clients", reference.typed(), rows.len()));
    for row in rows {
        let domain = row.domain.as_deref().unwrap_or("no domain");
        error = error.hint(Hint::plain(format!("{} {}, {domain}", named(row), row.name)));
    }
    error.hint(Hint::plain("name one of them by its id or slug"))
}

/// A client whose slug was typed in the place of another one's.
pub struct NearMiss {
    /// The client that the command is about.
    pub meant: Option<ClientRow>,
    pub other: ClientRow,
}

/// The other client whose slug a person typed where that of `meant` was asked for, if the actor may see it.
pub fn near_miss(
    tx: &Tx<'_>,
    actor: &Actor,
    typed: &str,
    meant: Option<ClientId>,
    now: Instant,
) -> Result<Option<NearMiss>> {
    let Some((other, _)) = client::by_any_slug(tx, typed)? else { return Ok(None) };
    if Some(other.id) == meant || !reach::sees(tx, actor, other.id, now)? {
        return Ok(None);
    }
    let meant = meant.map(|meant| client::by_id(tx, meant)).transpose()?.flatten();
    Ok(Some(NearMiss { meant, other }))
}

/// A change must name the client by its present slug.
///
/// # Errors
/// `client_state`.
pub fn must_be_current(seen: &ClientSeen) -> Result<()> {
    match &seen.named_by_retired {
        None => Ok(()),
        Some((old, _)) => {
            Err(Error::client_state(format!("{old} is a retired slug: the client is now {}", named(&seen.row)))
                .hint(Hint::plain(format!("make sure that it is the one you mean, then name it {}", seen.row.slug)))
                .fact("client_id", seen.row.id.to_string())
                .fact("client_slug", seen.row.slug.to_string()))
        }
    }
}

/// A change needs an open client.
///
/// # Errors
/// `client_state`.
pub fn must_be_open(row: &ClientRow) -> Result<()> {
    if row.merged_into.is_some() {
        return Err(Error::client_state(format!("{} was merged into another client; nothing was changed", named(row)))
            .hint(hint!["see which one stays with ", Verb::ClientShow.step().about(&row.slug)])
            .fact("client_id", row.id.to_string())
            .fact("client_slug", row.slug.to_string()));
    }
    if row.state == ClientState::Closed {
        return Err(Error::client_state(format!("{} is closed; nothing was changed", named(row)))
            .because(Cause::AccountClosed { account: named(row) })
            .hint(hint!["reopen it with ", Verb::ClientReopen.step().about(&row.slug)])
            .fact("client_id", row.id.to_string())
            .fact("client_slug", row.slug.to_string()));
    }
    Ok(())
}

/// What a reader should know about the way the client was named.
pub fn notes(seen: &ClientSeen) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some((old, _)) = &seen.named_by_retired {
        notes.push(format!("{old} is a retired slug; the client is now {}", named(&seen.row)));
    }
    if let Some(double) = &seen.double {
        notes.push(format!(
            "{} was merged into {}; its own record and log are those of {}",
            double.slug,
            named(&seen.row),
            double.id
        ));
    }
    if seen.row.state == ClientState::Closed {
        notes.push(format!("{} is closed", named(&seen.row)));
    }
    notes
}

/// Checks the named client against `PARTNERCTL_EXPECT_CLIENT` (docs/reference.md#never-the-wrong-client).
///
/// # Errors
/// `client_mismatch`, listing each source and what it names.
pub fn agree(
    tx: &Tx<'_>,
    actor: &Actor,
    client: &ClientRow,
    selected_by: &str,
    expected: &[ClientRef],
    now: Instant,
) -> Result<()> {
    let mut named_there = Vec::new();
    for reference in expected {
        let rows = every_meaning(tx, reference)?;
        if rows.iter().any(|row| row.id == client.id) {
            return Ok(());
        }
        let mut meant = Vec::new();
        for row in &rows {
            if reach::sees(tx, actor, row.id, now)? {
                meant.push(named(row));
            }
        }
        let typed = reference.typed();
        named_there.push(match (meant.is_empty(), actor) {
            (false, _) => format!("{typed} = {}", meant.join(" or ")),
            (true, Actor::Staff(_)) => format!("{typed} = no client"),
            // A client that the user may not see looks like one that does not exist.
            (true, Actor::OnBehalf { .. } | Actor::Person { .. } | Actor::Visitor) => typed.to_owned(),
        });
    }
    Err(Error::client_mismatch(format!(
        "{selected_by} names {}, but PARTNERCTL_EXPECT_CLIENT names {}; nothing was changed",
        named(client),
        named_there.join(", ")
    ))
    .hint(Hint::plain("make them agree, or unset PARTNERCTL_EXPECT_CLIENT"))
    .fact("client_id", client.id.to_string())
    .fact("client_slug", client.slug.to_string()))
}

/// Every client that a reference can mean: what a veto allows.
pub fn every_meaning(tx: &Tx<'_>, reference: &ClientRef) -> Result<Vec<ClientRow>> {
    let mut rows = Vec::new();
    for reading in reference.readings() {
        rows.extend(matching(tx, reading)?.into_iter().map(|(row, _)| row));
    }
    Ok(rows)
}

/// Another client that `number` would name too, if it were an account number: by its slug, past or present, its domain or
/// the address of an owner. Changes and vetoes could mean either.
pub fn named_by_number(tx: &Tx<'_>, number: &str, but: Option<ClientId>) -> Result<Option<ClientRow>> {
    let Ok(reference) = ClientRef::parse(number, Forms::Any) else { return Ok(None) };
    let small = number.to_ascii_lowercase();
    if small != number
        && let Some((row, _)) = Slug::parse(&small)
            .ok()
            .map(|slug| matching(tx, &Reading::Slug(slug)))
            .transpose()?
            .and_then(|found| found.into_iter().find(|(row, _)| Some(row.id) != but))
    {
        return Ok(Some(row));
    }
    for reading in reference.readings().iter().filter(|reading| !matches!(reading, Reading::Account(_))) {
        let other = matching(tx, reading)?.into_iter().find(|(row, _)| Some(row.id) != but);
        if let Some((row, _)) = other {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// The client that a row of a table names, by id or slug; if by both, they must agree (docs/reference.md#never-the-wrong-client).
///
/// # Errors
/// `usage`, `not_found`, `client_state` for a retired slug, `client_mismatch`.
pub fn row_client(tx: &Tx<'_>, actor: &Actor, id: &str, slug: &str, now: Instant) -> Result<ClientRow> {
    let by_id = match id {
        "" => None,
        id => {
            let id = ClientId::parse(id)?;
            let found = only_seen(tx, actor, client::by_id(tx, id)?, now)?;
            Some(found.ok_or_else(|| Error::not_found(format!("there is no client {id}")))?)
        }
    };
    let by_slug = match slug {
        "" => None,
        slug => match only_seen(tx, actor, client::by_slug(tx, slug)?, now)? {
            Some(row) => Some(row),
            None => Some(by_retired_slug(tx, actor, slug, by_id.as_ref(), now)?),
        },
    };
    match (by_id, by_slug) {
        (None, None) => Err(Error::usage("the row names no client").hint(Hint::plain("fill client_id or client_slug"))),
        (Some(row), None) | (None, Some(row)) => Ok(row),
        (Some(one), Some(other)) if one.id == other.id => Ok(one),
        (Some(one), Some(other)) => Err(Error::client_mismatch(format!(
            "client_id names {}, but client_slug names {}; nothing was changed",
            named(&one),
            named(&other)
        ))
        .hint(Hint::plain("find out which is meant, and fix the row"))),
    }
}

/// A client that the actor may not see does not exist for them.
fn only_seen(tx: &Tx<'_>, actor: &Actor, row: Option<ClientRow>, now: Instant) -> Result<Option<ClientRow>> {
    match row {
        Some(row) if reach::sees(tx, actor, row.id, now)? => Ok(Some(row)),
        _ => Ok(None),
    }
}

/// A slug that names no client now: unknown, or retired.
fn by_retired_slug(
    tx: &Tx<'_>,
    actor: &Actor,
    slug: &str,
    by_id: Option<&ClientRow>,
    now: Instant,
) -> Result<ClientRow> {
    let found = client::by_any_slug(tx, slug)?.map(|(row, _)| row);
    let Some(row) = only_seen(tx, actor, found, now)? else {
        return Err(match by_id {
            Some(row) => {
                Error::client_mismatch(format!("client_id names {}, but client_slug {slug:?} names no one", named(row)))
            }
            None => Error::not_found(format!("no client is named {slug:?}")),
        });
    };
    let retired = Error::client_state(format!("{slug} is a retired slug: the client is now {}", named(&row)));
    Err(retired.hint(Hint::plain("make sure that it is the one you mean, and fix the row")))
}

/// The partner that a reference names.
///
/// # Errors
/// `not_found` with near misses.
pub fn partner(tx: &Tx<'_>, reference: &PartnerRef) -> Result<PartnerRow> {
    let found = match reference {
        PartnerRef::Id(id) => partner::by_id(tx, *id)?,
        PartnerRef::Slug(slug) => partner::by_slug(tx, slug.as_str())?,
    };
    if let Some(row) = found {
        return Ok(row);
    }
    let mut slugs = Vec::new();
    partner::list(tx, |row| {
        slugs.push(row.slug.to_string());
        Ok(())
    })?;
    let typed = reference.to_string();
    let mut error = Error::not_found(format!("no partner is named {typed:?}"));
    for slug in near_misses(&typed, slugs.iter().map(String::as_str)) {
        error = error.hint(Hint::plain(format!("there is {slug}")));
    }
    Err(error.hint(hint!["see ", Verb::PartnerList.step()]))
}

/// The same for anyone who may name any partner: only support reads which others there are.
///
/// # Errors
/// `not_found`, with near misses for support.
pub fn partner_named(tx: &Tx<'_>, actor: &Actor, reference: &PartnerRef) -> Result<PartnerRow> {
    partner(tx, reference).map_err(|error| match (error.code(), actor.user()) {
        (Code::NotFound, Some(_)) => Error::not_found(format!("no partner is named {:?}", reference.to_string()))
            .hint(Hint::plain("ask the partner how it is named here")),
        _ => error,
    })
}

/// A change needs an active partner.
///
/// # Errors
/// `conflict`.
pub fn partner_must_be_active(row: &PartnerRow) -> Result<()> {
    match row.state {
        PartnerState::Active => Ok(()),
        PartnerState::Closed => Err(Error::conflict(format!("the partner {} ({}) is closed", row.slug, row.id))),
    }
}

/// The partner of a change is still the one that was shown, and active.
///
/// # Errors
/// `conflict`.
pub fn partner_must_be_as_shown(tx: &Tx<'_>, shown: &PartnerRow) -> Result<()> {
    let row = partner::by_id(tx, shown.id)?.ok_or_else(|| Error::bug("the partner is gone"))?;
    partner_must_be_active(&row)?;
    if row == *shown {
        return Ok(());
    }
    Err(Error::conflict(format!(
        "the partner {} ({}) was changed by someone else after it was shown; nothing was changed",
        shown.slug, shown.id
    ))
    .hint(hint!["look at it with ", Verb::PartnerShow.step().about(&shown.id), " and repeat ", TheRequest]))
}
