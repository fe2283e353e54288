//! Making sure that a person or a script means it: a word that has to be typed, never yes or no
//! (docs/reference.md#confirmation).

use crate::cli::context::{Confirmed, Context};
use crate::commands::counted::counted;
use crate::domain::email::Email;
use crate::domain::shell::shell_format;
use crate::error::capitalised;
use crate::error::{Error, Result, Topic};
use crate::ops::unit_of_work::Mode;
use crate::term::Keyboard;

/// What has to be confirmed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'a> {
    /// What would happen, and to whom: `End lnk_17 between Jim's Web and big-shoes (C100001-9)?`
    pub(super) asks: &'a str,
    /// What the word is: `its slug`.
    pub(super) what: &'a str,
    /// The word, as a terminal has it typed.
    pub(super) word: &'a str,
    /// The value of `--confirm`: the word, with a count where many things end.
    pub(super) value: &'a str,
}

impl<'a> Question<'a> {
    /// One where the word itself is the value of `--confirm`.
    pub(super) const fn word(asks: &'a str, what: &'a str, word: &'a str) -> Self {
        Self { asks, what, word, value: word }
    }
}

/// Has the word typed on a terminal, or compares it with `--confirm`. A dry run needs neither, and shows the value.
///
/// # Errors
/// `unconfirmed` when it is missing or another.
pub(super) fn confirm(cx: &mut Context, given: Option<&str>, question: Question<'_>) -> Result<()> {
    let Question { asks, what, word, value } = question;
    let flag = shell_format!("--confirm {}", value);
    match given {
        _ if cx.mode() == Mode::DryRun => {
            cx.ui.hint(&format!("to do it, confirm with `{flag}`"));
        }
        Some(given) if same(given, value) => {}
        Some(given) => {
            let error = Error::unconfirmed(format!(
                "--confirm says {given:?} where {value:?} is expected; nothing was changed"
            ));
            return Err(cx.near_miss(error.fact("expected", value).typed(given)));
        }
        None if !cx.prompter.can_ask(Keyboard::Stdin) => {
            let error = "this has to be confirmed, and there is no terminal to ask at; nothing was changed";
            return Err(Error::unconfirmed(error)
                .advice(format!("if you mean it, add `{flag}`; `--dry-run` shows what would happen"))
                .fact("expected", value));
        }
        None => {
            let typed = cx.ask_word(&format!("{asks} Type {what}"), word);
            if let Err(error) = typed {
                let is_same = error.typed_word().is_some_and(|typed| same(typed, word));
                if !is_same {
                    let error = cx.near_miss(error);
                    // Anyone who was about to slip is not shown how to go on without being asked.
                    let slipped = error.topics().iter().any(|topic| matches!(topic, Topic::NearMiss { .. }));
                    return Err(if slipped { error } else { error.advice(format!("a script says `{flag}`")) });
                }
            }
        }
    }
    cx.confirmed(Confirmed::Word);
    Ok(())
}

/// Whether two words mean the same: capitals make no difference between addresses. A count behind the word counts.
fn same(one: &str, other: &str) -> bool {
    let parts = |word: &str| {
        let (name, count) = word.split_once(':').map_or((word, None), |(name, count)| (name, Some(count)));
        let name = Email::parse(name).map_or_else(|_| name.to_owned(), |email| email.key().to_owned());
        (name, count.map(str::to_owned))
    };
    parts(one) == parts(other)
}

/// What was to end has ended already: no one is asked to confirm it, and the same script may run twice.
pub(super) const fn nothing_to_confirm(cx: &mut Context) {
    cx.confirmed(Confirmed::Word);
}

/// Whether a script must say how many clients a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Its input names each of them.
    MayLeaveOut,
    /// It says `--all-clients`.
    MustSay,
}

/// Makes sure that the operator knows how many clients a change is about: the number is compared with
/// `--expect-clients`, or typed on a terminal. A dry run needs none. `plan` says what is to happen.
///
/// # Errors
/// `unconfirmed` when the number is another, or missing where it is needed.
pub(super) fn count_clients(
    cx: &mut Context,
    clients: usize,
    expected: Option<usize>,
    script: Script,
    keyboard: Keyboard,
    plan: &str,
) -> Result<()> {
    let question = "Type the number of clients";
    number(cx, clients, expected, (script, keyboard), &Asked { will: plan, would: plan, question, changes: clients })
}

/// As [`count_clients`] where it is known what becomes of each client: the number to be typed is shown. `will` says what
/// is to happen, and `would` the same of a run that is refused. Where `changes` is none, nothing is asked.
///
/// # Errors
/// As [`count_clients`].
pub(super) fn count_foreseen(
    cx: &mut Context,
    (clients, changes): (usize, usize),
    expected: Option<usize>,
    keyboard: Keyboard,
    (will, would): (&str, &str),
) -> Result<()> {
    let question = format!("Type {clients} to go on");
    let asked = Asked { will, would, question: &question, changes };
    number(cx, clients, expected, (Script::MayLeaveOut, keyboard), &asked)
}

/// What is asked.
struct Asked<'a> {
    will: &'a str,
    would: &'a str,
    question: &'a str,
    /// How many clients are changed.
    changes: usize,
}

fn number(
    cx: &mut Context,
    clients: usize,
    expected: Option<usize>,
    (script, keyboard): (Script, Keyboard),
    asked: &Asked<'_>,
) -> Result<()> {
    let wrong = |said: &str| {
        Error::unconfirmed(format!("{said} was given, but {}; nothing was changed", asked.would))
            .advice("look again; `--dry-run` shows what would happen")
            .fact("clients", clients)
    };
    match expected {
        Some(expected) if expected != clients => return Err(wrong(&shell_format!("--expect-clients {}", expected))),
        Some(_) => {}
        None if clients == 0 => {}
        None if cx.mode() == Mode::DryRun => {
            cx.ui.hint(&shell_format!("a script says `--expect-clients {}`", clients));
        }
        None if asked.changes == 0 => {}
        None if cx.prompter.can_ask(keyboard) => {
            cx.ui.context(&format!("{}.", capitalised(asked.will)));
            let typed = cx.ask_line(asked.question, keyboard)?;
            if typed != clients.to_string() {
                return Err(wrong(&format!("{typed:?}")));
            }
        }
        None if script == Script::MayLeaveOut => {}
        None => {
            let flag = shell_format!("if you mean it, add `--expect-clients {}`", clients);
            return Err(wrong("no --expect-clients").advice(flag));
        }
    }
    cx.confirmed(Confirmed::Number);
    Ok(())
}

/// Has the number of rows of a table typed on a terminal.
///
/// # Errors
/// `unconfirmed` when it is another.
pub(super) fn count_rows(cx: &mut Context, rows: u64, keyboard: Keyboard) -> Result<()> {
    let plan = format!("the table has {}", counted(rows, "row"));
    cx.ui.status(&format!("{}.", capitalised(&plan)));
    let typed = cx.prompter.line("Type the number of rows", keyboard)?;
    if typed != rows.to_string() {
        return Err(Error::unconfirmed(format!("{typed:?} was given, but {plan}; nothing was changed"))
            .advice("look again; `--dry-run` shows what would happen")
            .fact("rows", rows));
    }
    cx.confirmed(Confirmed::Number);
    Ok(())
}
