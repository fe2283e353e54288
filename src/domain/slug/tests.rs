//! Slugs: the grammar, what is derived from names, and what fits when a number is appended.

use proptest::prelude::*;

use super::*;
use crate::error::Code;

const FIRST: ClientId = ClientId::new(ClientId::FIRST);

fn derived(name: &str) -> Option<String> {
    Slug::derive(name).map(|slug| slug.to_string())
}

#[test]
fn slug_has_lower_case_digits_and_hyphens() {
    for good in ["big-shoes", "abc", "a-b", "a1-2-3", "c-3m", "c1-shop", "inv-3-x", "clients-first", &"a".repeat(40)] {
        assert_eq!(Slug::parse(good).unwrap().as_str(), good);
    }
}

#[test]
fn invalid_slug_names_letter_or_rule() {
    for (bad, reason) in [
        ("", "is empty"),
        ("ab", "shorter than 3"),
        (&"a".repeat(41), "has 41 characters"),
        ("Big-shoes", "capital letter 'B'"),
        ("big_shoes", "underscore"),
        ("ptn_3", "underscore"),
        ("big-sho\u{435}s", "'е' (U+0435, Cyrillic)"),
        ("big shoes", "U+0020 (blank)"),
        (" big-shoes", "U+0020 (blank)"),
        ("big-shoes\n", "U+000A (control character)"),
        ("big.shoes", "'.' (U+002E"),
        ("3m-shop", "does not begin with a letter"),
        ("-big", "does not begin with a letter"),
        ("big-", "ends with a hyphen"),
        ("big--shoes", "two hyphens"),
        ("all", "reserved"),
        ("training", "reserved"),
        ("c100001-9", "looks like an id"),
        ("c100001", "looks like an id"),
        ("c-100001-9", "looks like an id"),
        ("usr-5", "looks like an id"),
        ("inv31", "looks like an id"),
    ] {
        let error = Slug::parse(bad).unwrap_err();
        assert_eq!(error.code(), Code::Usage);
        assert!(error.message().contains(reason), "{bad:?}: {error}");
    }
}

#[test]
fn reserved_words_are_slugs_listed_once() {
    for word in Slug::RESERVED {
        assert!(Slug::is_grammatical(word), "{word}");
        assert!(Slug::parse(word).is_err(), "{word}");
    }
    assert!(Slug::RESERVED.is_sorted());
}

#[test]
fn slug_is_derived_as_one_would_type_it() {
    for (name, slug) in [
        ("Big Shoes Inc.", "big-shoes-inc"),
        ("Jim’s Shoes", "jims-shoes"),
        ("Müller & Söhne GmbH", "muller-sohne-gmbh"),
        ("Straße 7", "strasse-7"),
        ("Ærø Œuvre Ørsted Łódź", "aero-oeuvre-orsted-lodz"),
        ("Nguyễn Văn Ơn", "nguyen-van-on"),
        ("Яндекс Щука", "yandeks-shchuka"),
        ("Ελληνικά", "ellinika"),
        ("  Acme™ — (Europe), Ltd.  ", "acme-europe-ltd"),
        ("ＡＣＭＥ ﬁnance", "acme-finance"),
        ("3M Deutschland", "c-3m-deutschland"),
        ("İstanbul", "istanbul"),
        ("a-_-b-_-c", "a-b-c"),
    ] {
        assert_eq!(derived(name).as_deref(), Some(slug), "{name}");
    }
}

#[test]
fn lossy_names_derive_no_slug() {
    for name in ["", "!!!", "HP", "All", "New!", "東京 Shoes", "شركة", "C 100001 9", "Inv. 31"] {
        assert_eq!(derived(name), None, "{name}");
    }
    assert_eq!(Slug::numbered("HP", FIRST).as_str(), "hp-1000019");
    assert_eq!(Slug::numbered("All", FIRST).as_str(), "all-1000019");
    assert_eq!(Slug::numbered("東京 Shoes", FIRST).as_str(), "shoes-1000019");
    assert_eq!(Slug::numbered("شركة", FIRST).as_str(), "client-1000019");
    assert_eq!(Slug::numbered("7", FIRST).as_str(), "client-1000019");
    assert_eq!(Slug::numbered("C 7", FIRST).as_str(), "client-1000019", "never like an id");
}

#[test]
fn a_long_name_is_cut_between_words() {
    let long = derived("The Society for the Promotion of Comfortable Footwear").unwrap();
    assert_eq!(long, "the-society-for-the-promotion-of");
    assert_eq!(derived(&"x".repeat(60)).unwrap(), "x".repeat(40));
    assert_eq!(derived(&format!("{} tail", "x".repeat(40))).unwrap(), "x".repeat(40));
}

#[test]
fn appended_number_and_check_digit_fit() {
    let slug = |text: &str| Slug::parse(text).unwrap();
    assert_eq!(slug("big-shoes").with_suffix(FIRST).as_str(), "big-shoes-1000019");
    assert_eq!(slug(&"x".repeat(40)).with_suffix(FIRST).as_str(), format!("{}-1000019", "x".repeat(32)));
    assert_eq!(
        slug("the-society-for-the-promotion-of-feet").with_suffix(FIRST).as_str(),
        "the-society-for-the-promotion-of-1000019"
    );
    assert_eq!(slug("abc").with_suffix(ClientId::new(i64::MAX)).as_str().len(), 3 + 1 + 20);
}

proptest! {
    #[test]
    fn derived_and_numbered_are_slugs(name in any::<String>(), words in "[A-Za-z0-9äß'&. -]{0,60}", n in 1_i64..) {
        for name in [name, words] {
            let id = ClientId::new(n);
            let numbered = Slug::numbered(&name, id);
            prop_assert_eq!(&Slug::parse(numbered.as_str()).unwrap(), &numbered);
            if let Some(slug) = Slug::derive(&name) {
                prop_assert_eq!(&Slug::parse(slug.as_str()).unwrap(), &slug);
                prop_assert_eq!(&Slug::derive(slug.as_str()).unwrap(), &slug);
                let suffixed = slug.with_suffix(id);
                prop_assert_eq!(&Slug::parse(suffixed.as_str()).unwrap(), &suffixed);
                let digits: String = id.to_string().chars().filter(char::is_ascii_digit).collect();
                prop_assert!(suffixed.as_str().ends_with(&digits));
            }
        }
    }

    #[test]
    fn the_grammar_is_that_of_the_contract(text in "[a-c0-1-]{0,8}") {
        let words: Vec<&str> = text.split('-').collect();
        let expected = (3..=40).contains(&text.len())
            && words.iter().all(|word| !word.is_empty())
            && text.as_bytes()[0].is_ascii_lowercase();
        prop_assert_eq!(Slug::is_grammatical(&text), expected);
    }

    #[test]
    fn no_slug_is_read_as_an_id(text in "[Ca-z_][a-z0-9_-]{2,12}") {
        use crate::domain::id::{InvitationId, PartnerId, UserId};
        if Slug::parse(&text).is_ok() {
            prop_assert!(!ClientId::looks_like(&text) && !PartnerId::looks_like(&text));
            prop_assert!(!UserId::looks_like(&text) && !InvitationId::looks_like(&text));
        }
    }
}
