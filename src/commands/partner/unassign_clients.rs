//! `partnerctl partner unassign-clients`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::partner_user::Direction;
use crate::output::Columns;

use super::assignments::{Named, UNASSIGNED};
use super::client_selection;

/// Arguments of `partner unassign-clients`.
#[derive(Debug, Args)]
pub struct UnassignClients {
    #[command(flatten)]
    named: Named,
}

impl Command for UnassignClients {
    const NAME: &'static str = "unassign-clients";
    const ABOUT: &'static str = "Unassign clients from a partner user";
    const DETAILS: &'static str = "\
It holds at once. Clients that are closed, or that the partner no longer has, can be taken away too. Anyone who reaches \
every client of the partner has no chosen ones: to let them reach only some is said with `partner edit-user --clients`. \
For several clients the number is typed, or compared with --expect-clients; all are taken away, or none.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl partner unassign-clients bob@jimsweb.example -p jims-web --clients tea-house",
        "partnerctl partner unassign-clients usr_5 -p ptn_1 --clients big-shoes,C100002-4 --expect-clients 2",
    ];
    const VERB: Option<Verb> = Some(Verb::PartnerUnassignClients);
    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with several clients in `--clients`")];
    const COLUMNS: Option<Columns> = Some(UNASSIGNED);

    fn class(&self) -> Class {
        client_selection::class_of(Some(&self.named.clients), Class::Reversible)
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        self.named.run(cx, Direction::Unassign)
    }
}
