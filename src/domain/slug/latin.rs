//! Names in Latin letters and hyphens.
//!
//! What a speller would write who has only a keyboard with a-z: marks are dropped (ü is u, not ue, because the
//! language of a name is unknown), Cyrillic and Greek are transcribed in the common English way.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What became of a name.
pub(super) struct Latin {
    /// Words of `a-z0-9`, joined by single hyphens; maybe none.
    pub(super) words: String,
    /// Whether every letter of the name could be written.
    pub(super) complete: bool,
}

/// `Jim’s Ærø-Café & Söhne` becomes `jims-aero-cafe-sohne`.
pub(super) fn written(name: &str) -> Latin {
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
