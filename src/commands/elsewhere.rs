//! Rows and targets whose address belongs elsewhere: counted and shown before anything is written, and held unless they
//! are confirmed (docs/reference.md#never-the-wrong-client).

use crate::cli::context::Context;
use crate::commands::counted::counted;
use crate::error::{Error, Result};
use crate::ops::elsewhere::Allowance;
use crate::ops::unit_of_work::Mode;
use crate::term::Keyboard;

const SHOWN: usize = 3;

/// What a first reading found.
#[derive(Debug)]
pub(super) struct Unconfirmed {
    /// What one of them is: `row`.
    what: &'static str,
    numbers: Vec<u64>,
    noticed: Noticed,
}

/// Rows or targets that give pause: counted, and the first of them in words.
#[derive(Debug, Default)]
pub(super) struct Noticed {
    count: usize,
    shown: Vec<String>,
}

impl Noticed {
    /// One more. `sentence` says which it is, and why.
    pub(super) fn add(&mut self, sentence: impl FnOnce() -> String) {
        self.count += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(sentence());
        }
    }

    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// The first of them, and how many more there are.
    pub(super) fn listed(&self) -> String {
        let first = self.shown.join("; ");
        match self.count - self.shown.len() {
            0 => first,
            more => format!("{first}; and {more} more"),
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct HeldRows(Vec<u64>);

impl HeldRows {
    /// Whether the row with this number is.
    pub(super) fn contains(&self, number: u64) -> bool {
        self.0.binary_search(&number).is_ok()
    }
}

impl Unconfirmed {
    pub(super) const fn new(what: &'static str) -> Self {
        Self { what, numbers: Vec::new(), noticed: Noticed { count: 0, shown: Vec::new() } }
    }

    /// One more. Numbers come in order; each counts once. `sentence` says which it is, and why.
    pub(super) fn add(&mut self, number: u64, sentence: impl FnOnce() -> String) {
        if self.numbers.last() == Some(&number) {
            return;
        }
        self.numbers.push(number);
        self.noticed.add(sentence);
    }

    /// Shows how many there are, with the first of them. A terminal asks once whether they are meant; a script and a
    /// dry run hold them, unless the flag was given.
    ///
    /// # Errors
    /// `unconfirmed` when another number is typed.
    pub(super) fn settle(self, cx: &mut Context, allowance: Allowance, keyboard: Keyboard) -> Result<HeldRows> {
        let Self { what, numbers, noticed } = self;
        if numbers.is_empty() {
            return Ok(HeldRows::default());
        }
        let count = numbers.len();
        let listed = noticed.listed();
        let asks = cx.mode() == Mode::Real && cx.prompter.can_ask(keyboard) && allowance == Allowance::NotGiven;
        let fate = match (allowance, asks) {
            (Allowance::Given, _) => "confirmed by --allow-elsewhere",
            (Allowance::NotGiven, true) => "to be confirmed",
            (Allowance::NotGiven, false) => "held",
        };
        let belongs = match count {
            1 => "has an address that belongs elsewhere",
            _ => "have addresses that belong elsewhere",
        };
        let counted = counted(count, what);
        cx.ui.warn(&format!("{counted} {belongs} ({fate}): {listed}"));
        cx.looked_up(format!("{counted} that {belongs}: {listed}"));
        if allowance == Allowance::Given {
            return Ok(HeldRows::default());
        }
        if !asks {
            return Ok(HeldRows(numbers));
        }
        let question = format!("Type how many {what}s these are to carry them out too, or press Enter to hold them");
        let typed = cx.prompter.line(&question, keyboard)?;
        if typed.is_empty() {
            return Ok(HeldRows(numbers));
        }
        if typed != count.to_string() {
            return Err(Error::unconfirmed(format!(
                "{typed:?} was typed, but {counted} {belongs}; nothing was changed"
            ))
            .advice("press Enter to hold them and carry out the others"));
        }
        Ok(HeldRows::default())
    }
}

/// How a row or target that is held says so.
pub(super) fn held(sentence: &str, client: &str) -> Error {
    Error::unconfirmed(format!("{sentence}, named with {client}"))
}

/// How rows about people who have declined more than once lately are confirmed.
pub(super) const CONFIRM_DECLINED: &str = "ask these people first; then confirm a row in the column `confirm` with the slug \
                                           of its client, or all of them with `--again declined-often`";
/// How held rows are confirmed.
pub(super) const CONFIRM_ROWS: &str =
    "confirm a row in the column `confirm` with the slug of its client, or all of them with `--allow-elsewhere`";
