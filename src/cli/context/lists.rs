//! Lists: which part of one is wanted, and what is said below it.

use super::Context;
use crate::domain::shell;
use crate::error::Result;
use crate::output::{Columns, ListEnd, Part, Selection, Sink};

impl Context {
    /// As [`Context::select`], for a part of a list.
    ///
    /// # Errors
    /// `usage`.
    pub fn select_part(&self, columns: Columns, part: Part) -> Result<Selection> {
        self.select(columns)?.only(part)
    }

    /// Ends a list; on a terminal, says how many rows it has.
    ///
    /// # Errors
    /// Those of the output.
    pub fn end_list(&self, sink: Sink<'_>) -> Result<()> {
        let ListEnd { footer, next, left_out, written } = sink.finish_list()?;
        if let Some(footer) = footer {
            self.ui.status(&footer.sentence());
        }
        // Only for people: a script that writes a file every night is not mailed about it.
        if let Some((rows, path)) = written.filter(|_| self.ui.facts().stderr_tty) {
            let were = if rows == 1 { "row was" } else { "rows were" };
            self.ui.status(&format!("{rows} {were} written to {}.", path.display()));
        }
        if let Some(next) = next {
            self.hint_next_part(&next);
        }
        if left_out > 0 {
            self.ui.note(&format!("{left_out} more rows are not shown because of --limit"));
        }
        Ok(())
    }

    /// What helps where a filter is given and no client: a person who filters looks for rows, wherever they are.
    pub fn advice_for_all_clients(&self) -> String {
        let mut words = self.command_words.clone();
        let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
        words.insert(end, "-A".to_owned());
        format!("in all clients: `partnerctl {}`", words.join(" "))
    }

    /// Says which command shows the rows behind this one.
    pub fn hint_next_part(&self, last: &str) {
        let mut words = self.command_words.clone();
        if let Some(at) = words.iter().position(|word| word == "--after") {
            words.drain(at..words.len().min(at + 2));
        }
        words.retain(|word| !word.starts_with("--after="));
        // The file has the first part.
        if let Some(at) = words.iter().position(|word| word == "--output" || word.starts_with("--output=")) {
            words.splice(
                at..words.len().min(at + if words[at] == "--output" { 2 } else { 1 }),
                ["--output", "FILE"].map(str::to_owned),
            );
        }
        let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
        words.splice(end..end, ["--after".to_owned(), shell::word(last)]);
        self.ui.hint(&format!("the list goes on: `partnerctl {}`", words.join(" ")));
    }
}
