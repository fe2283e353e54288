//! Words of commands that are printed ready to paste.

/// `text` as one word of a POSIX shell: as it is, or in single quotes where the shell would take it apart.
#[must_use]
pub fn word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@%+=,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
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
    }
}
