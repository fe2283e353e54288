//! Questions to the person at the terminal. There is no yes or no here: one types a word, a number or a secret, or
//! picks from a list (docs/reference.md#confirmation).

use std::fs::File;
use std::io::Write as _;
use std::os::fd::AsFd as _;

use console::Term;
use zeroize::Zeroizing;

use super::picker::{Picker, Step, Window};
use super::signals::Interrupt;
use super::streams::Facts;
use super::{tty, ui};
use crate::error::{Error, Result};
use crate::output::failure::reason;
use crate::output::sanitise::for_terminal;

/// Where the answer is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyboard {
    /// Standard input, which must be a terminal.
    Stdin,
    /// The terminal itself, `/dev/tty`, because standard input carries data.
    Terminal,
}

/// Puts questions. The real one is [`Terminal`]; tests bring their own. A question needs no punctuation at its end:
/// it is shown with a colon.
pub trait Prompter {
    /// Whether there is anyone to ask.
    fn can_ask(&self, keyboard: Keyboard) -> bool;

    /// Asks for a line of text; the answer comes trimmed.
    ///
    /// # Errors
    /// `unconfirmed` without a terminal or at the end of input (the caller adds the flag to pass instead, as a
    /// hint), `interrupted` on Ctrl-C.
    fn line(&mut self, question: &str, keyboard: Keyboard) -> Result<String>;

    /// Asks for a line that is neither echoed nor trimmed.
    ///
    /// # Errors
    /// As [`Prompter::line`].
    fn secret(&mut self, question: &str) -> Result<Zeroizing<String>>;

    /// Lets one pick from `items` and returns the index. For reads, and for things that are no client: a change
    /// never takes its client from a list, but for a person who enters one of their own accounts (S1.13).
    ///
    /// # Errors
    /// As [`Prompter::line`]; also `unconfirmed` when one leaves the list without picking.
    fn choose(&mut self, question: &str, items: &[String]) -> Result<usize>;

    /// What ends the wait for an answer, and for a file that is read in place of one.
    fn interrupt(&self) -> Interrupt {
        Interrupt::default()
    }
}

/// Asks for `expected` to be typed, exactly. `question` says what happens then, and to whom:
/// `Close big-shoes (C100001-9)? Type its slug`.
///
/// # Errors
/// As [`Prompter::line`]; `unconfirmed` with the facts `expected` and `typed` when something else was typed.
pub fn confirm_word(prompter: &mut dyn Prompter, keyboard: Keyboard, question: &str, expected: &str) -> Result<()> {
    let typed = prompter.line(question, keyboard)?;
    if typed == expected {
        return Ok(());
    }
    let given = if typed.is_empty() { "nothing".to_owned() } else { format!("{typed:?}") };
    Err(Error::unconfirmed(format!("{given} was typed where {expected:?} was expected; nothing was changed"))
        .fact("expected", expected)
        .typed(typed))
}

/// Whether questions are allowed at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Questions {
    /// Where there is a terminal.
    Allowed,
    /// Never, by `--no-input`.
    Forbidden,
}

/// The person at the terminal.
#[derive(Debug)]
pub struct Terminal {
    facts: Facts,
    questions: Questions,
    interrupt: Interrupt,
}

impl Terminal {
    /// Asks on standard error; answers are typed on standard input or on the terminal itself.
    pub const fn new(facts: Facts, questions: Questions, interrupt: Interrupt) -> Self {
        Self { facts, questions, interrupt }
    }

    fn ask(&self, question: &str, keyboard: Keyboard, echo: Echo) -> Result<Zeroizing<String>> {
        self.require(keyboard)?;
        self.interrupt.listen_at_terminal();
        let mut tty = open(keyboard)?;
        let silenced = match echo {
            Echo::On => None,
            Echo::Off => Some(tty.try_clone().map_err(|error| no_terminal(&error))?),
        };
        // Silent before the question is there, lest what a quick typist types is seen.
        let silence = silenced.as_ref().map(tty::Changed::no_echo).transpose()?;
        tty::discard_pending(&tty);
        say(&format!("{}: ", for_terminal(question)));
        let answer = tty::read_line(&mut tty, &self.interrupt);
        drop(silence);
        let unanswered = match answer {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => Error::unconfirmed("the input ended before the question was answered"),
            Err(error) => error,
        };
        // The cursor is still behind the question.
        say("\n");
        Err(unanswered)
    }

    fn require(&self, keyboard: Keyboard) -> Result<()> {
        if self.questions == Questions::Forbidden {
            return Err(Error::unconfirmed("input is required, but --no-input is set"));
        }
        if !self.can_ask(keyboard) {
            return Err(Error::unconfirmed("a question must be answered, and there is no terminal to ask it at"));
        }
        Ok(())
    }
}

impl Prompter for Terminal {
    fn interrupt(&self) -> Interrupt {
        self.interrupt.clone()
    }

    fn can_ask(&self, keyboard: Keyboard) -> bool {
        let reachable = match keyboard {
            Keyboard::Stdin => self.facts.stdin_tty,
            Keyboard::Terminal => open(keyboard).is_ok(),
        };
        self.questions == Questions::Allowed && self.facts.stderr_tty && reachable
    }

    fn line(&mut self, question: &str, keyboard: Keyboard) -> Result<String> {
        self.ask(question, keyboard, Echo::On).map(|answer| answer.trim().to_owned())
    }

    fn secret(&mut self, question: &str) -> Result<Zeroizing<String>> {
        self.ask(question, Keyboard::Stdin, Echo::Off)
    }

    fn choose(&mut self, question: &str, items: &[String]) -> Result<usize> {
        self.require(Keyboard::Stdin)?;
        if items.is_empty() {
            return Err(Error::bug("there is nothing to choose from"));
        }
        self.interrupt.listen_at_terminal();
        let mut tty = open(Keyboard::Stdin)?;
        let settings = tty.try_clone().map_err(|error| no_terminal(&error))?;
        let single_keys = tty::Changed::single_keys(&settings)?;
        let items: Vec<String> = items.iter().map(|item| for_terminal(item).into_owned()).collect();
        let mut screen = Screen::new(for_terminal(question).into_owned());
        let mut picker = Picker::new(&items);
        let chosen = loop {
            screen.draw(&picker, &items);
            match tty::read_key(&mut tty, &self.interrupt) {
                Ok(Some(key)) => match picker.press(key) {
                    Step::Open => {}
                    Step::Chosen(index) => break Ok(index),
                    Step::Left => break Err(Error::unconfirmed("nothing was chosen")),
                },
                Ok(None) => break Err(Error::unconfirmed("the input ended before something was chosen")),
                Err(error) => break Err(error),
            }
        };
        drop(single_keys);
        screen.close(chosen.as_ref().ok().and_then(|index| items.get(*index)));
        chosen
    }
}

/// The lines of a list on the terminal, drawn again after each key.
struct Screen {
    question: String,
    rows: usize,
    columns: usize,
    drawn: usize,
}

impl Screen {
    /// As large as the terminal allows, and never too small to choose.
    fn new(question: String) -> Self {
        let (rows, columns) = Term::stderr().size_checked().filter(|(rows, _)| *rows > 0).unwrap_or((24, 80));
        Self { question, rows: usize::from(rows).saturating_sub(5).clamp(3, 20), columns: columns.into(), drawn: 0 }
    }

    fn draw(&mut self, picker: &Picker, items: &[String]) {
        let Window { items: visible, marked, above, below } = picker.window(self.rows);
        let more = |count: usize, place: &str| (count > 0).then(|| format!("    … {count} more {place}"));
        let mut lines = vec![format!("{}?", self.question)];
        lines.extend(more(above, "above"));
        for index in visible {
            let marker = if marked == Some(index) { "  > " } else { "    " };
            lines.push(format!("{marker}{}", items.get(index).map_or("", String::as_str)));
        }
        lines.extend(more(below, "below"));
        let mut text = self.erased();
        for line in &lines {
            text += ui::fitting(line, self.columns.saturating_sub(1));
            text.push('\n');
        }
        let way = match (picker.accepted(), picker.left().len()) {
            (Some(_), _) => "Enter takes it",
            (None, 0) => "nothing matches; press Backspace",
            (None, _) => "type to narrow, or mark one with the arrow keys",
        };
        let typed = for_terminal(picker.typed());
        let last = format!("{} of {}, {way}: {typed}", picker.left().len(), picker.len());
        text += ui::fitting(&last, self.columns.saturating_sub(1));
        self.drawn = lines.len();
        say(&text);
    }

    /// Leaves one line: the question, with what was chosen.
    fn close(&mut self, chosen: Option<&String>) {
        let chosen = chosen.map_or("", String::as_str);
        say(&format!("{}{}: {chosen}\n", self.erased(), self.question));
    }

    /// What takes the lines away that were drawn.
    fn erased(&self) -> String {
        if self.drawn == 0 { "\r".to_owned() } else { format!("\r\x1b[{}A\x1b[J", self.drawn) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Echo {
    On,
    Off,
}

fn open(keyboard: Keyboard) -> Result<File> {
    match keyboard {
        Keyboard::Terminal => File::open("/dev/tty"),
        // Not through the library's buffer, which could swallow more than the answer.
        Keyboard::Stdin => std::io::stdin().as_fd().try_clone_to_owned().map(File::from),
    }
    .map_err(|error| no_terminal(&error))
}

fn no_terminal(error: &std::io::Error) -> Error {
    Error::unconfirmed(format!("cannot ask at the terminal: {}", reason(error)))
}

/// If a question cannot be shown, its answer does not come either; so the failure is not lost.
fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn nothing_is_asked_without_two_terminals() {
        let all =
            Facts { stdin_tty: true, stdout_tty: false, stderr_tty: true, width: None, height: None, owner: None };
        let cases = [
            (Facts { stdin_tty: false, ..all }, Questions::Allowed, "there is no terminal"),
            (Facts { stderr_tty: false, ..all }, Questions::Allowed, "there is no terminal"),
            (all, Questions::Forbidden, "--no-input is set"),
        ];
        for (facts, questions, why) in cases {
            let mut terminal = Terminal::new(facts, questions, Interrupt::default());
            for error in [
                terminal.line("Which?", Keyboard::Stdin).unwrap_err(),
                terminal.secret("Password").unwrap_err(),
                terminal.choose("Which?", &["one".to_owned()]).unwrap_err(),
            ] {
                assert_eq!(error.code(), Code::Unconfirmed);
                assert!(error.message().contains(why), "{error}");
            }
        }
    }

    struct Types(&'static str);

    impl Prompter for Types {
        fn can_ask(&self, _: Keyboard) -> bool {
            true
        }

        fn line(&mut self, _: &str, _: Keyboard) -> Result<String> {
            Ok(self.0.to_owned())
        }

        fn secret(&mut self, _: &str) -> Result<Zeroizing<String>> {
            Err(Error::bug("not asked"))
        }

        fn choose(&mut self, _: &str, _: &[String]) -> Result<usize> {
            Err(Error::bug("not asked"))
        }
    }

    #[test]
    fn only_the_exact_word_confirms() {
        let confirm = |typed| confirm_word(&mut Types(typed), Keyboard::Stdin, "Close big-shoes?", "big-shoes");
        assert!(confirm("big-shoes").is_ok());
        for wrong in ["", "y", "yes", "Big-Shoes", "big-show", "big-shoes."] {
            let error = confirm(wrong).unwrap_err();
            assert_eq!(error.code(), Code::Unconfirmed);
            assert_eq!(error.facts()[1], ("typed", wrong.into()));
        }
    }
}
