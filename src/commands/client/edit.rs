//! `partnerctl client edit`

use std::path::Path;

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::{ClientObject, LanguageEditArgs};
use crate::commands::brief::state;
use crate::commands::bulk::{Answers, RowResult, TableOptions};
use crate::commands::command::Command;
use crate::commands::confirm::Script;
use crate::commands::piped::{self, Done, OfClient, Piped};
use crate::domain::account_number::AccountNumber;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::client_domain::ClientDomain;
use crate::domain::id::ClientId;
use crate::domain::language::LanguageEdit;
use crate::domain::name::Name;
use crate::domain::slug::Slug;
use crate::error::{Error, Result};
use crate::input::Row;
use crate::ops::client::edit::{self, Edit as Wanted, Set};
use crate::ops::client::{PricePlan, staff_named};
use crate::output::brief::plain;
use crate::output::columns::{id, int, text};
use crate::output::{Brief, Cell, Columns, ResultWord, Shape};
use crate::term::Tense;

use super::fields::field_wish;

const COLUMNS: Columns =
    Columns::new(&[id("client_id"), id("client_slug"), text("name"), text("changed"), text("result")]);

/// Arguments of `client edit`.
#[derive(Debug, Args)]
pub struct Edit {
    #[command(flatten)]
    client: ClientObject,
    /// Its new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Its new slug; the old one is retired for ever
    #[arg(long, value_name = "SLUG")]
    slug: Option<String>,
    /// Its primary domain
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// It has no domain
    #[arg(long, conflicts_with = "domain")]
    no_domain: bool,
    /// Its number in your billing system
    #[arg(long, value_name = "NUMBER")]
    account_number: Option<String>,
    /// It has no account number
    #[arg(long, conflicts_with = "account_number")]
    no_account_number: bool,
    /// Plan: starter or pro
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// It has no plan
    #[arg(long, conflicts_with = "plan")]
    no_plan: bool,
    /// The support person in charge, by operating-system account; `me` is you
    #[arg(long, value_name = "OSUSER")]
    staff: Option<String>,
    /// No one is in charge
    #[arg(long, conflicts_with = "staff")]
    no_staff: bool,
    #[command(flatten)]
    language: LanguageEditArgs,
    /// An extra field; `KEY=` takes it away; repeat it for more
    #[arg(long = "field", value_name = "KEY=VALUE")]
    fields: Vec<String>,
    /// Allow it to look like this client, which is shown next to it from then on
    #[arg(long, value_name = "CLIENT_ID")]
    allow_similar: Option<String>,
    #[command(flatten)]
    table: TableOptions,
}

/// Columns of the results of a table.
const CLIENTS: Columns = Columns::new(&[
    int("line"),
    id("client_id"),
    id("client_slug"),
    text("name"),
    text("changed"),
    text("result"),
    text("error_code"),
    text("message"),
])
.in_brief(&Brief {
    noun: "row",
    columns: &[
        plain(&["line"]),
        plain(&["client_slug"]).headed("client"),
        plain(&["name"]).rank(1),
        plain(&["changed"]).rank(1),
        state(&["result"]),
        plain(&["error_code"]).headed("error").rank(2),
        plain(&["message"]).whole().below(),
    ],
});

impl Command for Edit {
    const NAME: &'static str = "edit";
    const ABOUT: &'static str = "Change what is known of a client";
    const DETAILS: &'static str = "\
A former slug is retired for ever: reads find the client by it, with a note, and changes stop. A slug or domain that \
could be taken for another client's is refused; --allow-similar names the look-alike. Owners are people of the client: see \
`partnerctl user`.

The field notify.KIND chooses for this client who is notified by mail of what happens in it (on, digest or off), before the \
setting of the same name.

In place of the client a table is taken, `-` for standard input, or FILE.csv: a row for each client, by `client_id` or \
`client_slug`. --plan, --staff, --language and --field are then changed in each of them; name, slug, domain and account number are of \
one client. `client import --update` reads them from columns.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client edit big-shoes --plan pro --staff me",
        "partnerctl client edit big-shoes --slug large-shoes --name \"Large Shoes Inc.\"",
        "partnerctl client edit big-shoes --no-domain --field region=south --field fax=",
        "partnerctl client edit big-shoes --language de",
        "partnerctl client edit big-shoes --field notify.owner_added=on",
        "partnerctl client list --staff me --csv | partnerctl client edit - --plan pro --expect-clients 2",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientEdit);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with a table, `-`")];

    fn columns(&self) -> Option<Columns> {
        Some(if piped::table(&self.client.client).is_some() { CLIENTS } else { COLUMNS })
    }

    fn class(&self) -> Class {
        if piped::table(&self.client.client).is_some() { Class::Bulk } else { Class::Reversible }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        if let Some(file) = piped::table(&self.client.client) {
            return self.of_table(cx, file);
        }
        self.table.must_be_unused()?;
        let selection = cx.select(COLUMNS)?;
        let mut wanted = self.wanted()?;
        let read = self.domain.as_deref().map(ClientDomain::parse).transpose()?;
        if let Some(remark) = read.as_ref().and_then(ClientDomain::remark) {
            cx.ui.note(&remark);
        }
        if let Set::To(number) = &wanted.account_number
            && let Some(why) = number.suspicion()
        {
            cx.ui.warn(&format!("the account number {number} {why}"));
        }
        let seen = self.client.for_change(cx)?;
        if let Some(lookalike) = wanted.allow_similar {
            cx.agree_on_lookalike(lookalike, "--allow-similar")?;
        }
        let caller = cx.actor()?.audit_name().to_owned();
        let done = cx.change(|change| {
            if let Some(name) = &self.staff {
                wanted.staff = Set::To(staff_named(change.tx, &caller, name)?);
            }
            edit::edit(change, &seen, &wanted)
        })?;
        let edit::Edited { row, changed } = done.value;
        if row.slug != seen.row.slug {
            cx.ui.outcome(|t| {
                format!(
                    "{} ({}) {} called {}; its old slug {} retired.",
                    seen.row.slug,
                    row.id,
                    t.pick("is now", "would be"),
                    row.slug,
                    t.is()
                )
            });
        }
        let changes = if changed.is_empty() { "nothing differed".to_owned() } else { changed.join(", ") };
        let would = |t: Tense| if changed.is_empty() { "" } else { t.pick("", " would change") };
        cx.ui.outcome(|t| format!("{} ({}){}: {changes}.", row.slug, row.id, would(t)));
        let mut sink = cx.sink(selection, Shape::Changed("client_id"))?;
        sink.push(&[
            Cell::shown(&row.id),
            Cell::shown(&row.slug),
            row.name.as_str().into(),
            (!changed.is_empty()).then(|| changed.join(", ")).into(),
            if changed.is_empty() { ResultWord::Unchanged } else { ResultWord::Updated }.into(),
        ])?;
        sink.finish()
    }
}

impl Edit {
    fn of_table(&self, cx: &mut Context, file: &Path) -> Result<()> {
        piped::without(&[
            ("--name", self.name.is_some()),
            ("--slug", self.slug.is_some()),
            ("--domain", self.domain.is_some()),
            ("--no-domain", self.no_domain),
            ("--account-number", self.account_number.is_some()),
            ("--no-account-number", self.no_account_number),
            ("--allow-similar", self.allow_similar.is_some()),
        ])?;
        let mut wanted = self.wanted()?;
        if let Some(name) = &self.staff {
            let caller = cx.actor()?.audit_name().to_owned();
            wanted.staff = Set::To(cx.read(|tx, _| staff_named(tx, &caller, name))?);
        }
        piped::run(cx, file, &self.table, Editing { wanted })
    }

    fn wanted(&self) -> Result<Wanted> {
        let wanted = Wanted {
            name: self.name.as_deref().map(|name| Name::parse("name", name)).transpose()?,
            slug: self.slug.as_deref().map(Slug::parse).transpose()?,
            domain: set(self.domain.as_deref(), self.no_domain, |text| {
                ClientDomain::parse(text).map(|read| read.domain)
            })?,
            account_number: set(self.account_number.as_deref(), self.no_account_number, AccountNumber::parse)?,
            plan: set(self.plan.as_deref(), self.no_plan, PricePlan::read)?,
            staff: if self.no_staff { Set::Clear } else { Set::Keep },
            language: match self.language.wanted()? {
                LanguageEdit::Keep => Set::Keep,
                LanguageEdit::Clear => Set::Clear,
                LanguageEdit::To(language) => Set::To(language),
            },
            fields: self.fields.iter().map(|field| field_wish(field)).collect::<Result<_>>()?,
            allow_similar: self.allow_similar.as_deref().map(ClientId::parse).transpose()?,
        };
        if self.staff.is_none() && wanted == Wanted::default() {
            return Err(Error::usage("nothing to change")
                .advice("name it, for instance `--plan pro`; see `partnerctl client edit --help`"));
        }
        Ok(wanted)
    }
}

fn set<T>(given: Option<&str>, none: bool, read: impl FnOnce(&str) -> Result<T>) -> Result<Set<T>> {
    match given {
        Some(given) => read(given).map(Set::To),
        None if none => Ok(Set::Clear),
        None => Ok(Set::Keep),
    }
}

/// The rows of a table.
struct Editing {
    wanted: Wanted,
}

impl Piped for Editing {
    const COLUMNS: Columns = CLIENTS;
    const READS: &'static [&'static str] = &[];
    const THING: &'static [&'static str] = &[];

    fn verb(&self) -> Verb {
        Verb::ClientEdit
    }

    fn script(&self) -> Script {
        Script::MayLeaveOut
    }

    fn row(&mut self, client: &mut OfClient<'_, '_>, _: &Row<'_>, answers: &mut Answers<'_>) -> Result<Done> {
        let seen = client.seen;
        answers.draft.set("name", &seen.row.name);
        let done = client.change(|change| edit::edit(change, seen, &self.wanted))?;
        if !done.value.changed.is_empty() {
            answers.draft.set("changed", done.value.changed.join(", "));
        }
        Ok(Done::of(&done, RowResult::Updated))
    }
}
