//! The record of someone whose access to a client ended: `user remove`, `user leave`.

use crate::cli::context::Context;
use crate::commands::still;
use crate::domain::client::ClientRow;
use crate::domain::grant::GrantRow;
use crate::domain::login::LoginRow;
use crate::error::Result;
use crate::ops::invite::OfSender;
use crate::ops::reach::still::StillEnters;
use crate::ops::unit_of_work::Mode;
use crate::output::columns::{id, instant, list, text};
use crate::output::{Cell, Columns, ResultWord, Selection, Shape};

/// Its columns. `confirm` is the value to confirm with, printed by a dry run.
pub(super) const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    id("user_id"),
    id("email"),
    text("role"),
    instant("ended_at"),
    id("confirm"),
    text("result"),
    list("withdrawn"),
    id("still_by"),
    list("still_permissions"),
    id("still_ends_with"),
    still::COLUMN,
]);

pub(super) fn present(
    cx: &Context,
    selection: Selection,
    client: &ClientRow,
    (login, grant, sent): (&LoginRow, &GrantRow, &OfSender),
    ways: &[StillEnters],
    result: ResultWord,
) -> Result<()> {
    let withdrawn = sent.withdrawn();
    let word = (cx.mode() == Mode::DryRun).then_some(client.slug.as_str());
    // After the end of a grant one way is left at most: the partner's link.
    let other = ways.first();
    let mut sink = cx.sink(selection, Shape::Changed("user_id"))?;
    sink.push(&[
        Cell::shown(&client.id),
        Cell::shown(&client.slug),
        Cell::shown(&login.id),
        Cell::shown(&login.email),
        Cell::from(grant.terms.role.name()),
        Cell::from(grant.ended.as_ref().map(|(at, _)| *at)),
        Cell::from(word),
        Cell::from(result),
        Cell::list(&withdrawn),
        Cell::from(other.map(StillEnters::source)),
        Cell::list(other.map(|still| still.permissions.to_text()).unwrap_or_default()),
        Cell::from(other.map(StillEnters::command)),
        still::cell(ways)?,
    ])?;
    sink.finish()
}
