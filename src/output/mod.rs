//! Records on standard output, in the format that was asked for (docs/reference.md#output).
//!
//! A noun declares its [`Columns`]; a command resolves the person's [`Request`] to a [`Selection`], opens a [`Sink`]
//! and pushes rows of [`Cell`]s. Formats know no nouns; commands know no formats.

pub mod brief;
mod brief_table;
mod cell;
mod column;
pub mod columns;
mod csv;
mod destination;
mod dry_run;
pub mod failure;
pub mod fold;
mod footer;
pub(crate) mod json;
pub mod part;
mod result_word;
mod row_buffer;
pub mod sanitise;
mod sink;
pub mod style;
mod table;
mod tsv;
mod view;
mod xlsx;
mod zip;

use std::fmt::{self, Write as _};

pub use brief::Brief;
pub use cell::Cell;
pub use columns::{Column, Columns, Header, Kind, Purpose, Request, Selection};
pub use destination::RecordsFile;
pub use dry_run::Kept;
pub use footer::{Footer, ListEnd};
pub use part::Part;
pub use result_word::ResultWord;
pub use sink::{Shape, Sink};
pub use view::View;

/// The form of the output, `--format`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Table,
    /// An array, or an object for one record.
    Json,
    /// One JSON object a line, streamed.
    Ndjson,
    /// RFC 4180 with LF, streamed.
    Csv,
    /// A tab between cells and nothing quoted, streamed.
    Tsv,
    /// An Excel workbook, into a file.
    Xlsx,
}

/// How errors are written next to records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errors {
    Text,
    /// As JSON objects, unless a person reads them: standard error is a terminal.
    ObjectsForPrograms,
    /// As JSON objects.
    Objects,
}

impl Format {
    pub const ALL: [Self; 6] = [Self::Table, Self::Json, Self::Ndjson, Self::Csv, Self::Tsv, Self::Xlsx];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether it holds records alone, each with all its columns, and no text that only people read.
    #[must_use]
    pub const fn is_machine(self) -> bool {
        !matches!(self, Self::Table)
    }

    /// Whether a program reads it. A workbook is opened by people.
    #[must_use]
    pub const fn is_for_programs(self) -> bool {
        !matches!(self.errors(), Errors::Text)
    }

    /// How errors are written next to it (docs/reference.md#exit-codes).
    #[must_use]
    pub const fn errors(self) -> Errors {
        match self {
            Self::Table | Self::Xlsx => Errors::Text,
            Self::Csv | Self::Tsv => Errors::ObjectsForPrograms,
            Self::Json | Self::Ndjson => Errors::Objects,
        }
    }
}

/// Appends to a string, which cannot fail unless a `Display` lies about itself.
fn put(buf: &mut String, text: fmt::Arguments<'_>) {
    let _ = buf.write_fmt(text);
}

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;
