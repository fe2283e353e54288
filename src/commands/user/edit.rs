//! `partnerctl user edit`

use clap::Args;

use crate::cli::context::{Context, IfElsewhere};
use crate::commands::args::{ClientArg, InvitationsArg, OverrideArg};
use crate::commands::command::Command;
use crate::commands::former_sender;
use crate::commands::still;
use crate::commands::terms::{TermsArgs, differences};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::name::Name;
use crate::domain::outcome::Outcome;
use crate::domain::overrides::Rule;
use crate::domain::reference::UserRef;
use crate::domain::terms::TermEdit;
use crate::error::{Error, Result};
use crate::ops::resolve::named;
use crate::ops::user::{self, Edited, NameEdit};
use crate::output::{Cell, Columns, ResultWord, Shape};

/// Arguments of `user edit`.
#[derive(Debug, Args)]
pub struct Edit {
    /// The person: e-mail address, or id such as `usr_5`
    #[arg(value_name = "EMAIL")]
    person: String,
    #[command(flatten)]
    client: ClientArg,
    #[command(flatten)]
    terms: TermsArgs,
    /// The access has no end any more
    #[arg(long, conflicts_with_all = ["until", "term"])]
    no_until: bool,
    /// Another first name, in every client
    #[arg(long, value_name = "NAME")]
    first_name: Option<String>,
    /// Another last name, in every client
    #[arg(long, value_name = "NAME")]
    last_name: Option<String>,
    #[command(flatten)]
    invitations: InvitationsArg,
    #[command(flatten)]
    overrule: OverrideArg,
}

impl Command for Edit {
    const NAME: &'static str = "edit";
    const ABOUT: &'static str = "Change the role, permissions, term or name of a person in a client";
    const DETAILS: &'static str = "\
It holds at once for someone who is in, and is what `invite send` offers to someone who is prepared. Another role \
brings its own default permissions, unless --permissions says which. What is not said stays. While an invitation waits \
for its answer, what it offers cannot be changed: withdraw it first. An active client keeps an owner or admin with the \
permission `users` and without term; support may override that with a reason. With --as no one gives an end later than \
their own, and no one moves their own. Invitations that wait and offer more than the person who sent them can give by \
then are withdrawn, unless --keep-invitations is given; with --as that needs the right to give what they offer. --first-name and --last-name change the name of the login, \
which is the same in every client; the other clients are shown. With --as the person does so, or an administrator of the \
client if the login is used for nothing else.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user edit ann@bigshoes.example -c big-shoes --role admin",
        "partnerctl user edit tax@ledger.example -c big-shoes --permissions invoices,quotes --until 2027-03-31",
        "partnerctl user edit usr_5 -c C100001-9 --no-until",
        "partnerctl user edit zoe@bigshoes.example -c big-shoes --first-name Zoe --last-name Smith",
    ];
    const VERB: Option<Verb> = Some(Verb::UserEdit);
    const COLUMNS: Option<Columns> = Some(super::EDITED);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::EDITED)?;
        let person = UserRef::parse(&self.person)?;
        let edit = self.wanted(cx)?;
        let seen = super::client_of(cx, &self.client, &person, IfElsewhere::Warn)?;
        let (client, now) = (seen.row.id, cx.now());
        let others = cx.read(|tx, actor| user::concerned_by_name(tx, actor, client, &person, &edit.names, now))?;
        cx.concern(&others)?;
        let done = cx.change(|change| user::edit(change, &seen, &person, &edit, &others))?;
        let Edited { login, before, after, sent, still: ways } = &done.value;
        let changed = done.outcome == Outcome::Done;
        if changed {
            let mut changes = differences(before, after, &cx.zone);
            if self.first_name.is_some() || self.last_name.is_some() {
                changes.push(format!("called {}", login.shown()));
            }
            let (client, changes) = (named(&seen.row), changes.join("; "));
            cx.ui.outcome(|t| format!("{} in {client}{}: {changes}.", login.email, t.pick("", " would change")));
            former_sender::print_former(cx, sent);
            still::warn(cx, ways);
        } else {
            cx.ui.status(&format!("{} has just that in {} already.", login.email, named(&seen.row)));
        }
        let mail = cx.mail_word(&done.mails)?;
        let withdrawn = sent.withdrawn();
        let mut sink = cx.sink(selection, Shape::Changed("user_id"))?;
        sink.push(&[
            Cell::shown(&seen.row.id),
            Cell::shown(&seen.row.slug),
            Cell::shown(&login.id),
            Cell::shown(&login.email),
            Cell::from(after.role.name()),
            Cell::list(after.permissions.to_text()),
            Cell::from(after.until),
            Cell::Null,
            Cell::from(mail),
            Cell::from(if changed { ResultWord::Updated } else { ResultWord::Unchanged }),
            Cell::list(&withdrawn),
            still::cell(ways)?,
        ])?;
        sink.finish()
    }
}

impl Edit {
    fn wanted(&self, cx: &Context) -> Result<user::Edit> {
        let asked = self.terms.asked(cx)?;
        let until = match (asked.until, self.no_until) {
            (Some(until), _) => TermEdit::Until(until),
            (None, true) => TermEdit::NoEnd,
            (None, false) => TermEdit::Keep,
        };
        let names = NameEdit {
            first: self.first_name.as_deref().map(|name| Name::parse("first_name", name)).transpose()?,
            last: self.last_name.as_deref().map(|name| Name::parse("last_name", name)).transpose()?,
        };
        if asked.role.is_none() && asked.permissions.is_none() && until == TermEdit::Keep && names.is_empty() {
            return Err(Error::usage("nothing is to be changed").advice(
                "say what with `--role`, `--permissions`, `--until`, `--for`, `--no-until`, `--first-name` or `--last-name`; see `partnerctl permission list`",
            ));
        }
        let overrule = self.overrule.rule(&[Rule::LastOwner])?;
        Ok(user::Edit {
            role: asked.role,
            permissions: asked.permissions,
            until,
            names,
            overrule,
            invitations: self.invitations.fate(),
        })
    }
}
