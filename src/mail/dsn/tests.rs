//! Notifications as mail systems write them, and ones that someone wrote to do harm.

use proptest::prelude::*;

use super::*;

const ID: &str = "<msg_8.78382582-2a6f-4e62-9a21-90e828e4c9d2@desk.example>";
const TO: &str = "jim@bigshoes.example";

const POSTFIX: &str = include_str!("fixtures/postfix.eml");
const EXIM: &str = include_str!("fixtures/exim.eml");
const EXCHANGE: &str = include_str!("fixtures/exchange.eml");
const GMAIL: &str = include_str!("fixtures/gmail.eml");
const DELAYED: &str = include_str!("fixtures/delayed.eml");
const DELIVERED: &str = include_str!("fixtures/delivered.eml");
const ABSENCE: &str = include_str!("fixtures/absence.eml");
const ALL: [&str; 7] = [POSTFIX, EXIM, EXCHANGE, GMAIL, DELAYED, DELIVERED, ABSENCE];

fn filled(fixture: &str) -> String {
    fixture.replace("{message_id}", ID).replace("{to}", TO)
}

fn parsed(text: &str) -> Notification {
    read("dsn.eml", text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (at, three) in text.as_bytes().chunks(3).enumerate() {
        let bits = three.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            out.push(if place <= three.len() { char::from(LETTERS[bits >> (18 - 6 * place) & 63]) } else { '=' });
        }
        if at % 19 == 18 {
            out.push('\n');
        }
    }
    out
}

/// The one fate of a notification about the mail.
fn one(text: &str) -> RecipientStatus {
    let notification = parsed(text);
    assert_eq!(notification.message_id.as_deref(), Some(ID));
    let [fate] = &notification.fates[..] else { panic!("{:?}", notification.fates) };
    assert!(fate.is_of(&Email::parse(TO).unwrap()), "{fate:?}");
    fate.clone()
}

#[test]
fn each_system_reports_a_final_bounce() {
    for (fixture, status, words) in [
        (
            POSTFIX,
            "5.1.1",
            "550 5.1.1 <jim@bigshoes.example>: Recipient address rejected: User unknown in virtual mailbox table",
        ),
        (EXIM, "5.0.0", "550 No such user here"),
        (EXCHANGE, "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
        (
            GMAIL,
            "5.1.1",
            "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the \
             recipient's email address for typos or 550 5.1.1 unnecessary spaces. a1-20020a05600c000000b003f2 - gsmtp",
        ),
    ] {
        for text in [filled(fixture), filled(fixture).replace('\n', "\r\n")] {
            let fate = one(&text);
            assert_eq!((fate.action, fate.status.as_deref()), (Action::Failed, Some(status)));
            assert_eq!(fate.words.as_deref(), Some(words));
            assert!(fate.is_permanent());
        }
    }
}

#[test]
fn delay_and_success_are_no_bounce() {
    let delayed = one(&filled(DELAYED));
    assert_eq!((delayed.action, delayed.status.as_deref()), (Action::Delayed, Some("4.4.1")));
    let delivered = one(&filled(DELIVERED));
    assert_eq!((delivered.action, delivered.status.as_deref()), (Action::Delivered, Some("2.0.0")));
    let given_up = one(&filled(DELAYED).replace("Action: delayed", "Action: failed (gave up)"));
    assert_eq!(given_up.action, Action::Failed);
    let relayed = one(&filled(DELIVERED).replace("Action: delivered", "action: RELAYED"));
    assert_eq!(relayed.action, Action::Relayed);
    for fate in [delayed, delivered, given_up, relayed] {
        assert!(!fate.is_permanent(), "{fate:?}");
    }
}

#[test]
fn server_answer_replaces_missing_status() {
    let without = |diagnostic: &str| {
        let text = filled(EXIM).replace("Status: 5.0.0\n", "");
        one(&text.replace("smtp; 550 No such user here", diagnostic))
    };
    assert_eq!(without("smtp; 550 No such user here").status.as_deref(), Some("5.0.0"));
    assert_eq!(without("smtp; 550-5.7.1 blocked").status.as_deref(), Some("5.7.1"));
    assert_eq!(without("smtp; 451 later").status.as_deref(), Some("4.0.0"));
    let nothing = without("x-unix; no");
    assert_eq!((nothing.status.as_deref(), nothing.is_permanent()), (None, false));
    assert_eq!(nothing.in_words(), "no");
}

#[test]
fn address_is_found_in_any_form() {
    for (written, address) in [
        ("rfc822; jim@bigshoes.example", TO),
        ("rfc822;<jim@bigshoes.example>", TO),
        ("RFC822; Jim <JIM@BigShoes.example> (forwarded)", "JIM@BigShoes.example"),
        ("jim@bigshoes.example", TO),
        ("utf-8; jim@bigshoes.example", TO),
    ] {
        let fate = one(&filled(POSTFIX)
            .replace("Final-Recipient: rfc822; jim@bigshoes.example", &format!("Final-Recipient: {written}")));
        assert_eq!(fate.addresses.last().map(String::as_str), Some(address));
    }
    // The mail was forwarded: where it ended is not where it was sent.
    let fate = one(&filled(POSTFIX).replace("Final-Recipient: rfc822; jim@", "Final-Recipient: rfc822; someone@"));
    assert_eq!(fate.addresses, [TO, "someone@bigshoes.example"]);
}

#[test]
fn several_recipients_have_a_fate_each() {
    let second = "Final-Recipient: rfc822; ann@bigshoes.example\nAction: delayed\nStatus: 4.2.2\n\n";
    let text =
        filled(EXIM).replace("Action: failed\nFinal-Recipient", &format!("{second}Action: failed\nFinal-Recipient"));
    let notification = parsed(&text);
    let fates: Vec<_> =
        notification.fates.iter().map(|fate| (fate.addresses[0].as_str(), fate.is_permanent())).collect();
    assert_eq!(fates, [("ann@bigshoes.example", false), (TO, true)]);
}

#[test]
fn unreturned_mail_has_no_name() {
    let text = filled(POSTFIX);
    let (text, _) =
        text.split_once("--4XyZ1j5Wk7z1wK.1795251609/mx.desk.example\nContent-Description: Undelivered").unwrap();
    let notification = parsed(text);
    assert_eq!((notification.message_id, notification.fates.len()), (None, 1));
}

/// Text types may be encoded (RFC 2045); the others may not, and some are.
#[test]
fn encoded_parts_are_read() {
    let text = filled(POSTFIX);
    let (front, head) =
        text.split_once("Content-Type: text/rfc822-headers\nContent-Transfer-Encoding: 8bit\n\n").unwrap();
    let (head, _) = head.split_once("--4XyZ").unwrap();
    let encoded = base64(head);
    let end = "\n--4XyZ1j5Wk7z1wK.1795251609/mx.desk.example--\n";
    let text = format!("{front}Content-Type: text/rfc822-headers\nContent-Transfer-Encoding: base64\n\n{encoded}{end}");
    assert!(one(&text).is_permanent());
}

#[test]
fn non_notification_is_named() {
    let refused = |text: &str| {
        let error = read("dsn.eml", text.as_bytes()).unwrap_err();
        assert_eq!(error.code(), crate::error::Code::Usage);
        error.message().to_owned()
    };
    assert_eq!(
        refused(&filled(ABSENCE)),
        "dsn.eml is no delivery status notification (RFC 3464): it is text/plain, “Out of the office until Monday”, from Jim \
         Shoe <jim@bigshoes.example>"
    );
    assert_eq!(refused(" \r\n\t"), "dsn.eml is empty");
    assert!(refused("hello").starts_with("dsn.eml is no"), "{}", refused("hello"));
    assert!(refused(&"x".repeat(LARGEST + 1)).contains("too large"));
    let old = "X-Failed-Recipients: jim@bigshoes.example\nSubject: Mail delivery failed\n\nno such user\n";
    let error = read("dsn.eml", old.as_bytes()).unwrap_err();
    assert!(error.hints()[0].contains("about jim@bigshoes.example"), "{error:?}");
}

#[test]
fn foreign_words_are_cleaned_and_cut() {
    let code = "pci_9_abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwxyz234567";
    let hostile = format!("smtp; 550 5.1.1 \u{1b}[31mred\u{202e} {code} {}", "long ".repeat(200));
    let fate = one(&filled(EXIM).replace("smtp; 550 No such user here", &hostile));
    let words = fate.words.unwrap();
    assert!(words.starts_with("550 5.1.1") && words.chars().count() <= LONGEST_WORDS, "{words}");
    assert!(!words.contains(['\u{1b}', '\u{202e}']) && !words.contains("abcdefghij"), "{words}");
}

/// A stack as deep as the nesting would end the program, and decoding level by level fill the memory.
#[test]
fn nesting_costs_no_more_than_the_size() {
    let deep = "Content-Type: message/rfc822\n\n".repeat(LARGEST / 31);
    let digest = "Content-Type: multipart/digest; boundary=b\n\n--b\n\n".repeat(LARGEST / 50);
    let many = format!(
        "Content-Type: multipart/mixed; boundary=b\n\n{}",
        "--b\nContent-Type: message/rfc822\n\nA: b\n".repeat(LARGEST / 40)
    );
    let inner = "Content-Type: message/rfc822\n\n".repeat(LARGEST / 31 / 2);
    let encoded = format!("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{}", base64(&inner));
    for text in [deep, digest, many, encoded] {
        assert!(text.len() <= LARGEST, "{}", text.len());
        assert!(read("dsn.eml", text.as_bytes()).is_err());
    }
}

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let edit = (
        any::<prop::sample::Index>(),
        0_usize..40,
        prop::collection::vec(any::<u8>(), 0..12),
        any::<prop::sample::Index>(),
    );
    (prop::sample::select(ALL.to_vec()), prop::collection::vec(edit, 1..8)).prop_map(|(fixture, edits)| {
        let mut bytes = filled(fixture).into_bytes();
        for (at, removed, inserted, from) in edits {
            let start = at.index(bytes.len());
            let end = (start + removed).min(bytes.len());
            // Lines of the message itself, elsewhere, are what a parser trips over.
            let copied = from.index(bytes.len());
            let copied = bytes[copied..(copied + removed * 3).min(bytes.len())].to_vec();
            bytes.splice(start..end, inserted.into_iter().chain(copied));
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_is_read_or_refused(bytes in damaged()) {
        match read("dsn.eml", &bytes) {
            Ok(notification) => {
                prop_assert!(!notification.fates.is_empty());
                for fate in notification.fates {
                    let raw = fate.in_words().contains(['\n', '\r', '\u{1b}']);
                    prop_assert!(!raw);
                    prop_assert!(fate.in_words().chars().count() <= LONGEST_WORDS);
                }
            }
            Err(error) => prop_assert_eq!(error.code(), crate::error::Code::Usage),
        }
    }

    #[test]
    fn so_is_any_heap_of_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert!(read("dsn.eml", &bytes).is_err_and(|error| error.code() == crate::error::Code::Usage));
    }
}
