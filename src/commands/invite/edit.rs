//! `partnerctl invite edit`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::{ClientArg, LanguageEditArgs};
use crate::commands::command::Command;
use crate::commands::terms::{TermsArgs, differences};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::invitation::Invitation;
use crate::domain::language::Language;
use crate::domain::mail::MailState;
use crate::domain::message::message;
use crate::domain::outcome::Outcome;
use crate::domain::shell::shell_format;
use crate::domain::terms::{Asked, TermEdit};
use crate::error::{Error, Result};
use crate::ops::invite::{self, FieldEdit, Listed, Mailing, NO_MAIL, Named, SendOutcome};
use crate::ops::resolve::ClientSeen;
use crate::ops::unit_of_work::Mode;
use crate::output::{Cell, Columns, ResultWord, Shape};

/// Arguments of `invite edit`.
#[derive(Debug, Args)]
pub struct Edit {
    /// The invitation, such as inv_31, or the address that was invited
    #[arg(value_name = "INV|EMAIL")]
    invitation: String,
    #[command(flatten)]
    client: ClientArg,
    #[command(flatten)]
    terms: TermsArgs,
    /// The access has no end any more
    #[arg(long, conflicts_with_all = ["until", "term"])]
    no_until: bool,
    /// The form that the mail links; its address is set with `config set form.NAME URL`
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
    /// The mail links no form any more
    #[arg(long, conflicts_with = "form")]
    no_form: bool,
    /// What you write to the person, shown as a quotation in the mail and on the page
    #[arg(long, value_name = "TEXT")]
    message: Option<String>,
    /// It says nothing in your words any more
    #[arg(long, conflicts_with = "message")]
    no_message: bool,
    #[command(flatten)]
    language: LanguageEditArgs,
    /// Mail it again as well, with a new code; the former one is dead then
    #[arg(long)]
    resend: bool,
}

impl Command for Edit {
    const NAME: &'static str = "edit";
    const ABOUT: &'static str = "Change what an invitation offers, before it is answered";
    const DETAILS: &'static str = "\
For an invitation that is pending; with --resend also for one that has expired. The invitation stays the same one: the code that was mailed works on, \
and gives what is offered by then. Nothing is mailed without --resend; a mail that still waits says what the invitation \
offers when it leaves. What is prepared for the person changes along. What is not said stays; another role brings its \
own default permissions, unless --permissions says which. The time to accept stays, and ends earlier only where the \
access does; --resend begins it again, as `invite resend` does, at most once a minute.

A person who has the page of the invitation open and accepts what was offered before is shown the page again. \
An address names its latest invitation to the client. With --as no one gives more than they have. Anyone who widens \
what it offers is its sender from then on: it is withdrawn when they can no longer give that. `undo` puts back what \
was not mailed again.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl invite edit inv_31 -c big-shoes --role admin",
        "partnerctl invite edit jim@bigshoes.example -c big-shoes -r manager --permissions invoices,tickets --until 2027-03-31",
        "partnerctl invite edit jim@bigshoes.example -c big-shoes --form welcome --resend",
    ];
    const VERB: Option<Verb> = Some(Verb::InviteEdit);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);
    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Outward, "with --resend")];

    fn class(&self) -> Class {
        if self.resend { Class::Outward } else { Class::Reversible }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let what = Named::parse(&self.invitation)?;
        let edit = self.wanted(cx)?;
        let seen = self.client.for_change(cx)?;
        let done = cx.change(|change| {
            let client = change.client(&seen)?;
            let edited = invite::edit(change, &client, &what, &edit)?;
            let mail = invite::mail_state(change.tx, edited.after.id)?;
            Ok((edited, mail))
        })?;
        let (edited, mut mail) = done.value;
        if cx.mode() == Mode::Real {
            // Its mail was delivered meanwhile.
            mail = cx.read(|tx, _| invite::mail_state(tx, edited.after.id))?;
        }
        print_outcome(cx, &seen, (&edited.before, &edited.after), done.outcome, (&edit.mailing, mail));
        let result = match (&edited.sent, done.outcome) {
            (Some(_), _) => super::word_of(SendOutcome::Resent, mail),
            (None, Outcome::Done) => ResultWord::Updated,
            (None, _) => ResultWord::Unchanged,
        };
        let listed = Listed::of(&edited.after, seen.row.slug.as_str(), mail.map_or(NO_MAIL, MailState::name), cx.now());
        let cells: Vec<Cell<'_>> = super::cells(&listed).into_iter().chain([result.into()]).collect();
        let mut sink = cx.sink(selection, Shape::Changed("invitation_id"))?;
        sink.push(&cells)?;
        sink.finish()
    }
}

impl Edit {
    fn wanted(&self, cx: &Context) -> Result<invite::Edit> {
        let asked = self.terms.asked(cx)?;
        let until = match (asked.until, self.no_until) {
            (Some(until), _) => TermEdit::Until(until),
            (None, true) => TermEdit::NoEnd,
            (None, false) => TermEdit::Keep,
        };
        let form = FieldEdit::of(self.form.clone(), self.no_form.then_some(FieldEdit::Clear));
        let text = self.message.as_deref().map(message).transpose()?;
        let emptied = self.no_message || text == Some(None);
        let message = FieldEdit::of(text.flatten(), emptied.then_some(FieldEdit::Clear));
        let mailing = if self.resend { Mailing::Again } else { Mailing::None };
        let language = self.language.wanted()?;
        let Asked { role, permissions, .. } = asked;
        let edit = invite::Edit { role, permissions, until, form, message, language, mailing };
        if edit.is_empty() {
            return Err(Error::usage("nothing is to be changed")
                .advice("say what with `--role`, `--permissions`, `--until`, `--for`, `--no-until`, `--form`, `--no-form`, `--message`, `--no-message`, `--language` or `--no-language`")
                .advice("to mail it again as it is, use `partnerctl invite resend`"));
        }
        Ok(edit)
    }
}

fn print_outcome(
    cx: &Context,
    seen: &ClientSeen,
    (before, after): (&Invitation, &Invitation),
    outcome: Outcome,
    (mailing, mail): (&Mailing, Option<MailState>),
) {
    let (id, email) = (after.id, &after.address);
    let changes = changes(cx, before, after);
    if changes.is_empty() && outcome == Outcome::Unchanged {
        cx.ui.status(&format!("{id} to {email} offers just that already."));
        return;
    }
    if !changes.is_empty() {
        let changes = changes.join("; ");
        cx.ui.outcome(|t| format!("{id} to {email}{}: {changes}.", t.pick("", " would change")));
    }
    match mailing {
        Mailing::Again => {
            let until = cx.zone.local(after.expires_at);
            cx.ui.outcome(|t| {
                let is = t.pick("is mailed", "would be mailed");
                format!("It {is} again; to be accepted by {until}, with the new code only.")
            });
        }
        Mailing::None if mail.is_some_and(MailState::has_left) => {
            cx.ui.note("the mail that was sent says what was offered before; its code works on");
            let slug = &seen.row.slug;
            cx.ui.hint(&shell_format!("mail it again with `partnerctl invite resend {} -c {}`", id, slug));
        }
        Mailing::None => {}
    }
}

fn changes(cx: &Context, before: &Invitation, after: &Invitation) -> Vec<String> {
    let mut changes = differences(&before.terms, &after.terms, &cx.zone);
    let form = |invitation: &Invitation| invitation.form.clone().unwrap_or_else(|| "none".to_owned());
    if before.form != after.form {
        changes.push(format!("form {}, was {}", form(after), form(before)));
    }
    if before.message != after.message {
        changes.push(if after.message.is_some() { "with another message" } else { "without message" }.to_owned());
    }
    if before.language != after.language {
        let language = |invitation: &Invitation| invitation.language.map_or("none", Language::name);
        changes.push(format!("language {}, was {}", language(after), language(before)));
    }
    if after.expires_at < before.expires_at {
        changes.push(format!("to be accepted by {}", cx.zone.local(after.expires_at)));
    }
    changes
}
