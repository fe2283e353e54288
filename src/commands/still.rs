//! The ways by which people still enter a client after one way has ended: for people and for programs.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::ops::reach::still::StillEnters;
use crate::output::columns::json;
use crate::output::{Cell, Column};

/// How many people are named; more are counted.
const NAMED: usize = 5;

/// The column that lists the ways that are left, for every command that ends one.
pub(super) const COLUMN: Column = json("still_enters");

/// The cell of [`COLUMN`]: one object for each way, an empty list where none is left.
pub(super) fn cell<'a>(ways: impl IntoIterator<Item = &'a StillEnters>) -> Cell<'static> {
    Cell::from(Value::Array(ways.into_iter().map(record).collect()))
}

fn record(way: &StillEnters) -> Value {
    let permissions: Vec<&str> = way.permissions.iter().map(|permission| permission.name()).collect();
    json!({
        "client_id": way.place.to_string(),
        "client_slug": way.client.to_string(),
        "user_id": way.person.id.to_string(),
        "email": way.person.email.as_str(),
        "by": way.source(),
        "permissions": permissions,
        "until": way.until.map(|until| until.to_rfc3339()),
        "ends_with": way.command(),
    })
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
