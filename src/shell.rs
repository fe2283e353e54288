//! Hints and steps as a person types them: commands of this program and of a POSIX shell, ready to paste.

use std::fmt::Write as _;

use crate::domain::shell::{guarded, word};
use crate::error::{Flag, Given, Hint, NextStep, Part, Remedy, Sentence, System, Value};

/// The name of the program, as it is typed.
const PROGRAM: &str = "partnerctl";

/// A hint as a sentence; what can be typed is between backticks, and its instants are in the form of programs.
pub fn sentence(hint: &Hint) -> String {
    timed(hint).as_str().to_owned()
}

/// As [`sentence`], for people, who read its instants in their zone.
pub fn timed(hint: &Hint) -> Sentence {
    let mut sentence = Sentence::default();
    for part in hint.parts() {
        match part {
            Part::Words(words) => sentence.add(words),
            Part::Time(time) => sentence.add(time),
            Part::CommandLine(line) => sentence.add(line),
            Part::Remedy(it) => sentence.add(&format!("`{}`", remedy(it))),
            Part::Options(it) => sentence.add(&format!("`{}`", options(it.given()))),
            Part::Request => sentence.add("the command"),
            Part::Timetable(it) => sentence.add(&format!("*/5 * * * * {} > /dev/null", step(it))),
        }
    }
    sentence
}

/// What someone can do, as a command without backticks.
pub fn remedy(remedy: &Remedy) -> String {
    match remedy {
        Remedy::Step(it) => step(it),
        Remedy::System(it) => system(it),
    }
}

/// A command of this program.
pub fn step(step: &NextStep) -> String {
    format!("{PROGRAM} {}", without_program(step))
}

/// The same without the name of the program.
pub fn without_program(step: &NextStep) -> String {
    let line = match step.given() {
        [] => step.operation().to_owned(),
        given => format!("{} {}", step.operation(), options(given)),
    };
    let line = guarded(format!("{PROGRAM} {line}"));
    let line = line.strip_prefix(PROGRAM).unwrap_or(&line).trim_start();
    step.next().map_or_else(|| line.to_owned(), |next| format!("{line} && {}", self::step(next)))
}

fn options(given: &[Given]) -> String {
    let words: Vec<String> = given.iter().map(option).collect();
    words.join(" ")
}

/// One of them. Within a step what is usual has its letter, while an option that is named has its whole name.
fn option(given: &Given) -> String {
    match given {
        Given::Subject(it) => value(it),
        Given::Client(it) => format!("-c {}", value(it)),
        Given::Partner(it) => format!("-p {}", value(it)),
        Given::Role(it) => format!("-r {}", value(it)),
        Given::Reason(it) => format!("-m {}", value(it)),
        Given::Option(flag, it) => format!("{flag} {}", value(it)),
        Given::Switch(Flag::AllClients) => "-A".to_owned(),
        Given::Switch(flag) => flag.to_string(),
        Given::Letter(flag) => letter(*flag),
    }
}

fn letter(flag: Flag) -> String {
    match flag {
        Flag::Client => "-c".to_owned(),
        Flag::Partner => "-p".to_owned(),
        Flag::Reason => "-m".to_owned(),
        Flag::Role => "-r".to_owned(),
        other => other.to_string(),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Known(text) => word(text),
        Value::Wanted(name) => word(name),
        Value::Example(text) => format!("\"{text}\""),
    }
}

fn system(system: &System) -> String {
    let mut line = String::new();
    // Nothing that is written to a string fails.
    let _ = match system {
        System::ChangeMode { mode, path } => write!(line, "chmod {} {}", word(mode), word(path)),
        System::ChangeOwner { user, path } => write!(line, "chown {user} {}", word(path)),
        System::ListFile { path } => write!(line, "ls -l {}", word(path)),
        System::RemoveFile { path } => write!(line, "rm {}", word(path)),
        System::MoveFile { path, to } => write!(line, "mv {} {}", word(path), word(to)),
        System::ListHolders { path } => write!(line, "fuser {}", word(path)),
        System::ListAccounts => write!(line, "getent passwd"),
        System::MakeProgram => write!(line, "chmod +x"),
    };
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::authority::Verb;
    use crate::error::{Example, Options, Wanted, hint};

    #[test]
    fn a_step_is_a_command_to_paste() {
        let resend = Verb::InviteResend.step().about("inv_31").with(Flag::To, &Wanted("NEW")).client("big-shoes");
        assert_eq!(step(&resend), "partnerctl invite resend inv_31 --to NEW -c big-shoes");
        assert_eq!(without_program(&Verb::DbCheck.step()), "db check");
        let dashed = Verb::UserShow.step().about("-jim@a.example").client("a");
        assert_eq!(step(&dashed), "partnerctl user show -c a -- -jim@a.example");
    }

    #[test]
    fn a_hint_sets_what_can_be_typed_off() {
        let hint = hint![
            "name it with ",
            Verb::StaffAdd.step().about("o'b").with(Flag::Name, &Example("Your Name")),
            ", or leave ",
            Flag::Clients,
            " out"
        ];
        assert_eq!(
            sentence(&hint),
            r#"name it with `partnerctl staff add 'o'\''b' --name "Your Name"`, or leave `--clients` out"#
        );
    }

    #[test]
    fn values_of_options_are_quoted() {
        assert_eq!(sentence(&hint!["add ", Flag::AllowSimilar.with("a b")]), "add `--allow-similar 'a b'`");
        assert_eq!(sentence(&hint!["as ", Options::reason("asked by phone")]), "as `-m 'asked by phone'`");
    }
}
