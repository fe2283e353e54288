//! `partnerctl undo`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::brief::state;
use crate::commands::command::Command;
use crate::commands::counted::counted;
use crate::commands::former_sender;
use crate::commands::still;
use crate::domain::audit_event::AuditEvent;
use crate::domain::audit_event::sentence::spoken;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::reference::{ClientRef, Forms};
use crate::domain::shell::shell_format;
use crate::error::Result;
use crate::ops::resolve::{self, ClientSeen, named};
use crate::ops::undo::{self, Difference, Undone, WhichChange};
use crate::ops::unit_of_work::Mode;
use crate::output::brief::{Phrase, Record, plain, words};
use crate::output::columns::{id, int, text};
use crate::output::{Brief, Cell, Columns, ResultWord, Selection, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    int("audit_id"),
    text("action"),
    id("entity_id"),
    id("email"),
    text("field"),
    text("now"),
    text("then"),
    text("result"),
    still::COLUMN,
])
.last_for_programs(1)
.in_brief(&Brief {
    noun: "difference",
    columns: &[
        plain(&["entity_id"]).headed("about"),
        plain(&["email"]).rank(2),
        plain(&["field"]).whole(),
        words("now", &["now"], value),
        words("then", &["then"], value),
        state(&["result"]).rank(1),
    ],
});

/// A value, also where there is none: what is put back may be that.
fn value(record: &Record<'_>) -> Phrase {
    let text = record.text();
    Phrase::plain(if text.is_empty() { "none".into() } else { text })
}

/// Arguments of `undo`.
#[derive(Debug, Args)]
pub struct Undo {
    #[command(flatten)]
    client: ClientArg,
    /// Take back this change, by its audit number, instead of your last one
    #[arg(long, value_name = "AUDIT_ID", value_parser = clap::value_parser!(i64).range(1..))]
    change: Option<i64>,
}

impl Command for Undo {
    const NAME: &'static str = "undo";
    const ABOUT: &'static str = "Take back your own last change in a client, or an earlier one, exactly";
    const DETAILS: &'static str = "\
Your last change there, in your own name or for someone, or the one that --change names by its number in `partnerctl \
last`, is put back row by row, as a new change in the audit; \
--dry-run lists what would differ. Mails that it queued and that still wait are skipped, codes that it withdrew work \
again. It stops, with the command that does the opposite, when a mail has left, when something of the same people or \
partners was changed since, when an access, a link or an invitation ended by time since, when another client was \
touched too, or when passwords, sessions, new codes or other programs came into it. It also gives back what you may \
only take away, such as the former end of a link: the log says so. Undoing an undo does the change again. What stays all the same: a login that the change made, \
as a prepared one; a slug that the client had meanwhile, as a retired one; and every number that was given out.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl undo -c big-shoes --dry-run",
        "partnerctl undo -c big-shoes",
        "partnerctl undo -c big-shoes --change 7",
    ];
    const VERB: Option<Verb> = Some(Verb::Undo);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        // What it takes back may have been a removal: then access widens.
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let reference = ClientRef::parse(self.client.given()?, Forms::Exact)?;
        let seen = cx.client_in_any_state_for_change(&reference, "--client")?;
        let which = self.change.map_or(WhichChange::Last, WhichChange::Numbered);
        let other = other_client(cx, &seen, which)?;
        let undone = cx.change(|change| undo::undo(change, &seen, other.as_ref(), which))?.value;
        print_outcome(cx, &undone);
        undone.sent.iter().for_each(|sent| former_sender::print_former(cx, sent));
        still::warn(cx, &undone.still);
        present(cx, selection, &undone)
    }
}

/// The other client of a merge: shown, and held against every veto, as the one that was named.
fn other_client(cx: &mut Context, seen: &ClientSeen, which: WhichChange) -> Result<Option<ClientSeen>> {
    let now = cx.now();
    let found = cx.read(|tx, actor| {
        let other = undo::other_client(tx, &seen.row, actor.audit_name(), which)?;
        other.map(|id| resolve::client_by_id(tx, actor, id, "the merge", now)).transpose()
    })?;
    if let Some(other) = &found {
        cx.take_in_any_state(other)?;
    }
    Ok(found)
}

fn print_outcome(cx: &Context, undone: &Undone) {
    let done = &undone.done;
    let took = if cx.mode() == Mode::DryRun { "Would take back" } else { "Took back" };
    let what = spoken(&done.action);
    let when = cx.ui.times_said(&cx.zone).with_distance(done.at, cx.now());
    cx.ui.status(&format!("{took} `{what}` in {} ({when}, audit {}).", named(&undone.client), done.number));
    if cx.mode() == Mode::Real {
        let event = done.event();
        if !matches!(event, AuditEvent::ClientMerge { .. }) {
            for sentence in Difference::in_short(&undone.differences) {
                cx.ui.note(&cx.zone.in_words(&sentence));
            }
        }
        cx.ui.hint(&match event {
            AuditEvent::ClientMerge { slug, from_slug, .. } => {
                cx.ui.note(&format!("{from_slug} is open again, and both have what they had: {}", things(undone)));
                cx.ui.note("the codes that the merge sent again are dead, and those before it work again");
                shell_format!(
                    "to merge them again, with `--keep` where they differ: `partnerctl client merge {} {}`",
                    from_slug,
                    slug
                )
            }
            _ => shell_format!("to do it again after all: `partnerctl undo -c {}`", undone.client.slug),
        });
    }
}

/// How many things an undo puts back, by their kind: `3 people, 1 link, 2 facts`.
fn things(undone: &Undone) -> String {
    let mut kinds: [(&str, Vec<&str>); 4] =
        [("person", vec![]), ("link", vec![]), ("invitation", vec![]), ("fact", vec![])];
    for difference in &undone.differences {
        let (kind, thing) = match difference.entity.split('_').next() {
            Some("usr") => (0, &difference.entity),
            Some("lnk") => (1, &difference.entity),
            Some("inv") => (2, &difference.entity),
            Some("msg") => continue,
            // That one of the two is open again is what it is all about.
            _ if matches!(difference.field.as_str(), "state" | "merged_into") => continue,
            _ => (3, &difference.field),
        };
        if !kinds[kind].1.contains(&thing.as_str()) {
            kinds[kind].1.push(thing);
        }
    }
    let counted = |(what, things): &(&str, Vec<&str>)| match (*what, things.len()) {
        (_, 0) => None,
        ("person", count) if count > 1 => Some(format!("{count} people")),
        (what, count) => Some(counted(count, what)),
    };
    kinds.iter().filter_map(counted).collect::<Vec<_>>().join(", ")
}

/// In a dry run, the differences; done, for people the things that changed, each once.
fn present(cx: &Context, selection: Selection, undone: &Undone) -> Result<()> {
    let dry_run = cx.mode() == Mode::DryRun;
    let ids_only = selection.is_plain_table() && !dry_run;
    let mut sink = cx.sink(selection, if dry_run { Shape::List } else { Shape::ChangedMany("entity_id") })?;
    for (nth, difference) in undone.differences.iter().enumerate() {
        if ids_only && undone.differences.iter().take(nth).any(|earlier| earlier.entity == difference.entity) {
            continue;
        }
        // Of the person whom the row is about, or of everyone where it is about no one.
        let ways = undone
            .still
            .iter()
            .filter(|way| difference.email.as_deref().is_none_or(|email| way.person.email.as_str() == email));
        sink.push(&[
            Cell::shown(&undone.client.id),
            Cell::shown(&undone.client.slug),
            Cell::Int(undone.done.number),
            undone.done.action.as_str().into(),
            difference.entity.as_str().into(),
            difference.email.as_deref().into(),
            difference.field.as_str().into(),
            difference.now.as_deref().into(),
            difference.then.as_deref().into(),
            ResultWord::Undone.into(),
            still::cell(ways)?,
        ])?;
    }
    cx.end_list(sink)
}
