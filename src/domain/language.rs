//! The languages that mails and pages are written in (docs/reference.md#languages).

use std::fmt;

use crate::domain::choice;
use crate::error::{Error, Fact, Hint, Result};

/// A language of mails and pages. Its name is its code by BCP 47.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    #[default]
    English,
    German,
    French,
    Spanish,
}

/// The longest tag that is looked at; the longest that BCP 47 knows is shorter.
const LONGEST: usize = 100;

impl Language {
    /// The first is the one that is left where nothing else was chosen.
    pub const ALL: [Self; 4] = [Self::English, Self::German, Self::French, Self::Spanish];

    /// The code, as written and stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
        }
    }

    /// What it is called in English.
    #[must_use]
    pub const fn english_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "German",
            Self::French => "French",
            Self::Spanish => "Spanish",
        }
    }

    /// What it is called in itself, as its readers look for it.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
        }
    }

    /// Reads a code or a longer tag, such as `de`, `de-AT` or `de_DE.UTF-8`: the language is what counts, in capitals or
    /// not.
    ///
    /// # Errors
    /// `usage`, with the languages that exist, when it is none of them.
    pub fn parse(tag: &str) -> Result<Self> {
        Self::of_tag(tag).ok_or_else(|| {
            let allowed: Vec<String> = Self::ALL.iter().map(|one| format!("{one} ({})", one.english_name())).collect();
            Error::usage(format!("{tag:?} is not a language of mails and pages"))
                .hint(Hint::plain(format!("allowed are: {}", allowed.join(", "))))
                .fact("allowed", Fact::list(Self::ALL.map(Self::name)))
        })
    }

    /// The language of a tag as programs and browsers send it, if it is one of these.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        // `de_DE.UTF-8@euro`, as the environment of a process has it.
        let bare = tag.split(['.', '@']).next().unwrap_or_default();
        let mut parts = bare.split(['-', '_']);
        let first = parts.next()?;
        let well_formed = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        if tag.len() > LONGEST || !parts.all(well_formed) {
            return None;
        }
        Self::ALL.into_iter().find(|language| language.name().eq_ignore_ascii_case(first))
    }

    /// Reads a code as it is stored.
    ///
    /// # Errors
    /// `failed` when it is none: the row is damaged.
    pub fn from_text(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|language| language.name() == text);
        found.ok_or_else(|| choice::damaged("is not a language", text))
    }

    /// The language of a reader: the first that was chosen, else English.
    #[must_use]
    pub fn first_of(chosen: impl IntoIterator<Item = Option<Self>>) -> Self {
        chosen.into_iter().flatten().next().unwrap_or_default()
    }
}

/// What becomes of a chosen language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LanguageEdit {
    #[default]
    Keep,
    Clear,
    To(Language),
}

impl LanguageEdit {
    /// What holds after it.
    #[must_use]
    pub fn applied_to(self, before: Option<Language>) -> Option<Language> {
        match self {
            Self::Keep => before,
            Self::Clear => None,
            Self::To(language) => Some(language),
        }
    }
}

impl From<Option<Language>> for LanguageEdit {
    /// To that language, if one is given.
    fn from(given: Option<Language>) -> Self {
        given.map_or(Self::Keep, Self::To)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_as_its_language() {
        for (tag, expected) in [
            ("de", Language::German),
            ("DE", Language::German),
            ("de-AT", Language::German),
            ("de_DE.UTF-8", Language::German),
            ("de_AT@euro", Language::German),
            ("de-Latn-CH-1996", Language::German),
            ("en-GB", Language::English),
            ("fr-CA", Language::French),
            ("es-419", Language::Spanish),
        ] {
            assert_eq!(Language::parse(tag).unwrap(), expected, "{tag}");
        }
    }

    #[test]
    fn unknown_language_lists_those_that_exist() {
        for tag in ["", "german", "it", "d", "deu", "de-", "de--AT", "de AT", "de-Österreich", "-de", " de", "de\n"] {
            let error = Language::parse(tag).unwrap_err();
            assert_eq!(error.code(), crate::error::Code::Usage, "{tag}");
            assert_eq!(error.hints(), ["allowed are: en (English), de (German), fr (French), es (Spanish)"], "{tag}");
        }
        Language::parse(&format!("de-{}", "a-".repeat(1000))).unwrap_err();
    }

    #[test]
    fn every_language_is_read_back() {
        for language in Language::ALL {
            assert_eq!(Language::from_text(language.name()).unwrap(), language);
            assert_eq!(Language::parse(language.name()).unwrap(), language);
        }
        Language::from_text("de-AT").unwrap_err();
        Language::from_text("EN").unwrap_err();
    }

    #[test]
    fn the_first_that_was_chosen_wins() {
        let (de, fr) = (Some(Language::German), Some(Language::French));
        assert_eq!(Language::first_of([None, de, fr]), Language::German);
        assert_eq!(Language::first_of([None, None]), Language::English);
    }
}
