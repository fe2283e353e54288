//! What commands that take a table share: a result row for each thing done, transactions in chunks that let others
//! in, `--all-or-nothing`, `--errors`, the number of clients, counts, exit code (docs/reference.md#bulk-files).
//!
//! A command opens its table with [`TableArgs::open`], reads it once to find what must stop the whole run, has the
//! number of clients confirmed, hands the table to [`run`] with a [`Task`] that carries out one row, and ends with
//! [`close`].

mod answer;
mod run;
mod spool;
mod tally;

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::context::Context;
use crate::domain::shell::{Verbatim, shell_format};
use crate::error::{Code, Error, Result};
use crate::input::{Known, Mapping, Row, STANDARD_INPUT, TableReader};
use crate::ops::unit_of_work::Mode;
use crate::term::waiting::Waiting;
use crate::term::{Keyboard, Ui};

use super::args::AllowElsewhere;
use super::confirm::{Script, count_clients, count_foreseen, count_rows};
use super::counted::counted;
use super::elsewhere::{CONFIRM_DECLINED, CONFIRM_ROWS, HeldRows, Unconfirmed};

pub(super) use answer::{Answers, Report};
pub(super) use run::{BulkPlan, Foreseen, Listed, ROWS_AHEAD, RunEnd, Task, foresee, run};
pub(super) use tally::RowResult;

/// What is said about a table.
#[derive(Debug, Clone, Args)]
pub(super) struct TableOptions {
    /// Change nothing unless every row is good; the good ones are then `held`
    #[arg(long)]
    pub(super) all_or_nothing: bool,
    /// Where rows that failed go, in their own columns plus the reason; empty when all is well, not written when the run
    /// is refused as a whole
    #[arg(long, value_name = "FILE")]
    pub(super) errors: Option<PathBuf>,
    /// The number of clients that the table is about; another one stops the run
    #[arg(long, value_name = "N")]
    pub(super) expect_clients: Option<usize>,
}

impl TableOptions {
    /// Refuses them where no table is read.
    ///
    /// # Errors
    /// `usage`.
    pub(super) fn must_be_unused(&self) -> Result<()> {
        let given = [
            ("--all-or-nothing", self.all_or_nothing),
            ("--errors", self.errors.is_some()),
            ("--expect-clients", self.expect_clients.is_some()),
        ];
        match given.iter().find(|(_, given)| *given) {
            None => Ok(()),
            Some((option, _)) => Err(Error::usage(format!("{option} is for a table"))
                .advice("`-` reads one from standard input, and FILE.csv from a file")),
        }
    }
}

/// The arguments that every command with a table has.
#[derive(Debug, Args)]
pub(super) struct TableArgs {
    /// The table: CSV with a header row; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) options: TableOptions,
    #[command(flatten)]
    elsewhere: AllowElsewhere,
}

/// Whether the row is the result of something that failed, so that there is nothing to go on with.
pub(super) fn is_passed_over(row: &Row<'_>) -> bool {
    matches!(row.get("result"), "failed" | "conflict" | "held" | "grouped")
}

impl TableArgs {
    /// Those of a command that takes a table in place of a thing.
    pub(super) fn of(file: &Path, options: &TableOptions) -> Self {
        Self { file: file.to_owned(), options: options.clone(), elsewhere: AllowElsewhere::default() }
    }

    /// Reads and checks the table as a whole, and says how it was read where that is not plain.
    ///
    /// # Errors
    /// `usage` when it is malformed, with file and line; `failed` when it cannot be read.
    pub(super) fn open(&self, cx: &mut Context, known: &Known, mapping: &Mapping) -> Result<TableReader> {
        let folder = cx.database.paths().folder().to_owned();
        let table = if self.is_stdin() {
            cx.await_input("the table")?;
            TableReader::open(STANDARD_INPUT, &mut *cx.stdin, &folder, known, mapping)?
        } else {
            let shown = self.file.display().to_string();
            let file = Waiting::open(&cx.path(&self.file), &cx.interrupt)
                .map_err(|error| Error::failed(format!("cannot read {shown}: {error}")).fact("file", shown.as_str()))?;
            TableReader::open(&shown, file, &folder, known, mapping)?
        };
        if let Some(sentence) = table.announcement() {
            cx.ui.status(&sentence);
        }
        Ok(table)
    }

    /// Makes sure that the operator knows how many clients this is about: the number is compared with
    /// `--expect-clients`, or typed on a terminal. A script may leave it out, and a dry run needs none (docs/reference.md#confirmation).
    /// `plan` says what is to happen: `12 rows, about 9 clients`.
    ///
    /// # Errors
    /// `unconfirmed`.
    pub(super) fn confirm(&self, cx: &mut Context, clients: usize, plan: &str) -> Result<()> {
        self.confirm_as(cx, clients, plan, Script::MayLeaveOut)
    }

    /// As [`TableArgs::confirm`]; `script` says whether a script may leave the number out.
    ///
    /// # Errors
    /// `unconfirmed`.
    pub(super) fn confirm_as(&self, cx: &mut Context, clients: usize, plan: &str, script: Script) -> Result<()> {
        let plan = format!("the table has {plan}");
        cx.rows_name_clients();
        count_clients(cx, clients, self.options.expect_clients, script, self.keyboard(), &plan)
    }

    /// As [`TableArgs::confirm`] where it is known what becomes of each client, and how many are changed.
    ///
    /// # Errors
    /// `unconfirmed`.
    pub(super) fn confirm_foreseen(&self, cx: &mut Context, numbers: (usize, usize), plan: (&str, &str)) -> Result<()> {
        cx.rows_name_clients();
        count_foreseen(cx, numbers, self.options.expect_clients, self.keyboard(), plan)
    }

    /// Shows the rows whose address belongs elsewhere, and decides which of them are held.
    ///
    /// # Errors
    /// `unconfirmed`.
    pub(super) fn settle(&self, cx: &mut Context, unconfirmed: Unconfirmed) -> Result<HeldRows> {
        unconfirmed.settle(cx, self.elsewhere.allowance(), self.keyboard())
    }

    /// As [`TableArgs::confirm`] for a table that is too long to foresee how many clients it is about: on a terminal the
    /// number of its rows is typed.
    ///
    /// # Errors
    /// `unconfirmed`.
    pub(super) fn confirm_rows(&self, cx: &mut Context, rows: u64) -> Result<()> {
        count_rows(cx, rows, self.keyboard())
    }

    /// Whether the number of clients would be typed.
    pub(super) fn asks(&self, cx: &Context) -> bool {
        self.options.expect_clients.is_none() && cx.mode() == Mode::Real && cx.prompter.can_ask(self.keyboard())
    }

    /// Whether the number of clients is typed, compared or shown.
    pub(super) fn needs_number(&self, cx: &Context) -> bool {
        self.options.expect_clients.is_some() || cx.mode() == Mode::DryRun || self.asks(cx)
    }

    fn keyboard(&self) -> Keyboard {
        if self.is_stdin() { Keyboard::Terminal } else { Keyboard::Stdin }
    }

    fn is_stdin(&self) -> bool {
        self.file == Path::new("-")
    }
}

/// Shows how many rows of a table were looked at before the run. They are not counted beforehand.
pub(super) fn show_survey(ui: &Ui, rows: u64) {
    const STEP: u64 = 500;
    if rows.is_multiple_of(STEP) && ui.shows_progress() {
        ui.progress(&format!("{rows} rows checked"));
    }
}

/// Says the counts, and what to do next where all went well. `again` is the command line up to the file:
/// `partnerctl client import`.
///
/// # Errors
/// `partial` when rows failed or the run stopped after a commit; `interrupted`.
pub(super) fn close(cx: &Context, args: &TableArgs, ended: RunEnd, again: &str, next: Option<&str>) -> Result<()> {
    let RunEnd { tally, stop, also, left_out, footer } = ended;
    if let Some(footer) = footer {
        cx.ui.status(&footer.sentence());
    }
    let also = if also.is_empty() { also } else { format!(" {also}") };
    cx.ui.outcome(|t| format!("{}{also}", tally.sentence(t)));
    if left_out > 0 {
        cx.ui.note(&format!(
            "{} without problems {} not listed; `--format csv` prints every row",
            counted(left_out, "row"),
            if left_out == 1 { "is" } else { "are" }
        ));
    }
    let file = args.file.display();
    if let Some(stop) = stop {
        let code = if stop.code() == Code::Interrupted { Code::Interrupted } else { Code::Partial };
        // What a single change says of itself holds for its chunk only.
        let why = stop.message().trim_end_matches("; nothing was changed");
        let error = Error::new(code, format!("stopped after {} rows: {why}", tally.done()));
        return Err(error.hints_of(stop.hints().iter().cloned()).advice(match &args.options.errors {
            Some(errors) => shell_format!(
                "the rows that were not reached are in {} too: `{} {}`",
                Verbatim(&errors.display()),
                Verbatim(again),
                errors.display()
            ),
            None => {
                shell_format!(
                    "what is done stays done; run `{} {}` again, where it will be `unchanged`",
                    Verbatim(again),
                    file
                )
            }
        }));
    }
    if tally.bad() == 0 {
        if let Some(next) = next.filter(|_| cx.mode() == Mode::Real) {
            cx.ui.hint(next);
        }
        return Ok(());
    }
    let unchanged = if tally.of(RowResult::Held) > 0 { ", so that nothing was changed" } else { "" };
    let unconfirmed = tally.unconfirmed();
    let (elsewhere, declined) = (tally.of(RowResult::Unconfirmed), tally.of(RowResult::DeclinedOften));
    let failed = tally.bad() - unconfirmed;
    let of = counted(tally.rows(), "row");
    let why = match (elsewhere, declined) {
        (_, 0) => "addresses that belong elsewhere",
        (0, _) => "people who have declined twice or more",
        _ => "addresses that belong elsewhere, and people who have declined twice or more",
    };
    let message = match (failed, unconfirmed) {
        (failed, 0) => format!("{failed} of {of} failed{unchanged}"),
        (0, held) => format!("{held} of {of} held: {why}{unchanged}"),
        (failed, held) => format!("{failed} of {of} failed, {held} held: {why}{unchanged}"),
    };
    let error = Error::partial(message).fact("rows", tally.rows()).fact("failed", failed);
    let error = if elsewhere > 0 { error.advice(CONFIRM_ROWS) } else { error };
    let error = if declined > 0 { error.advice(CONFIRM_DECLINED) } else { error };
    let error = if unconfirmed > 0 { error.fact("held", unconfirmed) } else { error };
    Err(error.advice(match &args.options.errors {
        Some(errors) => {
            shell_format!(
                "fix the rows in {} and feed them back: `{} {}`",
                Verbatim(&errors.display()),
                Verbatim(again),
                errors.display()
            )
        }
        None => shell_format!(
            "fix them and run `{} {}` again; `--errors FILE` keeps those that failed",
            Verbatim(again),
            file
        ),
    }))
}
