//! The table of states cell by cell, and the thirty days to the millisecond.

use super::*;
use crate::domain::audit_event::{Action, Event, Field};
use crate::domain::permission::{Permission, Permissions};
use crate::domain::role::Role;
use crate::domain::step::Step;
use crate::error::{Code, Result};

const NOW: Instant = Instant::from_ms(1_795_000_000_000);

pub(super) fn new() -> New {
    New {
        client: ClientId::new(100_001),
        user: UserId::new(5),
        grant: GrantId::new(9),
        address: Email::parse("Jane@Shoes.example").unwrap(),
        terms: Terms { role: Role::Manager, permissions: Role::Manager.default_permissions(), until: None },
        kind: Kind::Activation,
        form: None,
        message: None,
        language: None,
        life: None,
        by: "ada".to_owned(),
        replaces: None,
    }
}

pub(super) fn sent(at: Instant) -> Invitation {
    Invitation::send(InvitationId::new(31), new(), at).unwrap().0
}

/// Once more, with what was prepared at first.
fn again() -> Resend<'static> {
    Resend { terms: new().terms, life: None, open: None, by: "bo" }
}

/// It offers less from now on, with a form.
fn as_guest() -> Revision {
    let terms = Terms { role: Role::Guest, permissions: Role::Guest.default_permissions(), until: None };
    Revision { terms, form: Some("welcome".to_owned()), message: None, language: None, by: "bo".to_owned() }
}

/// Every state that a stored invitation can be in at `now`, by a name of its own.
pub(super) fn invitations(now: Instant) -> Vec<(&'static str, Invitation)> {
    let asked = || sent(now - Span::DAY);
    let overdue = || sent(now - LIFE);
    let hour_ago = now - Span::HOUR;
    vec![
        ("pending", asked()),
        ("overdue", overdue()),
        ("expired", overdue().close_if_expired(now).into_record()),
        ("accepted", asked().accept(hour_ago, "usr_5").unwrap().into_record()),
        ("declined", asked().decline(hour_ago, "usr_5", None).unwrap().into_record()),
        ("cancelled", asked().cancel(hour_ago, "ada", None).unwrap().into_record()),
        ("superseded", asked().supersede(hour_ago, "ada").unwrap().into_record()),
    ]
}

/// What becomes of each state (rows) by each transition (columns): the status that follows; `=` unchanged;
/// `conflict` and `expired!` errors.
const TABLE: &str = "
            accept    decline   cancel     resend    edit      edit+resend  supersede   close
pending     accepted  declined  cancelled  pending   pending   pending      superseded  =
overdue     expired!  expired!  conflict   pending   conflict  pending      superseded  expired
expired     expired!  expired!  conflict   pending   conflict  pending      superseded  =
accepted    =         conflict  conflict   conflict  conflict  conflict     conflict    =
declined    conflict  =         conflict   conflict  conflict  conflict     conflict    =
cancelled   conflict  conflict  =          conflict  conflict  conflict     conflict    =
superseded  conflict  conflict  conflict   conflict  conflict  conflict     =           =
";

fn cell(transition: &str, invitation: Invitation) -> String {
    let moved = |result: Result<(Invitation, Event)>| result.map(|(record, event)| Step::Made(record, event));
    let step = match transition {
        "accept" => invitation.accept(NOW, "usr_5"),
        "decline" => invitation.decline(NOW, "usr_5", Some("no".to_owned())),
        "cancel" => invitation.cancel(NOW, "ada", None),
        "resend" => moved(invitation.resend(NOW, again())),
        "edit" => invitation.revise(NOW, as_guest()),
        "edit+resend" => moved(invitation.revise_to_resend(NOW, as_guest()).and_then(|step| {
            let terms = as_guest().terms;
            step.into_record().resend(NOW, Resend { terms, ..again() })
        })),
        "supersede" => invitation.supersede(NOW, "ada"),
        "close" => Ok(invitation.close_if_expired(NOW)),
        other => panic!("no transition {other}"),
    };
    match step {
        Ok(Step::Made(invitation, event)) => {
            assert_eq!(event.what.entity(), Some(InvitationId::new(31).into()));
            assert!(event.action().is_some_and(|action| action.name().starts_with("invite.")));
            invitation.status(NOW).name().to_owned()
        }
        Ok(Step::Unchanged(_)) => "=".to_owned(),
        Err(error) => {
            assert!(!error.hints().is_empty(), "{error}");
            assert!(error.facts().contains(&("client_id", "C100001-9".into())), "{error:?}");
            match error.code() {
                Code::Conflict => "conflict".to_owned(),
                Code::Expired => "expired!".to_owned(),
                other => panic!("{other}: {error}"),
            }
        }
    }
}

#[test]
fn state_table_holds_cell_by_cell() {
    let mut rows = TABLE.lines().skip(1);
    let columns: Vec<_> = rows.next().unwrap().split_whitespace().collect();
    let mut invitations = invitations(NOW).into_iter();
    for row in rows {
        let mut cells = row.split_whitespace();
        let (name, invitation) = invitations.next().unwrap();
        assert_eq!(cells.next(), Some(name));
        for transition in &columns {
            let found = cell(transition, invitation.clone());
            assert_eq!(Some(found.as_str()), cells.next(), "{name} × {transition}");
        }
        assert_eq!(cells.next(), None);
    }
    assert_eq!(invitations.next(), None);
}

#[test]
fn invitation_is_open_for_thirty_days() {
    let last = NOW + Span::from_ms(Span::days(30).ms() - 1);
    assert!(sent(NOW).accept(last, "usr_5").is_ok());
    assert!(sent(NOW).decline(last, "usr_5", None).is_ok());
    let late = NOW + Span::days(30);
    let error = sent(NOW).accept(late, "usr_5").unwrap_err();
    assert_eq!(error.code(), Code::Expired);
    assert_eq!(error.message(), format!("inv_31 expired at {late}"));
    assert_eq!(error.hints(), ["send it again with <invite resend inv_31 C100001-9>"]);
    assert_eq!(sent(NOW).decline(late, "usr_5", None).unwrap_err().code(), Code::Expired);
}

#[test]
fn resend_restarts_thirty_days_after_a_minute() {
    let soon = NOW + Span::from_ms(59_999);
    assert_eq!(sent(NOW).resend(soon, again()).unwrap_err().code(), Code::Conflict);
    let later = NOW + Span::MINUTE;
    let (sent, event) = sent(NOW).resend(later, again()).unwrap();
    assert_eq!((sent.sent_at, sent.send_count, sent.expires_at), (later, 2, later + Span::days(30)));
    assert_eq!(event.action(), Some(Action::InviteResend));
}

#[test]
fn expired_is_not_resent_next_to_a_newer() {
    let error = sent(NOW - LIFE).resend(NOW, Resend { open: Some(InvitationId::new(32)), ..again() }).unwrap_err();
    assert_eq!(error.code(), Code::Conflict);
    assert!(error.hints()[0].contains("<invite resend inv_32 C100001-9>"), "{:?}", error.hints());
}

#[test]
fn resend_keeps_former_span() {
    let week = Some(Span::WEEK);
    let (short, _) = Invitation::send(InvitationId::new(31), New { life: week, ..new() }, NOW).unwrap();
    let later = NOW + Span::days(20);
    let (pending, _) = short.clone().resend(later, again()).unwrap();
    assert_eq!(pending.expires_at, later + Span::WEEK);
    let expired = short.close_if_expired(later).into_record();
    let (pending, _) = expired.clone().resend(later, again()).unwrap();
    assert_eq!(pending.expires_at, later + Span::WEEK);
    let (longer, _) = expired.resend(later, Resend { life: Some(Span::days(9)), ..again() }).unwrap();
    assert_eq!(longer.expires_at, later + Span::days(9));
}

#[test]
fn invitation_ends_with_its_term() {
    let until = NOW + Span::days(3);
    let terms = Terms { until: Some(until), ..new().terms };
    let (short, _) = Invitation::send(InvitationId::new(31), New { terms, ..new() }, NOW).unwrap();
    assert_eq!(short.expires_at, until);
    assert_eq!(short.status(until), InvitationStatus::Expired);
    let (longest, _) = short.clone().resend(NOW + Span::DAY, Resend { terms, life: Some(LIFE), ..again() }).unwrap();
    assert_eq!(longest.expires_at, until);
    for error in [
        short.clone().accept(until, "usr_5").unwrap_err(),
        short.clone().resend(until, Resend { terms, ..again() }).unwrap_err(),
        short.must_offer(until).unwrap_err(),
    ] {
        assert_eq!(error.code(), Code::Expired);
        assert_eq!(
            error.hints(),
            [
                "set another term with <user edit Jane@Shoes.example C100001-9 until T>",
                "then invite again with <invite send usr_5 C100001-9>"
            ]
        );
    }
}

#[test]
fn life_is_positive_and_at_most_thirty_days() {
    for (ms, fine) in [(0, false), (-1, false), (1, true), (LIFE.ms(), true), (LIFE.ms() + 1, false)] {
        let life = Some(Span::from_ms(ms));
        let made = Invitation::send(InvitationId::new(31), New { life, ..new() }, NOW);
        let resent = sent(NOW - Span::DAY).resend(NOW, Resend { life, ..again() });
        for result in [made, resent] {
            match result {
                Ok((invitation, _)) => assert!(fine && invitation.expires_at == NOW + Span::from_ms(ms), "{ms}"),
                Err(error) => assert!(!fine && error.code() == Code::Usage, "{ms} {error}"),
            }
        }
    }
}

#[test]
fn offer_fits_the_role_and_the_future() {
    let refused = |terms: Terms, replaces| {
        Invitation::send(InvitationId::new(31), New { terms, replaces, ..new() }, NOW).unwrap_err().code()
    };
    let terms = new().terms;
    let above = terms.permissions.with(Permission::Users);
    assert_eq!(refused(Terms { permissions: above, ..terms }, None), Code::Usage);
    assert_eq!(refused(Terms { until: Some(NOW), ..terms }, None), Code::Usage);
    assert_eq!(refused(terms, Some(GrantId::new(1))), Code::Usage);
    let owner = Terms { role: Role::Owner, permissions: Permissions::ALL, until: None };
    let replaces = Some(GrantId::new(1));
    assert!(Invitation::send(InvitationId::new(31), New { terms: owner, replaces, ..new() }, NOW).is_ok());
}

#[test]
fn ended_access_is_not_accepted_or_resent() {
    let until = Some(NOW + Span::DAY);
    let terms = Terms { until, ..new().terms };
    let invitation = Invitation::send(InvitationId::new(31), New { terms, ..new() }, NOW).unwrap().0;
    let last = NOW + Span::from_ms(Span::DAY.ms() - 1);
    assert!(invitation.clone().accept(last, "usr_5").is_ok());
    assert!(invitation.clone().resend(last, Resend { terms, ..again() }).is_ok());
    let late = NOW + Span::DAY;
    assert_eq!(invitation.clone().accept(late, "usr_5").unwrap_err().code(), Code::Expired);
    assert_eq!(invitation.resend(late, Resend { terms, ..again() }).unwrap_err().code(), Code::Expired);
}

#[test]
fn only_the_invited_address_accepts() {
    let invitation = sent(NOW);
    assert!(invitation.check_address(&Email::parse("jane@SHOES.example").unwrap()).is_ok());
    let error = invitation.check_address(&Email::parse("jim@shoes.example").unwrap()).unwrap_err();
    assert_eq!(error.code(), Code::Denied);
    assert!(!format!("{error:?}").contains("ane@"), "{error:?}");
}

#[test]
fn conflict_names_state_and_next_step() {
    let (_, accepted) = invitations(NOW).swap_remove(3);
    let error = accepted.accept(NOW, "usr_6").unwrap_err();
    assert_eq!(error.message(), format!("inv_31 is accepted since {}; it cannot be accepted again", NOW - Span::HOUR));
    assert_eq!(error.hints(), ["change what the person may do with <user edit usr_5 C100001-9>"]);
    assert!(error.facts().contains(&("state", "accepted".into())));
}

#[test]
fn resend_offers_what_is_prepared() {
    let until = NOW + Span::days(3);
    let terms = Terms { role: Role::Guest, permissions: Role::Guest.default_permissions(), until: Some(until) };
    for invitation in [sent(NOW - Span::DAY), sent(NOW - LIFE)] {
        let (resent, event) = invitation.resend(NOW, Resend { terms, ..again() }).unwrap();
        assert_eq!((resent.terms, resent.expires_at), (terms, until));
        assert!(format!("{event:?}").contains("guest"), "{event:?}");
    }
}

#[test]
fn resend_replaces_only_as_owner() {
    let owner = Terms { role: Role::Owner, permissions: Permissions::ALL, until: None };
    let new = New { terms: owner, replaces: Some(GrantId::new(1)), ..new() };
    let (invitation, _) = Invitation::send(InvitationId::new(31), new, NOW - Span::DAY).unwrap();
    assert!(invitation.clone().resend(NOW, Resend { terms: owner, ..again() }).is_ok());
    assert_eq!(invitation.resend(NOW, again()).unwrap_err().code(), Code::Conflict);
}

#[test]
fn differently_prepared_is_not_offered() {
    let (invitation, other) = (sent(NOW), Terms { until: Some(NOW + LIFE), ..new().terms });
    assert!(invitation.check_prepared(&new().terms, NOW).is_ok());
    let error = invitation.check_prepared(&other, NOW).unwrap_err();
    assert_eq!(error.code(), Code::Conflict);
    assert_eq!(error.hints(), ["send what is prepared with <invite resend inv_31 C100001-9>"]);
}

#[test]
fn edit_says_what_it_changed() {
    let until = NOW + Span::days(10);
    let revision = Revision { terms: Terms { until: Some(until), ..as_guest().terms }, ..as_guest() };
    let Step::Made(edited, event) = sent(NOW).revise(NOW, revision.clone()).unwrap() else { panic!("unchanged") };
    assert_eq!((edited.terms, edited.form.as_deref()), (revision.terms, Some("welcome")));
    assert_eq!((edited.sent_at, edited.send_count), (NOW, 1));
    let changed: Vec<_> = event.changes.iter().map(|change| change.field.name().into_owned()).collect();
    assert_eq!(changed, ["role", "permissions", "until", "form", "expires_at"]);
    assert_eq!(edited.clone().revise(NOW, revision).unwrap(), Step::Unchanged(edited));
}

/// The new terms count, and not who sent it first.
#[test]
fn sender_is_who_widened_it_last() {
    let guest = as_guest().terms;
    let limited = |days| Terms { until: Some(NOW + Span::days(days)), ..guest };
    let few = Terms { permissions: Permissions::EMPTY, ..guest };
    for (before, after, sender) in [
        (guest, new().terms, "bo"),
        (few, guest, "bo"),
        (limited(3), limited(4), "bo"),
        (limited(3), guest, "bo"),
        (new().terms, guest, "ada"),
        (guest, few, "ada"),
        (guest, limited(3), "ada"),
        (limited(4), limited(3), "ada"),
    ] {
        let new = New { terms: before, ..new() };
        let (invitation, _) = Invitation::send(InvitationId::new(31), new, NOW - Span::DAY).unwrap();
        let revision = Revision { terms: after, form: None, message: None, language: None, by: "bo".to_owned() };
        let edited = invitation.clone().revise(NOW, revision).unwrap().into_record();
        let (resent, event) = invitation.resend(NOW, Resend { terms: after, ..again() }).unwrap();
        assert_eq!((edited.invited_by.as_str(), resent.invited_by.as_str()), (sender, sender), "{before:?} {after:?}");
        let is_noted = event.changes.iter().any(|change| change.field == Field::Sender);
        assert_eq!(is_noted, sender == "bo", "{event:?}");
    }
}

#[test]
fn edit_only_shortens_the_answer_time() {
    let until = |days| {
        let terms = Terms { until: Some(NOW + Span::days(days)), ..new().terms };
        Revision { terms, form: None, message: None, language: None, by: "bo".to_owned() }
    };
    let sooner = sent(NOW).revise(NOW, until(3)).unwrap().into_record();
    assert_eq!(sooner.expires_at, NOW + Span::days(3));
    let later = sooner.revise(NOW, until(90)).unwrap().into_record();
    assert_eq!(later.expires_at, NOW + Span::days(3));
}

#[test]
fn replacement_of_an_owner_stays_an_owner() {
    let owner = New {
        terms: Terms { role: Role::Owner, permissions: Permissions::ALL, until: None },
        replaces: Some(GrantId::new(1)),
        ..new()
    };
    let replacing = Invitation::send(InvitationId::new(31), owner, NOW).unwrap().0;
    assert_eq!(replacing.revise(NOW, as_guest()).unwrap_err().code(), Code::Conflict);
}

#[test]
fn answer_is_about_what_was_shown() {
    let shown = new().terms.word();
    let edited = sent(NOW).revise(NOW, as_guest()).unwrap().into_record();
    assert_eq!(edited.check_shown(&as_guest().terms.word(), NOW), Ok(()));
    assert_eq!(edited.check_shown(&shown, NOW).unwrap_err().code(), Code::Conflict);
}

#[test]
fn edit_records_message_without_its_text() {
    let message = |message: Option<&str>| Revision {
        terms: new().terms,
        form: None,
        message: message.map(str::to_owned),
        language: None,
        by: "bo".to_owned(),
    };
    let Step::Made(edited, event) = sent(NOW).revise(NOW, message(Some("Hello"))).unwrap() else { panic!("unchanged") };
    assert_eq!(edited.message.as_deref(), Some("Hello"));
    assert!(!format!("{event:?}").contains("Hello") && event.changes.is_empty());
    let Step::Made(edited, _) = edited.revise(NOW, message(None)).unwrap() else { panic!("unchanged") };
    assert_eq!(edited.message, None);
}
