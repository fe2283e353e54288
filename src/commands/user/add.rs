//! `partnerctl user add`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::{AllowElsewhere, ClientArg};
use crate::commands::command::Command;
use crate::commands::invite::{access_until, warn_of_decline, word_of};
use crate::commands::question::{Empty, Kind, Question};
use crate::commands::terms::TermsArgs;
use crate::domain::authority::{Target, Verb};
use crate::domain::class::Class;
use crate::domain::dedicated::check_role;
use crate::domain::language::Language;
use crate::domain::login::Mailbox;
use crate::domain::mail::MailState;
use crate::domain::name::Name;
use crate::domain::outcome::Outcome;
use crate::domain::reference::{PartnerRef, UserRef};
use crate::domain::role::Role;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result};
use crate::ops::concerned::Concerned;
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::unit_of_work::{ChangeResult, Mode};
use crate::ops::user::{self, AddDedicatedUser, AddUser, Added, Addition, NameEdit, Naming};
use crate::ops::who;
use crate::output::{Cell, Columns, ResultWord, Shape};

use super::dedicated;

/// Arguments of `user add`.
#[derive(Debug, Args)]
pub struct Add {
    /// Their e-mail address, which is their login name; for a dedicated user it may be left out
    #[arg(value_name = "EMAIL", required_unless_present = "for_partner")]
    person: Option<String>,
    #[command(flatten)]
    client: ClientArg,
    #[command(flatten)]
    terms: TermsArgs,
    /// First name, where the person has none yet
    #[arg(long, value_name = "NAME", requires = "last_name")]
    first_name: Option<String>,
    /// Last name, where the person has none yet
    #[arg(long, value_name = "NAME", requires = "first_name")]
    last_name: Option<String>,
    /// Of a guest, who is mailed at once: the form that the mail links; its address is set with `config set form.NAME URL`
    #[arg(long, value_name = "NAME", conflicts_with = "for_partner")]
    form: Option<String>,
    /// The language of mails and pages, of an address that is new, or of the invitation of a guest: en, de, fr or es
    #[arg(long, value_name = "LANGUAGE", conflicts_with = "for_partner")]
    language: Option<String>,
    /// Make the dedicated user for this partner, active at once: its people enter with it by one click
    #[arg(long, value_name = "PARTNER")]
    for_partner: Option<String>,
    /// No one reads mail to the address of the dedicated user: it is never mailed
    #[arg(long, requires = "for_partner")]
    no_mailbox: bool,
    #[command(flatten)]
    elsewhere: AllowElsewhere,
}

impl Command for Add {
    const NAME: &'static str = "add";
    const ABOUT: &'static str = "Prepare a person with a role in a client, or make the dedicated user for a partner";
    const DETAILS: &'static str = "\
Nothing is mailed and no one gets in until `invite send`, which uses what was prepared. Only a guest is invited at once. \
Saying the same again is `unchanged`; a different role, permissions or term is a conflict, and `user edit` changes it. \
Someone who was taken out is prepared again. A name fills an empty one and never replaces one: `user edit` corrects it. An address that belongs \
to another client, or is known only elsewhere, has to be confirmed: a terminal asks for the slug, a script gives \
--allow-elsewhere.

With --for-partner the client makes a login for a partner: role admin or supervisor, active at once, without invitation \
and password, because the partner's people enter with it by one click. There is one for each partner. The address is one \
that no one uses; left out, it is the one that `user suggest-login` shows. Addresses under `logins.domain` or .invalid, or \
made with --no-mailbox, are never mailed. What is prepared in this client for the address, and an invitation that waits, \
give way.";
    const FORMS: &'static [&'static str] = &["EMAIL -c CLIENT -r ROLE", "-c CLIENT -r ROLE --for-partner PARTNER"];
    const ASKS: &'static [Question] = &[
        Question::of("person", "", "E-mail address of the person", Kind::User).unless(&["for_partner"]),
        Question::of("client", "-c", "Client, by slug or id", Kind::Client),
        Question::of("role", "-r", "Role", Kind::Role).unless(&["for_partner"]),
        Question::of("form", "--form", "Form to link", Kind::Form)
            .if_empty(Empty::Skips)
            .only_if("role", "guest")
            .unless(&["for_partner"]),
    ];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user add ann@bigshoes.example -c big-shoes -r manager",
        "partnerctl user add tax@ledger.example -c big-shoes -r supervisor --permissions invoices,quotes --for 90d",
        "partnerctl user add eve@friends.example -c C100001-9 --role guest",
        "partnerctl user add eve@friends.example -c big-shoes -r guest --form welcome",
        "partnerctl user add -c big-shoes -r supervisor --for-partner jims-web --as jim@bigshoes.example -m 'asked by phone'",
    ];
    const VERB: Option<Verb> = Some(Verb::UserAdd);
    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Outward, "with `--role guest` or `--for-partner`")];
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        let is_guest = self.terms.role.as_deref() == Some(Role::Guest.name());
        if is_guest || self.for_partner.is_some() { Class::Outward } else { Class::Reversible }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        if let Some(partner) = &self.for_partner {
            let wanted = self.wanted_dedicated(cx, partner)?;
            return dedicated::make(cx, &self.client, selection, &wanted, self.elsewhere.policy());
        }
        let wanted = self.wanted(cx)?;
        let seen = super::client_of(cx, &self.client, &wanted.person, self.elsewhere.policy())?;
        if let UserRef::Email(email) = &wanted.person {
            cx.point_out_likeness(&seen, std::slice::from_ref(email))?;
        }
        let others = concern_others(cx, &seen, &wanted)?;
        let naming = naming(cx, &wanted, &others)?;
        let named_first = naming.is_some();
        let client = seen.row.id;
        let mut done = cx.changes(
            |session, verb| {
                // A change of its own: the logs of other clients report the name alone.
                session.change_each(verb, naming, |change, naming| {
                    let target = Target::client(change.relation(client)?);
                    user::name_everywhere(change, &target, &naming)
                })?;
                session.change(verb, |change| user::add(change, &seen, &wanted))
            },
            |_, _| (),
        )?;
        if named_first && done.value.addition == Addition::Unchanged {
            done.value.addition = Addition::Named;
        }
        let mail = cx.mail_word(&done.mails)?;
        if let Some(sent) = &done.value.sent {
            warn_of_decline(cx, done.value.login.email.as_str(), sent);
        }
        print_outcome(cx, &seen, &done, mail);
        let Added { login, terms, addition, sent } = &done.value;
        let invitation = sent.as_ref().and_then(|sent| sent.invitation.as_ref()).map(|invitation| invitation.id);
        let result = match (sent, done.outcome) {
            _ if *addition == Addition::Named => ResultWord::Updated,
            (Some(sent), _) => word_of(sent.fate, MailState::from_text(mail).ok()),
            (None, Outcome::Done) => ResultWord::Created,
            (None, _) => ResultWord::Unchanged,
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
            Cell::from(mail),
            Cell::from(result),
            Cell::list(""),
        ])?;
        sink.finish()
    }
}

impl Add {
    fn wanted(&self, cx: &Context) -> Result<AddUser> {
        let person = UserRef::parse(self.person.as_deref().unwrap_or_default())?;
        let asked = self.terms.asked(cx)?;
        let role = asked.role.ok_or_else(|| {
            Error::usage("what the person is to be in the client is not said")
                .advice("say it with `--role`: owner, admin, supervisor, manager or guest")
        })?;
        if self.form.is_some() && role != Role::Guest {
            return Err(Error::usage(format!("--form is for a guest, and {role} is mailed nothing yet"))
                .advice("name the form when you invite: `partnerctl invite send EMAIL -c CLIENT --form NAME`"));
        }
        let (permissions, until, form) = (asked.permissions, asked.until, self.form.clone());
        let language = self.language.as_deref().map(Language::parse).transpose()?;
        Ok(AddUser { person, names: self.names()?, role, permissions, until, form, language })
    }

    fn wanted_dedicated(&self, cx: &Context, partner: &str) -> Result<AddDedicatedUser> {
        let partner = PartnerRef::parse(partner)?;
        let person = self.person.as_deref().map(UserRef::parse).transpose()?;
        // A role that cannot be is refused as such, whatever else is wrong with the permissions.
        let role = self.terms.role.as_deref().map(Role::parse).transpose()?.ok_or_else(|| {
            Error::usage("what the dedicated user is to be in the client is not said")
                .advice("say it with `--role`: supervisor or admin")
        })?;
        let role = check_role(role)?;
        let asked = self.terms.asked(cx)?;
        let mailbox = if self.no_mailbox { Mailbox::No } else { Mailbox::Yes };
        let (permissions, until) = (asked.permissions, asked.until);
        Ok(AddDedicatedUser { person, partner, names: self.names()?, role, permissions, until, mailbox })
    }

    fn names(&self) -> Result<Option<(Name, Name)>> {
        match (&self.first_name, &self.last_name) {
            (Some(first), Some(last)) => Ok(Some((Name::parse("first_name", first)?, Name::parse("last_name", last)?))),
            _ => Ok(None),
        }
    }
}

/// Shows the other clients that know the person without the name that is given.
fn concern_others(cx: &mut Context, seen: &ClientSeen, wanted: &AddUser) -> Result<Concerned> {
    let (client, now) = (seen.row.id, cx.now());
    let names = wanted.names.as_ref();
    let others = cx.read(|tx, actor| user::concerned_by_filling(tx, actor, client, &wanted.person, names, now))?;
    cx.concern(&others)?;
    Ok(others)
}

fn naming<'a>(cx: &mut Context, wanted: &AddUser, others: &'a Concerned) -> Result<Option<Naming<'a>>> {
    let (Some((first, last)), false) = (&wanted.names, others.is_empty()) else { return Ok(None) };
    let login = cx.read(|tx, _| who::find_user(tx, &wanted.person))?;
    let names = NameEdit::of(first.clone(), last.clone());
    Ok(login.map(|login| Naming { user: login.id, names, shown: others }))
}

/// Says what was done, and what comes next.
fn print_outcome(cx: &Context, seen: &ClientSeen, done: &ChangeResult<Added>, mail: &str) {
    let Added { login, terms, addition, sent } = &done.value;
    let (email, role, client, slug) = (&login.email, terms.role, named(&seen.row), &seen.row.slug);
    if *addition == Addition::Named {
        cx.ui.status(&format!("{email} is {role} of {client} already, and is called {} now.", login.name()));
        return;
    }
    match (sent, done.outcome) {
        (None, Outcome::Done) => {
            cx.ui
                .outcome(|t| format!("{email} {} prepared as {role} of {client}; nothing {} mailed.", t.is(), t.was()));
            cx.ui.hint(&shell_format!("invite them with `partnerctl invite send {} -c {}`", email, slug));
        }
        (None, _) => cx.ui.status(&format!("{email} is {role} of {client} already.")),
        (Some(sent), _) => match sent.expires_at(cx.now()) {
            Some(expires) if done.outcome == Outcome::Done => {
                cx.ui.outcome(|t| {
                    let term = sent.invitation.as_ref().map(|sent| access_until(cx, sent)).unwrap_or_default();
                    let until = cx.zone.local(expires);
                    format!("{email} {} invited as {role} of {client}{term}; to be accepted by {until}.", t.is())
                });
                if MailState::from_text(mail).is_ok_and(MailState::has_left) {
                    cx.ui.hint("if they do not find the mail, ask them to look in junk or spam");
                } else if cx.mode() == Mode::Real
                    && let Some(invitation) = &sent.invitation
                {
                    let id = invitation.id;
                    cx.ui.hint(&shell_format!("send it again with `partnerctl invite resend {} -c {}`", id, slug));
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
