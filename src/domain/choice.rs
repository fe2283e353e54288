//! A word out of a fixed list: how a wrong one is refused, with the allowed words and the nearest of them.

use crate::error::{Error, Fact, Hint, NextStep, hint};

/// Gives a type with `ALL` and `name` its reading and writing: `parse` for people, `from_text` for stored rows,
/// and `Display`.
macro_rules! words {
    ($type:ident, $what:literal) => {
        impl $type {
            #[doc = concat!("Reads ", $what, " as people write it.")]
            ///
            /// # Errors
            /// `usage`, with the allowed words and the nearest of them, when it is none.
            pub fn parse(word: &str) -> crate::error::Result<Self> {
                Self::named(word).ok_or_else(|| crate::domain::choice::unknown($what, word, &Self::ALL.map(Self::name)))
            }

            #[doc = concat!("Reads ", $what, " as it is stored.")]
            ///
            /// # Errors
            /// `failed` when it is none: the row is damaged.
            pub fn from_text(text: &str) -> crate::error::Result<Self> {
                Self::named(text).ok_or_else(|| crate::domain::choice::damaged(concat!("is not ", $what), text))
            }

            fn named(word: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|value| value.name() == word)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}
pub(crate) use words;

/// Longer input is no slip of the pen, and would make the comparison slow.
const LONGEST_SLIP: usize = 40;

/// The `usage` error for `given` where `what` ("a role") was expected: names the allowed words, and the nearest
/// one where there is one.
pub fn unknown(what: &str, given: &str, allowed: &[&str]) -> Error {
    let mut error = Error::usage(format!("{given:?} is not {what}"));
    if let Some(nearest) = nearest(given, allowed) {
        error = error.hint(Hint::plain(format!("did you mean `{nearest}`?")));
    }
    error.hint(Hint::plain(format!("allowed are: {}", allowed.join(", ")))).fact("allowed", Fact::list(allowed))
}

/// The `failed` error for a stored `text` that `is` ("is not a role"): someone wrote past this program.
pub fn damaged(is: &str, text: &str) -> Error {
    Error::failed(format!("damaged data: {text:?} {is}"))
        .hint(hint!["look for more of it with ", NextStep::of("db check")])
}

/// The word of `allowed` that `given` is most likely a slip of: the same but for case, with `-` for `_`, or at most a
/// third of its letters away. The first one wins among equals.
pub fn nearest<'a>(given: &str, allowed: &[&'a str]) -> Option<&'a str> {
    if given.chars().count() > LONGEST_SLIP {
        return None;
    }
    let given = given.to_ascii_lowercase().replace('-', "_");
    allowed
        .iter()
        .map(|word| (strsim::damerau_levenshtein(&given, &word.replace('-', "_")), *word))
        .filter(|(distance, word)| *distance <= (word.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typo_gets_nearest_and_allowed_words() {
        let error = unknown("a role", "Managr", &["guest", "manager"]);
        assert_eq!(error.message(), "\"Managr\" is not a role");
        assert_eq!(error.hints(), ["did you mean `manager`?", "allowed are: guest, manager"]);
        assert_eq!(error.facts(), [("allowed", Fact::list(["guest", "manager"]))]);
    }

    #[test]
    fn unrelated_word_gets_no_guess() {
        assert_eq!(nearest("telephone", &["guest", "manager"]), None);
        assert_eq!(nearest(&"m".repeat(1_000_000), &["manager"]), None);
    }
}
