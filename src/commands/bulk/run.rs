//! The run itself: chunk by chunk, and nothing is shown before its commit.

use std::collections::HashSet;
use std::time::Duration;

use crate::cli::bulk_context::BulkContext;
use crate::cli::context::Context;
use crate::domain::authority::Verb;
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Result};
use crate::input::{ErrorsFile, Row, TableReader};
use crate::ops::Tx;
use crate::ops::unit_of_work::{Mode, UnitOfWork, WriteTx};
use crate::output::{Columns, Footer, Selection, Shape};
use crate::term::Ui;
use crate::term::progress::Progress;

use super::super::counted::counted;
use super::TableArgs;
use super::answer::{Answers, Report};
use super::spool::{Entry, Spool};
use super::tally::{RowResult, Tally};

/// How long a chunk holds the write lock. Others wait for one chunk and its flush to disk.
const CHUNK: Span = Span::from_ms(50);
/// The most rows of a chunk, should the clock be set back.
const CHUNK_ROWS: usize = 2_000;
/// For how many rows what they ask is read at once.
pub(in crate::commands) const ROWS_AHEAD: usize = 128;
/// The fewest, where the rows of a chunk take long.
const FEWEST_AHEAD: usize = 8;
/// Between two chunks: longer than others wait between two looks at the lock, so that they find it free.
const PAUSE: Duration = Duration::from_millis(2);

/// What a command does with one row.
pub(in crate::commands) trait Task {
    /// Columns that hold what the row made, and so nothing where it is only `held`.
    const MADE: &'static [&'static str];

    /// Which of its results a person at a terminal is shown.
    const LISTED: Listed = Listed::Notable;

    /// Reads what the rows that come next will ask, for all of them together. What is not read ahead is read when it is
    /// asked.
    fn read_ahead<'r>(&mut self, _tx: &Tx<'_>, _rows: &mut dyn Iterator<Item = Row<'r>>) {}

    /// Carries out a row, ending a result row in `answers` for each thing that it does. If it fails, the draft ends
    /// as `failed` and the run goes on.
    ///
    /// # Errors
    /// What is wrong with the row. `failed`, `busy`, `bug` and `interrupted` are no fault of the row: the run stops.
    fn row(&mut self, session: &mut WriteTx<'_>, row: &Row<'_>, answers: &mut Answers<'_>) -> Result<()>;

    /// Called with some rows after their commit and before they are shown: to deliver their mails, for instance. What
    /// goes wrong there is reported in them, or at the end: they are committed, and so are shown.
    fn committed(&mut self, _desk: &mut UnitOfWork<'_>, _ui: &Ui, _reports: &mut [Report]) {}
}

/// What is known before a run.
#[derive(Debug, Clone, Copy)]
pub(in crate::commands) struct BulkPlan {
    pub(in crate::commands) verb: Verb,
    /// The columns of its result rows, `line`, `result`, `error_code` and `message` among them.
    pub(in crate::commands) columns: Columns,
    /// How many rows there are, for showing how far it is.
    pub(in crate::commands) rows: u64,
}

/// A run, as far as it went. [`super::close`] reports it.
#[derive(Debug)]
pub(in crate::commands) struct RunEnd {
    /// What became of its rows.
    pub(in crate::commands) tally: Tally,
    /// What stopped it before the last row, but after a commit.
    pub(super) stop: Option<Error>,
    /// What else is printed with the counts.
    pub(super) also: String,
    /// How many rows have nothing wrong and were not printed.
    pub(super) left_out: u64,
    /// On a terminal, what is said below the rows that were printed.
    pub(super) footer: Option<Footer>,
}

impl RunEnd {
    /// Has this printed with the counts.
    pub(in crate::commands) fn add_summary(&mut self, also: String) {
        self.also = also;
    }

    /// It ended early, if it was not stopped before.
    pub(in crate::commands) fn stopped_by(&mut self, error: Error) {
        self.stop.get_or_insert(error);
    }
}

/// Carries out the rows of `table` and shows their results as they are committed.
///
/// Dry runs, and `--all-or-nothing`, are one transaction; else chunks of some 50 ms let others write in between.
///
/// # Errors
/// What stopped the run before anything was changed.
pub(in crate::commands) fn run<T: Task>(
    cx: &mut Context,
    args: &TableArgs,
    selection: Selection,
    table: &mut TableReader,
    plan: BulkPlan,
    task: &mut T,
) -> Result<RunEnd> {
    if plan.columns.brief().is_none() {
        return Err(Error::bug("the results of a table are no list on a terminal"));
    }
    table.rewind()?;
    let errors = args.options.errors.as_deref();
    let errors =
        errors.map(|path| ErrorsFile::create(&cx.place_of_file(path)?, table, || cx.interrupt.check())).transpose()?;
    let folder = cx.database.paths().folder().to_owned();
    let mode = cx.mode();
    let at_terminal = selection.is_plain_table() && cx.ui.facts().stdout_tty;
    let listed = if at_terminal { T::LISTED } else { Listed::All };
    let mut run = Run {
        bulk: cx.bulk(selection, Shape::List)?,
        plan,
        name: table.name().to_owned(),
        spool: Spool::new(&folder, plan.columns),
        errors,
        tally: Tally::default(),
        mode,
        atomicity: if args.options.all_or_nothing { Atomicity::AllOrNothing } else { Atomicity::EachRow },
        is_anything_done: false,
        rows: 0,
        started: None,
        listed,
        left_out: 0,
        unchanged: 0,
        window: ROWS_AHEAD,
    };
    let stop = run.every_chunk(table, task);
    run.finish(stop)
}

/// What would become of the rows of a table.
#[derive(Debug, Default)]
pub(in crate::commands) struct Foreseen {
    pub(in crate::commands) tally: Tally,
    /// The clients of the rows that are good.
    clients: HashSet<String>,
    /// Why rows would not be done: the message, the line that it is first said of, and how many rows have it.
    reasons: Vec<(String, u64, u64)>,
}

impl Foreseen {
    /// The most reasons that are shown.
    const SHOWN: usize = 5;

    fn count(&mut self, line: u64, report: &Report) {
        self.tally.count(report.result());
        if let Some(client) = report.get("client_id").filter(|_| !report.result().is_bad()) {
            self.clients.insert(client.to_owned());
        }
        let Some(message) = report.get("message").filter(|_| report.result().is_bad()) else { return };
        match self.reasons.iter_mut().find(|(known, ..)| known == message) {
            Some((.., rows)) => *rows += 1,
            None => self.reasons.push((message.to_owned(), line, 1)),
        }
    }

    /// How many clients the rows make, change or find as they are; rows that are left out are about none.
    pub(in crate::commands) fn clients(&self) -> usize {
        self.clients.len()
    }

    /// Shows why rows would not be done, before the question that depends on it.
    pub(in crate::commands) fn print_reasons(&self, ui: &Ui) {
        for (message, line, rows) in self.reasons.iter().take(Self::SHOWN) {
            let more = if *rows > 1 { format!(" and {} more", rows - 1) } else { String::new() };
            ui.context(&format!("line {line}{more}: {message}"));
        }
        let left: u64 = self.reasons.iter().skip(Self::SHOWN).map(|(.., rows)| rows).sum();
        if left > 0 {
            ui.context(&format!("{} for other reasons; `--dry-run` lists them", counted(left, "row")));
        }
    }
}

/// Carries out the rows of `table` in one transaction that is rolled back, and shows nothing: what would become of them.
///
/// # Errors
/// What would stop the run.
pub(in crate::commands) fn foresee<T: Task>(
    cx: &mut Context,
    table: &mut TableReader,
    plan: BulkPlan,
    task: &mut T,
) -> Result<Foreseen> {
    table.rewind()?;
    let name = table.name().to_owned();
    let interrupt = cx.interrupt.clone();
    cx.try_rows(|session| {
        session.count_unchanged();
        let mut foreseen = Foreseen::default();
        loop {
            if table.has_none_ahead() {
                look_ahead(table, session, task, ROWS_AHEAD)?;
            }
            let Some(row) = table.next_row()? else { break };
            interrupt.check()?;
            let mut answers = Answers::new(plan.verb, plan.columns, &name, row.line());
            task.row(session, &row, &mut answers).or_else(|error| answers.failed(session, &error))?;
            answers.into_reports().iter().for_each(|report| foreseen.count(row.line(), report));
        }
        Ok(foreseen)
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Atomicity {
    EachRow,
    AllOrNothing,
}

/// Which result rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::commands) enum Listed {
    All,
    /// Those that a person at a terminal has to know about.
    Notable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chunk {
    More,
    Last,
    /// These were all, and as some were bad nothing is kept.
    Undone,
}

/// Some rows of a transaction that has ended: their results one behind the other, and how many of them each row has.
#[derive(Default)]
struct Portion {
    reports: Vec<Report>,
    rows: Vec<(usize, Option<csv::StringRecord>)>,
}

struct Run<'a> {
    bulk: BulkContext<'a>,
    plan: BulkPlan,
    name: String,
    /// The results of the present transaction.
    spool: Spool,
    errors: Option<ErrorsFile>,
    tally: Tally,
    mode: Mode,
    atomicity: Atomicity,
    is_anything_done: bool,
    rows: u64,
    /// When the first chunk began.
    started: Option<Instant>,
    listed: Listed,
    /// How many rows have nothing wrong and were not printed.
    left_out: u64,
    /// How many changes found everything as it should be; one audit row counts all of them.
    unchanged: u64,
    /// For how many rows what they ask is read at once.
    window: usize,
}

impl Run<'_> {
    fn every_chunk<T: Task>(&mut self, table: &mut TableReader, task: &mut T) -> Result<()> {
        loop {
            self.spool.clear()?;
            let chunk = match self.carry_out(table, task) {
                Ok(chunk) => chunk,
                Err(error) => {
                    self.keep_unreached(table, &error)?;
                    return Err(error);
                }
            };
            self.is_anything_done |= self.mode == Mode::Real && chunk != Chunk::Undone;
            if let Err(error) = self.show(chunk, task) {
                self.spool.clear()?;
                self.keep_unreached(table, &error)?;
                return Err(error);
            }
            if chunk != Chunk::More {
                return Ok(());
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// One transaction, whose results are left in the spool.
    fn carry_out<T: Task>(&mut self, table: &mut TableReader, task: &mut T) -> Result<Chunk> {
        let Self { bulk, plan, name, spool, errors, mode, atomicity, rows, unchanged, started, window, .. } = self;
        let whole = *mode == Mode::DryRun || *atomicity == Atomicity::AllOrNothing;
        let (clock, ui, interrupt) = (bulk.clock, bulk.ui, bulk.interrupt);
        let mut bad = false;
        bulk.chunk(|session| {
            session.count_unchanged();
            let mut begin = clock.now();
            let started = *started.get_or_insert(begin);
            let mut in_chunk = 0;
            let mut ahead = look_ahead(table, session, task, *window)?;
            while let Some(row) = table.next_row()? {
                let mut answers = Answers::new(plan.verb, plan.columns, name, row.line());
                let done = interrupt.check().and_then(|()| task.row(session, &row, &mut answers));
                let settled = done.or_else(|error| answers.failed(session, &error));
                let reports = answers.into_reports();
                bad |= reports.iter().any(|report| report.result().is_bad());
                // Also the row that stops the run, which was not reached and so belongs into the errors file.
                spool.push(&reports, errors.is_some().then(|| row.cells()))?;
                settled?;
                *rows += 1;
                in_chunk += 1;
                ahead = ahead.saturating_sub(1);
                if in_chunk >= CHUNK_ROWS || clock.now().since(begin) >= CHUNK {
                    if ui.shows_progress() {
                        let elapsed = Duration::from_millis(clock.now().since(started).ms().unsigned_abs());
                        ui.progress_of(&Progress { done: *rows, total: plan.rows, unit: "rows", elapsed });
                    }
                    // On a machine where a chunk is few rows, no more is read ahead of the next one.
                    *window = in_chunk.clamp(FEWEST_AHEAD, ROWS_AHEAD);
                    if !whole {
                        *unchanged += session.counted();
                        return Ok(Chunk::More);
                    }
                    (begin, in_chunk) = (clock.now(), 0);
                }
                if ahead == 0 {
                    ahead = look_ahead(table, session, task, *window)?;
                }
            }
            if bad && *atomicity == Atomicity::AllOrNothing {
                session.roll_back();
                return Ok(Chunk::Undone);
            }
            *unchanged += session.counted();
            if *unchanged > 0 {
                session.unchanged(plan.verb, name, *unchanged)?;
            }
            Ok(Chunk::Last)
        })
    }

    /// Shows the results of a transaction that has ended.
    fn show<T: Task>(&mut self, chunk: Chunk, task: &mut T) -> Result<()> {
        const PORTION: usize = 100;
        let Self { bulk, spool, errors, tally, mode, listed, left_out, .. } = self;
        let is_done = *mode == Mode::Real && chunk != Chunk::Undone;
        let mut portion = Portion::default();
        let mut put = |portion: &mut Portion| {
            if is_done {
                task.committed(&mut bulk.unit, bulk.ui, &mut portion.reports);
            }
            let mut reports = portion.reports.drain(..);
            for (count, cells) in portion.rows.drain(..) {
                let reports: Vec<Report> = reports.by_ref().take(count).collect();
                if let (Some(errors), Some(cells)) = (errors.as_mut(), &cells) {
                    keep(errors, cells, &reports)?;
                }
                for report in reports {
                    tally.count(report.result());
                    if *listed == Listed::All || report.is_notable() {
                        bulk.sink.push(&report.row())?;
                    } else {
                        *left_out += 1;
                    }
                }
            }
            Ok(())
        };
        spool.each(|Entry { mut reports, cells }| {
            if chunk == Chunk::Undone {
                reports.iter_mut().filter(|report| report.result().is_change()).for_each(hold::<T>);
            }
            portion.rows.push((reports.len(), cells));
            portion.reports.extend(reports);
            if portion.rows.len() >= PORTION { put(&mut portion) } else { Ok(()) }
        })?;
        put(&mut portion)?;
        bulk.sink.flush()
    }

    /// Rows that were not reached go into the errors file too, so that it holds all that is left to do.
    fn keep_unreached(&mut self, table: &mut TableReader, stop: &Error) -> Result<()> {
        let Some(errors) = &mut self.errors else { return Ok(()) };
        let code = stop.code().name();
        self.spool.each(|entry| match &entry.cells {
            Some(cells) => errors.push(cells, code, NOT_REACHED),
            None => Ok(()),
        })?;
        while let Some(row) = table.next_row()? {
            errors.push(row.cells(), code, NOT_REACHED)?;
        }
        Ok(())
    }

    fn finish(self, stopped: Result<()>) -> Result<RunEnd> {
        let Self { mut bulk, plan, name, errors, tally, mode, is_anything_done, left_out, .. } = self;
        let mut stop = stopped.err();
        if stop.is_some() && !is_anything_done {
            return Err(stop.unwrap_or_else(|| Error::bug("a stop without reason")));
        }
        let listed = bulk.sink.finish_list();
        let written = listed.and_then(|end| errors.map_or(Ok(()), ErrorsFile::finish).map(|()| end.footer));
        let footer = written.unwrap_or_else(|error| {
            stop.get_or_insert(error);
            None
        });
        if tally.of(RowResult::Held) > 0 && mode == Mode::Real {
            let error = Error::partial(format!("{} rows failed, so that nothing was changed", tally.bad()));
            bulk.unit.refused(plan.verb, &name, None, &error)?;
        }
        Ok(RunEnd { tally, stop, also: String::new(), left_out, footer })
    }
}

/// Has what the next rows ask read for all of them together, at most `most`; how many.
fn look_ahead<T: Task>(table: &mut TableReader, session: &WriteTx<'_>, task: &mut T, most: usize) -> Result<usize> {
    let mut rows = 0;
    let mut next = table.look_ahead(most)?.take(most).inspect(|_| rows += 1);
    task.read_ahead(session.tx(), &mut next);
    next.for_each(drop);
    Ok(rows)
}

const NOT_REACHED: &str = "the run stopped before this row";

/// Takes back from a result row what its change would have made. What it would have changed is there all the same.
fn hold<T: Task>(report: &mut Report) {
    if report.result() != RowResult::Updated {
        T::MADE.iter().for_each(|column| report.clear(column));
    }
    report.end(RowResult::Held);
}

/// Keeps a row that failed, with the first of its reasons, or one that is held back because others failed.
fn keep(errors: &mut ErrorsFile, cells: &csv::StringRecord, reports: &[Report]) -> Result<()> {
    if let Some(report) = reports.iter().find(|report| report.result().is_bad()) {
        let reason = |column| report.get(column).unwrap_or_default();
        return errors.push(cells, reason("error_code"), reason("message"));
    }
    if reports.iter().any(|report| report.result() == RowResult::Held) {
        return errors.push(cells, RowResult::Held.name(), "nothing is wrong with this row, but others failed");
    }
    Ok(())
}
