//! What a noun declares about its records: the names and kinds of their columns, once for every format.

use std::borrow::Cow;

use super::brief::Brief;
pub(super) use super::column::Direction;
pub use super::column::{Column, Kind, boolean, end, id, instant, int, json, list, text};
use super::part::{Key, Part, PartCursor};
use crate::domain::choice::nearest;
use crate::error::{Error, Result};
use crate::output::Format;

/// The columns of a kind of record, in order; a row is pushed with one cell for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    fixed: &'static [Column],
    /// So many of the last ones are shown only when asked for by name.
    on_request: usize,
    /// So many of the last ones are left out of a table, unless they are asked for by name.
    for_programs: usize,
    fields: bool,
    /// How a list of them looks on a terminal.
    brief: Option<&'static Brief>,
    /// The id of a row of a list.
    key: Option<Key>,
}

impl Columns {
    /// These columns and no others.
    pub const fn new(fixed: &'static [Column]) -> Self {
        Self { fixed, on_request: 0, for_programs: 0, fields: false, brief: None, key: None }
    }

    /// Allows `field.KEY` too: extra fields, shown only when asked for by name.
    #[must_use]
    pub const fn with_fields(self) -> Self {
        Self { fields: true, ..self }
    }

    /// Shows the last `count` columns only when they are asked for by name.
    #[must_use]
    pub const fn last_on_request(self, count: usize) -> Self {
        Self { on_request: count, ..self }
    }

    /// Leaves the last `count` columns out of a table, unless they are asked for by name: people read the same in sentences.
    #[must_use]
    pub const fn last_for_programs(self, count: usize) -> Self {
        Self { for_programs: count, ..self }
    }

    /// Lists the records on a terminal in this form, unless other columns are asked for.
    #[must_use]
    pub const fn in_brief(self, brief: &'static Brief) -> Self {
        Self { brief: Some(brief), ..self }
    }

    /// Lists of them can be read in parts.
    #[must_use]
    pub const fn keyed(self, key: Key) -> Self {
        Self { key: Some(key), ..self }
    }

    /// How a list looks on a terminal.
    #[must_use]
    pub const fn brief(self) -> Option<&'static Brief> {
        self.brief
    }

    /// How many columns are shown in a format without `--columns`.
    fn shown_in(self, format: Format) -> usize {
        let left_out = if format == Format::Table { self.for_programs } else { 0 };
        self.shown().len().saturating_sub(left_out)
    }

    /// The columns that are shown without `--columns`, in order.
    #[must_use]
    pub fn shown(self) -> &'static [Column] {
        &self.fixed[..self.fixed.len().saturating_sub(self.on_request)]
    }

    /// The declared columns, in order.
    #[must_use]
    pub const fn declared(self) -> &'static [Column] {
        self.fixed
    }

    /// Whether it has extra fields, `field.KEY`, too.
    #[must_use]
    pub const fn has_fields(self) -> bool {
        self.fields
    }

    fn position(self, name: &str) -> Option<usize> {
        self.fixed.iter().position(|column| column.name == name)
    }

    fn unknown(self, option: &str, name: &str) -> Error {
        let names: Vec<&str> = self.fixed.iter().map(|column| column.name).collect();
        let mut error = Error::usage(format!("{option} names an unknown column {name:?}"));
        if let Some(nearest) = nearest(name, &names) {
            error = error.advice(format!("did you mean `{nearest}`?"));
        }
        let fields = if self.fields { ", field.KEY" } else { "" };
        error.advice(format!("the columns are: {}{fields}", names.join(", ")))
    }
}

/// What the person asked of the output, as the global flags have it; [`Request::select`] makes sense of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// `--format`.
    pub format: Format,
    /// `--columns a,b,field.KEY`.
    pub columns: Option<String>,
    /// `--wide`.
    pub wide: bool,
    /// `--sort COLUMN` or `--sort=-COLUMN`.
    pub sort: Option<String>,
    /// `--spreadsheet-safe`.
    pub spreadsheet_safe: bool,
    /// `--no-header`.
    pub header: Header,
    /// What the command does to the records.
    pub purpose: Purpose,
}

impl Request {
    /// Resolves the request for records of these columns. Commands do this first, so that a mistake in the flags
    /// is found before anything is read or done.
    ///
    /// # Errors
    /// `usage` for a column that does not exist or is named twice, and for `--spreadsheet-safe` outside CSV.
    pub fn select(&self, columns: Columns) -> Result<Selection> {
        if self.spreadsheet_safe && self.format != Format::Csv {
            return Err(Error::usage("--spreadsheet-safe is for CSV only").advice("add `--format csv`"));
        }
        if self.header == Header::Omitted && self.format == Format::Xlsx {
            return Err(Error::usage("an xlsx file has a header: it names the zone of the times")
                .advice("leave `--no-header` out"));
        }
        if self.wide && self.columns.is_some() {
            return Err(
                Error::usage("--wide and --columns cannot be combined").advice("give one of --wide and --columns")
            );
        }
        let mut selection = Selection {
            columns,
            format: self.format,
            spreadsheet_safe: self.spreadsheet_safe,
            header: self.header,
            shown: (0..columns.shown_in(self.format)).collect(),
            fields: Vec::new(),
            sort: None,
            chosen: self.columns.is_some(),
            wide: self.wide,
            purpose: self.purpose,
            part: Part::default(),
        };
        if let Some(chosen) = &self.columns {
            selection.shown.clear();
            for name in chosen.split(',').map(str::trim) {
                let place = match name {
                    DRY_RUN_COLUMN if self.purpose != Purpose::Read => DRY_RUN,
                    name => selection.place("--columns", name)?,
                };
                if selection.shown.contains(&place) {
                    return Err(Error::usage(format!("--columns names {name} twice")));
                }
                selection.shown.push(place);
            }
        }
        if let Some(sort) = &self.sort {
            let (name, direction) = match sort.strip_prefix('-') {
                Some(name) => (name, Direction::Descending),
                None => (sort.as_str(), Direction::Ascending),
            };
            selection.sort = Some((selection.place("--sort", name)?, direction));
        }
        Ok(selection)
    }
}

/// Whether a line with the names of the columns comes before the rows. JSON has none, and a card has the names next to
/// the values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Header {
    #[default]
    Printed,
    /// `--no-header`
    Omitted,
}

/// A resolved [`Request`]: which cells of a pushed row are shown, in which order and format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    pub(super) columns: Columns,
    pub(super) format: Format,
    pub(super) spreadsheet_safe: bool,
    pub(super) header: Header,
    /// Places in a pushed row.
    pub(super) shown: Vec<usize>,
    fields: Vec<String>,
    pub(super) sort: Option<(usize, Direction)>,
    /// Whether `--columns` was given.
    pub(super) chosen: bool,
    /// Whether `--wide` was given.
    pub(super) wide: bool,
    /// Which part of a list is wanted.
    pub(super) part: Part,
    /// What the command does to the records.
    pub(super) purpose: Purpose,
}

/// The place of the column [`DRY_RUN_COLUMN`] until [`Selection::settled`].
const DRY_RUN: usize = usize::MAX;

impl Selection {
    /// Only this part of the list.
    ///
    /// # Errors
    /// `usage` for `--after` with `--sort`: an id says where a part begins only in the order of ids.
    pub fn only(self, part: Part) -> Result<Self> {
        if part.after.is_some() && self.sort.is_some() {
            return Err(Error::usage("--after and --sort cannot be combined")
                .advice("leave one of the two out; `--sort` with `--limit` prints the first rows of the sorted list"));
        }
        Ok(Self { part, ..self })
    }

    /// The way through a list of which a part is wanted.
    pub(super) fn cursor(&self) -> Option<PartCursor> {
        let is_whole = self.part == Part::default() || self.sort.is_some();
        self.columns.key.filter(|_| !is_whole).map(|key| PartCursor::new(key, self.part.clone()))
    }

    /// Whether it writes local times without their zone, which has to be named besides.
    pub fn has_local_times(&self) -> bool {
        self.spreadsheet_safe && self.shown.iter().any(|place| self.kind(*place).is_moment())
    }

    /// The keys of the extra fields that are wanted: a pushed row has one more cell for each, in this order, after
    /// the declared ones.
    pub fn fields(&self) -> &[String] {
        &self.fields
    }

    /// Whether the cells of the declared column `name` are looked at. If not, a null does in their place, which
    /// saves the work of finding them.
    pub fn wants(&self, name: &str) -> bool {
        let in_brief = |brief: &Brief| brief.columns.iter().any(|column| column.of.contains(&name));
        self.brief().is_some_and(in_brief)
            || self
                .columns
                .position(name)
                .is_some_and(|place| self.shown.contains(&place) || self.sort.is_some_and(|(sort, _)| sort == place))
    }

    /// Shows these extra fields as well, unless `--columns` chose others: for a record that is shown whole.
    pub fn add_fields(&mut self, keys: impl IntoIterator<Item = String>) {
        if self.chosen {
            return;
        }
        for key in keys {
            if !self.fields.contains(&key) {
                self.fields.push(key);
            }
        }
        self.shown = (0..self.arity()).collect();
    }

    /// Whether people read it just as the command likes to show it: a table, without a wish for columns or order.
    pub fn is_plain_table(&self) -> bool {
        self.format == Format::Table && !self.chosen && !self.wide && self.sort.is_none()
    }

    /// How a list of the records looks on a terminal.
    pub(super) fn brief(&self) -> Option<&'static Brief> {
        self.columns.brief.filter(|_| self.format == Format::Table && !self.chosen && !self.wide)
    }

    /// Whether `--sort` orders the rows.
    pub const fn is_sorted(&self) -> bool {
        self.sort.is_some()
    }

    /// Whether programs read the output.
    pub const fn is_machine(&self) -> bool {
        self.format.is_machine()
    }

    /// The number of cells in a pushed row.
    pub(super) fn arity(&self) -> usize {
        self.columns.fixed.len() + self.fields.len()
    }

    /// The same, once no more fields come: records of a dry run say so, in CSV and tables where that is asked for. The
    /// column is behind all others.
    pub(super) fn settled(mut self) -> Self {
        let is_object = matches!(self.format, Format::Json | Format::Ndjson);
        if is_object && self.purpose == Purpose::DryRun && !self.shown.contains(&DRY_RUN) {
            self.shown.push(DRY_RUN);
        }
        let place = self.arity();
        self.shown.iter_mut().filter(|shown| **shown == DRY_RUN).for_each(|shown| *shown = place);
        self
    }

    /// Whether a row needs the cell of that column.
    pub(super) fn says_dry_run(&self) -> bool {
        self.shown.contains(&self.arity())
    }

    /// The place of a declared column in a pushed row.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.columns.position(name)
    }

    /// The name of the column at `place` of a pushed row.
    pub(super) fn name(&self, place: usize) -> Cow<'static, str> {
        match self.columns.fixed.get(place) {
            Some(column) => Cow::Borrowed(column.name),
            None => match self.fields.get(place - self.columns.fixed.len()) {
                Some(field) => Cow::Owned(format!("field.{field}")),
                None => Cow::Borrowed(DRY_RUN_COLUMN),
            },
        }
    }

    /// The kind of the column at `place` of a pushed row.
    pub(super) fn kind(&self, place: usize) -> Kind {
        match self.columns.fixed.get(place) {
            Some(column) => column.kind,
            None if place == self.arity() => Kind::Bool,
            None => Kind::Text,
        }
    }

    fn place(&mut self, option: &str, name: &str) -> Result<usize> {
        if let Some(place) = self.columns.position(name) {
            return Ok(place);
        }
        let key = name.strip_prefix("field.").filter(|key| self.columns.fields && !key.is_empty());
        let Some(key) = key else { return Err(self.columns.unknown(option, name)) };
        let known = self.fields.iter().position(|field| field == key).unwrap_or_else(|| {
            self.fields.push(key.to_owned());
            self.fields.len() - 1
        });
        Ok(self.columns.fixed.len() + known)
    }
}

/// What a command does to the records that it prints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Purpose {
    #[default]
    Read,
    Change,
    /// It shows what would become of them (`--dry-run`).
    DryRun,
}

/// The column that says whether a record is of a dry run.
pub(super) const DRY_RUN_COLUMN: &str = "dry_run";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    const CLIENTS: Columns =
        Columns::new(&[id("client_id"), id("client_slug"), text("name"), instant("invited_at")]).with_fields();

    fn request(columns: &str) -> Request {
        Request { columns: Some(columns.to_owned()), ..Request::default() }
    }

    #[test]
    fn columns_are_chosen_and_ordered() {
        let selection = request("name, client_id").select(CLIENTS).unwrap();
        assert_eq!(selection.shown, [2, 0]);
        assert!(selection.wants("name") && !selection.wants("invited_at"));
        assert_eq!(Request::default().select(CLIENTS).unwrap().shown, [0, 1, 2, 3]);
    }

    #[test]
    fn program_columns_are_left_out_of_tables() {
        const COLUMNS: Columns = Columns::new(&[id("client_id"), json("still_enters")]).last_for_programs(1);
        for format in Format::ALL {
            let shown = Request { format, ..Request::default() }.select(COLUMNS).unwrap().shown;
            assert_eq!(shown.len(), if format == Format::Table { 1 } else { 2 }, "{format:?}");
        }
        assert_eq!(request("still_enters").select(COLUMNS).unwrap().shown, [1]);
    }

    #[test]
    fn unknown_column_suggests_nearest() {
        let error = request("client_id,clientslug").select(CLIENTS).unwrap_err();
        assert_eq!(error.code(), Code::Usage);
        assert_eq!(error.message(), r#"--columns names an unknown column "clientslug""#);
        assert_eq!(
            error.hints(),
            ["did you mean `client_slug`?", "the columns are: client_id, client_slug, name, invited_at, field.KEY"]
        );
        let sort = Request { sort: Some("-nome".to_owned()), ..Request::default() };
        assert_eq!(sort.select(CLIENTS).unwrap_err().hints()[0], "did you mean `name`?");
    }

    #[test]
    fn nothing_empty_or_doubled_is_chosen() {
        for bad in ["", "client_id,", "name,name", "field.", "field.a,field.a", "*"] {
            assert_eq!(request(bad).select(CLIENTS).unwrap_err().code(), Code::Usage, "{bad:?}");
        }
    }

    #[test]
    fn fields_come_where_allowed() {
        let asked = Request { sort: Some("-field.vat".to_owned()), ..request("field.crm,client_id") };
        let selection = asked.select(CLIENTS).unwrap();
        assert_eq!(selection.fields(), ["crm", "vat"]);
        assert_eq!(selection.shown, [4, 0]);
        assert_eq!(selection.sort, Some((5, Direction::Descending)));
        assert_eq!(selection.arity(), 6);
        const BARE: Columns = Columns::new(&[id("client_id")]);
        assert!(asked.select(BARE).is_err());
    }

    #[test]
    fn spreadsheet_safety_is_for_csv_only() {
        for format in Format::ALL {
            let request = Request { format, spreadsheet_safe: true, ..Request::default() };
            assert_eq!(request.select(CLIENTS).is_ok(), format == Format::Csv, "{format:?}");
        }
    }
}
