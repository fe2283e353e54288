//! A link in force with a request for more next to it: the table of states cell by cell, and what holds whatever is
//! asked and answered.

use super::*;
use crate::domain::terms::ends_later;

const ASKED: Instant = Instant::from_ms(NOW.ms() + Span::days(200).ms());
const OTHER: Instant = Instant::from_ms(NOW.ms() + Span::days(300).ms());

fn until(end: Instant) -> Ask {
    Ask { until: TermEdit::Until(end), ..Ask::default() }
}

/// A link that lasts for 90 days, 80 of them yet to come.
fn plain() -> Link {
    let at = NOW - Span::days(10);
    let requested = Link::request(LinkId::new(17), wish(), &Past::default(), at).unwrap().0;
    let approved = requested.approve(at, "usr_2", Approval::default()).unwrap().into_record();
    approved.processed(at).unwrap().into_record()
}

fn asked(at: Instant) -> Link {
    plain().extend(at, "usr_9", &until(ASKED)).unwrap().into_record()
}

fn denied(at: Instant) -> Link {
    asked(at).deny(at, "usr_2", None).unwrap().into_record()
}

/// A link with each thing that can be next to it at [`NOW`].
fn rows() -> Vec<(&'static str, Link)> {
    let mut lapsed = asked(NOW - Span::DAY);
    lapsed.until = Some(NOW);
    vec![
        ("plain", plain()),
        ("asked", asked(NOW - Span::DAY)),
        ("overdue", asked(NOW - Span::WEEK)),
        ("denied", denied(NOW - Span::DAY)),
        ("long_denied", denied(NOW - Span::WEEK)),
        ("lapsed", lapsed),
    ]
}

/// What becomes of each (rows) by each transition (columns): what is next to the link then, or the state in which the link
/// is; `=` unchanged; `conflict` and `expired!` errors.
const TABLE: &str = "
             ask       other     approve   deny      cancel    resend    longer    shorter   remove    delete    close
plain        asked     asked     =         conflict  conflict  conflict  plain     plain     unlinked  conflict  =
asked        =         conflict  plain     denied    plain     asked     plain     asked     unlinked  conflict  =
overdue      asked     asked     expired!  expired!  plain     asked     plain     overdue   unlinked  conflict  =
denied       conflict  conflict  =         conflict  conflict  conflict  denied    denied    unlinked  conflict  =
long_denied  asked     asked     =         conflict  conflict  conflict  denied    denied    unlinked  conflict  =
lapsed       conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  lapsed    lapsed
";

fn cell(transition: &str, link: Link) -> String {
    let edit = |link: Link, until| link.edit(NOW, &LinkEdit { until, ..LinkEdit::default() });
    let step = match transition {
        "ask" => link.extend(NOW, "usr_9", &until(ASKED)),
        "other" => link.extend(NOW, "usr_9", &until(OTHER)),
        "approve" => link.approve(NOW, "usr_2", Approval::default()),
        "deny" => link.deny(NOW, "usr_2", None),
        "cancel" => link.cancel(NOW, "usr_9"),
        "resend" => link.resend(NOW, &Past::default()).map(|(link, event)| Step::Made(link, event)),
        "longer" => edit(link, TermEdit::NoEnd),
        "shorter" => edit(link, TermEdit::Until(NOW + Span::DAY)),
        "remove" => link.unlink(NOW, "usr_2"),
        "delete" => link.close_if_expired(NOW).into_record().delete(NOW),
        "close" => Ok(link.close_if_expired(NOW)),
        other => panic!("no transition {other}"),
    };
    match step {
        Ok(Step::Unchanged(_)) => "=".to_owned(),
        Ok(Step::Made(link, event)) => {
            assert!(event.action().is_some_and(|action| action.name().starts_with("link.")));
            next_to(&link).to_owned()
        }
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

fn next_to(link: &Link) -> &'static str {
    match &link.state {
        State::Linked { .. } if link.extension_awaits_answer(NOW) => "asked",
        State::Linked { extension: ExtensionState::Asked(_), .. } => "overdue",
        State::Linked { extension: ExtensionState::Denied { .. }, .. } => "denied",
        State::Linked { extension: ExtensionState::None, .. } => "plain",
        _ => link.status(NOW).name(),
    }
}

#[test]
fn table_of_requests_for_more_holds() {
    let mut lines = TABLE.lines().skip(1);
    let columns: Vec<_> = lines.next().unwrap().split_whitespace().collect();
    let mut rows = rows().into_iter();
    for line in lines {
        let mut cells = line.split_whitespace();
        let (name, link) = rows.next().unwrap();
        assert_eq!(cells.next(), Some(name));
        for transition in &columns {
            assert_eq!(Some(cell(transition, link.clone()).as_str()), cells.next(), "{name} × {transition}");
        }
    }
    assert_eq!(rows.next(), None);
}

#[test]
fn approval_gives_what_was_asked_or_less() {
    let few = Permissions::of(&[Permission::Invoices]);
    let more = Permissions::of(&[Permission::Quotes, Permission::Tickets]);
    let link = Link { permissions: few, ..plain() };
    let ask = Ask { permissions: Some(more), ..until(ASKED) };
    let link = link.extend(NOW, "usr_9", &ask).unwrap().into_record();
    assert_eq!(link.permissions, few, "nothing yet");
    let approve =
        |permissions, term| link.clone().approve(NOW, "usr_2", Approval { permissions, term, ..Approval::default() });
    let given = |permissions, term| {
        let link = approve(permissions, term).unwrap().into_record();
        (link.permissions, link.until)
    };
    assert_eq!(given(None, None), (few.union(more), Some(ASKED)));
    let quotes = Permissions::of(&[Permission::Quotes]);
    assert_eq!(given(Some(quotes), None), (few.union(quotes), Some(ASKED)));
    assert_eq!(given(None, Some(Span::days(100))), (few.union(more), Some(NOW + Span::days(100))));
    assert_eq!(given(None, Some(Span::DAY)), (few.union(more), link.until), "it ends no earlier");
    let nothing = approve(Some(few), Some(Span::DAY)).unwrap_err();
    assert_eq!(nothing.code(), Code::Usage);
    for (permissions, term) in [(Some(Permissions::of(&[Permission::Emails])), None), (None, Some(Span::days(201)))] {
        assert_eq!(approve(permissions, term).unwrap_err().code(), Code::Usage);
    }
}

#[test]
fn only_more_can_be_asked() {
    let sooner = plain().extend(NOW, "usr_9", &until(NOW + Span::days(79))).unwrap_err();
    assert_eq!(sooner.code(), Code::Usage);
    assert!(sooner.hints()[0].contains("link edit"), "{:?}", sooner.hints());
    assert!(plain().extend(NOW, "usr_9", &Ask::default()).unwrap().event().is_none());
    let users = Ask { permissions: Some(Permissions::ALL), ..Ask::default() };
    assert_eq!(plain().extend(NOW, "usr_9", &users).unwrap_err().code(), Code::Usage);
    let of_client = Link { origin: Origin::Client, ..plain() };
    let permissions = Ask { permissions: Some(LINK_DEFAULT), ..Ask::default() };
    assert_eq!(of_client.clone().extend(NOW, "usr_9", &permissions).unwrap_err().code(), Code::Conflict);
    let longer = of_client.extend(NOW, "usr_9", &until(ASKED)).unwrap().into_record();
    let longer = longer.approve(NOW, "usr_2", Approval::default()).unwrap().into_record();
    assert_eq!((longer.origin, longer.until), (Origin::Client, Some(ASKED)));
}

/// One thing that someone does, after so many hours.
#[derive(Debug, Clone)]
enum Act {
    Ask(u16, Option<i64>),
    Approve(Option<u16>, Option<i64>),
    Deny,
    Cancel,
    Resend,
}

fn set(bits: u16) -> Permissions {
    let all = Permission::ALL.into_iter().filter(|permission| bits >> (*permission as u8) & 1 == 1);
    all.collect::<Permissions>().intersection(LINK_MOST)
}

fn act() -> impl Strategy<Value = Act> {
    let days = || proptest::option::of(1..400_i64);
    prop_oneof![
        4 => (0..1_u16 << 15, days()).prop_map(|(bits, days)| Act::Ask(bits, days)),
        2 => (proptest::option::of(0..1_u16 << 15), days()).prop_map(|(bits, days)| Act::Approve(bits, days)),
        1 => Just(Act::Deny),
        1 => Just(Act::Cancel),
        1 => Just(Act::Resend),
    ]
}

proptest! {
    /// Access is never wider without the client's yes, and never ends by asking for more.
    #[test]
    fn only_yes_widens_the_link(
        has in 0..1_u16 << 15,
        acts in proptest::collection::vec((act(), 0..100_i64), 1..20),
    ) {
        let mut link = Link { permissions: set(has), until: Some(NOW + Span::days(400)), ..plain() };
        let mut now = NOW;
        for (act, hours) in acts {
            now = now + Span::hours(hours);
            let before = link.clone();
            let is_yes = matches!(act, Act::Approve(..));
            let done = match act {
                Act::Ask(bits, days) => {
                    let until = days.map_or(TermEdit::Keep, |days| TermEdit::Until(now + Span::days(days)));
                    link.clone().extend(now, "usr_9", &Ask { permissions: Some(set(bits)), until, message: None })
                }
                Act::Approve(bits, days) => {
                    link.clone().approve(now, "usr_2", Approval { permissions: bits.map(set), term: days.map(Span::days), auto_extend: None })
                }
                Act::Deny => link.clone().deny(now, "usr_2", None),
                Act::Cancel => link.clone().cancel(now, "usr_9"),
                Act::Resend => link.clone().resend(now, &Past::default()).map(|(link, event)| Step::Made(link, event)),
            };
            if let Ok(step) = done {
                link = step.into_record();
            }
            prop_assert!(before.permissions.is_subset_of(link.permissions));
            prop_assert!(!ends_later(before.until, link.until));
            prop_assert_eq!(link.in_force(now), before.in_force(now));
            if !is_yes {
                prop_assert_eq!((link.permissions, link.until), (before.permissions, before.until));
            } else if let Some(asked) = before.extension() {
                prop_assert!(link.permissions.is_subset_of(before.permissions.union(asked.permissions)));
                prop_assert!(link.until == before.until || !ends_later(link.until, asked.until));
            }
        }
    }
}
