//! Slugs: the short names by which people type clients and partners (docs/reference.md#terms).

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::{Error, Hint, Result};

use super::character::described;
use super::id::ClientId;

/// A slug: `[a-z][a-z0-9]*(-[a-z0-9]+)*`, 3 to 40 characters, no reserved word. It never looks like an id: ids have a
/// capital `C` or an underscore, and what would be one but for that (`c100001-9`, `ptn-3`) is refused too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The fewest characters of a slug.
    pub const MIN_CHARS: usize = 3;
    /// The most characters of a slug.
    pub const MAX_CHARS: usize = 40;

    /// Words that mean something else where a slug may be, or that read as a group of things.
    pub const RESERVED: [&str; 37] = [
        "account",
        "admin",
        "all",
        "any",
        "client",
        "clients",
        "current",
        "default",
        "domain",
        "everyone",
        "false",
        "guest",
        "live",
        "manager",
        "mine",
        "new",
        "nil",
        "nobody",
        "none",
        "null",
        "other",
        "own",
        "owner",
        "partner",
        "partners",
        "root",
        "self",
        "slug",
        "staff",
        "supervisor",
        "system",
        "this",
        "training",
        "true",
        "undefined",
        "user",
        "users",
    ];

    /// Reads a slug. Nothing is trimmed or changed: a slug has one spelling.
    ///
    /// # Errors
    /// `usage` that names the letter or the rule.
    pub fn parse(text: &str) -> Result<Self> {
        match fault(text) {
            None => Ok(Self(text.to_owned())),
            Some(_) if text.is_empty() => Err(Error::usage("the slug is empty").hint(Hint::plain(FORM))),
            Some(why) => Err(Error::usage(format!("{text:?} is not a slug: {why}")).hint(Hint::plain(FORM))),
        }
    }

    /// A slug for `name`: written in Latin letters, without marks, words joined by hyphens, cut between words where
    /// it is too long. A leading digit gets a `c-` before it. `None` where nothing fitting is left: a script that
    /// has no common transcription, a reserved word, fewer than three letters; then [`Slug::numbered`] helps.
    pub fn derive(name: &str) -> Option<Self> {
        let latin = written(name);
        let words = shortened(&begun_by_letter(&latin.words), Self::MAX_CHARS);
        (latin.complete && fault(&words).is_none()).then_some(Self(words))
    }

    /// The slug of a client where that of the name is taken, similar to another or not to be had: what can be
    /// written of the name, and the client's number with its check digit, `hp-1000019`, `client-1000019`.
    pub fn numbered(name: &str, id: ClientId) -> Self {
        with_number(&begun_by_letter(&written(name).words), id)
    }

    /// This slug with the client's number and its check digit appended, `big-shoes-1000019`, cut so that it fits.
    pub fn with_suffix(&self, id: ClientId) -> Self {
        with_number(&self.0, id)
    }

    /// A slug read from the database, where only checked ones are put.
    pub const fn stored(slug: String) -> Self {
        Self(slug)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `text` has the form and length of a slug, reserved or not.
    pub fn is_grammatical(text: &str) -> bool {
        (Self::MIN_CHARS..=Self::MAX_CHARS).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.ends_with('-')
            && !text.contains("--")
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const FORM: &str =
    "a slug has 3 to 40 lowercase letters a-z, digits and single hyphens, and begins with a letter: `big-shoes`";

/// What keeps `text` from being a slug, the letter before the length, because a foreign letter explains more.
fn fault(text: &str) -> Option<String> {
    let foreign = text.chars().find(|c| !(c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-'));
    let why = match foreign {
        Some(c) if c.is_ascii_uppercase() => format!("it has the capital letter '{c}', and capitals count"),
        Some('_') => "it has an underscore".to_owned(),
        Some(c) => format!("it has {}", described(c)),
        None if !text.starts_with(|c: char| c.is_ascii_lowercase()) => "it does not begin with a letter".to_owned(),
        None if text.ends_with('-') => "it ends with a hyphen".to_owned(),
        None if text.contains("--") => "it has two hyphens in a row".to_owned(),
        None if text.len() < Slug::MIN_CHARS => "it is shorter than 3 characters".to_owned(),
        None if text.len() > Slug::MAX_CHARS => format!("it has {} characters", text.len()),
        None if Slug::RESERVED.contains(&text) => "the word is reserved".to_owned(),
        None if resembles_id(text) => {
            "it looks like an id, which is written with a capital or an underscore".to_owned()
        }
        None => return None,
    };
    Some(why)
}

/// `c100001`, `c100001-9`, `ptn-3`, `usr5`: an id that was typed in lowercase letters or with a hyphen.
fn resembles_id(text: &str) -> bool {
    const PREFIXES: [&str; 9] = ["ptn", "usr", "inv", "lnk", "msg", "ses", "stf", "grt", "rcp"];
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = |rest: &str| is_number(rest.strip_prefix('-').unwrap_or(rest));
    if let Some(rest) = text.strip_prefix('c') {
        let (head, check) = rest.rsplit_once('-').unwrap_or((rest, "0"));
        if number(rest) || (number(head) && is_number(check)) {
            return true;
        }
    }
    PREFIXES.iter().any(|prefix| text.strip_prefix(prefix).is_some_and(number))
}

fn begun_by_letter(words: &str) -> String {
    if words.starts_with(|c: char| c.is_ascii_digit()) { format!("c-{words}") } else { words.to_owned() }
}

/// At most `max` bytes of `words`, without a last word that would be broken, unless that costs more than half.
fn shortened(words: &str, max: usize) -> String {
    if words.len() <= max {
        return words.to_owned();
    }
    let cut = &words[..max];
    let whole = if words.as_bytes().get(max) == Some(&b'-') { Some(max) } else { cut.rfind('-') };
    cut[..whole.filter(|at| *at > max / 2).unwrap_or(max)].trim_end_matches('-').to_owned()
}

fn with_number(words: &str, id: ClientId) -> Slug {
    let number: String = id.to_string().chars().filter(char::is_ascii_digit).collect();
    let room = Slug::MAX_CHARS.saturating_sub(number.len() + 1);
    let numbered = format!("{}-{number}", shortened(words, room));
    if fault(&numbered).is_none() { Slug(numbered) } else { Slug(format!("client-{number}")) }
}

// Names in Latin letters and hyphens.
//
// What a speller would write who has only a keyboard with a-z: marks are dropped (ü is u, not ue, because the
// language of a name is unknown), Cyrillic and Greek are transcribed in the common English way.

/// What became of a name.
struct Latin {
    /// Words of `a-z0-9`, joined by single hyphens; maybe none.
    words: String,
    /// Whether every letter of the name could be written.
    complete: bool,
}

/// `Jim’s Ærø-Café & Söhne` becomes `jims-aero-cafe-sohne`.
fn written(name: &str) -> Latin {
    let mut words = String::with_capacity(name.len());
    let mut complete = true;
    let mut apart = false;
    // The trade-mark signs would decompose to letters; apostrophes are inside words.
    let kept = name.chars().filter(|c| !matches!(c, '™' | '℠' | '®' | '©'));
    for c in kept.nfkd().flat_map(char::to_lowercase) {
        let letters = match c {
            'a'..='z' | '0'..='9' => {
                push(&mut words, &mut apart, c.encode_utf8(&mut [0; 4]));
                continue;
            }
            _ if is_combining_mark(c) => continue,
            '\'' | '’' | '‘' | 'ʼ' | '´' | '`' | 'ь' | 'ъ' => continue,
            _ => transcribed(c),
        };
        match letters {
            Some(letters) => push(&mut words, &mut apart, letters),
            None => {
                complete &= !c.is_alphanumeric();
                apart = true;
            }
        }
    }
    Latin { words, complete }
}

fn push(words: &mut String, apart: &mut bool, letters: &str) {
    if std::mem::take(apart) && !words.is_empty() {
        words.push('-');
    }
    words.push_str(letters);
}

/// The Latin spelling of a small letter that has no decomposition.
fn transcribed(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'å' => "a",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "n",
        'ŧ' => "t",
        'ə' => "e",
        'а' | 'α' => "a",
        'б' => "b",
        'в' | 'β' => "v",
        'г' | 'ґ' | 'γ' => "g",
        'д' | 'δ' => "d",
        'е' | 'э' | 'ε' => "e",
        'є' => "ye",
        'ж' => "zh",
        'з' | 'ζ' => "z",
        'и' | 'і' | 'ι' | 'η' => "i",
        'к' | 'κ' => "k",
        'л' | 'λ' => "l",
        'м' | 'μ' => "m",
        'н' | 'ν' => "n",
        'о' | 'ο' | 'ω' => "o",
        'п' | 'π' => "p",
        'р' | 'ρ' => "r",
        'с' | 'σ' | 'ς' => "s",
        'т' | 'τ' => "t",
        'у' => "u",
        'ф' | 'φ' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ы' | 'υ' => "y",
        'ю' => "yu",
        'я' => "ya",
        'ђ' => "dj",
        'ј' => "j",
        'љ' => "lj",
        'њ' => "nj",
        'ћ' => "c",
        'џ' => "dz",
        'θ' => "th",
        'ξ' => "x",
        'χ' => "ch",
        'ψ' => "ps",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
