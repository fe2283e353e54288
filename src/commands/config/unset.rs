//! `partnerctl config unset`

use clap::Args;

use crate::app::settings::known;
use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::config::{self, Before};
use crate::output::{Columns, ResultWord, Shape};

/// Arguments of `config unset`.
#[derive(Debug, Args)]
pub struct Unset {
    /// The setting
    #[arg(value_name = "KEY")]
    key: String,
}

impl Command for Unset {
    const NAME: &'static str = "unset";
    const ABOUT: &'static str = "Reset a setting to its default";
    const EXAMPLES: &'static [&'static str] = &["partnerctl config unset mail.reply_to"];
    const VERB: Option<Verb> = Some(Verb::ConfigUnset);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let key = super::one_key(&self.key)?;
        let default = known(key)?.default;
        let done = cx.change(|change| config::unset(change, key))?;
        let holds =
            default.map_or_else(|| "it has no default.".to_owned(), |default| format!("its default is {default}"));
        if done.value == Before::Unset {
            cx.ui.status(&format!("{key} was not set; {holds}"));
        } else {
            cx.ui.outcome(|t| format!("{key} {} set; {holds}", t.pick("is no longer", "would no longer be")));
        }
        let mut sink = cx.sink(selection, Shape::Changed("setting_key"))?;
        let result = if done.value == Before::Unset { ResultWord::Unchanged } else { ResultWord::Updated };
        sink.push(&[key.into(), default.into(), result.into()])?;
        sink.finish()
    }
}
