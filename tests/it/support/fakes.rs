//! Stand-ins for clock, chance, streams and the person at the terminal.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::Duration;

use partnerctl::app::env;
use partnerctl::domain::time::Instant;
use partnerctl::error::{Error, Result};
use partnerctl::term::{Keyboard, Prompter};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// A clock that moves on by a millisecond each time it is looked at. Who sleeps by it wakes at once, later.
pub struct Clock {
    now: Cell<i64>,
    begun: std::time::Instant,
    slept: Cell<Duration>,
    /// What happens while a command sleeps, soonest first.
    meanwhile: RefCell<VecDeque<Happening>>,
}

/// What happens once a command slept for so long.
pub type Happening = (Duration, Box<dyn FnOnce()>);

impl Clock {
    pub fn starting_at(ms: i64, meanwhile: VecDeque<Happening>) -> Self {
        Self {
            now: Cell::new(ms),
            begun: std::time::Instant::now(),
            slept: Cell::default(),
            meanwhile: RefCell::new(meanwhile),
        }
    }
}

impl env::Clock for Clock {
    fn now(&self) -> Instant {
        let now = self.now.get();
        self.now.set(now + 1);
        Instant::from_ms(now)
    }

    fn elapsed(&self) -> Duration {
        self.begun.elapsed() + self.slept.get()
    }

    fn sleep(&self, span: Duration) {
        self.slept.set(self.slept.get() + span);
        self.now.set(self.now.get() + i64::try_from(span.as_millis()).unwrap());
        let is_due = |happening: &mut Happening| happening.0 <= self.slept.get();
        while let Some((_, happens)) = self.meanwhile.borrow_mut().pop_front_if(is_due) {
            happens();
        }
    }
}

/// Chance that comes out the same each time.
pub struct Seeded {
    seed: u64,
    drawn: u64,
}

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }
}

impl env::Entropy for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::digest([self.seed.to_be_bytes(), self.drawn.to_be_bytes()].concat());
            chunk.copy_from_slice(&block[..chunk.len()]);
            self.drawn += 1;
        }
        Ok(())
    }
}

/// Bytes that both the program and the test can reach.
pub fn buffer() -> (Box<dyn Write>, Rc<RefCell<Vec<u8>>>) {
    struct Shared(Rc<RefCell<Vec<u8>>>);
    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let bytes = Rc::new(RefCell::new(Vec::new()));
    (Box::new(Shared(Rc::clone(&bytes))), bytes)
}

/// The person at the terminal, or no one.
#[derive(Clone)]
pub struct Script {
    present: bool,
    patient: bool,
    answers: Rc<RefCell<VecDeque<String>>>,
}

impl Script {
    /// There is no terminal.
    pub fn nobody() -> Self {
        Self { present: false, patient: false, answers: Rc::default() }
    }

    /// Someone gives these answers in turn.
    pub fn answers(answers: &[&str]) -> Self {
        let answers = answers.iter().map(|answer| (*answer).to_owned()).collect();
        Self { present: true, patient: false, answers: Rc::new(RefCell::new(answers)) }
    }

    /// Someone answers whatever is asked with these words in turn, and then closes the input.
    pub fn whatever_is_asked(answers: &[String]) -> Self {
        Self { present: true, patient: true, answers: Rc::new(RefCell::new(answers.iter().cloned().collect())) }
    }

    pub fn prompter(&self) -> Box<dyn Prompter> {
        Box::new(self.clone())
    }

    #[track_caller]
    pub fn must_be_used_up(&self, words: &[String]) {
        let left = self.answers.borrow();
        assert!(self.patient || left.is_empty(), "answers were left after {words:?}: {left:?}");
    }

    fn next(&self, question: &str) -> Result<String> {
        if !self.present {
            return Err(Error::unconfirmed(format!("there is no terminal to ask: {question}")));
        }
        match self.answers.borrow_mut().pop_front() {
            Some(answer) => Ok(answer),
            None if self.patient => Err(Error::unconfirmed("the input ended before the question was answered")),
            None => panic!("no answer to {question:?}"),
        }
    }
}

impl Prompter for Script {
    fn can_ask(&self, _: Keyboard) -> bool {
        self.present
    }

    fn line(&mut self, question: &str, _: Keyboard) -> Result<String> {
        self.next(question).map(|answer| answer.trim().to_owned())
    }

    fn secret(&mut self, question: &str) -> Result<Zeroizing<String>> {
        self.next(question).map(Zeroizing::new)
    }

    fn choose(&mut self, question: &str, items: &[String]) -> Result<usize> {
        let answer = self.next(question)?;
        match items.iter().position(|item| *item == answer) {
            Some(place) => Ok(place),
            None if self.patient => Ok(answer.len() % items.len()),
            None => panic!("{answer:?} is not in {items:?}"),
        }
    }
}
