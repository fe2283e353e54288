//! The sentences of one use in one language. A file is read when its first sentence is needed.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::domain::language::Language;
use crate::error::{Error, Result};

/// What sentences are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    Mail,
    Pages,
}

/// The sentences of mails, or those of pages, in one language; both have the common words.
pub struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

/// A value in a sentence.
#[derive(Debug, Clone)]
pub enum Said<'a> {
    Text(Cow<'a, str>),
    Number(i64),
}

impl<'a> From<&'a str> for Said<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Said<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Said<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Said<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A sentence of a catalogue or locale: `say!(locale, "term-days", count = 3)`. The build fails where there is no such
/// sentence, or where its values are not these.
macro_rules! say {
    ($from:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $from.say($key, &[$((stringify!($name), $crate::language::catalogue::Said::from($value))),*])
    };
}
pub(crate) use say;

macro_rules! sources {
    ($($language:ident: $code:literal),+ $(,)?) => {
        /// The files of a use in a language: the words, and its own.
        const fn sources(text: Text, language: Language) -> [&'static str; 2] {
            match (text, language) {
                $(
                    (Text::Mail, Language::$language) => {
                        [include_str!(concat!($code, "/words.ftl")), include_str!(concat!($code, "/mail.ftl"))]
                    }
                    (Text::Pages, Language::$language) => {
                        [include_str!(concat!($code, "/words.ftl")), include_str!(concat!($code, "/pages.ftl"))]
                    }
                )+
            }
        }
    };
}

sources![English: "en", German: "de", French: "fr", Spanish: "es"];

impl Catalogue {
    /// The catalogue of this use in this language, read once in this process.
    pub fn of(text: Text, language: Language) -> &'static Self {
        static MAIL: [OnceLock<Catalogue>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];
        static PAGES: [OnceLock<Catalogue>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];
        let all = match text {
            Text::Mail => &MAIL,
            Text::Pages => &PAGES,
        };
        all[language as usize].get_or_init(|| Self::read(text, language))
    }

    fn read(text: Text, language: Language) -> Self {
        let tag = language.name().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Plain text shows the marks as they are; HTML has `bdi` for that.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::English => |value, _| grouped(value, ",", 4),
            Language::German => |value, _| grouped(value, ".", 4),
            Language::French => |value, _| grouped(value, "\u{202F}", 4),
            Language::Spanish => |value, _| grouped(value, ".", 5),
        }));
        for source in sources(text, language) {
            // The build has read them already.
            let resource = match FluentResource::try_new(source.to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// Whether there is such a sentence.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    pub const fn language(&self) -> Language {
        self.language
    }

    /// As [`Catalogue::find`], by `say!`: the build knows that there is such a sentence with these values.
    pub fn say(&self, key: &str, values: &[(&str, Said<'_>)]) -> String {
        self.find(key, values).unwrap_or_else(|_| key.to_owned())
    }

    /// The sentence of this key with these values.
    ///
    /// # Errors
    /// `bug` when there is no such sentence, or it needs other values.
    pub fn find(&self, key: &str, values: &[(&str, Said<'_>)]) -> Result<String> {
        let missing = || Error::bug(format!("the sentence {key:?} does not exist in {:?}", self.language));
        let pattern = self.bundle.get_message(key).and_then(|message| message.value()).ok_or_else(missing)?;
        let mut given = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            match value {
                Said::Text(text) => given.set(*name, FluentValue::from(text.as_ref())),
                Said::Number(number) => given.set(*name, FluentValue::from(*number)),
            }
        }
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&given), &mut errors).into_owned();
        match errors.first() {
            None => Ok(said),
            Some(error) => Err(Error::bug(format!("the sentence {key:?} in {:?}: {error}", self.language))),
        }
    }
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalogue").field("language", &self.language).finish_non_exhaustive()
    }
}

/// A whole number with `sign` between its groups of three, if it has at least so many digits.
fn grouped(value: &FluentValue<'_>, sign: &str, from: usize) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let digits = format!("{:.0}", number.value.abs());
    if digits.len() < from {
        return None;
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number.value < 0.0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push_str(sign);
        }
        out.push(digit);
    }
    Some(out)
}
