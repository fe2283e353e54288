//! `partnerctl staff remove`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::outcome::Outcome;
use crate::error::Result;
use crate::ops::client::looked_after_by;
use crate::ops::staff;
use crate::output::{Columns, ResultWord, Shape};

/// Arguments of `staff remove`.
#[derive(Debug, Args)]
pub struct Remove {
    /// The operating-system account
    #[arg(value_name = "OSUSER")]
    os_user: String,
}

impl Command for Remove {
    const NAME: &'static str = "remove";
    const ABOUT: &'static str = "Remove an operating-system account from the staff";
    const DETAILS: &'static str = "\
What they did stays in the audit under their name. The last person with full rights stays. Anyone who can read or write the database file by the system's own permissions still can.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl staff remove ravi"];
    const VERB: Option<Verb> = Some(Verb::StaffRemove);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        const MANY: u32 = 1000;
        let selection = cx.select(super::CHANGED)?;
        let done = cx.change(|change| {
            let row = staff::remove(change, &self.os_user)?;
            let clients = looked_after_by(change.tx, row.member.id, MANY)?.len();
            Ok((row, clients))
        })?;
        let ((row, clients), removed) = (done.value, done.outcome == Outcome::Done);
        let who = &row.member.os_user;
        cx.ui.outcome(|t| {
            format!(
                "{} ({who}) {} staff.",
                row.member.name,
                if removed { t.pick("is no longer", "would no longer be") } else { "is not" }
            )
        });
        if removed && clients > 0 {
            let count = if clients < MANY as usize { clients.to_string() } else { format!("{MANY} or more") };
            cx.ui.hint(&format!("clients that still name {who} as in charge: {count}"));
            cx.ui.hint("hand them over with `partnerctl client edit CLIENT --staff OSUSER`");
        }
        let mut sink = cx.sink(selection, Shape::Changed("staff_id"))?;
        sink.push(&super::changed(&row, if removed { ResultWord::Removed } else { ResultWord::Unchanged }))?;
        sink.finish()
    }
}
