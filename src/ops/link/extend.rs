//! More of a link in force, or for longer: the client's side gives it at once, the partner's side asks for it
//! (docs/reference.md#links).

use crate::domain::authority::{HeldFor, Relation};
use crate::domain::client::ClientRow;
use crate::domain::id::{EntityId, LinkId};
use crate::domain::link::{Ask, Link};
use crate::domain::permission::Permissions;
use crate::domain::sending::end_in_words;
use crate::domain::terms::{TermEdit, ends_later};
use crate::domain::time::{Instant, Term, Zone};
use crate::domain::verb::Verb;
use crate::error::{Error, Flag, Hint, Result, hint, sentence};
use crate::ops::resolve::{ClientSeen, partner_must_be_active};
use crate::ops::unit_of_work::Change;

use super::asking;
use super::edit::{Edited, apply};

/// What is wanted of a link, in addition to what it gives.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    pub permissions: Option<Permissions>,
    pub end: WantedEnd<'a>,
    /// The text for the client, where it is asked.
    pub message: Option<String>,
}

/// When the link is to end.
#[derive(Debug, Clone, Copy)]
pub enum WantedEnd<'a> {
    /// When it ends now.
    Keep,
    Until(Instant),
    NoEnd,
    /// So much later than it ends now.
    Later(Term, &'a Zone),
}

/// Extends a link for an owner or admin of the client; for anyone else the client is asked, as by a request for a link,
/// and the link stays as it is until the answer.
///
/// # Errors
/// `not_found`, `foreign_entity`; `denied`, also where an owner or admin gives more than they have; `conflict` unless
/// the link is in force, while something else is asked, within seven days of a denial, or where no one could answer;
/// `usage` for more than a link can give, or an end before that of the link.
pub fn extend(change: &mut Change<'_>, seen: &ClientSeen, id: LinkId, wish: &Wish<'_>) -> Result<Edited> {
    let (client, before) = super::start(change, seen, id)?;
    before.must_be_extendable(change.now)?;
    let end = wish.end.of(&before, before.until)?;
    carry_out(change, &client, before, wish, end)
}

/// Extends a link that a list showed with this end, in a client that the row of a table names. A link that lasts as long
/// already is unchanged, so that the same list can be given again.
///
/// # Errors
/// As [`extend`]; `conflict` where the link ends at another time than the list says.
pub fn extend_listed(
    change: &mut Change<'_>,
    client: &ClientRow,
    id: LinkId,
    wish: &Wish<'_>,
    listed: Option<Instant>,
) -> Result<Edited> {
    let before = super::start_in(change, client, id)?;
    before.must_be_extendable(change.now)?;
    let end = wish.end.of(&before, listed.or(before.until))?;
    if wish.permissions.is_none()
        && before.in_force(change.now)
        && !ends_later(end.applied_to(before.until), before.until)
    {
        change.unchanged(EntityId::Link(id));
        return Ok(Edited { after: before.clone(), before });
    }
    if listed.is_some() && before.in_force(change.now) && before.until != listed {
        return Err(Error::conflict(sentence![
            id,
            " ends at ",
            end_in_words(before.until),
            " by now, and not at ",
            end_in_words(listed)
        ])
        .hint(hint!["list the links again with ", Verb::LinkList.step()])
        .fact("link_id", id.to_string())
        .fact("client_id", client.id.to_string()));
    }
    carry_out(change, client, before, wish, end)
}

fn carry_out(
    change: &mut Change<'_>,
    client: &ClientRow,
    before: Link,
    wish: &Wish<'_>,
    until: TermEdit,
) -> Result<Edited> {
    let ask = Ask { permissions: wish.permissions, until, message: wish.message.clone() };
    if answers_for_client(change.relation(client.id)?) {
        let edit = before.extended(change.now, &ask)?;
        return apply(change, client, before, &edit);
    }
    let partner = super::partner_of(change.tx, &before)?;
    partner_must_be_active(&partner)?;
    let step = before.clone().extend(change.now, change.actor.author(), &ask)?;
    let is_asked = step.event().is_some();
    let after = super::keep(change, step)?;
    if is_asked {
        asking::ask(change, &after, client, &partner)?;
    }
    Ok(Edited { before, after })
}

impl WantedEnd<'_> {
    /// What becomes of the end of a link, counted from `end`.
    fn of(self, link: &Link, end: Option<Instant>) -> Result<TermEdit> {
        match (self, end) {
            (Self::Keep, _) => Ok(TermEdit::Keep),
            (Self::Until(until), _) => Ok(TermEdit::Until(until)),
            (Self::NoEnd, _) => Ok(TermEdit::NoEnd),
            (Self::Later(term, zone), Some(end)) => Ok(TermEdit::Until(term.end(end, zone))),
            (Self::Later(..), None) => {
                Err(Error::usage(format!("{} has no end, so that it cannot last longer", link.id))
                    .hint(Hint::plain(format!("leave {} out", Flag::For))))
            }
        }
    }
}

fn answers_for_client(relation: Relation) -> bool {
    relation.own.is_some_and(|own| own.terms.role.holds_office() && own.held_for == HeldFor::PersonConcerned)
}
