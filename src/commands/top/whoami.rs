//! `partnerctl whoami`

use clap::Args;

use crate::app::context::Context;
use crate::commands::class::Class;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::error::Result;
use crate::output::{Cell, Columns, Shape, columns::text};

const COLUMNS: Columns =
    Columns::new(&[text("actor"), text("name"), text("rights"), text("acting_as"), text("database"), text("label")]);

/// Arguments of `whoami`.
#[derive(Debug, Args)]
pub struct Whoami {}

impl Command for Whoami {
    const NAME: &'static str = "whoami";
    const ABOUT: &'static str = "Tell who gives the commands, and in which database";
    const EXAMPLES: &'static [&'static str] = &["partnerctl whoami", "partnerctl whoami --as jim@bigshoes.example"];
    const VERB: Option<Verb> = Some(Verb::Whoami);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let actor = cx.actor()?.clone();
        let member = actor.staff();
        let database = cx.place.database.display().to_string();
        let mut sink = cx.sink(selection, Shape::One)?;
        sink.push(&[
            Cell::Text(member.os_user.as_str().into()),
            Cell::Text(member.name.as_str().into()),
            Cell::Text(member.rights.name().into()),
            actor.acting_as().map_or(Cell::Null, |email| Cell::Text(email.into())),
            Cell::Text(database.into()),
            Cell::Text(cx.house()?.label.as_str().into()),
        ])?;
        sink.finish()
    }
}
