//! `partnerctl partner`: companies that work in clients' accounts, and their users.

mod add;
mod add_user;
mod edit;
mod list;
mod list_users;
mod show;

use super::command::{Entry, Noun};
use crate::domain::slug::Slug;
use crate::output::columns::{boolean, id, instant, int, list as items, text};
use crate::output::{Cell, Columns};
use crate::store::login::LoginState;
use crate::store::partner::{Counts, PartnerRow};
use crate::store::partner_user::PartnerUserRow;

/// `partnerctl partner VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "partner",
    about: "Partners: companies that work in clients' accounts, and their users",
    verbs: &[
        Entry::of::<add::Add>(),
        Entry::of::<list::List>(),
        Entry::of::<show::Show>(),
        Entry::of::<edit::Edit>(),
        Entry::of::<add_user::AddUser>(),
        Entry::of::<list_users::ListUsers>(),
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
fn changed<'a>(row: &'a PartnerRow, result: &'a str) -> [Cell<'a>; 6] {
    [
        Cell::shown(&row.id),
        Cell::shown(&row.slug),
        Cell::from(&row.name),
        Cell::from(row.contact_email.as_ref()),
        Cell::from(row.state.name()),
        Cell::from(result),
    ]
}

/// Columns of `partner list-users`.
const USERS: Columns = Columns::new(&[
    id("partner"),
    id("user_id"),
    id("email"),
    text("first_name"),
    text("last_name"),
    boolean("active"),
    boolean("restricted"),
    boolean("must_change_password"),
    text("scope"),
    items("clients"),
    instant("until"),
    instant("last_login_at"),
]);

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
