//! `partnerctl link`: partners that work in clients' accounts, asked for by the partner or made by the client.

mod answer;
mod approve;
mod auto_extend;
mod cancel;
mod card;
mod create;
mod delete;
mod deny;
mod edit;
mod extend;
mod lets_in;
mod list;
mod named;
mod process;
mod remove;
mod request;
mod resend;
mod setting_up;
mod show;
mod table;
mod target_file;
mod term;

use super::brief::{dated, permissions, state};
use super::command::{CommandEntry, Noun};
use super::still;
use crate::cli::context::Context;
use crate::domain::id::LinkId;
use crate::domain::link::Link;
use crate::domain::mail::MailState;
use crate::domain::shell::shell_format;
use crate::domain::slug::Slug;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::link::record::Record;
use crate::ops::unit_of_work::Mode;
use crate::output::brief::{self, Phrase, plain, words};
use crate::output::columns::{id, instant, list as many, text};
use crate::output::part::ascending;
use crate::output::style::Tone;
use crate::output::{Brief, Cell, Columns, ResultWord, Selection, Shape};

/// `partnerctl link VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "link",
    about: "Links: which partner may work in which client's account",
    verbs: &[
        CommandEntry::of::<request::Request>(),
        CommandEntry::of::<create::Create>(),
        CommandEntry::of::<list::List>(),
        CommandEntry::of::<show::Show>(),
        CommandEntry::of::<approve::Approve>(),
        CommandEntry::of::<deny::Deny>(),
        CommandEntry::of::<edit::Edit>(),
        CommandEntry::of::<extend::Extend>(),
        CommandEntry::of::<resend::Resend>(),
        CommandEntry::of::<cancel::Cancel>(),
        CommandEntry::of::<delete::Delete>(),
        CommandEntry::of::<process::Process>(),
        CommandEntry::of::<remove::Remove>(),
    ],
};

/// Declares the columns of `link list`, and what a command has besides.
macro_rules! columns {
    ($($more:expr),*) => {
        Columns::new(&[
            id("client_id"),
            id("client_slug"),
            id("link_id"),
            id("partner"),
            many("owners"),
            text("state"),
            text("origin"),
            instant("requested_at"),
            instant("expires_at"),
            instant("answered_at"),
            id("answered_by"),
            id("requested_by"),
            many("permissions"),
            $crate::output::columns::end("until"),
            text("mail"),
            $($more,)*
        ])
    };
}
use columns;

/// Columns of `link list`.
const LIST: Columns = columns!(text("extension"), text("auto_extend"))
    .last_on_request(2)
    .keyed(ascending(&["link_id"]))
    .in_brief(&Brief {
        noun: "link",
        columns: &[
            plain(&["link_id"]).headed("link"),
            plain(&["client_slug"]).headed("client"),
            plain(&["partner"]),
            words("status", &["state", "requested_at", "answered_at", "expires_at"], status).whole(),
            words("until", &["until", "auto_extend"], ends).whole().rank(1),
            permissions().rank(2),
            state(&["mail"]).rank(4),
            plain(&["owners"]).rank(3),
            plain(&["origin"]).rank(5),
        ],
    });

fn status(record: &brief::Record<'_>) -> Phrase {
    match &*record.text() {
        "pending" => Phrase::new(record.with_date("Waiting since", "requested_at"), Tone::Waiting),
        "linked" => Phrase::new(record.with_date("Linked since", "answered_at"), Tone::Good),
        "expired" => dated(record, "expired", "expires_at"),
        "lapsed" => dated(record, "lapsed", "until"),
        state => dated(record, state, "answered_at"),
    }
}

/// The end, and by how much it moves by itself: `3 Mar +6mo`.
fn ends(record: &brief::Record<'_>) -> Phrase {
    let (end, by) = (record.end("until").unwrap_or_default(), record.text_of("auto_extend"));
    Phrase::plain(if by.is_empty() { end } else { format!("{end} +{by}") })
}

/// Columns of a command that made or changed links.
const CHANGED: Columns = columns!(text("result"));

/// Columns of a command that ended links.
const ENDED: Columns = columns!(text("result"), still::COLUMN);

/// The cells of [`LIST`]: those of every link, whether more of it is asked, and whether its end moves by itself.
fn listed(record: &Record, now: Instant) -> Vec<Cell<'_>> {
    let link = &record.listed.link;
    let asked = link.extension().filter(|_| link.in_force(now));
    let word = asked.map(|_| if link.extension_awaits_answer(now) { "pending" } else { "expired" });
    cells(record, now).into_iter().chain([Cell::from(word), auto_extended(link)]).collect()
}

/// By how much the end of a link moves by itself, if it does.
fn auto_extended(link: &Link) -> Cell<'static> {
    Cell::from(link.auto_extend.map(|term| term.to_string()))
}

/// The cells of every link.
fn cells(record: &Record, now: Instant) -> Vec<Cell<'_>> {
    let link = &record.listed.link;
    let answer = link.answered();
    vec![
        Cell::shown(&link.client),
        Cell::shown(&record.listed.client_slug),
        Cell::shown(&link.id),
        Cell::shown(&record.listed.partner_slug),
        Cell::list(record.owners.as_str()),
        Cell::from(link.status(now).name()),
        Cell::from(link.origin.name()),
        Cell::At(link.requested_at),
        Cell::from(link.answer_by(now)),
        Cell::from(answer.map(|(at, _)| at)),
        Cell::from(record.answered_by()),
        Cell::from(record.requested_by()),
        Cell::list(link.permissions.to_text()),
        Cell::from(link.until),
        Cell::from(record.mail_word()),
    ]
}

/// A link after a change: the record as the change left it, and the word for what was done.
type Changed = (Record, ResultWord);

/// The record of a changed link, read inside the change, so that a dry run shows it too.
fn changed(change: &crate::ops::unit_of_work::Change<'_>, link: &Link, result: ResultWord) -> Result<Changed> {
    Ok((Record::get(change.tx, change.actor, link.id, change.now)?, result))
}

/// Prints the links that a command changed, as they are by now: their mails have been delivered meanwhile.
fn present(cx: &mut Context, selection: Selection, shape: Shape, links: Vec<Changed>) -> Result<()> {
    present_with(cx, selection, shape, links, |_| Ok(Vec::new()))
}

/// The same with the cells of the columns that a command has besides.
fn present_with(
    cx: &mut Context,
    selection: Selection,
    shape: Shape,
    links: Vec<Changed>,
    more: impl Fn(&Link) -> Result<Vec<Cell<'static>>>,
) -> Result<()> {
    let (mut rows, now) = (links, cx.now());
    if cx.mode() == Mode::Real {
        for (record, _) in &mut rows {
            let id: LinkId = record.listed.link.id;
            *record = cx.read(|tx, actor| Record::get(tx, actor, id, now))?;
        }
    }
    for (record, _) in rows.iter().filter(|_| cx.mode() == Mode::Real) {
        let link = &record.listed.link;
        if link.awaits_answer(now) && record.mail == Some(MailState::Failed) {
            cx.ui.hint(&unreached(link.id, &record.listed.client_slug));
        }
    }
    let mut sink = cx.sink(selection, shape)?.going_on_without_reader();
    for (record, result) in &rows {
        let mut row = cells(record, now);
        // `sent` is only said of what a server took.
        let unsent = *result == ResultWord::Sent && record.mail != Some(MailState::Sent);
        row.push(Cell::from(if unsent { ResultWord::Updated } else { *result }));
        row.extend(more(&record.listed.link)?);
        sink.push(&row)?;
    }
    sink.finish()
}

/// What helps where the mail of a request failed.
fn unreached(link: LinkId, slug: &Slug) -> String {
    shell_format!("once the address is right, ask again with `partnerctl link resend {} -c {}`", link, slug)
}
