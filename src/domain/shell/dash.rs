//! Addresses that begin with a hyphen, in commands to paste: `--` keeps the program from reading them as options.

/// Options whose value may be such an address: it is joined to them by `=`.
const TAKE_ADDRESS: &[&str] =
    &["--as", "--user", "--to", "--replaces", "--owner", "--lift", "--confirm", "--contact-email", "--actor"];
/// Options without a value: what follows them is not their value.
const ALONE: &[&str] = &[
    "-A",
    "-n",
    "-q",
    "--again",
    "--all-clients",
    "--allow-elsewhere",
    "--code-stdin",
    "--csv",
    "--dry-run",
    "--generate-password",
    "--inactive",
    "--json",
    "--no-clients",
    "--no-until",
    "--owners",
    "--quiet",
    "--resend",
    "--send-email",
    "--show-link",
];

/// A text with each command in it, between backticks or the text itself, so that it can be given unchanged.
pub fn guarded(text: String) -> String {
    if !has_dashed(&text) {
        return text;
    }
    if text.starts_with("partnerctl ") {
        return command(&text);
    }
    let mut guarded = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("`partnerctl ") {
        let (before, inner) = rest.split_at(at + 1);
        let end = unquoted(inner).find(|(_, c)| *c == '`').map_or(inner.len(), |(end, _)| end);
        guarded.push_str(before);
        guarded.push_str(&command(&inner[..end]));
        rest = &inner[end..];
        if let Some(after) = rest.strip_prefix('`') {
            guarded.push('`');
            rest = after;
        }
    }
    guarded.push_str(rest);
    guarded
}

/// Whether a word of the text may be such an address.
fn has_dashed(text: &str) -> bool {
    [" -", " '-"].iter().any(|begin| text.contains(begin)) && text.split(' ').any(is_dashed)
}

fn is_dashed(word: &str) -> bool {
    let bare = word.strip_prefix('\'').unwrap_or(word);
    bare.starts_with('-') && !bare.starts_with("--") && bare.contains('@')
}

/// Options first, then `--` and the rest in its order. What follows in a pipe stays as it is.
fn command(text: &str) -> String {
    let end = unquoted(text).find(|(_, c)| "|>;&".contains(*c)).map_or(text.len(), |(end, _)| end);
    let (mine, after) = text.split_at(end);
    let all = words(mine);
    if !all.iter().any(|word| is_dashed(word)) {
        return text.to_owned();
    }
    let (name, given) = all.split_at(all.len().min(3));
    let (mut options, mut alone): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
    // It may have been put in before options were added.
    let mut given = given.iter().copied().filter(|word| *word != "--").peekable();
    while let Some(word) = given.next() {
        if is_dashed(word) || !word.starts_with('-') {
            alone.push(word);
            continue;
        }
        match given.peek().copied() {
            Some(value) if is_dashed(value) && TAKE_ADDRESS.contains(&word) => options.push(format!("{word}={value}")),
            Some(value) if !value.starts_with('-') && !is_dashed(value) && !ALONE.contains(&word) => {
                options.push(format!("{word} {value}"));
            }
            _ => {
                options.push(word.to_owned());
                continue;
            }
        }
        given.next();
    }
    let mut line: Vec<&str> = name.to_vec();
    line.extend(options.iter().map(String::as_str));
    if alone.iter().any(|word| is_dashed(word)) {
        line.push("--");
    }
    line.extend(alone);
    let blank = if after.is_empty() || !mine.ends_with(' ') { "" } else { " " };
    format!("{}{blank}{after}", line.join(" "))
}

/// The words of a command, as they are written.
fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, _) in unquoted(text).filter(|(_, c)| *c == ' ') {
        found.push(&text[from..at]);
        from = at + 1;
    }
    found.push(&text[from..]);
    found.retain(|word| !word.is_empty());
    found
}

/// The letters outside single quotes, with their places.
fn unquoted(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut is_quoted = false;
    text.char_indices().filter(move |(_, c)| {
        if *c == '\'' {
            is_quoted = !is_quoted;
        }
        !is_quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashed_address_follows_two_hyphens() {
        for (text, guarded_text) in [
            ("see `partnerctl user show jim@a.example -c a`", "see `partnerctl user show jim@a.example -c a`"),
            (
                "partnerctl user edit -c a -- -j@a.example --until T",
                "partnerctl user edit -c a --until T -- -j@a.example",
            ),
            ("see `partnerctl user show -jim@a.example -c a`", "see `partnerctl user show -c a -- -jim@a.example`"),
            (
                "`partnerctl user rename -j@a.example NEW`, or `x`",
                "`partnerctl user rename -- -j@a.example NEW`, or `x`",
            ),
            ("partnerctl access list --user -j@a.example", "partnerctl access list --user=-j@a.example"),
            (
                "partnerctl user edit '-o`b@a.example' -c a -m 'a b' --as -j@a.example",
                "partnerctl user edit -c a -m 'a b' --as=-j@a.example -- '-o`b@a.example'",
            ),
            (
                "`partnerctl invite send --resend -j@a.example -c a | partnerctl x`",
                "`partnerctl invite send --resend -c a -- -j@a.example | partnerctl x`",
            ),
        ] {
            assert_eq!(guarded(text.to_owned()), guarded_text);
            assert_eq!(guarded(guarded_text.to_owned()), guarded_text);
        }
    }
}
