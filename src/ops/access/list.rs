//! The list of those who can enter: at an instant, or during a period.

use crate::domain::access::effective;
use crate::domain::actor::Actor;
use crate::domain::id::PartnerId;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::reach::Moment;
use crate::store::as_of::AsOf;
use crate::store::as_of::window::Window;
use crate::store::{Tx, access as stored};

pub use super::asked::{Extent, Filter, OwnGrants, Range, When};
use super::candidates::{self, Pair, Span};
use super::during;
pub use super::way::{AccessWay, By};
use super::way::{Story, entered_by, gather, of_grant, of_link};

impl Filter {
    fn takes(self, way: &AccessWay<'_>, at: Instant) -> bool {
        let unused = way.last_login_at.max(way.since);
        self.expiring.is_none_or(|span| way.gives.until.is_some_and(|until| until <= at + span))
            && self.dormant.is_none_or(|span| unused.is_none_or(|since| since <= at - span))
    }
}

/// Every way in, by client, then by person; one's own grant before the partner's link. A partner user gets to see
/// only the clients in their own scope. The filter is for moments.
///
/// # Errors
/// `failed`, and those of `each`.
pub fn list(
    tx: &Tx<'_>,
    actor: &Actor,
    extent: Extent,
    when: When,
    filter: Filter,
    mut each: impl FnMut(&AccessWay<'_>) -> Result<()>,
) -> Result<()> {
    match when {
        When::During(range) => candidates::each(tx, actor, extent, Span::Window(range.window), &mut |pair| {
            during::ways(tx, pair, &range, &mut each)
        }),
        When::At(moment) => {
            let span = match moment.as_of {
                AsOf::Now => Span::Now,
                AsOf::Audit(audit) => Span::Window(Window { first: audit, last: audit }),
            };
            candidates::each(tx, actor, extent, span, &mut |pair| {
                ways(tx, pair, moment, &mut |way| if filter.takes(way, moment.at) { each(way) } else { Ok(()) })
            })
        }
    }
}

/// How many own grants of a partner's people a list of the partner leaves out.
pub fn left_out(tx: &Tx<'_>, partner: PartnerId) -> Result<u64> {
    stored::own_grants_of_partners_people(tx, partner)
}

fn ways(
    tx: &Tx<'_>,
    pair: &Pair<'_>,
    moment: Moment,
    each: &mut dyn FnMut(&AccessWay<'_>) -> Result<()>,
) -> Result<()> {
    let gathered = gather(tx, pair, moment)?;
    let verdict = effective(&gathered.facts, moment.at);
    if !verdict.allowed() {
        return Ok(());
    }
    let last_login_at = entered_by(tx, pair, moment.at)?;
    let mut emit = |story: Story, gives| {
        let Story { by, since, granted_by } = story;
        let (client, person) = (pair.client, pair.person);
        each(&AccessWay { client, person, by, gives, since, granted_by, ended: None, changed: None, last_login_at })
    };
    if let Some(gives) = verdict.own {
        emit(of_grant(&gathered)?, gives)?;
    }
    if let Some(gives) = verdict.partner {
        emit(of_link(tx, pair, &gathered, moment.as_of)?, gives)?;
    }
    Ok(())
}
