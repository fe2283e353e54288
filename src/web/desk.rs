//! Desks: the threads that work in the database. Each has a store of its own, and takes one request at a time. Nothing
//! of SQLite, hashing or mail runs on the threads that read and write the network. The support desk, whose name is in
//! mails and whose time zone decides what a day is, is another thing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::app::env::{Clock, Entropy};
use crate::domain::actor::Actor;
use crate::domain::authority::Verb;
use crate::domain::id::{ClientId, MailId};
use crate::domain::password::{Password, Strength};
use crate::domain::time::{Instant, Zone};
use crate::error::{Code, Error, Result};
use crate::ops::Tx;
use crate::ops::database::{self, DatabaseInfo, Store};
use crate::ops::deliver::{self, DeliveryEnv};
use crate::ops::password::{Hashed, hash};
use crate::ops::unit_of_work::{Bounds, Change, ChangeResult, KeyStore, Mode, UnitOfWork, WriteTx};

/// How many requests wait for a thread before new ones are refused.
const WAITING: usize = 256;
/// How often the threads are looked at when they are to end.
const STEP: Duration = Duration::from_millis(20);

/// What one thread works with: a store, and what a unit of work needs around it.
pub struct Desk {
    pub store: Store,
    pub info: DatabaseInfo,
    pub key_store: KeyStore,
    pub entropy: Box<dyn Entropy>,
    pub clock: Rc<dyn Clock>,
    /// The zone in which people read times: that of the support desk (`desk.time_zone`).
    pub zone: Zone,
    /// How strongly passwords are hashed.
    pub strength: Strength,
    pub post: DeliveryEnv,
    /// To the threads that do what no one waits for; none on such a thread itself.
    pub later: Option<Later>,
    /// Who runs the server.
    pub runs_as: Actor,
}

/// What is done after an answer. Each kind has a thread of its own, so that mails do not wait for a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Mails, and what leads to one.
    Mail,
    /// A program, which may take a minute.
    Program,
}

/// The ways to the threads that work after the answers.
#[derive(Clone)]
pub struct Later {
    mails: Sender<Job>,
    programs: Sender<Job>,
}

impl Desk {
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Reads on one snapshot.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn read<T>(&mut self, work: impl FnOnce(&Tx<'_>, Instant) -> Result<T>) -> Result<T> {
        let now = self.clock.now();
        self.store.read(|tx| work(tx, now))
    }

    /// A unit of work for an actor who named these clients.
    pub fn unit<'a>(&'a mut self, actor: &'a Actor, reason: Option<&'a str>, named: &[ClientId]) -> UnitOfWork<'a> {
        let now = self.clock.now();
        UnitOfWork {
            store: &mut self.store,
            info: &self.info,
            key_store: &self.key_store,
            entropy: &mut *self.entropy,
            actor,
            runs_as: Some(&self.runs_as),
            reason,
            now,
            mode: Mode::Real,
            bounds: Bounds::Named(named.iter().copied().collect()),
        }
    }

    /// Runs one use case as one audited change; its mails leave afterwards, on another thread. What is refused to a
    /// person who is signed in is audited; what strangers try is not, so that guessing writes nothing.
    ///
    /// # Errors
    /// Those of `work`; then nothing was written.
    pub fn change<T>(
        &mut self,
        by: By<'_>,
        verb: Verb,
        named: &[ClientId],
        work: impl FnOnce(&mut Change<'_>) -> Result<T>,
    ) -> Result<ChangeResult<T>> {
        let done = self.transaction(by, verb, named, |unit| unit.change(verb, work))?;
        let mails: Vec<MailId> = done.mails.iter().chain(&done.notices).copied().collect();
        self.send(&mails);
        Ok(done)
    }

    /// As [`Desk::change`], for what is several changes in one transaction.
    ///
    /// # Errors
    /// Those of `work`; then nothing was written.
    pub fn transaction<T>(
        &mut self,
        by: By<'_>,
        verb: Verb,
        named: &[ClientId],
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<T> {
        let done = self.unit(by.actor, by.reason, named).transaction(work).map_err(of_this_server);
        if let Err(error) = &done
            && by.actor.user().is_some()
            && error.code().is_refusal()
        {
            let client = named.first().copied();
            self.unit(by.actor, by.reason, &[]).refused(verb, verb.name(), client, error)?;
        }
        done
    }

    /// Has mails delivered that are queued, as a command does with its own. Where that fails they wait for
    /// `mail deliver`.
    fn send(&mut self, mails: &[MailId]) {
        if mails.is_empty() {
            return;
        }
        let mails = mails.to_vec();
        self.later(After::Mail, move |desk| {
            let post = desk.post.clone();
            let _ = deliver::these(&mut desk.unit(&Actor::Visitor, None, &[]), &mails, &post);
        });
    }

    /// Does something after the answer, on the thread for that; such a thread does it at once.
    pub fn later(&mut self, after: After, work: impl FnOnce(&mut Self) + Send + 'static) {
        match &self.later {
            Some(later) => {
                let thread = match after {
                    After::Mail => &later.mails,
                    After::Program => &later.programs,
                };
                drop(thread.send(Box::new(|desk| {
                    let _ = desk.map(work);
                })));
            }
            None => work(self),
        }
    }

    /// Whether the database is still the one for which this desk was made. A restore can put another one in its place,
    /// and another program can bring it to a newer schema.
    fn is_current(&mut self) -> bool {
        let found = self.store.read(database::info).and_then(|info| Ok((info, self.store.schema_version()?)));
        match found {
            Ok((info, schema)) => info == self.info && schema == database::SCHEMA_VERSION,
            // What is busy is not another one; the work itself says what is wrong.
            Err(error) => error.code() != Code::Schema,
        }
    }

    /// Hashes a password that was found good.
    ///
    /// # Errors
    /// `failed` when there is not enough memory.
    pub fn hash(&mut self, password: &Password) -> Result<Hashed> {
        hash(password, self.strength, &mut *self.entropy)
    }
}

/// On the pages no actor is staff: it is the account of the server that is no longer. Then nothing is changed any more.
fn of_this_server(error: Error) -> Error {
    match error.code() {
        Code::NotStaff => Error::failed(format!("the account of this server: {}", error.message())),
        _ => error,
    }
}

/// Who makes a change, and why if they said.
#[derive(Clone, Copy)]
pub struct By<'a> {
    pub actor: &'a Actor,
    pub reason: Option<&'a str>,
}

impl<'a> By<'a> {
    pub const fn of(actor: &'a Actor) -> Self {
        Self { actor, reason: None }
    }
}

/// Makes the desk of one thread.
pub type MakeDesk = Arc<dyn Fn() -> Result<Desk> + Send + Sync>;

/// Work for a desk, or the reason why there is none at the moment.
pub type Job = Box<dyn FnOnce(Result<&mut Desk>) + Send>;

/// All desks, which take the requests in turn.
#[derive(Clone)]
pub struct Desks {
    jobs: SyncSender<Job>,
}

impl Desks {
    /// Opens `count` desks, and those that work after the answers. Their threads end when the last [`Desks`] is
    /// dropped, and what was begun is done.
    ///
    /// # Errors
    /// Those of `make`: then the server does not start.
    pub fn open(count: usize, make: &MakeDesk) -> Result<(Self, Threads)> {
        let (jobs, receiver) = sync_channel::<Job>(WAITING);
        let receiver = Arc::new(Mutex::new(receiver));
        let mut threads = Vec::new();
        let time_over = Arc::new(AtomicBool::new(false));
        let mut after = |name| -> Result<Sender<Job>> {
            let (jobs, to_do) = channel::<Job>();
            let queue = Queue { to_do, time_over: Arc::clone(&time_over) };
            let again = Arc::clone(make);
            threads.push(spawn(name, make, move |desk| work(desk, &again, || queue.next()))?);
            Ok(jobs)
        };
        let later = Later { mails: after("mails")?, programs: after("programs")? };
        for at in 0..count {
            let (receiver, later, again) = (Arc::clone(&receiver), later.clone(), Arc::clone(make));
            threads.push(spawn(&format!("desk {at}"), make, move |mut desk| {
                desk.later = Some(later);
                work(desk, &again, || receiver.lock().unwrap_or_else(PoisonError::into_inner).recv().ok());
            })?);
        }
        Ok((Self { jobs }, Threads { threads, time_over }))
    }

    /// Runs `work` at a desk. `None` when all desks are busy for long, or it broke. What no one waits for any more when
    /// its turn comes is not begun.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(Result<&mut Desk>) -> T + Send + 'static,
    ) -> Option<T> {
        let (answer, answered) = tokio::sync::oneshot::channel();
        let job: Job = Box::new(move |desk| {
            if !answer.is_closed() {
                let _ = answer.send(work(desk));
            }
        });
        match self.jobs.try_send(job) {
            Ok(()) => answered.await.ok(),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => None,
        }
    }
}

/// What is to be done after answers, until the time of the server is over.
struct Queue<T> {
    to_do: Receiver<T>,
    time_over: Arc<AtomicBool>,
}

impl<T> Queue<T> {
    fn next(&self) -> Option<T> {
        self.to_do.recv().ok().filter(|_| !self.time_over.load(Ordering::Acquire))
    }
}

/// The threads of the desks.
pub struct Threads {
    threads: Vec<JoinHandle<()>>,
    time_over: Arc<AtomicBool>,
}

impl Threads {
    /// Waits for them, once no request comes any more. What is queued behind the answers has this long to begin. What
    /// has not begun by then is left to `mail deliver` and `link process`; what has begun is ended.
    pub fn end(self, patience: Duration) {
        let mut waited = Duration::ZERO;
        while waited < patience && !self.threads.iter().all(JoinHandle::is_finished) {
            thread::sleep(STEP);
            waited += STEP;
        }
        self.time_over.store(true, Ordering::Release);
        self.threads.into_iter().for_each(|thread| drop(thread.join()));
    }
}

/// Starts a thread whose desk is made on it, and waits until that is done.
fn spawn(name: &str, make: &MakeDesk, run: impl FnOnce(Desk) + Send + 'static) -> Result<JoinHandle<()>> {
    let (made, is_made) = sync_channel(1);
    let make = Arc::clone(make);
    let body = move || match make() {
        Ok(desk) => {
            let _ = made.send(Ok(()));
            drop(made);
            run(desk);
        }
        Err(error) => {
            let _ = made.send(Err(error));
        }
    };
    let started = thread::Builder::new().name(name.to_owned()).spawn(body);
    let thread = started.map_err(|error| Error::failed(format!("no thread could be started: {error}")))?;
    is_made.recv().unwrap_or_else(|_| Err(Error::bug("a thread ended before it began")))?;
    Ok(thread)
}

fn work(desk: Desk, make: &MakeDesk, next: impl Fn() -> Option<Job>) {
    let later = desk.later.clone();
    let mut desk = Some(desk);
    while let Some(job) = next() {
        // A request that breaks is answered as that, by its channel that is dropped.
        let done = catch_unwind(AssertUnwindSafe(|| job(current(&mut desk, make, &later))));
        if done.is_err() {
            // Its store may hold the lock of the transaction that was cut short.
            desk = None;
        }
    }
}

/// The desk, if it is for the database that is there now; else another one.
///
/// # Errors
/// Those of `make`: there is no database, or none of this program.
fn current<'d>(desk: &'d mut Option<Desk>, make: &MakeDesk, later: &Option<Later>) -> Result<&'d mut Desk> {
    if !desk.as_mut().is_some_and(Desk::is_current) {
        *desk = None;
        *desk = Some(Desk { later: later.clone(), ..make()? });
    }
    desk.as_mut().ok_or_else(|| Error::bug("there is no desk"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of these jobs are done when the threads are ended after `patience`.
    fn done_within(patience: Duration, jobs: u32, each: Duration) -> u32 {
        let (sender, to_do) = channel::<u32>();
        let time_over = Arc::new(AtomicBool::new(false));
        let queue = Queue { to_do, time_over: Arc::clone(&time_over) };
        let (count, counted) = channel();
        let thread = thread::spawn(move || {
            while let Some(job) = queue.next() {
                thread::sleep(each);
                count.send(job).unwrap();
            }
        });
        (0..jobs).for_each(|job| sender.send(job).unwrap());
        drop(sender);
        Threads { threads: vec![thread], time_over }.end(patience);
        u32::try_from(counted.iter().count()).unwrap()
    }

    #[test]
    fn queued_work_ends_with_the_server() {
        let each = Duration::from_millis(50);
        assert_eq!(done_within(Duration::from_secs(20), 3, each), 3);
        let done = done_within(Duration::ZERO, 1000, each);
        assert!(done <= 2, "{done} of 1000 were done");
    }
}
