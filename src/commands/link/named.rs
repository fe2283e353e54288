//! Links that are named together with their client, several at once: all of them are changed, or none.

use std::path::Path;

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::brief::state;
use crate::commands::bulk::TableOptions;
use crate::commands::piped;
use crate::domain::class::Class;
use crate::domain::id::LinkId;
use crate::domain::link::Link;
use crate::domain::outcome::Outcome;
use crate::error::Result;
use crate::ops::resolve::ClientSeen;
use crate::ops::unit_of_work::Change;
use crate::output::brief::plain;
use crate::output::columns::{id, int, text};
use crate::output::{Brief, Columns, ResultWord, Selection, Shape};
use crate::term::Tense;

use super::{Changed, changed, present};

/// Columns of the results of a table.
pub(super) const LINKS: Columns = Columns::new(&[
    int("line"),
    id("client_id"),
    id("client_slug"),
    id("link_id"),
    id("partner"),
    text("state"),
    text("result"),
    text("error_code"),
    text("message"),
])
.in_brief(&Brief {
    noun: "row",
    columns: &[
        plain(&["line"]),
        plain(&["client_slug"]).headed("client"),
        plain(&["link_id"]).headed("link"),
        plain(&["partner"]).rank(1),
        state(&["state"]).rank(2),
        state(&["result"]),
        plain(&["error_code"]).headed("error").rank(2),
        plain(&["message"]).whole().below(),
    ],
});

/// `LNK… -c C`.
#[derive(Debug, Args)]
pub(super) struct Named {
    /// The links, such as lnk_17; or a table of links, `-` for standard input, or FILE.csv
    #[arg(value_name = "LNK", required = true)]
    links: Vec<String>,
    #[command(flatten)]
    pub(super) client: ClientArg,
    #[command(flatten)]
    pub(super) options: TableOptions,
}

impl Named {
    /// The table of links that is named in place of links.
    pub(super) fn table(&self) -> Option<&Path> {
        match self.links.as_slice() {
            [one] => piped::table(one),
            _ => None,
        }
    }

    /// That of a table, or `otherwise`.
    pub(super) fn class_or(&self, otherwise: Class) -> Class {
        if self.table().is_some() { Class::Bulk } else { otherwise }
    }

    /// Those of a table, or `otherwise`.
    pub(super) fn columns_or(&self, otherwise: Columns) -> Columns {
        if self.table().is_some() { LINKS } else { otherwise }
    }

    /// The client, shown, and the links in the order in which they were first named.
    pub(super) fn resolve(&self, cx: &mut Context) -> Result<(ClientSeen, Vec<LinkId>)> {
        let links = parse(&self.links)?;
        Ok((self.client.for_change(cx)?, links))
    }
}

/// Reads ids; one that is named again counts once.
pub(super) fn parse(words: &[String]) -> Result<Vec<LinkId>> {
    let mut links = Vec::new();
    for word in words {
        let id = LinkId::parse(word)?;
        if !links.contains(&id) {
            links.push(id);
        }
    }
    Ok(links)
}

/// Changes each of the links in one transaction and prints them. `done` is the word for a change; `say` what people are
/// shown of each.
pub(super) fn change_each(
    cx: &mut Context,
    selection: Selection,
    links: Vec<LinkId>,
    done: ResultWord,
    work: impl Fn(&mut Change<'_>, LinkId) -> Result<Link>,
    say: impl Fn(&Context, &Link, Tense) -> String,
    already: &str,
) -> Result<()> {
    let rows = change_all(cx, links, done, work, say, already)?;
    present(cx, selection, Shape::ChangedMany("link_id"), rows)
}

/// As [`change_each`], without printing them.
pub(super) fn change_all(
    cx: &mut Context,
    links: Vec<LinkId>,
    done: ResultWord,
    work: impl Fn(&mut Change<'_>, LinkId) -> Result<Link>,
    say: impl Fn(&Context, &Link, Tense) -> String,
    already: &str,
) -> Result<Vec<Changed>> {
    let work = |change: &mut Change<'_>, id| {
        let link = work(change, id)?;
        let (record, _) = changed(change, &link, done)?;
        Ok((link, record))
    };
    let all = cx.changes(
        |session, verb| session.change_each(verb, links, work),
        |cx, one| {
            let link = &one.value.0;
            let unchanged = one.outcome == Outcome::Unchanged;
            cx.ui.outcome(|t| if unchanged { format!("{} {already}", link.id) } else { say(cx, link, t) });
        },
    )?;
    let rows = all
        .into_iter()
        .map(|one| (one.value.1, if one.outcome == Outcome::Unchanged { ResultWord::Unchanged } else { done }));
    Ok(rows.collect())
}
