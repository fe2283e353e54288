//! The ways by which people still enter a client after one way has ended: for people and for programs.

use serde::Serialize;

use crate::cli::context::Context;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::reach::still::StillEnters;
use crate::output::columns::json;
use crate::output::{Cell, Column};

/// How many people are named; more are counted.
const NAMED: usize = 5;

/// The column that lists the ways that are left, for every command that ends one.
pub(super) const COLUMN: Column = json("still_enters");

/// The cell of [`COLUMN`]: one object for each way, an empty list where none is left.
pub(super) fn cell<'a>(ways: impl IntoIterator<Item = &'a StillEnters>) -> Result<Cell<'static>> {
    Cell::structured(&ways.into_iter().map(OpenWay::of).collect::<Vec<_>>())
}

/// A way as programs read it.
#[derive(Serialize)]
struct OpenWay<'a> {
    client_id: String,
    client_slug: &'a str,
    user_id: String,
    email: &'a str,
    by: String,
    permissions: Vec<&'static str>,
    until: Option<String>,
    ends_with: String,
}

impl<'a> OpenWay<'a> {
    fn of(way: &'a StillEnters) -> Self {
        Self {
            client_id: way.place.to_string(),
            client_slug: way.client.as_str(),
            user_id: way.person.id.to_string(),
            email: way.person.email.as_str(),
            by: way.source(),
            permissions: way.permissions.iter().map(|permission| permission.name()).collect(),
            until: way.until.map(Instant::to_rfc3339),
            ends_with: way.command(),
        }
    }
}

/// Notes each way that is open besides what is shown.
pub(super) fn note(cx: &Context, ways: &[StillEnters]) {
    for way in ways {
        cx.ui.note(&cx.zone.in_words(&way.says("also enters")));
    }
}

/// Warns of each way that is still open, or would be, with the command that closes it.
pub(super) fn warn<'a>(cx: &Context, ways: impl IntoIterator<Item = &'a StillEnters>) {
    let ways: Vec<&StillEnters> = ways.into_iter().collect();
    let t = cx.ui.tense();
    for still in ways.iter().take(NAMED) {
        cx.ui.warn(&cx.zone.in_words(&still.says(t.pick("still enters", "would still enter"))));
        cx.ui.hint(&format!("end that with `{}`", still.command()));
    }
    if ways.len() > NAMED {
        let (more, enter) = (ways.len() - NAMED, t.pick("still enter", "would still enter"));
        cx.ui.warn(&format!("{more} more {enter}; see `partnerctl access list`"));
    }
}
