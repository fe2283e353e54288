//! `partnerctl link cancel`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::confirm::Script;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::link;
use crate::output::{Columns, ResultWord};

use super::named::{Named, change_each};
use super::table;

/// Arguments of `link cancel`.
#[derive(Debug, Args)]
pub struct Cancel {
    #[command(flatten)]
    named: Named,
}

impl Command for Cancel {
    const NAME: &'static str = "cancel";
    const ABOUT: &'static str = "Withdraw link requests that no one answered yet";
    const DETAILS: &'static str = concat!(
        "\
The request stays in the history, its codes are dead, mails that wait are skipped, and anyone who was mailed already is notified. A link that was approved is ended with `link remove`. Several requests are all withdrawn, or none.",
        table::about_table!()
    );
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl link cancel lnk_17 -c big-shoes",
        "partnerctl link list -p jims-web --state pending --csv | partnerctl link cancel - --expect-clients 3",
    ];
    const VERB: Option<Verb> = Some(Verb::LinkCancel);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with a table, `-`")];

    fn columns(&self) -> Option<Columns> {
        Some(self.named.columns_or(super::CHANGED))
    }

    fn class(&self) -> Class {
        self.named.class_or(Class::Outward)
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        if table::run(cx, &self.named, (Verb::LinkCancel, Script::MustSay), None, link::cancel)? {
            return Ok(());
        }
        let selection = cx.select(super::CHANGED)?;
        let (seen, links) = self.named.resolve(cx)?;
        change_each(
            cx,
            selection,
            links,
            ResultWord::Updated,
            |change, id| link::cancel(change, &seen, id),
            |cx, link, t| {
                let work = t.pick("no longer work", "would no longer work");
                let more = if link.in_force(cx.now()) { "the request for more of " } else { "" };
                format!("{more}{} {} withdrawn; its codes {work}.", link.id, t.is())
            },
            "was withdrawn before",
        )
    }
}
