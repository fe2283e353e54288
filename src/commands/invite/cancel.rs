//! `partnerctl invite cancel`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::still;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::mail::MailState;
use crate::domain::outcome::Outcome;
use crate::error::Result;
use crate::ops::invite::{Listed, NO_MAIL};
use crate::ops::unit_of_work::Change;
use crate::ops::{invite, reach};
use crate::output::{Cell, Columns, ResultWord, Shape};

/// Arguments of `invite cancel`.
#[derive(Debug, Args)]
pub struct Cancel {
    /// The invitations, such as inv_31, or the addresses that were invited
    #[arg(value_name = "INV|EMAIL", required = true)]
    invitations: Vec<String>,
    #[command(flatten)]
    client: ClientArg,
}

impl Command for Cancel {
    const NAME: &'static str = "cancel";
    const ABOUT: &'static str = "Withdraw invitations that wait for an answer";
    const DETAILS: &'static str = "\
The code is dead at once, and a mail that has not left is not sent. The invitation stays in the list as `cancelled`, \
with the reason that --reason gives; the person stays prepared and can be invited again. Several invitations are all withdrawn, or none. One that was withdrawn before is `unchanged`.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl invite cancel inv_31 -c big-shoes",
        "partnerctl invite cancel jim@bigshoes.example -c big-shoes -m 'wrong person'",
    ];
    const VERB: Option<Verb> = Some(Verb::InviteCancel);
    const COLUMNS: Option<Columns> = Some(super::CANCELLED);

    fn class(&self) -> Class {
        Class::Reversible
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CANCELLED)?;
        let what = super::resend::parse(&self.invitations)?;
        let seen = self.client.for_change(cx)?;
        let cancel = |change: &mut Change<'_>, what| {
            let client = change.client(&seen)?;
            let record = invite::cancel(change, &client, &what)?;
            let mail = invite::mail_state(change.tx, record.id)?;
            let ways = reach::still::of_user(change.tx, record.user, &client, change.now)?;
            Ok((record, mail, ways))
        };
        let done = cx.changes(|session, verb| session.change_each(verb, what, cancel), |_, _| ())?;
        let now = cx.now();
        let slug = seen.row.slug.as_str();
        for done in &done {
            let record = &done.value.0;
            cx.ui.outcome(|t| match done.outcome {
                Outcome::Unchanged => format!("{} was withdrawn already.", record.id),
                _ => {
                    let withdrawn = t.pick("is withdrawn; its code is dead", "would be withdrawn");
                    format!("{} to {} {withdrawn}.", record.id, record.address)
                }
            });
        }
        still::warn(cx, done.iter().filter(|done| done.outcome == Outcome::Done).flat_map(|done| &done.value.2));
        let mut sink = cx.sink(selection, Shape::ChangedMany("invitation_id"))?.going_on_without_reader();
        for done in &done {
            let (record, mail, ways) = &done.value;
            let result = if done.outcome == Outcome::Unchanged { ResultWord::Unchanged } else { ResultWord::Cancelled };
            let listed = Listed::of(record, slug, mail.map_or(NO_MAIL, MailState::name), now);
            let cells: Vec<Cell<'_>> =
                super::cells(&listed).into_iter().chain([Cell::from(result), still::cell(ways)?]).collect();
            sink.push(&cells)?;
        }
        sink.finish()
    }
}
