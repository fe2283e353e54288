//! What became of rows, and how many of each.

use crate::output::ResultWord;
use crate::term::Tense;

/// What became of one thing that a row asked for: the column `result`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::commands) enum RowResult {
    Created,
    Updated,
    Sent,
    /// It was invited once more.
    Resent,
    /// It was taken out of its client.
    Removed,
    Closed,
    /// It belongs to the client of an earlier row.
    Grouped,
    Unchanged,
    /// It was left alone on purpose.
    Skipped,
    /// It is there, and otherwise.
    Conflict,
    /// It was good, but is not done because others failed (`--all-or-nothing`).
    Held,
    /// It is not done because its address belongs elsewhere and nothing confirms it.
    Unconfirmed,
    /// It is not done because its person has declined more than once lately and nothing confirms it.
    DeclinedOften,
    /// It cannot be done.
    Failed,
}

impl RowResult {
    /// Every one, in the order of the closing sentence.
    pub(in crate::commands) const ALL: [Self; 14] = [
        Self::Created,
        Self::Updated,
        Self::Sent,
        Self::Resent,
        Self::Removed,
        Self::Closed,
        Self::Grouped,
        Self::Unchanged,
        Self::Skipped,
        Self::Conflict,
        Self::Held,
        Self::Unconfirmed,
        Self::DeclinedOften,
        Self::Failed,
    ];

    /// The word in the column `result`.
    #[must_use]
    pub(in crate::commands) const fn word(self) -> ResultWord {
        match self {
            Self::Created => ResultWord::Created,
            Self::Updated => ResultWord::Updated,
            Self::Sent => ResultWord::Sent,
            Self::Resent => ResultWord::Resent,
            Self::Removed => ResultWord::Removed,
            Self::Closed => ResultWord::Closed,
            Self::Grouped => ResultWord::Grouped,
            Self::Unchanged => ResultWord::Unchanged,
            Self::Skipped => ResultWord::Skipped,
            Self::Conflict => ResultWord::Conflict,
            Self::Held | Self::Unconfirmed | Self::DeclinedOften => ResultWord::Held,
            Self::Failed => ResultWord::Failed,
        }
    }

    #[must_use]
    pub(in crate::commands) const fn name(self) -> &'static str {
        self.word().name()
    }

    /// Whether someone has to fix the row.
    #[must_use]
    pub(in crate::commands) const fn is_bad(self) -> bool {
        matches!(self, Self::Conflict | Self::Unconfirmed | Self::DeclinedOften | Self::Failed)
    }

    /// Whether it is rolled back with the transaction.
    pub(super) const fn is_change(self) -> bool {
        matches!(
            self,
            Self::Created | Self::Updated | Self::Sent | Self::Resent | Self::Removed | Self::Closed | Self::Grouped
        )
    }
}

/// How many of each result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::commands) struct Tally([u64; RowResult::ALL.len()]);

impl Tally {
    pub(super) const fn count(&mut self, result: RowResult) {
        self.0[result as usize] += 1;
    }

    pub(in crate::commands) const fn of(&self, result: RowResult) -> u64 {
        self.0[result as usize]
    }

    pub(in crate::commands) fn rows(&self) -> u64 {
        self.0.iter().sum()
    }

    /// How many have to be fixed.
    pub(in crate::commands) fn bad(&self) -> u64 {
        RowResult::ALL.into_iter().filter(|result| result.is_bad()).map(|result| self.of(result)).sum()
    }

    /// How many are held until they are confirmed.
    pub(super) const fn unconfirmed(&self) -> u64 {
        self.of(RowResult::Unconfirmed) + self.of(RowResult::DeclinedOften)
    }

    /// How many are settled: done, or so already.
    pub(super) fn done(&self) -> u64 {
        self.rows() - self.bad() - self.of(RowResult::Held)
    }

    /// `49 sent, 1 failed.`, or `49 would be created, 1 failed.`
    pub(in crate::commands) fn sentence(&self, tense: Tense) -> String {
        let parts: Vec<String> = RowResult::ALL
            .into_iter()
            .filter(|result| !matches!(result, RowResult::Unconfirmed | RowResult::DeclinedOften))
            .map(|result| match result {
                RowResult::Held => (self.of(result) + self.unconfirmed(), result),
                _ => (self.of(result), result),
            })
            .filter(|(count, _)| *count > 0)
            .map(|(count, result)| {
                let would = if result.is_change() { tense.pick("", "would be ") } else { "" };
                format!("{count} {would}{}", result.name())
            })
            .collect();
        if parts.is_empty() { "The table has no rows.".to_owned() } else { format!("{}.", parts.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summary_names_only_what_happened() {
        let mut tally = Tally::default();
        assert_eq!(tally.sentence(Tense::Done), "The table has no rows.");
        for result in [RowResult::Failed, RowResult::Sent, RowResult::Sent, RowResult::Conflict] {
            tally.count(result);
        }
        assert_eq!(tally.sentence(Tense::Would), "2 would be sent, 1 conflict, 1 failed.");
        assert_eq!(tally.sentence(Tense::Done), "2 sent, 1 conflict, 1 failed.");
        assert_eq!((tally.rows(), tally.bad(), tally.done()), (4, 2, 2));
        tally.count(RowResult::Unconfirmed);
        tally.count(RowResult::Held);
        assert_eq!(tally.sentence(Tense::Done), "2 sent, 1 conflict, 2 held, 1 failed.");
        assert_eq!((tally.rows(), tally.bad(), tally.done()), (6, 3, 2));
        tally.count(RowResult::DeclinedOften);
        assert_eq!(tally.sentence(Tense::Done), "2 sent, 1 conflict, 3 held, 1 failed.");
    }

    #[test]
    fn every_result_has_its_own_place() {
        for (place, result) in RowResult::ALL.into_iter().enumerate() {
            assert_eq!(result as usize, place, "{}", result.name());
        }
    }
}
