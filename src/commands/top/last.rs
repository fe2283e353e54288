//! `partnerctl last`

use clap::Args;

use crate::app::context::Context;
use crate::commands::class::Class;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::error::Result;
use crate::ops::last;
use crate::output::columns::{id, instant, int, text};
use crate::output::{Cell, Columns, Shape};

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
]);

/// Arguments of `last`.
#[derive(Debug, Args)]
pub struct Last {
    /// How many
    #[arg(value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    most: u32,
}

impl Command for Last {
    const NAME: &'static str = "last";
    const ABOUT: &'static str = "List your own last commands, the newest first, and how to take each back";
    const DETAILS: &'static str = "\
Changes and what was refused, in whichever client: that stands in each row, and nothing here ever selects one. \
`take_back` is the command line for it: `undo` for the last change in a client while it can be undone, else what does \
the opposite, or nothing. A command about several clients names none.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl last", "partnerctl last 3 --json"];
    const VERB: Option<Verb> = Some(Verb::Last);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let rows = cx.stream(selection, Shape::List, |tx, actor, sink| {
            last::each(tx, actor, self.most, |command| {
                let row = command.row;
                let take_back = command.take_back.as_deref().map(|line| format!("partnerctl {line}"));
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
            })?;
            Ok(sink.rows())
        })?;
        if rows == 0 {
            cx.ui.note("you have given no command that left a trace");
        }
        Ok(())
    }
}
