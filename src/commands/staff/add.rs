//! `partnerctl staff add`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::actor::{StaffKind, StaffRights};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::name::Name;
use crate::domain::outcome::Outcome;
use crate::error::Result;
use crate::ops::staff::{self, AddStaff};
use crate::output::{Columns, ResultWord, Shape};

/// Arguments of `staff add`.
#[derive(Debug, Args)]
pub struct Add {
    /// The operating-system account
    #[arg(value_name = "OSUSER")]
    os_user: String,
    /// How people call them
    #[arg(long, value_name = "NAME")]
    name: String,
    /// They may look at everything and change nothing
    #[arg(long, conflicts_with = "service")]
    read_only: bool,
    /// A service account: the actor is the person who logged in, if they are staff, else the service itself
    #[arg(long)]
    service: bool,
}

impl Command for Add {
    const NAME: &'static str = "add";
    const ABOUT: &'static str = "Register an operating-system account as staff";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl staff add jane --name \"Jane Doe\"", "partnerctl staff add audit --name Auditors --read-only"];
    const VERB: Option<Verb> = Some(Verb::StaffAdd);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let wanted = AddStaff {
            name: Name::parse("name", &self.name)?,
            os_user: self.os_user,
            rights: if self.read_only { StaffRights::ReadOnly } else { StaffRights::Full },
            kind: if self.service { StaffKind::Service } else { StaffKind::Person },
        };
        let directory = cx.account.directory.clone();
        let done = cx.change(|change| staff::add(change, &wanted, &directory))?;
        let row = done.value;
        let created = done.outcome == Outcome::Done;
        if created {
            cx.ui.outcome(|t| format!("{} ({}) {} staff.", row.member.name, row.member.os_user, t.is()));
        }
        let mut sink = cx.sink(selection, Shape::Changed("staff_id"))?;
        sink.push(&super::changed(&row, if created { ResultWord::Created } else { ResultWord::Unchanged }))?;
        sink.finish()
    }
}
