//! `partnerctl client merge`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::brief::state;
use crate::commands::command::Command;
use crate::commands::confirm::{Question, confirm};
use crate::commands::counted::counted;
use crate::commands::former_sender;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::client::ClientRow;
use crate::domain::merge::{Choices, Fate, MergePlan};
use crate::domain::reference::{ClientRef, Forms};
use crate::domain::shell::shell_format;
use crate::error::Result;
use crate::ops::merge::{self, Choice, Item, ItemKind, Merged, Shown};
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::unit_of_work::Mode;
use crate::output::brief::plain;
use crate::output::columns::{id, text};
use crate::output::{Brief, Cell, Columns, ResultWord, Selection, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    id("from_id"),
    id("from_slug"),
    text("kind"),
    id("what"),
    id("entity_id"),
    text("in_from"),
    text("in_into"),
    id("confirm"),
    text("result"),
])
.last_for_programs(1)
.in_brief(&Brief {
    noun: "thing",
    columns: &[
        plain(&["kind"]).rank(1),
        plain(&["what"]),
        plain(&["in_from"]).headed("in the double"),
        plain(&["in_into"]).headed("in the one that stays"),
        state(&["result"]),
    ],
});

/// Arguments of `client merge`.
#[derive(Debug, Args)]
pub struct Merge {
    /// The double, which is closed: id or slug
    #[arg(value_name = "FROM")]
    from: String,
    /// The client that stays: id or slug
    #[arg(value_name = "INTO")]
    into: String,
    /// Where the two differ, the client whose person, partner or field stays; a client alone decides everything else
    #[arg(long, value_name = "WHAT=CLIENT")]
    keep: Vec<String>,
    /// The slugs of both clients, in place of typing them
    #[arg(long, value_name = "FROM:INTO")]
    confirm: Option<String>,
}

impl Command for Merge {
    const NAME: &'static str = "merge";
    const ABOUT: &'static str =
        "Merge a double into the client that stays: its people, links, invitations, fields and log";
    const DETAILS: &'static str = "\
The plan is shown first: what goes over, what both have, and what differs. Everyone has afterwards exactly what one of the \
two gave them. Where both gave a person or a partner something else, where the one that stays removed or refused them, or where a field has two values, nothing is chosen \
by itself: --keep WHAT=CLIENT names the client whose one stays. WHAT is an address, a partner, `domain`, \
`account_number`, `plan`, `staff`, `language` or `field.KEY`; --keep CLIENT is for everything else. Where a person has access of their \
own in one of the two and enters the other by the link of their partner, the first one named keeps both ways, the other only \
the link.

The codes of the double are dead, and what waits for an answer is mailed again. Its sessions end. It is closed, and its slug \
leads to the client that stays wherever something is read; its id shows its own record. Both slugs are typed to confirm; \
a script says --confirm FROM:INTO. `partnerctl undo` takes the merge back as long as nothing was built on it.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client merge big-shoes-2 big-shoes --dry-run",
        "partnerctl client merge big-shoes-2 big-shoes --keep jim@bigshoes.example=big-shoes -m \"the same company\"",
        "partnerctl client merge big-shoes-2 big-shoes --keep big-shoes --confirm big-shoes-2:big-shoes -m \"entered twice\"",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientMerge);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Destructive
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let from = cx.client_for_change(&ClientRef::parse(&self.from, Forms::Exact)?, "FROM")?;
        let into = cx.client_for_change(&ClientRef::parse(&self.into, Forms::Exact)?, "INTO")?;
        let given: Vec<Choice> = self.keep.iter().map(|text| Choice::parse(text)).collect();
        let plan = plan(cx, (&from, &into), &given)?;
        print_plan(cx, (&from.row, &into.row), &plan.items);
        let now = cx.now();
        cx.read(|tx, _| merge::must_be_decided(tx, &plan.shown, &plan.plan, now))?;
        let word = format!("{}:{}", from.row.slug, into.row.slug);
        let asks = format!(
            "Merge {} {} into {} {}, with {}?",
            named(&from.row),
            from.row.name,
            named(&into.row),
            into.row.name,
            counted(plan.items.len(), "thing")
        );
        let question = Question { asks: &asks, what: "the two slugs with a colon between", word: &word, value: &word };
        confirm(cx, self.confirm.as_deref(), question)?;
        let done = cx.change(|change| merge::merge(change, (&from, &into), &plan.shown, &plan.choices))?;
        print_outcome(cx, &done.value);
        present(cx, selection, &done.value, &plan.items, &word)
    }
}

/// What the merge would do.
struct Planned {
    shown: Shown,
    choices: Choices,
    plan: MergePlan,
    items: Vec<Item>,
}

fn plan(cx: &mut Context, (from, into): (&ClientSeen, &ClientSeen), given: &[Choice]) -> Result<Planned> {
    let now = cx.now();
    cx.read(|tx, _| {
        let shown = merge::gather(tx, &from.row, &into.row, now)?;
        let choices = merge::choices(tx, &shown, given, now)?;
        let plan = MergePlan::of(&shown.pair, &choices, now);
        let items = merge::items(tx, &shown, &plan, now)?;
        Ok(Planned { shown, choices, plan, items })
    })
}

/// The plan, for people: which of the two stays, and a line for each thing.
fn print_plan(cx: &Context, (from, into): (&ClientRow, &ClientRow), items: &[Item]) {
    cx.ui.context(&format!("  {:<10} {} {}", "stays", named(into), into.name));
    cx.ui.context(&format!(
        "  {:<10} {} {}: its slug then leads to {}",
        "is closed",
        named(from),
        from.name,
        into.slug
    ));
    for item in items {
        cx.ui.context(&format!("  {:<10} {}", fate_in_words(item), cx.zone.in_words(&item.sentence())));
    }
}

/// What becomes of it, in a word of the plan.
fn fate_in_words(item: &Item) -> &'static str {
    match (item.kind, item.fate) {
        (ItemKind::Invitation, _) => "sent again",
        (_, Fate::Moves) => "goes over",
        (_, Fate::Combined) => "in both",
        (_, Fate::Stays | Fate::Kept) => "stays",
        (_, Fate::Replaced) => "replaced",
        (_, Fate::Ends) => "ends",
        (_, Fate::Undecided) => "CONFLICT",
    }
}

fn print_outcome(cx: &Context, merged: &Merged) {
    let (from, into) = (named(&merged.from), named(&merged.into));
    cx.ui.outcome(|t| format!("{from} {} merged into {into}, and {} closed.", t.was(), t.is()));
    for (many, what, how) in
        [(merged.invitations.len(), "invitation", "sent again"), (merged.sessions, "open session", "closed")]
    {
        if many > 0 {
            let what = counted(many, what);
            cx.ui.outcome(|t| format!("{what} {} {how}.", if many == 1 { t.was() } else { t.were() }));
        }
    }
    merged.withdrawn.iter().for_each(|sent| former_sender::print_former(cx, sent));
    if cx.mode() == Mode::Real {
        for link in merged.to_set_up() {
            let step = shell_format!("`partnerctl link process {} -c {}`", link.id, merged.into.slug);
            cx.ui.hint(&format!("another program sets {} up again: {step}", link.id));
        }
        cx.ui.hint(&shell_format!(
            "take it back, as long as nothing was built on it, with `partnerctl undo -c {}`",
            merged.into.slug
        ));
    }
}

/// Done, for people the client that stays; else a record for each thing.
fn present(cx: &Context, selection: Selection, merged: &Merged, items: &[Item], word: &str) -> Result<()> {
    let dry_run = cx.mode() == Mode::DryRun;
    let ids_only = selection.is_plain_table() && !dry_run;
    let mut sink = cx.sink(selection, if dry_run { Shape::List } else { Shape::ChangedMany("client_id") })?;
    let value = dry_run.then_some(word);
    let (into, from) = (&merged.into, &merged.from);
    let head = || [Cell::shown(&into.id), Cell::shown(&into.slug), Cell::shown(&from.id), Cell::shown(&from.slug)];
    let whole = [
        "client".into(),
        Cell::shown(&from.slug),
        Cell::shown(&from.id),
        from.name.as_str().into(),
        into.name.as_str().into(),
        Cell::from(value),
        ResultWord::Closed.into(),
    ];
    sink.push(&head().into_iter().chain(whole).collect::<Vec<_>>())?;
    for item in items.iter().filter(|_| !ids_only) {
        let side = |text: &Option<crate::error::Sentence>| text.as_ref().map(|text| text.as_str().to_owned());
        let (in_from, in_into) = (side(&item.from), side(&item.into));
        let id = item.id.as_ref().map(ToString::to_string);
        let cells = [
            item.kind.name().into(),
            item.what.as_str().into(),
            id.as_deref().into(),
            in_from.as_deref().into(),
            in_into.as_deref().into(),
            Cell::from(value),
            result(item).into(),
        ];
        sink.push(&head().into_iter().chain(cells).collect::<Vec<_>>())?;
    }
    cx.end_list(sink)
}

const fn result(item: &Item) -> ResultWord {
    match (item.kind, item.fate) {
        (ItemKind::Invitation, _) => ResultWord::Resent,
        (_, Fate::Moves) => ResultWord::Moved,
        (_, Fate::Combined) => ResultWord::Combined,
        (_, Fate::Stays | Fate::Kept) => ResultWord::Kept,
        (_, Fate::Replaced) => ResultWord::Replaced,
        (_, Fate::Ends) => ResultWord::Ended,
        (_, Fate::Undecided) => ResultWord::Conflict,
    }
}
