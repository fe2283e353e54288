//! Each cause has words in each language, and those in English are what the error itself says.

use std::collections::{BTreeSet, HashSet};
use std::mem::discriminant;

use super::*;
use crate::domain::email::Email;
use crate::domain::name::plain_text;
use crate::domain::password::{Context, Password};
use crate::domain::permission::Permissions;
use crate::domain::time::Zone;
use crate::error::Bound;
use crate::language::Text;

/// One of each.
fn samples() -> Vec<Cause> {
    let email = || "jim@bigshoes.example".to_owned();
    let account = || "Big Shoes Inc. (big-shoes, C100001-9)".to_owned();
    let id = || "inv_31".to_owned();
    let at = Time { ms: 1_798_761_600_000, bound: Bound::End };
    let mut all = vec![
        Cause::WrongPassword { email: email() },
        Cause::NoMatch,
        Cause::HeldBack { email: email(), wait_ms: 1_001, guesses: Guesses::Next },
        Cause::HeldBack { email: email(), wait_ms: 86_400_000, guesses: Guesses::OfToday },
        Cause::LoginInactive { email: email() },
        Cause::TemporaryExpired { email: email(), at },
        Cause::PasswordChanged,
        Cause::LoginChanged { email: email() },
        Cause::AddressTaken { email: email() },
        Cause::PasswordsDiffer,
        Cause::PasswordShort { fewest: 15 },
        Cause::PasswordLong { most: 256 },
        Cause::PasswordBuilt,
        Cause::PasswordEasy,
        Cause::PasswordSame,
        Cause::TextLong { field: "reason", length: 501, most: 500 },
        Cause::OfferChanged { id: id() },
        Cause::OfferEnded { id: id(), at },
        Cause::InvitationExpired { id: id(), at },
        Cause::SenderCannotGive { id: id(), author: email() },
        Cause::RecoveryWaits { id: id(), from: at },
        Cause::RecoveryStopped { id: id(), at },
        Cause::RecoveryNotNeeded { id: id(), slug: "big-shoes".to_owned() },
        Cause::RecoveryOver { at },
        Cause::SentJustNow { at },
        Cause::CannotBeInvited { email: email() },
        Cause::InactiveCannotAccept { email: email() },
        Cause::DeclinedOften { email: email(), times: 2 },
        Cause::DeclinedOften { email: email(), times: 3 },
        Cause::InvitedOtherwise { email: email() },
        Cause::NeedsNewPassword,
        Cause::AccessEnded { email: email(), at },
        Cause::HasOtherAccess { email: email() },
        Cause::AccessChanged { email: email(), account: account() },
        Cause::AccountChanged { account: account() },
        Cause::AccountClosed { account: account() },
        Cause::LastOwner { email: email(), account: account() },
        Cause::OwnerHasAll,
        Cause::NoPermission,
        Cause::MayNotEnter { email: email(), account: account() },
        Cause::EnteredElsewhere { email: email() },
        Cause::NoPortal,
        Cause::NothingGiven { id: id() },
        Cause::NothingTicked,
        Cause::NoLongerWaits { id: id() },
        Cause::LetsInChanged,
    ];
    for field in ["password", "reason"] {
        for why in [
            Unwanted::BlankAtBegin,
            Unwanted::BlankAtEnd,
            Unwanted::BlankLike,
            Unwanted::LineSeparator,
            Unwanted::Bidirectional,
            Unwanted::Tag,
            Unwanted::JoinsNothing,
            Unwanted::ZeroWidth,
            Unwanted::VariesNothing,
            Unwanted::Invisible,
            Unwanted::Lost,
            Unwanted::Control,
            Unwanted::PrivateUse,
            Unwanted::Unassigned,
            Unwanted::MarkAlone,
        ] {
            all.push(Cause::Character { field, code: "U+000A".to_owned(), place: 5, why });
        }
    }
    for fault in [
        EmailFault::Empty,
        EmailFault::NoAt,
        EmailFault::NothingBefore,
        EmailFault::NothingAfter,
        EmailFault::Several,
        EmailFault::Blank,
        EmailFault::Dots,
        EmailFault::LongName(70),
        EmailFault::IpNumber,
        EmailFault::OnePart,
    ] {
        all.push(Cause::Email { typed: email(), fault });
    }
    for state in InvitationStatus::ALL.map(InvitationStatus::name) {
        for act in [Act::Accept, Act::Decline, Act::Cancel, Act::SendAgain, Act::Change] {
            all.push(Cause::InvitationIs { id: id(), state, at, act });
        }
    }
    for whose in [Whose::Role("guest"), Whose::Approval("lnk_1".to_owned()), Whose::Link] {
        all.push(Cause::Excess { whose, what: vec!["users", "settings"] });
    }
    all
}

#[test]
fn samples_have_each_cause() {
    let source = include_str!("../../error/cause.rs");
    let variants = source.split("pub enum Cause {").nth(1).unwrap().split("\n}").next().unwrap();
    let variants = variants.lines().filter(|line| line.starts_with("    ") && line.as_bytes()[4].is_ascii_uppercase());
    let known: HashSet<_> = samples().iter().map(discriminant).collect();
    assert_eq!(known.len(), variants.count());
}

#[test]
fn every_cause_is_said_in_each_language() {
    let zone = Zone::utc();
    for cause in samples() {
        let said: BTreeSet<String> = Language::ALL
            .into_iter()
            .map(|language| {
                words(&cause, &Locale::of(Text::Pages, language, &zone)).unwrap_or_else(|| panic!("{cause:?}"))
            })
            .collect();
        assert_eq!(said.len(), Language::ALL.len(), "{said:?}");
        assert!(said.iter().all(|words| words.ends_with('.') && !words.contains('{')), "{said:?}");
    }
}

/// What the command line says of the same, as a page said it in English before it had other languages.
fn as_written(error: &Error) -> String {
    let mut words = sentence(&Zone::utc().in_words(error.sentence()));
    for hint in error.hints().iter().filter_map(Hint::words) {
        words.push(' ');
        words.push_str(&sentence(&hint));
    }
    words.replace(['`', '“', '”', '"'], "")
}

#[test]
fn english_is_what_the_error_says() {
    let zone = Zone::utc();
    let english = Locale::of(Text::Pages, Language::English, &zone);
    let context = Context { email: "jim@bigshoes.example", names: &[] };
    let password = |text: &str| Password::new(text, &context).unwrap_err();
    let email = |text: &str| Email::parse(text).unwrap_err();
    for error in [
        password("few words"),
        password("seven blue horses ran ".repeat(20).trim_end()),
        password("bigshoes bigshoes bigshoes"),
        password("aaaaaaaaaaaaaaaaaaaaaaa"),
        password(" seven blue horses ran"),
        password("seven blue horses ran "),
        password("seven blue\u{a0}horses ran"),
        password("seven blue\u{200b}horses ran"),
        password("seven blue\u{7}horses ran"),
        plain_text("reason", "two\nlines", 500).unwrap_err(),
        plain_text("reason", "what\u{202e}ever", 500).unwrap_err(),
        plain_text("reason", &"x".repeat(501), 500).unwrap_err(),
        email(""),
        email("jim"),
        email("@bigshoes.example"),
        email("jim@"),
        email("jim..shoe@bigshoes.example"),
        email(&format!("{}@bigshoes.example", "x".repeat(65))),
        email("jim@127.0.0.1"),
        email("jim@localhost"),
        Role::Owner.check(Permissions::EMPTY).unwrap_err(),
    ] {
        assert!(error.cause().is_some(), "{error}");
        let said = wrong(&error, WithHints::Yes, &english);
        assert_eq!(said.words.replace(['“', '”', '"'], ""), as_written(&error));
        assert!(!said.english);
    }
}

/// What has no words of its own is in English, and says so.
#[test]
fn what_has_no_other_words_is_marked() {
    let zone = Zone::utc();
    let error = Error::usage("the row has a fault").hint(Hint::plain("fix it"));
    for language in Language::ALL {
        let said = wrong(&error, WithHints::Yes, &Locale::of(Text::Pages, language, &zone));
        assert_eq!(said.words, "The row has a fault. Fix it.");
        assert_eq!(said.english, language != Language::English);
    }
    let error = error.about(Topic::NoRight);
    let said = wrong(&error, WithHints::Yes, &Locale::of(Text::Pages, Language::German, &zone));
    assert!(said.words.starts_with("Dazu sind Sie nicht berechtigt.") && !said.english);
}

#[test]
fn wait_is_never_shorter_than_it_is() {
    let zone = Zone::utc();
    let english = Locale::of(Text::Pages, Language::English, &zone);
    for (ms, expected) in [
        (1, "1 second"),
        (1000, "1 second"),
        (1001, "2 seconds"),
        (119_001, "2 minutes"),
        (7_200_001, "3 hours"),
        (86_400_000, "24 hours"),
    ] {
        assert_eq!(wait(ms, &english), expected);
    }
}
