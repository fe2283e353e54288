//! `partnerctl link delete`

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

/// Arguments of `link delete`.
#[derive(Debug, Args)]
pub struct Delete {
    #[command(flatten)]
    named: Named,
}

impl Command for Delete {
    const NAME: &'static str = "delete";
    const ABOUT: &'static str = "Hide links that are over from the lists; the audit keeps them";
    const DETAILS: &'static str = concat!(
        "\
For what was denied, withdrawn, unlinked or expired. A denial that is hidden still makes the partner wait its seven \
days. Several links are all hidden, or none.",
        table::about_table!()
    );
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl link delete lnk_17 lnk_18 -c big-shoes",
        "partnerctl link list -A --state cancelled --csv | partnerctl link delete - --expect-clients 3",
    ];
    const VERB: Option<Verb> = Some(Verb::LinkDelete);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with a table, `-`")];

    fn columns(&self) -> Option<Columns> {
        Some(self.named.columns_or(super::CHANGED))
    }

    fn class(&self) -> Class {
        self.named.class_or(Class::Reversible)
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        if table::run(cx, &self.named, (Verb::LinkDelete, Script::MayLeaveOut), None, link::delete)? {
            return Ok(());
        }
        let selection = cx.select(super::CHANGED)?;
        let (seen, links) = self.named.resolve(cx)?;
        change_each(
            cx,
            selection,
            links,
            ResultWord::Deleted,
            |change, id| link::delete(change, &seen, id),
            |_, link, t| format!("{} {} hidden from the lists; the audit keeps it.", link.id, t.is()),
            "was hidden before",
        )
    }
}
