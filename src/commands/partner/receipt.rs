//! The receipt of `partner offboard-user` and `partner close`: one row for each thing that ended.

use crate::cli::context::Context;
use crate::commands::brief::state;
use crate::commands::still;
use crate::domain::offboarding::{HoldingKind, OffboardingResult};
use crate::error::Result;
use crate::ops::offboarding::Receipt;
use crate::ops::reach::still::StillEnters;
use crate::ops::unit_of_work::Mode;
use crate::output::brief::plain;
use crate::output::columns::{id, text};
use crate::output::{Brief, Cell, Columns, ResultWord, Selection, Shape};

/// `confirm` is filled in the first row of a dry run: the value to pass. `still_enters` has the ways into the client of the
/// row; those into clients without a row are in the first.
pub(super) const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    text("kind"),
    id("entity"),
    text("result"),
    text("message"),
    id("confirm"),
    still::COLUMN,
])
.last_for_programs(1)
.in_brief(&Brief {
    noun: "row",
    columns: &[
        plain(&["client_slug"]).headed("client"),
        plain(&["kind"]).whole(),
        plain(&["entity"]).headed("about"),
        state(&["result"]),
        plain(&["message"]).whole().below(),
        plain(&["confirm"]).rank(1),
    ],
});

/// Prints the receipt, and for people a sentence about what there was of each kind.
pub(super) fn present(
    cx: &mut Context,
    selection: Selection,
    receipt: &Receipt,
    ways: &[StillEnters],
    confirm: Option<&str>,
) -> Result<()> {
    if receipt.0.len() > 1 {
        cx.ui.outcome(|t| format!("{}: {}.", t.pick("In all", "In all, it would be"), in_all(receipt)));
    }
    let mut confirm = confirm.filter(|_| cx.mode() == Mode::DryRun);
    let mut sink = cx.sink(selection, Shape::List)?.going_on_without_reader();
    let has_row = |way: &StillEnters| receipt.0.iter().any(|entry| entry.is_in(way.place));
    for (nth, entry) in receipt.0.iter().enumerate() {
        let here = ways.iter().filter(|way| entry.is_in(way.place) || nth == 0 && !has_row(way));
        sink.push(&[
            entry.client.as_ref().map_or(Cell::Null, |place| Cell::shown(&place.id)),
            entry.client.as_ref().map_or(Cell::Null, |place| Cell::shown(&place.slug)),
            Cell::from(entry.kind.name()),
            Cell::from(&entry.entity),
            Cell::from(word_of(entry.fate)),
            Cell::from(entry.message.as_ref()),
            Cell::from(confirm.take()),
            still::cell(here)?,
        ])?;
    }
    cx.end_list(sink)
}

const fn word_of(fate: OffboardingResult) -> ResultWord {
    match fate {
        OffboardingResult::Unchanged => ResultWord::Unchanged,
        OffboardingResult::Ended => ResultWord::Ended,
        OffboardingResult::Closed => ResultWord::Closed,
        OffboardingResult::Cancelled => ResultWord::Cancelled,
        OffboardingResult::Expired => ResultWord::Expired,
        OffboardingResult::Lapsed => ResultWord::Lapsed,
        OffboardingResult::TakenOver => ResultWord::TakenOver,
        OffboardingResult::Kept => ResultWord::Kept,
        OffboardingResult::Stopped => ResultWord::Stopped,
        OffboardingResult::PasswordExpired => ResultWord::PasswordExpired,
        OffboardingResult::Deactivated => ResultWord::Deactivated,
    }
}

/// `2 clients ended, 1 link request kept`.
fn in_all(receipt: &Receipt) -> String {
    let mut counts: Vec<((HoldingKind, OffboardingResult), usize)> = Vec::new();
    for entry in &receipt.0 {
        let key = (entry.kind, entry.fate);
        match counts.iter_mut().find(|(known, _)| *known == key) {
            Some((_, count)) => *count += 1,
            None => counts.push((key, 1)),
        }
    }
    let parts = counts.iter().map(|((kind, fate), count)| {
        let several = if *count == 1 { "" } else { "s" };
        if (*kind, *fate) == (HoldingKind::Client, OffboardingResult::Ended) {
            return format!("{count} client{several} no longer reached");
        }
        format!("{count} {}{several} {}", kind.in_words(), fate.name().replace('_', " "))
    });
    parts.collect::<Vec<_>>().join(", ")
}
