//! Commands about one thing that also take a table, a row for each thing: `access list --csv | user remove -`. A row is
//! carried out by the use case of the command, with the rules of every table (docs/reference.md#bulk-files).

use std::collections::HashSet;
use std::path::Path;

use super::bulk::{self, Answers, BulkPlan, Listed, RowResult, TableArgs, TableOptions, Task};
use super::command::PROGRAM;
use super::confirm::Script;
use super::counted::counted;
use crate::cli::context::Context;
use crate::domain::authority::Verb;
use crate::domain::email::Email;
use crate::domain::id::{ClientId, MailId, UserId};
use crate::domain::login::LoginRow;
use crate::domain::outcome::Outcome;
use crate::domain::reference::UserRef;
use crate::error::{Code, Error, Result};
use crate::input::{Known, Mapping, Row, TableReader};
use crate::ops::reach::still::{self, StillEnters};
use crate::ops::resolve::{self, ClientSeen, named};
use crate::ops::unit_of_work::{Change, ChangeResult, WriteTx};
use crate::ops::{audit, invite, reach, who};
use crate::output::Columns;

/// Columns of our lists and results that say nothing to these commands.
const IGNORED: [&str; 57] = [
    "line",
    "name",
    "slug",
    "domain",
    "account_number",
    "owners",
    "plan",
    "staff",
    "state",
    "activation",
    "first_name",
    "last_name",
    "role",
    "permissions",
    "until",
    "since",
    "granted_by",
    "ended_at",
    "ended_by",
    "last_login_at",
    "changed_at",
    "changed_by",
    "changed",
    "invited_at",
    "expires_at",
    "for_partner",
    "mailbox",
    "bounced",
    "partner",
    "partners",
    "contact_email",
    "created_at",
    "user_id",
    "email",
    "link_id",
    "source",
    "origin",
    "requested_at",
    "requested_by",
    "answered_at",
    "answered_by",
    "invitation_id",
    "kind",
    "language",
    "form",
    "sent_at",
    "send_count",
    "invited_by",
    "mail",
    "confirm",
    "withdrawn",
    "warning",
    "still",
    "matched",
    "email_domain",
    "status",
    "result",
];

/// The table that a word means where a command takes a thing: `-`, or a file that is named as one.
pub(super) fn table(word: &str) -> Option<&Path> {
    let is_path = word.starts_with("./") || word.starts_with("../") || word.starts_with('/') && !word.contains('@');
    (word == "-" || word.ends_with(".csv") || is_path).then(|| Path::new(word))
}

/// What a command does with the rows of a table.
pub(super) trait Piped {
    /// Its result rows: `line`, the client, the thing, `result`, `error_code` and `message` among them.
    const COLUMNS: Columns;
    /// The columns that it reads, besides those of the client. Those that its result rows have too are in them as they
    /// were read.
    const READS: &'static [&'static str];
    /// Of these columns a table has one at least.
    const THING: &'static [&'static str];

    fn verb(&self) -> Verb;

    /// Whether a script says how many clients are concerned: where something ends.
    fn script(&self) -> Script;

    /// Carries out a row of this client, and says what became of it.
    ///
    /// # Errors
    /// What is wrong with the row, and what stops the run.
    fn row(&mut self, client: &mut OfClient<'_, '_>, row: &Row<'_>, answers: &mut Answers<'_>) -> Result<Done>;
}

/// The client that a row names, and the only one that its change can touch.
pub(super) struct OfClient<'s, 't> {
    pub(super) seen: &'s ClientSeen,
    session: &'s mut WriteTx<'t>,
    verb: Verb,
}

impl OfClient<'_, '_> {
    /// Runs the use case of the command for the row, as a change of its own.
    ///
    /// # Errors
    /// Those of `work`.
    pub(super) fn change<T>(&mut self, work: impl FnOnce(&mut Change<'_>) -> Result<T>) -> Result<ChangeResult<T>> {
        self.session.row_change(self.verb, Some(self.seen.row.id), work)
    }
}

/// What became of the row of a person.
pub(super) enum PersonChange<T> {
    Done(ChangeResult<T>),
    /// It is about their access by a link, which is left alone.
    ByLink(StillEnters),
}

impl OfClient<'_, '_> {
    /// As [`OfClient::change`] for a row about what a person has of their own. One about their access by a link is left
    /// alone; so is one of a person who has nothing else here.
    ///
    /// # Errors
    /// Those of `work`.
    pub(super) fn change_person<T>(
        &mut self,
        row: &Row<'_>,
        work: impl FnOnce(&mut Change<'_>) -> Result<T>,
    ) -> Result<PersonChange<T>> {
        let source = row.get("source").to_owned();
        if !matches!(&*source, "" | "grant")
            && let Some(way) = self.ways_by_link(row)?.into_iter().find(|way| way.source() == source)
        {
            return Ok(PersonChange::ByLink(way));
        }
        match self.change(work) {
            Err(error) if error.code() == Code::NotFound && source.is_empty() => {
                self.ways_by_link(row)?.into_iter().next().map(PersonChange::ByLink).ok_or(error)
            }
            done => done.map(PersonChange::Done),
        }
    }

    /// The links by which the person of a row enters its client, if the actor may change who does.
    fn ways_by_link(&self, row: &Row<'_>) -> Result<Vec<StillEnters>> {
        let (tx, now, place) = (self.session.tx(), self.session.now(), &self.seen.row);
        if !reach::has(tx, self.session.actor(), self.verb, place.id, now)? {
            return Ok(Vec::new());
        }
        match who::find_user(tx, &person(row)?)? {
            Some(login) if is_row(&login, row)? => still::by_link(tx, &login, place, now),
            _ => Ok(Vec::new()),
        }
    }
}

/// What a row came to.
pub(super) struct Done {
    pub(super) result: RowResult,
    pub(super) mails: Vec<MailId>,
}

impl Done {
    /// That result, where the change did anything.
    pub(super) fn of<T>(done: &ChangeResult<T>, result: RowResult) -> Self {
        let result = if done.outcome == Outcome::Unchanged { RowResult::Unchanged } else { result };
        Self { result, mails: done.mails.clone() }
    }

    /// The row is about the access by a link: `next` is the command that is about it.
    pub(super) fn left_to_link(way: &StillEnters, next: &str, answers: &mut Answers<'_>) -> Self {
        answers.draft.set("user_id", way.person.id);
        answers.draft.set("email", &way.person.email);
        answers.draft.set("message", format_args!("enters by {}; {next}", way.source()));
        Self { result: RowResult::Skipped, mails: Vec::new() }
    }
}

/// Carries out the rows of a table.
///
/// # Errors
/// Those of a table: `usage` when it is malformed, `client_mismatch`, `unconfirmed`, `partial`.
pub(super) fn run<T: Piped>(cx: &mut Context, file: &Path, options: &TableOptions, piped: T) -> Result<()> {
    let selection = cx.select(T::COLUMNS)?;
    let args = TableArgs::of(file, options);
    let used = [&["client_id", "client_slug", "result"], T::READS].concat();
    let known = Known::new(&used).ignoring(&IGNORED);
    let mut table = args.open(cx, &known, &Mapping::default())?;
    table.require(&["client_id", "client_slug"], "each row names its client by `client_id` or `client_slug`")?;
    if !T::THING.is_empty() {
        let columns: Vec<String> = T::THING.iter().map(|column| format!("`{column}`")).collect();
        table.require(T::THING, &format!("each row names what it is about by {}", columns.join(" or ")))?;
    }
    let survey = Survey::of(cx, &mut table)?;
    let clients = survey.clients.len();
    let plan = format!("{}, {}", counted(survey.rows, "row"), counted(clients, "client"));
    args.confirm_as(cx, clients, &plan, piped.script())?;
    let plan = BulkPlan { verb: piped.verb(), columns: T::COLUMNS, rows: survey.rows };
    let line = format!("{PROGRAM} {}", piped.verb());
    let mut rows = Rows { piped, head: survey.head, began: None, mails: 0 };
    let ended = bulk::run(cx, &args, selection, &mut table, plan, &mut rows)?;
    let next = (rows.mails > 0).then(|| format!("{} to go: `partnerctl mail deliver`", counted(rows.mails, "mail")));
    bulk::close(cx, &args, ended, &line, next.as_deref())
}

/// Refuses options that a table has no use for: each row names its client, and a number is confirmed in place of a word.
///
/// # Errors
/// `usage`.
pub(super) fn without(options: &[(&str, bool)]) -> Result<()> {
    match options.iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((option, _)) => Err(Error::usage(format!("{option} is not for a table")).advice(
            "each row names its client in `client_id` or `client_slug`; the number of clients is said with `--expect-clients`",
        )),
    }
}

/// What the first reading found.
struct Survey {
    /// The last audit row of what it read.
    head: i64,
    rows: u64,
    clients: HashSet<ClientId>,
}

impl Survey {
    /// Reads every row and stops the whole run for one whose columns name two clients, or whose client is vetoed. A row
    /// that is wrong in another way concerns itself only, and is reported in its turn.
    fn of(cx: &mut Context, table: &mut TableReader) -> Result<Self> {
        let name = table.name().to_owned();
        let (expected, now) = (cx.expected_clients(), cx.now());
        let mut survey = Self { head: 0, rows: 0, clients: HashSet::new() };
        cx.read_aloud(|tx, actor, ui| {
            survey.head = audit::head(tx)?.number;
            while let Some(row) = table.next_row()? {
                if bulk::is_passed_over(&row) {
                    continue;
                }
                survey.rows += 1;
                bulk::show_survey(ui, survey.rows);
                let place = || format!("{name} line {}", row.line());
                match resolve::row_client(tx, actor, row.get("client_id"), row.get("client_slug"), now) {
                    Ok(client) => {
                        if survey.clients.insert(client.id)
                            && let Some(expected) = &expected
                        {
                            resolve::agree(tx, actor, &client, &place(), expected, now)?;
                        }
                    }
                    Err(error) if error.code() == Code::ClientMismatch => return Err(error.context(place())),
                    Err(_) => {}
                }
            }
            Ok(())
        })?;
        Ok(survey)
    }
}

/// The rows, each carried out by the command.
struct Rows<T> {
    piped: T,
    /// The last audit row before the table was read.
    head: i64,
    /// The last audit row before the run.
    began: Option<i64>,
    mails: u64,
}

impl<T: Piped> Task for Rows<T> {
    const MADE: &'static [&'static str] = &[];

    /// Anyone who changes many things by one line sees each of them.
    const LISTED: Listed = Listed::All;

    fn row(&mut self, session: &mut WriteTx<'_>, row: &Row<'_>, answers: &mut Answers<'_>) -> Result<()> {
        let began = match self.began {
            Some(began) => began,
            None => *self.began.insert(audit::head(session.tx())?.number),
        };
        if bulk::is_passed_over(row) {
            return Ok(());
        }
        for column in T::READS.iter().filter(|column| !row.get(column).is_empty()) {
            answers.draft.set(column, row.get(column));
        }
        let (id, slug) = (row.get("client_id"), row.get("client_slug"));
        let client = resolve::row_client(session.tx(), session.actor(), id, slug, session.now())?;
        answers.about(client.id, &client.slug);
        let place = format!("line {}", row.line());
        let seen = resolve::client_by_id(session.tx(), session.actor(), client.id, &place, session.now())?;
        if began > self.head {
            must_be_as_read(session, &seen, row, (self.head, began))?;
        }
        let mut client = OfClient { seen: &seen, session, verb: self.piped.verb() };
        let done = self.piped.row(&mut client, row, answers)?;
        self.mails += u64::try_from(done.mails.len()).unwrap_or_default();
        answers.end(done.result);
        Ok(())
    }
}

/// What a person has is what they had when the table was read, before anyone was asked to go on.
fn must_be_as_read(session: &WriteTx<'_>, seen: &ClientSeen, row: &Row<'_>, (head, began): (i64, i64)) -> Result<()> {
    let Ok(person) = person(row) else { return Ok(()) };
    let Some(login) = who::find_user(session.tx(), &person)? else { return Ok(()) };
    if !invite::is_changed_between(session.tx(), seen.row.id, login.id, head, began)? {
        return Ok(());
    }
    Err(Error::conflict(format!(
        "what {person} has in {} was changed by someone else after the table was read",
        named(&seen.row)
    ))
    .advice("run the command again"))
}

// Rows about people.

/// The person of a row, by `user_id` or `email`. Where both are there, [`must_be_row`] compares them.
///
/// # Errors
/// `usage`.
pub(super) fn person(row: &Row<'_>) -> Result<UserRef> {
    match (row.get("user_id"), row.get("email")) {
        ("", "") => Err(Error::usage("the row names no person").advice("fill `user_id` or `email`")),
        ("", email) => Email::parse(email).map(UserRef::Email),
        (id, _) => UserId::parse(id).map(UserRef::Id),
    }
}

/// Whether a person has the address that the row names.
fn is_row(login: &LoginRow, row: &Row<'_>) -> Result<bool> {
    let email = row.get("email");
    Ok(email.is_empty() || Email::parse(email)? == login.email)
}

/// The person who was found is the one whom the row names, and it is about their own access.
///
/// # Errors
/// `conflict`.
pub(super) fn must_be_row(login: &LoginRow, row: &Row<'_>) -> Result<()> {
    if !is_row(login, row)? {
        let email = row.get("email");
        return Err(Error::conflict(format!("the row says {email}, but {} is {}", login.id, login.email))
            .advice("find out who is meant, and fix the row"));
    }
    match row.get("source") {
        "" | "grant" => Ok(()),
        other => {
            Err(Error::conflict(format!("the row is about the access by {other}, which this command does not change"))
                .advice("leave such rows out, or end the link with `partnerctl link remove`"))
        }
    }
}
