//! Statements: each written once, named, with what its rows are, and seen by the tests of plans and columns.

use std::marker::PhantomData;
use std::sync::OnceLock;

use super::row::{Columns, Field};

/// What a statement may cost, which the query-plan test holds against the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scan {
    /// Work grows with the answer: every growing table is entered through an index.
    Indexed,
    /// Reads a whole table on purpose: exports of whole lists, verification of the whole chain.
    Full,
}

/// One SQL statement in the dialect that our engines share.
#[derive(Debug)]
pub struct Sql {
    name: &'static str,
    text: &'static str,
    cost: Scan,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it with what the engine answers"))]
    answer: &'static [Part],
    native: OnceLock<String>,
}

/// What a part of an answer is called, and its columns; both are empty where neither is declared.
pub type Part = (&'static str, Columns);

/// A statement whose rows are read as `R`.
#[derive(Debug)]
pub struct Query<R> {
    sql: Sql,
    rows: PhantomData<fn() -> R>,
}

impl<R> Query<R> {
    /// Used by `statements!` only, as [`Sql::new`].
    pub const fn new(name: &'static str, text: &'static str, cost: Scan, answer: &'static [Part]) -> Self {
        Self { sql: Sql { name, text, cost, answer, native: OnceLock::new() }, rows: PhantomData }
    }

    pub const fn sql(&self) -> &Sql {
        &self.sql
    }
}

impl Sql {
    /// Used by `statements!` only, so that no statement stays unknown to the tests.
    pub const fn new(name: &'static str, text: &'static str, cost: Scan) -> Self {
        Self { name, text, cost, answer: &[], native: OnceLock::new() }
    }

    /// Itself, as that of a [`Query`].
    pub const fn sql(&self) -> &Self {
        self
    }

    /// The constant's name, for error messages and tests.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub const fn cost(&self) -> Scan {
        self.cost
    }

    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// What its rows are declared to have.
    #[cfg(test)]
    pub(super) const fn answer(&self) -> &'static [Part] {
        self.answer
    }

    /// The table and the column that its rows have at this place, for messages.
    pub(super) fn column(&self, at: usize) -> String {
        let selected = selected(self.text);
        let selected = selected.get(at).map_or("a column", |selected| selected.trim_start_matches("DISTINCT "));
        let (column, name) = match selected.rsplit_once(" AS ") {
            Some((column, name)) if is_name(name) => (column, name),
            _ => (selected, selected),
        };
        match column.split_once('.') {
            Some((alias, column)) if is_name(alias) && is_name(column) => {
                format!("{}.{column}", table_of(self.text, alias))
            }
            None if is_name(column) => {
                let table = self.text.split_whitespace().skip_while(|word| *word != "FROM").nth(1);
                format!("{}.{column}", table.unwrap_or_default())
            }
            _ => name.to_owned(),
        }
    }

    /// The text as the engine wants it, rewritten once.
    pub(super) fn native(&self, rewrite: impl FnOnce(&str) -> String) -> &str {
        self.native.get_or_init(|| rewrite(self.text))
    }
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// What the first SELECT of a statement selects.
fn selected(text: &str) -> Vec<&str> {
    let (mut depth, mut begin, mut columns) = (0_i32, None, Vec::new());
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        let (Some(before), Some(rest), 0) = (text.get(..at), text.get(at..), depth) else { continue };
        match begin {
            None if before.ends_with("SELECT ") => begin = Some(at),
            None => {}
            Some(from) => {
                let ends = rest.trim_start().starts_with("FROM ") && letter.is_whitespace();
                if ends || letter == ',' {
                    columns.extend(text.get(from..at).map(str::trim));
                    begin = Some(at + 1);
                }
                if ends {
                    break;
                }
            }
        }
    }
    columns
}

/// The table behind a name or alias in a statement.
pub(super) fn table_of<'s>(text: &'s str, name: &'s str) -> &'s str {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_end_matches([',', ')'])).collect();
    words.windows(3).find(|three| three[1] == "AS" && three[2] == name).map_or(name, |three| three[0])
}

/// A statement with the columns of its rows in the place of each `{}`, put together when the program is built. Its
/// first `N` bytes are kept; with `N` = 0 it only says how long it is.
pub struct Filled<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Filled<N> {
    pub const fn new(text: &str, columns: Columns) -> Self {
        let text = text.as_bytes();
        let mut filled = Self { bytes: [0; N], length: 0 };
        let mut at = 0;
        while at < text.len() {
            if text[at] == b'{' && at + 1 < text.len() && text[at + 1] == b'}' {
                assert!(!columns.is_empty(), "the row has no columns of its own");
                filled.push_columns(columns);
                at += 2;
            } else {
                filled.push(text[at]);
                at += 1;
            }
        }
        filled
    }

    pub const fn length(&self) -> usize {
        self.length
    }

    pub const fn text(&self) -> &str {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => text,
            Err(_) => unreachable!(),
        }
    }

    const fn push_columns(&mut self, columns: Columns) {
        let mut field = 0;
        while field < columns.len() {
            if field > 0 {
                self.push_text(", ");
            }
            match columns[field] {
                Field::Row(inner) => self.push_columns(inner),
                Field::Of(names) => {
                    let mut name = 0;
                    while name < names.len() {
                        if name > 0 {
                            self.push_text(", ");
                        }
                        self.push_text(names[name]);
                        name += 1;
                    }
                }
            }
            field += 1;
        }
    }

    const fn push_text(&mut self, text: &str) {
        let mut at = 0;
        while at < text.len() {
            self.push(text.as_bytes()[at]);
            at += 1;
        }
    }

    const fn push(&mut self, byte: u8) {
        if self.length < N {
            self.bytes[self.length] = byte;
        }
        self.length += 1;
    }
}

/// Declares the statements of a repository and lists them for the tests.
///
/// `[NAME] "…";` answers nothing, `[NAME: T]` with rows of the type `T`, and `[NAME: (a: A, b: B)]` with rows of the type
/// `(A, B)`, whose columns have these names. `{}` is replaced by the columns of `T` or `A`, which `row!` declares.
/// Each costs what it answers; `full_scan [NAME] "…";` may read a whole table.
macro_rules! statements {
    ($($(#[$doc:meta])* $($whole:ident)? [$name:ident $($rows:tt)*] $text:expr;)+) => {
        $(
            $crate::store::statements! {
                @declare [$(#[$doc])*] $name [$($rows)*] $text, $crate::store::statements!(@cost $($whole)?)
            }
        )+
        /// Every statement of this repository.
        #[cfg(test)]
        pub(crate) static STATEMENTS: &[&$crate::store::Sql] = &[$($name.sql()),+];
    };
    (@declare [$($doc:tt)*] $name:ident [] $text:expr, $cost:expr) => {
        $($doc)*
        static $name: $crate::store::Sql = $crate::store::Sql::new(stringify!($name), $text, $cost);
    };
    (@declare [$($doc:tt)*] $name:ident [: ($($column:ident: $type:ty),+ $(,)?)] $text:expr, $cost:expr) => {
        $($doc)*
        static $name: $crate::store::Query<($($type),+)> = $crate::store::statements!(
            @query $name [($($type),+)] $text, $cost, [$((stringify!($column), <$type as $crate::store::Select>::COLUMNS)),+]
        );
    };
    (@declare [$($doc:tt)*] $name:ident [: $row:ty] $text:expr, $cost:expr) => {
        $($doc)*
        static $name: $crate::store::Query<$row> =
            $crate::store::statements!(@query $name [$row] $text, $cost, [("", <$row as $crate::store::Select>::COLUMNS)]);
    };
    (@query $name:ident [$row:ty] $text:expr, $cost:expr, $answer:expr) => {{
        const COLUMNS: $crate::store::Columns = <$row as $crate::store::Select>::COLUMNS;
        const LENGTH: usize = $crate::store::Filled::<0>::new($text, COLUMNS).length();
        const FILLED: $crate::store::Filled<LENGTH> = $crate::store::Filled::new($text, COLUMNS);
        $crate::store::Query::new(stringify!($name), FILLED.text(), $cost, &$answer)
    }};
    (@cost) => { $crate::store::Scan::Indexed };
    (@cost full_scan) => { $crate::store::Scan::Full };
}
pub(crate) use statements;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_names_table_and_column() {
        let text = "WITH near (slug) AS (SELECT 'a') SELECT c.id, (SELECT count(*) FROM mail AS m) AS mails,
            k.state AS word, coalesce(k.until, 0) FROM client AS c JOIN link AS k ON k.client_id = c.id";
        let sql = Sql::new("LOOK", text, Scan::Full);
        let columns = [0, 1, 2, 3, 4].map(|at| sql.column(at));
        assert_eq!(columns, ["client.id", "mails", "link.state", "coalesce(k.until, 0)", "a column"]);
        let sql = Sql::new("LOOK", "SELECT DISTINCT client_id FROM client_slug ORDER BY client_id", Scan::Full);
        assert_eq!(sql.column(0), "client_slug.client_id");
    }

    #[test]
    fn columns_of_nested_rows_are_selected() {
        const INNER: Columns = &[Field::Of(&["l.id"]), Field::Of(&["l.email", "l.email_key"])];
        const OUTER: Columns = &[Field::Of(&["u.scope"]), Field::Row(INNER), Field::Of(&["u.until"])];
        const LENGTH: usize = Filled::<0>::new("{} and {}", OUTER).length();
        const FILLED: Filled<LENGTH> = Filled::new("{} and {}", OUTER);
        let columns = "u.scope, l.id, l.email, l.email_key, u.until";
        assert_eq!(FILLED.text(), format!("{columns} and {columns}"));
    }
}
