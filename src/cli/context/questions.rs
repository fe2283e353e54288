//! Questions about a change: what it is about is on the screen when they are asked, also with `--quiet`.

use super::Context;
use crate::error::Result;
use crate::term::Keyboard;
use crate::term::prompt::confirm_word;

impl Context {
    /// Has `word` typed, exactly.
    ///
    /// # Errors
    /// As [`confirm_word`].
    pub fn ask_word(&mut self, question: &str, word: &str) -> Result<()> {
        self.let_snapshot_go();
        self.ui.show_context();
        confirm_word(&mut *self.prompter, Keyboard::Stdin, question, word)
    }

    /// Asks for a line of text.
    ///
    /// # Errors
    /// As [`crate::term::Prompter::line`].
    pub fn ask_line(&mut self, question: &str, keyboard: Keyboard) -> Result<String> {
        self.let_snapshot_go();
        self.ui.show_context();
        self.prompter.line(question, keyboard)
    }
}
