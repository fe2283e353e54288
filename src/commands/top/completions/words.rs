//! Commands, flags and fixed values, by the same definition that the parser uses.

use std::ffi::OsString;
use std::fmt::Write as _;

use clap_complete::engine::{CompletionCandidate, complete};

use super::cursor::is_path;
use crate::commands::command;

/// A line for each word that can come at the end of `words`, with its help after a tab. Nothing where a file is
/// named: the shell completes it.
pub(super) fn offered(words: &[String]) -> String {
    if is_path(words) {
        return String::new();
    }
    let mut line = vec![OsString::from("partnerctl")];
    let mut is_flag = false;
    for word in words {
        // bash makes three words of `--format=json`.
        if !(is_flag && word == "=") {
            line.push(word.into());
        }
        is_flag = word.starts_with("--");
    }
    let cursor = line.len() - 1;
    let mut found = complete(&mut command::tree(), line, cursor, None).unwrap_or_default();
    let is_flag = |candidate: &CompletionCandidate| candidate.get_value().to_string_lossy().starts_with('-');
    // Before anything is typed, the flags would hide the commands among them.
    let is_empty = words.last().is_none_or(String::is_empty);
    if is_empty && found.iter().any(|candidate| !is_flag(candidate)) {
        found.retain(|candidate| !is_flag(candidate));
    }
    found.iter().fold(String::new(), |mut text, candidate| {
        let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        let first = help.lines().next().unwrap_or_default();
        let _ = writeln!(text, "{}\t{first}", candidate.get_value().to_string_lossy());
        text
    })
}
