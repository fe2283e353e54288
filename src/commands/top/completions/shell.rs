//! The shells: their scripts, what each asks with, and how each reads an answer.

use std::fmt::Write as _;

use clap::ValueEnum;

use super::answer::{Answer, Behind, Words};
use super::bash;

/// A shell that can be completed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    Pwsh,
    Elvish,
}

/// What a script asks with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    /// The words in front of the program's name: `sudo -u partnerctl`.
    pub before: Vec<String>,
    /// The program's name, as typed.
    pub program: String,
    /// The words behind it up to the cursor, the last of them under it.
    pub words: Vec<String>,
}

impl Shell {
    pub const ALL: [Self; 5] = [Self::Bash, Self::Zsh, Self::Fish, Self::Pwsh, Self::Elvish];

    /// The shell whose program has this name.
    pub fn named(program: &str) -> Option<Self> {
        let program = if program == "pwsh" { "powershell" } else { program };
        Self::ALL.into_iter().find(|shell| shell.name() == program)
    }

    pub const fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("../../../../completions/partnerctl.bash"),
            Self::Zsh => include_str!("../../../../completions/_partnerctl"),
            Self::Fish => include_str!("../../../../completions/partnerctl.fish"),
            Self::Pwsh => include_str!("../../../../completions/partnerctl.ps1"),
            Self::Elvish => include_str!("../../../../completions/partnerctl.elv"),
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Pwsh => "powershell",
            Self::Elvish => "elvish",
        }
    }

    /// Takes apart what its script asks with: for bash the fragment under the cursor, the kind of completion, the line
    /// and maybe the words of `sudo`; for the others the words of the line.
    pub(super) fn question(self, asked: &[String]) -> Option<Question> {
        let (before, line) = match self {
            Self::Bash => {
                let [_, _, line, sudo @ ..] = asked else { return None };
                (sudo.to_vec(), bash::split(line))
            }
            _ => (Vec::new(), asked.to_vec()),
        };
        let (program, words) = line.split_first()?;
        if words.is_empty() {
            return None;
        }
        Some(Question { before, program: program.clone(), words: words.to_vec() })
    }

    /// What its script would ask with, for the end of these words: the program's name and those behind it.
    pub(super) fn question_of(self, asked: &[String], line: &[String]) -> Vec<String> {
        match self {
            Self::Bash => asked.iter().take(2).cloned().chain([bash::joined(line)]).collect(),
            _ => line.to_vec(),
        }
    }

    /// An answer, as its script reads it.
    pub(super) fn answer(self, asked: &[String], answer: &Answer) -> String {
        match (self, answer) {
            (Self::Bash, Answer::Words(words)) => bash::answer(asked, words),
            (Self::Zsh, Answer::Words(words)) => zsh(words),
            (Self::Fish, Answer::Words(words)) => fish(words),
            (Self::Pwsh | Self::Elvish, Answer::Words(words)) => listed(words),
            (_, Answer::Files) => "files\n".to_owned(),
            (_, Answer::Folders) => "folders\n".to_owned(),
        }
    }
}

/// First how to complete, then a line for each word: what is put on the line, and what is shown. A line without a word is
/// a note.
fn zsh(words: &Words) -> String {
    let mut text = String::from("words");
    if words.stays() {
        text += " stays";
    }
    if words.behind == Behind::Nothing {
        text += " open";
    }
    if words.candidates.iter().any(|one| !one.about.is_empty()) {
        text += " lines";
    }
    text.push('\n');
    for (candidate, shown) in words.candidates.iter().zip(words.shown()) {
        let _ = writeln!(text, "{}\t{shown}", words.whole(candidate));
    }
    if let Some(note) = &words.note {
        let _ = writeln!(text, "\t{note}");
    }
    text
}

/// A line for each word, with what it is. Fish hides those that do not begin with what was typed if others do, and puts
/// on the line what those that it shows have in common: so what was typed is among them where it has to stay.
fn fish(words: &Words) -> String {
    let mut text = String::from("words\n");
    let hidden = words.candidates.iter().filter(|one| !one.word.starts_with(&words.typed)).count();
    let hides = hidden > 0 && hidden < words.candidates.len();
    // Alone it would be put on the line. It comes first, so that it is seen where the list is longer than the screen.
    if !words.candidates.is_empty() && (words.is_cut || hides) {
        let typed = if words.typed.is_empty() { "…" } else { &words.typed };
        let note = match &words.note {
            Some(note) => note.clone(),
            None => format!("{hidden} more by name, domain or number; type on"),
        };
        let _ = writeln!(text, "{}{typed}\t{note}", words.head);
    }
    for candidate in &words.candidates {
        let _ = writeln!(text, "{}\t{}", words.whole(candidate), candidate.about);
    }
    text
}

/// A line for each word: what is put on the line, what is shown, and what it is. What was typed comes first where it has to
/// stay.
fn listed(words: &Words) -> String {
    let mut text = String::from(if words.behind == Behind::Nothing { "words open\n" } else { "words\n" });
    if !words.candidates.is_empty() && words.stays() {
        let typed = if words.typed.is_empty() { "…" } else { &words.typed };
        let note = words.note.as_deref().unwrap_or("type on");
        let _ = writeln!(text, "{}{typed}\t{note}\t{note}", words.head);
    }
    for candidate in &words.candidates {
        let about = if candidate.about.is_empty() { &candidate.word } else { &candidate.about };
        let _ = writeln!(text, "{}\t{}\t{about}", words.whole(candidate), candidate.word);
    }
    text
}
