//! `partnerctl partner assign-clients`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::partner_user::Direction;
use crate::output::Columns;

use super::assignments::{ASSIGNED, Named};
use super::client_selection;

/// Arguments of `partner assign-clients`.
#[derive(Debug, Args)]
pub struct AssignClients {
    #[command(flatten)]
    named: Named,
}

impl Command for AssignClients {
    const NAME: &'static str = "assign-clients";
    const ABOUT: &'static str = "Assign clients to a partner user";
    const DETAILS: &'static str = "\
A client of the partner is one that support associated with it, that it asked and that has not answered yet, or that is \
linked; any other is refused by name, and then none is assigned. What the person may do there is what the link gives. \
Anyone who reaches every client of the partner has no chosen ones: to let them reach only some is said with `partner \
edit-user --clients`. For several clients the number is typed, or compared with --expect-clients.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl partner assign-clients bob@jimsweb.example -p jims-web --clients big-shoes",
        "partnerctl partner assign-clients usr_5 -p ptn_1 --clients big-shoes,C100002-4 --expect-clients 2",
    ];
    const VERB: Option<Verb> = Some(Verb::PartnerAssignClients);
    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with several clients in `--clients`")];
    const COLUMNS: Option<Columns> = Some(ASSIGNED);

    fn class(&self) -> Class {
        client_selection::class_of(Some(&self.named.clients), Class::Outward)
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        self.named.run(cx, Direction::Assign)
    }
}
