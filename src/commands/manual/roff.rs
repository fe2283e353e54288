//! Text in the language of manual pages, man(7), as `mandoc -T lint` wants it.

use crate::commands::document::{Block, fitting, folded};

/// Source lines are at most so wide.
const WIDTH: usize = 78;

/// The source of one page.
#[derive(Debug)]
pub(super) struct Roff(String);

impl Roff {
    /// Begins a page.
    pub(super) fn new(title: &str, section: u8, date: &str, source: &str) -> Self {
        Self(format!(".TH {} {section} {date} \"{source}\" \"partnerctl manual\"\n", title.to_uppercase()))
    }

    pub(super) fn section(&mut self, title: &str) {
        self.line(&format!(".SH {}", title.to_uppercase()));
    }

    fn subsection(&mut self, title: &str) {
        self.line(&format!(".SS {}", escaped(title)));
    }

    /// A line of roff as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    /// The name of the page, with what it is about.
    pub(super) fn name(&mut self, name: &str, about: &str) {
        for line in folded(&format!("{} \\- {}", escaped(name), escaped(about)), WIDTH, 0) {
            self.line(&line);
        }
    }

    /// How a command is written: names in bold, values in italics. A part is not folded.
    pub(super) fn synopsis(&mut self, command: &str, parts: &[String]) {
        self.line(&format!(".SY \"{}\"", escaped(command)));
        let parts: Vec<String> = parts.iter().map(|part| part_of_synopsis(part)).collect();
        for line in folded(&parts.join(" "), WIDTH, 0) {
            self.line(&guarded(&line));
        }
        self.line(".YS");
    }

    /// Words, folded, with names in bold that are in backticks.
    pub(super) fn words(&mut self, text: &str) {
        for line in folded(&bold(text), WIDTH, 0) {
            self.line(&guarded(&line));
        }
    }

    /// Names with their meanings.
    pub(super) fn terms(&mut self, terms: &[(String, String)]) {
        for (term, meaning) in terms {
            self.line(".TP");
            self.line(&guarded(&format!("\\fB{}\\fR", escaped(term))));
            // A term without a meaning is followed by the next one.
            if meaning.is_empty() {
                self.line("\\&");
            }
            self.words(meaning);
        }
    }

    /// Lines that stay as they are.
    pub(super) fn lines<'a>(&mut self, lines: impl IntoIterator<Item = &'a str>) {
        self.line(".nf");
        self.line(".RS 4");
        for line in lines {
            self.line(&guarded(&escaped(line)));
        }
        self.line(".RE");
        self.line(".fi");
    }

    /// Blocks of text; their headings begin parts of the section.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        let mut begins = true;
        for block in blocks {
            match block {
                Block::Heading(text) => self.subsection(text),
                Block::Paragraph(text) => {
                    if !begins {
                        self.line(".PP");
                    }
                    self.words(text);
                }
                Block::Terms(terms) => self.terms(terms),
                Block::Lines(shown) => {
                    let shown: Vec<String> = shown.iter().flat_map(|line| fitting(line, WIDTH)).collect();
                    if !begins {
                        self.line(".PP");
                    }
                    self.lines(shown.iter().map(String::as_str));
                }
            }
            begins = matches!(block, Block::Heading(_));
        }
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Characters that roff would read as its own.
pub(super) fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => shown.push_str("\\e"),
            '-' => shown.push_str("\\-"),
            '\'' => shown.push_str("\\(aq"),
            '`' => shown.push_str("\\(ga"),
            '^' => shown.push_str("\\(ha"),
            '~' => shown.push_str("\\(ti"),
            '\u{a0}' => shown.push_str("\\~"),
            ' '..='~' => shown.push(letter),
            _ => shown.push_str(&format!("\\[u{:04X}]", u32::from(letter))),
        }
    }
    shown
}

/// `[--until TIME]` with its option in bold and its value in italics.
fn part_of_synopsis(part: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_matches(['[', ']', '.', '(', ')', '|']);
        let font = if bare.starts_with('-') { 'B' } else { 'I' };
        let marked = format!("\\f{font}{}\\fR", escaped(bare));
        if bare.is_empty() { escaped(word) } else { escaped(word).replacen(&escaped(bare), &marked, 1) }
    };
    part.split(' ').map(word).collect::<Vec<_>>().join("\\~")
}

/// Words with what is in backticks in bold.
fn bold(text: &str) -> String {
    let mut shown = String::new();
    for (at, part) in text.split('`').enumerate() {
        let is_name = at % 2 == 1;
        let part = escaped(part);
        match is_name {
            true => shown.push_str(&format!("\\fB{part}\\fR")),
            false => shown.push_str(&part),
        }
    }
    shown
}

/// A line that roff does not take for a request.
fn guarded(line: &str) -> String {
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_as_a_request() {
        let mut roff = Roff::new("a-b", 7, "2026-11-30", "a 1");
        roff.words(".so it's `--json` \\n");
        roff.lines([".x", "'y"]);
        roff.words("Müller");
        assert_eq!(
            roff.finish(),
            ".TH A-B 7 2026-11-30 \"a 1\" \"partnerctl manual\"\n\
             \\&.so it\\(aqs \\fB\\-\\-json\\fR \\en\n.nf\n.RS 4\n\\&.x\n\\(aqy\n.RE\n.fi\nM\\[u00FC]ller\n"
        );
    }
}
