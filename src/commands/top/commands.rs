//! `partnerctl commands`

use clap::Args;
use serde::Serialize;

use crate::cli::context::Context;
use crate::commands::catalogue::{Classes, all};
use crate::commands::command::{Command, CommandEntry};
use crate::commands::filters::PartArgs;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::{Error, Result};
use crate::output::brief::plain;
use crate::output::columns::{json, list, text};
use crate::output::part::in_other_order;
use crate::output::{Brief, Cell, Columns, Shape};

const COLUMNS: Columns = Columns::new(&[
    text("command"),
    text("class"),
    text("staff"),
    list("on_behalf"),
    text("about"),
    list("columns"),
    json("examples"),
    json("otherwise"),
])
.keyed(in_other_order(&["command"]))
.in_brief(&Brief { noun: "command", columns: &[plain(&["command"]).whole(), plain(&["class"]), plain(&["about"])] });

/// Arguments of `commands`.
#[derive(Debug, Args)]
pub struct Commands {
    #[command(flatten)]
    part: PartArgs,
}

impl Command for Commands {
    const NAME: &'static str = "commands";
    const ABOUT: &'static str = "List every command with its class, who may give it, and its columns";
    const DETAILS: &'static str = "\
For programs; people read `partnerctl help`. `class` is that of the first example; `otherwise` lists other classes, each \
with the arguments that make it so. `staff` says whether staff has the command in their own name (own_name), with the code from a mail \
(with_code), always on someone's behalf (only_as), or whether anyone has it. `on_behalf` lists what a user needs with \
--as, any one of these: see `partnerctl help roles`.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl commands --format json",
        "partnerctl commands --columns command,about",
        "partnerctl commands --json | jq -r '.[] | select(.class == \"destructive\").command'",
    ];
    const VERB: Option<Verb> = None;
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(COLUMNS, self.part.part())?;
        let mut sink = cx.sink(selection, Shape::List)?;
        let mut classes = Classes::of_commands();
        sink.until_full(|sink| {
            all().try_for_each(|(name, entry)| {
                let verb = verb_of(&name)?;
                let needs: Vec<&str> = verb.needs().iter().map(|need| need.name()).collect();
                let columns = entry.columns.map(Columns::declared).unwrap_or_default();
                let columns: Vec<&str> = columns.iter().map(|column| column.name).collect();
                sink.push(&[
                    name.as_str().into(),
                    classes.plain(&name, entry)?.name().into(),
                    verb.own_name().name().into(),
                    Cell::list(needs.join(" ")),
                    entry.about.into(),
                    Cell::list(columns.join(" ")),
                    Cell::structured(&entry.examples)?,
                    Cell::structured(&otherwise(entry))?,
                ])
            })
        })?;
        cx.end_list(sink)
    }
}

/// `[{"class": "bulk", "when": "with `--all-clients`"}]`
fn otherwise(entry: &CommandEntry) -> Vec<OtherClass> {
    entry.otherwise.iter().map(|(class, when)| OtherClass { class: class.name(), when }).collect()
}

/// The class that a command has in a case of its own.
#[derive(Serialize)]
struct OtherClass {
    class: &'static str,
    when: &'static str,
}

fn verb_of(name: &str) -> Result<Verb> {
    let found = Verb::ALL.iter().copied().find(|verb| verb.name() == name);
    found.ok_or_else(|| Error::bug(format!("`{name}` is in no line of the table of rights")))
}
