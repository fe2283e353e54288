//! The leased mails: at most three, none leaves before the one before is recorded, and none whose cause is gone.

use super::server::{Does, Scripted, meanwhile, rows};
use super::*;
use crate::domain::email::Email;
use crate::domain::login::{LoginState, Mailbox, PasswordDuty};
use crate::error::Hint;
use crate::store::login::{self, NewLogin};

#[test]
fn at_most_three_mails_are_with_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 8);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let server = Scripted::new(&[]).then({
        let (path, seen) = (path.clone(), Arc::clone(&seen));
        move |what, id| {
            if what == "commit" {
                let rows = rows(&path);
                let before = (1..id).filter(|id| rows.contains(&format!("{id} sent 1"))).count();
                seen.lock().unwrap().push((id, before, rows.matches("sending").count()));
            }
        }
    });
    let reports = at_desk(&path, NOW, server, due);
    assert_eq!(reports.len(), 8);
    for (id, before, in_hand) in seen.lock().unwrap().iter() {
        assert_eq!(*before as i64, id - 1, "what left before mail {id} is written down");
        assert!(*in_hand <= 3, "{in_hand} mails with the server at mail {id}");
    }
    assert_eq!(reports[7].reply.as_deref(), Some("250 taken as 8"));
    assert_eq!(reports[7].sentence(&Zone::utc()), "Mail msg_8 to ann@jimsweb.example was sent.");
}

#[test]
fn mails_share_one_connection() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 3);
    let server = Scripted::new(&[]);
    at_desk(&path, NOW, server.clone(), due);
    assert_eq!(server.calls(), "offer 1 commit 1 offer 2 commit 2 offer 3 commit 3");
}

#[test]
fn closed_way_stops_the_run_without_a_try() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 4);
    at_desk(&path, NOW, Scripted::new(&[(2, Does::IsShut)]), |deliverer, unit| {
        let ended = deliverer.due(unit, Limits::default(), |_| Ok(())).unwrap();
        let BatchEnd::Blocked(error) = ended else { panic!("{ended:?}") };
        assert_eq!((error.message(), error.hints()), ("the server refuses us", [Hint::plain("fix it")].as_slice()));
        assert_eq!(row(unit, 2).next_attempt_at, NOW, "it is due at once");
    });
    assert_eq!(rows(&path), "1 sent 1, 2 queued 0, 3 queued 0, 4 queued 0");
    let ids: Vec<MailId> = (2..=4).map(MailId::new).collect();
    let reports = at_desk(&path, NOW, Scripted::new(&[(2, Does::IsShut)]), |deliverer, unit| deliverer.own(unit, &ids));
    let reports = reports.unwrap();
    assert!(reports.iter().all(|report| report.is_blocked && report.reason == reports[0].reason), "{reports:?}");
    at_desk(&path, NOW, Scripted::new(&[]), due);
    assert_eq!(rows(&path), "1 sent 1, 2 sent 1, 3 sent 1, 4 sent 1");
}

#[test]
fn what_cannot_leave_now_stops_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 3);
    let reports = at_desk(&path, NOW, Scripted::new(&[(1, Does::IsBusy), (2, Does::BreaksDown)]), due);
    assert_eq!(rows(&path), "1 queued 1, 2 queued 1, 3 sent 1");
    assert_eq!(reports[0].reply.as_deref(), Some("451 later"));
    assert!(!reports[0].may_come_twice && reports[1].may_come_twice, "no one knows how far a broken transport came");
}

#[test]
fn departed_readers_mail_does_not_leave() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 3);
    let user = UserId::new(1);
    meanwhile(&path, |tx| {
        let new = NewLogin {
            email: &Email::parse("ann@jimsweb.example").unwrap(),
            first_name: "Ann",
            last_name: "",
            state: LoginState::Active,
            duty: PasswordDuty::None,
            mailbox: Mailbox::Yes,
            language: None,
        };
        assert_eq!(login::insert(tx, &new, NOW, 0).unwrap(), user);
    });
    queue(&path, 4, Some(user));
    queue(&path, 5, None);
    let server = Scripted::new(&[]).then({
        let path = path.clone();
        move |what, id| {
            if (what, id) == ("commit", 3) {
                // Time enough to make the next.
                std::thread::sleep(Duration::from_millis(200));
                meanwhile(&path, |tx| login::set_mailbox(tx, user, Mailbox::No, 0).unwrap());
            }
        }
    });
    let reports = at_desk(&path, NOW, server.clone(), due);
    assert_eq!(rows(&path), "1 sent 1, 2 sent 1, 3 sent 1, 4 skipped 1, 5 sent 1");
    assert_eq!(reports[3].reason.as_deref(), Some("no one has that mailbox"));
    assert!(!server.calls().contains("commit 4"), "{}", server.calls());
}

#[test]
fn mail_taken_by_another_does_not_leave() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 3);
    let server = Scripted::new(&[]).then({
        let path = path.clone();
        move |what, id| {
            if (what, id) == ("commit", 1) {
                // As if this process had slept for a long while.
                meanwhile(&path, |tx| assert!(lease::lease(tx, MailId::new(2), NOW + LEASE, NOW + LEASE).unwrap()));
            }
        }
    });
    let reports = at_desk(&path, NOW, server.clone(), due);
    assert_eq!(rows(&path), "1 sent 1, 2 sending 2, 3 sent 1");
    assert_eq!(reports.len(), 2);
    assert!(!server.calls().contains("commit 2"), "{}", server.calls());
}

#[test]
fn mail_that_killed_five_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 3);
    let mut now = NOW;
    for death in 1..=5 {
        let in_hand = at_desk(&path, now, Scripted::new(&[]), |_, unit| {
            let mut source = Source::Due(unit.now, Waiting::FIRST);
            let entry = Entry {
                settles: None,
                looks_at: None,
                takes: 2,
                in_hand: 0,
                haste: Haste::Command,
                wording: Hint::outline,
            };
            let taken = queue::enter(unit, &mut source, &entry).unwrap().taken;
            taken.iter().map(|taken| taken.row.id.get()).collect::<Vec<_>>()
        });
        assert_eq!(in_hand, if death == 1 { vec![1, 2] } else { vec![1] }, "death {death}");
        now = now + LEASE;
        if death == 1 {
            // The one next to it is delivered by the next who comes.
            meanwhile(&path, |tx| {
                tx.allow(&[]);
                lease::renew(tx, MailId::new(1), 1, now + Span::from_ms(1)).unwrap();
            });
            at_desk(&path, now, Scripted::new(&[]), due);
            assert_eq!(rows(&path), "1 sending 1, 2 sent 2, 3 sent 1");
            now = now + Span::from_ms(1);
        }
    }
    let reports = at_desk(&path, now, Scripted::new(&[]), due);
    assert_eq!(reports[0].reason.as_deref(), Some("the process that took it died 5 times"));
    assert_eq!(rows(&path), "1 failed 6, 2 sent 2, 3 sent 1");
}

/// Whether it is the first leased or one behind: what is on the disk when the process dies between the last dot and the
/// answer says that the mail was handed over.
#[test]
fn death_after_handover_is_no_answer() {
    for (mails, dies) in [(1, 1), (3, 2)] {
        let folder = tempfile::tempdir().unwrap();
        let mut path = outbox(folder.path(), mails);
        let mut now = NOW;
        for death in 1..=3 {
            let dead = folder.path().join(format!("dead{death}.db"));
            let server = Scripted::new(&[]).then({
                let (path, dead) = (path.clone(), dead.clone());
                move |what, id| {
                    if (what, id) == ("commit", dies) {
                        for log in ["", "-wal"] {
                            let of = |path: &Path| format!("{}{log}", path.display());
                            std::fs::copy(of(&path), of(&dead)).unwrap();
                        }
                    }
                }
            });
            at_desk(&path, now, server, due);
            path = dead;
            now = now + LEASE;
        }
        let server = Scripted::new(&[]);
        let reports = at_desk(&path, now, server.clone(), due);
        assert!(!server.calls().contains(&format!("commit {dies}")), "{}", server.calls());
        assert!(rows(&path).contains(&format!("{dies} unknown 4")), "{}", rows(&path));
        assert!(reports.iter().any(|report| report.state == MailState::Unknown));
    }
}

#[test]
fn limit_bounds_what_is_tried() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 5);
    at_desk(&path, NOW, Scripted::new(&[]), |deliverer, unit| {
        let limits = Limits { most: Some(3), ..Limits::default() };
        deliverer.due(unit, limits, |_| Ok(())).unwrap();
        assert_eq!((row(unit, 4).leases, row(unit, 5).leases), (0, 0));
    });
    assert_eq!(rows(&path), "1 sent 1, 2 sent 1, 3 sent 1, 4 queued 0, 5 queued 0");
}

#[test]
fn resting_mail_names_its_next_try() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 1);
    meanwhile(&path, |tx| {
        tx.allow(&[]);
        assert!(lease::lease(tx, MailId::new(1), NOW, NOW).unwrap());
        let later = lease::Settled {
            state: MailState::Queued,
            subject: None,
            error: None,
            server_reply: None,
            sent_at: None,
            next_attempt_at: NOW + Span::minutes(10),
            attempts: 0,
            unanswered: 0,
        };
        assert!(lease::settle(tx, MailId::new(1), 1, &later).unwrap());
    });
    let sentence = at_desk(&path, NOW, Scripted::new(&[]), |deliverer, unit| {
        deliverer.own(unit, &[MailId::new(1)]).unwrap().remove(0).sentence(&Zone::utc())
    });
    assert_eq!(sentence, "Mail msg_1 to ann@jimsweb.example is queued and leaves at 21 Nov 2026 09:10 UTC.");
}
