//! Carries mails to a transport in a thread of its own, so that the queue can be written while a server answers, and
//! no one waits for a server that never does.
//!
//! A mail is offered as soon as the sender thread has it, and passes the point of no return only with its
//! [`SendPermit`], which is given once the mail before it is settled. So a process that is killed anywhere has at most
//! one mail sent and not settled.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::error::Error;
use crate::mail::{Handed, Outgoing, Refusal, Transport};

/// Grace period for QUIT when the sender thread is stopped.
const FAREWELL: Duration = Duration::from_secs(1);

/// What became of a mail at the transport.
pub(super) type SendResult = Result<Handed, Refusal>;

/// A transport at work in its own thread. Dropped, it takes no more mails, and what has no leave is never sent.
#[derive(Debug)]
pub(super) struct SenderThread {
    mails: Option<Sender<(Outgoing, Arc<PermitCell>)>>,
    answers: Receiver<SendResult>,
    /// Whether no one waits for it any more.
    left_behind: bool,
}

/// The permission to pass the point of no return with one mail. Dropped, it is refused.
#[derive(Debug)]
pub(super) struct SendPermit(Arc<PermitCell>);

/// What is heard of a sender thread.
pub(super) enum SenderEvent {
    /// What became of the mail.
    Answer(SendResult),
    Nothing,
    /// It broke down, and no one knows where.
    Dead,
}

#[derive(Debug, Default)]
struct PermitCell {
    said: Mutex<Said>,
    changed: Condvar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Said {
    /// The mail before it is not settled yet.
    #[default]
    Wait,
    Go,
    Stay,
    /// It was on its way before anyone could say so.
    Gone,
}

impl SenderThread {
    /// Sets a transport to work.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn with(transport: Box<dyn Transport>) -> Result<Self, Error> {
        let (mails, to_take) = channel();
        let (answer_to, answers) = channel();
        thread::Builder::new()
            .name("sender".to_owned())
            .spawn(move || carry(transport, &to_take, answer_to))
            .map_err(|error| Error::failed(format!("there is no thread to deliver mails in: {error}")))?;
        Ok(Self { mails: Some(mails), answers, left_behind: false })
    }

    /// Hands it a mail, which it offers once those before are answered.
    pub(super) fn take(&self, mail: Outgoing) -> SendPermit {
        let word = Arc::new(PermitCell::default());
        if let Some(mails) = &self.mails {
            // A sender thread that died takes nothing, and `hear` will say so.
            let _ = mails.send((mail, Arc::clone(&word)));
        }
        SendPermit(word)
    }

    /// Waits, for at most `patience`, for what becomes of the first mail that has leave and no answer yet.
    pub(super) fn hear(&self, patience: Duration) -> SenderEvent {
        match self.answers.recv_timeout(patience) {
            Ok(answer) => SenderEvent::Answer(answer),
            Err(RecvTimeoutError::Timeout) => SenderEvent::Nothing,
            Err(RecvTimeoutError::Disconnected) => SenderEvent::Dead,
        }
    }

    /// Lets it be, wherever it hangs. It passes no point of no return any more but the one that it may have passed.
    pub(super) fn leave_behind(mut self) {
        self.left_behind = true;
    }
}

impl Drop for SenderThread {
    fn drop(&mut self) {
        self.mails = None;
        // Who has nothing to do is gone at once; a polite goodbye to the server takes one round trip.
        while !self.left_behind && self.answers.recv_timeout(FAREWELL).is_ok() {}
    }
}

fn carry(
    mut transport: Box<dyn Transport>,
    mails: &Receiver<(Outgoing, Arc<PermitCell>)>,
    answer_to: Sender<SendResult>,
) {
    for (mail, word) in mails {
        let answer = match transport.offer(&mail) {
            Ok(()) if word.wait() && word.passes() => transport.commit(&mail),
            // Reported in its turn: the one before is settled first.
            Err(refusal) if word.wait() => Err(refusal),
            // Nothing was sent, and nothing will be: what was offered falls with the connection.
            Ok(()) | Err(_) => break,
        };
        if answer_to.send(answer).is_err() {
            break;
        }
    }
    drop(transport);
    // Only now: anyone who waits for the goodbye waits for this.
    drop(answer_to);
}

impl SendPermit {
    pub(super) fn give(&self) {
        let mut said = self.0.lock();
        if *said == Said::Wait {
            *said = Said::Go;
            self.0.changed.notify_all();
        }
    }

    /// The mail must not leave any more. Says whether that came in time.
    pub(super) fn refuse(&self) -> Refused {
        let mut said = self.0.lock();
        if *said == Said::Gone {
            return Refused::TooLate;
        }
        *said = Said::Stay;
        self.0.changed.notify_all();
        Refused::InTime
    }
}

impl Drop for SendPermit {
    fn drop(&mut self) {
        self.refuse();
    }
}

/// Whether a refusal came before the point of no return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// Nothing of the mail was sent, nor will be.
    InTime,
    /// All of it may have been sent.
    TooLate,
}

impl PermitCell {
    fn lock(&self) -> MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the word; whether the mail may leave.
    fn wait(&self) -> bool {
        let said = self.changed.wait_while(self.lock(), |said| *said == Said::Wait);
        *said.unwrap_or_else(PoisonError::into_inner) == Said::Go
    }

    /// Passes the point of no return; whether it was still allowed.
    fn passes(&self) -> bool {
        let mut said = self.lock();
        let may = *said == Said::Go;
        if may {
            *said = Said::Gone;
        }
        may
    }
}
