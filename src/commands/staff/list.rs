//! `partnerctl staff list`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::filters::PartArgs;
use crate::domain::actor::StaffKind;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::staff;
use crate::output::{Cell, Columns, Shape};

/// Arguments of `staff list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    part: PartArgs,
}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List who may use this tool";
    const EXAMPLES: &'static [&'static str] = &["partnerctl staff list", "partnerctl staff list --json"];
    const VERB: Option<Verb> = Some(Verb::StaffList);
    const COLUMNS: Option<Columns> = Some(super::LIST);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(super::LIST, self.part.part())?;
        cx.stream(selection, Shape::List, |tx, _, sink| {
            sink.until_full(|sink| {
                staff::list(tx)?.into_iter().try_for_each(|row| {
                    sink.push(&[
                        Cell::shown(&row.member.id),
                        Cell::Text(row.member.os_user.as_str().into()),
                        Cell::Text(row.member.name.as_str().into()),
                        Cell::Text(row.member.rights.name().into()),
                        Cell::Bool(row.kind == StaffKind::Service),
                        Cell::At(row.created_at),
                    ])
                })
            })
        })
    }
}
