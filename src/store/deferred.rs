//! Statements that wait: rows to be written go to the database with what is read next, or at the end of the transaction,
//! and not each by itself. Nothing is read before they ran, so that no one sees a difference.

use crate::domain::id::ClientId;

use super::{Sql, Value};

/// Whether rows of no client may be written: logins, partners, settings, the audit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Unowned {
    #[default]
    Closed,
    Open,
}

/// For which rows the write guard was open when a statement was given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Opened {
    pub(super) clients: Vec<ClientId>,
    pub(super) unowned: Unowned,
}

/// How many rows a statement has to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expects {
    One,
    Any,
}

/// A statement that waits, as the engine gets it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Write<'w> {
    pub(super) sql: &'static Sql,
    pub(super) guard: &'w Opened,
    pub(super) expects: Expects,
    values: &'w [Stored],
    texts: &'w str,
    bytes: &'w [u8],
}

impl<'w> Write<'w> {
    /// Its parameters.
    pub(super) fn params(&self) -> impl Iterator<Item = Value<'w>> + use<'w> {
        let Self { texts, bytes, values, .. } = *self;
        values.iter().map(move |value| match *value {
            Stored::Null => Value::Null,
            Stored::Int(value) => Value::Int(value),
            Stored::Text { from, to } => Value::Text(&texts[from..to]),
            Stored::Blob { from, to } => Value::Blob(&bytes[from..to]),
        })
    }
}

#[derive(Debug, Clone, Copy)]
enum Stored {
    Null,
    Int(i64),
    Text { from: usize, to: usize },
    Blob { from: usize, to: usize },
}

#[derive(Debug)]
struct Call {
    sql: &'static Sql,
    expects: Expects,
    guard: usize,
    /// Where its parameters begin, their texts and their bytes: those of the next one end them.
    values: usize,
    texts: usize,
    bytes: usize,
}

/// Work whose failure undoes its own writes and no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Level {
    /// The first statement that waits and is its own.
    mark: usize,
    /// Whether the database has a savepoint for it.
    is_open: bool,
}

/// Whether a level that ended in failure has a savepoint to go back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Undone {
    /// The database goes back to its savepoint.
    Savepoint,
    /// Nothing of it had reached the database.
    Forgotten,
    /// A statement from before it failed: it is not the one that can be undone.
    Outer,
}

/// What is about to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Read,
    Write,
}

/// A step by which what waits reaches the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Savepoint,
    /// These of the statements that wait.
    Run(usize, usize),
}

/// The statements that wait, with the levels in which they were given.
#[derive(Debug)]
pub(super) struct Deferred {
    calls: Vec<Call>,
    values: Vec<Stored>,
    texts: String,
    bytes: Vec<u8>,
    guards: Vec<Opened>,
    levels: Vec<Level>,
    /// In how many levels the statement was that failed.
    broken: Option<usize>,
}

impl Deferred {
    pub(super) const fn new() -> Self {
        Self {
            calls: Vec::new(),
            values: Vec::new(),
            texts: String::new(),
            bytes: Vec::new(),
            guards: Vec::new(),
            levels: Vec::new(),
            broken: None,
        }
    }

    #[cfg(test)]
    pub(super) const fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Keeps a statement with its parameters.
    pub(super) fn push(&mut self, sql: &'static Sql, params: &[Value<'_>], expects: Expects, guard: &Opened) {
        if self.guards.last() != Some(guard) {
            self.guards.push(guard.clone());
        }
        let call = Call {
            sql,
            expects,
            guard: self.guards.len() - 1,
            values: self.values.len(),
            texts: self.texts.len(),
            bytes: self.bytes.len(),
        };
        self.calls.push(call);
        for value in params {
            let kept = match *value {
                Value::Null => Stored::Null,
                Value::Int(value) => Stored::Int(value),
                Value::Text(text) => {
                    let from = self.texts.len();
                    self.texts.push_str(text);
                    Stored::Text { from, to: self.texts.len() }
                }
                Value::Blob(bytes) => {
                    let from = self.bytes.len();
                    self.bytes.extend_from_slice(bytes);
                    Stored::Blob { from, to: self.bytes.len() }
                }
                // Lists are asked for and never stored.
                Value::Ints(_) | Value::Texts(_) => Stored::Null,
            };
            self.values.push(kept);
        }
    }

    /// Begins a level.
    pub(super) fn begin(&mut self) {
        self.levels.push(Level { mark: self.calls.len(), is_open: false });
    }

    /// Ends a level that went well; whether it has a savepoint.
    pub(super) fn end(&mut self) -> bool {
        self.levels.pop().is_some_and(|level| level.is_open)
    }

    /// Ends a level that failed: what waits and is its own is forgotten.
    pub(super) fn undo(&mut self) -> Undone {
        let Some(level) = self.levels.pop() else { return Undone::Outer };
        self.truncate(level.mark);
        let outer = self.levels.len();
        if self.broken.is_some_and(|broken| broken <= outer) {
            return Undone::Outer;
        }
        self.broken = None;
        if level.is_open { Undone::Savepoint } else { Undone::Forgotten }
    }

    fn truncate(&mut self, calls: usize) {
        if let Some(first) = self.calls.get(calls) {
            self.values.truncate(first.values);
            self.texts.truncate(first.texts);
            self.bytes.truncate(first.bytes);
        }
        self.calls.truncate(calls);
    }

    /// What has to be done, in order, before something else runs. A level needs its savepoint once something of its own is
    /// about to reach the database, and where `reads_need_savepoints` says so before anything else.
    pub(super) fn steps(&self, before: Before, reads_need_savepoints: bool) -> Vec<Step> {
        let (mut steps, mut from) = (Vec::new(), 0);
        for level in self.levels.iter().filter(|level| !level.is_open) {
            if before == Before::Read && !reads_need_savepoints && level.mark >= self.calls.len() {
                break;
            }
            if level.mark > from {
                steps.push(Step::Run(from, level.mark));
                from = level.mark;
            }
            steps.push(Step::Savepoint);
        }
        if self.calls.len() > from {
            steps.push(Step::Run(from, self.calls.len()));
        }
        steps
    }

    /// The statements of a step.
    pub(super) fn writes(&self, from: usize, to: usize) -> impl Iterator<Item = Write<'_>> {
        self.calls[from..to].iter().enumerate().map(move |(at, call)| {
            let end = self.calls.get(from + at + 1).map_or(self.values.len(), |next| next.values);
            Write {
                sql: call.sql,
                guard: &self.guards[call.guard],
                expects: call.expects,
                values: &self.values[call.values..end],
                texts: &self.texts,
                bytes: &self.bytes,
            }
        })
    }

    /// The next level has its savepoint from here on.
    pub(super) fn opened(&mut self) {
        if let Some(level) = self.levels.iter_mut().find(|level| !level.is_open) {
            level.is_open = true;
        }
    }

    /// Everything ran.
    pub(super) fn clear(&mut self) {
        self.calls.clear();
        self.values.clear();
        self.texts.clear();
        self.bytes.clear();
        self.guards.clear();
        self.levels.iter_mut().for_each(|level| level.mark = 0);
    }

    /// A statement failed after so many levels had their savepoint: nothing that waits runs any more.
    pub(super) fn fail(&mut self) {
        self.broken = Some(self.levels.iter().filter(|level| level.is_open).count());
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Scan;

    static SQL: Sql = Sql::new("WRITE", "INSERT INTO staff (id) VALUES ($1)", Scan::Indexed);

    fn push(deferred: &mut Deferred, number: i64) {
        deferred.push(
            &SQL,
            &[Value::Int(number), Value::Text("ä"), Value::Blob(b"b"), Value::Null],
            Expects::One,
            &Opened::default(),
        );
    }

    fn numbers(deferred: &Deferred) -> Vec<i64> {
        let values = deferred.writes(0, deferred.calls.len());
        values
            .map(|write| {
                let params: Vec<_> = write.params().collect();
                let [Value::Int(number), Value::Text("ä"), Value::Blob(b"b"), Value::Null] = params[..] else {
                    panic!("{params:?}")
                };
                number
            })
            .collect()
    }

    #[test]
    fn level_that_fails_takes_its_own_statements_along() {
        let mut deferred = Deferred::new();
        push(&mut deferred, 1);
        deferred.begin();
        push(&mut deferred, 2);
        deferred.begin();
        push(&mut deferred, 3);
        assert_eq!(deferred.undo(), Undone::Forgotten);
        push(&mut deferred, 4);
        assert!(!deferred.end());
        push(&mut deferred, 5);
        assert_eq!(numbers(&deferred), [1, 2, 4, 5]);
        assert_eq!(deferred.steps(Before::Read, false), [Step::Run(0, 4)]);
    }

    #[test]
    fn savepoint_comes_before_the_first_statement_of_its_level() {
        let mut deferred = Deferred::new();
        push(&mut deferred, 1);
        deferred.begin();
        assert_eq!(deferred.steps(Before::Read, false), [Step::Run(0, 1)]);
        assert_eq!(deferred.steps(Before::Write, false), [Step::Run(0, 1), Step::Savepoint]);
        push(&mut deferred, 2);
        deferred.begin();
        assert_eq!(deferred.steps(Before::Read, false), [Step::Run(0, 1), Step::Savepoint, Step::Run(1, 2)]);
        assert_eq!(
            deferred.steps(Before::Read, true),
            [Step::Run(0, 1), Step::Savepoint, Step::Run(1, 2), Step::Savepoint]
        );
        deferred.opened();
        deferred.clear();
        push(&mut deferred, 3);
        assert_eq!(deferred.steps(Before::Read, false), [Step::Savepoint, Step::Run(0, 1)]);
        assert_eq!(deferred.undo(), Undone::Forgotten);
        assert_eq!(deferred.undo(), Undone::Savepoint);
    }

    #[test]
    fn failure_of_an_outer_statement_is_not_undone_by_an_inner_level() {
        let mut deferred = Deferred::new();
        deferred.begin();
        push(&mut deferred, 1);
        deferred.begin();
        deferred.opened();
        deferred.fail();
        assert!(deferred.is_empty());
        assert_eq!(deferred.undo(), Undone::Outer);
        assert_eq!(deferred.undo(), Undone::Savepoint);
    }
}
