//! Values that go into statements and come out of rows.

use crate::domain::authority::Verb;
use crate::domain::id::{
    ClientId, GrantId, InvitationId, LinkId, MailId, PartnerId, RecipientId, SessionId, StaffId, UserId, WebSessionId,
};
use crate::domain::time::Instant;
use crate::error::{Error, Result, hint};

use super::engine;

/// A parameter of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// SQL NULL.
    Null,
    /// An integer: numbers, flags (0, 1), instants in milliseconds.
    Int(i64),
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Self::Int(i64::from(value))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Blob(value)
    }
}

impl From<Instant> for Value<'_> {
    fn from(value: Instant) -> Self {
        Self::Int(value.ms())
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! ids_as_values {
    ($($id:ident),+) => { $(
        impl From<$id> for Value<'_> {
            fn from(id: $id) -> Self {
                Self::Int(id.get())
            }
        }
    )+ };
}

ids_as_values!(
    ClientId,
    GrantId,
    InvitationId,
    LinkId,
    MailId,
    PartnerId,
    RecipientId,
    SessionId,
    StaffId,
    UserId,
    WebSessionId
);

/// `params![a, b]`: the parameters of a statement, in order.
macro_rules! params {
    () => { &[] as &[$crate::store::Value<'_>] };
    ($($value:expr),+ $(,)?) => { &[$($crate::store::Value::from($value)),+] };
}
pub(crate) use params;

/// One row of a result. Columns are read by position; the wrong type is damaged data (`failed`).
#[derive(Debug)]
pub struct Row<'a>(pub(super) &'a engine::Row<'a>);

impl<'a> Row<'a> {
    /// The column as it is, borrowed from the row.
    ///
    /// # Errors
    /// `failed` if it holds what no column of ours does.
    pub fn value(&self, column: usize) -> Result<Value<'a>> {
        engine::value(self.0, column)
    }

    /// The column as an integer.
    ///
    /// # Errors
    /// `failed` if it holds something else.
    pub fn int(&self, column: usize) -> Result<i64> {
        self.opt_int(column)?.ok_or_else(|| damaged(column, "an integer"))
    }

    /// The column as an integer or NULL.
    ///
    /// # Errors
    /// `failed` if it holds something else.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>> {
        match engine::value(self.0, column)? {
            Value::Int(value) => Ok(Some(value)),
            Value::Null => Ok(None),
            Value::Text(_) | Value::Blob(_) => Err(damaged(column, "an integer")),
        }
    }

    /// The column as text, borrowed from the row.
    ///
    /// # Errors
    /// `failed` if it holds something else.
    pub fn text(&self, column: usize) -> Result<&'a str> {
        self.opt_text(column)?.ok_or_else(|| damaged(column, "text"))
    }

    /// The column as text or NULL.
    ///
    /// # Errors
    /// `failed` if it holds something else.
    pub fn opt_text(&self, column: usize) -> Result<Option<&'a str>> {
        match engine::value(self.0, column)? {
            Value::Text(value) => Ok(Some(value)),
            Value::Null => Ok(None),
            Value::Int(_) | Value::Blob(_) => Err(damaged(column, "text")),
        }
    }

    /// The column as bytes.
    ///
    /// # Errors
    /// `failed` if it holds something else.
    pub fn blob(&self, column: usize) -> Result<&'a [u8]> {
        match engine::value(self.0, column)? {
            Value::Blob(value) => Ok(value),
            _ => Err(damaged(column, "bytes")),
        }
    }

    /// The column as exactly `N` bytes.
    ///
    /// # Errors
    /// `failed` if it holds something else.
    pub fn bytes<const N: usize>(&self, column: usize) -> Result<[u8; N]> {
        self.blob(column)?.try_into().map_err(|_| damaged(column, "bytes of another length"))
    }

    /// The column as an instant.
    ///
    /// # Errors
    /// `failed` if it holds something else.
    pub fn at(&self, column: usize) -> Result<Instant> {
        self.int(column).map(Instant::from_ms)
    }

    /// The column as an instant or NULL.
    ///
    /// # Errors
    /// `failed` if it holds something else.
    pub fn opt_at(&self, column: usize) -> Result<Option<Instant>> {
        Ok(self.opt_int(column)?.map(Instant::from_ms))
    }

    /// The column as a flag.
    ///
    /// # Errors
    /// `failed` if it holds something else.
    pub fn flag(&self, column: usize) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }
}

fn damaged(column: usize, wanted: &str) -> Error {
    Error::failed(format!("damaged data: column {column} does not hold {wanted}"))
        .hint(hint!["check the file with ", Verb::DbCheck.step()])
        .of_damage()
}
