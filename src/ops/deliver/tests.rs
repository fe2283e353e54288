//! Deliverers side by side, killed ones, and transports that fail.

mod line;
mod server;
mod time;

use std::cell::Cell;
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::*;
use crate::app::env::{Clock, Entropy};
use crate::domain::actor::{Actor, StaffMember, StaffRights};
use crate::domain::id::{StaffId, UserId};
use crate::domain::mail::{MailRow, MailState, Required};
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Hint};
use crate::mail::{Finding, Handed, Outgoing, Refusal};
use crate::ops::unit_of_work::KeyStore;
use crate::store::database_info::{self, DatabaseInfo};
use crate::store::mail::{self, NewMail, lease};
use crate::store::{End, Store};
use queue::LEASE;

const NOW: Instant = Instant::from_ms(1_795_251_600_000);

struct NoEntropy;

impl Entropy for NoEntropy {
    fn fill(&mut self, _: &mut [u8]) -> Result<()> {
        Err(Error::bug("delivery needs no chance"))
    }
}

/// A clock that does not move but for those who sleep by it, or goes so many times as fast as the real one.
struct Still {
    at: Instant,
    slept: Cell<Duration>,
    begun: std::time::Instant,
    speed: u32,
}

impl Still {
    fn at(at: Instant, speed: u32) -> Rc<Self> {
        Rc::new(Self { at, slept: Cell::default(), begun: std::time::Instant::now(), speed })
    }
}

impl Clock for Still {
    fn now(&self) -> Instant {
        self.at + Span::from_ms(i64::try_from(self.elapsed().as_millis()).unwrap())
    }

    fn elapsed(&self) -> Duration {
        self.slept.get() + self.begun.elapsed() * self.speed
    }

    fn sleep(&self, span: Duration) {
        self.slept.set(self.slept.get() + span);
    }
}

/// A transport that counts what it is handed, and fails as often as asked.
#[derive(Clone)]
struct Counting {
    handed: Arc<Mutex<Vec<MailId>>>,
    failures: usize,
}

impl Transport for Counting {
    fn offer(&mut self, _: &Outgoing) -> Result<(), Refusal> {
        Ok(())
    }

    fn commit(&mut self, mail: &Outgoing) -> Result<Handed, Refusal> {
        if self.failures > 0 {
            self.failures -= 1;
            let error = Error::failed("the disk is full, and pci_31_secret is on it").hint(Hint::plain("make room"));
            return Err(Refusal::NotNow(error, None));
        }
        self.handed.lock().unwrap().push(mail.id);
        std::thread::yield_now();
        Ok(Handed::Written(format!("{}.eml", mail.id).into()))
    }

    fn check(&mut self) -> Result<Vec<Finding>> {
        Ok(Vec::new())
    }
}

/// A database in which so many mails wait that need no code.
fn outbox(folder: &Path, mails: i64) -> PathBuf {
    let path = folder.join("desk.db");
    let mut store = Store::create(&path).unwrap();
    store.write(|tx| database_info::insert(tx, &info()).map(|()| ((), End::Commit))).unwrap();
    for id in 1..=mails {
        queue(&path, id, None);
    }
    path
}

fn queue(path: &Path, id: i64, user: Option<UserId>) {
    let mut store = Store::open(path, |_, _| Ok(())).unwrap();
    let new = NewMail {
        client: None,
        user,
        recipient: "ann@jimsweb.example",
        kind: "welcome",
        subject: "as it was queued",
        cause: None,
        cause_version: None,
        facts: r#"{"partner":"Jim's Web","added_by":"Jane","temporary_until":null}"#,
        message_id: &format!("<{id}@x.example>"),
        state: MailState::Queued,
        error: None,
        not_before: NOW,
        required: Required::No,
        audit: 1,
    };
    store.write(|tx| mail::insert(tx, MailId::new(id), &new, NOW).map(|()| ((), End::Commit))).unwrap();
}

fn info() -> DatabaseInfo {
    DatabaseInfo { uuid: "u".to_owned(), label: "live".to_owned(), group: None, created_at: NOW }
}

/// Runs `work` in a unit of work over the database at `path`, at `now`, with this transport. Time elapses only for who
/// sleeps.
fn at_desk<T>(
    path: &Path,
    now: Instant,
    transport: impl Transport + Clone + 'static,
    work: impl FnOnce(&mut Deliverer, &mut UnitOfWork<'_>) -> T,
) -> T {
    let time = RateLimiter::new(Still::at(now, 0), || Ok(()));
    at_desk_by(path, time, Duration::from_secs(15), transport, work)
}

/// As [`at_desk`], by this timekeeper and with this patience.
fn at_desk_by<T>(
    path: &Path,
    time: RateLimiter,
    patience: Duration,
    transport: impl Transport + Clone + 'static,
    work: impl FnOnce(&mut Deliverer, &mut UnitOfWork<'_>) -> T,
) -> T {
    let mut store = Store::open(path, |_, _| Ok(())).unwrap();
    let member = StaffMember {
        id: StaffId::new(1),
        os_user: "jane".to_owned(),
        name: "Jane".to_owned(),
        rights: StaffRights::Full,
    };
    let mut unit = UnitOfWork {
        store: &mut store,
        info: &info(),
        key_store: &KeyStore::new(path.with_extension("key")),
        entropy: &mut NoEntropy,
        actor: &Actor::Staff(member),
        runs_as: None,
        reason: None,
        now: time.now(),
        mode: Mode::Real,
        bounds: crate::ops::unit_of_work::Bounds::none(),
    };
    let post = DeliveryEnv {
        outbox: path.with_extension("outbox"),
        sharing: Sharing::Owner,
        zone: Zone::utc(),
        time,
        patience,
        wording: Hint::outline,
    };
    let mut deliverer = Deliverer::new(post);
    deliverer.open = Box::new(move |_, _| Ok(Box::new(transport.clone())));
    work(&mut deliverer, &mut unit)
}

fn working(handed: &Arc<Mutex<Vec<MailId>>>) -> Counting {
    Counting { handed: Arc::clone(handed), failures: 0 }
}

/// Delivers what is due; the reports.
fn due(deliverer: &mut Deliverer, unit: &mut UnitOfWork<'_>) -> Vec<Report> {
    let mut reports = Vec::new();
    let ended = deliverer.due(unit, Limits::default(), |report| {
        reports.push(report.clone());
        Ok(())
    });
    assert!(matches!(ended, Ok(BatchEnd::Done)), "{ended:?}");
    reports
}

/// Takes the first due mail leased, and nothing else.
fn take(unit: &mut UnitOfWork<'_>) -> queue::Taken {
    let mut source = Source::Due(unit.now, Waiting::FIRST);
    let entry =
        Entry { settles: None, looks_at: None, takes: 1, in_hand: 0, haste: Haste::Command, wording: Hint::outline };
    queue::enter(unit, &mut source, &entry).unwrap().taken.pop_front().unwrap()
}

fn row(unit: &mut UnitOfWork<'_>, id: i64) -> MailRow {
    unit.store.read(|tx| mail::by_id(tx, MailId::new(id))).unwrap().unwrap()
}

#[test]
fn four_deliverers_send_each_mail_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 60);
    let handed = Arc::default();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| at_desk(&path, NOW, working(&handed), due));
        }
    });
    let mut ids: Vec<i64> = handed.lock().unwrap().iter().map(|id| id.get()).collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=60).collect::<Vec<_>>());
}

#[test]
fn dead_deliverers_mail_is_due_after_the_lease() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 1);
    let handed = Arc::default();
    at_desk(&path, NOW, working(&handed), |_, unit| take(unit));
    let states = |now| {
        let reports = at_desk(&path, now, working(&handed), due);
        reports.iter().map(|report| report.state).collect::<Vec<_>>()
    };
    assert_eq!(states(NOW + LEASE - Span::from_ms(1)), [], "someone may still have it leased");
    assert_eq!(states(NOW + LEASE), [MailState::Written]);
    assert_eq!(states(NOW + Span::days(1)), [], "what is written is written");
    assert_eq!(handed.lock().unwrap().len(), 1);
}

#[test]
fn late_deliverer_settles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 1);
    let handed = Arc::default();
    let slow = at_desk(&path, NOW, working(&handed), |_, unit| take(unit));
    let later = NOW + LEASE;
    at_desk(&path, later, working(&handed), |_, unit| take(unit));
    at_desk(&path, later, working(&handed), |_, unit| {
        let fate = DeliveryOutcome::Failed(Error::failed("too slow"), None);
        let entry = Entry {
            settles: Some((&slow, &fate)),
            looks_at: None,
            takes: 0,
            in_hand: 0,
            haste: Haste::Command,
            wording: Hint::outline,
        };
        let entered = queue::enter(unit, &mut Source::These([].into()), &entry).unwrap();
        assert_eq!(entered.report.unwrap().state, MailState::Sending, "it is reported as it is");
        let row = row(unit, 1);
        assert_eq!((row.state, row.attempts, row.last_error), (MailState::Sending, 2, None));
    });
}

#[test]
fn retries_slow_down_and_end_after_five_days() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 1);
    let mut now = NOW;
    let mut minutes = Vec::new();
    let last = loop {
        let failing = Counting { handed: Arc::default(), failures: 1 };
        let report = at_desk(&path, now, failing, due).remove(0);
        let Some(next) = report.next_try else { break report };
        assert_eq!(report.state, MailState::Queued);
        minutes.push(next.since(now).ms() / Span::MINUTE.ms());
        let early = Counting { handed: Arc::default(), failures: 0 };
        let too_early = next - Span::from_ms(1);
        assert_eq!(at_desk(&path, too_early, early, due), []);
        now = next;
    };
    assert_eq!(minutes[..6], [5, 10, 20, 40, 67, 67]);
    assert_eq!(last.state, MailState::Failed);
    assert!(now < NOW + PATIENCE && now + Span::minutes(67) >= NOW + PATIENCE, "{now}");
}

#[test]
fn reason_is_kept_without_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 1);
    let failing = Counting { handed: Arc::default(), failures: 1 };
    at_desk(&path, NOW, failing, |deliverer, unit| {
        let sentence = due(deliverer, unit).remove(0).sentence(&Zone::utc());
        assert_eq!(
            sentence,
            "mail msg_1 to ann@jimsweb.example stays queued: the disk is full, and pci_31_… is on it; \
             it is tried again from 21 Nov 2026 09:05 UTC"
        );
        let row = row(unit, 1);
        assert_eq!(row.last_error.as_deref(), Some("the disk is full, and pci_31_… is on it; make room"));
    });
}

#[test]
fn damaged_row_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 3);
    let handed = Arc::default();
    let mut store = Store::open(&path, |_, _| Ok(())).unwrap();
    store
        .write(|tx| {
            let new = NewMail {
                client: None,
                user: None,
                recipient: "no address",
                kind: "welcome",
                subject: "",
                cause: None,
                cause_version: None,
                facts: "{",
                message_id: "<x@x.example>",
                state: MailState::Queued,
                error: None,
                not_before: NOW,
                required: Required::No,
                audit: 1,
            };
            mail::insert(tx, MailId::new(7), &new, NOW)?;
            let facts = r#"{"partner":"p","added_by":"a","temporary_until":null}"#;
            mail::insert(tx, MailId::new(8), &NewMail { facts, ..new }, NOW)?;
            Ok(((), End::Commit))
        })
        .unwrap();
    let reports = at_desk(&path, NOW, working(&handed), due);
    let states: Vec<_> = reports.iter().map(|report| (report.id.get(), report.state.name())).collect();
    assert_eq!(states, [(1, "written"), (2, "written"), (3, "written"), (7, "failed"), (8, "failed")]);
    assert_eq!(reports[3].reason.as_deref(), Some("damaged data: facts of a mail \"welcome\""));
}

#[test]
fn subject_at_departure_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 1);
    at_desk(&path, NOW, working(&Arc::default()), |deliverer, unit| {
        due(deliverer, unit);
        let row = row(unit, 1);
        assert_eq!((row.subject.as_str(), row.sent_at), ("Your login for Jim's Web", Some(NOW)));
    });
}

#[test]
fn dry_run_reports_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = outbox(folder.path(), 3);
    let handed = Arc::default();
    at_desk(&path, NOW, working(&handed), |deliverer, unit| {
        unit.mode = Mode::DryRun;
        let reports = due(deliverer, unit);
        assert_eq!(reports.iter().map(|report| report.id.get()).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(reports.iter().all(|report| report.state == MailState::Queued && !report.is_trouble()));
        let row = row(unit, 1);
        assert_eq!((row.state, row.attempts), (MailState::Queued, 0));
    });
    assert!(handed.lock().unwrap().is_empty());
}
