//! What is kept beside a mail comes back as it was.

use super::*;
use crate::mail::Letter;

const NOW: Instant = Instant::from_ms(1_795_251_600_000);

fn all() -> Vec<Facts> {
    let terms = Terms { role: Role::Manager, permissions: Role::Manager.default_permissions(), until: Some(NOW) };
    let text = |text: &str| text.to_owned();
    vec![
        Facts::Invitation,
        Facts::LinkRequest,
        Facts::LinkApproved(LinkApproved {
            partner: text("Jim's \"Web\""),
            answered_by: text("Jane"),
            permissions: Permissions::ALL,
            until: None,
        }),
        Facts::LinkDenied(LinkDenied { partner: text("p"), answered_by: text("a"), reason: None, again_from: NOW }),
        Facts::LinkCancelled(LinkCancelled { partner: text("p"), cancelled_by: text("c") }),
        Facts::Welcome(Welcome { partner: text("p"), added_by: text("a"), temporary_until: Some(NOW) }),
        Facts::AcceptedByStaff(AcceptedByStaff {
            email: text("e"),
            staff: text("s"),
            reason: text("asked for by phone\n2nd line"),
            at: NOW,
            terms,
        }),
        Facts::PasswordReset,
        Facts::PasswordChanged(PasswordChanged {
            at: NOW,
            how: How::Reset { by: text("Jane"), support: true },
            temporary_until: Some(NOW),
        }),
        Facts::LoginRenamed(LoginRenamed {
            old: text("o"),
            new: text("n"),
            at: NOW,
            renamed_by: text("Jane"),
            by_support: false,
        }),
        Facts::AccessExpiring,
        Facts::AccessEnded(AccessEnded { reader: Reader::Office, at: NOW, by: Some((text("Jane"), true)) }),
        Facts::AddressChange,
    ]
}

#[test]
fn a_password_changed_by_its_person_comes_back_as_such() {
    for how in [How::OldPassword, How::Code] {
        let facts = Facts::PasswordChanged(PasswordChanged { at: NOW, how, temporary_until: None });
        assert_eq!(Facts::from_json(facts.kind(), &facts.to_json()).unwrap(), facts);
    }
}

#[test]
fn every_kind_of_letter_comes_back_from_its_row_as_it_was() {
    let kinds: Vec<&str> = all().iter().map(Facts::kind).collect();
    assert_eq!(kinds, Letter::KINDS);
    for facts in all() {
        assert_eq!(Facts::from_json(facts.kind(), &facts.to_json()).unwrap(), facts);
    }
}

#[test]
fn a_damaged_row_or_an_unknown_kind_says_so() {
    for facts in all().iter().filter(|facts| facts.to_json() != "{}") {
        assert!(Facts::from_json(facts.kind(), "{}").unwrap_err().message().contains("damaged"));
        assert!(Facts::from_json(facts.kind(), "[").unwrap_err().message().contains("damaged"));
    }
    assert!(Facts::from_json("poem", "{}").unwrap_err().message().contains("poem"));
}

#[test]
fn an_end_comes_back_with_its_reader_and_who_made_it() {
    for reader in Reader::ALL {
        for by in [None, Some(("Jane".to_owned(), false))] {
            let facts = Facts::AccessEnded(AccessEnded { reader, at: NOW, by });
            assert_eq!(Facts::from_json(facts.kind(), &facts.to_json()).unwrap(), facts);
        }
    }
}
