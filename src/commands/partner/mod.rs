//! `partnerctl partner`: companies that work in clients' accounts, and their users.

mod add;
mod add_user;
mod assign_clients;
mod assignments;
mod client_selection;
mod close;
mod dashboard;
mod edit;
mod edit_user;
mod list;
mod list_users;
mod offboard_user;
mod reach;
mod receipt;
mod show;
mod unassign_clients;

use super::command::{CommandEntry, Noun};
use crate::domain::login::LoginState;
use crate::domain::partner::{PartnerRow, PartnerUserRow};
use crate::domain::slug::Slug;
use crate::ops::partner::Counts;
use crate::output::columns::{id, instant, int, text};
use crate::output::{Cell, Columns, ResultWord};

/// `partnerctl partner VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "partner",
    about: "Partners: companies that work in clients' accounts, and their users",
    verbs: &[
        CommandEntry::of::<add::Add>(),
        CommandEntry::of::<list::List>(),
        CommandEntry::of::<show::Show>(),
        CommandEntry::of::<edit::Edit>(),
        CommandEntry::of::<dashboard::Dashboard>(),
        CommandEntry::of::<close::Close>(),
        CommandEntry::of::<add_user::AddUser>(),
        CommandEntry::of::<list_users::ListUsers>(),
        CommandEntry::of::<edit_user::EditUser>(),
        CommandEntry::of::<assign_clients::AssignClients>(),
        CommandEntry::of::<unassign_clients::UnassignClients>(),
        CommandEntry::of::<offboard_user::OffboardUser>(),
    ],
};

/// Columns of `partner list` and `partner show`.
const LIST: Columns = Columns::new(&[
    id("partner_id"),
    id("partner"),
    text("name"),
    id("contact_email"),
    text("state"),
    int("users"),
    int("clients"),
    instant("created_at"),
]);

/// Columns of a command that made or changed one partner.
const CHANGED: Columns =
    Columns::new(&[id("partner_id"), id("partner"), text("name"), id("contact_email"), text("state"), text("result")]);

/// A row of [`LIST`].
fn listed(row: &PartnerRow, counts: Counts) -> [Cell<'_>; 8] {
    [
        Cell::shown(&row.id),
        Cell::shown(&row.slug),
        Cell::from(&row.name),
        Cell::from(row.contact_email.as_ref()),
        Cell::from(row.state.name()),
        Cell::Int(counts.users),
        Cell::Int(counts.clients),
        Cell::At(row.created_at),
    ]
}

/// A row of [`CHANGED`].
fn changed<'a>(row: &'a PartnerRow, result: ResultWord) -> [Cell<'a>; 6] {
    [
        Cell::shown(&row.id),
        Cell::shown(&row.slug),
        Cell::from(&row.name),
        Cell::from(row.contact_email.as_ref()),
        Cell::from(row.state.name()),
        Cell::from(result),
    ]
}

/// Columns of `partner list-users`, with more behind them.
macro_rules! users {
    ($($more:expr),*) => {
        $crate::output::Columns::new(&[
            $crate::output::columns::id("partner"),
            $crate::output::columns::id("user_id"),
            $crate::output::columns::id("email"),
            $crate::output::columns::text("first_name"),
            $crate::output::columns::text("last_name"),
            $crate::output::columns::boolean("active"),
            $crate::output::columns::boolean("restricted"),
            $crate::output::columns::boolean("must_change_password"),
            $crate::output::columns::text("scope"),
            $crate::output::columns::list("clients"),
            $crate::output::columns::end("until"),
            $crate::output::columns::instant("last_login_at"),
            $($more),*
        ])
    };
}
use users;

/// Columns of `partner list-users`.
const USERS: Columns = users!();

/// A row of [`USERS`].
fn user_cells<'a>(partner: &'a Slug, row: &'a PartnerUserRow, clients: &[String]) -> [Cell<'a>; 12] {
    [
        Cell::shown(partner),
        Cell::shown(&row.login.id),
        Cell::shown(&row.login.email),
        Cell::from(&row.login.first_name),
        Cell::from(&row.login.last_name),
        Cell::Bool(row.login.state == LoginState::Active),
        Cell::Bool(row.restricted),
        Cell::Bool(row.must_change_password()),
        Cell::from(row.scope.name()),
        Cell::list(clients.join(" ")),
        Cell::from(row.until),
        Cell::from(row.last_login_at),
    ]
}
