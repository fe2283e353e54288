//! `partnerctl partner show`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::PartnerObject;
use crate::commands::command::Command;
use crate::domain::authority::{Target, Verb, decide};
use crate::domain::class::Class;
use crate::domain::shell::shell_format;
use crate::error::Result;
use crate::ops::partner;
use crate::output::{Columns, Shape};

/// Arguments of `partner show`.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    partner: PartnerObject,
}

impl Command for Show {
    const NAME: &'static str = "show";
    const ABOUT: &'static str = "Show one partner";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl partner show jims-web", "partnerctl partner show ptn_1 --json"];
    const VERB: Option<Verb> = Some(Verb::PartnerShow);
    const COLUMNS: Option<Columns> = Some(super::LIST);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::LIST)?;
        let row = self.partner.find(cx)?;
        let now = cx.now();
        cx.stream(selection, Shape::One, |tx, actor, sink| {
            decide(actor, Verb::PartnerShow, &Target::partner(row.id))?;
            sink.push(&super::listed(&row, partner::counts(tx, actor, &row, now)?))
        })?;
        cx.ui.hint(&shell_format!("its users are in `partnerctl partner list-users -p {}`", row.slug));
        Ok(())
    }
}
