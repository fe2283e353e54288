//! The flags that every command takes, before or after its verb, once (docs/reference.md#commands).
//!
//! clap's own global flags let the last of two win in silence, so that each level of the command line has these as
//! arguments of its own, and [`Globals::merge`] refuses a flag that is on two levels.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::domain::shell::shell_format;
use crate::error::{Error, Result};
use crate::output::{Format, Header, Purpose, Request};

/// What the global flags say.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub struct Globals {
    /// Database file, or postgresql://HOST/NAME [default: PARTNERCTL_DB, else the platform's data folder]
    #[arg(long, value_name = "PATH")]
    pub db: Option<PathBuf>,
    /// Stop unless the database has this label, such as live or training
    #[arg(long, value_name = "LABEL")]
    pub expect_db: Option<String>,
    /// Output format; `--json` and `--csv` are short for it [default: table]
    #[arg(long, value_name = "FORMAT", value_parser = Format::ALL.map(Format::name))]
    pub format: Option<String>,
    /// Same as --format json
    #[arg(long)]
    pub json: bool,
    /// Same as --format csv
    #[arg(long)]
    pub csv: bool,
    /// Columns to print, in this order: a,b,field.KEY
    #[arg(long, value_name = "LIST")]
    pub columns: Option<String>,
    /// On a terminal, print every column of a list
    #[arg(long)]
    pub wide: bool,
    /// Column to sort rows by; `--sort=-COLUMN` reverses the order. Keeps the rows in memory
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// File for the records, in place of standard output; needs a format other than table
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Leave the line with the names of the columns out of csv, tsv and tables
    #[arg(long)]
    pub no_header: bool,
    /// Make CSV safe for spreadsheets: BOM, local times, no formulas
    #[arg(long)]
    pub spreadsheet_safe: bool,
    /// When to use colour: auto, always, never [default: auto]
    #[arg(long, value_name = "WHEN", value_parser = ["auto", "always", "never"])]
    pub color: Option<String>,
    /// Do not show long output in a pager [default pager: PARTNERCTL_PAGER, PAGER, less]
    #[arg(long)]
    pub no_pager: bool,
    /// Print no status and no banner
    #[arg(long, short)]
    pub quiet: bool,
    /// Ask no questions, even on a terminal
    #[arg(long)]
    pub no_input: bool,
    /// Act on behalf of this user, with exactly their rights
    #[arg(long = "as", value_name = "EMAIL")]
    pub on_behalf: Option<String>,
    /// Why; needed for changes with --as [default: PARTNERCTL_REASON]
    #[arg(long, short = 'm', value_name = "TEXT")]
    pub reason: Option<String>,
    /// Show what would happen and change nothing
    #[arg(long, short = 'n')]
    pub dry_run: bool,
}

impl Globals {
    /// Takes over what an inner level of the command line says.
    ///
    /// # Errors
    /// `usage` when both levels say the same flag.
    pub fn merge(mut self, inner: Self) -> Result<Self> {
        fn once<T>(outer: &mut Option<T>, inner: Option<T>, flag: &str) -> Result<()> {
            if outer.is_some() && inner.is_some() {
                return Err(twice(flag));
            }
            if inner.is_some() {
                *outer = inner;
            }
            Ok(())
        }
        fn switch(outer: &mut bool, inner: bool, flag: &str) -> Result<()> {
            if *outer && inner {
                return Err(twice(flag));
            }
            *outer |= inner;
            Ok(())
        }
        once(&mut self.db, inner.db, "--db")?;
        once(&mut self.expect_db, inner.expect_db, "--expect-db")?;
        once(&mut self.format, inner.format, "--format")?;
        switch(&mut self.json, inner.json, "--json")?;
        switch(&mut self.csv, inner.csv, "--csv")?;
        once(&mut self.columns, inner.columns, "--columns")?;
        switch(&mut self.wide, inner.wide, "--wide")?;
        once(&mut self.sort, inner.sort, "--sort")?;
        once(&mut self.output, inner.output, "--output")?;
        switch(&mut self.no_header, inner.no_header, "--no-header")?;
        switch(&mut self.spreadsheet_safe, inner.spreadsheet_safe, "--spreadsheet-safe")?;
        once(&mut self.color, inner.color, "--color")?;
        switch(&mut self.no_pager, inner.no_pager, "--no-pager")?;
        switch(&mut self.quiet, inner.quiet, "--quiet")?;
        switch(&mut self.no_input, inner.no_input, "--no-input")?;
        once(&mut self.on_behalf, inner.on_behalf, "--as")?;
        once(&mut self.reason, inner.reason, "--reason")?;
        switch(&mut self.dry_run, inner.dry_run, "--dry-run")?;
        Ok(self)
    }

    /// How records are printed.
    ///
    /// # Errors
    /// `usage` when two of `--format`, `--json` and `--csv` are given, and for a format that does not fit `--output`.
    pub fn request(&self) -> Result<Request> {
        let mut named: Vec<Format> = self.format.as_deref().and_then(Format::named).into_iter().collect();
        named.extend(self.json.then_some(Format::Json));
        named.extend(self.csv.then_some(Format::Csv));
        let format = match named[..] {
            [] => Format::Table,
            [one] => one,
            _ => {
                return Err(
                    Error::usage("the output format is given twice").advice("give one of --format, --json, --csv")
                );
            }
        };
        match (format, &self.output) {
            (_, Some(path)) if path == Path::new("-") => {
                return Err(Error::usage("`-` is no file name for --output")
                    .advice("leave `--output` out to print to standard output"));
            }
            (Format::Table, Some(path)) if path.to_str().is_some_and(|name| Format::named(name).is_some()) => {
                return Err(Error::usage("--output names a file")
                    .advice(shell_format!("the format is chosen with `--format {}`", path.display())));
            }
            (Format::Table, Some(_)) => {
                return Err(Error::usage("--output cannot write a table")
                    .advice("choose a format, such as `--format xlsx` or `--format csv`"));
            }
            (Format::Xlsx, None) => {
                return Err(Error::usage("an xlsx file is not printed to standard output")
                    .advice("name the file: `--format xlsx --output report.xlsx`"));
            }
            _ => {}
        }
        Ok(Request {
            format,
            columns: self.columns.clone(),
            wide: self.wide,
            sort: self.sort.clone(),
            spreadsheet_safe: self.spreadsheet_safe,
            header: if self.no_header { Header::Omitted } else { Header::Printed },
            purpose: Purpose::default(),
        })
    }
}

fn twice(flag: &str) -> Error {
    Error::usage(format!("{flag} is given twice")).advice("give it once, before or after the verb")
}
