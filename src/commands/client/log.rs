//! `partnerctl client log`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientObject;
use crate::commands::brief::state;
use crate::commands::command::Command;
use crate::commands::filters::{Lines, PartArgs, TimeArgs, audit_number};
use crate::domain::authority::{self, Target, Verb};
use crate::domain::class::Class;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::{log, reach};
use crate::output::brief::plain;
use crate::output::columns::{id, instant, int, json, text};
use crate::output::part::descending;
use crate::output::{Brief, Cell, Columns, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    int("audit_id"),
    instant("at"),
    text("actor"),
    text("acting_as"),
    text("action"),
    id("entity_id"),
    text("outcome"),
    text("error_code"),
    text("reason"),
    json("details"),
])
.keyed(descending(&["audit_id"]))
.in_brief(&Brief {
    noun: "row",
    columns: &[
        plain(&["audit_id"]).headed("row"),
        plain(&["at"]),
        plain(&["actor"]).whole(),
        plain(&["acting_as"]).headed("as").whole().rank(2),
        plain(&["action"]).whole(),
        plain(&["entity_id"]).headed("about").rank(1),
        state(&["outcome"]),
        plain(&["error_code"]).headed("error").rank(3),
        plain(&["reason"]).rank(4),
    ],
});

/// Arguments of `client log`.
#[derive(Debug, Args)]
pub struct Log {
    #[command(flatten)]
    client: ClientObject,
    #[command(flatten)]
    part: PartArgs,
    #[command(flatten)]
    time: TimeArgs,
}

impl Command for Log {
    const NAME: &'static str = "log";
    const ABOUT: &'static str = "Show what happened to a client, the newest first";
    const DETAILS: &'static str = "\
Every row of the audit that is about the client, refusals too, as whole sentences. Machine formats and --columns give \
the columns of `audit list`; there each row names this client, also where it is about others as well. What happened to a double before it was merged into the client is among it. An owner (--as) \
reads of a refusal only that there was one: what was typed by mistake may be about another client.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client log big-shoes",
        "partnerctl client log big-shoes --since 2026-05-01 --until 2026-05-31",
        "partnerctl client log big-shoes --limit 20 --json",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientLog);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(COLUMNS, self.part.part())?;
        let before = self.part.from(audit_number)?.unwrap_or(i64::MAX);
        let seen = self.client.for_read(cx)?;
        let client = seen.row.id;
        let (since, until) = self.time.range(cx)?;
        let is_within = |at: Instant| since.is_none_or(|since| since <= at) && until.is_none_or(|until| at < until);
        // Within a span of time the limit counts what lies in it. One more row says whether the list goes on. In an order
        // of its own, any row may be among the first.
        let most = match self.part.limit {
            Some(limit) if since.or(until).is_none() && !selection.is_sorted() => limit.saturating_add(1),
            Some(_) | None => u32::MAX,
        };
        let now = cx.now();
        cx.read(|tx, actor| {
            let relation = reach::relation(tx, actor, client, now)?;
            authority::decide(actor, Verb::ClientLog, &Target::client(relation))
        })?;
        if selection.is_plain_table() {
            let zone = cx.zone.clone();
            let mut lines = Lines::new(self.part.limit);
            cx.read_aloud(|tx, actor, ui| {
                lines.until_full(|lines| {
                    log::newest(tx, client, before, most, |row| {
                        if !is_within(row.at) {
                            return Ok(());
                        }
                        lines.take(row.number)?;
                        ui.print_folded(&log::line_of(tx, actor, &seen.row, row)?.sentence(&zone))
                    })
                })
            })?;
            lines.end(cx);
            return Ok(());
        }
        cx.stream(selection, Shape::List, |tx, actor, sink| {
            sink.until_full(|sink| {
                log::newest(tx, client, before, most, |row| {
                    if !is_within(row.at) {
                        return Ok(());
                    }
                    let row = &log::as_read_by(tx, actor, client, row)?;
                    let details = log::details_for(tx, actor, Some(client), row)?;
                    sink.push(&[
                        Cell::shown(&client),
                        Cell::shown(&seen.row.slug),
                        Cell::Int(row.number),
                        Cell::At(row.at),
                        row.actor.into(),
                        row.acting_as.into(),
                        row.action.into(),
                        row.entity.into(),
                        row.outcome.name().into(),
                        row.error_code.into(),
                        row.reason.into(),
                        Cell::json(details),
                    ])
                })
            })
        })
    }
}
