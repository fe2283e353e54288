//! Text for readers: paragraphs, headings, lists of terms and command lines, from which the help makes lines for a
//! terminal, and the manual makes pages.

use unicode_width::UnicodeWidthStr as _;

use super::line;

/// Terms and command lines are indented by so much.
const INDENT: usize = 2;
/// The widest term that its meaning follows on the same line.
const WIDEST_TERM: usize = 24;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Heading(String),
    /// Words, folded at any blank. Names of commands and options are in backticks.
    Paragraph(String),
    /// Names, each with its meaning.
    Terms(Vec<(String, String)>),
    /// Lines that are shown as they are. A command line that is too long is folded so that it can be pasted.
    Lines(Vec<String>),
}

/// A line on a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    Heading(String),
    Text(String),
}

/// Reads the form in which topics are stored: `# ` begins a heading, two blanks a term with its meaning behind two more,
/// four blanks a line that stays as it is, and an empty line ends a block.
pub fn parse(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for part in text.split("\n\n").map(|part| part.trim_matches('\n')).filter(|part| !part.is_empty()) {
        if let Some(heading) = part.strip_prefix("# ") {
            blocks.push(Block::Heading(heading.to_owned()));
        } else if part.starts_with("    ") {
            blocks.push(Block::Lines(part.lines().map(|line| line.get(4..).unwrap_or_default().to_owned()).collect()));
        } else if part.starts_with("  ") {
            blocks.push(Block::Terms(terms(part)));
        } else {
            blocks.push(Block::Paragraph(part.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
    blocks
}

fn terms(part: &str) -> Vec<(String, String)> {
    let mut terms: Vec<(String, String)> = Vec::new();
    for line in part.lines() {
        let bare = line.trim();
        match terms.last_mut() {
            Some((_, meaning)) if line.starts_with("   ") => {
                if !meaning.is_empty() {
                    meaning.push(' ');
                }
                meaning.push_str(bare);
            }
            _ => {
                let (term, meaning) = bare.split_once("  ").unwrap_or((bare, ""));
                terms.push((term.to_owned(), meaning.trim().to_owned()));
            }
        }
    }
    terms
}

/// The lines of a text on a terminal of this width. Paragraphs below a heading are indented by `prose`.
pub fn lines(blocks: &[Block], width: usize, prose: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut indent = 0;
    let mut after_heading = true;
    for block in blocks {
        if !after_heading || matches!(block, Block::Heading(_)) && !lines.is_empty() {
            lines.push(Line::Text(String::new()));
        }
        after_heading = matches!(block, Block::Heading(_)) && prose > 0;
        match block {
            Block::Heading(heading) => {
                indent = prose;
                lines.push(Line::Heading(heading.clone()));
            }
            Block::Paragraph(text) => {
                lines.extend(folded(text, width, indent).into_iter().map(Line::Text));
            }
            Block::Terms(terms) => lines.extend(term_lines(terms, width).into_iter().map(Line::Text)),
            Block::Lines(shown) => {
                let shown = shown.iter().flat_map(|line| fitting(line, width));
                lines.extend(shown.map(|line| Line::Text(format!("{:INDENT$}{line}", ""))));
            }
        }
    }
    lines
}

/// Names and meanings in two columns; a name that is too wide has a line of its own.
fn term_lines(terms: &[(String, String)], width: usize) -> Vec<String> {
    let widest = terms.iter().map(|(term, _)| term.width()).filter(|width| *width <= WIDEST_TERM).max();
    let left = INDENT + widest.unwrap_or(4) + 2;
    let mut lines = Vec::new();
    for (term, meaning) in terms {
        let mut meaning = folded(meaning, width, left).into_iter();
        if term.width() + INDENT + 2 > left {
            lines.push(format!("{:INDENT$}{term}", ""));
        } else {
            let first = meaning.next().unwrap_or_default();
            let gap = left - INDENT - term.width();
            lines.push(format!("{:INDENT$}{term}{:gap$}{}", "", "", first.trim_start()).trim_end().to_owned());
        }
        lines.extend(meaning);
    }
    lines
}

/// Words in lines of this width, each indented.
pub fn folded(text: &str, width: usize, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && indent + line.width() + 1 + word.width() > width {
            lines.push(format!("{:indent$}{line}", ""));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(format!("{:indent$}{line}", ""));
    }
    // A command in a list of commands does not fall apart at the end of a line.
    lines.into_iter().map(|line| line.replace('\u{a0}', " ")).collect()
}

/// A command line, folded between its words where it is long, so that it can be pasted as it is shown. Other lines stay
/// as they are.
pub fn fitting(text: &str, width: usize) -> Vec<String> {
    const BEHIND: &str = " \\";
    let room = width.saturating_sub(INDENT);
    if text.width() <= room || !text.contains("partnerctl ") {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    for part in line::parts(text) {
        if !line.trim().is_empty() && line.width() + 1 + part.width() + BEHIND.len() > room {
            lines.push(line + BEHIND);
            line = "    ".to_owned();
        }
        if !line.trim().is_empty() {
            line.push(' ');
        }
        line.push_str(part);
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "A title\n\nSome words that\nare folded.\n\n# Terms\n\n  one    is the first,\n         of two\n  two    is not\n\n    partnerctl client list --csv\n";

    fn shown(width: usize) -> String {
        let lines = lines(&parse(TEXT), width, 0);
        let text = lines.iter().map(|line| match line {
            Line::Heading(text) => format!("[{text}]"),
            Line::Text(text) => text.clone(),
        });
        text.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn text_is_read_in_blocks() {
        let terms = [("one", "is the first, of two"), ("two", "is not")];
        assert_eq!(
            parse(TEXT),
            [
                Block::Paragraph("A title".to_owned()),
                Block::Paragraph("Some words that are folded.".to_owned()),
                Block::Heading("Terms".to_owned()),
                Block::Terms(terms.map(|(term, meaning)| (term.to_owned(), meaning.to_owned())).to_vec()),
                Block::Lines(vec!["partnerctl client list --csv".to_owned()]),
            ]
        );
    }

    #[test]
    fn words_fold_and_commands_paste() {
        assert_eq!(
            shown(24),
            "A title\n\nSome words that are\nfolded.\n\n[Terms]\n\n  one  is the first, of\n       two\n  two  is not\n\n  partnerctl client \\\n      list --csv"
        );
        assert_eq!(shown(80).lines().map(str::len).max(), Some(30));
    }
}
