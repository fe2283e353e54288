//! `partnerctl client find`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::brief::state;
use crate::commands::command::Command;
use crate::commands::filters::PartArgs;
use crate::domain::authority::{Sight, Verb};
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::client::find::{self, MOST};
use crate::ops::client::{ClientFilter, Lister};
use crate::output::brief::plain;
use crate::output::columns::{id, list, text};
use crate::output::part::in_other_order;
use crate::output::{Brief, Cell, Columns, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    text("name"),
    id("domain"),
    id("account_number"),
    list("owners"),
    text("state"),
    text("matched"),
])
.keyed(in_other_order(&["client_id"]))
.in_brief(&Brief {
    noun: "client",
    columns: &[
        plain(&["client_slug"]).headed("client"),
        plain(&["name"]),
        state(&["state"]).rank(2),
        plain(&["matched"]).rank(1),
        plain(&["owners"]).rank(3),
        plain(&["domain"]).rank(4),
        plain(&["account_number"]).headed("account").rank(5),
    ],
});

/// Arguments of `client find`.
#[derive(Debug, Args)]
pub struct Find {
    /// What the caller says; a client must have each of them
    #[arg(value_name = "WORD", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    part: PartArgs,
}

impl Command for Find {
    const NAME: &'static str = "find";
    const ABOUT: &'static str = "Find clients by any word of name, slug, domain, account number, fields, people or id";
    const DETAILS: &'static str = "\
A word is found as a whole or as the beginning of one, however it is spelled: `mueller` and `muller` find `Müller`, \
`weiss` finds `Weiß`, `jose` finds `José`. An address is also found by its domain, with or without `@`, and a domain \
with or without `www.` in front. Extra fields count too, and in them a phone number is found by its first or last \
digits, whatever is written between them. Where nothing is found, staff are shown clients with words one letter away. \
The people are those who are in a client or prepared for it, by name and address. Former slugs \
find their client too. It shows identities and chooses none: name the client by its id or slug in the next command. \
At most 50 are shown, whole words first.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client find big shoes",
        "partnerctl client find jim@bigshoes.example",
        "partnerctl client find miller shoes",
        "partnerctl client find 4711",
        "partnerctl client find '0221 123456'",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientFind);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(COLUMNS, self.part.part())?;
        let now = cx.now();
        let owners = selection.wants("owners");
        let (found, near) = cx.stream(selection, Shape::List, |tx, actor, sink| {
            let found = find::find(tx, actor, &self.words, now)?;
            let mut lister = Lister::new(tx, ClientFilter { owners, ..ClientFilter::default() }, now)?;
            sink.until_full(|sink| {
                found.clients.iter().try_for_each(|hit| {
                    lister.one(hit.client, |entry| {
                        if hit.sight != Sight::Record {
                            let mut cells = [const { Cell::Null }; 8];
                            cells[0] = Cell::shown(&entry.id);
                            cells[1] = entry.slug.into();
                            cells[2] = entry.name.into();
                            cells[7] = hit.matched.as_str().into();
                            return sink.push(&cells);
                        }
                        sink.push(&[
                            Cell::shown(&entry.id),
                            entry.slug.into(),
                            entry.name.into(),
                            entry.domain.into(),
                            entry.account_number.into(),
                            Cell::list(entry.owners),
                            entry.state.name().into(),
                            hit.matched.as_str().into(),
                        ])
                    })
                })
            })?;
            let near = if found.clients.is_empty() { find::near(tx, actor, &self.words)? } else { Vec::new() };
            Ok((found, near))
        })?;
        if found.clients.is_empty() {
            cx.ui.note(&format!("no client is found by {}", self.words.join(" ")));
            cx.ui.hints(&near);
        } else if found.more {
            cx.ui.note(&format!("only the first {MOST} are looked at; add a word that narrows them down"));
        }
        Ok(())
    }
}
