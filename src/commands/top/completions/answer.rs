//! What a shell is answered: the words that fit, and what may be put on the line.

use crate::ops::names::{Candidates, MOST, More, Offered};
use crate::output::sanitise::for_terminal;

/// A word that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub word: String,
    /// What is shown next to it; maybe nothing.
    pub about: String,
}

impl Candidate {
    pub(super) fn new(word: impl Into<String>, about: impl Into<String>) -> Self {
        Self { word: word.into(), about: about.into() }
    }
}

/// What is put behind the word when it is the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// A blank: the word is finished.
    Blank,
    /// Nothing: more can follow.
    Nothing,
}

/// The words that fit, for a value of which `typed` is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    /// What of the word on the line goes in front of each candidate: `--client=`, `invoices,`.
    pub head: String,
    /// What of it is to be completed.
    pub typed: String,
    pub candidates: Vec<Candidate>,
    /// What is shown below them, and never put on the line.
    pub note: Option<String>,
    /// Whether something else fits as well that is not listed: what it has in common with these is not known.
    pub is_cut: bool,
    pub behind: Behind,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Words(Words),
    /// The shell completes the path of a file.
    Files,
    /// The shell completes the path of a folder.
    Folders,
}

impl Words {
    /// Those of a fixed list that begin with what was typed.
    pub(super) fn fixed(head: &str, typed: &str, all: impl IntoIterator<Item = Candidate>) -> Self {
        let candidates = all.into_iter().filter(|candidate| candidate.word.starts_with(typed)).collect();
        Self {
            head: head.to_owned(),
            typed: typed.to_owned(),
            candidates,
            note: None,
            is_cut: false,
            behind: Behind::Blank,
        }
    }

    /// The first of a long list.
    pub(super) fn cut(mut self) -> Self {
        let more = self.candidates.len().saturating_sub(MOST);
        if more > 0 {
            self.candidates.truncate(MOST);
            self.is_cut = true;
            self.note = Some(format!("{more} more; type on"));
        }
        self
    }

    /// As they are, but that a name follows the only one if it is the beginning of a family: `form.`.
    pub(super) fn family(mut self) -> Self {
        if matches!(&self.candidates[..], [one] if one.word.ends_with('.')) {
            self.behind = Behind::Nothing;
        }
        self
    }

    /// Fit to be shown: what is stored may hold anything.
    pub(super) fn clean(mut self) -> Self {
        self.candidates.retain(|one| !one.word.is_empty() && !one.word.contains(char::is_control));
        for one in &mut self.candidates {
            one.about = for_terminal(one.about.lines().next().unwrap_or_default()).replace('\t', " ");
        }
        self
    }

    /// Nothing but a note.
    pub(super) fn note(text: &str) -> Self {
        Self { note: Some(text.to_owned()), ..Self::fixed("", "", []) }
    }

    /// Those that were looked up.
    pub(super) fn found(head: &str, typed: &str, found: Candidates) -> Self {
        let Candidates { offered, more } = found;
        let candidate = |Offered { word, label }| Candidate::new(word, label);
        Self {
            head: head.to_owned(),
            typed: typed.to_owned(),
            candidates: offered.into_iter().map(candidate).collect(),
            note: match more {
                More::None => None,
                More::Exactly(count) => Some(format!("{count} more; type on")),
                More::AtLeast(count) => Some(format!("at least {count} more; type on")),
            },
            is_cut: more != More::None,
            behind: Behind::Blank,
        }
    }

    /// The shell inserts nothing: the list is cut, or a match does not begin with what was typed.
    pub(super) fn stays(&self) -> bool {
        let extends = |candidate: &Candidate| candidate.word.starts_with(&self.typed);
        self.is_cut || (self.candidates.len() > 1 && !self.candidates.iter().all(extends))
    }

    /// Each candidate with what it is, in columns.
    pub(super) fn shown(&self) -> impl Iterator<Item = String> {
        let width = self.candidates.iter().map(|one| one.word.chars().count()).max().unwrap_or_default();
        self.candidates.iter().map(move |Candidate { word, about }| match about.as_str() {
            "" => word.clone(),
            about => format!("{word:width$}  {about}"),
        })
    }

    /// The whole word on the line with this candidate.
    pub(super) fn whole(&self, candidate: &Candidate) -> String {
        format!("{}{}", self.head, candidate.word)
    }
}
