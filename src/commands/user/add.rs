//! `partnerctl user add`

use clap::Args;

use crate::app::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::class::Class;
use crate::commands::command::Command;
use crate::commands::terms::TermsArgs;
use crate::domain::authority::Verb;
use crate::domain::name::Name;
use crate::domain::reference::UserRef;
use crate::domain::role::Role;
use crate::error::{Error, Result};
use crate::ops::desk::{Done, Mode};
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::user::{self, Added, Wanted};
use crate::output::{Cell, Columns, Shape};
use crate::store::audit::Outcome;

/// Arguments of `user add`.
#[derive(Debug, Args)]
pub struct Add {
    /// Their e-mail address, which is their login name
    #[arg(value_name = "EMAIL")]
    person: String,
    #[command(flatten)]
    client: ClientArg,
    #[command(flatten)]
    terms: TermsArgs,
    /// First name, where the address is new here
    #[arg(long, value_name = "NAME", requires = "last_name")]
    first_name: Option<String>,
    /// Last name, where the address is new here
    #[arg(long, value_name = "NAME", requires = "first_name")]
    last_name: Option<String>,
}

impl Command for Add {
    const NAME: &'static str = "add";
    const ABOUT: &'static str = "Prepare somebody with a role in a client; a guest is invited by itself";
    const DETAILS: &'static str = "\
Nothing is mailed and nobody gets in until `invite send`, which uses what was prepared. Only a guest is invited at once. \
Saying the same again is `unchanged`; a different role, permissions or term is a conflict, and `user edit` changes it. \
Somebody who was taken out is prepared anew. A name fills an empty one and never replaces one.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user add ann@bigshoes.example -c big-shoes -r manager",
        "partnerctl user add tax@ledger.example -c big-shoes -r supervisor --permissions invoices,quotes --for 90d",
        "partnerctl user add eve@friends.example -c C100001-9 --role guest",
    ];
    const VERB: Option<Verb> = Some(Verb::UserAdd);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        if self.terms.role.as_deref() == Some(Role::Guest.name()) { Class::Outward } else { Class::Reversible }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let wanted = self.wanted(cx)?;
        let seen = super::client_of(cx, &self.client, &wanted.person)?;
        let done = cx.change(|change| user::add(change, &seen, &wanted))?;
        tell(cx, &seen, &done);
        let Added { login, terms, sent } = &done.value;
        let invitation = sent.as_ref().and_then(|sent| sent.invitation.as_ref()).map(|invitation| invitation.id);
        let result = match (sent, done.outcome) {
            (Some(sent), _) => sent.fate.name(),
            (None, Outcome::Done) => "created",
            (None, _) => "unchanged",
        };
        let mut sink = cx.sink(selection, Shape::Changed("user_id"))?;
        sink.push(&[
            Cell::shown(&seen.row.id),
            Cell::shown(&seen.row.slug),
            Cell::shown(&login.id),
            Cell::shown(&login.email),
            Cell::from(terms.role.name()),
            Cell::list(terms.permissions.to_text()),
            Cell::from(terms.until),
            invitation.as_ref().map_or(Cell::Null, |id| Cell::shown(id)),
            Cell::from(result),
        ])?;
        sink.finish()
    }
}

impl Add {
    fn wanted(&self, cx: &Context) -> Result<Wanted> {
        let person = UserRef::parse(&self.person)?;
        let asked = self.terms.asked(cx)?;
        let role = asked.role.ok_or_else(|| {
            Error::usage("what the person is to be in the client is not said")
                .hint("say it with `--role`: owner, admin, supervisor, manager or guest")
        })?;
        let names = match (&self.first_name, &self.last_name) {
            (Some(first), Some(last)) => Some((Name::parse("first_name", first)?, Name::parse("last_name", last)?)),
            _ => None,
        };
        Ok(Wanted { person, names, role, permissions: asked.permissions, until: asked.until })
    }
}

/// Says what was done, and what comes next.
fn tell(cx: &Context, seen: &ClientSeen, done: &Done<Added>) {
    let Added { login, terms, sent } = &done.value;
    let (email, role, client, slug) = (&login.email, terms.role, named(&seen.row), &seen.row.slug);
    match (sent, done.outcome) {
        (None, Outcome::Done) => {
            cx.ui.status(&format!("{email} is prepared as {role} of {client}; nothing was mailed."));
            cx.ui.hint(&format!("invite them with `partnerctl invite send {email} -c {slug}`"));
        }
        (None, _) => cx.ui.status(&format!("{email} is {role} of {client} already.")),
        (Some(sent), _) => match sent.expires_at(cx.now()) {
            Some(expires) if done.outcome == Outcome::Done => {
                cx.ui.status(&format!("{email} is invited as {role} of {client}, until {}.", cx.zone.local(expires)));
                if cx.mode() == Mode::Real {
                    cx.ui.hint("if they do not find the mail, ask them to look in junk or spam");
                }
            }
            Some(expires) => cx.ui.status(&format!(
                "{email} was invited as {role} of {client} already; the invitation lasts until {}.",
                cx.zone.local(expires)
            )),
            None => cx.ui.status(&format!("{email} is {role} of {client} already.")),
        },
    }
}
