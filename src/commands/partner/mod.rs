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

use super::brief::{name, state};
use super::command::{CommandEntry, Noun};
use crate::domain::login::LoginState;
use crate::domain::partner::{PartnerRow, PartnerUserRow};
use crate::domain::slug::Slug;
use crate::ops::partner::Counts;
use crate::output::brief::{Phrase, Record, plain, words};
use crate::output::columns::{id, instant, int, text};
use crate::output::part::ascending;
use crate::output::style::Tone;
use crate::output::{Brief, Cell, Columns, ResultWord};

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
])
.keyed(ascending(&["partner_id"]))
.in_brief(&Brief {
    noun: "partner",
    columns: &[
        plain(&["partner"]),
        plain(&["name"]),
        state(&["state"]),
        plain(&["users"]),
        plain(&["clients"]),
        plain(&["contact_email"]).headed("contact").rank(1),
        plain(&["created_at"]).headed("since").rank(2),
    ],
});

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
const USERS: Columns = users!().keyed(ascending(&["user_id"])).in_brief(&Brief {
    noun: "user",
    columns: &[
        plain(&["partner"]).rank(5),
        plain(&["email"]),
        name().rank(1),
        words("status", &["active", "restricted", "must_change_password", "last_login_at"], user_status).whole(),
        words("clients", &["scope", "clients"], reach),
        plain(&["until"]).rank(2),
    ],
});

fn user_status(record: &Record<'_>) -> Phrase {
    let (text, tone) = match record.at("last_login_at") {
        _ if !record.is("active") => ("Inactive".to_owned(), Tone::Over),
        _ if record.is("must_change_password") => ("Has a temporary password".to_owned(), Tone::Waiting),
        Some(_) => (record.with_time("Last login", "last_login_at"), Tone::Good),
        None => ("Active, never signed in".to_owned(), Tone::Good),
    };
    let text = if record.is("restricted") { text + ", restricted" } else { text };
    Phrase::new(text, tone)
}

/// `all`, or how many were chosen.
fn reach(record: &Record<'_>) -> Phrase {
    match &*record.text() {
        "assigned" => Phrase::plain(record.text_of("clients").split_whitespace().count().to_string()),
        scope => Phrase::plain(scope),
    }
}

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
