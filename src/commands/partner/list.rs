//! `partnerctl partner list`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::filters::PartArgs;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::partner;
use crate::output::{Columns, Shape};

/// Arguments of `partner list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    part: PartArgs,
}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List the partners, with how many users they have and how many clients they work in";
    const DETAILS: &'static str = "`users` counts those whose term lasts, `clients` those whose link is in force.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl partner list", "partnerctl partner list --csv --columns partner,name,clients"];
    const VERB: Option<Verb> = Some(Verb::PartnerList);
    const COLUMNS: Option<Columns> = Some(super::LIST);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(super::LIST, self.part.part())?;
        let now = cx.now();
        let rows = cx.stream(selection, Shape::List, |tx, _, sink| {
            sink.until_full(|sink| {
                partner::list_counted(tx, now, |row, counts| sink.push(&super::listed(row, counts)))
            })?;
            Ok(sink.rows())
        })?;
        if rows == 0 && !self.part.is_end(cx) {
            cx.ui.note("there is no partner yet; add one with `partnerctl partner add NAME --slug SLUG`");
        }
        Ok(())
    }
}
