//! `partnerctl last`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::brief::state;
use crate::commands::command::Command;
use crate::commands::filters::{Lines, audit_number, some_rows};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::time::Zone;
use crate::error::Result;
use crate::ops::last;
use crate::ops::log::Which;
use crate::output::brief::plain;
use crate::output::columns::{id, instant, int, text};
use crate::output::{Brief, Cell, Columns, Shape};
use crate::shell;
use crate::term::Ui;

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    int("audit_id"),
    instant("at"),
    text("action"),
    id("entity_id"),
    text("outcome"),
    text("what"),
    id("take_back"),
])
.in_brief(&Brief {
    noun: "change",
    columns: &[
        plain(&["audit_id"]).headed("row"),
        plain(&["at"]),
        plain(&["client_slug"]).headed("client"),
        plain(&["what"]),
        state(&["outcome"]).rank(1),
        plain(&["take_back"]).headed("take back").rank(2),
    ],
});

/// Arguments of `last`.
#[derive(Debug, Args)]
pub struct Last {
    /// How many
    #[arg(value_name = "N", default_value_t = 10, value_parser = some_rows)]
    most: u32,
    /// Only those before the one with this number
    #[arg(long, value_name = "AUDIT_ID", value_parser = a_number)]
    after: Option<i64>,
    /// Also what was refused, failed, or was so already
    #[arg(long)]
    all: bool,
}

fn a_number(text: &str) -> std::result::Result<i64, String> {
    audit_number(text).map_err(|error| error.message().to_owned())
}

impl Command for Last {
    const NAME: &'static str = "last";
    const ABOUT: &'static str = "List your own last changes, the newest first, and how to take each back";
    const DETAILS: &'static str = "\
Changes, in whichever client: each row names it, and nothing here ever selects one. --all also lists what was refused, \
failed or was so already. \
`take_back` is the command line for it: `undo` for the last change in a client while it can be undone, else what does \
the opposite, or nothing. A command about several clients names none. People read sentences; machine formats and \
--columns give the columns.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl last", "partnerctl last 3 --json", "partnerctl last 20 --all"];
    const VERB: Option<Verb> = Some(Verb::Last);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let before = self.after.unwrap_or(i64::MAX);
        let which = if self.all { Which::All } else { Which::Changes };
        let none = match which {
            Which::All => "you have given no command that left a trace",
            Which::Changes => "you have changed nothing; `partnerctl last --all` lists what was refused too",
        };
        let now = cx.now();
        // One more row says whether the list goes on.
        let (mut lines, most) = (Lines::new(Some(self.most)), self.most.saturating_add(1));
        if selection.is_plain_table() {
            let zone = cx.zone.clone();
            cx.read_aloud(|tx, actor, ui| {
                lines.until_full(|lines| {
                    last::each(tx, actor, which, (before, most), now, |command| {
                        lines.take(command.row.number)?;
                        say(ui, &zone, command)
                    })
                })
            })?;
            return end(cx, &lines, none, self.after);
        }
        cx.stream(selection, Shape::List, |tx, actor, sink| {
            lines.until_full(|lines| {
                last::each(tx, actor, which, (before, most), now, |command| {
                    let row = command.row;
                    lines.take(row.number)?;
                    let take_back = command.take_back.as_ref().map(shell::step);
                    sink.push(&[
                        row.client.as_ref().map_or(Cell::Null, |(client, _)| Cell::shown(client)),
                        row.client.map_or(Cell::Null, |(_, slug)| slug.into()),
                        Cell::Int(row.number),
                        Cell::At(row.at),
                        row.action.into(),
                        row.entity.into(),
                        row.outcome.name().into(),
                        command.sentence.as_str().into(),
                        take_back.as_deref().into(),
                    ])
                })
            })
        })?;
        end(cx, &lines, none, self.after)
    }
}

fn end(cx: &Context, lines: &Lines, none: &str, after: Option<i64>) -> Result<()> {
    if lines.count() == 0 {
        cx.ui.note(&after.map_or_else(|| none.to_owned(), |after| format!("nothing comes after {after}")));
    }
    lines.end(cx);
    Ok(())
}

/// One command for people: when, in which client, what it did, and below it how to take it back.
fn say(ui: &Ui, zone: &Zone, command: &last::Command<'_>) -> Result<()> {
    let row = command.row;
    let place = row.client.map_or_else(String::new, |(id, slug)| format!("{slug} ({id}): "));
    ui.print_folded(&format!("{}  {place}{}", zone.local(row.at), zone.in_words(&command.sentence)))?;
    match &command.take_back {
        Some(step) => ui.print(&format!("    take back: {}", shell::step(step))),
        None => Ok(()),
    }
}
