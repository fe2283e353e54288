//! What the column `action` of the audit can hold, and how people write it.

use std::collections::BTreeSet;

use super::Action;
use crate::domain::choice::nearest;
use crate::domain::verb::Verb;
use crate::error::{Error, Fact, Hint, Result};

/// Every action: what is done, and each command, because the audit records that it was refused. In their order, none
/// twice.
pub fn action_words() -> Vec<String> {
    let done = Action::ALL.iter().map(|action| action.name().to_owned());
    let words: BTreeSet<String> = done.chain(Verb::ALL.iter().map(|verb| verb.action())).collect();
    words.into_iter().collect()
}

/// Reads an action: `invite.send`, or as the command is typed, `invite send`.
///
/// # Errors
/// `usage` when there is none of that name, with the nearest one and those of the same noun.
pub fn parse_action(text: &str) -> Result<String> {
    let action = text.trim().replacen(' ', ".", 1);
    let words = action_words();
    if words.contains(&action) {
        return Ok(action);
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut error = Error::usage(format!("{text:?} is not an action"));
    if let Some(nearest) = nearest(&action, &words) {
        error = error.hint(Hint::plain(format!("did you mean `{nearest}`?")));
    }
    let noun = action.split('.').next().unwrap_or_default();
    let of_noun: Vec<&str> = words.iter().copied().filter(|word| noun_of(word) == Some(noun)).collect();
    let listed = if of_noun.is_empty() {
        let nouns: BTreeSet<&str> = words.iter().filter_map(|word| noun_of(word)).collect();
        let nouns: Vec<&str> = nouns.into_iter().collect();
        format!("an action is `NOUN.VERB`, and the nouns are: {}; `NOUN.` lists those of one", nouns.join(", "))
    } else {
        format!("actions of `{noun}` are: {}", of_noun.join(", "))
    };
    Err(error.hint(Hint::plain(listed)).fact("allowed", Fact::list(&words)))
}

fn noun_of(word: &str) -> Option<&str> {
    word.split_once('.').map(|(noun, _)| noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(error: &Error) -> String {
        format!("{:?}", error.hints())
    }

    #[test]
    fn actions_cover_every_command() {
        for action in Action::ALL {
            assert_eq!(parse_action(action.name()).unwrap(), action.name());
        }
        for verb in Verb::ALL {
            assert_eq!(parse_action(verb.name()).unwrap(), verb.action());
        }
        let words = action_words();
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]), "{words:?}");
    }

    /// One word finds what was done and what was refused.
    #[test]
    fn refusal_has_the_word_of_success() {
        let letters = |word: &str| word.replace(['-', '_'], "");
        for action in Action::ALL {
            for verb in Verb::ALL.iter().filter(|verb| letters(&verb.action()) == letters(action.name())) {
                assert_eq!(action.name(), verb.action());
            }
        }
    }

    #[test]
    fn unknown_action_lists_those_of_its_noun() {
        let error = parse_action("invite.sned").unwrap_err();
        assert_eq!(error.message(), "\"invite.sned\" is not an action");
        assert_eq!(error.hints()[0], "did you mean `invite.send`?");
        assert!(shown(&error).contains("actions of `invite` are: invite.accept, "), "{error:?}");
        for noun in ["", "nonsense", "invites.send-all", "INVITE.SEND"] {
            let error = parse_action(noun).unwrap_err();
            assert!(shown(&error).contains("the nouns are: access, audit, "), "{error:?}");
        }
    }
}
