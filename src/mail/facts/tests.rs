//! What is kept next to a mail comes back as it was.

use super::*;
use crate::domain::notice::NoticeEvent;
use crate::domain::role::Role;
use crate::mail::MailKind;

const NOW: Instant = Instant::from_ms(1_795_251_600_000);

fn all() -> Vec<MailFacts> {
    let terms = Terms { role: Role::Manager, permissions: Role::Manager.default_permissions(), until: Some(NOW) };
    let text = |text: &str| text.to_owned();
    vec![
        MailFacts::Invitation,
        MailFacts::LinkRequest,
        MailFacts::LinkApproved(LinkApproved {
            partner: text("Jim's \"Web\""),
            answered_by: text("Jane"),
            permissions: Permissions::ALL,
            until: None,
            extends: None,
        }),
        MailFacts::LinkDenied(LinkDenied {
            partner: text("p"),
            answered_by: text("a"),
            reason: None,
            again_from: NOW,
            office_of: None,
        }),
        MailFacts::LinkCancelled(LinkCancelled { partner: text("p"), cancelled_by: text("c") }),
        MailFacts::Welcome(Welcome { partner: text("p"), added_by: text("a"), temporary_until: Some(NOW) }),
        MailFacts::AcceptedByStaff(AcceptedByStaff {
            email: text("e"),
            staff: text("s"),
            reason: text("asked for by phone\n2nd line"),
            at: NOW,
            terms,
        }),
        MailFacts::PasswordReset,
        MailFacts::PasswordChanged(PasswordChanged {
            at: NOW,
            how: How::Reset { by: text("Jane"), support: true },
            temporary_until: Some(NOW),
        }),
        MailFacts::LoginRenamed(LoginRenamed {
            old: text("o"),
            new: text("n"),
            at: NOW,
            renamed_by: text("Jane"),
            by_support: false,
        }),
        MailFacts::AccessExpiring(AccessExpiring { reader: Reader::Office }),
        MailFacts::AccessEnded(AccessEnded { reader: Reader::Office, at: NOW, by: Some((text("Jane"), true)) }),
        MailFacts::AddressChange,
        MailFacts::Recovery,
        MailFacts::RecoveryNotice(RecoveryNotice {
            email: text("e"),
            started_by: text("s"),
            verified: text("v"),
            opens_at: NOW,
            stopped_by: None,
        }),
        MailFacts::Notice(Notice { entries: vec![notice_entry()] }),
    ]
}

fn notice_entry() -> NoticeEntry {
    NoticeEntry {
        event: NoticeEvent::PersonLeft,
        reader: Reader::Office,
        at: NOW,
        audit: 7,
        person: Some(NoticePerson { name: String::new(), email: "e".to_owned() }),
        partner: None,
        former_client: None,
        by: None,
        after: None,
        before: None,
        link: None,
        state: EntryState::Holds,
        undone: None,
    }
}

#[test]
fn own_password_change_comes_back() {
    for how in [How::OldPassword, How::Code] {
        let facts = MailFacts::PasswordChanged(PasswordChanged { at: NOW, how, temporary_until: None });
        assert_eq!(MailFacts::from_json(facts.kind().name(), &facts.to_json().unwrap()).unwrap(), facts);
    }
}

#[test]
fn every_kind_comes_back_from_its_row() {
    let kinds: Vec<MailKind> = all().iter().map(MailFacts::kind).collect();
    assert_eq!(kinds, MailKind::QUEUED);
    for facts in all() {
        assert_eq!(MailFacts::from_json(facts.kind().name(), &facts.to_json().unwrap()).unwrap(), facts);
    }
}

/// Mails that wait in a database are delivered by another version too.
#[test]
fn stored_form_stays() {
    let stored: Vec<String> = all().iter().map(|facts| facts.to_json().unwrap()).collect();
    let manager = Role::Manager.default_permissions().to_text();
    assert_eq!(
        stored,
        [
            "{}",
            "{}",
            &format!(
                r#"{{"partner":"Jim's \"Web\"","answered_by":"Jane","permissions":"{}","until":null}}"#,
                Permissions::ALL
            ),
            r#"{"partner":"p","answered_by":"a","reason":null,"again_from":1795251600000}"#,
            r#"{"partner":"p","cancelled_by":"c"}"#,
            r#"{"partner":"p","added_by":"a","temporary_until":1795251600000}"#,
            &format!(
                r#"{{"email":"e","staff":"s","reason":"asked for by phone\n2nd line","at":1795251600000,"role":"manager","permissions":"{manager}","until":1795251600000}}"#
            ),
            "{}",
            r#"{"at":1795251600000,"how":"reset","by":"Jane","support":true,"temporary_until":1795251600000}"#,
            r#"{"old":"o","new":"n","at":1795251600000,"renamed_by":"Jane","by_support":false}"#,
            "{}",
            r#"{"reader":"office","at":1795251600000,"by":"Jane","support":true}"#,
            "{}",
            "{}",
            r#"{"email":"e","started_by":"s","verified":"v","opens_at":1795251600000,"stopped_by":null}"#,
            r#"{"entries":[{"event":"person_left","reader":"office","at":1795251600000,"audit":7,"person":{"name":"","email":"e"},"partner":null,"by":null,"support":false,"after":null,"before":null}]}"#,
        ]
    );
    let changed = PasswordChanged { at: NOW, how: How::Code, temporary_until: None };
    let expected = r#"{"at":1795251600000,"how":"code","by":null,"support":false,"temporary_until":null}"#;
    assert_eq!(MailFacts::PasswordChanged(changed).to_json().unwrap(), expected);
}

#[test]
fn damaged_row_is_reported() {
    for facts in all().iter().filter(|facts| facts.to_json().unwrap() != "{}") {
        assert!(MailFacts::from_json(facts.kind().name(), "{}").unwrap_err().message().contains("damaged"));
        assert!(MailFacts::from_json(facts.kind().name(), "[").unwrap_err().message().contains("damaged"));
    }
    assert!(MailFacts::from_json("poem", "{}").unwrap_err().message().contains("poem"));
}

#[test]
fn end_comes_back_with_its_reader() {
    for reader in [Reader::Partner, Reader::Office] {
        let facts = MailFacts::AccessExpiring(AccessExpiring { reader });
        assert_eq!(MailFacts::from_json(facts.kind().name(), &facts.to_json().unwrap()).unwrap(), facts);
    }
    for reader in [Reader::Person, Reader::Partner, Reader::Office] {
        for by in [None, Some(("Jane".to_owned(), false))] {
            let facts = MailFacts::AccessEnded(AccessEnded { reader, at: NOW, by });
            assert_eq!(MailFacts::from_json(facts.kind().name(), &facts.to_json().unwrap()).unwrap(), facts);
        }
    }
}

#[test]
fn notice_comes_back_as_it_was() {
    let text = |text: &str| text.to_owned();
    let person = NoticePerson { name: text("Jane"), email: text("j@x.example") };
    let terms = NoticeTerms { role: None, permissions: Permissions::ALL, until: Some(NOW) };
    let undone = Undone { turn: Turn::DoneAgain, at: NOW, by: text("Jane"), support: true };
    for event in NoticeEvent::ALL {
        let entry = NoticeEntry { event, person: Some(person.clone()), after: Some(terms), ..notice_entry() };
        let undone = NoticeEntry { undone: Some(undone.clone()), state: EntryState::TakenBack, ..entry.clone() };
        let facts = MailFacts::Notice(Notice { entries: vec![entry, undone] });
        assert_eq!(MailFacts::from_json(facts.kind().name(), &facts.to_json().unwrap()).unwrap(), facts);
    }
}
