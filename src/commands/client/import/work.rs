//! Carrying out one row of `client import`.

use std::collections::HashMap;

use crate::cli::context::Context;
use crate::commands::bulk::{Answers, RowResult, Task};
use crate::commands::elsewhere::{HeldRows, held};
use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::id::ClientId;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result, Topic};
use crate::input::Row;
use crate::ops::Tx;
use crate::ops::client::import::{self, Differences, ImportOutcome, NamesClient, Record};
use crate::ops::unit_of_work::WriteTx;

use super::super::imported::{self, Said};
use super::group::{Groups, Outcome};

/// How many remarks about rows are shown at the end.
const REMARKS: usize = 3;

pub(super) struct Work {
    caller: String,
    differences: Differences,
    groups: Groups,
    /// New clients with an owner who belongs elsewhere, and that nothing confirms.
    held: HeldRows,
    /// By line, what is said of owners whose addresses look like a slip.
    likenesses: HashMap<u64, Vec<String>>,
    /// By line, what rows say that come next.
    read: HashMap<u64, Said>,
    /// On which line each client was met.
    lines: HashMap<ClientId, u64>,
    /// The first remarks, and how many rows have one.
    remarks: Vec<String>,
    remarked: usize,
    /// The flag that would make one client of rows that differ in their owners only.
    pub(super) would_group_by: Option<&'static str>,
    /// Whether a new client is held.
    pub(super) holds_new: bool,
    /// Whether `--update` would take over a difference.
    pub(super) would_update: bool,
}

impl Work {
    pub(super) fn new(
        caller: String,
        differences: Differences,
        groups: Groups,
        held: HeldRows,
        likenesses: HashMap<u64, Vec<String>>,
    ) -> Self {
        Self {
            caller,
            differences,
            groups,
            held,
            likenesses,
            read: HashMap::new(),
            lines: HashMap::new(),
            remarks: Vec::new(),
            remarked: 0,
            would_group_by: None,
            holds_new: false,
            would_update: false,
        }
    }

    /// The same work before anything of it was done.
    pub(super) fn anew(self) -> Self {
        Self::new(self.caller, self.differences, self.groups.anew(), self.held, self.likenesses)
    }

    fn one(&mut self, session: &mut WriteTx<'_>, row: &Row<'_>, answers: &mut Answers<'_>) -> Result<Outcome> {
        let tx: &Tx<'_> = session.tx();
        let owners_are = self.groups.owners();
        let Said { record, remarks } = match self.groups.of(row) {
            Some(group) => Said { record: group.record.clone()?, remarks: group.remarks.clone() },
            None => imported::taken(&mut self.read, tx, row, &self.caller)?,
        };
        let record = Record { owners_are, ..record };
        let owners: Vec<&str> = record.addresses().map(|email| email.as_str()).collect();
        answers.draft.set("owners", owners.join(" "));
        let found = import::find(tx, &record)?;
        if let Some(client) = &found {
            answers.about(client.id, &client.slug);
            if let Some(line) = self.lines.get(&client.id).copied() {
                if import::says_the_same(tx, &record, client)? {
                    answers.draft.set("name", &client.name);
                    answers.draft.set("message", format_args!("the same as line {line}"));
                    answers.end(RowResult::Unchanged);
                    return Ok(Outcome::Unchanged(client.id, client.slug.to_string()));
                }
                return Err(self.met_before(tx, &record, client, line, answers)?);
            }
        }
        if found.is_none() && self.held.contains(row.line()) {
            // What is wrong with a row comes before what is to be confirmed of it.
            if let Err(error) = import::must_be_another(tx, &record) {
                return Err(self.explain(tx, &record, error, answers)?);
            }
            self.holds_new = true;
            let sentence = import::owner_elsewhere(tx, session.actor(), &record, session.now())?;
            return Err(held(&sentence.unwrap_or_default(), "a new client"));
        }
        let selected_by = format!("row {}", row.line());
        let row_client = found.as_ref().map(|client| client.id);
        let done = session.row_change(Verb::ClientImport, row_client, |change| {
            import::row(change, &record, found.as_ref(), self.differences, &selected_by)
        });
        let (client, fate) = match done {
            Ok(done) => done.value,
            Err(error) => return Err(self.explain(session.tx(), &record, error, answers)?),
        };
        self.lines.insert(client.id, row.line());
        answers.about(client.id, &client.slug);
        answers.draft.set("name", &client.name);
        let slug = client.slug.to_string();
        match fate {
            ImportOutcome::Created(about_owners) => {
                let likenesses = self.likenesses.get(&row.line()).cloned().unwrap_or_default();
                let remarks: Vec<String> = remarks.into_iter().chain(about_owners).chain(likenesses).collect();
                self.remark(row.line(), &remarks, answers);
                answers.end(RowResult::Created);
            }
            ImportOutcome::Unchanged(remarks) => {
                self.remark(row.line(), &remarks, answers);
                answers.end(RowResult::Unchanged);
                return Ok(Outcome::Unchanged(client.id, slug));
            }
            ImportOutcome::Updated(changed) => {
                let parts: Vec<String> = [changed.join(", ")].into_iter().chain(remarks).collect();
                answers.draft.set("message", parts.join("; "));
                answers.end(RowResult::Updated);
            }
        }
        Ok(Outcome::Changed(client.id, slug))
    }

    /// Notes what was made of a row in its result, and for the end of the run.
    fn remark(&mut self, line: u64, remarks: &[String], answers: &mut Answers<'_>) {
        if remarks.is_empty() {
            return;
        }
        answers.draft.set("message", remarks.join("; "));
        if self.remarked < REMARKS {
            self.remarks.push(format!("line {line}: {}", remarks.join("; ")));
        }
        self.remarked += 1;
    }

    /// Warns of what was made of rows.
    pub(super) fn print_remarks(&self, cx: &Context) {
        for remark in &self.remarks {
            cx.ui.warn(remark);
        }
        let more = self.remarked - self.remarks.len();
        if more > 0 {
            cx.ui.warn(&format!("{more} more rows have a remark in the column `message`"));
        }
    }

    /// A difference is a conflict; a likeness to a client that this run made names the line that made it.
    fn explain(&mut self, tx: &Tx<'_>, record: &Record, error: Error, answers: &mut Answers<'_>) -> Result<Error> {
        let other = error.other_client_id();
        if error.topics().contains(&Topic::Differs) {
            answers.otherwise();
            self.would_update |= self.differences == Differences::Refuse && other.is_none();
        }
        let Some((id, line)) = other.and_then(|id| self.lines.get(&id).map(|line| (id, *line))) else {
            return Ok(error);
        };
        match crate::ops::client::by_id(tx, id)? {
            Some(client) if import::differs_in_owners_only(tx, record, &client)? => {
                self.met_before(tx, record, &client, line, answers)
            }
            Some(_) | None => Ok(error.context(format!("see line {line}"))),
        }
    }

    /// Two rows about the same client are not both carried out.
    fn met_before(
        &mut self,
        tx: &Tx<'_>,
        record: &Record,
        client: &ClientRow,
        line: u64,
        answers: &mut Answers<'_>,
    ) -> Result<Error> {
        if !import::differs_in_owners_only(tx, record, client)? {
            let (what, meant) = import::named_by(record, client);
            if meant == NamesClient::Perhaps {
                answers.about_none();
            }
            return Ok(Error::conflict(format!("{what} is also in line {line} ({})", client.name)));
        }
        answers.otherwise();
        let column = if record.account_number.is_some() { "account_number" } else { "name" };
        self.would_group_by = Some(column);
        Ok(Error::conflict(shell_format!(
            "line {} is {} too, with another owner: one client with co-owners? `--group-by {}` makes it so",
            line,
            client.slug,
            column
        )))
    }
}

impl Task for Work {
    const MADE: &'static [&'static str] = &["client_id", "client_slug"];

    fn read_ahead<'r>(&mut self, tx: &Tx<'_>, rows: &mut dyn Iterator<Item = Row<'r>>) {
        self.read = imported::read_ahead(tx, rows, &self.caller);
    }

    fn row(&mut self, session: &mut WriteTx<'_>, row: &Row<'_>, answers: &mut Answers<'_>) -> Result<()> {
        answers.draft.set("name", row.get("name"));
        answers.draft.set("owners", row.get("owners"));
        let line = row.line();
        let Some(group) = self.groups.of(row) else { return self.one(session, row, answers).map(drop) };
        if group.line == line {
            let outcome = self.one(session, row, answers)?;
            if let Some(group) = self.groups.of(row) {
                group.outcome = Some(outcome);
            }
            return Ok(());
        }
        let (first, left_out) = (group.line, group.left_out(line).unwrap_or_default());
        let (client, slug, result) = match (&group.record, &group.outcome) {
            (Err(error), _) => return Err(error.clone()),
            (Ok(_), None) => {
                return Err(Error::conflict(format!("line {first}, which is the same client, failed")));
            }
            (Ok(_), Some(Outcome::Changed(client, slug))) => (*client, slug.clone(), RowResult::Grouped),
            (Ok(_), Some(Outcome::Unchanged(client, slug))) => (*client, slug.clone(), RowResult::Unchanged),
        };
        answers.about(client, &slug);
        answers.draft.set("message", format!("the same client as line {first}{left_out}"));
        answers.end(result);
        Ok(())
    }
}
