//! Codes: reading back, mistyping, comparing, masking.

use proptest::prelude::*;

use super::*;

const DATABASE: &str = "0b0c2f6e-8a51-4c65-9d1e-3f0a6b1c2d3e";

fn key() -> Key {
    Key::new(&[7; 32]).unwrap()
}

fn code() -> Code {
    Code::derive(&key(), DATABASE, CodeKind::Invitation, 31, 1, &[1; 16])
}

/// The value was computed with Python's `hmac`.
#[test]
fn code_has_prefix_number_secret_checksum() {
    let text = code().reveal().to_owned();
    assert_eq!(text, "pci_31_7rxto6nqxmxpzuawrkxmjruofm4xkmnj2p");
}

#[test]
fn a_code_is_read_back_as_it_was_made() {
    for kind in CodeKind::ALL {
        for record in [1, 31, 100_000, i64::MAX] {
            let made = Code::derive(&key(), DATABASE, kind, record, 3, &[9; 16]);
            let read = Code::parse(made.reveal()).unwrap();
            assert_eq!((read.kind(), read.record()), (kind, record));
            assert_eq!(read.reveal(), made.reveal());
            assert!(read.matches(&made.digest()));
        }
    }
}

#[test]
fn secret_depends_on_every_input() {
    let other_key = Key::new(&[8; 32]).unwrap();
    let secret = |code: Code| code.reveal().rsplit_once('_').unwrap().1[..32].to_owned();
    let secrets = [
        secret(code()),
        secret(Code::derive(&other_key, DATABASE, CodeKind::Invitation, 31, 1, &[1; 16])),
        secret(Code::derive(&key(), "another", CodeKind::Invitation, 31, 1, &[1; 16])),
        secret(Code::derive(&key(), DATABASE, CodeKind::Link, 31, 1, &[1; 16])),
        secret(Code::derive(&key(), DATABASE, CodeKind::Invitation, 32, 1, &[1; 16])),
        secret(Code::derive(&key(), DATABASE, CodeKind::Invitation, 31, 2, &[1; 16])),
        secret(Code::derive(&key(), DATABASE, CodeKind::Invitation, 31, 1, &[2; 16])),
    ];
    let distinct: std::collections::BTreeSet<_> = secrets.iter().collect();
    assert_eq!(distinct.len(), secrets.len());
}

#[test]
fn a_key_that_is_cut_short_is_refused() {
    for bytes in [0, 31, 65] {
        assert_eq!(Key::new(&vec![1; bytes]).unwrap_err().code(), crate::error::Code::Failed, "{bytes}");
    }
}

#[test]
fn code_survives_wrapping_and_capitals() {
    let whole = code().reveal().to_owned();
    let (first, second) = whole.split_at(20);
    for pasted in [
        format!("  {whole}\r\n"),
        format!("{first}\r\n  {second}"),
        whole.to_uppercase(),
        format!("\u{feff}{first}\u{200b}{second}"),
        format!("https://portal.example/i/{whole}\n"),
        format!("https://portal.example/i#{first}\n{second}"),
    ] {
        assert_eq!(Code::parse(&pasted).unwrap().reveal(), whole, "{pasted:?}");
    }
}

#[test]
fn every_wrong_character_is_detected() {
    let whole = code().reveal().to_owned();
    for at in 0..whole.len() {
        for wrong in "abcdefghijklmnopqrstuvwxyz0123456789_".chars().filter(|c| !whole[at..].starts_with(*c)) {
            let mistyped = format!("{}{wrong}{}", &whole[..at], &whole[at + 1..]);
            let error = Code::parse(&mistyped).expect_err(&mistyped);
            assert_eq!(error.code(), crate::error::Code::Usage);
            assert!(error.message().contains("mistyped"), "{error}");
        }
    }
}

#[test]
fn swaps_and_gaps_are_detected() {
    for record in [31, 4_071, 98_765] {
        let whole = Code::derive(&key(), DATABASE, CodeKind::Link, record, 1, &[3; 16]).reveal().to_owned();
        for at in 0..whole.len() {
            let missing = format!("{}{}", &whole[..at], &whole[at + 1..]);
            assert!(Code::parse(&missing).is_err(), "{missing}");
            let mut swapped = whole.clone().into_bytes();
            if at > 0 && swapped[at] != swapped[at - 1] {
                swapped.swap(at - 1, at);
                let swapped = String::from_utf8(swapped).unwrap();
                assert!(Code::parse(&swapped).is_err(), "{swapped}");
            }
        }
    }
}

#[test]
fn malformed_code_is_not_repeated() {
    let long = "pci_31_".to_owned() + &"a".repeat(5000);
    for bad in ["", " \n", "hunter2hunter2", "pci_31", "pci__x", "pci_031_x", "pci_-1_x", "inv_31", &long] {
        let error = Code::parse(bad).unwrap_err();
        assert_eq!(error.code(), crate::error::Code::Usage, "{bad:?}");
        assert!(!error.message().contains("hunter2"));
    }
}

#[test]
fn code_for_another_use_is_named() {
    let error = code().expect(CodeKind::Link).unwrap_err();
    assert_eq!(error.code(), crate::error::Code::Usage);
    assert_eq!(error.message(), "this is a code for an invitation, not for a link request");
    assert!(code().expect(CodeKind::Invitation).is_ok());
}

#[test]
fn digest_matches_only_its_own_code() {
    let other = Code::derive(&key(), DATABASE, CodeKind::Invitation, 31, 2, &[1; 16]);
    assert!(code().matches(&code().digest()));
    for digest in [&other.digest()[..], &[], &code().digest()[..31], &[0; 32]] {
        assert!(!code().matches(digest));
    }
}

#[test]
fn code_and_key_are_never_printed() {
    assert_eq!(format!("{}", code()), "pci_31_…");
    assert_eq!(format!("{:?}", code()), "Code(pci_31_…)");
    assert_eq!(format!("{:?}", key()), "Key(…)");
}

#[test]
fn text_shaped_like_a_code_is_masked() {
    let whole = code().reveal().to_owned();
    for (text, masked) in [
        (format!("code {whole} is bad"), "code pci_31_… is bad"),
        (format!("{whole}{whole}"), "pci_31_…"),
        (
            format!("<https://x.example/i/{whole}>, {}", whole.to_uppercase()),
            "<https://x.example/i/pci_31_…>, PCI_31_…",
        ),
        ("pcp_9_tooshort pcs_1_01".to_owned(), "pcp_9_… pcs_1_…"),
        ("ä pcl_7_x ä".to_owned(), "ä pcl_7_… ä"),
    ] {
        assert_eq!(mask(&text), masked);
    }
    for plain in ["", "pci", "pci_", "pci_31", "pci_31_", "pcx_31_abc", "inv_31 lnk_17", "pci_31_…", "päci_1_"] {
        assert!(matches!(mask(plain), Cow::Borrowed(_)), "{plain}");
    }
}

proptest! {
    #[test]
    fn masking_leaves_no_secret(before in ".{0,20}", after in ".{0,20}", nonce: [u8; 16]) {
        let code = Code::derive(&key(), DATABASE, CodeKind::Session, 4, 1, &nonce);
        let secret = code.reveal().rsplit_once('_').unwrap().1;
        let masked = mask(&format!("{before}{}{after}", code.reveal())).into_owned();
        prop_assert!(!masked.contains(secret));
        prop_assert_eq!(mask(&masked), masked.as_str());
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,80}") {
        let _ = Code::parse(&text);
        let _ = Code::parse(&format!("pci_{text}"));
    }
}
