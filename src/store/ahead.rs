//! What was read ahead: the answers to look-ups that are about to be made, read for many rows of a table at once. A look-up
//! that finds its answer here asks the database nothing. A row that is written ([`super::Tx::put`]) makes the answers
//! unknown that it changes; any other change, and a failure that is undone, makes all of them unknown.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash as _, Hasher as _};

use super::row::Owned;
use super::{Query, Value};

/// How many rows are read ahead at most: where there are more, each row of a table looks for itself.
pub(super) const MOST_AHEAD: u32 = 20_000;

/// How many answers are kept of look-ups that were not read ahead.
const MOST_KEPT: usize = 4_000;

/// The rows that belong to `owner`, of rows that come in the order of their owners.
pub(super) fn of_owner<'r, T, K: Ord>(rows: &'r [T], owner: &K, owner_of: impl Fn(&T) -> K) -> &'r [T] {
    let from = rows.partition_point(|row| owner_of(row) < *owner);
    let rows = rows.get(from..).unwrap_or_default();
    let to = rows.partition_point(|row| owner_of(row) == *owner);
    rows.get(..to).unwrap_or_default()
}

/// The answers by question.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    answers: RefCell<Option<Answers>>,
    /// How many answers were given.
    #[cfg(debug_assertions)]
    given: std::cell::Cell<u32>,
}

#[derive(Debug, Default)]
struct Answers {
    hasher: RandomState,
    known: HashMap<u64, Answer>,
}

/// A question with its rows, which are a `Vec` of what the query is read as.
#[derive(Debug)]
struct Answer {
    asked: Vec<Asked>,
    rows: Box<dyn Any>,
    kept: Kept,
}

/// How long an answer is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// Until the next rows of a table are read ahead.
    ForRows,
    /// As long as nothing else changes.
    Always,
}

#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Int(i64),
    Text(Box<str>),
}

impl Asked {
    fn of(value: &Value<'_>) -> Option<Self> {
        match *value {
            Value::Int(value) => Some(Self::Int(value)),
            Value::Text(text) => Some(Self::Text(text.into())),
            Value::Null | Value::Blob(_) | Value::Ints(_) | Value::Texts(_) => None,
        }
    }

    fn is(&self, value: &Value<'_>) -> bool {
        match (self, value) {
            (Self::Int(one), Value::Int(other)) => one == other,
            (Self::Text(one), Value::Text(other)) => **one == **other,
            _ => false,
        }
    }
}

impl Answers {
    fn place<R>(&self, query: &'static Query<R>, params: &[Value<'_>]) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        std::ptr::from_ref(query.sql()).hash(&mut hasher);
        for value in params {
            match *value {
                Value::Int(value) => value.hash(&mut hasher),
                Value::Text(text) => text.hash(&mut hasher),
                Value::Null | Value::Blob(_) | Value::Ints(_) | Value::Texts(_) => {}
            }
        }
        hasher.finish()
    }
}

impl Ahead {
    pub(super) const fn new() -> Self {
        Self {
            answers: RefCell::new(None),
            #[cfg(debug_assertions)]
            given: std::cell::Cell::new(0),
        }
    }

    /// Whether the answer that is given now is compared with the database: each fifth is, so that rows are also written
    /// together while this program is developed.
    #[cfg(debug_assertions)]
    pub(super) fn is_to_be_compared(&self) -> bool {
        #[cfg(test)]
        if super::engine::is_counted() {
            return false;
        }
        self.given.set(self.given.get().wrapping_add(1));
        self.given.get().is_multiple_of(5)
    }

    /// Takes note of the answer to a question.
    pub(super) fn know<R: Owned + 'static>(&self, query: &'static Query<R>, params: &[Value<'_>], rows: Vec<R>) {
        self.keep(query, params, rows, Kept::ForRows);
    }

    pub(super) fn keep<R: Owned + 'static>(
        &self,
        query: &'static Query<R>,
        params: &[Value<'_>],
        rows: Vec<R>,
        kept: Kept,
    ) {
        let Some(asked) = params.iter().map(Asked::of).collect::<Option<Vec<_>>>() else { return };
        let mut answers = self.answers.borrow_mut();
        let answers = answers.get_or_insert_default();
        if kept == Kept::Always && answers.known.len() >= MOST_KEPT {
            answers.known.clear();
        }
        let place = answers.place(query, params);
        answers.known.insert(place, Answer { asked, rows: Box::new(rows), kept });
    }

    /// What `read` makes of the answer to a question, if it is known.
    pub(super) fn answer<R: Owned + 'static, T>(
        &self,
        query: &'static Query<R>,
        params: &[Value<'_>],
        read: impl FnOnce(&[R]) -> T,
    ) -> Option<T> {
        let answers = self.answers.borrow();
        let answers = answers.as_ref()?;
        let answer = answers.known.get(&answers.place(query, params))?;
        let is_asked =
            answer.asked.len() == params.len() && answer.asked.iter().zip(params).all(|(one, other)| one.is(other));
        let rows = answer.rows.downcast_ref::<Vec<R>>().filter(|_| is_asked)?;
        Some(read(rows))
    }

    /// From here on the answer to a question is not known.
    pub(super) fn forget<R>(&self, query: &'static Query<R>, params: &[Value<'_>]) {
        if let Some(answers) = self.answers.borrow_mut().as_mut() {
            let place = answers.place(query, params);
            answers.known.remove(&place);
        }
    }

    /// From here on no answer about the rows of a table is known: others are read ahead.
    pub(super) fn forget_rows(&self) {
        if let Some(answers) = self.answers.borrow_mut().as_mut() {
            answers.known.retain(|_, answer| answer.kept == Kept::Always);
        }
    }

    /// From here on no answer is known.
    pub(super) fn forget_all(&self) {
        if let Some(answers) = self.answers.borrow_mut().as_mut() {
            answers.known.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Scan, params};

    const TEXT: &str = "SELECT c.last_value FROM counter AS c WHERE c.name = $1";
    static ONE: Query<i64> = Query::new("ONE", TEXT, Scan::Full, &[]);
    static OTHER: Query<i64> = Query::new("OTHER", TEXT, Scan::Full, &[]);

    #[test]
    fn answer_is_that_of_its_question_until_it_is_forgotten() {
        let ahead = Ahead::new();
        let first = |query, params: &[Value<'_>]| ahead.answer(query, params, |rows: &[i64]| rows.first().copied());
        assert_eq!(first(&ONE, params!["a"]), None);
        ahead.know(&ONE, params!["a"], vec![1]);
        ahead.know(&ONE, params!["b", 7_i64], vec![]);
        assert_eq!(first(&ONE, params!["a"]), Some(Some(1)));
        assert_eq!(first(&ONE, params!["b", 7_i64]), Some(None));
        assert_eq!(first(&OTHER, params!["a"]), None);
        assert_eq!(first(&ONE, params!["b"]), None);
        assert_eq!(first(&ONE, params!["b", 8_i64]), None);
        assert_eq!(first(&ONE, &[Value::Null]), None);
        ahead.forget(&ONE, params!["a"]);
        assert_eq!(first(&ONE, params!["a"]), None);
        assert_eq!(first(&ONE, params!["b", 7_i64]), Some(None));
        ahead.forget_all();
        assert_eq!(first(&ONE, params!["b", 7_i64]), None);
    }
}
