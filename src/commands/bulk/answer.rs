//! What the program answers to one row of a table: usually one result row, more where a row means several people.

use std::fmt::Display;

use crate::domain::authority::Verb;
use crate::domain::id::ClientId;
use crate::error::{Code, Error, Result};
use crate::ops::unit_of_work::WriteTx;
use crate::output::{Cell, Columns, Kind};

use super::tally::RowResult;

/// The column that says what became of a row.
const RESULT: &str = "result";
/// Columns in which a row that was done says what may be wrong.
const REMARKS: [&str; 2] = ["message", "warning"];

/// One result row, its cells by name of column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::commands) struct Report {
    columns: Columns,
    cells: Vec<Option<String>>,
    result: RowResult,
}

impl Report {
    pub(super) fn new(columns: Columns) -> Self {
        Self { columns, cells: vec![None; columns.declared().len()], result: RowResult::Failed }
    }

    pub(super) const fn from_parts(columns: Columns, cells: Vec<Option<String>>, result: RowResult) -> Self {
        Self { columns, cells, result }
    }

    pub(in crate::commands) fn set(&mut self, column: &str, value: impl Display) {
        if let Some(place) = self.place(column) {
            self.cells[place] = Some(value.to_string());
        }
    }

    pub(in crate::commands) fn clear(&mut self, column: &str) {
        if let Some(place) = self.place(column) {
            self.cells[place] = None;
        }
    }

    pub(in crate::commands) fn get(&self, column: &str) -> Option<&str> {
        self.cells[self.place(column)?].as_deref()
    }

    pub(in crate::commands) const fn result(&self) -> RowResult {
        self.result
    }

    /// Says what became of it.
    pub(in crate::commands) fn end(&mut self, result: RowResult) {
        self.result = result;
        self.set(RESULT, result.name());
    }

    /// Whether a person has something to do about it or to know: it was not done, or done with a remark.
    pub(super) fn is_notable(&self) -> bool {
        let has_remark = || REMARKS.iter().any(|column| self.get(column).is_some());
        match self.result {
            RowResult::Created | RowResult::Sent | RowResult::Resent | RowResult::Removed | RowResult::Closed => {
                has_remark()
            }
            RowResult::Updated | RowResult::Grouped | RowResult::Unchanged | RowResult::Held => false,
            RowResult::Skipped
            | RowResult::Conflict
            | RowResult::Unconfirmed
            | RowResult::DeclinedOften
            | RowResult::Failed => true,
        }
    }

    pub(super) fn parts(&self) -> (&[Option<String>], RowResult) {
        (&self.cells, self.result)
    }

    /// The cells for the output.
    pub(super) fn row(&self) -> Vec<Cell<'_>> {
        self.cells
            .iter()
            .zip(self.columns.declared())
            .map(|(cell, column)| match (cell.as_deref(), column.kind) {
                (None, _) => Cell::Null,
                (Some(_), _) if column.name == RESULT => Cell::from(self.result.word()),
                (Some(text), Kind::Int) => text.parse().map_or(Cell::Null, Cell::Int),
                (Some(text), Kind::List) => Cell::list(text),
                (Some(text), _) => Cell::from(text),
            })
            .collect()
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.columns.declared().iter().position(|known| known.name == column)
    }
}

/// The result rows of one row of the table, under way.
#[derive(Debug)]
pub(in crate::commands) struct Answers<'a> {
    /// The result row that is being filled. It keeps its cells from one end to the next.
    pub(in crate::commands) draft: Report,
    verb: Verb,
    table: &'a str,
    line: u64,
    client: Option<ClientId>,
    otherwise: RowResult,
    held: RowResult,
    ended: Vec<Report>,
}

impl<'a> Answers<'a> {
    pub(super) fn new(verb: Verb, columns: Columns, table: &'a str, line: u64) -> Self {
        let mut draft = Report::new(columns);
        draft.set("line", line);
        Self {
            draft,
            verb,
            table,
            line,
            client: None,
            otherwise: RowResult::Failed,
            held: RowResult::Unconfirmed,
            ended: Vec::new(),
        }
    }

    /// The line of the row.
    pub(in crate::commands) const fn line(&self) -> u64 {
        self.line
    }

    /// The row is about this client, as far as result rows and the audit of a refusal go.
    pub(in crate::commands) fn about(&mut self, client: ClientId, slug: &dyn Display) {
        self.client = Some(client);
        self.draft.set("client_id", client);
        self.draft.set("client_slug", slug);
    }

    /// The row names a client, but is most likely about another.
    pub(in crate::commands) fn about_none(&mut self) {
        self.client = None;
        for column in ["client_id", "client_slug"] {
            self.draft.clear(column);
        }
    }

    /// From here on an error means that the thing is there, and otherwise: `conflict` instead of `failed`.
    pub(in crate::commands) const fn otherwise(&mut self) {
        self.otherwise = RowResult::Conflict;
    }

    /// From here on a confirmation is missing because the person has declined more than once lately.
    pub(in crate::commands) const fn holds_declined(&mut self) {
        self.held = RowResult::DeclinedOften;
    }

    /// Ends a result row: the draft as it is now.
    pub(in crate::commands) fn end(&mut self, result: RowResult) {
        self.draft.end(result);
        self.ended.push(self.draft.clone());
        for column in ["error_code", "message"] {
            self.draft.clear(column);
        }
    }

    /// Ends a result row as `failed`, `conflict`, or `held` where a confirmation is missing, and has a refusal audited.
    ///
    /// # Errors
    /// The error itself, if it is no fault of the row: then the run stops.
    pub(in crate::commands) fn failed(&mut self, session: &mut WriteTx<'_>, error: &Error) -> Result<()> {
        let of_the_row = error.code().is_refusal() || matches!(error.code(), Code::Usage | Code::Expired);
        if !of_the_row {
            return Err(error.clone());
        }
        if error.code().is_refusal() {
            session.refused(self.verb, &format!("{} line {}", self.table, self.line), self.client, error)?;
        }
        self.draft.set("error_code", error.code());
        self.draft.set("message", error.message());
        let is_held = error.code() == Code::Unconfirmed;
        self.end(if is_held { self.held } else { self.otherwise });
        Ok(())
    }

    pub(super) fn into_reports(self) -> Vec<Report> {
        self.ended
    }
}
