//! Commands that are printed ready to paste: whatever a person or a file put into them stays one word of the shell.
//!
//! An e-mail address may hold a backtick, `|`, `$`, `'`, `&` (docs/reference.md#e-mail-addresses), and a file's name
//! may hold anything. Every command in a hint, a finding or a mail is therefore made by `shell_format!`, which quotes
//! what is put into it where the shell would take it apart; a test of the crate finds the ones that are not.

mod dash;

use std::fmt::{self, Display};

use super::character::is_hazard;

pub use dash::guarded;

/// `format!` for sentences with commands in them: each value becomes one word of a POSIX shell, as it is where that
/// is plain, else in single quotes. Names within the braces do not compile: nothing gets in unquoted. What is prose
/// or was quoted before is put in with [`Verbatim`].
///
/// The command in a sentence is between backticks, and ends at the first backtick outside single quotes.
macro_rules! shell_format {
    ($text:literal $(, $word:expr)* $(,)?) => {
        // A literal by way of `concat!` captures no variables.
        $crate::domain::shell::guarded(format!(concat!($text) $(, $crate::domain::shell::Quoted(&$word))*))
    };
}

pub(crate) use shell_format;

/// `text` as one word of a shell: as it is, or in single quotes where the shell would take it apart. What a terminal does
/// not show as it is, such as the joiner in an emoji, is written as its bytes in `$'…'`, which bash, zsh and ksh read:
/// what is copied from the screen is then the same.
pub fn word(text: &str) -> String {
    if text.contains(is_hazard) {
        return in_bytes(text);
    }
    let plain = |c: char| c.is_alphanumeric() || "-_./:@%+=,".contains(c);
    // zsh takes a word that begins with `=` for the path of a program.
    if !text.is_empty() && !text.starts_with('=') && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

fn in_bytes(text: &str) -> String {
    let mut quoted = String::from("$'");
    for letter in text.chars() {
        if is_hazard(letter) || matches!(letter, '\'' | '\\') {
            for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                quoted.push_str(&format!("\\{byte:03o}"));
            }
        } else {
            quoted.push(letter);
        }
    }
    quoted + "'"
}

/// Splits a line into words: blanks part, single and double quotes hold together. There are no variables, no escapes
/// and no patterns.
pub fn split(line: &[u8]) -> Vec<Vec<u8>> {
    let mut words = Vec::new();
    let mut word: Option<Vec<u8>> = None;
    let mut quote = None;
    for byte in line.iter().copied() {
        match quote {
            Some(open) if byte == open => quote = None,
            None if matches!(byte, b'\'' | b'"') => {
                quote = Some(byte);
                word.get_or_insert_default();
            }
            None if byte.is_ascii_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(byte),
        }
    }
    words.extend(word);
    words
}

/// What `shell_format!` puts into a sentence unchanged: prose, or words of a command that are quoted already.
#[derive(Debug, Clone, Copy)]
pub struct Verbatim<T>(pub T);

/// What can be in a command.
pub trait Pasted {
    /// Writes it ready to paste.
    ///
    /// # Errors
    /// Those of the formatter.
    fn paste(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: Display + ?Sized> Pasted for T {
    fn paste(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&word(&self.to_string()))
    }
}

impl<T: Display> Pasted for Verbatim<T> {
    fn paste(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A value on its way into `shell_format!`.
#[derive(Debug, Clone, Copy)]
pub struct Quoted<'a, T: ?Sized>(pub &'a T);

impl<T: Pasted + ?Sized> Display for Quoted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.paste(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stays_one_word_in_the_shell() {
        for plain in ["big-shoes", "jim+x@a.example", "account:4711", "Müller", "C100001-9"] {
            assert_eq!(word(plain), plain);
        }
        assert_eq!(word("Big Shoes"), "'Big Shoes'");
        assert_eq!(word("Jim's"), r"'Jim'\''s'");
        assert_eq!(word("$(rm x)"), "'$(rm x)'");
        assert_eq!(word("a;b&c|d>e<f*g?h~i#j!k\\l\"m`n"), "'a;b&c|d>e<f*g?h~i#j!k\\l\"m`n'");
        assert_eq!(word(""), "''");
        assert_eq!(word("it's 👩\u{200d}💻"), r"$'it\047s 👩\342\200\215💻'");
        assert_eq!(word("a\nb"), r"$'a\012b'");
    }

    #[test]
    fn sentence_quotes_command_parts() {
        let (email, slug) = ("o'b`x@a.example", String::from("big-shoes"));
        assert_eq!(
            shell_format!("see `partnerctl user show {} -c {}`, or {}", email, slug, Verbatim("ask Jim's boss")),
            r"see `partnerctl user show 'o'\''b`x@a.example' -c big-shoes`, or ask Jim's boss"
        );
        assert_eq!(shell_format!("{}", Verbatim(format!("-r {}", word("a b")))), "-r 'a b'");
    }
}
