//! References: what each form reads as, what a change refuses, and which near misses are shown.

use proptest::prelude::*;

use super::*;
use crate::error::Code;

fn forms_of(text: &str) -> Vec<&'static str> {
    ClientRef::parse(text, Forms::Any).unwrap().readings().iter().map(Reading::form).collect()
}

fn refused(text: &str, forms: Forms) -> Error {
    let error = ClientRef::parse(text, forms).unwrap_err();
    assert_eq!(error.code(), Code::Usage);
    assert!(!error.hints().is_empty(), "{text:?}");
    error
}

#[test]
fn a_change_takes_an_id_or_a_slug() {
    let id = ClientRef::parse("C100001-9", Forms::Exact).unwrap();
    assert_eq!(id.readings(), [Reading::Id(ClientId::new(100_001))]);
    let slug = ClientRef::parse("big-shoes", Forms::Exact).unwrap();
    assert_eq!(slug.readings(), [Reading::Slug(Slug::parse("big-shoes").unwrap())]);
    assert_eq!(slug.typed(), "big-shoes");
}

#[test]
fn change_explains_how_another_form_reads() {
    for (text, reads_as) in [
        ("4711", "account number"),
        ("account:4711", "account number"),
        ("slug:big-shoes", "slug"),
        ("bigshoes.example", "account number or domain"),
        ("bücher.example", "domain"),
        ("jim@bigshoes.example", "owner's e-mail"),
    ] {
        let error = refused(text, Forms::Exact);
        assert_eq!(error.message(), format!("{text:?} is no id or slug; it reads as {reads_as}"));
        assert_eq!(
            error.hints().last().unwrap(),
            &hint!["look the client up with ", Verb::ClientFind.step().about(text)]
        );
    }
    let error = refused("Big Shoes", Forms::Exact);
    assert!(error.hints().iter().any(|hint| hint.contains("<client find Big Shoes>")), "{error:?}");
}

#[test]
fn invalid_letter_is_named() {
    for (text, letter) in [("big-sho\u{435}s", "'е' (U+0435, Cyrillic)"), ("bücher", "'ü' (U+00FC, Latin)")] {
        for forms in [Forms::Exact, Forms::Any] {
            assert!(refused(text, forms).message().contains(letter), "{text}");
        }
    }
    assert!(refused("Big-shoes", Forms::Exact).message().contains("capital letter 'B'"));
    assert!(refused("c100001-9", Forms::Exact).message().contains("looks like an id"));
    assert!(refused("C100001-8", Forms::Any).message().contains("check digit"));
    assert!(refused("C1000019", Forms::Exact).message().contains("not a client id"));
}

#[test]
fn a_read_tries_each_form_that_fits() {
    assert_eq!(forms_of("C100001-9"), ["id"]);
    assert_eq!(forms_of("big-shoes"), ["slug", "account number"]);
    assert_eq!(forms_of("4711"), ["account number"]);
    assert_eq!(forms_of("Big-Shoes"), ["account number"]);
    assert_eq!(forms_of("bigshoes.example"), ["account number", "domain"]);
    assert_eq!(forms_of("BÜCHER.example"), ["domain"]);
    assert_eq!(forms_of("jim@bigshoes.example"), ["owner's e-mail"]);
    assert_eq!(forms_of("ptn_3@bigshoes.example"), ["owner's e-mail"]);
}

#[test]
fn a_prefix_chooses_one_form() {
    assert_eq!(forms_of("account:big-shoes"), ["account number"]);
    assert_eq!(forms_of("slug:big-shoes"), ["slug"]);
    assert_eq!(forms_of("domain:bigshoes.example"), ["domain"]);
    assert_eq!(forms_of("owner:jim@bigshoes.example"), ["owner's e-mail"]);
    for bad in ["account:", "domain:", "owner:", "slug:", "account:a b", "owner:jim", "Account:4711", "client:4711"] {
        assert_eq!(ClientRef::parse(bad, Forms::Any).unwrap_err().code(), Code::Usage, "{bad}");
    }
}

#[test]
fn blank_is_no_client_and_nothing_is_trimmed() {
    for forms in [Forms::Exact, Forms::Any] {
        assert_eq!(refused("", forms).message(), "the client reference is empty");
        for text in [" ", " big-shoes", "4711 ", "C100001-9\n", "\u{a0}jim@bigshoes.example"] {
            assert!(refused(text, forms).message().contains("blank at its beginning or end"), "{text:?}");
        }
    }
    assert!(refused("all", Forms::Exact).message().contains("reserved"));
}

#[test]
fn id_of_another_kind_is_named() {
    assert!(refused("ptn_3", Forms::Any).message().contains("is a partner id where a client is needed"));
    assert!(refused("inv_31", Forms::Exact).message().contains("is an invitation id"));
    assert!(PartnerRef::parse("C100001-9").unwrap_err().message().contains("is a client id"));
    assert!(PartnerRef::parse("usr_5").unwrap_err().message().contains("is a user id"));
    assert!(UserRef::parse("ptn_3").unwrap_err().message().contains("is a partner id"));
}

#[test]
fn a_url_is_answered_with_its_domain() {
    let error = refused("https://bigshoes.example/shop", Forms::Any);
    assert!(error.hints().contains(&Hint::plain("write the domain alone: `bigshoes.example`")), "{error:?}");
}

#[test]
fn list_is_refused_for_first_bad_part() {
    let list = ClientRef::parse_list("big-shoes,C100001-9", Forms::Exact).unwrap();
    assert_eq!(list.iter().map(ClientRef::typed).collect::<Vec<_>>(), ["big-shoes", "C100001-9"]);
    for bad in ["", "big-shoes,", ",big-shoes", "big-shoes,,c-d", "big-shoes, c-d"] {
        assert!(ClientRef::parse_list(bad, Forms::Exact).is_err(), "{bad:?}");
    }
}

#[test]
fn a_partner_is_an_id_or_a_slug() {
    assert_eq!(PartnerRef::parse("ptn_3").unwrap(), PartnerRef::Id(PartnerId::new(3)));
    assert_eq!(PartnerRef::parse("jims-web").unwrap().to_string(), "jims-web");
    for bad in ["", "ptn_", "ptn_03", "Jims-Web", "jim@a.example", " jims-web", "jims.example"] {
        assert_eq!(PartnerRef::parse(bad).unwrap_err().code(), Code::Usage, "{bad:?}");
    }
    assert_eq!(PartnerRef::parse("").unwrap_err().message(), "the partner reference is empty");
}

#[test]
fn a_person_is_an_id_or_an_address() {
    assert_eq!(UserRef::parse("usr_5").unwrap(), UserRef::Id(UserId::new(5)));
    assert_eq!(UserRef::parse("Jim@A.example").unwrap(), UserRef::Email(Email::parse("jim@a.example").unwrap()));
    assert_eq!(UserRef::parse("usr_5@a.example").unwrap().to_string(), "usr_5@a.example", "an address all the same");
    for bad in ["", " ", "usr_", "jim", "big-shoes"] {
        assert_eq!(UserRef::parse(bad).unwrap_err().code(), Code::Usage, "{bad:?}");
    }
}

#[test]
fn near_misses_are_few_and_ranked() {
    let slugs = ["big-show", "big-shoes", "bigshoes-west", "small-shoes", "acme", "blg-shoes", "shoes-and-more"];
    assert_eq!(near_misses("big-sheos", slugs), ["big-shoes", "big-show", "blg-shoes"]);
    assert_eq!(near_misses("Big-Shoes", slugs), ["big-shoes", "blg-shoes", "big-show"]);
    assert_eq!(near_misses("shoes", slugs), ["big-shoes", "blg-shoes", "shoes-and-more"]);
    assert_eq!(near_misses("bigshoes", slugs)[0], "big-shoes");
    assert_eq!(near_misses("big-shoes-inc", slugs)[0], "big-shoes");
    assert!(near_misses("telephone", slugs).is_empty());
    assert!(near_misses("", slugs).is_empty());
    assert!(near_misses(&"x".repeat(1_000_000), slugs).is_empty());
}

proptest! {
    #[test]
    fn any_input_is_answered_and_kept(text in any::<String>(), word in "[a-zC0-9_.@:/-]{0,20}") {
        for text in [text, word] {
            for forms in [Forms::Exact, Forms::Any] {
                if let Ok(reference) = ClientRef::parse(&text, forms) {
                    prop_assert_eq!(reference.typed(), text.as_str());
                    prop_assert!(!reference.readings().is_empty());
                }
            }
            let _ = (PartnerRef::parse(&text), UserRef::parse(&text), near_misses(&text, ["big-shoes", text.as_str()]));
        }
    }

    #[test]
    fn change_target_is_first_of_a_read(text in "[a-zA-C0-9-]{1,14}") {
        if let Ok(exact) = ClientRef::parse(&text, Forms::Exact) {
            let read = ClientRef::parse(&text, Forms::Any).unwrap();
            prop_assert_eq!(&read.readings()[0], &exact.readings()[0]);
            prop_assert_eq!(exact.readings().len(), 1);
        }
    }

    #[test]
    fn printed_keys_find_their_record(n in 100_001_i64.., number in "[0-9]{1,12}") {
        let id = ClientId::new(n);
        let by_id = ClientRef::parse(&id.to_string(), Forms::Exact).unwrap();
        prop_assert_eq!(by_id.readings(), [Reading::Id(id)]);
        let by_number = ClientRef::parse(&number, Forms::Any).unwrap();
        prop_assert_eq!(by_number.readings(), [Reading::Account(AccountNumber::parse(&number).unwrap())]);
    }
}
