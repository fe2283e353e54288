//! `partnerctl client recover`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::{AllowElsewhere, ClientObject};
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::code::without_code;
use crate::domain::email::Email;
use crate::domain::name::plain_text;
use crate::domain::reference::{ClientRef, Forms};
use crate::domain::shell::shell_format;
use crate::error::Result;
use crate::ops::recovery::{self, Begun};
use crate::ops::resolve::named;
use crate::output::columns::{id, instant, list, text};
use crate::output::{Cell, Columns, ResultWord, Shape};

/// The longest note, in characters.
const VERIFIED: usize = 500;

/// Columns of a recovery that began or was stopped.
pub(super) const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    id("invitation_id"),
    text("email"),
    text("verified"),
    instant("opens_at"),
    list("asked"),
    text("stopped_by"),
    text("result"),
]);

/// Arguments of `client recover`.
#[derive(Debug, Args)]
pub struct Recover {
    #[command(flatten)]
    client: ClientObject,
    /// The address of the new owner
    #[arg(long, value_name = "EMAIL")]
    owner: String,
    /// How you made sure who that is, such as "passport and register of companies, by video"; it is in the client's log
    #[arg(long, value_name = "TEXT")]
    verified: String,
    #[command(flatten)]
    elsewhere: AllowElsewhere,
}

impl Command for Recover {
    const NAME: &'static str = "recover";
    const ABOUT: &'static str = "Invite a new owner to a client that no one can administer any more";
    const DETAILS: &'static str = "\
For an active client in which no owner or admin with the permission `users` is left who can sign in; where there is one, \
it is refused. The new owner is invited at once, and can accept once 72 hours have passed. Everyone with access of their \
own to the client gets a mail with a code, and so does the desk without one (`mail.reply_to`, else `mail.from`): during \
the 72 hours any of them can stop it, by the page that the mail leads to or with `client stop-recovery`. Then the \
invitation is withdrawn, and nothing is left of what was prepared for the new owner. Dedicated users and the users of \
partners are not asked. There is one recovery at a time. --verified says how the identity of the new owner was verified; \
it is in the log of the client, and not in the mails to its people. Where the old owner, or a court, handed the client over, \
`invite send EMAIL -c CLIENT -r owner` invites the new one at once, without that time.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client recover big-shoes --owner new@bigshoes.example --verified 'passport, seen by video call'",
        "partnerctl client recover big-shoes --owner new@bigshoes.example --verified 'register of companies' --dry-run",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientRecover);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let owner = Email::parse(&self.owner)?;
        let verified = without_code("note", plain_text("note", &self.verified, VERIFIED)?)?;
        let reference = ClientRef::parse(&self.client.client, Forms::Exact)?;
        let seen = cx.client_for_change_of(&reference, "the command", &[&owner], self.elsewhere.policy())?;
        let done = cx.change(|change| recovery::begin(change, &seen, &owner, &verified))?;
        let Begun { recovery, invitation, asked, .. } = &done.value;
        let (client, opens) = (named(&seen.row), cx.zone.local(recovery.opens_at));
        cx.ui.outcome(|t| format!("{owner} {} invited as owner of {client}.", t.is()));
        cx.ui.outcome(|t| {
            format!(
                "The invitation {} be accepted from {opens}, unless someone stops it before.",
                t.pick("can", "could")
            )
        });
        if asked.is_empty() {
            cx.ui.warn("no one else has access to the client: no one but the desk can stop it");
        } else {
            let people = if asked.len() == 1 { "1 person".to_owned() } else { format!("{} people", asked.len()) };
            cx.ui.outcome(|t| {
                let gets = t.pick("got a mail and can stop it", "would get a mail and could stop it");
                format!("{people} of the client {gets}: {}", addresses(asked))
            });
        }
        cx.ui.hint(&shell_format!("stop it with `partnerctl client stop-recovery {}`", seen.row.slug));
        let mut sink = cx.sink(selection, Shape::Changed("invitation_id"))?;
        let asked = addresses(asked);
        sink.push(&[
            Cell::shown(&seen.row.id),
            Cell::shown(&seen.row.slug),
            Cell::shown(&invitation.id),
            invitation.address.as_str().into(),
            recovery.verified.as_str().into(),
            recovery.opens_at.into(),
            Cell::list(asked),
            Cell::Null,
            ResultWord::Sent.into(),
        ])?;
        sink.finish()
    }
}

fn addresses(people: &[Email]) -> String {
    people.iter().map(Email::as_str).collect::<Vec<_>>().join(" ")
}
