//! `partnerctl config get`

use clap::Args;

use crate::app::settings::known;
use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result};
use crate::ops::config;
use crate::output::columns::{id, text};
use crate::output::{Cell, Columns, Shape};

const COLUMNS: Columns = Columns::new(&[id("setting_key"), text("value"), text("source")]);

/// Arguments of `config get`.
#[derive(Debug, Args)]
pub struct Get {
    /// The setting
    #[arg(value_name = "KEY")]
    key: String,
}

impl Command for Get {
    const NAME: &'static str = "get";
    const ABOUT: &'static str = "Print the value of a setting";
    const DETAILS: &'static str = "\
Prints the value that holds: what was set, else what notify.all says for a kind of notification, else the default. Where there is neither, it ends with exit code 3.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl config get web.base_url"];
    const VERB: Option<Verb> = Some(Verb::ConfigGet);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let key = super::one_key(&self.key)?;
        let default = known(key)?.default;
        let set = cx.read(|tx, _| config::set_value(tx, key))?;
        let for_all = if set.is_none() { cx.read(|tx, _| config::value_for_all_kinds(tx, key))? } else { None };
        let (value, source) = match (set.or_else(|| for_all.clone()), default) {
            (Some(value), _) if for_all.is_some() => (value, "notify.all"),
            (Some(value), _) => (value, "set"),
            (None, Some(default)) => (default.to_owned(), "default"),
            (None, None) => {
                return Err(Error::not_found(format!("{key} is not set, and has no default"))
                    .advice(shell_format!("set it with `partnerctl config set {} VALUE`", key)));
            }
        };
        let mut sink = cx.sink(selection, Shape::Changed("value"))?;
        sink.push(&[key.into(), Cell::Text(value.into()), source.into()])?;
        sink.finish()
    }
}
