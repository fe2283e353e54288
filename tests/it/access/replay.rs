//! What is answered about the past is what was answered then: random histories are played, at each instant the present
//! is asked who may enter what and why, and at the end the same is asked of each past instant.

mod hand;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use partnerctl::domain::access::{Source, Verdict, effective};
use partnerctl::domain::actor::{Actor, StaffMember, StaffRights};
use partnerctl::domain::id::{ClientId, PartnerId, StaffId, UserId};
use partnerctl::domain::time::{Instant, Span};
use partnerctl::ops::access::list::{By, Extent, Filter, OwnGrants, Range, When, list};
use partnerctl::ops::log;
use partnerctl::ops::reach::{Moment, gather};
use partnerctl::store::as_of::AsOf;
use partnerctl::store::audit_list::Filter as AuditFilter;
use partnerctl::store::{Store, Tx, client, login};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

use self::hand::{Cast, Hand, Step, opening, step};
use crate::support::World;

/// What the present said of one person and one client at one instant.
struct Said {
    at: Instant,
    user: UserId,
    client: ClientId,
    verdict: Verdict,
}

fn verdict(tx: &Tx<'_>, user: UserId, place: ClientId, moment: Moment) -> Verdict {
    let person = login::by_id(tx, user).unwrap().unwrap();
    let place = client::by_id(tx, place).unwrap().unwrap();
    effective(&gather(tx, &person, &place, moment).unwrap().facts, moment.at)
}

/// Plays a history and records what the present says after each of its steps.
fn play(hand: &mut Hand, store: &mut Store, steps: &[Step]) -> (Cast, Vec<Said>) {
    let cast = hand.cast();
    let mut said = Vec::new();
    for step in std::iter::once(None).chain(steps.iter().map(Some)) {
        if let Some(step) = step {
            hand.play(&cast, step);
        }
        let now = hand.now();
        store
            .read(|tx| {
                for (user, client) in cast.pairs() {
                    let verdict = verdict(tx, user, client, Moment::present(now));
                    said.push(Said { at: now, user, client, verdict });
                }
                Ok(())
            })
            .unwrap();
    }
    (cast, said)
}

/// The ways that were said to be open at one instant.
fn ways_said(said: &[Said], at: Instant, among: impl Fn(&Said) -> bool) -> Vec<(ClientId, UserId, Source)> {
    let then = said.iter().filter(|said| said.at == at && among(said));
    let mut ways: Vec<_> = then
        .flat_map(|said| {
            let ways = said.verdict.own.into_iter().chain(said.verdict.partner);
            ways.map(|way| (said.client, said.user, way))
        })
        .collect();
    ways.sort_by_key(|(client, user, _)| (*client, *user));
    ways
}

fn jane() -> Actor {
    let (os_user, name) = ("jane".to_owned(), "Jane".to_owned());
    Actor::Staff(StaffMember { id: StaffId::new(1), os_user, name, rights: StaffRights::Full })
}

/// The past of every instant is what its present was, rule by rule, for anyone who was there.
fn the_past_is_what_the_present_was(store: &mut Store, said: &[Said], now: Instant) -> Result<(), TestCaseError> {
    store
        .read(|tx| {
            for Said { at, user, client, verdict: then } in said {
                let moment = Moment::of(tx, *at, now)?;
                let shown = verdict(tx, *user, *client, moment);
                if shown != *then {
                    return Ok(Err(TestCaseError::fail(format!("{user} {client} {at}: {shown:#?}\nwas {then:#?}"))));
                }
            }
            Ok(Ok(()))
        })
        .unwrap()
}

/// The lists of a past instant have exactly those who were let in then, whichever side they are asked from.
fn the_lists_are_complete(
    store: &mut Store,
    cast: &Cast,
    said: &[Said],
    at: Instant,
    now: Instant,
) -> Result<(), TestCaseError> {
    let jane = jane();
    let mut asked = |extent| {
        let found = store.read(|tx| {
            let mut found = Vec::new();
            let when = When::At(Moment::of(tx, at, now)?);
            list(tx, &jane, extent, when, Filter::default(), |way| {
                found.push((way.client.id, way.person.id, way.gives));
                Ok(())
            })?;
            Ok(found)
        });
        found.unwrap()
    };
    for place in cast.clients() {
        prop_assert_eq!(asked(Extent::Client(place)), ways_said(said, at, |said| said.client == place), "{}", place);
    }
    for person in cast.users() {
        prop_assert_eq!(asked(Extent::User(person)), ways_said(said, at, |said| said.user == person), "{}", person);
    }
    // Of a partner nothing is listed that its people have by themselves.
    for partner in cast.partners() {
        for (place, person, way) in asked(Extent::Partner(partner, OwnGrants::LeftOut)) {
            prop_assert!(ways_said(said, at, |_| true).contains(&(place, person, way)), "{} {}", partner, person);
        }
    }
    Ok(())
}

/// The stretches of a time hold anyone who was let in at any instant of it, with what they could do then.
fn the_stretches_hold_every_instant(
    store: &mut Store,
    cast: &Cast,
    said: &[Said],
    now: Instant,
) -> Result<(), TestCaseError> {
    let (first, last) = (said[0].at, said[said.len() - 1].at);
    let jane = jane();
    let mut found = Vec::new();
    store
        .read(|tx| {
            let range = Range::of(tx, first, last + Span::from_ms(1), now)?;
            for place in cast.clients() {
                list(tx, &jane, Extent::Client(place), When::During(range), Filter::default(), |way| {
                    let ended = way.ended.as_ref().or(way.changed.as_ref()).map_or(range.until, |(at, _)| *at);
                    found.push((way.client.id, way.person.id, way.by == By::Grant, way.gives, way.since, ended));
                    Ok(())
                })?;
            }
            Ok(())
        })
        .unwrap();
    for Said { at, user, client, verdict } in said {
        for (own, way) in [(true, verdict.own), (false, verdict.partner)] {
            let held: Vec<_> = found
                .iter()
                .filter(|(c, u, o, _, since, ended)| {
                    (c, u, *o) == (client, user, own) && since.is_none_or(|since| since <= *at) && at < ended
                })
                .map(|(_, _, _, gives, _, _)| (gives.role, gives.permissions, gives.enters))
                .collect();
            let then: Vec<_> = way.iter().map(|way| (way.role, way.permissions, way.enters)).collect();
            prop_assert_eq!(held, then, "{} {} {}", user, client, at);
        }
    }
    Ok(())
}

/// A thousand, or as many as asked for.
#[expect(clippy::disallowed_methods, reason = "the one who runs the tests chooses how long")]
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1000)
}

#[test]
fn as_of_agrees_with_replayed_histories() {
    let world = World::new();
    let hand = RefCell::new((Hand::new(&world), Store::as_it_is(&world.database()).unwrap()));
    let config = ProptestConfig {
        cases: cases(),
        max_shrink_iters: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let let_in = RefCell::new((0_u32, 0_u32));
    let histories = (opening(), prop::collection::vec(step(), 3..12), any::<prop::sample::Index>());
    TestRunner::new(config)
        .run(&histories, |(mut opening, steps, index)| {
            opening.extend(steps);
            let (hand, store) = &mut *hand.borrow_mut();
            let (cast, said) = play(hand, store, &opening);
            let now = hand.now() + Span::days(1);
            the_past_is_what_the_present_was(store, &said, now)?;
            the_lists_are_complete(store, &cast, &said, said[index.index(said.len())].at, now)?;
            the_stretches_hold_every_instant(store, &cast, &said, now)?;
            let mut counts = let_in.borrow_mut();
            for said in &said {
                counts.0 += u32::from(said.verdict.own.is_some());
                counts.1 += u32::from(said.verdict.partner.is_some());
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    // Histories in which no one ever gets in would prove nothing.
    let (own, partner) = let_in.into_inner();
    assert!(own > cases() && partner > cases() / 2, "{own} {partner}");
}

/// The rows of a client's log, each with its instant; `client log` and `audit list -c` have the same.
fn rows_of_log(tx: &Tx<'_>, place: ClientId) -> BTreeMap<i64, Instant> {
    let (mut newest, mut oldest) = (Vec::new(), Vec::new());
    log::newest(tx, place, i64::MAX, u32::MAX, |line| {
        newest.push((line.number, line.at));
        Ok(())
    })
    .unwrap();
    let filter = AuditFilter { client: Some(place), ..AuditFilter::default() };
    log::list(tx, &filter, |line| {
        oldest.push((line.number, line.at));
        Ok(())
    })
    .unwrap();
    assert!(oldest.is_sorted_by(|one, next| one.0 < next.0), "{oldest:?}");
    newest.reverse();
    assert_eq!(newest, oldest);
    oldest.into_iter().collect()
}

/// The log of a client has each audit row that changed how anyone gets in, and `--during` no turn that the log has not.
fn the_log_has_every_change(
    store: &mut Store,
    cast: &Cast,
    audits: std::ops::RangeInclusive<i64>,
    now: Instant,
) -> Result<u32, TestCaseError> {
    let jane = jane();
    let (mut unnamed, mut failure) = (0, None);
    store
        .read(|tx| {
            for place in cast.clients() {
                let rows = rows_of_log(tx, place);
                let ways = |user, audit, at| {
                    let verdict = verdict(tx, user, place, Moment { at, as_of: AsOf::Audit(audit) });
                    // A grant of one's own stays whole whatever becomes of the membership.
                    (verdict.own.is_some(), verdict.partner)
                };
                for audit in audits.clone() {
                    let (at, _) = partnerctl::store::as_of::written(tx, audit)?.unwrap();
                    let changed = cast.users().find(|user| ways(*user, audit - 1, at) != ways(*user, audit, at));
                    if let Some(user) = changed.filter(|_| !rows.contains_key(&audit)) {
                        failure = Some(format!("{audit} changed how {user} gets into {place}"));
                    }
                }
                unnamed += log::reach::rows(tx, place, 0, usize::MAX)?.len();
                let first = partnerctl::store::as_of::written(tx, *audits.start())?.unwrap().0;
                let range = Range::of(tx, first, now, now)?;
                let shown: BTreeSet<Instant> = rows.values().copied().collect();
                list(tx, &jane, Extent::Client(place), When::During(range), Filter::default(), |way| {
                    let began = way.since.filter(|since| *since > first);
                    let turned = [&way.ended, &way.changed].into_iter().flatten();
                    let turned = turned.filter(|(_, by)| by.is_some()).map(|(at, _)| *at);
                    let missing = turned.chain(began).find(|at| way.by != By::Grant && !shown.contains(at));
                    if let Some(at) = missing {
                        failure = Some(format!("the log of {place} has nothing at {at}: {way:?}"));
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })
        .unwrap();
    failure.map_or(Ok(u32::try_from(unnamed).unwrap()), |failure| Err(TestCaseError::fail(failure)))
}

#[test]
fn log_and_during_agree_on_every_change() {
    let world = World::new();
    let hand = RefCell::new((Hand::new(&world), Store::as_it_is(&world.database()).unwrap()));
    let config = ProptestConfig { cases: cases() / 5, failure_persistence: None, ..ProptestConfig::default() };
    let unnamed = RefCell::new(0);
    TestRunner::new(config)
        .run(&(opening(), prop::collection::vec(step(), 3..12)), |(mut steps, more)| {
            steps.extend(more);
            let (hand, store) = &mut *hand.borrow_mut();
            let cast = hand.cast();
            let first = hand.audit();
            steps.iter().for_each(|step| hand.play(&cast, step));
            let now = hand.now() + Span::days(1);
            *unnamed.borrow_mut() += the_log_has_every_change(store, &cast, first..=hand.audit(), now)?;
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    // Changes of memberships that name no client have to be among them.
    let unnamed = unnamed.into_inner();
    assert!(unnamed > cases() / 100, "{unnamed}");
}

impl Cast {
    fn clients(&self) -> impl Iterator<Item = ClientId> + '_ {
        self.clients.iter().map(|id| ClientId::new(*id))
    }

    fn users(&self) -> impl Iterator<Item = UserId> + '_ {
        self.users.iter().map(|id| UserId::new(*id))
    }

    fn partners(&self) -> impl Iterator<Item = PartnerId> + '_ {
        self.partners.iter().map(|id| PartnerId::new(*id))
    }

    fn pairs(&self) -> impl Iterator<Item = (UserId, ClientId)> + '_ {
        self.clients().flat_map(|client| self.users().map(move |user| (user, client)))
    }
}
