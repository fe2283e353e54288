//! Running statements: typed and without a name, so that each is one round trip. Long answers come in parts.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::error::Error as StdError;
use std::pin::Pin;

use bytes::BytesMut;
use futures_util::future::join_all;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::error::{Error, Result};
use crate::store::deferred::{Expects, Write};
use crate::store::{Scan, Sql, Value, Wrong};

use super::connection::Connection;

/// How many rows of a long answer are fetched at a time.
const PART: usize = 512;

/// A statement of a connection.
pub(crate) struct Statement<'a>(&'a Connection, &'static Sql);

/// The rows of a running statement.
pub(crate) struct Cursor<'a> {
    connection: &'a Connection,
    sql: &'static Sql,
    rows: VecDeque<Row>,
    current: Option<Row>,
    /// Where there are more: the statement that fetches them.
    more: Option<String>,
}

impl<'a> Statement<'a> {
    /// Runs it with these parameters. What reads a whole table is read in parts, through a cursor that ends with the
    /// transaction; all else is as long as its answer, and comes at once.
    pub(crate) fn query(&self, params: &[Value<'_>]) -> Result<Cursor<'a>> {
        let Self(connection, sql) = *self;
        connection.must_go_on()?;
        let client = connection.client();
        let params = Typed::all(params);
        let params: Vec<(&(dyn ToSql + Sync), Type)> = params.iter().map(Typed::with_type).collect();
        if sql.cost() == Scan::Indexed {
            let before = connection.before(writes(sql.text()));
            let text = native(sql.text());
            let answer = client.query_typed(&text, &params);
            let rows = connection.send(&before, answer, sql.name())?;
            return Ok(Cursor { connection, sql, rows: rows.into(), current: None, more: None });
        }
        let number = connection.cursors.get();
        connection.cursors.set(number + 1);
        let declare = format!("DECLARE part{number} NO SCROLL CURSOR FOR {}", native(sql.text()));
        let fetch = format!("FETCH {PART} FROM part{number}");
        let before = connection.before(false);
        let both = async {
            let (declared, first) = tokio::join!(
                biased;
                client.execute_typed(&declare, &params),
                client.query_typed(&fetch, &[])
            );
            declared.and(first)
        };
        let rows: VecDeque<Row> = connection.send(&before, both, sql.name())?.into();
        let more = (rows.len() == PART).then_some(fetch);
        Ok(Cursor { connection, sql, rows, current: None, more })
    }
}

impl Cursor<'_> {
    /// Moves to the next row, which [`Cursor::current`] then gives.
    pub(crate) fn advance(&mut self) -> Result<()> {
        if self.rows.is_empty()
            && let Some(fetch) = &self.more
        {
            self.connection.must_go_on()?;
            let before = self.connection.before(false);
            let client = self.connection.client();
            let part = client.query_typed(fetch, &[]);
            self.rows = self.connection.send(&before, part, self.sql.name())?.into();
            if self.rows.len() < PART {
                self.more = None;
            }
        }
        self.current = self.rows.pop_front();
        Ok(())
    }

    pub(crate) const fn current(&self) -> Option<&Row> {
        self.current.as_ref()
    }

    pub(crate) const fn sql(&self) -> &'static Sql {
        self.sql
    }
}

impl Connection {
    pub(in crate::store) fn prepare(&self, sql: &'static Sql) -> Result<Statement<'_>> {
        self.must_go_on()?;
        Ok(Statement(self, sql))
    }

    /// Runs a statement that returns no rows; how many rows it changed.
    pub(in crate::store) fn execute(&self, sql: &'static Sql, params: &[Value<'_>]) -> Result<usize> {
        self.must_go_on()?;
        let params = Typed::all(params);
        let params: Vec<(&(dyn ToSql + Sync), Type)> = params.iter().map(Typed::with_type).collect();
        let before = self.before(true);
        let rows = self.send(&before, self.client().execute_typed(&native(sql.text()), &params), sql.name())?;
        usize::try_from(rows).map_err(|_| Error::bug("more rows than can be counted"))
    }

    /// Runs statements that waited, in their order, each with the write guard as it was when the statement was given. All are
    /// sent before the first answer is waited for.
    pub(in crate::store) fn execute_each<'w>(&self, writes: impl Iterator<Item = Write<'w>>) -> Result<()> {
        self.must_go_on()?;
        let writes: Vec<Write<'w>> = writes.collect();
        let Some(first) = writes.first() else { return Ok(()) };
        let (client, before) = (self.client(), self.before(false));
        let mut sent: Vec<Sent<'_>> = Vec::with_capacity(writes.len() + 1);
        for write in &writes {
            self.guard().open(write.guard);
            if let Some(news) = self.guard().news() {
                let client = &client;
                sent.push(Box::pin(async move { client.batch_execute(&news).await.map(|()| None) }));
            }
            let client = &client;
            sent.push(Box::pin(async move {
                let params: Vec<Typed<'_>> = write.params().map(Typed).collect();
                let params: Vec<(&(dyn ToSql + Sync), Type)> = params.iter().map(Typed::with_type).collect();
                let changed = client.execute_typed(&native(write.sql.text()), &params).await?;
                Ok(Some((*write, changed)))
            }));
        }
        let all = async { join_all(sent).await.into_iter().collect::<Result<Vec<_>, _>>() };
        for (write, changed) in self.send(&before, all, first.sql.name())?.into_iter().flatten() {
            if write.expects == Expects::One && changed != 1 {
                self.abort();
                return Err(Error::bug(format!("{} changed {changed} rows instead of one", write.sql.name())));
            }
        }
        Ok(())
    }
}

/// A statement on its way, with how many rows it changed; nothing for what only opens the guard.
type Sent<'s> = Pin<Box<dyn Future<Output = Result<Option<(Write<'s>, u64)>, tokio_postgres::Error>> + 's>>;

/// The column of a list that is looked up has a name where a list is named; SQLite's has that name anyway.
pub(super) fn native(text: &str) -> Cow<'_, str> {
    const LIST: &str = "unnest($1) AS k";
    if text.contains(LIST) {
        return Cow::Owned(text.replace(LIST, "unnest($1) AS k (value)"));
    }
    Cow::Borrowed(text)
}

/// Whether a statement with an answer changes rows as well.
fn writes(text: &str) -> bool {
    !text.starts_with("SELECT ") && (!text.starts_with("WITH ") || text.contains(" RETURNING "))
}

/// A value on its way to the server, in the binary form of its type.
#[derive(Debug)]
struct Typed<'a>(Value<'a>);

impl<'a> Typed<'a> {
    fn all(values: &[Value<'a>]) -> Vec<Self> {
        values.iter().copied().map(Self).collect()
    }

    /// NULL has the type of what it is compared with or written to.
    fn with_type(&self) -> (&(dyn ToSql + Sync), Type) {
        let kind = match self.0 {
            Value::Null => Type::UNKNOWN,
            Value::Int(_) => Type::INT8,
            Value::Text(_) => Type::TEXT,
            Value::Blob(_) => Type::BYTEA,
            Value::Ints(_) => Type::INT8_ARRAY,
            Value::Texts(_) => Type::TEXT_ARRAY,
        };
        (self, kind)
    }
}

impl ToSql for Typed<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self.0 {
            Value::Null => return Ok(IsNull::Yes),
            Value::Int(value) => out.extend_from_slice(&value.to_be_bytes()),
            Value::Text(value) => out.extend_from_slice(value.as_bytes()),
            Value::Blob(value) => out.extend_from_slice(value),
            Value::Ints(list) => return list.to_sql(kind, out),
            Value::Texts(list) => return list.to_sql(kind, out),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The value of a column, borrowed from the row.
pub(in crate::store) fn value(row: &Row, column: usize) -> Result<Value<'_>, Wrong> {
    row.try_get::<_, Read<'_>>(column).map(|read| read.0).map_err(|_| Wrong::Kind("is none of our values"))
}

/// How many columns a row has.
pub(in crate::store) fn width(row: &Row) -> usize {
    row.len()
}

struct Read<'a>(Value<'a>);

impl<'a> FromSql<'a> for Read<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        let value = match *kind {
            Type::INT8 => Value::Int(i64::from_be_bytes(raw.try_into()?)),
            // A number that is written in a statement.
            Type::INT4 => Value::Int(i64::from(i32::from_be_bytes(raw.try_into()?))),
            Type::BYTEA => Value::Blob(raw),
            _ => Value::Text(std::str::from_utf8(raw)?),
        };
        Ok(Self(value))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(Value::Null))
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::BYTEA, Type::TEXT].contains(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statement_that_answers_and_writes_is_guarded() {
        for text in [
            "INSERT INTO a VALUES (1) RETURNING id",
            "UPDATE a SET b = 1",
            "WITH c AS (DELETE FROM a RETURNING 1) SELECT 1",
        ] {
            assert!(writes(text), "{text}");
        }
        for text in ["SELECT 1", "WITH a (b) AS (SELECT 1) SELECT b FROM a"] {
            assert!(!writes(text), "{text}");
        }
    }
}
