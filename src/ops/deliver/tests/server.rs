//! A mail server that does as the test says.

use crate::error::Hint;
use std::collections::BTreeMap;

use super::*;

/// Longer than any patience in these tests; real.
pub(super) const SILENCE: Duration = Duration::from_secs(3);

/// What a server does with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    /// Does not answer the call.
    NeverAnswers,
    /// Says nothing after the final dot.
    FallsSilent,
    /// Takes its time after the final dot.
    Takes(Duration),
    /// Is not to be used, as `offer` finds.
    IsShut,
    /// Cannot take it now.
    IsBusy,
    /// Is the end of the transport.
    BreaksDown,
}

/// What happens at `offer` or `commit` of a mail.
type Then = dyn Fn(&str, i64) + Send + Sync;

/// A server that takes every mail but those with another rule, and has something done in between.
#[derive(Clone)]
pub(super) struct Scripted {
    does: BTreeMap<i64, Does>,
    then: Arc<Then>,
    calls: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    pub(super) fn new(does: &[(i64, Does)]) -> Self {
        Self { does: does.iter().copied().collect(), then: Arc::new(|_, _| {}), calls: Arc::default() }
    }

    pub(super) fn then(self, then: impl Fn(&str, i64) + Send + Sync + 'static) -> Self {
        Self { then: Arc::new(then), ..self }
    }

    pub(super) fn calls(&self) -> String {
        self.calls.lock().unwrap().join(" ")
    }

    fn notes(&self, what: &str, id: i64) {
        self.calls.lock().unwrap().push(format!("{what} {id}"));
        (self.then)(what, id);
    }
}

impl Transport for Scripted {
    fn offer(&mut self, mail: &Outgoing) -> Result<(), Refusal> {
        let id = mail.id.get();
        self.notes("offer", id);
        match self.does.get(&id) {
            Some(Does::NeverAnswers) => std::thread::sleep(SILENCE),
            Some(Does::IsShut) => {
                return Err(Refusal::Unusable(Error::failed("the server refuses us").hint(Hint::plain("fix it"))));
            }
            _ => {}
        }
        Ok(())
    }

    fn commit(&mut self, mail: &Outgoing) -> Result<Handed, Refusal> {
        let id = mail.id.get();
        self.notes("commit", id);
        match self.does.get(&id) {
            Some(Does::FallsSilent) => std::thread::sleep(SILENCE),
            Some(Does::Takes(time)) => std::thread::sleep(*time),
            Some(Does::IsBusy) => {
                return Err(Refusal::NotNow(Error::failed("try later"), Some("451 later".to_owned())));
            }
            Some(Does::BreaksDown) => panic!("as the test wants it"),
            _ => {}
        }
        Ok(Handed::Taken(format!("250 taken as {id}")))
    }

    fn check(&mut self) -> Result<Vec<Finding>> {
        Ok(Vec::new())
    }
}

/// `1 sent 1, 2 queued 0`: number, state and attempts of every mail.
pub(super) fn rows(path: &Path) -> String {
    let mut store = Store::open(path, |_, _| Ok(())).unwrap();
    let all = store.read(|tx| {
        let mut rows = Vec::new();
        while let Some(row) = mail::by_id(tx, MailId::new(rows.len() as i64 + 1))? {
            rows.push(format!("{} {} {}", row.id.get(), row.state.name(), row.attempts));
        }
        Ok(rows)
    });
    all.unwrap().join(", ")
}

/// Changes the database as someone else would at that moment.
pub(super) fn meanwhile(path: &Path, work: impl FnOnce(&Tx<'_>)) {
    let mut store = Store::open(path, |_, _| Ok(())).unwrap();
    store
        .write(|tx| {
            work(tx);
            Ok(((), End::Commit))
        })
        .unwrap();
}
