//! `partnerctl config list`

use clap::Args;

use crate::app::settings::KNOWN;
use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::filters::PartArgs;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::config;
use crate::output::brief::{Phrase, plain, words};
use crate::output::columns::{id, instant, text};
use crate::output::part::in_other_order;
use crate::output::style::Tone;
use crate::output::{Brief, Cell, Columns, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("setting_key"),
    text("value"),
    text("default"),
    text("meaning"),
    instant("changed_at"),
    text("changed_by"),
])
.keyed(in_other_order(&["setting_key"]))
.in_brief(&Brief {
    noun: "setting",
    columns: &[
        plain(&["setting_key"]).headed("setting"),
        words("value", &["value", "default"], |record| {
            let (value, default) = (record.text(), record.text_of("default"));
            match (value.is_empty(), default.is_empty()) {
                (false, _) => Phrase::new(value, Tone::Good),
                (true, false) => Phrase::plain(format!("{default} (default)")),
                (true, true) => Phrase::plain(""),
            }
        }),
        plain(&["meaning"]).below(),
    ],
});

/// Arguments of `config list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    part: PartArgs,
}

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
        let selection = cx.select_part(COLUMNS, self.part.part())?;
        cx.stream(selection, Shape::List, |tx, _, sink| {
            let set = config::set_values(tx)?;
            sink.until_full(|sink| {
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
        })
    }
}
