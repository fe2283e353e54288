//! A link whose end moves by itself: the table of states cell by cell, and that it never gives more than the client said.

use super::*;
use crate::domain::terms::ends_later;
use crate::domain::time::{Term, Zone};

const DAY: Span = Span::DAY;

fn half_a_year() -> AutoExtend {
    AutoExtend::parse("6mo").unwrap()
}

fn a_year() -> AutoExtend {
    AutoExtend::parse("1y").unwrap()
}

fn by(term: AutoExtend) -> LinkEdit {
    LinkEdit { auto_extend: AutoExtendEdit::By(term), ..LinkEdit::default() }
}

fn off() -> LinkEdit {
    LinkEdit { auto_extend: AutoExtendEdit::Off, ..LinkEdit::default() }
}

/// A link of 90 days, of which so many are yet to come.
fn lasting(days: i64) -> Link {
    let at = NOW - Span::days(90 - days);
    let requested = Link::request(LinkId::new(17), wish(), &Past::default(), at).unwrap().0;
    let approved = requested.approve(at, "usr_2", Approval::default()).unwrap().into_record();
    approved.processed(at).unwrap().into_record()
}

fn going_on(days: i64) -> Link {
    Link { auto_extend: Some(half_a_year()), ..lasting(days) }
}

fn asked(link: Link) -> Link {
    let ask = Ask { until: TermEdit::Until(NOW + Span::days(100)), ..Ask::default() };
    link.extend(NOW - DAY, "usr_9", &ask).unwrap().into_record()
}

/// A link with each thing that can be at [`NOW`].
fn rows() -> Vec<(&'static str, Link)> {
    let approval = Approval { auto_extend: Some(half_a_year()), ..Approval::default() };
    let approved = pending().approve(NOW - DAY, "usr_2", approval).unwrap().into_record();
    vec![
        ("off", lasting(80)),
        ("near_off", lasting(7)),
        ("on", going_on(80)),
        ("eighth_day", Link { until: Some(NOW + LEAD + Span::from_ms(1)), ..going_on(80) }),
        ("near", going_on(7)),
        ("last_moment", Link { until: Some(NOW + Span::from_ms(2)), ..going_on(80) }),
        ("near_asked", asked(going_on(7))),
        ("endless", Link { until: None, ..lasting(80) }),
        ("approved", approved),
        ("pending", pending()),
        ("over", going_on(0)),
        ("long_over", going_on(-1)),
        ("ended", going_on(0).close_if_expired(NOW).into_record()),
        ("unlinked", going_on(80).unlink(NOW, "usr_2").unwrap().into_record()),
    ]
}

/// What becomes of each (rows) by each transition (columns): whether it goes on by itself then (`on`, `off`), with
/// `+` where its end is later, `-` where it is sooner; `=` unchanged; the state where it is not in force; errors.
const TABLE: &str = "
             sweep  on        year      off       longer    shorter   endless   fewer     approve   deny      remove    close
off          =      on        on        =         off+      off-      off+      off       =         conflict  unlinked  =
near_off     =      on        on        =         off+      off-      off+      off       =         conflict  unlinked  =
on           =      =         on        off       on+       off-      off+      on        =         conflict  unlinked  =
eighth_day   =      =         on        off       on+       off-      off+      on        conflict  conflict  unlinked  =
near         on+    =         on        off       on+       off-      off+      on        =         conflict  unlinked  =
last_moment  on+    =         on        off       on+       off-      off+      on        conflict  conflict  unlinked  =
near_asked   on+    =         on        off       on+       off-      off+      on        on+       on        unlinked  =
endless      =      usage     usage     =         off-      off-      =         off       conflict  conflict  unlinked  =
approved     =      conflict  conflict  conflict  conflict  conflict  conflict  conflict  =         conflict  unlinked  =
pending      =      conflict  conflict  conflict  conflict  conflict  conflict  conflict  approved  denied    conflict  =
over         =      conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  lapsed
long_over    =      conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  lapsed
ended        =      conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  =
unlinked     =      conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  conflict  =         =
";

fn cell(transition: &str, link: Link) -> String {
    let before = link.clone();
    let until = |until| LinkEdit { until, ..LinkEdit::default() };
    let fewer = Permissions::of(&[Permission::Invoices]);
    let step = match transition {
        "sweep" => Ok(link.extend_by_itself(NOW, &Zone::utc())),
        "on" => link.edit(NOW, &by(half_a_year())),
        "year" => link.edit(NOW, &by(a_year())),
        "off" => link.edit(NOW, &off()),
        "longer" => link.edit(NOW, &until(TermEdit::Until(NOW + Span::days(300)))),
        "shorter" => link.edit(NOW, &until(TermEdit::Until(NOW + Span::from_ms(1)))),
        "endless" => link.edit(NOW, &until(TermEdit::NoEnd)),
        "fewer" => link.edit(NOW, &LinkEdit { permissions: Some(fewer), ..LinkEdit::default() }),
        "approve" => link.approve(NOW, "usr_2", Approval::default()),
        "deny" => link.deny(NOW, "usr_2", None),
        "remove" => link.unlink(NOW, "usr_2"),
        "close" => Ok(link.close_if_expired(NOW)),
        other => panic!("no transition {other}"),
    };
    match step {
        Ok(Step::Unchanged(_)) => "=".to_owned(),
        Ok(Step::Made(after, _)) if after.in_force(NOW) => {
            let way = if after.auto_extend.is_some() { "on" } else { "off" };
            let longer = ends_later(after.until, before.until);
            let sooner = ends_later(before.until, after.until);
            format!(
                "{way}{}",
                if longer {
                    "+"
                } else if sooner {
                    "-"
                } else {
                    ""
                }
            )
        }
        Ok(Step::Made(after, _)) => {
            let keeps = matches!(after.state, State::Approved { .. }) && before.auto_extend.is_some();
            assert_eq!(after.auto_extend.is_some(), keeps, "{transition}");
            after.status(NOW).name().to_owned()
        }
        Err(error) => error.code().name().to_owned(),
    }
}

#[test]
fn table_of_links_that_go_on_holds() {
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
fn end_moves_by_calendar_months() {
    let berlin = Zone::named("Europe/Berlin").unwrap();
    let until = |day: &str| crate::domain::time::parse_instant(day, &berlin, crate::domain::time::Edge::End).unwrap();
    for (term, from, to) in [
        ("6mo", "2026-11-30", "2027-05-31"),
        ("1mo", "2027-01-31", "2027-02-28"),
        ("1y", "2028-02-29", "2029-02-28"),
        ("30d", "2026-12-31", "2027-01-30"),
    ] {
        let (from, to) = (until(from), until(to));
        let link = Link { auto_extend: Some(AutoExtend::parse(term).unwrap()), until: Some(from), ..lasting(80) };
        let now = from - DAY;
        let link =
            Link { state: State::Linked { answer: answer(now), at: now, extension: ExtensionState::None }, ..link };
        let link = link.extend_by_itself(now, &berlin).into_record();
        assert_eq!(link.until, Some(to), "{term}: {:?}", link.until.map(|until| berlin.end_in_words(until)));
    }
}

fn answer(at: Instant) -> LinkAnswer {
    LinkAnswer { at, by: "usr_2".to_owned() }
}

#[test]
fn terms_are_from_thirty_days_to_a_year() {
    for term in ["30d", "366d", "1mo", "12mo", "1y", "6mo", "5w"] {
        let read = AutoExtend::parse(term).unwrap();
        assert_eq!(AutoExtend::parse(&read.to_string()).unwrap(), read, "what is stored is read back");
    }
    for term in ["29d", "367d", "13mo", "2y", "1h", "725h", "", "6m", "soon"] {
        assert_eq!(AutoExtend::parse(term).unwrap_err().code(), Code::Usage, "{term}");
    }
    assert!(Term::parse("720h").is_ok() && AutoExtend::parse("720h").is_ok());
    let words = ["30d", "1mo", "6mo", "1y"].map(|term| AutoExtend::parse(term).unwrap().in_words());
    assert_eq!(words, ["30 days", "1 month", "6 months", "1 year"]);
}

/// What goes on counts as given without end, so that only someone without an end gives it.
#[test]
fn going_on_is_given_without_end() {
    let (before, after) = (lasting(80), going_on(80));
    let widening = Widening::between(&before, &after).unwrap();
    assert_eq!((widening.permissions, widening.until, widening.is_longer()), (after.permissions, None, true));
    let longer = Link { auto_extend: Some(a_year()), ..after.clone() };
    assert!(Widening::between(&after, &longer).is_some_and(|widening| widening.is_longer()), "by another term");
    assert_eq!(Widening::between(&after, &before), None, "either side ends it");
    let moved = Link { until: after.until.map(|until| until + DAY), ..after.clone() };
    assert!(Widening::between(&after, &moved).is_some(), "a later end is given by the client, also while it goes on");
    let few = Permissions::of(&[Permission::Invoices]);
    let narrow = Link { permissions: few, ..after.clone() };
    assert_eq!(Widening::between(&narrow, &after).unwrap().until, None, "what is added goes on too");
}

#[test]
fn full_extension_ends_the_request() {
    let link = asked(going_on(7)).extend_by_itself(NOW, &Zone::utc()).into_record();
    assert_eq!(link.extension(), None);
    let more = Ask { permissions: Some(LINK_DEFAULT), ..Ask::default() };
    let narrow = Link { permissions: Permissions::of(&[Permission::Invoices]), ..going_on(7) };
    let link =
        narrow.extend(NOW, "usr_9", &more).unwrap().into_record().extend_by_itself(NOW, &Zone::utc()).into_record();
    assert!(link.extension_awaits_answer(NOW));
}

/// One thing that happens, after so many hours.
#[derive(Debug, Clone)]
enum Act {
    /// An owner changes what they like.
    Client(LinkEdit),
    /// Anyone else asks for the same change, which is done where it gives nothing.
    Other(LinkEdit),
    /// Someone of the partner asks for more.
    Ask(u16, i64),
    Deny,
    /// Deliveries look for links that go on.
    Sweep,
}

fn any_edit() -> impl Strategy<Value = LinkEdit> {
    let permissions = proptest::option::weighted(0.3, (0..1_u16 << 15).prop_map(set));
    let until = prop_oneof![
        3 => Just(None),
        1 => Just(Some(None)),
        2 => (1..400_i64).prop_map(|days| Some(Some(days))),
    ];
    let auto_extend = prop_oneof![
        2 => Just(AutoExtendEdit::Keep),
        1 => Just(AutoExtendEdit::Off),
        1 => Just(AutoExtendEdit::By(half_a_year())),
        1 => Just(AutoExtendEdit::By(AutoExtend::parse("30d").unwrap())),
    ];
    (permissions, until, auto_extend).prop_map(|(permissions, days, auto_extend)| {
        let until = match days {
            None => TermEdit::Keep,
            Some(None) => TermEdit::NoEnd,
            Some(Some(days)) => TermEdit::Until(Instant::from_ms(Span::days(days).ms())),
        };
        LinkEdit { permissions, until, auto_extend }
    })
}

/// The edit, with its end counted from now.
fn from_now(edit: LinkEdit, now: Instant) -> LinkEdit {
    match edit.until {
        TermEdit::Until(after) => LinkEdit { until: TermEdit::Until(now + Span::from_ms(after.ms())), ..edit },
        _ => edit,
    }
}

fn set(bits: u16) -> Permissions {
    let all = Permission::ALL.into_iter().filter(|permission| bits >> (*permission as u8) & 1 == 1);
    all.collect::<Permissions>().intersection(LINK_MOST)
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => any_edit().prop_map(Act::Client),
        3 => any_edit().prop_map(Act::Other),
        1 => (0..1_u16 << 15, 1..400_i64).prop_map(|(bits, days)| Act::Ask(bits, days)),
        1 => Just(Act::Deny),
        6 => Just(Act::Sweep),
    ]
}

proptest! {
    /// Access is never wider, nor longer, without the client's yes; a link that goes on never ends while someone looks in
    /// time, and what has ended stays so.
    #[test]
    fn only_the_client_allows_auto_extend(
        has in 0..1_u16 << 15,
        acts in proptest::collection::vec((act(), 0..500_i64), 1..40),
    ) {
        let zone = Zone::utc();
        let mut link = Link { permissions: set(has), ..lasting(80) };
        let mut now = NOW;
        // The client's last word: what it lets the partner do at most, until when, and by how much it lets the end move.
        let mut said = (link.permissions, link.until, link.auto_extend);
        for (act, hours) in acts {
            now = now + Span::hours(hours);
            let before = link.clone();
            let was_in_force = before.in_force(now);
            let is_yes = matches!(act, Act::Client(_));
            let is_sweep = matches!(act, Act::Sweep);
            let done = match act {
                Act::Client(edit) => link.clone().edit(now, &from_now(edit, now)),
                Act::Other(edit) => match link.clone().edit(now, &from_now(edit, now)) {
                    Ok(Step::Made(after, _)) if Widening::between(&before, &after).is_some() => continue,
                    done => done,
                },
                Act::Ask(bits, days) => {
                    let until = TermEdit::Until(now + Span::days(days));
                    link.clone().extend(now, "usr_9", &Ask { permissions: Some(set(bits)), until, message: None })
                }
                Act::Deny => link.clone().deny(now, "usr_2", None),
                Act::Sweep => Ok(link.clone().extend_by_itself(now, &zone)),
            };
            if let Ok(step) = done {
                link = step.into_record();
            }
            prop_assert_eq!(link.in_force(now), was_in_force, "what has ended stays so, and nothing ends at once");
            if is_yes {
                said = (link.permissions, link.until, link.auto_extend);
                continue;
            }
            prop_assert!(link.permissions.is_subset_of(said.0));
            prop_assert!(link.auto_extend.is_none() || link.auto_extend == said.2);
            if !is_sweep {
                prop_assert!(!ends_later(link.until, before.until));
            } else if ends_later(link.until, before.until) {
                let (term, until) = (said.2, before.until.unwrap());
                prop_assert!(was_in_force && until <= now + LEAD, "in force, and near its end");
                prop_assert_eq!(link.until, term.map(|term| term.next_end(until, &zone)), "as the client said, once");
                prop_assert!(before.auto_extend.is_some() && link.until.unwrap() > now + LEAD);
            }
            if is_sweep && link.auto_extend.is_some() && was_in_force {
                prop_assert!(link.until.is_some_and(|until| until > now + LEAD), "it goes on where someone looks");
            }
        }
    }
}
