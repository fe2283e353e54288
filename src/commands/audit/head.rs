//! `partnerctl audit head`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::audit;
use crate::output::{Cell, Columns, Shape};

/// Arguments of `audit head`.
#[derive(Debug, Args)]
pub struct Head {}

impl Command for Head {
    const NAME: &'static str = "head";
    const ABOUT: &'static str = "Show the number, time and hash of the newest audit row";
    const DETAILS: &'static str = "\
Keep the hash somewhere else, on paper or in another system. As long as `audit verify --head HASH` finds it in the \
chain, nothing before it was changed or taken away.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl audit head", "partnerctl audit head --json"];
    const VERB: Option<Verb> = Some(Verb::AuditHead);
    const COLUMNS: Option<Columns> = Some(super::PLACE);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::PLACE)?;
        cx.stream(selection, Shape::One, |tx, _, sink| {
            let head = audit::head(tx)?;
            sink.push(&[Cell::Int(head.number), Cell::At(head.at), super::hex(&head.hash).into()])
        })
    }
}
