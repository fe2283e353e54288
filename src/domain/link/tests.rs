//! The table of states cell by cell, the seven days to the millisecond, and what an approval may give.

mod auto_extend;
mod edit;
mod extension;

use proptest::prelude::*;

use super::*;
use crate::domain::audit_event::{Action, AuditEvent, Event};
use crate::domain::overrides::Rule;
use crate::domain::permission::Permission;
use crate::domain::step::Step;
use crate::domain::terms::TermEdit;
use crate::error::Code;

const NOW: Instant = Instant::from_ms(1_795_000_000_000);
const TERM: Span = Span::days(90);

/// Every state that a stored link can be in at [`NOW`], by a name of its own.
fn links() -> Vec<(&'static str, Link)> {
    let ago = |span: Span| NOW - span;
    let requested = |at: Instant| Link::request(LinkId::new(17), wish(), &Past::default(), at).unwrap().0;
    let approved =
        |at: Instant| requested(at).approve(at + Span::HOUR, "usr_2", Approval::default()).unwrap().into_record();
    let linked = |at: Instant| approved(at).processed(at + Span::HOUR).unwrap().into_record();
    let long_ago = ago(TERM) - Span::DAY;
    vec![
        ("pending", requested(ago(Span::DAY))),
        ("overdue", requested(ago(Span::WEEK))),
        ("expired", requested(ago(Span::WEEK)).close_if_expired(NOW).into_record()),
        ("approved", approved(ago(Span::DAY))),
        ("failed", approved(ago(Span::DAY)).process_failed(ago(Span::HOUR), "exit 1").unwrap().0),
        ("linked", linked(ago(Span::DAY))),
        ("over", linked(long_ago)),
        ("ended", linked(long_ago).close_if_expired(NOW).into_record()),
        ("unlinked", linked(ago(Span::DAY)).unlink(ago(Span::HOUR), "usr_2").unwrap().into_record()),
        ("denied", requested(ago(Span::DAY)).deny(ago(Span::HOUR), "usr_2", None).unwrap().into_record()),
        ("cancelled", requested(ago(Span::DAY)).cancel(ago(Span::HOUR), "usr_9").unwrap().into_record()),
        ("hidden", hidden(requested(ago(Span::DAY)))),
        ("hidden_overdue", requested(ago(Span::WEEK)).delete(NOW).unwrap().into_record()),
    ]
}

fn hidden(link: Link) -> Link {
    link.cancel(NOW, "usr_9").unwrap().into_record().delete(NOW).unwrap().into_record()
}

fn wish() -> Request {
    Request {
        client: ClientId::new(100_001),
        partner: PartnerId::new(3),
        by: "usr_9".to_owned(),
        permissions: LINK_DEFAULT,
        term: Some(TERM),
        message: None,
    }
}

fn pending() -> Link {
    links().swap_remove(0).1
}

/// What becomes of each state (rows) by each transition (columns): the status that follows; `=` unchanged;
/// `conflict` and `expired!` errors.
const TABLE: &str = "
                approve   deny      process  fail      cancel     resend   delete    remove    close    request  edit
pending         approved  denied    conflict conflict  cancelled  pending  conflict  conflict  =        =        conflict
overdue         expired!  expired!  conflict conflict  conflict   pending  expired   conflict  expired  close    conflict
expired         expired!  expired!  conflict conflict  conflict   pending  expired   conflict  =        close    conflict
approved        =         conflict  linked   approved  conflict   conflict conflict  unlinked  =        =        conflict
failed          =         conflict  linked   approved  conflict   conflict conflict  unlinked  =        =        conflict
linked          =         conflict  =        conflict  conflict   conflict conflict  unlinked  =        =        linked
over            conflict  conflict  conflict conflict  conflict   conflict lapsed    conflict  lapsed   close    conflict
ended           conflict  conflict  conflict conflict  conflict   conflict lapsed    conflict  =        close    conflict
unlinked        conflict  conflict  conflict conflict  conflict   conflict unlinked  =         =        close    conflict
denied          conflict  =         conflict conflict  conflict   conflict denied    conflict  =        close    conflict
cancelled       conflict  conflict  conflict conflict  =          conflict cancelled conflict  =        close    conflict
hidden          conflict  conflict  conflict conflict  conflict   conflict =         conflict  =        close    conflict
hidden_overdue  conflict  conflict  conflict conflict  conflict   conflict =         conflict  expired  close    conflict
";

fn cell(transition: &str, link: Link) -> String {
    let moved = |result: Result<(Link, Event)>| result.map(|(link, event)| Step::Made(link, event));
    let step = match transition {
        "approve" => link.approve(NOW, "usr_2", Approval::default()),
        "deny" => link.deny(NOW, "usr_2", None),
        "process" => link.processed(NOW),
        "fail" => moved(link.process_failed(NOW, "exit 1")),
        "cancel" => link.cancel(NOW, "usr_9"),
        "resend" => moved(link.resend(NOW, &Past::default())),
        "delete" => link.delete(NOW),
        "remove" => link.unlink(NOW, "usr_2"),
        "close" => Ok(link.close_if_expired(NOW)),
        "edit" => link.edit(NOW, &LinkEdit { until: TermEdit::NoEnd, ..LinkEdit::default() }),
        "request" => {
            return match link.meet(&wish(), NOW).unwrap() {
                Met::Unchanged => "=".to_owned(),
                Met::Expired => "close".to_owned(),
            };
        }
        other => panic!("no transition {other}"),
    };
    match step {
        Ok(Step::Made(link, event)) => {
            assert_eq!(event.what.entity(), Some(LinkId::new(17).into()));
            assert!(event.action().is_some_and(|action| action.name().starts_with("link.")));
            link.status(NOW).name().to_owned()
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
    let mut links = links().into_iter();
    for row in rows {
        let mut cells = row.split_whitespace();
        let (name, link) = links.next().unwrap();
        assert_eq!(cells.next(), Some(name));
        for transition in &columns {
            assert_eq!(Some(cell(transition, link.clone()).as_str()), cells.next(), "{name} × {transition}");
        }
        assert_eq!(cells.next(), None);
    }
    assert_eq!(links.next(), None);
}

#[test]
fn only_linked_gives_access() {
    for (name, link) in links() {
        assert_eq!(link.in_force(NOW), name == "linked", "{name}");
        assert_eq!(link.is_open(NOW), ["pending", "approved", "failed", "linked"].contains(&name), "{name}");
        let answered = ["approved", "failed", "linked", "over", "ended", "unlinked", "denied"].contains(&name);
        assert_eq!(link.answered().is_some(), answered, "{name}");
    }
}

#[test]
fn request_is_open_for_seven_days() {
    let (request, _) = Link::request(LinkId::new(17), wish(), &Past::default(), NOW).unwrap();
    let last = NOW + Span::from_ms(Span::WEEK.ms() - 1);
    assert!(request.clone().approve(last, "usr_2", Approval::default()).is_ok());
    assert!(request.clone().deny(last, "usr_2", None).is_ok());
    let late = NOW + Span::WEEK;
    let error = request.clone().approve(late, "usr_2", Approval::default()).unwrap_err();
    assert_eq!(error.code(), Code::Expired);
    assert_eq!(error.hints()[0], "send it again with <link resend lnk_17 C100001-9>");
    assert_eq!(request.deny(late, "usr_2", None).unwrap_err().code(), Code::Expired);
}

#[test]
fn resend_restarts_seven_days_after_a_minute() {
    let (request, _) = Link::request(LinkId::new(17), wish(), &Past::default(), NOW).unwrap();
    let soon = NOW + Span::from_ms(Span::MINUTE.ms() - 1);
    assert_eq!(request.clone().resend(soon, &Past::default()).unwrap_err().code(), Code::Conflict);
    let later = NOW + Span::MINUTE;
    let (again, _) = request.resend(later, &Past::default()).unwrap();
    assert_eq!((again.expires_at, again.send_count, again.requested_at), (later + LIFE, 2, NOW));
}

#[test]
fn expired_is_not_resent_next_to_a_newer() {
    let past = Past { open: Some(LinkId::new(18)), ..Past::default() };
    for name in ["overdue", "expired"] {
        let link = links().into_iter().find(|(other, _)| *other == name).unwrap().1;
        let error = link.resend(NOW, &past).unwrap_err();
        assert_eq!(error.code(), Code::Conflict);
        assert!(error.message().contains("lnk_18"), "{error}");
    }
}

#[test]
fn denied_partner_waits_seven_days() {
    let past = Past { denial: Some(Denial { link: LinkId::new(12), at: NOW }), ..Past::default() };
    let early = NOW + Span::from_ms(COOLDOWN.ms() - 1);
    let error = Link::request(LinkId::new(17), wish(), &past, early).unwrap_err();
    assert_eq!(error.code(), Code::Conflict);
    assert!(error.message().contains(&(NOW + COOLDOWN).to_string()), "{error}");
    assert_eq!(pending().resend(early, &past).unwrap_err().code(), Code::Conflict);
    assert!(Link::request(LinkId::new(17), wish(), &past, NOW + COOLDOWN).is_ok());

    let waived = Past { cooldown: Cooldown::Waived, ..past };
    let overridden = |at| match Link::request(LinkId::new(17), wish(), &waived, at).unwrap().1.what {
        AuditEvent::LinkRequest { r#override, .. } => r#override,
        other => panic!("{other:?}"),
    };
    assert_eq!(overridden(early), Some(Rule::Cooldown));
    assert_eq!(overridden(NOW + COOLDOWN), None);
}

#[test]
fn client_links_without_approval() {
    let creation = Creation {
        client: ClientId::new(100_001),
        partner: PartnerId::new(3),
        by: "usr_2".to_owned(),
        until: Some(NOW + TERM),
    };
    let (link, event) = Link::create(LinkId::new(18), creation.clone(), NOW).unwrap();
    let expected = (Some(Action::LinkCreate), Origin::Client, LinkStatus::Approved);
    assert_eq!((event.action(), link.origin, link.status(NOW)), expected);
    assert_eq!(link.meet_creation(&creation, NOW), Ok(Met::Unchanged));
    assert_eq!(link.meet(&wish(), NOW).unwrap_err().code(), Code::Conflict);
    let an_hour_later = Creation { until: Some(NOW + Span::HOUR + TERM), ..creation.clone() };
    assert_eq!(link.meet_creation(&an_hour_later, NOW + Span::HOUR), Ok(Met::Unchanged), "`--for 90d` said again");
    let longer = Creation { until: Some(NOW + TERM + TERM), ..creation.clone() };
    assert_eq!(link.meet_creation(&longer, NOW).unwrap_err().code(), Code::Conflict);
    let link = link.processed(NOW).unwrap().into_record();
    assert!(link.in_force(NOW + Span::from_ms(TERM.ms() - 1)));
    assert!(!link.in_force(NOW + TERM));
    let error = pending().meet_creation(&creation, NOW).unwrap_err();
    assert!(error.hints()[0].contains("link approve lnk_17"), "{:?}", error.hints());
}

#[test]
fn different_request_conflicts_with_open_one() {
    let fewer = Request { permissions: Permissions::of(&[Permission::Invoices]), ..wish() };
    assert_eq!(pending().meet(&fewer, NOW).unwrap_err().code(), Code::Conflict);
    let approval = Approval { permissions: Some(fewer.permissions), ..Approval::default() };
    let agreed = pending().approve(NOW, "usr_2", approval).unwrap().into_record();
    assert_eq!(agreed.meet(&fewer, NOW), Ok(Met::Unchanged));
    assert_eq!(agreed.meet(&wish(), NOW), Ok(Met::Unchanged));
}

#[test]
fn approval_may_give_less_but_not_more() {
    let with_term =
        |term| pending().approve(NOW, "usr_2", Approval { term, ..Approval::default() }).map(Step::into_record);
    assert_eq!(with_term(None).unwrap().until, Some(NOW + TERM));
    assert_eq!(with_term(Some(Span::DAY)).unwrap().until, Some(NOW + Span::DAY));
    for refused in [TERM.ms() + 1, 0, -5].map(Span::from_ms) {
        assert_eq!(with_term(Some(refused)).unwrap_err().code(), Code::Usage, "{refused}");
    }
    let mut endless = pending();
    endless.term = None;
    assert_eq!(endless.clone().approve(NOW, "usr_2", Approval::default()).unwrap().into_record().until, None);
    let short = Approval { term: Some(TERM), ..Approval::default() };
    assert_eq!(endless.approve(NOW, "usr_2", short).unwrap().into_record().until, Some(NOW + TERM));
}

/// The same answer of the same person is no new one; any other is refused.
#[test]
fn only_the_same_answer_is_unchanged() {
    let few = Permissions::of(&[Permission::Invoices]);
    let less = Approval { permissions: Some(few), term: Some(Span::DAY), auto_extend: None };
    let linked = pending().approve(NOW, "usr_2", less).unwrap().into_record().processed(NOW).unwrap().into_record();
    let later = NOW + Span::HOUR;
    for (by, approval, same) in [
        ("usr_2", less, true),
        ("usr_3", less, false),
        ("usr_2", Approval::default(), false),
        ("usr_2", Approval { term: None, ..less }, false),
        ("usr_2", Approval { permissions: None, ..less }, false),
    ] {
        match linked.clone().approve(later, by, approval) {
            Ok(step) => assert!(same && step.event().is_none(), "{by} {approval:?}"),
            Err(error) => assert!(!same && error.code() == Code::Conflict, "{by} {approval:?} {error}"),
        }
    }
    assert_eq!(linked.approve(NOW + Span::DAY, "usr_2", less).unwrap_err().code(), Code::Conflict);
    let denied = pending().deny(NOW, "usr_2", Some("no".to_owned())).unwrap().into_record();
    assert!(denied.clone().deny(later, "usr_2", None).unwrap().event().is_none());
    assert_eq!(denied.deny(later, "usr_3", None).unwrap_err().code(), Code::Conflict);
}

#[test]
fn link_that_ends_before_setup_never_holds() {
    let hour = Approval { term: Some(Span::HOUR), ..Approval::default() };
    let link = pending().approve(NOW, "usr_2", hour).unwrap().into_record();
    assert_eq!(link.processed(NOW + Span::HOUR).unwrap_err().code(), Code::Expired);
}

#[test]
fn a_link_never_gives_users() {
    assert_eq!(resolve(None).unwrap(), Permissions::ALL.without(Permission::Users));
    assert_eq!(resolve(Some("all")).unwrap_err().code(), Code::Usage);
    let greedy = Request { permissions: Permissions::ALL, ..wish() };
    let error = Link::request(LinkId::new(17), greedy, &Past::default(), NOW).unwrap_err();
    assert_eq!((error.code(), error.message()), (Code::Usage, "a link cannot have users"));
}

proptest! {
    #[test]
    fn approval_gives_exactly_what_it_says(asked in 0..1_u16 << 15, given in 0..1_u16 << 15) {
        let set = |bits: u16| -> Permissions {
            Permission::ALL.into_iter().filter(|permission| bits >> (*permission as u8) & 1 == 1).collect()
        };
        let mut link = pending();
        link.asked_permissions = set(asked);
        let approval = Approval { permissions: Some(set(given)), ..Approval::default() };
        match link.approve(NOW, "usr_2", approval).map(Step::into_record) {
            Ok(link) => {
                prop_assert!(set(given).is_subset_of(set(asked)));
                prop_assert_eq!(link.permissions, set(given));
                prop_assert_eq!(link.asked_permissions, set(asked));
            }
            Err(error) => {
                prop_assert_eq!(error.code(), Code::Usage);
                prop_assert!(!set(given).is_subset_of(set(asked)));
            }
        }
    }
}
