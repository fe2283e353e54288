//! Many links at once: rows of `link list --csv`, each extended or asked for by itself.

use std::collections::HashSet;

use crate::cli::context::Context;
use crate::commands::brief::state;
use crate::commands::bulk::{self, Answers, RowResult, TableArgs, Task};
use crate::commands::counted::counted;
use crate::domain::authority::Verb;
use crate::domain::id::{ClientId, LinkId};
use crate::domain::link::Link;
use crate::domain::outcome::Outcome;
use crate::domain::time::{Edge, Instant, Zone, parse_instant};
use crate::error::{Code, Result};
use crate::input::{Known, Mapping, Row, TableReader};
use crate::ops::link::edit::Edited;
use crate::ops::link::extend::{WantedEnd, Wish, extend_listed};
use crate::ops::resolve;
use crate::ops::unit_of_work::WriteTx;
use crate::output::brief::plain;
use crate::output::columns::{id, int, text};
use crate::output::{Brief, Columns};

/// What became of each row.
const COLUMNS: Columns = Columns::new(&[
    int("line"),
    id("client_id"),
    id("client_slug"),
    id("link_id"),
    text("result"),
    crate::output::columns::end("until"),
    text("error_code"),
    text("message"),
])
.in_brief(&Brief {
    noun: "row",
    columns: &[
        plain(&["line"]),
        plain(&["client_slug"]).headed("client"),
        plain(&["link_id"]).headed("link"),
        plain(&["until"]).rank(1),
        state(&["result"]),
        plain(&["error_code"]).headed("error").rank(2),
        plain(&["message"]).whole().below(),
    ],
});
/// The columns that a row may have.
const USED: [&str; 5] = ["client_id", "client_slug", "link_id", "until", "result"];
/// Columns of `link list` and of the results that mean nothing here.
const IGNORED: [&str; 15] = [
    "line",
    "partner",
    "owners",
    "state",
    "origin",
    "requested_at",
    "expires_at",
    "answered_at",
    "answered_by",
    "requested_by",
    "permissions",
    "mail",
    "extension",
    "auto_extend",
    "message",
];

/// Extends each link of a table.
///
/// # Errors
/// `usage` for a table that is malformed, `client_mismatch` for a row whose columns disagree, `unconfirmed`; `partial`
/// when rows failed.
pub(super) fn extend(cx: &mut Context, args: TableArgs, wish: &Wish<'_>, again: &str) -> Result<()> {
    let selection = cx.select(COLUMNS)?;
    let known = Known::new(&USED).ignoring(&IGNORED);
    let mut table = args.open(cx, &known, &Mapping::default())?;
    table.require(&["client_id", "client_slug"], "each row names its client by `client_id` or `client_slug`")?;
    table.require(&["link_id"], "each row names its link in the column `link_id`, as `link list --csv` does")?;
    if matches!(wish.end, WantedEnd::Later(..)) {
        table.require(
            &["until"],
            "`--for` is counted from the end in the column `until`, as `link list --csv` has it",
        )?;
    }
    let (rows, clients) = survey(cx, &mut table)?;
    let number = u64::try_from(clients.len()).unwrap_or(u64::MAX);
    let plan = format!("{}, {}", counted(rows, "row"), counted(number, "client"));
    args.confirm(cx, clients.len(), &plan)?;
    let plan = bulk::BulkPlan { verb: Verb::LinkExtend, columns: COLUMNS, rows };
    let mut task = Extending { wish, zone: cx.zone.clone(), asked: 0 };
    let ended = bulk::run(cx, &args, selection, &mut table, plan, &mut task)?;
    let next = (task.asked > 0).then(|| "the mails leave with `partnerctl mail deliver`".to_owned());
    bulk::close(cx, &args, ended, again, next.as_deref())
}

/// Reads every row, and stops for one whose columns disagree, or whose client is vetoed: how many rows, of which clients.
fn survey(cx: &mut Context, table: &mut TableReader) -> Result<(u64, HashSet<ClientId>)> {
    let name = table.name().to_owned();
    let expected = cx.expected_clients();
    let (mut rows, mut clients, now) = (0, HashSet::new(), cx.now());
    cx.read_aloud(|tx, actor, ui| {
        while let Some(row) = table.next_row()? {
            if is_passed_over(&row) {
                continue;
            }
            rows += 1;
            bulk::show_survey(ui, rows);
            let place = || format!("{name} line {}", row.line());
            match resolve::row_client(tx, actor, row.get("client_id"), row.get("client_slug"), now) {
                Ok(client) => {
                    if clients.insert(client.id)
                        && let Some(expected) = &expected
                    {
                        resolve::agree(tx, actor, &client, &place(), expected, now)?;
                    }
                }
                Err(error) if error.code() == Code::ClientMismatch => return Err(error.context(place())),
                Err(_) => {}
            }
        }
        Ok(())
    })?;
    Ok((rows, clients))
}

/// Whether the row is the result of something that failed, so that there is nothing to go on with.
fn is_passed_over(row: &Row<'_>) -> bool {
    matches!(row.get("result"), "failed" | "conflict" | "held")
}

struct Extending<'a> {
    wish: &'a Wish<'a>,
    zone: Zone,
    /// How many clients were asked.
    asked: u64,
}

impl Extending<'_> {
    /// The end that the row says.
    fn listed(&self, row: &Row<'_>) -> Result<Option<Instant>> {
        let text = Some(row.get("until")).filter(|text| !text.is_empty());
        text.map(|text| parse_instant(text, &self.zone, Edge::End).map_err(|error| error.context("until"))).transpose()
    }
}

impl Task for Extending<'_> {
    const MADE: &'static [&'static str] = &[];

    fn row(&mut self, session: &mut WriteTx<'_>, row: &Row<'_>, answers: &mut Answers<'_>) -> Result<()> {
        if is_passed_over(row) {
            return Ok(());
        }
        let (actor, now) = (session.actor(), session.now());
        let client = resolve::row_client(session.tx(), actor, row.get("client_id"), row.get("client_slug"), now)?;
        answers.about(client.id, &client.slug);
        answers.draft.set("link_id", row.get("link_id"));
        let (id, listed) = (LinkId::parse(row.get("link_id"))?, self.listed(row)?);
        let done = session.row_change(Verb::LinkExtend, Some(client.id), |change| {
            change.named_client(&client)?;
            extend_listed(change, &client, id, self.wish, listed)
        })?;
        let Edited { before, after } = &done.value;
        let end = |link: &Link| link.until.map(|until| until.to_string());
        let asked = after.extension().filter(|asked| before.extension() != Some(*asked));
        if let Some(end) = end(after) {
            answers.draft.set("until", end);
        }
        if asked.is_some() {
            self.asked += 1;
            answers.draft.set("message", format_args!("asked; it can be answered until {}", after.expires_at));
        }
        answers.end(match done.outcome {
            Outcome::Unchanged => RowResult::Unchanged,
            _ if asked.is_some() => RowResult::Created,
            _ => RowResult::Updated,
        });
        Ok(())
    }
}
