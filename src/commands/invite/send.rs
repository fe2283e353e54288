//! `partnerctl invite send`

use clap::Args;

use crate::cli::context::{Context, IfElsewhere};
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::question::{Empty, Kind, Question};
use crate::commands::terms::{TermsArgs, positive};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::email::Email;
use crate::domain::invitation::{DeclinedOften, Policy, ResendPolicy};
use crate::domain::language::Language;
use crate::domain::mail::Required;
use crate::domain::message::message;
use crate::domain::reference::UserRef;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result};
use crate::ops::invite::{self, Ask, SendOutcome};
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::unit_of_work::{Change, Mode};
use crate::output::Columns;

use super::present::{Links, Row, sent, warn_of_marks};
use super::required::send_requiring_mail;

/// Arguments of `invite send`.
#[derive(Debug, Args)]
pub struct Send {
    /// Whom: e-mail addresses
    #[arg(value_name = "EMAIL", required_unless_present = "owners", conflicts_with = "owners")]
    emails: Vec<String>,
    /// All owners of the client, prepared or not
    #[arg(long)]
    owners: bool,
    #[command(flatten)]
    client: ClientArg,
    #[command(flatten)]
    terms: TermsArgs,
    /// The form that the mail links; its address is set with `config set form.NAME URL`
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
    /// What you write to the person, shown as a quotation in the mail and on the page
    #[arg(long, value_name = "TEXT")]
    message: Option<String>,
    /// The language of the mail and the page, where the person has none; theirs once they accept: en, de, fr or es
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// How long it can be accepted, at most 30 days: 14d [default: `invite.expires_in`; sent again: as long as before]
    #[arg(long, value_name = "DURATION")]
    expires_in: Option<String>,
    /// With `--role owner`: the owner whose access ends once this one is accepted
    #[arg(long, value_name = "EMAIL", conflicts_with = "owners")]
    replaces: Option<String>,
    /// Send it again to anyone who was asked and has not answered; the former code is dead then
    #[arg(long)]
    resend: bool,
    /// Ask once more, although the person has declined twice within 30 days
    #[arg(long)]
    again: bool,
    /// Show the link that the mail carries, once; for support only, without --as
    #[arg(long)]
    show_link: bool,
    /// Of one address: only if the mail leaves while the command waits; else it is withdrawn, exit code 17
    #[arg(long, conflicts_with = "owners")]
    require_mail: bool,
}

impl Command for Send {
    const NAME: &'static str = "send";
    const ABOUT: &'static str = "Invite people to activate their login, or to accept access to a client";
    const DETAILS: &'static str = "\
Anyone who is prepared is offered what was prepared; anyone else needs --role, and is prepared by it. The mail \
carries a code that works once, for 30 days.

Anyone who has access, or was asked and has not answered, is `unchanged`; --resend sends again. Anyone who declined, \
was withdrawn or whose invitation expired is asked again; a decline is reported, and after two within 30 days it \
needs --again. A role, permissions, a term, a form, a message or a language other than the present ones are a conflict that names the \
difference; `invite edit` changes them. Several addresses are all invited, or none.

A new address that is one letter away from a person known to the client or to support, or from the domain of the \
client, is pointed out, with the command that corrects it; names and domains of fewer than six letters are not compared. --replaces hands an account over: the old owner stays \
until the new one has accepted.

A mail that cannot leave now waits for `partnerctl mail deliver`; the invitation is made all the same, exit code 0. \
With --require-mail no one can answer before the mail has left. If it does not leave while the command waits (15 \
seconds), the invitation is withdrawn, an earlier code works again, and the exit code is 17. What stays is the login \
of an unknown address, as a prepared one, both changes in the audit, and the mail, which is not tried again. A mail \
that may have been taken counts as one that did not leave: its code is dead. A file (`mail.transport file`) counts \
as left.

The link that --show-link shows is a secret: anyone who has it can answer. Machine formats have it in the column \
`link`; people get it on standard error. If the mail does not arrive, have the person look into the junk or spam \
folder.";
    const FORMS: &'static [&'static str] = &["EMAIL... -c CLIENT", "--owners -c CLIENT"];
    const ASKS: &'static [Question] = &[
        Question::of("emails", "", "E-mail address (leave empty for all owners)", Kind::People)
            .if_empty(Empty::Flag("--owners"))
            .unless(&["owners"]),
        Question::of("client", "-c", "Client, by slug or id", Kind::Client),
        Question::of("role", "-r", "Role (leave empty for what is prepared)", Kind::RoleAsText)
            .if_empty(Empty::Skips)
            .unless(&["owners"]),
        Question::of("form", "--form", "Form to link", Kind::Form).if_empty(Empty::Skips),
    ];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl invite send --owners -c big-shoes",
        "partnerctl invite send jim@bigshoes.example -c big-shoes --role manager --permissions invoices,tickets --for 90d",
        "partnerctl invite send new@bigshoes.example -c big-shoes -r owner --replaces jim@bigshoes.example",
        "partnerctl invite send jim@bigshoes.example -c big-shoes --message 'As we said on the phone.'",
        "partnerctl invite send jeanne@bigshoes.example -c big-shoes -r manager --language fr",
        "id=$(partnerctl invite send jim@bigshoes.example -c big-shoes --form welcome --expires-in 14d)",
    ];
    const VERB: Option<Verb> = Some(Verb::InviteSend);
    const COLUMNS: Option<Columns> = Some(super::MAILED);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::MAILED)?;
        let links = if self.show_link { Links::Show } else { Links::Hide };
        links.may(cx)?;
        let replaces = self.replaces.as_deref().map(UserRef::parse).transpose()?;
        if replaces.is_some() && self.emails.len() > 1 {
            return Err(Error::usage("--replaces needs exactly one address: the one that takes the place"));
        }
        if self.require_mail && self.emails.len() > 1 {
            return Err(Error::usage("--require-mail takes exactly one address")
                .advice("invite each with a command of its own"));
        }
        let unanswered = if self.resend { ResendPolicy::Resend } else { ResendPolicy::Leave };
        let declined_often = if self.again { DeclinedOften::AskAgain } else { DeclinedOften::Refuse };
        let message = self.message.as_deref().map(message).transpose()?.flatten();
        let ask = Ask {
            name: None,
            asked: self.terms.asked(cx)?,
            form: self.form.as_deref(),
            message: message.as_deref(),
            language: self.language.as_deref().map(Language::parse).transpose()?,
            life: self.expires_in.as_deref().map(|life| positive(life, "--expires-in")).transpose()?,
            replaces: replaces.as_ref(),
            policy: Policy { unanswered, declined_often, ..Policy::NAMED },
            by: None,
            mail: if self.require_mail { Required::Yes } else { Required::No },
        };
        let (seen, people, slips) = cx.on_one_snapshot(|cx| {
            let people = self.people(cx)?;
            let seen = self.client.for_change_of(cx, &people.iter().collect::<Vec<_>>(), IfElsewhere::Warn)?;
            let slips = cx.point_out_likeness(&seen, &people)?;
            let people = if self.owners { owners(cx, &seen)? } else { people };
            warn_of_marks(cx, &people)?;
            Ok((seen, people, slips))
        })?;
        let invite = |change: &mut Change<'_>, email: Email| {
            let client = change.client(&seen)?;
            let sent = invite::send(change, &client, &email, &ask)?;
            Row::of(change, email.as_str(), sent)
        };
        let rows = match (self.require_mail, people.as_slice()) {
            (true, [email]) => {
                let alone = |change: &mut Change<'_>| Ok((invite(change, email.clone())?, ()));
                vec![send_requiring_mail(cx, &seen, Verb::InviteSend, alone)?.0]
            }
            _ => {
                let done = cx.changes(|session, verb| session.change_each(verb, people, invite), |_, _| ())?;
                done.into_iter().map(|done| done.value).collect()
            }
        };
        let corrections = corrections(cx, &seen, &rows, &slips)?;
        sent(cx, selection, &seen, rows, links)?;
        corrections.iter().for_each(|hint| cx.ui.hint(hint));
        Ok(())
    }
}

/// The command for each invitation whose address is most likely a slip.
fn corrections(cx: &mut Context, seen: &ClientSeen, rows: &[Row], slips: &[(Email, Email)]) -> Result<Vec<String>> {
    let mut hints = Vec::new();
    if cx.mode() == Mode::DryRun {
        return Ok(hints);
    }
    for (email, meant) in slips {
        let of_row = |row: &&Row| row.email == email.as_str() && row.sent.fate == SendOutcome::Sent;
        let Some(record) = rows.iter().find(of_row).and_then(|row| row.sent.invitation.as_ref()) else { continue };
        let (id, slug) = (record.id, &seen.row.slug);
        let correction = cx.read(|tx, _| invite::corrects_to(tx, record, meant))?;
        hints.push(match correction {
            true => shell_format!("if it is a slip: `partnerctl invite resend {} -c {} --to {}`", id, slug, meant),
            false => shell_format!("if it is a slip: `partnerctl invite cancel {} -c {}`", id, slug),
        });
    }
    Ok(hints)
}

impl Send {
    /// The addresses that are named, each once.
    fn people(&self, cx: &mut Context) -> Result<Vec<Email>> {
        let mut people: Vec<Email> = Vec::new();
        for text in &self.emails {
            let email = match UserRef::parse(text)? {
                UserRef::Email(email) => email,
                user @ UserRef::Id(_) => {
                    let found = self.client.person(cx, &user)?;
                    found.ok_or_else(|| Error::not_found(format!("there is no user {user}")))?.email
                }
            };
            if !people.contains(&email) {
                people.push(email);
            }
        }
        Ok(people)
    }
}

/// The owners of the client, prepared or in.
fn owners(cx: &mut Context, seen: &ClientSeen) -> Result<Vec<Email>> {
    let owners = cx.read(|tx, _| invite::owners(tx, &seen.row))?;
    if owners.is_empty() {
        return Err(Error::conflict(format!("{} has no owner", named(&seen.row))).advice(shell_format!(
            "invite one with `partnerctl invite send EMAIL -c {} --role owner`",
            seen.row.slug
        )));
    }
    Ok(owners)
}
