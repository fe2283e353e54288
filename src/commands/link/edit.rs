//! `partnerctl link edit`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::terms::given_differences;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::LinkId;
use crate::domain::link::{AutoExtendEdit, Link, LinkEdit};
use crate::domain::outcome::Outcome;
use crate::error::{Error, Result};
use crate::ops::link::edit;
use crate::ops::resolve::named;
use crate::output::{Columns, ResultWord, Shape};

use super::term::TermArgs;
use super::{auto_extend, changed, present};

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
    /// The end moves by itself each time before it comes, by 30 days to one year: 90d, 6mo, 1y
    #[arg(long, value_name = "D", conflicts_with = "no_until")]
    auto_extend: Option<String>,
    /// The link ends at its end
    #[arg(long, conflicts_with_all = ["auto_extend", "no_until"])]
    no_auto_extend: bool,
}

impl Command for Edit {
    const NAME: &'static str = "edit";
    const ABOUT: &'static str = "Change the permissions or the term of a link in force";
    const DETAILS: &'static str = "\
The link stays the same one, and the change holds at once. What is not said stays. The client's side may change anything, \
so with --as OWNER and a reason; no one gives for longer, or more, than they have themselves. The partner's side, and \
support in its own name, may only take permissions away or shorten the term. The people of a partner that the client \
linked enter as the dedicated user, whose permissions `user edit` changes.

With `--auto-extend` the client says once that the link goes on: 7 days before its end, `partnerctl mail deliver` moves the \
end by that term, and notifies both sides with how to end that. It counts as given without end. `--no-auto-extend` \
ends it, for either side, and so does an earlier end. Nothing that has ended begins again.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl link edit lnk_17 -c big-shoes --for 1y --as jim@bigshoes.example -m 'asked for by phone'",
        "partnerctl link edit lnk_17 -c big-shoes --permissions invoices,quotes --until 2027-03-31",
        "partnerctl link edit lnk_17 -c big-shoes --auto-extend 6mo --as jim@bigshoes.example -m 'asked for by phone'",
        "partnerctl link edit lnk_17 -c big-shoes --no-auto-extend",
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
        let mut changes = given_differences(given(&before), given(&after), &cx.zone);
        changes.extend(auto_extend::difference(&before, &after));
        let changes = changes.join("; ");
        cx.ui.outcome(|t| format!("{id} in {client}{}: {changes}.", t.pick("", " would change")));
        present(cx, selection, Shape::Changed("link_id"), vec![(record, result)])
    }
}

impl Edit {
    fn wanted(&self, cx: &Context) -> Result<LinkEdit> {
        let (permissions, until) = self.term.with(cx, self.permissions.as_deref())?.unwrap_or_default();
        let auto_extend = match &self.auto_extend {
            Some(term) => AutoExtendEdit::By(auto_extend::of(term)?),
            None if self.no_auto_extend => AutoExtendEdit::Off,
            None => AutoExtendEdit::Keep,
        };
        let wanted = LinkEdit { permissions, until, auto_extend };
        if wanted.is_nothing() {
            return Err(Error::usage("nothing is to be changed").advice(
                "say what with `--permissions`, `--until`, `--for`, `--no-until`, `--auto-extend` or `--no-auto-extend`; \
                 see `partnerctl permission list`",
            ));
        }
        Ok(wanted)
    }
}
