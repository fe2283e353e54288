//! The one door through which records leave: columns once, rows pushed, the end marked.

use std::io::Write;

use super::cell::Cell;
use super::columns::{Header, Purpose, Selection};
use super::csv::Csv;
use super::destination::{Destination, RecordsFile};
use super::dry_run::{self, Kept};
use super::row_buffer::RowBuffer;
use super::view::View;
use super::xlsx::Workbook;
use super::{Format, json, table, tsv};
use crate::error::{Error, Result};

/// Written out at once from here on; the first chunks are smaller, so that a reader sees the first rows early.
const CHUNK: usize = 64 * 1024;
const SECOND_CHUNK: usize = 1024;

/// How many records a command prints, and so their outer form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Any number: an array in JSON.
    List,
    /// Exactly one: an object in JSON, a card as table.
    One,
    /// The result of changing one thing: an object in JSON; for people only the id in this column, so that
    /// `id=$(partnerctl invite send …)` works (docs/reference.md#output). `--columns` makes it a card all the same.
    Changed(&'static str),
    /// The results of a command that takes several things: an array in JSON; for people one id a line.
    ChangedMany(&'static str),
}

/// Takes the rows of one command and writes them in the format asked for. Rows stream, but for tables and `--sort`,
/// which hold them in memory until the end.
///
/// Nothing at all is written before the first row or [`Sink::finish`], so that a command which fails early prints no
/// half document.
#[must_use = "an output that is not finished is cut short"]
pub struct Sink<'w> {
    out: Destination<'w>,
    selection: Selection,
    shape: Shape,
    view: View<'w>,
    form: Form,
    held: Option<RowBuffer>,
    buf: String,
    /// Where the rows of a workbook go, in place of `buf`.
    workbook: Option<Workbook>,
    chunk: usize,
    rows: u64,
    /// Whether a reader who leaves stops the command.
    go_on: bool,
    gone: bool,
    /// In a dry run, which ids were given out before it.
    kept: Option<Kept>,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Table,
    /// The cell at this place, one a line.
    Ids(usize),
    Json,
    Ndjson,
    Csv(Csv),
    Tsv,
    Xlsx,
}

impl<'w> Sink<'w> {
    /// An output to `out` of records that look like `selection`.
    ///
    /// # Errors
    /// `bug` when `shape` names an id column that the records do not have.
    pub fn open(out: impl Write + 'w, selection: Selection, shape: Shape, view: View<'w>) -> Result<Self> {
        let selection = selection.settled();
        let form = match (selection.format, shape) {
            (Format::Table, Shape::Changed(id) | Shape::ChangedMany(id)) if !selection.chosen => Form::Ids(
                selection.position(id).ok_or_else(|| Error::bug(format!("these records have no column {id}")))?,
            ),
            (Format::Table, _) => Form::Table,
            (Format::Json, _) => Form::Json,
            (Format::Ndjson, _) => Form::Ndjson,
            (Format::Csv, _) if selection.spreadsheet_safe => Form::Csv(Csv::Spreadsheet),
            (Format::Csv, _) => Form::Csv(Csv::Exact),
            (Format::Tsv, _) => Form::Tsv,
            (Format::Xlsx, _) => Form::Xlsx,
        };
        let holds = form == Form::Table || selection.sort.is_some();
        Ok(Self {
            out: Destination::Stdout(Box::new(out)),
            held: holds.then(|| RowBuffer::new(selection.arity() + usize::from(selection.says_dry_run()))),
            selection,
            shape,
            view,
            form,
            buf: String::new(),
            workbook: None,
            chunk: 0,
            rows: 0,
            go_on: false,
            gone: false,
            kept: None,
        })
    }

    /// Writes into a file, which is in its place once the records are complete.
    pub fn into_file(mut self, file: RecordsFile) -> Self {
        self.out = Destination::File(file);
        self
    }

    /// For changes: if the reader of the output leaves, the command goes on without output (docs/reference.md#commands).
    pub fn going_on_without_reader(mut self) -> Self {
        self.go_on = true;
        self
    }

    /// In a dry run, ids that were not given out before it are null.
    pub fn keeping(mut self, kept: Option<Kept>) -> Self {
        self.kept = kept;
        self
    }

    /// Takes a row: a cell for each declared column, then one for each of [`Selection::fields`].
    ///
    /// # Errors
    /// [`Error::reader_gone`] when the reader closed the pipe, `failed` when the output cannot be written, `bug`
    /// when the number of cells is wrong.
    pub fn push(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        if cells.len() != self.selection.arity() {
            let arity = self.selection.arity();
            return Err(Error::bug(format!("a record of {arity} columns was given {} cells", cells.len())));
        }
        if self.rows == 1 && self.is_single() {
            return Err(Error::bug("a command that shows one record was given two"));
        }
        self.rows += 1;
        let is_dry_run = self.selection.purpose == Purpose::DryRun;
        if !is_dry_run && !self.selection.says_dry_run() {
            return self.take(cells);
        }
        let mut row =
            if is_dry_run { dry_run::row(&self.selection, self.kept.as_ref(), cells) } else { cells.to_vec() };
        if self.selection.says_dry_run() {
            row.push(Cell::Bool(is_dry_run));
        }
        self.take(&row)
    }

    fn take(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        match &mut self.held {
            Some(held) => {
                held.push(cells);
                Ok(())
            }
            None => {
                self.write_row(cells, self.rows == 1)?;
                self.pass_on()
            }
        }
    }

    /// The number of rows so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Hands over what is buffered: after each chunk of slow work, so that the reader sees it done.
    ///
    /// # Errors
    /// As [`Sink::push`].
    pub fn flush(&mut self) -> Result<()> {
        let written = match (&mut self.workbook, self.gone) {
            (_, true) => Ok(()),
            (Some(workbook), false) => self.out.write(&workbook.take()),
            (None, false) => self.out.write(self.buf.as_bytes()),
        };
        self.buf.clear();
        match written {
            Err(error) if error.is_reader_gone() && self.go_on => {
                self.gone = true;
                Ok(())
            }
            result => result,
        }
    }

    /// Ends the document: what was held is written, an empty list is `[]`, or a header alone. To be called also
    /// when only some rows went well, so that what is done is reported.
    ///
    /// # Errors
    /// As [`Sink::push`].
    pub fn finish(mut self) -> Result<()> {
        if self.rows == 0 && self.is_single() {
            return Err(Error::bug("a command that shows one record was given none"));
        }
        if let Some(mut held) = self.held.take() {
            if let Some((place, direction)) = self.selection.sort {
                held.sort(place, self.selection.kind(place), direction);
            }
            self.write_held(&held)?;
        }
        match self.form {
            Form::Csv(_) | Form::Tsv | Form::Xlsx if self.rows == 0 => self.write_header()?,
            Form::Json if self.is_single() => self.buf.push('\n'),
            Form::Json if self.rows == 0 => self.buf.push_str("[]\n"),
            Form::Json => self.buf.push_str("\n]\n"),
            _ => {}
        }
        if let Some(workbook) = &mut self.workbook {
            workbook.finish()?;
        }
        self.flush()?;
        self.out.finish()
    }

    fn is_single(&self) -> bool {
        matches!(self.shape, Shape::One | Shape::Changed(_))
    }

    fn write_held(&mut self, held: &RowBuffer) -> Result<()> {
        if self.form != Form::Table {
            for nth in 0..held.len() {
                self.write_row(&held.row(nth), nth == 0)?;
                self.pass_on()?;
            }
            return Ok(());
        }
        let (selection, view, single) = (self.selection.clone(), self.view, self.is_single());
        let line = |text: &str| {
            self.buf.push_str(text);
            self.buf.push('\n');
            self.pass_on()
        };
        match held.len() {
            // An empty table says nothing here; the command says on stderr that there is nothing.
            0 => Ok(()),
            _ if single => table::card(&selection, &held.row(0), &view, line),
            _ => table::list(&selection, held, &view, line),
        }
    }

    fn write_row(&mut self, cells: &[Cell<'_>], first: bool) -> Result<()> {
        if first {
            self.write_header()?;
        }
        let buf = &mut self.buf;
        match self.form {
            Form::Table => {}
            // What a dry run made has no id.
            Form::Ids(place) if matches!(cells[place], Cell::Null) && self.selection.purpose == Purpose::DryRun => {}
            Form::Ids(place) => {
                buf.push_str(&table::for_people(&cells[place], &self.view));
                buf.push('\n');
            }
            Form::Json if matches!(self.shape, Shape::One | Shape::Changed(_)) => {
                json::tall_object(buf, &self.selection, cells);
            }
            Form::Json => {
                buf.push_str(if first { "[\n" } else { ",\n" });
                json::object(buf, &self.selection, cells);
            }
            Form::Ndjson => {
                json::object(buf, &self.selection, cells);
                buf.push('\n');
            }
            Form::Csv(csv) => csv.row(buf, &self.selection, cells, self.view.zone),
            Form::Tsv => tsv::row(buf, &self.selection, cells),
            Form::Xlsx => {
                if let Some(workbook) = &mut self.workbook {
                    workbook.row(&self.selection, cells, self.view.zone)?;
                }
            }
        }
        Ok(())
    }

    /// What comes before the first row.
    fn write_header(&mut self) -> Result<()> {
        let is_printed = self.selection.header == Header::Printed;
        match self.form {
            Form::Csv(csv) => {
                csv.begin(&mut self.buf);
                if is_printed {
                    csv.header(&mut self.buf, &self.selection);
                }
            }
            Form::Tsv if is_printed => tsv::header(&mut self.buf, &self.selection),
            Form::Xlsx => self.workbook = Some(Workbook::begin(&self.selection, self.view.zone)?),
            _ => {}
        }
        Ok(())
    }

    /// Writes the buffer out once it is large enough.
    fn pass_on(&mut self) -> Result<()> {
        let ready = self.workbook.as_ref().map_or(self.buf.len(), Workbook::ready);
        if ready < self.chunk {
            return Ok(());
        }
        self.chunk = (self.chunk * 2).clamp(SECOND_CHUNK, CHUNK);
        self.flush()
    }
}
