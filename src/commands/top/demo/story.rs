//! What the demo plays: its files, and the lines of `story.txt`.

/// The files of the demo, by name and content.
pub(super) const FILES: &[(&str, &str)] =
    &[("billing-export.csv", include_str!("../../../../examples/billing-export.csv"))];

/// `# what is to come`, `$ a command line`, and below it `[exit code N]` where that is not 0.
const STORY: &str = include_str!("story.txt");
/// What the pages of `demo --serve` are for, in the same form.
const PAGES: &str = include_str!("pages.txt");

/// A part of the story.
pub(super) enum Part {
    /// What is to come, for the reader.
    Says(String),
    /// A command line, and the exit code that it must have.
    Gives(String, u8),
}

/// The story, part by part.
pub(super) fn story() -> Vec<Part> {
    parts(STORY)
}

/// What waits for an answer on the pages.
pub(super) fn pages() -> Vec<Part> {
    parts(PAGES)
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let exit = line.strip_prefix("[exit code ").and_then(|rest| rest.strip_suffix(']')?.parse().ok());
        match (line.get(..2), parts.last_mut()) {
            (_, Some(Part::Gives(_, expected))) if exit.is_some() => *expected = exit.unwrap_or_default(),
            (Some("$ "), _) => parts.push(Part::Gives(line[2..].to_owned(), 0)),
            (_, Some(Part::Gives(command, _))) if command.ends_with('\\') => {
                command.push('\n');
                command.push_str(line);
            }
            (_, Some(Part::Says(text))) => {
                text.push('\n');
                text.push_str(line);
            }
            _ => parts.push(Part::Says(line.to_owned())),
        }
    }
    parts
}
