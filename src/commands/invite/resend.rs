//! `partnerctl invite resend`

use clap::Args;

use crate::cli::context::{Context, IfElsewhere};
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::terms::positive;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::email::Email;
use crate::domain::mail::Required;
use crate::error::{Error, Result};
use crate::ops::invite::{self, Named, SendAgain};
use crate::ops::unit_of_work::Change;
use crate::output::Columns;

use super::present::{Links, Row, sent};
use super::required::send_requiring_mail;

/// Arguments of `invite resend`.
#[derive(Debug, Args)]
pub struct Resend {
    /// The invitations, such as inv_31, or the addresses that were invited
    #[arg(value_name = "INV|EMAIL", required = true)]
    invitations: Vec<String>,
    #[command(flatten)]
    client: ClientArg,
    /// The right address, where the one that was invited is wrong
    #[arg(long, value_name = "EMAIL")]
    to: Option<String>,
    /// The form that the mail links from now on; its address is set with `config set form.NAME URL` [default: as before]
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
    /// How long it can be accepted from now, at most 30 days: 14d [default: as long as before]
    #[arg(long, value_name = "DURATION")]
    expires_in: Option<String>,
    /// Show the link that the mail carries, once; for support only, without --as
    #[arg(long)]
    show_link: bool,
    /// Of one invitation: only if the mail leaves while the command waits; else all is as before, exit code 17
    #[arg(long)]
    require_mail: bool,
}

impl Command for Resend {
    const NAME: &'static str = "resend";
    const ABOUT: &'static str = "Mail invitations again, with new codes, and begin their time again";
    const DETAILS: &'static str = "\
For invitations that are pending or expired. What is prepared for the person now is offered. The former code is dead at once. The new one lives as long as the former \
one did, unless --expires-in says otherwise, and never longer than the access that it offers. An invitation goes out at most once a \
minute. An address names its latest invitation to the client. --to corrects an address: a new invitation with the \
role, permissions and term that are prepared takes the place of the old one, whose code is dead, and what was prepared moves along. Several invitations are all sent, or none. With --require-mail all is as before if the mail does not leave while the \
command waits, the former code at work again (exit code 17): see `partnerctl invite send --help`.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl invite resend inv_31 -c big-shoes",
        "partnerctl invite resend jim@bigshoes.example -c big-shoes --expires-in 7d",
        "partnerctl invite resend inv_31 -c big-shoes --form welcome",
        "partnerctl invite resend inv_31 -c big-shoes --to jim.shoe@bigshoes.example",
    ];
    const VERB: Option<Verb> = Some(Verb::InviteResend);
    const COLUMNS: Option<Columns> = Some(super::MAILED);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::MAILED)?;
        let links = if self.show_link { Links::Show } else { Links::Hide };
        links.may(cx)?;
        let what = parse(&self.invitations)?;
        let life = self.expires_in.as_deref().map(|life| positive(life, "--expires-in")).transpose()?;
        let to = self.to.as_deref().map(Email::parse).transpose()?;
        if to.is_some() && what.len() > 1 {
            return Err(Error::usage("--to corrects one invitation").advice("name one invitation with each `--to`"));
        }
        if self.require_mail && what.len() > 1 {
            return Err(Error::usage("--require-mail takes exactly one invitation")
                .advice("send each again with a command of its own"));
        }
        let mail = if self.require_mail { Required::Yes } else { Required::No };
        let how = SendAgain { life, form: self.form.as_deref(), mail };
        let seen = match &to {
            Some(to) => self.client.for_change_of(cx, &[to], IfElsewhere::Warn)?,
            None => self.client.for_change(cx)?,
        };
        let resend = |change: &mut Change<'_>, what: Named| {
            let client = change.client(&seen)?;
            let (sent, former) = match &to {
                Some(to) => {
                    let done = invite::correct(change, &client, &what, to, &how)?;
                    (done.sent, Some(done.former))
                }
                None => (invite::resend(change, &client, &what, &how)?, None),
            };
            Ok((Row::of(change, &what.to_string(), sent)?, former))
        };
        let done = match (mail, what.as_slice()) {
            (Required::Yes, [one]) => {
                vec![send_requiring_mail(cx, &seen, Verb::InviteResend, |change| resend(change, one.clone()))?]
            }
            _ => {
                let done = cx.changes(|session, verb| session.change_each(verb, what, resend), |_, _| ())?;
                done.into_iter().map(|done| done.value).collect()
            }
        };
        let mut rows = Vec::new();
        for (row, former) in done {
            if let Some(former) = former {
                cx.ui.outcome(|t| {
                    let (old, is) = (&former.id, t.is());
                    format!(
                        "{old} to {} {is} superseded, and its code {is} dead; {} takes its place.",
                        former.address, row.email
                    )
                });
            }
            rows.push(row);
        }
        sent(cx, selection, &seen, rows, links)
    }
}

/// Reads names of invitations; one that is named again counts once.
pub(super) fn parse(words: &[String]) -> Result<Vec<Named>> {
    let mut named = Vec::new();
    for word in words {
        let what = Named::parse(word)?;
        if !named.contains(&what) {
            named.push(what);
        }
    }
    Ok(named)
}
