//! `partnerctl config list`

use clap::Args;

use crate::app::settings::KNOWN;
use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::config;
use crate::output::columns::{id, instant, text};
use crate::output::{Cell, Columns, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("setting_key"),
    text("value"),
    text("default"),
    text("meaning"),
    instant("changed_at"),
    text("changed_by"),
]);

/// Arguments of `config list`.
#[derive(Debug, Args)]
pub struct List {}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List every setting, what it means, and its value";
    const DETAILS: &'static str = "\
`value` is what was set; where it is empty, `default` holds. A family such as form.NAME has a row that explains it, and \
one for each that is set.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl config list", "partnerctl config list --json"];
    const VERB: Option<Verb> = Some(Verb::ConfigList);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        cx.stream(selection, Shape::List, |tx, _, sink| {
            let set = config::set_values(tx)?;
            for known in KNOWN {
                let here: Vec<_> = set.iter().filter(|setting| known.covers(&setting.key)).collect();
                if here.is_empty() || known.is_family() {
                    sink.push(&[
                        Cell::Text(known.name()),
                        Cell::Null,
                        known.default.into(),
                        known.meaning.into(),
                        Cell::Null,
                        Cell::Null,
                    ])?;
                }
                for setting in here {
                    sink.push(&[
                        setting.key.as_str().into(),
                        setting.value.as_str().into(),
                        known.default.into(),
                        known.meaning.into(),
                        Cell::At(setting.changed_at),
                        setting.changed_by.as_str().into(),
                    ])?;
                }
            }
            Ok(())
        })
    }
}
