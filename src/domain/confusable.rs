//! When two words look alike (docs/reference.md#never-the-wrong-client): the fold, and words that are one letter apart.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup as Group, UnicodeGeneralCategory};
use unicode_security::skeleton;

pub use super::character::foreign_letter;

/// The fewest letters of both words for which one letter of difference is a likeness.
pub const FEWEST_LETTERS: usize = 6;

/// What `text` looks like at a glance: letters of other scripts as the Latin ones that they resemble (UTS 39
/// skeleton), `0` as `o`, `1` and `i` as `l`, `rn` as `m`, `vv` as `w`, without hyphens and case. Two texts look
/// alike when their folds are equal. The fold of a fold is itself; it is for comparing, not for showing.
pub fn fold(text: &str) -> String {
    let plain = text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'));
    let apart = if plain { text.chars().fold(String::with_capacity(text.len() + 4), put) } else { settled(text) };
    apart.replace("rn", "m").replace("vv", "w")
}

/// What a client's name comes down to: the [`fold`] of its letters, digits and symbols. Two names have the same key when
/// they differ in capitals, blanks, punctuation and letters that look alike only: `WEST CO`, `West  Co.`, `west-co`.
pub fn name_key(name: &str) -> String {
    let distinguishes = |c: &char| {
        matches!(c, '#' | '+')
            || !(c.is_whitespace() || matches!(c.general_category_group(), Group::Punctuation | Group::Separator))
    };
    let bare: String = if name.is_ascii() {
        name.chars().filter(distinguishes).map(|c| c.to_ascii_lowercase()).collect()
    } else {
        name.nfkc().filter(distinguishes).flat_map(char::to_lowercase).collect()
    };
    let key = fold(&bare);
    // A name of nothing but punctuation is all that there is to compare.
    if key.is_empty() { name.trim().to_owned() } else { key }
}

/// Whether the two are one insertion, deletion, substitution or swap of neighbours apart, both of them six letters
/// or longer.
pub fn one_letter_apart(a: &str, b: &str) -> bool {
    let (length_a, length_b) = (a.chars().count(), b.chars().count());
    length_a.min(length_b) >= FEWEST_LETTERS
        && length_a.abs_diff(length_b) <= 1
        && may_be_one_apart(a, b)
        && strsim::osa_distance(a, b) == 1
}

/// Whether at most two letters lie between what both begin and end with. Nearly all pairs do not, and a table compares
/// many.
fn may_be_one_apart(a: &str, b: &str) -> bool {
    let same = |both: &mut dyn Iterator<Item = (u8, u8)>| both.take_while(|(a, b)| a == b).count();
    let head = same(&mut a.bytes().zip(b.bytes()));
    let tail = same(&mut a.bytes().rev().zip(b.bytes().rev()));
    // Two letters outside ASCII have eight bytes at most.
    let between = if a.is_ascii() && b.is_ascii() { 2 } else { 8 };
    head + tail + between >= a.len().max(b.len())
}

/// The fold of any Unicode text, with `m` and `w` still taken apart.
fn settled(text: &str) -> String {
    let mut folded = text.to_owned();
    // Some letters change once more when they are looked at again, such as capital look-alikes of small letters.
    for _ in 0..4 {
        let lower = folded.to_lowercase();
        let again = skeleton(&lower).flat_map(char::to_lowercase).nfd().fold(String::new(), put);
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

/// The ASCII pairs, after the skeleton, so that they also catch what it yields (a Greek nu is a `v`). `m` is taken
/// apart as the skeleton does it, and `w` alike; only at the end are both put together, so that `rnn`, `mn` and
/// `r-n-n` end alike whichever way they were written.
fn put(mut out: String, c: char) -> String {
    match c {
        '0' => out.push('o'),
        '1' | 'i' => out.push('l'),
        'm' => out.push_str("rn"),
        'w' => out.push_str("vv"),
        '-' => {}
        _ => out.push(c),
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_that_look_alike_fold_to_one() {
        for (a, b) in [
            ("big-shoes", "bigshoes"),
            ("big-shoes", "b1g-sh0es"),
            ("big-shoes", "blg-shoes"),
            ("modern", "modem"),
            ("corner", "comer"),
            ("vvest", "west"),
            ("v-vest", "west"),
            ("big-r-nart", "bigmart"),
            ("rnn-shop", "mn-shop"),
            ("big-shoes", "big-sh\u{43e}\u{435}s"),
            ("Big-Shoes", "big-shoes"),
            ("vest", "\u{3bd}est"),
            ("big\u{2010}shoes", "big-shoes"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_eq!(fold("big-shoes"), "blgshoes");
        assert_eq!(fold("modern-wing"), "modemwlng");
    }

    #[test]
    fn words_that_differ_stay_apart() {
        for (a, b) in [("big-shoes", "big-shows"), ("bücher", "bucher"), ("a.example", "b.example"), ("nr", "m")] {
            assert_ne!(fold(a), fold(b), "{a} {b}");
        }
    }

    #[test]
    fn names_in_other_spelling_have_one_key() {
        for other in [
            "WEST CO",
            "West  Co",
            "West Co.",
            "West\u{a0}Co",
            "West-Co",
            "west co",
            "Ｗｅｓｔ Co",
            "West, Co",
            "VVest C0",
        ] {
            assert_eq!(name_key(other), name_key("West Co"), "{other:?}");
        }
        assert_eq!(name_key("Jose\u{301} & Söhne"), name_key("JOSÉ Söhne"));
    }

    #[test]
    fn different_names_have_different_keys() {
        for (a, b) in [
            ("West Co", "West Company"),
            ("Client 1", "Client 2"),
            ("Müller", "Muller"),
            ("C++ School", "C# School"),
            ("-", "--"),
            ("!", "?"),
            ("क्षमा", "कषमा"),
        ] {
            assert_ne!(name_key(a), name_key(b), "{a} {b}");
        }
    }

    #[test]
    fn one_letter_counts_from_six_letters() {
        assert!(one_letter_apart("big-shoes", "big-shows"));
        assert!(one_letter_apart("big-shoes", "big-shoe"));
        assert!(one_letter_apart("big-shoes", "big-sheos"), "swapped neighbours");
        assert!(!one_letter_apart("big-shoes", "big-shoes"));
        assert!(!one_letter_apart("big-shoes", "big-shooes-"));
        assert!(!one_letter_apart("shoes", "shows"));
        assert!(!one_letter_apart("shoesx", "shoes"), "one of them is short");
    }

    proptest! {
        #[test]
        fn the_fold_of_a_fold_is_itself(text in any::<String>(), slug in "[a-z0-9-]{0,40}", vm in "[vwrnmil1-]{0,12}") {
            for text in [text, slug, vm] {
                let folded = fold(&text);
                prop_assert_eq!(fold(&folded), folded);
            }
        }

        #[test]
        fn ascii_shortcut_equals_full_comparison(text in "[a-z0-9.-]{0,40}") {
            prop_assert_eq!(fold(&text), settled(&text).replace("rn", "m").replace("vv", "w"));
        }
    }
}
