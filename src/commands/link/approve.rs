//! `partnerctl link approve`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::question::Question;
use crate::commands::terms::term_of;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::link::{Approval, State};
use crate::domain::outcome::Outcome;
use crate::domain::permission::Permissions;
use crate::error::Result;
use crate::ops::link::answer;
use crate::ops::resolve::named;
use crate::output::{Columns, ResultWord, Shape};

use super::answer::LinkAnswerArgs;
use super::{auto_extend, changed, lets_in, present, setting_up};

/// Arguments of `link approve`.
#[derive(Debug, Args)]
pub struct Approve {
    #[command(flatten)]
    answer: LinkAnswerArgs,
    /// Give only these of the permissions that were asked for: a,b
    #[arg(long, value_name = "LIST")]
    permissions: Option<String>,
    /// Give them for so long from now, at most as long as was asked: 90d, 6mo, 1y
    #[arg(long = "for", value_name = "D")]
    term: Option<String>,
    /// The end then moves by itself each time before it comes, by 30 days to one year: 90d, 6mo, 1y
    #[arg(long, value_name = "D")]
    auto_extend: Option<String>,
}

impl Command for Approve {
    const NAME: &'static str = "approve";
    const ABOUT: &'static str = "Approve a link request, in full or in part";
    const DETAILS: &'static str = "\
The answer is the client's: it needs the code from the mail of one of its owners or admins, which names request and \
client by itself, or --as OWNER with a reason. It kills the codes of all others, and the partner is notified by mail. The same answer of the same person again is `unchanged`. The \
link holds at once, unless `links.provisioner` names a program that has to set it up first; if that fails, the link stays \
approved, and `link process` tries again. A login that the client made for the partner before enters again with it, which is \
shown first. No one gives for longer, or more, than they have themselves. With `--auto-extend` the link goes on \
until someone ends that; see `link edit`. On a terminal the code is asked for where neither is given.";
    const FORMS: &'static [&'static str] = &["LNK -c CLIENT --as EMAIL -m TEXT", "--code-stdin", "--code-file FILE"];
    const ASKS: &'static [Question] = super::answer::ASKS;
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl link approve --code-stdin < code.txt",
        "partnerctl link approve lnk_17 -c big-shoes --as jim@bigshoes.example -m 'said so by phone'",
        "partnerctl link approve lnk_17 -c big-shoes --code-file code.txt --permissions invoices,quotes --for 30d",
        "partnerctl link approve --code-file code.txt --for 90d --auto-extend 6mo",
    ];
    const VERB: Option<Verb> = Some(Verb::LinkApprove);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let what = Approval {
            permissions: self.permissions.as_deref().map(Permissions::parse_list).transpose()?,
            term: self.term.as_deref().map(term_of).transpose()?.map(|term| term.length(cx.now(), &cx.zone)),
            auto_extend: self.auto_extend.as_deref().map(auto_extend::of).transpose()?,
        };
        let answering = self.answer.resolve(cx)?;
        let waiting = match answering.partner(cx)? {
            Some(partner) => lets_in::show(cx, &answering.seen, partner)?,
            None => None,
        };
        let done = cx.change(|change| {
            let (seen, id, by) = (&answering.seen, answering.id, answering.by());
            let link = answer::approve(change, seen, id, by, what, waiting.as_ref())?;
            changed(change, &link, ResultWord::Updated)
        })?;
        let (record, result) = done.value;
        let link = &record.listed.link;
        let client = named(&answering.seen.row);
        if done.outcome == Outcome::Unchanged {
            cx.ui.status(&format!("{} was approved just so before.", link.id));
            return present(cx, selection, Shape::Changed("link_id"), vec![(record, ResultWord::Unchanged)]);
        }
        let until =
            link.until.map_or_else(|| "without end".to_owned(), |at| format!("until {}", cx.zone.end_in_words(at)));
        let lets_in = lets_in::in_words(link.permissions);
        let until = auto_extend::in_words(link).map_or(until.clone(), |words| format!("{until}, {words}"));
        cx.ui.outcome(|t| format!("{} {} approved for {client}, {until}: {lets_in}", link.id, t.is()));
        let link = setting_up::finish(cx, &answering.seen, link)?;
        if let State::Linked { .. } = link.state {
            cx.ui.outcome(|t| format!("{} {} linked.", link.id, t.is()));
        }
        present(cx, selection, Shape::Changed("link_id"), vec![(record, result)])
    }
}
