//! `partnerctl link resend`

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
use super::request::Waiver;
use super::table;

/// Arguments of `link resend`.
#[derive(Debug, Args)]
pub struct Resend {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    waiver: Waiver,
}

impl Command for Resend {
    const NAME: &'static str = "resend";
    const ABOUT: &'static str = "Mail link requests again, with new codes, and begin their seven days again";
    const DETAILS: &'static str = concat!(
        "\
For requests that are pending or expired. Each owner and admin of the client, as they are by now, gets a new code; all \
codes mailed before are dead. A request goes out at most once a minute. Several requests are all sent, or none.",
        table::about_table!()
    );
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl link resend lnk_17 -c big-shoes",
        "partnerctl link list -A --state expired --csv | partnerctl link resend - --expect-clients 3",
    ];
    const VERB: Option<Verb> = Some(Verb::LinkResend);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with a table, `-`")];

    fn columns(&self) -> Option<Columns> {
        Some(self.named.columns_or(super::CHANGED))
    }

    fn class(&self) -> Class {
        self.named.class_or(Class::Outward)
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let cooldown = self.waiver.read(cx)?;
        if table::run(cx, &self.named, (Verb::LinkResend, Script::MayLeaveOut), None, |change, seen, id| {
            link::resend(change, seen, id, cooldown)
        })? {
            return Ok(());
        }
        let selection = cx.select(super::CHANGED)?;
        let (seen, links) = self.named.resolve(cx)?;
        change_each(
            cx,
            selection,
            links,
            ResultWord::Sent,
            |change, id| link::resend(change, &seen, id, cooldown),
            |cx, link, t| {
                let (can, until) = (t.pick("can", "could"), cx.zone.local(link.expires_at));
                format!("{} {can} be answered until {until}, with the new codes only", link.id)
            },
            "was not sent again",
        )
    }
}
