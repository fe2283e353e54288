//! What `partner assign-clients` and `partner unassign-clients` share.

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::PartnerArg;
use crate::commands::counted::counted;
use crate::commands::still;
use crate::domain::reference::UserRef;
use crate::error::Result;
use crate::ops::partner_user::{self, Assigned, Direction};
use crate::ops::reach::still::{StillEnters, by_own_grant};
use crate::ops::resolve::{ClientSeen, named};
use crate::output::columns::{id, text};
use crate::output::{Cell, Columns, ResultWord, Shape};

use super::client_selection::{self, States};

/// Declares the columns of a row for each client that was named, and what a command has besides.
macro_rules! columns {
    ($($more:expr),*) => {
        Columns::new(&[
            id("client_id"),
            id("client_slug"),
            id("partner"),
            id("user_id"),
            id("email"),
            text("result"),
            $($more,)*
        ])
    };
}

/// Columns of `partner assign-clients`.
pub(super) const ASSIGNED: Columns = columns!();

/// Columns of `partner unassign-clients`.
pub(super) const UNASSIGNED: Columns = columns!(still::COLUMN);

/// `EMAIL -p P --clients a,b`.
#[derive(Debug, Args)]
pub(super) struct Named {
    /// The user of the partner: e-mail address, or id such as `usr_5`
    #[arg(value_name = "EMAIL")]
    person: String,
    #[command(flatten)]
    partner: PartnerArg,
    /// The clients: ids or slugs, joined by commas
    #[arg(long, value_name = "LIST")]
    pub(super) clients: String,
    /// How many clients these are; a terminal has it typed where there are several
    #[arg(long, value_name = "N")]
    expect_clients: Option<usize>,
}

impl Named {
    /// Resolves everything, has the number typed, moves the clients and prints them.
    pub(super) fn run(self, cx: &mut Context, direction: Direction) -> Result<()> {
        let selection = cx.select(match direction {
            Direction::Assign => ASSIGNED,
            Direction::Unassign => UNASSIGNED,
        })?;
        let person = UserRef::parse(&self.person)?;
        let company = self.partner.find(cx)?;
        let states = if direction == Direction::Assign { States::Open } else { States::Any };
        let clients = client_selection::resolve(cx, &self.clients, states)?;
        let now = cx.now();
        let planned = cx
            .read(|tx, actor| partner_user::check_assignment(tx, actor, &company, &person, direction, &clients, now))?;
        let email = planned.login.email.clone();
        let count = counted(clients.len(), "client");
        let plan = match direction {
            Direction::Assign => format!("{email} is to reach {count} more"),
            Direction::Unassign => format!("{email} is to reach {count} no longer"),
        };
        client_selection::count(cx, &self.clients, &clients, self.expect_clients, &plan)?;
        let kept = if direction == Direction::Unassign { still_entering(cx, &planned, &clients)? } else { Vec::new() };
        let done = cx.change(|change| partner_user::assign(change, &company, &person, direction, &clients))?;
        let moved = &done.value.moved;
        let mut sink = cx.sink(selection, Shape::ChangedMany("client_id"))?;
        for seen in &clients {
            let (client, is_moved) = (named(&seen.row), moved.contains(&seen.row.id));
            cx.ui.outcome(|t| match (direction, is_moved) {
                (Direction::Assign, true) => format!("{client} {} assigned to {email}", t.is()),
                (Direction::Assign, false) => format!("{client} was assigned to {email} already"),
                (Direction::Unassign, true) => {
                    format!("{client} {} assigned to {email}", t.pick("is no longer", "would no longer be"))
                }
                (Direction::Unassign, false) => format!("{client} was not assigned to {email}"),
            });
            let result = match (direction, is_moved) {
                (_, false) => ResultWord::Unchanged,
                (Direction::Assign, true) => ResultWord::Assigned,
                (Direction::Unassign, true) => ResultWord::Unassigned,
            };
            let mut row = vec![
                Cell::shown(&seen.row.id),
                Cell::shown(&seen.row.slug),
                Cell::shown(&company.slug),
                Cell::shown(&done.value.login.id),
                Cell::shown(&email),
                Cell::from(result),
            ];
            if direction == Direction::Unassign {
                row.push(still::cell(kept.iter().filter(|way| way.place == seen.row.id))?);
            }
            sink.push(&row)?;
        }
        still::warn(cx, &kept);
        sink.finish()
    }
}

/// The clients that the person enters by grants of their own, which stay.
fn still_entering(cx: &mut Context, planned: &Assigned, clients: &[ClientSeen]) -> Result<Vec<StillEnters>> {
    let now = cx.now();
    let mut ways = Vec::new();
    for seen in clients.iter().filter(|seen| planned.moved.contains(&seen.row.id)) {
        ways.extend(cx.read(|tx, _| by_own_grant(tx, &planned.login, &seen.row, now))?);
    }
    Ok(ways)
}
