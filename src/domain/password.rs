//! Which passwords are good enough (docs/reference.md#data, "Passwords"; NIST SP 800-63B: length and a list of bad ones
//! instead of composition rules), and how generated ones look. Hashing is not done here.

use std::collections::BTreeSet;
use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::character::code_point;
use super::name::refused_character;
use super::time::Span;
use crate::error::{Cause, Error, Hint, Result, Unwanted};

/// How long a password lives that someone else chose (docs/reference.md#data).
pub const TEMPORARY_LIFE: Span = Span::days(7);

/// A password in NFC. Never shown by `Debug`, wiped from memory when dropped.
pub struct Password(Zeroizing<String>);

/// What a password must not be built from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    pub email: &'a str,
    /// The person's, clients' and partner's names, and whatever else an attacker would try first.
    pub names: &'a [&'a str],
}

impl Password {
    /// Fewest characters of a password.
    pub const SHORTEST: usize = 15;
    /// Most characters of a password.
    pub const LONGEST: usize = 256;
    /// Bytes of randomness behind a generated one.
    pub const ENTROPY: usize = 16;

    /// A password chosen by a person. Any Unicode is welcome that can be seen; nothing is trimmed or cut off.
    ///
    /// # Errors
    /// `usage` when it has a character that no one sees, is too short or too long, common, or built from what `context` names. The message never
    /// repeats it.
    pub fn new(raw: &str, context: &Context<'_>) -> Result<Self> {
        must_be_seen(raw)?;
        let password = Self::presented(raw);
        let characters = password.0.chars().count();
        if characters < Self::SHORTEST {
            return Err(weak("the password is too short")
                .because(Cause::PasswordShort { fewest: Self::SHORTEST })
                .hint(Hint::plain(format!("it takes {} characters or more; several words do well", Self::SHORTEST))));
        }
        if characters > Self::LONGEST {
            return Err(weak("the password is too long")
                .because(Cause::PasswordLong { most: Self::LONGEST })
                .hint(Hint::plain(format!("{} characters are the most", Self::LONGEST))));
        }
        let names = forbidden_words(context);
        if is_built_from(&password.0, &names) {
            return Err(weak("the password is built from the e-mail address or a name that goes with the account")
                .because(Cause::PasswordBuilt)
                .hint(Hint::plain("choose words that have nothing to do with the account")));
        }
        if is_common(&password.0, &names) {
            return Err(weak("the password is too easy to guess").because(Cause::PasswordEasy).hint(Hint::plain(
                "avoid well-known words, keyboard rows, dates and repetitions; several unrelated words do well",
            )));
        }
        Ok(password)
    }

    /// A password that someone presents at sign-in, to be compared: in NFC like the stored ones, whatever its
    /// quality.
    pub fn presented(raw: &str) -> Self {
        // Room for the longest decomposition, so that no copy is left behind by growing.
        let mut text = Zeroizing::new(String::with_capacity(raw.len() * 3));
        text.extend(raw.nfc());
        Self(text)
    }

    /// A generated password: 24 letters and digits in groups of four, none of which looks or sounds like another
    /// (no `0 o 1 i l`), so that it can be read out. More than 118 bits of `entropy` are in it.
    pub fn from_entropy(entropy: &[u8; Self::ENTROPY]) -> Self {
        const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
        const GROUPS: usize = 6;
        const GROUP: usize = 4;
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * (GROUP + 1)));
        let mut rest = u128::from_be_bytes(*entropy);
        for at in 0..GROUPS * GROUP {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[(rest % 31) as usize]));
            rest /= 31;
        }
        Self(text)
    }

    /// The bytes to hash, or, for a generated one, the text to show once.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Drops one byte order mark at the beginning, which editors put there and no one types.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}

/// Refuses what becomes part of a password without being seen, and is not typed the next time: white space at the ends,
/// blanks other than the usual one, and invisible characters.
///
/// # Errors
/// `usage`, with the place of the first such character, counted from 1.
pub fn must_be_seen(text: &str) -> Result<()> {
    let refused = |at: usize, c: char, why: Unwanted| {
        let code = code_point(c);
        Err(weak(&format!("the password has {code}, {}, as character {at}", why.text()))
            .because(Cause::Character { field: "password", code, place: at, why })
            .hint(Hint::plain("take it out: it usually comes along when text is pasted or saved by an editor")))
    };
    let last = text.chars().count();
    for (at, c) in (1..).zip(text.chars()) {
        match c {
            _ if c.is_whitespace() && at == 1 => return refused(at, c, Unwanted::BlankAtBegin),
            _ if c.is_whitespace() && at == last => return refused(at, c, Unwanted::BlankAtEnd),
            ' ' => {}
            _ if c.is_whitespace() => return refused(at, c, Unwanted::BlankLike),
            _ => {}
        }
    }
    match refused_character(text) {
        Some((at, c, why)) => refused(at, c, why),
        None => Ok(()),
    }
}

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// The name of the product, the first thing to try.
const PRODUCT: &str = "partnerctl";
/// A name shorter than this says nothing about a password that contains it.
const SHORTEST_NAME: usize = 3;
/// Characters of its own that a password with a name in it must have.
const FEWEST_OF_ITS_OWN: usize = 8;
/// Different characters that a password must have.
const FEWEST_DIFFERENT: usize = 5;
/// The order of magnitude of guesses below which zxcvbn calls a password weak (its score 4 begins here).
const FEWEST_GUESSES_LOG10: f64 = 10.0;

fn weak(message: &str) -> Error {
    Error::usage(message)
}

/// The words of the address and the names, and each of these as a whole, longest first.
fn forbidden_words(context: &Context<'_>) -> Vec<String> {
    let mut words = BTreeSet::new();
    for source in context.names.iter().copied().chain([context.email, PRODUCT]) {
        let source = source.nfc().flat_map(char::to_lowercase).collect::<String>();
        let parts = || source.split(|c: char| !c.is_alphanumeric());
        words.extend(parts().map(str::to_owned));
        words.insert(parts().collect());
    }
    let mut words: Vec<_> = words.into_iter().filter(|word| word.chars().count() >= SHORTEST_NAME).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// Whether little is left of the password once the names are taken out, digits for letters or not.
fn is_built_from(password: &str, names: &[String]) -> bool {
    [|c: char| c, undisguised].into_iter().any(|reading| {
        let letters = password.chars().flat_map(char::to_lowercase).map(reading).filter(|c| c.is_alphanumeric());
        let mut rest = Zeroizing::new(letters.collect::<String>());
        let whole = rest.len();
        for name in names {
            rest = Zeroizing::new(rest.replace(&name.chars().map(reading).collect::<String>(), ""));
        }
        rest.len() < whole && rest.chars().count() < FEWEST_OF_ITS_OWN
    })
}

/// The letter that a digit or sign usually means in a disguised word.
fn undisguised(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

fn is_common(password: &str, names: &[String]) -> bool {
    let different: BTreeSet<char> = password.chars().flat_map(char::to_lowercase).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    different.len() < FEWEST_DIFFERENT || zxcvbn::zxcvbn(password, &names).guesses_log10() < FEWEST_GUESSES_LOG10
}

/// Parameters of argon2id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strength {
    pub memory: u32,
    pub passes: u32,
}

impl Strength {
    /// What this program uses (OWASP Password Storage, with more memory): 64 MiB, 3 passes, 1 lane.
    pub const FULL: Self = Self { memory: 65_536, passes: 3 };
    /// For tests, where strength proves nothing.
    pub const TEST: Self = Self { memory: 64, passes: 1 };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error::Code;

    const CONTEXT: Context<'_> =
        Context { email: "jane.doe@bigshoes.example", names: &["Jane", "Doe", "Big Shoes Inc.", "Jim's Accounting"] };

    fn refusal(raw: &str) -> String {
        let error = Password::new(raw, &CONTEXT).expect_err(raw);
        assert_eq!(error.code(), Code::Usage);
        error.message().to_owned()
    }

    #[test]
    fn length_is_15_to_256_composed_characters() {
        let of = |n: usize| "Kürbis tändelt um Öfen ".chars().cycle().take(n - 1).chain(['x']).collect::<String>();
        assert_eq!(refusal(&of(14)), "the password is too short");
        assert!(Password::new(&of(15), &CONTEXT).is_ok());
        assert!(Password::new(&of(256), &CONTEXT).is_ok());
        assert_eq!(refusal(&of(257)), "the password is too long");
        let decomposed: String = of(14).nfd().collect();
        assert!(decomposed.chars().count() > 15);
        assert_eq!(refusal(&decomposed), "the password is too short");
    }

    #[test]
    fn both_accent_spellings_are_one_password() {
        assert_eq!(Password::presented("Ku\u{308}rbis").reveal(), Password::presented("Kürbis").reveal());
        assert_eq!(Password::presented(" blank ").reveal(), " blank ");
    }

    #[test]
    fn any_unobvious_characters_are_accepted() {
        for good in [
            "otter lantern gravel mistake",
            "вишня паровоз одеяло ключ",
            "🐙🦑🐌🦔🐝🦋🐞🦂🦗🐢🦎🐍🦖🦕🐊🐳",
            "my big shoes pinch and I limp to Basel",
        ] {
            assert!(Password::new(good, &CONTEXT).is_ok(), "{good}");
        }
    }

    #[test]
    fn unseen_characters_are_refused_with_place() {
        let good = "otter lantern gravel mistake";
        for (raw, said) in [
            (format!(" {good}"), "U+0020, white space at the beginning, as character 1"),
            (format!("{good} "), "U+0020, white space at the end, as character 29"),
            (format!("{good}\t"), "U+0009, white space at the end, as character 29"),
            (format!("{good}\u{a0}"), "U+00A0, white space at the end, as character 29"),
            (good.replacen(' ', "\u{a0}", 1), "U+00A0, white space that looks like a blank, as character 6"),
            (good.replacen(' ', "\t", 1), "U+0009, white space that looks like a blank, as character 6"),
            (format!("otter\u{200B}{good}"), "U+200B, a zero-width character, as character 6"),
            (format!("{good}\u{FEFF}"), "U+FEFF, a zero-width character, as character 29"),
            (format!("ot\u{ad}ter{good}"), "U+00AD, an invisible character, as character 3"),
            (format!("{good}\0"), "U+0000, a control character, as character 29"),
        ] {
            assert_eq!(refusal(&raw), format!("the password has {said}"), "{raw:?}");
        }
        assert!(Password::new("👩\u{200D}🔧 otter lantern ❤\u{FE0F} gravel", &CONTEXT).is_ok());
    }

    #[test]
    fn one_byte_order_mark_is_dropped() {
        assert_eq!(without_mark("\u{FEFF}otter"), "otter");
        assert_eq!(without_mark("\u{FEFF}\u{FEFF}otter"), "\u{FEFF}otter");
        assert_eq!(without_mark("otter\u{FEFF}"), "otter\u{FEFF}");
    }

    #[test]
    fn common_and_repetitive_are_refused() {
        for bad in [
            "passwordpassword",
            "aaaaaaaaaaaaaaaaaaaa",
            "abababababababababab",
            "123456789012345",
            "qwertyuiopasdfghjkl",
            "iloveyouiloveyou",
            "Password123456789",
            "летолетолетолето",
            "PASSWORD1PASSWORD1",
        ] {
            assert_eq!(refusal(bad), "the password is too easy to guess", "{bad}");
        }
    }

    #[test]
    fn personal_words_are_refused() {
        for bad in [
            "jane.doe@bigshoes.example",
            "BigShoes2026BigShoes!",
            "JaneDoeJaneDoe1990",
            "b1gsh03s-b1gsh03s",
            "jims accounting 2026",
            "Jim'sAccounting#1234",
            "partnerctl partnerctl",
        ] {
            let message = refusal(bad);
            assert!(message.starts_with("the password is built from"), "{bad}: {message}");
        }
    }

    #[test]
    fn a_refusal_never_repeats_the_password() {
        for bad in ["hunter2", "hunter2hunter2hunter2"] {
            let error = Password::new(bad, &CONTEXT).unwrap_err();
            assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
        }
        assert_eq!(format!("{:?}", Password::presented("hunter2")), "Password(…)");
    }

    #[test]
    fn generated_are_readable_with_full_entropy() {
        assert_eq!(Password::from_entropy(&[0; 16]).reveal(), "2222-2222-2222-2222-2222-2222");
        let bits = 24.0 * f64::from(31).log2();
        assert!(bits >= 100.0 && bits < 8.0 * Password::ENTROPY as f64, "{bits}");
    }

    proptest! {
        #[test]
        fn generated_pass_the_policy_and_differ(one: [u8; 16], other: [u8; 16]) {
            let text = Password::from_entropy(&one);
            prop_assert!(!text.reveal().contains(['0', 'o', '1', 'i', 'l']));
            prop_assert!(Password::new(text.reveal(), &CONTEXT).is_ok());
            prop_assert_eq!(one == other, text.reveal() == Password::from_entropy(&other).reveal());
        }

        #[test]
        fn checking_never_panics(raw in "\\PC{0,300}") {
            let _ = Password::new(&raw, &CONTEXT);
        }
    }
}
