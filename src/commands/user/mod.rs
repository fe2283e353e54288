//! `partnerctl user`: people in clients, and what they may do there.

mod activate;
mod add;
mod deactivate;
mod dedicated;
mod edit;
mod ended;
mod global;
mod leave;
mod list;
mod remove;
mod rename;
mod reset_password;
mod set_password;
mod show;
mod suggest_login;

use super::args::ClientArg;
use super::brief::permissions;
use super::command::{CommandEntry, Noun};
use super::still;
use crate::cli::context::{Context, IfElsewhere};
use crate::domain::login::Reached;
use crate::domain::reference::UserRef;
use crate::domain::status::NEVER_IN;
use crate::error::Result;
use crate::ops::resolve::ClientSeen;
use crate::ops::user::UserEntry;
use crate::output::brief::{Phrase, Record, plain, words};
use crate::output::columns::{boolean, end, id, instant, list as items, text};
use crate::output::part::ascending;
use crate::output::style::Tone;
use crate::output::{Brief, Cell, Columns};

/// `partnerctl user VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "user",
    about: "People in clients: their roles, permissions, terms and state; their logins and passwords",
    verbs: &[
        CommandEntry::of::<add::Add>(),
        CommandEntry::of::<list::List>(),
        CommandEntry::of::<show::Show>(),
        CommandEntry::of::<edit::Edit>(),
        CommandEntry::of::<remove::Remove>(),
        CommandEntry::of::<suggest_login::SuggestLogin>(),
        CommandEntry::of::<leave::Leave>(),
        CommandEntry::of::<rename::Rename>(),
        CommandEntry::of::<deactivate::Deactivate>(),
        CommandEntry::of::<activate::Activate>(),
        CommandEntry::of::<set_password::SetPassword>(),
        CommandEntry::of::<reset_password::ResetPassword>(),
    ],
};

/// Columns of `user list`.
const LIST: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    id("user_id"),
    id("email"),
    text("name"),
    text("role"),
    items("permissions"),
    text("state"),
    instant("invited_at"),
    instant("expires_at"),
    instant("last_login_at"),
    end("until"),
    text("for_partner"),
    boolean("mailbox"),
    boolean("bounced"),
    instant("since"),
])
.last_on_request(1)
.keyed(ascending(&["client_id", "user_id"]))
.in_brief(&Brief {
    noun: "user",
    columns: &[
        plain(&["client_slug"]).headed("client"),
        plain(&["email"]),
        plain(&["name"]).rank(5),
        plain(&["role"]).rank(1),
        words("status", &["state", "invited_at", "expires_at", "last_login_at", "bounced", "since"], status).whole(),
        permissions().rank(3),
        plain(&["until"]).rank(2),
        plain(&["for_partner"]).headed("made for").rank(4),
    ],
});

/// How far a person has come, in the words of their card as far as the list knows.
fn status(record: &Record<'_>) -> Phrase {
    let state = record.text();
    let (text, tone) = match &*state {
        "active" if record.at("last_login_at").is_some() => {
            (record.with_time("Last login", "last_login_at"), Tone::Good)
        }
        "active" => ("Active, never signed in".to_owned(), Tone::Good),
        "invited" => (record.with_date("Waiting since", "invited_at"), Tone::Waiting),
        "expired" => (record.with_date("Expired", "expires_at"), Tone::Bad),
        "declined" => ("Declined".to_owned(), Tone::Bad),
        "prepared" => ("Not invited".to_owned(), Tone::Plain),
        "inactive" => ("Inactive".to_owned(), Tone::Over),
        "ended" if record.at("since").is_none() => (NEVER_IN.to_owned(), Tone::Over),
        "ended" => ("Access ended".to_owned(), Tone::Over),
        other => (other.to_owned(), Tone::Plain),
    };
    match record.is("bounced") {
        true => Phrase::new(format!("{text}, mail bounced"), Tone::Bad),
        false => Phrase::new(text, tone),
    }
}

/// Declares the columns of `user add`, and what a command has besides.
macro_rules! changed {
    ($($more:expr),*) => {
        Columns::new(&[
            id("client_id"),
            id("client_slug"),
            id("user_id"),
            id("email"),
            text("role"),
            items("permissions"),
            end("until"),
            id("invitation_id"),
            text("mail"),
            text("result"),
            items("withdrawn"),
            $($more,)*
        ])
    };
}

/// Columns of `user add`.
const CHANGED: Columns = changed!();

/// Columns of `user edit`.
const EDITED: Columns = changed!(still::COLUMN);

/// A row of [`LIST`].
fn listed<'a>(entry: &'a UserEntry<'a>, name: &'a str) -> [Cell<'a>; 16] {
    let mut cells = cells(entry, name).into_iter().chain([Cell::from(entry.since)]);
    std::array::from_fn(|_| cells.next().unwrap_or(Cell::Null))
}

/// The cells of a person in a client.
fn cells<'a>(entry: &'a UserEntry<'a>, name: &'a str) -> [Cell<'a>; 15] {
    [
        Cell::shown(&entry.client),
        Cell::from(entry.client_slug),
        Cell::shown(&entry.user),
        Cell::from(entry.email),
        Cell::from(Some(name).filter(|name| !name.is_empty())),
        Cell::from(entry.role.name()),
        Cell::list(entry.permissions),
        Cell::from(entry.state.name()),
        Cell::from(entry.member.invitation.map(|sent| sent.at)),
        Cell::from(entry.expires_at),
        Cell::from(entry.member.last_login_at),
        Cell::from(entry.until),
        Cell::from(entry.for_partner),
        Cell::Bool(entry.mailbox == Reached::Yes),
        Cell::Bool(entry.mailbox == Reached::Bounced),
    ]
}

/// First and last name in one, in a buffer that is used again for each row.
fn name_of<'b>(entry: &UserEntry<'_>, buffer: &'b mut String) -> &'b str {
    buffer.clear();
    buffer.push_str(entry.first_name);
    buffer.push(' ');
    buffer.push_str(entry.last_name);
    buffer.trim()
}

/// The client of a change about a person: exact, open, shown with what should give pause about the address.
fn client_of(cx: &mut Context, client: &ClientArg, person: &UserRef, policy: IfElsewhere) -> Result<ClientSeen> {
    let email = match person {
        UserRef::Email(email) => Some(email.clone()),
        UserRef::Id(_) => client.person(cx, person)?.map(|login| login.email),
    };
    client.for_change_of(cx, &email.iter().collect::<Vec<_>>(), policy)
}
