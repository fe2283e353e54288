//! Rows of an answer. A statement declares what its rows are ([`super::Query`]), and a row is read column by column in
//! the order in which the statement selects them. Nothing outside the engine reads a column by its position.

use crate::domain::authority::Verb;
use crate::domain::email::Email;
use crate::domain::terms::Terms;
use crate::error::{Error, Result, hint};

use super::value::{FromColumn, Single, Wrong};
use super::{Sql, engine};

/// What a statement selects for the fields of a row, in order.
pub type Columns = &'static [Field];

#[derive(Debug)]
pub enum Field {
    /// Columns such as `c.slug`, or expressions.
    Of(&'static [&'static str]),
    /// The columns of a row within the row.
    Row(Columns),
}

/// What a row of an answer is read as.
pub trait Select {
    /// The same with the lifetime of a row, of which it may borrow.
    type Row<'r>;

    /// What `{}` in a statement is replaced by. Empty for a single value.
    const COLUMNS: Columns;

    fn read<'r>(row: &mut Row<'r>) -> Result<Self::Row<'r>>;
}

/// What is read from a row and borrows nothing from it.
pub trait Owned: for<'r> Select<Row<'r> = Self> {}

impl<T: for<'r> Select<Row<'r> = T>> Owned for T {}

/// A value of `N` columns that follow one another.
pub trait FromColumns<'r, const N: usize>: Sized {
    fn from_columns(row: &mut Row<'r>) -> Result<Self>;
}

impl<'r, T: FromColumn<'r>> FromColumns<'r, 1> for T {
    fn from_columns(row: &mut Row<'r>) -> Result<Self> {
        row.column()
    }
}

/// A row whose next column is read next.
#[derive(Debug)]
pub struct Row<'r> {
    raw: engine::Row<'r>,
    sql: &'static Sql,
    next: usize,
}

impl<'r> Row<'r> {
    pub(super) const fn new(raw: engine::Row<'r>, sql: &'static Sql) -> Self {
        Self { raw, sql, next: 0 }
    }

    /// The value of the next `N` columns.
    ///
    /// # Errors
    /// `failed`, with table and column, when they hold something else.
    pub(super) fn next<T: FromColumns<'r, N>, const N: usize>(&mut self) -> Result<T> {
        T::from_columns(self)
    }

    fn column<T: FromColumn<'r>>(&mut self) -> Result<T> {
        let at = self.next;
        self.next += 1;
        engine::value(self.raw, at).and_then(T::from_column).map_err(|wrong| match wrong {
            Wrong::Kind(is) => Error::failed(format!("damaged data: {} {is}", self.sql.column(at)))
                .hint(hint!["check the file with ", Verb::DbCheck.step()])
                .of_damage(),
            Wrong::Error(error) if error.is_of_database() => error,
            Wrong::Error(error) => error.context(self.sql.column(at)),
        })
    }
}

/// Declares from which columns a struct is read; they replace `{}` in a statement. A field is read from the column of its
/// name under the alias, or from what is in brackets. A field that is a row itself has its type in parentheses.
macro_rules! row {
    ($row:ident<$life:lifetime> as $alias:ident { $($fields:tt)+ }) => {
        $crate::store::row!(@impl [$row<'static>] [$row<'r>] $row $alias { $($fields)+ });
    };
    ($row:ident as $alias:ident { $($fields:tt)+ }) => {
        $crate::store::row!(@impl [$row] [$row] $row $alias { $($fields)+ });
    };
    (@impl [$static:ty] [$borrowed:ty] $row:ident $alias:ident {
        $($field:ident $(: [$($column:expr),+ $(,)?])? $(: ($inner:ty))?),+ $(,)?
    }) => {
        impl $crate::store::Select for $static {
            type Row<'r> = $borrowed;

            const COLUMNS: $crate::store::Columns =
                &[$($crate::store::row!(@columns $alias $field $([$($column),+])? $(($inner))?)),+];

            fn read<'r>(row: &mut $crate::store::Row<'r>) -> $crate::error::Result<Self::Row<'r>> {
                Ok($row { $($field: $crate::store::row!(@read row $([$($column),+])? $(($inner))?)),+ })
            }
        }
    };
    (@columns $alias:ident $field:ident) => {
        $crate::store::Field::Of(&[concat!(stringify!($alias), ".", stringify!($field))])
    };
    (@columns $alias:ident $field:ident [$($column:expr),+]) => {
        $crate::store::Field::Of(&[$($column),+])
    };
    (@columns $alias:ident $field:ident ($inner:ty)) => {
        $crate::store::Field::Row(<$inner as $crate::store::Select>::COLUMNS)
    };
    (@read $row:ident) => {
        $row.next()?
    };
    (@read $row:ident [$($column:expr),+]) => {
        $row.next::<_, { [$($column),+].len() }>()?
    };
    (@read $row:ident ($inner:ty)) => {
        <$inner as $crate::store::Select>::read($row)?
    };
}
pub(crate) use row;

impl<T: Single> Select for T {
    type Row<'r> = Self;

    const COLUMNS: Columns = &[];

    fn read(row: &mut Row<'_>) -> Result<Self> {
        row.next()
    }
}

impl<T: for<'r> FromColumn<'r>> Select for Option<T> {
    type Row<'r> = Self;

    const COLUMNS: Columns = &[];

    fn read<'r>(row: &mut Row<'r>) -> Result<Self> {
        row.next()
    }
}

/// All columns, however many there are.
impl<T: for<'r> FromColumn<'r>> Select for Vec<T> {
    type Row<'r> = Self;

    const COLUMNS: Columns = &[Field::Of(&["*"])];

    fn read(row: &mut Row<'_>) -> Result<Self> {
        (0..engine::width(row.raw)).map(|_| row.next()).collect()
    }
}

const fn first_declared(all: &[Columns]) -> Columns {
    let mut at = 0;
    while at + 1 < all.len() && all[at].is_empty() {
        at += 1;
    }
    all[at]
}

/// Several in a row; `{}` is replaced by the columns of the first that has some.
macro_rules! tuples {
    ($(($first:ident $($other:ident)+))+) => { $(
        impl<$first: Select, $($other: Select),+> Select for ($first, $($other),+) {
            type Row<'r> = ($first::Row<'r>, $($other::Row<'r>),+);

            const COLUMNS: Columns = first_declared(&[$first::COLUMNS, $($other::COLUMNS),+]);

            fn read<'r>(row: &mut Row<'r>) -> Result<Self::Row<'r>> {
                Ok(($first::read(row)?, $($other::read(row)?),+))
            }
        }
    )+ };
}

tuples! { (A B) (A B C) (A B C D) (A B C D E) }

/// As stored, and its key.
impl FromColumns<'_, 2> for Email {
    fn from_columns(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self::stored(row.next()?, row.next()?))
    }
}

/// Role, permissions and end.
impl FromColumns<'_, 3> for Terms {
    fn from_columns(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self { role: row.next()?, permissions: row.next()?, until: row.next()? })
    }
}

impl<'r, A: FromColumn<'r>, B: FromColumn<'r>> FromColumns<'r, 2> for (A, B) {
    fn from_columns(row: &mut Row<'r>) -> Result<Self> {
        Ok((row.next()?, row.next()?))
    }
}

/// Both, or nothing where the first is NULL.
impl<'r, A: FromColumn<'r>, B: FromColumn<'r>> FromColumns<'r, 2> for Option<(A, B)> {
    fn from_columns(row: &mut Row<'r>) -> Result<Self> {
        match row.next()? {
            Some(first) => Ok(Some((first, row.next()?))),
            None => row.next::<Option<B>, 1>().map(|_| None),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::role::Role;
    use crate::store::{End, Query, Scan, Store};

    const TEXT: &str = "SELECT c.name FROM counter AS c ORDER BY c.name";
    static NUMBER: Query<i64> = Query::new("NUMBER", TEXT, Scan::Full, &[]);
    static ROLE: Query<Role> = Query::new("ROLE", TEXT, Scan::Full, &[]);

    #[test]
    fn wrong_value_is_reported_with_its_column() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(&folder.path().join("desk.db")).unwrap();
        store.write(|tx| tx.next_number("boss", 1).map(|_| ((), End::Commit))).unwrap();
        let number = store.read(|tx| tx.query_opt(&NUMBER, &[])).unwrap_err();
        assert_eq!(number.to_string(), "damaged data: counter.name is not an integer");
        let role = store.read(|tx| tx.query_opt(&ROLE, &[])).unwrap_err();
        assert_eq!(role.to_string(), "counter.name: damaged data: \"boss\" is not a role");
        assert!([number, role].iter().all(|error| error.code() == crate::error::Code::Failed));
    }
}
