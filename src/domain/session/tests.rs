//! The status of a session, to the millisecond; what ends it; what may follow.

use super::*;
use crate::domain::access::Rule;
use crate::domain::audit_event::Action;

const BEGAN: Instant = Instant::from_ms(1_795_000_000_000);
const MINUTE: Span = Span::from_ms(60_000);
const MS: Span = Span::from_ms(1);
const OWN: Ground = Ground { login: UserId::new(5), grant: Some(GrantId::new(9)), link: None };

fn session() -> Session {
    Session::open(SessionId::new(4), ClientId::new(100_001), UserId::new(5), OWN, None, BEGAN)
}

/// Used every 29 minutes until `at`.
fn used_until(at: Instant) -> Session {
    let mut session = session();
    let mut now = BEGAN;
    while now < at {
        now = at.min(now + Span::from_ms(29 * 60_000));
        session.used(now);
    }
    session
}

fn word(session: &Session, now: Instant) -> (&'static str, Option<Instant>) {
    match session.status(&Ok(()), now) {
        SessionStatus::Open { until } => ("open", Some(until)),
        SessionStatus::Closed { at } => ("closed", Some(at)),
        SessionStatus::Expired { at } => ("expired", Some(at)),
        SessionStatus::Idle { at } => ("idle", Some(at)),
        SessionStatus::Ended { .. } => ("ended", None),
    }
}

#[test]
fn session_is_idle_at_thirty_minutes() {
    let session = session();
    let end = BEGAN + IDLE;
    assert_eq!(word(&session, BEGAN), ("open", Some(end)));
    assert_eq!(word(&session, end - MS), ("open", Some(end)));
    assert_eq!(word(&session, end), ("idle", Some(end)));
    assert_eq!(word(&session, BEGAN + LIFE), ("idle", Some(end)), "it stays what it was first");
}

#[test]
fn each_use_gives_thirty_minutes_more() {
    let mut session = session();
    let used = BEGAN + IDLE - MS;
    session.used(used);
    assert_eq!(word(&session, used + IDLE - MS), ("open", Some(used + IDLE)));
    assert_eq!(word(&session, used + IDLE), ("idle", Some(used + IDLE)));
    session.used(BEGAN);
    assert_eq!(session.used_at, used, "a clock that was set back takes nothing away");
}

#[test]
fn session_ends_at_eight_hours() {
    let end = BEGAN + LIFE;
    let session = used_until(end - MS);
    assert_eq!(word(&session, end - MS), ("open", Some(end)));
    assert_eq!(word(&session, end), ("expired", Some(end)));
}

#[test]
fn session_never_outlives_its_access() {
    let term = BEGAN + MINUTE;
    let session = Session::open(SessionId::new(4), ClientId::new(100_001), UserId::new(5), OWN, Some(term), BEGAN);
    assert_eq!(word(&session, term - MS), ("open", Some(term)));
    assert_eq!(word(&session, term), ("expired", Some(term)));
    let long = Session::open(session.id, session.client, session.person, OWN, Some(BEGAN + LIFE + MS), BEGAN);
    assert_eq!(long.expires_at, BEGAN + LIFE);
}

#[test]
fn code_lives_sixty_seconds() {
    let mut session = session();
    assert_eq!(session.code_expires_at, BEGAN + MINUTE);
    session.handed_off(BEGAN + MINUTE);
    assert_eq!((session.code_expires_at, session.used_at), (BEGAN + MINUTE + MINUTE, BEGAN + MINUTE));
    session.handed_off(BEGAN + LIFE - MS);
    assert_eq!(session.code_expires_at, BEGAN + LIFE, "it does not outlive the session");
}

#[test]
fn use_within_a_minute_is_not_recorded() {
    let session = session();
    assert!(!session.is_worth_noting(BEGAN) && !session.is_worth_noting(BEGAN + MINUTE - MS));
    assert!(session.is_worth_noting(BEGAN + MINUTE));
}

/// Stored state, what lets the person in, the time | word, and how a person who leaves finds it.
#[test]
fn state_follows_from_row_access_and_time() {
    let at = BEGAN + MINUTE;
    let closed = |because: EndReason| Session { state: State::Closed { at, because }, ..session() };
    let (soon, later) = (at + MINUTE, BEGAN + LIFE + LIFE);
    let gone = || Err(Ending::Link);
    for (session, lets_in, now, expected, stored) in [
        (session(), Ok(()), soon, "open", Some("left")),
        (session(), gone(), soon, "ended", Some("link")),
        (session(), Ok(()), later, "idle", Some("idle")),
        (session(), gone(), later, "idle", Some("idle")),
        (used_until(BEGAN + LIFE - MS), Ok(()), later, "expired", Some("expired")),
        (closed(EndReason::Left), Ok(()), soon, "closed", None),
        (closed(EndReason::Left), gone(), later, "closed", None),
        (closed(EndReason::Idle), Ok(()), soon, "idle", None),
        (closed(EndReason::Expired), Ok(()), soon, "expired", None),
        (closed(EndReason::Ended(Ending::User)), Ok(()), soon, "ended", None),
    ] {
        let status = session.status(&lets_in, now);
        assert_eq!(status.word().name(), expected, "{session:?} {lets_in:?}");
        assert_eq!(status.is_open(), expected == "open");
        let before = session.clone();
        let (after, event) = session.close(EndReason::Left, &lets_in, now);
        match stored {
            None => assert_eq!((after, event), (before, None), "what is closed stays as it is"),
            Some(word) => {
                let State::Closed { at, because } = &after.state else { panic!("{after:?}") };
                assert_eq!(because.word(), word);
                assert!(*at <= now && *at >= BEGAN);
                let action = event.unwrap().action();
                assert_eq!(action, Some(if word == "left" { Action::SessionClose } else { Action::SessionEnd }));
                assert_eq!(
                    after.status(&Ok(()), later).word().name(),
                    if word == "left" { "closed" } else { expected }
                );
            }
        }
    }
}

fn verdict(no: &[&'static str]) -> Verdict {
    let rules = no.iter().map(|name| Rule { name, outcome: Outcome::No, text: "".into() }).collect();
    Verdict { own: None, partner: None, rules, decided_by: "" }
}

#[test]
fn it_ends_with_whatever_it_rests_on() {
    let dedicated = Ground { login: UserId::new(8), grant: Some(GrantId::new(7)), link: Some(LinkId::new(17)) };
    let by_link = Ground { login: UserId::new(5), grant: None, link: Some(LinkId::new(17)) };
    for (ground, no, ending) in [
        (OWN, "user_active", Ending::User),
        (OWN, "client_open", Ending::Client),
        (OWN, "own_grant", Ending::Grant),
        (OWN, "own_term", Ending::Term),
        (OWN, "own_link", Ending::Link),
        (OWN, "scope", Ending::Grant),
        (by_link, "user_active", Ending::User),
        (by_link, "client_open", Ending::Client),
        (by_link, "partner_user", Ending::Seat),
        (by_link, "partner_active", Ending::Partner),
        (by_link, "link", Ending::Link),
        (by_link, "scope", Ending::Scope),
        (by_link, "own_grant", Ending::Link),
        (dedicated, "dedicated_user", Ending::Dedicated),
        (dedicated, "link", Ending::Link),
    ] {
        let session = Session { ground, ..session() };
        assert_eq!(session.lets_in(&verdict(&[no]), &Grounds::default()), Err(ending), "{ground:?} {no}");
    }
}

#[test]
fn only_the_same_grant_link_and_login_enter() {
    let by_link = Ground { login: UserId::new(5), grant: None, link: Some(LinkId::new(17)) };
    let own = |ground| Grounds { own: Some(ground), partner: Some(by_link) };
    assert_eq!(session().lets_in(&verdict(&[]), &own(OWN)), Ok(()));
    let other_grant = Ground { grant: Some(GrantId::new(10)), ..OWN };
    assert_eq!(session().lets_in(&verdict(&[]), &own(other_grant)), Err(Ending::Grant), "given again later");
    let of_partner = Session { ground: by_link, ..session() };
    assert_eq!(of_partner.lets_in(&verdict(&[]), &own(OWN)), Ok(()));
    let other_link = Grounds { own: Some(OWN), partner: Some(Ground { link: Some(LinkId::new(18)), ..by_link }) };
    assert_eq!(of_partner.lets_in(&verdict(&[]), &other_link), Err(Ending::Link), "linked again later");
}

#[test]
fn stored_end_is_read_again() {
    let endings = Ending::ALL.into_iter().chain([Ending::Other("password".to_owned())]).map(EndReason::Ended);
    for because in endings.chain([EndReason::Left, EndReason::Expired, EndReason::Idle]) {
        assert_eq!(EndReason::from_word(because.word()), because);
        assert!(!because.text().is_empty());
    }
}
