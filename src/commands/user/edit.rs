//! `partnerctl user edit`

use std::path::Path;

use clap::Args;

use crate::cli::context::{Context, IfElsewhere};
use crate::commands::args::{ClientArg, InvitationsArg, LanguageEditArgs, OverrideArg};
use crate::commands::brief::{permissions, state};
use crate::commands::bulk::{Answers, RowResult, TableOptions};
use crate::commands::command::Command;
use crate::commands::confirm::Script;
use crate::commands::former_sender;
use crate::commands::piped::{self, Done, OfClient, PersonChange, Piped};
use crate::commands::still;
use crate::commands::terms::{TermsArgs, differences, of_row};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::language::Language;
use crate::domain::name::Name;
use crate::domain::outcome::Outcome;
use crate::domain::overrides::Rule;
use crate::domain::reference::UserRef;
use crate::domain::shell::shell_format;
use crate::domain::terms::{TermEdit, check_until};
use crate::domain::time::Zone;
use crate::error::{Error, Result};
use crate::input::Row;
use crate::ops::concerned::Concerned;
use crate::ops::invite::AfterSender;
use crate::ops::reach;
use crate::ops::resolve::named;
use crate::ops::user::{self, Edited, NameEdit};
use crate::output::brief::plain;
use crate::output::columns::{end, id, int, list, text};
use crate::output::{Brief, Cell, Columns, ResultWord, Shape};

/// Arguments of `user edit`.
#[derive(Debug, Args)]
pub struct Edit {
    /// The person: e-mail address, or id such as `usr_5`; or a table of people, `-` for standard input, or FILE.csv
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
    language: LanguageEditArgs,
    #[command(flatten)]
    invitations: InvitationsArg,
    #[command(flatten)]
    overrule: OverrideArg,
    #[command(flatten)]
    table: TableOptions,
}

/// Columns of the results of a table.
const PEOPLE: Columns = Columns::new(&[
    int("line"),
    id("client_id"),
    id("client_slug"),
    id("user_id"),
    id("email"),
    text("role"),
    list("permissions"),
    end("until"),
    text("result"),
    list("withdrawn"),
    text("error_code"),
    text("message"),
])
.in_brief(&Brief {
    noun: "row",
    columns: &[
        plain(&["line"]),
        plain(&["client_slug"]).headed("client"),
        plain(&["email"]),
        plain(&["role"]).rank(1),
        permissions().rank(3),
        plain(&["until"]).rank(2),
        plain(&["withdrawn"]).rank(4),
        state(&["result"]),
        plain(&["error_code"]).headed("error").rank(2),
        plain(&["message"]).whole().below(),
    ],
});

impl Command for Edit {
    const NAME: &'static str = "edit";
    const ABOUT: &'static str = "Change the role, permissions, term, name or language of a person in a client";
    const DETAILS: &'static str = "\
It holds at once for someone who is in, and is what `invite send` offers to someone who is prepared. Another role \
brings its own default permissions, unless --permissions says which. What is not said stays. While an invitation waits \
for its answer, what it offers cannot be changed: withdraw it first. An active client keeps an owner or admin with the \
permission `users` and without term; support may override that with a reason. With --as no one gives an end later than \
their own, and no one moves their own. Invitations that wait and offer more than the person who sent them can give by \
then are withdrawn, unless --keep-invitations is given; with --as that needs the right to give what they offer. --first-name, --last-name and --language change the name and the language of the login, \
which are the same in every client; the other clients are shown. With --as the person does so, or an administrator of the \
client if the login is used for nothing else.

A table has a row for each person: `client_id` or `client_slug`, and `user_id` or `email`. What each is to have is in its \
columns role, permissions and until, where an empty cell keeps what is; or the options say it for all, and then those \
columns are not read. What a row says and is so already is `unchanged`; a row about access by a link is `skipped`, with the \
command that changes it. A name, a language, an override and `client` are not for a \
table.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user edit ann@bigshoes.example -c big-shoes --role admin",
        "partnerctl user edit tax@ledger.example -c big-shoes --permissions invoices,quotes --until 2027-03-31",
        "partnerctl user edit usr_5 -c C100001-9 --no-until",
        "partnerctl user edit zoe@bigshoes.example -c big-shoes --first-name Zoe --last-name Smith",
        "partnerctl user edit zoe@bigshoes.example -c big-shoes --language de",
        "partnerctl access list --expiring 30d --csv | partnerctl user edit - --until 2027-03-31 --expect-clients 2",
        "partnerctl user edit - --errors bad.csv --csv < people.csv",
    ];
    const VERB: Option<Verb> = Some(Verb::UserEdit);
    const COLUMNS: Option<Columns> = Some(super::EDITED);

    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with a table, `-`")];

    fn columns(&self) -> Option<Columns> {
        Some(if piped::table(&self.person).is_some() { PEOPLE } else { super::EDITED })
    }

    fn class(&self) -> Class {
        if piped::table(&self.person).is_some() { Class::Bulk } else { Class::Outward }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        if let Some(file) = piped::table(&self.person) {
            return self.of_table(cx, file);
        }
        self.table.must_be_unused()?;
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
            if self.language.is_given() {
                changes.push(format!("language {}", login.language.map_or("none", Language::name)));
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
    fn of_table(&self, cx: &mut Context, file: &Path) -> Result<()> {
        piped::without(&[
            ("--client", self.client.client.is_some()),
            ("--first-name", self.first_name.is_some()),
            ("--last-name", self.last_name.is_some()),
            ("--language", self.language.is_given()),
            ("--override", self.overrule.rule.is_some()),
        ])?;
        let says_all = self.terms.is_given() || self.no_until;
        let wanted = if says_all { Wanted::ForAll(self.wanted(cx)?) } else { Wanted::InColumns(cx.zone.clone()) };
        if let Wanted::InColumns(_) = &wanted {
            cx.ui.note(&format!(
                "a day in the column until ends at midnight in {}",
                cx.zone.of_desk().described(cx.now())
            ));
        }
        piped::run(cx, file, &self.table, Editing { wanted, invitations: self.invitations.fate() })
    }

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
            language: self.language.wanted()?,
        };
        if asked.role.is_none() && asked.permissions.is_none() && until == TermEdit::Keep && names.is_empty() {
            return Err(Error::usage("nothing is to be changed").advice(
                "say what with `--role`, `--permissions`, `--until`, `--for`, `--no-until`, `--first-name`, `--last-name`, `--language` or `--no-language`; see `partnerctl permission list`",
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

/// What the people of a table are to have.
enum Wanted {
    /// What the options say.
    ForAll(user::Edit),
    /// What each row says, days in this zone.
    InColumns(Zone),
}

/// The rows of a table.
struct Editing {
    wanted: Wanted,
    invitations: AfterSender,
}

impl Editing {
    fn of_row(&self, row: &Row<'_>) -> Result<user::Edit> {
        match &self.wanted {
            Wanted::ForAll(edit) => Ok(edit.clone()),
            Wanted::InColumns(zone) => {
                let asked = of_row(row, zone)?;
                Ok(user::Edit {
                    role: asked.role,
                    permissions: asked.permissions,
                    until: asked.until.map_or(TermEdit::Keep, TermEdit::Until),
                    names: NameEdit::default(),
                    overrule: None,
                    invitations: self.invitations,
                })
            }
        }
    }
}

impl Piped for Editing {
    const COLUMNS: Columns = PEOPLE;
    const READS: &'static [&'static str] = &["user_id", "email", "source", "role", "permissions", "until"];
    const THING: &'static [&'static str] = &["user_id", "email"];

    fn verb(&self) -> Verb {
        Verb::UserEdit
    }

    fn script(&self) -> Script {
        Script::MayLeaveOut
    }

    fn row(&mut self, client: &mut OfClient<'_, '_>, row: &Row<'_>, answers: &mut Answers<'_>) -> Result<Done> {
        let seen = client.seen;
        let (person, edit) = (piped::person(row)?, self.of_row(row)?);
        let done = client.change_person(row, |change| {
            let edited = user::edit(change, seen, &person, &edit, &Concerned::default())?;
            piped::must_be_row(&edited.login, row)?;
            match edited.after.until {
                Some(until) if edited.before.until != Some(until) => check_until(until, change.now).map(|_| edited),
                _ => Ok(edited),
            }
        })?;
        let done = match done {
            PersonChange::Done(done) => done,
            PersonChange::ByLink(way) => {
                let next = shell_format!("change it with `partnerctl link edit {} -c {}`", way.source(), seen.row.slug);
                return Ok(Done::left_to_link(&way, &next, answers));
            }
        };
        let Edited { login, after, sent, still: ways, .. } = &done.value;
        answers.draft.set("user_id", login.id);
        answers.draft.set("email", &login.email);
        answers.draft.set("role", after.role);
        answers.draft.set("permissions", after.permissions.to_text());
        match after.until {
            Some(until) => answers.draft.set("until", until),
            None => answers.draft.clear("until"),
        }
        answers.draft.set("withdrawn", sent.withdrawn());
        if let Some(ways) = reach::still::noted(ways) {
            answers.draft.set("message", format_args!("also in: {ways}"));
        }
        Ok(Done::of(&done, RowResult::Updated))
    }
}
