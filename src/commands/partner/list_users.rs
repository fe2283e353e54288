//! `partnerctl partner list-users`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::PartnerArg;
use crate::commands::command::Command;
use crate::commands::filters::PartArgs;
use crate::domain::authority::{Target, Verb, decide};
use crate::domain::class::Class;
use crate::domain::partner::{PartnerState, Reaches};
use crate::domain::shell::{Verbatim, shell_format};
use crate::error::Result;
use crate::ops::partner_user;
use crate::ops::partner_user::clients_of;
use crate::output::{Columns, Shape};

/// Arguments of `partner list-users`.
#[derive(Debug, Args)]
pub struct ListUsers {
    #[command(flatten)]
    partner: PartnerArg,
    #[command(flatten)]
    part: PartArgs,
}

impl Command for ListUsers {
    const NAME: &'static str = "list-users";
    const ABOUT: &'static str = "List the users of a partner, and the clients that they can enter";
    const DETAILS: &'static str = "\
`clients` names those that were chosen for a user; with the scope `all` it is empty, because every client of the partner \
is meant. A partner user sees of a colleague's clients only their own.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl partner list-users -p jims-web", "partnerctl partner list-users -p ptn_1 --csv > users.csv"];
    const VERB: Option<Verb> = Some(Verb::PartnerListUsers);
    const COLUMNS: Option<Columns> = Some(super::USERS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(super::USERS, self.part.part())?;
        let company = self.partner.find(cx)?;
        let wants_clients = selection.wants("clients");
        let rows = cx.stream(selection, Shape::List, |tx, actor, sink| {
            decide(actor, Verb::PartnerListUsers, &Target::partner(company.id))?;
            sink.until_full(|sink| {
                partner_user::of_partner(tx, company.id, |row| {
                    let chosen = wants_clients && row.scope == Reaches::Assigned;
                    let clients = if chosen { clients_of(tx, actor, row.login.id)? } else { Vec::new() };
                    sink.push(&super::user_cells(&company.slug, row, &clients))
                })
            })?;
            Ok(sink.rows())
        })?;
        if rows > 0 || self.part.is_end(cx) {
            return Ok(());
        }
        if company.state == PartnerState::Closed {
            cx.ui.note(&format!("{} is closed, and has no users", company.name));
        } else {
            cx.ui.note(&shell_format!("{} has no user yet; add one with `partnerctl partner add-user EMAIL -p {} --first-name F --last-name L`", Verbatim(&company.name), company.slug));
        }
        Ok(())
    }
}
