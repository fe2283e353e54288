//! `partnerctl invite decline`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::mail::MailState;
use crate::domain::outcome::Outcome;
use crate::error::Result;
use crate::ops::invite;
use crate::ops::invite::{Listed, NO_MAIL};
use crate::ops::unit_of_work::Mode;
use crate::output::{Cell, Columns, ResultWord, Shape};

use super::answer::InvitationAnswerArgs;

/// Arguments of `invite decline`.
#[derive(Debug, Args)]
pub struct Decline {
    #[command(flatten)]
    answer: InvitationAnswerArgs,
}

impl Command for Decline {
    const NAME: &'static str = "decline";
    const ABOUT: &'static str = "Decline an invitation with its code, or in the person's place";
    const DETAILS: &'static str = "\
The code from the mail names invitation and client by itself, and is used up. --reason is kept with the invitation. The \
person stays prepared: `invite send` asks again, `invite bulk` only with `--again declined`. With --as EMAIL support \
declines for someone who has a login.";
    const FORMS: &'static [&'static str] = &["--code-stdin", "--code-file FILE", "INV -c CLIENT --as EMAIL -m TEXT"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl invite decline --code-stdin < code.txt",
        "partnerctl invite decline -c big-shoes --as ann@jimsweb.example -m 'said so by phone'",
    ];
    const VERB: Option<Verb> = Some(Verb::InviteDecline);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let answering = self.answer.resolve(cx, Verb::InviteDecline)?;
        let seen = &answering.entrance.client;
        let done = cx.change(|change| {
            let record = invite::decline(change, seen, answering.proof())?;
            let mail = invite::mail_state(change.tx, record.id)?;
            Ok((record, mail))
        })?;
        let (record, mail) = done.value;
        let before = done.outcome == Outcome::Unchanged;
        let declined = if before {
            "had declined"
        } else if cx.mode() == Mode::DryRun {
            "would decline"
        } else {
            "declined"
        };
        cx.ui.status(&format!("{} {declined} {} to {}.", record.address, record.id, seen.row.slug));
        let result = if before { ResultWord::Unchanged } else { ResultWord::Declined };
        let listed = Listed::of(&record, seen.row.slug.as_str(), mail.map_or(NO_MAIL, MailState::name), cx.now());
        let cells: Vec<Cell<'_>> = super::cells(&listed).into_iter().chain([Cell::from(result)]).collect();
        let mut sink = cx.sink(selection, Shape::Changed("invitation_id"))?.going_on_without_reader();
        sink.push(&cells)?;
        sink.finish()
    }
}
