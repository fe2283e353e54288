//! `partnerctl client reopen`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientObject;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::outcome::Outcome;
use crate::domain::shell::shell_format;
use crate::error::Result;
use crate::ops::client::close::{self, Number};
use crate::ops::resolve::named;
use crate::output::columns::{id, text};
use crate::output::{Cell, Columns, ResultWord, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    text("name"),
    text("account_number"),
    text("state"),
    text("result"),
]);

/// Arguments of `client reopen`.
#[derive(Debug, Args)]
pub struct Reopen {
    #[command(flatten)]
    client: ClientObject,
    /// It comes back without its account number, which another client may have by now
    #[arg(long)]
    no_account_number: bool,
}

impl Command for Reopen {
    const NAME: &'static str = "reopen";
    const ABOUT: &'static str = "Open a closed client again, with no one in it";
    const DETAILS: &'static str = "\
Nothing that ended with it comes back: no access, invitation, link or session. It is a draft again, under its own slug, \
until an owner activates; invite one next. If another client was given its account number meanwhile, a warning says so, and \
--no-account-number opens it without.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client reopen big-shoes -m \"they came back\"",
        "partnerctl client reopen C100001-9 --no-account-number",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientReopen);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Reversible
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let seen = self.client.for_change_in_any_state(cx)?;
        let number = if self.no_account_number { Number::Dropped } else { Number::Kept };
        let done = cx.change(|change| close::reopen(change, &seen, number))?;
        let (row, reopened) = (done.value, done.outcome == Outcome::Done);
        if reopened {
            cx.ui.outcome(|t| format!("{} {} open again, as a draft: no one {} in it.", named(&row), t.is(), t.is()));
            cx.ui.hint(&shell_format!("let an owner in with `partnerctl invite send EMAIL -r owner -c {}`", row.slug));
        } else {
            cx.ui.status(&format!("{} is open already.", named(&row)));
        }
        let mut sink = cx.sink(selection, Shape::Changed("client_id"))?;
        sink.push(&[
            Cell::shown(&row.id),
            Cell::shown(&row.slug),
            row.name.as_str().into(),
            row.account_number.as_deref().into(),
            row.state.name().into(),
            if reopened { ResultWord::Reopened } else { ResultWord::Unchanged }.into(),
        ])?;
        sink.finish()
    }
}
