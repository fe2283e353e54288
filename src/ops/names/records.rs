//! Invitations, links, mails, sessions and changes by the beginning of their ids, the newest first, as far as the actor
//! may list them.

use crate::domain::actor::Actor;
use crate::domain::authority::{Relation, Sight, Target, Verb, decide};
use crate::domain::id::{ClientId, LinkId};
use crate::domain::invitation::InvitationStatus;
use crate::domain::time::Instant;
use crate::error::{Code, Result};
use crate::ops::link::record::Whole;
use crate::ops::{config, link, reach, session};
use crate::store::audit_list::{self, Which};
use crate::store::database_info::Setting;
use crate::store::{Tx, client, offered, session as sessions};

use super::{Candidates, Count, LOOKED_UP, Offered, Reading};

/// A kind of record that has ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    Invitation,
    Link,
    Mail,
    Session,
    /// A change of the actor's own, by its audit number.
    Change,
}

/// The records of a client, or where none is named and the actor is support those of every client.
///
/// # Errors
/// `denied`.
pub fn records(
    tx: &Tx<'_>,
    actor: &Actor,
    kind: RecordKind,
    client: Option<ClientId>,
    typed: &str,
    now: Instant,
) -> Result<Candidates> {
    let relation = match client {
        Some(client) => reach::relation(tx, actor, client, now)?,
        None if actor.is_support() => Relation::default(),
        None => return Ok(Candidates::default()),
    };
    let target = if client.is_some() { Target::client(relation) } else { Target::NOTHING };
    match kind {
        RecordKind::Invitation => {
            decide(actor, Verb::InviteList, &target)?;
            let rows = offered::invitations(tx, client, LOOKED_UP)?;
            pick(
                &rows,
                typed,
                |row| row.id.to_string(),
                |row| {
                    let state = match row.state {
                        InvitationStatus::Pending => InvitationStatus::of_pending(row.sent_at, row.expires_at, now),
                        state => state,
                    };
                    label(tx, (state.name(), &row.email), (client, Some(row.client))).map(Some)
                },
            )
        }
        RecordKind::Link => {
            let mut rows = Vec::new();
            for (id, of) in offered::links(tx, client, LOOKED_UP)? {
                if actor.is_support() || seen_link(tx, actor, id, now)?.is_some() {
                    rows.push((id, of));
                }
            }
            pick(&rows, typed, |(id, _)| id.to_string(), |(id, of)| link_label(tx, actor, (*id, *of), client, now))
        }
        RecordKind::Mail => {
            decide(actor, Verb::MailList, &target)?;
            let rows = offered::mails(tx, client, LOOKED_UP)?;
            pick(
                &rows,
                typed,
                |row| row.id.to_string(),
                |row| {
                    let what = format!("{}, {}", row.recipient, row.kind);
                    label(tx, (&row.state, &what), (client, row.client)).map(Some)
                },
            )
        }
        RecordKind::Session => {
            decide(actor, Verb::SessionList, &target)?;
            let Some(client) = client else { return Ok(Candidates::default()) };
            let rows = offered::sessions(tx, client, LOOKED_UP)?;
            pick(&rows, typed, ToString::to_string, |id| {
                let Some(row) = sessions::by_id(tx, *id)? else { return Ok(None) };
                let seen = session::see(tx, row, now)?;
                Ok(Some(format!("{}, {}", seen.status.word(), seen.person.email)))
            })
        }
        RecordKind::Change => changes(tx, actor, client, typed),
    }
}

/// The settings that have a value of their own.
///
/// # Errors
/// `denied`.
pub fn settings(tx: &Tx<'_>, actor: &Actor) -> Result<Vec<Offered>> {
    decide(actor, Verb::ConfigList, &Target::NOTHING)?;
    let offer = |setting: Setting| Offered { word: setting.key, label: setting.value };
    Ok(config::set_values(tx)?.into_iter().map(offer).collect())
}

/// The fields of a client.
///
/// # Errors
/// `failed`.
pub fn fields(tx: &Tx<'_>, actor: &Actor, id: ClientId, now: Instant) -> Result<Vec<Offered>> {
    if reach::sight(tx, actor, id, now)? != Sight::Record {
        return Ok(Vec::new());
    }
    Ok(client::fields(tx, id)?.into_iter().map(|(word, label)| Offered { word, label }).collect())
}

/// One's own last changes in a client.
fn changes(tx: &Tx<'_>, actor: &Actor, client: Option<ClientId>, typed: &str) -> Result<Candidates> {
    decide(actor, Verb::Last, &Target::NOTHING)?;
    let Some(client) = client else { return Ok(Candidates::default()) };
    let mut rows = Vec::new();
    audit_list::latest_of_actor(tx, actor.audit_name(), Which::Changes, i64::MAX, LOOKED_UP, |row| {
        if row.client.is_some_and(|(id, _)| id == client) {
            rows.push((row.number, format!("{} {}", row.action, row.entity.unwrap_or_default())));
        }
        Ok(())
    })?;
    pick(&rows, typed, |(number, _)| number.to_string(), |(_, what)| Ok(Some(what.clone())))
}

/// The link, if the actor may see it.
fn seen_link(tx: &Tx<'_>, actor: &Actor, id: LinkId, now: Instant) -> Result<Option<Whole>> {
    match link::list::one(tx, actor, id, now) {
        Ok(whole) => Ok(Some(whole)),
        Err(error) if matches!(error.code(), Code::NotFound | Code::Denied) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A link as the actor may see it in a list.
fn link_label(
    tx: &Tx<'_>,
    actor: &Actor,
    (id, of): (LinkId, ClientId),
    named: Option<ClientId>,
    now: Instant,
) -> Result<Option<String>> {
    let Some(whole) = seen_link(tx, actor, id, now)? else { return Ok(None) };
    let listed = &whole.record.listed;
    let state = listed.link.status(now).name();
    label(tx, (state, listed.partner_slug.as_str()), (named, Some(of))).map(Some)
}

/// State and name, and the client where none is named.
fn label(
    tx: &Tx<'_>,
    (state, what): (&str, &str),
    (named, of): (Option<ClientId>, Option<ClientId>),
) -> Result<String> {
    let place = match of {
        Some(of) if named.is_none() => client::by_id(tx, of)?.map(|row| row.slug.to_string()),
        _ => None,
    };
    Ok(place.map_or_else(|| format!("{state}, {what}"), |place| format!("{state}, {what}, {place}")))
}

/// Those rows whose id begins with what was typed, as far as the actor sees them.
fn pick<T>(
    rows: &[T],
    typed: &str,
    id: impl Fn(&T) -> String,
    label: impl Fn(&T) -> Result<Option<String>>,
) -> Result<Candidates> {
    let (mut offered, mut count) = (Vec::new(), Count::of(Reading::of(rows.len())));
    for row in rows {
        let word = id(row);
        if count.is_full() || !word.starts_with(typed) {
            continue;
        }
        // What is beyond the list needs no label.
        if count.found >= super::MOST {
            count.offers();
        } else if let Some(label) = label(row)?
            && count.offers()
        {
            offered.push(Offered { word, label });
        }
    }
    Ok(Candidates { offered, more: count.more() })
}
