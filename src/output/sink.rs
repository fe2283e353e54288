//! The one door through which records leave: columns once, rows pushed, the end marked.

use std::io::Write;

use super::brief_table::BriefTable;
use super::cell::Cell;
use super::columns::{Header, Purpose, Selection};
use super::csv::Csv;
use super::destination::{Destination, RecordsFile};
use super::dry_run::{self, Kept};
use super::footer::ListEnd;
use super::part::{PartCursor, Turn};
use super::row_buffer::RowBuffer;
use super::view::View;
use super::xlsx::Workbook;
use super::{Format, json, table, tsv};
use crate::error::{Error, Result};

/// Written out at once from here on; the first chunks are smaller, so that a reader sees the first rows early.
const CHUNK: usize = 64 * 1024;
const SECOND_CHUNK: usize = 1024;
/// With `--sort` and `--limit`, so many rows more than needed are held before they are sorted.
const SORTED: usize = 1000;

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

/// Takes the rows of one command and writes them in the format asked for. Rows stream, but for piped tables and
/// `--sort`, which hold them in memory until the end; a list on a terminal holds some screens of them.
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
    /// A list on a terminal.
    brief: Option<BriefTable<'w>>,
    /// Where only a part of a list is wanted.
    part: Option<PartCursor>,
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
        let brief = selection.brief().filter(|_| shape == Shape::List && view.width.is_some());
        let brief =
            brief.map(|brief| BriefTable::new(brief, selection.columns.declared(), view).with_header(selection.header));
        let holds = selection.sort.is_some() || (form == Form::Table && brief.is_none());
        // Every column in full is the table that a pipe gets.
        let view = if selection.wide && shape == Shape::List { View { width: None, ..view } } else { view };
        Ok(Self {
            out: Destination::Stdout(Box::new(out)),
            held: holds.then(|| RowBuffer::new(selection.arity() + usize::from(selection.says_dry_run()))),
            brief,
            part: selection.cursor(),
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
    /// [`Error::reader_gone`] when the reader closed the pipe, [`Error::part_full`] when nothing more is wanted, `failed`
    /// when the output cannot be written, `bug` when the number of cells is wrong.
    pub fn push(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        if cells.len() != self.selection.arity() {
            let arity = self.selection.arity();
            return Err(Error::bug(format!("a record of {arity} columns was given {} cells", cells.len())));
        }
        if self.rows == 1 && self.is_single() {
            return Err(Error::bug("a command that shows one record was given two"));
        }
        if let Some(part) = &mut self.part {
            match part.turn(self.selection.columns.declared(), cells)? {
                Turn::Before => return Ok(()),
                Turn::Within => {}
                Turn::Behind => return Err(Error::part_full()),
            }
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
                self.drop_what_is_not_first();
                Ok(())
            }
            None if self.brief.is_some() => self.push_brief(cells),
            None => {
                self.write_row(cells, self.rows == 1)?;
                self.pass_on()
            }
        }
    }

    /// Of a sorted list of which the first rows are wanted, no more are kept than need be.
    fn drop_what_is_not_first(&mut self) {
        let (Some(limit), Some((place, direction))) = (self.limit(), self.selection.sort) else { return };
        if let Some(held) = self.held.as_mut().filter(|held| held.len() >= 2 * limit + SORTED) {
            held.sort(place, self.selection.kind(place), direction);
            *held = held.first(limit);
        }
    }

    fn limit(&self) -> Option<usize> {
        self.selection.part.limit.and_then(|limit| usize::try_from(limit).ok())
    }

    fn push_brief(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let Some(brief) = &mut self.brief else { return Ok(()) };
        brief.push(cells, &mut |line| {
            self.buf.push_str(line);
            self.buf.push('\n');
            Ok(())
        })?;
        self.pass_on()
    }

    /// Runs `work`, which reads a list into this output, until the part that is wanted is full.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn until_full<T: Default>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        match work(self) {
            Err(error) if error.is_part_full() => Ok(T::default()),
            result => result,
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
    pub fn finish(self) -> Result<()> {
        self.finish_list().map(drop)
    }

    /// As [`Sink::finish`], with what is to be said below a list.
    ///
    /// # Errors
    /// As [`Sink::push`].
    pub fn finish_list(mut self) -> Result<ListEnd> {
        if self.rows == 0 && self.is_single() {
            return Err(Error::bug("a command that shows one record was given none"));
        }
        // A list without the row of --after prints nothing.
        let next = self.part.take().map_or(Ok(None), PartCursor::end)?;
        if let Some(mut held) = self.held.take() {
            if let Some((place, direction)) = self.selection.sort {
                held.sort(place, self.selection.kind(place), direction);
                if let Some(limit) = self.limit() {
                    held = held.first(limit);
                }
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
        let footer = match self.brief.take() {
            Some(brief) => Some(brief.finish(&mut |line| {
                self.buf.push_str(line);
                self.buf.push('\n');
                Ok(())
            })?),
            None => None,
        };
        if let Some(workbook) = &mut self.workbook {
            workbook.finish()?;
        }
        self.flush()?;
        let kept = self.limit().filter(|_| self.selection.sort.is_some()).map_or(self.rows, |limit| limit as u64);
        let left_out = self.rows.saturating_sub(kept);
        let footer = footer.filter(|_| self.rows > 0);
        let written = self.out.finish()?.map(|path| (self.rows - left_out, path));
        Ok(ListEnd { footer, next, left_out, written })
    }

    fn is_single(&self) -> bool {
        matches!(self.shape, Shape::One | Shape::Changed(_))
    }

    fn write_held(&mut self, held: &RowBuffer) -> Result<()> {
        if self.brief.is_some() {
            return (0..held.len()).try_for_each(|nth| self.push_brief(&held.row(nth)));
        }
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
