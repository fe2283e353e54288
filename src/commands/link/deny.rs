//! `partnerctl link deny`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::question::Question;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::code::without_code;
use crate::domain::link::COOLDOWN;
use crate::domain::name::plain_text;
use crate::domain::outcome::Outcome;
use crate::error::Result;
use crate::ops::link::answer;
use crate::output::{Columns, ResultWord, Shape};

use super::answer::LinkAnswerArgs;
use super::{changed, present};

/// The longest message, in characters.
const MESSAGE: usize = 500;

/// Arguments of `link deny`.
#[derive(Debug, Args)]
pub struct Deny {
    #[command(flatten)]
    answer: LinkAnswerArgs,
    /// The reason, for the partner to read
    #[arg(long, value_name = "TEXT")]
    message: Option<String>,
}

impl Command for Deny {
    const NAME: &'static str = "deny";
    const ABOUT: &'static str = "Deny a link request";
    const DETAILS: &'static str = "\
The answer is the client's: it needs the code from the mail of one of its owners or admins, which names request and \
client by itself, or --as OWNER with a reason. The partner is notified by mail and waits seven days before it can ask again; \
--message is what it reads, while --reason goes to the audit only. The client itself may link at any time. On a terminal \
it asks for what is missing: who answers, or the code.";
    const FORMS: &'static [&'static str] = &["LNK -c CLIENT --as EMAIL -m TEXT", "--code-stdin", "--code-file FILE"];
    const ASKS: &'static [Question] = super::answer::ASKS;
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl link deny --code-stdin < code.txt",
        "partnerctl link deny lnk_17 -c big-shoes --as jim@bigshoes.example -m 'by phone' --message 'We do not know you.'",
    ];
    const VERB: Option<Verb> = Some(Verb::LinkDeny);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let message = self.message.as_deref().map(|text| plain_text("message", text, MESSAGE)).transpose()?;
        let message = message.map(|text| without_code("message", text)).transpose()?;
        let answering = self.answer.resolve(cx)?;
        let done = cx.change(|change| {
            let link = answer::deny(change, &answering.seen, answering.id, answering.by(), message)?;
            changed(change, &link, ResultWord::Updated)
        })?;
        if done.outcome == Outcome::Unchanged {
            cx.ui.status(&format!("{} was denied before.", answering.id));
            return present(cx, selection, Shape::Changed("link_id"), vec![(done.value.0, ResultWord::Unchanged)]);
        }
        let again = cx.zone.local(cx.now() + COOLDOWN);
        let more = if done.value.0.listed.link.in_force(cx.now()) { "more of " } else { "" };
        cx.ui.outcome(|t| format!("{more}{} {} denied; the partner may ask again from {again}", answering.id, t.is()));
        present(cx, selection, Shape::Changed("link_id"), vec![done.value])
    }
}
