//! `partnerctl whoami`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::{Error, Result};
use crate::ops::{reach, resolve};
use crate::output::{Cell, Columns, Shape, columns::list, columns::text};

const COLUMNS: Columns = Columns::new(&[
    text("actor"),
    text("name"),
    text("rights"),
    text("acting_as"),
    text("database"),
    text("label"),
    list("expect_db"),
    list("expect_client"),
]);

/// Arguments of `whoami`.
#[derive(Debug, Args)]
pub struct Whoami {}

impl Command for Whoami {
    const NAME: &'static str = "whoami";
    const ABOUT: &'static str = "Show who runs the commands, in which database, and which vetoes are set";
    const DETAILS: &'static str = "\
`expect_db` is the label that --expect-db or PARTNERCTL_EXPECT_DB demands, `expect_client` holds the ids of the clients \
that PARTNERCTL_EXPECT_CLIENT lets commands change; both are empty where there is no veto. There is no current client \
to show: each command names its own.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl whoami", "partnerctl whoami --as jim@bigshoes.example"];
    const VERB: Option<Verb> = Some(Verb::Whoami);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let vetoes = vetoes(cx)?;
        let actor = cx.actor()?.clone();
        let member = actor.staff().ok_or_else(|| Error::bug("a command was given by no one"))?;
        let database = cx.database.to_string();
        let labels: Vec<&str> = cx.expected_labels().iter().map(|(_, label)| label.as_str()).collect();
        let mut sink = cx.sink(selection, Shape::One)?;
        sink.push(&[
            Cell::Text(member.os_user.as_str().into()),
            Cell::Text(member.name.as_str().into()),
            Cell::Text(member.rights.name().into()),
            actor.acting_as().map_or(Cell::Null, |email| Cell::Text(email.into())),
            Cell::Text(database.into()),
            Cell::Text(cx.info()?.label.as_str().into()),
            Cell::list(labels.join(" ")),
            Cell::list(vetoes.join(" ")),
        ])?;
        sink.finish()
    }
}

/// The clients that changes may be about, where a veto says so; each way of naming them is shown with what it means.
fn vetoes(cx: &mut Context) -> Result<Vec<String>> {
    let Some(expected) = cx.expected_clients() else { return Ok(Vec::new()) };
    let now = cx.now();
    let mut ids = Vec::new();
    for reference in &expected {
        let meant = cx.read(|tx, actor| {
            let mut seen = Vec::new();
            for row in resolve::every_meaning(tx, reference)? {
                if reach::sees(tx, actor, row.id, now)? {
                    seen.push((row.id.to_string(), format!("{} {}", resolve::named(&row), row.name)));
                }
            }
            Ok(seen)
        })?;
        let names: Vec<&str> = meant.iter().map(|(_, names)| names.as_str()).collect();
        let names = if names.is_empty() { "no client".to_owned() } else { names.join(" or ") };
        cx.ui.note(&format!("PARTNERCTL_EXPECT_CLIENT: {} names {names}", reference.typed()));
        ids.extend(meant.into_iter().map(|(id, _)| id));
    }
    Ok(ids)
}
