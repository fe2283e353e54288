//! One column of a record: its name, and the kind of what is in it.

/// One column: its name is the table head, the JSON key and the CSV header (docs/reference.md#output).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

/// What the cells of a column hold; any cell may also be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An id, slug, address or anything else that people copy: never cut, never broken over two lines.
    Id,
    /// Words, wrapped where a terminal is narrow.
    Text,
    Int,
    /// `true` or `false`; `yes` or `no` for people.
    Bool,
    /// An instant; local time for people.
    Instant,
    /// The end of an access; for people the end of a day as that.
    End,
    /// An array in JSON, joined by single spaces elsewhere; a null is the empty list.
    List,
    /// Nested JSON, compact text outside JSON.
    Json,
}

impl Kind {
    pub(super) const fn is_moment(self) -> bool {
        matches!(self, Self::Instant | Self::End)
    }
}

/// A column of ids, slugs or addresses.
pub const fn id(name: &'static str) -> Column {
    Column { name, kind: Kind::Id }
}

pub const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

pub const fn int(name: &'static str) -> Column {
    Column { name, kind: Kind::Int }
}

/// A column of truth values.
pub const fn boolean(name: &'static str) -> Column {
    Column { name, kind: Kind::Bool }
}

pub const fn instant(name: &'static str) -> Column {
    Column { name, kind: Kind::Instant }
}

/// A column of ends of access.
pub const fn end(name: &'static str) -> Column {
    Column { name, kind: Kind::End }
}

pub const fn list(name: &'static str) -> Column {
    Column { name, kind: Kind::List }
}

/// A column of nested JSON.
pub const fn json(name: &'static str) -> Column {
    Column { name, kind: Kind::Json }
}

/// Which way `--sort` orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Ascending,
    Descending,
}
