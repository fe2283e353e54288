//! The record of a client: the columns of `client list`, and of `client show` for machines.

use crate::cli::context::Context;
use crate::domain::actor::Actor;
use crate::domain::language::Language;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result};
use crate::ops::client;
use crate::ops::client::list::Listed;
use crate::ops::client::{ClientEntry, ClientFilter};
use crate::output::brief::{Phrase, Record, plain, words};
use crate::output::columns::{boolean, id, instant, int, list, text};
use crate::output::part::ascending;
use crate::output::style::Tone;
use crate::output::{Brief, Cell, Columns, Selection, Sink};

/// Declares the columns, in the order of docs/reference.md#output, and what a command has besides.
macro_rules! columns {
    ($($more:expr),*) => {
        Columns::new(&[
            id("client_id"),
            id("client_slug"),
            text("name"),
            id("domain"),
            id("account_number"),
            list("owners"),
            text("plan"),
            text("staff"),
            text("state"),
            text("activation"),
            instant("invited_at"),
            instant("last_login_at"),
            list("partners"),
            instant("created_at"),
            text("language"),
            instant("accept_from"),
            boolean("administered"),
            $($more,)*
        ])
        .with_fields()
    };
}

/// The columns of `client list`.
pub(super) const COLUMNS: Columns = columns!().last_on_request(2).keyed(ascending(&["client_id"])).in_brief(&BRIEF);

/// The columns of `client show`: also what its card counts, and what it ends with.
pub(super) const SHOWN: Columns = columns!(int("people"), int("open_links"), text("next"));

const BRIEF: Brief = Brief {
    noun: "client",
    columns: &[
        plain(&["client_slug"]).headed("client"),
        plain(&["name"]),
        words("status", &["activation", "invited_at", "last_login_at", "state", "accept_from", "administered"], status)
            .whole(),
        plain(&["plan"]).rank(3),
        plain(&["owners"]).rank(1),
        plain(&["staff"]).rank(2),
    ],
};

/// How far a client has come, in the words of its card as far as the list knows.
fn status(record: &Record<'_>) -> Phrase {
    let activation = record.text();
    match (&*record.text_of("state"), &*activation) {
        ("closed", _) => Phrase::new("Closed", Tone::Over),
        _ if record.at("accept_from").is_some() => {
            Phrase::new(record.with_date("Recovery held until", "accept_from"), Tone::Waiting)
        }
        ("active", _) if !record.is("administered") => Phrase::new("Active, no administrator", Tone::Bad),
        (_, "active") if record.at("last_login_at").is_some() => {
            Phrase::new(record.with_time("Last login", "last_login_at"), Tone::Good)
        }
        (_, "active") => Phrase::new("Active, never signed in", Tone::Good),
        (_, "invited") => Phrase::new(record.with_date("Waiting since", "invited_at"), Tone::Waiting),
        (_, "expired") => Phrase::new(record.with_date("No answer since", "invited_at"), Tone::Bad),
        (_, "not_invited") => Phrase::new("Not invited", Tone::Plain),
        // Of a client whose record is not for the reader, this is empty.
        _ => Phrase::plain(activation),
    }
}

/// Extra fields that are asked for must be fields of some client: a key that no one has is a slip. What other clients
/// have is nothing that a user gets to know.
///
/// # Errors
/// `usage`.
pub(super) fn must_know_fields(cx: &mut Context, selection: &Selection) -> Result<()> {
    if selection.fields().is_empty() || !cx.actor()?.is_support() {
        return Ok(());
    }
    cx.read(|tx, _| {
        for key in selection.fields() {
            if !client::knows_field(tx, key)? {
                return Err(Error::usage(format!("no client has a field {key:?}: there is no column `field.{key}`"))
                    .advice("see the fields of a client with `partnerctl client show CLIENT`")
                    .advice(shell_format!(
                        "give it to one with `partnerctl client edit CLIENT --field {}=VALUE`",
                        key
                    )));
            }
        }
        Ok(())
    })
}

/// What has to be looked up for the columns that are shown. A recovery is the desk's: others learn of it by mail.
pub(super) fn wanted<'s>(selection: &'s Selection, actor: &Actor) -> ClientFilter<'s> {
    ClientFilter {
        owners: selection.wants("owners"),
        invitations: selection.wants("activation") || selection.wants("invited_at"),
        entries: selection.wants("last_login_at"),
        partners: selection.wants("partners"),
        staff: selection.wants("staff"),
        recoveries: (selection.wants("accept_from") || !selection.is_machine()) && actor.user().is_none(),
        administrators: selection.wants("administered"),
        fields: selection.fields(),
    }
}

/// The cells of a client, in the order of [`COLUMNS`], without the extra fields.
pub(super) fn cells<'a>(entry: &'a ClientEntry<'_>) -> [Cell<'a>; 17] {
    [
        Cell::shown(&entry.id),
        entry.slug.into(),
        entry.name.into(),
        entry.domain.into(),
        entry.account_number.into(),
        Cell::list(entry.owners),
        entry.plan.into(),
        entry.staff.into(),
        entry.state.name().into(),
        entry.activation.name().into(),
        entry.invited_at.into(),
        entry.last_login_at.into(),
        Cell::list(entry.partners),
        entry.created_at.into(),
        entry.language.map(Language::name).into(),
        entry.accept_from.into(),
        Cell::Bool(entry.administered),
    ]
}

/// Puts a client into the output as far as the actor may read it.
pub(super) fn push_listed(sink: &mut Sink<'_>, listed: Listed<'_>) -> Result<()> {
    match listed {
        Listed::Record(entry) => push(sink, entry),
        Listed::Identity(entry) => {
            let mut cells = vec![Cell::Null; COLUMNS.declared().len() + entry.fields.len()];
            let known = [Cell::shown(&entry.id), entry.slug.into(), entry.name.into()];
            cells.splice(..known.len(), known);
            sink.push(&cells)
        }
    }
}

/// Puts a client into the output.
fn push(sink: &mut Sink<'_>, entry: &ClientEntry<'_>) -> Result<()> {
    push_with(sink, entry, [])
}

/// The same with the cells of the columns that a command has besides.
pub(super) fn push_with<const MORE: usize>(
    sink: &mut Sink<'_>,
    entry: &ClientEntry<'_>,
    more: [Cell<'_>; MORE],
) -> Result<()> {
    let cells = cells(entry);
    if entry.fields.is_empty() && MORE == 0 {
        return sink.push(&cells);
    }
    let fields = entry.fields.iter().map(|field| field.as_deref().into());
    sink.push(&cells.into_iter().chain(more).chain(fields).collect::<Vec<_>>())
}
