//! `partnerctl client add`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::AllowElsewhere;
use crate::commands::command::Command;
use crate::commands::question::{Kind, Question};
use crate::domain::account_number::AccountNumber;
use crate::domain::authority::{self, Sight, Target, Verb};
use crate::domain::class::Class;
use crate::domain::client_domain::ClientDomain;
use crate::domain::email::Email;
use crate::domain::id::ClientId;
use crate::domain::language::Language;
use crate::domain::name::Name;
use crate::domain::shell::shell_format;
use crate::domain::slug::Slug;
use crate::error::{Error, Result};
use crate::ops::client::{self, AddClient, Existing, Making, NewOwner, PricePlan, SlugWish};
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::user::{self, Naming};
use crate::output::{Cell, Columns, ResultWord, Shape};
use crate::term::Keyboard;

use super::fields::field_given;

/// Arguments of `client add`.
#[derive(Debug, Args)]
pub struct Add {
    /// The client's name
    #[arg(value_name = "NAME")]
    name: String,
    /// Its slug, never used for another client [default: made from the name; the client's number is added if another slug looks alike]
    #[arg(long, value_name = "SLUG")]
    slug: Option<String>,
    /// E-mail address of an owner; repeat it for co-owners
    #[arg(long = "owner", value_name = "EMAIL", required = true)]
    owners: Vec<String>,
    /// The name of the owner; repeat it for co-owners, in the order of their addresses
    #[arg(long = "owner-name", value_name = "NAME")]
    owner_names: Vec<String>,
    /// Primary domain
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// Its number in your billing system
    #[arg(long, value_name = "NUMBER")]
    account_number: Option<String>,
    /// Plan: starter or pro
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// The language of mails and pages for its people who have none of their own: en, de, fr or es
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// The support person in charge, by operating-system account; `me` is you
    #[arg(long, value_name = "OSUSER")]
    staff: Option<String>,
    /// An extra field; repeat it for more
    #[arg(long = "field", value_name = "KEY=VALUE")]
    fields: Vec<String>,
    /// Allow it to look like this client, which is shown next to it from then on
    #[arg(long, value_name = "CLIENT_ID")]
    allow_similar: Option<String>,
    #[command(flatten)]
    elsewhere: AllowElsewhere,
}

impl Command for Add {
    const NAME: &'static str = "add";
    const ABOUT: &'static str = "Add a client and prepare its owners; nothing is mailed";
    const DETAILS: &'static str = "\
The client begins as a draft and becomes active when the first owner accepts an invitation. A slug or domain that could \
be taken for another client's is refused; --allow-similar names the look-alike. Where another client has the same name, \
or an owner's address belongs to another client, a terminal asks and a script is warned; --allow-similar and \
--allow-elsewhere confirm it. --owner-name fills the name of an owner who has none yet, and shows the other clients that \
know the person; `user edit` corrects it.

A client that exists already as it is wanted is `unchanged`: by its slug, account number or domain, or by its name and \
owners where neither slug nor account number is given. Where it differs, the conflict names the difference.";
    const ASKS: &'static [Question] = &[
        Question::of("name", "", "Name of the client", Kind::Name("name")),
        Question::of(
            "owners",
            "--owner",
            "E-mail address of its owner (separate several with spaces)",
            Kind::Addresses,
        ),
    ];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client add \"Big Shoes Inc.\" --owner jim@bigshoes.example --domain bigshoes.example",
        "partnerctl client add \"Two Owners\" --owner a@two.example --owner b@two.example --plan pro --field region=north",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientAdd);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        // Nothing that is there already changes; and a client that was made is closed, never taken away.
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let caller = cx.actor()?.audit_name().to_owned();
        let (staff, allowance) = (self.staff.clone(), self.elsewhere.allowance());
        let domain = self.domain.as_deref().map(ClientDomain::parse).transpose()?;
        if let Some(remark) = domain.as_ref().and_then(ClientDomain::remark) {
            cx.ui.note(&remark);
        }
        let mut wanted = self.wanted(domain)?;
        if let Some(number) = &wanted.account_number
            && let Some(why) = number.suspicion()
        {
            cx.ui.warn(&format!("the account number {number} {why}"));
        }
        if let Some(lookalike) = wanted.allow_similar {
            cx.agree_on_lookalike(lookalike, "--allow-similar")?;
        }
        let addresses: Vec<&Email> = wanted.owners.iter().map(|owner| &owner.email).collect();
        let elsewhere = cx.owners_elsewhere(wanted.domain.as_ref(), &addresses)?;
        let likenesses = cx.likenesses(None, &addresses)?;
        // Whether the client may be made, and whether it exists as it is wanted, is checked again by the change itself.
        let existing = match authority::decide(cx.actor()?, Verb::ClientAdd, &Target::NOTHING) {
            Ok(()) => cx.read(|tx, _| {
                let mut wanted = wanted.clone();
                wanted.staff = staff.as_deref().map(|name| client::staff_named(tx, &caller, name)).transpose()?;
                client::existing(tx, &wanted)
            }),
            Err(error) => Err(error),
        };
        if let Ok(Existing::Namesakes(namesakes)) = &existing {
            cx.has_meant_new_client(&wanted.name, namesakes, &elsewhere, allowance)?;
        }
        let now = cx.now();
        let named_owners = cx.read(|tx, actor| client::named_owners(tx, actor, &wanted, now))?;
        for (_, _, others) in &named_owners {
            cx.concern(others)?;
        }
        let namings =
            named_owners.iter().map(|(user, names, shown)| Naming { user: *user, names: names.clone(), shown });
        let done = cx.changes(
            |session, verb| {
                session.change_each(verb, namings, |change, naming| {
                    user::name_everywhere(change, &Target::NOTHING, &naming)
                })?;
                session.change(verb, |change| {
                    wanted.staff = staff.map(|name| client::staff_named(change.tx, &caller, &name)).transpose()?;
                    client::add_once(change, &wanted)
                })
            },
            |_, _| (),
        )?;
        let client::Added { row, making, lookalikes, same_name } = done.value;
        let (source, result) = match making {
            Making::Created => ("new", ResultWord::Created),
            Making::Unchanged => ("exists already", ResultWord::Unchanged),
        };
        let seen = ClientSeen {
            row,
            lookalikes,
            selected_by: "the name".to_owned(),
            named_by_retired: None,
            double: None,
            sight: Sight::Record,
        };
        let is_new = matches!(making, Making::Created);
        cx.show_with(&seen, source.to_owned(), if is_new { elsewhere.cautions.as_slice() } else { &[] });
        if is_new && !cx.prompter.can_ask(Keyboard::Stdin) {
            for warning in &elsewhere.warnings {
                cx.ui.warn(&format!("{warning}, named with the new {}", named(&seen.row)));
            }
        }
        if is_new {
            likenesses.iter().for_each(|warning| cx.ui.warn(warning));
        }
        for other in same_name {
            cx.ui.warn(&format!("{} has the same name or a similar one: {}", named(&other), other.name));
        }
        cx.ui.hint(&shell_format!("invite its owners with `partnerctl invite send --owners -c {}`", seen.row.slug));
        let owners: Vec<&str> = wanted.owners.iter().map(|owner| owner.email.as_str()).collect();
        let mut sink = cx.sink(selection, Shape::Changed("client_id"))?;
        sink.push(&[
            Cell::shown(&seen.row.id),
            Cell::shown(&seen.row.slug),
            Cell::Text(seen.row.name.as_str().into()),
            Cell::list(owners.join(" ")),
            Cell::from(result),
        ])?;
        sink.finish()
    }
}

impl Add {
    fn wanted(self, domain: Option<ClientDomain>) -> Result<AddClient> {
        let mut owners: Vec<NewOwner> = Vec::new();
        if self.owner_names.len() > self.owners.len() {
            return Err(Error::usage("there are more names of owners than owners")
                .advice("give `--owner-name` once for each `--owner`, in the same order"));
        }
        let mut names = self.owner_names.iter();
        for owner in &self.owners {
            let email = Email::parse(owner)?;
            let name = names.next().map(|name| Name::parse("owner_name", name)).transpose()?;
            if !owners.iter().any(|owner| owner.email == email) {
                owners.push(NewOwner { email, name });
            }
        }
        Ok(AddClient {
            name: Name::parse("name", &self.name)?,
            slug: self.slug.map_or(Ok(SlugWish::Derived), |slug| Slug::parse(&slug).map(SlugWish::Given))?,
            owners,
            domain: domain.map(|domain| domain.domain),
            account_number: self.account_number.as_deref().map(AccountNumber::parse).transpose()?,
            plan: self.plan.as_deref().map(PricePlan::read).transpose()?,
            language: self.language.as_deref().map(Language::parse).transpose()?,
            staff: None,
            fields: self.fields.iter().map(|field| field_given(field)).collect::<Result<_>>()?,
            allow_similar: self.allow_similar.as_deref().map(ClientId::parse).transpose()?,
        })
    }
}
