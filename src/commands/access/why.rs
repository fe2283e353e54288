//! `partnerctl access why`

use clap::Args;
use serde::Serialize;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::domain::access::{Enters, Outcome, Rule, Verdict};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::client::ClientRow;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::reference::UserRef;
use crate::domain::role::listed;
use crate::domain::shell::{Verbatim, shell_format};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::resolve::named;
use crate::ops::{Tx, access, login};
use crate::output::columns::{boolean, end, id, json as nested, list, text};
use crate::output::{Cell, Columns, Shape};

use super::access_query::answer;
use super::when::AsOfArg;

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    id("email"),
    boolean("allowed"),
    text("decided_by"),
    text("role"),
    list("permissions"),
    end("until"),
    nested("rules"),
]);

/// Between the name of a line and what it says.
const NAME: usize = 16;
/// Before the name of a rule: its mark and its outcome.
const RULE: usize = 6;

/// Arguments of `access why`.
#[derive(Debug, Args)]
pub struct Why {
    /// The person
    #[arg(value_name = "EMAIL")]
    email: String,
    #[command(flatten)]
    client: ClientArg,
    #[command(flatten)]
    as_of: AsOfArg,
    /// Whether they may do this there, a word of `permission list` [default: whether they may enter]
    #[arg(long, value_name = "PERMISSION")]
    permission: Option<String>,
}

impl Command for Why {
    const NAME: &'static str = "why";
    const ABOUT: &'static str = "Explain rule by rule whether a person may enter a client, now or on a past day";
    const DETAILS: &'static str = "\
Each rule in order, with what it said; the one that decided is marked. A question that is answered ends with exit code \
0, whatever the answer is; `access check` is for scripts that branch on it.\n\n\
With --as-of the rules are held against everything as it was at that instant, whatever was changed since; a time to \
come is answered as if nothing changed until then. The person and the client are named as they are called now. A day \
alone is its first instant, in the zone of the desk.\n\n\
`rules` is a list of {rule, outcome, text} in order, with the outcomes yes, no and skipped; in CSV it is that list as \
JSON in one cell. Times in it are UTC for programs and local for people.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl access why jim@bigshoes.example -c big-shoes",
        "partnerctl access why ravi@jimsweb.example -c big-shoes --as-of 2026-05-04",
        "partnerctl access why ravi@jimsweb.example -c big-shoes --permission settings --json",
    ];
    const VERB: Option<Verb> = Some(Verb::AccessWhy);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let permission = self.permission.as_deref().map(Permission::parse).transpose()?;
        let person = UserRef::parse(&self.email)?;
        let at = self.as_of.instant(cx)?;
        let client = self.client.for_read(cx)?.row;
        let zone = cx.zone.clone();
        let (email, verdict, words) = answer(cx, Verb::AccessWhy, &person, &client, at, |tx, _, verdict| {
            let spoken = verdict.rules.iter().map(|rule| access::in_words(tx, &zone, &rule.text));
            Ok((spoken.collect::<Result<Vec<_>>>()?, entered_login(tx, verdict)?))
        })?;
        let answer = Explanation { client: &client, email: &email, at, permission, verdict: &verdict };
        if selection.is_plain_table() {
            return answer.card(cx, &words.0, words.1.as_deref());
        }
        let last = answer.last_rule();
        let last = last.map(|(outcome, text)| RuleSaid { rule: "permission", outcome: outcome.name(), text });
        let rules: Vec<_> = verdict.rules.iter().map(RuleSaid::of).chain(last).collect();
        let mut sink = cx.sink(selection, Shape::One)?;
        sink.push(&[
            Cell::shown(&client.id),
            Cell::shown(&client.slug),
            email.as_str().into(),
            answer.allowed().into(),
            answer.decided_by().into(),
            verdict.role().map(|role| role.name()).into(),
            Cell::list(verdict.permissions().to_text()),
            verdict.until().into(),
            Cell::structured(&rules)?,
        ])?;
        sink.finish()
    }
}

/// A question with its answer.
struct Explanation<'a> {
    client: &'a ClientRow,
    email: &'a str,
    at: Option<Instant>,
    permission: Option<Permission>,
    verdict: &'a Verdict,
}

impl Explanation<'_> {
    fn allowed(&self) -> bool {
        self.permission.map_or(self.verdict.allowed(), |permission| self.verdict.permits(permission))
    }

    fn decided_by(&self) -> &'static str {
        self.permission.map_or(self.verdict.decided_by, |permission| access::decided_by(self.verdict, permission))
    }

    /// What is said of the permission itself, after the rules that let in.
    fn last_rule(&self) -> Option<(Outcome, String)> {
        let permission = self.permission?;
        Some(if !self.verdict.allowed() {
            (Outcome::Skipped, "does not apply".to_owned())
        } else if self.verdict.permits(permission) {
            (Outcome::Yes, format!("{permission} is among the permissions"))
        } else {
            (Outcome::No, format!("{permission} is not among the permissions"))
        })
    }

    fn card(&self, cx: &Context, spoken: &[String], enters_as: Option<&str>) -> Result<()> {
        let Self { client, email, verdict, .. } = self;
        let may = if self.allowed() { "may" } else { "may not" };
        let what = self.permission.map_or("enter".to_owned(), |permission| format!("use {permission} in"));
        cx.ui.heading(&format!("{email} {may} {what} {}", named(client)))?;
        let at = self.at.unwrap_or(cx.now());
        let times = cx.ui.times(&cx.zone);
        let when = |at: Instant| times.instant(at, cx.now());
        let ends = |at: Instant| times.end(at, cx.now());
        let mut lines = vec![("client", format!("{}  {}  {}", client.slug, client.id, client.name))];
        lines.push(("as of", if self.at.is_some() { when(at) } else { format!("{} (now)", cx.zone.local(at)) }));
        if verdict.allowed() {
            lines.extend(verdict.role().map(|role| ("role", role.to_string())));
            lines.extend(enters_as.map(|login| ("enters as", login.to_owned())));
            lines.push(("permissions", all_or_list(verdict.permissions())));
            lines.push(("until", verdict.until().map_or("no end".to_owned(), ends)));
        }
        for (name, text) in lines {
            cx.ui.print_named(name, NAME, &text)?;
        }
        cx.ui.print("")?;
        let last = self.last_rule();
        let rules = verdict.rules.iter().zip(spoken).map(|(rule, text)| (rule.name, rule.outcome, text.as_str()));
        for (name, outcome, text) in rules.chain(last.iter().map(|(out, text)| ("permission", *out, text.as_str()))) {
            let mark = if name == self.decided_by() { "▸" } else { " " };
            let said = if outcome == Outcome::Skipped { "-" } else { outcome.name() };
            cx.ui.print_named(&format!("{mark} {said:4}{name}"), RULE + NAME, text)?;
        }
        if verdict.allowed() {
            let as_of = self.at.map(|at| shell_format!(" --as-of {}", at)).unwrap_or_default();
            let slug = &client.slug;
            cx.ui.hint(&shell_format!(
                "since when, and who let them in: `partnerctl access list -c {}{}`",
                slug,
                Verbatim(as_of)
            ));
        }
        cx.ui.hint(&shell_format!("what was done here, and by whom: `partnerctl client log {}`", client.slug));
        Ok(())
    }
}

fn all_or_list(permissions: Permissions) -> String {
    if permissions == Permissions::ALL { "all".to_owned() } else { listed(permissions) }
}

/// A rule with what it said, as programs read it.
#[derive(Serialize)]
struct RuleSaid {
    rule: &'static str,
    outcome: &'static str,
    text: String,
}

impl RuleSaid {
    fn of(rule: &Rule) -> Self {
        Self { rule: rule.name, outcome: rule.outcome.name(), text: rule.text.to_string() }
    }
}

/// The address of the dedicated user whose login is entered with.
fn entered_login(tx: &Tx<'_>, verdict: &Verdict) -> Result<Option<String>> {
    match verdict.source().map(|source| source.enters) {
        Some(Enters::As(user)) => Ok(login::by_id(tx, user)?.map(|row| format!("{} ({user})", row.email))),
        Some(Enters::AsThemselves) | None => Ok(None),
    }
}
