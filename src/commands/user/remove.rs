//! `partnerctl user remove`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::{ClientArg, InvitationsArg, OverrideArg};
use crate::commands::brief::state;
use crate::commands::bulk::{Answers, RowResult, TableOptions};
use crate::commands::command::Command;
use crate::commands::confirm::{Question, Script, confirm};
use crate::commands::former_sender;
use crate::commands::piped::{self, Done, OfClient, PersonChange, Piped};
use crate::commands::still::warn;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::grant::GrantRow;
use crate::domain::outcome::Outcome;
use crate::domain::overrides::Rule;
use crate::domain::reference::UserRef;
use crate::error::Result;
use crate::input::Row;
use crate::ops::invite::AfterSender;
use crate::ops::reach::still;
use crate::ops::resolve::named;
use crate::ops::unit_of_work::Change;
use crate::ops::user::{self, Removed};
use crate::output::brief::plain;
use crate::output::columns::{id, int, list, text};
use crate::output::{Brief, Columns, ResultWord};

use super::ended::{COLUMNS, present};

/// Arguments of `user remove`.
#[derive(Debug, Args)]
pub struct Remove {
    /// The person: e-mail address, or id such as `usr_5`; or a table of people, `-` for standard input, or FILE.csv
    #[arg(value_name = "EMAIL")]
    person: String,
    #[command(flatten)]
    client: ClientArg,
    /// The client's slug, in place of typing it
    #[arg(long, value_name = "SLUG")]
    confirm: Option<String>,
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
        plain(&["role"]).rank(3),
        plain(&["withdrawn"]).rank(4),
        state(&["result"]),
        plain(&["error_code"]).headed("error").rank(2),
        plain(&["message"]).whole().below(),
    ],
});

impl Command for Remove {
    const NAME: &'static str = "remove";
    const ABOUT: &'static str = "Remove a person from a client; their login stays";
    const DETAILS: &'static str = "\
The access ends, and an invitation that waits is cancelled; so are those that the person sent into this client and no one \
answered, unless --keep-invitations is given. The client's slug is typed to confirm, or given with \
--confirm; --dry-run shows it. An active client keeps an owner or admin without term; support may override that with a \
reason. A person who had access is notified by mail that it ended, and who ended it, but not the reason given here; the mail rests for \
10 minutes, and `undo` until then takes it along. To let the person in again, invite them again.

A table has a row for each person: `client_id` or `client_slug`, and `user_id` or `email`, as `access list --csv` and \
`user list --csv` have them. A row whose columns do not agree is refused; one about access by a link is `skipped`, with the \
command that ends it. A script \
says the number of clients with --expect-clients. Anyone who is out already is `unchanged`.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user remove ann@bigshoes.example -c big-shoes",
        "partnerctl user remove ann@bigshoes.example -c big-shoes --confirm big-shoes -m \"left the company\"",
        "partnerctl access list -A --dormant 90d --csv | partnerctl user remove - --expect-clients 2",
    ];
    const VERB: Option<Verb> = Some(Verb::UserRemove);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with a table, `-`")];

    fn columns(&self) -> Option<Columns> {
        Some(if piped::table(&self.person).is_some() { PEOPLE } else { COLUMNS })
    }

    fn class(&self) -> Class {
        if piped::table(&self.person).is_some() { Class::Bulk } else { Class::Destructive }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        if let Some(file) = piped::table(&self.person) {
            piped::without(&[
                ("--client", self.client.client.is_some()),
                ("--confirm", self.confirm.is_some()),
                ("--override", self.overrule.rule.is_some()),
            ])?;
            return piped::run(cx, file, &self.table, Removing { invitations: self.invitations.fate() });
        }
        self.table.must_be_unused()?;
        let selection = cx.select(COLUMNS)?;
        let person = UserRef::parse(&self.person)?;
        let overrule = self.overrule.rule(&[Rule::LastOwner])?;
        let seen = self.client.for_change(cx)?;
        let client = &seen.row;
        let remove = |change: &mut Change<'_>, shown: Option<&GrantRow>| {
            let removed = user::remove(change, &seen, &person, overrule, self.invitations.fate(), shown)?;
            let still = still::of(change.tx, &removed.login, client, change.now)?;
            Ok((removed, still))
        };
        let shown = cx.try_out(|change| remove(change, None))?.map(|(tried, _)| tried.before);
        let asks = format!("Take {person} out of {} {}?", named(client), client.name);
        confirm(cx, self.confirm.as_deref(), Question::word(&asks, "its slug", client.slug.as_str()))?;
        let remove = |change: &mut Change<'_>| remove(change, shown.as_ref());
        let done = cx.changes(
            |session, verb| session.change(verb, remove),
            |cx, done| {
                let (Removed { login, grant, sent, .. }, still) = &done.value;
                cx.ui.outcome(|t| {
                    let is = match done.outcome {
                        Outcome::Done => t.pick("is no longer", "would no longer be"),
                        _ => "is out of it already: not",
                    };
                    format!("{} {is} {} of {}.", login.email, grant.terms.role, named(client))
                });
                former_sender::print_former(cx, sent);
                warn(cx, still);
            },
        )?;
        let (Removed { login, grant, sent, .. }, still) = &done.value;
        let result = if done.outcome == Outcome::Done { ResultWord::Removed } else { ResultWord::Unchanged };
        present(cx, selection, client, (login, grant, sent), still, result)
    }
}

/// The rows of a table.
struct Removing {
    invitations: AfterSender,
}

impl Piped for Removing {
    const COLUMNS: Columns = PEOPLE;
    const READS: &'static [&'static str] = &["user_id", "email", "source"];
    const THING: &'static [&'static str] = &["user_id", "email"];

    fn verb(&self) -> Verb {
        Verb::UserRemove
    }

    fn script(&self) -> Script {
        Script::MustSay
    }

    fn row(&mut self, client: &mut OfClient<'_, '_>, row: &Row<'_>, answers: &mut Answers<'_>) -> Result<Done> {
        let seen = client.seen;
        let person = piped::person(row)?;
        let invitations = self.invitations;
        let done = client.change_person(row, |change| {
            let removed = user::remove(change, seen, &person, None, invitations, None)?;
            piped::must_be_row(&removed.login, row)?;
            let still = still::of(change.tx, &removed.login, &seen.row, change.now)?;
            Ok((removed, still))
        })?;
        let done = match done {
            PersonChange::Done(done) => done,
            PersonChange::ByLink(way) => {
                return Ok(Done::left_to_link(&way, &format!("end it with `{}`", way.command()), answers));
            }
        };
        let (Removed { login, grant, sent, .. }, still) = &done.value;
        answers.draft.set("user_id", login.id);
        answers.draft.set("email", &login.email);
        answers.draft.set("role", grant.terms.role);
        answers.draft.set("withdrawn", sent.withdrawn());
        if let Some(ways) = still::noted(still) {
            answers.draft.set("message", format_args!("still in: {ways}"));
        }
        Ok(Done::of(&done, RowResult::Removed))
    }
}
