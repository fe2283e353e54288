//! Cursors that are read side by side: each is in the order of the number with which its rows begin.

use super::engine::{Cursor, Statement};
use super::{Row, Value};
use crate::error::Result;

/// A cursor whose rows begin with the number of what they belong to, in that order; or none.
pub(super) struct Feed<'s>(Option<Cursor<'s>>);

impl<'s> Feed<'s> {
    pub(super) fn open(statement: Option<&'s mut Statement<'_>>, params: &[Value<'_>]) -> Result<Self> {
        let Some(statement) = statement else { return Ok(Self(None)) };
        let mut cursor = statement.query(params)?;
        cursor.advance()?;
        Ok(Self(Some(cursor)))
    }

    /// The rows of `number`; those of numbers before it, to which nothing else belongs, are passed over.
    pub(super) fn of(&mut self, number: i64, mut each: impl FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
        let Some(cursor) = &mut self.0 else { return Ok(()) };
        while let Some(row) = cursor.current() {
            let owner = row.int(0)?;
            if owner > number {
                break;
            }
            if owner == number {
                each(&row)?;
            }
            cursor.advance()?;
        }
        Ok(())
    }
}
