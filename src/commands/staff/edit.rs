//! `partnerctl staff edit`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::actor::{StaffKind, StaffRights};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::name::Name;
use crate::domain::outcome::Outcome;
use crate::error::{Error, Result};
use crate::ops::staff;
use crate::output::{Columns, ResultWord, Shape};

/// Arguments of `staff edit`.
#[derive(Debug, Args)]
pub struct Edit {
    /// The operating-system account
    #[arg(value_name = "OSUSER")]
    os_user: String,
    /// How people call them from now on
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// They may do everything
    #[arg(long, conflicts_with = "read_only")]
    full: bool,
    /// They may look at everything and change nothing
    #[arg(long)]
    read_only: bool,
    /// The account is a person's
    #[arg(long, conflicts_with = "service")]
    person: bool,
    /// The account is a service: the actor is the person who logged in, if they are staff, else the service itself
    #[arg(long)]
    service: bool,
}

impl Command for Edit {
    const NAME: &'static str = "edit";
    const ABOUT: &'static str = "Change the name or the rights of staff";
    const DETAILS: &'static str = "One person with full rights always stays, because no one else could let others in.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl staff edit ravi --read-only", "partnerctl staff edit jane --name \"Jane Roe\" --full"];
    const VERB: Option<Verb> = Some(Verb::StaffEdit);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let edit = staff::Edit {
            name: self.name.as_deref().map(|name| Name::parse("name", name)).transpose()?,
            rights: match (self.full, self.read_only) {
                (true, _) => Some(StaffRights::Full),
                (_, true) => Some(StaffRights::ReadOnly),
                _ => None,
            },
            kind: match (self.person, self.service) {
                (true, _) => Some(StaffKind::Person),
                (_, true) => Some(StaffKind::Service),
                _ => None,
            },
        };
        if edit == (staff::Edit { name: None, rights: None, kind: None }) {
            return Err(Error::usage("nothing is to be changed")
                .advice("say what with `--name`, `--full`, `--read-only`, `--person` or `--service`"));
        }
        let done = cx.change(|change| staff::edit(change, &self.os_user, &edit))?;
        let (row, changed) = (done.value, done.outcome == Outcome::Done);
        if changed {
            let rights = if row.member.rights == StaffRights::Full { "full" } else { "read-only" };
            cx.ui.outcome(|t| {
                format!("{} ({}) {} staff with {rights} rights.", row.member.name, row.member.os_user, t.is())
            });
        }
        let mut sink = cx.sink(selection, Shape::Changed("staff_id"))?;
        sink.push(&super::changed(&row, if changed { ResultWord::Updated } else { ResultWord::Unchanged }))?;
        sink.finish()
    }
}
