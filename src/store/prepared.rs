//! Statements whose rows are read one at a time, several answers next to each other.

use std::cmp::Ordering;
use std::marker::PhantomData;

use crate::error::Result;

use super::Value;
use super::engine::{Cursor, Statement};
use super::row::{Owned, Row, Select};

pub(super) struct Prepared<'t, R> {
    statement: Statement<'t>,
    rows: PhantomData<fn() -> R>,
}

/// The rows of a running statement.
pub(super) struct Rows<'s, R> {
    cursor: Cursor<'s>,
    rows: PhantomData<fn() -> R>,
}

impl<'t, R: Select> Prepared<'t, R> {
    pub(super) const fn new(statement: Statement<'t>) -> Self {
        Self { statement, rows: PhantomData }
    }

    pub(super) fn query(&mut self, params: &[Value<'_>]) -> Result<Rows<'_, R>> {
        Ok(Rows { cursor: self.statement.query(params)?, rows: PhantomData })
    }
}

impl<R: Select> Rows<'_, R> {
    pub(super) fn next(&mut self) -> Result<Option<R::Row<'_>>> {
        self.cursor.next()?.map(|mut row| R::read(&mut row)).transpose()
    }

    /// The next row, not read yet: what it holds may be damaged.
    pub(super) fn next_unread(&mut self) -> Result<Option<Row<'_>>> {
        self.cursor.next()
    }
}

/// Rows that begin with the number of what they belong to, in that order; or none.
pub(super) struct Feed<'s, K, R>(Option<Rows<'s, (K, R)>>);

impl<'s, K: Owned + Ord, R: Select> Feed<'s, K, R> {
    pub(super) fn open(statement: Option<&'s mut Prepared<'_, (K, R)>>, params: &[Value<'_>]) -> Result<Self> {
        let Some(statement) = statement else { return Ok(Self(None)) };
        let mut rows = statement.query(params)?;
        rows.cursor.advance()?;
        Ok(Self(Some(rows)))
    }

    /// The rows of `owner`; those of owners before it, to which nothing else belongs, are passed over.
    pub(super) fn of(&mut self, owner: &K, mut each: impl FnMut(R::Row<'_>) -> Result<()>) -> Result<()> {
        let Some(Rows { cursor, .. }) = &mut self.0 else { return Ok(()) };
        while let Some(mut row) = cursor.current() {
            match K::read(&mut row)?.cmp(owner) {
                Ordering::Greater => break,
                Ordering::Equal => each(R::read(&mut row)?)?,
                Ordering::Less => {}
            }
            cursor.advance()?;
        }
        Ok(())
    }
}
