//! `partnerctl link edit`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::terms::given_differences;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::LinkId;
use crate::domain::link::{Link, LinkEdit};
use crate::domain::outcome::Outcome;
use crate::error::{Error, Result};
use crate::ops::link::edit;
use crate::ops::resolve::named;
use crate::output::{Columns, ResultWord, Shape};

use super::term::TermArgs;
use super::{changed, present};

/// Arguments of `link edit`.
#[derive(Debug, Args)]
pub struct Edit {
    /// The link, such as lnk_17
    #[arg(value_name = "LNK")]
    link: String,
    #[command(flatten)]
    client: ClientArg,
    /// What the partner may do: all, or some joined by commas; see `partnerctl permission list`
    #[arg(long, value_name = "LIST")]
    permissions: Option<String>,
    #[command(flatten)]
    term: TermArgs,
}

impl Command for Edit {
    const NAME: &'static str = "edit";
    const ABOUT: &'static str = "Change the permissions or the term of a link in force";
    const DETAILS: &'static str = "\
The link stays the same one, and the change holds at once. What is not said stays. The client's side may change anything, \
so with --as OWNER and a reason; no one gives for longer, or more, than they have themselves. The partner's side, and \
support in its own name, may only take permissions away or shorten the term. The people of a partner that the client \
linked enter as the dedicated user, whose permissions `user edit` changes.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl link edit lnk_17 -c big-shoes --for 1y --as jim@bigshoes.example -m 'asked for by phone'",
        "partnerctl link edit lnk_17 -c big-shoes --permissions invoices,quotes --until 2027-03-31",
    ];
    const VERB: Option<Verb> = Some(Verb::LinkEdit);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let id = LinkId::parse(&self.link)?;
        let wanted = self.wanted(cx)?;
        let seen = self.client.for_change(cx)?;
        let done = cx.change(|change| {
            let edited = edit::edit(change, &seen, id, &wanted)?;
            let (record, result) = changed(change, &edited.after, ResultWord::Updated)?;
            Ok((edited, record, result))
        })?;
        let (edit::Edited { before, after }, record, result) = done.value;
        let client = named(&seen.row);
        if done.outcome == Outcome::Unchanged {
            cx.ui.status(&format!("{id} has just that in {client} already."));
            return present(cx, selection, Shape::Changed("link_id"), vec![(record, ResultWord::Unchanged)]);
        }
        let given = |link: &Link| (link.permissions, link.until);
        let changes = given_differences(given(&before), given(&after), &cx.zone).join("; ");
        cx.ui.outcome(|t| format!("{id} in {client}{}: {changes}.", t.pick("", " would change")));
        present(cx, selection, Shape::Changed("link_id"), vec![(record, result)])
    }
}

impl Edit {
    fn wanted(&self, cx: &Context) -> Result<LinkEdit> {
        let (permissions, until) = self.term.with(cx, self.permissions.as_deref())?.ok_or_else(|| {
            Error::usage("nothing is to be changed").advice(
                "say what with `--permissions`, `--until`, `--for` or `--no-until`; see `partnerctl permission list`",
            )
        })?;
        Ok(LinkEdit { permissions, until })
    }
}
