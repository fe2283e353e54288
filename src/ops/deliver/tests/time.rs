//! How long anyone waits: for a server that is slow or silent, when someone says stop, and between mails at a rate.

use std::sync::atomic::{AtomicBool, Ordering};

use super::server::{Does, SILENCE, Scripted, rows};
use super::*;

const PATIENCE: Duration = Duration::from_millis(300);

/// Real time, and a stop that never comes.
fn real_time() -> RateLimiter {
    RateLimiter::new(Still::at(NOW, 1), || Ok(()))
}

#[test]
fn command_leaves_a_silent_server() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 3);
    let begun = std::time::Instant::now();
    let server = Scripted::new(&[(2, Does::FallsSilent)]);
    let ids: Vec<MailId> = (1..=3).map(MailId::new).collect();
    let sentence: Vec<String> = at_desk_by(&path, real_time(), PATIENCE, server, |deliverer, unit| {
        deliverer.own(unit, &ids).unwrap().iter().map(|report| report.sentence(&Zone::utc()).outline()).collect()
    });
    assert!(begun.elapsed() < SILENCE, "{:?}", begun.elapsed());
    assert_eq!(
        sentence,
        [
            "Mail msg_1 to ann@jimsweb.example was sent.",
            "mail msg_2 to ann@jimsweb.example stays queued: the server has not said whether it took it; it is tried \
             again from 21 Nov 2026 09:05 UTC; the same mail may then come twice",
            "mail msg_3 to ann@jimsweb.example stays queued: no time was left of the 0 s that a command waits for its \
             mails",
        ]
    );
    assert_eq!(rows(&path), "1 sent 1, 2 queued 1, 3 queued 0");
}

#[test]
fn command_leaves_an_unreachable_server() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 2);
    let begun = std::time::Instant::now();
    let server = Scripted::new(&[(1, Does::NeverAnswers)]);
    let reports = at_desk_by(&path, real_time(), PATIENCE, server.clone(), |deliverer, unit| {
        deliverer.own(unit, &[MailId::new(1), MailId::new(2)]).unwrap()
    });
    assert!(begun.elapsed() < SILENCE, "{:?}", begun.elapsed());
    assert!(reports.iter().all(|report| report.is_blocked && report.state == MailState::Queued), "{reports:?}");
    assert_eq!(rows(&path), "1 queued 0, 2 queued 0");
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(server.calls(), "offer 1");
}

#[test]
fn deliverer_waits_with_signs_of_life() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 2);
    // A second is three minutes.
    let time = RateLimiter::new(Still::at(NOW, 180), || Ok(()));
    let server = Scripted::new(&[(1, Does::Takes(Duration::from_secs(1)))]);
    let leased_until = Arc::new(Mutex::new(Vec::new()));
    let ticking = AtomicBool::new(true);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut store = Store::open(&path, |_, _| Ok(())).unwrap();
            while ticking.load(Ordering::Relaxed) {
                let row = store.read(|tx| mail::by_id(tx, MailId::new(1))).unwrap().unwrap();
                if row.state == MailState::Sending {
                    leased_until.lock().unwrap().push(row.next_attempt_at);
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        at_desk_by(&path, time, PATIENCE, server, due);
        ticking.store(false, Ordering::Relaxed);
    });
    assert_eq!(rows(&path), "1 sent 1, 2 sent 1");
    let last = *leased_until.lock().unwrap().last().unwrap();
    assert!(last > NOW + LEASE + Span::seconds(60), "the lease was renewed while the server was slow: {last}");
}

#[test]
fn stopped_deliverer_finishes_its_mail() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 4);
    let stop = Arc::new(AtomicBool::new(false));
    let server = Scripted::new(&[(2, Does::Takes(Duration::from_millis(150)))]).then({
        let stop = Arc::clone(&stop);
        move |what, id| {
            if (what, id) == ("commit", 2) {
                stop.store(true, Ordering::Relaxed);
            }
        }
    });
    let time = RateLimiter::new(Still::at(NOW, 1), move || match stop.load(Ordering::Relaxed) {
        true => Err(Error::interrupted("stopped by SIGTERM")),
        false => Ok(()),
    });
    let ended = at_desk_by(&path, time, Duration::from_secs(15), server, |deliverer, unit| {
        deliverer.due(unit, Limits::default(), |_| Ok(()))
    });
    assert_eq!(ended.unwrap_err().message(), "stopped by SIGTERM");
    assert_eq!(rows(&path), "1 sent 1, 2 sent 1, 3 queued 0, 4 queued 0");
}

#[test]
fn stopped_deliverer_leaves_a_silent_server() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 2);
    let stop = Arc::new(AtomicBool::new(false));
    let server = Scripted::new(&[(1, Does::FallsSilent)]).then({
        let stop = Arc::clone(&stop);
        move |what, _| {
            if what == "commit" {
                stop.store(true, Ordering::Relaxed);
            }
        }
    });
    let time = RateLimiter::new(Still::at(NOW, 1), move || match stop.load(Ordering::Relaxed) {
        true => Err(Error::interrupted("interrupted")),
        false => Ok(()),
    });
    let begun = std::time::Instant::now();
    let ended =
        at_desk_by(&path, time, PATIENCE, server, |deliverer, unit| deliverer.due(unit, Limits::default(), |_| Ok(())));
    assert!(ended.is_err() && begun.elapsed() < SILENCE, "{:?}", begun.elapsed());
    assert_eq!(rows(&path), "1 queued 1, 2 queued 0");
}

#[test]
fn rate_spaces_mails_across_rounds() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 5);
    at_desk(&path, NOW, Scripted::new(&[]), |deliverer, unit| {
        let mut pace = Pace::new(Rate::parse("60/min").unwrap());
        for (most, tried) in [(2, 2), (9, 3)] {
            unit.now = deliverer.time.now();
            let mut reported = 0;
            let limits = Limits { most: Some(most), pace: Some(&mut pace), deadline: None };
            deliverer
                .due(unit, limits, |_| {
                    reported += 1;
                    Ok(())
                })
                .unwrap();
            assert_eq!(reported, tried);
        }
        for id in 1..=5 {
            assert_eq!(row(unit, id).sent_at, Some(NOW + Span::seconds(id - 1)), "mail {id}");
        }
    });
}

#[test]
fn what_was_missed_is_not_made_up_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 4);
    at_desk(&path, NOW, Scripted::new(&[]), |deliverer, unit| {
        let mut pace = Pace::new(Rate::parse("1/s").unwrap());
        let mut batch = |deliverer: &mut Deliverer, unit: &mut UnitOfWork<'_>, most| {
            unit.now = deliverer.time.now();
            let limits = Limits { most: Some(most), pace: Some(&mut pace), deadline: None };
            deliverer.due(unit, limits, |_| Ok(())).unwrap();
        };
        batch(deliverer, unit, 1);
        deliverer.time.wait(Duration::from_secs(60)).unwrap();
        batch(deliverer, unit, 3);
        let left: Vec<i64> = (1..=4).map(|id| row(unit, id).sent_at.unwrap().since(NOW).ms() / 1000).collect();
        assert_eq!(left, [0, 60, 61, 62]);
    });
}

#[test]
fn command_reports_mail_of_a_faster_deliverer() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 1);
    std::thread::scope(|scope| {
        let server = Scripted::new(&[(1, Does::Takes(Duration::from_millis(300)))]);
        let (took, begun) = std::sync::mpsc::channel();
        let server = server.then(move |_, _| took.send(()).unwrap_or_default());
        let other = scope.spawn({
            let path = path.clone();
            move || at_desk_by(&path, real_time(), Duration::from_secs(15), server, due)
        });
        begun.recv().unwrap();
        let sentence =
            at_desk_by(&path, real_time_asleep(), Duration::from_secs(15), Scripted::new(&[]), |deliverer, unit| {
                deliverer.own(unit, &[MailId::new(1)]).unwrap().remove(0).sentence(&Zone::utc())
            });
        assert_eq!(sentence, "Mail msg_1 to ann@jimsweb.example was sent.");
        other.join().unwrap();
    });
}

/// Real time, in which sleep is real too.
fn real_time_asleep() -> RateLimiter {
    struct Awake(std::time::Instant);
    impl Clock for Awake {
        fn now(&self) -> Instant {
            NOW
        }
        fn elapsed(&self) -> Duration {
            self.0.elapsed()
        }
        fn sleep(&self, span: Duration) {
            std::thread::sleep(span);
        }
    }
    RateLimiter::new(Rc::new(Awake(std::time::Instant::now())), || Ok(()))
}
